//! What an import said of a question, told where that is written: above the field that it concerns.

use super::typed::{ANSWERS, CHOICES, PREMISES, RESPONSES, Row, Typed};
use crate::{
    bank::written::{is_blank, read_leniently},
    papers::import::Noticed,
};

/// What is asked for behind the address of a question: an import and the number of its finding.
pub(crate) const NOTED: &str = "temuan";

/// A finding, and the field above which it stands.
pub(crate) struct Noted {
    pub(crate) field: String,
    pub(crate) said: String,
    /// Where everything stands that was found.
    pub(crate) back: String,
}

/// Where a question is written and a finding of an import is told, in sight of its field.
pub(crate) fn way(question: i64, import: i64, finding: usize) -> String {
    super::path_of(question, &format!("?{NOTED}={import}.{finding}#{NOTED}"))
}

impl Noted {
    pub(super) fn of(noticed: Noticed, typed: &Typed) -> Self {
        Self {
            field: field_of(&noticed.code, &noticed.excerpt, typed),
            said: noticed.said,
            back: noticed.back,
        }
    }
}

/// The rows of a question, by what their fields are called.
fn rows(typed: &Typed) -> impl Iterator<Item = (&'static str, usize, &Row)> {
    let all = [
        (CHOICES, &typed.choices),
        (ANSWERS, &typed.answers),
        (PREMISES, &typed.premises),
        (RESPONSES, &typed.responses),
    ];
    let rows = all
        .into_iter()
        .flat_map(|(prefix, rows)| rows.iter().enumerate().map(move |(at, row)| (prefix, at, row)));
    rows.filter(|(_, _, row)| !is_blank(&row.text))
}

/// The row that a finding quotes, which is the last of those that say the same; else the first one.
fn row_of(excerpt: &str, typed: &Typed) -> Option<String> {
    let says = |row: &Row| {
        let text = read_leniently(&row.text);
        !text.plain().is_empty() && excerpt.contains(text.plain().trim())
    };
    let quoted = rows(typed).filter(|(_, _, row)| says(row)).last();
    let found = quoted.or_else(|| rows(typed).next());
    found.map(|(prefix, at, _)| format!("{prefix}.{at}"))
}

/// The field that a finding concerns, by its code and by what it quotes.
fn field_of(code: &str, excerpt: &str, typed: &Typed) -> String {
    let (kind, rest) = code.split_once('.').unwrap_or((code, ""));
    let field = match (kind, rest.split('.').next().unwrap_or_default()) {
        ("question", "option" | "options" | "key" | "mark" | "weight") | ("gift" | "moodle", "weight" | "wildcard") => {
            return row_of(excerpt, typed).unwrap_or_else(|| "question".to_owned());
        }
        ("audio", _) | ("question" | "exchange", "audio") => "audioId",
        ("question" | "moodle", "points") => "point",
        ("question" | "qti", "scoring") => "rule",
        ("question", "tags") => "tags",
        ("question", "difficulty") => "difficulty",
        ("question" | "exchange", "passage") => "passageId",
        ("question", "plays") => "audioPlays",
        ("question", "preparation") => "preparationTime",
        ("question", "response") => "responseTime",
        ("question", "type") => "questionType",
        _ => "question",
    };
    field.to_owned()
}

#[cfg(test)]
mod tests {
    use pages_kit::Fields;

    use super::*;

    #[test]
    fn a_finding_stands_above_what_it_is_about() {
        let typed = Typed::read(&Fields::read(
            b"questionType=multiple_choice&question=apa&pilihan.0=satu&pilihan.1=%3Cb%3Edua%3C/b%3E&pilihan.2=dua&pilihan.3=",
        ));
        for (code, excerpt, field) in [
            ("question.option.same", "C. dua", "pilihan.2"),
            ("question.option.gap", "empat", "pilihan.0"),
            ("question.key.rated", "", "pilihan.0"),
            ("question.points.unreadable", "x", "point"),
            ("audio.missing", "a.mp3", "audioId"),
            ("question.same", "apa", "question"),
            ("drawing.lost", "", "question"),
        ] {
            assert_eq!(field_of(code, excerpt, &typed), field, "{code}");
        }
        let essay = Typed::read(&Fields::read(b"questionType=essay&question=apa"));
        assert_eq!(field_of("question.key.rated", "", &essay), "question");
    }
}
