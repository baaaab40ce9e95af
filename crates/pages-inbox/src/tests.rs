//! What holds for all of these pages.

use std::{collections::BTreeSet, path::Path};

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    testkit::catalogues::check(Path::new(env!("CARGO_MANIFEST_DIR")), "inbox", &["done-"]);
}

/// The classes that selectors of a sheet begin with; a value such as `.5rem` is none.
fn classes(sheet: &str) -> BTreeSet<&str> {
    let selectors = sheet.split(['{', '}', ',']).map(str::trim);
    let begun = selectors.filter_map(|selector| selector.strip_prefix('.'));
    let names = begun.filter_map(|rest| {
        rest.split(|char: char| !char.is_ascii_alphanumeric() && char != '-')
            .next()
    });
    names
        .filter(|name| name.starts_with(|char: char| char.is_ascii_alphabetic()))
        .collect()
}

#[test]
fn the_sheet_leaves_the_components_of_the_kit_alone() {
    let kit = classes(include_str!("../../pages-kit/assets/kit.css"));
    assert!(kit.contains("chip") && kit.contains("tabs"));
    let own = classes(include_str!("../assets/inbox.css"));
    let both: Vec<_> = kit.intersection(&own).copied().collect();
    assert_eq!(both, Vec::<&str>::new(), "classes with two meanings");
}
