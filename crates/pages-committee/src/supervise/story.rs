//! One participant's exam: how it goes now, what can be done, and all that happened, with its recordings.

use askama::Template;
use assessment::{
    BoardRow, EventView, Intervention, ParticipantStatus, Proctors, StoryRecording, StorySection, StoryView,
};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Field, Frame, Speech, Visit, chart::Chart, field::Takes, form, form::Form};
use platform::{Error, Timestamp};

use super::{
    ACT, Files,
    board::{act_text, name_of},
    participant,
    row::Row,
    told::{self, Moment},
    whole, words,
};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    frame::{Officer, Room, address, around},
    moment::Zone,
};

/// Bars of the chart of answers, at most.
const BARS: i64 = 60;
const MINUTE: i64 = 60_000_000;

struct Section {
    n: usize,
    title: String,
    answered: String,
    times: String,
}

/// A recording of a participant.
struct Recording {
    id: i64,
    stream: String,
    state: String,
    /// Whether it goes on: then its last seconds are shown, and it can be watched as far as it is.
    is_running: bool,
    latest: Option<String>,
    /// What can be watched from the beginning on.
    watch: Option<String>,
    spans: Vec<String>,
}

/// What changes while somebody looks.
#[derive(Template)]
#[template(path = "supervise/now.html")]
struct Part<'a> {
    speech: Speech<'a>,
    row: Row,
    sections: Vec<Section>,
    saves: Option<Chart>,
    moments: Vec<Moment>,
    as_of: String,
    here: String,
}

#[derive(Template)]
#[template(path = "supervise/story.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    files: Files<'a>,
    head: Head,
    part: Part<'a>,
    forms: Vec<Form>,
    ways: Vec<Way>,
    recordings: Vec<Recording>,
    board: String,
}

fn section(section: &StorySection, speech: Speech<'_>, zone: Zone) -> Section {
    let end = section.closed_at.or(section.deadline);
    let times = match (section.opened_at, end) {
        (Some(opened), Some(end)) => format!("{}–{}", zone.time(opened), zone.time(end)),
        (Some(opened), None) => zone.time(opened),
        _ => speech.say("supervise-not-opened"),
    };
    Section {
        n: section.n,
        title: section.title.clone(),
        answered: speech.with_two(
            "supervise-answered",
            ("answered", whole(section.answered)),
            ("questions", whole(section.questions)),
        ),
        times,
    }
}

/// Answers by the time in which they were saved, in bars of as many minutes as fit.
fn saves(story: &StoryView, speech: Speech<'_>, zone: Zone) -> Option<Chart> {
    let (first, last) = (story.saves.first()?.0, story.saves.last()?.0);
    let minutes = (last.0 - first.0) / MINUTE + 1;
    let each = (minutes + BARS - 1) / BARS;
    let bars = (minutes + each - 1) / each;
    let bar = |number: i64| {
        let from = Timestamp(first.0 + number * each * MINUTE);
        let until = Timestamp(from.0 + each * MINUTE);
        let within = story.saves.iter().filter(|(at, _)| from <= *at && *at < until);
        let count: i64 = within.map(|(_, count)| count).sum();
        (zone.time(from), speech.number(count), u64::try_from(count).unwrap_or(0))
    };
    let title = speech.with("supervise-saves", "minutes", each);
    Some(Chart::bars(title, (0..bars).map(bar)))
}

fn recording(recording: &StoryRecording, speech: Speech<'_>, zone: Zone) -> Recording {
    let video = &recording.video;
    let is_running = video.status == "recording";
    let mut spans = Vec::new();
    for (at, span) in recording.spans.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| recording.spans.get(at));
        if let Some(before) = before {
            let gap = span.first_at.since(before.last_at).as_secs();
            spans.push(speech.with("supervise-gap", "clock", words::clock(gap)));
        }
        let times = format!("{}–{}", zone.exact_time(span.first_at), zone.exact_time(span.last_at));
        let pieces = speech.with_two("supervise-pieces", ("times", times), ("count", span.pieces));
        let missing = (span.missing > 0).then(|| speech.with("supervise-missing", "count", span.missing));
        spans.push(
            [Some(pieces), missing]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
        );
    }
    let has_pieces = !recording.spans.is_empty();
    Recording {
        id: video.id,
        stream: told::stream(speech, &video.stream),
        state: speech.say(&format!("supervise-video-{}", video.status)),
        is_running,
        latest: recording.latest_url.clone().filter(|_| is_running),
        watch: video
            .final_url
            .clone()
            .or_else(|| has_pieces.then(|| video.raw_url.clone())),
        spans,
    }
}

/// What can be done with what is asked for on pages of their own.
struct Way {
    text: String,
    path: String,
    is_grave: bool,
}

fn ways(event: i64, row: &BoardRow, speech: Speech<'_>) -> Vec<Way> {
    let mut kinds = Vec::new();
    if row.status == ParticipantStatus::InSection {
        kinds.push(Intervention::Pause);
    }
    if row.status.is_live() {
        kinds.push(Intervention::Terminate);
    }
    let way = |kind: Intervention| {
        let id = row.id.to_string();
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("apa", name_of(kind)), ("siapa", &id), ("dari", &id)])
            .finish();
        Way {
            text: act_text(speech, kind),
            path: address(event, &format!("{ACT}?{query}")),
            is_grave: kind == Intervention::Terminate,
        }
    };
    kinds.into_iter().map(way).collect()
}

/// The forms of what can be done at once; what needs to be thought over is asked for on a page of its own.
fn forms(event: i64, row: &BoardRow, speech: Speech<'_>, token: &str) -> Vec<Form> {
    let reason = Field::line("reason", speech.say("supervise-reason"))
        .required()
        .at_most(500);
    let mut wanted = vec![(
        Intervention::Message,
        vec![
            Field::new("text", speech.say("supervise-text"), Takes::Lines)
                .required()
                .at_most(1_000),
        ],
    )];
    if row.status == ParticipantStatus::Suspended {
        wanted.push((Intervention::Resume, Vec::new()));
    }
    let minutes = Field::new("minutes", speech.say("supervise-minutes"), Takes::Number)
        .required()
        .at_most(4);
    wanted.push((Intervention::Extend, vec![minutes, reason]));
    if !row.status.is_live() {
        wanted.clear();
    }
    let form = |(kind, fields): (Intervention, Vec<Field>)| {
        let mut form = Form::to(address(event, ACT), act_text(speech, kind), fields);
        token.clone_into(&mut form.token);
        form.hidden = vec![
            ("apa", name_of(kind).to_owned()),
            ("siapa", row.id.to_string()),
            ("dari", row.id.to_string()),
            (form::ONCE, form::new_key()),
        ];
        form
    };
    wanted.into_iter().map(form).collect()
}

fn part<'a>(story: &StoryView, row: Row, event: &EventView, speech: Speech<'a>, now: Timestamp) -> Part<'a> {
    let zone = Zone::of(&event.time_zone);
    Part {
        speech,
        here: row.path.clone(),
        row,
        sections: story.sections.iter().map(|one| section(one, speech, zone)).collect(),
        saves: saves(story, speech, zone),
        moments: told::moments(speech, story, zone),
        as_of: zone.exact_time(now),
    }
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &assessment::Admin),
    event: &EventView,
    participant: i64,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let story = committee.assessment().story(event.id, participant).await?;
    let board = committee.assessment().board(event.id).await?;
    let found = board.row(participant).ok_or_else(assessment::failures::nowhere)?;
    let part = part(
        &story,
        Row::of(found, event.id, speech, board.at),
        event,
        speech,
        board.at,
    );
    if visit.wants_part() {
        return Answer::page(&part);
    }
    let (frame, officer) = around(committee, visit, admin, found.name.clone()).await?;
    let zone = Zone::of(&event.time_zone);
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Supervise),
        forms: forms(event.id, found, speech, &officer.token),
        frame,
        officer,
        files: Files::of(committee),
        part,
        ways: ways(event.id, found, speech),
        recordings: story
            .recordings
            .iter()
            .map(|one| recording(one, speech, zone))
            .collect(),
        board: address(event.id, "/awasi"),
    })
}

/// `GET /ujian/{event}/awasi/{participant}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, who)): Path<(String, String)>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        page(&committee, (&visit, &admin), &event, participant(&who)?).await
    };
    shown.await.map_err(Failed::at(&visit))
}
