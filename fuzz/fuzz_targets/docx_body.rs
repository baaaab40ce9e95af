//! The main part of a Word document, wrapped as one.

#![no_main]

use balai_fuzz::{archive, check_keys};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|xml: &[u8]| {
    let Ok(docx) = archive(&[("word/document.xml", xml)]) else { return };
    if let Ok(reading) = papers::import::read_docx(&docx) {
        check_keys(&reading);
    }
});
