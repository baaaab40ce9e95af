//! Drawings of our own for the demo: goods, what they are made of and how, makers and places. None is a photograph, and
//! none pretends to be one.
//!
//! Invariant: a name always has the same drawing; what it shows is chosen by its words ([`subject`]), and its colours by the
//! rest of it.

mod canvas;
mod craft;
mod groups;
mod ornament;
mod packs;
mod scene;
mod subject;
mod things;
mod work;

use platform::Error;

use self::canvas::Canvas;
pub(super) use self::subject::{Part, Subject, key_of_part};

/// Pixels across of what is as wide as a page.
const WIDE: u16 = 1120;
/// The same of goods, which are shown at half of a page at most. There are many: twice as wide would take four times as long.
const GOODS: u16 = 800;
/// The same of what is shown small.
const SMALL: u16 = 400;

/// A JPEG of a product.
pub(super) fn product(name: &str) -> Result<Vec<u8>, Error> {
    drawn(GOODS, |canvas| scene::product(canvas, name))
}

/// A JPEG of an ingredient, a step or an impact, by [`key_of_part`].
pub(super) fn part(key: Subject) -> Result<Vec<u8>, Error> {
    drawn(SMALL, |canvas| scene::part(canvas, key))
}

/// A JPEG of a maker's sign.
pub(super) fn logo(name: &str, product: &str) -> Result<Vec<u8>, Error> {
    drawn(SMALL, |canvas| scene::logo(canvas, name, product))
}

/// A JPEG of the place where a maker is.
pub(super) fn place(name: &str) -> Result<Vec<u8>, Error> {
    drawn(WIDE, |canvas| scene::place(canvas, name))
}

fn drawn(width: u16, draw: impl FnOnce(&mut Canvas)) -> Result<Vec<u8>, Error> {
    let mut canvas = Canvas::new(width).ok_or_else(|| Error::internal("a drawing has no size"))?;
    draw(&mut canvas);
    pictures::encode_drawing(width.into(), u32::from(width) * 3 / 4, canvas.pixels())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_has_the_same_drawing() {
        let one = product("Sambal Matah").unwrap();
        assert_eq!(one, product("Sambal Matah").unwrap());
        assert_ne!(one, product("Sambal Roa").unwrap());
        assert_eq!(
            pictures::measure(&one),
            Some((u32::from(GOODS), u32::from(GOODS) * 3 / 4))
        );
        assert!(one.len() < 300_000, "{}", one.len());
    }
}
