//! Somebody's threads, latest message first.

use accounts::Actor;
use askama::Template;
use axum::extract::{RawQuery, State};
use conversations::api::InboxQuery;
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Speech, Visit};
use platform::{Error, Timestamp};

use crate::{
    Files, Inbox, address, clock, query_of, search,
    talk::{Talk, counted},
};

/// What asks for those that were put away.
const ARCHIVED: &str = "arsip";
const YES: &str = "ya";

const PAGED: Paged = Paged { rows: 20, last: 500 };

#[derive(Template)]
#[template(path = "inbox/list.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    part: Part<'a>,
}

/// What of the page changes while somebody looks.
#[derive(Template)]
#[template(path = "inbox/list-part.html")]
struct Part<'a> {
    speech: Speech<'a>,
    title: String,
    /// Whether it is the part in which something new comes first.
    is_live: bool,
    /// Whether it shows what was put away.
    is_archive: bool,
    unread: String,
    /// The number in the bar.
    waiting: i64,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
}

/// A thread.
struct Row {
    path: String,
    name: String,
    about: String,
    last: String,
    moment: String,
    time: String,
    is_muted: bool,
    /// How many messages are unread; empty if none is.
    unread: String,
}

impl Row {
    fn of(talk: &Talk, speech: Speech<'_>, now: Timestamp) -> Self {
        Self {
            path: talk.path(),
            name: talk.called(speech),
            about: talk.about(speech),
            last: talk.last.clone().unwrap_or_default(),
            moment: talk.at.to_string(),
            time: clock::short(speech, talk.at, now),
            is_muted: talk.is_muted,
            unread: if talk.unread > 0 {
                speech.number(talk.unread)
            } else {
                String::new()
            },
        }
    }
}

/// `GET /pesan`
pub(crate) async fn show(
    State(inbox): State<Inbox>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let fields = query_of(query);
    let shown = async {
        let words: String = fields.get("q").trim().chars().take(search::LONGEST).collect();
        if words.is_empty() {
            threads(&inbox, &visit, actor, &fields).await
        } else {
            search::page(&inbox, &visit, (actor, &words), &fields).await
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

async fn threads(inbox: &Inbox, visit: &Visit, actor: &Actor, fields: &Fields) -> Result<Answer, Error> {
    let (speech, page) = (visit.speech(), PAGED.read(fields));
    inbox.conversations().mark_delivered(actor).await?;
    // A page that asks for its part may be one that nobody looks at.
    if !visit.wants_part() {
        inbox.conversations().note_look(actor).await?;
    }
    let archived = fields.get(ARCHIVED) == YES;
    let query = InboxQuery {
        archived,
        ..InboxQuery::default()
    };
    let asked = inbox
        .conversations()
        .list_threads(actor, query, PAGED.pages(page), true);
    let (views, total) = asked.await?;
    let (unread, unread_threads) = inbox.conversations().count_waiting(actor).await?;
    let now = visit.ctx.now();
    let talks = views.into_iter().filter_map(|view| Talk::of(view, &actor.id));
    let (before, after) = PAGED.around(page, total, |page| path_of(archived, page));
    let title = counted(unread, &speech.say("inbox"));
    let part = Part {
        speech,
        title: title.clone(),
        is_live: page == 1 && !archived,
        is_archive: archived,
        unread: said_unread(speech, unread, unread_threads),
        waiting: unread,
        rows: talks.map(|talk| Row::of(&talk, speech, now)).collect(),
        before,
        after,
    };
    if visit.wants_part() {
        return Answer::page(&part);
    }
    Answer::page(&Page {
        frame: Frame::of(visit, title).with_waiting(unread),
        files: inbox.files(),
        part,
    })
}

/// The path of a page of the list.
fn path_of(archived: bool, page: i64) -> String {
    let shelf = if archived { "arsip=ya&" } else { "" };
    format!("{}?{shelf}hal={page}", address::INBOX)
}

fn said_unread(speech: Speech<'_>, messages: i64, threads: i64) -> String {
    if messages == 0 {
        return speech.say("inbox-all-read");
    }
    speech.with_two("inbox-unread", ("messages", messages), ("threads", threads))
}
