//! A conversation: what it is about, its messages, and the form that sends one.
//!
//! Invariant: whoever is shown the newest messages has read them, and what arrives meanwhile stays unread.

use accounts::Actor;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use conversations::MessageView;
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit, form::answer};
use platform::{Error, Kind, Timestamp, version::IfMatch};

use crate::{
    Files, Inbox, address,
    cases::categories,
    lines::{Line, Place, Reach},
    query_of,
    quick::Ready,
    send::{self, Writing},
    talk::{Talk, counted},
};

#[derive(Template)]
#[template(path = "inbox/thread.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    part: Part<'a>,
    name: String,
    about: String,
    /// The listing's page, while people may see it.
    listing: Option<String>,
    /// The form that sends; none to somebody who is gone.
    writing: Option<Writing<'a>>,
    /// What asks whether to block, or lifts a block.
    is_blocked: bool,
    /// Kinds of reasons to block somebody.
    reasons: Vec<(String, String)>,
    is_archived: bool,
    is_muted: bool,
    /// Who the other one is, for scripts.
    other: String,
    /// What is said while they are writing.
    typing: String,
    token: String,
}

/// What of the page changes while somebody looks.
#[derive(Template)]
#[template(path = "inbox/thread-part.html")]
struct Part<'a> {
    speech: Speech<'a>,
    title: String,
    /// The number in the bar.
    waiting: i64,
    /// The page's path without what it asks for.
    path: String,
    is_newest: bool,
    older: Option<String>,
    lines: Vec<Line>,
}

/// `GET /pesan/{thread}`
pub(crate) async fn show(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let talk = inbox.talk(actor, &id).await?;
        page(&inbox, (&visit, actor), &talk, &Place::read(&query_of(query)), None).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// The page of a conversation, with a form that was refused if there is one.
pub(crate) async fn page(
    inbox: &Inbox,
    (visit, actor): (&Visit, &Actor),
    talk: &Talk,
    place: &Place,
    refused: Option<Writing<'_>>,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let part = part(inbox, (visit, actor), talk, place).await?;
    if visit.wants_part() && refused.is_none() {
        return Answer::page(&part);
    }
    let ready = match talk.seller.as_ref() == Some(&actor.id) {
        true => Ready::ForSeller,
        false if part.lines.is_empty() => Ready::ForBuyer,
        false => Ready::None,
    };
    let quick = inbox.quick_answers(actor, speech, ready).await?;
    let token = visit.kit.form_token(visit)?;
    let writing = refused.unwrap_or_else(|| Writing::of(visit, send::form(visit, talk.path()), &Fields::default()));
    let page = Page {
        frame: Frame::of(visit, &part.title)
            .with_form(&token)
            .with_waiting(part.waiting),
        files: inbox.files(),
        part,
        name: talk.called(speech),
        about: talk.about(speech),
        listing: address::listing(&talk.listing).filter(|_| talk.is_offered),
        writing: talk
            .name
            .is_some()
            .then(|| writing.with_token(&token.token).with_quick(quick)),
        is_blocked: inbox.conversations().is_blocking(actor, &talk.other).await?,
        reasons: categories(speech),
        is_archived: talk.is_archived,
        is_muted: talk.is_muted,
        other: talk.other.to_string(),
        typing: speech.with("inbox-typing", "name", talk.called(speech)),
        token: token.token.clone(),
    };
    answer(Answer::page(&page), token)
}

async fn part<'a>(
    inbox: &Inbox,
    (visit, actor): (&'a Visit, &Actor),
    talk: &Talk,
    place: &Place,
) -> Result<Part<'a>, Error> {
    let speech = visit.speech();
    let (messages, has_older) = inbox.messages(actor, talk, place).await?;
    let is_newest = *place == Place::Newest;
    if is_newest && talk.unread > 0 {
        mark_read(inbox, actor, talk, messages.iter().rfind(|message| message.is_active)).await?;
    }
    inbox.conversations().mark_delivered(actor).await?;
    if !visit.wants_part() {
        inbox.conversations().note_look(actor).await?;
    }
    let delivered = inbox.conversations().delivered_until(&talk.other).await?;
    let (unread, _) = inbox.conversations().count_waiting(actor).await?;
    let oldest = messages.first().filter(|_| has_older);
    Ok(Part {
        speech,
        title: counted(unread, &talk.called(speech)),
        waiting: unread,
        path: talk.path(),
        is_newest,
        older: oldest.map(|message| format!("{}?sebelum={}", talk.path(), message.id)),
        lines: lines_of(inbox, messages, (actor, delivered), visit),
    })
}

fn lines_of(inbox: &Inbox, messages: Vec<MessageView>, seen: (&Actor, Timestamp), visit: &Visit) -> Vec<Line> {
    let now = visit.ctx.now();
    let may_change = |sent_at| inbox.conversations().may_change(sent_at, now);
    Line::all(messages, seen, (visit.speech(), now), may_change)
}

/// Marks what is shown as read. What was deleted since it was looked up needs no mark.
async fn mark_read(inbox: &Inbox, actor: &Actor, talk: &Talk, last: Option<&MessageView>) -> Result<(), Error> {
    let Some(last) = last.map(|message| message.id.to_string()) else {
        return Ok(());
    };
    let marking = inbox
        .conversations()
        .mark_read_up_to(actor, talk.id.clone(), Some(last), IfMatch::Any);
    match marking.await {
        Err(error) if error.kind() == Kind::NotFound => Ok(()),
        other => other.map(drop),
    }
}
