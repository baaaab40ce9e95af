//! Judging a sound file: whatever the bytes, it is one or there is a reason, never a panic.

#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let _ = recordings::audio::probe::probe(&file);
});
