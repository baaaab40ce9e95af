//! The form of a sitting: what everybody fills in, and what few change, folded away.

use pages_kit::{Field, Fields, Speech, Visit, field::Takes, form::Form};
use platform::Error;

use super::{
    choices::{Choices, zones},
    typed::{AT_ONCE, NO_CODE, PERCENT, POINTS, TOGETHER},
};

/// A form in parts.
pub(super) struct Sheet {
    pub(super) form: Form,
    pub(super) parts: Vec<Part>,
}

/// Fields that belong together.
pub(super) struct Part {
    /// Nothing above the first ones, which are always open.
    pub(super) title: Option<String>,
    /// What is said above its fields.
    pub(super) about: Option<String>,
    pub(super) is_open: bool,
    /// Which fields of the form are its own.
    first: usize,
    behind: usize,
}

/// The part that says what answers are worth.
const SCORING: &str = "schedule-part-scoring";

/// A field that takes a line, by the key of its text.
fn line(speech: Speech<'_>, name: &'static str, text: &str) -> Field {
    Field::line(name, speech.say(text))
}

fn number(speech: Speech<'_>, name: &'static str, text: &str) -> Field {
    Field::new(name, speech.say(text), Takes::Number).at_most(10)
}

fn tick(speech: Speech<'_>, name: &'static str, text: &str) -> Field {
    Field::new(name, speech.say(text), Takes::Tick)
}

fn choice(speech: Speech<'_>, name: &'static str, text: &str, choices: Vec<(String, String)>) -> Field {
    Field::new(name, speech.say(text), Takes::Choice(choices))
}

fn plan(speech: Speech<'_>, choices: &Choices) -> Vec<Field> {
    vec![
        line(speech, "title", "schedule-title").required().at_most(200),
        choice(speech, "packageId", "committee-package", choices.packages.clone())
            .required()
            .hint(speech.say("schedule-package-hint")),
        line(speech, "date", "schedule-date").required(),
        line(speech, "startTime", "schedule-start").required(),
        line(speech, "endTime", "schedule-end").required(),
        choice(speech, "timeZone", "schedule-zone", zones())
            .required()
            .hint(speech.say("schedule-zone-hint")),
        Field::new("description", speech.say("schedule-description"), Takes::Lines).at_most(5_000),
    ]
}

fn entry(speech: Speech<'_>, choices: &Choices) -> Vec<Field> {
    let hint = if choices.has_code {
        "schedule-code-kept"
    } else {
        "schedule-code-hint"
    };
    let mut fields = vec![
        line(speech, "entryCode", "committee-entry-code")
            .at_most(40)
            .hint(speech.say(hint)),
    ];
    if choices.has_code {
        fields.push(tick(speech, NO_CODE, "schedule-no-code"));
    }
    fields.extend([
        number(speech, "lateEntrySeconds", "committee-late-entry").hint(speech.say("schedule-late-hint")),
        number(speech, "graceSeconds", "schedule-grace").hint(speech.say("schedule-grace-hint")),
        number(speech, "offlineGraceSeconds", "committee-offline-grace").hint(speech.say("schedule-offline-hint")),
    ]);
    fields
}

fn watching(speech: Speech<'_>) -> Vec<Field> {
    vec![
        tick(speech, "recordVideo", "schedule-video"),
        tick(speech, "recordScreen", "schedule-screen"),
        tick(speech, "safeExamBrowser", "schedule-browser"),
    ]
}

fn scoring(speech: Speech<'_>) -> Vec<Field> {
    let unit = |value: &str, text: &str| (value.to_owned(), speech.say(text));
    let units = vec![unit(PERCENT, "schedule-percent"), unit(POINTS, "schedule-points")];
    vec![
        choice(speech, "scoringPolicy.unit", "schedule-unit", units),
        number(speech, "scoringPolicy.right", "schedule-right"),
        number(speech, "scoringPolicy.wrong", "schedule-wrong").hint(speech.say("schedule-wrong-hint")),
        number(speech, "scoringPolicy.blank", "schedule-blank"),
    ]
}

fn results(speech: Speech<'_>) -> Vec<Field> {
    let when = |value: &str, text: &str| (value.to_owned(), speech.say(text));
    let times = vec![when(TOGETHER, "schedule-together"), when(AT_ONCE, "schedule-at-once")];
    vec![
        choice(speech, "release", "schedule-release", times),
        tick(speech, "resultPolicy.score", "schedule-shows-score"),
        tick(speech, "resultPolicy.sections", "schedule-shows-sections"),
        tick(speech, "resultPolicy.scale", "schedule-shows-scale"),
        tick(speech, "resultPolicy.answers", "schedule-shows-answers"),
        tick(speech, "resultPolicy.keys", "schedule-shows-keys"),
    ]
}

fn names(speech: Speech<'_>, choices: &Choices) -> Vec<Field> {
    let mut fields = vec![
        line(speech, "prodikId", "schedule-other-id")
            .at_most(100)
            .hint(speech.say("schedule-other-id-hint")),
    ];
    if choices.is_new {
        fields.push(
            line(speech, "slug", "schedule-slug")
                .at_most(100)
                .hint(speech.say("schedule-slug-hint")),
        );
    }
    fields
}

impl Sheet {
    /// With what it holds.
    pub(super) fn of(speech: Speech<'_>, choices: &Choices, held: &Fields) -> Self {
        let parts = [
            (None, plan(speech, choices)),
            (Some("schedule-part-entry"), entry(speech, choices)),
            (Some("schedule-part-watching"), watching(speech)),
            (Some(SCORING), scoring(speech)),
            (Some("schedule-part-results"), results(speech)),
            (Some("schedule-part-names"), names(speech, choices)),
        ];
        let submit = speech.say(if choices.is_new {
            "schedule-plan"
        } else {
            "schedule-save"
        });
        let mut form = Form::to(choices.action.clone(), submit, Vec::new());
        let mut sheet = Vec::new();
        for (title, fields) in parts {
            let first = form.fields.len();
            form.fields.extend(fields);
            sheet.push(Part {
                title: title.map(|title| speech.say(title)),
                about: (title == Some(SCORING)).then(|| speech.say("schedule-scoring-about")),
                is_open: title.is_none(),
                first,
                behind: form.fields.len(),
            });
        }
        Self {
            form: form.holding(held),
            parts: sheet,
        }
    }

    /// It says what is wrong, and shows every part in which something is.
    pub(super) fn faulty(mut self, visit: &Visit, error: &Error) -> Self {
        self.form = self.form.faulty(visit, error);
        for part in &mut self.parts {
            let own = self.form.fields.get(part.first..part.behind).unwrap_or_default();
            part.is_open |= own.iter().any(|field| field.fault.is_some());
        }
        self
    }

    /// The fields of a part.
    pub(super) fn fields(&self, part: &Part) -> &[Field] {
        self.form.fields.get(part.first..part.behind).unwrap_or_default()
    }
}

/// The type of input by which browsers let people pick a field's value, where they have one for it.
pub(super) fn picked_by(field: &Field) -> Option<&'static str> {
    match field.name.as_ref() {
        "date" => Some("date"),
        "startTime" | "endTime" => Some("time"),
        _ => None,
    }
}
