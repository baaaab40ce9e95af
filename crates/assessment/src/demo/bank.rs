//! The invented question bank: two packages with their recordings, published.

use bytes::Bytes;
use futures_util::stream;
use papers::Paper;
use platform::{Error, Result, Tx, version::IfMatch};
use serde_json::json;

use super::{people::Staff, tones};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{audio::service::NewFile, paper},
    marking::scale::service::ScalesView,
};

/// More than any recording of the demo has.
const LARGEST: u64 = 1 << 20;

/// Stores and publishes both papers; answers the packages' ids.
pub(super) async fn fill(
    assessment: &Assessment,
    staff: &Staff,
    long: Paper,
    short: Paper,
    step: &(dyn Fn() + Sync),
) -> Result<(i64, i64)> {
    for name in tones::names() {
        add_audio(assessment, &staff.author, &long.title, name).await?;
        step();
    }
    let long = package(assessment, &staff.author, long).await?;
    let short = package(assessment, &staff.author, short).await?;
    let scales: ScalesView = serde_json::from_value(scales()).map_err(Error::internal)?;
    assessment.replace_scales(&staff.administrator, long, scales).await?;
    Ok((long, short))
}

async fn add_audio(assessment: &Assessment, by: &Admin, folder: &str, name: &str) -> Result<()> {
    let wave = tones::wave(name).ok_or_else(|| Error::internal("a recording of the demo is not there"))?;
    let content = stream::iter([Ok(Bytes::from(wave))]);
    let received = assessment.receive(content, LARGEST).await?;
    let new = NewFile::read(Some(name), Some(folder))?;
    assessment.add_audio(by, new, received).await.map(drop)
}

async fn package(assessment: &Assessment, by: &Admin, paper: Paper) -> Result<i64> {
    let admin = by.id;
    let work = async move |tx: &mut Tx<'_>| {
        let audio = paper::store::audio_of(tx, &paper.title).await?;
        let id = paper::store::insert(tx, &paper, &audio).await?;
        let detail = json!({"title": &paper.title});
        audit::note(tx, Some(admin), Action::Create, Audited::Package, Some(id), &detail).await?;
        Ok::<_, Error>(id)
    };
    let id = assessment.0.db.write(work).await?;
    assessment.publish(by, id, IfMatch::default()).await?;
    Ok(id)
}

/// What the points of the long paper are reported as.
fn scales() -> serde_json::Value {
    let row = |from: f64, to: f64, scaled: i64, band: &str| json!({"rawFrom": from, "rawTo": to, "scaled": scaled, "band": band});
    json!({"scales": [{"sectionId": null, "rows": [
        row(0.0, 59.99, 1, "Dasar"),
        row(60.0, 99.99, 2, "Madya"),
        row(100.0, 139.99, 3, "Terampil"),
        row(140.0, 169.99, 4, "Mahir"),
        row(170.0, 200.0, 5, "Unggul"),
    ]}]})
}
