//! The sheet and the strings of a workbook of participants, wrapped as one.

#![no_main]

use balai_fuzz::workbook;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(book) = workbook(bytes) {
        let _ = papers::roster::read(&book);
    }
});
