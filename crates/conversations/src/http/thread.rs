//! Threads.

use accounts::Actor;
use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        IfMatch, MaybeBody, Outcome, Pages, Paging, Params, Path, Posted, Reply,
        routes::{Access, Endpoint, get, patch, post},
    },
    id::uuid_text,
    version::Versioned,
};
use serde::Serialize;

use super::{id, limit, note, samples, wants_joins};
use crate::{
    Conversations,
    input::{DateIn, ReadIn, ThreadIn},
    model::{
        InboxView, ThreadId, ThreadView,
        thread::{InboxQuery, ThreadPosition, ThreadsBefore},
    },
    service::failures,
};

const ID: &str = "conversationThreadId";

/// Where a list by cursor goes on.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct InboxCursor {
    /// `before` of the next request; `null` at the end.
    before: Option<String>,
    has_more: bool,
}

/// `POST /v1/conversationthreads`.
async fn create(
    State(conversations): State<Conversations>,
    actor: Actor,
    Posted { input, once }: Posted<ThreadIn>,
) -> Outcome<ThreadView> {
    let started = conversations.start_thread(&actor, input.check()?, once).await?;
    let reply = Reply::created_item("conversationThread", started.view);
    Ok(if started.reused {
        reply.with("reused", true)
    } else {
        reply
    })
}

/// `GET /v1/conversationthreads/{conversationThreadId}`.
async fn show(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    params: Params,
) -> Outcome<InboxView> {
    let id = uuid_text(ID, &id)?;
    let view = conversations.show_thread(&actor, &id, wants_joins(&params)).await?;
    Ok(Reply::shown_item("conversationThread", view))
}

/// `GET /v1/conversationthreads`.
async fn list(
    State(conversations): State<Conversations>,
    actor: Actor,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<InboxView>> {
    let mut filters = Vec::new();
    let query = InboxQuery {
        user: id(&params, "userId", &mut filters)?.map(Into::into),
        listing: id(&params, "listingId", &mut filters)?,
        all: params.flag("all", false),
        archived: params.flag("archived", false),
    };
    if query.archived {
        note(&mut filters, "archived", &["true".to_owned()]);
    }
    if query.all {
        note(&mut filters, "all", &["true".to_owned()]);
    }
    let joins = wants_joins(&params);
    if params.names_a_page() || !(params.has("before") || params.has("limit")) {
        let (threads, total) = conversations.list_threads(&actor, query, pages, joins).await?;
        return Ok(Reply::list("conversationThreads", threads, pages.of(total)).filters(filters));
    }
    let before = match params.first("before") {
        Some(text) => place(text)?,
        None => ThreadsBefore::Top,
    };
    let limit = limit(&params);
    let found = conversations
        .list_threads_before(&actor, query, before, limit, joins)
        .await?;
    let paging = Paging::walk(limit, found.total);
    let next = found.next.map(ThreadPosition::token);
    Ok(Reply::list("conversationThreads", found.threads, paging)
        .filters(filters)
        .with(
            "cursor",
            InboxCursor {
                has_more: next.is_some(),
                before: next,
            },
        ))
}

/// Where a list goes on: a cursor of ours, the id of a thread, or a moment.
fn place(text: &str) -> Result<ThreadsBefore, Error> {
    if let Some(place) = ThreadPosition::from_token(text) {
        return Ok(ThreadsBefore::Position(place));
    }
    if let Ok(id) = uuid_text("before", text) {
        return Ok(ThreadsBefore::Thread(id));
    }
    match DateIn::read(text) {
        Some(DateIn(at)) => Ok(ThreadsBefore::Time(at)),
        None => Err(Error::invalid_field(
            "before",
            Rule::Type("a cursor, an ID or a date".into()),
        )),
    }
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ReadView {
    #[serde(flatten)]
    thread: ThreadView,
    /// Messages that the caller has not read.
    unread_count: i64,
}

impl Versioned for ReadView {
    fn version(&self) -> i64 {
        self.thread.record_version
    }
}

/// `PATCH /v1/conversationthreads/{conversationThreadId}/read`.
async fn read(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    seen: IfMatch,
    MaybeBody(input): MaybeBody<ReadIn>,
) -> Outcome<ReadView> {
    let id = uuid_text(ID, &id)?;
    let message = input.unwrap_or_default().check()?;
    let done = conversations.mark_read_up_to(&actor, id, message, seen).await?;
    let count = |number: i64| serde_json::Map::from_iter([("unreadCount".to_owned(), number.into())]);
    let (old, new) = if done.marked == 0 {
        Default::default()
    } else {
        (count(done.unread_before), count(done.unread))
    };
    let view = ReadView {
        thread: done.view,
        unread_count: done.unread,
    };
    Ok(Reply::shown_item("conversationThread", view)
        .changed(old, new)
        .with("markedCount", done.marked))
}

#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct TypingView {
    conversation_thread_id: ThreadId,
    /// Who is writing.
    user_id: accounts::AccountId,
}

/// `POST /v1/conversationthreads/{conversationThreadId}/typing`.
async fn typing(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
) -> Outcome<TypingView> {
    let id = uuid_text(ID, &id)?;
    conversations.tell_typing(&actor, &id).await?;
    let view = TypingView {
        conversation_thread_id: id.into(),
        user_id: actor.id,
    };
    Ok(Reply::item("typing", view))
}

/// `GET /v1/unreadcount`.
async fn unread(State(conversations): State<Conversations>, actor: Actor) -> Outcome<i64> {
    let (messages, threads) = conversations.count_unread(&actor).await?;
    Ok(Reply::item("unreadCount", messages).with("unreadThreads", threads))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        post("/v1/conversationthreads", create)
            .api("createConversationThread")
            .says("Begin a thread about a listing, or get the one that the two already have (`reused`)")
            .access(Access::Account)
            .takes::<ThreadIn>(samples::THREAD_IN)
            .gives_item::<ThreadView>("conversationThread", samples::THREAD)
            .gives_also::<bool>("reused")
            .creates()
            .fails(failures::not_the_sender)
            .fails(failures::not_found)
            .fails(failures::same_person)
            .fails(failures::listing_not_active)
            .fails(failures::nobody_owns_it)
            .fails(failures::blocked)
            .fails(failures::threads_throttled),
        get("/v1/conversationthreads", list)
            .api("listConversationThreads")
            .says("The caller's threads, latest message first; for moderators also those of others")
            .access(Access::Account)
            .query("userId", "Somebody else's threads; for moderators", samples::ID)
            .query(
                "listingId",
                "Threads about a listing; for moderators everybody's",
                samples::ID,
            )
            .query_of::<bool>("all", "Everybody's threads; for moderators", "true")
            .query_of::<bool>("archived", "Of the caller's own, those that were put away", "true")
            .query(
                "before",
                "Go on behind this: `cursor.before` of an answer, a thread's ID, or a moment",
                samples::TIME,
            )
            .query_of::<i64>(
                "limit",
                "How many threads, 25 unless given, at most 500; makes it a list by cursor",
                "25",
            )
            .gives_list::<InboxView>("conversationThreads", samples::INBOX)
            .gives_also::<InboxCursor>("cursor")
            .fails(accounts::role_required::<accounts::Moderators>),
        get("/v1/conversationthreads/{conversationThreadId}", show)
            .api("getConversationThread")
            .says("One thread, for its participants and moderators")
            .part::<ThreadId>(ID, "The thread", samples::ID)
            .access(Access::Account)
            .gives_item::<InboxView>("conversationThread", samples::INBOX)
            .fails(failures::not_found)
            .fails(failures::not_a_participant),
        patch("/v1/conversationthreads/{conversationThreadId}/read", read)
            .api("markConversationThreadAsRead")
            .says("Mark everything up to a message as read, or all there is")
            .part::<ThreadId>(ID, "The thread", samples::ID)
            .access(Access::Account)
            .takes::<ReadIn>(samples::READ_IN)
            .versioned()
            .gives_item::<ReadView>("conversationThread", samples::READ)
            .gives_also::<i64>("markedCount")
            .fails(failures::not_found)
            .fails(failures::not_a_participant),
        post("/v1/conversationthreads/{conversationThreadId}/typing", typing)
            .api("typeInConversationThread")
            .says("Tell the other one's live streams that the caller is writing")
            .part::<ThreadId>(ID, "The thread", samples::ID)
            .access(Access::Account)
            .gives_item::<TypingView>("typing", samples::TYPING)
            .fails(failures::not_found)
            .fails(failures::not_a_participant)
            .fails(failures::blocked),
        get("/v1/unreadcount", unread)
            .api("getUnreadCount")
            .says("How many messages the caller has not read; `unreadThreads` says in how many threads")
            .access(Access::Account)
            .gives_item::<i64>("unreadCount", "3")
            .gives_also::<i64>("unreadThreads"),
    ]
}
