//! Reading a PDF: whatever the bytes, there is a reading or a reason, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = papers::import::read_pdf(bytes);
});
