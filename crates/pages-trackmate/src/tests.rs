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
        "admin-role-",
    ];
    testkit::catalogues::check_all(root, &["trackmate", "producer", "admin"], &made);
}
