//! What a file is, by what stands in it and never by what it is called.
//!
//! Invariant: a file that is not read is told apart as far as what its sender should do differs.

mod refusal;

use std::io::{Cursor, Read as _};

use base::picture::{HEAD, ImageType};
use zip::ZipArchive;

pub(crate) use self::refusal::Refusal;

/// As many directory entries as an archive may have before it is left to its reader to refuse.
const MOST_ENTRIES: usize = 4_000;
/// The longest type that an archive names, in bytes.
const LONGEST_TYPE: u64 = 200;
/// As much of a compound file is searched for the names of its streams.
const MOST_SEARCHED: usize = 64 * 1024 * 1024;

/// What old Office files and encrypted new ones begin with.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A Word document, or an archive that only its reader can judge.
    Word,
    /// An `OpenDocument` text.
    Writer,
    /// An Excel workbook, with or without macros.
    Workbook,
    /// An `OpenDocument` spreadsheet.
    Calc,
    Pdf,
    /// A package of QTI.
    Qti,
    /// A quiz of Moodle, in XML.
    Quiz,
    /// Text of some encoding.
    Text,
    /// Something that is not read.
    Foreign(Foreign),
}

/// Files that are not read, as far as what to do differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    Empty,
    OldWord,
    OldExcel,
    OldSlides,
    Protected,
    BinaryWorkbook,
    Slides,
    RichText,
    Pages,
    WebPage,
    Flat,
    Picture,
    Archive,
    Unknown,
}

impl FileKind {
    /// What these bytes are.
    pub fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(1024)];
        let starts = |text: &str| starts_with(head, text);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            Self::Foreign(Foreign::Empty)
        } else if bytes.starts_with(b"PK\x03\x04") {
            of_archive(bytes)
        } else if bytes.starts_with(&COMPOUND[..4]) {
            Self::Foreign(of_compound(bytes))
        } else if head.windows(5).any(|window| window == b"%PDF-") {
            // Something else may come before a PDF begins.
            Self::Pdf
        } else if starts("{\\rtf") {
            Self::Foreign(Foreign::RichText)
        } else if starts("<!doctype html") || starts("<html") {
            Self::Foreign(Foreign::WebPage)
        } else if starts("<?xml") && head.windows(16).any(|window| window == b"<office:document") {
            Self::Foreign(Foreign::Flat)
        } else if (starts("<?xml") || starts("<quiz")) && head.windows(5).any(|window| window == b"<quiz") {
            Self::Quiz
        } else if ImageType::of(&bytes[..bytes.len().min(HEAD)]).is_some() || bytes.starts_with(b"GIF8") {
            Self::Foreign(Foreign::Picture)
        } else if is_text(bytes) {
            Self::Text
        } else {
            Self::Foreign(Foreign::Unknown)
        }
    }
}

/// Whether a text stands first, in any case, behind a byte order mark and blanks.
fn starts_with(head: &[u8], text: &str) -> bool {
    let head = head
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(head)
        .trim_ascii_start();
    head.get(..text.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(text.as_bytes()))
}

/// Whether bytes are text of some encoding: no control characters but those that part lines, cells and pages.
fn is_text(bytes: &[u8]) -> bool {
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    is_wide || !bytes.iter().any(is_control) && bytes.len() > 2
}

fn of_archive(bytes: &[u8]) -> FileKind {
    let entries = bytes
        .windows(4)
        .filter(|four| four == b"PK\x01\x02")
        .take(MOST_ENTRIES + 1);
    if entries.count() > MOST_ENTRIES {
        return FileKind::Word;
    }
    // An archive that cannot be opened is most likely a document that was cut off.
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return FileKind::Word;
    };
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.to_lowercase()).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let has_end = |end: &str| names.iter().any(|known| known.ends_with(end));
    if has("mimetype") && has("content.xml") {
        return match named_type(&mut archive).as_str() {
            kind if kind.contains("opendocument.spreadsheet") => FileKind::Calc,
            kind if kind.contains("opendocument.text") => FileKind::Writer,
            kind if kind.contains("opendocument.presentation") => FileKind::Foreign(Foreign::Slides),
            _ => FileKind::Foreign(Foreign::Archive),
        };
    }
    if has_end("workbook.bin") {
        FileKind::Foreign(Foreign::BinaryWorkbook)
    } else if has_end("word/document.xml") {
        FileKind::Word
    } else if has_end("workbook.xml") {
        FileKind::Workbook
    } else if has_end("imsmanifest.xml") {
        FileKind::Qti
    } else if has("ppt/presentation.xml") {
        FileKind::Foreign(Foreign::Slides)
    } else if names
        .iter()
        .any(|name| name.rsplit('.').next() == Some("iwa") || name == "index.zip" || name == "index.xml")
    {
        FileKind::Foreign(Foreign::Pages)
    } else if has("[content_types].xml") {
        FileKind::Word
    } else {
        FileKind::Foreign(Foreign::Archive)
    }
}

/// The type that an `OpenDocument` file says it has.
fn named_type(archive: &mut ZipArchive<Cursor<&[u8]>>) -> String {
    let mut named = Vec::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        // What cannot be read names no type.
        let read = entry.take(LONGEST_TYPE).read_to_end(&mut named);
        if read.is_err() {
            named.clear();
        }
    }
    String::from_utf8_lossy(&named).into_owned()
}

fn of_compound(bytes: &[u8]) -> Foreign {
    let searched = &bytes[..bytes.len().min(MOST_SEARCHED)];
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        searched.windows(name.len()).any(|window| window == name)
    };
    if has("EncryptedPackage") {
        Foreign::Protected
    } else if has("WordDocument") {
        Foreign::OldWord
    } else if has("PowerPoint Document") {
        Foreign::OldSlides
    } else {
        // The stream of an old workbook has one of two names, and damaged ones are mostly workbooks.
        Foreign::OldExcel
    }
}

impl Foreign {
    /// What the file is and what to do, as it follows "the file" in both languages.
    pub fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => (
                "kosong; periksa apakah sudah tersimpan",
                "is empty; check that it was saved",
            ),
            Self::OldWord => (
                "berupa dokumen Word lama (.doc); buka di Word lalu simpan sebagai .docx",
                "is an old Word document (.doc); open it in Word and save it as .docx",
            ),
            Self::OldExcel => (
                "berupa file Excel lama (.xls); buka di Excel lalu simpan sebagai .xlsx",
                "is an old Excel file (.xls); open it in Excel and save it as .xlsx",
            ),
            Self::OldSlides | Self::Slides => (
                "berupa presentasi; salin isinya ke dokumen Word (.docx)",
                "is a presentation; copy what it says into a Word document (.docx)",
            ),
            Self::Protected => (
                "dilindungi kata sandi; hapus kata sandinya lalu unggah lagi",
                "is protected by a password; remove the password and upload it again",
            ),
            Self::BinaryWorkbook => (
                "berupa buku kerja biner (.xlsb); simpan sebagai .xlsx",
                "is a binary workbook (.xlsb); save it as .xlsx",
            ),
            Self::RichText => (
                "berupa dokumen RTF; buka di Word atau LibreOffice lalu simpan sebagai .docx",
                "is an RTF document; open it in Word or LibreOffice and save it as .docx",
            ),
            Self::Pages => (
                "berupa dokumen Apple (Pages, Numbers, atau Keynote); ekspor ke Word (.docx) atau Excel (.xlsx)",
                "is an Apple document (Pages, Numbers or Keynote); export it to Word (.docx) or Excel (.xlsx)",
            ),
            Self::WebPage => (
                "berupa halaman web (HTML), mungkin bernama .doc atau .xls; buka di Word atau Excel lalu simpan sebagai .docx atau .xlsx",
                "is a web page (HTML), perhaps called .doc or .xls; open it in Word or Excel and save it as .docx or .xlsx",
            ),
            Self::Flat => (
                "berupa dokumen LibreOffice dalam satu berkas XML; simpan sebagai .odt, .ods, .docx, atau .xlsx",
                "is a LibreOffice document in one XML file; save it as .odt, .ods, .docx or .xlsx",
            ),
            Self::Picture => (
                "berupa gambar; teksnya tidak dapat dibaca, ketik ulang di dokumen Word (.docx)",
                "is a picture; its text cannot be read, type it into a Word document (.docx)",
            ),
            Self::Archive => (
                "berupa arsip ZIP; keluarkan dokumennya lalu unggah satu per satu",
                "is a ZIP archive; take the documents out and upload them one by one",
            ),
            Self::Unknown => (
                "bukan dokumen, buku kerja, PDF, atau teks yang dikenal",
                "is no document, workbook, PDF or text that is known",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tests::build::{PNG, zipped};

    fn archive(names: &[&str]) -> Vec<u8> {
        let parts: Vec<_> = names.iter().map(|name| ((*name).to_owned(), b"x".to_vec())).collect();
        zipped(&parts)
    }

    fn compound(stream: &str) -> Vec<u8> {
        let name = stream.encode_utf16().flat_map(u16::to_le_bytes);
        COMPOUND.iter().copied().chain(name).collect()
    }

    #[test]
    fn files_are_told_apart_by_what_they_hold() {
        for (bytes, kind) in [
            (b"  \n".to_vec(), Foreign::Empty),
            (compound("WordDocument"), Foreign::OldWord),
            (compound("Workbook"), Foreign::OldExcel),
            (compound("EncryptedPackage"), Foreign::Protected),
            (b"{\\rtf1\\ansi x}".to_vec(), Foreign::RichText),
            (archive(&["Index/Document.iwa", "Data/x.jpg"]), Foreign::Pages),
            (archive(&["xl/workbook.bin"]), Foreign::BinaryWorkbook),
            (archive(&["ppt/presentation.xml"]), Foreign::Slides),
            (archive(&["soal.docx"]), Foreign::Archive),
            (b"\n<!DOCTYPE HTML><p>x".to_vec(), Foreign::WebPage),
            (
                b"<?xml version=\"1.0\"?>\n<office:document x=\"\">".to_vec(),
                Foreign::Flat,
            ),
            (PNG.to_vec(), Foreign::Picture),
            (b"\x00\x01\x02\x03".to_vec(), Foreign::Unknown),
        ] {
            assert_eq!(FileKind::of(&bytes), FileKind::Foreign(kind));
        }
        assert_eq!(FileKind::of(&archive(&["word/document.xml"])), FileKind::Word);
        assert_eq!(FileKind::of(&archive(&["xl/workbook.xml"])), FileKind::Workbook);
        assert_eq!(FileKind::of(b"<?xml version=\"1.0\"?>\n<quiz>"), FileKind::Quiz);
        assert_eq!(FileKind::of(b"1. Apa?\nA. ya"), FileKind::Text);
        assert_eq!(FileKind::of(b"\xff\xfea\0"), FileKind::Text);
    }

    #[test]
    fn advice_says_the_same_in_two_languages() {
        for kind in [Foreign::Empty, Foreign::OldWord, Foreign::RichText, Foreign::Unknown] {
            let (id, en) = kind.advice();
            assert!(!id.is_empty() && !en.is_empty() && id != en);
        }
    }
}
