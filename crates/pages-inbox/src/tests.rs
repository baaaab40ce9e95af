//! What holds for all of these pages.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    testkit::catalogues::check(Path::new(env!("CARGO_MANIFEST_DIR")), "inbox", &["done-"]);
}

#[test]
fn the_sheet_leaves_the_components_of_the_kit_alone() {
    testkit::sheets::leave_the_kit_alone(&[include_str!("../assets/inbox.css")]);
}
