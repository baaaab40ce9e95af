//! Marks over letters: as characters that combine, and as ones that stand alone.

/// Marks that combine with a letter, and the characters that show the same alone.
const MARKS: [(char, char); 14] = [
    ('\u{302}', '^'),
    ('\u{303}', '~'),
    ('\u{305}', '¯'),
    ('\u{304}', '¯'),
    ('\u{300}', '`'),
    ('\u{301}', '´'),
    ('\u{306}', '˘'),
    ('\u{307}', '˙'),
    ('\u{308}', '¨'),
    ('\u{30c}', 'ˇ'),
    ('\u{30a}', '˚'),
    ('\u{20d7}', '→'),
    ('\u{20d6}', '←'),
    ('\u{20e1}', '↔'),
];

/// A mark as the character that stands alone, for one that combines.
pub(super) fn spacing_mark(mark: &str) -> String {
    let spacing = |char| match char {
        '‾' | '\u{332}' => '¯',
        char => MARKS
            .iter()
            .find(|(combining, _)| *combining == char)
            .map_or(char, |m| m.1),
    };
    mark.chars().map(spacing).collect()
}

/// The mark that combines with a letter, for one that stands alone.
pub(super) fn combining_mark(mark: &str) -> Option<char> {
    MARKS
        .iter()
        .find(|(_, alone)| mark.chars().eq([*alone]))
        .map(|(combining, _)| *combining)
}
