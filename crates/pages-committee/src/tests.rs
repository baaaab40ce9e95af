//! What holds for all of these pages.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = [
        "committee-role-",
        "committee-status-",
        "done-",
        "rate-round-",
        "supervise-about-",
        "supervise-did-",
        "supervise-do-",
        "supervise-filter-",
        "supervise-kind-",
        "supervise-order-",
        "supervise-submit-",
        "supervise-video-",
    ];
    testkit::catalogues::check_all(root, &["committee", "supervise", "rate", "prints"], &made);
}
