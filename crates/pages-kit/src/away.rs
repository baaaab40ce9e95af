//! What cannot be done now, since the database is away or everything is busy: what to do next, and, after a form was sent, what
//! was typed, to be sent once more. Pictures are not among it, and passwords are typed anew.
//!
//! Invariant: what was typed goes back to a page of this place alone, so that no other page fills in a form here.

use std::sync::{Arc, Mutex, PoisonError};

use askama::Template;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, header, request::Parts};
use platform::{Error, http::call::of_same_origin};

use crate::{
    Answer, Field, Fields, Frame, failure::Reader, form::LARGEST, guard::local_way, people::resend::typed,
    upload::read_texts,
};

/// What a form sent, for whoever has to give it back. Extractors put it here as soon as they have read it.
#[derive(Clone, Default)]
pub(crate) struct Typed(Arc<Mutex<Option<Fields>>>);

impl Typed {
    /// Notes what was sent with a request.
    pub(crate) fn note(parts: &Parts, fields: &Fields) {
        if let Some(Self(slot)) = parts.extensions.get() {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(fields.clone());
        }
    }

    /// Reads what was sent with a request that nobody will answer, as far as it can be read.
    pub(crate) async fn rescue(parts: Parts, body: Body) {
        let of_type = |wanted: &str| {
            let sent = parts.headers.get(header::CONTENT_TYPE);
            sent.and_then(|sent| sent.to_str().ok())
                .is_some_and(|sent| sent.starts_with(wanted))
        };
        let fields = if of_type("application/x-www-form-urlencoded") {
            to_bytes(body, LARGEST).await.ok().map(|body| Fields::read(&body))
        } else if of_type("multipart/form-data") {
            read_texts(Request::from_parts(parts.clone(), body)).await.ok()
        } else {
            None
        };
        if let Some(fields) = fields {
            Self::note(&parts, &fields);
        }
    }

    fn take(&self) -> Option<Fields> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Marks an answer of which a page says when to come back, by the name of its texts.
#[derive(Clone, Copy)]
pub(crate) struct Away(pub(crate) &'static str);

/// What was asked for, kept for the page about it.
pub(crate) struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "kit/away.html")]
struct Page<'a> {
    frame: Frame<'a>,
    heading: &'a str,
    advice: &'a str,
    path: &'a str,
    again: Option<Again>,
}

/// A form that was sent, to be sent again.
struct Again {
    hidden: Fields,
    /// What people typed of it.
    typed: Vec<String>,
    passwords: Vec<Field>,
    had_pictures: bool,
}

fn is_password(name: &str) -> bool {
    name.to_ascii_lowercase().contains("password")
}

impl Asked {
    /// Of a request, which is told where to note what it brings.
    pub(crate) fn of(request: &mut Request) -> Self {
        let typed = Typed::default();
        request.extensions_mut().insert(typed.clone());
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        Self {
            method: request.method().clone(),
            path: path.to_owned(),
            headers: request.headers().clone(),
            typed,
        }
    }

    /// The answer, or in place of one that says to come back a page that says how.
    pub(crate) fn told(self, reader: &Reader, answer: Response) -> Response {
        let Some(Away(name)) = answer.extensions().get().copied() else {
            return answer;
        };
        match self.page(reader, name) {
            Ok(page) => {
                let mut page = page.status(answer.status()).into_response();
                if let Some(wait) = answer.headers().get(header::RETRY_AFTER) {
                    page.headers_mut().insert(header::RETRY_AFTER, wait.clone());
                }
                page
            }
            Err(error) => {
                tracing::error!(%error, "a page about what is away could not be shown");
                answer
            }
        }
    }

    fn page(&self, reader: &Reader, name: &str) -> Result<Answer, Error> {
        let speech = reader.kit.speech(reader.language);
        let (heading, advice) = (
            speech.say(&format!("failure-{name}")),
            speech.say(&format!("failure-{name}-advice")),
        );
        let mut frame = Frame::bare(&reader.kit, speech, &heading, None);
        // Whether somebody is logged in is not known either.
        frame.offers_entry = false;
        let page = Page {
            frame,
            heading: &heading,
            advice: &advice,
            path: local_way(&self.path),
            again: self.again(&speech.say("password")),
        };
        Answer::page(&page)
    }

    fn again(&self, password: &str) -> Option<Again> {
        if self.method != Method::POST || !of_same_origin(&self.headers) {
            return None;
        }
        let sent = self.typed.take()?;
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let hidden: Fields = sent.iter().filter(|(name, _)| !is_password(name)).map(owned).collect();
        let passwords = sent.iter().filter(|(name, _)| is_password(name));
        let had_pictures = self.headers.get(header::CONTENT_TYPE);
        Some(Again {
            typed: typed(&hidden),
            passwords: passwords
                .map(|(name, _)| Field::password(name.to_owned(), password, "off"))
                .collect(),
            had_pictures: had_pictures.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/")),
            hidden,
        })
    }
}
