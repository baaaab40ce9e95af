//! Reading a list of participants: whatever the bytes, there is a reading or a reason, never a panic and never much memory.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = papers::roster::read(bytes);
});
