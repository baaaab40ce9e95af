//! Catalogues of texts: whether each language says the same things, and pages say nothing that no catalogue has.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The languages, as their folders are called.
const LANGUAGES: [&str; 3] = ["id", "en", "tr"];

/// The texts of a catalogue: each key, and the names that are filled into its text.
fn read(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '}', '['])) {
            name.clone_into(&mut key);
            assert!(
                found.insert(key.clone(), BTreeSet::new()).is_none(),
                "{key} stands there twice"
            );
        }
        for (at, _) in line.match_indices('$') {
            let name: String = line[at + 1..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '-')
                .collect();
            found.get_mut(&key).unwrap().insert(name);
        }
    }
    found
}

fn sources(of: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Fails if a catalogue of the crate lacks a key or a name that another language has, or has a key that neither code nor
/// template names. Keys that begin with one of `made` are put together by code.
pub fn check(root: &Path, name: &str, made: &[&str]) {
    check_all(root, &[name], made);
}

/// The same for a crate that has several.
pub fn check_all(root: &Path, names: &[&str], made: &[&str]) {
    let texts = LANGUAGES.map(|language| {
        let path = |name: &&str| root.join("locales").join(language).join(format!("{name}.ftl"));
        let texts = names.iter().map(|name| fs::read_to_string(path(name)).unwrap());
        read(&texts.collect::<String>())
    });
    let [first, others @ ..] = &texts;
    for (other, language) in others.iter().zip(&LANGUAGES[1..]) {
        assert_eq!(first, other, "keys and their names in id and in {language}");
    }
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    sources(&root.join("templates"), &mut files);
    let code: String = files.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let is_named = |key: &str| code.contains(&format!("\"{key}\"")) || made.iter().any(|made| key.starts_with(made));
    let unused: Vec<_> = first.keys().filter(|key| !is_named(key)).collect();
    assert_eq!(unused, Vec::<&String>::new(), "texts that nothing says");
    // Pages of every crate also say what the kit has.
    let kit = fs::read_to_string(root.join("../pages-kit/locales").join(LANGUAGES[0]).join("kit.ftl"));
    let kit = read(&kit.unwrap_or_default());
    let is_written = |key: &String| first.contains_key(key) || kit.contains_key(key);
    let missing: Vec<_> = said(&code).into_iter().filter(|key| !is_written(key)).collect();
    assert_eq!(missing, Vec::<String>::new(), "texts that are said and not written");
}

/// The keys that templates and code say by name.
fn said(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for call in ["say(\"", "with(\"", "with_two(\"", "around(\""] {
        for (at, _) in code.match_indices(&format!("speech.{call}")) {
            let rest = &code[at + "speech.".len() + call.len()..];
            found.extend(rest.split('"').next().map(str::to_owned));
        }
    }
    found
}
