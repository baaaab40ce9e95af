//! What holds for all these pages.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = [
        "manage-room-",
        "manage-about-",
        "manage-waiting-",
        "manage-count-",
        "manage-role-",
        "manage-deed-",
        "manage-ask-",
        "done-kelola-",
    ];
    testkit::catalogues::check_all(root, &["manage"], &made);
}

#[test]
fn the_sheet_leaves_the_components_of_the_kit_alone() {
    testkit::sheets::leave_the_kit_alone(&[include_str!("../assets/manage.css")]);
}
