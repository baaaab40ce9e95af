//! Everybody with what they reached: searched, filtered, ordered, a page at a time.

use askama::Template;
use assessment::{AppealState, ListedResult, ListedResults, Order, ParticipantStatus, Raters, WantedResults};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Speech};
use platform::text::fold;

use super::{
    Inside, Place, appeal,
    figures::{maybe_points, points},
    inside,
};
use crate::{
    Committee,
    caller::Entered,
    event::find,
    frame::{Officer, address},
    participants::status,
};

const PAGED: Paged = Paged { rows: 50, last: 2_000 };
/// How the list can be ordered: as addresses say it, and what that is.
const ORDERS: [(&str, Order); 4] = [
    ("nama", ordered("name", false)),
    ("nilai", ordered("total", true)),
    ("nilai-naik", ordered("total", false)),
    ("satuan", ordered("unit", false)),
];

/// What stands in the place of a status for those whose appeal is undecided.
const APPEALED: &str = "sanggahan";

const fn ordered(by: &'static str, down: bool) -> Order {
    Order { by, down }
}

#[derive(Template)]
#[template(path = "committee/results/list.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    action: String,
    asked: Asked,
    filters: Vec<Filter>,
    statuses: Vec<Tally>,
    sections: Vec<String>,
    has_scale: bool,
    has_titles: bool,
    rows: Vec<Row>,
    total: String,
    /// Where the tables are that can be saved: workbook and CSV.
    exports: [String; 2],
    before: Option<String>,
    after: Option<String>,
}

/// A choice among the list's filters.
struct Filter {
    name: &'static str,
    label: String,
    /// Value, text, whether it is the one that was chosen.
    choices: Vec<(String, String, bool)>,
}

/// How many are how far.
struct Tally {
    name: String,
    count: String,
    path: String,
    is_here: bool,
}

struct Row {
    name: String,
    path: String,
    number: String,
    exam_number: String,
    titles: String,
    status: String,
    class: &'static str,
    /// By section, and what it becomes by its scale.
    sections: Vec<(String, String)>,
    total: String,
    most: String,
    scaled: String,
    awaits_rating: bool,
    /// How their appeal stands, if nothing is decided.
    appeal: Option<String>,
}

impl Row {
    fn of(result: ListedResult, event: i64, speech: Speech<'_>) -> Self {
        let titles = [result.rank, result.unit];
        let scaled = |scaled: Option<papers::Points>, band: Option<String>| {
            let scaled = scaled.map(|scaled| points(speech, scaled));
            [scaled, band].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let section = |score: assessment::ListedScore| {
            let beneath = scaled(score.scaled, score.band);
            (maybe_points(speech, score.score), beneath)
        };
        Self {
            path: address(event, &format!("/hasil/{}", result.participant_id)),
            status: status(speech, result.status),
            class: class(result.status),
            sections: result.sections.into_iter().map(section).collect(),
            total: maybe_points(speech, result.total.score),
            most: result.total.most.map(|most| points(speech, most)).unwrap_or_default(),
            scaled: scaled(result.total.scaled, result.total.band),
            awaits_rating: result.awaits_rating,
            appeal: result
                .appeal
                .filter(|state| *state == AppealState::Raised)
                .map(|state| appeal::said(speech, state)),
            name: result.name,
            number: result.registered_number,
            exam_number: result.exam_registered_number,
            titles: titles.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        }
    }
}

/// How a status is marked.
pub(super) fn class(status: ParticipantStatus) -> &'static str {
    match status {
        ParticipantStatus::Scored | ParticipantStatus::Published => "running",
        ParticipantStatus::Terminated | ParticipantStatus::Voided => "grave",
        _ => "still",
    }
}

/// What a request asks to see.
struct Asked {
    query: String,
    unit: String,
    rank: String,
    status: String,
    order: &'static str,
    at: i64,
}

impl Asked {
    fn of(query: Option<String>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        // What no text may have is not searched for: one database refuses to be asked for it.
        let text = |name: &str| fields.get(name).replace(char::is_control, "").trim().to_owned();
        let order = ORDERS.iter().find(|(name, _)| *name == fields.get("urut"));
        Self {
            query: text("q"),
            unit: text("satuan"),
            rank: text("pangkat"),
            status: text("status"),
            order: order.map_or(ORDERS[0].0, |(name, _)| name),
            at: PAGED.read(&fields),
        }
    }

    fn order(&self) -> Order {
        let found = ORDERS.iter().find(|(name, _)| *name == self.order);
        found.map_or(ORDERS[0].1, |(_, order)| *order)
    }

    /// The address of another page of the same list, or of the first with another status.
    fn way(&self, event: i64, status: &str, page: i64) -> String {
        let mut written = form_urlencoded::Serializer::new(String::new());
        let order = if self.order == ORDERS[0].0 { "" } else { self.order };
        let asked = [
            ("q", self.query.as_str()),
            ("satuan", &self.unit),
            ("pangkat", &self.rank),
            ("status", status),
            ("urut", order),
        ];
        for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
            written.append_pair(name, value);
        }
        if page > 1 {
            written.append_pair("hal", &page.to_string());
        }
        let query = written.finish();
        address(
            event,
            &if query.is_empty() {
                "/hasil".to_owned()
            } else {
                format!("/hasil?{query}")
            },
        )
    }

    fn filters(&self, speech: Speech<'_>, found: &ListedResults) -> Vec<Filter> {
        let among = |name, label: &str, chosen: &str, values: &[(String, i64)]| {
            let any = (String::new(), speech.say("results-any"), chosen.is_empty());
            let each = values.iter().map(|(value, count)| {
                let text = format!("{value} ({})", speech.number(*count));
                (value.clone(), text, value == chosen)
            });
            let filter = Filter {
                name,
                label: speech.say(label),
                choices: std::iter::once(any).chain(each).collect(),
            };
            (!values.is_empty()).then_some(filter)
        };
        let order = ORDERS.iter().map(|(name, _)| {
            let text = speech.say(&format!("results-order-{name}"));
            ((*name).to_owned(), text, *name == self.order)
        });
        let order = Filter {
            name: "urut",
            label: speech.say("results-order"),
            choices: order.collect(),
        };
        let filters = [
            among("satuan", "results-unit", &self.unit, &found.units),
            among("pangkat", "results-rank", &self.rank, &found.ranks),
            Some(order),
        ];
        filters.into_iter().flatten().collect()
    }

    fn statuses(&self, speech: Speech<'_>, event: i64, found: &ListedResults) -> Vec<Tally> {
        let all: i64 = found.statuses.iter().map(|(_, count)| count).sum();
        let any = Tally {
            name: speech.say("results-everybody"),
            count: speech.number(all),
            path: self.way(event, "", 1),
            is_here: self.status.is_empty(),
        };
        let each = found.statuses.iter().map(|(of, count)| Tally {
            name: status(speech, *of),
            count: speech.number(*count),
            path: self.way(event, of.name(), 1),
            is_here: self.status == of.name(),
        });
        let appealed = Tally {
            name: speech.say("results-appeal-raised"),
            count: speech.number(found.open_appeals),
            path: self.way(event, APPEALED, 1),
            is_here: self.status == APPEALED,
        };
        let appealed = (found.open_appeals > 0 || appealed.is_here).then_some(appealed);
        std::iter::once(any).chain(each).chain(appealed).collect()
    }
}

/// `GET /ujian/{event}/hasil`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Raters>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let (speech, asked) = (visit.speech(), Asked::of(query));
        let wanted = WantedResults {
            search: fold(&asked.query),
            unit: asked.unit.clone(),
            rank: asked.rank.clone(),
            status: ParticipantStatus::of(&asked.status),
            appeal: (asked.status == APPEALED).then_some(AppealState::Raised),
        };
        let found = committee
            .assessment()
            .list_results(event.id, wanted, asked.order(), PAGED.pages(asked.at))
            .await?;
        let total = found.paging.total;
        let (before, after) = PAGED.around(asked.at, total, |page| asked.way(event.id, &asked.status, page));
        let title = speech.say("results");
        let (frame, officer, room) = inside(&committee, (&visit, &admin), &event, Some(Place::List), title).await?;
        Answer::page(&Page {
            frame,
            officer,
            room,
            action: address(event.id, "/hasil"),
            filters: asked.filters(speech, &found),
            statuses: asked.statuses(speech, event.id, &found),
            sections: found.sections,
            has_scale: found.has_scale,
            has_titles: !found.units.is_empty() || !found.ranks.is_empty(),
            rows: found
                .rows
                .into_iter()
                .map(|row| Row::of(row, event.id, speech))
                .collect(),
            total: speech.number(total),
            exports: ["xlsx", "csv"].map(|kind| format!("/api/v1/events/{}/results.{kind}", event.id)),
            before,
            after,
            asked,
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
