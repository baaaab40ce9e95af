//! The handbook in the repository, made of the texts of the pages: `scripts/handbook` writes it, a test compares.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use pages_kit::{Language, Speech};

use super::{
    super::{
        chapters::{PARTS, Part},
        told::{self, Chapter, Piece},
    },
    words,
};

/// The languages of the repository, and what files are called in them: an index, then the parts in their order.
const FILES: [(Language, [&str; 5]); 2] = [
    (
        Language::Indonesian,
        ["README", "panitia", "pengawas", "penilai", "peserta"],
    ),
    (
        Language::English,
        ["README", "committee", "supervisor", "rater", "participant"],
    ),
];

/// Chapters with a picture of `docs/handbook/images`, which `scripts/browser handbook` draws.
const PICTURES: [&str; 15] = [
    "way",
    "import",
    "write",
    "publish",
    "schedule",
    "participants",
    "cards",
    "figures",
    "release",
    "board",
    "act",
    "mark",
    "enter",
    "devices",
    "answer",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/handbook")
}

fn text(pieces: &[Piece]) -> String {
    let said = pieces.iter().map(|piece| {
        let around = if piece.is_name { "**" } else { "" };
        format!("{around}{}{around}", piece.text)
    });
    said.collect()
}

fn write_chapter(into: &mut String, no: usize, chapter: &Chapter) {
    write!(into, "\n## {no}. {}\n", chapter.title).unwrap();
    if !chapter.about.is_empty() {
        write!(into, "\n{}\n", text(&chapter.about)).unwrap();
    }
    into.push('\n');
    for (step, said) in chapter.steps.iter().enumerate() {
        writeln!(into, "{}. {}", step + 1, text(said)).unwrap();
    }
    if PICTURES.contains(&chapter.id) {
        write!(into, "\n![{}](../images/{}.webp)\n", chapter.title, chapter.id).unwrap();
    }
}

fn part(speech: Speech<'_>, part: &Part) -> String {
    let mut text = format!("# {}\n\n{}\n", speech.say(part.text), told::about(speech, part));
    for (at, chapter) in told::chapters(speech, part).iter().enumerate() {
        write_chapter(&mut text, at + 1, chapter);
    }
    text
}

fn index(speech: Speech<'_>, files: &[&str]) -> String {
    let mut text = format!("# {}\n\n{}\n", speech.say("handbook"), speech.say("handbook-about"));
    for (part, file) in PARTS.iter().zip(files) {
        write!(
            text,
            "\n## [{}]({file}.md)\n\n{}\n\n",
            speech.say(part.text),
            told::about(speech, part)
        )
        .unwrap();
        for (at, chapter) in told::chapters(speech, part).iter().enumerate() {
            writeln!(text, "{}. {}", at + 1, chapter.title).unwrap();
        }
    }
    text
}

/// Each file with what it has to hold.
fn files() -> Vec<(PathBuf, String)> {
    let words = words();
    let in_language = |(language, names): &(Language, [&str; 5])| {
        let speech = words.in_language(*language);
        let texts = PARTS.iter().map(|one| part(speech, one));
        let texts = [index(speech, &names[1..])].into_iter().chain(texts);
        let path = |name: &str| folder().join(language.code()).join(format!("{name}.md"));
        names.iter().map(|name| path(name)).zip(texts).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(in_language).collect()
}

#[test]
fn the_handbook_in_the_repository_says_what_the_pages_say() {
    for (path, text) in files() {
        let found = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == text,
            "{} is out of date: scripts/handbook writes it",
            path.display()
        );
    }
    for picture in PICTURES {
        let path = folder().join("images").join(format!("{picture}.webp"));
        assert!(
            path.exists(),
            "{} is missing: scripts/browser handbook draws it",
            path.display()
        );
        assert!(
            PARTS.iter().any(|part| part.chapters.contains(&picture)),
            "{picture} is no chapter"
        );
    }
}

#[test]
#[ignore = "writes docs/handbook: scripts/handbook runs it"]
fn write_the_handbook() {
    for (path, text) in files() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
