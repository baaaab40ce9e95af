//! Rows of `account_quiet_topic` and `account_notice_code`.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::model::{account::AccountId, notice::Topic};

platform::statements! {
    QUIET = "select topic from account_quiet_topic where account_id = $1 order by topic limit 20";
    SILENCE = "insert into account_quiet_topic (account_id, topic) values ($1, $2) on conflict (account_id, topic) do nothing";
    SPEAK = "delete from account_quiet_topic where account_id = $1 and topic = $2";
    FORGET_TOPICS = "delete from account_quiet_topic where account_id = $1";
    CODE = "select code from account_notice_code where account_id = $1";
    KEEP_CODE = "insert into account_notice_code (account_id, code) values ($1, $2) on conflict (account_id) do nothing";
    OWNER = "select account_id from account_notice_code where code = $1";
    FORGET_CODE = "delete from account_notice_code where account_id = $1";
}

/// Topics that an account wants nothing about.
pub(crate) async fn quiet_topics(conn: &mut Conn<'_>, account: &AccountId) -> Result<Vec<Topic>> {
    let read = |row: &Row<'_>| Ok(Topic::named(row.text(0)?));
    let found = conn.all(QUIET, params![account], read).await?;
    Ok(found.into_iter().flatten().collect())
}

/// Notes whether an account wants notices of a topic.
pub(crate) async fn set_wanted(tx: &mut Tx<'_>, account: &AccountId, topic: Topic, is_wanted: bool) -> Result<()> {
    let change = if is_wanted { SPEAK } else { SILENCE };
    tx.execute(change, params![account, topic.name()]).await.map(drop)
}

/// The code of an account's notices, if it has had any.
pub(crate) async fn code(conn: &mut Conn<'_>, account: &AccountId) -> Result<Option<String>> {
    conn.first(CODE, params![account], |row| Ok(row.text(0)?.to_owned()))
        .await
}

/// Keeps a code, if there is none yet.
pub(crate) async fn keep_code(tx: &mut Tx<'_>, account: &AccountId, code: &str) -> Result<()> {
    tx.execute(KEEP_CODE, params![account, code]).await.map(drop)
}

/// Whose notices have a code.
pub(crate) async fn owner(conn: &mut Conn<'_>, code: &str) -> Result<Option<AccountId>> {
    conn.first(OWNER, params![code], |row| Ok(row.text(0)?.into())).await
}

/// Forgets all of an account.
pub(crate) async fn forget(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(FORGET_TOPICS, params![account]).await?;
    tx.execute(FORGET_CODE, params![account]).await.map(drop)
}
