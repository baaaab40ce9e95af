//! Passages: texts that several questions of a package are about.

use std::collections::BTreeSet;

use platform::{
    Conn, Error, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::{Check, fold},
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::{NewPassage, PassageChange},
    store::{self, PassageRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        package::{
            self,
            service::{PACKAGE, package_exists},
        },
        version::service::held,
    },
    failures::{Counted, Noun, in_use, no_such_reference, not_found, taken},
};

pub(crate) const PASSAGE: Noun = Noun {
    id: "teks",
    en: "passage",
};
pub(crate) const QUESTIONS: Counted = Counted {
    id: "soal",
    one: "question",
    many: "questions",
};

/// A passage, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassageView {
    pub id: i64,
    /// The package that it belongs to.
    pub package_id: i64,
    /// What questions call it; unique in its package, without case.
    pub code: String,
    /// Its title; may be empty.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Its text as marked text, where the plain one does not say it all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body_marked: Option<String>,
    /// Its place in the package.
    pub ordinal: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<PassageRow> for PassageView {
    fn from(row: PassageRow) -> Self {
        let (body, body_marked) = row.body.into_parts();
        Self {
            id: row.id,
            package_id: row.package_id,
            code: row.code,
            title: row.title,
            body,
            body_marked,
            ordinal: row.ordinal,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

async fn find_to_change(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<PassageRow, Error> {
    let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(PASSAGE))?;
    seen.check(row.version)?;
    Ok(row)
}

/// The first of `P1`, `P2`, … that is none of some folded codes.
fn free_code(taken: &BTreeSet<String>) -> String {
    (1..=taken.len() + 1)
        .map(|number| format!("P{number}"))
        .find(|code| !taken.contains(&fold(code)))
        .unwrap_or_default()
}

/// Stores a passage in a package that exists. `field` is what a body calls its code.
pub(crate) async fn add(tx: &mut Tx<'_>, package: i64, new: &NewPassage, field: &str) -> Result<PassageRow, Error> {
    let code = match &new.code {
        Some(code) => {
            if store::id_of_code(tx, package, code).await?.is_some() {
                return Err(taken(field, PASSAGE));
            }
            code.clone()
        }
        None => free_code(&store::codes(tx, package).await?.into_iter().collect()),
    };
    store::insert(tx, package, &code, &new.title, &new.body).await
}

impl Assessment {
    /// Makes a passage in a package; without a code it gets the next free one.
    #[platform::boxed]
    pub async fn create_passage(
        &self,
        by: &Admin,
        package: i64,
        new: NewPassage,
        once: Option<Once>,
    ) -> Result<PassageView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            if package::store::by_id(tx, package).await?.is_none() {
                return Err(Error::invalid_field("packageId", no_such_reference()));
            }
            let row = add(tx, package, &new, "code").await?;
            let detail = json!({"packageId": package, "code": row.code});
            audit::note(tx, Some(admin), Action::Create, Audited::Passage, Some(row.id), &detail).await?;
            Ok(PassageView::from(row))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// One passage; not found if there is none of the id.
    #[platform::boxed]
    pub async fn passage(&self, id: i64) -> Result<PassageView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        let row = self.0.db.read(find).await?;
        row.map(PassageView::from).ok_or_else(|| not_found(PASSAGE))
    }

    /// A page of the passages of a package, in its order or backwards.
    #[platform::boxed]
    pub async fn list_passages(
        &self,
        package: i64,
        down: bool,
        pages: Pages,
    ) -> Result<(Vec<PassageView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            store::of_package(conn, package, down, (pages.limit(), pages.offset())).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(PassageView::from).collect(), pages.of(total)))
    }

    /// Changes a passage; its code stays unique in its package.
    #[platform::boxed]
    pub async fn update_passage(
        &self,
        by: &Admin,
        id: i64,
        change: PassageChange,
        seen: IfMatch,
    ) -> Result<PassageView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let code = change.code.unwrap_or(row.code);
            let owner = store::id_of_code(tx, row.package_id, &code).await?;
            if owner.is_some_and(|owner| owner != id) {
                return Err(taken("code", PASSAGE));
            }
            let title = change.title.unwrap_or(row.title);
            let mut check = Check::new();
            let body = match change.body {
                Some(sent) => sent.onto(&mut check, &row.body),
                None => row.body,
            };
            check.finish()?;
            let row = store::update(tx, id, &code, &title, &body).await?;
            let detail = json!({"packageId": row.package_id, "code": row.code});
            audit::note(tx, Some(admin), Action::Update, Audited::Passage, Some(id), &detail).await?;
            Ok(PassageView::from(row))
        };
        self.0.db.write(work).await
    }

    /// Deletes a passage that no question is about.
    #[platform::boxed]
    pub async fn delete_passage(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_to_change(tx, id, &seen).await?;
            let (now, questions) = (tx.now(), store::questions(tx, id).await?);
            let held = held::of_passage(tx, &versions, (row.package_id, &row.code), now).await?;
            if questions > 0 || !held.is_nothing() {
                let [events, attempts] = held.counted();
                return Err(in_use(PASSAGE, &[(questions, QUESTIONS), events, attempts]));
            }
            store::delete(tx, id).await?;
            let detail = json!({"packageId": row.package_id, "code": row.code});
            audit::note(tx, Some(admin), Action::Delete, Audited::Passage, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}

/// A passage to which questions refer.
pub(crate) fn passage_in_use() -> Error {
    in_use(PASSAGE, &[(1, QUESTIONS)])
}

/// Another passage of the package has the code.
pub(crate) fn code_taken() -> Error {
    taken("code", PASSAGE)
}

/// There is no such package.
pub(crate) fn no_such_package() -> Error {
    not_found(PACKAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_passage_gets_the_first_code_that_is_free() {
        let taken = |codes: &[&str]| codes.iter().map(|code| fold(code)).collect();
        assert_eq!(free_code(&taken(&[])), "P1");
        assert_eq!(free_code(&taken(&["P1", "p3", "X"])), "P2");
        assert_eq!(free_code(&taken(&["P1", "P2"])), "P3");
    }
}
