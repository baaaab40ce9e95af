//! What people are written about, and whoever finds the words for it.

use std::sync::Arc;

use platform::{Error, Timestamp, mail::Mailer};

/// What a code that was sent to an address is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Shows that the address is read.
    Verify,
    /// Sets another password.
    Reset,
}

impl Purpose {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
        }
    }
}

/// A wish for a new password, of an account or of nobody.
pub(crate) struct ResetWish {
    pub(crate) id: i64,
    pub(crate) email_key: String,
    pub(crate) language: Option<String>,
    pub(crate) at: Timestamp,
}

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
pub enum Notice<'a> {
    /// Whoever reads it has the address: by a code.
    Verify { code: &'a str },
    /// Another password may be set: by a code.
    Reset { code: &'a str },
    /// Another address counts from now on; told at the one before.
    AddressChanged { to: &'a str },
    /// Another password counts.
    PasswordChanged,
    /// A second step is asked for from now on, or no more.
    SecondStep { is_on: bool },
    /// Somebody has logged in from a kind of program that was not met before: `Chrome, Android`, or nothing if it did not say.
    SignedIn { device: &'a str, at: Timestamp },
}

/// Who reads a letter.
#[derive(Debug, Clone)]
pub struct Addressee {
    pub email: String,
    /// Name to show.
    pub fullname: String,
    /// The code of a language, such as `tr`, if it is known.
    pub language: Option<String>,
}

/// A letter in words.
#[derive(Debug, Clone)]
pub struct Written {
    pub subject: String,
    pub text: String,
    /// A document.
    pub html: String,
    /// Where its reader says that no more of its kind shall come, for notices.
    pub unsubscribe: Option<String>,
}

/// Finds the words, in the language of whoever reads.
pub trait Writer: Send + Sync {
    fn write(&self, notice: Notice<'_>, to: &Addressee) -> Result<Written, Error>;
}

/// How letters are written and sent, where a mail server is set.
#[derive(Clone)]
pub struct Post {
    pub writer: Arc<dyn Writer>,
    pub mailer: Arc<dyn Mailer>,
}
