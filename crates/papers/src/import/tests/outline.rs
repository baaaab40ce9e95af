//! Packages, sections, settings and passages.

use super::{
    build::{Docx, lines as paragraphs, table},
    *,
};
use crate::paper::Navigation;

const QUESTION: &[&[&str]] = &[&["SOAL 1", "Apa?"], &["JENIS", "URAIAN"]];

#[test]
fn an_outline_is_read_with_all_its_settings() {
    let body = [
        paragraphs(&[
            "Petunjuk: isi berkas ini.",
            "1. Bukalah di Word",
            "A. Simpan",
            "PAKET: Ujian  Satu",
            "",
            "BAGIAN: Listening",
            "DURASI: 35 menit",
        ]),
        paragraphs(&[
            "INSTRUKSI: Dengarkan.",
            "1. Baca soal.",
            "",
            "2. Jawab.",
            "NAVIGASI: urut",
            "Acak: ya",
        ]),
        table(QUESTION),
        paragraphs(&[
            "section Reading",
            "duration 00:20:00",
            "shuffle",
            "PASSAGE P1: Kota",
            "Baris satu.",
            "",
            "DURASI adalah kata.",
            "END PASSAGE",
        ]),
        table(&[&["SOAL 1", "Apa lagi?"], &["JENIS", "URAIAN"], &["TEKS", "P1"]]),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    assert_eq!(reading.findings, []);
    assert_eq!(reading.paper.title, "Ujian Satu");
    let [listening, other] = reading.paper.sections.as_slice() else {
        panic!("two sections")
    };
    assert_eq!(
        (
            listening.title.as_str(),
            listening.duration,
            listening.navigation,
            listening.shuffle
        ),
        ("Listening", 2100, Navigation::Linear, true)
    );
    assert_eq!(listening.instruction, "Dengarkan.\n1. Baca soal.\n\n2. Jawab.");
    assert_eq!(
        (other.title.as_str(), other.duration, other.navigation, other.shuffle),
        ("Reading", 1200, Navigation::Free, true)
    );
    let [passage] = reading.paper.passages.as_slice() else {
        panic!("one passage")
    };
    assert_eq!((passage.code.as_str(), passage.title.as_str()), ("P1", "Kota"));
    assert_eq!(passage.body, "Baris satu.\n\nDURASI adalah kata.");
}

#[test]
fn numbered_lines_of_an_instruction_are_no_questions() {
    let reading = read_lines(lines(
        "BAGIAN: Satu\nDURASI: 10 menit\nINSTRUKSI:\n1. Baca.\n2. Jawab.\n1. Apa?\n2. Kapan?\nA. ya\n*B. tidak",
    ));
    assert_eq!(reading.paper.sections[0].instruction, "1. Baca.\n2. Jawab.");
    // The first question lost its options: a mistake, and no line of the instruction.
    assert_eq!(codes(&reading), [("question.type.missing", "1")]);
}

#[test]
fn sentences_that_begin_with_a_keyword_are_sentences() {
    let body = [
        paragraphs(&[
            "BAGIAN: Satu",
            "DURASI: 10 menit",
            "INSTRUKSI:",
            "Durasi pengerjaan cukup.",
            "Teks berikut ini: bacalah.",
            "Paket ini berisi soal.",
        ]),
        table(QUESTION),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    assert_eq!(reading.findings, []);
    assert_eq!(
        reading.paper.sections[0].instruction,
        "Durasi pengerjaan cukup.\nTeks berikut ini: bacalah.\nPaket ini berisi soal."
    );
}

#[test]
fn a_document_without_anything_recognisable_has_one_finding() {
    for body in [
        String::new(),
        paragraphs(&["Surat undangan", "Dengan hormat"]),
        table(&[&["a", "b"]]),
    ] {
        assert_eq!(codes(&read(&Docx::new(&body))), [("document.empty", "")]);
    }
    assert_eq!(codes(&read_lines(Vec::new())), [("document.empty", "")]);
    assert_eq!(
        codes(&read(&Docx::new(&table(QUESTION)))),
        [("document.section.missing", "")]
    );
}

#[test]
fn tables_of_an_instruction_or_a_passage_stay_tables() {
    let body = [
        paragraphs(&["BAGIAN: Satu", "DURASI: 10 menit", "INSTRUKSI: Lihat"]),
        table(&[&["x", "y"], &["1", "2"]]),
        paragraphs(&["TEKS T-1"]),
        table(&[&["kota", "pulau"]]),
        paragraphs(&["AKHIR TEKS"]),
        table(QUESTION),
    ]
    .concat();
    let reading = read(&Docx::new(&body));
    assert_eq!(reading.findings, []);
    assert_eq!(reading.paper.sections[0].instruction.plain(), "Lihat\nx | y\n1 | 2");
    let body = &reading.paper.passages[0].body;
    assert_eq!(body.plain(), "kota | pulau");
    assert_eq!(
        body.markup(),
        Some("<table><tr><td>kota</td><td>pulau</td></tr></table>")
    );
}

#[test]
fn a_package_of_1800_questions_is_read_whole() {
    let mut body = paragraphs(&["PAKET: Besar"]);
    for section in 1..=3 {
        body.push_str(&paragraphs(&[&format!("BAGIAN: {section}"), "DURASI: 1 jam"]));
        for number in 1..=600 {
            let stem = format!("Soal {number} bagian {section}?");
            let label = format!("SOAL {number}");
            match number % 3 {
                0 => body.push_str(&table(&[
                    &[&label, &stem],
                    &["JENIS", "PG"],
                    &["A", "a", "v"],
                    &["B", "b", ""],
                    &["C", "c", ""],
                ])),
                1 => body.push_str(&table(&[&[&label, &stem], &["JENIS", "ISIAN"], &["KUNCI", "x ~ y"]])),
                _ => body.push_str(&paragraphs(&[&format!("{number}. {stem}"), "A. a", "*B. b", "C. c"])),
            }
        }
    }
    let reading = read(&Docx::new(&body));
    assert_eq!(reading.findings, []);
    let counts: Vec<_> = reading
        .paper
        .sections
        .iter()
        .map(|section| section.questions.len())
        .collect();
    assert_eq!(counts, [600, 600, 600]);
    let keys: usize = reading
        .paper
        .sections
        .iter()
        .flat_map(|section| &section.questions)
        .map(|question| question.key.len())
        .sum();
    assert_eq!(keys, 600 + 1200 + 600);
}
