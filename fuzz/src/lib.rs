//! What the targets share: documents made around the part that is fuzzed, since the checksums of an archive would keep a
//! fuzzer out of it.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// An archive of parts that are stored as they are, in their order.
///
/// # Errors
/// A name that no archive can have.
pub fn archive(parts: &[(&str, &[u8])]) -> ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        writer.start_file(*name, stored)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// An Excel workbook of one sheet, and its shared strings: a NUL byte, which no XML has, stands between the two.
///
/// # Errors
/// None that depend on the bytes.
pub fn workbook(bytes: &[u8]) -> ZipResult<Vec<u8>> {
    let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (sheet, strings) = bytes.split_at(at);
    archive(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEETS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings.strip_prefix(&[0]).unwrap_or_default()),
    ])
}

/// A paper that was read without errors has a key for every question that needs one, and for no other.
///
/// # Panics
/// If it has not.
pub fn check_keys(reading: &papers::import::Reading) {
    if reading.has_errors() {
        return;
    }
    for question in reading.paper.sections.iter().flat_map(|section| &section.questions) {
        assert_eq!(question.key.is_empty(), question.kind.is_rated(), "{question:?}");
    }
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Peserta" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEETS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
