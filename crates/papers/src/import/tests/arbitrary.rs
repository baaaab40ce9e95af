//! Whatever the bytes, there is a reading or a reason.

use proptest::prelude::*;

use super::{
    build::{Docx, PNG, cell, drawing, lines as paragraphs, paragraph, run, table, zipped},
    *,
};

/// A document with a bit of everything.
fn rich() -> Docx {
    let body = [
        paragraphs(&[
            "PAKET: x",
            "BAGIAN: y",
            "DURASI: 1 jam",
            "INSTRUKSI: z",
            "TEKS P1: t",
            "isi",
            "AKHIR TEKS",
        ]),
        table(&[
            &["SOAL 1", "Apa?"],
            &["JENIS", "PG"],
            &["A", "ya", "v"],
            &["B", "tidak", ""],
            &["POIN", "2"],
        ]),
        table(&[&["NO", "SOAL", "OPSI", "JAWABAN", "KUNCI"], &["1", "a", "A", "b", "v"]]),
        paragraphs(&["1. Apa? [Poin: 2]", "*A. ya", "B. tidak", "KUNCI: A"]),
        paragraph(&format!("{}{}", run("x"), drawing("rId1", "a"))),
    ]
    .concat();
    Docx::new(&body)
        .picture("rId1", "a.png", PNG)
        .styles("<w:style w:styleId=\"a\"/>")
        .numbering("<w:num w:numId=\"1\"/>")
}

/// Pieces that documents consist of, in orders that nobody writes.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<w:p>".to_owned()),
        Just("</w:p>".to_owned()),
        Just("<w:tbl>".to_owned()),
        Just("</w:tbl>".to_owned()),
        Just("<w:tr>".to_owned()),
        Just("</w:tr>".to_owned()),
        Just("<w:tc>".to_owned()),
        Just("</w:tc>".to_owned()),
        Just("<w:r>".to_owned()),
        Just("</w:r>".to_owned()),
        Just("<w:txbxContent>".to_owned()),
        Just("</w:txbxContent>".to_owned()),
        Just("<mc:AlternateContent><mc:Choice>".to_owned()),
        Just("</mc:Choice></mc:AlternateContent>".to_owned()),
        Just("<w:rPr><w:vanish/></w:rPr>".to_owned()),
        Just("<w:del>".to_owned()),
        Just("</w:del>".to_owned()),
        Just("<m:d><m:dPr><m:begChr m:val=\"\"/></m:dPr>".to_owned()),
        Just("</m:d>".to_owned()),
        Just("<m:nary><m:chr/></m:nary><m:den></m:den>".to_owned()),
        Just("<m:oMath><m:r><m:t>".to_owned()),
        Just("</m:t></m:r></m:oMath>".to_owned()),
        Just("<w:instrText>EQ \\f(1,</w:instrText>".to_owned()),
        Just("<w:fldChar w:fldCharType=\"end\"/>".to_owned()),
        Just("<w:rPr><w:b/><w:vertAlign w:val=\"superscript\"/></w:rPr>".to_owned()),
        Just("<w:object><v:imagedata r:id=\"x\"/><o:OLEObject ProgID=\"Equation.3\"/></w:object>".to_owned()),
        Just("<w:pPr><w:pStyle w:val=\"IsiAngka\"/></w:pPr>".to_owned()),
        Just("<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>".to_owned()),
        Just("<w:fldChar w:fldCharType=\"begin\"/>".to_owned()),
        "[A-Za-z0-9.:*~\\[\\]() =±é،ꦲ\u{200d}-]{0,12}".prop_map(|text| format!("<w:t>{text}</w:t>")),
        Just("<w:t>BAGIAN: x</w:t><w:br/><w:t>DURASI: 1 jam</w:t>".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Lines that look like a test package, more or less.
fn written() -> impl Strategy<Value = Vec<String>> {
    let word = prop::sample::select(vec![
        "BAGIAN: a",
        "DURASI: 1 jam",
        "INSTRUKSI:",
        "TEKS P1:",
        "AKHIR TEKS",
        "1. x",
        "2. y",
        "A. a",
        "*B. b",
        "KUNCI: A",
        "[Jenis: JODOH]",
        "[Jenis: ISIAN]",
        "KUNCI: 1-A",
        "",
        "NAVIGASI: urut",
        "[",
        "]",
        "[Poin: 2]",
        "A. a\tB. b\tC. c",
        "\u{200d}",
        "é. a",
        "99999. z",
        "０. x",
    ]);
    let line = prop_oneof![3 => word.prop_map(str::to_owned), 1 => ".{0,20}"];
    prop::collection::vec(line, 0..40)
}

fn lines_of(texts: Vec<String>) -> Vec<Line> {
    texts
        .into_iter()
        .map(|text| Line {
            text,
            place: Place::default(),
        })
        .collect()
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read_docx(&bytes).is_err());
    }

    #[test]
    fn a_damaged_document_is_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), cut in any::<prop::sample::Index>()) {
        let mut bytes = rich().build();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read_docx(&bytes);
        let _ = read_docx(&bytes[..cut.index(bytes.len())]);
    }

    #[test]
    fn elements_in_any_order_are_read_or_refused(pieces in pieces()) {
        let xml = format!("<w:document>{}{pieces}</w:document>", paragraphs(&["BAGIAN: x", "DURASI: 1 jam"]));
        let _ = read_docx(&zipped(&[("word/document.xml".into(), xml.into_bytes())]));
    }

    #[test]
    fn cells_with_anything_in_them_are_read(texts in prop::collection::vec("[A-Za-z0-9 .%~=,*-]{0,8}|SOAL 1|NO|SOAL|OPSI|JAWABAN|KUNCI|v|A|B|1", 0..40), columns in 1..6_usize) {
        let rows: Vec<String> = texts.chunks(columns).map(|row| {
            let cells: String = row.iter().map(|text| cell(&paragraphs(&[text]))).collect();
            format!("<w:tr>{cells}</w:tr>")
        }).collect();
        let body = format!("<w:tbl>{}</w:tbl>", rows.concat());
        let reading = read(&Docx::section(&body));
        // Without findings, what was written is there.
        prop_assert!(!reading.findings.is_empty() || !reading.paper.sections[0].questions.is_empty());
    }

    #[test]
    fn any_lines_are_read_and_no_choice_is_without_its_key(texts in written()) {
        let reading = read_lines(lines_of(texts));
        if !reading.has_errors() {
            for question in reading.paper.sections.iter().flat_map(|section| &section.questions) {
                prop_assert_eq!(question.key.is_empty(), question.kind.is_rated());
                prop_assert!(question.kind != QuestionType::MultipleChoice || question.key.len() == 1);
            }
        }
    }
}

#[test]
fn the_document_that_is_damaged_above_is_sound() {
    assert_eq!(
        codes(&read(&rich())),
        [
            ("question.options.few", "1"),
            ("question.same", "1"),
            ("text.ignored", "1")
        ]
    );
}
