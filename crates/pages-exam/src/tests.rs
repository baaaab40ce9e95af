//! What holds of the page's texts and files.

use std::{collections::BTreeSet, fs, path::Path};

use crate::{CATALOGUE, files, texts};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The scripts with their names.
fn scripts() -> Vec<(String, String)> {
    let found = fs::read_dir(root().join("assets")).unwrap();
    let paths = found.map(|entry| entry.unwrap().path());
    let scripts = paths.filter(|path| path.extension().is_some_and(|kind| kind == "js"));
    scripts
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn every_text_is_there_in_each_language() {
    testkit::catalogues::check(root(), "exam", &["exam-"]);
}

#[test]
fn the_program_says_every_text_of_its_own_and_no_other() {
    let all: String = scripts().into_iter().map(|(_, text)| text).collect();
    let said: BTreeSet<&str> = all
        .split("\"exam-")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('"')?.0))
        .collect();
    let keys: BTreeSet<&str> = texts::keys().into_keys().map(|key| &key["exam-".len()..]).collect();
    let unsaid: Vec<_> = keys.difference(&said).collect();
    let unwritten: Vec<_> = said.difference(&keys).collect();
    assert!(
        unsaid.is_empty() && unwritten.is_empty(),
        "not said: {unsaid:?}; not written: {unwritten:?}"
    );
}

#[test]
fn texts_of_the_program_have_at_most_two_places_and_one_line() {
    for (key, names) in texts::keys() {
        assert!(names.len() <= 2, "{key}");
    }
    for text in CATALOGUE.texts {
        let more: Vec<_> = text.lines().filter(|line| line.starts_with(' ')).collect();
        assert!(more.is_empty(), "{more:?}");
    }
}

#[test]
fn every_script_of_the_folder_is_served_but_the_worker_that_has_an_address_of_its_own() {
    let served: BTreeSet<String> = files::all()
        .into_iter()
        .filter_map(|file| Some(file.path.rsplit_once('/')?.1.to_owned()))
        .collect();
    for (name, _) in scripts() {
        assert_eq!(served.contains(&name), name != "keeper.js", "{name}");
    }
}
