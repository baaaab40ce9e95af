//! Characters of a formula taken apart into numbers, variables and signs.

use super::{Formula, boxed};
use crate::scripts;

/// Names that stand upright and are one word, also where nobody said so.
const NAMES: &[&str] = &[
    "arccos", "arcsin", "arctan", "arg", "cos", "cosec", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp",
    "gcd", "inf", "ker", "lg", "lim", "ln", "log", "max", "min", "mod", "sec", "sin", "sinh", "sup", "tan", "tanh",
];

/// Whether a word is a name of that kind.
pub(super) fn is_name(word: &str) -> bool {
    NAMES.contains(&word)
}

/// Whether a character belongs to the one before it.
fn is_combining(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether a character is a variable or a part of a name.
pub(super) fn is_letter(char: char) -> bool {
    (char.is_alphabetic() || matches!(char, '∞' | '∅')) && scripts::lowered(char).is_none()
}

fn is_digit(char: char) -> bool {
    char.is_numeric() && scripts::lowered(char).is_none() && scripts::vulgar(char).is_none()
}

/// Characters that show nothing, or only say how others belong together.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
        || (char.is_control() && !char.is_whitespace())
}

/// Whether a text is one number as [`tokens`] reads it.
pub(super) fn is_number(text: &str) -> bool {
    let mut length = 0;
    take_number(text, &mut length);
    length > 0 && length == text.len()
}

/// Whether a text is one sign as [`tokens`] reads it.
pub(super) fn is_operator(text: &str) -> bool {
    matches!(tokens(text, false).as_slice(), [Formula::Operator(sign)] if sign == text)
}

/// Whether a text is one name as [`tokens`] reads it where names stand upright.
pub(super) fn is_identifier(text: &str) -> bool {
    matches!(tokens(text, true).as_slice(), [Formula::Identifier(name)] if name == text)
}

fn take_number(text: &str, length: &mut usize) {
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        if is_digit(char) {
            *length = at + char.len_utf8();
        } else if !(matches!(char, '.' | ',') && at > 0 && chars.peek().is_some_and(|(_, next)| is_digit(*next))) {
            return;
        }
    }
}

fn take_word(text: &str, upright: bool) -> usize {
    let mut length = 0;
    for char in text.chars() {
        let goes_on = is_combining(char) || (is_letter(char) && (upright || length == 0));
        if !goes_on {
            break;
        }
        length += char.len_utf8();
    }
    length
}

/// The tokens of a text. `upright` says that letters beside each other are one name.
pub(super) fn tokens(text: &str, upright: bool) -> Vec<Formula> {
    let mut found: Vec<Formula> = Vec::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let mut length = 0;
        if is_digit(char) {
            take_number(rest, &mut length);
            found.push(Formula::Number(rest[..length].to_owned()));
        } else if is_letter(char) {
            length = take_word(rest, upright);
            found.push(Formula::Identifier(rest[..length].to_owned()));
        } else if scripts::lowered(char).is_some() {
            length = take_script(rest, &mut found);
        } else {
            length = char.len_utf8();
            found.extend(sign(char));
        }
        rest = &rest[length..];
    }
    found
}

/// Raised or lowered digits, which become a script of what stands before them. Answers how long they are.
fn take_script(text: &str, found: &mut Vec<Formula>) -> usize {
    let mut length = 0;
    let mut script = String::new();
    let mut raised = None;
    for char in text.chars() {
        let Some((plain, is_raised)) = scripts::lowered(char) else {
            break;
        };
        if raised.is_some_and(|raised| raised != is_raised) {
            break;
        }
        raised = Some(is_raised);
        script.push(plain);
        length += char.len_utf8();
    }
    let base = match found.pop() {
        Some(Formula::Space) => {
            found.push(Formula::Space);
            Formula::nothing()
        }
        last => last.unwrap_or(Formula::nothing()),
    };
    found.push(scripted(
        base,
        Formula::Row(tokens(&script, false)),
        raised == Some(true),
    ));
    length
}

/// A base with one script more; one above and one below of the same base belong together.
pub(super) fn scripted(base: Formula, script: Formula, raised: bool) -> Formula {
    let script = boxed(script);
    match (base, raised) {
        (Formula::Subscript { base, script: sub }, true) => Formula::SubSup { base, sub, sup: script },
        (Formula::Superscript { base, script: sup }, false) => Formula::SubSup { base, sub: script, sup },
        (base, true) => Formula::Superscript {
            base: boxed(base),
            script,
        },
        (base, false) => Formula::Subscript {
            base: boxed(base),
            script,
        },
    }
}

/// What a character that is neither digit nor letter stands for.
fn sign(char: char) -> Option<Formula> {
    if char.is_whitespace() {
        return Some(Formula::Space);
    }
    if is_invisible(char) {
        return None;
    }
    if let Some((above, below)) = scripts::vulgar(char) {
        return Some(Formula::Fraction {
            numerator: boxed(Formula::Number(above.to_owned())),
            denominator: boxed(Formula::Number(below.to_owned())),
            bar: true,
        });
    }
    // One sign for the minus, however it was typed: programs show both alike in a formula.
    let char = if matches!(char, '−' | '‐' | '‑' | '–') {
        '-'
    } else {
        char
    };
    Some(Formula::Operator(char.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Formula::Row(tokens(text, false)).canonical().to_linear()
    }

    #[test]
    fn numbers_keep_their_points_and_commas() {
        assert_eq!(
            tokens("1.000,5x", false),
            [Formula::Number("1.000,5".into()), Formula::Identifier("x".into())]
        );
        assert_eq!(tokens("2.", false).len(), 2);
        assert!(is_number("3,14") && !is_number("3,") && !is_number("") && !is_number(",3"));
    }

    #[test]
    fn raised_digits_are_scripts() {
        assert_eq!(shown("x²+y₁³"), "x²+y₁³");
        assert!(matches!(tokens("x²", false).as_slice(), [Formula::Superscript { .. }]));
        assert!(matches!(tokens("x₁²", false).as_slice(), [Formula::SubSup { .. }]));
    }

    #[test]
    fn a_fraction_in_one_character_stays_apart_from_the_digits_before_it() {
        assert_eq!(shown("2½"), "2 1/2");
    }

    #[test]
    fn minus_signs_are_one() {
        assert_eq!(tokens("−", false), tokens("-", false));
    }
}
