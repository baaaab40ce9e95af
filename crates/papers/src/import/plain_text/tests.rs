//! Questions as text.

use proptest::prelude::*;

use crate::{
    import::{Reading, read},
    paper::{Question, QuestionType},
};

fn text(text: &str) -> Reading {
    read(text.as_bytes()).unwrap()
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|finding| finding.code).collect()
}

fn questions(reading: &Reading) -> Vec<&Question> {
    reading
        .paper
        .sections
        .iter()
        .flat_map(|section| &section.questions)
        .collect()
}

fn keys(question: &Question) -> Vec<(&str, Option<i64>)> {
    question
        .key
        .iter()
        .map(|key| (key.answer.as_str(), key.weight))
        .collect()
}

const GIFT: &str = "// bank soal
$CATEGORY: ujian/Geografi

::Q1:: Ibu kota Jawa Timur {=Surabaya ~Malang#bukan ~Kediri}

Bumi bulat.{T}

Nilai pi {#3.14:0.01}

Antara {#1..5}

Siapa presiden pertama? {=Soekarno =Sukarno}

Jodohkan {
=Jawa Timur -> Surabaya
=Jawa Barat -> Bandung
= -> Medan
}

Pilih dua {
~%50%dua
~%50%empat
~%-100%tiga
}

Sungai {=Brantas ~Musi} mengalir di Jawa.

Jelaskan\\: mengapa? {}

Apa itu \\{a\\=b\\}? {=satu ~dua}
";

#[test]
fn gift_is_read_with_everything_that_a_paper_has() {
    use QuestionType::{Essay, Matching, MultipleAnswer, MultipleChoice, ShortAnswer, TrueFalse};

    let reading = text(GIFT);
    assert_eq!(codes(&reading), ["section.duration.assumed", "gift.feedback"]);
    let found = questions(&reading);
    let kinds: Vec<QuestionType> = found.iter().map(|question| question.kind).collect();
    assert_eq!(
        kinds,
        [
            MultipleChoice,
            TrueFalse,
            ShortAnswer,
            ShortAnswer,
            ShortAnswer,
            Matching,
            MultipleAnswer,
            MultipleChoice,
            Essay,
            MultipleChoice
        ]
    );
    assert_eq!(reading.paper.sections[0].title, "Geografi");
    assert_eq!(found[0].text.plain(), "Ibu kota Jawa Timur");
    assert_eq!((keys(found[0]), keys(found[1])), (vec![("A", None)], vec![("B", None)]));
    assert_eq!(
        (keys(found[2]), keys(found[3])),
        (vec![("=3.14±0.01", None)], vec![("=3±2", None)])
    );
    assert_eq!(keys(found[4]), [("Soekarno", None), ("Sukarno", None)]);
    assert_eq!(keys(found[5]), [("1-A", None), ("2-B", None)]);
    assert_eq!(found[5].options.len(), 5);
    assert_eq!(keys(found[6]), [("A", Some(50)), ("B", Some(50)), ("C", Some(-100))]);
    assert_eq!(found[7].text.plain(), "Sungai ____ mengalir di Jawa.");
    assert_eq!(found[8].text.plain(), "Jelaskan: mengapa?");
    assert_eq!(found[9].text.plain(), "Apa itu {a=b}?");
}

#[test]
fn a_gift_question_that_never_ends_is_an_error_with_its_place() {
    let reading = text("Satu {=a ~b}\n\nTanpa jawaban\n");
    assert_eq!(
        codes(&reading),
        [
            "section.duration.assumed",
            "question.type.missing",
            "gift.answer.missing"
        ]
    );
    assert_eq!(reading.findings[1].place.paragraph, Some(3));
}

#[test]
fn aiken_is_read() {
    let reading =
        text("Apa warna langit?\nA. biru\nB) merah\nANSWER: A\n\nYang kedua\nbaris dua\nA. x\nB. y\nANSWER: C\n");
    assert_eq!(codes(&reading), ["section.duration.assumed", "question.key.unknown"]);
    let found = questions(&reading);
    assert_eq!(found[0].options[1].value.plain(), "merah");
    assert_eq!(found[1].text.plain(), "Yang kedua\nbaris dua");
}

#[test]
fn numbered_lines_are_the_third_form() {
    let reading = text("BAGIAN: Satu\r\nDURASI: 10 menit\r\n1. Apa?\r\nA. ya\r\nB. tidak\r\nKUNCI: A\r\n");
    assert_eq!(codes(&reading), Vec::<&str>::new());
    assert_eq!(questions(&reading)[0].text.plain(), "Apa?");
    let wide: Vec<u8> = "\u{feff}BAGIAN: Satu\nDURASI: 10 menit\n1. Apa?\nA. ya\nB. tidak\nKUNCI: A\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(questions(&read(&wide).unwrap()).len(), 1);
}

#[test]
fn text_that_is_no_test_is_no_document() {
    for none in ["Halo dunia.\nIni surat.", "fn main() { let x = 1; }", "a,b,c\n1,2,3\n"] {
        assert_eq!(
            read(none.as_bytes()).unwrap_err().code(),
            "assessment.import.not_a_document",
            "{none}"
        );
    }
}

#[test]
fn work_grows_with_the_length_of_a_text_and_no_faster() {
    for piece in [
        "{",
        "}",
        "x{",
        "{=~",
        "~",
        "<",
        "<b>",
        "$$",
        "\\(",
        "&",
        "x {=a ~b}\n\n",
        "{\n\n",
        "=a->b ",
    ] {
        let long = piece.repeat(200_000);
        for text in [
            long.clone(),
            format!("x {{={long}"),
            format!("x {{={long}}}"),
            format!("1. {long}\nA. x"),
        ] {
            // Whether it is anything does not matter.
            let _ = read(text.as_bytes());
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(
        text in "(::|\\{|\\}|=|~|#|%|%50%|->|\\\\|T|//|\\$CATEGORY:|ANSWER: A|A\\. x|1\\. y|Soal,A,Kunci|,|\n|é| ){0,60}"
    ) {
        let _ = read(text.as_bytes());
        let _ = crate::import::grammar::read(super::gift::read(&text.lines().collect::<Vec<_>>()));
        let _ = crate::import::grammar::read(super::aiken::read(&text.lines().collect::<Vec<_>>()));
    }
}
