//! Exam cards: eight on a page of A4, to be cut out.

use askama::Template;
use assessment::{ParticipantView, Proctors};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, qr::Code};

use super::{Chosen, UnitChoice, everybody, unit_choices, unit_of, units};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    events::times,
    frame::{Officer, Room, address, around},
};

/// Cards on a page of paper.
const ON_A_SHEET: usize = 8;
/// Most characters of a code's address: more would make squares so small that a telephone does not see them on paper.
const LONGEST: usize = 180;
/// Cards that are shown at once: twelve pages of paper.
const PAGED: Paged = Paged { rows: 96, last: 1_000 };

#[derive(Template)]
#[template(path = "committee/cards.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    style: &'a str,
    script: &'a str,
    sheets: Vec<Vec<Card>>,
    day: String,
    time: String,
    total: String,
    query: String,
    units: Vec<UnitChoice>,
    before: Option<String>,
    after: Option<String>,
    /// Says that the codes lead nowhere from another machine.
    is_known_here_alone: bool,
    back: String,
}

struct Card {
    name: String,
    number: String,
    exam_number: String,
    unit: String,
    code: Code,
}

/// Where a card's code leads: to the page of exams, with who it is behind the `#`.
fn way(public_url: &str, event: i64, name: Option<&str>, number: &str) -> String {
    let mut who = form_urlencoded::Serializer::new(String::new());
    who.append_pair("acara", &event.to_string());
    if let Some(name) = name {
        who.append_pair("nama", name);
    }
    who.append_pair("nomor", number);
    format!("{public_url}/exam#kartu&{}", who.finish())
}

/// The code of a card. A name that is too long for it is left out, and typed.
fn code(public_url: &str, event: i64, participant: &ParticipantView) -> Result<Code, platform::Error> {
    let number = &participant.registered_number;
    let whole = way(public_url, event, Some(&participant.name), number);
    if whole.len() <= LONGEST {
        return Code::of(&whole);
    }
    Code::of(&way(public_url, event, None, number))
}

impl Card {
    fn of(participant: ParticipantView, (public_url, event): (&str, i64)) -> Result<Self, platform::Error> {
        Ok(Self {
            code: code(public_url, event, &participant)?,
            unit: unit_of(&participant).to_owned(),
            name: participant.name,
            number: participant.registered_number,
            exam_number: participant.exam_registered_number,
        })
    }
}

/// The rows of a page.
fn of_page<T>(mut all: Vec<T>, page: i64) -> Vec<T> {
    let rows = usize::try_from(PAGED.rows).unwrap_or_default();
    let skipped = usize::try_from((page - 1) * PAGED.rows).unwrap_or(usize::MAX);
    let mut rest = all.split_off(skipped.min(all.len()));
    rest.truncate(rows);
    rest
}

/// `GET /ujian/{event}/kartu`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = async {
        let event = find(&committee, &event).await?;
        let speech = visit.speech();
        let chosen = Chosen::read(&fields);
        let all = everybody(&committee, event.id).await?;
        let units = unit_choices(units(&all), &chosen);
        let all = chosen.of(all);
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let at = PAGED.read(&fields);
        let way = |page: i64| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            chosen.write(&mut query);
            let query = query.append_pair("hal", &page.to_string()).finish();
            address(event.id, &format!("/kartu?{query}"))
        };
        let (before, after) = PAGED.around(at, total, way);
        let place = (visit.kit.public_url(), event.id);
        let cards = of_page(all, at).into_iter().map(|one| Card::of(one, place));
        let mut cards = cards.collect::<Result<Vec<_>, _>>()?.into_iter();
        let sheets = std::iter::from_fn(|| {
            let sheet: Vec<Card> = cards.by_ref().take(ON_A_SHEET).collect();
            (!sheet.is_empty()).then_some(sheet)
        });
        let sheets = sheets.collect();
        let (day, time) = times(speech, &event);
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("print-cards")).await?;
        Answer::page(&Page {
            frame,
            officer,
            head: Head::of(&event, (&visit, &admin), Room::Participants),
            style: committee.prints_style(),
            script: committee.print_script(),
            sheets,
            day,
            time,
            total: speech.number(total),
            query: chosen.query.clone(),
            units,
            before,
            after,
            is_known_here_alone: visit.kit.is_known_here_alone(),
            back: address(event.id, "/peserta"),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_it_is_stands_behind_the_mark_that_browsers_keep_to_themselves() {
        let way = way("https://x.test", 3, Some("Ani & <Budi>"), "00#1");
        let (sent, kept) = way.split_once('#').unwrap();
        assert_eq!(sent, "https://x.test/exam");
        assert_eq!(kept, "kartu&acara=3&nama=Ani+%26+%3CBudi%3E&nomor=00%231");
    }

    #[test]
    fn pages_hold_their_cards_and_no_other() {
        let all = || (0..100).collect::<Vec<_>>();
        assert_eq!(of_page(all(), 1).len(), 96);
        assert_eq!(of_page(all(), 2), [96, 97, 98, 99]);
        assert!(of_page(all(), 3).is_empty());
    }
}
