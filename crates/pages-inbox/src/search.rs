//! Somebody's messages that have the words of a search, newest first, each with a way to where it was said.

use std::collections::HashMap;

use accounts::Actor;
use askama::Template;
use conversations::MessageView;
use pages_kit::{Answer, Fields, Frame, Paged, Visit};
use platform::Error;

use crate::{Files, Inbox, address, clock, talk::Talk};

/// Characters of a search, at most.
pub(crate) const LONGEST: usize = 200;

const PAGED: Paged = Paged { rows: 15, last: 100 };

#[derive(Template)]
#[template(path = "inbox/search.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    words: &'a str,
    count: String,
    hits: Vec<Hit>,
    before: Option<String>,
    after: Option<String>,
}

/// A message that was found.
struct Hit {
    path: String,
    name: String,
    about: String,
    text: String,
    is_own: bool,
    moment: String,
    time: String,
}

impl Hit {
    fn of(message: MessageView, talk: &Talk, (visit, actor): (&Visit, &Actor)) -> Self {
        let speech = visit.speech();
        Self {
            path: format!("{}?sampai={1}#p-{1}", talk.path(), message.id),
            name: talk.called(speech),
            about: talk.about(speech),
            is_own: message.sender_id == actor.id,
            moment: message.sent_at.to_string(),
            time: clock::short(speech, message.sent_at, visit.ctx.now()),
            text: message.content,
        }
    }
}

/// The page of a search.
pub(crate) async fn page(
    inbox: &Inbox,
    visit: &Visit,
    (actor, words): (&Actor, &str),
    fields: &Fields,
) -> Result<Answer, Error> {
    let (speech, page) = (visit.speech(), PAGED.read(fields));
    let asked = inbox.conversations().search_messages(actor, words, PAGED.pages(page));
    let (messages, total) = asked.await?;
    let mut talks: HashMap<String, Talk> = HashMap::new();
    let mut hits = Vec::new();
    for message in messages {
        let id = message.conversation_thread_id.to_string();
        if !talks.contains_key(&id) {
            talks.insert(id.clone(), inbox.talk(actor, &id).await?);
        }
        if let Some(talk) = talks.get(&id) {
            hits.push(Hit::of(message, talk, (visit, actor)));
        }
    }
    let query: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
    let (before, after) = PAGED.around(page, total, |page| format!("{}?q={query}&hal={page}", address::INBOX));
    Answer::page(&Page {
        frame: Frame::of(visit, speech.with("inbox-found", "words", words)),
        files: inbox.files(),
        words,
        count: speech.with("inbox-found-count", "count", total),
        hits,
        before,
        after,
    })
}
