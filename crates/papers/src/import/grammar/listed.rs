//! Options that stand in one text: in the cell of a question, or in one of all its options.

use super::{
    labels::{is_series, option_start, options_of_line, question_start},
    values,
};
use crate::import::styled::StyledText;

/// Options that stand in one text, and what is before them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ListedOptions {
    pub stem: StyledText,
    /// In the order of their letters: whether each is ticked, its letter and its text.
    pub options: Vec<(bool, char, StyledText)>,
}

impl ListedOptions {
    /// Those of a text, if there are several and their letters are those from A on.
    pub fn of(text: &StyledText) -> Option<Self> {
        let mut stem = Vec::new();
        let mut options: Vec<(bool, char, StyledText)> = Vec::new();
        for line in text.lines() {
            if let Some(first) = option_start(line.as_str()) {
                let parts = options_of_line(first).into_iter();
                options.extend(parts.map(|(ticked, letter, text)| (ticked, letter, line.part(text).trimmed())));
            } else if let Some((_, _, last)) = options.last_mut() {
                last.append_line(&line.trimmed());
            } else {
                stem.push(line);
            }
        }
        options.sort_by_key(|(_, letter, _)| *letter);
        is_series(options.iter().map(|(_, letter, _)| *letter)).then(|| Self {
            stem: StyledText::joined(&stem, "\n").trimmed(),
            options,
        })
    }
}

/// The premises or responses that the lines of a text are, with the labels that they have or, by their order, get.
pub(super) fn parts_of(text: &StyledText, are_premises: bool) -> Vec<(String, StyledText)> {
    let lines: Vec<StyledText> = text.lines().filter(|line| !line.trimmed().is_empty()).collect();
    let labelled = (0_u8..).zip(&lines).map(|(index, line)| {
        let shown = line.as_str();
        let own = if are_premises {
            question_start(shown)
        } else {
            option_start(shown).map(|(_, letter, rest)| (letter.to_string(), rest))
        };
        let counted = || {
            if are_premises {
                (index + 1).to_string()
            } else {
                char::from(b'A' + index.min(25)).to_string()
            }
        };
        match own.and_then(|(label, rest)| Some((values::label(&label)?.1, line.part(rest)))) {
            Some((label, rest)) => (label, rest.trimmed()),
            None => (counted(), line.trimmed()),
        }
    });
    labelled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(text: &str) -> Option<(String, String)> {
        let found = ListedOptions::of(&StyledText::of(text))?;
        let options = found.options.iter().map(|(ticked, letter, text)| {
            let star = if *ticked { "*" } else { "" };
            format!("{star}{letter}={}", text.as_str())
        });
        Some((found.stem.as_str().to_owned(), options.collect::<Vec<_>>().join(" ")))
    }

    #[test]
    fn options_are_found_in_lines_and_in_one_line() {
        let both = |stem: &str, options: &str| Some((stem.to_owned(), options.to_owned()));
        assert_eq!(
            listed("Apa?\nA. satu\nlagi\n*B. dua"),
            both("Apa?", "A=satu\nlagi *B=dua")
        );
        assert_eq!(
            listed("A. 0 °C B. 50 °C C. 100 °C"),
            both("", "A=0 °C B=50 °C C=100 °C")
        );
        assert_eq!(listed("a. x\tc. z\nb. y\td. w"), both("", "A=x B=y C=z D=w"));
        for text in ["Apa?", "A. satu", "B. satu\nC. dua", "Vitamin A. dan B. itu"] {
            assert_eq!(listed(text), None, "{text}");
        }
    }

    #[test]
    fn parts_of_a_matching_question_keep_their_labels_or_get_some() {
        let parts = |text: &str, are_premises| {
            let parts = parts_of(&StyledText::of(text), are_premises);
            let shown = parts.iter().map(|(label, text)| format!("{label}={}", text.as_str()));
            shown.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(parts("1. Prancis\n2. Jepang", true), "1=Prancis 2=Jepang");
        assert_eq!(parts("Tokyo\n\nParis", false), "A=Tokyo B=Paris");
    }
}
