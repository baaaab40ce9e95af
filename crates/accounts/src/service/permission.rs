//! Granting permissions, taking grants back, and what they mean for somebody.

use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};

use crate::{
    Accounts,
    events::{PermissionGranted, PermissionRevoked},
    model::account::{AccountId, Role},
    model::permission::{GRANT_VERSION, Grant, GrantId, Grantee, NewGrant, Scope},
    service::profile::no_such_user,
    store::{self, permission::MOST},
};

/// There is no such grant.
pub fn no_such_grant() -> Error {
    let said = Message::new("Izin tidak ditemukan", "There is no such grant.");
    Error::new(Kind::NotFound, "accounts.permission.not_found", said).keyed("errMsg_RecordNotFound")
}

/// A grant speaks about the same already, whatever it says.
pub fn granted_already() -> Error {
    let said = Message::new(
        "Izin untuk hal yang sama sudah ada",
        "There is a grant about the same already; delete it first.",
    );
    Error::new(Kind::Invalid, "accounts.permission.exists", said)
        .keyed("errMsg_DuplicateIndexErrorWithFields:permissionName-roleId-subjectUserId-objectId")
}

/// Somebody has as many grants as anybody can have.
fn too_many_grants() -> Error {
    let said = Message::new(
        format!("Maksimal {MOST} izin"),
        format!("At most {MOST} grants can be given to one account or role."),
    );
    Error::new(Kind::Conflict, "accounts.permission.too_many", said).keyed("errMsg_TooManyPermissions")
}

impl Accounts {
    /// The grants that count for somebody: their own and those of their role.
    pub async fn effective_grants(&self, id: &AccountId, role: Role) -> Result<Vec<Grant>, Error> {
        let id = id.clone();
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::permission::effective(conn, &id, role).await)
            .await
    }

    /// What somebody may do with a permission.
    pub async fn permission(&self, id: &AccountId, role: Role, name: &str) -> Result<Scope, Error> {
        let (id, name) = (id.clone(), name.to_owned());
        let grants = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::permission::list_named(conn, &id, role, &name).await)
            .await?;
        Ok(Scope::of(role, &grants))
    }

    /// A page of all grants.
    #[platform::boxed]
    pub async fn grants(&self, pages: Pages) -> Result<(Vec<Grant>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::permission::list(conn, pages.limit(), pages.offset()).await)
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Every grant, by name.
    #[platform::boxed]
    pub async fn all_grants(&self) -> Result<Vec<Grant>, Error> {
        const AT_ONCE: i64 = 1000;
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let mut all = Vec::new();
                for page in 0.. {
                    let (rows, _) = store::permission::list(conn, AT_ONCE, page * AT_ONCE).await?;
                    if rows.is_empty() {
                        break;
                    }
                    all.extend(rows);
                }
                Ok(all)
            })
            .await
    }

    /// Grants a permission. The caller has checked the grant and that its actor may do this; no actor is whoever runs the
    /// machine.
    #[platform::boxed]
    pub async fn grant(&self, ctx: &Ctx, new: NewGrant, once: Option<Once>) -> Result<Grant, Error> {
        let grant = Grant {
            id: GrantId::from(platform::id::uuid_v7(ctx.now())),
            permission_name: new.permission_name.clone(),
            to: new.to.clone(),
            object_id: new.object_id.clone(),
            can_do: new.can_do,
            created_by: ctx.actor.as_deref().map(AccountId::from),
            created_at: ctx.now(),
        };
        self.0
            .answers
            .write(ctx, once, async move |tx: &mut Tx<'_>| {
                if let Grantee::Account(account) = &new.to
                    && store::account::by_id(tx, account).await?.is_none()
                {
                    return Err(no_such_user().keyed("errMsg_RecordNotFound"));
                }
                if store::permission::has_same(tx, &new).await? {
                    return Err(granted_already());
                }
                if store::permission::count_of(tx, &new.to).await? >= MOST {
                    return Err(too_many_grants());
                }
                store::permission::insert(tx, &grant).await?;
                tx.emit(&PermissionGranted {
                    grant: grant.id.clone(),
                    permission_name: grant.permission_name.clone(),
                })
                .await?;
                Ok(grant)
            })
            .await
    }

    /// Takes a grant back; answers what it was.
    #[platform::boxed]
    pub async fn revoke_grant(&self, id: GrantId, seen: IfMatch) -> Result<Grant, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let grant = store::permission::by_id(tx, &id).await?.ok_or_else(no_such_grant)?;
                seen.check(GRANT_VERSION)?;
                store::permission::delete(tx, &id).await?;
                tx.emit(&PermissionRevoked {
                    grant: id,
                    permission_name: grant.permission_name.clone(),
                })
                .await?;
                Ok(grant)
            })
            .await
    }

    /// The account that logs in with a name.
    #[platform::boxed]
    pub async fn by_username(&self, username: &str) -> Result<AccountId, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::account::by_username(conn, username).await)
            .await?;
        let found = found.ok_or_else(|| super::register::unknown(username))?;
        Ok(found.account.id)
    }
}
