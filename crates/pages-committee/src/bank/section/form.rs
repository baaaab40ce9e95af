//! The form of a section in a package, as text.

use assessment::{DetailChange, DetailChangeIn, DetailView, SectionView};
use pages_kit::{
    Field, Fields, Speech,
    field::{TICKED, Takes},
    form::Form,
};
use papers::{
    draw::{Difficulty, Draw, MOST_DRAWS},
    rules::section::{LONGEST_INSTRUCTION, LONGEST_TITLE},
};
use platform::{Error, Message, Rule, text::Check};

use super::super::written::{read, stored as stored_text, written};
use crate::schedule::{
    reading::no_minutes,
    typed::{minutes, read_minutes},
};

/// The hidden field with the version of the section itself, whose title is the same in every package.
pub(super) const SEEN_SECTION: &str = "_versi_bagian";
/// What stands between the parts of a draw.
const BETWEEN: char = '|';

/// How hard questions may be, as people type it.
fn difficulty_said(difficulty: Difficulty) -> [&'static str; 3] {
    match difficulty {
        Difficulty::Easy => ["mudah", "easy", "kolay"],
        Difficulty::Medium => ["sedang", "medium", "orta"],
        Difficulty::Hard => ["sulit", "hard", "zor"],
    }
}

fn read_difficulty(typed: &str) -> Option<Difficulty> {
    let typed = typed.to_lowercase();
    Difficulty::ALL
        .into_iter()
        .find(|one| difficulty_said(*one).contains(&typed.as_str()))
}

/// A draw on a line: `10 | aljabar | mudah`.
fn line(draw: &Draw) -> String {
    let mut parts = vec![draw.count.to_string()];
    if draw.tag.is_some() || draw.difficulty.is_some() {
        parts.push(draw.tag.clone().unwrap_or_default());
    }
    if let Some(difficulty) = draw.difficulty {
        let [said, ..] = difficulty_said(difficulty);
        parts.push(said.to_owned());
    }
    parts.join(&format!(" {BETWEEN} "))
}

fn read_line(line: &str) -> Option<Draw> {
    let mut parts = line.split(BETWEEN).map(str::trim);
    let count = parts.next()?.parse().ok()?;
    let tag = parts.next().filter(|tag| !tag.is_empty()).map(str::to_owned);
    let difficulty = match parts.next().filter(|typed| !typed.is_empty()) {
        Some(typed) => Some(read_difficulty(typed)?),
        None => None,
    };
    let draw = Draw { count, tag, difficulty };
    parts.next().is_none().then_some(draw)
}

fn read_draws(typed: &str) -> Result<Vec<Draw>, Rule> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let read: Option<Vec<Draw>> = lines.take(MOST_DRAWS + 1).map(read_line).collect();
    read.ok_or_else(|| {
        Rule::Other(Message::new(
            "setiap baris berisi jumlah, lalu bila perlu tanda dan tingkat, misalnya 10 | aljabar | mudah",
            "each line holds how many and, where wanted, a tag and how hard, such as 10 | algebra | easy",
        ))
    })
}

/// What the form of a section holds.
pub(super) fn stored(section: &SectionView, detail: &DetailView) -> Fields {
    let draws: Vec<String> = detail.draws.iter().map(line).collect();
    let instruction = stored_text(&detail.instruction, detail.instruction_marked.as_ref());
    let mut fields = vec![
        ("title", section.title.clone()),
        ("duration", minutes(detail.duration)),
        ("instruction", written(&instruction)),
        ("navigation", detail.navigation.clone()),
        ("draws", draws.join("\n")),
    ];
    if detail.shuffle {
        fields.push(("shuffle", TICKED.to_owned()));
    }
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The form with what it holds.
pub(super) fn made(speech: Speech<'_>, action: String, held: &Fields) -> Form {
    let ways = [("free", "bank-free"), ("linear", "bank-linear")];
    let ways = ways.map(|(value, text)| (value.to_owned(), speech.say(text)));
    let fields = vec![
        Field::line("title", speech.say("bank-section-title"))
            .required()
            .at_most(LONGEST_TITLE),
        Field::new("duration", speech.say("bank-section-duration"), Takes::Number)
            .required()
            .hint(speech.say("bank-section-duration-hint"))
            .at_most(10),
        Field::new("instruction", speech.say("bank-instruction"), Takes::Lines)
            .hint(speech.say("bank-instruction-hint"))
            .at_most(LONGEST_INSTRUCTION),
        Field::new("navigation", speech.say("bank-navigation"), Takes::Choice(ways.into())),
        Field::new("shuffle", speech.say("bank-shuffle"), Takes::Tick),
        Field::new("draws", speech.say("bank-draws"), Takes::Lines).hint(speech.say("bank-draws-hint")),
    ];
    Form::to(action, speech.say("bank-save"), fields).holding(held)
}

/// What the form changes about the section in its package.
pub(super) fn change(fields: &Fields) -> Result<DetailChange, Error> {
    let mut check = Check::new();
    let duration = read_minutes(fields.get("duration").trim());
    if duration.is_none() {
        check.note("duration", no_minutes());
    }
    let instruction = read(fields.get("instruction")).map_err(|rule| check.note("instruction", rule));
    let draws = read_draws(fields.get("draws")).map_err(|rule| check.note("draws", rule));
    check.finish()?;
    let (plain, marked) = instruction.unwrap_or_default().into_parts();
    let change = DetailChangeIn {
        instruction: Some(Some(plain)),
        instruction_marked: Some(marked),
        duration: duration.map(Some),
        ordinal: None,
        navigation: Some(Some(fields.get("navigation").to_owned())),
        shuffle: Some(Some(fields.is_ticked("shuffle"))),
        draws: Some(draws.ok()),
    };
    change.validate()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_read_as_they_are_written() {
        for typed in ["10", "5 | aljabar", "3 |  | sulit", "2 | a b | mudah"] {
            let read = read_line(typed).unwrap();
            assert_eq!(line(&read), typed);
        }
        assert_eq!(read_line("4 | x | EASY").unwrap().difficulty, Some(Difficulty::Easy));
        for wrong in ["", "x", "3 | a | b", "3 | a | mudah | x", "-1"] {
            assert!(read_line(wrong).is_none(), "{wrong}");
        }
        assert_eq!(read_draws("\n 3 \n\n4|x\n").unwrap().len(), 2);
        assert!(read_draws("3\nx").is_err());
    }
}
