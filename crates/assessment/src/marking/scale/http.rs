//! Scales from raw scores of a package to what is reported.

use axum::extract::State;
use platform::http::{
    Body, Outcome, Path, Reply,
    routes::{Endpoint, get, put},
};

use super::service::ScalesView;
use crate::{
    Administrators, Assessment, Raters, Staff,
    http::{access, api, query::id},
};

/// `GET /test-packages/{id}/scales`.
async fn scales(
    State(assessment): State<Assessment>,
    _staff: Staff<Raters>,
    Path(package): Path<String>,
) -> Outcome<ScalesView> {
    Ok(Reply::ok(assessment.scales(id("id", &package)?).await?))
}

/// `PUT /test-packages/{id}/scales`.
async fn replace_scales(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(package): Path<String>,
    Body(input): Body<ScalesView>,
) -> Outcome<ScalesView> {
    let package = id("id", &package)?;
    Ok(Reply::ok(
        assessment.replace_scales(&staff.admin, package, input).await?,
    ))
}

const SCALES: &str = r#"{"scales":[{"sectionId":null,"rows":[{"rawFrom":0,"rawTo":20,"scaled":310,"band":"A2"},{"rawFrom":21,"rawTo":50,"scaled":677,"band":"C1"}]}]}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/test-packages/{id}/scales"), scales)
            .says("See what raw scores of a package become")
            .part::<i64>("id", "The package", "1")
            .access(access::<Raters>())
            .gives::<ScalesView>(SCALES),
        put(api!("/test-packages/{id}/scales"), replace_scales)
            .says("Set what raw scores of a package become, in the place of what was set before")
            .part::<i64>("id", "The package", "1")
            .access(access::<Administrators>())
            .takes::<ScalesView>(SCALES)
            .gives::<ScalesView>(SCALES),
    ]
}
