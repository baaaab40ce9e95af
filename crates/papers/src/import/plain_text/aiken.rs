//! Aiken: a stem, lettered options, and `ANSWER: B`.

use super::{Document, Sheet, Sheets, at};

/// The letter and the text of an option: `A. text`, `A) text`.
fn option(line: &str) -> Option<(char, &str)> {
    let line = line.trim();
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    let text = line[1..].strip_prefix(['.', ')'])?;
    text.starts_with([' ', '\t']).then(|| (letter, text.trim()))
}

/// What `ANSWER:` says.
fn answer(line: &str) -> Option<&str> {
    let line = line.trim();
    let head = line.get(..7).filter(|head| head.eq_ignore_ascii_case("answer:"))?;
    Some(line[head.len()..].trim())
}

/// Whether a text is Aiken: answers below options, of questions without numbers.
pub(super) fn is_aiken(lines: &[&str]) -> bool {
    let mut answers = 0_usize;
    let mut numbered = 0_usize;
    let mut has_options = false;
    for line in lines {
        if answer(line).is_some() && has_options {
            answers += 1;
            has_options = false;
        } else if option(line).is_some() {
            has_options = true;
        } else {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            numbered += usize::from((1..=4).contains(&digits) && line[digits..].starts_with(['.', ')']));
        }
    }
    answers > 0 && numbered * 2 < answers
}

/// Reads its questions.
pub(super) fn read(lines: &[&str]) -> Document {
    let mut sheets = Sheets::default();
    let mut stem: Vec<&str> = Vec::new();
    let mut sheet = Sheet::default();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        if let Some(answer) = answer(line) {
            sheet.add("JENIS", "PG", "");
            sheet.add("KUNCI", answer, "");
            sheets.question(&stem.join("\n"), &std::mem::take(&mut sheet), at(start));
            stem.clear();
        } else if let Some((letter, text)) = option(line).filter(|_| !stem.is_empty()) {
            sheet.add(letter.encode_utf8(&mut [0; 4]), text, "");
        } else if !line.trim().is_empty() {
            if !sheet.rows.is_empty() {
                // Options without an answer: the question ends here, and its key is missing.
                sheet.add("JENIS", "PG", "");
                sheets.question(&stem.join("\n"), &std::mem::take(&mut sheet), at(start));
                stem.clear();
            }
            if stem.is_empty() {
                start = index;
            }
            stem.push(line.trim());
        }
    }
    if !stem.is_empty() {
        sheets.question(&stem.join("\n"), &sheet, at(start));
    }
    sheets.document
}
