//! What conversations tell people who are away, and whoever does that for them.

use accounts::AccountId;
use futures_util::future::BoxFuture;
use platform::{Result, Tx};

use crate::model::ThreadId;

/// What waits for somebody who was not here for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadDigest {
    /// Of several with the same id the first is told, and no other.
    pub id: String,
    /// Messages that they have not read, without those of threads that they have muted or put away.
    pub messages: i64,
    /// In so many threads.
    pub threads: i64,
    /// The latest of these, five at most.
    pub talks: Vec<UnreadTalk>,
}

/// A thread in which something waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadTalk {
    pub thread: ThreadId,
    /// What the other one is called; nothing if they are gone.
    pub person: Option<String>,
    /// What the listing is called; nothing if it is gone.
    pub listing: Option<String>,
    /// Messages that wait in it.
    pub messages: i64,
}

/// Tells people who are away. The server implements it over whoever writes letters.
pub trait UnreadLetters: Send + Sync {
    /// Tells somebody, exactly if the transaction is committed. `false` if they are told nothing: they want no letters, or have
    /// no address.
    fn tell<'a>(
        &'a self,
        tx: &'a mut Tx<'_>,
        to: &'a AccountId,
        digest: &'a UnreadDigest,
    ) -> BoxFuture<'a, Result<bool>>;
}
