//! Rows of `category_attributes`, and of `listing_attribute`, by which lists are narrowed.

use platform::{Conn, Error, Result, Tx, db::Row, params};

use crate::model::{
    attribute::{AttributeSet, AttributeTerm, AttributeVersion},
    category::CategoryId,
};

/// The columns that [`set_of_row`] reads.
macro_rules! columns {
    () => {
        "a.category_id, a.version, a.definitions, a.created_at, a.author_id"
    };
}

platform::statements! {
    /// What a category and those above it define now, the highest first.
    IN_EFFECT = concat!("with recursive line (id, depth) as (select id, 0 from category where id = $1
        union all select c.parent_id, l.depth + 1 from line l join category c on c.id = l.id
            where c.parent_id is not null and l.depth < 8)
        select ", columns!(), " from line l join category_attributes a on a.category_id = l.id
        where a.version = (select max(b.version) from category_attributes b where b.category_id = l.id)
        order by l.depth desc");
    AT = concat!("select ", columns!(), " from category_attributes a where a.category_id = $1 and a.version = $2");
    INSERT = "insert into category_attributes (category_id, version, definitions, created_at, author_id)
        values ($1, $2, $3, $4, $5)";
    VERSIONS = "select attribute_versions from listing where seq = $1";
    KEEP_VERSIONS = "update listing set attribute_versions = $1 where seq = $2";
    FORGET = "delete from listing_attribute where listing_seq = $1";
    ADD = "insert into listing_attribute (listing_seq, key, term, pair, number) values ($1, $2, $3, $4, $5)";
}

fn set_of_row(row: &Row<'_>) -> Result<AttributeSet> {
    let definitions: String = row.get(2)?;
    Ok(AttributeSet {
        category: row.text(0)?.into(),
        version: row.get(1)?,
        definitions: serde_json::from_str(&definitions).map_err(Error::internal)?,
        created_at: row.get(3)?,
        author: row.text(4)?.into(),
    })
}

/// What a category and those above it define now, the highest first.
pub(crate) async fn in_effect(conn: &mut Conn<'_>, category: &CategoryId) -> Result<Vec<AttributeSet>> {
    conn.all(IN_EFFECT, params![category], set_of_row).await
}

/// A version of what a category defines.
pub(crate) async fn at(conn: &mut Conn<'_>, version: &AttributeVersion) -> Result<Option<AttributeSet>> {
    conn.first(AT, params![&version.0, version.1], set_of_row).await
}

/// Stores a version.
pub(crate) async fn insert(tx: &mut Tx<'_>, set: &AttributeSet) -> Result<()> {
    let definitions = serde_json::to_string(&set.definitions).map_err(Error::internal)?;
    let values = params![&set.category, set.version, &definitions, set.created_at, &set.author];
    tx.execute(INSERT, values).await?;
    Ok(())
}

/// Which versions a listing was made with.
pub(crate) async fn versions_of(conn: &mut Conn<'_>, listing: i64) -> Result<Vec<AttributeVersion>> {
    let stored: Option<String> = conn.first(VERSIONS, params![listing], |row| row.get(0)).await?;
    let read = |text: String| serde_json::from_str(&text).map_err(Error::internal);
    stored.map_or(Ok(Vec::new()), read)
}

/// Notes which versions a listing was made with.
pub(crate) async fn keep_versions(tx: &mut Tx<'_>, listing: i64, versions: &[AttributeVersion]) -> Result<()> {
    let versions = serde_json::to_string(versions).map_err(Error::internal)?;
    tx.execute(KEEP_VERSIONS, params![&versions, listing]).await?;
    Ok(())
}

/// Stores by what lists are narrowed to a listing, in place of what was stored before.
pub(crate) async fn store_terms(tx: &mut Tx<'_>, listing: i64, terms: &[AttributeTerm], fresh: bool) -> Result<()> {
    if !fresh {
        tx.execute(FORGET, params![listing]).await?;
    }
    for one in terms {
        let pair = format!("{}={}", one.key, one.term);
        let values = params![listing, &one.key, &one.term, &pair, one.number];
        tx.execute(ADD, values).await?;
    }
    Ok(())
}
