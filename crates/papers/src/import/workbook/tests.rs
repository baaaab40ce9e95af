//! Tables of questions as exam programs write them.

use proptest::prelude::*;
use rust_xlsxwriter::{Format, FormatScript, Image, Workbook};

use crate::{
    import::{
        Reading, read,
        tests::build::{PNG, zipped},
    },
    paper::{QuestionType, ScoringRule},
};

fn csv(text: &str) -> Reading {
    read(text.as_bytes()).unwrap()
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|finding| finding.code).collect()
}

fn stems(reading: &Reading) -> Vec<&str> {
    let sections = reading.paper.sections.iter();
    let questions = sections.flat_map(|section| &section.questions);
    questions.map(|question| question.text.plain()).collect()
}

fn uses(reading: &Reading) -> Vec<(&str, &str, Option<&str>)> {
    let columns = reading.columns.iter();
    columns
        .map(|column| (column.column.as_str(), column.head.as_str(), column.usage.as_deref()))
        .collect()
}

#[test]
fn a_row_is_a_question_whatever_the_order_of_its_columns() {
    let reading = csv(
        "Kunci Jawaban;Soal;No;Opsi A;Opsi B;Opsi C;Bobot;Tipe;Catatan\nB;Ibu kota Jawa Timur?;1;Malang;Surabaya;Kediri;2,5;Pilihan Ganda;x\nA,C;Mana genap?;2;2;3;4;1;PGK;\n",
    );
    assert_eq!(
        codes(&reading),
        ["section.duration.assumed", "grid.column.unknown"]
            .map(|code| code)
            .to_vec()
            .as_slice()
            .iter()
            .rev()
            .copied()
            .collect::<Vec<_>>()
    );
    assert_eq!(stems(&reading), ["Ibu kota Jawa Timur?", "Mana genap?"]);
    let section = &reading.paper.sections[0];
    assert_eq!((section.title.as_str(), section.duration), ("Soal", 3600));
    let question = &section.questions[0];
    assert_eq!(
        (question.kind, question.point.to_string().as_str()),
        (QuestionType::MultipleChoice, "2.5")
    );
    assert_eq!(question.key[0].answer, "B");
    assert_eq!(question.options[1].value.plain(), "Surabaya");
    assert_eq!(section.questions[1].key.len(), 2);
    assert_eq!(
        uses(&reading),
        [
            ("A", "Kunci Jawaban", Some("key")),
            ("B", "Soal", Some("question")),
            ("C", "No", Some("number")),
            ("D", "Opsi A", Some("option A")),
            ("E", "Opsi B", Some("option B")),
            ("F", "Opsi C", Some("option C")),
            ("G", "Bobot", Some("points")),
            ("H", "Tipe", Some("type")),
            ("I", "Catatan", None),
        ]
    );
}

#[test]
fn sections_durations_and_passages_may_be_columns() {
    let text = "Bagian,Durasi,Bacaan,Pertanyaan,A,B,Jawaban\nMembaca,35 menit,\"Pasar itu ramai sekali.\",Ramai?,ya,tidak,A\n,,\"Pasar itu ramai sekali.\",Sepi?,ya,tidak,B\nMenulis,00:10:00,,Tulis?,ya,tidak,A\n";
    let reading = csv(text);
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let sections: Vec<_> = reading
        .paper
        .sections
        .iter()
        .map(|section| (section.title.as_str(), section.duration, section.questions.len()))
        .collect();
    assert_eq!(sections, [("Membaca", 2100, 2), ("Menulis", 600, 1)]);
    assert_eq!(reading.paper.passages.len(), 1);
    assert_eq!(reading.paper.passages[0].body.plain(), "Pasar itu ramai sekali.");
    assert_eq!(reading.paper.sections[0].questions[1].passage.as_deref(), Some("T1"));
    assert_eq!(reading.origins[2].place.row, Some(4));
}

#[test]
fn english_heads_and_the_grid_of_teachers_are_known() {
    let reading = csv(
        "PAKET: Ulangan\nDURASI: 10 menit\n#,Question,Type,Choice A,Choice B,Correct Answer,Points\n,True?,TF,,,T,1\n,Sky?,MC,blue,red,A,2\n",
    );
    assert_eq!(codes(&reading), ["grid.column.unknown"]);
    assert_eq!(
        (reading.paper.title.as_str(), reading.paper.sections[0].duration),
        ("Ulangan", 600)
    );
    assert_eq!(stems(&reading), ["True?", "Sky?"]);
    let reading = csv("NO,SOAL,JENIS,OPSI,JAWABAN,KUNCI\n1,Warna?,PG,A,merah,v\n,,,B,biru,\n2,Sebut,ISIAN,,kuning,v\n");
    assert_eq!(codes(&reading), ["section.duration.assumed"]);
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(
        (questions[0].options.len(), questions[1].kind),
        (2, QuestionType::ShortAnswer)
    );
}

#[test]
fn numbers_and_dates_are_read_as_they_are_shown() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let half = Format::new().set_num_format("0.00");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet
        .write_row(0, 0, ["No", "Soal", "A", "B", "C", "Kunci", "Nilai"])
        .unwrap();
    sheet.write_number(1, 0, 1).unwrap();
    sheet.write_string(1, 1, "1 + 1 = ?").unwrap();
    sheet.write_number(1, 2, 2).unwrap();
    sheet.write_number(1, 3, 0.5).unwrap();
    sheet.write_number_with_format(1, 4, 2.5, &half).unwrap();
    sheet.write_string(1, 5, "A").unwrap();
    sheet.write_number(1, 6, 4).unwrap();
    sheet.write_row(2, 0, ["2", "Kapan?", "lain"]).unwrap();
    sheet.write_number_with_format(2, 3, 45_000, &day).unwrap();
    sheet.write_string(2, 5, "B").unwrap();
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(codes(&reading), ["section.duration.assumed", "cell.date"]);
    let questions = &reading.paper.sections[0].questions;
    let values: Vec<&str> = questions[0].options.iter().map(|option| option.value.plain()).collect();
    assert_eq!(values, ["2", "0.5", "2.50"]);
    assert_eq!(questions[0].point.to_string(), "4");
    assert_eq!(questions[1].options[1].value.plain(), "15/03/2023");
}

#[test]
fn each_sheet_with_heads_is_a_section() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Petunjuk").unwrap();
    cover.write(0, 0, "Isi lembar berikut.").unwrap();
    for name in ["Listening", "Reading"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write_row(0, 0, ["DURASI", "20 menit"]).unwrap();
        sheet.write_row(1, 0, ["Soal", "A", "B", "Kunci", "Audio"]).unwrap();
        sheet
            .write_row(2, 0, [&format!("What is {name}?"), "x", "y", "A", "1.mp3"])
            .unwrap();
    }
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let titles: Vec<&str> = reading
        .paper
        .sections
        .iter()
        .map(|section| section.title.as_str())
        .collect();
    assert_eq!(titles, ["Listening", "Reading"]);
    assert_eq!(reading.columns[5].sheet, "Reading");
    assert_eq!(reading.paper.sections[1].questions[0].audio.as_deref(), Some("1.mp3"));
}

#[test]
fn html_and_formulas_of_other_programs_become_marks() {
    let reading =
        csv("Soal,A,B,Kunci,Durasi,Pembahasan\n<p>Rumus air H<sub>2</sub>O?</p>,$x^2$,<b>y</b>,A,5 menit,karena\n");
    assert_eq!(codes(&reading), ["grid.column.ignored", "cell.html"]);
    let question = &reading.paper.sections[0].questions[0];
    assert_eq!(question.text.markup(), Some("<p>Rumus air H<sub>2</sub>O?</p>"));
    assert!(question.options[0].value.markup().unwrap().contains("<msup>"));
}

#[test]
fn what_is_raised_and_what_lies_on_a_cell_is_kept() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (plain, raised) = (Format::new(), Format::new().set_font_script(FormatScript::Superscript));
    sheet.write_row(0, 0, ["Soal", "A", "B", "Kunci", "Durasi"]).unwrap();
    sheet
        .write_rich_string(1, 0, &[(&plain, "Hasil 2"), (&raised, "3"), (&plain, " < 9?")])
        .unwrap();
    sheet.write_row(1, 1, ["8", "6", "A", "5 menit"]).unwrap();
    sheet.write_row(2, 0, ["Gambar apa?", "", "lain", "A"]).unwrap();
    let picture = Image::new_from_buffer(PNG).unwrap();
    for (row, column) in [(2, 1), (2, 5), (9, 0)] {
        sheet.insert_image(row, column, &picture).unwrap();
    }
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(codes(&reading), ["picture.homeless"]);
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(questions[0].text.markup(), Some("<p>Hasil 2<sup>3</sup> &lt; 9?</p>"));
    assert_eq!(questions[1].options[0].value.pictures().len(), 1);
    assert!(questions[1].text.plain().starts_with("Gambar apa?\n![](image:"));
    assert_eq!(reading.pictures.len(), 1);
}

#[test]
fn what_is_raised_in_an_opendocument_spreadsheet_is_kept() {
    let cell = |text: &str| format!("<t:table-cell><p>{text}</p></t:table-cell>");
    let row = |cells: &[&str]| {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        format!("<t:table-row>{}</t:table-row>", cells.concat())
    };
    let rows = [
        row(&["Soal", "A", "B", "Kunci", "Durasi"]),
        row(&[
            "2<span style-name=\"T1\">3</span> &lt; 9",
            "8",
            "H<span style-name=\"T2\">2</span>O",
            "A",
            "5 menit",
        ]),
    ];
    let content = format!(
        "<d><style name=\"T1\"><text-properties text-position=\"super 58%\"/></style><style name=\"T2\"><text-properties text-position=\"-33% 58%\"/></style><t:table name=\"Sheet1\">{}</t:table></d>",
        rows.concat()
    );
    let book = zipped(&[
        (
            "mimetype".into(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("content.xml".into(), content.into_bytes()),
    ]);
    let reading = read(&book).unwrap();
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let question = &reading.paper.sections[0].questions[0];
    assert_eq!(question.text.markup(), Some("<p>2<sup>3</sup> &lt; 9</p>"));
    assert_eq!(question.options[1].value.plain(), "H₂O");
}

#[test]
fn what_lies_on_a_cell_of_an_opendocument_spreadsheet_is_kept() {
    let picture = "<frame><image href=\"Pictures/1.png\"><p/></image></frame>";
    let cells = |cells: &[&str]| {
        let cells = cells.iter().map(|cell| format!("<t:table-cell>{cell}</t:table-cell>"));
        format!("<t:table-row>{}</t:table-row>", cells.collect::<String>())
    };
    let rows = [
        cells(&["<p>Soal</p>", "<p>A</p>", "<p>B</p>", "<p>Kunci</p>", "<p>Durasi</p>"]),
        cells(&[
            &format!("<p>Lihat ini</p>{picture}"),
            picture,
            "<p>y</p>",
            "<p>A</p>",
            "<p>5 menit</p>",
        ]),
    ];
    let content = format!("<d><t:table name=\"Sheet1\">{}</t:table></d>", rows.concat());
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let book = zipped(&[
        ("mimetype".into(), kind),
        ("content.xml".into(), content.into_bytes()),
        ("Pictures/1.png".into(), PNG.to_vec()),
    ]);
    let reading = read(&book).unwrap();
    assert_eq!(codes(&reading), Vec::<&str>::new());
    let question = &reading.paper.sections[0].questions[0];
    assert!(
        question.text.plain().starts_with("Lihat ini\n![](image:"),
        "{:?}",
        question.text
    );
    assert_eq!(question.options[0].value.pictures().len(), 1);
    assert_eq!(reading.pictures.len(), 1);
}

#[test]
fn a_key_is_never_guessed() {
    let reading = csv("Soal,A,B,Kunci,Durasi\nApa?,x,y,,5 menit\nSiapa?,x,y,C,\n");
    let found: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| (finding.code, finding.question.as_deref(), finding.place.row))
        .collect();
    assert_eq!(
        found,
        [
            ("question.key.missing", Some("1"), Some(2)),
            ("question.key.unknown", Some("2"), Some(3))
        ]
    );
    assert_eq!(reading.paper.sections[0].questions[0].rule, ScoringRule::Exact);
}

#[test]
fn a_workbook_without_questions_is_refused_with_the_heads_that_it_has() {
    let mut book = Workbook::new();
    book.add_worksheet().write_row(0, 0, ["Nama", "Alamat"]).unwrap();
    let error = read(&book.save_to_buffer().unwrap()).unwrap_err();
    assert_eq!(error.code(), "import.workbook.refused");
    assert!(error.message().text(base::Lang::En).contains("Nama, Alamat"));
}

proptest! {
    #[test]
    fn no_table_makes_the_reader_panic(
        heads in prop::collection::vec(prop::sample::select(vec![
            "No", "Soal", "Jenis", "Opsi", "Jawaban", "Kunci", "A", "B", "1", "Bobot", "Nilai", "Bagian", "Durasi", "Durasi (menit)",
            "Bacaan", "Gambar", "Pembahasan", "Kode", "Isi", "x", "", "Ｎｏ", "durasié",
        ]), 1..12),
        rows in prop::collection::vec(prop::collection::vec(
            "(PG|BS|v|A|B|1-A|0,5|é|<b>x</b>|<|\\$x\\$|PAKET: x|DURASI|Ｄurasi 1|a b c d e f g h i j k l m|)", 0..12), 0..8),
        before in prop::collection::vec("(PAKET: x|DURASI 5 menit|BAGIAN é|durasié|)", 0..3),
    ) {
        let heads = heads.join(";");
        let rows: Vec<String> = rows.iter().map(|cells| cells.join(";")).collect();
        let text = format!("{}\n{heads};Soal;Kunci\n{}", before.join("\n"), rows.join("\n"));
        let _ = read(text.as_bytes());
    }
}

#[test]
fn columns_are_what_somebody_says_that_they_are() {
    let table = "Nr;Was steht da;Erste;Zweite;Loesung;Wert\n7;Ibu kota Turki?;Ankara;Izmir;A;2\n8;Ibu kota Prancis?;London;Paris;B;3\n";
    let refused = read(table.as_bytes()).unwrap_err();
    assert_eq!(refused.code(), "assessment.import.not_a_document");
    let columns = refused.detail()["columns"].as_array().unwrap().clone();
    assert_eq!(
        (columns.len(), &columns[1]["head"], &columns[1]["samples"][0]),
        (6, &"Was steht da".into(), &"Ibu kota Turki?".into())
    );
    let said = crate::import::SheetMapping::parse(
        r#"[{"headRow":1,"columns":{"A":"number","B":"question","C":"option A","D":"option B","E":"key","F":"points"}}]"#,
    )
    .unwrap();
    let reading = crate::import::read_mapped(table.as_bytes(), &said).unwrap();
    assert!(!reading.has_errors(), "{:?}", reading.findings);
    let questions = &reading.paper.sections[0].questions;
    assert_eq!(
        (
            questions.len(),
            questions[1].key[0].answer.as_str(),
            questions[1].point.to_string().as_str()
        ),
        (2, "B", "3")
    );
    assert_eq!(reading.columns[1].usage.as_deref(), Some("question"));
    // Without heads, the first row is a question, too.
    let bare = table.split_once('\n').map_or("", |(_, rest)| rest).to_owned();
    let said = crate::import::SheetMapping::parse(
        r#"[{"headRow":0,"columns":{"B":"question","C":"option A","D":"option B","E":"key"}}]"#,
    );
    let reading = crate::import::read_mapped(bare.as_bytes(), &said.unwrap()).unwrap();
    assert_eq!(
        (reading.paper.sections[0].questions.len(), reading.has_errors()),
        (2, false)
    );
}

#[test]
fn a_mapping_that_cannot_be_meant_is_refused() {
    for json in [
        "",
        "{}",
        r#"[{"columns":{"A":"key"}}]"#,
        r#"[{"columns":{"A":"question","B":"question"}}]"#,
        r#"[{"columns":{"A":"question","Q9":"key"}}]"#,
        r#"[{"columns":{"A":"question","B":"sesuatu"}}]"#,
        r#"[{"columns":{"A":"question"},"lain":1}]"#,
    ] {
        let error = crate::import::SheetMapping::parse(json).unwrap_err();
        assert_eq!(error.fields()[0].path, "mapping", "{json}");
    }
}

#[test]
fn heads_are_known_in_turkish_and_guessed_by_their_words() {
    let table = "Soru;A;B;Cevap;Puan;Zorluk\nBaşkent?;Ankara;İzmir;A;2;mudah\n";
    let reading = read(table.as_bytes()).unwrap();
    let uses: Vec<_> = reading
        .columns
        .iter()
        .filter_map(|column| column.usage.as_deref())
        .collect();
    assert_eq!(
        uses,
        ["question", "option A", "option B", "key", "points", "difficulty"]
    );
    let table = "Soal;Isi opsi A;Isi opsi B;Kunci;Bobot butir ini\nIbu kota?;Ankara;Izmir;A;2\n";
    let reading = read(table.as_bytes()).unwrap();
    let guesses: Vec<_> = reading
        .columns
        .iter()
        .filter_map(|column| column.guess.as_deref())
        .collect();
    assert_eq!(guesses, ["option A", "option B", "points"]);
}
