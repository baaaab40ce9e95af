//! Ranks, units and positions: what users of an institution are.

use platform::{
    Conn, Error, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, TitleRow};
use crate::{
    Admin, Assessment,
    audit::{self, Action},
    failures::{Counted, Noun, in_use, not_found, taken},
    people::{model::TitleKind, person::rules::single_blanks, user::merge::merged_with_itself},
};

/// A rank, a unit or a position, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TitleView {
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<TitleRow> for TitleView {
    fn from(row: TitleRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

impl TitleKind {
    pub(crate) fn thing(self) -> Noun {
        let (id, en) = match self {
            Self::Rank => ("pangkat", "rank"),
            Self::Unit => ("satuan", "unit"),
            Self::Position => ("jabatan", "position"),
        };
        Noun { id, en }
    }
}

/// A rank, a unit or a position that one may choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "TitleChoice")]
pub struct TitleChoice {
    pub id: i64,
    /// What it is called.
    pub title: String,
}

/// Most titles that are offered to be chosen from: whoever does not find their own in a longer list chooses a wrong one.
const CHOICES: i64 = 1000;

/// All of a kind by title; none if they are more than can be chosen from.
pub(crate) async fn choices(conn: &mut Conn<'_>, kind: TitleKind) -> Result<Vec<TitleChoice>, Error> {
    let rows = store::choices(conn, kind, CHOICES + 1).await?;
    let is_too_long = i64::try_from(rows.len()).map_err(Error::internal)? > CHOICES;
    let shown = rows.into_iter().filter(|_| !is_too_long);
    Ok(shown.map(|(id, title)| TitleChoice { id, title }).collect())
}

async fn find_to_change(tx: &mut Tx<'_>, kind: TitleKind, id: i64, seen: &IfMatch) -> Result<(), Error> {
    let row = store::by_id(tx, kind, id).await?;
    seen.check(row.ok_or_else(|| not_found(kind.thing()))?.version)
}

impl Assessment {
    /// Makes a rank, a unit or a position.
    #[platform::boxed]
    pub async fn create_title(
        &self,
        by: &Admin,
        kind: TitleKind,
        title: String,
        once: Option<Once>,
    ) -> Result<TitleView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            if store::id_of_title(tx, kind, &title).await?.is_some() {
                return Err(taken("title", kind.thing()));
            }
            let row = store::insert(tx, kind, &title).await?;
            let detail = json!({"title": &title});
            audit::note(tx, Some(admin), Action::Create, kind.into(), Some(row.id), &detail).await?;
            Ok(TitleView::from(row))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the ranks, the units or the positions.
    pub async fn list_titles(&self, kind: TitleKind, pages: Pages) -> Result<(Vec<TitleView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, kind, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(TitleView::from).collect(), pages.of(total)))
    }

    /// A page of those whose title has a part, which is folded, by title.
    #[platform::boxed]
    pub async fn find_titles(
        &self,
        kind: TitleKind,
        part: String,
        pages: Pages,
    ) -> Result<(Vec<TitleView>, Paging), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| store::find(conn, kind, &part, window).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(TitleView::from).collect(), pages.of(total)))
    }

    /// All of a kind by title; none if they are more than one can choose from.
    #[platform::boxed]
    pub async fn title_choices(&self, kind: TitleKind) -> Result<Vec<TitleChoice>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| choices(conn, kind).await)
            .await
    }

    /// The id of the one that is called so, without case.
    #[platform::boxed]
    pub async fn title_id(&self, kind: TitleKind, title: &str) -> Result<Option<i64>, Error> {
        let title = single_blanks(title);
        let find = async move |conn: &mut Conn<'_>| store::id_of_title(conn, kind, &title).await;
        self.0.db.read(find).await
    }

    /// Lets everybody who has `id` have `into`, and deletes `id`: it was written in two ways.
    #[platform::boxed]
    pub async fn merge_titles(
        &self,
        by: &Admin,
        kind: TitleKind,
        (id, into): (i64, i64),
        seen: IfMatch,
    ) -> Result<TitleView, Error> {
        if id == into {
            return Err(merged_with_itself());
        }
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let gone = store::by_id(tx, kind, id).await?;
            let gone = gone.ok_or_else(|| not_found(kind.thing()))?;
            seen.check(gone.version)?;
            let kept = store::by_id(tx, kind, into).await?;
            let kept = kept.ok_or_else(|| not_found(kind.thing()))?;
            let users = store::hand_over(tx, kind, id, into).await?;
            store::delete(tx, kind, id).await?;
            let detail = json!({"title": &gone.title, "into": {"id": into, "title": &kept.title}, "users": users});
            audit::note(tx, Some(admin), Action::Merge, kind.into(), Some(id), &detail).await?;
            Ok(TitleView::from(kept))
        };
        self.0.db.write(work).await
    }

    /// A rank, a unit or a position.
    #[platform::boxed]
    pub async fn title(&self, kind: TitleKind, id: i64) -> Result<TitleView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, kind, id).await;
        let row = self.0.db.read(find).await?;
        row.map(TitleView::from).ok_or_else(|| not_found(kind.thing()))
    }

    /// Renames a rank, a unit or a position.
    #[platform::boxed]
    pub async fn update_title(
        &self,
        by: &Admin,
        kind: TitleKind,
        id: i64,
        title: String,
        seen: IfMatch,
    ) -> Result<TitleView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            find_to_change(tx, kind, id, &seen).await?;
            let owner = store::id_of_title(tx, kind, &title).await?;
            if owner.is_some_and(|owner| owner != id) {
                return Err(taken("title", kind.thing()));
            }
            let row = store::update(tx, kind, id, &title).await?;
            let detail = json!({"title": &title});
            audit::note(tx, Some(admin), Action::Update, kind.into(), Some(id), &detail).await?;
            row.map(TitleView::from).ok_or_else(|| not_found(kind.thing()))
        };
        self.0.db.write(work).await
    }

    /// Deletes a rank, a unit or a position that nobody has.
    #[platform::boxed]
    pub async fn delete_title(&self, by: &Admin, kind: TitleKind, id: i64, seen: IfMatch) -> Result<(), Error> {
        const USERS: Counted = Counted {
            id: "pengguna",
            one: "user",
            many: "users",
        };
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            find_to_change(tx, kind, id, &seen).await?;
            let users = store::uses(tx, kind, id).await?;
            if users > 0 {
                return Err(in_use(kind.thing(), &[(users, USERS)]));
            }
            store::delete(tx, kind, id).await?;
            audit::note(tx, Some(admin), Action::Delete, kind.into(), Some(id), &json!({})).await
        };
        self.0.db.write(work).await
    }
}
