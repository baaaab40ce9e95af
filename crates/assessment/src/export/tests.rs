//! What is written is a document that Word opens, whatever the texts are.

use std::io::{Cursor, Read as _};

use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::*;

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
