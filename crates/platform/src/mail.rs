//! Letters to people's addresses, handed to whoever sends them.
//!
//! A module takes a [`Mailer`] where there is one; without, it offers nothing that needs letters.

use futures_util::future::BoxFuture;

use crate::{clock::Timestamp, db::Tx, error::Result};

/// A letter in two forms that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// What it is about, such as `accounts.reset:018f…`: of several with the same id the first is sent, and no other.
    pub id: String,
    /// One address.
    pub to: String,
    /// A line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as a document of HTML that loads nothing.
    pub html: String,
    /// Where its reader can say that no more of its kind shall come, for notices: an address of the web that shows a page, and takes
    /// the POST of a mail program without one (RFC 8058).
    pub unsubscribe: Option<String>,
    /// Later it is of no use, and not sent.
    pub good_until: Option<Timestamp>,
}

/// Sends letters.
pub trait Mailer: Send + Sync {
    /// Takes a letter in the transaction in which it came up: it is sent exactly if that is committed, soon after, and again
    /// until it is taken or days have passed.
    fn post<'a>(&'a self, tx: &'a mut Tx<'_>, letter: Letter) -> BoxFuture<'a, Result<()>>;

    /// Sends nothing of what waits for an address, and forgets what was sent to it: its owner is gone.
    fn withdraw<'a>(&'a self, tx: &'a mut Tx<'_>, address: &'a str) -> BoxFuture<'a, Result<()>>;
}
