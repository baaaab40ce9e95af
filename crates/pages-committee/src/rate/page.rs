//! What a rater's page shows.

use askama::Template;
use assessment::{AnswerToRate, EventView, RatingDesk, RatingView, ShownPassage, WaitingQuestion};
use pages_kit::{Frame, Speech, Visit, form};
use papers::QuestionType;
use platform::Error;

use super::{
    Asked,
    form::{Rating, score, written},
};
use crate::{
    Committee,
    event::Head,
    frame::{Officer, Room, Tab, address, around},
};

/// Characters of a question in the list of questions.
const SHORT: usize = 70;

#[derive(Template)]
#[template(path = "committee/rate.html")]
pub(crate) struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    style: &'a str,
    script: &'a str,
    queues: Vec<Tab>,
    counts: Vec<Count>,
    questions: Vec<Choice>,
    list: String,
    is_disputed: bool,
    is_saved: bool,
    /// All answers to the question that was chosen are rated, and others wait.
    is_question_done: bool,
    /// Where the rating that was given last can be replaced.
    back: Option<String>,
    shown: Option<Shown>,
    /// Where more waits, if nothing is shown here.
    other: Option<Tab>,
}

/// How many answers wait for what.
struct Count {
    name: String,
    value: String,
}

/// A question that can be rated in a row.
struct Choice {
    id: i64,
    text: String,
    is_chosen: bool,
}

/// An answer with what it is to be judged by.
struct Shown {
    kind: String,
    question: String,
    passage: Option<ShownPassage>,
    /// Where the question's own sound is heard.
    sound: Option<String>,
    /// A text, and how long it is.
    answer: Option<(String, String)>,
    /// Where what was said is heard.
    spoken: Option<String>,
    is_broken: bool,
    round: String,
    /// The most that can be given, as it is typed, and as programs read it.
    most: String,
    number: String,
    others: Vec<Given>,
    rating: Option<Rating>,
    skip: String,
}

/// What somebody else gave.
struct Given {
    title: String,
    score: String,
    criteria: Vec<(String, String)>,
    comment: Option<String>,
}

/// The beginning of a text, in one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHORT) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// Words as people count them: what stands between blanks.
fn words(text: &str) -> i64 {
    i64::try_from(text.split_whitespace().count()).unwrap_or(i64::MAX)
}

fn given(speech: Speech<'_>, others: &[RatingView]) -> Vec<Given> {
    let numbered = (1_i64..).zip(others);
    numbered
        .map(|(number, rating)| Given {
            title: speech.with("rate-other", "number", number),
            score: score(speech, rating.score),
            criteria: written(speech, &rating.criteria),
            comment: rating.comment.clone(),
        })
        .collect()
}

/// Queues with how much is in each, and how far raters agree.
fn queues(speech: Speech<'_>, event: i64, questions: &[WaitingQuestion], here: Option<bool>) -> Vec<Tab> {
    let queue = |text: &str, disputed: bool| {
        let count: i64 = questions.iter().map(|question| question.waiting(disputed)).sum();
        let asked = Asked {
            wanted: assessment::WantedAnswer {
                disputed,
                ..Default::default()
            },
            is_saved: false,
        };
        Tab {
            text: speech.with(text, "count", speech.number(count)),
            path: asked.next(event, None, false),
            is_here: here == Some(disputed),
        }
    };
    vec![
        queue("rate-queue", false),
        queue("rate-disputes", true),
        Tab {
            text: speech.say("rate-agreement"),
            path: address(event, "/nilai/kesepakatan"),
            is_here: here.is_none(),
        },
    ]
}

/// The ways between the pages of rating, from the one about agreement.
pub(crate) fn ways(speech: Speech<'_>, event: i64, questions: &[WaitingQuestion]) -> Vec<Tab> {
    queues(speech, event, questions, None)
}

fn counts(speech: Speech<'_>, questions: &[WaitingQuestion]) -> Vec<Count> {
    let count = |name: &str, of: fn(&WaitingQuestion) -> i64| Count {
        name: speech.say(name),
        value: speech.number(questions.iter().map(of).sum()),
    };
    vec![
        count("rate-waiting-first", |question| question.first),
        count("rate-waiting-second", |question| question.second),
        count("rate-waiting-disputed", |question| question.disputed),
    ]
}

fn choices(speech: Speech<'_>, questions: &[WaitingQuestion], asked: Asked) -> Vec<Choice> {
    let disputed = asked.wanted.disputed;
    let waiting = questions
        .iter()
        .filter(|question| question.waiting(disputed) > 0 || asked.wanted.question == Some(question.id));
    waiting
        .map(|question| Choice {
            id: question.id,
            text: format!(
                "{} ({})",
                beginning(&question.text),
                speech.number(question.waiting(disputed))
            ),
            is_chosen: asked.wanted.question == Some(question.id),
        })
        .collect()
}

impl Shown {
    fn of(
        speech: Speech<'_>,
        (event, asked): (i64, Asked),
        answer: AnswerToRate,
        typed: Option<Rating>,
        token: &str,
    ) -> Self {
        let mut hidden = vec![("round", answer.round.name().to_owned()), (form::ONCE, form::new_key())];
        hidden.extend(asked.wanted.question.map(|question| ("soal", question.to_string())));
        if asked.wanted.disputed {
            hidden.push(("antrean", "sengketa".to_owned()));
        }
        let action = address(event, &format!("/nilai/{}", answer.response_id));
        let is_shown = answer.waits || typed.is_some();
        let rating = is_shown.then(|| {
            let rating = typed.unwrap_or_else(|| Rating::of(speech, answer.own.as_ref()));
            rating.ready(&answer.criteria, hidden, (action, token))
        });
        let text = answer.answer.filter(|text| !text.trim().is_empty());
        let kind = match answer.question_type {
            QuestionType::Speaking => "rate-speaking",
            _ => "rate-essay",
        };
        let spoken = answer.spoken.as_ref();
        Self {
            kind: speech.say(kind),
            question: answer.question,
            passage: answer.passage,
            sound: answer.sound,
            answer: text.map(|text| {
                let length = speech.with("rate-words", "count", speech.number(words(&text)));
                (text, length)
            }),
            is_broken: spoken.is_some_and(|spoken| !spoken.is_complete),
            spoken: spoken
                .filter(|spoken| spoken.is_complete)
                .map(|spoken| spoken.url.clone()),
            round: speech.say(&format!("rate-round-{}", answer.round.name())),
            most: score(speech, answer.point),
            number: answer.point.to_string(),
            others: given(speech, &answer.others),
            rating,
            skip: asked.next(event, Some(answer.response_id), false),
        }
    }
}

impl<'a> Page<'a> {
    pub(crate) async fn of(
        committee: &'a Committee,
        (visit, admin): (&'a Visit, &assessment::Admin),
        (event, asked): (&EventView, Asked),
        desk: RatingDesk,
        typed: Option<Rating>,
    ) -> Result<Self, Error> {
        let speech = visit.speech();
        let (frame, officer) = around(committee, visit, admin, speech.say("rate-title")).await?;
        let here = desk.answer.as_ref().map(|answer| answer.response_id);
        let queues = queues(speech, event.id, &desk.questions, Some(asked.wanted.disputed));
        let is_done = desk.answer.is_none();
        let counted = |disputed: bool| -> i64 { desk.questions.iter().map(|one| one.waiting(disputed)).sum() };
        let disputed = asked.wanted.disputed;
        let is_question_done = is_done && asked.wanted.question.is_some() && counted(disputed) > 0;
        let has_other = is_done && (is_question_done || counted(!disputed) > 0);
        let other = queues.iter().find(|tab| has_other && tab.is_here == is_question_done);
        let other = other.map(|tab| Tab {
            text: tab.text.clone(),
            path: tab.path.clone(),
            is_here: false,
        });
        Ok(Self {
            head: Head::of(event, (visit, admin), Room::Rate),
            style: committee.rate_style(),
            script: committee.rate_script(),
            counts: counts(speech, &desk.questions),
            questions: choices(speech, &desk.questions, asked),
            list: address(event.id, "/nilai"),
            is_disputed: disputed,
            is_saved: asked.is_saved,
            is_question_done,
            back: desk
                .replaceable
                .filter(|response| Some(*response) != here)
                .map(|response| asked.at(event.id, response)),
            shown: desk
                .answer
                .map(|answer| Shown::of(speech, (event.id, asked), answer, typed, &officer.token)),
            other,
            queues,
            frame,
            officer,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_blanks_and_a_long_question_is_cut() {
        assert_eq!(words("  Satu dua\n\ntiga. "), 3);
        assert_eq!(beginning("a\n b"), "a b");
        assert_eq!(beginning(&"é".repeat(99)).chars().count(), SHORT + 1);
    }
}
