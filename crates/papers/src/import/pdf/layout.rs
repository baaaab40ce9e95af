//! Pieces of text put together into lines, as an eye would.
//!
//! Text from the right keeps the order in which it is drawn.

use base::Message;
use unicode_normalization::UnicodeNormalization as _;

use super::{
    super::{Finding, StyledLine},
    Place,
    columns::{self, TextRow, Trouble},
    text::Span,
};
use crate::finding::{Severity, excerpt};

/// Pieces stand on one line if their baselines are no further apart than this part of their height.
const SAME_LINE: f32 = 0.4;
/// A gap is a blank from this part of the height on.
pub(super) const BLANK: f32 = 0.15;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) y: f32,
    pub(super) text: String,
    /// What it consists of, from the left.
    pub(super) spans: Vec<Span>,
}

/// The lines of a page, from the top.
pub(super) fn rows(mut spans: Vec<Span>) -> Vec<Row> {
    // Stable, so that what cannot be told apart by place stays as it is drawn.
    spans.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut lines: Vec<Gathered> = Vec::new();
    for span in spans {
        match lines.last_mut() {
            Some(line) if line.has(&span) => line.push(span),
            _ => lines.push(Gathered {
                size: span.size,
                y: span.y,
                spans: vec![span],
            }),
        }
    }
    lines
        .into_iter()
        .map(|line| join_spans(line.spans))
        .filter(|row| !row.text.is_empty())
        .collect()
}

/// Pieces of a line. The largest of them counts, so that raised and lowered ones stay on it.
struct Gathered {
    size: f32,
    y: f32,
    spans: Vec<Span>,
}

impl Gathered {
    /// Whether a piece belongs to it.
    fn has(&self, span: &Span) -> bool {
        (self.y - span.y).abs() <= self.size.max(span.size) * SAME_LINE
    }

    fn push(&mut self, span: Span) {
        if span.size > self.size {
            (self.size, self.y) = (span.size, span.y);
        }
        self.spans.push(span);
    }
}

fn join_spans(mut line: Vec<Span>) -> Row {
    line.sort_by(|one, other| one.x.total_cmp(&other.x));
    let y = line.first().map_or(0.0, |span| span.y);
    let (mut text, mut end) = (String::new(), f32::MAX);
    for span in &line {
        if span.x - end > span.size * BLANK && !text.ends_with(' ') && !span.text.starts_with(' ') {
            text.push(' ');
        }
        text.push_str(&span.text);
        end = span.end;
    }
    Row {
        y,
        text: text.trim().to_owned(),
        spans: line,
    }
}

/// A text with its typographic ligatures written out: `ﬁ` is how a font draws "fi".
pub(super) fn written_out(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            '\u{fb00}'..='\u{fb06}' => c.to_string().nfkc().collect::<Vec<_>>(),
            c => vec![c],
        })
        .collect()
}

/// Whether a line begins like a question or an option.
pub(super) fn is_item(text: &str) -> bool {
    let text = text.trim_start_matches('*');
    let label = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let label = match label.len() {
        length if length == text.len() => label
            .get(1..)
            .filter(|_| label.starts_with(|c: char| c.is_ascii_alphabetic())),
        _ => Some(label),
    };
    label.is_some_and(|rest| rest.starts_with(['.', ')']))
}

/// The lines of all pages, with their places, and what is wrong with some of them.
pub(super) fn numbered(pages: Vec<Vec<Row>>) -> (Vec<StyledLine>, Vec<Finding>) {
    let (mut lines, mut findings) = (Vec::new(), Vec::new());
    for (page, rows) in pages.into_iter().enumerate() {
        for (line, TextRow { text, trouble }) in columns::lines(rows).into_iter().enumerate() {
            let place = Place {
                page: Some(page + 1),
                paragraph: Some(line + 1),
                ..Place::default()
            };
            let trouble = trouble.or_else(|| text.as_str().contains(runs_to_left).then_some(Trouble::RightToLeft));
            if let Some(trouble) = trouble.filter(|_| findings.len() < MOST_FINDINGS) {
                findings.push(told(trouble, place, &text.reading()));
            }
            lines.push(StyledLine { text, place });
        }
    }
    (lines, findings)
}

/// Whether a letter is of a script that runs from right to left: Hebrew, Arabic and what is written with its letters.
fn runs_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Most findings about lines: who has so many need not read the rest.
const MOST_FINDINGS: usize = 200;

fn told(trouble: Trouble, place: Place, text: &str) -> Finding {
    let (code, said) = match trouble {
        Trouble::SideBySide => (
            "pdf.columns",
            Message::new(
                "Dua soal berdampingan di baris ini dan tidak dapat dipisahkan. Gunakan dokumen Word, atau PDF dengan satu kolom.",
                "Two questions stand side by side in this line and cannot be told apart. Use a Word document, or a PDF of one column.",
            ),
        ),
        Trouble::RightToLeft => (
            "pdf.right_to_left",
            Message::new(
                "Huruf Arab di baris ini tidak dapat dibaca dengan pasti dari PDF: urutannya bisa terbalik. Gunakan dokumen Word.",
                "The Arabic letters in this line cannot be read from a PDF for certain: they may come in reverse. Use a Word document.",
            ),
        ),
        Trouble::Stacked => (
            "pdf.stacked",
            Message::new(
                "Di baris ini ada pecahan atau rumus bersusun yang tidak terbaca dari PDF. Gunakan dokumen Word.",
                "There is a fraction or another stacked formula in this line, which cannot be read from a PDF. Use a Word document.",
            ),
        ),
    };
    Finding {
        severity: Severity::Error,
        code,
        section: None,
        question: None,
        place,
        excerpt: excerpt(text),
        message: said,
    }
}

/// A page of lines, for tests.
#[cfg(test)]
pub(super) fn page(lines: &[&str]) -> Vec<Row> {
    lines
        .iter()
        .zip((0..700_u16).rev().step_by(20))
        .map(|(text, y)| Row {
            y: f32::from(y),
            text: (*text).to_owned(),
            spans: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(x: f32, y: f32, text: &str) -> Span {
        Span {
            x,
            y,
            end: x + 10.0,
            size: 10.0,
            text: text.to_owned(),
        }
    }

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    #[test]
    fn pieces_are_read_from_the_top_and_from_the_left() {
        let spans = vec![
            span(50.0, 600.0, "A. saat fajar"),
            span(13.0, 700.0, "Kapan"),
            span(0.0, 700.0, "1."),
            span(26.0, 703.0, "2"),
            span(36.5, 700.0, "tiba"),
        ];
        assert_eq!(texts(&rows(spans)), ["1. Kapan 2tiba", "A. saat fajar"]);
    }

    #[test]
    fn letters_that_run_from_right_to_left_are_told() {
        let (_, findings) = numbered(vec![page(&["1. Apa arti \u{642}\u{644}\u{645}?", "A. pena"])]);
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code, finding.place.paragraph))
            .collect();
        assert_eq!(told, [("pdf.right_to_left", Some(1))]);
    }

    #[test]
    fn ligatures_are_written_out() {
        let (lines, findings) = numbered(vec![page(&["1. gra\u{fb01}k dan e\u{fb03}sien"])]);
        assert_eq!(lines[0].text.as_str(), "1. grafik dan effisien");
        assert_eq!(findings, []);
    }
}
