//! QR codes, which cameras read, as drawings: black squares, the house's mark in their middle, and enough white around them.

mod mark;

use std::fmt::Write as _;

use platform::Error;
use qrcode::{Color, EcLevel, QrCode};

pub use self::mark::Mark;

/// White around a code, in squares: as much as cameras want.
const QUIET: usize = 4;
/// Pixels along a square of a PNG: a label of 4 cm has 300 and more to the inch.
const PIXELS: usize = 12;

/// A code, square by square.
pub struct Code {
    width: usize,
    dark: Vec<bool>,
    /// Squares along the edge of what is left white for the mark: an odd number, so that it is in the middle.
    cleared: usize,
}

impl Code {
    /// Of a text. A third of it may be torn off, dirty, or covered by the mark.
    pub fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::H).map_err(Error::internal)?;
        let width = code.width();
        Ok(Self {
            width,
            dark: code.to_colors().into_iter().map(|color| color == Color::Dark).collect(),
            // A twenty-fifth of the area.
            cleared: (width / 5) | 1,
        })
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        let at = |place: usize| place.checked_sub(QUIET).filter(|place| *place < self.width);
        let (Some(x), Some(y)) = (at(x), at(y)) else {
            return false;
        };
        let from = (self.width - self.cleared) / 2;
        let is_cleared = |place| (from..from + self.cleared).contains(&place);
        self.dark[y * self.width + x] && !(is_cleared(x) && is_cleared(y))
    }

    /// The mark, in squares of the drawing.
    pub fn mark(&self) -> Mark {
        Mark {
            at: length((self.width - self.cleared) / 2 + QUIET) + 0.5,
            side: length(self.cleared) - 1.0,
        }
    }

    /// Squares along an edge, with the white around.
    pub fn edge(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// The dark squares, run by run: where each begins, and how long it is.
    pub fn runs(&self) -> Vec<(usize, usize, usize)> {
        let mut runs = Vec::new();
        for y in 0..self.edge() {
            let mut x = 0;
            while x < self.edge() {
                let run = (x..self.edge()).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    runs.push((x, y, run));
                }
                x += run.max(1);
            }
        }
        runs
    }

    /// All that is dark, as a path.
    pub fn path(&self) -> String {
        let mut path = String::new();
        // Writing into a text does not fail.
        for (x, y, run) in self.runs() {
            let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
        }
        for shape in self.mark().shapes() {
            for (number, (x, y)) in shape.iter().enumerate() {
                let command = if number == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{command}{x:.2} {y:.2}");
            }
            path.push('z');
        }
        path
    }

    /// A drawing of its own.
    pub fn svg(&self) -> String {
        let (edge, path) = (self.edge(), self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {edge} {edge}\" width=\"40mm\" height=\"40mm\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{edge}v{edge}h-{edge}z\"/><path d=\"{path}\"/></svg>"
        )
    }

    /// A picture for programs that know no drawings.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let (edge, mark) = (self.edge() * PIXELS, self.mark());
        let middle = |pixel: usize| (length(pixel) + 0.5) / length(PIXELS);
        let spots = (0..edge).flat_map(|y| (0..edge).map(move |x| (x, y)));
        let is_dark = |x: usize, y: usize| self.is_dark(x / PIXELS, y / PIXELS) || mark.covers((middle(x), middle(y)));
        let pixels: Vec<u8> = spots
            .flat_map(|(x, y)| [if is_dark(x, y) { 0 } else { 255 }; 3])
            .collect();
        let edge = u32::try_from(edge).map_err(Error::internal)?;
        pictures::encode_pattern(edge, edge, &pixels)
    }
}

/// A number of squares or pixels, of which no code has many.
pub fn length(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
