//! What is written is a document that Word opens, whatever the texts are.

use std::io::{Cursor, Read as _};

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::*;
use crate::{
    Severity,
    import::{Reading, read_docx},
    paper::{Paper, QuestionType},
    samples,
};

/// The parts of a document.
fn parts(docx: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(docx)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut part = zip.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn is_well_formed(xml: &[u8]) {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().check_end_names = true;
    let mut buffer = Vec::new();
    let mut depth = 0;
    loop {
        match reader.read_event_into(&mut buffer).unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn the_template_is_a_package_of_well_formed_parts() {
    let parts = parts(&template().unwrap());
    assert_eq!(parts[0].0, "[Content_Types].xml");
    for (name, content) in &parts {
        is_well_formed(content);
        assert!(content.starts_with(b"<?xml"), "{name}");
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    assert_eq!(template().unwrap(), template().unwrap());
}

/// What reading a written paper gives.
fn there_and_back(paper: &Paper) -> Reading {
    read_docx(&to_docx(paper, &samples::pictures()).unwrap()).unwrap()
}

#[test]
fn the_template_is_imported_without_a_finding() {
    let reading = read_docx(&template().unwrap()).unwrap();
    assert_eq!(reading.findings, []);
    assert_eq!(reading.paper.title, "Contoh Paket Ujian");
    let kinds: Vec<_> = reading
        .paper
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(|question| question.kind))
        .collect();
    assert_eq!(kinds.len(), QuestionType::ALL.len());
    assert!(QuestionType::ALL.iter().all(|kind| kinds.contains(kind)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn a_written_paper_is_read_as_the_same_paper(paper in samples::marked_paper()) {
        let reading = there_and_back(&paper);
        let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}");
        let (read, written) = (format!("{:#?}", reading.paper), format!("{paper:#?}"));
        let differing: Vec<_> = read.lines().zip(written.lines()).filter(|(one, other)| one != other).take(3).collect();
        prop_assert!(reading.paper == paper, "{differing:?}");
        let pictures = samples::pictures();
        prop_assert!(reading.pictures.iter().all(|(name, picture)| pictures.get(name) == Some(picture)));
    }
}
