//! What lines say of a question beside its text: fields, and tags in brackets.

use super::{
    values,
    words::{self, Field, is_unseen},
};
use crate::import::styled::StyledText;

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 400;

/// `KUNCI: B`, `[KUNCI] B` and the like.
pub(super) fn field_line(line: &str) -> Option<(Field, &str)> {
    let bracketed = line
        .trim_start_matches(is_unseen)
        .strip_prefix('[')
        .and_then(|rest| rest.get(..rest.len().min(LONGEST_TAG)).and(rest.split_once(']')));
    if let Some((name, value)) = bracketed {
        let found = words::field(name).filter(|found| found.rest.is_empty() && !found.colon)?;
        let value = value.trim_start_matches(|char: char| is_unseen(char) || char == ':');
        return (found.keyword != Field::Question).then_some((found.keyword, value.trim_end()));
    }
    let found = words::field(line)?;
    let is_field = !matches!(found.keyword, Field::Question | Field::Passage)
        && (found.colon || found.keyword == Field::Key && found.capitals && !found.rest.is_empty());
    (is_field && is_likely(found.keyword, found.rest)).then_some((found.keyword, found.rest))
}

/// Whether a line means what its keyword says: words that text begins with, too, count before a value alone.
fn is_likely(field: Field, value: &str) -> bool {
    match field {
        Field::Plays => values::plays(value).is_some(),
        Field::Difficulty => values::difficulty(value).is_some(),
        _ => true,
    }
}

/// The tag that a text begins with, behind its bracket, and what follows it.
fn tag(text: &str) -> Option<(Field, &str, &str)> {
    let close = text.bytes().take(LONGEST_TAG).position(|byte| byte == b']')?;
    let found = words::field(&text[..close]).filter(|found| found.colon && is_likely(found.keyword, found.rest))?;
    Some((found.keyword, found.rest, &text[close + 1..]))
}

/// Whether a tag is in a line.
pub(super) fn has_tag(line: &str) -> bool {
    line.match_indices('[')
        .any(|(open, _)| tag(&line[open + 1..]).is_some())
}

/// A line without its tags (`[Poin: 10]`), and what those say.
pub(super) fn tags(line: &StyledText) -> (StyledText, Vec<(Field, String)>) {
    let mut rest = line.as_str();
    let mut kept = StyledText::default();
    let mut found = Vec::new();
    // Where the words begin that are not kept yet.
    let mut words = rest;
    while let Some(open) = rest.find('[') {
        let from = &rest[open + 1..];
        let Some((field, value, after)) = tag(from) else {
            rest = from;
            continue;
        };
        let before = words.len() - from.len() - 1;
        kept.append(&line.part(&words[..before]));
        found.push((field, line.part(value).reading()));
        (rest, words) = (after, after);
    }
    if found.is_empty() {
        return (line.clone(), found);
    }
    kept.append(&line.part(words));
    (kept.trimmed(), found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_taken_out_of_a_line_and_other_brackets_are_not() {
        let (text, found) = tags(&"Dengar [Audio: a.mp3] [peta] [1945] [Poin: 2,5]".into());
        assert_eq!(text.as_str(), "Dengar  [peta] [1945]");
        assert_eq!(
            found,
            [(Field::Audio, "a.mp3".to_owned()), (Field::Points, "2,5".to_owned())]
        );
    }
}
