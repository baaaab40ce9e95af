//! What an account is.

use platform::{Error, FieldError, Kind, Message, Rule, Timestamp, text_id};
use serde::{Deserialize, Serialize};

text_id! {
    /// An account's id (UUIDv7).
    pub struct AccountId
}

text_id! {
    /// A session's id (UUIDv7).
    pub struct SessionId
}

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// A person.
    User,
    /// Looks after what people write.
    Moderator,
    /// Runs the place.
    Admin,
    /// Passes every check.
    SuperAdmin,
}

impl Role {
    /// The name that is stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
            Self::SuperAdmin => "superAdmin",
        }
    }

    /// Whether this is a moderator or above: who looks after what people write.
    pub fn is_staff(self) -> bool {
        self >= Self::Moderator
    }

    /// Whether this is an administrator.
    pub fn is_admin(self) -> bool {
        matches!(self, Self::Admin | Self::SuperAdmin)
    }
}

impl std::str::FromStr for Role {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        [Self::User, Self::Moderator, Self::Admin, Self::SuperAdmin]
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| Error::internal(format!("there is no role named {name}")))
    }
}

/// A living account as its owner sees it.
#[derive(Debug, Clone)]
pub struct Account {
    pub id: AccountId,
    /// `user-` and 16 characters.
    pub handle: String,
    /// Name to log in with.
    pub username: String,
    /// Address.
    pub email: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address.
    pub image: Option<String>,
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last logged in.
    pub last_login_at: Option<Timestamp>,
    /// Since when its owner is known to read what is sent to the address.
    pub email_verified_at: Option<Timestamp>,
    /// The code of the language of its letters, if that is known.
    pub language: Option<String>,
    /// Whether letters about logins from new devices are unwanted.
    pub quiet_sign_ins: bool,
}

/// What everybody may see of an account. No email.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct Brief {
    /// `user-` and 16 characters.
    pub id: String,
    /// Name.
    pub username: String,
    /// Picture's address.
    pub image: Option<String>,
    /// Name to show.
    pub fullname: String,
}

/// What everybody may know of an account, wherever they meet it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicProfile {
    /// Its id.
    pub id: AccountId,
    /// `user-` and 16 characters.
    pub handle: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address.
    pub image: Option<String>,
    /// When they joined.
    pub since: Timestamp,
}

/// By what an account is asked for: the two ids that it has in the documented APIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileName {
    /// A UUID, as the services have it.
    Id(AccountId),
    /// `user-` and 16 characters, as TrackMate has it.
    Handle(String),
}

impl ProfileName {
    /// From a text of an address; refused by the name of its parameter if it is neither.
    pub fn read(parameter: &str, text: &str) -> Result<Self, Error> {
        let handle = |rest: &str| {
            (1..=64).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
        };
        if text.strip_prefix("user-").is_some_and(handle) {
            return Ok(Self::Handle(text.to_owned()));
        }
        platform::id::uuid_text(parameter, text).map(|id| Self::Id(id.into()))
    }
}

/// A person who wants an account.
#[derive(Clone)]
pub struct NewAccount {
    /// Name to log in with.
    pub username: String,
    /// Address.
    pub email: String,
    /// In plain; never kept.
    pub password: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address.
    pub image: Option<String>,
    /// Role. The caller has checked that it may be given.
    pub role: Role,
}

/// A person who wants an account and gives no name to log in with.
#[derive(Clone)]
pub struct NewAccountByEmail {
    /// Address.
    pub email: String,
    /// In plain; never kept.
    pub password: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address.
    pub avatar: Option<String>,
}

/// Which account, and which role it should have from now on.
#[derive(Debug, Clone)]
pub struct RoleChange {
    pub username: String,
    /// New role.
    pub role: Role,
}

/// Why a name or an address is refused, in the words of the call that was made.
#[derive(Debug, Clone, Copy)]
pub enum TakenName {
    /// The name.
    Username,
    /// The address.
    Email,
}

impl TakenName {
    /// As the documents of the services say it.
    pub fn duplicate(self) -> Error {
        let (code, field) = match self {
            Self::Username => ("accounts.username_taken", "username"),
            Self::Email => ("accounts.email_taken", "email"),
        };
        let said = Message::new("sudah digunakan", "is already taken");
        let message = Message::new("Data sudah digunakan.", "Somebody has this already.");
        Error::new(Kind::Invalid, code, message)
            .with_fields(vec![FieldError::new(field, Rule::Other(said))])
            .keyed(format!("errMsg_DuplicateIndexErrorWithFields:{field}"))
    }

    /// `Gagal menambahkan user. Username sudah digunakan.`
    pub fn error(self, attempt: &'static str) -> Error {
        let (code, field, what) = match self {
            Self::Username => ("accounts.username_taken", "username", "Username"),
            Self::Email => ("accounts.email_taken", "email", "Email"),
        };
        let said = Message::new("sudah digunakan", "is already taken");
        Error::new(Kind::Conflict, code, format!("{attempt}. {what} sudah digunakan."))
            .with_fields(vec![FieldError::new(field, Rule::Other(said))])
    }
}

/// A profile as its owner wants it.
#[derive(Debug, Clone)]
pub struct ProfileChange {
    /// Name to log in with.
    pub username: String,
    /// Address.
    pub email: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address: `None` leaves it, `Some(None)` removes it.
    pub image: Option<Option<String>>,
}
