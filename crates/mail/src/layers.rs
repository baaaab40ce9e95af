//! Which file of a slice may know which: rules know no store.

use std::path::Path;

#[test]
fn each_file_knows_only_what_stands_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    testkit::layers::check(&src, &[""], 4);
}
