//! What is public says what it is: every file, its public items, and every use case. Fields, variants and other methods have
//! a comment where their name leaves something open: a unit, a shape, a limit, who may know it.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{fs, path::Path};

/// What public items begin with, after `pub `.
const ITEMS: [&str; 9] = [
    "fn ",
    "async fn ",
    "const ",
    "static ",
    "struct ",
    "enum ",
    "trait ",
    "type ",
    "unsafe ",
];

fn check(path: &Path, wrong: &mut Vec<String>) -> usize {
    if path.is_dir() {
        let entries = fs::read_dir(path).unwrap();
        return entries.map(|entry| check(&entry.unwrap().path(), wrong)).sum();
    }
    if path.extension().is_none_or(|extension| extension != "rs") {
        return 0;
    }
    let text = fs::read_to_string(path).unwrap();
    if !text.starts_with("//! ") {
        wrong.push(format!("{} does not say what it is for", path.display()));
    }
    let (mut is_documented, mut is_attribute) = (false, false);
    let is_service = path.iter().any(|part| part.to_string_lossy().starts_with("service"));
    for (number, line) in (1..).zip(text.lines()) {
        let is_use_case = is_service && line.trim_start().starts_with("pub async fn");
        let line = if is_use_case { line.trim_start() } else { line };
        let item = line.strip_prefix("pub ").filter(|item| !item.contains('$'));
        if item.is_some_and(|item| ITEMS.iter().any(|begin| item.starts_with(begin))) && !is_documented {
            wrong.push(format!("{}:{number} {line}", path.display()));
        }
        let line = line.trim_start();
        is_attribute |= line.starts_with("#[");
        is_documented = line.starts_with("// ") || line.starts_with("///") || (is_documented && is_attribute);
        is_attribute &= !line.ends_with(']');
    }
    1
}

#[test]
fn every_public_item_says_what_it_is() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(crates).unwrap() {
        count += check(&entry.unwrap().path().join("src"), &mut wrong);
    }
    assert!(count > 400, "{count} files were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
