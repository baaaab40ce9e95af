//! Rows of `exam_audit`: what administrators did. Never a secret, never an answer key.

use platform::{Conn, Error, Result, Tx, db::Row, params};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Action, AuditNote, Audited, WantedNotes};

/// Which rows are wanted; an empty text and 0 stand for any.
macro_rules! matching {
    () => {
        " from exam_audit t left join exam_admin a on a.id = t.admin_id where ($1 = '' or t.thing = $1)
            and ($2 = 0 or t.thing_id = $2) and ($3 = 0 or t.admin_id = $3) and ($4 = '' or t.action = $4)
            and t.at >= $5 and t.at < $6"
    };
}

platform::statements! {
    /// Newest first.
    LIST = concat!("select t.id, t.admin_id, a.username, t.action, t.thing, t.thing_id, t.detail, t.at", matching!(),
        " order by t.id desc limit $7 offset $8");
    COUNT = concat!("select count(*)", matching!());
    NOTE = "insert into exam_audit (admin_id, action, thing, thing_id, detail, at) values ($1, $2, $3, $4, $5, $6)";
}

/// Notes that an administrator (`None`: the program itself) did something to a thing.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    admin: Option<i64>,
    action: Action,
    thing: Audited,
    id: Option<i64>,
    detail: &impl Serialize,
) -> Result<()> {
    let detail = serde_json::to_string(detail).map_err(Error::internal)?;
    let now = tx.now();
    tx.execute(
        NOTE,
        params![admin, action.name(), thing.name(), id, detail.as_str(), now],
    )
    .await
    .map(drop)
}

fn read_note(row: &Row<'_>) -> Result<AuditNote> {
    Ok(AuditNote {
        id: row.get(0)?,
        admin_id: row.get(1)?,
        admin_name: row.get(2)?,
        action: row.get(3)?,
        thing: row.get(4)?,
        thing_id: row.get(5)?,
        detail: RawValue::from_string(row.get(6)?).map_err(Error::internal)?,
        at: row.get(7)?,
    })
}

/// A page of notes, newest first, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &WantedNotes,
    limit: i64,
    offset: i64,
) -> Result<(Vec<AuditNote>, i64)> {
    let (thing, thing_id, admin) = (wanted.thing.as_str(), wanted.thing_id, wanted.admin_id);
    let (action, from, to) = (wanted.action.as_str(), wanted.from, wanted.to);
    let total = conn
        .number(COUNT, params![thing, thing_id, admin, action, from, to])
        .await?;
    let page = params![thing, thing_id, admin, action, from, to, limit, offset];
    let rows = conn.all(LIST, page, read_note).await?;
    Ok((rows, total))
}

#[cfg(test)]
mod tests {
    use platform::{
        Clock, Db,
        db::{Location, ModuleMigrations, Options},
        events::Bus,
    };

    use super::*;
    use crate::{SCHEMA, audit::name_of_thing};

    platform::statements! {
        OLD = "insert into exam_audit (action, thing, thing_id, detail, at) values ('create', $1, 7, '{}', 0)";
    }

    #[tokio::test]
    async fn notes_of_a_thing_that_had_two_names_are_found_by_one() {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(dir.path().join("balai.db"));
        let db = Db::open(&location, Options::default(), Clock::system(), Bus::default())
            .await
            .unwrap();
        let before = ModuleMigrations {
            migrations: &SCHEMA.migrations.migrations[..5],
            ..SCHEMA.migrations
        };
        db.migrate(&[before]).await.unwrap();
        let once = async |tx: &mut Tx<'_>| {
            for thing in ["package", "exam_package", "admin", "section_detail", "exam_rank"] {
                tx.execute(OLD, params![thing]).await?;
            }
            Ok::<_, Error>(())
        };
        db.write(once).await.unwrap();
        db.migrate(&[SCHEMA.migrations]).await.unwrap();
        let noted = async |tx: &mut Tx<'_>| note(tx, Some(1), Action::Publish, Audited::Package, Some(7), &()).await;
        db.write(noted).await.unwrap();
        for (asked, count) in [
            ("exam_package", 3),
            ("package", 3),
            ("exam_admin", 1),
            ("section_detail", 1),
            ("exam_rank", 1),
            ("rank", 0),
            ("", 6),
        ] {
            let wanted = WantedNotes {
                thing: name_of_thing(asked),
                ..WantedNotes::default()
            };
            let find = async move |conn: &mut Conn<'_>| list(conn, &wanted, 10, 0).await;
            let (notes, total) = db.read(find).await.unwrap();
            assert_eq!((notes.len(), total), (count, i64::try_from(count).unwrap()), "{asked}");
        }
        db.close().await;
    }
}
