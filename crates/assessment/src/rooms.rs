//! Which file of a slice may know which: read from the sources, since all of them are one crate to the compiler.

use std::path::Path;

/// The nouns, and the log, which is a slice by itself.
const ROOMS: [&str; 9] = [
    "attempt",
    "audit",
    "bank",
    "exam",
    "keeping",
    "marking",
    "people",
    "sitting",
    "supervision",
];

#[test]
fn each_file_knows_only_what_stands_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    testkit::layers::check(&src, &ROOMS, 90);
}
