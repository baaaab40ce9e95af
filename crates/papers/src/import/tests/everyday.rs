//! Papers as teachers write them without a template.

use super::{
    build::{Docx, cell, lines as paragraphs, paragraph, row, run, set, table},
    *,
};

fn numbered(text: &str) -> Reading {
    read_lines(lines(&format!("BAGIAN: Satu\nDURASI: 10 menit\n{text}")))
}

fn labels(question: &Question) -> String {
    question.options.iter().map(|option| option.label.as_str()).collect()
}

#[test]
fn options_in_two_columns_are_as_many_as_their_letters() {
    let reading = numbered("1. Kota?\na. Satu\t\tc. Tiga\te. Lima\nb. Dua\t\td. Empat\nKUNCI: E");
    let question = only_question(&reading);
    assert_eq!(
        options(question),
        [
            ("A", "Satu"),
            ("B", "Dua"),
            ("C", "Tiga"),
            ("D", "Empat"),
            ("E", "Lima")
        ]
    );
    assert_eq!(answers(question), ["E"]);
    let spaced = numbered("1. Kota?\na. Satu      c. Tiga\nb. Dua       d. Empat\nKUNCI: A");
    assert_eq!(labels(only_question(&spaced)), "ABCD");
}

#[test]
fn columns_with_a_gap_are_an_error() {
    let reading = numbered("1. Kota?\na. Satu\td. Empat\nb. Dua\nKUNCI: A");
    assert_eq!(codes(&reading), [("question.option.columns", "1")]);
    assert!(reading.has_errors());
}

#[test]
fn options_in_the_cells_of_a_table_are_options() {
    let body = [
        paragraphs(&["1. Kota?"]),
        table(&[&["a. Satu", "c. Tiga"], &["b. Dua", ""]]),
        paragraphs(&["KUNCI: C", "2. Sungai?"]),
        format!("<w:tbl>{}</w:tbl>", row(&cell(&paragraphs(&["A. Musi", "B. Kapuas"])))),
        paragraphs(&["KUNCI: A"]),
    ];
    let reading = read(&Docx::section(&body.concat()));
    assert_eq!(reading.findings, []);
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(options(&questions[0]), [("A", "Satu"), ("B", "Dua"), ("C", "Tiga")]);
    assert_eq!(options(&questions[1]), [("A", "Musi"), ("B", "Kapuas")]);
}

#[test]
fn a_stem_that_is_a_blank_of_the_text_above_leaves_option_a_its_place() {
    let reading = numbered("18. A. outstanding\nB. dreadful\nC. plain\nKUNCI: A\n19. A. in   B. on\nC. at\nKUNCI: C");
    assert_eq!(
        codes(&reading),
        [("question.text.blank", "18"), ("question.text.blank", "19")]
    );
    assert!(!reading.has_errors());
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(questions[0].text, "…");
    assert_eq!(
        options(&questions[0]),
        [("A", "outstanding"), ("B", "dreadful"), ("C", "plain")]
    );
    assert_eq!(options(&questions[1]), [("A", "in"), ("B", "on"), ("C", "at")]);
}

#[test]
fn options_that_only_something_unreadable_tells_apart_stop_the_import() {
    let reading = read_lines(lines(
        "BAGIAN: Satu\nDURASI: 1 menit\n1. Mana?\nA. Kotak [gambar]\nB. Kotak [gambar]\nC. lain\nKUNCI: A",
    ));
    assert_eq!(codes(&reading), [("question.option.same_unreadable", "1")]);
    assert!(reading.has_errors());
}

#[test]
fn settings_before_questions_without_a_section_are_theirs() {
    let reading = read_lines(lines(
        "ULANGAN\nDURASI: 10 menit\nINSTRUKSI: Pilih satu.\n1. Dua?\nA. ya\nB. tidak\nKUNCI: A",
    ));
    assert_eq!(codes(&reading), [("document.section.missing", "")]);
    let section = &reading.paper.sections[0];
    assert_eq!((section.duration, section.instruction.plain()), (600, "Pilih satu."));
    let reading = read_lines(lines(
        "DURASI: 10 menit\nBAGIAN: Soal\nDURASI: 20 menit\n1. Dua?\nA. ya\nB. tidak\nKUNCI: A",
    ));
    assert_eq!(codes(&reading), [("keyword.outside_section", "")]);
    assert_eq!(reading.paper.sections[0].duration, 1200);
}

#[test]
fn a_paper_without_sections_has_one_of_an_hour_and_a_warning() {
    let reading = read_lines(lines("ULANGAN HARIAN\nNama: ...\n1. Dua?\nA. ya\nB. tidak\nKUNCI: A"));
    assert_eq!(codes(&reading), [("document.section.missing", "")]);
    assert_eq!(
        reading.paper.sections[0].instruction.plain(),
        "ULANGAN HARIAN\nNama: ..."
    );
    assert!(!reading.has_errors());
    let section = &reading.paper.sections[0];
    assert_eq!((section.title.as_str(), section.duration), ("Soal", 3_600));
    assert_eq!(options(&section.questions[0]), [("A", "ya"), ("B", "tidak")]);
}

const TWO: &str = "1. Satu?\nA. ya\nB. tidak\n2. Dua?\nA. ya\nB. tidak\n";

#[test]
fn keys_may_come_in_a_list_behind_the_questions() {
    for list in [
        "KUNCI JAWABAN\n1. B 2. A",
        "Kunci Jawaban:\n\n1. B\n2. A",
        "KUNCI\n1) b, 2) a",
    ] {
        let reading = numbered(&format!("{TWO}{list}"));
        assert_eq!(reading.findings, [], "{list}");
        let questions = &reading.paper.sections[0].questions;
        assert_eq!((answers(&questions[0]), answers(&questions[1])), (vec!["B"], vec!["A"]));
    }
}

#[test]
fn keys_may_come_in_a_table_behind_the_questions() {
    let below: &[&[&str]] = &[&["NO", "KUNCI", "NO", "KUNCI"], &["1", "B", "2", "A"]];
    let beside: &[&[&str]] = &[&["NO", "1", "2"], &["KUNCI", "B", "A"]];
    for keys in [below, beside] {
        let questions: Vec<&str> = TWO.lines().chain(["KUNCI JAWABAN"]).collect();
        let reading = read(&Docx::section(&[paragraphs(&questions), table(keys)].concat()));
        assert_eq!(reading.findings, []);
        let questions = &reading.paper.sections[0].questions;
        assert_eq!((answers(&questions[0]), answers(&questions[1])), (vec!["B"], vec!["A"]));
    }
}

#[test]
fn a_list_that_contradicts_a_question_or_names_none_is_an_error() {
    let other = numbered("1. Satu?\nA. ya\nB. tidak\nKUNCI: A\nKUNCI JAWABAN\n1. B");
    assert_eq!(codes(&other), [("question.key.conflict", "1")]);
    let same = numbered("1. Satu?\n*A. ya\nB. tidak\nKUNCI JAWABAN\n1. A");
    assert_eq!(same.findings, []);
    let none = numbered("1. Satu?\nA. ya\nB. tidak\nKUNCI JAWABAN\n1. A 2. B");
    assert_eq!(codes(&none), [("question.key.unmatched", "")]);
}

#[test]
fn a_list_for_sections_that_count_anew_must_say_which_it_means() {
    let sections = |first: &str, last: &str| {
        let text = format!("BAGIAN: A\nDURASI: 1 jam\n{TWO}{first}BAGIAN: B\nDURASI: 1 jam\n{TWO}{last}");
        read_lines(lines(&text))
    };
    let last = sections("", "KUNCI JAWABAN\n1. B 2. A");
    assert!(
        codes(&last).contains(&("question.key.ambiguous", "")),
        "{:?}",
        codes(&last)
    );
    let each = sections("KUNCI JAWABAN\n1. A 2. A\n", "KUNCI JAWABAN\n1. B 2. B");
    let keys: Vec<_> = each
        .paper
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().flat_map(answers))
        .collect();
    assert_eq!(keys, ["A", "A", "B", "B"]);
    assert!(!each.has_errors());
}

#[test]
fn keys_are_written_in_many_ways() {
    for key in ["[KUNCI] B", "[Kunci]: B", "Kunci : B", "Jawaban: B", "ANSWER: B"] {
        let reading = numbered(&format!("1. Apa?\nA. ya\nB. tidak\n{key}"));
        assert_eq!(answers(only_question(&reading)), ["B"], "{key}");
    }
    let pairs = numbered("Q:1) Apa?\nA:) ya\nB:) tidak\nKunci: B");
    assert_eq!(options(only_question(&pairs)), [("A", "ya"), ("B", "tidak")]);
}

#[test]
fn arabic_labels_are_those_of_the_latin_ones() {
    let reading = numbered("١. ما؟\nأ. نعم\nب. لا\nKUNCI: ب");
    let question = only_question(&reading);
    assert_eq!(options(question), [("A", "نعم"), ("B", "لا")]);
    assert_eq!(answers(question), ["B"]);
}

#[test]
fn a_grid_of_pairs_is_a_matching_question() {
    let body = [
        paragraphs(&["1. Jodohkan!"]),
        table(&[
            &["BARIS/KOLOM", "Bandung", "Medan"],
            &["Jawa", "v", ""],
            &["Sumatra", "", "x"],
        ]),
    ];
    let reading = read(&Docx::section(&body.concat()));
    let question = only_question(&reading);
    assert_eq!(question.kind, QuestionType::Matching);
    assert_eq!(
        options(question),
        [("1", "Jawa"), ("2", "Sumatra"), ("A", "Bandung"), ("B", "Medan")]
    );
    assert_eq!(answers(question), ["1-A", "2-B"]);
}

#[test]
fn an_unknown_column_is_one_finding() {
    let body = table(&[
        &[
            "NO",
            "SOAL",
            "TIPE",
            "Pembuat",
            "JAWABAN A",
            "JAWABAN B",
            "KUNCI",
            "BOBOT",
        ],
        &["1", "Satu?", "PG", "Ani", "ya", "tidak", "A", "2"],
        &["2", "Dua?", "PG", "Budi", "ya", "tidak", "B", "2"],
    ]);
    let reading = read(&Docx::section(&body));
    assert_eq!(codes(&reading), [("grid.column.unknown", "")]);
    assert_eq!(reading.paper.sections[0].questions[1].point, crate::Points::whole(2));
}

/// A question whose option B is set in `properties`, with these lines behind it.
fn set_apart(properties: &str, behind: &[&str]) -> Reading {
    let body = [
        paragraphs(&["1. Apa?", "A. ya"]),
        paragraph(&set(properties, "B. tidak")),
        paragraph(&run("C. mungkin")),
        paragraphs(behind),
    ];
    read(&Docx::section(&body.concat()))
}

#[test]
fn an_option_that_is_set_apart_is_no_key_and_is_pointed_at() {
    for properties in [
        "<w:b/>",
        "<w:u w:val=\"single\"/>",
        "<w:color w:val=\"FF0000\"/>",
        "<w:highlight w:val=\"yellow\"/>",
    ] {
        let reading = set_apart(properties, &[]);
        assert_eq!(codes(&reading), [("question.key.missing", "1")]);
        assert_eq!(reading.findings[0].excerpt, "B. tidak");
        assert!(reading.findings[0].message.text(base::Lang::Id).contains("KUNCI:"));
        assert!(reading.paper.sections[0].questions[0].key.is_empty());
    }
}

#[test]
fn how_the_key_is_set_is_not_shown_to_participants() {
    let told = set_apart("<w:b/>", &["KUNCI: B"]);
    assert_eq!(codes(&told), [("question.option.tells", "1")]);
    assert_eq!(told.paper.sections[0].questions[0].options[1].value, "tidak");
    let other = set_apart("<w:b/>", &["KUNCI: A"]);
    assert_eq!(
        only_question(&other).options[1].value.markup(),
        Some("<p><b>tidak</b></p>")
    );
}
