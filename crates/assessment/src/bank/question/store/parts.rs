//! What belongs to questions: options, keys, and what they refer to, for a page of them by one statement each.

use std::collections::{BTreeMap, BTreeSet};

use marked::Text;
use papers::{Choice, Key};
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Value},
    params,
};

use crate::{
    bank::{
        package::{self, store::PackageRow},
        passage::{self, store::PassageRow},
    },
    sql::slots::{in_slots, of_ids, slots},
};

platform::statements! {
    OPTIONS = concat!("select question_id, label, value from exam_option where question_id in (", slots!(), ")
        order by question_id, ordinal limit 100000");
    KEYS = concat!("select question_id, answer, weight from exam_answer_key where question_id in (", slots!(), ")
        order by question_id, ordinal limit 100000");
    AUDIO = concat!("select id, event, filename, created_at, updated_at from exam_audio where id in (", slots!(), ")
        order by id limit 100");
    PASSAGES = concat!("select id, package_id, code, title, body, ordinal, version, created_at, updated_at
        from exam_passage where id in (", slots!(), ") order by id limit 100");
    PACKAGES = concat!("select id, title, status, version, created_at, updated_at from exam_package
        where id in (", slots!(), ") order by id limit 100");
    SECTIONS = concat!("select d.id, d.section_id, s.title, d.instruction, d.duration, d.ordinal, d.navigation, d.shuffle
        from exam_section_detail d join exam_section s on s.id = d.section_id where d.id in (", slots!(), ")
        order by d.id limit 100");
    PICTURES = concat!("select blob from exam_image where blob in (", slots!(), ") order by blob limit 100");
    ADD_OPTION = "insert into exam_option (question_id, label, value, ordinal) values ($1, $2, $3, $4)";
    ADD_KEY = "insert into exam_answer_key (question_id, answer, weight, ordinal) values ($1, $2, $3, $4)";
    CLEAR_OPTIONS = "delete from exam_option where question_id = $1";
    CLEAR_KEYS = "delete from exam_answer_key where question_id = $1";
}

/// What is to be heard with a question.
#[derive(Debug, Clone)]
pub(crate) struct AudioPart {
    pub(crate) id: i64,
    pub(crate) event: String,
    pub(crate) filename: String,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

/// The section that a question stands in, as it is in the package.
#[derive(Debug, Clone)]
pub(crate) struct SectionPart {
    pub(crate) detail_id: i64,
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) instruction: String,
    pub(crate) duration: i64,
    pub(crate) ordinal: i64,
    pub(crate) navigation: String,
    pub(crate) shuffle: bool,
}

fn grouped<T>(rows: Vec<(i64, T)>) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for (id, row) in rows {
        groups.entry(id).or_default().push(row);
    }
    groups
}

/// The options of questions, in order.
pub(crate) async fn options(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<Choice>>> {
    let read = |row: &Row<'_>| {
        let (label, value) = (row.get(1)?, Text::of_plain(row.text(2)?));
        Ok((row.get(0)?, Choice { label, value }))
    };
    of_ids(conn, OPTIONS, ids, read).await.map(grouped)
}

/// The keys of questions, in order.
pub(crate) async fn keys(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, Vec<Key>>> {
    let read = |row: &Row<'_>| {
        let (answer, weight) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Key { answer, weight }))
    };
    of_ids(conn, KEYS, ids, read).await.map(grouped)
}

/// Recordings by their ids.
pub(crate) async fn audio(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, AudioPart>> {
    let read = |row: &Row<'_>| {
        let audio = AudioPart {
            id: row.get(0)?,
            event: row.get(1)?,
            filename: row.get(2)?,
            created_at: row.get(3)?,
            updated_at: row.get(4)?,
        };
        Ok((audio.id, audio))
    };
    Ok(of_ids(conn, AUDIO, ids, read).await?.into_iter().collect())
}

/// Passages by their ids.
pub(crate) async fn passages(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, PassageRow>> {
    let rows = of_ids(conn, PASSAGES, ids, passage::store::read).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Packages by their ids.
pub(crate) async fn packages(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, PackageRow>> {
    let rows = of_ids(conn, PACKAGES, ids, package::store::read).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Sections by the ids of their details.
pub(crate) async fn sections(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<BTreeMap<i64, SectionPart>> {
    let read = |row: &Row<'_>| {
        let section = SectionPart {
            detail_id: row.get(0)?,
            id: row.get(1)?,
            title: row.get(2)?,
            instruction: row.get(3)?,
            duration: row.get(4)?,
            ordinal: row.get(5)?,
            navigation: row.get(6)?,
            shuffle: row.get(7)?,
        };
        Ok((section.detail_id, section))
    };
    Ok(of_ids(conn, SECTIONS, ids, read).await?.into_iter().collect())
}

/// Those of some pictures that are stored.
pub(crate) async fn pictures(conn: &mut Conn<'_>, hashes: &BTreeSet<&str>) -> Result<BTreeSet<String>> {
    let hashes = hashes.iter().map(|hash| Value::from(*hash)).collect();
    let found = in_slots(conn, PICTURES, hashes, |row| row.get(0)).await?;
    Ok(found.into_iter().collect())
}

fn ordinal(index: usize) -> Result<i64> {
    i64::try_from(index + 1).map_err(Error::internal)
}

/// Replaces the options of a question.
pub(crate) async fn set_options(tx: &mut Tx<'_>, question: i64, options: &[Choice]) -> Result<()> {
    tx.execute(CLEAR_OPTIONS, params![question]).await?;
    for (index, option) in options.iter().enumerate() {
        let values = params![question, &option.label, option.value.plain(), ordinal(index)?];
        tx.execute(ADD_OPTION, values).await?;
    }
    Ok(())
}

/// Replaces the key of a question.
pub(crate) async fn set_key(tx: &mut Tx<'_>, question: i64, key: &[Key]) -> Result<()> {
    tx.execute(CLEAR_KEYS, params![question]).await?;
    for (index, key) in key.iter().enumerate() {
        let values = params![question, &key.answer, key.weight, ordinal(index)?];
        tx.execute(ADD_KEY, values).await?;
    }
    Ok(())
}
