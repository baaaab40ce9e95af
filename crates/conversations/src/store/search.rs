//! Search: the words of each message and who may find it, in whichever full-text index the engine has.
//!
//! Whose a message is stands in the index beside its words, so that a search meets only one's own messages however common
//! the word is among everybody else's.

use accounts::AccountId;
use platform::{
    Conn, Result, Tx,
    db::{Engine, Row},
    params,
    text::index_words,
};

use super::{message::message_and_thread_of_row, search_postgres, search_sqlite};
use crate::model::{message::Message, thread::Thread};

/// An account as a word of the index: letters and digits only.
pub(super) fn person(account: &AccountId) -> String {
    let plain = account.as_str().chars().filter(char::is_ascii_alphanumeric);
    plain.map(|c| c.to_ascii_lowercase()).collect()
}

platform::statements! {
    SENT = "select m.seq, t.sender_id, t.receiver_id, m.content from message m join thread t on t.seq = m.thread_seq
        where m.seq > $1 and m.deleted_at is null order by m.seq limit $2";
}

/// What a message is found by.
pub(crate) struct Findable {
    pub(crate) seq: i64,
    pub(crate) participants: [AccountId; 2],
    pub(crate) content: String,
}

/// Some of the messages after one, in order.
pub(crate) async fn sent_after(conn: &mut Conn<'_>, seq: i64, limit: i64) -> Result<Vec<Findable>> {
    let read = |row: &Row<'_>| {
        Ok(Findable {
            seq: row.get(0)?,
            participants: [AccountId::from(row.text(1)?), AccountId::from(row.text(2)?)],
            content: row.get(3)?,
        })
    };
    conn.all(SENT, params![seq, limit], read).await
}

/// Makes a message findable for both participants of its thread.
pub(crate) async fn store(tx: &mut Tx<'_>, seq: i64, thread: &Thread, content: &str) -> Result<()> {
    store_for(tx, seq, [&thread.sender, &thread.receiver], content).await
}

/// The same, for these two.
pub(crate) async fn store_for(tx: &mut Tx<'_>, seq: i64, who: [&AccountId; 2], content: &str) -> Result<()> {
    let who = who.map(person);
    let words = index_words(content);
    match tx.engine() {
        Engine::Sqlite => search_sqlite::store(tx, seq, &who, &words).await,
        Engine::Postgres => search_postgres::store(tx, seq, &who, &words).await,
    }
}

/// Makes a message impossible to find.
pub(crate) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => search_sqlite::remove(tx, seq).await,
        Engine::Postgres => search_postgres::remove(tx, seq).await,
    }
}

/// A page of somebody's messages that have every word (as a prefix), newest first, and how many there are.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    account: &AccountId,
    words: &[String],
    limit: i64,
    offset: i64,
) -> Result<(Vec<(Message, Thread)>, i64)> {
    if words.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let person = person(account);
    let (page, count, query) = match conn.engine() {
        Engine::Sqlite => search_sqlite::search(&person, words),
        Engine::Postgres => search_postgres::search(&person, words),
    };
    let rows = conn
        .all(page, params![&query, limit, offset], message_and_thread_of_row)
        .await?;
    Ok((rows, conn.number(count, params![&query]).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_one_word() {
        let id = AccountId::from("018F3C1E-7B2A-7C3D-8E4F-0123456789AB");
        assert_eq!(person(&id), "018f3c1e7b2a7c3d8e4f0123456789ab");
    }
}
