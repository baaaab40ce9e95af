//! What administrators did: the log, narrowed and as a file.

use askama::Template;
use assessment::{Administrators, Assessment, AuditNote, TitleKind, WantedNotes};
use axum::extract::{RawQuery, State};
use chrono::{Days, NaiveDate};
use pages_kit::{Answer, Failed, Field, Fields, Frame, Paged, Speech, field::Takes};
use platform::{Error, Timestamp, page::Pages};

use super::{Part, admins, parts};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, address, around},
    moment::Zone,
    papers, people,
};

/// Where it is.
pub(crate) const PATH: &str = "/ujian/kelola/log";
const PAGED: Paged = Paged { rows: 50, last: 10_000 };
/// Administrators who are offered to choose from; a log by somebody else is reached from their page.
const OFFERED: i64 = 200;

#[derive(Template)]
#[template(path = "office/log.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    filters: Vec<Field>,
    from: String,
    to: String,
    rows: Vec<Row>,
    total: String,
    csv: String,
    xlsx: String,
    before: Option<String>,
    after: Option<String>,
}

/// A note.
pub(super) struct Row {
    pub(super) when: String,
    pub(super) who: String,
    pub(super) did: String,
    pub(super) thing: String,
    /// Where the thing is, if it has a page.
    pub(super) path: Option<String>,
    pub(super) detail: String,
}

/// The log of what one administrator did.
pub(super) fn by(admin: i64) -> String {
    format!("{PATH}?siapa={admin}")
}

/// The words of the log in a language; a new one is shown as it is stored.
fn word(speech: Speech<'_>, kind: &str, stored: &str) -> String {
    let key = format!("office-{kind}-{}", stored.replace('_', "-"));
    speech.find(&key).unwrap_or_else(|| stored.to_owned())
}

/// Where a thing of the log has a page.
fn path_of(thing: &str, id: i64) -> Option<String> {
    let title = |kind| people::title_path(kind, id);
    match thing {
        "exam_admin" => Some(admins::path_of(id, "")),
        "exam_event" => Some(address(id, "")),
        "exam_package" => Some(format!("{}/{id}", papers::LIST)),
        "exam_user" => Some(people::path_of(id, "")),
        "exam_rank" => Some(title(TitleKind::Rank)),
        "exam_unit" => Some(title(TitleKind::Unit)),
        "exam_position" => Some(title(TitleKind::Position)),
        "exam_retention" => Some(super::retention::PATH.to_owned()),
        _ => None,
    }
}

impl Row {
    fn of(note: &AuditNote, speech: Speech<'_>) -> Self {
        let thing = word(speech, "thing", &note.thing);
        let is_gone = note.action == "delete" || note.action == "merge";
        Self {
            when: papers::moment(speech, note.at),
            who: match (&note.admin_name, note.admin_id) {
                (Some(name), _) => name.clone(),
                (None, Some(id)) => speech.with("office-log-gone", "id", id),
                (None, None) => speech.say("office-log-program"),
            },
            did: word(speech, "did", &note.action),
            thing: match note.thing_id {
                Some(id) => format!("{thing} {id}"),
                None => thing,
            },
            path: match note.thing_id {
                Some(id) if !is_gone => path_of(&note.thing, id),
                _ => None,
            },
            detail: match note.detail.get() {
                "{}" | "null" => String::new(),
                detail => detail.to_owned(),
            },
        }
    }
}

/// What an address asks for, as it was typed.
struct Asked {
    who: String,
    did: String,
    thing: String,
    thing_id: String,
    from: String,
    to: String,
    at: i64,
}

/// The first moment of a day on the clocks of these pages.
fn midnight(day: NaiveDate) -> Option<Timestamp> {
    Zone::of(papers::CLOCKS).begin(day)
}

impl Asked {
    fn of(query: Option<String>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let typed = |name: &str| fields.get(name).trim().to_owned();
        Self {
            who: typed("siapa"),
            did: typed("apa"),
            thing: typed("benda"),
            thing_id: typed("nomor"),
            from: typed("dari"),
            to: typed("sampai"),
            at: PAGED.read(&fields),
        }
    }

    /// What cannot be read asks for anything.
    fn wanted(&self) -> WantedNotes {
        let any = WantedNotes::default();
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let behind = |day: NaiveDate| day.checked_add_days(Days::new(1)).and_then(midnight);
        WantedNotes {
            thing: self.thing.clone(),
            thing_id: self.thing_id.parse().unwrap_or_default(),
            admin_id: self.who.parse().unwrap_or_default(),
            action: self.did.clone(),
            from: day(&self.from).and_then(midnight).unwrap_or(any.from),
            to: day(&self.to).and_then(behind).unwrap_or(any.to),
        }
    }

    fn way(&self, page: i64) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        let typed = [
            ("siapa", &self.who),
            ("apa", &self.did),
            ("benda", &self.thing),
            ("nomor", &self.thing_id),
            ("dari", &self.from),
            ("sampai", &self.to),
        ];
        for (name, value) in typed.into_iter().filter(|(_, value)| !value.is_empty()) {
            written.append_pair(name, value);
        }
        format!("{PATH}?{}", written.append_pair("hal", &page.to_string()).finish())
    }

    /// Where the same is as a file of the API.
    fn file(&self, form: &str) -> String {
        let (wanted, any) = (self.wanted(), WantedNotes::default());
        let mut written = form_urlencoded::Serializer::new(String::new());
        let ids = [("thingId", wanted.thing_id), ("adminId", wanted.admin_id)];
        for (name, id) in ids.into_iter().filter(|(_, id)| *id != 0) {
            written.append_pair(name, &id.to_string());
        }
        for (name, word) in [("thing", &wanted.thing), ("action", &wanted.action)] {
            if !word.is_empty() {
                written.append_pair(name, word);
            }
        }
        for (name, at, bound) in [("from", wanted.from, any.from), ("to", wanted.to, any.to)] {
            if at != bound {
                written.append_pair(name, &at.to_string());
            }
        }
        format!("/api/v1/audit-log.{form}?{}", written.finish())
    }

    /// The fields that narrow the log.
    async fn filters(&self, assessment: &Assessment, speech: Speech<'_>) -> Result<Vec<Field>, Error> {
        let anything = || (String::new(), speech.say("people-any"));
        let words = |kind: &str, all: &[&str]| {
            let mut words: Vec<_> = all
                .iter()
                .map(|one| ((*one).to_owned(), word(speech, kind, one)))
                .collect();
            words.sort_by(|one, other| one.1.cmp(&other.1));
            words.insert(0, anything());
            Takes::Choice(words)
        };
        let (admins, _) = assessment.list_admins(Pages::after(0, OFFERED)).await?;
        let mut who = vec![anything()];
        who.extend(admins.into_iter().map(|one| (one.id.to_string(), one.username)));
        if !self.who.is_empty() && !who.iter().any(|(id, _)| *id == self.who) {
            let id: i64 = self.who.parse().unwrap_or_default();
            who.push((self.who.clone(), speech.with("office-log-gone", "id", id)));
        }
        let field = |name: &'static str, label: &str, takes, held: &str| {
            Field::new(name, speech.say(label), takes).holding(held)
        };
        Ok(vec![
            field("siapa", "office-log-who", Takes::Choice(who), &self.who),
            field("apa", "office-log-did", words("did", WantedNotes::ACTIONS), &self.did),
            field(
                "benda",
                "office-log-thing",
                words("thing", WantedNotes::THINGS),
                &self.thing,
            ),
            field("nomor", "office-log-number", Takes::Number, &self.thing_id),
        ])
    }
}

/// The latest notes of a kind, for a page that is about it.
pub(super) async fn latest(
    assessment: &Assessment,
    speech: Speech<'_>,
    action: &str,
    most: i64,
) -> Result<Vec<Row>, Error> {
    let wanted = WantedNotes {
        action: action.to_owned(),
        ..WantedNotes::default()
    };
    let (notes, _) = assessment.list_notes(wanted, Pages::after(0, most)).await?;
    Ok(notes.iter().map(|note| Row::of(note, speech)).collect())
}

/// `GET /ujian/kelola/log`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Administrators>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let asked = Asked::of(query);
    let shown = async {
        let (assessment, speech) = (committee.assessment(), visit.speech());
        let pages = PAGED.pages(asked.at);
        let (notes, paging) = assessment.list_notes(asked.wanted(), pages).await?;
        let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(page));
        let filters = asked.filters(assessment, speech).await?;
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("office-log")).await?;
        Answer::page(&Page {
            own_style: &committee.office().style.path,
            parts: parts(speech, PATH),
            filters,
            from: asked.from.clone(),
            to: asked.to.clone(),
            rows: notes.iter().map(|note| Row::of(note, speech)).collect(),
            total: speech.number(paging.total),
            csv: asked.file("csv"),
            xlsx: asked.file("xlsx"),
            before,
            after,
            frame,
            officer,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
