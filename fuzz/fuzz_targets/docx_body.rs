//! The main part of a Word document, wrapped as one: the checksums of the archive would keep a fuzzer out of it.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

fn wrapped(xml: &[u8]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    writer.start_file("word/document.xml", stored)?;
    writer.write_all(xml)?;
    Ok(writer.finish()?.into_inner())
}

fuzz_target!(|xml: &[u8]| {
    if let Ok(docx) = wrapped(xml) {
        let _ = papers::import::read_docx(&docx);
    }
});
