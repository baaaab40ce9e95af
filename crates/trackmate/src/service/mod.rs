//! Use cases, free of HTTP.

pub(crate) mod account;
pub(crate) mod browse;
pub(crate) mod evaluate;
pub(crate) mod external;
mod forgiving;
pub(crate) mod gtin;
pub(crate) mod impact;
pub(crate) mod kept;
pub(crate) mod liken;
pub(crate) mod listing;
pub(crate) mod offer;
mod parts;
pub(crate) mod product;
pub(crate) mod recommend;
pub(crate) mod report;
pub(crate) mod resource;
pub(crate) mod search;
pub(crate) mod seen;
pub(crate) mod settle;
mod staff;
mod suggest;
pub(crate) mod umkm;
pub(crate) mod upload;
pub(crate) mod views;
pub(crate) mod vocabulary;

use std::sync::Arc;

use accounts::AccountId;
use platform::{
    Error, Kind, Message,
    events::{Event as _, Subscriber},
};

use crate::{
    Trackmate,
    events::{ResourceRenamed, UmkmRenamed},
};

/// The one place where ownership is decided: `Ok` if the thing is the caller's.
pub(crate) fn check_owner(owner: &AccountId, caller: &AccountId, refusal: &'static str) -> Result<(), Error> {
    if owner == caller {
        return Ok(());
    }
    Err(not_yours(refusal))
}

/// What somebody else than the owner is told.
pub(crate) fn not_yours(refusal: &'static str) -> Error {
    Error::new(
        Kind::Forbidden,
        "trackmate.not_owner",
        Message::new(refusal, "This belongs to somebody else."),
    )
}

/// What everybody but the owner of a UMKM or product is told.
pub(crate) const NOT_YOURS: &str = "Anda tidak berhak mengakses resource ini";

/// Durable work that follows from events.
pub(crate) fn subscribers(trackmate: &Trackmate) -> Vec<Subscriber> {
    let (words, people) = (trackmate.clone(), trackmate.clone());
    vec![
        Subscriber {
            name: "trackmate.search_words",
            topics: &[UmkmRenamed::TOPIC, ResourceRenamed::TOPIC],
            wanted: None,
            handle: Arc::new(move |event| {
                let trackmate = words.clone();
                Box::pin(async move { trackmate.refresh_words(&event).await })
            }),
        },
        Subscriber {
            name: "trackmate.deleted_accounts",
            topics: &[accounts::events::AccountDeleted::TOPIC],
            wanted: None,
            handle: Arc::new(move |event| {
                let trackmate = people.clone();
                Box::pin(async move { trackmate.forget_account(&AccountId::from(&*event.subject)).await })
            }),
        },
    ]
}
