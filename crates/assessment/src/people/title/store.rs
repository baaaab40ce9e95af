//! Rows of `exam_rank`, `exam_unit` and `exam_position`: three tables of one shape.

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Row, Sql, containing},
    params,
    text::fold,
};

use crate::people::model::TitleKind;

macro_rules! tables {
    ($($kind:ident $table:literal $used:literal: $insert:ident $one:ident $list:ident $found:ident $found_count:ident
        $hand_over:ident $choices:ident $count:ident $key:ident
        $update:ident $delete:ident $uses:ident;)*) => {
        platform::statements! {$(
            $insert = concat!("insert into ", $table, " (title, title_key, version, created_at, updated_at)
                values ($1, $2, 1, $3, $3) returning id, title, version, created_at, updated_at");
            $one = concat!("select id, title, version, created_at, updated_at from ", $table, " where id = $1");
            $list = concat!("select id, title, version, created_at, updated_at from ", $table, " order by id limit $1 offset $2");
            $found = concat!("select id, title, version, created_at, updated_at from ", $table,
                " where title_key like $1 escape '\\' order by title_key, id limit $2 offset $3");
            $found_count = concat!("select count(*) from ", $table, " where title_key like $1 escape '\\'");
            $hand_over = concat!("update exam_user set ", $used, " = $1, version = version + 1, updated_at = $2 where ", $used,
                " = $3");
            $choices = concat!("select id, title from ", $table, " order by title_key, id limit $1");
            $count = concat!("select count(*) from ", $table);
            $key = concat!("select id from ", $table, " where title_key = $1");
            $update = concat!("update ", $table, " set title = $1, title_key = $2, version = version + 1, updated_at = $3
                where id = $4 returning id, title, version, created_at, updated_at");
            $delete = concat!("delete from ", $table, " where id = $1");
            $uses = concat!("select count(*) from exam_user where ", $used, " = $1");
        )*}

        /// The statements of a table.
        struct Table {
            insert: Sql,
            one: Sql,
            list: Sql,
            found: Sql,
            found_count: Sql,
            hand_over: Sql,
            choices: Sql,
            count: Sql,
            key: Sql,
            update: Sql,
            delete: Sql,
            uses: Sql,
        }

        impl TitleKind {
            fn table(self) -> Table {
                match self {$(
                    Self::$kind => Table {
                        insert: $insert,
                        one: $one,
                        list: $list,
                        found: $found,
                        found_count: $found_count,
                        hand_over: $hand_over,
                        choices: $choices,
                        count: $count,
                        key: $key,
                        update: $update,
                        delete: $delete,
                        uses: $uses,
                    },
                )*}
            }

            /// The name of its table.
            pub(crate) fn name(self) -> &'static str {
                match self {$(Self::$kind => $table,)*}
            }
        }
    };
}
tables! {
    Rank "exam_rank" "rank_id": RANK_INSERT RANK RANKS RANK_FOUND RANK_FOUND_COUNT RANK_HAND_OVER RANK_CHOICES RANK_COUNT
        RANK_OF_KEY RANK_UPDATE RANK_DELETE RANK_USES;
    Unit "exam_unit" "unit_id": UNIT_INSERT UNIT UNITS UNIT_FOUND UNIT_FOUND_COUNT UNIT_HAND_OVER UNIT_CHOICES UNIT_COUNT
        UNIT_OF_KEY UNIT_UPDATE UNIT_DELETE UNIT_USES;
    Position "exam_position" "position_id": POSITION_INSERT POSITION POSITIONS POSITION_FOUND POSITION_FOUND_COUNT
        POSITION_HAND_OVER POSITION_CHOICES POSITION_COUNT POSITION_OF_KEY POSITION_UPDATE POSITION_DELETE POSITION_USES;
}

/// A rank, a unit or a position.
#[derive(Debug, Clone)]
pub(crate) struct TitleRow {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

fn read_title(row: &Row<'_>) -> Result<TitleRow> {
    Ok(TitleRow {
        id: row.get(0)?,
        title: row.get(1)?,
        version: row.get(2)?,
        created_at: row.get(3)?,
        updated_at: row.get(4)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, kind: TitleKind, title: &str) -> Result<TitleRow> {
    let (key, now) = (fold(title), tx.now());
    let row = tx
        .first(kind.table().insert, params![title, &key, now], read_title)
        .await?;
    row.ok_or_else(|| Error::internal("a title was stored and is not there"))
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, kind: TitleKind, id: i64) -> Result<Option<TitleRow>> {
    conn.first(kind.table().one, params![id], read_title).await
}

/// A page of them, by id, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    kind: TitleKind,
    limit: i64,
    offset: i64,
) -> Result<(Vec<TitleRow>, i64)> {
    let table = kind.table();
    let total = conn.number(table.count, &[]).await?;
    Ok((conn.all(table.list, params![limit, offset], read_title).await?, total))
}

/// A page of those whose title has a part, by title, and how many there are.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    kind: TitleKind,
    part: &str,
    (limit, offset): (i64, i64),
) -> Result<(Vec<TitleRow>, i64)> {
    let (table, pattern) = (kind.table(), containing(part));
    let total = conn.number(table.found_count, params![&pattern]).await?;
    let rows = conn
        .all(table.found, params![&pattern, limit, offset], read_title)
        .await?;
    Ok((rows, total))
}

/// Gives users who have one another one; answers how many they are.
pub(crate) async fn hand_over(tx: &mut Tx<'_>, kind: TitleKind, id: i64, into: i64) -> Result<u64> {
    let now = tx.now();
    tx.execute(kind.table().hand_over, params![into, now, id]).await
}

/// At most so many, by title: ids and titles.
pub(crate) async fn choices(conn: &mut Conn<'_>, kind: TitleKind, most: i64) -> Result<Vec<(i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(kind.table().choices, params![most], read).await
}

/// Which one has a title, without case.
pub(crate) async fn id_of_title(conn: &mut Conn<'_>, kind: TitleKind, title: &str) -> Result<Option<i64>> {
    conn.first(kind.table().key, params![&fold(title)], |row| row.get(0))
        .await
}

pub(crate) async fn update(tx: &mut Tx<'_>, kind: TitleKind, id: i64, title: &str) -> Result<Option<TitleRow>> {
    let (key, now) = (fold(title), tx.now());
    tx.first(kind.table().update, params![title, &key, now, id], read_title)
        .await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, kind: TitleKind, id: i64) -> Result<()> {
    tx.execute(kind.table().delete, params![id]).await.map(drop)
}

/// How many users have it.
pub(crate) async fn uses(conn: &mut Conn<'_>, kind: TitleKind, id: i64) -> Result<i64> {
    conn.number(kind.table().uses, params![id]).await
}
