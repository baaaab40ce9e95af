//! A paper as a Word document for desks: what participants read, with room to write, and nothing of what is right.
//!
//! Invariant: no key, no weight and no rule of scoring stands in it, whatever the paper says.

use base::Error;
use marked::Text;

use super::{
    body::{Body, Style},
    content::Among,
};
use crate::paper::{Choice, Paper, Passage, Pictures, Question, QuestionType, Section, is_premise};

/// A table without lines: the number of a question, the letters of its options, what they say.
const TABLE: &str = concat!(
    r#"<w:tbl><w:tblPr><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>"#,
    r#"<w:tblGrid><w:gridCol w:w="640"/><w:gridCol w:w="560"/><w:gridCol w:w="8438"/></w:tblGrid>"#,
);
const NUMBER: u32 = 640;
const LETTER: u32 = 560;
const CONTENT: u32 = 8_438;
/// Where an answer is written.
const LINE: &str = "______________________________________________________________";
/// Lines of an essay.
const ESSAY_LINES: usize = 6;
/// Seconds in a minute.
const MINUTE: i64 = 60;

/// A paper without its keys, to be printed.
pub fn to_handout(paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    let mut body = Body::new(pictures);
    body.say(Style::Title, &paper.title);
    body.say(
        Style::Normal,
        "Nama: ______________________________    Nomor: ____________________",
    );
    let mut number = 0;
    for section in &paper.sections {
        write_head(&mut body, section);
        let mut shown: Option<&str> = None;
        for question in &section.questions {
            if let Some(passage) = passage_before(paper, question, &mut shown) {
                write_passage(&mut body, passage);
            }
            number += 1;
            write_question(&mut body, question, number);
        }
    }
    body.finish(&paper.title)
}

/// The passage that a question is about, where another one stood above it.
fn passage_before<'p>(paper: &'p Paper, question: &'p Question, shown: &mut Option<&'p str>) -> Option<&'p Passage> {
    let code = question.passage.as_deref()?;
    if *shown == Some(code) {
        return None;
    }
    *shown = Some(code);
    paper.passages.iter().find(|passage| passage.code == code)
}

fn write_head(body: &mut Body<'_>, section: &Section) {
    body.say(Style::Heading, &section.title);
    let time = match (section.duration / MINUTE, section.duration % MINUTE) {
        (minutes, 0) => format!("Waktu: {minutes} menit"),
        _ => format!("Waktu: {} detik", section.duration),
    };
    body.say(Style::Normal, &time);
    if !section.instruction.is_empty() {
        body.content(&section.instruction);
    }
}

fn write_passage(body: &mut Body<'_>, passage: &Passage) {
    let title = match passage.title.as_str() {
        "" => &passage.code,
        title => title,
    };
    body.say(Style::Heading, title);
    body.content(&passage.body);
}

fn write_question(body: &mut Body<'_>, question: &Question, number: usize) {
    body.raw(TABLE);
    row(body, &format!("{number}."), None, &question.text);
    if let Some(audio) = &question.audio {
        row(body, "", None, &Text::of_plain(format!("♪ {audio}")));
    }
    match question.kind {
        QuestionType::Matching => {
            let (left, right): (Vec<&Choice>, Vec<&Choice>) =
                question.options.iter().partition(|option| is_premise(&option.label));
            for option in left.into_iter().chain(right) {
                row(body, "", Some(&option.label), &option.value);
            }
            row(body, "", None, &Text::of_plain(LINE));
        }
        QuestionType::ShortAnswer => row(body, "", None, &Text::of_plain(LINE)),
        QuestionType::Essay => row(body, "", None, &Text::of_plain([LINE; ESSAY_LINES].join("\n"))),
        QuestionType::Speaking => {}
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse => {
            for option in &question.options {
                row(body, "", Some(&option.label), &option.value);
            }
        }
    }
    body.raw("</w:tbl>");
    body.say(Style::Normal, "");
}

/// A row: with a label, a text stands beside it, and without one it takes both columns.
fn row(body: &mut Body<'_>, number: &str, label: Option<&str>, text: &Text) {
    body.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    body.cell(NUMBER, 1, |body| body.say(Style::Normal, number));
    match label {
        Some(label) => {
            body.cell(LETTER, 1, |body| body.say(Style::Normal, &format!("{label}.")));
            body.cell(CONTENT, 1, |body| body.text(text, Among::Cell, CONTENT));
        }
        None => body.cell(LETTER + CONTENT, 2, |body| body.text(text, Among::Cell, CONTENT)),
    }
    body.raw("</w:tr>");
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::*;
    use crate::{export::template, import::read_docx};

    fn main_part(docx: &[u8]) -> String {
        let mut zip = ZipArchive::new(Cursor::new(docx)).unwrap();
        let mut text = String::new();
        zip.by_name("word/document.xml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_handout_asks_everything_and_says_nothing_that_is_right() {
        let mut paper = read_docx(&template().unwrap()).unwrap().paper;
        let questions = paper.sections.iter_mut().flat_map(|section| &mut section.questions);
        for question in questions.filter(|question| question.kind == QuestionType::ShortAnswer) {
            question.key = vec![crate::Key {
                answer: "rahasia".to_owned(),
                weight: None,
            }];
        }
        let with = main_part(&to_handout(&paper, &Pictures::new()).unwrap());
        for question in paper.sections.iter().flat_map(|section| &section.questions) {
            let word = question.text.plain().split_whitespace().next().unwrap();
            assert!(with.contains(word), "{word}");
        }
        assert!(!with.contains("rahasia") && !with.contains("KUNCI"));
        for section in &mut paper.sections {
            section.questions.iter_mut().for_each(|question| question.key.clear());
        }
        assert_eq!(with, main_part(&to_handout(&paper, &Pictures::new()).unwrap()));
    }
}
