//! What somebody may do, and the management of what was granted.

use axum::extract::State;
use platform::{
    Error, Message, Rule, Timestamp,
    http::{
        IfMatch, Outcome, Pages, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, post},
    },
};
use serde::{Deserialize, Serialize};

use super::{Front, TENANT};
use crate::{
    AccountId, Actor, Caller, Grant, GrantId, Grantee, NewGrant, Role, Scope, SuperAdministrators, access, failures,
    model::permission::GRANT_VERSION,
};

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PermissionIn {
    /// Letters, digits, `.`, `_`, `-` and `:`.
    permission_name: String,
    /// The role that it is for; or else `subjectUserId`.
    #[serde(default)]
    role_id: Option<String>,
    /// The account that it is for; or else `roleId`.
    #[serde(default)]
    subject_user_id: Option<String>,
    /// The one object that it is about; all of them without it.
    #[serde(default)]
    object_id: Option<String>,
    /// Whether it allows or forbids.
    #[serde(default = "allows")]
    can_do: bool,
}

fn allows() -> bool {
    true
}

impl PermissionIn {
    fn into_grant(self) -> Result<NewGrant, Error> {
        let to = match (self.role_id, self.subject_user_id) {
            (Some(role), None) => Grantee::Role(role_named(&role)?),
            (None, Some(account)) => Grantee::Account(platform::id::uuid_text("subjectUserId", &account)?.into()),
            (None, None) => return Err(Error::invalid_field("subjectUserId", Rule::Required)),
            (Some(_), Some(_)) => {
                let said = Message::new(
                    "tidak boleh bersama subjectUserId",
                    "must not stand beside subjectUserId",
                );
                return Err(Error::invalid_field("roleId", Rule::Other(said)));
            }
        };
        let new = NewGrant {
            permission_name: self.permission_name,
            to,
            object_id: self.object_id,
            can_do: self.can_do,
        };
        new.validate()
    }
}

fn role_named(name: &str) -> Result<Role, Error> {
    let expected = || Rule::Type("\"user\", \"moderator\", \"admin\" or \"superAdmin\"".into());
    name.parse().map_err(|_| Error::invalid_field("roleId", expected()))
}

/// A grant as the service documents show it.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PermissionView {
    id: GrantId,
    permission_name: String,
    role_id: Option<&'static str>,
    /// The account that it is for.
    subject_user_id: Option<AccountId>,
    /// There are no groups: always null.
    subject_user_group_id: Option<String>,
    /// The one object that it is about.
    object_id: Option<String>,
    can_do: bool,
    tenant_codename: &'static str,
}

impl From<Grant> for PermissionView {
    fn from(grant: Grant) -> Self {
        let (role_id, subject_user_id) = match grant.to {
            Grantee::Role(role) => (Some(role.name()), None),
            Grantee::Account(account) => (None, Some(account)),
        };
        Self {
            id: grant.id,
            permission_name: grant.permission_name,
            role_id,
            subject_user_id,
            subject_user_group_id: None,
            object_id: grant.object_id,
            can_do: grant.can_do,
            tenant_codename: TENANT,
        }
    }
}

/// The same with what every object of the services has.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct PermissionRecord {
    #[serde(flatten)]
    permission: PermissionView,
    is_active: bool,
    record_version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Who granted it; null if it was whoever runs the machine.
    #[serde(rename = "_owner")]
    owner: Option<AccountId>,
}

impl PermissionRecord {
    fn of(grant: Grant, is_active: bool) -> Self {
        Self {
            is_active,
            record_version: GRANT_VERSION,
            created_at: grant.created_at,
            updated_at: grant.created_at,
            owner: grant.created_by.clone(),
            permission: grant.into(),
        }
    }
}

/// `GET /permissions` — the grants that count for the caller.
async fn effective(State(front): State<Front>, actor: Actor) -> Outcome<Vec<PermissionView>> {
    let grants = front.accounts.effective_grants(&actor.id, actor.role).await?;
    Ok(Reply::ok(grants.into_iter().map(PermissionView::from).collect()))
}

/// `GET /permissions/{permissionName}` — what the caller may do with it.
async fn scope(State(front): State<Front>, actor: Actor, Path(name): Path<String>) -> Outcome<Scope> {
    Ok(Reply::ok(
        front.accounts.permission(&actor.id, actor.role, &name).await?,
    ))
}

/// `POST /v1/permissions`.
async fn create(
    State(front): State<Front>,
    caller: Caller<SuperAdministrators>,
    Posted { input, once }: Posted<PermissionIn>,
) -> Outcome<PermissionRecord> {
    let new = input.into_grant()?;
    let actor = caller.allowed()?;
    let grant = front.accounts.grant(&actor.ctx, new, once).await?;
    Ok(Reply::created_item("permission", PermissionRecord::of(grant, true)))
}

/// `GET /v1/permissions`.
async fn list(
    State(front): State<Front>,
    caller: Caller<SuperAdministrators>,
    pages: Pages,
) -> Outcome<Vec<PermissionRecord>> {
    caller.allowed()?;
    let (grants, paging) = front.accounts.grants(pages).await?;
    let rows = grants.into_iter().map(|grant| PermissionRecord::of(grant, true));
    Ok(Reply::list("permissions", rows.collect(), paging))
}

/// `DELETE /v1/permissions/{permissionId}`.
async fn remove(
    State(front): State<Front>,
    caller: Caller<SuperAdministrators>,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Outcome<PermissionRecord> {
    let id = platform::id::uuid_text("permissionId", &id)?;
    caller.allowed()?;
    let grant = front.accounts.revoke_grant(id.into(), seen).await?;
    Ok(Reply::item("permission", PermissionRecord::of(grant, false)).version(GRANT_VERSION))
}

const NEW: &str =
    r#"{"permissionName":"orders.manage","subjectUserId":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","canDo":true}"#;
const LISTED: &str = r#"[{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","permissionName":"orders.manage","roleId":null,"subjectUserId":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","subjectUserGroupId":null,"objectId":null,"canDo":true,"tenantCodename":"balai"}]"#;
const RECORD: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","permissionName":"orders.manage","roleId":null,"subjectUserId":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","subjectUserGroupId":null,"objectId":null,"canDo":true,"tenantCodename":"balai","isActive":true,"recordVersion":1,"createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z","_owner":"018f3c1e-7b2a-7c3d-8e4f-aaaaaaaaaaaa"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Front>> {
    vec![
        get("/permissions", effective)
            .says("List what was granted to oneself and to one's role")
            .access(Access::Account)
            .bare()
            .gives::<Vec<PermissionView>>(LISTED),
        get("/permissions/{permissionName}", scope)
            .says("See whether one may do something, and with which objects it is the other way round")
            .part::<String>("permissionName", "The permission", "orders.manage")
            .access(Access::Account)
            .bare()
            .gives::<Scope>(r#"{"canDo":true,"exceptions":["018f3c1e-7b2a-7c3d-8e4f-cccccccccccc"]}"#),
        post("/v1/permissions", create)
            .says("Grant a permission to an account or a role")
            .access(access::<SuperAdministrators>())
            .api("createPermission")
            .takes::<PermissionIn>(NEW)
            .gives_item::<PermissionRecord>("permission", RECORD)
            .creates()
            .fails(failures::granted_already)
            .fails(|| failures::no_such_user().keyed("errMsg_RecordNotFound")),
        get("/v1/permissions", list)
            .says("List everything that was granted")
            .access(access::<SuperAdministrators>())
            .api("listPermissions")
            .gives_list::<PermissionRecord>("permissions", RECORD),
        delete("/v1/permissions/{permissionId}", remove)
            .says("Take a grant back")
            .versioned()
            .part::<GrantId>("permissionId", "The grant", "018f3c1e-7b2a-7c3d-8e4f-0123456789ab")
            .access(access::<SuperAdministrators>())
            .api("deletePermission")
            .gives_item::<PermissionRecord>("permission", RECORD)
            .fails(failures::no_such_grant),
    ]
}
