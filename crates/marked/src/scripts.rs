//! Raised and lowered characters of Unicode, and fractions that are one character.
//!
//! Only digits and signs: raised letters exist for some and not for others, and search finds none of them.

/// The characters that can be raised and lowered, raised, and lowered.
const SCRIPTS: [(char, char, char); 12] = [
    ('0', '⁰', '₀'),
    ('1', '¹', '₁'),
    ('2', '²', '₂'),
    ('3', '³', '₃'),
    ('4', '⁴', '₄'),
    ('5', '⁵', '₅'),
    ('6', '⁶', '₆'),
    ('7', '⁷', '₇'),
    ('8', '⁸', '₈'),
    ('9', '⁹', '₉'),
    ('+', '⁺', '₊'),
    ('-', '⁻', '₋'),
];

const VULGAR: [(char, &str, &str); 18] = [
    ('½', "1", "2"),
    ('⅓', "1", "3"),
    ('⅔', "2", "3"),
    ('¼', "1", "4"),
    ('¾', "3", "4"),
    ('⅕', "1", "5"),
    ('⅖', "2", "5"),
    ('⅗', "3", "5"),
    ('⅘', "4", "5"),
    ('⅙', "1", "6"),
    ('⅚', "5", "6"),
    ('⅐', "1", "7"),
    ('⅛', "1", "8"),
    ('⅜', "3", "8"),
    ('⅝', "5", "8"),
    ('⅞', "7", "8"),
    ('⅑', "1", "9"),
    ('⅒', "1", "10"),
];

/// A text raised or lowered, if there is something in it and every character of it can be.
pub(crate) fn unicode(text: &str, raised: bool) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let one = |char| {
        let char = if char == '−' { '-' } else { char };
        let (_, above, below) = SCRIPTS.into_iter().find(|(plain, ..)| *plain == char)?;
        Some(if raised { above } else { below })
    };
    text.chars().map(one).collect()
}

/// A script as plain text writes it: in characters of Unicode, or behind a sign and in parentheses.
pub(crate) fn written(text: &str, raised: bool) -> String {
    unicode(text, raised).unwrap_or_else(|| format!("{}({text})", if raised { '^' } else { '_' }))
}

/// The plain character of a raised or lowered one, and whether it is raised.
pub(crate) fn lowered(char: char) -> Option<(char, bool)> {
    SCRIPTS
        .into_iter()
        .find(|(_, above, below)| [*above, *below].contains(&char))
        .map(|(plain, above, _)| (plain, char == above))
}

/// What stands above and below in a fraction that is one character.
pub(crate) fn vulgar(char: char) -> Option<(&'static str, &'static str)> {
    VULGAR
        .into_iter()
        .find(|(fraction, ..)| *fraction == char)
        .map(|(_, above, below)| (above, below))
}
