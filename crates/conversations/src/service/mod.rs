//! Use cases, free of HTTP.

pub(crate) mod answering;
pub(crate) mod attachment;
pub(crate) mod block;
pub(crate) mod cases;
pub(crate) mod deliver;
pub(crate) mod edit;
pub(crate) mod failures;
pub(crate) mod history;
pub(crate) mod housekeeping;
pub(crate) mod inbox;
pub(crate) mod join;
pub(crate) mod keep;
pub(crate) mod listen;
pub(crate) mod moderate;
pub(crate) mod quick;
pub(crate) mod read;
pub(crate) mod report;
pub(crate) mod search;
pub(crate) mod send;
pub(crate) mod staff;
pub(crate) mod start;
pub(crate) mod typing;
pub(crate) mod unread;

use accounts::AccountId;
use platform::{Result, Tx};

use crate::{
    events::{ThreadValues, Told},
    model::{
        live::LiveKind,
        thread::{Side, Thread},
    },
    store,
};

/// What of a thread a message changes.
fn values_of(thread: &Thread) -> ThreadValues {
    ThreadValues {
        last_message_at: thread.last_message_at,
        record_version: thread.record_version,
        updated_at: thread.updated_at,
    }
}

/// Notes in both participants' logs what happened, and says where.
async fn tell(tx: &mut Tx<'_>, happened: LiveKind, thread: &Thread, message: Option<i64>) -> Result<Vec<Told>> {
    let noted = store::live::note(tx, happened, thread, message).await?;
    let told = noted.into_iter().map(|noted| Told {
        unread: thread.side_of(&noted.account).map_or(0, |side| thread.unread(side)),
        account: noted.account,
        seq: noted.seq,
    });
    Ok(told.collect())
}

/// The side that somebody is on, or the refusal that everybody else gets.
fn participant(thread: &Thread, account: &AccountId) -> Result<Side> {
    thread.side_of(account).ok_or_else(failures::not_a_participant)
}
