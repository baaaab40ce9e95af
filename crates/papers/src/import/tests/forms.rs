//! Questions in their three forms.

use super::{
    build::{Docx, cell, lines as paragraphs, paragraph, run, table},
    *,
};
use crate::points::Points;

/// The reading of a section that holds this.
fn section(body: &str) -> Reading {
    read(&Docx::section(body))
}

fn numbered(text: &str) -> Reading {
    read_lines(lines(&format!("BAGIAN: Satu\nDURASI: 10 menit\n{text}")))
}

fn keys(question: &Question) -> Vec<(&str, Option<i64>)> {
    question
        .key
        .iter()
        .map(|key| (key.answer.as_str(), key.weight))
        .collect()
}

#[test]
fn a_table_is_a_question_with_everything_it_can_say() {
    let passage = paragraphs(&["TEKS P1: Kota", "Surabaya.", "AKHIR TEKS"]);
    let body = format!(
        "{passage}{}",
        table(&[
            &["SOAL 7", "Kota apa?", ""],
            &["JENIS", "PGK"],
            &["TEKS", "p1"],
            &["AUDIO", "track 01.mp3"],
            &["A.", "Surabaya", "v 60%"],
            &["b)", "Bandung", "v -25 %"],
            &["C", "Kota pahlawan", "✔ 40%"],
            &["D", "", ""],
            &["POIN", "2,5"],
            &["PERSIAPAN", "15 detik"],
            &["JAWAB", "45"],
        ])
    );
    let reading = section(&body);
    let question = only_question(&reading);
    assert_eq!(question.kind, QuestionType::MultipleAnswer);
    assert_eq!(
        options(question),
        [("A", "Surabaya"), ("B", "Bandung"), ("C", "Kota pahlawan")]
    );
    assert_eq!(keys(question), [("A", Some(60)), ("B", Some(-25)), ("C", Some(40))]);
    assert_eq!((question.rule, question.point), (ScoringRule::Weights, Points(250)));
    assert_eq!(
        (question.passage.as_deref(), question.audio.as_deref()),
        (Some("P1"), Some("track 01.mp3"))
    );
    assert_eq!(
        (question.preparation_time, question.response_time),
        (Some(15), Some(45))
    );
}

#[test]
fn labels_of_rows_are_english_as_well() {
    let reading = section(&table(&[
        &["QUESTION 1", "Which?"],
        &["Type:", "MC"],
        &["A", "this"],
        &["B", "that"],
        &["Key:", "b"],
        &["Points", "10"],
        &["Scoring", "exact"],
    ]));
    let question = only_question(&reading);
    assert_eq!((answers(question), question.point), (vec!["B"], Points::whole(10)));
}

#[test]
fn a_question_without_points_is_worth_one() {
    let reading = section(&table(&[&["SOAL 1", "Apa?"], &["A", "ya", "v"], &["B", "tidak", ""]]));
    let question = only_question(&reading);
    assert_eq!(
        (question.kind, question.point),
        (QuestionType::MultipleChoice, Points::whole(1))
    );
}

#[test]
fn tables_that_word_merged_are_several_questions() {
    let reading = section(&table(&[
        &["SOAL 1", "Satu?"],
        &["JENIS", "URAIAN"],
        &["SOAL 2", "Dua?"],
        &["JENIS", "LISAN"],
    ]));
    let kinds: Vec<_> = reading.paper.sections[0]
        .questions
        .iter()
        .map(|question| question.kind)
        .collect();
    assert_eq!(
        (codes(&reading), kinds),
        (vec![], vec![QuestionType::Essay, QuestionType::Speaking])
    );
}

#[test]
fn tables_and_rows_that_nobody_filled_in_are_ignored() {
    let empty: &[&[&str]] = &[
        &["SOAL 2", ""],
        &["JENIS", "PG"],
        &["A", ""],
        &["B", ""],
        &["KUNCI", ""],
        &["POIN", "10"],
    ];
    let filled: &[&[&str]] = &[
        &["SOAL 1", "Apa?"],
        &["JENIS", "BS"],
        &["", ""],
        &["KUNCI", "benar"],
        &["AUDIO", ""],
    ];
    let reading = section(&format!("{}{}", table(filled), table(empty)));
    let question = only_question(&reading);
    assert_eq!(options(question), [("B", "Benar"), ("S", "Salah")]);
    assert_eq!(answers(question), ["B"]);
}

#[test]
fn accepted_texts_and_numbers_with_tolerance_are_kept_exactly() {
    let reading = section(&table(&[
        &["SOAL 1", "Warna?"],
        &["JENIS", "ISIAN"],
        &["KUNCI", "colour ~ Color ~ =3,14±0,01 ~ = -2 +/- 0,5"],
    ]));
    assert_eq!(
        answers(only_question(&reading)),
        ["colour", "Color", "=3.14±0.01", "=-2±0.5"]
    );
}

#[test]
fn matching_questions_pair_premises_with_responses() {
    let by_key = table(&[
        &["SOAL 1", "Jodohkan"],
        &["JENIS", "JODOH"],
        &["1", "Jawa Timur"],
        &["2", "Jawa Barat"],
        &["A", "Bandung"],
        &["B", "Surabaya"],
        &["KUNCI", "1-B; 2 – A"],
        &["NILAI", "opsi"],
    ]);
    let by_column = by_key
        .replace(
            "Jawa Timur</w:t></w:r></w:p></w:tc>",
            &format!("Jawa Timur</w:t></w:r></w:p></w:tc>{}", cell(&paragraphs(&["B"]))),
        )
        .replace(
            "Jawa Barat</w:t></w:r></w:p></w:tc>",
            &format!("Jawa Barat</w:t></w:r></w:p></w:tc>{}", cell(&paragraphs(&["A"]))),
        )
        .replace("1-B; 2 – A", "");
    for body in [by_key, by_column] {
        let reading = section(&body);
        let question = only_question(&reading);
        assert_eq!(answers(question), ["1-B", "2-A"]);
        assert_eq!(
            (question.kind, question.rule),
            (QuestionType::Matching, ScoringRule::PerOption)
        );
    }
}

#[test]
fn true_and_false_may_be_lettered_or_named() {
    let lettered = table(&[
        &["SOAL 1", "Bumi bulat"],
        &["JENIS", "TF"],
        &["T", "True", "v"],
        &["F", "False"],
    ]);
    let named = table(&[
        &["SOAL 1", "Bumi bulat"],
        &["JENIS", "BS"],
        &["A", "Benar", "v"],
        &["B", "Salah"],
    ]);
    for body in [lettered, named] {
        let reading = section(&body);
        let question = only_question(&reading);
        assert_eq!(answers(question), ["B"]);
        assert_eq!(
            question
                .options
                .iter()
                .map(|option| option.label.as_str())
                .collect::<Vec<_>>(),
            ["B", "S"]
        );
    }
    // Here the letter B would mean "Salah" as a label and "Benar" as a word.
    let doubtful = table(&[
        &["SOAL 1", "Bumi bulat"],
        &["JENIS", "BS"],
        &["A", "Benar"],
        &["B", "Salah"],
        &["KUNCI", "B"],
    ]);
    assert_eq!(codes(&section(&doubtful)), [("question.options.true_false", "1")]);
}

#[test]
fn the_scoring_rule_can_be_written() {
    for (text, rule) in [
        ("tepat", ScoringRule::Exact),
        ("Bersih", ScoringRule::PartialNet),
        ("NET", ScoringRule::PartialNet),
        ("per option", ScoringRule::PerOption),
        ("opsi", ScoringRule::PerOption),
    ] {
        let reading = section(&table(&[
            &["SOAL 1", "Apa?"],
            &["JENIS", "PGK"],
            &["A", "ya", "v"],
            &["B", "tidak", ""],
            &["NILAI", text],
        ]));
        assert_eq!(only_question(&reading).rule, rule, "{text}");
    }
}

#[test]
fn a_grid_with_a_row_for_each_option_is_read() {
    let reading = section(&table(&[
        &["NO", "SOAL", "JENIS", "OPSI", "JAWABAN", "KUNCI", "POIN", "AUDIO"],
        &["1.", "Satu?", "1", "A", "ya", "v", "2", "a.mp3"],
        &["", "", "", "B", "tidak", "", "", ""],
        &["2", "Dua?", "2", "A", "ya", "v", "", ""],
        &["", "", "", "B", "tidak", "", "", ""],
        &["", "lanjutan", "", "C", "mungkin", "V", "", ""],
        &["3", "Tiga?", "3", "1", "kiri", "A", "", ""],
        &["", "", "", "A", "kanan", "", "", ""],
        &["", "", "", "B", "lain", "", "", ""],
        &["4", "Empat?", "4", "", "empat", "v", "", ""],
        &["", "", "", "", "4", "v", "", ""],
        &["", "", "", "", "lima", "", "", ""],
        &["5", "Lima?", "5", "", "", "", "", ""],
        &["6", "Enam?", "ISIAN", "", "", "enam ~ 6", "", ""],
        &["7", "Tujuh?", "PG", "A", "ya", "B", "", ""],
        &["", "", "", "B", "tidak", "", "", ""],
        &["8", "", "", "", "", "", "", ""],
        &["9", "", "1", "A", "", "", "", ""],
        &["", "", "", "B", "", "", "", ""],
    ]));
    assert_eq!(reading.findings, []);
    let questions = &reading.paper.sections[0].questions;
    let told: Vec<_> = questions
        .iter()
        .map(|question| (question.text.plain(), question.kind, answers(question)))
        .collect();
    assert_eq!(
        told,
        [
            ("Satu?", QuestionType::MultipleChoice, vec!["A"]),
            ("Dua?\nlanjutan", QuestionType::MultipleAnswer, vec!["A", "C"]),
            ("Tiga?", QuestionType::Matching, vec!["1-A"]),
            ("Empat?", QuestionType::ShortAnswer, vec!["empat", "4"]),
            ("Lima?", QuestionType::Essay, vec![]),
            ("Enam?", QuestionType::ShortAnswer, vec!["enam", "6"]),
            ("Tujuh?", QuestionType::MultipleChoice, vec!["B"]),
        ]
    );
    assert_eq!(
        (questions[0].point, questions[0].audio.as_deref()),
        (Points::whole(2), Some("a.mp3"))
    );
    assert_eq!(options(&questions[2]), [("1", "kiri"), ("A", "kanan"), ("B", "lain")]);
}

#[test]
fn merged_cells_of_a_grid_continue_the_question() {
    let merged =
        |text: &str, kind: &str| format!("<w:tc><w:tcPr><w:vMerge{kind}/></w:tcPr>{}</w:tc>", paragraphs(&[text]));
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let plain = |texts: &[&str]| texts.iter().map(|text| cell(&paragraphs(&[text]))).collect::<String>();
    let begin = r#" w:val="restart""#;
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&plain(&["Nomor", "Soal", "Opsi", "Jawaban", "Kunci"])),
        row(&format!(
            "{}{}{}",
            merged("1", begin),
            merged("Satu?", begin),
            plain(&["A", "ya", ""])
        )),
        row(&format!(
            "{}{}{}",
            merged("", ""),
            merged("", ""),
            plain(&["B", "tidak", "v"])
        ))
    );
    let reading = section(&body);
    assert_eq!(answers(only_question(&reading)), ["B"]);
}

#[test]
fn a_grid_with_a_column_for_each_option_is_read_with_one_row_of_titles_or_two() {
    let one = table(&[
        &["NO", "SOAL", "JAWABAN A", "JAWABAN B", "C", "JAWABAN BENAR"],
        &["1", "Satu?", "ya", "tidak", "", "B"],
    ]);
    let spanning = format!(
        r#"<w:tbl><w:tr>{}{}<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr>{}</w:tc>{}</w:tr>"#,
        cell(&paragraphs(&["NO"])),
        cell(&paragraphs(&["SOAL"])),
        paragraphs(&["JAWABAN"]),
        cell(&paragraphs(&["JAWABAN BENAR"]))
    );
    let rows = table(&[&["", "", "A", "B", "C", ""], &["1", "Satu?", "ya", "tidak", "", "B"]]);
    let two = format!("{spanning}{}", rows.split_once("<w:tblGrid/>").unwrap().1);
    for body in [one, two] {
        let reading = section(&body);
        let question = only_question(&reading);
        assert_eq!(
            (answers(question), options(question)),
            (vec!["B"], vec![("A", "ya"), ("B", "tidak")])
        );
    }
}

#[test]
fn numbered_lines_are_questions() {
    let reading = numbered(
        "1. Satu? [Poin: 10] [Teks: P1]\nA. ya\n*B. tidak\n\n2) Dua\nbaris dua [Audio: x.mp3]\na) merah\tb) biru   c) hijau\nKUNCI: C\n\
         3. Tiga [Jenis: URAIAN]\n4. Empat [Jenis: ISIAN]\nKunci Jawaban: empat ~ 4\n\
         5. Lima [Jenis: PGK] [Nilai: bersih]\nA. a\nB. b\nC. c\nJAWABAN: A dan C\n\
         6. Enam [Jenis: JODOH]\n1. kiri\n2. kanan\nA. sini\nB. sana\nKUNCI: 1-B, 2-A\n\
         7. Tujuh [Jenis: LISAN]\nPERSIAPAN: 15 detik\nJAWAB: 45 detik\n8. Delapan [Jenis: BS] [Kunci: S]\nTEKS P1: T\nisi\nAKHIR TEKS",
    );
    assert_eq!(reading.findings, []);
    let questions = &reading.paper.sections[0].questions;
    let told: Vec<_> = questions
        .iter()
        .map(|question| (question.text.plain(), answers(question)))
        .collect();
    assert_eq!(
        told,
        [
            ("Satu?", vec!["B"]),
            ("Dua\nbaris dua", vec!["C"]),
            ("Tiga", vec![]),
            ("Empat", vec!["empat", "4"]),
            ("Lima", vec!["A", "C"]),
            ("Enam", vec!["1-B", "2-A"]),
            ("Tujuh", vec![]),
            ("Delapan", vec!["S"]),
        ]
    );
    assert_eq!(
        (questions[0].point, questions[0].passage.as_deref()),
        (Points::whole(10), Some("P1"))
    );
    assert_eq!(options(&questions[1]), [("A", "merah"), ("B", "biru"), ("C", "hijau")]);
    assert_eq!(questions[4].rule, ScoringRule::PartialNet);
    assert_eq!(
        (questions[6].preparation_time, questions[6].response_time),
        (Some(15), Some(45))
    );
}

#[test]
fn numbered_statements_of_a_stem_belong_to_it() {
    let reading =
        numbered("4. Perhatikan!\n1. satu\n2. dua\nYang benar adalah?\nA. satu\n*B. dua\n1. Lagi?\n*A. ya\nB. tidak");
    assert_eq!(reading.findings, []);
    let texts: Vec<_> = reading.paper.sections[0]
        .questions
        .iter()
        .map(|question| question.text.plain())
        .collect();
    assert_eq!(texts, ["Perhatikan!\n1. satu\n2. dua\nYang benar adalah?", "Lagi?"]);
}

#[test]
fn lines_of_one_paragraph_are_lines() {
    let broken = paragraph(
        &["1. Apa?", "A. ya", "lanjutan", "*B. tidak"]
            .map(run)
            .join("<w:r><w:br/></w:r>"),
    );
    let reading = section(&broken);
    assert_eq!(
        options(only_question(&reading)),
        [("A", "ya\nlanjutan"), ("B", "tidak")]
    );
}

#[test]
fn a_key_is_never_invented() {
    let question = |kind: &str, rows: &[[&str; 3]], key: &str| {
        let mut all: Vec<&[&str]> = vec![&["SOAL 1", "Apa?"]];
        let kind = ["JENIS", kind];
        all.push(&kind);
        all.extend(rows.iter().map(<[&str; 3]>::as_slice));
        let key = ["KUNCI", key];
        all.push(&key);
        codes(&section(&table(&all)))
            .first()
            .map_or("", |found| found.0)
            .to_owned()
    };
    let none = [["A", "ya", ""], ["B", "tidak", ""]];
    let both = [["A", "ya", "v"], ["B", "tidak", "v"]];
    for (kind, rows, key, code) in [
        ("PG", &none, "", "question.key.missing"),
        ("PG", &both, "", "question.key.several"),
        ("PG", &none, "A,B", "question.key.several"),
        ("PG", &none, "C", "question.key.unknown"),
        ("PG", &none, "ya", "question.key.unreadable"),
        ("PG", &none, "AB", "question.key.unreadable"),
        ("PG", &both, "A", "question.key.conflict"),
        ("PGK", &none, "", "question.key.missing"),
        ("PGK", &both, "A 50%, B", "question.key.conflict"),
        ("PGK", &none, "A 50%, B", "question.weight.missing"),
        ("PGK", &both, "B & A", ""),
        ("PG", &none, "A", ""),
    ] {
        assert_eq!(question(kind, rows, key), code, "{kind} {key}");
    }
    assert_eq!(question("ISIAN", &[], ""), "question.key.missing");
    assert_eq!(question("ISIAN", &[], "=abc"), "question.key.unreadable");
    assert_eq!(question("BS", &[], ""), "question.key.missing");
    assert_eq!(question("BS", &[], "B,S"), "question.key.several");
    assert_eq!(question("URAIAN", &[], "jawab"), "question.key.unexpected");
    let matching = [["1", "kiri", ""], ["A", "kanan", ""]];
    for (key, code) in [
        ("", "question.key.missing"),
        ("A", "question.key.unreadable"),
        ("A-1", "question.key.unknown"),
        ("1-B", "question.key.unknown"),
        ("1-A", ""),
    ] {
        assert_eq!(question("JODOH", &matching, key), code, "{key}");
    }
}

#[test]
fn key_of_weights_is_whole() {
    let reading = section(&table(&[
        &["SOAL 1", "Apa?"],
        &["A", "ya", "v 100%"],
        &["B", "hampir", "v 50%"],
        &["C", "tidak", ""],
    ]));
    let question = only_question(&reading);
    let key = |answer: &str, weight| Key {
        answer: answer.to_owned(),
        weight: Some(weight),
    };
    assert_eq!(
        (question.rule, question.key.as_slice()),
        (ScoringRule::Weights, [key("A", 100), key("B", 50)].as_slice())
    );
}
