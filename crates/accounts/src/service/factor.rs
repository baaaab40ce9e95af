//! The second step of a login: setting it up, asking for it, switching it off.
//!
//! Invariants:
//! - once it is on, no session begins without a code, by whichever way somebody logs in;
//! - a code is good once; those of an app within a step of time before and behind, and only forwards;
//! - secrets are stored sealed, recovery codes as digests.

use platform::{
    Conn, Error, Kind, Message, Tx,
    auth::{
        keys::{Sealed, random_bytes},
        totp::{self, RECOVERY, SECRET},
    },
    peer::Peer,
};

use super::login::refresh_hash as digest_of;
use crate::{
    Accounts, Actor, Admin,
    events::{AccountChanged, SessionRevoked},
    model::{
        account::AccountId,
        factor::{Factor, FactorState},
        letter::Notice,
    },
    rules,
    service::{person::check_judge, profile::no_such_user},
    store,
};

/// Codes that are made for whoever loses the app.
const RECOVERY_CODES: usize = 10;

/// Name and password were right, and a code is missing.
pub fn code_required() -> Error {
    Error::new(
        Kind::Forbidden,
        "accounts.code.required",
        Message::new(
            "Akun ini memakai verifikasi dua langkah. Sertakan kode dari aplikasi autentikator.",
            "This account uses two-step verification. Send the code of your authenticator app along.",
        ),
    )
    .keyed("errMsg_SecondStepRequired")
}

/// The code is wrong, or was used.
pub fn code_refused() -> Error {
    Error::new(
        Kind::Forbidden,
        "accounts.code.refused",
        Message::new(
            "Kode salah atau sudah dipakai. Tunggu kode berikutnya di aplikasi Anda.",
            "The code is wrong or was used already. Wait for the next one in your app.",
        ),
    )
    .keyed("errMsg_SecondStepRefused")
}

/// It is on already, or not being set up.
fn not_now() -> Error {
    let said = Message::new(
        "Verifikasi dua langkah sudah berubah. Muat ulang halaman.",
        "Two-step verification has changed meanwhile. Reload the page.",
    );
    Error::new(Kind::Conflict, "accounts.factor.changed", said)
}

/// What a sealed secret opens for.
fn context(account: &AccountId) -> Vec<u8> {
    format!("totp:{account}").into_bytes()
}

impl Accounts {
    fn seal_factor(&self, account: &AccountId, secret: &[u8]) -> Result<Sealed, Error> {
        self.0.keys.seal_named(secret, &context(account))
    }

    fn open_factor(&self, account: &AccountId, factor: &Factor) -> Result<Vec<u8>, Error> {
        self.0.keys.open_sealed(&factor.sealed.bytes, &context(account))
    }

    async fn factor(&self, account: &AccountId) -> Result<Option<Factor>, Error> {
        let find = async |conn: &mut Conn<'_>| store::factor::find(conn, account).await;
        self.0.db.read_by_key(find).await
    }

    /// How far the caller is with a second step.
    #[platform::boxed]
    pub async fn factor_state(&self, actor: &Actor) -> Result<FactorState, Error> {
        let Some(factor) = self.factor(&actor.id).await? else {
            return Ok(FactorState::Off);
        };
        if factor.confirmed_at.is_none() {
            let secret = totp::base32(&self.open_factor(&actor.id, &factor)?);
            return Ok(FactorState::SettingUp { secret });
        }
        let left = async |conn: &mut Conn<'_>| store::factor::left(conn, &actor.id).await;
        let recovery_codes = self.0.db.read_by_key::<_, Error, _>(left).await?;
        Ok(FactorState::On { recovery_codes })
    }

    /// Makes a secret for the caller, who knows the password: whoever only holds a session could lock its owner out. One that was
    /// begun before is replaced.
    ///
    /// Fails with `accounts.password.wrong`.
    #[platform::boxed]
    pub async fn begin_factor(&self, actor: &Actor, peer: Peer, password: String) -> Result<(), Error> {
        self.confirm(actor, peer, password).await?;
        let sealed = self.seal_factor(&actor.id, &random_bytes::<SECRET>())?;
        let id = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            if store::factor::begin(tx, &id, &sealed).await? {
                Ok(())
            } else {
                Err(not_now())
            }
        };
        self.0.db.write(work).await
    }

    /// Switches it on, for whoever shows a code of the secret. Gives the codes for whoever loses the app, once. The caller's
    /// other sessions, which began without it, end.
    ///
    /// Fails with `accounts.code.refused`.
    #[platform::boxed]
    pub async fn confirm_factor(&self, actor: &Actor, peer: Peer, typed: &str) -> Result<Vec<String>, Error> {
        let factor = self.factor(&actor.id).await?;
        let factor = factor
            .filter(|factor| factor.confirmed_at.is_none())
            .ok_or_else(not_now)?;
        let secret = self.open_factor(&actor.id, &factor)?;
        let now = actor.ctx.now().seconds();
        let attempt = async { Ok(totp::step_of(&secret, typed, now)) };
        let codes = &self.0.throttles.codes;
        let found = codes.make(actor.id.as_str(), Some(&peer.network()), attempt).await?;
        let step = found.ok_or_else(code_refused)?;
        let recovery: Vec<String> = (0..RECOVERY_CODES)
            .map(|_| totp::recovery_code(random_bytes::<RECOVERY>()))
            .collect();
        let digests: Vec<String> = recovery
            .iter()
            .filter_map(|code| totp::plain_recovery_code(code))
            .map(|plain| digest_of(&plain))
            .collect();
        let (id, handle, kept) = (actor.id.clone(), actor.handle.clone(), actor.session.to_string());
        let accounts = self.clone();
        let work = async move |tx: &mut Tx<'_>| {
            if !store::factor::confirm(tx, &id, step).await? {
                return Err(not_now());
            }
            store::factor::keep_recovery(tx, &id, &digests).await?;
            for session in store::session::revoke_others(tx, &id, &kept).await? {
                tx.emit(&SessionRevoked { session }).await?;
            }
            accounts
                .tell_account(tx, &id, Notice::SecondStep { is_on: true })
                .await?;
            let account = id.clone();
            tx.emit(&AccountChanged { account, handle }).await
        };
        self.0.db.write(work).await?;
        Ok(recovery)
    }

    /// Switches it off, for whoever knows the password and has a code.
    ///
    /// Fails with `accounts.password.wrong` or `accounts.code.refused`.
    #[platform::boxed]
    pub async fn remove_own_factor(
        &self,
        actor: &Actor,
        peer: Peer,
        password: String,
        typed: &str,
    ) -> Result<(), Error> {
        self.confirm(actor, peer, password).await?;
        self.check_code(&actor.id, peer, typed).await?;
        let (accounts, id) = (self.clone(), actor.id.clone());
        let work = async move |tx: &mut Tx<'_>| {
            if remove(tx, &id).await? {
                accounts
                    .tell_account(tx, &id, Notice::SecondStep { is_on: false })
                    .await?;
            }
            Ok(())
        };
        self.0.db.write(work).await
    }

    /// Switches it off for somebody who has lost app and codes; `false` if there was nothing to switch off.
    #[platform::boxed]
    pub async fn remove_factor_of(&self, admin: &Admin, id: &AccountId, reason: &str) -> Result<bool, Error> {
        let (accounts, admin, id, reason) = (self.clone(), admin.clone(), id.clone(), rules::reason(reason)?);
        let work = async move |tx: &mut Tx<'_>| {
            let account = store::account::by_id(tx, &id).await?.ok_or_else(no_such_user)?;
            check_judge(&admin, &account)?;
            let removed = remove_second_factor(tx, &id, Some(&admin.0.id), &reason).await?;
            if removed {
                accounts
                    .tell_account(tx, &id, Notice::SecondStep { is_on: false })
                    .await?;
            }
            Ok(removed)
        };
        self.0.db.write(work).await
    }

    /// The same, for whoever runs the machine.
    #[platform::boxed]
    pub async fn remove_factor(&self, id: &AccountId, reason: &str) -> Result<bool, Error> {
        let (id, reason) = (id.clone(), reason.trim().to_owned());
        let work = async move |tx: &mut Tx<'_>| remove_second_factor(tx, &id, None, &reason).await;
        self.0.db.write(work).await
    }

    /// Whether codes are asked for.
    pub(crate) async fn wants_code(&self, id: &AccountId) -> Result<bool, Error> {
        let factor = self.factor(id).await?;
        Ok(factor.is_some_and(|factor| factor.confirmed_at.is_some()))
    }

    /// The second step for somebody whose password was right, by a code that came along; whether one was asked for.
    ///
    /// Fails with `accounts.code.required` or `accounts.code.refused`.
    pub(crate) async fn second_step(&self, id: &AccountId, peer: Peer, typed: Option<&str>) -> Result<bool, Error> {
        if !self.wants_code(id).await? {
            return Ok(false);
        }
        match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) => self.check_code(id, peer, typed).await.map(|()| true),
            None => Err(code_required()),
        }
    }

    /// Uses a code up. Few may be wrong.
    pub(crate) async fn check_code(&self, id: &AccountId, peer: Peer, typed: &str) -> Result<(), Error> {
        let attempt = async { Ok(self.use_code(id, typed).await?.then_some(())) };
        let codes = &self.0.throttles.codes;
        let found = codes.make(id.as_str(), Some(&peer.network()), attempt).await?;
        found.ok_or_else(code_refused)
    }

    async fn use_code(&self, id: &AccountId, typed: &str) -> Result<bool, Error> {
        let factor = self.factor(id).await?;
        let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else {
            return Ok(false);
        };
        let secret = self.open_factor(id, &factor)?;
        let step = totp::step_of(&secret, typed, self.0.db.clock().now().seconds());
        let digest = totp::plain_recovery_code(typed).map(|plain| digest_of(&plain));
        let id = id.clone();
        let work = async move |tx: &mut Tx<'_>| match (step, &digest) {
            (Some(step), _) => store::factor::use_step(tx, &id, step).await,
            (None, Some(digest)) => store::factor::use_recovery(tx, &id, digest).await,
            (None, None) => Ok(false),
        };
        self.0.db.write(work).await
    }

    /// Seals secrets with the key that seals now, before the one that did is dropped.
    pub(crate) async fn refresh_factors(&self) -> Result<(), Error> {
        let key = self.0.keys.current().id().to_owned();
        let look = async move |conn: &mut Conn<'_>| store::factor::stale(conn, &key).await;
        for id in self.0.db.read::<_, Error, _>(look).await? {
            if let Err(error) = self.refresh_factor(&id).await {
                tracing::warn!(account = %id, %error, "a second step cannot be sealed again; remove it and set it up anew");
            }
        }
        Ok(())
    }

    async fn refresh_factor(&self, id: &AccountId) -> Result<(), Error> {
        let Some(factor) = self.factor(id).await? else {
            return Ok(());
        };
        let sealed = self.seal_factor(id, &self.open_factor(id, &factor)?)?;
        let (id, before) = (id.clone(), factor.sealed.key);
        let work = async move |tx: &mut Tx<'_>| store::factor::reseal(tx, &id, &before, &sealed).await;
        self.0.db.write(work).await
    }
}

/// Switches it off in a transaction of the caller's, so that a module can note who did it in the same one; `false` if there was
/// nothing to switch off. It is noted with its reason, and by whom unless it was whoever runs the machine.
#[platform::boxed]
pub async fn remove_second_factor(
    tx: &mut Tx<'_>,
    id: &AccountId,
    by: Option<&AccountId>,
    reason: &str,
) -> Result<bool, Error> {
    let removed = remove(tx, id).await?;
    if removed {
        store::factor::note_removal(tx, id, by, reason).await?;
    }
    Ok(removed)
}

async fn remove(tx: &mut Tx<'_>, id: &AccountId) -> Result<bool, Error> {
    let found = store::account::by_id(tx, id).await?.ok_or_else(no_such_user)?;
    if !store::factor::remove(tx, id).await? {
        return Ok(false);
    }
    let (account, handle) = (found.id, found.handle);
    tx.emit(&AccountChanged { account, handle }).await?;
    Ok(true)
}
