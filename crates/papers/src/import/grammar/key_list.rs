//! Keys that are told apart from their questions: a list of numbers and letters below a heading, or a table.

use super::{
    labels::{narrow, option_start, question_start},
    sheet::word_of,
    values,
    words::{self, Field, is_unseen, plain},
};
use crate::import::docx::{At, Row, Table};

/// The key of the question with a number.
#[derive(Debug, Clone)]
pub(super) struct GivenKey {
    pub number: String,
    pub text: String,
    pub at: At,
    /// Which section it stands in, counted from 0, or is said to be for.
    pub section: usize,
    pub is_named: bool,
}

/// The keys that stand in the line of their heading: `KUNCI JAWABAN: 1. B 2. C`. Pairs of a matching question are none.
pub(super) fn entries_of_heading(line: &str) -> Option<Vec<(String, String)>> {
    let found = words::field(line).filter(|found| found.keyword == Field::Key)?;
    let is_list = found.rest.starts_with(char::is_numeric) && !found.rest.contains(['-', '=']);
    entries(found.rest).filter(|entries| is_list && entries.len() > 1)
}

/// Whether a line is the heading of a list of keys.
pub(super) fn is_heading(line: &str) -> bool {
    let named = plain(line);
    let is_long = [
        "kunci jawaban",
        "kunci soal",
        "answer key",
        "answer keys",
        "answers",
        "kunci",
        "jawaban",
    ]
    .iter()
    .any(|name| named.trim_end_matches([':', ' ']) == *name);
    let is_titled = ["kunci jawaban ", "answer key "]
        .iter()
        .any(|name| named.starts_with(name));
    is_long || is_titled && !line.contains([':', '：'])
}

/// The numbers and labels of a line of such a list: `1. B 2. C 3. A,D`. Nothing if anything else is in it.
pub(super) fn entries(line: &str) -> Option<Vec<(String, String)>> {
    let chars: Vec<char> = line.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut at = skip(&chars, 0, is_gap);
    while at < chars.len() {
        let end = skip(&chars, at, |char| char.is_ascii_digit());
        let number: String = chars[at..end].iter().collect();
        if !(1..=4).contains(&number.len()) {
            return None;
        }
        at = skip(&chars, end, is_unseen);
        at = skip(&chars, at, |char| matches!(char, '.' | ')' | ':' | '-' | '='));
        at = skip(&chars, at, is_unseen);
        let (labels, end) = labels(&chars, at)?;
        found.push((number, labels));
        at = skip(&chars, end, is_gap);
    }
    (!found.is_empty()).then_some(found)
}

/// The number and the key of a line that repeats what the option says: `1. B. dua`.
pub(super) fn entry_in_words(line: &str) -> Option<(String, String)> {
    let (number, key) = question_start(line)?;
    option_start(key).map(|_| (number, key.to_owned()))
}

fn skip(chars: &[char], from: usize, what: impl Fn(char) -> bool) -> usize {
    chars[from..]
        .iter()
        .position(|char| !what(*char))
        .map_or(chars.len(), |count| from + count)
}

fn is_gap(char: char) -> bool {
    is_unseen(char) || matches!(char, ',' | ';' | '|')
}

/// The letters of one key, and where they end.
fn labels(chars: &[char], from: usize) -> Option<(String, usize)> {
    let mut labels = String::new();
    let mut at = from;
    loop {
        let letter = chars.get(at).filter(|char| char.is_ascii_alphabetic())?;
        labels.push(letter.to_ascii_uppercase());
        at += 1;
        if chars.get(at).is_some_and(|char| char.is_alphanumeric()) {
            return None;
        }
        let next = skip(chars, at, |char| is_unseen(char) || char == ',');
        let has_comma = chars[at..next].contains(&',');
        if !has_comma || !chars.get(next).is_some_and(char::is_ascii_alphabetic) {
            return Some((labels, at));
        }
        labels.push(',');
        at = next;
    }
}

/// The keys of a table, if it is one of keys alone: `NO | KUNCI` above columns, or before rows. Below a heading that says
/// what it is, it needs no titles.
pub(super) fn of_table(table: &Table, is_announced: bool) -> Option<Vec<(String, String, At)>> {
    let rows: Vec<&Row> = table.rows.iter().filter(|row| !row.cells.is_empty()).collect();
    let first: Vec<String> = rows.first()?.cells.iter().map(word_of).collect();
    if first.len() >= 2 && first.iter().enumerate().all(|(at, title)| is_title(title, at % 2 == 0)) {
        return below_titles(&rows[1..], 2);
    }
    if let [number, key, _] = first.as_slice()
        && is_title(number, true)
        && is_title(key, false)
    {
        return below_titles(&rows[1..], 3);
    }
    let names: Vec<String> = rows
        .iter()
        .map(|row| row.cells.first().map(word_of).unwrap_or_default())
        .collect();
    let is_sideways = rows.len() >= 2 && rows.len().is_multiple_of(2);
    if is_sideways && names.iter().enumerate().all(|(at, title)| is_title(title, at % 2 == 0)) {
        return beside_titles(&rows);
    }
    if is_announced { without_titles(&rows) } else { None }
}

/// What the third column of a table of keys is called, which is read by nobody: explanations.
pub(super) fn unread_title(table: &Table) -> Option<String> {
    let cells = &table.rows.first()?.cells;
    let is_third = cells.len() == 3 && is_title(&word_of(&cells[0]), true) && is_title(&word_of(&cells[1]), false);
    is_third.then(|| word_of(&cells[2])).filter(|title| !title.is_empty())
}

/// `1. B | 2. A`, pairs of `1 | B`, or numbers above letters.
fn without_titles(rows: &[&Row]) -> Option<Vec<(String, String, At)>> {
    entries_of_cells(rows)
        .or_else(|| below_titles(rows, 2))
        .or_else(|| above_keys(rows))
        .filter(|found| found.iter().all(|(_, key, _)| values::label(key).is_some()))
}

fn entries_of_cells(rows: &[&Row]) -> Option<Vec<(String, String, At)>> {
    let mut found = Vec::new();
    for (row, cell) in rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (row, cell)))
    {
        let text = word_of(cell);
        if !text.is_empty() {
            let keys = entries(&text)?;
            found.extend(keys.into_iter().map(|(number, key)| (number, key, row.at)));
        }
    }
    (!found.is_empty()).then_some(found)
}

fn above_keys(rows: &[&Row]) -> Option<Vec<(String, String, At)>> {
    let mut found = Vec::new();
    for pair in rows.chunks(2) {
        let [numbers, keys] = pair else { return None };
        for (number, key) in numbers.cells.iter().zip(&keys.cells) {
            found.extend(entry(&word_of(number), &word_of(key), keys.at)?);
        }
    }
    Some(found)
}

fn is_title(title: &str, is_number: bool) -> bool {
    let title = plain(title);
    let title = title.trim_end_matches(['.', ':']);
    if is_number {
        return matches!(
            title,
            "no" | "nomor" | "no. soal" | "no soal" | "nomor soal" | "number" | "soal"
        );
    }
    words::field(title).is_some_and(|found| found.keyword == Field::Key && found.rest.is_empty())
}

/// The pairs that rows begin with, or consist of: each has so many cells.
fn below_titles(rows: &[&Row], width: usize) -> Option<Vec<(String, String, At)>> {
    let mut found = Vec::new();
    for row in rows {
        let texts: Vec<String> = row.cells.iter().map(word_of).collect();
        for pair in texts.chunks(width) {
            found.extend(entry(pair.first()?, pair.get(1)?, row.at)?);
        }
    }
    Some(found)
}

fn beside_titles(rows: &[&Row]) -> Option<Vec<(String, String, At)>> {
    let mut found = Vec::new();
    for pair in rows.chunks(2) {
        let [numbers, keys] = pair else { return None };
        let cells = numbers.cells.iter().zip(&keys.cells).skip(1);
        for (number, key) in cells {
            found.extend(entry(&word_of(number), &word_of(key), keys.at)?);
        }
    }
    Some(found)
}

/// A number and its key; an empty pair is none. Nothing at all if the number is no number.
fn entry(number: &str, key: &str, at: At) -> Option<Option<(String, String, At)>> {
    let digits: String = number.trim().trim_end_matches(['.', ')']).chars().map(narrow).collect();
    if digits.is_empty() {
        return key.is_empty().then_some(None);
    }
    let is_number = digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let key = match values::label(key) {
        Some((false, label)) => label,
        _ => key.to_owned(),
    };
    is_number.then(|| Some((digits, key, at)).filter(|(_, key, _)| !key.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_keys_are_numbers_and_letters_and_nothing_else() {
        let read = |line: &str| {
            entries(line).map(|found| {
                let pairs: Vec<String> = found.iter().map(|(number, key)| format!("{number}{key}")).collect();
                pairs.join(" ")
            })
        };
        assert_eq!(read("1. B 2. C\t3.A"), Some("1B 2C 3A".to_owned()));
        assert_eq!(read("1) b, 2) c"), Some("1B 2C".to_owned()));
        assert_eq!(read("1 = A,C  2 - D"), Some("1A,C 2D".to_owned()));
        assert_eq!(read("١. أ ٢. ب"), Some("1A 2B".to_owned()));
        for line in ["1. Apa", "1. A adalah", "B", "", "1.", "12345. A"] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn headings_of_such_lists_stand_alone() {
        for line in [
            "KUNCI JAWABAN",
            "Kunci Jawaban:",
            "KUNCI",
            "Answer Key",
            "KUNCI JAWABAN MATEMATIKA",
        ] {
            assert!(is_heading(line), "{line}");
        }
        for line in ["KUNCI: B", "Kunci Jawaban: B", "Kuncinya", "kunci pintu"] {
            assert!(!is_heading(line), "{line}");
        }
    }
}
