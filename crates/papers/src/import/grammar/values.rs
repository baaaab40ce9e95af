//! The values that keywords take.

use super::{
    labels::narrow,
    words::{is_unseen, plain},
};
use crate::{
    draw::Difficulty,
    paper::{Navigation, QuestionType, ScoringRule},
    points::Points,
    rules::question as rules,
};

/// The longest section, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// A span of time in seconds: `35 menit`, `2100 detik`, `1 jam 30 menit`, `00:35:00`. A number alone counts `bare` seconds
/// each, if it may stand alone.
pub(super) fn seconds(text: &str, bare: Option<i64>) -> Option<i64> {
    let text = plain(text);
    let seconds = if text.contains(':') {
        clock(&text)?
    } else if let Ok(number) = text.parse::<u32>() {
        i64::from(number) * bare?
    } else {
        units(&text)?
    };
    (0..=DAY).contains(&seconds).then_some(seconds)
}

fn clock(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    let &[hours, minutes, seconds] = parts.as_slice() else {
        return None;
    };
    let two = |part: &str, most: i64| {
        let is_digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|number| is_digits && *number <= most)
    };
    Some(two(hours, 24)? * 3600 + two(minutes, 59)? * 60 + two(seconds, 59)?)
}

fn units(text: &str) -> Option<i64> {
    let mut total = 0_i64;
    let mut rest = text;
    if text.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit())?;
        let number: i64 = rest
            .get(..digits)
            .filter(|number| (1..=6).contains(&number.len()))?
            .parse()
            .ok()?;
        let behind = rest[digits..].trim_start();
        let end = behind.find(|char: char| !char.is_alphabetic()).unwrap_or(behind.len());
        total += number * unit(&behind[..end])?;
        rest = behind[end..].trim_start_matches([' ', ',', '.']);
    }
    Some(total)
}

fn unit(word: &str) -> Option<i64> {
    match word {
        "jam" | "hour" | "hours" | "hr" | "hrs" | "h" => Some(3600),
        "menit" | "mnt" | "minute" | "minutes" | "min" | "mins" | "m" => Some(60),
        "detik" | "dtk" | "second" | "seconds" | "sec" | "secs" | "s" => Some(1),
        _ => None,
    }
}

/// `urut`, `bebas`.
pub(super) fn navigation(text: &str) -> Option<Navigation> {
    match plain(text).as_str() {
        "urut" | "berurutan" | "linear" | "sequential" => Some(Navigation::Linear),
        "bebas" | "free" => Some(Navigation::Free),
        _ => None,
    }
}

/// `ya`, `tidak`.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match plain(text).as_str() {
        "ya" | "yes" | "y" | "true" => Some(true),
        "tidak" | "no" | "n" | "false" => Some(false),
        _ => None,
    }
}

/// `PG`, `MC`, `1`, …
pub(super) fn question_type(text: &str) -> Option<QuestionType> {
    let words = plain(text).replace(['_', '/', '-'], " ");
    match words.as_str() {
        "pg" | "mc" | "1" | "pilihan ganda" | "multiple choice" => Some(QuestionType::MultipleChoice),
        "pgk" | "ma" | "2" | "pilihan ganda kompleks" | "multiple answer" => Some(QuestionType::MultipleAnswer),
        "bs" | "tf" | "benar salah" | "true false" => Some(QuestionType::TrueFalse),
        "jodoh" | "match" | "3" | "menjodohkan" | "matching" => Some(QuestionType::Matching),
        "isian" | "short" | "4" | "isian singkat" | "short answer" => Some(QuestionType::ShortAnswer),
        "uraian" | "essay" | "5" | "esai" => Some(QuestionType::Essay),
        "lisan" | "speaking" => Some(QuestionType::Speaking),
        _ => None,
    }
}

/// `tepat`, `bersih`, `opsi`, `bobot`.
pub(super) fn scoring(text: &str) -> Option<ScoringRule> {
    match plain(text).replace('_', " ").as_str() {
        "tepat" | "exact" => Some(ScoringRule::Exact),
        "bersih" | "net" | "partial net" => Some(ScoringRule::PartialNet),
        "opsi" | "per opsi" | "option" | "per option" => Some(ScoringRule::PerOption),
        "bobot" | "weights" => Some(ScoringRule::Weights),
        _ => None,
    }
}

/// `mudah`, `sedang`, `sulit`.
pub(super) fn difficulty(text: &str) -> Option<Difficulty> {
    match plain(text).as_str() {
        "mudah" | "easy" => Some(Difficulty::Easy),
        "sedang" | "medium" => Some(Difficulty::Medium),
        "sulit" | "sukar" | "hard" => Some(Difficulty::Hard),
        _ => None,
    }
}

/// How often a recording may be played: `2`, `2 kali`.
pub(super) fn plays(text: &str) -> Option<i64> {
    let text = plain(text);
    let number = text.strip_suffix("kali").or_else(|| text.strip_suffix("times"));
    let plays = number.unwrap_or(&text).trim_end().parse().ok()?;
    rules::PLAYS.contains(&plays).then_some(plays)
}

/// `aljabar, geometri`: each once, as rules take them.
pub(super) fn tags(text: &str) -> Option<Vec<String>> {
    let given = text.split([',', ';', '\n']).map(str::to_owned);
    rules::tidy_tags(given).ok()
}

/// Points from zero up.
pub(super) fn points(text: &str) -> Option<Points> {
    Points::parse(&plain(text)).filter(|points| *points >= Points::ZERO)
}

/// The sign in a key column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing, or a box that is not ticked.
    None,
    /// A tick, perhaps with a weight in per cent.
    Ticked(Option<i64>),
}

/// `v`, `v 50%`, `✓`; nothing if it is something else.
pub(super) fn mark(text: &str) -> Option<Mark> {
    let text = plain(text);
    if matches!(text.as_str(), "" | "☐" | "□" | "-") {
        return Some(Mark::None);
    }
    let behind = text
        .strip_prefix(['v', '✓', '✔', '√', '☑', '☒'])
        .map(|rest| rest.trim_start_matches('\u{fe0f}').trim());
    match behind {
        Some("") => Some(Mark::Ticked(None)),
        Some(weight) => weight_of(weight).map(|weight| Mark::Ticked(Some(weight))),
        None => weight_of(&text)
            .filter(|_| text.ends_with('%'))
            .map(|weight| Mark::Ticked(Some(weight))),
    }
}

/// `50%`, `-25 %`, within 100 either way.
pub(super) fn weight_of(text: &str) -> Option<i64> {
    let number = text.trim().trim_end_matches('%').trim_end();
    let weight: i64 = number.strip_prefix('+').unwrap_or(number).parse().ok()?;
    (-100..=100).contains(&weight).then_some(weight)
}

/// The label of an option: one letter, or a number below 100; `*` before it ticks it.
pub(super) fn label(text: &str) -> Option<(bool, String)> {
    let text = plain(text);
    let (ticked, bare) = match text.strip_prefix('*') {
        Some(bare) => (true, bare),
        None => (false, text.as_str()),
    };
    let bare = bare.trim_matches(|char: char| matches!(char, '.' | ')' | '(' | ':') || is_unseen(char));
    let bare: String = bare.chars().filter(|char| *char != 'ـ').map(narrow).collect();
    let bare = bare.to_lowercase();
    let mut chars = bare.chars();
    let is_letter = matches!((chars.next(), chars.next()), (Some('a'..='z'), None));
    let is_number = (1..=2).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit()) && bare != "0";
    (is_letter || is_number).then(|| (ticked, bare.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_time_are_read_in_either_language() {
        for (text, seconds_of_it) in [
            ("35 menit", 2100),
            ("2100 detik", 2100),
            ("00:35:00", 2100),
            ("1 jam 30 menit", 5400),
            ("1 hour 30 minutes", 5400),
            ("35\u{a0}Minutes", 2100),
            ("90 sec", 90),
            ("１５ menit", 900),
            ("1 jam, 5 menit", 3900),
        ] {
            assert_eq!(seconds(text, None), Some(seconds_of_it), "{text}");
        }
        for wrong in [
            "",
            "35",
            "menit",
            "35:00",
            "-5 menit",
            "25 jam",
            "1 abad",
            "00:61:00",
            "99999999 detik",
        ] {
            assert_eq!(seconds(wrong, None), None, "{wrong}");
        }
        assert_eq!(seconds("15", Some(1)), Some(15));
    }

    #[test]
    fn marks_are_ticks_and_nothing_else() {
        for (text, mark_of_it) in [
            ("v", Some(Mark::Ticked(None))),
            (" V ", Some(Mark::Ticked(None))),
            ("✔️", Some(Mark::Ticked(None))),
            ("v 50%", Some(Mark::Ticked(Some(50)))),
            ("v -25 %", Some(Mark::Ticked(Some(-25)))),
            ("50%", Some(Mark::Ticked(Some(50)))),
            ("", Some(Mark::None)),
            ("☐", Some(Mark::None)),
            ("x", None),
            ("v 150%", None),
            ("50", None),
            ("benar", None),
        ] {
            assert_eq!(mark(text), mark_of_it, "{text}");
        }
    }

    #[test]
    fn labels_are_letters_or_small_numbers() {
        assert_eq!(label("a."), Some((false, "A".into())));
        assert_eq!(label("*B)"), Some((true, "B".into())));
        assert_eq!(label("Ｃ"), Some((false, "C".into())));
        assert_eq!(label("12"), Some((false, "12".into())));
        assert_eq!(label("AB"), None);
        assert_eq!(label("0"), None);
    }
}
