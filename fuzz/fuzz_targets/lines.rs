//! Numbered lines.

#![no_main]

use balai_fuzz::check_keys;
use libfuzzer_sys::fuzz_target;
use papers::import::{Line, Place, read_lines};

fuzz_target!(|text: &str| {
    let line = |text: &str| Line {
        text: text.to_owned(),
        place: Place::default(),
    };
    check_keys(&read_lines(text.lines().map(line).collect()));
});
