//! What administrators do about people: look, end sessions, give roles, suspend, delete.
//!
//! Invariant: whatever is done is noted in the transaction that does it, with who did it and why.

use std::time::Duration;

use platform::{
    Conn, Error, Kind, Message, Rule, Timestamp, Tx,
    page::{Pages, Paging},
};

use super::{
    deed::note_deed,
    login, role,
    suspension::{find, lift, suspend},
};
use crate::{
    Accounts, Actor, Admin,
    events::SessionRevoked,
    extract::{Moderators, role_required},
    model::{
        account::{Account, AccountId, Role, SessionId},
        deed::Deed,
        person::Person,
        suspension::{Listed, Searched},
    },
    rules,
    service::profile::no_such_user,
    store,
};

/// For how many days a moderator may suspend.
const LONGEST_DAYS: u64 = 30;

/// Nobody does this to themselves here, and administrators are for super administrators to judge.
fn protected() -> Error {
    let said = Message::new(
        "Ini tidak dapat Anda lakukan terhadap akun sendiri, dan terhadap akun pengelola hanya oleh pengelola utama.",
        "You cannot do this to your own account, and only a super administrator does it to those of administrators.",
    );
    Error::new(Kind::Forbidden, "accounts.person.protected", said)
}

/// Whether an administrator may judge an account.
pub(super) fn check_judge(admin: &Admin, account: &Account) -> Result<(), Error> {
    let is_theirs = !account.role.is_admin() || admin.0.role == Role::SuperAdmin;
    if account.id == admin.0.id || !is_theirs {
        return Err(protected());
    }
    Ok(())
}

/// The account that is meant.
async fn meant(conn: &mut Conn<'_>, who: &str) -> Result<Account, Error> {
    find(conn, who).await?.ok_or_else(no_such_user)
}

/// A reason that has to be given.
fn given(why: &str) -> Result<String, Error> {
    let why = rules::reason(why)?;
    if why.is_empty() {
        return Err(Error::invalid_field("reason", Rule::Required));
    }
    Ok(why)
}

fn deed<'a>(action: &'static str, account: &'a Account, reason: &'a str) -> Deed<'a> {
    Deed {
        action,
        subject: &account.handle,
        subject_name: &account.username,
        reason,
    }
}

impl Accounts {
    /// Whether an administrator may take home all that is kept of an account: their own, and of those that they may judge.
    pub fn check_export(&self, admin: &Admin, account: &Account) -> Result<(), Error> {
        if account.id == admin.0.id {
            return Ok(());
        }
        check_judge(admin, account)
    }

    /// A page of the accounts that an administrator looks for; by the time at which they joined.
    #[platform::boxed]
    pub async fn search_people(
        &self,
        _: &Admin,
        wanted: Searched,
        pages: Pages,
    ) -> Result<(Vec<Listed>, Paging), Error> {
        // PostgreSQL refuses to look for what it cannot store.
        if platform::text::unstorable(&wanted.words).is_some() {
            return Ok((Vec::new(), pages.of(0)));
        }
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::suspension::search(conn, &wanted, page).await)
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Somebody, by id, handle, address or username.
    #[platform::boxed]
    pub async fn person(&self, _: &Admin, who: &str) -> Result<Person, Error> {
        let (who, now) = (who.to_owned(), self.0.db.clock().now());
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let account = meant(conn, &who).await?;
                Ok(Person {
                    suspended: store::suspension::of(conn, &account.id).await?,
                    sessions: store::session::list_open(conn, &account.id, now).await?,
                    account,
                })
            })
            .await
    }

    /// Ends a session of somebody's, or all of them. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn end_sessions_of(
        &self,
        admin: &Admin,
        who: &str,
        session: Option<SessionId>,
        why: &str,
    ) -> Result<(), Error> {
        let (who, why, admin) = (who.to_owned(), rules::reason(why)?, admin.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                if account.id != admin.0.id {
                    check_judge(&admin, &account)?;
                }
                if !end_some(tx, &account.id, session.as_ref()).await? {
                    return Ok(());
                }
                let action = if session.is_some() {
                    "session-end"
                } else {
                    "sessions-end"
                };
                note_deed(tx, &admin.0.id, deed(action, &account, &why)).await
            })
            .await
    }

    /// Gives somebody another role; it counts from their next request on. Doing it twice changes nothing.
    ///
    /// Fails with `accounts.role.protected` and `accounts.last_administrator`.
    #[platform::boxed]
    pub async fn change_role(&self, admin: &Admin, who: &str, role: Role, why: &str) -> Result<(), Error> {
        let (who, why, admin) = (who.to_owned(), rules::reason(why)?, admin.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                if account.role == role {
                    return Ok(());
                }
                rules::role_change(admin.0.role, account.id == admin.0.id, (account.role, role))?;
                let action = match role {
                    Role::User => "role-user",
                    Role::Moderator => "role-moderator",
                    Role::Admin => "role-admin",
                    Role::SuperAdmin => "role-super",
                };
                role::set_role(tx, &account, role).await?;
                note_deed(tx, &admin.0.id, deed(action, &account, &why)).await
            })
            .await
    }

    /// Lets nobody log in with an account until a moment, or until that is taken back, and ends its sessions at once. Of one that
    /// is suspended, it says until when from now on.
    #[platform::boxed]
    pub async fn suspend_person(
        &self,
        admin: &Admin,
        who: &str,
        until: Option<Timestamp>,
        why: &str,
    ) -> Result<(), Error> {
        let (who, why, admin) = (who.to_owned(), given(why)?, admin.clone());
        rules::suspended_until(until, self.0.db.clock().now())?;
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                check_judge(&admin, &account)?;
                suspend(tx, &account, until, &why).await?;
                note_deed(tx, &admin.0.id, deed("person-suspend", &account, &why)).await
            })
            .await
    }

    /// Lets somebody who has no role log in no more for some days, at most 30, and ends their sessions at once: what moderators may do.
    /// A suspension that lasts longer stays as it is.
    #[platform::boxed]
    pub async fn suspend_for_days(&self, actor: &Actor, who: &str, days: u64, why: &str) -> Result<(), Error> {
        if !actor.role.is_staff() {
            return Err(role_required::<Moderators>());
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(Error::invalid_field(
                "days",
                Rule::OutOfRange("1".to_owned(), LONGEST_DAYS.to_string()),
            ));
        }
        let (who, why, actor) = (who.to_owned(), given(why)?, actor.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                if account.id == actor.id || account.role.is_staff() {
                    return Err(protected());
                }
                let until = tx.now().plus(Duration::from_secs(days * 24 * 60 * 60));
                let before = store::suspension::of(tx, &account.id).await?;
                if before.is_some_and(|before| before.until.is_none_or(|end| end >= until)) {
                    return Ok(());
                }
                suspend(tx, &account, Some(until), &why).await?;
                note_deed(tx, &actor.id, deed("person-suspend", &account, &why)).await
            })
            .await
    }

    /// Lets somebody log in again. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn lift_suspension(&self, admin: &Admin, who: &str, why: &str) -> Result<(), Error> {
        let (who, why, admin) = (who.to_owned(), rules::reason(why)?, admin.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                check_judge(&admin, &account)?;
                if !lift(tx, &account, &why).await? {
                    return Ok(());
                }
                note_deed(tx, &admin.0.id, deed("person-lift", &account, &why)).await
            })
            .await
    }

    /// Deletes somebody's account with all that modules keep of it, which goes by its event. `name` is the account's username,
    /// typed once more.
    #[platform::boxed]
    pub async fn delete_person(&self, admin: &Admin, who: &str, name: &str, why: &str) -> Result<(), Error> {
        let (accounts, who, name, why, admin) = (
            self.clone(),
            who.to_owned(),
            name.trim().to_owned(),
            given(why)?,
            admin.clone(),
        );
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let account = meant(tx, &who).await?;
                check_judge(&admin, &account)?;
                if account.username != name {
                    let said = Message::new("tidak sama dengan nama pengguna", "is not the username");
                    return Err(Error::invalid_field("name", Rule::Other(said)));
                }
                note_deed(tx, &admin.0.id, deed("person-delete", &account, &why)).await?;
                accounts.delete_account(tx, &account.id).await
            })
            .await
    }
}

/// Ends one session of an account, or all of them; `false` if there was none.
async fn end_some(tx: &mut Tx<'_>, account: &AccountId, session: Option<&SessionId>) -> Result<bool, Error> {
    if let Some(session) = session {
        let is_theirs = store::session::is_of(tx, session, account).await?;
        return Ok(is_theirs && login::end(tx, session).await?);
    }
    let ended = store::session::revoke_all(tx, account).await?;
    let is_any = !ended.is_empty();
    for session in ended {
        tx.emit(&SessionRevoked { session }).await?;
    }
    Ok(is_any)
}
