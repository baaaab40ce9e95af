//! The sheet and the strings of a workbook of questions, wrapped as one.

#![no_main]

use balai_fuzz::{check_keys, workbook};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(book) = workbook(bytes) else { return };
    if let Ok(reading) = papers::import::read(&book) {
        check_keys(&reading);
    }
});
