//! Rows of `exam_user`.

use std::collections::{BTreeSet, HashMap};

use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{self, Family, Row, Value, containing},
    listed, params,
};

use crate::{
    lists::{Order, Window},
    people::model::{KnownPerson, TimeFactor, WantedUsers},
    people::{
        model::UserContent,
        person::rules::{name_key, number_key},
    },
    sql::{
        ids::{self, ids},
        many::{self, rows},
        order::{Columns, order_by, orders},
    },
};

macro_rules! columns {
    () => {
        "select u.id, u.registered_number, u.name, u.rank_id, r.title, u.unit_id, n.title, u.position_id, p.title,
            u.time_factor, u.version, u.created_at, u.updated_at from exam_user u
            left join exam_rank r on r.id = u.rank_id left join exam_unit n on n.id = u.unit_id
            left join exam_position p on p.id = u.position_id"
    };
}

macro_rules! matching {
    () => {
        " where (u.name_key like $1 escape '\\' or u.registered_key like $1 escape '\\')
            and (cast($2 as bigint) is null or u.unit_id = $2) and (cast($3 as bigint) is null or u.rank_id = $3)
            and (cast($4 as bigint) is null or u.position_id = $4)"
    };
}

/// What the list is ordered by.
const ORDERS: &Columns = &[
    ("id", &[]),
    ("registeredNumber", &["u.registered_key"]),
    ("name", &["u.name_key"]),
    ("rankId", &["coalesce(u.rank_id, 0)"]),
    ("unitId", &["coalesce(u.unit_id, 0)"]),
    ("positionId", &["coalesce(u.position_id, 0)"]),
    ("timeFactor", &["u.time_factor"]),
    ("createdAt", &["u.created_at"]),
    ("updatedAt", &["u.updated_at"]),
];

/// The list by each of its orders.
pub(crate) static LIST: Family<Order> = Family::new(
    "assessment::people::user::store::LIST",
    || orders(ORDERS),
    |order| {
        let select = concat!(columns!(), matching!());
        format!("{select}{} limit $5 offset $6", order_by(ORDERS, *order, "u.id"))
    },
);

/// Many at once.
pub(crate) static INSERT_MANY: Family<()> = Family::new(
    "assessment::people::user::store::INSERT_MANY",
    || vec![()],
    |()| {
        let rows = rows(&[
            "text", "text", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint",
        ]);
        format!(
            "insert into exam_user (registered_number, registered_key, name, name_key, rank_id, unit_id, position_id,
            time_factor, version, created_at, updated_at) select v.column1, v.column2, v.column3, v.column4, v.column5,
            v.column6, v.column7, v.column8, 1, v.column9, v.column9 from {rows} where v.column1 is not null
            returning id, registered_key"
        )
    },
);

platform::statements! {
    INSERT = "insert into exam_user (registered_number, registered_key, name, name_key, rank_id, unit_id, position_id,
        time_factor, version, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9) returning id";
    BY_ID = concat!(columns!(), " where u.id = $1");
    OF_IDS = concat!(columns!(), " where u.id in (", ids!("$1"), ") order by u.id limit 100000");
    COUNT = concat!("select count(*) from exam_user u", matching!());
    OF_KEYS = concat!("select id, registered_key, name, name_key, rank_id, unit_id, position_id, time_factor from exam_user
        where registered_key in (select value from ", listed!("$1"), ") order by id limit 100000");
    ID_OF_KEY = "select id from exam_user where registered_key = $1";
    UPDATE = "update exam_user set registered_number = $1, registered_key = $2, name = $3, name_key = $4, rank_id = $5,
        unit_id = $6, position_id = $7, time_factor = $8, version = version + 1, updated_at = $9 where id = $10";
    DELETE = "delete from exam_user where id = $1";
}

/// A rank, a unit or a position of somebody.
pub(crate) type Titled = Option<(i64, String)>;

/// Somebody as stored.
#[derive(Debug, Clone)]
pub(crate) struct UserRow {
    pub(crate) id: i64,
    pub(crate) registered_number: String,
    pub(crate) name: String,
    pub(crate) rank: Titled,
    pub(crate) unit: Titled,
    pub(crate) position: Titled,
    pub(crate) time_factor: TimeFactor,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
}

impl UserRow {
    /// What can be changed of it.
    pub(crate) fn content(&self) -> UserContent {
        let id = |titled: &Titled| titled.as_ref().map(|(id, _)| *id);
        UserContent {
            registered_key: number_key(&self.registered_number),
            registered_number: self.registered_number.clone(),
            name_key: name_key(&self.name),
            name: self.name.clone(),
            rank: id(&self.rank),
            unit: id(&self.unit),
            position: id(&self.position),
            time_factor: self.time_factor,
        }
    }
}

fn read_titled(row: &Row<'_>, at: usize) -> Result<Titled> {
    let id = row.get::<Option<i64>>(at)?;
    Ok(id.zip(row.get::<Option<String>>(at + 1)?))
}

fn read_user(row: &Row<'_>) -> Result<UserRow> {
    Ok(UserRow {
        id: row.get(0)?,
        registered_number: row.get(1)?,
        name: row.get(2)?,
        rank: read_titled(row, 3)?,
        unit: read_titled(row, 5)?,
        position: read_titled(row, 7)?,
        time_factor: TimeFactor(row.get(9)?),
        version: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

fn person(row: &Row<'_>) -> Result<(String, KnownPerson)> {
    let person = KnownPerson {
        id: row.get(0)?,
        name: row.get(2)?,
        name_key: row.get(3)?,
        rank: row.get(4)?,
        unit: row.get(5)?,
        position: row.get(6)?,
        time_factor: row.get(7)?,
    };
    Ok((row.get(1)?, person))
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &UserContent) -> Result<i64> {
    let now = tx.now();
    let values = params![
        &new.registered_number,
        &new.registered_key,
        &new.name,
        &new.name_key,
        new.rank,
        new.unit,
        new.position,
        new.time_factor.0,
        now
    ];
    let id = tx.first(INSERT, values, |row| row.get(0)).await?;
    id.ok_or_else(|| Error::internal("a user was stored and is not there"))
}

/// Stores many; answers their ids by their keys.
pub(crate) async fn insert_many(tx: &mut Tx<'_>, new: &[UserContent]) -> Result<HashMap<String, i64>> {
    let now = Value::from(tx.now());
    let rows: Vec<_> = new
        .iter()
        .map(|new| {
            [
                Value::from(&new.registered_number),
                Value::from(&new.registered_key),
                Value::from(&new.name),
                Value::from(&new.name_key),
                Value::from(new.rank),
                Value::from(new.unit),
                Value::from(new.position),
                Value::from(new.time_factor.0),
                now,
            ]
        })
        .collect();
    let made = many::insert(tx, INSERT_MANY.of(&())?, &rows, |row| Ok((row.get(1)?, row.get(0)?))).await?;
    Ok(made.into_iter().collect())
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: i64) -> Result<Option<UserRow>> {
    conn.first(BY_ID, params![id], read_user).await
}

/// Some of them, by their ids.
pub(crate) async fn of_ids(conn: &mut Conn<'_>, ids: &BTreeSet<i64>) -> Result<Vec<UserRow>> {
    conn.all(OF_IDS, params![&ids::list(ids)], read_user).await
}

pub(crate) async fn id_of_number(conn: &mut Conn<'_>, key: &str) -> Result<Option<i64>> {
    conn.first(ID_OF_KEY, params![key], |row| row.get(0)).await
}

/// Everybody who has one of these numbers, by its key.
pub(crate) async fn of_numbers(conn: &mut Conn<'_>, keys: &[&str]) -> Result<HashMap<String, KnownPerson>> {
    let found = conn.all(OF_KEYS, params![&db::list(keys)], person).await?;
    Ok(found.into_iter().collect())
}

/// A page of them, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    wanted: &WantedUsers,
    order: Order,
    window: Window,
) -> Result<(Vec<UserRow>, i64)> {
    let pattern = containing(wanted.search.as_deref().unwrap_or_default());
    let (unit, rank, position) = (wanted.unit, wanted.rank, wanted.position);
    let total = conn.number(COUNT, params![&pattern, unit, rank, position]).await?;
    let page = params![&pattern, unit, rank, position, window.limit, window.offset];
    let rows = conn.all(LIST.of(&order)?, page, read_user).await?;
    Ok((rows, total))
}

pub(crate) async fn update(tx: &mut Tx<'_>, id: i64, new: &UserContent) -> Result<()> {
    let now = tx.now();
    let values = params![
        &new.registered_number,
        &new.registered_key,
        &new.name,
        &new.name_key,
        new.rank,
        new.unit,
        new.position,
        new.time_factor.0,
        now,
        id
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: i64) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}
