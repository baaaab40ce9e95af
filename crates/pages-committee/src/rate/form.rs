//! The form of a rating: what was typed, and what it holds.

use std::collections::BTreeMap;

use assessment::{RatingIn, RatingRound, RatingView};
use pages_kit::{
    Field, Fields, Speech, Visit,
    field::{Takes, fault_of},
    form::{self, Form},
    numbers::decimal,
};
use papers::Points;
use platform::{Error, Message, Rule};

/// Criteria that may be added to those that are known.
const MORE: usize = 2;

/// The form of a rating.
pub(crate) struct Rating {
    pub(crate) form: Form,
    /// Names and points.
    pub(crate) criteria: Vec<(String, String)>,
}

/// Points as a language writes them.
pub(crate) fn score(speech: Speech<'_>, points: Points) -> String {
    decimal(speech.language, points.to_string())
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
    pub(crate) fn of(speech: Speech<'_>, own: Option<&RatingView>) -> Self {
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
    pub(crate) fn ready(
        mut self,
        known: &[String],
        hidden: Vec<(&'static str, String)>,
        (action, token): (String, &str),
    ) -> Self {
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
    pub(crate) fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.form.fields.iter().filter(move |field| field.name == name)
    }

    /// Whether criteria are shown at once.
    pub(crate) fn has_criteria(&self) -> bool {
        self.criteria.iter().any(|(name, _)| !name.is_empty())
    }
}

pub(super) fn written(speech: Speech<'_>, criteria: &BTreeMap<String, Points>) -> Vec<(String, String)> {
    let criteria = criteria.iter();
    criteria
        .map(|(name, points)| (name.clone(), score(speech, *points)))
        .collect()
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
}
