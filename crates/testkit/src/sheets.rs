//! Style sheets of pages.

use std::collections::BTreeSet;

/// The kit's own sheet.
const KIT: &str = include_str!("../../pages-kit/assets/kit.css");

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

/// Fails if a sheet of pages says anything of a component of the kit.
pub fn leave_the_kit_alone(sheets: &[&str]) {
    let kit = classes(KIT);
    assert!(kit.contains("chip") && kit.contains("tabs"));
    for sheet in sheets {
        let both: Vec<_> = kit.intersection(&classes(sheet)).copied().collect();
        assert_eq!(both, Vec::<&str>::new(), "classes with two meanings");
    }
}
