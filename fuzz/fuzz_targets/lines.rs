//! Numbered lines: a reading without errors has a key for every question that needs one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use papers::import::{Line, Place, read_lines};

fuzz_target!(|text: &str| {
    let line = |text: &str| Line {
        text: text.to_owned(),
        place: Place::default(),
    };
    let reading = read_lines(text.lines().map(line).collect());
    if reading.has_errors() {
        return;
    }
    for question in reading.paper.sections.iter().flat_map(|section| &section.questions) {
        assert_eq!(question.key.is_empty(), question.kind.is_rated(), "{question:?}");
    }
});
