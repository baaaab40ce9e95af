//! What the hostile tests of the services share.

use testkit::Answer;

pub(crate) use crate::trackmate_support::form;

/// A picture of one pixel.
pub(crate) const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0xda, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0xe5, 0x27, 0xde, 0xfc, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Fails if an answer tells of the server's inside.
pub(crate) fn check_silence(answer: &Answer, what: &str) {
    const INSIDE: [&str; 12] = [
        ".rs",
        "select ",
        "insert into",
        "panicked",
        "backtrace",
        "sqlite",
        "postgres",
        "/tmp",
        "/root",
        "src/",
        "untagged",
        "constraint",
    ];
    let text = answer.text();
    let found = INSIDE.iter().find(|inside| text.contains(**inside));
    assert_eq!(found, None, "{what}: {text}");
}
