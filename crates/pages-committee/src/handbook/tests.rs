//! What holds of the handbook: it is whole in each language, calls everything as the pages do, and stands in the repository.

mod written;

use std::{collections::BTreeSet, fs, path::Path};

use pages_kit::{Catalogue, Language, Words};

use super::{
    chapters::PARTS,
    places::{self, PLACES},
    told::{self, Piece},
};
use crate::CATALOGUES;

/// Everything that pages of exams say.
fn catalogues() -> Vec<Catalogue> {
    [pages_exam::CATALOGUE].into_iter().chain(CATALOGUES).collect()
}

fn words() -> Words {
    Words::of(&catalogues()).unwrap()
}

/// The lines of the handbook's catalogue in each language, as key and text.
fn lines() -> [Vec<(&'static str, &'static str)>; 3] {
    let own = CATALOGUES
        .iter()
        .find(|catalogue| catalogue.name == "handbook")
        .unwrap();
    own.texts.map(|text| {
        let lines = text.lines().filter(|line| line.starts_with("handbook-"));
        lines.map(|line| line.split_once(" = ").unwrap()).collect()
    })
}

/// What stands between quotation marks.
fn names(text: &str) -> Vec<&str> {
    let opened = text.split('“').skip(1);
    opened.map(|rest| rest.split_once('”').unwrap().0).collect()
}

#[test]
fn every_chapter_has_steps_in_each_language_and_every_text_a_chapter() {
    let words = words();
    for (language, lines) in Language::ALL.into_iter().zip(lines()) {
        let speech = words.in_language(language);
        let mut said = 0;
        for part in &PARTS {
            assert_ne!(speech.say(part.text), part.text);
            said += 2;
            for chapter in told::chapters(speech, part) {
                assert!(chapter.steps.len() > 1, "{} in {}", chapter.id, language.code());
                said += 1 + usize::from(!chapter.about.is_empty()) + chapter.steps.len();
            }
        }
        let of_pages = ["about", "contents", "chapter", "other", "help"];
        assert_eq!(lines.len(), said + of_pages.len(), "texts in {}", language.code());
    }
}

#[test]
fn what_a_step_presses_is_named_by_the_page_itself() {
    let words = words();
    let [first, others @ ..] = lines();
    let referred = |text: &'static str| names(text).into_iter().collect::<BTreeSet<_>>();
    for (key, text) in &first {
        for name in names(text) {
            let asked = name.strip_prefix("{ ").and_then(|name| name.strip_suffix(" }"));
            let asked = asked.unwrap_or_else(|| panic!("{key} names “{name}” by hand"));
            for language in Language::ALL {
                let found = words.in_language(language).with(asked, "count", "…");
                assert_ne!(found, asked, "{key} in {}", language.code());
            }
        }
        for other in &others {
            let (_, same) = other.iter().find(|(found, _)| found == key).unwrap();
            assert_eq!(referred(text), referred(same), "{key} names the same in each language");
        }
    }
}

#[test]
fn a_button_that_gets_another_name_gets_it_in_the_handbook() {
    let mut catalogues = catalogues();
    let schedule = catalogues
        .iter_mut()
        .find(|catalogue| catalogue.name == "schedule")
        .unwrap();
    let before = words().in_language(Language::Indonesian).say("rehearsal-begin");
    let renamed = schedule.texts[0].replace(&format!("rehearsal-begin = {before}"), "rehearsal-begin = Gladi!");
    schedule.texts[0] = renamed.leak();
    let words = Words::of(&catalogues).unwrap();
    let chapters = told::chapters(words.in_language(Language::Indonesian), &PARTS[0]);
    let pieces = || chapters.iter().flat_map(|chapter| chapter.steps.iter().flatten());
    let called = |name: &str| pieces().any(|piece| piece.is_name && piece.text == name);
    assert!(called("Gladi!"));
    assert!(!called(&before));
}

#[test]
fn names_are_told_apart_from_words() {
    let piece = |text: &str, is_name| Piece {
        text: text.to_owned(),
        is_name,
    };
    let expected = vec![
        piece("Tekan ", false),
        piece("Simpan", true),
        piece(" & <lihat>.", false),
    ];
    assert_eq!(told::pieces("Tekan “Simpan” & <lihat>."), expected);
    assert_eq!(told::pieces(""), vec![]);
}

/// The addresses that routes of this crate are written with, with a number for each piece that changes.
fn addresses(of: &Path, into: &mut BTreeSet<String>) {
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            addresses(&path, into);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let written = text.split("\"/ujian/").skip(1).filter_map(|rest| rest.split_once('"'));
        for (address, _) in written.filter(|(address, _)| address.contains('{')) {
            let pieces = address
                .split('/')
                .map(|piece| if piece.starts_with('{') { "7" } else { piece });
            into.insert(format!("/ujian/{}", pieces.collect::<Vec<_>>().join("/")));
        }
    }
}

#[test]
fn every_page_of_the_desk_leads_to_its_chapter() {
    let speech = words();
    let speech = speech.in_language(Language::English);
    for (pattern, chapter) in PLACES {
        assert!(
            PARTS.iter().any(|part| part.chapters.contains(&chapter)),
            "{pattern}: {chapter}"
        );
    }
    let mut found = BTreeSet::new();
    addresses(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 40, "{found:?}");
    let without: Vec<_> = found
        .iter()
        .filter(|path| places::chapter_of(path) == "way" && path.as_str() != "/ujian/7" && !path.contains("/panduan/"))
        .collect();
    assert_eq!(without, Vec::<&String>::new(), "pages that places.rs does not name");
    let help = |path: &str| places::help(speech, path).map(|help| help.path);
    assert_eq!(
        help("/ujian/paket/impor?x=1").as_deref(),
        Some("/ujian/panduan/panitia#import")
    );
    assert_eq!(
        help("/ujian/7/awasi/9").as_deref(),
        Some("/ujian/panduan/pengawas#states")
    );
    assert_eq!(help("/ujian").as_deref(), Some("/ujian/panduan/panitia#way"));
    assert_eq!(help("/ujian/panduan/penilai"), None);
}

/// Pages of one deed, which say what it does in words of their own.
const SAY_OTHERWISE: [&str; 10] = [
    "committee/layout.html",
    "committee/link.html",
    "committee/papers-imported.html",
    "committee/results/outlook.html",
    "supervise/act.html",
    "supervise/done.html",
    "people/merge.html",
    "people/removal.html",
    "bank/edit.html",
    "bank/question.html",
];

#[test]
fn every_page_of_the_desk_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut silent = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            let is_told = ["-about\"", "-lead\"", "(\"help-", "book.about"]
                .iter()
                .any(|mark| text.contains(mark));
            if text.contains("committee/layout.html") && !is_told && !SAY_OTHERWISE.contains(&name.as_str()) {
                silent.push(name);
            }
        }
    }
    assert_eq!(
        silent,
        Vec::<String>::new(),
        "pages that say nothing of what they are for"
    );
}
