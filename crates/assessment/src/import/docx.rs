//! Opening a Word document and telling its paragraphs and tables.

use platform::{Error, Kind, Message};

use crate::paper::Pictures;

/// A document as its blocks.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Its pictures.
    pub pictures: Pictures,
}

/// Opens and walks a document.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Error> {
    if !bytes.starts_with(b"PK") {
        return Err(Error::new(
            Kind::UnsupportedMedia,
            "import.docx.not_word",
            Message::new(
                "Berkas ini bukan dokumen Word (.docx).",
                "The file is not a Word document (.docx).",
            ),
        ));
    }
    Ok(Document::default())
}
