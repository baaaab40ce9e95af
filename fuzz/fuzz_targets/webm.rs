//! Making a recording watchable: whatever the bytes, there is a file or a reason, never a panic, and never a file that is
//! much larger than what it was made of.

#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use recordings::webm::{Session, join};

fuzz_target!(|bytes: &[u8]| {
    let len = bytes.len() as u64;
    let half = len / 2;
    let session = |starts_at, runs| Session { starts_at, runs };
    for sessions in [
        vec![session(0, Vec::from([0..len]))],
        vec![session(0, Vec::from([0..half, half..len]))],
        vec![
            session(0, Vec::from([0..half])),
            session(60_000, Vec::from([half..len])),
        ],
    ] {
        let mut out = Cursor::new(Vec::new());
        if join(&mut Cursor::new(bytes), &sessions, &mut out).is_ok() {
            assert!(out.get_ref().len() < 16 * bytes.len() + 4096);
        }
    }
});
