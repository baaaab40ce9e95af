//! Rows of `account`.

use platform::{
    Conn, Error, Result, Tx,
    db::{Row, Sql},
    params,
    text::{fold, unstorable},
};

use crate::model::{
    account::{Account, AccountId, Brief, ProfileName, PublicProfile, Role, TakenName},
    session::Proof,
};

macro_rules! columns {
    () => {
        "id, handle, username, email, fullname, image, role, created_at, last_login_at, email_verified_at, language,
         quiet_sign_ins"
    };
}

platform::statements! {
    INSERT = "insert into account (id, handle, username, username_key, email, email_key, fullname, image, role,
        password_hash, created_at, updated_at, language) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)";
    IS_CURRENT = "select count(*) from account a where a.id = $1 and a.deleted_at is null
        and (a.password_hash = $2 or a.password_hash = $3) and ($4 = 1 or not exists
        (select 1 from account_factor f where f.account_id = a.id and f.confirmed_at is not null))";
    HASH_OF = "select password_hash from account where id = $1 and deleted_at is null";
    BY_ID = concat!("select ", columns!(), " from account where id = $1 and deleted_at is null");
    BY_USERNAME = concat!("select ", columns!(), ", password_hash from account where username_key = $1 and deleted_at is null");
    BY_EMAIL = concat!("select ", columns!(), ", password_hash from account where email_key = $1 and deleted_at is null");
    NAMES = concat!("select id, fullname from account where deleted_at is null
        and id in (select value from ", platform::listed!("$1"), ")");
    PROFILE_BY_ID = "select id, handle, fullname, image, created_at from account where id = $1 and deleted_at is null";
    PROFILE_BY_HANDLE = "select id, handle, fullname, image, created_at from account
        where handle = $1 and deleted_at is null";
    BRIEF = "select id, handle, username, image, fullname from account where handle = $1 and deleted_at is null";
    USERNAME_OWNER = "select id from account where username_key = $1 and deleted_at is null";
    EMAIL_OWNER = "select id from account where email_key = $1 and deleted_at is null";
    /// That an address is read is not known of another one.
    UPDATE = "update account set username = $1, username_key = $2, email = $3,
        email_verified_at = case when email_key = $4 then email_verified_at end, email_key = $4, fullname = $5, image = $6,
        updated_at = $7 where id = $8 and deleted_at is null";
    LOGGED_IN = "update account set last_login_at = $1 where id = $2";
    SET_PASSWORD = "update account set password_hash = $1, updated_at = $2 where id = $3";
    /// A password that was changed meanwhile stays changed.
    REPLACE_HASH = "update account set password_hash = $1 where id = $2 and password_hash = $3";
    SET_ROLE = "update account set role = $1, updated_at = $2 where id = $3";
    OTHER_ADMINISTRATORS = "select count(*) from account where role in ('admin', 'superAdmin') and deleted_at is null
        and suspended_at is null and id <> $1";
    COUNT = "select count(*) from account where deleted_at is null";
    /// What is left is the id that other rows refer to; the person is gone from it.
    DELETE = "update account set deleted_at = $1, updated_at = $1, username = '', username_key = id, email = '',
        email_key = id, fullname = '', image = null, password_hash = '' where id = $2 and deleted_at is null";
}

/// A row to insert.
#[derive(Clone)]
pub(crate) struct NewAccountRow {
    pub(crate) id: AccountId,
    pub(crate) handle: String,
    pub(crate) username: String,
    pub(crate) email: String,
    pub(crate) fullname: String,
    pub(crate) image: Option<String>,
    pub(crate) role: Role,
    pub(crate) password_hash: String,
    /// The language that its owner reads, if that is known.
    pub(crate) language: Option<&'static str>,
}

/// An account with what is needed to check its password.
pub(crate) struct AccountWithPassword {
    pub(crate) account: Account,
    pub(crate) password_hash: String,
}

fn account_of_row(row: &Row<'_>) -> Result<Account> {
    Ok(Account {
        id: row.text(0)?.into(),
        handle: row.get(1)?,
        username: row.get(2)?,
        email: row.get(3)?,
        fullname: row.get(4)?,
        image: row.get(5)?,
        role: row.text(6)?.parse()?,
        created_at: row.get(7)?,
        last_login_at: row.get(8)?,
        email_verified_at: row.get(9)?,
        language: row.get(10)?,
        quiet_sign_ins: row.get(11)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewAccountRow) -> Result<()> {
    let (username_key, email_key, now) = (fold(&new.username), fold(&new.email), tx.now());
    let values = params![
        &new.id,
        &new.handle,
        &new.username,
        &username_key,
        &new.email,
        &email_key,
        &new.fullname,
        new.image.as_deref(),
        new.role.name(),
        &new.password_hash,
        now,
        new.language
    ];
    tx.execute(INSERT, values).await.map(drop)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &AccountId) -> Result<Option<Account>> {
    conn.first(BY_ID, params![id], account_of_row).await
}

pub(crate) async fn by_username(conn: &mut Conn<'_>, username: &str) -> Result<Option<AccountWithPassword>> {
    with_password(conn, BY_USERNAME, username).await
}

pub(crate) async fn by_email(conn: &mut Conn<'_>, email: &str) -> Result<Option<AccountWithPassword>> {
    with_password(conn, BY_EMAIL, email).await
}

async fn with_password(conn: &mut Conn<'_>, sql: Sql, name: &str) -> Result<Option<AccountWithPassword>> {
    let key = fold(name.trim());
    // PostgreSQL refuses to look for what it cannot store, and a stranger's odd name is no fault of ours.
    if unstorable(&key).is_some() {
        return Ok(None);
    }
    let read = |row: &Row<'_>| {
        Ok(AccountWithPassword {
            account: account_of_row(row)?,
            password_hash: row.get(12)?,
        })
    };
    conn.first(sql, params![&key], read).await
}

pub(crate) async fn brief(conn: &mut Conn<'_>, handle: &str) -> Result<Option<(AccountId, Brief)>> {
    let read = |row: &Row<'_>| {
        let brief = Brief {
            id: row.get(1)?,
            username: row.get(2)?,
            image: row.get(3)?,
            fullname: row.get(4)?,
        };
        Ok((row.text(0)?.into(), brief))
    };
    conn.first(BRIEF, params![handle], read).await
}

/// The names to show of those of `ids` that live.
pub(crate) async fn names(conn: &mut Conn<'_>, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    let ids = platform::db::list(ids.iter().map(AccountId::as_str));
    conn.all(NAMES, params![&ids], |row| Ok((row.text(0)?.into(), row.get(1)?)))
        .await
}

/// What everybody may know of an account, by its id or its handle.
pub(crate) async fn profile(conn: &mut Conn<'_>, name: &ProfileName) -> Result<Option<PublicProfile>> {
    let read = |row: &Row<'_>| {
        Ok(PublicProfile {
            id: row.text(0)?.into(),
            handle: row.get(1)?,
            fullname: row.get(2)?,
            image: row.get(3)?,
            since: row.get(4)?,
        })
    };
    match name {
        ProfileName::Id(id) => conn.first(PROFILE_BY_ID, params![id], read).await,
        ProfileName::Handle(handle) => conn.first(PROFILE_BY_HANDLE, params![handle], read).await,
    }
}

/// What of a name and an address somebody else has.
pub(crate) async fn find_taken(
    conn: &mut Conn<'_>,
    username: &str,
    email: &str,
    but: Option<&AccountId>,
) -> Result<Option<TakenName>> {
    let (username_key, email_key) = (fold(username), fold(email));
    for (sql, key, taken) in [
        (USERNAME_OWNER, &username_key, TakenName::Username),
        (EMAIL_OWNER, &email_key, TakenName::Email),
    ] {
        let owner: Option<AccountId> = conn.first(sql, params![key], |row| Ok(row.text(0)?.into())).await?;
        if owner.is_some_and(|owner| Some(&owner) != but) {
            return Ok(Some(taken));
        }
    }
    Ok(None)
}

/// Whether somebody has a username.
pub(crate) async fn has_username(conn: &mut Conn<'_>, username: &str) -> Result<bool> {
    let key = fold(username);
    let owner: Option<String> = conn.first(USERNAME_OWNER, params![&key], |row| row.get(0)).await?;
    Ok(owner.is_some())
}

pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, &[]).await
}

pub(crate) async fn update(
    tx: &mut Tx<'_>,
    id: &AccountId,
    username: &str,
    email: &str,
    fullname: &str,
    image: Option<&str>,
) -> Result<()> {
    let (username_key, email_key, now) = (fold(username), fold(email), tx.now());
    check_one(
        tx.execute(
            UPDATE,
            params![username, &username_key, email, &email_key, fullname, image, now, id],
        )
        .await?,
    )
}

pub(crate) async fn note_login(tx: &mut Tx<'_>, id: &AccountId) -> Result<()> {
    let now = tx.now();
    check_one(tx.execute(LOGGED_IN, params![now, id]).await?)
}

pub(crate) async fn set_password(tx: &mut Tx<'_>, id: &AccountId, hash: &str) -> Result<()> {
    let now = tx.now();
    check_one(tx.execute(SET_PASSWORD, params![hash, now, id]).await?)
}

/// The same password, hashed anew.
pub(crate) async fn replace_hash(tx: &mut Tx<'_>, id: &AccountId, old: &str, new: &str) -> Result<()> {
    tx.execute(REPLACE_HASH, params![new, id, old]).await.map(drop)
}

pub(crate) async fn set_role(tx: &mut Tx<'_>, id: &AccountId, role: Role) -> Result<()> {
    let now = tx.now();
    check_one(tx.execute(SET_ROLE, params![role.name(), now, id]).await?)
}

/// How many administrators there are who can log in, beside one.
pub(crate) async fn count_other_administrators(conn: &mut Conn<'_>, but: &AccountId) -> Result<i64> {
    conn.number(OTHER_ADMINISTRATORS, params![but]).await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &AccountId) -> Result<()> {
    let now = tx.now();
    check_one(tx.execute(DELETE, params![now, id]).await?)
}

fn check_one(changed: u64) -> Result<()> {
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::internal(format!(
            "{changed} accounts were changed instead of one"
        )))
    }
}

/// Whether what was shown for an account is still what it asks.
pub(crate) async fn is_current(conn: &mut Conn<'_>, id: &AccountId, proof: &Proof) -> Result<bool> {
    let [found, renewed] = &proof.hashes;
    let values = params![id, found, renewed, i64::from(proof.has_code)];
    Ok(conn.number(IS_CURRENT, values).await? > 0)
}

/// What is stored of an account's password.
pub(crate) async fn hash_of(conn: &mut Conn<'_>, id: &AccountId) -> Result<Option<String>> {
    conn.first(HASH_OF, params![id], |row| row.get(0)).await
}
