//! Quizzes in and out.

use proptest::prelude::*;

use super::*;
use crate::{
    Severity,
    import::Reading,
    paper::{Paper, Question, QuestionType, ScoringRule},
    samples,
};

fn quiz(questions: &str) -> Reading {
    read(format!("<?xml version=\"1.0\"?><quiz>{questions}</quiz>").as_bytes()).unwrap()
}

/// A question with this inside of it.
fn one(kind: &str, inner: &str) -> (Question, Vec<&'static str>) {
    let text = "<questiontext format=\"html\"><text><![CDATA[<p>Apa?</p>]]></text></questiontext>";
    let reading = quiz(&format!("<question type=\"{kind}\">{text}{inner}</question>"));
    let codes = reading
        .findings
        .iter()
        .map(|finding| finding.code)
        .filter(|code| *code != "section.duration.assumed");
    let codes = codes.collect();
    (reading.paper.sections[0].questions[0].clone(), codes)
}

fn keys(question: &Question) -> Vec<(&str, Option<i64>)> {
    question
        .key
        .iter()
        .map(|key| (key.answer.as_str(), key.weight))
        .collect()
}

#[test]
fn choices_are_read_with_what_they_are_worth() {
    let answers = |shares: [&str; 3]| {
        let answer = |(share, text): (&str, &str)| {
            format!("<answer fraction=\"{share}\" format=\"html\"><text>{text}</text></answer>")
        };
        shares
            .into_iter()
            .zip(["satu", "dua", "&lt;b&gt;tiga&lt;/b&gt;"])
            .map(answer)
            .collect::<String>()
    };
    let (question, codes) = one(
        "multichoice",
        &format!("<single>true</single>{}", answers(["0", "100", "0"])),
    );
    assert_eq!(
        (question.kind, question.rule),
        (QuestionType::MultipleChoice, ScoringRule::Exact)
    );
    assert_eq!((keys(&question), codes), (vec![("B", None)], vec![]));
    assert_eq!(question.options[2].value.markup(), Some("<p><b>tiga</b></p>"));
    let (question, codes) = one(
        "multichoice",
        &format!("<single>false</single>{}", answers(["50", "50", "-50"])),
    );
    assert_eq!(
        (question.kind, question.rule),
        (QuestionType::MultipleAnswer, ScoringRule::PartialNet)
    );
    assert_eq!((keys(&question).len(), codes.len()), (2, 0));
    let (question, codes) = one(
        "multichoice",
        &format!("<single>false</single>{}", answers(["33.33333", "66.66667", "0"])),
    );
    assert_eq!(keys(&question), [("A", Some(33)), ("B", Some(67))]);
    assert_eq!(
        (question.rule, codes),
        (ScoringRule::Weights, vec!["moodle.weight.rounded"])
    );
    let (_, codes) = one("multichoice", &answers(["0", "0", "0"]));
    assert_eq!(codes, ["question.key.missing"]);
}

#[test]
fn written_answers_are_read() {
    let text = "<answer fraction=\"100\"><text>Ankara</text></answer><answer fraction=\"50\"><text>Angora*</text></answer>\
                <answer fraction=\"0\"><text>*</text><feedback><text>Bukan</text></feedback></answer><usecase>1</usecase>";
    let (question, codes) = one("shortanswer", text);
    assert_eq!(keys(&question), [("Ankara", Some(100)), ("Angora*", Some(50))]);
    assert_eq!(codes, ["moodle.case", "moodle.wildcard", "moodle.feedback"]);
    let number = "<answer fraction=\"100\"><text>3.14</text><tolerance>0.01</tolerance></answer><answer fraction=\"100\"><text>7</text><tolerance>0</tolerance></answer>";
    let (question, codes) = one("numerical", number);
    assert_eq!(
        (keys(&question), codes),
        (vec![("=3.14±0.01", None), ("=7", None)], vec![])
    );
    let (question, codes) = one(
        "essay",
        "<graderinfo format=\"html\"><text>Lihat logika</text></graderinfo><defaultgrade>2.5000000</defaultgrade>",
    );
    assert_eq!(
        (question.kind, question.point.to_string().as_str()),
        (QuestionType::Essay, "2.5")
    );
    assert_eq!(codes, ["moodle.essay"]);
    let (question, _) = one(
        "truefalse",
        "<answer fraction=\"0\"><text>true</text></answer><answer fraction=\"100\"><text>false</text></answer>",
    );
    assert_eq!((keys(&question), question.options.len()), (vec![("S", None)], 2));
}

#[test]
fn pairs_are_read_with_responses_that_fit_nothing() {
    let pair = |premise: &str, response: &str| {
        format!(
            "<subquestion format=\"html\"><text>{premise}</text><answer><text>{response}</text></answer></subquestion>"
        )
    };
    let pairs = [
        pair("Prancis", "Paris"),
        pair("Turki", "Ankara"),
        pair("", "Roma"),
        pair("Ile-de-France", "Paris"),
    ];
    let (question, codes) = one("matching", &pairs.concat());
    assert_eq!(keys(&question), [("1-A", None), ("2-B", None), ("3-A", None)]);
    assert_eq!(
        (question.options.len(), question.rule, codes.len()),
        (6, ScoringRule::PerOption, 0)
    );
}

#[test]
fn texts_with_gaps_become_questions_about_them() {
    let cloze = |text: &str| {
        let name = "<name><text>Kota</text></name><defaultgrade>3</defaultgrade>";
        quiz(&format!(
            "<question type=\"multianswer\">{name}<questiontext format=\"html\"><text><![CDATA[{text}]]></text></questiontext></question>"
        ))
    };
    let reading = cloze("<p>Ibu kota Turki {1:SHORTANSWER:=Ankara~%50%Angora}.</p>");
    let question = &reading.paper.sections[0].questions[0];
    assert_eq!(
        (question.text.plain(), reading.paper.passages.len()),
        ("Ibu kota Turki ____ .", 0)
    );
    assert_eq!(keys(question), [("Ankara", Some(100)), ("Angora", Some(50))]);
    let reading =
        cloze("<p>Paris di {2:MULTICHOICE:=Prancis#Benar~Italia}, dua kali dua {1:NUMERICAL:=4:0.1}, bukan {x}.</p>");
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(questions.len(), 2);
    assert_eq!(
        (questions[0].point.to_string(), questions[1].point.to_string()),
        ("2".to_owned(), "1".to_owned())
    );
    assert_eq!(
        (keys(&questions[0]), keys(&questions[1])),
        (vec![("A", None)], vec![("=4±0.1", None)])
    );
    let passage = &reading.paper.passages[0];
    assert_eq!(
        passage.body.plain(),
        "Paris di (1) ____ , dua kali dua (2) ____ , bukan {x}."
    );
    assert!(
        questions
            .iter()
            .all(|question| question.passage.as_ref() == Some(&passage.code))
    );
    assert_eq!(cloze("tanpa rumpang").findings[0].code, "moodle.cloze");
}

#[test]
fn what_cannot_be_held_is_told_with_its_question() {
    let broken = "<question type=\"ddmarker\"><questiontext format=\"html\"><text>Seret</text></questiontext></question>\
        <question type=\"essay\"><questiontext format=\"html\"><text><![CDATA[<script>alert(1)</script><p onclick=\"x()\">Lihat <a href=\"http://x.test/\">ini</a> <iframe src=\"http://x.test/v\"></iframe><img src=\"http://x.test/a.png\"></p>]]></text>\
        <file name=\"a.mp3\" path=\"/\" encoding=\"base64\">AAAA</file></questiontext></question>";
    let reading = quiz(broken);
    let told: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| (finding.code, finding.question.as_deref()))
        .collect();
    for code in [
        "moodle.type",
        "moodle.file",
        "exchange.active",
        "exchange.link",
        "picture.missing",
    ] {
        assert!(told.iter().any(|(told, _)| *told == code), "{code}: {told:?}");
    }
    assert_eq!(told[0], ("moodle.type", Some("1")));
    let question = &reading.paper.sections[0].questions[0];
    assert_eq!(question.text.plain(), "Lihat ini [gambar]");
    assert!(!reading.has_errors());
}

#[test]
fn pictures_formulas_and_sounds_come_along() {
    let png = crate::import::tests::build::PNG;
    let coded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, png);
    let text = format!(
        "<questiontext format=\"html\"><text><![CDATA[<p>Hitung \\(\\frac{{1}}{{2}}\\) <img src=\"@@PLUGINFILE@@/gambar%201.png\" alt=\"peta\"> <audio><source src=\"@@PLUGINFILE@@/dengar.mp3\"></audio></p>]]></text>\
         <file name=\"gambar 1.png\" path=\"/\" encoding=\"base64\">{coded}</file></questiontext>"
    );
    let reading = quiz(&format!("<question type=\"essay\">{text}</question>"));
    let question = &reading.paper.sections[0].questions[0];
    assert!(question.text.markup().unwrap().contains("<mfrac>"));
    assert_eq!((question.text.pictures().len(), reading.pictures.len()), (1, 1));
    assert_eq!(question.audio.as_deref(), Some("dengar.mp3"));
}

#[test]
fn categories_become_sections_and_descriptions_passages() {
    let category =
        |path: &str| format!("<question type=\"category\"><category><text>{path}</text></category></question>");
    let essay =
        "<question type=\"essay\"><questiontext format=\"html\"><text>Jelaskan.</text></questiontext></question>";
    let described = "<question type=\"description\"><name><text>Peta</text></name><questiontext format=\"html\"><text>Lihat peta.</text></questiontext></question>";
    let reading = quiz(
        &[
            &category("$course$/top/Ujian/A//B"),
            described,
            essay,
            &category("top/Kosong"),
        ]
        .map(str::to_owned)
        .concat(),
    );
    let titles: Vec<_> = reading
        .paper
        .sections
        .iter()
        .map(|section| section.title.as_str())
        .collect();
    assert_eq!(
        (titles, reading.paper.passages[0].title.as_str()),
        (vec!["A/B"], "Peta")
    );
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, ["moodle.description", "section.duration.assumed"]);
}

#[test]
fn hostile_quizzes_are_refused_or_harmless() {
    let laughs = "<!DOCTYPE q [<!ENTITY a 'ha'>]><quiz><question type=\"essay\"><questiontext><text>&a;</text></questiontext></question></quiz>";
    for broken in [laughs, "<quiz><question>", "<other/>", &"<quiz>".repeat(10_000)] {
        assert!(read(broken.as_bytes()).is_err());
    }
    assert!(quiz("").has_errors());
    let deep = format!(
        "<question type=\"essay\"><questiontext><text><![CDATA[{}x]]></text></questiontext></question>",
        "<div><b>".repeat(20_000)
    );
    assert_eq!(quiz(&deep).paper.sections[0].questions[0].text.plain(), "x");
    let braces = format!(
        "<question type=\"multianswer\"><questiontext><text>{}</text></questiontext></question>",
        "{1:SA:".repeat(20_000)
    );
    assert!(quiz(&braces).has_errors());
    let beside = "<question type=\"essay\"><questiontext><text>x</text></questiontext><balai question=\"{&quot;passage&quot;:&quot;P9&quot;,&quot;audio&quot;:&quot;../a.mp3&quot;}\"/></question>";
    let reading = quiz(beside);
    let question = &reading.paper.sections[0].questions[0];
    assert_eq!((question.passage.as_deref(), question.audio.as_deref()), (None, None));
}

/// A paper without what means nothing: options that are worth nothing.
fn settled(mut paper: Paper) -> Paper {
    for question in paper.sections.iter_mut().flat_map(|section| &mut section.questions) {
        question.key.retain(|key| key.weight != Some(0));
    }
    paper
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_written_is_read_as_the_same_paper(paper in samples::marked_paper()) {
        let mut paper = settled(paper);
        let reading = read(&write(&paper, &samples::pictures())).unwrap();
        let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:#?}");
        // Passages come in the order in which they are asked about.
        let mut read = reading.paper;
        read.passages.sort_by(|one, other| one.code.cmp(&other.code));
        paper.passages.sort_by(|one, other| one.code.cmp(&other.code));
        let (said, meant) = (format!("{read:#?}"), format!("{paper:#?}"));
        let differing: Vec<_> = said.lines().zip(meant.lines()).filter(|(one, other)| one != other).take(3).collect();
        prop_assert!(read == paper, "{differing:?}");
    }

    #[test]
    fn no_quiz_makes_it_panic(text in "\\PC{0,200}", inner in "[<>/a-z=\"{}:~%#&; ]{0,200}") {
        let quiz = format!("<quiz><question type=\"multianswer\"><questiontext format=\"html\"><text>{}</text></questiontext></question></quiz>", quick_xml::escape::escape(inner.as_str()));
        let _ = read(quiz.as_bytes());
        let _ = read(text.as_bytes());
    }
}
