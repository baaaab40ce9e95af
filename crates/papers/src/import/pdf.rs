//! Opening a PDF and telling its lines, for the third form of the grammar.
//!
//! Invariants: nothing in a PDF is trusted: it is bounded in pages, in what its streams unpack to and in how much text is
//! looked at, and a fault of the library that reads it is a refusal like any other. Lines come in reading order, column
//! by column; what is drawn and not written (scans, pictures) is never guessed at, but told.

mod columns;
mod font;
mod layout;
mod margins;
mod matrix;
#[cfg(test)]
mod tests;
mod text;

use std::panic::{AssertUnwindSafe, catch_unwind};

use base::{Error, Kind, Message};
use lopdf::{Document, LoadOptions, Object, ObjectId};

use self::font::Fonts;
use super::{Finding, Place, Severity, StyledLine};

/// Most pages of a document.
const MOST_PAGES: usize = 2_000;
/// Most bytes that one stream of a page or a font may unpack to.
const MOST_UNPACKED: usize = 16 << 20;
/// Most bytes that one stream of objects may unpack to. Writers put a few hundred objects into one, and each takes many
/// times more memory than bytes.
const MOST_OBJECTS: usize = 4 << 20;
/// Most bytes that the pages may unpack to in all.
const MOST_CONTENT: usize = 256 << 20;
/// Most steps of drawing in a document: a dense page has a few thousand.
const MOST_STEPS: usize = 4_000_000;
/// Most bytes of text in all: a thousand pages full of it.
const MOST_TEXT: usize = 8 << 20;

/// What a PDF says.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// Its lines, in reading order.
    pub(super) lines: Vec<StyledLine>,
    /// What could not be read of it.
    pub(super) findings: Vec<Finding>,
}

/// The lines of a PDF. Blocks; a hostile file may take long, so the caller sets a limit to the time.
pub(super) fn read(bytes: &[u8]) -> Result<Contents, Error> {
    if !is_pdf(bytes) {
        return Err(not_a_pdf());
    }
    // The library has been brought down by broken files before; that must not be more than a broken file.
    catch_unwind(AssertUnwindSafe(|| contents(bytes))).unwrap_or_else(|_| Err(broken()))
}

/// Whether a file begins like a PDF; a kilobyte of something else may come first.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    head.windows(5).any(|window| window == b"%PDF-")
}

fn contents(bytes: &[u8]) -> Result<Contents, Error> {
    let options = LoadOptions::with_max_decompressed_size(MOST_OBJECTS);
    let mut document = Document::load_mem_with_options(bytes, options).map_err(refused)?;
    if document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(protected());
    }
    let pages: Vec<ObjectId> = document.page_iter().take(MOST_PAGES + 1).collect();
    if pages.len() > MOST_PAGES {
        return Err(too_many_pages());
    }
    font::prefer_unicode(&mut document);
    let read = read_pages(&document, &pages)?;
    let mut findings = Vec::new();
    if read.pages.iter().all(Vec::is_empty) {
        findings.push(no_text());
    } else if let Some(page) = read.first_picture {
        findings.push(has_pictures(page));
    }
    let (lines, troubles) = layout::numbered(margins::without_margins(read.pages));
    findings.extend(troubles);
    Ok(Contents { lines, findings })
}

/// What stands on the pages.
struct Read {
    pages: Vec<Vec<layout::Row>>,
    /// The number of the first page with a picture.
    first_picture: Option<usize>,
}

fn read_pages(document: &Document, pages: &[ObjectId]) -> Result<Read, Error> {
    let mut fonts = Fonts::new(document);
    let (mut unpacked, mut text, mut steps) = (0, 0, MOST_STEPS);
    let mut read = Read {
        pages: Vec::with_capacity(pages.len()),
        first_picture: None,
    };
    for (index, id) in pages.iter().enumerate() {
        let content = document
            .get_page_content_with_limit(*id, MOST_UNPACKED)
            .map_err(refused)?;
        unpacked += content.len();
        let spans = text::spans(&content, &mut fonts, *id, &mut steps)?;
        text += spans.iter().map(|span| span.text.len()).sum::<usize>();
        if unpacked > MOST_CONTENT || text > MOST_TEXT {
            return Err(too_large());
        }
        if read.first_picture.is_none() && shows_picture(document, *id) {
            read.first_picture = Some(index + 1);
        }
        read.pages.push(layout::rows(spans));
    }
    Ok(read)
}

/// Whether a page has pictures among its resources.
fn shows_picture(document: &Document, page: ObjectId) -> bool {
    let Ok((own, shared)) = document.get_page_resources(page) else {
        return false;
    };
    let shared = shared.into_iter().filter_map(|id| document.get_dictionary(id).ok());
    own.into_iter()
        .chain(shared)
        .filter_map(|resources| resources.get_deref(b"XObject", document).and_then(Object::as_dict).ok())
        .flat_map(lopdf::Dictionary::iter)
        .filter_map(|(_, object)| document.dereference(object).ok()?.1.as_stream().ok())
        .any(|stream| matches!(stream.dict.get(b"Subtype").and_then(Object::as_name), Ok(b"Image")))
}

fn refused(cause: lopdf::Error) -> Error {
    use lopdf::{DecompressError::MemoryLimitExceeded, Error as Cause};
    match cause {
        Cause::Decompress(MemoryLimitExceeded { .. }) => too_large().caused_by(cause),
        Cause::Decryption(_) | Cause::InvalidPassword | Cause::UnsupportedSecurityHandler(_) => {
            protected().caused_by(cause)
        }
        _ => broken().caused_by(cause),
    }
}

fn not_a_pdf() -> Error {
    let said = Message::new("Berkas ini bukan PDF.", "The file is not a PDF.");
    Error::new(Kind::UnsupportedMedia, "import.pdf.not_pdf", said)
}

fn broken() -> Error {
    let said = Message::new("PDF ini rusak atau tidak lengkap.", "The PDF is broken or incomplete.");
    Error::new(Kind::Invalid, "import.pdf.broken", said)
}

fn protected() -> Error {
    let said = Message::new(
        "PDF ini terkunci. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
        "The PDF is protected. Save it without a password and upload it again.",
    );
    Error::new(Kind::Invalid, "import.pdf.protected", said)
}

fn too_many_pages() -> Error {
    let said = Message::new(
        format!("PDF ini terlalu panjang (maksimal {MOST_PAGES} halaman)."),
        format!("The PDF is too long (at most {MOST_PAGES} pages)."),
    );
    Error::new(Kind::TooLarge, "import.pdf.too_many_pages", said)
}

fn too_large() -> Error {
    let said = Message::new(
        "Isi PDF ini terlalu besar untuk dibaca.",
        "There is too much in the PDF to be read.",
    );
    Error::new(Kind::TooLarge, "import.pdf.too_large", said)
}

fn no_text() -> Finding {
    let said = Message::new(
        "PDF ini tidak berisi teks, mungkin hasil pindaian. Unggah dokumen Word atau PDF yang teksnya dapat disalin.",
        "The PDF holds no text; it is probably scanned. Upload a Word document or a PDF whose text can be copied.",
    );
    finding(Severity::Error, "pdf.no_text", 1, said)
}

fn has_pictures(page: usize) -> Finding {
    let said = Message::new(
        "Gambar di dalam PDF tidak ikut diimpor. Gunakan dokumen Word bila soal memerlukan gambar.",
        "Pictures in a PDF are not imported. Use a Word document if questions need pictures.",
    );
    finding(Severity::Warning, "pdf.pictures", page, said)
}

fn finding(severity: Severity, code: &'static str, page: usize, message: Message) -> Finding {
    Finding {
        severity,
        code,
        section: None,
        question: None,
        place: Place {
            page: Some(page),
            ..Place::default()
        },
        excerpt: String::new(),
        message,
    }
}
