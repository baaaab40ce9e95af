//! QR codes, which cameras read, as drawings: black squares, a mark in their
//! middle, and enough white around them. The mark is the house's, or a picture that somebody has chosen.
//!
//! Invariant: a mark covers a twenty-fifth of a code, which is far less than what a code of the highest level gets back.

mod mark;

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::Error;
use qrcode::{Color, EcLevel, QrCode};

pub use self::mark::Mark;

/// White around a code, in squares: as much as cameras want.
const QUIET: usize = 4;
/// Pixels along a square of a PNG: a label of 4 cm has 300 and more to the inch.
const PIXELS: usize = 12;

/// Pixels along the edge of a picture that is a mark.
pub const MARK_PIXELS: u32 = 144;

/// A picture that is a mark: pixels by red, green and blue, row by row, [`MARK_PIXELS`] along each edge.
pub struct Inset(Vec<u8>);

impl Inset {
    /// Of its pixels, if they are as many as it takes.
    pub fn of(pixels: Vec<u8>) -> Option<Self> {
        let edge = usize::try_from(MARK_PIXELS).ok()?;
        (pixels.len() == edge * edge * 3).then_some(Self(pixels))
    }

    /// The pixels.
    pub fn pixels(&self) -> &[u8] {
        &self.0
    }

    /// What is at a spot, whose coordinates are parts of the edge.
    fn at(&self, (x, y): (f32, f32)) -> [u8; 3] {
        let edge = usize::try_from(MARK_PIXELS).unwrap_or_default();
        let place = |part: f32| whole(part * length(edge)).min(edge.saturating_sub(1));
        let at = (place(y) * edge + place(x)) * 3;
        let found = self.0.get(at..at + 3).and_then(|pixel| pixel.try_into().ok());
        found.unwrap_or([255; 3])
    }
}

/// A code, square by square.
pub struct Code {
    width: usize,
    dark: Vec<bool>,
    /// Squares along the edge of what is left white for the mark: an odd number, so that it is in the middle.
    cleared: usize,
    /// The picture in its middle, in place of the house's mark.
    inset: Option<Inset>,
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
            inset: None,
        })
    }

    /// With a picture in its middle, if there is one.
    #[must_use]
    pub fn marked(mut self, inset: Option<Inset>) -> Self {
        self.inset = inset;
        self
    }

    /// The picture in its middle, in place of the house's mark.
    pub fn inset(&self) -> Option<&Inset> {
        self.inset.as_ref()
    }

    /// The picture in its middle as an address that holds it, for drawings.
    pub fn inset_address(&self) -> Result<Option<String>, Error> {
        let Some(inset) = &self.inset else {
            return Ok(None);
        };
        let png = pictures::encode_pattern(MARK_PIXELS, MARK_PIXELS, inset.pixels())?;
        Ok(Some(format!("data:image/png;base64,{}", STANDARD.encode(png))))
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

    /// Where the mark is, in squares of the drawing.
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
        for shape in self.house() {
            for (number, (x, y)) in shape.iter().enumerate() {
                let command = if number == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{command}{x:.2} {y:.2}");
            }
            path.push('z');
        }
        path
    }

    /// The shapes of the house's mark, unless a picture stands there.
    pub fn house(&self) -> impl Iterator<Item = Vec<(f32, f32)>> {
        let mark = self.inset.is_none().then(|| self.mark().shapes());
        mark.into_iter().flatten()
    }

    /// A drawing of its own.
    pub fn svg(&self) -> Result<String, Error> {
        let (edge, path, mark) = (self.edge(), self.path(), self.mark());
        let picture = self.inset_address()?.map(|address| {
            let (at, side) = (mark.at, mark.side);
            format!("<image x=\"{at}\" y=\"{at}\" width=\"{side}\" height=\"{side}\" href=\"{address}\"/>")
        });
        let picture = picture.unwrap_or_default();
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {edge} {edge}\" width=\"40mm\" height=\"40mm\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{edge}v{edge}h-{edge}z\"/><path d=\"{path}\"/>{picture}</svg>"
        ))
    }

    /// A picture for programs that know no drawings.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        let (edge, mark) = (self.edge() * PIXELS, self.mark());
        let middle = |pixel: usize| (length(pixel) + 0.5) / length(PIXELS);
        let spots = (0..edge).flat_map(|y| (0..edge).map(move |x| (x, y)));
        let colour = |x: usize, y: usize| {
            let spot = (middle(x), middle(y));
            let within = ((spot.0 - mark.at) / mark.side, (spot.1 - mark.at) / mark.side);
            let is_within = [within.0, within.1].iter().all(|part| (0.0..1.0).contains(part));
            match &self.inset {
                Some(inset) if is_within => inset.at(within),
                None if mark.covers(spot) => [0; 3],
                _ if self.is_dark(x / PIXELS, y / PIXELS) => [0; 3],
                _ => [255; 3],
            }
        };
        let pixels: Vec<u8> = spots.flat_map(|(x, y)| colour(x, y)).collect();
        let edge = u32::try_from(edge).map_err(Error::internal)?;
        pictures::encode_pattern(edge, edge, &pixels)
    }
}

/// A number of squares or pixels, of which no code has many.
pub fn length(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// The whole part of a number that is not negative and small.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within a picture of a few pixels; what is less than nothing becomes nothing"
)]
fn whole(number: f32) -> usize {
    number as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_takes_the_place_of_the_mark_and_no_more() {
        let edge = usize::try_from(MARK_PIXELS).unwrap();
        let red = Inset::of([200, 0, 0].repeat(edge * edge)).unwrap();
        let of = || Code::of("https://balai.example.org/p/a1B2c3D4e5F6g7H8").unwrap();
        let (plain, marked) = (of(), of().marked(Some(red)));
        assert_eq!(plain.runs(), marked.runs(), "the squares are the same");
        assert!(plain.path().contains('L') && !marked.path().contains('L'));
        assert!(marked.svg().unwrap().contains("<image x=") && !plain.svg().unwrap().contains("<image"));
        assert!(marked.mark().side.powi(2) < length(marked.width).powi(2) / 24.0);
        assert!(Inset::of(vec![0; 3]).is_none());
    }
}
