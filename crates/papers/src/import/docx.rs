//! Opening a Word document and telling its paragraphs and tables.
//!
//! Invariant: whatever the bytes, reading ends, within bounded memory, in blocks or in a reason.

pub(crate) mod album;
mod block;
mod description;
pub(super) mod lists;
mod marks;
mod numbering;
pub(crate) mod package;
mod relations;
mod setting;
mod styles;
mod symbols;
mod walk;
pub(crate) mod xml;

use base::{Error, Kind, Message};

pub(super) use self::block::{At, Block, Cell, Document, Note, Paragraph, Row, Table};
use self::{
    album::Album,
    numbering::Numbering,
    package::Package,
    relations::Relations,
    styles::Styles,
    walk::Walk,
    xml::{Elements, Node},
};

/// The largest main part, in bytes, unpacked.
const MOST_TEXT: u64 = 60 * 1024 * 1024;
/// The largest of the parts that describe styles, lists and relationships.
const MOST_DESCRIPTION: u64 = 20 * 1024 * 1024;

/// Opens and walks a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Error> {
    let package = Package::open(bytes)?;
    relations::refuse_outside_content(&package)?;
    package.refuse_declarations()?;
    let main = relations::main_part(&package)?;
    let relations = Relations::of(&package, &main)?;
    let styles = match relations.by_kind("styles") {
        Some(part) => package
            .with_part(part, MOST_DESCRIPTION, Styles::read)?
            .unwrap_or_default(),
        None => Styles::default(),
    };
    let numbering = match relations.by_kind("numbering") {
        Some(part) => package.with_part(part, MOST_DESCRIPTION, |xml| Numbering::read(xml, &styles))?,
        None => None,
    };
    let album = Album::new(&package, &relations);
    let mut walk = Walk::new(&styles, numbering.unwrap_or_default(), album);
    package
        .with_part(&main, MOST_TEXT, |xml| walk_through(xml, &mut walk))?
        .ok_or_else(not_word)?;
    Ok(walk.finish())
}

fn walk_through(mut xml: Elements<'_>, walk: &mut Walk<'_>) -> Result<(), Error> {
    let mut is_document = false;
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = &node
            && !is_document
        {
            if tag.name() != "document" {
                return Err(not_word());
            }
            is_document = true;
        }
        walk.take(node)?;
    }
    if is_document { Ok(()) } else { Err(not_word()) }
}

/// The file is something else.
fn not_word() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "import.docx.not_word",
        Message::new(
            "Berkas ini bukan dokumen Word (.docx). Simpan sebagai .docx lalu unggah lagi.",
            "The file is not a Word document (.docx). Save it as .docx and upload it again.",
        ),
    )
}

/// The file is a Word document that cannot be read to its end.
fn damaged(cause: impl std::fmt::Display) -> Error {
    Error::new(
        Kind::Invalid,
        "import.docx.damaged",
        Message::new(
            "Dokumen Word ini rusak. Buka di Word, simpan ulang, lalu unggah lagi.",
            "The Word document is damaged. Open it in Word, save it again and upload it again.",
        ),
    )
    .caused_by(cause.to_string())
}

/// The file holds more than is read.
fn too_large(what: &'static str) -> Error {
    Error::new(
        Kind::TooLarge,
        "import.docx.too_large",
        Message::new(
            format!("Isi dokumen Word ini terlalu besar ({what})."),
            format!("The Word document holds too much ({what})."),
        ),
    )
}
