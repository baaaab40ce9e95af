//! What a code on a photograph says.

use platform::{
    Error, Kind, Message,
    media::ImageType,
    picture::{heic, is_heic},
};

/// Edges to which photographs are made smaller before codes are looked for: large ones show small codes, small ones blur what
/// only looks like one.
const EDGES: [u32; 3] = [1_600, 900, 500];

/// What the first code says that can be read, given how light each dot is.
pub(crate) fn read_code(width: usize, height: usize, light: impl Fn(usize, usize) -> u8) -> Option<String> {
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, light);
    let grids = prepared.detect_grids();
    let read = grids.iter().find_map(|grid| grid.decode().ok());
    read.map(|(_, text)| text)
}

/// What the code on a photograph says. Blocks for up to a second.
pub(super) fn read_photograph(content: &[u8]) -> Result<String, Error> {
    let kind = ImageType::of(content).ok_or_else(|| refusal(content))?;
    for grey in pictures::read_greys(content, kind, &EDGES)? {
        let (width, height) = (grey.width, grey.height);
        if let Some(text) = read_code(width, height, |x, y| grey.dots[y * width + x]) {
            return Ok(text);
        }
    }
    Err(no_code())
}

fn refusal(content: &[u8]) -> Error {
    if is_heic(content) {
        heic()
    } else {
        pictures::not_taken()
    }
}

fn no_code() -> Error {
    let said = Message::new(
        "tidak ada kode QR yang terbaca di foto ini; foto lagi dari dekat, terang, dan tegak lurus",
        "no QR code could be read on this photograph; take another from near, in good light, and straight",
    );
    Error::new(Kind::Invalid, "pages.scan.no_code", said)
}
