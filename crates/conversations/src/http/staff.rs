//! Everything there is, for staff.

use accounts::{Caller, Moderators, access};
use axum::extract::State;
use platform::http::{
    Outcome, Pages, Params, Reply,
    routes::{Endpoint, get},
};

use super::{ids, note, samples, wanted_joins, wants_joins};
use crate::{
    Conversations,
    model::{StaffMessageView, StaffThreadView, message::MessageFilter, thread::ThreadFilter},
};

/// `GET /v1/_fetchlistconversationmessage`.
async fn messages(
    State(conversations): State<Conversations>,
    caller: Caller<Moderators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<StaffMessageView>> {
    let mut filters = Vec::new();
    let mut filter = MessageFilter {
        threads: ids(&params, "conversationThreadId", &mut filters)?,
        senders: ids(&params, "senderId", &mut filters)?,
        receivers: ids(&params, "receiverId", &mut filters)?,
        ..MessageFilter::default()
    };
    for (name, flag) in [("isRead", &mut filter.read), ("isActive", &mut filter.active)] {
        if let Some(text) = params.first(name) {
            *flag = Some(text == "true");
            note(&mut filters, name, &[text.to_owned()]);
        }
    }
    if params.first("readAt") == Some("null") {
        filter.read = Some(false);
        note(&mut filters, "readAt", &["null".to_owned()]);
    }
    if let Some(text) = params.first("content").filter(|text| !text.contains('\0')) {
        text.clone_into(&mut filter.content);
        note(&mut filters, "content", &[text.to_owned()]);
    }
    caller.allowed()?;
    let (rows, total) = conversations
        .list_every_message(filter, pages, wanted_joins(&params))
        .await?;
    Ok(Reply::list("conversationMessages", rows, pages.of(total)).filters(filters))
}

/// `GET /v1/_fetchlistconversationthread`.
async fn threads(
    State(conversations): State<Conversations>,
    caller: Caller<Moderators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<StaffThreadView>> {
    let mut filters = Vec::new();
    let filter = ThreadFilter {
        listings: ids(&params, "listingId", &mut filters)?,
        senders: ids(&params, "senderId", &mut filters)?,
        receivers: ids(&params, "receiverId", &mut filters)?,
    };
    caller.allowed()?;
    let (rows, total) = conversations
        .list_every_thread(filter, pages, wants_joins(&params))
        .await?;
    Ok(Reply::list("conversationThreads", rows, pages.of(total)).filters(filters))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        get("/v1/_fetchlistconversationmessage", messages)
            .api("_fetchListConversationMessage")
            .says("All messages, newest first, deleted ones included")
            .access(access::<Moderators>())
            .query_any("conversationThreadId", "Only those of these threads", samples::ID)
            .query_any("senderId", "Only those by these people", samples::ID)
            .query_any("receiverId", "Only those to these people", samples::ID)
            .query_of::<bool>("isRead", "Only those that were read, or were not", "false")
            .query_of::<bool>("isActive", "Only those that are not deleted, or are", "true")
            .query("content", "Only those with this in them", "bisiklet")
            .gives_list::<StaffMessageView>("conversationMessages", samples::STAFF_MESSAGE),
        get("/v1/_fetchlistconversationthread", threads)
            .api("_fetchListConversationThread")
            .says("All threads, newest first")
            .access(access::<Moderators>())
            .query_any("listingId", "Only those about these listings", samples::ID)
            .query_any("senderId", "Only those that these people began", samples::ID)
            .query_any(
                "receiverId",
                "Only those that others began with these people",
                samples::ID,
            )
            .gives_list::<StaffThreadView>("conversationThreads", samples::STAFF_THREAD),
    ]
}
