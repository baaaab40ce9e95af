//! What holds for all pages of the shop.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = [
        "contribution-",
        "done-",
        "producer-resources-",
        "producer-production-",
        "producer-impact-",
        "producer-way-",
        "report-reason-",
        "admin-action-",
    ];
    testkit::catalogues::check_all(root, &["trackmate", "producer", "admin"], &made);
}

#[test]
fn sheets_of_pages_leave_the_components_of_the_kit_alone() {
    testkit::sheets::leave_the_kit_alone(&[
        include_str!("../assets/trackmate.css"),
        include_str!("../assets/producer.css"),
    ]);
}
