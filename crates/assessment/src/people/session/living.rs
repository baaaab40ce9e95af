//! Sessions that live: who is logged in, since when and from where, and ending them.
//!
//! Invariant: what is shown of a session opens nothing: its token is signed, and its name alone is no token.

use platform::{
    Conn, Error, Timestamp, Tx,
    page::{Pages, Paging},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, SessionRow};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, not_found},
    people::admin,
};

const SESSION: Noun = Noun {
    id: "sesi",
    en: "session",
};

/// A session that lives.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AdminSessionView")]
pub struct SessionView {
    /// Its name, by which it is ended.
    pub id: String,
    /// Whose it is.
    pub admin_id: i64,
    pub username: String,
    /// 1 administrator, 2 author, 3 proctor, 4 rater.
    pub role_id: i64,
    /// Where the login came from; empty for sessions that are older than this is noted.
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether it is the caller's own.
    pub is_own: bool,
}

impl SessionView {
    fn of(row: SessionRow, own: &str) -> Self {
        Self {
            is_own: row.id == own,
            id: row.id,
            admin_id: row.admin,
            username: row.username,
            role_id: row.role.id(),
            address: row.address,
            created_at: row.created_at,
            expires_at: row.expires_at,
        }
    }
}

/// There is no such session, or it has ended.
pub(crate) fn no_such_session() -> Error {
    not_found(SESSION)
}

impl Assessment {
    /// A page of the sessions that live, the latest first.
    #[platform::boxed]
    pub async fn list_sessions(&self, by: &Admin, pages: Pages) -> Result<(Vec<SessionView>, Paging), Error> {
        let (now, window) = (by.ctx.now(), (pages.limit(), pages.offset()));
        let find = async move |conn: &mut Conn<'_>| store::list(conn, now, window).await;
        let (rows, total) = self.0.db.read(find).await?;
        let shown = rows.into_iter().map(|row| SessionView::of(row, &by.session));
        Ok((shown.collect(), pages.of(total)))
    }

    /// Ends a session at once.
    #[platform::boxed]
    pub async fn end_session(&self, by: &Admin, session: &str) -> Result<(), Error> {
        let (by, session) = (by.id, session.to_owned());
        let work = async move |tx: &mut Tx<'_>| {
            let owner = store::owner(tx, &session).await?.ok_or_else(no_such_session)?;
            store::end(tx, &session).await?;
            audit::note(
                tx,
                Some(by),
                Action::EndSessions,
                Audited::Admin,
                Some(owner),
                &json!({"sessions": 1}),
            )
            .await
        };
        self.0.db.write(work).await
    }

    /// Ends every session of an administrator at once, but for the caller's own.
    #[platform::boxed]
    pub async fn end_sessions_of(&self, by: &Admin, id: i64) -> Result<(), Error> {
        let (by, own) = (by.id, by.session.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let found = admin::store::by_id(tx, id).await?;
            let row = found.ok_or_else(|| not_found(admin::service::ADMIN))?;
            store::end_others(tx, id, &own).await?;
            let detail = json!({"username": row.username, "sessions": "all"});
            audit::note(tx, Some(by), Action::EndSessions, Audited::Admin, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}
