//! Asking a seller: the thread about a listing is begun, or found, and the message sent in it.
//!
//! Invariant: nothing is begun by a message that would be refused for what it says.

use accounts::Actor;
use askama::Template;
use axum::extract::{RawQuery, State};
use conversations::{Listing, api::NewThread};
use pages_kit::{Answer, Failed, Fields, Frame, Posted, Visit, csrf, form::answer, people::resend};
use platform::{Error, Kind, id::uuid_text};

use crate::{
    Files, Inbox, address, query_of,
    quick::{self, Ready},
    refusal,
    send::{self, Writing},
    talk::{as_missing, nowhere},
};

/// The field that names the listing.
const LISTING: &str = "iklan";

#[derive(Template)]
#[template(path = "inbox/start.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    title: Option<&'a str>,
    listing: Option<String>,
    writing: Writing<'a>,
}

/// `GET /pesan/baru?iklan=…`
pub(crate) async fn ask(State(inbox): State<Inbox>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let fields = query_of(query);
        let listing = listing(&inbox, &fields).await?.filter(|listing| listing.active);
        page(
            &inbox,
            (&visit, actor),
            Some(&listing.ok_or_else(nowhere)?),
            &fields,
            None,
        )
        .await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /pesan/baru`
pub(crate) async fn start(State(inbox): State<Inbox>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let Some(actor) = &visit.actor else {
        // A page that anybody sees may have this form: whoever sends it logs in first, and loses nothing.
        return resend::page(&visit, address::START, &kept(&fields), None).map_err(Failed::at(&visit));
    };
    let started = async {
        let listing = listing(&inbox, &fields).await?;
        if let Some(held) = quick::inserted(&fields) {
            return page(&inbox, (&visit, actor), listing.as_ref(), &held, None).await;
        }
        match begin(&inbox, actor, listing.as_ref(), &fields).await {
            Ok(thread) => Answer::see(&format!("{}#tulis", address::thread(&thread))),
            Err(error) if refusal::is_for_form(&error) || error.kind() == Kind::NotFound => {
                let again = page(&inbox, (&visit, actor), listing.as_ref(), &fields, Some(&error)).await?;
                Ok(again.status(refusal::status(&error)))
            }
            Err(error) => Err(error),
        }
    };
    started.await.map_err(Failed::at(&visit))
}

/// What was typed, as a form sends it.
fn kept(fields: &Fields) -> String {
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(fields.iter().filter(|(name, _)| *name != csrf::FIELD));
    kept.finish()
}

/// The listing that a form names, if it is there.
async fn listing(inbox: &Inbox, fields: &Fields) -> Result<Option<Listing>, Error> {
    let id = uuid_text(LISTING, fields.get(LISTING)).map_err(as_missing)?;
    match inbox.conversations().look_up_listing(&id).await {
        Ok(listing) => Ok(Some(listing)),
        Err(error) if error.kind() == Kind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Begins the thread, or finds it, and sends the message; answers the thread's id.
async fn begin(inbox: &Inbox, actor: &Actor, listing: Option<&Listing>, fields: &Fields) -> Result<String, Error> {
    let listing = listing.ok_or_else(nowhere)?;
    // A text is judged alike whatever thread it is for.
    drop(send::input(fields, &listing.id).check(None)?);
    let new = NewThread {
        listing: listing.id.clone(),
        receiver: listing.owner.clone(),
        sender: None,
    };
    let thread = inbox.conversations().start_thread(actor, new, None).await?.view.id;
    send::deliver(inbox, actor, thread.as_str(), fields).await?;
    Ok(thread.to_string())
}

async fn page(
    inbox: &Inbox,
    (visit, actor): (&Visit, &Actor),
    listing: Option<&Listing>,
    held: &Fields,
    refused: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut form = send::form(visit, address::START).holding(held);
    form.hidden.push((LISTING, held.get(LISTING).to_owned()));
    form.token.clone_from(&token.token);
    if let Some(error) = refused {
        form = refusal::told(form, speech, error, visit.lang());
    }
    let quick = inbox.quick_answers(actor, speech, Ready::ForBuyer).await?;
    // What is not offered may not be for everybody to see.
    let shown = listing.filter(|listing| listing.active);
    let mut frame = Frame::of(visit, speech.say("inbox-ask")).with_form(&token);
    // Whoever switches the language comes back to the same question.
    frame.path = form_urlencoded::Serializer::new(format!("{}?", address::START))
        .append_pair(LISTING, held.get(LISTING))
        .finish();
    let page = Page {
        frame,
        files: inbox.files(),
        title: shown.map(|listing| listing.title.as_str()),
        listing: shown.and_then(|listing| address::listing(&listing.id)),
        writing: Writing::of_words(visit, form).with_quick(quick),
    };
    answer(Answer::page(&page), token)
}
