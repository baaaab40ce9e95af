//! Frames within a line: formulas, pictures and boxes of text.

use base::Error;
use marked::Hash;

use super::{super::pictures::Found, Walk, is_unread, skip};
use crate::{
    finding::Severity,
    import::{
        docx::xml::{Elements, Node},
        styled::{self, Object, StyledText},
    },
    rules::unreadable,
};

/// What to do about a formula.
const FORMULA: (&str, &str) = (
    "Rumus di sini tidak terbaca. Buka dengan editor rumus LibreOffice lalu tulis ulang.",
    "The formula here cannot be read. Open it in LibreOffice's editor of formulas and write it again.",
);
/// What to do about a picture.
const PICTURE: (&str, &str) = (
    "Gambar di sini tidak ada di dalam berkas atau tidak dapat ditampilkan. Ganti dengan PNG atau JPEG.",
    "The picture here is not in the file or cannot be shown. Replace it with a PNG or JPEG.",
);

/// What a frame shows.
#[derive(Default)]
struct Frame {
    picture: Option<Hash>,
    alt: String,
    object: Option<Found>,
    has_picture: bool,
    boxes: Vec<StyledText>,
}

impl Walk<'_> {
    /// Reads the frame that is open: a formula, or else a picture, or else a box of text.
    pub(super) fn frame(
        &mut self,
        xml: &mut Elements<'_>,
        text: &mut StyledText,
        boxes: &mut Vec<StyledText>,
    ) -> Result<(), Error> {
        let mut frame = Frame::default();
        self.fill_frame(xml, &mut frame)?;
        match (frame.object, frame.picture) {
            (Some(Found::Formula(formula)), _) => text.push_object(Object::Formula(formula)),
            (Some(Found::Unreadable), _) => {
                text.push_str(unreadable::FORMULA, styled::Styles::NONE);
                self.note(Severity::Error, "formula.unreadable", &frame.alt, FORMULA);
            }
            (_, Some(hash)) => {
                let alt = if is_words(&frame.alt) { frame.alt } else { String::new() };
                text.push_object(Object::Picture { hash, alt });
            }
            (Some(Found::Nothing), None) => self.lose_picture(text, &frame.alt),
            (None, None) if frame.has_picture => self.lose_picture(text, &frame.alt),
            (None, None) => {}
        }
        boxes.append(&mut frame.boxes);
        Ok(())
    }

    fn lose_picture(&mut self, text: &mut StyledText, alt: &str) {
        text.push_str(unreadable::PICTURE, styled::Styles::NONE);
        self.note(Severity::Warning, "picture.unreadable", alt, PICTURE);
    }

    fn fill_frame(&mut self, xml: &mut Elements<'_>, frame: &mut Frame) -> Result<(), Error> {
        let mut depth = 1_usize;
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "image" => {
                        depth += 1;
                        frame.has_picture = true;
                        let address = tag.value("href").unwrap_or_default();
                        if frame.picture.is_none() {
                            frame.picture = self.pictures.find(&address)?;
                        }
                    }
                    "object" => {
                        depth += 1;
                        let address = tag.value("href").unwrap_or_default();
                        frame.object = Some(self.pictures.formula(&address)?);
                    }
                    "desc" => frame.alt = text_of(xml)?,
                    "p" | "h" => {
                        let mut line = StyledText::default();
                        let mut inner = Vec::new();
                        self.inline(xml, styled::Styles::NONE, &mut line, &mut inner)?;
                        frame.boxes.push(line);
                        frame.boxes.append(&mut inner);
                    }
                    name if is_unread(name) || name == "title" => skip(xml)?,
                    _ => depth += 1,
                },
                Some(Node::Close) => depth -= 1,
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }
}

/// Whether the description of a picture is words: no path and no name of a file.
fn is_words(alt: &str) -> bool {
    let end = alt.rsplit_once('.').map_or("", |(_, end)| end);
    let is_file = (2..=4).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    !(is_file || alt.contains(['/', '\\']))
}

fn text_of(xml: &mut Elements<'_>) -> Result<String, Error> {
    let mut text = String::new();
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(_)) => depth += 1,
            Some(Node::Close) => depth -= 1,
            Some(Node::Text(more)) if text.len() < 2_000 => text.push_str(more),
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
