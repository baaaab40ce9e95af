//! A sheet of 400 by 300 to draw on with a few tools, whatever its size in pixels.
//!
//! Shapes are written as paths of SVG (`M`, `L`, `Q`, `C`, `Z`, absolute), so that a drawing can be read and changed in any
//! editor of such paths. A path that cannot be read draws nothing: a test draws everything there is.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Path, PathBuilder, Pixmap, Point,
    Rect, Shader, SpreadMode, Stroke, Transform,
};

/// The width of a sheet in its own units.
pub(super) const WIDTH: f32 = 400.0;
/// The height.
pub(super) const HEIGHT: f32 = 300.0;

/// A colour: red, green, blue and how much of it covers what is below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink(u32, f32);

/// A colour that covers, as `0x00rr_ggbb`.
pub(super) const fn ink(colour: u32) -> Ink {
    Ink(colour, 1.0)
}

pub(super) const WHITE: Ink = ink(0x00ff_ffff);
pub(super) const DARK: Ink = ink(0x002a_170c);

impl Ink {
    /// The same, of which this part covers.
    pub(super) const fn thin(self, part: f32) -> Self {
        Self(self.0, part)
    }

    /// A colour on the way to another.
    pub(super) fn to(self, other: Self, part: f32) -> Self {
        let mixed = [16, 8, 0].map(|shift| {
            let [from, to] = [self.0, other.0].map(|colour| f32::from(colour.to_be_bytes()[3 - shift / 8]));
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a byte between two bytes"
            )]
            let between = (from + (to - from) * part).clamp(0.0, 255.0) as u32;
            between << shift
        });
        Self(mixed.iter().sum(), self.1)
    }

    pub(super) fn darker(self) -> Self {
        self.to(DARK, 0.28)
    }

    pub(super) fn lighter(self) -> Self {
        self.to(WHITE, 0.3)
    }

    fn colour(self) -> Color {
        let [_, red, green, blue] = self.0.to_be_bytes();
        let mut colour = Color::from_rgba8(red, green, blue, 255);
        colour.set_alpha(self.1.clamp(0.0, 1.0));
        colour
    }
}

/// The sheet.
pub(super) struct Canvas {
    pixmap: Pixmap,
    at: Transform,
    within: Option<Mask>,
}

impl Canvas {
    /// A sheet this many pixels wide; nothing for no width.
    pub(super) fn new(width: u16) -> Option<Self> {
        let scale = f32::from(width) / WIDTH;
        Some(Self {
            pixmap: Pixmap::new(width.into(), u32::from(width) * 3 / 4)?,
            at: Transform::from_scale(scale, scale),
            within: None,
        })
    }

    /// Red, green, blue and what covers, row by row. A sheet is covered as a whole.
    pub(super) fn pixels(&self) -> &[u8] {
        self.pixmap.data()
    }

    /// Draws moved, turned by degrees and scaled.
    pub(super) fn placed(&mut self, (x, y): (f32, f32), degrees: f32, size: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.at;
        self.at = before.pre_translate(x, y).pre_rotate(degrees).pre_scale(size, size);
        draw(self);
        self.at = before;
    }

    /// Draws within a shape alone.
    pub(super) fn within(&mut self, shape: &str, draw: impl FnOnce(&mut Self)) {
        let before = self.within.take();
        if let (Some(path), Some(mut mask)) = (path(shape), Mask::new(self.pixmap.width(), self.pixmap.height())) {
            mask.fill_path(&path, FillRule::Winding, true, self.at);
            self.within = Some(mask);
            draw(self);
        }
        self.within = before;
    }

    /// A shape in one colour.
    pub(super) fn fill(&mut self, shape: &str, ink: Ink) {
        if let Some(path) = path(shape) {
            self.paint(&path, Shader::SolidColor(ink.colour()));
        }
    }

    /// A shape from one colour above to another below.
    pub(super) fn shade(&mut self, shape: &str, above: Ink, below: Ink) {
        let Some(path) = path(shape) else { return };
        let bounds = path.bounds();
        self.shade_path(
            &path,
            (bounds.left(), bounds.top()),
            (bounds.left(), bounds.bottom()),
            [above, below],
        );
    }

    /// A shape from one colour on the left to another on the right.
    pub(super) fn shade_across(&mut self, shape: &str, left: Ink, right: Ink) {
        let Some(path) = path(shape) else { return };
        let bounds = path.bounds();
        self.shade_path(
            &path,
            (bounds.left(), bounds.top()),
            (bounds.right(), bounds.top()),
            [left, right],
        );
    }

    fn shade_path(&mut self, path: &Path, from: (f32, f32), to: (f32, f32), inks: [Ink; 2]) {
        let stops = vec![
            GradientStop::new(0.0, inks[0].colour()),
            GradientStop::new(1.0, inks[1].colour()),
        ];
        let (from, to) = (Point::from_xy(from.0, from.1), Point::from_xy(to.0, to.1));
        if let Some(shader) = LinearGradient::new(from, to, stops, SpreadMode::Pad, Transform::identity()) {
            self.paint(path, shader);
        }
    }

    /// A line along a path.
    pub(super) fn line(&mut self, shape: &str, ink: Ink, width: f32) {
        let Some(path) = path(shape) else { return };
        let paint = painted(Shader::SolidColor(ink.colour()));
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap
            .stroke_path(&path, &paint, &stroke, self.at, self.within.as_ref());
    }

    /// An oval around a point.
    pub(super) fn oval(&mut self, (x, y): (f32, f32), (across, down): (f32, f32), ink: Ink) {
        if let Some(path) = oval(x, y, across, down) {
            self.paint(&path, Shader::SolidColor(ink.colour()));
        }
    }

    /// An oval, lighter above.
    pub(super) fn ball(&mut self, (x, y): (f32, f32), (across, down): (f32, f32), ink: Ink) {
        let Some(path) = oval(x, y, across, down) else { return };
        self.shade_path(
            &path,
            (x - across * 0.4, y - down),
            (x + across * 0.5, y + down),
            [ink.lighter(), ink.darker()],
        );
        self.oval(
            (x - across * 0.35, y - down * 0.42),
            (across * 0.22, down * 0.14),
            WHITE.thin(0.4),
        );
    }

    /// A soft shadow on what something stands on.
    pub(super) fn shadow(&mut self, (x, y): (f32, f32), across: f32) {
        for step in [1.0, 0.93, 0.86, 0.78, 0.7] {
            self.oval((x, y), (across * step, across * 0.13 * step), DARK.thin(0.075));
        }
    }

    fn paint(&mut self, path: &Path, shader: Shader<'_>) {
        self.pixmap
            .fill_path(path, &painted(shader), FillRule::Winding, self.at, self.within.as_ref());
    }
}

fn painted(shader: Shader<'_>) -> Paint<'_> {
    Paint {
        shader,
        anti_alias: true,
        ..Paint::default()
    }
}

fn oval(x: f32, y: f32, across: f32, down: f32) -> Option<Path> {
    PathBuilder::from_oval(Rect::from_ltrb(x - across, y - down, x + across, y + down)?)
}

/// A path as SVG writes it, of absolute commands.
fn path(shape: &str) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let starts = shape
        .match_indices(|letter: char| letter.is_ascii_alphabetic())
        .map(|(at, _)| at);
    let starts: Vec<usize> = starts.collect();
    for (number, &start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(shape.len());
        let values = shape[start + 1..end]
            .split([' ', ','])
            .filter(|value| !value.is_empty());
        let values: Vec<f32> = values.map(str::parse).collect::<Result<_, _>>().ok()?;
        match (&shape[start..=start], &*values) {
            ("M", &[x, y]) => builder.move_to(x, y),
            ("L", points) if points.len().is_multiple_of(2) => {
                points.chunks(2).for_each(|point| builder.line_to(point[0], point[1]));
            }
            ("Q", &[x1, y1, x, y]) => builder.quad_to(x1, y1, x, y),
            ("C", &[x1, y1, x2, y2, x, y]) => builder.cubic_to(x1, y1, x2, y2, x, y),
            ("Z", &[]) => builder.close(),
            _ => return None,
        }
    }
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_or_refused() {
        let bounds = path("M10 10 L90 10 90 50 Q50,80 10 50 Z").unwrap().bounds();
        assert_eq!((bounds.left(), bounds.right(), bounds.top()), (10.0, 90.0, 10.0));
        for odd in ["", "M10", "M1 1 L2", "M1 1 l2 2", "M1 x L3 4"] {
            assert!(path(odd).is_none(), "{odd}");
        }
    }

    #[test]
    fn colours_mix_in_every_channel() {
        assert_eq!(ink(0x0000_80ff).to(ink(0x0080_00ff), 0.5), ink(0x0040_40ff));
    }
}
