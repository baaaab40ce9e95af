//! Reading a quiz: its categories become sections, its descriptions passages, its questions questions.

use marked::Text;

use super::{BESIDE, cloze, question};
use crate::{
    exchange::{
        Read,
        album::decode,
        beside::{self, BesideSection},
        fragment,
        gather::Gather,
        prose,
        tree::{self, Element, Node},
    },
    file_kind::Refusal,
};

/// Reads a file.
pub(crate) fn read(bytes: &[u8]) -> Read {
    let quiz = tree::read(&mut &*bytes)?;
    if quiz.name != "quiz" {
        return Err(Refusal::damaged("its outermost element is no quiz"));
    }
    let mut gather = Gather::default();
    if let Some(own) = quiz.first(BESIDE) {
        own.attribute("title").unwrap_or_default().clone_into(&mut gather.title);
    }
    for element in quiz.all("question") {
        take(&mut gather, element);
    }
    Ok(gather.finish())
}

fn take(gather: &mut Gather, element: &Element) {
    keep_files(gather, element);
    match element.attribute("type").unwrap_or_default() {
        "category" => category(gather, element),
        "description" => description(gather, element),
        "multianswer" => {
            gather.begin_question();
            cloze::read(gather, element);
        }
        kind => {
            gather.begin_question();
            question::read(gather, element, kind);
        }
    }
}

/// Keeps the files that stand in a question under their names.
fn keep_files(gather: &mut Gather, element: &Element) {
    gather.album.forget_names();
    for file in element.walk().into_iter().filter(|inner| inner.name == "file") {
        let name = file.attribute("name").unwrap_or_default();
        let folder = file.attribute("path").unwrap_or_default().trim_matches('/');
        let Some(bytes) = decode(&file.text()) else {
            continue;
        };
        let whole = if folder.is_empty() {
            name.to_owned()
        } else {
            format!("{folder}/{name}")
        };
        if !gather.album.keep(&whole, bytes) {
            gather.warn(
                "moodle.file",
                name,
                (
                    "Berkas di dalam soal ini bukan gambar dan tidak diimpor. Unggah audio ke folder audio paket.",
                    "A file in this question is no picture and was not imported. Upload sounds into the package's folder of audio.",
                ),
            );
        }
    }
}

/// `$course$/top/Ujian/Bagian A`: the last part is the section. A slash of a name is written twice.
fn category(gather: &mut Gather, element: &Element) {
    let path = element.first("category").and_then(|category| category.first("text"));
    let path = path.map(Element::text).unwrap_or_default().replace("//", "\u{1}");
    let title = path.rsplit('/').next().unwrap_or_default().replace('\u{1}', "/");
    let title = if matches!(title.trim(), "" | "top" | "$course$") {
        "Soal"
    } else {
        title.trim()
    };
    gather.section(title);
    let instruction = element.first("info").map(|info| text(gather, info)).unwrap_or_default();
    let beside: Option<BesideSection> = beside::read(element.first(BESIDE).and_then(|own| own.attribute("section")));
    let section = gather.open_section();
    if section.instruction.is_empty() {
        section.instruction = instruction;
    }
    if let Some(beside) = beside {
        section.duration = beside.duration.unwrap_or_default();
        section.navigation = beside.navigation.unwrap_or_default();
        section.shuffle = beside.shuffle.unwrap_or_default();
        section.draws = beside.draws;
    }
}

/// A text between questions is a passage; ours says which questions are about it.
fn description(gather: &mut Gather, element: &Element) {
    let Some(own) = element.first("questiontext") else {
        return;
    };
    let body = text(gather, own);
    let beside = element.first(BESIDE);
    let name = element.first("name").map(Element::text).unwrap_or_default();
    match beside.and_then(|beside| beside.attribute("passage")) {
        Some(code) => {
            let title = beside.and_then(|beside| beside.attribute("title")).unwrap_or_default();
            gather.passage(Some(code), title, body);
        }
        None if body.is_empty() => {}
        None => {
            gather.passage(None, name.trim(), body);
            gather.warn(
                "moodle.description",
                name.trim(),
                (
                    "Deskripsi ini menjadi teks bacaan. Hubungkan soal-soalnya di editor soal.",
                    "The description became a passage. Tell in the editor which questions are about it.",
                ),
            );
        }
    }
}

/// A text of a quiz: an element `<text>` with what it says, in the format that the outer one names.
pub(super) fn text(gather: &mut Gather, element: &Element) -> Text {
    text_and_audio(gather, element).0
}

/// The same, with the sound that is played in it.
pub(super) fn text_and_audio(gather: &mut Gather, element: &Element) -> (Text, Option<String>) {
    let source = element.first("text").map(Element::text).unwrap_or_default();
    let tree = parsed(&source, element.attribute("format").unwrap_or_default());
    let found = prose::read(&tree, &mut gather.album);
    gather.tell_lost(found.lost);
    (found.text, found.audio)
}

/// A text as a tree. What is no HTML has lines of its own.
pub(super) fn parsed(source: &str, format: &str) -> Element {
    let is_plain = match format {
        "plain_text" => true,
        "markdown" | "moodle_auto_format" => {
            !source.contains("</") && !source.contains("<br") && !source.contains("<img")
        }
        _ => false,
    };
    if !is_plain {
        return fragment::read(source.trim());
    }
    let mut element = Element::default();
    for (index, line) in source.trim().lines().enumerate() {
        if index > 0 {
            element.children.push(Node::Element(Element {
                name: "br".to_owned(),
                ..Element::default()
            }));
        }
        element.push_text(line);
    }
    element
}
