//! Rows of `permission_grant`.

use platform::{Conn, Result, Tx, db::Row, params};

use crate::{
    model::account::{AccountId, Role},
    model::permission::{Grant, GrantId, Grantee, NewGrant},
};

/// Grants that one account, and one role, can have at most: what is effective for somebody is never cut off.
pub(crate) const MOST: i64 = 10_000;

platform::statements! {
    INSERT = "insert into permission_grant (id, permission_name, role, subject_account_id, object_id, can_do, created_by,
        created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";
    BY_ID = "select id, permission_name, role, subject_account_id, object_id, can_do, created_by, created_at
        from permission_grant where id = $1";
    SAME = "select id from permission_grant where permission_name = $1 and coalesce(role, '') = $2
        and coalesce(subject_account_id, '') = $3 and coalesce(object_id, '') = $4";
    EFFECTIVE = "select id, permission_name, role, subject_account_id, object_id, can_do, created_by, created_at
        from permission_grant where subject_account_id = $1 or role = $2 order by permission_name, id limit 20000";
    NAMED = "select id, permission_name, role, subject_account_id, object_id, can_do, created_by, created_at
        from permission_grant where (subject_account_id = $1 or role = $2) and permission_name = $3
        order by id limit 20000";
    LIST = "select id, permission_name, role, subject_account_id, object_id, can_do, created_by, created_at
        from permission_grant order by permission_name, id limit $1 offset $2";
    COUNT = "select count(*) from permission_grant";
    COUNT_OF = "select count(*) from permission_grant where coalesce(role, '') = $1
        and coalesce(subject_account_id, '') = $2";
    DELETE = "delete from permission_grant where id = $1";
    DELETE_OF = "delete from permission_grant where subject_account_id = $1";
}

impl Grantee {
    fn role(&self) -> Option<&'static str> {
        match self {
            Self::Role(role) => Some(role.name()),
            Self::Account(_) => None,
        }
    }

    fn account(&self) -> Option<&AccountId> {
        match self {
            Self::Role(_) => None,
            Self::Account(account) => Some(account),
        }
    }
}

fn grant(row: &Row<'_>) -> Result<Grant> {
    let to = match row.maybe_text(2)? {
        Some(role) => Grantee::Role(role.parse()?),
        None => Grantee::Account(row.text(3)?.into()),
    };
    Ok(Grant {
        id: row.text(0)?.into(),
        permission_name: row.get(1)?,
        to,
        object_id: row.get(4)?,
        can_do: row.get(5)?,
        created_by: row.maybe_text(6)?.map(Into::into),
        created_at: row.get(7)?,
    })
}

pub(crate) async fn insert(tx: &mut Tx<'_>, grant: &Grant) -> Result<()> {
    let values = params![
        &grant.id,
        &grant.permission_name,
        grant.to.role(),
        grant.to.account(),
        grant.object_id.as_deref(),
        grant.can_do,
        grant.created_by.as_ref(),
        grant.created_at
    ];
    tx.execute(INSERT, values).await.map(drop)
}

/// Whether there is a grant that speaks about the same, whatever it says.
pub(crate) async fn has_same(conn: &mut Conn<'_>, new: &NewGrant) -> Result<bool> {
    let (role, account) = (new.to.role().unwrap_or_default(), new.to.account());
    let values = params![
        &new.permission_name,
        role,
        account.map_or("", AccountId::as_str),
        new.object_id.as_deref().unwrap_or_default()
    ];
    let found: Option<String> = conn.first(SAME, values, |row| row.get(0)).await?;
    Ok(found.is_some())
}

/// How many grants somebody has.
pub(crate) async fn count_of(conn: &mut Conn<'_>, to: &Grantee) -> Result<i64> {
    let account = to.account().map_or("", AccountId::as_str);
    conn.number(COUNT_OF, params![to.role().unwrap_or_default(), account])
        .await
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &GrantId) -> Result<Option<Grant>> {
    conn.first(BY_ID, params![id], grant).await
}

/// The grants of an account and of its role, by name.
pub(crate) async fn effective(conn: &mut Conn<'_>, account: &AccountId, role: Role) -> Result<Vec<Grant>> {
    conn.all(EFFECTIVE, params![account, role.name()], grant).await
}

/// Those of them that are about one permission.
pub(crate) async fn list_named(conn: &mut Conn<'_>, account: &AccountId, role: Role, name: &str) -> Result<Vec<Grant>> {
    conn.all(NAMED, params![account, role.name(), name], grant).await
}

/// A page of all grants, and how many there are.
pub(crate) async fn list(conn: &mut Conn<'_>, limit: i64, offset: i64) -> Result<(Vec<Grant>, i64)> {
    let rows = conn.all(LIST, params![limit, offset], grant).await?;
    Ok((rows, conn.number(COUNT, &[]).await?))
}

pub(crate) async fn delete(tx: &mut Tx<'_>, id: &GrantId) -> Result<()> {
    tx.execute(DELETE, params![id]).await.map(drop)
}

/// Removes what was granted to an account.
pub(crate) async fn delete_of(tx: &mut Tx<'_>, account: &AccountId) -> Result<()> {
    tx.execute(DELETE_OF, params![account]).await.map(drop)
}
