//! What holds for all of these pages.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = [
        "committee-role-",
        "committee-status-",
        "done-",
        "results-cause-",
        "results-credit-",
        "results-ended-",
        "results-kind-",
        "results-order-",
        "results-round-",
    ];
    testkit::catalogues::check_all(root, &["committee", "results"], &made);
}
