//! Conversion tables of packages.

use papers::{
    Points,
    marking::{Band, Table},
};
use platform::{Conn, Error, FieldError, Message, Rule, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, ScaleRow};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{no_such_reference, not_found},
    marking::regrade::service::PACKAGE,
};

/// A row of a conversion table.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BandView {
    /// The lowest raw score.
    pub raw_from: Points,
    /// The highest raw score.
    pub raw_to: Points,
    /// What they become.
    pub scaled: Points,
    /// What that is called; up to 50 characters.
    #[serde(default)]
    pub band: Option<String>,
}

/// A conversion table.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScaleView {
    /// The section; `null` for the total of the package.
    #[serde(default)]
    pub section_id: Option<i64>,
    /// Without overlaps and gaps.
    pub rows: Vec<BandView>,
}

/// The conversion tables of a package.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ScalesView {
    /// At most one for each section and one for the total.
    pub scales: Vec<ScaleView>,
}

impl ScalesView {
    fn of(rows: Vec<ScaleRow>) -> Self {
        let mut scales: Vec<ScaleView> = Vec::new();
        for (section_id, band) in rows {
            let row = BandView {
                raw_from: band.from,
                raw_to: band.to,
                scaled: band.scaled,
                band: band.name,
            };
            match scales.last_mut().filter(|last| last.section_id == section_id) {
                Some(last) => last.rows.push(row),
                None => scales.push(ScaleView {
                    section_id,
                    rows: vec![row],
                }),
            }
        }
        Self { scales }
    }

    /// The tables, if they are good ones for a package with these sections.
    fn tables(self, sections: &[i64]) -> Result<Vec<(Option<i64>, Table)>, Error> {
        let mut broken = Vec::new();
        let mut tables: Vec<(Option<i64>, Table)> = Vec::new();
        for (index, scale) in self.scales.into_iter().enumerate() {
            let path = format!("scales[{index}]");
            let id = scale.section_id;
            if id.is_some_and(|id| !sections.contains(&id)) {
                broken.push(FieldError::new(format!("{path}.sectionId"), no_such_reference()));
            } else if tables.iter().any(|(other, _)| *other == id) {
                broken.push(FieldError::new(format!("{path}.sectionId"), named_twice()));
            }
            match scale.table(&path) {
                Ok(table) => tables.push((id, table)),
                Err(error) => broken.push(error),
            }
        }
        if broken.is_empty() {
            Ok(tables)
        } else {
            Err(Error::invalid_fields(broken))
        }
    }
}

impl ScaleView {
    fn table(self, path: &str) -> Result<Table, FieldError> {
        let long = |row: &BandView| row.band.as_ref().is_some_and(|band| band.chars().count() > 50);
        if let Some(at) = self.rows.iter().position(long) {
            return Err(FieldError::new(format!("{path}.rows[{at}].band"), Rule::TooLong(50)));
        }
        let bands = self.rows.into_iter().map(|row| Band {
            from: row.raw_from,
            to: row.raw_to,
            scaled: row.scaled,
            name: row.band.filter(|band| !band.trim().is_empty()),
        });
        Table::new(bands.collect()).map_err(|(at, rule)| FieldError::new(format!("{path}.rows[{at}]"), rule))
    }
}

fn named_twice() -> Rule {
    Rule::Other(Message::new("disebut dua kali", "is named twice"))
}

impl Assessment {
    /// The conversion tables of a package; that of the total first.
    pub async fn scales(&self, package: i64) -> Result<ScalesView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            if !store::has_package(conn, package).await? {
                return Err(not_found(PACKAGE));
            }
            store::of_package(conn, package).await
        };
        Ok(ScalesView::of(self.0.db.read(find).await?))
    }

    /// Puts tables in the place of those that a package has.
    pub async fn replace_scales(&self, by: &Admin, package: i64, scales: ScalesView) -> Result<ScalesView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            if !store::has_package(tx, package).await? {
                return Err(not_found(PACKAGE));
            }
            let tables = scales.tables(&store::sections(tx, package).await?)?;
            store::replace(tx, package, &tables).await?;
            let detail = json!({"scales": tables.len()});
            audit::note(
                tx,
                Some(admin),
                Action::ReplaceScales,
                Audited::Package,
                Some(package),
                &detail,
            )
            .await?;
            Ok(ScalesView::of(store::of_package(tx, package).await?))
        };
        self.0.db.write(work).await
    }
}
