//! Registration as the service documents have it: by address, without a chosen username.

use axum::extract::{Extension, State};
use platform::{
    Timestamp,
    http::{
        Outcome, Peer, Posted, Reply,
        routes::{Endpoint, post},
    },
};
use serde::{Deserialize, Serialize};

use super::Front;
use crate::{Account, AccountId, MaybeActor, failures, model::account::NewAccountByEmail};

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct RegisterUserIn {
    /// Unique without case.
    email: String,
    /// 6 to 128 characters.
    password: String,
    /// Name to show.
    fullname: String,
    /// Picture's address.
    #[serde(default)]
    avatar: Option<String>,
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UserView {
    id: AccountId,
    email: String,
    /// Name to show.
    fullname: String,
    /// Picture's address.
    avatar: Option<String>,
    /// Made from the address; logs in, too.
    username: String,
    role_id: &'static str,
    is_active: bool,
    record_version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(rename = "_owner")]
    owner: AccountId,
}

impl From<Account> for UserView {
    fn from(account: Account) -> Self {
        Self {
            owner: account.id.clone(),
            id: account.id,
            email: account.email,
            fullname: account.fullname,
            avatar: account.image,
            username: account.username,
            role_id: account.role.name(),
            is_active: true,
            record_version: 1,
            created_at: account.created_at,
            updated_at: account.created_at,
        }
    }
}

/// `POST /v1/registeruser`.
async fn register(
    State(front): State<Front>,
    MaybeActor { ctx, .. }: MaybeActor,
    Extension(peer): Extension<Peer>,
    Posted { input, once }: Posted<RegisterUserIn>,
) -> Outcome<UserView> {
    front.accounts.allow_registration(peer)?;
    let new = NewAccountByEmail {
        email: input.email,
        password: input.password,
        fullname: input.fullname,
        avatar: input.avatar,
    };
    let account = front.accounts.register_by_email(&ctx, new, once).await?;
    Ok(Reply::created_item("user", account.into()))
}

const NEW: &str = r#"{"email":"user@example.com","password":"123user","fullname":"John Doe"}"#;
const USER: &str = r#"{"id":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210","email":"user@example.com","fullname":"John Doe","avatar":null,"username":"user","roleId":"user","isActive":true,"recordVersion":1,"createdAt":"2023-11-28T13:06:42.530Z","updatedAt":"2023-11-28T13:06:42.530Z","_owner":"018f3c1e-7b2a-7c3d-8e4f-ba9876543210"}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Front>> {
    vec![
        post("/v1/registeruser", register)
            .says("Register by address")
            .api("registerUser")
            .takes::<RegisterUserIn>(NEW)
            .gives_item::<UserView>("user", USER)
            .creates()
            .fails(|| failures::TakenName::Email.duplicate())
            .fails(failures::registration_throttled),
    ]
}
