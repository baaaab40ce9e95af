//! Reading an archive of sound files: whatever the bytes, there are files or a reason, never a panic, and never more bytes
//! than the limits allow.

#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;
use recordings::archive::{Archive, Limits};

const LIMITS: Limits = Limits {
    entries: 10,
    unpacked: 100_000,
    each: 50_000,
};

fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let Ok(mut archive) = Archive::open(file, "Paket", LIMITS) else {
        return;
    };
    if let Ok(checked) = archive.check(tempfile::tempfile) {
        assert!(checked.len() <= LIMITS.entries);
        assert!(checked.iter().map(|file| file.len).sum::<u64>() <= LIMITS.unpacked);
    }
});
