//! The five steps of a sitting – questions, schedule, participants, supervision, results – and what each still lacks.
//!
//! Invariant: a step leads only where whoever looks may go, and says only what they may know.

use assessment::{
    Admin, Administrators, BankReaders, EventCounts, EventView, PackageEmbedding, PackageStatus, Proctors, Raters,
    ReleaseMode, ReleaseOutlook, Requirement, Role,
};
use pages_kit::{Speech, Visit};
use platform::Error;

use crate::{
    Committee,
    events::{Stage, when},
    frame::address,
    moment::Zone,
};

/// A step, as the page shows it.
pub(crate) struct Step {
    pub(crate) title: String,
    pub(crate) state: String,
    pub(crate) class: &'static str,
    /// How it stands, and what it lacks.
    pub(crate) said: Vec<String>,
    /// Text and address of what goes on with it.
    pub(crate) way: Option<(String, String)>,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Running,
    Missing,
    NotYet,
}

impl State {
    /// The key of its text, and how it is marked.
    fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("steps-done", "running"),
            Self::Running => ("committee-state-running", "running"),
            Self::Missing => ("steps-missing", "grave"),
            Self::NotYet => ("steps-not-yet", "still"),
        }
    }
}

/// Where a step leads: text, what follows the sitting's address, and for whom it is.
type Way = (&'static str, &'static str, fn(Role) -> bool);

const SCHEDULE: Way = ("steps-to-schedule", "/ubah", Proctors::met);
const PARTICIPANTS: Way = ("steps-to-participants", "/peserta", Proctors::met);
/// Until it begins, supervision can be tried.
const REHEARSE: Way = ("steps-to-rehearsal", "/gladi", Proctors::met);
const SUPERVISE: Way = ("steps-to-supervision", "/awasi", Proctors::met);
const RATE: Way = ("steps-to-rating", "/nilai", Raters::met);
const RESULTS: Way = ("steps-to-results", "/hasil", Raters::met);
const RELEASE: Way = ("steps-to-release", "/hasil/umumkan", Administrators::met);

/// What is known of a sitting by whoever looks.
struct Known<'a> {
    event: &'a EventView,
    stage: Stage,
    package: PackageStatus,
    questions: i64,
    counts: EventCounts,
    /// Participants of no unit.
    unitless: i64,
    /// Who waits for scores and who sees theirs, for those who may know.
    outlook: Option<ReleaseOutlook>,
}

impl<'a> Known<'a> {
    async fn find(
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        event: &'a EventView,
        counts: EventCounts,
    ) -> Result<Self, Error> {
        let assessment = committee.assessment();
        let embedded = PackageEmbedding::default().with_questions();
        let package = assessment.package(event.package_id, embedded).await?;
        let unitless = if Proctors::met(admin.role) && counts.participants > 0 {
            assessment.participants_without_unit(event.id).await?
        } else {
            0
        };
        let outlook = if Raters::met(admin.role) {
            Some(assessment.release_outlook(event.id, 1).await?)
        } else {
            None
        };
        Ok(Self {
            event,
            stage: Stage::of(event, visit.ctx.now()),
            package: package.status,
            questions: package
                .entities
                .and_then(|entities| entities.questions)
                .unwrap_or_default(),
            counts,
            unitless,
            outlook,
        })
    }

    fn questions(&self, speech: Speech<'_>) -> (State, Vec<String>) {
        if self.event.package_version_id.is_none() {
            let empty = (self.questions == 0).then_some("steps-no-questions");
            let lacks = ["steps-unpublished"].into_iter().chain(empty);
            return (State::Missing, lacks.map(|lack| speech.say(lack)).collect());
        }
        let text = match self.package {
            PackageStatus::Published => "steps-published",
            PackageStatus::Draft | PackageStatus::Archived => "steps-published-before",
        };
        (State::Done, vec![speech.say(text)])
    }

    fn schedule(&self, speech: Speech<'_>) -> (State, Vec<String>) {
        let mut said = vec![when(speech, self.event)];
        if self.stage == Stage::Over && self.counts.participants == 0 {
            said.push(speech.say("steps-past"));
            return (State::Missing, said);
        }
        (State::Done, said)
    }

    fn participants(&self, speech: Speech<'_>) -> (State, Vec<String>) {
        if self.counts.participants == 0 {
            return (State::Missing, vec![speech.say("steps-nobody")]);
        }
        let mut said = vec![speech.with("steps-registered", "count", self.counts.participants)];
        if self.unitless > 0 {
            said.push(speech.with("steps-unitless", "count", self.unitless));
        }
        (State::Done, said)
    }

    fn supervision(&self, speech: Speech<'_>) -> (State, Vec<String>) {
        let zone = Zone::of(&self.event.time_zone);
        match self.stage {
            Stage::Coming => {
                let from = zone.moment(speech, self.event.starts_at);
                (State::NotYet, vec![speech.with("steps-begins", "moment", from)])
            }
            Stage::Running => {
                let (present, all) = (self.counts.present, self.counts.participants);
                let said = speech.with_two("steps-present", ("present", present), ("all", all));
                (State::Running, vec![said])
            }
            Stage::Over if self.counts.participants == 0 => (State::NotYet, vec![speech.say("steps-nobody-came")]),
            Stage::Over => (State::Done, vec![speech.say("steps-over")]),
        }
    }

    /// Whether it has not begun, and there is something to sit.
    fn can_be_rehearsed(&self) -> bool {
        let is_coming = self.stage == Stage::Coming && self.event.rehearsal_of.is_none();
        is_coming && self.event.package_version_id.is_some()
    }

    /// Whether participants see results that stand.
    fn is_released(&self) -> bool {
        self.event.released_at.is_some() || self.event.release == ReleaseMode::AtOnce
    }

    fn results(&self, speech: Speech<'_>) -> (State, Vec<String>, Way) {
        let (awaiting, hidden, shown) = self.outlook.as_ref().map_or((0, 0, 0), |outlook| {
            (outlook.awaiting_count, outlook.hidden, outlook.shown)
        });
        let say = |text: &str| vec![speech.say(text)];
        let is_empty = self.outlook.is_some() && awaiting + hidden + shown == 0;
        if awaiting > 0 {
            let waiting = speech.with("steps-awaiting", "count", awaiting);
            return (State::Missing, vec![waiting], RATE);
        }
        match self.stage {
            Stage::Coming | Stage::Running => (State::NotYet, say("steps-results-later"), RESULTS),
            Stage::Over if is_empty || self.counts.participants == 0 => {
                (State::NotYet, say("steps-results-none"), RESULTS)
            }
            Stage::Over if self.is_released() => (State::Done, say("steps-released"), RESULTS),
            Stage::Over => (State::Missing, say("steps-unreleased"), RELEASE),
        }
    }
}

fn step(speech: Speech<'_>, title: &str, (state, said): (State, Vec<String>), way: Option<(String, String)>) -> Step {
    let (text, class) = state.told();
    Step {
        title: speech.say(title),
        state: speech.say(text),
        class,
        said,
        way,
    }
}

/// The five steps of a sitting, for whoever looks.
pub(crate) async fn find(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    counts: EventCounts,
) -> Result<Vec<Step>, Error> {
    let speech = visit.speech();
    let known = Known::find(committee, (visit, admin), event, counts).await?;
    let way = |(text, rest, is_for): Way| is_for(admin.role).then(|| (speech.say(text), address(event.id, rest)));
    let package = BankReaders::met(admin.role).then(|| {
        let path = format!("/ujian/paket/{}", event.package_id);
        (speech.say("steps-to-package"), path)
    });
    let (results, said, on) = known.results(speech);
    let watch = if known.can_be_rehearsed() { REHEARSE } else { SUPERVISE };
    Ok(vec![
        step(speech, "steps-questions", known.questions(speech), package),
        step(speech, "steps-schedule", known.schedule(speech), way(SCHEDULE)),
        step(
            speech,
            "committee-participants",
            known.participants(speech),
            way(PARTICIPANTS),
        ),
        step(speech, "steps-supervision", known.supervision(speech), way(watch)),
        step(speech, "results", (results, said), way(on).or_else(|| way(RESULTS))),
    ])
}
