//! What comes along with a picture: where and with what it was taken, words about it, previews of what was cut away. A file
//! that is kept as it was sent is rid of it first, without touching its pixels.
//!
//! Invariant: what is left shows the same picture as before. A file that is not understood is left as it is from there on,
//! but for AVIF, whose parts lie anywhere: such a file is not kept at all.

mod avif;
mod boxes;
mod items;

use base::picture::ImageType;
use image::metadata::Orientation;

/// What is to be done with a file before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tidied {
    /// Nothing came along.
    AsItIs,
    /// The file without what came along.
    Without(Vec<u8>),
    /// What came along says how to turn it, so it has to be drawn anew.
    Turned,
    /// What comes along cannot be told from the picture.
    Unread,
}

/// Rids a file of what came along with its picture.
pub fn tidy(content: &[u8], kind: ImageType) -> Tidied {
    if kind == ImageType::Avif {
        return match avif::without(content) {
            Some(bytes) if bytes == content => Tidied::AsItIs,
            Some(bytes) => Tidied::Without(bytes),
            None => Tidied::Unread,
        };
    }
    let mut kept = Kept::of(content);
    let done = match kind {
        ImageType::Jpeg => jpeg(content, &mut kept),
        ImageType::Png | ImageType::Apng => png(content, &mut kept),
        ImageType::Webp => webp(content, &mut kept),
        ImageType::Gif => gif(content, &mut kept),
        ImageType::Avif => None,
    };
    // Where it was not understood, the rest stays.
    if done.is_none() {
        kept.keep_to(content.len());
    }
    match (kept.turned, kept.dropped) {
        // An animation cannot be drawn anew, and none is taken by a camera that is held askew.
        (true, _) if kind != ImageType::Apng => Tidied::Turned,
        (_, true) => Tidied::Without(sized(kept.bytes, kind)),
        _ => Tidied::AsItIs,
    }
}

/// What was kept so far.
struct Kept<'c> {
    content: &'c [u8],
    bytes: Vec<u8>,
    /// As far as it is decided what is kept.
    at: usize,
    dropped: bool,
    turned: bool,
}

impl<'c> Kept<'c> {
    fn of(content: &'c [u8]) -> Self {
        Self {
            content,
            bytes: Vec::with_capacity(content.len()),
            at: 0,
            dropped: false,
            turned: false,
        }
    }

    fn keep_to(&mut self, end: usize) {
        let end = end.clamp(self.at, self.content.len());
        self.bytes.extend_from_slice(&self.content[self.at..end]);
        self.at = end;
    }

    fn drop_to(&mut self, end: usize) {
        let end = end.clamp(self.at, self.content.len());
        self.dropped |= end > self.at;
        self.at = end;
    }

    /// Drops what is after the end of the picture, unless it is padding, which says nothing.
    fn end(&mut self) {
        let is_padding = self.content[self.at..].iter().all(|byte| *byte == 0);
        if is_padding {
            self.keep_to(self.content.len());
        } else {
            self.drop_to(self.content.len());
        }
    }

    fn note_turn(&mut self, exif: &[u8]) {
        let turn = Orientation::from_exif_chunk(exif);
        self.turned |= turn.is_some_and(|turn| turn != Orientation::NoTransforms);
    }
}

/// Segments up to the first scan (ITU T.81, B.1), then scans with what stands between them, then the end. Of segments for
/// applications, those stay that say how colours are meant.
fn jpeg(content: &[u8], kept: &mut Kept<'_>) -> Option<()> {
    let mut at = 2;
    loop {
        while content.get(at..at + 2)? == [0xFF, 0xFF] {
            at += 1;
        }
        let &[0xFF, marker] = content.get(at..at + 2)? else {
            return None;
        };
        if marker == 0xD9 {
            kept.keep_to(at + 2);
            kept.end();
            return Some(());
        }
        let length = usize::from(u16::from_be_bytes(*content.get(at + 2..)?.first_chunk()?));
        let end = at + 2 + length;
        let body = content.get(at + 4..end)?;
        let stays = match marker {
            0xE0 => body.starts_with(b"JFIF\0"),
            0xE2 => body.starts_with(b"ICC_PROFILE\0"),
            // Without it inks would be taken for light.
            0xEE => body.starts_with(b"Adobe"),
            0xE1..=0xEF | 0xFE => false,
            _ => true,
        };
        kept.keep_to(at);
        if let Some(exif) = body.strip_prefix(b"Exif\0\0").filter(|_| marker == 0xE1) {
            kept.note_turn(exif);
        }
        if stays {
            kept.keep_to(end);
        } else {
            kept.drop_to(end);
        }
        at = if marker == 0xDA {
            end_of_scan(content, end)?
        } else {
            end
        };
    }
}

/// Where the marker is that ends a scan: 0xFF with neither 0 nor a restart behind it.
fn end_of_scan(content: &[u8], from: usize) -> Option<usize> {
    let marks = |pair: &[u8]| matches!(pair, [0xFF, second] if !matches!(second, 0 | 0xD0..=0xD7 | 0xFF));
    Some(from + content.get(from..)?.windows(2).position(marks)?)
}

/// Chunks of length, name, content and check sum (W3C PNG, 5.3), of which those with words, times and Exif go.
fn png(content: &[u8], kept: &mut Kept<'_>) -> Option<()> {
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*content.get(at..)?.first_chunk()?)).ok()?;
        let name = content.get(at + 4..at + 8)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let body = content.get(at + 8..end - 4)?;
        kept.keep_to(at);
        match name {
            b"eXIf" => {
                kept.note_turn(body);
                kept.drop_to(end);
            }
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" => kept.drop_to(end),
            _ => kept.keep_to(end),
        }
        if name == b"IEND" {
            kept.end();
            return Some(());
        }
        at = end;
    }
}

/// Chunks of name, length and content, filled up to an even length (RFC 9649, 2.3). The flags of the extended head say
/// which there are.
fn webp(content: &[u8], kept: &mut Kept<'_>) -> Option<()> {
    const EXIF_AND_XMP: u8 = 0x0C;
    let length = usize::try_from(u32::from_le_bytes(*content.get(4..)?.first_chunk()?)).ok()?;
    let whole = length.checked_add(8).filter(|whole| *whole <= content.len())?;
    let mut at = 12;
    let mut flags = None;
    while at < whole {
        let name = content.get(at..at + 4)?;
        let length = usize::try_from(u32::from_le_bytes(*content.get(at + 4..)?.first_chunk()?)).ok()?;
        let end = at.checked_add(8 + length + length % 2)?.min(whole);
        kept.keep_to(at);
        match name {
            b"EXIF" => {
                let body = content.get(at + 8..at + 8 + length)?;
                kept.note_turn(body.strip_prefix(b"Exif\0\0").unwrap_or(body));
                kept.drop_to(end);
            }
            b"XMP " => kept.drop_to(end),
            _ => {
                if name == b"VP8X" {
                    flags = Some(kept.bytes.len() + 8);
                }
                kept.keep_to(end);
            }
        }
        at = end;
    }
    kept.end();
    if let Some(flags) = flags.and_then(|at| kept.bytes.get_mut(at)) {
        *flags &= !EXIF_AND_XMP;
    }
    Some(())
}

/// A file that says its own length says the new one.
fn sized(mut bytes: Vec<u8>, kind: ImageType) -> Vec<u8> {
    let length = u32::try_from(bytes.len().saturating_sub(8)).unwrap_or(u32::MAX);
    if let (ImageType::Webp, Some(place)) = (kind, bytes.get_mut(4..8)) {
        place.copy_from_slice(&length.to_le_bytes());
    }
    bytes
}

/// Blocks (GIF 89a, 12 to 27), of which comments and extensions of applications go, but for those that say how often an
/// animation runs.
fn gif(content: &[u8], kept: &mut Kept<'_>) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + table(*content.get(10)?);
    loop {
        kept.keep_to(at);
        let (body, stays) = match *content.get(at)? {
            0x21 => {
                let runs = content
                    .get(at + 3..at + 14)
                    .is_some_and(|name| name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0" || name == b"ICCRGBG1012");
                let stays = match *content.get(at + 1)? {
                    0xFE => false,
                    0xFF => runs,
                    _ => true,
                };
                (at + 2, stays)
            }
            0x2C => (at + 11 + table(*content.get(at + 9)?), true),
            0x3B => {
                kept.keep_to(at + 1);
                kept.end();
                return Some(());
            }
            _ => return None,
        };
        let end = end_of_blocks(content, body)?;
        if stays {
            kept.keep_to(end);
        } else {
            kept.drop_to(end);
        }
        at = end;
    }
}

/// Behind the empty block that ends a row of them.
fn end_of_blocks(content: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *content.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    }
}

#[cfg(test)]
#[path = "along_tests.rs"]
mod tests;
