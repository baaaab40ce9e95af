//! What goes wrong, as a page that says what to do next.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use platform::{Error, Kind};

use crate::{
    Answer, Kit, Language, Visit,
    asset::Paths,
    away::Away,
    frame::{Frame, Menu, Person},
    guard::local_way,
};

/// Who reads, as far as it is known when something goes wrong.
#[derive(Clone)]
pub struct Reader {
    pub kit: Kit,
    pub language: Language,
}

/// A page that cannot be shown, or a change that was not made.
pub enum Failed {
    /// Another page comes first.
    Elsewhere(Box<Answer>),
    /// A page about what went wrong.
    Told(Box<Told>),
}

/// What went wrong, and who is told.
pub struct Told {
    error: Error,
    reader: Reader,
    person: Option<Person>,
}

impl Failed {
    /// An error, for somebody who may not be known.
    pub fn of(error: Error, reader: Reader) -> Self {
        Self::Told(Box::new(Told {
            error,
            reader,
            person: None,
        }))
    }

    /// An error of a visit.
    pub fn at(visit: &Visit) -> impl FnOnce(Error) -> Self {
        let reader = Reader {
            kit: visit.kit.clone(),
            language: visit.language,
        };
        let person = visit.actor.as_ref().map(Person::of);
        // Whoever has the role, but no second step yet, is led to it.
        let needs_factor = visit.actor.as_ref().is_some_and(|actor| actor.needs_factor);
        move |error| {
            if needs_factor
                && error.kind() == Kind::Forbidden
                && let Ok(way) = Answer::see("/akun/dua-langkah")
            {
                return Self::Elsewhere(Box::new(way));
            }
            Self::Told(Box::new(Told { error, reader, person }))
        }
    }

    /// The page on which one logs in, and then comes back.
    pub fn login(visit: &Visit) -> Self {
        let back: String = form_urlencoded::byte_serialize(local_way(&visit.path).as_bytes()).collect();
        match Answer::see(&format!("{}?kembali={back}", visit.entry())) {
            Ok(answer) => Self::Elsewhere(Box::new(answer)),
            Err(error) => Self::at(visit)(error),
        }
    }
}

/// Which texts tell a failure, and with which status.
fn kind(error: &Error) -> (StatusCode, &'static str) {
    match error.kind() {
        Kind::Invalid => (StatusCode::BAD_REQUEST, "invalid"),
        Kind::Conflict | Kind::PreconditionFailed => (StatusCode::CONFLICT, "conflict"),
        Kind::Unauthenticated => (StatusCode::UNAUTHORIZED, "login"),
        Kind::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        Kind::NotFound | Kind::RangeNotSatisfiable => (StatusCode::NOT_FOUND, "missing"),
        Kind::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "missing"),
        Kind::Unavailable if is_away(error) => (StatusCode::SERVICE_UNAVAILABLE, "away"),
        Kind::Timeout | Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        Kind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "large"),
        Kind::UnsupportedMedia => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "invalid"),
        Kind::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "slow"),
        Kind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

/// Whether what is stored cannot be reached, and not only everything busy.
fn is_away(error: &Error) -> bool {
    let is_busy = ["database.busy", "database.collision"].contains(&error.code());
    error.code() == "server.stopping" || error.code().starts_with("database.") && !is_busy
}

/// When to come back, if an error does not say it; in seconds.
const SOON: u64 = 5;

#[derive(Template)]
#[template(path = "kit/failure.html")]
struct Page<'a> {
    frame: Frame<'a>,
    status: u16,
    heading: &'a str,
    advice: &'a str,
    /// What the program says of it.
    said: Option<&'a str>,
    offers_login: bool,
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        match self {
            Self::Elsewhere(answer) => answer.into_response(),
            Self::Told(told) => {
                let (status, name) = kind(&told.error);
                let mut response = told.tell().into_response();
                if status == StatusCode::SERVICE_UNAVAILABLE {
                    response.extensions_mut().insert(Away(name));
                }
                response
            }
        }
    }
}

impl Told {
    fn tell(self) -> Answer {
        let (status, name) = kind(&self.error);
        if status.is_server_error() {
            tracing::error!(error = %self.error, "a page could not be shown");
        }
        let answer = self.render(status, name).unwrap_or_else(|error| {
            tracing::error!(%error, "a page about a failure could not be shown");
            Answer::html("<!doctype html><title>500</title><h1>500</h1>".to_owned())
        });
        let wait = self.error.retry_after().map(|wait| wait.as_secs().max(1));
        let wait = wait.or((status == StatusCode::SERVICE_UNAVAILABLE).then_some(SOON));
        let wait = wait.and_then(|seconds| HeaderValue::from_str(&seconds.to_string()).ok());
        let answer = answer.status(status);
        match wait {
            Some(wait) => answer.with(header::RETRY_AFTER, wait),
            None => answer,
        }
    }

    fn render(&self, status: StatusCode, name: &'static str) -> Result<Answer, Error> {
        let speech = self.reader.kit.speech(self.reader.language);
        let heading = speech.say(&format!("failure-{name}"));
        let advice = speech.say(&format!("failure-{name}-advice"));
        let is_ours = status.is_server_error();
        let said = self.error.message().text(self.reader.language.of_messages());
        let page = Page {
            frame: Frame::bare(&self.reader.kit, speech, &heading, self.person.clone()),
            status: status.as_u16(),
            heading: &heading,
            advice: &advice,
            said: Some(said).filter(|_| !is_ours && status != StatusCode::NOT_FOUND),
            offers_login: status == StatusCode::UNAUTHORIZED,
        };
        Answer::page(&page)
    }
}

/// The page for an address that nothing is at.
pub fn missing(visit: &Visit) -> Failed {
    let error = Error::new(
        Kind::NotFound,
        "pages.not_found",
        platform::Message::new("Halaman tidak ditemukan.", "There is no such page."),
    );
    Failed::at(visit)(error)
}

/// What a frame needs of the kit.
pub(crate) fn paths(kit: &Kit) -> &Paths {
    &kit.0.assets
}

/// The menu of the kit.
pub(crate) fn menu(kit: &Kit) -> &[Menu] {
    &kit.0.menu
}
