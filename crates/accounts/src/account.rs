//! What an account is.

use platform::{Error, Timestamp, text_id};
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
    /// Id.
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
    /// Role.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last logged in.
    pub last_login_at: Option<Timestamp>,
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
