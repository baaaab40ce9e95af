//! Documents that an office program wrote, with the reading that is expected of each.
//!
//! `tests-data/docx` holds their sources as well; `soffice --headless --convert-to docx` makes the documents out of them.

use super::*;

#[track_caller]
fn assert_reads(docx: &[u8], expected: &str) {
    let reading = read_docx(docx).unwrap();
    let found = serde_json::json!({ "paper": reading.paper, "findings": reading.findings });
    let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
    assert_eq!(found, expected, "{found:#}");
    let texts = found.to_string();
    assert_eq!(reading.pictures.len(), texts.matches("](image:").count());
}

#[test]
fn what_a_teacher_wrote_in_an_office_program_is_read() {
    assert_reads(
        include_bytes!("../../../tests-data/docx/teacher.docx"),
        include_str!("../../../tests-data/docx/teacher.json"),
    );
}

#[test]
fn changes_lists_boxes_pictures_and_scripts_of_an_office_program_are_read() {
    assert_reads(
        include_bytes!("../../../tests-data/docx/rich.docx"),
        include_str!("../../../tests-data/docx/rich.json"),
    );
}
