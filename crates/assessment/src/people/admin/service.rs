//! Administrators: made, changed, removed. The last of role 1 stays.

use platform::{
    Conn, Ctx, Error, Kind, Message, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules,
    rules::{AdminChange, NewAdmin},
    store::{self, AdminRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, not_found, role_required, taken},
    people::session,
    role::Role,
};

pub(crate) const ADMIN: Noun = Noun {
    id: "administrator",
    en: "administrator",
};

/// An administrator, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdminView {
    pub id: i64,
    /// Name to log in with.
    pub username: String,
    /// 1 administrator, 2 author, 3 proctor, 4 rater.
    pub role_id: i64,
    /// Since when they may not log in; left out where they may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_at: Option<Timestamp>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<AdminRow> for AdminView {
    fn from(row: AdminRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            role_id: row.role.id(),
            suspended_at: row.suspended_at,
            version: row.version,
        }
    }
}

/// Without an administrator nobody could make one.
pub(crate) fn last_administrator() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.last_administrator",
        Message::new(
            "Administrator terakhir (peran 1) tidak dapat dihapus, ditangguhkan, atau diturunkan.",
            "The last administrator (role 1) cannot be deleted, suspended or given another role.",
        ),
    )
}

/// Refuses what would take away the last who may log in with role 1.
pub(super) async fn keep_one(tx: &mut Tx<'_>, row: &AdminRow) -> Result<(), Error> {
    let counts = row.role == Role::Administrator && row.suspended_at.is_none();
    let last = counts && store::count_of_role(tx, Role::Administrator).await? <= 1;
    if last { Err(last_administrator()) } else { Ok(()) }
}

async fn found(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<AdminRow, Error> {
    let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(ADMIN))?;
    seen.check(row.version)?;
    Ok(row)
}

/// What is said of a new administrator, found good.
#[derive(Clone)]
pub(super) struct Judged {
    username: String,
    role: Role,
}

impl Judged {
    pub(super) fn of(new: &NewAdmin) -> Result<Self, Error> {
        let mut check = Check::new();
        let username = rules::username(&mut check, &new.username);
        rules::password(&mut check, &new.password);
        let role = rules::role(&mut check, new.role_id);
        check.finish()?;
        Ok(Self { username, role })
    }
}

/// Stores a new administrator, whose name nobody else has, and notes who made them.
pub(super) async fn insert(tx: &mut Tx<'_>, by: Option<i64>, new: &Judged, hash: &str) -> Result<AdminView, Error> {
    let Judged { username, role } = new;
    if store::id_of_name(tx, username).await?.is_some() {
        return Err(taken("username", ADMIN));
    }
    let row = store::insert(tx, username, hash, *role).await?;
    let detail = json!({"username": username, "roleId": role.id()});
    audit::note(tx, by, Action::Create, Audited::Admin, Some(row.id), &detail).await?;
    Ok(AdminView::from(row))
}

impl Assessment {
    /// Makes an administrator. `by` is `None` for whoever runs the machine.
    #[platform::boxed]
    pub async fn create_admin(
        &self,
        ctx: &Ctx,
        by: Option<i64>,
        new: NewAdmin,
        once: Option<Once>,
    ) -> Result<AdminView, Error> {
        let judged = Judged::of(&new)?;
        let hash = self.0.passwords.hash(new.password).await?;
        let work = async move |tx: &mut Tx<'_>| insert(tx, by, &judged, &hash).await;
        self.0.answers.write(ctx, once, work).await
    }

    /// A page of the administrators.
    #[platform::boxed]
    pub async fn list_admins(&self, pages: Pages) -> Result<(Vec<AdminView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(AdminView::from).collect(), pages.of(total)))
    }

    /// An administrator.
    #[platform::boxed]
    pub async fn admin(&self, id: i64) -> Result<AdminView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        let row = self.0.db.read(find).await?;
        row.map(AdminView::from).ok_or_else(|| not_found(ADMIN))
    }

    /// Changes the name or the role of an administrator; the last of role 1 keeps it.
    #[platform::boxed]
    pub async fn update_admin(
        &self,
        by: &Admin,
        id: i64,
        change: AdminChange,
        seen: IfMatch,
    ) -> Result<AdminView, Error> {
        let by = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = found(tx, id, &seen).await?;
            let username = change.username.unwrap_or_else(|| row.username.clone());
            let role = change.role.unwrap_or(row.role);
            if store::id_of_name(tx, &username).await?.is_some_and(|owner| owner != id) {
                return Err(taken("username", ADMIN));
            }
            if role != Role::Administrator {
                keep_one(tx, &row).await?;
            }
            store::update(tx, id, &username, role).await?;
            let detail = json!({"username": &username, "roleId": role.id()});
            audit::note(tx, Some(by), Action::Update, Audited::Admin, Some(id), &detail).await?;
            let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(ADMIN))?;
            Ok(AdminView::from(row))
        };
        self.0.db.write(work).await
    }

    /// Sets a password: anybody their own, an administrator everybody's. Every other session of theirs ends.
    #[platform::boxed]
    pub async fn set_admin_password(&self, by: &Admin, id: i64, password: String) -> Result<AdminView, Error> {
        if by.id != id && !by.is_administrator() {
            return Err(role_required());
        }
        rules::new_password(&password)?;
        let hash = self.0.passwords.hash(password).await?;
        let (by, session) = (by.id, by.session.clone());
        let work = async move |tx: &mut Tx<'_>| {
            found(tx, id, &IfMatch::default()).await?;
            let kept = if by == id { session.as_str() } else { "" };
            replace_password(tx, Some(by), id, &hash, kept).await
        };
        self.0.db.write(work).await
    }

    /// Sets the password of a name, for whoever runs the machine. Every session of theirs ends.
    #[platform::boxed]
    pub async fn reset_admin_password(&self, username: &str, password: String) -> Result<AdminView, Error> {
        rules::new_password(&password)?;
        let hash = self.0.passwords.hash(password).await?;
        let name = username.to_owned();
        let work = async move |tx: &mut Tx<'_>| {
            let id = store::id_of_name(tx, &name).await?.ok_or_else(|| not_found(ADMIN))?;
            replace_password(tx, None, id, &hash, "").await
        };
        self.0.db.write(work).await
    }

    /// Gives a name another role, for whoever runs the machine.
    #[platform::boxed]
    pub async fn reset_admin_role(&self, username: &str, role: Role) -> Result<AdminView, Error> {
        let name = username.to_owned();
        let work = async move |tx: &mut Tx<'_>| {
            let id = store::id_of_name(tx, &name).await?.ok_or_else(|| not_found(ADMIN))?;
            let row = found(tx, id, &IfMatch::default()).await?;
            if role != Role::Administrator {
                keep_one(tx, &row).await?;
            }
            store::update(tx, id, &row.username, role).await?;
            audit::note(
                tx,
                None,
                Action::Update,
                Audited::Admin,
                Some(id),
                &json!({"roleId": role.id()}),
            )
            .await?;
            Ok(AdminView::from(AdminRow { role, ..row }))
        };
        self.0.db.write(work).await
    }

    /// Deletes an administrator, but for the last of role 1.
    #[platform::boxed]
    pub async fn delete_admin(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let by = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = found(tx, id, &seen).await?;
            keep_one(tx, &row).await?;
            store::delete(tx, id).await?;
            let detail = json!({"username": row.username});
            audit::note(tx, Some(by), Action::Delete, Audited::Admin, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}

async fn replace_password(
    tx: &mut Tx<'_>,
    by: Option<i64>,
    id: i64,
    hash: &str,
    kept_session: &str,
) -> Result<AdminView, Error> {
    store::set_password(tx, id, hash).await?;
    session::store::end_others(tx, id, kept_session).await?;
    audit::note(tx, by, Action::SetPassword, Audited::Admin, Some(id), &json!({})).await?;
    let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(ADMIN))?;
    Ok(AdminView::from(row))
}
