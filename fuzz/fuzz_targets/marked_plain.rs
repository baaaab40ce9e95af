//! Plain text as marked text: it comes back as it was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use marked::Marked;

fuzz_target!(|text: &str| {
    let marked = Marked::from_plain(text);
    assert_eq!(marked.to_plain(), text);
    assert!(marked.is_plain());
});
