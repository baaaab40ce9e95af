//! Letters to people about their accounts, and the codes in them: verifying an address, and setting a password that was
//! forgotten.
//!
//! Invariants:
//! - a code is stored as a digest, is good once, for a while, and for the address alone that it was sent to;
//! - asking for a new password tells nobody whether an address is known: what is asked is stored, and answered later.

use std::time::Duration;

use platform::{
    Conn, Ctx, Error, Kind, Message, Timestamp, Tx, auth::keys::random_token, mail::Letter, peer::Peer, text::Check,
};

use super::login::refresh_hash as digest_of;
use crate::{
    Accounts, Actor,
    events::{AccountChanged, SessionRevoked},
    model::{
        account::{Account, AccountId},
        letter::{Addressee, Notice, Post, Purpose, ResetWish},
    },
    rules, store,
};

const HOUR: u64 = 60 * 60;
/// How long the code is good that verifies an address.
const VERIFYING: Duration = Duration::from_secs(24 * HOUR);
/// How long the code is good that sets a password.
const RESETTING: Duration = Duration::from_secs(HOUR);

/// The code is unknown, used, too old, or of an address that the account has no more.
pub fn bad_code() -> Error {
    Error::new(
        Kind::Invalid,
        "accounts.code.invalid",
        Message::new(
            "Tautan ini sudah dipakai atau kedaluwarsa. Minta yang baru.",
            "This link was used already, or is too old. Ask for a new one.",
        ),
    )
}

/// Nothing that needs letters is offered here.
pub fn no_mail() -> Error {
    Error::new(
        Kind::NotFound,
        "accounts.no_mail",
        Message::new("Server ini tidak mengirim surat.", "This server sends no mail."),
    )
}

impl Accounts {
    /// Whether people can be written to.
    pub fn sends_letters(&self) -> bool {
        self.0.post.is_some()
    }

    fn post(&self) -> Result<&Post, Error> {
        self.0.post.as_ref().ok_or_else(no_mail)
    }

    /// Sends a letter about something, exactly if the transaction is committed; of several with the same id one. Nothing
    /// happens where there is no mail.
    pub(crate) async fn tell(
        &self,
        tx: &mut Tx<'_>,
        (id, good_until): (String, Option<Timestamp>),
        to: Addressee,
        notice: Notice<'_>,
    ) -> Result<(), Error> {
        let Some(post) = &self.0.post else { return Ok(()) };
        let written = post.writer.write(notice, &to)?;
        let letter = Letter {
            id,
            to: to.email,
            subject: written.subject,
            text: written.text,
            html: written.html,
            unsubscribe: written.unsubscribe,
            good_until,
        };
        post.mailer.post(tx, letter).await
    }

    /// Tells an account about something that makes it safer or less so, exactly if the transaction is committed.
    pub(crate) async fn tell_account(&self, tx: &mut Tx<'_>, id: &AccountId, notice: Notice<'_>) -> Result<(), Error> {
        if self.0.post.is_none() {
            return Ok(());
        }
        match store::account::by_id(tx, id).await? {
            Some(account) => {
                let letter = format!("accounts.safety:{}", random_token());
                self.tell(tx, (letter, None), addressee(&account), notice).await
            }
            None => Ok(()),
        }
    }

    /// Sends a code to an account's address.
    async fn send_code(
        &self,
        tx: &mut Tx<'_>,
        account: &Account,
        purpose: Purpose,
        to: Addressee,
    ) -> Result<(), Error> {
        let code = random_token();
        let digest = digest_of(&code);
        let (lasts, notice) = match purpose {
            Purpose::Verify => (VERIFYING, Notice::Verify { code: &code }),
            Purpose::Reset => (RESETTING, Notice::Reset { code: &code }),
        };
        let until = tx.now().plus(lasts);
        let email_key = platform::text::fold(&account.email);
        store::code::keep(tx, &account.id, purpose, &digest, &email_key, until).await?;
        let id = format!("accounts.{}:{}", purpose.name(), &digest[..32]);
        self.tell(tx, (id, Some(until)), to, notice).await
    }

    /// Asks a new account, in the transaction that makes it, to show that it reads its address.
    pub(crate) async fn greet(&self, tx: &mut Tx<'_>, id: &AccountId) -> Result<(), Error> {
        if self.0.post.is_none() {
            return Ok(());
        }
        match store::account::by_id(tx, id).await? {
            Some(account) => self.send_code(tx, &account, Purpose::Verify, addressee(&account)).await,
            None => Ok(()),
        }
    }

    /// Sends the caller a link that verifies their address, in the language that they read just now. Nothing is sent if that
    /// was done.
    ///
    /// Fails with `accounts.no_mail`, and if it is asked too often.
    #[platform::boxed]
    pub async fn ask_verification(&self, actor: &Actor, language: &'static str) -> Result<(), Error> {
        self.post()?;
        self.0.throttles.letters_of_account.take(actor.id.as_str())?;
        let (accounts, id) = (self.clone(), actor.id.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let account = store::account::by_id(tx, &id).await?;
            let Some(account) = account.filter(|account| account.email_verified_at.is_none()) else {
                return Ok(());
            };
            store::code::set_language(tx, &id, language).await?;
            let to = Addressee {
                language: Some(language.to_owned()),
                ..addressee(&account)
            };
            accounts.send_code(tx, &account, Purpose::Verify, to).await
        };
        self.0.db.write(work).await
    }

    /// Notes that whoever has a code reads the address that it was sent to.
    ///
    /// Fails with `accounts.code.invalid`.
    #[platform::boxed]
    pub async fn verify_address(&self, code: &str) -> Result<(), Error> {
        let digest = digest_of(code);
        let work = async move |tx: &mut Tx<'_>| {
            let now = tx.now();
            let found = store::code::find(tx, Purpose::Verify, &digest, now).await?;
            let id = found.ok_or_else(bad_code)?;
            if !store::code::consume(tx, &digest).await? {
                return Err(bad_code());
            }
            store::code::set_verified(tx, &id).await.map(drop)
        };
        self.0.db.write(work).await
    }

    /// Takes the wish for a new password of whoever has an address. What is answered, and when, does not depend on whether
    /// anybody has it.
    ///
    /// Fails with `accounts.no_mail`, and if one network asks too often.
    #[platform::boxed]
    pub async fn ask_reset(&self, peer: Peer, address: &str, language: &'static str) -> Result<(), Error> {
        self.post()?;
        let mut check = Check::new();
        let address = rules::email(&mut check, address);
        check.finish()?;
        let throttles = &self.0.throttles;
        throttles.resets_by_network.take(&peer.network())?;
        let key = platform::text::fold(&address);
        // An address that was written to often enough gets nothing more, and whoever asks is told the same.
        if throttles.resets_by_address.take(&key).is_err() {
            return Ok(());
        }
        let work = async move |tx: &mut Tx<'_>| store::code::wish(tx, &key, Some(language)).await;
        self.0.db.write(work).await
    }

    /// Sends codes to those who wished for one and have an account.
    pub(crate) async fn answer_resets(&self) -> Result<(), Error> {
        let look = async |conn: &mut Conn<'_>| store::code::wishes(conn).await;
        for wish in self.0.db.read_by_key::<_, Error, _>(look).await? {
            let (accounts, wish) = (self.clone(), std::sync::Arc::new(wish));
            let work = async move |tx: &mut Tx<'_>| accounts.answer_reset(tx, &wish).await;
            // One that fails waits for its turn; the others do not wait for it.
            if let Err(error) = self.0.db.write::<(), Error, _>(work).await {
                tracing::warn!(%error, "a wish for another password could not be answered");
            }
        }
        Ok(())
    }

    async fn answer_reset(&self, tx: &mut Tx<'_>, wish: &ResetWish) -> Result<(), Error> {
        if !store::code::take_wish(tx, wish.id).await? || tx.now() > wish.at.plus(RESETTING) {
            return Ok(());
        }
        let Some(found) = store::account::by_email(tx, &wish.email_key).await? else {
            return Ok(());
        };
        let (account, now) = (found.account, tx.now());
        if store::suspension::is_suspended(tx, &account.id, now).await? {
            return Ok(());
        }
        let to = Addressee {
            language: wish.language.clone().or_else(|| account.language.clone()),
            ..addressee(&account)
        };
        self.send_code(tx, &account, Purpose::Reset, to).await
    }

    /// Whether a code would set a password now.
    #[platform::boxed]
    pub async fn is_reset_code(&self, code: &str) -> Result<bool, Error> {
        let (digest, now) = (digest_of(code), self.0.db.clock().now());
        let find = async |conn: &mut Conn<'_>| store::code::find(conn, Purpose::Reset, &digest, now).await;
        Ok(self.0.db.read_by_key::<_, Error, _>(find).await?.is_some())
    }

    /// Sets another password for whoever has the code that was sent for it. Every session ends, and the address is known to be
    /// read.
    ///
    /// Fails with `accounts.code.invalid`.
    #[platform::boxed]
    pub async fn reset_password(&self, ctx: &Ctx, code: &str, new: String) -> Result<(), Error> {
        let mut check = Check::new();
        rules::password_at(&mut check, "newPassword", &new);
        check.finish()?;
        // Before a hash is computed, which is dear: whoever makes up codes gets none.
        if !self.is_reset_code(code).await? {
            return Err(bad_code());
        }
        let (hash, digest) = (self.0.passwords.hash(new).await?, digest_of(code));
        let (asked, accounts) = (ctx.now(), self.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let found = store::code::find(tx, Purpose::Reset, &digest, asked).await?;
            let id = found.ok_or_else(bad_code)?;
            if !store::code::consume(tx, &digest).await? {
                return Err(bad_code());
            }
            store::account::set_password(tx, &id, &hash).await?;
            store::code::set_verified(tx, &id).await?;
            for session in store::session::revoke_all(tx, &id).await? {
                tx.emit(&SessionRevoked { session }).await?;
            }
            accounts.tell_account(tx, &id, Notice::PasswordChanged).await?;
            let account = store::account::by_id(tx, &id).await?.ok_or_else(bad_code)?;
            let (account, handle) = (account.id, account.handle);
            tx.emit(&AccountChanged { account, handle }).await
        };
        self.0.db.write(work).await
    }

    /// What follows from another address in the transaction that sets it: codes for the one before are good no more, it is told so, and
    /// the new one is asked to show that it is read.
    pub(crate) async fn change_address(&self, tx: &mut Tx<'_>, before: &Account) -> Result<(), Error> {
        store::code::forget(tx, &before.id).await?;
        if self.0.post.is_none() {
            return Ok(());
        }
        let Some(now) = store::account::by_id(tx, &before.id).await? else {
            return Ok(());
        };
        let id = format!("accounts.address:{}:{}", before.id, tx.now().0);
        let notice = Notice::AddressChanged { to: &now.email };
        self.tell(tx, (id, None), addressee(before), notice).await?;
        self.send_code(tx, &now, Purpose::Verify, addressee(&now)).await
    }

    /// Removes codes that are good no more.
    pub(crate) async fn purge_codes(&self) -> Result<(), Error> {
        let now = self.0.db.clock().now();
        let look = async move |conn: &mut Conn<'_>| store::code::has_old(conn, now).await;
        if self.0.db.read::<_, Error, _>(look).await? {
            let work = async |tx: &mut Tx<'_>| store::code::purge(tx).await;
            self.0.db.write::<_, Error, _>(work).await?;
        }
        Ok(())
    }
}

/// Whom letters to an account are for.
pub(crate) fn addressee(account: &Account) -> Addressee {
    Addressee {
        email: account.email.clone(),
        fullname: account.fullname.clone(),
        language: account.language.clone(),
    }
}
