//! Notices to people by mail: whoever may get one, and refusing them.
//!
//! Invariants:
//! - a notice goes to an address that its owner has shown to read, to nobody who is suspended, and about no topic that was refused;
//! - the code in a notice's link ends notices and does nothing else; it is good as long as the account lives.

use platform::{Conn, Error, Tx, auth::keys::random_token, mail::Letter};

use super::letter::{addressee, bad_code};
use crate::{
    Accounts, Actor,
    model::{
        account::AccountId,
        letter::{Addressee, Written},
        notice::{News, Topic, WantedNotices},
    },
    store,
};

impl Accounts {
    /// Sends a notice by mail, exactly if the transaction is committed; of several with the same id one. `false` if its reader
    /// gets none: there is no mail here, the address was never shown to be read, the account is suspended or gone, or they
    /// want nothing of the topic. `wording` finds the words for its reader, with the path of this place at which they end notices
    /// of the topic, which takes a POST for that as well.
    #[platform::boxed]
    pub async fn notify(
        &self,
        tx: &mut Tx<'_>,
        to: &AccountId,
        news: News,
        wording: &(dyn Fn(&Addressee, &str) -> Result<Written, Error> + Send + Sync),
    ) -> Result<bool, Error> {
        let Some(post) = &self.0.post else { return Ok(false) };
        let topic = news.topic;
        let Some(reader) = self.reader_of(tx, to, topic).await? else {
            return Ok(false);
        };
        let code = notice_code(tx, to).await?;
        let end = format!("/surat?kode={code}&tentang={}", topic.name());
        let written = wording(&reader, &end)?;
        let letter = Letter {
            id: news.id,
            to: reader.email,
            subject: written.subject,
            text: written.text,
            html: written.html,
            unsubscribe: written.unsubscribe,
            good_until: news.good_until,
        };
        post.mailer.post(tx, letter).await.map(|()| true)
    }

    /// Who reads notices of an account, if anybody does.
    async fn reader_of(&self, tx: &mut Tx<'_>, id: &AccountId, topic: Topic) -> Result<Option<Addressee>, Error> {
        let now = tx.now();
        let account = store::account::by_id(tx, id).await?;
        let Some(account) = account.filter(|account| account.email_verified_at.is_some()) else {
            return Ok(None);
        };
        let is_refused = store::notice::quiet_topics(tx, id).await?.contains(&topic);
        if is_refused || store::suspension::is_suspended(tx, id, now).await? {
            return Ok(None);
        }
        Ok(Some(addressee(&account)))
    }

    /// Which notices the caller gets.
    #[platform::boxed]
    pub async fn wanted_notices(&self, actor: &Actor) -> Result<WantedNotices, Error> {
        let id = actor.id.clone();
        let read = async move |conn: &mut Conn<'_>| wanted(conn, &id).await;
        self.0.db.read_by_key(read).await
    }

    /// Which notices somebody gets, by the code in one of them.
    ///
    /// Fails with `accounts.code.invalid`.
    #[platform::boxed]
    pub async fn wanted_notices_by_code(&self, code: &str) -> Result<WantedNotices, Error> {
        let code = code.to_owned();
        let read = async move |conn: &mut Conn<'_>| {
            let owner = store::notice::owner(conn, &code).await?.ok_or_else(bad_code)?;
            wanted(conn, &owner).await
        };
        self.0.db.read_by_key(read).await
    }

    /// Notes which notices the caller wants.
    #[platform::boxed]
    pub async fn choose_notices(&self, actor: &Actor, chosen: WantedNotices) -> Result<(), Error> {
        let id = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| keep(tx, &id, &chosen).await;
        self.0.db.write(work).await
    }

    /// Notes which notices somebody wants, by the code in one of them.
    ///
    /// Fails with `accounts.code.invalid`.
    #[platform::boxed]
    pub async fn choose_notices_by_code(&self, code: &str, chosen: WantedNotices) -> Result<(), Error> {
        let code = code.to_owned();
        let work = async move |tx: &mut Tx<'_>| {
            let owner = store::notice::owner(tx, &code).await?.ok_or_else(bad_code)?;
            keep(tx, &owner, &chosen).await
        };
        self.0.db.write(work).await
    }
}

async fn wanted(conn: &mut Conn<'_>, id: &AccountId) -> Result<WantedNotices, Error> {
    let quiet = store::notice::quiet_topics(conn, id).await?;
    let topics = Topic::ALL.map(|topic| (topic, !quiet.contains(&topic))).to_vec();
    Ok(WantedNotices { topics })
}

/// Topics that are not named stay as they are.
async fn keep(tx: &mut Tx<'_>, id: &AccountId, chosen: &WantedNotices) -> Result<(), Error> {
    for (topic, is_wanted) in &chosen.topics {
        store::notice::set_wanted(tx, id, *topic, *is_wanted).await?;
    }
    Ok(())
}

/// The code of an account's notices, made if there is none.
async fn notice_code(tx: &mut Tx<'_>, id: &AccountId) -> Result<String, Error> {
    if let Some(code) = store::notice::code(tx, id).await? {
        return Ok(code);
    }
    let code = random_token();
    store::notice::keep_code(tx, id, &code).await?;
    Ok(code)
}
