//! The handbook: how exams are prepared, held, rated and sat, for everybody at the desk and for participants.
//!
//! Invariant: what a step presses or opens is called by the text of that page's own key, so a button that gets another name
//! gets it in the handbook as well.

mod chapters;
pub(crate) mod places;
#[cfg(test)]
mod tests;
mod told;

use askama::Template;
use assessment::AnyStaff;
use axum::{
    Router,
    extract::{Path, State},
    routing::get,
};
use pages_kit::{Answer, Asset, Failed, Frame, Speech, Visit, asset};
use platform::Error;

use self::{
    chapters::{PARTICIPANTS, PARTS, Part},
    told::Chapter,
};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
};

/// Where the parts are listed.
pub(crate) const INDEX: &str = "/ujian/panduan";
/// The participants' part, for everybody.
const OWN: &str = "/exam/panduan";
const EXAM: &str = "/exam";

pub(crate) fn router() -> Router<Committee> {
    Router::new()
        .route(INDEX, get(show))
        .route("/ujian/panduan/{part}", get(show_part))
        .route(OWN, get(show_own))
}

/// The style sheet of these pages.
pub(crate) fn style() -> Asset {
    asset::sheet("handbook", include_str!("../assets/handbook.css"))
}

/// The address of a part.
fn address(part: &Part) -> String {
    format!("{INDEX}/{}", part.path)
}

#[derive(Template)]
#[template(path = "handbook/index.html")]
struct Index<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    sheet: &'a str,
    parts: Vec<Entry>,
}

/// A part, where it is chosen.
struct Entry {
    path: String,
    title: String,
    about: String,
    chapters: Vec<Way>,
}

/// A chapter, where it is chosen.
struct Way {
    path: String,
    title: String,
}

/// What a part says.
struct Book {
    title: String,
    about: String,
    /// Whether it is handed out whole: its chapters then share pages of paper.
    is_handout: bool,
    chapters: Vec<Chapter>,
}

impl Book {
    fn of(speech: Speech<'_>, part: &Part) -> Self {
        Self {
            title: speech.say(part.text),
            about: told::about(speech, part),
            is_handout: part.path == PARTICIPANTS.path,
            chapters: told::chapters(speech, part),
        }
    }
}

#[derive(Template)]
#[template(path = "handbook/part.html")]
struct OfDesk<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    sheet: &'a str,
    script: &'a str,
    book: Book,
    back: &'static str,
    others: Vec<Way>,
}

#[derive(Template)]
#[template(path = "handbook/own.html")]
struct OfParticipants<'a> {
    frame: Frame<'a>,
    style: &'a str,
    sheet: &'a str,
    script: &'a str,
    book: Book,
    back: &'static str,
}

fn entry(speech: Speech<'_>, part: &Part) -> Entry {
    let path = address(part);
    let chapters = told::chapters(speech, part).into_iter();
    Entry {
        title: speech.say(part.text),
        about: told::about(speech, part),
        chapters: chapters
            .map(|chapter| Way {
                path: format!("{path}#{}", chapter.id),
                title: chapter.title,
            })
            .collect(),
        path,
    }
}

/// `GET /ujian/panduan`
async fn show(State(committee): State<Committee>, entered: Entered<AnyStaff>) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let speech = visit.speech();
    let shown = async {
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("handbook")).await?;
        Answer::page(&Index {
            frame,
            officer,
            sheet: committee.handbook_style(),
            parts: PARTS.iter().map(|part| entry(speech, part)).collect(),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

/// The parts beside one.
fn others(speech: Speech<'_>, part: &Part) -> Vec<Way> {
    let others = PARTS.iter().filter(|other| other.path != part.path);
    others
        .map(|other| Way {
            path: address(other),
            title: speech.say(other.text),
        })
        .collect()
}

/// `GET /ujian/panduan/{part}`
async fn show_part(
    State(committee): State<Committee>,
    Path(piece): Path<String>,
    entered: Entered<AnyStaff>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let speech = visit.speech();
    let shown = async {
        let found = PARTS.iter().find(|part| part.path == piece);
        let part = found.ok_or_else(assessment::failures::nowhere)?;
        let (frame, officer) = around(&committee, &visit, &admin, speech.say(part.text)).await?;
        Answer::page(&OfDesk {
            frame,
            officer,
            sheet: committee.handbook_style(),
            script: committee.print_script(),
            book: Book::of(speech, part),
            back: INDEX,
            others: others(speech, part),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `GET /exam/panduan`: the participants' part, for whoever comes, logged in or not.
async fn show_own(State(committee): State<Committee>, visit: Visit) -> Result<Answer, Failed> {
    let visit = visit.within(EXAM, None);
    let speech = visit.speech();
    let page: Result<Answer, Error> = Answer::page(&OfParticipants {
        frame: Frame::of(&visit, speech.say(PARTICIPANTS.text)),
        style: committee.style(),
        sheet: committee.handbook_style(),
        script: committee.print_script(),
        book: Book::of(speech, &PARTICIPANTS),
        back: EXAM,
    });
    page.map_err(Failed::at(&visit))
}
