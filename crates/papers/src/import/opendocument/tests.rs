//! Texts as `LibreOffice` Writer writes them.

use std::io::{Cursor, Read as _};

use marked::Formula;
use proptest::prelude::*;

use crate::import::{
    Reading,
    docx::xml::Elements,
    read,
    tests::build::{PNG, zipped},
};

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink""#;

const STYLES: &str = r#"<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style><style:style style:name="T2" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style><style:style style:name="T3" style:family="text"><style:text-properties style:text-position="-33% 58%"/></style:style><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_1"/><text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="A" style:num-suffix="."/></text:list-style>"#;

const NAMED: &str = r#"<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/><style:style style:name="Isi" style:family="paragraph"/>"#;

fn file(body: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let styles =
        format!("<office:document-styles {NAMES}><office:styles>{NAMED}</office:styles></office:document-styles>");
    let mut parts = vec![
        (
            "mimetype".to_owned(),
            b"application/vnd.oasis.opendocument.text".to_vec(),
        ),
        ("content.xml".to_owned(), content.into_bytes()),
        ("styles.xml".to_owned(), styles.into_bytes()),
    ];
    parts.extend(others.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())));
    zipped(&parts)
}

fn odt(body: &str) -> Reading {
    read(&file(body, &[])).unwrap()
}

fn p(text: &str) -> String {
    format!("<text:p text:style-name=\"Standard\">{text}</text:p>")
}

fn head() -> String {
    [p("BAGIAN: Satu"), p("DURASI: 10 menit")].concat()
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn what_a_section_draws_is_read() {
    let reading = odt(&[
        head(),
        p("UNDIAN: 1 sulit #sungai"),
        p("1. Sungai apa? [Jenis: URAIAN] [Tag: sungai] [Tingkat: sulit]"),
    ]
    .concat());
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let [draw] = reading.paper.sections[0].draws.as_slice() else {
        panic!("{:?}", reading.paper)
    };
    assert_eq!((draw.count, draw.tag.as_deref()), (1, Some("sungai")));
}

#[test]
fn numbers_of_lists_are_counted() {
    let item = |text: &str, options: &[&str]| {
        let options: Vec<String> = options
            .iter()
            .map(|option| format!("<text:list-item>{}</text:list-item>", p(option)))
            .collect();
        let options = options.concat();
        format!(
            "<text:list-item>{}<text:list>{options}</text:list></text:list-item>",
            p(text)
        )
    };
    let list = |attributes: &str, items: &[String]| {
        format!(
            "<text:list text:style-name=\"L1\"{attributes}>{}</text:list>",
            items.concat()
        )
    };
    let body = [
        "<text:h text:style-name=\"P1\" text:outline-level=\"1\">Membaca</text:h>".to_owned(),
        p("DURASI: 10 menit"),
        list(" xml:id=\"list1\"", &[item("Apa?", &["ya", "*tidak"])]),
        list(" text:continue-list=\"list1\"", &[item("Siapa?", &["Ani", "Budi"])]),
        p("KUNCI: B"),
    ];
    let reading = odt(&body.concat());
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let section = &reading.paper.sections[0];
    assert_eq!(section.title, "Membaca");
    let numbers: Vec<&str> = reading.origins.iter().map(|origin| origin.number.as_str()).collect();
    assert_eq!(numbers, ["1", "2"]);
    assert_eq!(section.questions[0].key[0].answer, "B");
    assert_eq!(section.questions[1].options[0].value.plain(), "Ani");
}

#[test]
fn tables_styles_pictures_and_formulas_are_kept() {
    let cell = |content: &str| format!("<table:table-cell>{content}</table:table-cell>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let picture = "<draw:frame><draw:image xlink:href=\"Pictures/a.png\"/><svg:desc>peta</svg:desc></draw:frame>";
    let object = "<draw:frame><draw:object xlink:href=\"./Object 1\"/><draw:image xlink:href=\"./ObjectReplacements/Object 1\"/></draw:frame>";
    let body = format!(
        "{}<table:table>{}</table:table>",
        head(),
        [
            row(&[cell(&p("SOAL 1")), "<table:table-cell table:number-columns-spanned=\"2\">".to_owned() + &p(&format!("2<text:span text:style-name=\"T2\">3</text:span> <text:span text:style-name=\"T1\">tebal</text:span>{picture}")) + "</table:table-cell><table:covered-table-cell/>"]),
            row(&[cell(&p("JENIS")), cell(&p("PG")), cell("")]),
            row(&[cell(&p("A")), cell(&p(object)), cell(&p("v"))]),
            row(&[cell(&p("B")), cell(&p("H<text:span text:style-name=\"T3\">2</text:span>O<office:annotation><text:p>x</text:p></office:annotation>")), cell("")]),
        ]
        .concat()
    );
    let formula = br#"<?xml version="1.0"?><math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msqrt><mi mathvariant="italic">x</mi></msqrt><mo stretchy="false">&lt;</mo><mn>2</mn></mrow><annotation encoding="StarMath 5.0">sqrt x</annotation></semantics></math>"#;
    let reading = read(&file(
        &body,
        &[("Pictures/a.png", PNG), ("Object 1/content.xml", formula)],
    ))
    .unwrap();
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let question = &reading.paper.sections[0].questions[0];
    let markup = question.text.markup().unwrap();
    assert!(
        markup.contains("2<sup>3</sup> <b>tebal</b>") && markup.contains("alt=\"peta\""),
        "{markup}"
    );
    assert_eq!(reading.pictures.len(), 1);
    assert!(question.options[0].value.markup().unwrap().contains("<msqrt>"));
    assert_eq!(question.options[1].value.plain(), "H₂O");
}

#[test]
fn sums_fences_and_systems_of_another_program_keep_their_meaning() {
    for (formula, linear) in [
        (
            r#"<mrow><munderover><mo stretchy="false">∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mrow><mi>i</mi><mo>+</mo><mn>1</mn></mrow></mrow>"#,
            "∑_(i=1)^(n) (i+1)",
        ),
        (
            r#"<mrow><mo fence="true" form="prefix" stretchy="true">[</mo><mrow><mtable><mtr><mtd><mn>2</mn></mtd><mtd><mn>1</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable></mrow><mo fence="true" form="postfix">]</mo></mrow>"#,
            "[2, 1; 3, 4]",
        ),
        (
            r#"<mrow><mo fence="true" form="prefix">{</mo><mrow><mtable><mtr><mtd><mi>x</mi></mtd></mtr><mtr><mtd><mi>y</mi></mtd></mtr></mtable></mrow></mrow>"#,
            "{x; y",
        ),
    ] {
        let formula =
            format!(r#"<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics>{formula}</semantics></math>"#);
        let read = super::math::strict(Elements::of(&mut formula.as_bytes()))
            .unwrap()
            .unwrap();
        assert_eq!(Formula::of_mathml(&read).unwrap().to_linear(), linear, "{read}");
    }
}

#[test]
fn what_an_office_program_writes_reads_as_its_word_document_does() {
    // The document's source, which has everything in one part.
    let source = include_str!("../../../tests-data/docx/rich.fodt");
    let start = source.find("<office:binary-data>").unwrap();
    let end = source.find("</office:binary-data>").unwrap();
    let image = source[..start].rfind("<draw:image").unwrap();
    let content = format!(
        "{}<draw:image xlink:href=\"Pictures/a.png\">{}",
        &source[..image],
        &source[end + 21..]
    );
    let mut word = zip::ZipArchive::new(Cursor::new(include_bytes!("../../../tests-data/docx/rich.docx"))).unwrap();
    let name = word
        .file_names()
        .flatten()
        .find(|name| name.contains("media/"))
        .unwrap()
        .into_owned();
    let mut picture = Vec::new();
    word.by_name(&name).unwrap().read_to_end(&mut picture).unwrap();
    let whole = zipped(&[
        ("mimetype".into(), b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml".into(), content.into_bytes()),
        ("Pictures/a.png".into(), picture),
    ]);
    let reading = read(&whole).unwrap();
    let expected: serde_json::Value = serde_json::from_str(include_str!("../../../tests-data/docx/rich.json")).unwrap();
    let found = serde_json::to_value(&reading.paper).unwrap();
    assert_eq!(found, expected["paper"], "{found:#}");
}

#[test]
fn what_is_locked_is_told_apart_and_what_is_lost_is_told() {
    let locked = file("", &[("META-INF/manifest.xml", b"<m><encryption-data/></m>")]);
    assert!(
        read(&locked)
            .unwrap_err()
            .message()
            .text(base::Lang::En)
            .contains("password")
    );
    let body = format!(
        "{}{}{}{}",
        head(),
        p(
            "1. Apa? <draw:frame><draw:object xlink:href=\"./Object 1\"/></draw:frame><draw:frame><draw:image xlink:href=\"Pictures/none.png\"/></draw:frame>"
        ),
        p("*A. ya"),
        p("B. tidak")
    );
    let reading = read(&file(&body, &[("Object 1/content.xml", b"<math><blink/></math>")])).unwrap();
    assert!(
        codes(&reading).starts_with(&["formula.unreadable", "picture.unreadable"]),
        "{:?}",
        codes(&reading)
    );
    assert!(reading.has_errors());
}

proptest! {
    #[test]
    fn no_content_makes_the_reader_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<text:p>", "</text:p>", "<text:list text:style-name=\"L1\">", "</text:list>", "<text:list-item>", "</text:list-item>",
            "<text:list-item text:start-value=\"4294967295\"/>", "<table:table>", "</table:table>", "<table:table-row>", "</table:table-row>",
            "<table:table-cell table:number-columns-repeated=\"4294967295\" table:number-columns-spanned=\"4294967295\">", "</table:table-cell>",
            "<table:covered-table-cell table:number-columns-repeated=\"9\"/>", "<text:span text:style-name=\"T2\">", "</text:span>",
            "<draw:frame>", "</draw:frame>", "<draw:text-box>", "</draw:text-box>", "<text:s text:c=\"4294967295\"/>", "<text:h>", "</text:h>",
            "BAGIAN: x", "1. y", "A. z", "é",
        ]), 0..60)
    ) {
        let _ = read(&file(&pieces.concat(), &[]));
    }
}
