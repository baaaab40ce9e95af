//! What sections draw of their questions.

use super::{
    build::{Docx, lines as paragraphs, table},
    *,
};
use crate::{
    draw::{Difficulty, Draw},
    import::read as read_file,
};

fn draw(count: usize, tag: Option<&str>, difficulty: Option<Difficulty>) -> Draw {
    let tag = tag.map(str::to_owned);
    Draw { count, tag, difficulty }
}

fn question(number: usize, tags: &str, difficulty: &str) -> String {
    let (stem, label) = (format!("Soal ke-{number}?"), format!("SOAL {number}"));
    table(&[
        &[&label, &stem],
        &["JENIS", "URAIAN"],
        &["TAG", tags],
        &["TINGKAT", difficulty],
    ])
}

#[test]
fn a_document_draws_by_tag_and_difficulty() {
    let body = [
        paragraphs(&[
            "PAKET: Undian",
            "BAGIAN: Satu",
            "DURASI: 10 menit",
            "UNDIAN: 1 sulit #Aljabar linear",
            "Undian 2 soal #geometri; 1",
            "UNDIAN:",
        ]),
        question(1, "aljabar linear", "sulit"),
        question(2, "geometri", "mudah"),
        question(3, "Geometri", ""),
        question(4, "", "hard"),
        paragraphs(&["SECTION: Two", "DURATION: 5 minutes", "draw 1 easy"]),
        question(5, "", "easy"),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    assert_eq!(reading.findings, []);
    let [one, two] = reading.paper.sections.as_slice() else {
        panic!("two sections")
    };
    assert_eq!(
        one.draws,
        [
            draw(1, Some("Aljabar linear"), Some(Difficulty::Hard)),
            draw(2, Some("geometri"), None),
            draw(1, None, None),
        ]
    );
    assert_eq!(two.draws, [draw(1, None, Some(Difficulty::Easy))]);
    assert_eq!(one.questions[3].difficulty, Some(Difficulty::Hard));
}

#[test]
fn a_draw_of_more_than_there_is_is_told_where_it_was_written() {
    let body = [
        paragraphs(&["BAGIAN: Satu", "DURASI: 10 menit", "UNDIAN: 1", "UNDIAN: 2 #geometri"]),
        question(1, "geometri", "sulit"),
        question(2, "aljabar", "sulit"),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    let [found] = reading.findings.as_slice() else {
        panic!("{:?}", reading.findings)
    };
    assert_eq!((found.code, found.severity), ("section.draw.unmet", Severity::Warning));
    assert_eq!(
        (found.section.as_deref(), found.question.as_deref()),
        (Some("Satu"), None)
    );
    assert_eq!(
        (found.place.paragraph, found.excerpt.as_str()),
        (Some(4), "2 #geometri")
    );
    assert!(found.message.text(base::Lang::Id).contains("Kurangi jumlahnya"));
    assert!(found.message.text(base::Lang::En).contains("Ask for fewer"));
    assert_eq!(reading.paper.sections[0].draws.len(), 2);
}

#[test]
fn draws_that_are_none_are_errors_and_sentences_are_left_alone() {
    let body = [
        paragraphs(&["BAGIAN: Satu", "DURASI: 10 menit", "UNDIAN: sepuluh soal", "DRAW: 0"]),
        question(1, "", ""),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    assert_eq!(
        codes(&reading),
        [("section.draw.unreadable", ""), ("section.draw.unreadable", "")]
    );
    let many = "UNDIAN: 1; 1; 1; 1; 1; 1; 1; 1; 1; 1; 1\n".repeat(2);
    let reading = read_lines(lines(&format!(
        "BAGIAN: Satu\nDURASI: 10 menit\n{many}1. Apa? [Jenis: URAIAN]"
    )));
    assert_eq!(codes(&reading)[0].0, "section.draw.unmet");
    assert_eq!(codes(&reading)[1].0, "section.draw.too_many");
    let stem = "BAGIAN: Satu\nDURASI: 10 menit\n1. Do this. [Jenis: URAIAN]\nDraw: the circuit.\nDraw a picture of 3 houses\nUndian 5 orang dimenangkan siapa?";
    let reading = read_lines(lines(stem));
    let question = only_question(&reading);
    assert_eq!(
        question.text.plain(),
        "Do this.\nDraw: the circuit.\nDraw a picture of 3 houses\nUndian 5 orang dimenangkan siapa?"
    );
}

#[test]
fn draws_stand_in_text_and_above_the_heads_of_workbooks() {
    let text = "PAKET: Undian\nBAGIAN: Satu\nDURASI: 10 menit\nUNDIAN: 1 mudah #bumi\n1. Bentuk bumi? [Jenis: URAIAN] [Tag: bumi, langit] [Tingkat: mudah]\n2. Apa? [Jenis: URAIAN]";
    let csv = "Paket: Undian\nUndian: 1 mudah #bumi\nDraw the answers below\nNo,Soal,Jenis,Tag,Tingkat,Kunci\n1,Bentuk bumi?,ISIAN,\"bumi, langit\",mudah,bulat\n2,Apa?,ISIAN,,,ya\n";
    for content in [text, csv] {
        let reading = read_file(content.as_bytes()).unwrap();
        assert!(!reading.has_errors(), "{:?}", reading.findings);
        let [section] = reading.paper.sections.as_slice() else {
            panic!("one section: {:?}", reading.paper.sections)
        };
        assert_eq!(section.draws, [draw(1, Some("bumi"), Some(Difficulty::Easy))]);
        let question = &section.questions[0];
        assert_eq!(
            (question.tags.as_slice(), question.difficulty),
            (
                ["bumi".to_owned(), "langit".to_owned()].as_slice(),
                Some(Difficulty::Easy)
            )
        );
    }
}
