//! Texts: tables with separators, GIFT, Aiken, numbered lines; and what is no document at all.

#![no_main]

use balai_fuzz::check_keys;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(reading) = papers::import::read(bytes) {
        check_keys(&reading);
    }
    let _ = papers::roster::read(bytes);
});
