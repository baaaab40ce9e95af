//! Accounts as TrackMate's document describes them (sections Register to Delete Account).

use accounts::{Actor, Admin, Brief, Credentials, MaybeActor, NewAccount, ProfileChange, Role, TokenPair, failures};
use axum::extract::{Extension, State};
use http::HeaderMap;
use platform::input::nullable;
use platform::{
    Error, Rule,
    cache::Tags,
    http::{
        Body, Outcome, Path, Peer, Posted, Reply,
        routes::{Access, Endpoint, delete, get, post, put},
    },
};
use serde::{Deserialize, Serialize};

use super::dialect::ADMINISTRATORS;
use crate::{Trackmate, model::UmkmView, service::umkm::no_such_umkm};

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct RegisterIn {
    /// 3 to 50 letters, digits, `.`, `_` or `-`; unique without case.
    username: String,
    /// Unique without case.
    email: String,
    /// Picture's address.
    #[serde(default)]
    image: Option<String>,
    /// `user`; `admin` only with an administrator's token.
    #[serde(default)]
    role: Option<String>,
    /// 6 to 128 characters.
    password: String,
    /// Name to show.
    fullname: String,
}

impl RegisterIn {
    fn with_role(self, role: Role) -> NewAccount {
        NewAccount {
            username: self.username,
            email: self.email,
            password: self.password,
            fullname: self.fullname,
            image: self.image,
            role,
        }
    }
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct UserIdView {
    user_id: String,
}

#[derive(Serialize, schemars::JsonSchema)]
struct ProfileView {
    /// `user-` and 16 characters.
    id: String,
    username: String,
    email: String,
    image: Option<String>,
    fullname: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct EditProfileIn {
    username: String,
    email: String,
    #[serde(default, deserialize_with = "nullable")]
    image: Option<Option<String>>,
    fullname: String,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RefreshIn {
    refresh_token: String,
}

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct AccessTokenView {
    access_token: String,
}

/// `POST /users` — register.
async fn register(
    State(trackmate): State<Trackmate>,
    MaybeActor { ctx, actor }: MaybeActor,
    Extension(peer): Extension<Peer>,
    Posted { input, once }: Posted<RegisterIn>,
) -> Outcome<UserIdView> {
    let role = match input.role.as_deref() {
        None | Some("user") => Role::User,
        Some("admin") if actor.is_some_and(|actor| actor.role.is_admin()) => Role::Admin,
        Some("admin") => {
            return Err(failures::not_an_admin().into());
        }
        Some(_) => return Err(Error::invalid_field("role", Rule::Type("\"user\" or \"admin\"".into())).into()),
    };
    let accounts = &trackmate.0.accounts;
    accounts.allow_registration(peer)?;
    let user_id = accounts.register(&ctx, input.with_role(role), once).await?;
    Ok(Reply::created(UserIdView { user_id }).message("User berhasil ditambahkan"))
}

/// `POST /admin` — make an administrator.
async fn create_admin(
    State(trackmate): State<Trackmate>,
    Admin(actor): Admin,
    Posted { input, once }: Posted<RegisterIn>,
) -> Outcome<UserIdView> {
    let user_id = trackmate
        .0
        .accounts
        .register(&actor.ctx, input.with_role(Role::Admin), once)
        .await?;
    Ok(Reply::created(UserIdView { user_id }).message("Admin berhasil ditambahkan"))
}

/// `POST /authentications` — log in.
async fn login(
    State(trackmate): State<Trackmate>,
    MaybeActor { ctx, .. }: MaybeActor,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Body(input): Body<Credentials>,
) -> Outcome<TokenPair> {
    let ctx = ctx.from_program(&headers);
    let pair = trackmate.0.accounts.login(&ctx, peer, input, false).await?;
    Ok(Reply::created(pair).message("Login berhasil"))
}

/// `POST /admin/authentications` — log in as an administrator.
async fn login_admin(
    State(trackmate): State<Trackmate>,
    MaybeActor { ctx, .. }: MaybeActor,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    Body(input): Body<Credentials>,
) -> Outcome<TokenPair> {
    let ctx = ctx.from_program(&headers);
    let pair = trackmate.0.accounts.login(&ctx, peer, input, true).await?;
    Ok(Reply::created(pair).message("Login berhasil"))
}

/// `PUT /authentications` — a new access token.
async fn refresh(
    State(trackmate): State<Trackmate>,
    MaybeActor { ctx, .. }: MaybeActor,
    Body(input): Body<RefreshIn>,
) -> Outcome<AccessTokenView> {
    let access_token = trackmate.0.accounts.refresh(&ctx, &input.refresh_token).await?;
    Ok(Reply::ok(AccessTokenView { access_token }).message("Access Token berhasil diperbarui"))
}

/// `DELETE /authentications` — log out.
async fn logout(State(trackmate): State<Trackmate>, Body(input): Body<RefreshIn>) -> Outcome<()> {
    trackmate.0.accounts.logout(&input.refresh_token).await?;
    Ok(Reply::done("Refresh token berhasil dihapus"))
}

/// `GET /users/profile`, and `POST` as the document prints it — one's own profile.
async fn profile(State(trackmate): State<Trackmate>, actor: Actor) -> Outcome<ProfileView> {
    let account = trackmate.0.accounts.profile(&actor.id).await?;
    Ok(Reply::item(
        "user",
        ProfileView {
            id: account.handle,
            username: account.username,
            email: account.email,
            image: account.image,
            fullname: account.fullname,
        },
    ))
}

/// `PUT /users` — edit one's profile.
async fn edit_profile(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Body(input): Body<EditProfileIn>,
) -> Outcome<()> {
    let EditProfileIn {
        username,
        email,
        image,
        fullname,
    } = input;
    trackmate
        .0
        .accounts
        .edit_profile(
            &actor.ctx,
            &actor.id,
            ProfileChange {
                username,
                email,
                fullname,
                image,
            },
        )
        .await?;
    Ok(Reply::done("Profil berhasil diperbarui"))
}

/// `DELETE /users` — delete one's account.
async fn delete_account(State(trackmate): State<Trackmate>, actor: Actor) -> Outcome<()> {
    trackmate.delete_account(&actor).await?;
    Ok(Reply::done("Akun berhasil dihapus"))
}

/// `GET /users/{id}` — what everybody may see of somebody.
async fn brief(State(trackmate): State<Trackmate>, Path(handle): Path<String>) -> Outcome<Brief> {
    let (id, brief) = trackmate.0.accounts.brief(&handle).await?;
    Ok(Reply::item("user", brief).keep(Tags::of([accounts::events::account_tag(id.as_str())])))
}

/// `GET /users/umkm/{userId}` — somebody's UMKM.
async fn umkm_of_user(State(trackmate): State<Trackmate>, Path(handle): Path<String>) -> Outcome<UmkmView> {
    let (id, _) = trackmate.0.accounts.brief(&handle).await?;
    Ok(Reply::item("umkm", trackmate.show_umkm_of(&id).await?))
}

const REGISTER: &str =
    r#"{"username":"user1","email":"user1@gmail.com","role":"user","password":"123user","fullname":"User Trackamte"}"#;
const USER_ID: &str = r#"{"userId":"user-I4YvO_qdU337HszX"}"#;
const CREDENTIALS: &str = r#"{"username":"user1","password":"123user"}"#;
const TOKENS: &str = r#"{"accessToken":"eyJ0eXAi…","refreshToken":"H5GczcpSr2HXk0…"}"#;
const REFRESH: &str = r#"{"refreshToken":"H5GczcpSr2HXk0…"}"#;
const PROFILE: &str = r#"{"id":"user-a9vOKoZj3lfDar65","username":"user1","email":"user1@gmail.com","image":null,"fullname":"User Trackamte"}"#;
const EDIT: &str = r#"{"username":"user1 Edited","email":"user1edited@gmail.com","image":"http://image.com","fullname":"User Trackamte Edited"}"#;
const BRIEF: &str = r#"{"id":"user-a9vOKoZj3lfDar65","username":"user1","image":null,"fullname":"User Trackamte"}"#;

/// What can go wrong with a name, a password and a code.
fn logs_in(endpoint: Endpoint<Trackmate>) -> Endpoint<Trackmate> {
    endpoint
        .fails(failures::login_refused)
        .fails(failures::code_required)
        .fails(failures::code_refused)
        .fails(failures::code_throttled)
}

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/users", register)
            .says("Register")
            .takes::<RegisterIn>(REGISTER)
            .gives::<UserIdView>(USER_ID)
            .creates()
            .message("User berhasil ditambahkan")
            .fails(|| failures::TakenName::Username.error("Gagal menambahkan user"))
            .fails(|| failures::TakenName::Email.error("Gagal menambahkan user"))
            .fails(failures::not_an_admin)
            .fails(failures::registration_throttled),
        post("/admin", create_admin)
            .says("Make an administrator")
            .access(ADMINISTRATORS)
            .takes::<RegisterIn>(REGISTER)
            .gives::<UserIdView>(USER_ID)
            .creates()
            .message("Admin berhasil ditambahkan")
            .fails(|| failures::TakenName::Username.error("Gagal menambahkan user"))
            .fails(|| failures::TakenName::Email.error("Gagal menambahkan user")),
        logs_in(post("/authentications", login))
            .every_time()
            .says("Log in")
            .takes::<Credentials>(CREDENTIALS)
            .gives::<TokenPair>(TOKENS)
            .creates()
            .message("Login berhasil")
            .fails(failures::suspended)
            .fails(failures::login_throttled),
        logs_in(post("/admin/authentications", login_admin))
            .every_time()
            .says("Log in as an administrator")
            .takes::<Credentials>(CREDENTIALS)
            .gives::<TokenPair>(TOKENS)
            .creates()
            .message("Login berhasil")
            .fails(failures::suspended)
            .fails(failures::not_an_admin)
            .fails(failures::login_throttled),
        put("/authentications", refresh)
            .says("Get a new access token")
            .takes::<RefreshIn>(REFRESH)
            .gives::<AccessTokenView>(r#"{"accessToken":"eyJ0eXAi…"}"#)
            .message("Access Token berhasil diperbarui")
            .fails(failures::bad_refresh_token),
        delete("/authentications", logout)
            .says("Log out")
            .takes::<RefreshIn>(REFRESH)
            .message("Refresh token berhasil dihapus")
            .fails(failures::bad_refresh_token),
        get("/users/profile", profile)
            .says("Read one's own profile")
            .access(Access::Account)
            .gives_item::<ProfileView>("user", PROFILE),
        post("/users/profile", profile)
            .says("Read one's own profile (as the document prints it)")
            .access(Access::Account)
            .gives_item::<ProfileView>("user", PROFILE),
        put("/users", edit_profile)
            .says("Edit one's profile")
            .access(Access::Account)
            .takes::<EditProfileIn>(EDIT)
            .message("Profil berhasil diperbarui")
            .fails(|| failures::TakenName::Username.error("Gagal edit profil"))
            .fails(|| failures::TakenName::Email.error("Gagal edit profil")),
        delete("/users", delete_account)
            .says("Delete one's account")
            .access(Access::Account)
            .message("Akun berhasil dihapus"),
        get("/users/{id}", brief)
            .says("See somebody")
            .part::<String>("id", "The account, `user-` and 16 characters", "user-a9vOKoZj3lfDar65")
            .gives_item::<Brief>("user", BRIEF)
            .kept()
            .fails(failures::no_such_user),
        get("/users/umkm/{userId}", umkm_of_user)
            .says("See somebody's UMKM")
            .part::<String>(
                "userId",
                "The account, `user-` and 16 characters",
                "user-a9vOKoZj3lfDar65",
            )
            .gives_item::<UmkmView>("umkm", super::umkm::UMKM)
            .fails(failures::no_such_user)
            .fails(no_such_umkm),
    ]
}
