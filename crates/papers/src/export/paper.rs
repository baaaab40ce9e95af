//! A paper as a Word document: title, passages, then each section with a table for every question.

use std::borrow::Cow;

use base::Error;
use marked::Text;

use super::body::{Body, Row, Style};
use crate::{
    draw::{Difficulty, Draw},
    paper::{Key, Navigation, Paper, Passage, Pictures, Question, QuestionType, ScoringRule, Section},
};

/// A paper as a Word document that the import reads as the same paper. A picture that `pictures` lacks is shown as its mark;
/// characters that XML cannot hold are left out, and blanks within the code of a passage become `_`.
pub fn to_docx(paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    let mut body = Body::new(pictures);
    body.say(Style::Title, &format!("PAKET: {}", paper.title));
    for passage in &paper.passages {
        write_passage(&mut body, passage);
    }
    let mut number = 0;
    for section in &paper.sections {
        write_head(&mut body, section);
        for question in &section.questions {
            number += 1;
            body.table(&rows(question, number));
        }
    }
    body.finish(&paper.title)
}

/// A passage between its keywords.
pub(super) fn write_passage(body: &mut Body<'_>, passage: &Passage) {
    let code = code(&passage.code);
    // Behind TEKS, only something with a digit in it is taken for a code; a colon says that it is one.
    let keyword = if code.contains(|c: char| c.is_ascii_digit()) {
        "TEKS"
    } else {
        "TEKS:"
    };
    let head = match passage.title.as_str() {
        "" => format!("{keyword} {code}"),
        title => format!("{keyword} {code}: {title}"),
    };
    body.say(Style::Normal, &head);
    body.content(&passage.body);
    body.say(Style::Normal, "AKHIR TEKS");
}

/// The code of a passage as one word.
fn code(code: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    code.chars().map(|c| if fits(c) { c } else { '_' }).collect()
}

/// What is said of a section before its questions.
pub(super) fn write_head(body: &mut Body<'_>, section: &Section) {
    body.say(Style::Heading, &format!("BAGIAN: {}", section.title));
    body.say(Style::Normal, &format!("DURASI: {} detik", section.duration));
    let navigation = match section.navigation {
        Navigation::Linear => "urut",
        Navigation::Free => "bebas",
    };
    body.say(Style::Normal, &format!("NAVIGASI: {navigation}"));
    let shuffle = if section.shuffle { "ya" } else { "tidak" };
    body.say(Style::Normal, &format!("ACAK: {shuffle}"));
    for draw in &section.draws {
        body.say(Style::Normal, &written_draw(draw));
    }
    if !section.instruction.is_empty() {
        body.say(Style::Normal, "INSTRUKSI:");
        body.content(&section.instruction);
    }
}

/// The table of a question.
pub(super) fn rows(question: &Question, number: usize) -> Vec<Row<'_>> {
    let mut rows = vec![
        Row {
            label: format!("SOAL {number}").into(),
            content: Cow::Borrowed(&question.text),
            mark: None,
        },
        row("JENIS", type_code(question.kind)),
    ];
    rows.extend(question.passage.as_deref().map(|name| row("TEKS", code(name))));
    rows.extend(question.audio.as_deref().map(|name| row("AUDIO", name)));
    rows.extend(question.options.iter().map(|option| Row {
        label: (&*option.label).into(),
        content: Cow::Borrowed(&option.value),
        // Nothing is marked in a matching question: its key tells pairs.
        mark: (question.kind != QuestionType::Matching).then(|| mark(question, &option.label)),
    }));
    let unmarked: Vec<_> = question.key.iter().filter(|key| !is_marked(question, key)).collect();
    if !unmarked.is_empty() {
        rows.push(row("KUNCI", written_key(question.kind, &unmarked)));
    }
    if question.rule != ScoringRule::Exact || question.key.iter().any(|key| key.weight.is_some()) {
        rows.push(row("NILAI", rule_code(question.rule)));
    }
    rows.push(row("POIN", question.point.to_string()));
    let seconds = |label, time: Option<i64>| time.map(|time| row(label, format!("{time} detik")));
    rows.extend(seconds("PERSIAPAN", question.preparation_time));
    rows.extend(seconds("JAWAB", question.response_time));
    rows.extend(question.audio_plays.map(|plays| row("PUTAR", plays.to_string())));
    if !question.tags.is_empty() {
        rows.push(row("TAG", question.tags.join(", ")));
    }
    rows.extend(question.difficulty.map(|level| row("TINGKAT", difficulty_word(level))));
    rows
}

fn row<'t>(label: impl Into<Cow<'t, str>>, content: impl Into<String>) -> Row<'t> {
    Row {
        label: label.into(),
        content: Cow::Owned(Text::of_plain(content)),
        mark: None,
    }
}

/// Whether a key is told by a mark beside its option.
fn is_marked(question: &Question, key: &Key) -> bool {
    let by_label = question.kind.has_options() && question.kind != QuestionType::Matching;
    by_label && question.options.iter().any(|option| option.label == key.answer)
}

/// What stands beside an option: `v`, with its weight if it has one.
fn mark(question: &Question, label: &str) -> String {
    let key = question.key.iter().find(|key| key.answer == label);
    match key.filter(|key| is_marked(question, key)) {
        Some(Key {
            weight: Some(weight), ..
        }) => format!("v {weight}%"),
        Some(_) => "v".to_owned(),
        None => String::new(),
    }
}

/// Keys in words. A tilde within an accepted text is told from those between them by a backslash.
fn written_key(kind: QuestionType, keys: &[&Key]) -> String {
    let answers = keys.iter().map(|key| key.answer.as_str());
    if kind == QuestionType::ShortAnswer {
        let answers: Vec<_> = answers.map(|answer| answer.replace('~', "\\~")).collect();
        return answers.join(" ~ ");
    }
    answers.collect::<Vec<_>>().join(", ")
}

/// How a document names a type.
pub(super) fn type_code(kind: QuestionType) -> &'static str {
    match kind {
        QuestionType::MultipleChoice => "PG",
        QuestionType::MultipleAnswer => "PGK",
        QuestionType::TrueFalse => "BS",
        QuestionType::ShortAnswer => "ISIAN",
        QuestionType::Essay => "URAIAN",
        QuestionType::Speaking => "LISAN",
        QuestionType::Matching => "JODOH",
    }
}

/// What is drawn of a section. A tag goes on to the end of its line.
fn written_draw(draw: &Draw) -> String {
    let mut said = format!("UNDIAN: {}", draw.count);
    if let Some(difficulty) = draw.difficulty {
        said.extend([" ", difficulty_word(difficulty)]);
    }
    if let Some(tag) = &draw.tag {
        said.extend([" #", tag]);
    }
    said
}

/// How a document says how hard a question is.
fn difficulty_word(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "mudah",
        Difficulty::Medium => "sedang",
        Difficulty::Hard => "sulit",
    }
}

/// How a document names a scoring rule.
fn rule_code(rule: ScoringRule) -> &'static str {
    match rule {
        ScoringRule::Exact => "tepat",
        ScoringRule::PartialNet => "bersih",
        ScoringRule::PerOption => "opsi",
        ScoringRule::Weights => "bobot",
    }
}
