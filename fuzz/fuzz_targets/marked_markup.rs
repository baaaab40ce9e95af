//! Marked text as it is stored: what is taken is written as it came to be read again, and never grows without bound.

#![no_main]

use libfuzzer_sys::fuzz_target;
use marked::Marked;

fuzz_target!(|text: &str| {
    let Ok(marked) = Marked::parse(text) else { return };
    let stored = marked.to_markup();
    assert_eq!(Marked::parse(&stored).as_ref(), Ok(&marked), "{stored}");
    let _ = (
        marked.to_plain(),
        marked.to_html(|hash| hash.as_str().to_owned()),
        marked.pictures().len(),
    );
});
