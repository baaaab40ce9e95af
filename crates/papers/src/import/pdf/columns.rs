//! Rows of a page as lines of text: column by column where there are columns, with what is raised and lowered.
//!
//! Invariant: what stands side by side is never joined into one question; where that cannot be told apart, the line says so.

#[cfg(test)]
mod tests;

use marked::Style;

use super::{
    super::styled::{StyledText, Styles},
    layout::{BLANK, Row, is_item, written_out},
    text::Span,
};

/// A gap of more than this part of the height parts what stands side by side.
const GUTTER: f32 = 1.4;
/// Columns begin at one place if they are not further away than this, in points.
const SAME_EDGE: f32 = 6.0;
/// Lines stand in from the edge of their column by less than this, in points.
const INDENT: f32 = 40.0;
/// Columns within columns are looked for as deep as this.
const DEEPEST: usize = 4;
/// A raised or lowered piece is smaller than this part of the largest one beside it, and moved by that part of its height.
const SMALLER: f32 = 0.85;
const MOVED: f32 = 0.12;
/// What stands above and below a fraction's bar is no further from the line than this part of the height.
const STACKED: f32 = 0.85;

/// A row of more pieces than this is not looked at for what stands above and below it.
const MOST_PIECES: usize = 200;

/// What may be wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Two questions stand side by side.
    SideBySide,
    /// It is a part of something that stands above and below a bar.
    Stacked,
    /// Letters in it run from right to left: whether a file has them as they are read or as they stand, it does not say.
    RightToLeft,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextRow {
    pub(super) text: StyledText,
    pub(super) trouble: Option<Trouble>,
}

/// A row in pieces that stand apart.
struct Parted {
    /// Whether it stands between what is above and below a bar.
    is_stacked: bool,
    y: f32,
    pieces: Vec<Vec<Span>>,
}

/// The lines of a page's rows, in reading order.
pub(super) fn lines(rows: Vec<Row>) -> Vec<TextRow> {
    let mut lines = Vec::new();
    let mut parted = Vec::new();
    for row in rows {
        if row.spans.is_empty() {
            take(&mut parted, &mut lines);
            lines.push(TextRow {
                text: StyledText::of(&written_out(&row.text)),
                trouble: None,
            });
        } else {
            parted.push(part(row));
        }
    }
    take(&mut parted, &mut lines);
    lines
}

fn take(parted: &mut Vec<Parted>, lines: &mut Vec<TextRow>) {
    read(std::mem::take(parted), 0, lines);
}

fn part(row: Row) -> Parted {
    let mut pieces: Vec<Vec<Span>> = Vec::new();
    let mut end = f32::MIN;
    for span in row.spans {
        match pieces.last_mut() {
            Some(last) if span.x - end <= span.size * GUTTER => last.push(span.clone()),
            _ => pieces.push(vec![span.clone()]),
        }
        end = end.max(span.end);
    }
    Parted {
        is_stacked: false,
        y: row.y,
        pieces,
    }
}

impl Parted {
    /// Whether nothing of it stands across an edge.
    fn respects(&self, edge: f32) -> bool {
        self.pieces
            .iter()
            .all(|piece| begin(piece) >= edge - SAME_EDGE || finish(piece) < edge)
    }

    /// What stands left and right of an edge.
    fn split(self, edge: f32) -> (Option<Self>, Option<Self>) {
        let (left, right): (Vec<_>, Vec<_>) = self
            .pieces
            .into_iter()
            .partition(|piece| begin(piece) < edge - SAME_EDGE);
        let some = |pieces: Vec<Vec<Span>>| {
            (!pieces.is_empty()).then_some(Self {
                is_stacked: false,
                y: self.y,
                pieces,
            })
        };
        (some(left), some(right))
    }
}

fn begin(piece: &[Span]) -> f32 {
    piece.first().map_or(0.0, |span| span.x)
}

fn finish(piece: &[Span]) -> f32 {
    piece.iter().map(|span| span.end).fold(f32::MIN, f32::max)
}

/// Reads rows, column by column where there are columns.
fn read(mut rows: Vec<Parted>, depth: usize, lines: &mut Vec<TextRow>) {
    let stacked: Vec<bool> = (0..rows.len()).map(|index| is_stacked(&rows, index)).collect();
    for (row, is_stacked) in rows.iter_mut().zip(stacked) {
        row.is_stacked = is_stacked;
    }
    let Some(edge) = find_edge(&rows).filter(|_| depth < DEEPEST) else {
        plain(&rows, lines);
        return;
    };
    let mut band = Vec::new();
    for row in rows {
        if row.respects(edge) {
            band.push(row);
        } else {
            read_band(std::mem::take(&mut band), edge, depth, lines);
            plain(&[row], lines);
        }
    }
    read_band(band, edge, depth, lines);
}

/// Rows of which none stands across an edge.
fn read_band(band: Vec<Parted>, edge: f32, depth: usize, lines: &mut Vec<TextRow>) {
    if !is_columns(&band, edge) {
        plain(&band, lines);
        return;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in band {
        let (on_left, on_right) = row.split(edge);
        left.extend(on_left);
        right.extend(on_right);
    }
    read(left, depth + 1, lines);
    read(right, depth + 1, lines);
}

/// Where a second column begins: where most pieces begin that are not at the left of all.
fn find_edge(rows: &[Parted]) -> Option<f32> {
    let pieces = || rows.iter().flat_map(|row| &row.pieces);
    let left = pieces().map(|piece| begin(piece)).fold(f32::MAX, f32::min);
    let right = pieces().map(|piece| finish(piece)).fold(f32::MIN, f32::max);
    let nearest = left + (right - left) * 0.2;
    let begins = |is_item_only: bool| {
        let mut found: Vec<f32> = pieces()
            .filter(|piece| begin(piece) > nearest && (!is_item_only || is_item(&words(piece))))
            .map(|piece| begin(piece))
            .collect();
        found.sort_by(f32::total_cmp);
        found
    };
    let (edges, items) = (begins(false), begins(true));
    let mut best: Option<(usize, f32)> = None;
    for group in edges.chunk_by(|one, other| other - one <= SAME_EDGE / 4.0) {
        let first = group.first().copied()?;
        let next = items.partition_point(|item| *item < first - SAME_EDGE);
        let is_item_there = items.get(next).is_some_and(|item| *item <= first + SAME_EDGE);
        let weight = group.len() + if is_item_there { rows.len() } else { 0 };
        if (group.len() > 1 || is_item_there) && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, first));
        }
    }
    // Options stand in from their question: the column begins where its leftmost line does.
    let (_, most) = best?;
    edges.iter().copied().find(|x| *x > most - INDENT && *x <= most)
}

/// Whether what stands right of an edge is a column: it begins like a question or an option, or it is as long as the page.
fn is_columns(band: &[Parted], edge: f32) -> bool {
    let right = |row: &Parted| {
        row.pieces
            .iter()
            .find(|piece| begin(piece) >= edge - SAME_EDGE)
            .cloned()
    };
    let on_right: Vec<Vec<Span>> = band.iter().filter_map(right).collect();
    let is_left = |row: &&Parted| row.pieces.first().is_some_and(|piece| begin(piece) < edge - SAME_EDGE);
    let on_left = band.iter().filter(is_left).count();
    let Some(first) = on_right.first() else {
        return false;
    };
    if on_left == 0 {
        return false;
    }
    is_item(&words(first))
        || on_right.len() >= LONG && on_left >= LONG && on_right.iter().any(|piece| is_item(&words(piece)))
}

/// So many lines are a column although it begins in the middle of something.
const LONG: usize = 4;

fn words(piece: &[Span]) -> String {
    let text: Vec<&str> = piece.iter().map(|span| span.text.as_str()).collect();
    text.concat().trim().to_owned()
}

/// Rows as they stand.
fn plain(rows: &[Parted], lines: &mut Vec<TextRow>) {
    for row in rows {
        let text = joined(row);
        if text.is_empty() {
            continue;
        }
        let items = row.pieces.iter().filter(|piece| is_question(&words(piece))).count();
        let trouble = if items > 1 {
            Some(Trouble::SideBySide)
        } else {
            row.is_stacked.then_some(Trouble::Stacked)
        };
        lines.push(TextRow { text, trouble });
    }
}

fn is_question(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit()) && is_item(text)
}

/// Whether something stands right above a row and right below it, one over the other, in a gap of it.
fn is_stacked(rows: &[Parted], index: usize) -> bool {
    let (Some(above), Some(row), Some(below)) = (
        index.checked_sub(1).and_then(|at| rows.get(at)),
        rows.get(index),
        rows.get(index + 1),
    ) else {
        return false;
    };
    let size = row.pieces.iter().flatten().map(|span| span.size).fold(0.0, f32::max);
    let is_near = |one: &Parted, other: &Parted| (one.y - other.y).abs() <= size * STACKED;
    if !is_near(above, row) || !is_near(row, below) {
        return false;
    }
    let count = |row: &Parted| row.pieces.iter().map(Vec::len).sum::<usize>();
    if [above, row, below].into_iter().any(|row| count(row) > MOST_PIECES) {
        return false;
    }
    let spans = |row: &Parted| {
        row.pieces
            .iter()
            .flatten()
            .map(|span| (span.x, span.end))
            .collect::<Vec<_>>()
    };
    let meets = |one: &(f32, f32), other: &(f32, f32)| one.0 < other.1 && other.0 < one.1;
    let (on, under) = (spans(row), spans(below));
    spans(above)
        .iter()
        .any(|over| under.iter().any(|under| meets(over, under)) && !on.iter().any(|own| meets(over, own)))
}

/// The words of a row, with tabs where a label follows a wide gap.
fn joined(row: &Parted) -> StyledText {
    let all = || row.pieces.iter().flatten();
    let largest = all().map(|span| span.size).fold(0.0, f32::max);
    let base = all()
        .find(|span| span.size > largest * SMALLER)
        .map_or(row.y, |span| span.y);
    let mut text = StyledText::default();
    for (index, piece) in row.pieces.iter().enumerate() {
        if index > 0 {
            let gap = if is_item(&words(piece)) { "\t" } else { " " };
            text.push_str(gap, Styles::NONE);
        }
        let mut end = f32::MAX;
        for span in piece {
            let is_apart = span.x - end > span.size * BLANK;
            if is_apart && !text.as_str().ends_with(' ') && !span.text.starts_with(' ') {
                text.push_str(" ", Styles::NONE);
            }
            text.push_str(&written_out(&span.text), script(span, largest, base));
            end = span.end;
        }
    }
    text.trimmed()
}

/// Whether a piece is raised or lowered beside the others.
fn script(span: &Span, largest: f32, base: f32) -> Styles {
    let moved = span.y - base;
    if span.size > largest * SMALLER || moved.abs() < largest * MOVED {
        return Styles::NONE;
    }
    let style = if moved > 0.0 { Style::Sup } else { Style::Sub };
    Styles::NONE.with(style, true)
}
