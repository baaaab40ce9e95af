//! The text that a page's content draws, with the places where it is drawn (ISO 32000-1, 9.4).

use std::rc::Rc;

use base::Error;
use lopdf::{
    Object, ObjectId,
    content::{Content, Operation},
};

use super::{
    font::{Font, Fonts, PageFonts},
    matrix::Matrix,
};

/// A gap within a shown array counts as a blank from this size on, in thousandths of the font's.
const BLANK: f32 = 200.0;
/// Most graphics states that are kept; more are forgotten, as broken files never come back to them.
const MOST_STATES: usize = 256;

/// A piece of text, and where its baseline runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub(super) x: f32,
    pub(super) y: f32,
    /// Where it ends.
    pub(super) end: f32,
    /// Height of its font.
    pub(super) size: f32,
    pub(super) text: String,
}

/// The pieces of text of a page, in the order in which they are drawn. What cannot be understood of a content is skipped.
///
/// `left` is how many steps may be taken in all; drawing nothing is a step, too.
pub(super) fn spans(
    content: &[u8],
    fonts: &mut Fonts<'_>,
    page: ObjectId,
    left: &mut usize,
) -> Result<Vec<Span>, Error> {
    let mut pen = Pen {
        fonts: fonts.of(page)?,
        state: State::new(),
        kept: Vec::new(),
        matrix: Matrix::IDENTITY,
        line: Matrix::IDENTITY,
        spans: Vec::new(),
    };
    for operation in Content::decode_iter(content) {
        let Ok(operation) = operation else { break };
        *left = left.checked_sub(1).ok_or_else(super::too_large)?;
        pen.draw(&operation);
    }
    Ok(pen.spans)
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State<'d> {
    page: Matrix,
    font: Option<Rc<Font<'d>>>,
    size: f32,
    leading: f32,
    glyph_space: f32,
    word_space: f32,
    stretch: f32,
    rise: f32,
}

impl State<'_> {
    fn new() -> Self {
        Self {
            page: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            leading: 0.0,
            glyph_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            rise: 0.0,
        }
    }
}

struct Pen<'d> {
    fonts: PageFonts<'d>,
    state: State<'d>,
    kept: Vec<State<'d>>,
    matrix: Matrix,
    line: Matrix,
    spans: Vec<Span>,
}

impl Pen<'_> {
    fn draw(&mut self, operation: &Operation) {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "q" if self.kept.len() < MOST_STATES => self.kept.push(self.state.clone()),
            "Q" => self.state = self.kept.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.page = matrix(operands).then(self.state.page),
            "BT" => self.begin_at(Matrix::IDENTITY),
            "Tm" => self.begin_at(matrix(operands)),
            "Td" => self.next_line(number(operands, 0), number(operands, 1)),
            "TD" => {
                self.state.leading = -number(operands, 1);
                self.next_line(number(operands, 0), number(operands, 1));
            }
            "T*" => self.next_line(0.0, -self.state.leading),
            "Tj" => self.show(operands.first()),
            "TJ" => self.show_all(operands.first()),
            "'" => self.show_on_next_line(operands.first()),
            "\"" => {
                self.state.word_space = number(operands, 0);
                self.state.glyph_space = number(operands, 1);
                self.show_on_next_line(operands.get(2));
            }
            operator => self.set(operator, operands),
        }
    }

    /// The operators that only set how text is drawn.
    fn set(&mut self, operator: &str, operands: &[Object]) {
        let value = number(operands, 0);
        match operator {
            "Tf" => {
                let font = operands.first().and_then(|name| self.fonts.get(name.as_name().ok()?));
                self.state.font = font.map(Rc::clone);
                self.state.size = number(operands, 1);
            }
            "Tc" => self.state.glyph_space = value,
            "Tw" => self.state.word_space = value,
            "Tz" => self.state.stretch = value / 100.0,
            "TL" => self.state.leading = value,
            "Ts" => self.state.rise = value,
            _ => {}
        }
    }

    fn begin_at(&mut self, matrix: Matrix) {
        (self.line, self.matrix) = (matrix, matrix);
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.begin_at(Matrix::shift(x, y).then(self.line));
    }

    fn show_on_next_line(&mut self, string: Option<&Object>) {
        self.next_line(0.0, -self.state.leading);
        self.show(string);
    }

    fn show(&mut self, string: Option<&Object>) {
        let Some(bytes) = string.and_then(|string| string.as_str().ok()) else {
            return;
        };
        let (mut text, start) = (String::new(), self.place());
        self.write(bytes, &mut text);
        self.note(start, text);
    }

    /// Strings with gaps between them, in thousandths of the font's size. A wide gap is a blank that was left out.
    fn show_all(&mut self, strings: Option<&Object>) {
        let Some(Ok(parts)) = strings.map(Object::as_array) else {
            return;
        };
        let (mut text, start) = (String::new(), self.place());
        for part in parts {
            if let Ok(bytes) = part.as_str() {
                self.write(bytes, &mut text);
            } else if let Ok(gap) = part.as_float() {
                if -gap > BLANK && !text.is_empty() && !text.ends_with(' ') {
                    text.push(' ');
                }
                self.advance(-gap / 1000.0 * self.state.size * self.state.stretch);
            }
        }
        self.note(start, text);
    }

    fn write(&mut self, bytes: &[u8], text: &mut String) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        text.push_str(&font.text(bytes));
        let (extent, state) = (font.measure(bytes), &self.state);
        let spaces = extent.glyphs * state.glyph_space + extent.blanks * state.word_space;
        self.advance((extent.width / 1000.0 * state.size + spaces) * state.stretch);
    }

    fn advance(&mut self, by: f32) {
        self.matrix = Matrix::shift(by, 0.0).then(self.matrix);
    }

    /// Where the next glyph stands on the page.
    fn place(&self) -> (f32, f32) {
        self.on_page().origin()
    }

    fn on_page(&self) -> Matrix {
        Matrix::shift(0.0, self.state.rise)
            .then(self.matrix)
            .then(self.state.page)
    }

    fn note(&mut self, (x, y): (f32, f32), text: String) {
        let (end, _) = self.place();
        let size = (self.state.size * self.on_page().height()).abs();
        let placed = [x, y, end, size].into_iter().all(f32::is_finite);
        // A blank by itself shows as the gap that it leaves.
        if placed && !text.trim().is_empty() {
            let end = end.max(x);
            self.spans.push(Span { x, y, end, size, text });
        }
    }
}

fn number(operands: &[Object], index: usize) -> f32 {
    operands
        .get(index)
        .and_then(|value| value.as_float().ok())
        .unwrap_or(0.0)
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut numbers = [0.0; 6];
    for (index, slot) in numbers.iter_mut().enumerate() {
        *slot = number(operands, index);
    }
    Matrix(numbers)
}
