//! The questions of a frozen version, as participants see them.
//!
//! Invariant: what is shown comes from the frozen paper, which holds no key; its texts become HTML by their marks alone.

use std::collections::BTreeSet;

use marked::Text;
use pages_kit::{Paged, Speech, numbers::decimal};
use papers::{Paper, Points, Question};
use platform::Error;

use super::address;

const PAGED: Paged = Paged { rows: 25, last: 1_000 };
/// Where pictures of texts are, for whoever reads the bank.
const PICTURES: &str = "/api/v1/images/";

/// A page of questions.
#[derive(Default)]
pub(super) struct Questions {
    pub(super) rows: Vec<Asked>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    /// Which page this is, of how many.
    pub(super) place: String,
}

/// A question. Its texts are safe HTML.
pub(super) struct Asked {
    /// The title of its section, where that begins or the page does.
    pub(super) section: Option<String>,
    /// Title and body of what it is about, before the first question of the page that is.
    pub(super) passage: Option<(String, String)>,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) points: String,
    pub(super) text: String,
    /// The file that is heard with it.
    pub(super) audio: Option<String>,
    pub(super) options: Vec<Choice>,
    /// What is right, where that is none of the options; empty where nothing is told of that.
    pub(super) keys: String,
    /// What leads to it on its page; empty: nothing does.
    pub(super) id: String,
}

/// An option: its label, what it says, and whether it is known to be right.
pub(super) struct Choice {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) is_key: bool,
}

pub(crate) fn html(text: &Text) -> String {
    text.marked().to_html(|hash| format!("{PICTURES}{}", hash.as_str()))
}

/// Points as a language writes them.
pub(crate) fn points(speech: Speech<'_>, points: Points) -> String {
    decimal(speech.language, points.to_string())
}

pub(crate) fn count(speech: Speech<'_>, count: usize) -> String {
    speech.number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The passage of a code, with its texts written by `html`.
pub(super) fn passage(paper: &Paper, code: &str, html: impl Fn(&Text) -> String) -> Option<(String, String)> {
    let found = paper.passages.iter().find(|passage| passage.code == code)?;
    let title = if found.title.is_empty() {
        &found.code
    } else {
        &found.title
    };
    Some((title.clone(), html(&found.body)))
}

impl Asked {
    /// The question of a number of its section, with its texts written by `html`. A frozen one holds no key.
    pub(super) fn of(question: &Question, number: usize, speech: Speech<'_>, html: impl Fn(&Text) -> String) -> Self {
        let kind = question.kind.name().replace('_', "-");
        let is_key = |label: &str| question.key.iter().any(|key| key.answer == label);
        let options = question.options.iter();
        let others = question.key.iter().map(|key| key.answer.as_str());
        let others = others.filter(|key| !question.options.iter().any(|option| option.label == *key));
        Self {
            keys: others.collect::<Vec<_>>().join("; "),
            id: String::new(),
            section: None,
            passage: None,
            number: count(speech, number),
            kind: speech.say(&format!("results-kind-{kind}")),
            points: speech.with("papers-points", "points", points(speech, question.point)),
            text: html(&question.text),
            audio: question.audio.clone(),
            options: options
                .map(|option| Choice {
                    label: option.label.clone(),
                    text: html(&option.value),
                    is_key: is_key(&option.label),
                })
                .collect(),
        }
    }
}

impl Questions {
    /// The page of a paper that a request asks for.
    pub(super) fn of(
        paper: &Paper,
        (package, version): (i64, i64),
        asked: &pages_kit::Fields,
        speech: Speech<'_>,
    ) -> Result<Self, Error> {
        let at = PAGED.read(asked);
        let all = paper.sections.iter().flat_map(|section| {
            let numbered = section.questions.iter().zip(1..);
            numbered.map(move |(question, number)| (section.title.as_str(), question, number))
        });
        let total = all.clone().count();
        let total = i64::try_from(total).map_err(Error::internal)?;
        let pages = PAGED.pages(at);
        let skipped = usize::try_from(pages.offset()).map_err(Error::internal)?;
        let shown = usize::try_from(pages.limit()).map_err(Error::internal)?;
        let (mut under, mut told) = (None, BTreeSet::new());
        let row = |(section, question, number): (&str, &Question, usize)| {
            let mut row = Asked::of(question, number, speech, html);
            if under.as_deref() != Some(section) {
                under = Some(section.to_owned());
                row.section.clone_from(&under);
            }
            let code = question.passage.as_deref();
            row.passage = code
                .filter(|code| told.insert((*code).to_owned()))
                .and_then(|code| passage(paper, code, html));
            row
        };
        let rows = all.skip(skipped).take(shown).map(row).collect();
        let (before, after) = PAGED.around(at, total, |page| {
            address(package, &format!("/terbit?versi={version}&hal={page}#soal"))
        });
        let (page, of) = (speech.number(at), speech.number(PAGED.count(total)));
        Ok(Self {
            rows,
            before,
            after,
            place: speech.with_two("papers-page", ("page", page), ("pages", of)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_without_a_title_is_called_by_its_code() {
        let paper = Paper {
            title: "x".to_owned(),
            passages: vec![papers::Passage {
                code: "P1".to_owned(),
                title: String::new(),
                body: "a < b".into(),
            }],
            sections: Vec::new(),
        };
        let (title, body) = passage(&paper, "P1", html).unwrap();
        assert_eq!((title.as_str(), body.contains("a &lt; b")), ("P1", true));
        assert!(passage(&paper, "P2", html).is_none());
    }
}
