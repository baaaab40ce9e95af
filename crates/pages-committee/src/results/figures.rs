//! Numbers as each language writes them: points, decimals, shares.

use pages_kit::{Language, Speech};
use papers::Points;

/// What stands before the decimals.
fn mark(speech: Speech<'_>) -> char {
    match speech.language {
        Language::English => '.',
        Language::Indonesian | Language::Turkish => ',',
    }
}

/// Points: `12`, `12,5`, `1.250`.
pub(super) fn points(speech: Speech<'_>, points: Points) -> String {
    let (whole, rest) = (points.hundredths() / 100, points.hundredths().abs() % 100);
    // Of less than one point the whole has no sign.
    let sign = if points.hundredths() < 0 && whole == 0 {
        "−"
    } else {
        ""
    };
    let whole = format!("{sign}{}", speech.number(whole));
    match rest {
        0 => whole,
        rest if rest % 10 == 0 => format!("{whole}{}{}", mark(speech), rest / 10),
        rest => format!("{whole}{}{rest:02}", mark(speech)),
    }
}

/// Points as they are typed into a form: without groups, which would be read as decimals.
pub(super) fn typed(speech: Speech<'_>, points: Points) -> String {
    points.to_string().replace('.', &mark(speech).to_string())
}

/// Points, or a dash where there are none.
pub(super) fn maybe_points(speech: Speech<'_>, score: Option<Points>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| points(speech, score))
}

/// A difference of points, with its sign: `+2,5`, `−1`, `0`.
pub(super) fn difference(speech: Speech<'_>, hundredths: i64) -> String {
    let sign = if hundredths > 0 { "+" } else { "" };
    format!("{sign}{}", points(speech, Points::of_hundredths(hundredths)))
}

/// A number with so many decimals.
pub(super) fn decimal(speech: Speech<'_>, number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    let digits = text.strip_prefix('-');
    // What rounds to nothing has no sign.
    let is_less = digits.is_some_and(|digits| digits.bytes().any(|byte| (b'1'..=b'9').contains(&byte)));
    let digits = digits.unwrap_or(&text).replace('.', &mark(speech).to_string());
    if is_less { format!("−{digits}") } else { digits }
}

/// The same of a figure that there may not be.
pub(crate) fn maybe_decimal(speech: Speech<'_>, number: Option<f64>, places: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| decimal(speech, number, places))
}

/// So many of so many, in hundred: `67%`, in Turkish `%67`.
pub(super) fn share(speech: Speech<'_>, of: i64, in_all: i64) -> String {
    let hundred = if in_all > 0 {
        (of * 200 + in_all) / (in_all * 2)
    } else {
        0
    };
    match speech.language {
        Language::Turkish => format!("%{hundred}"),
        Language::Indonesian | Language::English => format!("{hundred}%"),
    }
}

#[cfg(test)]
mod tests {
    use pages_kit::words::{KIT, Words};

    use super::*;

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let words = Words::of(&[KIT]).unwrap();
        let [id, en, tr] = [Language::Indonesian, Language::English, Language::Turkish].map(|of| words.in_language(of));
        assert_eq!(points(id, Points::of_hundredths(125_050)), "1.250,5");
        assert_eq!(points(en, Points::of_hundredths(125_005)), "1,250.05");
        assert_eq!(points(tr, Points::whole(7)), "7");
        assert_eq!(points(id, Points::of_hundredths(-25)), "−0,25");
        assert_eq!(points(id, Points::of_hundredths(-125)), "−1,25");
        assert_eq!(maybe_points(id, None), "–");
        let many = Points::of_hundredths(125_050);
        assert_eq!(
            (typed(id, many), Points::parse(&typed(id, many))),
            ("1250,5".into(), Some(many))
        );
        assert_eq!(
            (difference(id, 250), difference(id, -100), difference(id, 0)),
            ("+2,5".into(), "−1".into(), "0".into())
        );
        assert_eq!(decimal(id, 0.456, 2), "0,46");
        assert_eq!(decimal(en, -0.456, 2), "−0.46");
        assert_eq!(decimal(en, -0.001, 2), "0.00");
        assert_eq!(
            (share(id, 2, 3), share(tr, 1, 3), share(en, 0, 0)),
            ("67%".into(), "%33".into(), "0%".into())
        );
    }
}
