//! Everybody at a sitting: counts that filter, a row for each, and what can be done to those who are ticked.

use std::sync::Arc;

use askama::Template;
use assessment::{Board, BoardFilter, BoardOrder, BoardWanted, EventView, Intervention, Proctors};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Speech, Visit};
use platform::{Error, text::fold};

use super::{ACT, Files, row::Row, whole};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    frame::{Officer, Room, address, around},
    moment::Zone,
};

const PAGED: Paged = Paged { rows: 100, last: 200 };

/// Filters as addresses name them.
const FILTERS: [(&str, BoardFilter); 8] = [
    ("semua", BoardFilter::All),
    ("hadir", BoardFilter::Present),
    ("mengerjakan", BoardFilter::Answering),
    ("dijeda", BoardFilter::Paused),
    ("senyap", BoardFilter::Silent),
    ("ditandai", BoardFilter::Flagged),
    ("selesai", BoardFilter::HandedIn),
    ("belum-hadir", BoardFilter::Absent),
];
const ORDERS: [(&str, BoardOrder); 3] = [
    ("perhatian", BoardOrder::Attention),
    ("nama", BoardOrder::Name),
    ("nomor", BoardOrder::Number),
];
/// What can be done to several at once.
const ACTS: [Intervention; 5] = [
    Intervention::Message,
    Intervention::Pause,
    Intervention::Resume,
    Intervention::Extend,
    Intervention::Terminate,
];

/// The value of a word among some, or the first one.
fn chosen<T: Copy + Default>(word: &str, all: &[(&str, T)]) -> T {
    let found = all.iter().find(|(name, _)| *name == word);
    found.map(|(_, value)| *value).unwrap_or_default()
}

/// What an address asks to see.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) filter: BoardFilter,
    pub(super) query: String,
    order: BoardOrder,
    as_tiles: bool,
    at: i64,
}

impl Asked {
    pub(super) fn of(fields: &Fields) -> Self {
        Self {
            filter: chosen(fields.get("saring"), &FILTERS),
            query: fields.get("q").trim().to_owned(),
            order: chosen(fields.get("urut"), &ORDERS),
            as_tiles: fields.get("tampil") == "petak",
            at: PAGED.read(fields),
        }
    }

    pub(super) fn wanted(&self) -> BoardWanted {
        BoardWanted {
            filter: self.filter,
            search: Some(fold(&self.query)).filter(|search| !search.is_empty()),
            order: self.order,
        }
    }

    /// What an address says of it, without what is so anyway.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let filter = FILTERS.iter().find(|(_, filter)| *filter == self.filter);
        let order = ORDERS.iter().find(|(_, order)| *order == self.order);
        let mut pairs = vec![
            ("saring", filter.map_or("", |(name, _)| name).to_owned()),
            ("q", self.query.clone()),
            ("urut", order.map_or("", |(name, _)| name).to_owned()),
            ("tampil", if self.as_tiles { "petak" } else { "daftar" }.to_owned()),
            ("hal", self.at.to_string()),
        ];
        let usual = ["semua", "", "perhatian", "daftar", "1"];
        let mut usual = usual.into_iter();
        pairs.retain(|(_, value)| usual.next() != Some(value));
        pairs
    }

    /// The address of the board that shows it.
    pub(super) fn way(&self, event: i64) -> String {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.pairs())
            .finish();
        let mark = if query.is_empty() { "" } else { "?" };
        address(event, &format!("/awasi{mark}{query}"))
    }

    fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        other.at = 1;
        change(&mut other);
        other
    }
}

/// A count, and the way to those who are counted.
struct Count {
    text: String,
    number: String,
    path: String,
    is_here: bool,
}

/// A way of looking.
struct Choice {
    text: String,
    path: String,
    is_here: bool,
}

/// What changes while somebody looks.
#[derive(Template)]
#[template(path = "supervise/rows.html")]
struct Part<'a> {
    speech: Speech<'a>,
    counts: Vec<Count>,
    rows: Vec<Row>,
    as_tiles: bool,
    /// The moment that all of it is of, on the sitting's clocks.
    as_of: String,
    found: String,
    here: String,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Template)]
#[template(path = "supervise/board.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    files: Files<'a>,
    head: Head,
    part: Part<'a>,
    query: String,
    kept: Vec<(&'static str, String)>,
    orders: Vec<Choice>,
    looks: Vec<Choice>,
    act: String,
    acts: Vec<Act>,
    /// Where all recordings are.
    recordings: String,
}

/// Something that can be done.
struct Act {
    name: &'static str,
    text: String,
    is_grave: bool,
}

/// As addresses name what is done.
pub(super) fn name_of(kind: Intervention) -> &'static str {
    match kind {
        Intervention::Pause => "pause",
        Intervention::Resume => "resume",
        Intervention::Extend => "extend",
        Intervention::Message => "message",
        Intervention::Terminate => "terminate",
    }
}

/// What an address names.
pub(super) fn act_of(name: &str) -> Option<Intervention> {
    ACTS.into_iter().find(|kind| name_of(*kind) == name)
}

/// The text of doing something.
pub(super) fn act_text(speech: Speech<'_>, kind: Intervention) -> String {
    speech.say(&format!("supervise-do-{}", name_of(kind)))
}

fn filter_text(speech: Speech<'_>, filter: BoardFilter) -> String {
    let name = FILTERS.iter().find(|(_, other)| *other == filter);
    speech.say(&format!("supervise-filter-{}", name.map_or("", |(name, _)| name)))
}

fn counts(asked: &Asked, board: &Board, speech: Speech<'_>) -> Vec<Count> {
    let count = |filter| Count {
        text: filter_text(speech, filter),
        number: speech.number(whole(board.counts.of(filter))),
        path: asked.with(|asked| asked.filter = filter).way(board.event_id),
        is_here: asked.filter == filter,
    };
    BoardFilter::ALL.map(count).into()
}

fn choices(asked: &Asked, event: i64, speech: Speech<'_>) -> (Vec<Choice>, Vec<Choice>) {
    let orders = ORDERS.iter().map(|(name, order)| Choice {
        text: speech.say(&format!("supervise-order-{name}")),
        path: asked.with(|asked| asked.order = *order).way(event),
        is_here: asked.order == *order,
    });
    let looks = [("supervise-list", false), ("supervise-tiles", true)].map(|(key, as_tiles)| Choice {
        text: speech.say(key),
        path: asked.with(|asked| asked.as_tiles = as_tiles).way(event),
        is_here: asked.as_tiles == as_tiles,
    });
    (orders.collect(), looks.into())
}

fn part<'a>(asked: &Asked, board: &Board, event: &EventView, speech: Speech<'a>) -> Part<'a> {
    let (rows, total) = board.page(&asked.wanted(), PAGED.pages(asked.at));
    let way = |at: i64| asked.with(|asked| asked.at = at).way(event.id);
    let (before, after) = PAGED.around(asked.at, whole(total), way);
    Part {
        speech,
        counts: counts(asked, board, speech),
        rows: rows
            .into_iter()
            .map(|row| Row::of(row, event.id, speech, board.at))
            .collect(),
        as_tiles: asked.as_tiles,
        as_of: Zone::of(&event.time_zone).exact_time(board.at),
        found: speech.with("supervise-found", "count", whole(total)),
        here: asked.way(event.id),
        before,
        after,
    }
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &assessment::Admin),
    event: &EventView,
    asked: &Asked,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let board: Arc<Board> = committee.assessment().board(event.id).await?;
    let part = part(asked, &board, event, speech);
    if visit.wants_part() {
        return Answer::page(&part);
    }
    let (frame, officer) = around(committee, visit, admin, speech.say("supervise-title")).await?;
    let (orders, looks) = choices(asked, event.id, speech);
    let act = |kind: Intervention| Act {
        name: name_of(kind),
        text: act_text(speech, kind),
        is_grave: kind == Intervention::Terminate,
    };
    let kept = asked.with(|_| ()).pairs();
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Supervise),
        frame,
        officer,
        files: Files::of(committee),
        part,
        query: asked.query.clone(),
        kept,
        orders,
        looks,
        act: address(event.id, ACT),
        acts: ACTS.map(act).into(),
        recordings: address(event.id, "/rekaman"),
    })
}

/// `GET /ujian/{event}/awasi`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let asked = Asked::of(&Fields::read(query.unwrap_or_default().as_bytes()));
        page(&committee, (&visit, &admin), &event, &asked).await
    };
    shown.await.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_only_what_is_not_so_anyway_and_is_read_back() {
        let read = |query: &str| Asked::of(&Fields::read(query.as_bytes()));
        assert_eq!(read("saring=semua&urut=&tampil=x&hal=0").way(7), "/ujian/7/awasi");
        let way = read("saring=senyap&q=%20Ani+%26&urut=nomor&tampil=petak&hal=3").way(7);
        assert_eq!(
            way,
            "/ujian/7/awasi?saring=senyap&q=Ani+%26&urut=nomor&tampil=petak&hal=3"
        );
        let back = read(way.split_once('?').unwrap().1);
        assert_eq!(back.way(7), way);
        let all = back.with(|asked| asked.filter = BoardFilter::All);
        assert!(!all.way(7).contains("hal"));
    }
}
