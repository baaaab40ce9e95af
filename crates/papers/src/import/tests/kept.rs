//! What teachers set in Word is kept: formulas, styles, tables; and what cannot be is told.

use super::{
    build::{Docx, PNG, drawing, lines as paragraphs, listed, paragraph, run, set, styled, table},
    *,
};

const MATH: &str =
    "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>";

/// The reading of a question of lines whose stem is this paragraph.
fn stem(runs: &str) -> Reading {
    let body = [
        paragraph(&format!("{}{runs}", run("1. "))),
        paragraphs(&["A. ya", "B. tidak", "KUNCI: A"]),
    ];
    read(&Docx::section(&body.concat()))
}

/// How that stem is stored.
#[track_caller]
fn assert_stored(runs: &str, stored: &str) {
    let reading = stem(runs);
    let text = &only_question(&reading).text;
    assert_eq!(text.markup().unwrap_or(text.plain()), stored);
}

#[test]
fn raised_and_lowered_characters_are_not_beside_the_others() {
    let raised = r#"<w:vertAlign w:val="superscript"/>"#;
    assert_stored(
        &format!("{}{}{}", run("2"), set(raised, "3"), run(" = 8")),
        "<p>2<sup>3</sup> = 8</p>",
    );
    let lowered = r#"<w:vertAlign w:val="subscript"/>"#;
    assert_stored(
        &format!("{}{}{}", run("H"), set(lowered, "2"), run("O")),
        "<p>H<sub>2</sub>O</p>",
    );
}

#[test]
fn options_that_differ_in_a_script_alone_are_different() {
    let raised = set(r#"<w:vertAlign w:val="superscript"/>"#, "3");
    let body = [
        paragraphs(&["1. Apa?"]),
        paragraph(&format!("{}{raised}", run("A. 2"))),
        paragraphs(&["B. 23", "KUNCI: A"]),
    ];
    let reading = read(&Docx::section(&body.concat()));
    let question = only_question(&reading);
    assert_eq!(question.options[0].value.markup(), Some("<p>2<sup>3</sup></p>"));
    assert_eq!(question.options[1].value, "23");
}

#[test]
fn styles_of_runs_and_of_their_styles_are_kept_and_switches_may_be_off() {
    assert_stored(
        &format!(
            "{}{}{}",
            set("<w:b/><w:i/>", "dua"),
            set("<w:u w:val=\"single\"/>", " garis"),
            set("<w:b w:val=\"0\"/><w:u w:val=\"none\"/>", " biasa")
        ),
        "<p><b><i>dua</i></b><u> garis</u> biasa</p>",
    );
    let body = [
        paragraph(&format!(
            "{}{}",
            run("1. Apa "),
            set("<w:rStyle w:val=\"Tegas\"/>", "itu?")
        )),
        paragraph(&format!("{}{}", run("A. "), set("<w:rStyle w:val=\"Tautan\"/>", "ya"))),
        paragraphs(&["B. tidak", "KUNCI: A"]),
    ];
    let docx = Docx::section(&body.concat()).styles(concat!(
        r#"<w:style w:type="character" w:styleId="Tegas"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#,
        r#"<w:style w:type="character" w:styleId="Tautan"><w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr></w:style>"#,
    ));
    let reading = read(&docx);
    let question = only_question(&reading);
    assert_eq!(question.text.markup(), Some("<p>Apa <b>itu?</b></p>"));
    assert_eq!(question.options[0].value, "ya");
}

#[test]
fn what_is_cut_off_a_line_takes_its_style_with_it() {
    let body = [
        paragraph(&set("<w:b/>", "1. Apa? [Poin: 2]")),
        paragraph(&format!("{}{}", set("<w:b/>", "A. sa"), run("tu"))),
        paragraph(&run("B. dua")),
        paragraph(&set("<w:b/>", "KUNCI: B")),
    ];
    let reading = read(&Docx::section(&body.concat()));
    let question = only_question(&reading);
    assert_eq!(question.text.markup(), Some("<p><b>Apa?</b></p>"));
    assert_eq!(question.options[0].value.markup(), Some("<p><b>sa</b>tu</p>"));
    assert_eq!(
        (answers(question), question.point),
        (vec!["B"], crate::Points::whole(2))
    );
}

#[test]
fn formulas_are_read_wherever_they_stand() {
    assert_stored(
        &format!("{}{MATH}{}", run("Berapa "), run("?")),
        "<p>Berapa <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>?</p>",
    );
    let field = concat!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \f(1,2)</w:instrText></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
    );
    assert_stored(field, "<p><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>");
    let nested = concat!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \r(</w:instrText></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>eq \f(1,2)</w:instrText></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:instrText>)</w:instrText></w:r>"#,
        r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>hasil</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
    );
    assert_stored(
        nested,
        "<p><math><msqrt><mfrac><mn>1</mn><mn>2</mn></mfrac></msqrt></math></p>",
    );
    assert_stored(
        r#"<w:fldSimple w:instr=" EQ \f(1,2) "><w:r><w:t>x</w:t></w:r></w:fldSimple>"#,
        "<p><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></p>",
    );
}

#[test]
fn a_formula_that_cannot_be_read_stops_the_import_at_its_place() {
    for lost in [
        "<m:oMath><m:baru><m:r><m:t>1</m:t></m:r></m:baru></m:oMath>",
        r#"<w:fldSimple w:instr="EQ \baru(1)"/>"#,
    ] {
        let reading = stem(&format!("{}{lost}", run("Berapa ")));
        assert_eq!(codes(&reading), [("formula.unreadable", "1")]);
        assert!(reading.has_errors());
        assert_eq!(reading.paper.sections[0].questions[0].text, "Berapa [rumus]");
        assert_eq!(reading.findings[0].place.paragraph, Some(3));
    }
}

/// An equation of an old editor with the picture that it drew.
fn equation(picture: &str) -> String {
    format!(
        r#"<w:r><w:object><v:shape><v:imagedata r:id="{picture}"/></v:shape><o:OLEObject Type="Embed" ProgID="Equation.3"/></w:object></w:r>"#
    )
}

#[test]
fn equations_of_old_editors_are_an_error_unless_their_picture_can_be_shown() {
    let body = |id: &str| {
        [
            paragraph(&format!("{}{}", run("1. Berapa "), equation(id))),
            paragraphs(&["A. ya", "B. tidak", "KUNCI: A"]),
        ]
        .concat()
    };
    let lost = read(&Docx::section(&body("rId5")).picture("rId5", "a.wmf", b"\xd7\xcd\xc6\x9a"));
    assert_eq!(codes(&lost), [("formula.picture", "1")]);
    assert_eq!(lost.paper.sections[0].questions[0].text, "Berapa [rumus]");
    let shown = read(&Docx::section(&body("rId5")).picture("rId5", "a.png", PNG));
    assert!(only_question(&shown).text.plain().starts_with("Berapa ![]("));
}

#[test]
fn options_that_nobody_can_read_stop_the_import() {
    let body = [
        paragraphs(&["1. Apa?"]),
        paragraph(&format!("{}{}", run("A. "), drawing("rId5", ""))),
        paragraphs(&["B. tidak", "KUNCI: B"]),
    ];
    let reading = read(&Docx::section(&body.concat()).picture("rId5", "a.emf", b"\x01\0\0\0"));
    assert!(
        codes(&reading).contains(&("question.option.unreadable", "1")),
        "{:?}",
        codes(&reading)
    );
    assert!(reading.has_errors());
}

#[test]
fn a_table_between_a_stem_and_its_options_belongs_to_the_stem() {
    let body = [
        paragraphs(&["1. Lihat tabel:"]),
        table(&[&["x", "y"], &["1", "2"]]),
        paragraphs(&["Berapa?", "A. ya", "B. tidak", "KUNCI: A"]),
    ];
    let reading = read(&Docx::section(&body.concat()));
    assert_eq!(
        only_question(&reading).text.markup(),
        Some(
            "<p>Lihat tabel:</p><table><tr><td>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr></table><p>Berapa?</p>"
        )
    );
}

#[test]
fn the_description_of_a_picture_never_is_the_name_of_a_file() {
    let runs = format!("{}{}", run("Lihat "), drawing("rId5", r"C:\soal\jawaban_B.png"));
    let body = [
        paragraph(&format!("{}{runs}", run("1. "))),
        paragraphs(&["A. ya", "B. tidak", "KUNCI: A"]),
    ];
    let reading = read(&Docx::section(&body.concat()).picture("rId5", "a.png", PNG));
    assert!(!format!("{reading:?}").contains("jawaban_B"));
    assert!(only_question(&reading).text.plain().starts_with("Lihat ![](image:"));
}

#[test]
fn numbers_of_lists_and_bold_headings_are_words() {
    let body = [
        styled("Judul1", "BAGIAN: Dua"),
        paragraphs(&["DURASI: 1 jam"]),
        listed(1, 0, "Apa?"),
    ];
    let docx = Docx::new(&[&body.concat(), &*paragraphs(&["A. ya", "B. tidak", "KUNCI: A"])].concat())
        .styles(r#"<w:style w:type="paragraph" w:styleId="Judul1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>"#)
        .numbering(r#"<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#);
    let reading = read(&docx);
    assert_eq!(only_question(&reading).text, "Apa?");
    assert_eq!(reading.paper.sections[0].title, "Dua");
}
