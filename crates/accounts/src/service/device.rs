//! Where somebody is logged in: noticing a login from a kind of program that was not met before, and one's own sessions.

use platform::{Conn, Error, Tx};

use super::{letter::addressee, login::end};
use crate::{
    Accounts, Actor,
    extract::session_ended,
    model::{
        account::SessionId,
        letter::Notice,
        session::{NewSession, OpenSession},
    },
    store,
};

impl Accounts {
    /// Notes from where somebody has logged in, in the transaction that opens the session, and writes to them if nobody has
    /// logged in like that before. The first device of all is no news.
    pub(crate) async fn note_device(&self, tx: &mut Tx<'_>, new: &NewSession) -> Result<(), Error> {
        let device = new.device.as_deref().unwrap_or_default();
        let is_first = !store::device::has_any(tx, &new.account).await?;
        if !store::device::note(tx, &new.account, device).await? || is_first || !self.sends_letters() {
            return Ok(());
        }
        let account = store::account::by_id(tx, &new.account).await?;
        let Some(account) = account.filter(|account| !account.quiet_sign_ins) else {
            return Ok(());
        };
        let notice = Notice::SignedIn { device, at: tx.now() };
        let id = format!("accounts.signed_in:{}", new.session);
        self.tell(tx, (id, None), addressee(&account), notice).await
    }

    /// Whether the caller wants letters about logins from new devices.
    #[platform::boxed]
    pub async fn set_sign_in_letters(&self, actor: &Actor, wanted: bool) -> Result<(), Error> {
        let id = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| store::device::set_quiet(tx, &id, !wanted).await;
        self.0.db.write(work).await
    }

    /// The caller's living sessions, the newest first; at most 50.
    #[platform::boxed]
    pub async fn open_sessions(&self, actor: &Actor) -> Result<Vec<OpenSession>, Error> {
        let (id, now) = (actor.id.clone(), actor.ctx.now());
        let read = async move |conn: &mut Conn<'_>| store::session::list_open(conn, &id, now).await;
        self.0.db.read(read).await
    }

    /// Ends a session of the caller's.
    ///
    /// Fails with `accounts.session.ended` if the caller has no such one any more.
    #[platform::boxed]
    pub async fn end_session(&self, actor: &Actor, session: &SessionId) -> Result<(), Error> {
        let (id, session) = (actor.id.clone(), session.clone());
        let work = async move |tx: &mut Tx<'_>| {
            if !store::session::is_of(tx, &session, &id).await? || !end(tx, &session).await? {
                return Err(session_ended());
            }
            Ok(())
        };
        self.0.db.write(work).await
    }
}
