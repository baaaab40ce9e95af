//! Short texts that somebody has saved to answer with: each for themselves.

use accounts::Actor;
use platform::{Conn, Error, Kind, Message, Result, Tx, text::Check};

use super::failures;
use crate::{
    Conversations,
    model::quick::QuickAnswer,
    rules::{LONGEST_QUICK_ANSWER, MOST_QUICK_ANSWERS},
    store,
};

/// As many as one may save are there.
pub(crate) fn too_many_quick_answers() -> Error {
    let said = Message::new(
        format!("Anda sudah menyimpan {MOST_QUICK_ANSWERS} jawaban cepat."),
        format!("You have saved {MOST_QUICK_ANSWERS} quick answers already."),
    );
    Error::new(Kind::Conflict, "conversations.quick_answer.too_many", said)
}

/// A text as it may be saved: 1 to 500 characters.
fn checked(content: &str) -> Result<String> {
    let mut check = Check::new();
    let content = check.clean("content", content, 1, LONGEST_QUICK_ANSWER);
    check.finish()?;
    Ok(content)
}

impl Conversations {
    /// The caller's, in the order in which they saved them.
    #[platform::boxed]
    pub async fn list_quick_answers(&self, actor: &Actor) -> Result<Vec<QuickAnswer>> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::quick::list(conn, &actor.id).await)
            .await
    }

    /// Saves one more; twenty at most.
    #[platform::boxed]
    pub async fn add_quick_answer(&self, actor: &Actor, content: &str) -> Result<QuickAnswer> {
        let new = QuickAnswer {
            id: platform::id::uuid_v7(actor.ctx.now()),
            content: checked(content)?,
        };
        let account = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            if store::quick::count(tx, &account).await? >= MOST_QUICK_ANSWERS {
                return Err(too_many_quick_answers());
            }
            store::quick::insert(tx, &account, &new).await?;
            Ok(new)
        };
        self.0.db.write::<_, Error, _>(work).await
    }

    /// Changes the text of one.
    #[platform::boxed]
    pub async fn change_quick_answer(&self, actor: &Actor, id: String, content: &str) -> Result<()> {
        let (account, content) = (actor.id.clone(), checked(content)?);
        let work = async move |tx: &mut Tx<'_>| store::quick::change(tx, &account, &id, &content).await;
        found(self.0.db.write::<_, Error, _>(work).await?)
    }

    /// Removes one.
    #[platform::boxed]
    pub async fn remove_quick_answer(&self, actor: &Actor, id: String) -> Result<()> {
        let account = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| store::quick::delete(tx, &account, &id).await;
        found(self.0.db.write::<_, Error, _>(work).await?)
    }
}

fn found(is_there: bool) -> Result<()> {
    is_there.then_some(()).ok_or_else(failures::not_found)
}
