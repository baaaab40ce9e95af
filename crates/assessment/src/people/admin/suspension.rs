//! Suspending administrators: they cannot log in until that is taken back.

use platform::{
    Conn, Error, Kind, Message, Timestamp, Tx,
    page::{Pages, Paging},
};
use serde_json::json;

use super::{
    service::{ADMIN, keep_one},
    store::{self, AdminRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::not_found,
    people::session,
    role::Role,
};

/// Name and password were right, but the administrator is suspended.
pub(crate) fn suspended() -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.suspended",
        Message::new(
            "Akun ini sedang ditangguhkan. Hubungi pengelola server ini.",
            "This account is suspended. Ask whoever runs this server.",
        ),
    )
}

/// An administrator as whoever runs the machine sees them.
#[derive(Debug, Clone)]
pub struct AdminState {
    pub id: i64,
    /// Name to log in with.
    pub username: String,
    pub role: Role,
    /// Since when they may not log in.
    pub suspended_at: Option<Timestamp>,
}

impl From<AdminRow> for AdminState {
    fn from(row: AdminRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            role: row.role,
            suspended_at: row.suspended_at,
        }
    }
}

impl Assessment {
    /// The administrator of a name or a number.
    #[platform::boxed]
    pub async fn find_admin(&self, who: &str) -> Result<Option<AdminState>, Error> {
        let who = who.trim().to_owned();
        let find = async move |conn: &mut Conn<'_>| {
            // PostgreSQL refuses to look for what it cannot store.
            if platform::text::unstorable(&who).is_some() {
                return Ok::<_, Error>(None);
            }
            let id = match store::id_of_name(conn, &who).await? {
                Some(id) => Some(id),
                None => who.parse().ok(),
            };
            match id {
                Some(id) => store::by_id(conn, id).await,
                None => Ok(None),
            }
        };
        Ok(self.0.db.read(find).await?.map(AdminState::from))
    }

    /// A page of the administrators, and who of them may not log in.
    #[platform::boxed]
    pub async fn list_admin_states(&self, pages: Pages) -> Result<(Vec<AdminState>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(AdminState::from).collect(), pages.of(total)))
    }

    /// Lets an administrator log in no more, and ends their sessions at once; `false` if they were suspended already. `by` is
    /// `None` for whoever runs the machine.
    #[platform::boxed]
    pub async fn suspend_admin(&self, by: Option<&Admin>, id: i64, reason: &str) -> Result<bool, Error> {
        self.set_suspended(by, id, true, reason).await
    }

    /// Lets them log in again; `false` if nothing stood in the way.
    #[platform::boxed]
    pub async fn unsuspend_admin(&self, by: Option<&Admin>, id: i64, reason: &str) -> Result<bool, Error> {
        self.set_suspended(by, id, false, reason).await
    }

    async fn set_suspended(&self, by: Option<&Admin>, id: i64, suspended: bool, reason: &str) -> Result<bool, Error> {
        let (reason, by) = (reason.trim().to_owned(), by.map(|by| by.id));
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(ADMIN))?;
            if row.suspended_at.is_some() == suspended {
                return Ok(false);
            }
            let action = if suspended {
                keep_one(tx, &row).await?;
                Action::Suspend
            } else {
                Action::Unsuspend
            };
            store::set_suspended(tx, id, suspended).await?;
            session::store::end_others(tx, id, "").await?;
            let detail = json!({"username": row.username, "reason": reason});
            audit::note(tx, by, action, Audited::Admin, Some(id), &detail).await?;
            Ok(true)
        };
        self.0.db.write(work).await
    }
}
