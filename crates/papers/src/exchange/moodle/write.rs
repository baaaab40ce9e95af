//! Writing a quiz.
//!
//! Invariant: what is written is well formed, whatever the texts are; it is read here as the same paper.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use base::picture::{HEAD, ImageType};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use marked::Text;
use quick_xml::escape::escape;

use super::BESIDE;
use crate::{
    exchange::{
        beside::{self, BesideQuestion, BesideSection},
        markup::{self, Formulas},
        weigh::{percent, shares, written},
    },
    export::storable,
    paper::{Choice, Key, Paper, Passage, Pictures, Question, QuestionType, Section, is_premise},
};

/// A paper as Moodle XML, with its keys.
pub(crate) fn write(paper: &Paper, pictures: &Pictures) -> Vec<u8> {
    let mut writer = Writer {
        to: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned(),
        pictures,
        told: BTreeSet::new(),
    };
    let _ = writeln!(writer.to, "<{BESIDE} title=\"{}\"/>", said(&paper.title));
    for section in &paper.sections {
        writer.section(paper, section);
        for question in &section.questions {
            writer.passage_of(paper, question);
            writer.question(question);
        }
    }
    // Passages that nothing is asked about come last.
    for passage in &paper.passages {
        writer.passage(passage);
    }
    writer.to.push_str("</quiz>\n");
    writer.to.into_bytes()
}

/// Words as XML holds them, in text and in attributes.
fn said(text: &str) -> String {
    escape(&*storable(text)).replace('\n', "&#10;").replace('\t', "&#9;")
}

struct Writer<'p> {
    to: String,
    pictures: &'p Pictures,
    /// Codes of passages that are written already.
    told: BTreeSet<String>,
}

/// The name of a picture's file.
fn file_name(hash: &str, bytes: &[u8]) -> String {
    let extension = match ImageType::of(&bytes[..bytes.len().min(HEAD)]) {
        Some(ImageType::Jpeg) => "jpg",
        Some(ImageType::Gif) => "gif",
        Some(ImageType::Webp) => "webp",
        _ => "png",
    };
    format!("{}.{extension}", &hash[..hash.len().min(16)])
}

impl Writer<'_> {
    fn add(&mut self, line: &str) {
        self.to.push_str(line);
        self.to.push('\n');
    }

    /// An element with a text in HTML, and the pictures that it shows.
    fn html(&mut self, name: &str, attributes: &str, text: &Text, more: &str) {
        let pictures = self.pictures;
        let address = |hash: &str| {
            let picture = pictures.get(hash)?;
            Some(format!("@@PLUGINFILE@@/{}", file_name(hash, &picture.bytes)))
        };
        let html = markup::write(text, Formulas::Latex, &address);
        let _ = write!(
            self.to,
            "<{name}{attributes} format=\"html\"><text>{}</text>",
            escape(html.as_str())
        );
        let mut shown = BTreeSet::new();
        for hash in text.pictures() {
            let Some(picture) = pictures
                .get(hash.as_str())
                .filter(|_| shown.insert(hash.as_str().to_owned()))
            else {
                continue;
            };
            let (file, coded) = (
                file_name(hash.as_str(), &picture.bytes),
                BASE64_STANDARD.encode(&picture.bytes),
            );
            let _ = write!(
                self.to,
                "<file name=\"{file}\" path=\"/\" encoding=\"base64\">{coded}</file>"
            );
        }
        let _ = writeln!(self.to, "{more}</{name}>");
    }

    fn section(&mut self, paper: &Paper, section: &Section) {
        let slashed = |name: &str| name.trim().replace('/', "//");
        let path = format!("$course$/top/{}/{}", slashed(&paper.title), slashed(&section.title));
        self.add("<question type=\"category\">");
        self.add(&format!("<category><text>{}</text></category>", said(&path)));
        self.html("info", "", &section.instruction, "");
        let beside = beside::write(&BesideSection::of(section));
        self.add(&format!("<{BESIDE} section=\"{}\"/></question>", said(&beside)));
    }

    /// Writes what a question is about, before the first one that is.
    fn passage_of(&mut self, paper: &Paper, question: &Question) {
        let code = question.passage.as_deref();
        let passage = code.and_then(|code| paper.passages.iter().find(|passage| passage.code == code));
        if let Some(passage) = passage {
            self.passage(passage);
        }
    }

    fn passage(&mut self, passage: &Passage) {
        if !self.told.insert(passage.code.clone()) {
            return;
        }
        let name = if passage.title.is_empty() {
            &passage.code
        } else {
            &passage.title
        };
        self.add("<question type=\"description\">");
        self.add(&format!("<name><text>{}</text></name>", said(name)));
        self.html("questiontext", "", &passage.body, "");
        self.add(&format!(
            "<{BESIDE} passage=\"{}\" title=\"{}\"/></question>",
            said(&passage.code),
            said(&passage.title)
        ));
    }

    fn question(&mut self, question: &Question) {
        let numbers = numbers(question);
        let kind = match question.kind {
            QuestionType::TrueFalse if is_plain_truth(question) => "truefalse",
            QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse => "multichoice",
            QuestionType::ShortAnswer if numbers.is_some() => "numerical",
            QuestionType::ShortAnswer => "shortanswer",
            QuestionType::Essay | QuestionType::Speaking => "essay",
            QuestionType::Matching => "matching",
        };
        self.add(&format!("<question type=\"{kind}\">"));
        let name: String = question.text.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        let name: String = name.chars().take(80).collect();
        self.add(&format!("<name><text>{}</text></name>", said(&name)));
        self.html("questiontext", "", &question.text, "");
        self.add(&format!("<defaultgrade>{}</defaultgrade>", question.point));
        match kind {
            "multichoice" => self.options(question),
            "truefalse" => self.truth(question),
            "numerical" => self.numbers(&numbers.unwrap_or_default()),
            "shortanswer" => self.accepted(question),
            "matching" => self.pairs(question),
            _ => self.add("<responseformat>editor</responseformat>"),
        }
        if !question.tags.is_empty() {
            let tags = question
                .tags
                .iter()
                .map(|tag| format!("<tag><text>{}</text></tag>", said(tag)));
            let tags: String = tags.collect();
            self.add(&format!("<tags>{tags}</tags>"));
        }
        let beside = beside::write(&BesideQuestion::of(question));
        self.add(&format!("<{BESIDE} question=\"{}\"/></question>", said(&beside)));
    }

    fn options(&mut self, question: &Question) {
        let single = question.kind != QuestionType::MultipleAnswer;
        self.add(&format!(
            "<single>{single}</single><shuffleanswers>false</shuffleanswers><answernumbering>ABCD</answernumbering>"
        ));
        for (option, share) in question.options.iter().zip(shares(question)) {
            self.html(
                "answer",
                &format!(" fraction=\"{}\"", written(share)),
                &option.value,
                "",
            );
        }
    }

    fn truth(&mut self, question: &Question) {
        for (label, word) in [("B", "true"), ("S", "false")] {
            let is_right = question.key.iter().any(|key| key.answer == label);
            let share = if is_right { 100 } else { 0 };
            self.add(&format!(
                "<answer fraction=\"{share}\" format=\"moodle_auto_format\"><text>{word}</text></answer>"
            ));
        }
    }

    fn accepted(&mut self, question: &Question) {
        self.add("<usecase>0</usecase>");
        for key in &question.key {
            let text = said(&key.answer.replace('*', "\\*"));
            self.add(&format!(
                "<answer fraction=\"{}\" format=\"moodle_auto_format\"><text>{text}</text></answer>",
                share_of(key)
            ));
        }
    }

    fn numbers(&mut self, numbers: &[(&Key, String, String)]) {
        for (key, value, tolerance) in numbers {
            self.add(&format!(
                "<answer fraction=\"{}\" format=\"moodle_auto_format\"><text>{value}</text><tolerance>{tolerance}</tolerance></answer>",
                share_of(key)
            ));
        }
    }

    fn pairs(&mut self, question: &Question) {
        self.add("<shuffleanswers>true</shuffleanswers>");
        let (premises, responses): (Vec<&Choice>, Vec<&Choice>) =
            question.options.iter().partition(|option| is_premise(&option.label));
        let mut used = BTreeSet::new();
        for premise in premises {
            let start = format!("{}-", premise.label);
            let paired = question.key.iter().find_map(|key| key.answer.strip_prefix(&start));
            let response = paired.and_then(|label| responses.iter().find(|response| response.label == label));
            if let Some(response) = response {
                used.insert(response.label.clone());
                self.pair(&premise.value, response);
            }
        }
        for response in responses.into_iter().filter(|response| !used.contains(&response.label)) {
            self.pair(&Text::default(), response);
        }
    }

    fn pair(&mut self, premise: &Text, response: &Choice) {
        let plain = said(response.value.plain());
        let mut marked = Self {
            to: String::new(),
            pictures: self.pictures,
            told: BTreeSet::new(),
        };
        if response.value.markup().is_some() || !response.value.pictures().is_empty() {
            marked.html("marked", "", &response.value, "");
        }
        let answer = format!(
            "<answer label=\"{}\"><text>{plain}</text>{}</answer>",
            said(&response.label),
            marked.to
        );
        self.html("subquestion", "", premise, &answer);
    }
}

fn share_of(key: &Key) -> String {
    key.weight
        .map_or_else(|| "100".to_owned(), |weight| written(percent(weight)))
}

/// Whether the options of a true/false question are those that every such question has.
fn is_plain_truth(question: &Question) -> bool {
    let said: Vec<(&str, &str)> = question
        .options
        .iter()
        .map(|option| (option.label.as_str(), option.value.plain()))
        .collect();
    said == [("B", "Benar"), ("S", "Salah")] && question.options.iter().all(|option| option.value.markup().is_none())
}

/// Keys as numbers with their tolerances, if all of them are.
pub(in super::super) fn numbers(question: &Question) -> Option<Vec<(&Key, String, String)>> {
    let number = |key: &'_ Key| {
        let text = key.answer.strip_prefix('=')?.replace(',', ".").replace("+/-", "±");
        let (value, tolerance) = text.split_once('±').unwrap_or((&text, "0"));
        let is_number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
        (is_number(value) && is_number(tolerance)).then(|| (value.trim().to_owned(), tolerance.trim().to_owned()))
    };
    if question.kind != QuestionType::ShortAnswer || question.key.is_empty() {
        return None;
    }
    question
        .key
        .iter()
        .map(|key| number(key).map(|(value, tolerance)| (key, value, tolerance)))
        .collect()
}
