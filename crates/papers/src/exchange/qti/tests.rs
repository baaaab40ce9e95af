//! Packages in and out.

use proptest::prelude::*;

use super::*;
use crate::{
    Severity,
    file_kind::FileKind,
    import::{
        Reading,
        tests::build::{PNG, zipped},
    },
    paper::{Question, QuestionType, ScoringRule},
    samples,
};

const MANIFEST: &str = "<manifest xmlns=\"x\"><resources>";

/// A package of these files, of which those in `items/` are its items.
fn package(files: &[(&str, &str)]) -> Reading {
    let items = files.iter().filter(|(name, _)| name.starts_with("items/"));
    let resources = items
        .map(|(name, _)| format!("<resource identifier=\"{name}\" type=\"imsqti_item_xmlv2p1\" href=\"{name}\"/>"))
        .collect::<Vec<_>>()
        .concat();
    let tests = files.iter().filter(|(name, _)| *name == "test.xml");
    let tests = tests
        .map(|(name, _)| format!("<resource type=\"imsqti_test_xmlv2p1\" href=\"{name}\"/>"))
        .collect::<Vec<_>>()
        .concat();
    let manifest = format!("{MANIFEST}{tests}{resources}</resources></manifest>");
    let mut parts: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec()))
        .collect();
    parts.push(("imsmanifest.xml".to_owned(), manifest.into_bytes()));
    parts.push(("images/peta.png".to_owned(), PNG.to_vec()));
    let bytes = zipped(&parts);
    assert_eq!(FileKind::of(&bytes), FileKind::Qti);
    read(&bytes).unwrap()
}

/// An item of 2.1 with this inside of it.
fn item(declared: &str, body: &str, processing: &str) -> String {
    format!(
        "<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" identifier=\"a\" title=\"Judul\">{declared}<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    )
}

fn one(declared: &str, body: &str, processing: &str) -> (Option<Question>, Vec<&'static str>) {
    let reading = package(&[("items/a.xml", &item(declared, body, processing))]);
    let codes = reading
        .findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| *code != "section.duration.assumed");
    let codes = codes.collect();
    let question = reading
        .paper
        .sections
        .first()
        .and_then(|section| section.questions.first().cloned());
    (question, codes)
}

fn keys(question: &Question) -> Vec<(&str, Option<i64>)> {
    question
        .key
        .iter()
        .map(|key| (key.answer.as_str(), key.weight))
        .collect()
}

const MATCH: &str =
    "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct\"/>";
const MAP: &str =
    "<responseProcessing template=\"http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response\"/>";

fn declared(cardinality: &str, kind: &str, right: &[&str], mapped: &[(&str, &str)]) -> String {
    let values = right
        .iter()
        .map(|value| format!("<value>{value}</value>"))
        .collect::<Vec<_>>()
        .concat();
    let entries = mapped
        .iter()
        .map(|(key, value)| format!("<mapEntry mapKey=\"{key}\" mappedValue=\"{value}\"/>"))
        .collect::<Vec<_>>()
        .concat();
    let mapping = if mapped.is_empty() {
        String::new()
    } else {
        format!("<mapping defaultValue=\"0\">{entries}</mapping>")
    };
    format!(
        "<responseDeclaration identifier=\"R\" cardinality=\"{cardinality}\" baseType=\"{kind}\"><correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )
}

#[test]
fn choices_of_older_items_are_read() {
    let choices = "<p>Lihat <img src=\"../images/peta.png\" alt=\"peta\"/></p><choiceInteraction responseIdentifier=\"R\" maxChoices=\"1\"><prompt>Apa?</prompt><simpleChoice identifier=\"x\">satu</simpleChoice><simpleChoice identifier=\"y\"><b>dua</b></simpleChoice></choiceInteraction>";
    let (question, codes) = one(&declared("single", "identifier", &["y"], &[]), choices, MATCH);
    let question = question.unwrap();
    assert_eq!(
        (question.kind, keys(&question), codes),
        (QuestionType::MultipleChoice, vec![("B", None)], vec![])
    );
    assert!(
        question.text.plain().ends_with("\nApa?") && question.text.pictures().len() == 1,
        "{:?}",
        question.text
    );
    let several = choices.replace("maxChoices=\"1\"", "maxChoices=\"0\"");
    let (question, _) = one(
        &declared("multiple", "identifier", &["x", "y"], &[("x", "1"), ("y", "3")]),
        &several,
        MAP,
    );
    let question = question.unwrap();
    assert_eq!(
        (question.rule, keys(&question)),
        (ScoringRule::Weights, vec![("A", Some(25)), ("B", Some(75))])
    );
    let own = "<responseProcessing><responseCondition/></responseProcessing>";
    let (_, codes) = one(&declared("single", "identifier", &["y"], &[]), choices, own);
    assert_eq!(codes, ["qti.scoring"]);
}

#[test]
fn written_answers_are_read() {
    let entry = "<p>Ibu kota: <textEntryInteraction responseIdentifier=\"R\"/></p>";
    let (question, codes) = one(
        &declared("single", "string", &["Ankara"], &[("Ankara", "2"), ("Angora", "1")]),
        entry,
        MAP,
    );
    let question = question.unwrap();
    assert_eq!((question.text.plain(), codes), ("Ibu kota: ____", vec![]));
    assert_eq!(keys(&question), [("Ankara", Some(100)), ("Angora", Some(50))]);
    let equal = "<responseProcessing><responseCondition><responseIf><equal toleranceMode=\"absolute\" tolerance=\"0.1 0.1\"><variable identifier=\"R\"/><correct identifier=\"R\"/></equal></responseIf></responseCondition></responseProcessing>";
    let (question, _) = one(&declared("single", "float", &["3.1"], &[]), entry, equal);
    assert_eq!(keys(&question.unwrap()), [("=3.1±0.1", None)]);
    let (question, codes) = one(
        "",
        "<extendedTextInteraction responseIdentifier=\"R\"><prompt>Jelaskan.</prompt></extendedTextInteraction>",
        "",
    );
    let question = question.unwrap();
    assert_eq!(
        (question.kind, question.text.plain(), codes),
        (QuestionType::Essay, "Jelaskan.", vec![])
    );
}

#[test]
fn items_with_several_gaps_become_questions_about_them() {
    let body = "<p>A <textEntryInteraction responseIdentifier=\"R\"/> B <inlineChoiceInteraction responseIdentifier=\"S\"><inlineChoice identifier=\"x\">satu</inlineChoice><inlineChoice identifier=\"y\">dua</inlineChoice></inlineChoiceInteraction></p>";
    let both = declared("single", "string", &["a"], &[])
        + &declared("single", "identifier", &["x"], &[]).replace("\"R\"", "\"S\"");
    let reading = package(&[("items/a.xml", &item(&both, body, MATCH))]);
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(reading.paper.passages[0].body.plain(), "A (1) ____ B (2) ____");
    assert_eq!(
        (keys(&questions[0]), keys(&questions[1])),
        (vec![("a", None)], vec![("A", None)])
    );
    assert_eq!(questions[1].point.to_string(), "0.5");
}

#[test]
fn pairs_are_read_and_what_has_several_partners_is_told() {
    let choice = |name: &str| {
        format!("<simpleAssociableChoice identifier=\"{name}\" matchMax=\"1\">{name}</simpleAssociableChoice>")
    };
    let set = |names: &[&str]| names.iter().map(|name| choice(name)).collect::<Vec<_>>().concat();
    let body = format!(
        "<matchInteraction responseIdentifier=\"R\"><prompt>Jodohkan</prompt><simpleMatchSet>{}</simpleMatchSet><simpleMatchSet>{}</simpleMatchSet></matchInteraction>",
        set(&["p", "q"]),
        set(&["x", "y", "z"])
    );
    let (question, codes) = one(
        &declared("multiple", "directedPair", &["p y", "q x"], &[]),
        &body,
        MATCH,
    );
    let question = question.unwrap();
    assert_eq!(
        (keys(&question), question.options.len(), codes),
        (vec![("1-B", None), ("2-A", None)], 5, vec![])
    );
    let (question, codes) = one(
        &declared("multiple", "directedPair", &["p y", "p x", "q x"], &[]),
        &body,
        MATCH,
    );
    assert!(question.is_none());
    assert!(codes.contains(&"qti.interaction"), "{codes:?}");
    let body = format!(
        "<associateInteraction responseIdentifier=\"R\"><prompt>Pasangkan</prompt>{}</associateInteraction>",
        set(&["a", "b", "c", "d"])
    );
    let (question, _) = one(&declared("multiple", "pair", &["a c", "b d"], &[]), &body, MATCH);
    assert_eq!(keys(&question.unwrap()), [("1-A", None), ("2-B", None)]);
}

#[test]
fn tests_give_sections_their_order_and_their_time() {
    let essay = item(
        "",
        "<extendedTextInteraction responseIdentifier=\"R\"><prompt>Satu</prompt></extendedTextInteraction>",
        "",
    );
    let other = essay.replace("Satu", "Dua");
    let test = "<assessmentTest title=\"Ujian QTI\"><testPart navigationMode=\"linear\"><timeLimits maxTime=\"600\"/><assessmentSection title=\"Bagian A\"><selection select=\"1\"/><ordering shuffle=\"true\"/><rubricBlock view=\"candidate\"><p>Baca dahulu.</p></rubricBlock>\
        <assessmentItemRef href=\"items/b.xml\"><weight identifier=\"W\" value=\"2.5\"/></assessmentItemRef><assessmentItemRef href=\"items/hilang.xml\"/></assessmentSection></testPart></assessmentTest>";
    let reading = package(&[("test.xml", test), ("items/a.xml", &essay), ("items/b.xml", &other)]);
    let paper = &reading.paper;
    assert_eq!(paper.title, "Ujian QTI");
    let first = &paper.sections[0];
    assert_eq!(
        (
            first.title.as_str(),
            first.duration,
            first.shuffle,
            first.draws[0].count
        ),
        ("Bagian A", 600, true, 1)
    );
    assert_eq!(
        (first.instruction.plain(), first.questions[0].point.to_string().as_str()),
        ("Baca dahulu.", "2.5")
    );
    assert_eq!(
        (first.questions.len(), paper.sections[1].questions[0].text.plain()),
        (1, "Satu")
    );
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["qti.missing", "section.duration.assumed"]);
}

#[test]
fn hostile_packages_are_refused_or_harmless() {
    let script = item(
        "",
        "<p onclick=\"x()\">A<script>alert(1)</script><a href=\"javascript:x\">B</a></p><extendedTextInteraction responseIdentifier=\"R\"/>",
        "",
    );
    let (question, codes) = {
        let reading = package(&[("items/a.xml", &script)]);
        let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
        (reading.paper.sections[0].questions[0].clone(), codes)
    };
    assert_eq!((question.text.plain(), question.text.markup()), ("AB", None));
    assert!(codes.contains(&"exchange.active") && codes.contains(&"exchange.link"));
    let laughs = "<!DOCTYPE q [<!ENTITY a 'ha'>]><assessmentItem><itemBody>&a;</itemBody></assessmentItem>";
    let parts = |item: &str| {
        let manifest = format!(
            "{MANIFEST}<resource type=\"imsqti_item_xmlv3p0\" href=\"../../items/a.xml\"/></resources></manifest>"
        );
        zipped(&[
            ("imsmanifest.xml".to_owned(), manifest.into_bytes()),
            ("items/a.xml".to_owned(), item.as_bytes().to_vec()),
        ])
    };
    assert!(read(&parts(laughs)).is_err());
    assert!(read(&parts(&"<a>".repeat(10_000))).is_err());
    assert!(read(&parts("<other/>")).unwrap().has_errors());
    assert!(read(b"PK\x03\x04 cut off").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_written_is_read_as_the_same_paper(paper in samples::marked_paper()) {
        let mut paper = paper;
        for question in paper.sections.iter_mut().flat_map(|section| &mut section.questions) {
            question.key.retain(|key| key.weight != Some(0));
        }
        let bytes = write(&paper, &samples::pictures()).unwrap();
        prop_assert_eq!(&bytes, &write(&paper, &samples::pictures()).unwrap());
        let reading = read(&bytes).unwrap();
        let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}");
        let (said, meant) = (format!("{:#?}", reading.paper), format!("{paper:#?}"));
        let differing: Vec<_> = said.lines().zip(meant.lines()).filter(|(one, other)| one != other).take(3).collect();
        prop_assert!(reading.paper == paper, "{differing:?}");
    }
}
