//! Messages.

use accounts::{Actor, Caller, Moderators, access};
use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        Filter, IfMatch, MaybeBody, Outcome, Pages, Paging, Params, Path, Posted, Reply,
        routes::{Access, Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
    text::Check,
};
use serde::Serialize;
use serde_json::Value;

use super::{changes, limit, samples};
use crate::{
    Conversations,
    input::{DateIn, DeleteIn, MarkIn, MessageIn},
    model::{
        MessageId, MessageView, StaffMessageView, ThreadId,
        message::{HistoryPart, HistoryPoint},
    },
    service::failures,
};

const ID: &str = "conversationMessageId";
const THREAD_ID: &str = "conversationThreadId";
/// Characters of a search, at most.
const LONGEST_QUERY: usize = 200;

/// Where a history goes on in both directions.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct HistoryCursor {
    /// The oldest message here: `before` of a request for older ones.
    before: Option<MessageId>,
    /// The newest message here: `after` of a request for newer ones.
    after: Option<MessageId>,
    has_more: bool,
}

/// `POST /v1/conversationmessages`.
async fn create(
    State(conversations): State<Conversations>,
    actor: Actor,
    Posted { input, once }: Posted<MessageIn>,
) -> Outcome<MessageView> {
    let new = input.check(once.as_ref().map(platform::idempotency::Once::key))?;
    let view = conversations.send_message(&actor, new).await?;
    Ok(Reply::created_item("conversationMessage", view))
}

/// `GET /v1/conversationmessages/{conversationMessageId}`.
async fn show(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
) -> Outcome<StaffMessageView> {
    let id = uuid_text(ID, &id)?;
    Ok(Reply::shown_item(
        "conversationMessage",
        conversations.show_message(&actor, &id).await?,
    ))
}

/// `GET /v1/listconversationmessages/{conversationThreadId}`.
async fn list(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<StaffMessageView>> {
    let id = uuid_text(THREAD_ID, &id)?;
    for named in params.all(THREAD_ID) {
        if uuid_text(THREAD_ID, named)? != id {
            return Err(failures::contradiction(THREAD_ID).into());
        }
    }
    if params.names_a_page() || !["after", "before", "limit"].iter().any(|name| params.has(name)) {
        let (messages, total) = conversations.list_messages(&actor, id, pages).await?;
        return Ok(Reply::list("conversationMessages", messages, pages.of(total)));
    }
    let stretch = HistoryPart {
        after: point(&params, "after")?,
        before: point(&params, "before")?,
        limit: limit(&params),
        with_retracted: false,
    };
    let limit = stretch.limit;
    let found = conversations.read_messages(&actor, id, stretch).await?;
    let id_of = |message: Option<&StaffMessageView>| message.map(|message| message.message.id.clone());
    let cursor = HistoryCursor {
        before: id_of(found.messages.first()),
        after: id_of(found.messages.last()),
        has_more: found.more,
    };
    let paging = Paging::walk(limit, found.total);
    Ok(Reply::list("conversationMessages", found.messages, paging).with("cursor", cursor))
}

/// A point in a history: the id of a message, or a moment.
fn point(params: &Params, name: &str) -> Result<Option<HistoryPoint>, Error> {
    let Some(text) = params.first(name) else {
        return Ok(None);
    };
    if let Ok(id) = uuid_text(name, text) {
        return Ok(Some(HistoryPoint::Message(id)));
    }
    match DateIn::read(text) {
        Some(DateIn(at)) => Ok(Some(HistoryPoint::Time(at))),
        None => Err(Error::invalid_field(name, Rule::Type("an ID or a date".into()))),
    }
}

/// `PATCH /v1/markmessageasread/{conversationMessageId}`.
async fn mark_read(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    MaybeBody(input): MaybeBody<MarkIn>,
) -> Outcome<MessageView> {
    let id = uuid_text(ID, &id)?;
    if input.is_some_and(|input| input.is_read == Some(false)) {
        return Err(failures::cannot_unread().into());
    }
    let marked = conversations.mark_message_read(&actor, id, seen).await?;
    let (old, new) = changes(&marked.before, &marked.after);
    Ok(Reply::shown_item("conversationMessage", marked.after).changed(old, new))
}

/// `DELETE /v1/conversationmessages/{conversationMessageId}`.
async fn remove(
    State(conversations): State<Conversations>,
    caller: Caller<Moderators>,
    Path(id): Path<String>,
    params: Params,
    seen: IfMatch,
    MaybeBody(input): MaybeBody<DeleteIn>,
) -> Outcome<MessageView> {
    let id = uuid_text(ID, &id)?;
    let mut input = input.unwrap_or_default();
    if input.reason.is_none() {
        input.reason = params.first("reason").map(str::to_owned);
    }
    let reason = input.check()?;
    let actor = caller.allowed()?;
    let view = conversations.delete_message(&actor, id, reason, seen).await?;
    Ok(Reply::shown_item("conversationMessage", view))
}

/// `GET /v1/searchmessages`.
async fn search(
    State(conversations): State<Conversations>,
    actor: Actor,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<MessageView>> {
    let mut check = Check::new();
    let query = check.text("q", params.first("q").unwrap_or_default(), 1, LONGEST_QUERY);
    check.finish()?;
    let (messages, total) = conversations.search_messages(&actor, &query, pages).await?;
    let filter = Filter {
        name: "q".to_owned(),
        value: Value::from(query),
    };
    Ok(Reply::list("conversationMessages", messages, pages.of(total)).filters(vec![filter]))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        post("/v1/conversationmessages", create)
            .api("createConversationMessage")
            .says("Send a message; with an `Idempotency-Key` or a `clientMessageId`, a retry gets the first one")
            .access(Access::Account)
            .takes::<MessageIn>(samples::MESSAGE_IN)
            .gives_item::<MessageView>("conversationMessage", samples::MESSAGE)
            .creates()
            .fails(failures::not_the_sender)
            .fails(failures::not_found)
            .fails(failures::not_a_participant)
            .fails(failures::wrong_receiver)
            .fails(failures::departed)
            .fails(failures::blocked)
            .fails(failures::no_such_attachment)
            .fails(failures::other_message)
            .fails(failures::sends_throttled),
        get("/v1/conversationmessages/{conversationMessageId}", show)
            .api("getConversationMessage")
            .says("One message, for the participants of its thread and moderators")
            .part::<MessageId>(ID, "The message", samples::ID)
            .access(Access::Account)
            .gives_item::<StaffMessageView>("conversationMessage", samples::MESSAGE)
            .fails(failures::not_found)
            .fails(failures::not_a_participant),
        delete("/v1/conversationmessages/{conversationMessageId}", remove)
            .api("deleteConversationMessage")
            .says("Delete a message; it is kept for moderators, with who deleted it, when and why")
            .part::<MessageId>(ID, "The message", samples::ID)
            .access(access::<Moderators>())
            .versioned()
            .query("reason", "Why, unless the body says so", "spam")
            .gives_item::<MessageView>("conversationMessage", samples::DELETED)
            .fails(failures::not_found),
        get("/v1/listconversationmessages/{conversationThreadId}", list)
            .api("listConversationMessages")
            .says("The messages of a thread, oldest to newest, by page or by cursor")
            .part::<ThreadId>(THREAD_ID, "The thread", samples::ID)
            .access(Access::Account)
            .query("after", "Only what comes after this: a message's ID, or a moment", samples::TIME)
            .query("before", "Only what comes before this: a message's ID, or a moment", samples::TIME)
            .query_of::<i64>("limit", "How many messages, 25 unless given, at most 500; alone or with `before`, the newest ones", "25")
            .gives_list::<StaffMessageView>("conversationMessages", samples::MESSAGE)
            .gives_also::<HistoryCursor>("cursor")
            .fails(failures::not_found)
            .fails(failures::not_a_participant),
        patch("/v1/markmessageasread/{conversationMessageId}", mark_read)
            .api("markMessageAsRead")
            .says("Mark a message as read; for its receiver. The first time stays")
            .part::<MessageId>(ID, "The message", samples::ID)
            .access(Access::Account)
            .takes::<MarkIn>(r#"{"isRead":true}"#)
            .versioned()
            .gives_item::<MessageView>("conversationMessage", samples::READ_MESSAGE)
            .fails(failures::cannot_unread)
            .fails(failures::not_found)
            .fails(failures::not_the_receiver),
        get("/v1/searchmessages", search)
            .api("searchConversationMessages")
            .says("The caller's messages that have every word (the beginning will do; case and accents do not matter), newest first")
            .access(Access::Account)
            .needs_query::<String>("q", "The words", "bisiklet")
            .gives_list::<MessageView>("conversationMessages", samples::MESSAGE)
            .fails(failures::searches_throttled),
    ]
}
