//! What a section, and the title of a paper, must be like.

use base::{Message, Rule, text::Check};

use super::{printable, question::LONGEST_TIME, short_markup};
use crate::paper::Section;

/// Longest title of a section or a paper, in characters.
pub const LONGEST_TITLE: usize = 255;
/// Longest instruction.
pub const LONGEST_INSTRUCTION: usize = 20_000;

/// A title: one line of text.
pub fn title(check: &mut Check, path: &str, given: &str) -> String {
    let title = check.text(path, given, 1, LONGEST_TITLE);
    if title.contains(['\n', '\t']) {
        let said = Message::new("harus satu baris", "must be one line");
        check.note(path, Rule::Other(said));
    } else {
        printable(check, path, &title);
    }
    title
}

/// Notes a duration, in seconds, of nothing or of more than a day.
pub fn duration(check: &mut Check, path: &str, given: i64) {
    if !(1..=LONGEST_TIME).contains(&given) {
        check.note(path, Rule::OutOfRange("1".into(), LONGEST_TIME.to_string()));
    }
}

/// Notes what is wrong with an instruction, which may be empty.
pub fn instruction(check: &mut Check, path: &str, given: &str) {
    check.text(path, given, 0, LONGEST_INSTRUCTION);
    printable(check, path, given);
}

/// Notes what is wrong with a section, its questions aside.
pub fn judge(check: &mut Check, section: &Section) {
    title(check, "title", &section.title);
    duration(check, "duration", section.duration);
    instruction(check, "instruction", section.instruction.plain());
    short_markup(check, "instruction", &section.instruction, LONGEST_INSTRUCTION);
}
