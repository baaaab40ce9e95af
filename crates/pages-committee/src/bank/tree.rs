//! A package as it is now: its sections, and their questions with what is right, page by page.

use assessment::{
    Admin, Authors, KeyView, Order, OutlineView, PackageView, QuestionEmbedding, QuestionView, Requirement,
    WantedQuestions,
};
use pages_kit::{Fields, Paged, Speech};
use papers::{Points, QuestionType};
use platform::Error;

use super::written::stored;
pub(super) use crate::excerpt::excerpt as short;
use crate::{
    Committee,
    papers::{address, html, length, points},
};

const PAGED: Paged = Paged { rows: 50, last: 1_000 };
/// The order in which questions are sat.
pub(super) const AS_SAT: Order = Order {
    by: "ordinal",
    down: false,
};

/// What a package consists of now.
pub(crate) struct Tree {
    pub(crate) sections: Vec<Section>,
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) place: String,
    /// Which page of questions this is.
    pub(crate) at: i64,
    pub(crate) package: i64,
    /// Whether whoever looks may change it.
    pub(crate) may_write: bool,
    pub(crate) facts: Vec<(String, String)>,
}

/// A section with how much is in it.
pub(crate) struct Section {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) length: String,
    /// How its questions are asked.
    pub(crate) ways: String,
    pub(crate) questions: String,
    pub(crate) points: String,
    /// What it lacks.
    pub(crate) lacks: Vec<String>,
    pub(crate) is_first: bool,
    pub(crate) is_last: bool,
}

/// A question in the list of a package. Its texts are safe HTML.
pub(crate) struct Leaf {
    pub(crate) id: i64,
    /// The title of its section, where that begins or the page does.
    pub(crate) section: Option<String>,
    pub(crate) number: String,
    pub(crate) short: String,
    pub(crate) about: String,
    pub(crate) text: String,
    /// Labels, what they stand for, and whether they are right.
    pub(crate) options: Vec<(String, String, bool)>,
    /// What is right beside options.
    pub(crate) answers: Vec<String>,
    pub(crate) lacks_key: bool,
    pub(crate) passage: Option<String>,
    pub(crate) audio: Option<String>,
    pub(crate) tags: String,
}

/// What a key says, with its weight if it has one.
fn told(key: &KeyView) -> String {
    match key {
        KeyView::Plain(answer) => answer.clone(),
        KeyView::Weighted { answer, weight } => format!("{answer} ({weight} %)"),
    }
}

/// What a key names.
pub(super) fn named(key: &KeyView) -> &str {
    match key {
        KeyView::Plain(answer) | KeyView::Weighted { answer, .. } => answer,
    }
}

/// What a type of question is called.
pub(super) fn kind_said(speech: Speech<'_>, kind: QuestionType) -> String {
    speech.say(&format!("results-kind-{}", kind.name().replace('_', "-")))
}

/// Whether a question needs a key that it has not.
pub(super) fn lacks_key(question: &QuestionView) -> bool {
    let entities = question.entities.as_ref();
    let answer = entities.and_then(|entities| entities.answer.as_ref());
    !question.question_type.is_rated() && answer.is_some_and(|answer| answer.answer_key.is_empty())
}

impl Leaf {
    fn of(question: &QuestionView, number: i64, sees_keys: bool, speech: Speech<'_>) -> Self {
        let entities = question.entities.clone().unwrap_or_default();
        let answer = entities.answer.unwrap_or_default();
        let keys: &[KeyView] = if sees_keys { &answer.answer_key } else { &[] };
        let kind = question.question_type;
        let marks_options = kind.has_options() && kind != QuestionType::Matching;
        let options = answer.option_questions.iter().map(|option| {
            let is_right = marks_options && keys.iter().any(|key| named(key) == option.label);
            let text = html(&stored(&option.value, option.value_marked.as_ref()));
            (option.label.clone(), text, is_right)
        });
        let weighted = keys.iter().any(|key| matches!(key, KeyView::Weighted { .. }));
        let audio = entities.audio.flatten().map(|audio| audio.filename);
        Self {
            id: question.id,
            section: None,
            number: speech.number(number),
            short: short(&question.question),
            about: format!(
                "{} · {}",
                kind_said(speech, kind),
                speech.with("papers-points", "points", points(speech, question.point))
            ),
            text: html(&stored(&question.question, question.question_marked.as_ref())),
            options: options.collect(),
            answers: if marks_options && !weighted {
                Vec::new()
            } else {
                keys.iter().map(told).collect()
            },
            lacks_key: sees_keys && lacks_key(question),
            passage: entities.passage.flatten().map(|passage| passage.code),
            audio: audio.or_else(|| question.audio_name.clone()),
            tags: question.tags.join(", "),
        }
    }
}

impl Section {
    fn of(row: &OutlineView, speech: Speech<'_>) -> Self {
        let ways = [
            (row.navigation == "linear").then(|| speech.say("papers-linear")),
            row.shuffle.then(|| speech.say("papers-shuffled")),
            (!row.draws.is_empty()).then(|| speech.say("papers-drawn")),
        ];
        let lacks = [
            (row.without_key > 0).then(|| speech.with("bank-without-key", "count", row.without_key)),
            (row.lacking_audio > 0).then(|| speech.with("bank-lacking-audio", "count", row.lacking_audio)),
        ];
        Self {
            id: row.id,
            title: row.title.clone(),
            length: length(speech, row.duration),
            ways: ways.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            questions: speech.number(row.questions),
            points: points(speech, row.points),
            lacks: lacks.into_iter().flatten().collect(),
            is_first: false,
            is_last: false,
        }
    }
}

fn facts(outline: &[OutlineView], passages: i64, speech: Speech<'_>) -> Vec<(String, String)> {
    let sum = |of: fn(&OutlineView) -> i64| outline.iter().map(of).sum::<i64>();
    let worth = Points::of_hundredths(outline.iter().map(|row| row.points.hundredths()).sum());
    let mut facts = vec![
        (
            speech.say("papers-sections"),
            speech.number(i64::try_from(outline.len()).unwrap_or_default()),
        ),
        (
            speech.say("papers-questions-count"),
            speech.number(sum(|row| row.questions)),
        ),
        (speech.say("bank-worth"), points(speech, worth)),
        (speech.say("papers-passages"), speech.number(passages)),
        (speech.say("bank-heard"), speech.number(sum(|row| row.with_audio))),
        (speech.say("papers-duration"), length(speech, sum(|row| row.duration))),
    ];
    let lacking = sum(|row| row.without_key);
    if lacking > 0 {
        facts.push((speech.say("bank-keyless"), speech.number(lacking)));
    }
    facts
}

/// The numbers that questions have in their sections, from so many on.
fn numbers(outline: &[OutlineView], from: i64) -> impl Iterator<Item = (&str, i64)> {
    let all = outline
        .iter()
        .flat_map(|row| (1..=row.questions).map(|number| (row.title.as_str(), number)));
    all.skip(usize::try_from(from).unwrap_or(usize::MAX))
}

impl Tree {
    /// The page of a package's questions that a request asks for.
    pub(crate) async fn find(
        committee: &Committee,
        (admin, speech): (&Admin, Speech<'_>),
        package: &PackageView,
        asked: &Fields,
    ) -> Result<Self, Error> {
        let assessment = committee.assessment();
        let outline = assessment.outline_of_package(package.id).await?;
        let first = platform::page::Pages::after(0, 1);
        let (_, passages) = assessment.list_passages(package.id, false, first).await?;
        let at = PAGED.read(asked);
        let wanted = WantedQuestions {
            package: Some(package.id),
            ..WantedQuestions::all(AS_SAT)
        };
        let listed = assessment.list_questions(wanted, QuestionEmbedding::whole(), PAGED.pages(at));
        let ((questions, paging), _) = listed.await?;
        let mut under = None;
        let leaf = |(question, (section, number)): (&QuestionView, (&str, i64))| {
            let mut leaf = Leaf::of(question, number, admin.role.sees_keys(), speech);
            if under.as_deref() != Some(section) {
                under = Some(section.to_owned());
                leaf.section.clone_from(&under);
            }
            leaf
        };
        let places = numbers(&outline, PAGED.pages(at).offset());
        let leaves = questions.iter().zip(places).map(leaf).collect();
        let (before, after) = PAGED.around(at, paging.total, |page| {
            address(package.id, &format!("?hal={page}#soal"))
        });
        let (page, of) = (speech.number(at), speech.number(PAGED.count(paging.total)));
        let mut sections: Vec<Section> = outline.iter().map(|row| Section::of(row, speech)).collect();
        if let Some(first) = sections.first_mut() {
            first.is_first = true;
        }
        if let Some(last) = sections.last_mut() {
            last.is_last = true;
        }
        Ok(Self {
            facts: facts(&outline, passages.total, speech),
            sections,
            leaves,
            before,
            after,
            place: speech.with_two("papers-page", ("page", page), ("pages", of)),
            at,
            package: package.id,
            may_write: Authors::met(admin.role),
        })
    }
}
