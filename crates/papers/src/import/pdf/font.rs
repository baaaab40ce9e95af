//! Fonts of a PDF: what their codes mean, and how wide they are drawn (ISO 32000-1, 9.6 and 9.7).

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use base::Error;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId};

use super::{MOST_UNPACKED, refused};

/// Width of a glyph whose font does not tell it, in thousandths of its size.
const USUAL: f32 = 500.0;
/// Most widths that are looked at in a font.
const MOST_WIDTHS: i64 = 70_000;

/// A font.
pub(super) struct Font<'d> {
    encoding: Encoding<'d>,
    widths: HashMap<i64, f32>,
    /// Of what is not among `widths`.
    width: f32,
    /// Two bytes a code, as composite fonts have.
    is_wide: bool,
}

impl Font<'_> {
    /// What a string says. Codes without a meaning say nothing.
    pub(super) fn text(&self, bytes: &[u8]) -> String {
        let text = self.encoding.bytes_to_string(bytes).unwrap_or_default();
        let kept = |c: char| match c {
            '\t' => Some(' '),
            '\u{FFFD}' => None,
            c => (!c.is_control()).then_some(c),
        };
        text.chars().filter_map(kept).collect()
    }

    /// How wide a string is drawn in thousandths of the size, how many glyphs it has, and how many of them are blanks of
    /// one byte (which alone are spaced apart).
    pub(super) fn measure(&self, bytes: &[u8]) -> Extent {
        let mut extent = Extent::default();
        for code in bytes.chunks(if self.is_wide { 2 } else { 1 }) {
            let number = code.iter().fold(0, |number, byte| number * 256 + i64::from(*byte));
            extent.width += self.widths.get(&number).copied().unwrap_or(self.width);
            extent.glyphs += 1.0;
            if !self.is_wide && number == 32 {
                extent.blanks += 1.0;
            }
        }
        extent
    }
}

/// How much room a string takes.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Extent {
    pub(super) width: f32,
    pub(super) glyphs: f32,
    pub(super) blanks: f32,
}

/// The fonts of one page, by the names that its content uses.
pub(super) type PageFonts<'d> = BTreeMap<Vec<u8>, Rc<Font<'d>>>;

/// The fonts of a document; each is read once, however many pages use it.
pub(super) struct Fonts<'d> {
    document: &'d Document,
    read: HashMap<*const Dictionary, Rc<Font<'d>>>,
}

impl<'d> Fonts<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            document,
            read: HashMap::new(),
        }
    }

    /// The fonts that a page can use.
    pub(super) fn of(&mut self, page: ObjectId) -> Result<PageFonts<'d>, Error> {
        let fonts = self.document.get_page_fonts(page).map_err(refused)?;
        fonts
            .into_iter()
            .map(|(name, font)| Ok((name, self.font(font)?)))
            .collect()
    }

    fn font(&mut self, dictionary: &'d Dictionary) -> Result<Rc<Font<'d>>, Error> {
        if let Some(font) = self.read.get(&std::ptr::from_ref(dictionary)) {
            return Ok(Rc::clone(font));
        }
        let font = Rc::new(self.read_font(dictionary)?);
        self.read.insert(dictionary, Rc::clone(&font));
        Ok(font)
    }

    fn read_font(&self, dictionary: &'d Dictionary) -> Result<Font<'d>, Error> {
        let document = self.document;
        let encoding = dictionary
            .get_font_encoding_with_limit(document, MOST_UNPACKED)
            .map_err(refused)?;
        let descendant = dictionary
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| document.dereference(fonts.first()?).ok()?.1.as_dict().ok());
        Ok(match descendant {
            Some(descendant) => Font {
                encoding,
                widths: composite_widths(descendant, document),
                width: number(descendant, b"DW", document).unwrap_or(1000.0),
                is_wide: true,
            },
            None => Font {
                encoding,
                widths: simple_widths(dictionary, document),
                width: USUAL,
                is_wide: false,
            },
        })
    }
}

/// Makes simple fonts say what their `ToUnicode` says where they have one: their encodings often name glyphs that mean
/// nothing outside of the font.
pub(super) fn prefer_unicode(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Dictionary(font) = object
            && font.has_type(b"Font")
            && font.has(b"ToUnicode")
            && !font.has(b"DescendantFonts")
        {
            font.remove(b"Encoding");
        }
    }
}

fn number(dictionary: &Dictionary, key: &[u8], document: &Document) -> Option<f32> {
    dictionary.get_deref(key, document).ok()?.as_float().ok()
}

fn simple_widths(font: &Dictionary, document: &Document) -> HashMap<i64, f32> {
    let first = font
        .get_deref(b"FirstChar", document)
        .and_then(Object::as_i64)
        .unwrap_or(0);
    let Ok(widths) = font.get_deref(b"Widths", document).and_then(Object::as_array) else {
        return HashMap::new();
    };
    // A code is one byte.
    (first.clamp(0, 255)..256)
        .zip(widths)
        .filter_map(|(code, width)| Some((code, document.dereference(width).ok()?.1.as_float().ok()?)))
        .collect()
}

/// `W`: either `first [width …]` or `first last width`, again and again.
fn composite_widths(font: &Dictionary, document: &Document) -> HashMap<i64, f32> {
    let mut found = HashMap::new();
    let Ok(widths) = font.get_deref(b"W", document).and_then(Object::as_array) else {
        return found;
    };
    let mut entries = widths
        .iter()
        .filter_map(|entry| Some(document.dereference(entry).ok()?.1));
    while let (Some(first), Some(second)) = (entries.next().and_then(|first| first.as_i64().ok()), entries.next()) {
        if let Ok(list) = second.as_array() {
            let widths = list.iter().filter_map(|width| width.as_float().ok());
            found.extend((first..).take(usize::from(u16::MAX)).zip(widths));
        } else if let (Ok(last), Some(Ok(width))) = (second.as_i64(), entries.next().map(Object::as_float)) {
            let last = last.min(first.saturating_add(MOST_WIDTHS));
            found.extend((first..=last).map(|code| (code, width)));
        }
        if found.len() > 70_000 {
            break;
        }
    }
    found
}
