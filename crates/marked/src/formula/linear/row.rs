//! The parts of a row one after the other in a line: where parentheses and blanks are needed between them.

use super::{Bond, part};
use crate::{Formula, scripts};

/// Signs that part terms and sides of equations, so that nothing beyond them belongs to what is before them.
pub(in crate::formula) fn parts_terms(sign: &str) -> bool {
    matches!(
        sign,
        "+" | "-"
            | "±"
            | "∓"
            | "="
            | "≠"
            | "<"
            | ">"
            | "≤"
            | "≥"
            | "≈"
            | "≡"
            | "≅"
            | "∼"
            | "→"
            | "←"
            | "↔"
            | "⇒"
            | "⇐"
            | "⇔"
            | ","
            | ";"
            | "∈"
            | "∉"
            | "⊂"
            | "⊆"
            | "∪"
            | "∩"
            | "∧"
            | "∨"
            | "∴"
            | "⊥"
            | "∥"
    )
}

/// Whether a part in a product would make it more than a product.
pub(super) fn ends_product(part: &Formula) -> bool {
    match part {
        Formula::Operator(sign) => parts_terms(sign),
        Formula::Equations { .. } => true,
        Formula::Fenced { open, close, .. } => open.is_empty() != close.is_empty(),
        _ => false,
    }
}

/// Whether a loose part may stand behind this one.
fn lets_follow(before: Option<&Formula>) -> bool {
    match before {
        None => true,
        Some(Formula::Operator(sign)) => parts_terms(sign) || matches!(sign.as_str(), "(" | "[" | "{"),
        Some(_) => false,
    }
}

/// Whether a loose part may stand before this one.
fn lets_precede(after: Option<&Formula>) -> bool {
    match after {
        None => true,
        Some(Formula::Operator(sign)) => parts_terms(sign) || matches!(sign.as_str(), ")" | "]" | "}" | "." | "!"),
        Some(_) => false,
    }
}

/// A row as a line.
pub(super) fn read(parts: &[Formula]) -> String {
    let mut line = String::new();
    let mut last = String::new();
    let mut at = 0;
    while at < parts.len() {
        let (text, bond, length) = if let Some((text, length)) = mixed(&parts[at..]) {
            (text, Bond::Loose, length)
        } else {
            let (text, bond) = part(&parts[at]);
            (text, bond, 1)
        };
        let before = parts[..at].iter().rev().find(|part| **part != Formula::Space);
        let after = parts[at + length..].iter().find(|part| **part != Formula::Space);
        let closed = match bond {
            Bond::Atom | Bond::Factor => true,
            Bond::Loose => lets_follow(before) && lets_precede(after),
            Bond::Prefix => lets_precede(after),
            Bond::Line => before.is_none() && after.is_none(),
            Bond::Endless => lets_follow(before) && after.is_none(),
            Bond::Headless => before.is_none() && lets_precede(after),
        };
        let text = match text {
            // Scripts at the very beginning are of what stands before the formula, or of what follows in it.
            text if at == 0 && is_without_base(&parts[0]) => text.trim_start_matches("()").to_owned(),
            text if closed => text,
            text => format!("({text})"),
        };
        let is_named =
            at > 0 && is_scripted_name(&parts[at - 1]) && !matches!(parts[at], Formula::Operator(_) | Formula::Space);
        if is_named || needs_blank(&last, &text) {
            line.push(' ');
        }
        line.push_str(&text);
        last = text;
        at += length;
    }
    line
}

/// A whole number and the fraction behind it, and how many parts of the row that is.
fn mixed(parts: &[Formula]) -> Option<(String, usize)> {
    let (whole, rest, length) = match parts {
        [Formula::Number(whole), Formula::Space, rest, ..] => (whole, rest, 3),
        [Formula::Number(whole), rest, ..] => (whole, rest, 2),
        _ => return None,
    };
    let is_whole = |formula: &Formula| matches!(formula, Formula::Number(digits) if all_digits(digits));
    match rest {
        Formula::Fraction {
            numerator,
            denominator,
            bar: true,
        } if all_digits(whole) && is_whole(numerator) && is_whole(denominator) => {
            let (fraction, _) = part(rest);
            Some((format!("{whole} {fraction}"), length))
        }
        _ => None,
    }
}

fn all_digits(text: &str) -> bool {
    text.chars().all(|char| char.is_ascii_digit())
}

fn is_without_base(part: &Formula) -> bool {
    match part {
        Formula::Superscript { base, .. } | Formula::Subscript { base, .. } | Formula::SubSup { base, .. } => {
            base.is_nothing()
        }
        _ => false,
    }
}

/// Whether a part is a name with scripts or limits: what follows is what it is of.
fn is_scripted_name(part: &Formula) -> bool {
    match part {
        Formula::Superscript { base, .. }
        | Formula::Subscript { base, .. }
        | Formula::SubSup { base, .. }
        | Formula::Under { base, .. }
        | Formula::Over { base, .. } => {
            matches!(&**base, Formula::Identifier(name) if name.chars().nth(1).is_some()) || is_scripted_name(base)
        }
        _ => false,
    }
}

/// Whether two texts would run into one word or one number.
fn needs_blank(before: &str, text: &str) -> bool {
    let (Some(last), Some(first)) = (before.chars().next_back(), text.chars().next()) else {
        return false;
    };
    if !last.is_alphanumeric() || !first.is_alphanumeric() {
        return false;
    }
    // A script at the beginning is of what follows: ²log.
    if before.chars().all(|char| scripts::lowered(char).is_some()) {
        return false;
    }
    let word_before = before.chars().rev().take_while(|char| char.is_alphabetic()).count();
    let word_after = text.chars().take_while(|char| char.is_alphabetic()).count();
    if first.is_numeric() {
        return true;
    }
    word_before > 1 || word_after > 1
}
