//! Codes that cameras read, as drawings: black squares, and enough white around them.

use std::fmt::Write as _;

use platform::Error;
use qrcode::{Color, EcLevel, QrCode};

/// White around a code, in squares: as much as cameras want.
const QUIET: usize = 4;
/// Pixels along a square of a PNG: a label of 4 cm has 300 and more to the inch.
const PIXELS: usize = 12;

/// A code, square by square.
pub(super) struct Matrix {
    width: usize,
    dark: Vec<bool>,
}

impl Matrix {
    /// Of a text. A third of it may be torn off or dirty.
    pub(super) fn of(text: &str) -> Result<Self, Error> {
        let code = QrCode::with_error_correction_level(text, EcLevel::H).map_err(Error::internal)?;
        Ok(Self {
            width: code.width(),
            dark: code.to_colors().into_iter().map(|color| color == Color::Dark).collect(),
        })
    }

    fn is_dark(&self, x: usize, y: usize) -> bool {
        let at = |place: usize| place.checked_sub(QUIET).filter(|place| *place < self.width);
        matches!((at(x), at(y)), (Some(x), Some(y)) if self.dark[y * self.width + x])
    }

    /// Squares along an edge, with the white around.
    pub(super) fn edge(&self) -> usize {
        self.width + 2 * QUIET
    }

    /// The dark squares as a path, run by run.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.edge() {
            let mut x = 0;
            while x < self.edge() {
                let run = (x..self.edge()).take_while(|x| self.is_dark(*x, y)).count();
                if run > 0 {
                    // Writing into a text does not fail.
                    let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run.max(1);
            }
        }
        path
    }

    /// A drawing of its own.
    pub(super) fn svg(&self) -> String {
        let (edge, path) = (self.edge(), self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {edge} {edge}\" width=\"40mm\" height=\"40mm\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{edge}v{edge}h-{edge}z\"/><path d=\"{path}\"/></svg>"
        )
    }

    /// A picture for programs that know no drawings.
    pub(super) fn png(&self) -> Result<Vec<u8>, Error> {
        let edge = self.edge() * PIXELS;
        let squares = (0..edge).flat_map(|y| (0..edge).map(move |x| (x / PIXELS, y / PIXELS)));
        let pixels: Vec<u8> = squares
            .flat_map(|(x, y)| [if self.is_dark(x, y) { 0 } else { 255 }; 3])
            .collect();
        let edge = u32::try_from(edge).map_err(Error::internal)?;
        pictures::encode_pattern(edge, edge, &pixels)
    }
}
