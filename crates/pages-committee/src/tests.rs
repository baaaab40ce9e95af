//! What holds for all of these pages.

use std::path::Path;

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = [
        "bank-level-",
        "bank-rule-",
        "column-",
        "committee-role-",
        "committee-status-",
        "done-",
        "handbook-",
        "office-did-",
        "office-role-",
        "office-thing-",
        "participant-source-",
        "rate-round-",
        "results-appeal-",
        "results-cause-",
        "results-credit-",
        "results-ended-",
        "results-kind-",
        "results-order-",
        "results-round-",
        "supervise-about-",
        "supervise-did-",
        "supervise-do-",
        "supervise-filter-",
        "supervise-kind-",
        "supervise-order-",
        "supervise-submit-",
        "supervise-video-",
    ];
    let names = [
        "committee",
        "supervise",
        "rate",
        "prints",
        "papers",
        "bank",
        "results",
        "schedule",
        "sounds",
        "roster",
        "office",
        "handbook",
    ];
    testkit::catalogues::check_all(root, &names, &made);
}
