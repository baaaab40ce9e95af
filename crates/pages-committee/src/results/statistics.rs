//! What the scores say about the questions and about the exam: charts, figures in one sentence each, and what deserves a look.

use askama::Template;
use assessment::{ChosenView, Concern, ENOUGH_TO_JUDGE, ItemResult, Raters, Results, SectionFigures};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, chart::Chart};
use papers::Points;

use super::{
    Inside, Place,
    figures::{decimal, maybe_decimal, maybe_points, points, share},
    inside,
};
pub(super) use crate::excerpt::excerpt as short;
use crate::{
    Committee,
    caller::Entered,
    event::find,
    frame::{Officer, address},
};

/// Bars of the distribution of totals.
const BARS: i64 = 10;

#[derive(Template)]
#[template(path = "committee/results/statistics.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    /// How many totals stand, of how many participants.
    basis: String,
    facts: Vec<(String, String)>,
    /// What the figures of the whole say.
    sentences: Vec<String>,
    charts: Vec<Chart>,
    sections: Vec<Section>,
    /// How many questions deserve a look.
    concerning: String,
    thirds: String,
}

/// A section with its questions.
struct Section {
    title: String,
    facts: Vec<(String, String)>,
    sentences: Vec<String>,
    items: Vec<Item>,
}

/// A question in a list.
pub(super) struct Item {
    pub(super) number: String,
    pub(super) path: String,
    pub(super) text: String,
    pub(super) facts: Vec<(String, String)>,
    pub(super) concerns: Vec<String>,
    pub(super) void: Option<String>,
    pub(super) choices: Vec<Chosen>,
}

/// An option and who chose it.
pub(super) struct Chosen {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) is_key: bool,
    pub(super) count: String,
    pub(super) share: String,
    pub(super) upper: String,
    pub(super) lower: String,
}

impl Chosen {
    fn of(choice: &ChosenView, asked: i64, speech: Speech<'_>) -> Self {
        let third = |count: Option<i64>| count.map_or_else(|| "–".to_owned(), |count| speech.number(count));
        Self {
            label: choice.label.clone(),
            text: choice.text.clone(),
            is_key: choice.is_key,
            count: speech.number(choice.count),
            share: share(speech, choice.count, asked),
            upper: third(choice.upper),
            lower: third(choice.lower),
        }
    }
}

/// Why a question deserves a look.
fn concern(speech: Speech<'_>, concern: Concern) -> String {
    speech.say(match concern {
        Concern::Discrimination => "results-concern-discrimination",
        Concern::Hard => "results-concern-hard",
        Concern::Easy => "results-concern-easy",
        Concern::Distractor => "results-concern-distractor",
    })
}

impl Item {
    pub(super) fn of(item: &ItemResult, event: i64, speech: Speech<'_>) -> Self {
        let fact = |name: &str, value: String| (speech.say(name), value);
        Self {
            number: speech.number(i64::try_from(item.number).unwrap_or(i64::MAX)),
            path: address(event, &format!("/hasil/soal/{}", item.question_id)),
            text: short(&item.question),
            facts: vec![
                fact("results-facility", maybe_decimal(speech, item.facility, 2)),
                fact("results-discrimination", maybe_decimal(speech, item.discrimination, 2)),
                fact("results-scored-answers", speech.number(item.count)),
                fact("results-blank", speech.number(item.blank)),
            ],
            concerns: item.concerns.iter().map(|one| concern(speech, *one)).collect(),
            void: item.void.as_ref().map(|void| void.reason.clone()),
            choices: item
                .choices
                .iter()
                .map(|choice| Chosen::of(choice, item.count, speech))
                .collect(),
        }
    }
}

/// What an alpha says, in one sentence.
fn said_of_alpha(speech: Speech<'_>, alpha: Option<f64>) -> String {
    // Judged as it is written.
    let alpha = alpha.map(|alpha| (alpha * 100.0).round() / 100.0);
    let key = match alpha {
        None => return speech.say("results-alpha-none"),
        Some(0.9..) => "results-alpha-high",
        Some(0.8..) => "results-alpha-good",
        Some(0.7..) => "results-alpha-fair",
        Some(_) => "results-alpha-low",
    };
    speech.with(key, "alpha", maybe_decimal(speech, alpha, 2))
}

impl Section {
    fn of(section: &SectionFigures, items: &[ItemResult], event: i64, speech: Speech<'_>) -> Self {
        let own = items.iter().filter(|item| item.section_id == section.section_id);
        let summary = &section.summary;
        let error = standard_error(section);
        Self {
            title: section.section_title.clone(),
            facts: vec![
                (speech.say("results-mean"), maybe_decimal(speech, summary.mean, 1)),
                (
                    speech.say("results-deviation"),
                    maybe_decimal(speech, summary.standard_deviation, 1),
                ),
                (speech.say("results-most"), points(speech, section.max_score)),
                (speech.say("results-alpha"), maybe_decimal(speech, section.alpha, 2)),
                (speech.say("results-error"), maybe_decimal(speech, error, 1)),
            ],
            sentences: said_of(speech, section.alpha, error),
            items: own.map(|item| Item::of(item, event, speech)).collect(),
        }
    }
}

/// How totals are spread between nothing and the most that can be reached.
fn distribution(results: &Results, speech: Speech<'_>) -> Option<Chart> {
    let most: Points = results.sections().iter().map(|section| section.max_score).sum();
    let most = most.hundredths().max(1);
    let mut counts = [0_i64; 10];
    let mut is_any = false;
    for total in results.totals() {
        let bar = (total.hundredths() * BARS / most).clamp(0, BARS - 1);
        if let Some(count) = usize::try_from(bar).ok().and_then(|bar| counts.get_mut(bar)) {
            *count += 1;
            is_any = true;
        }
    }
    let bars = (0..BARS).zip(counts).map(|(bar, count)| {
        let edge = |bar: i64| points(speech, Points::of_hundredths(most * bar / BARS / 10 * 10));
        let said = speech.with_two(
            "results-bar",
            ("range", format!("{}–{}", edge(bar), edge(bar + 1))),
            ("count", speech.number(count)),
        );
        (edge(bar), said, u64::try_from(count).unwrap_or_default())
    });
    is_any.then(|| Chart::bars(speech.say("results-distribution"), bars))
}

/// A figure of each question as bars; what is below nothing has none.
fn by_question(
    title: &str,
    items: &[ItemResult],
    of: impl Fn(&ItemResult) -> Option<f64>,
    speech: Speech<'_>,
) -> Chart {
    let bars = (1_i64..).zip(items).map(|(at, item)| {
        let figure = of(item);
        let height = (figure.unwrap_or_default().clamp(0.0, 1.0) * 100.0).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it lies between 0 and 100"
        )]
        let height = height as u64;
        (speech.number(at), maybe_decimal(speech, figure, 2), height)
    });
    Chart::bars(speech.say(title), bars)
}

fn facts(results: &Results, speech: Speech<'_>) -> Vec<(String, String)> {
    let (statistics, summary) = (results.statistics(), &results.statistics().summary);
    let fact = |name: &str, value: String| (speech.say(name), value);
    vec![
        fact("results-mean", maybe_decimal(speech, summary.mean, 1)),
        fact(
            "results-deviation",
            maybe_decimal(speech, summary.standard_deviation, 1),
        ),
        fact("results-lowest", maybe_points(speech, summary.lowest)),
        fact("results-highest", maybe_points(speech, summary.highest)),
        fact("results-alpha", maybe_decimal(speech, statistics.alpha, 2)),
        fact("results-error", maybe_decimal(speech, statistics.standard_error, 1)),
    ]
}

/// How far a section's score is from what it would be without chance, as `statistics.standardError` is for the total.
fn standard_error(section: &SectionFigures) -> Option<f64> {
    Some(section.summary.standard_deviation? * (1.0 - section.alpha?.max(0.0)).sqrt())
}

/// What an alpha and a standard error say, in a sentence each.
fn said_of(speech: Speech<'_>, alpha: Option<f64>, error: Option<f64>) -> Vec<String> {
    let error = error.map(|error| speech.with("results-error-says", "error", decimal(speech, error, 1)));
    std::iter::once(said_of_alpha(speech, alpha)).chain(error).collect()
}

/// How many questions deserve a look.
fn concerning(items: &[ItemResult], speech: Speech<'_>) -> String {
    if items.iter().all(|item| item.count < ENOUGH_TO_JUDGE) {
        return speech.say("results-too-few");
    }
    match items.iter().filter(|item| !item.concerns.is_empty()).count() {
        0 => speech.say("results-concerning-none"),
        count => speech.with("results-concerning", "count", i64::try_from(count).unwrap_or(i64::MAX)),
    }
}

/// Who the thirds are, or that there are none.
pub(super) fn thirds(results: &Results, speech: Speech<'_>) -> String {
    let Some(thirds) = results.statistics().thirds else {
        return speech.say("results-thirds-none");
    };
    let count = |number: usize| speech.number(i64::try_from(number).unwrap_or(i64::MAX));
    let upper = speech.with_two(
        "results-third-upper",
        ("count", count(thirds.upper)),
        ("points", points(speech, thirds.upper_from)),
    );
    let lower = speech.with_two(
        "results-third-lower",
        ("count", count(thirds.lower)),
        ("points", points(speech, thirds.lower_to)),
    );
    format!("{upper} {lower}")
}

/// `GET /ujian/{event}/hasil/soal`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Raters>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let speech = visit.speech();
        let results = committee.assessment().results(event.id).await?;
        let (items, statistics) = (results.items(), results.statistics());
        let mut charts: Vec<Chart> = distribution(&results, speech).into_iter().collect();
        if !items.is_empty() && !charts.is_empty() {
            charts.push(by_question(
                "results-chart-facility",
                items,
                |item| item.facility,
                speech,
            ));
            charts.push(by_question(
                "results-chart-discrimination",
                items,
                |item| item.discrimination,
                speech,
            ));
        }
        let sections = results.sections().iter();
        let title = speech.say("results-statistics");
        let (frame, officer, room) =
            inside(&committee, (&visit, &admin), &event, Some(Place::Statistics), title).await?;
        Answer::page(&Page {
            frame,
            officer,
            room,
            basis: speech.with_two(
                "results-basis",
                ("count", speech.number(statistics.summary.count)),
                (
                    "all",
                    speech.number(i64::try_from(statistics.participants).unwrap_or(i64::MAX)),
                ),
            ),
            facts: facts(&results, speech),
            sentences: said_of(speech, statistics.alpha, statistics.standard_error),
            charts,
            sections: sections
                .map(|section| Section::of(section, items, event.id, speech))
                .collect(),
            concerning: concerning(items, speech),
            thirds: thirds(&results, speech),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
