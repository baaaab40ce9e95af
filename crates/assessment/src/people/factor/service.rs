//! The second step of a login: setting it up, asking for it, switching it off.
//!
//! Invariants:
//! - once it is on, no session begins without a code, by whichever way somebody logs in;
//! - a code is good once, within a step of time before and behind, and only forwards;
//! - secrets are stored sealed.
//!
//! Whoever has lost the app asks another administrator, or whoever runs the machine: there are no codes on paper that an exam
//! could be opened with.

use platform::{
    Conn, Error, FieldError, Kind, Message, Rule, Tx,
    auth::{
        keys::{Sealed, random_bytes},
        totp,
    },
    peer::Peer,
};
use serde_json::json;

use super::store::{self, Factor};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::not_found,
    people::{
        admin::{self, service::ADMIN},
        session,
    },
};

/// Too many wrong codes.
pub(crate) const THROTTLED: &str = "assessment.code_throttled";

/// Too many wrong codes of an administrator, or from an address.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(60))
}

/// Name and password were right, and a code is missing.
pub fn code_required() -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.code.required",
        Message::new(
            "Akun ini memakai verifikasi dua langkah. Sertakan kode dari aplikasi autentikator.",
            "This account uses two-step verification. Send the code of your authenticator app along.",
        ),
    )
}

/// The code is wrong, or was used.
pub fn code_refused() -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.code.refused",
        Message::new(
            "Kode salah atau sudah dipakai. Tunggu kode berikutnya di aplikasi Anda.",
            "The code is wrong or was used already. Wait for the next one in your app.",
        ),
    )
}

fn wrong_password() -> Error {
    let said = Message::new("tidak cocok", "is not right");
    Error::new(
        Kind::Invalid,
        "assessment.password.wrong",
        Message::new("Kata sandi Anda tidak cocok.", "That is not your password."),
    )
    .with_fields(vec![FieldError::new("password", Rule::Other(said))])
}

/// It is on already, or not being set up.
fn not_now() -> Error {
    let said = Message::new(
        "Verifikasi dua langkah sudah berubah. Muat ulang halaman.",
        "Two-step verification has changed meanwhile. Reload the page.",
    );
    Error::new(Kind::Conflict, "assessment.factor.changed", said)
}

/// How far an administrator is with a second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondStep {
    /// Nothing is asked for.
    Off,
    /// An app has to be told the secret, in base 32, and to show a code of it.
    SettingUp { secret: String },
    /// Codes are asked for.
    On,
}

/// What a sealed secret opens for.
fn context(admin: i64) -> Vec<u8> {
    format!("exam-admin-totp:{admin}").into_bytes()
}

impl Assessment {
    fn seal_factor(&self, admin: i64, secret: &[u8]) -> Result<Sealed, Error> {
        self.0.keys.seal_named(secret, &context(admin))
    }

    fn open_factor(&self, admin: i64, factor: &Factor) -> Result<Vec<u8>, Error> {
        self.0.keys.open_sealed(&factor.sealed.bytes, &context(admin))
    }

    async fn factor(&self, admin: i64) -> Result<Option<Factor>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::find(conn, admin).await;
        self.0.db.read(find).await
    }

    /// How far the caller is with a second step.
    #[platform::boxed]
    pub async fn second_step(&self, admin: &Admin) -> Result<SecondStep, Error> {
        Ok(match self.factor(admin.id).await? {
            None => SecondStep::Off,
            Some(factor) if factor.is_on => SecondStep::On,
            Some(factor) => SecondStep::SettingUp {
                secret: totp::base32(&self.open_factor(admin.id, &factor)?),
            },
        })
    }

    /// Whether an administrator is asked for codes.
    #[platform::boxed]
    pub async fn has_second_step(&self, id: i64) -> Result<bool, Error> {
        Ok(self.factor(id).await?.is_some_and(|factor| factor.is_on))
    }

    /// Makes a secret for the caller, who knows the password: whoever only holds a session could lock its owner out. One that was
    /// begun before is replaced.
    #[platform::boxed]
    pub async fn begin_second_step(&self, admin: &Admin, password: String) -> Result<(), Error> {
        if !self.is_password(admin, password).await? {
            return Err(wrong_password());
        }
        let sealed = self.seal_factor(admin.id, &random_bytes::<{ totp::SECRET }>())?;
        let id = admin.id;
        let work = async move |tx: &mut Tx<'_>| {
            if store::begin(tx, id, &sealed).await? {
                Ok(())
            } else {
                Err(not_now())
            }
        };
        self.0.db.write(work).await
    }

    /// Switches it on, for whoever shows a code of the secret. The caller's other sessions, which began without it, end.
    #[platform::boxed]
    pub async fn confirm_second_step(&self, admin: &Admin, peer: Peer, typed: &str) -> Result<(), Error> {
        let factor = self.factor(admin.id).await?;
        let factor = factor.filter(|factor| !factor.is_on).ok_or_else(not_now)?;
        let secret = self.open_factor(admin.id, &factor)?;
        let now = admin.ctx.now().seconds();
        let attempt = async { Ok(totp::step_of(&secret, typed, now)) };
        let codes = &self.0.throttles.codes;
        let found = codes
            .make(&admin.id.to_string(), Some(&peer.network()), attempt)
            .await?;
        let step = found.ok_or_else(code_refused)?;
        let (id, kept) = (admin.id, admin.session.clone());
        let work = async move |tx: &mut Tx<'_>| {
            if !store::confirm(tx, id, step).await? {
                return Err(not_now());
            }
            session::store::end_others(tx, id, &kept).await?;
            let detail = json!({"secondStep": true});
            audit::note(tx, Some(id), Action::Update, Audited::Admin, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }

    /// Switches it off, for whoever knows the password and has a code.
    #[platform::boxed]
    pub async fn end_second_step(&self, admin: &Admin, peer: Peer, password: String, typed: &str) -> Result<(), Error> {
        if !self.is_password(admin, password).await? {
            return Err(wrong_password());
        }
        self.check_app_code(admin.id, peer, typed).await?;
        let id = admin.id;
        let work = async move |tx: &mut Tx<'_>| remove(tx, Some(id), id, "").await.map(drop);
        self.0.db.write(work).await
    }

    /// Switches it off for somebody who has lost the app; `false` if there was nothing to switch off. `by` is `None` for whoever
    /// runs the machine. Their sessions end.
    #[platform::boxed]
    pub async fn remove_second_step(&self, by: Option<&Admin>, id: i64, reason: &str) -> Result<bool, Error> {
        let (by, reason) = (by.map(|by| by.id), reason.trim().to_owned());
        let work = async move |tx: &mut Tx<'_>| remove(tx, by, id, &reason).await;
        self.0.db.write(work).await
    }

    /// The second step for somebody whose password was right, by a code that came along; whether one was asked for.
    pub(crate) async fn take_code(&self, id: i64, peer: Peer, typed: Option<&str>) -> Result<bool, Error> {
        if !self.has_second_step(id).await? {
            return Ok(false);
        }
        match typed.map(str::trim).filter(|typed| !typed.is_empty()) {
            Some(typed) => self.check_app_code(id, peer, typed).await.map(|()| true),
            None => Err(code_required()),
        }
    }

    /// Uses a code up. Few may be wrong.
    pub(crate) async fn check_app_code(&self, id: i64, peer: Peer, typed: &str) -> Result<(), Error> {
        let attempt = async { Ok(self.use_code(id, typed).await?.then_some(())) };
        let codes = &self.0.throttles.codes;
        let found = codes.make(&id.to_string(), Some(&peer.network()), attempt).await?;
        found.ok_or_else(code_refused)
    }

    async fn use_code(&self, id: i64, typed: &str) -> Result<bool, Error> {
        let Some(factor) = self.factor(id).await?.filter(|factor| factor.is_on) else {
            return Ok(false);
        };
        let secret = self.open_factor(id, &factor)?;
        let Some(step) = totp::step_of(&secret, typed, self.now().seconds()) else {
            return Ok(false);
        };
        let work = async move |tx: &mut Tx<'_>| store::use_step(tx, id, step).await;
        self.0.db.write(work).await
    }

    /// Seals secrets with the key that seals now, before the one that did is dropped.
    pub(crate) async fn refresh_factors(&self) -> Result<(), Error> {
        let key = self.0.keys.current().id().to_owned();
        let look = async move |conn: &mut Conn<'_>| store::stale(conn, &key).await;
        for id in self.0.db.read::<_, Error, _>(look).await? {
            if let Err(error) = self.refresh_factor(id).await {
                tracing::warn!(admin = id, %error, "a second step cannot be sealed again; remove it and set it up anew");
            }
        }
        Ok(())
    }

    async fn refresh_factor(&self, id: i64) -> Result<(), Error> {
        let Some(factor) = self.factor(id).await? else {
            return Ok(());
        };
        let sealed = self.seal_factor(id, &self.open_factor(id, &factor)?)?;
        let before = factor.sealed.key;
        let work = async move |tx: &mut Tx<'_>| store::reseal(tx, id, &before, &sealed).await;
        self.0.db.write(work).await
    }
}

async fn remove(tx: &mut Tx<'_>, by: Option<i64>, id: i64, reason: &str) -> Result<bool, Error> {
    let row = admin::store::by_id(tx, id).await?.ok_or_else(|| not_found(ADMIN))?;
    if !store::remove(tx, id).await? {
        return Ok(false);
    }
    if by != Some(id) {
        session::store::end_others(tx, id, "").await?;
    }
    let detail = json!({"username": row.username, "secondStep": false, "reason": reason});
    audit::note(tx, by, Action::Update, Audited::Admin, Some(id), &detail).await?;
    Ok(true)
}
