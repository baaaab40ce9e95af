//! The address under which a server is known, and what is stored with it.
//!
//! Invariant: what somebody stored as an address of this server names the server that is there now, also after it got another
//! name.

use crate::{
    db::{Conn, Db, Sql, Tx, containing},
    error::Result,
    params,
};

crate::statements! {
    KNOWN = "select url from served_as where id = 1";
    NOTE = "insert into served_as (id, url) values (1, $1) on conflict (id) do nothing";
    REPLACE = "update served_as set url = $1 where id = 1";
}

/// Under what files of this server are served, behind its address.
const FILES: &str = "/media/";

/// Notes the address of a server that nobody has noted yet.
pub async fn note_address(db: &Db, url: &str) -> Result<()> {
    let url = url.to_owned();
    let note = async move |tx: &mut Tx<'_>| tx.execute(NOTE, params![&url]).await.map(drop);
    db.write(note).await
}

/// Brings stored addresses of the server's files in line with where it is served now; answers where it was known before, if
/// that was elsewhere. Each statement puts `$2` in the place of `$1` where the pattern `$3` fits.
pub async fn move_addresses(db: &Db, statements: &[Sql], url: &str) -> Result<Option<String>> {
    let find = async |conn: &mut Conn<'_>| conn.first(KNOWN, params![], |row| row.get::<String>(0)).await;
    match db.read(find).await? {
        None => note_address(db, url).await.map(|()| None),
        Some(known) if known == url => Ok(None),
        Some(_) => move_from_known(db, statements.to_vec(), url.to_owned()).await,
    }
}

async fn move_from_known(db: &Db, statements: Vec<Sql>, url: String) -> Result<Option<String>> {
    let change = async move |tx: &mut Tx<'_>| {
        let known: Option<String> = tx.first(KNOWN, params![], |row| row.get(0)).await?;
        // Another server of the same database may have been first.
        let Some(known) = known.filter(|known| *known != url) else {
            return Ok(None);
        };
        let (from, to) = (format!("{known}{FILES}"), format!("{url}{FILES}"));
        for sql in &statements {
            tx.execute(*sql, params![&from, &to, &containing(&from)]).await?;
        }
        tx.execute(REPLACE, params![&url]).await?;
        Ok(Some(known))
    };
    db.write(change).await
}
