//! What a rater's page shows, and the rating that its form holds.

use std::collections::BTreeMap;

use askama::Template;
use assessment::{
    AnswerToRate, EventView, RatingDesk, RatingIn, RatingRound, RatingView, ShownPassage, WaitingQuestion,
};
use pages_kit::{
    Field, Fields, Frame, Language, Speech, Visit,
    field::{Takes, fault_of},
    form::{self, Form},
};
use papers::{Points, QuestionType};
use platform::{Error, Message, Rule};

use super::Asked;
use crate::{
    Committee,
    event::Head,
    events::Stage,
    frame::{Officer, Room, Tab, address, around, tabs},
};

/// Criteria that may be added to those that are known.
const MORE: usize = 2;
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

/// The form of a rating.
pub(crate) struct Rating {
    pub(crate) form: Form,
    /// Names and points.
    pub(crate) criteria: Vec<(String, String)>,
}

/// Points as a language writes them.
pub(crate) fn score(speech: Speech<'_>, points: Points) -> String {
    let text = points.to_string();
    match speech.language {
        Language::English => text,
        Language::Indonesian | Language::Turkish => text.replace('.', ","),
    }
}

fn no_number() -> Rule {
    Rule::Other(Message::new(
        "harus berupa angka, paling banyak dua desimal",
        "must be a number with at most two decimals",
    ))
}

fn points(path: &'static str, typed: &str) -> Result<Points, Error> {
    Points::parse(typed).ok_or_else(|| Error::invalid_field(path, no_number()))
}

/// Criteria as they were typed: those without points are left out.
fn criteria(fields: &Fields) -> Vec<(String, String)> {
    let names = fields.all("kriteria").map(|name| name.trim().to_owned());
    let typed = names.zip(fields.all("poin").map(|typed| typed.trim().to_owned()));
    typed.collect()
}

/// What was typed. Where only criteria have points, their sum is the score.
pub(crate) fn rating(fields: &Fields) -> Result<RatingIn, Error> {
    let mut given = BTreeMap::new();
    for (name, typed) in criteria(fields) {
        if !typed.is_empty() {
            given.insert(name, points("criteria", &typed)?);
        }
    }
    let score = match fields.get("score").trim() {
        "" if given.is_empty() => return Err(form::required("score")),
        "" => given.values().copied().sum(),
        typed => points("score", typed)?,
    };
    let round = match fields.get("round") {
        "adjudication" => RatingRound::Adjudication,
        "second" => RatingRound::Second,
        _ => RatingRound::First,
    };
    Ok(RatingIn {
        score,
        comment: Some(fields.get("comment").to_owned()).filter(|text| !text.trim().is_empty()),
        criteria: given,
        round: Some(round),
    })
}

impl Rating {
    fn empty(speech: Speech<'_>) -> Self {
        let fields = vec![
            Field::new("score", speech.say("rate-score"), Takes::Number)
                .required()
                .at_most(10),
            Field::new("comment", speech.say("rate-comment"), Takes::Lines)
                .hint(speech.say("rate-comment-hint"))
                .at_most(2_000),
        ];
        Self {
            form: Form::to("", speech.say("rate-save"), fields),
            criteria: Vec::new(),
        }
    }

    /// What was typed, and what is wrong with it.
    pub(crate) fn typed(fields: &Fields, (visit, error): (&Visit, &Error)) -> Self {
        let mut rating = Self::empty(visit.speech());
        rating.form = rating.form.holding(fields).faulty(visit, error);
        if let Some(fault) = fault_of(error, "criteria", visit.lang()) {
            rating.form.said = Some(format!("{}: {fault}", visit.speech().say("rate-criteria")));
        }
        rating.criteria = criteria(fields);
        rating
    }

    /// One that was given, or none yet.
    fn of(speech: Speech<'_>, own: Option<&RatingView>) -> Self {
        let mut rating = Self::empty(speech);
        if let Some(own) = own {
            for field in &mut rating.form.fields {
                field.value = match &*field.name {
                    "score" => score(speech, own.score),
                    _ => own.comment.clone().unwrap_or_default(),
                };
            }
            rating.criteria = written(speech, &own.criteria);
        }
        rating
    }

    /// With the criteria that are known for its question and some room for more; with what else it sends.
    fn ready(mut self, known: &[String], hidden: Vec<(&'static str, String)>, (action, token): (String, &str)) -> Self {
        self.criteria
            .retain(|(name, typed)| !name.is_empty() || !typed.is_empty());
        for name in known {
            if !self.criteria.iter().any(|(own, _)| own == name) {
                self.criteria.push((name.clone(), String::new()));
            }
        }
        self.criteria.extend((0..MORE).map(|_| (String::new(), String::new())));
        self.form.action = action;
        token.clone_into(&mut self.form.token);
        self.form.hidden = hidden;
        self
    }

    /// The fields of a name.
    fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.form.fields.iter().filter(move |field| field.name == name)
    }

    /// Whether criteria are shown at once.
    fn has_criteria(&self) -> bool {
        self.criteria.iter().any(|(name, _)| !name.is_empty())
    }
}

fn written(speech: Speech<'_>, criteria: &BTreeMap<String, Points>) -> Vec<(String, String)> {
    let criteria = criteria.iter();
    criteria
        .map(|(name, points)| (name.clone(), score(speech, *points)))
        .collect()
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
            head: Head::of(
                event,
                speech,
                tabs(speech, admin, event, Room::Rate),
                Stage::of(event, visit.ctx.now()),
            ),
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

    fn read(text: &str) -> Result<RatingIn, Error> {
        rating(&Fields::read(text.as_bytes()))
    }

    #[test]
    fn a_score_is_read_with_a_comma_and_criteria_stand_for_it_where_it_is_missing() {
        assert_eq!(read("score=2,5").unwrap().score, Points::of_hundredths(250));
        let summed = read("score=&kriteria=isi&poin=1.5&kriteria=bahasa&poin=2&kriteria=&poin=").unwrap();
        assert_eq!((summed.score, summed.criteria.len()), (Points::of_hundredths(350), 2));
        let both = read("score=3&kriteria=isi&poin=1").unwrap();
        assert_eq!((both.score, both.criteria.len()), (Points::whole(3), 1));
    }

    #[test]
    fn what_is_no_number_is_told_at_its_field() {
        for (text, field) in [
            ("score=tiga", "score"),
            ("score=", "score"),
            ("kriteria=isi&poin=x", "criteria"),
        ] {
            let error = read(text).err().unwrap();
            assert_eq!(error.fields()[0].path, field, "{text}");
        }
    }

    #[test]
    fn words_are_what_stands_between_blanks_and_a_long_question_is_cut() {
        assert_eq!(words("  Satu dua\n\ntiga. "), 3);
        assert_eq!(beginning("a\n b"), "a b");
        assert_eq!(beginning(&"é".repeat(99)).chars().count(), SHORT + 1);
    }
}
