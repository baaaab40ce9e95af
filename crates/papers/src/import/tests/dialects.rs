//! Whole papers as Word, WPS and Google Docs write them, each as it is read.

use super::{
    build::{Docx, PNG, cell, drawing, lines as paragraphs, listed, paragraph, row, run, set, table},
    layouts::describe,
    *,
};

/// A paragraph with properties.
fn with(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run(text))
}

/// A definition of a list whose levels count in these formats and look like this.
fn definition(id: u32, levels: &[(&str, &str)]) -> String {
    let level = |(index, (format, text)): (usize, &(&str, &str))| {
        format!(
            r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let levels: Vec<String> = levels.iter().enumerate().map(level).collect();
    format!(
        r#"<w:abstractNum w:abstractNumId="{id}">{}</w:abstractNum>"#,
        levels.concat()
    )
}

/// A list of a definition.
fn list(id: u32, definition: u32) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{definition}"/></w:num>"#)
}

/// What a document is read as, as [`describe`] tells it.
fn described(docx: &Docx) -> Vec<String> {
    describe(&docx.build())
}

/// Two questions without keys.
fn two_questions() -> String {
    paragraphs(&[
        "1. Berapa 1+1?",
        "a. satu",
        "b. dua",
        "2. Berapa 1×1?",
        "a. satu",
        "b. dua",
    ])
}

/// What those are read as when the document says that B and A are right.
const TWO: [&str; 2] = ["Berapa 1+1? | A=satu B=dua | B", "Berapa 1×1? | A=satu B=dua | A"];

#[test]
fn lines_that_word_breaks_within_a_paragraph_are_stems_and_options() {
    let broken = |text: &str| {
        let text = text.replace('\t', "</w:t><w:tab/><w:t>");
        format!(
            "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
            text.replace('|', "</w:t><w:br/><w:t>")
        )
    };
    let body = [
        broken("1. Pemakan daging disebut …|A. herbivora|B. karnivora|Kunci: B"),
        broken("2. Pemakan rumput disebut …|A. herbivora\tC. omnivora|B. karnivora\tD. insektivora|Jawaban: A"),
    ];
    assert_eq!(
        described(&Docx::section(&body.concat())),
        [
            "Pemakan daging disebut … | A=herbivora B=karnivora | B",
            "Pemakan rumput disebut … | A=herbivora B=karnivora C=omnivora D=insektivora | A",
            "",
        ]
    );
}

#[test]
fn lists_of_google_docs_have_a_list_for_the_options_of_each_question() {
    let span = |text: &str| set(r#"<w:rtl w:val="0"/>"#, text);
    let item = |list: u32, text: &str| {
        let properties =
            format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr><w:ind w:left="720"/>"#);
        format!(
            "<w:p><w:pPr>{properties}<w:rPr><w:u w:val=\"none\"/></w:rPr></w:pPr>{}</w:p>",
            span(text)
        )
    };
    let body = [
        paragraph(&span("Kuis Sejarah")),
        item(1, "Siapa proklamator Indonesia?"),
        item(2, "Soekarno"),
        item(2, "Kartini"),
        paragraph(&span("")),
        item(1, "Tahun berapa Indonesia merdeka?"),
        item(3, "1944"),
        item(3, "1945"),
        paragraph(&span("Jawaban: 1. A; 2. B")),
    ];
    let upper = [("upperLetter", "%1.")];
    let numbering = [
        definition(0, &[("decimal", "%1.")]),
        definition(1, &upper),
        definition(2, &upper),
        list(1, 0),
        list(2, 1),
        list(3, 2),
    ];
    let reading = described(&Docx::new(&body.concat()).numbering(&numbering.concat()));
    assert_eq!(
        reading,
        [
            "Siapa proklamator Indonesia? | A=Soekarno B=Kartini | A",
            "Tahun berapa Indonesia merdeka? | A=1944 B=1945 | B",
            "document.section.missing",
        ]
    );
}

#[test]
fn what_word_wraps_around_text_is_no_text() {
    let note = r#"<w:r><w:footnoteReference w:id="2"/></w:r>"#;
    let body = [
        format!(
            "<w:sdt><w:sdtPr><w:docPartObj/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            paragraphs(&["PAKET: Kecil", "BAGIAN: Satu", "DURASI: 45 menit"])
        ),
        format!(
            "<w:sdt><w:sdtContent>{}{}</w:sdtContent></w:sdt>",
            paragraph(&format!(
                "{}<w:smartTag w:uri=\"u\" w:element=\"place\">{}</w:smartTag>{note}{}",
                run("1. "),
                run("Jakarta"),
                run(" terletak di pulau …")
            )),
            paragraphs(&["A. Jawa"])
        ),
        paragraph(&format!(
            "{}<w:ins w:id=\"1\">{}</w:ins><w:del w:id=\"2\"><w:r><w:delText>Jawa</w:delText></w:r></w:del>",
            run("B. "),
            run("Bali")
        )),
        paragraphs(&["C. Suma\u{ad}tra"]),
        paragraph(&format!(
            "{}<w:fldSimple w:instr=\" REF kunci \">{}</w:fldSimple>",
            run("KUNCI: "),
            run("A")
        )),
        paragraph(&format!(
            r#"{}<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>{}<w:customXml w:element="x">{}</w:customXml><w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>{}"#,
            run("2. Besar sudut "),
            run(" adalah "),
            run("60"),
            run(".")
        )),
        paragraphs(&["A. benar", "B. salah", "KUNCI: A"]),
    ];
    assert_eq!(
        described(&Docx::new(&body.concat())),
        [
            "Jakarta terletak di pulau … | A=Jawa B=Bali C=Sumatra | A",
            "Besar sudut α adalah 60°. | A=benar B=salah | A",
            "footnote.ignored",
        ]
    );
}

#[test]
fn arabic_papers_number_with_dashes_or_with_lists_and_name_the_key_in_arabic() {
    let right = "<w:bidi/>";
    let typed = [
        with(right, "١- ما عاصمة مصر؟"),
        with(right, "أ- القاهرة"),
        with(right, "ب- دمشق"),
        with(right, "ج- بغداد"),
        with(right, "الجواب: أ"),
        with(right, "٢) كم عدد أيام الأسبوع؟"),
        with(right, "أ) ٥\tب) ٦\tج) ٧"),
        with(right, "مفتاح الإجابة: ج"),
    ];
    assert_eq!(
        described(&Docx::section(&typed.concat())),
        [
            "ما عاصمة مصر؟ | A=القاهرة B=دمشق C=بغداد | A",
            "كم عدد أيام الأسبوع؟ | A=٥ B=٦ C=٧ | C",
            "",
        ]
    );
    let counted = [
        listed(1, 0, "ما عاصمة مصر؟"),
        listed(2, 0, "القاهرة"),
        listed(2, 0, "دمشق"),
        listed(2, 0, "بغداد"),
        paragraphs(&["KUNCI: C"]),
    ];
    for format in ["arabicAlpha", "arabicAbjad"] {
        let numbering = [
            definition(0, &[("hindiNumbers", "%1.")]),
            definition(1, &[(format, "%1.")]),
            list(1, 0),
            list(2, 1),
        ];
        let reading = described(&Docx::section(&counted.concat()).numbering(&numbering.concat()));
        assert_eq!(
            reading,
            ["ما عاصمة مصر؟ | A=القاهرة B=دمشق C=بغداد | C", ""],
            "{format}"
        );
    }
}

#[test]
fn a_key_below_its_heading_may_be_any_table() {
    let tables: [&[&[&str]]; 5] = [
        &[&["1", "2"], &["B", "A"]],
        &[&["1. B", "2. A"]],
        &[&["1", "B"], &["2", "A"]],
        &[&["No", "Kunci", "No", "Kunci"], &["1", "B", "2", "A"]],
        &[&["Nomor Soal", "1", "2"], &["Kunci Jawaban", "B", "A"]],
    ];
    for rows in tables {
        let body = [two_questions(), paragraphs(&["KUNCI JAWABAN"]), table(rows)];
        let reading = described(&Docx::section(&body.concat()));
        assert_eq!(reading[..2], TWO, "{rows:?}");
        assert_eq!(reading[2], "", "{rows:?}");
    }
}

#[test]
fn explanations_beside_a_key_are_told_and_not_read() {
    let keys: &[&[&str]] = &[
        &["No", "Kunci", "Pembahasan"],
        &["1", "B", "1+1=2"],
        &["2", "A", "1×1=1"],
    ];
    let body = [two_questions(), paragraphs(&["KUNCI JAWABAN"]), table(keys)];
    let reading = read(&Docx::section(&body.concat()));
    assert_eq!(
        described(&Docx::section(&body.concat())),
        [TWO[0], TWO[1], "text.ignored"]
    );
    assert_eq!(reading.findings[0].excerpt, "Pembahasan");
}

#[test]
fn numbers_above_letters_in_a_stem_are_no_keys() {
    let body = [
        paragraphs(&["1. Perhatikan tabel!"]),
        table(&[&["1", "2"], &["A", "B"]]),
        paragraphs(&["A. ya", "B. tidak", "KUNCI: A"]),
    ];
    assert_eq!(
        described(&Docx::section(&body.concat())),
        ["Perhatikan tabel!\n1 | 2\nA | B | A=ya B=tidak | A", ""]
    );
}

#[test]
fn a_column_of_answers_beside_columns_of_options_is_the_key() {
    let rows: &[&[&str]] = &[
        &["No", "Tipe", "Pertanyaan", "Opsi A", "Opsi B", "Jawaban", "Bobot"],
        &["1", "PG", "Apa?", "a", "b", "B", "2"],
        &["2", "Isian", "Berapa 1+1?", "", "", "2", "3"],
        &["3", "Benar/Salah", "Bumi bulat.", "", "", "Benar", "1"],
        &["4", "Uraian", "Jelaskan.", "", "", "", "10"],
    ];
    assert_eq!(
        described(&Docx::section(&table(rows))),
        [
            "Apa? | A=a B=b | B",
            "Berapa 1+1? |  | 2",
            "Bumi bulat. | B=Benar S=Salah | B",
            "Jelaskan. |  | ",
            ""
        ]
    );
    let both: &[&[&str]] = &[
        &["No", "Soal", "A", "B", "Jawaban", "Kunci"],
        &["1", "Apa?", "a", "b", "A", "B"],
    ];
    let reading = read(&Docx::section(&table(both)));
    assert_eq!(codes(&reading), [("grid.column.repeated", "")]);
    assert_eq!(reading.findings[0].excerpt, "Jawaban");
}

#[test]
fn questions_that_a_table_places_are_read_as_lines() {
    let stem = |text: &str| cell(&paragraphs(&[text]));
    let body = [
        row(&format!(
            "{}{}",
            stem("1."),
            cell(&paragraphs(&["Ibu kota Jepang", "A. Tokyo", "B. Osaka"]))
        )),
        row(&format!("{}{}", stem("2"), stem("Ibu kota Korea Selatan"))),
        row(&format!(
            "{}{}",
            stem(""),
            cell(&paragraphs(&["A. Seoul\tC. Daegu", "B. Busan"]))
        )),
    ];
    let places = format!("<w:tbl>{}</w:tbl>", body.concat());
    let body = [places, paragraphs(&["KUNCI JAWABAN: 1. A 2. A"])];
    assert_eq!(
        described(&Docx::section(&body.concat())),
        [
            "Ibu kota Jepang | A=Tokyo B=Osaka | A",
            "Ibu kota Korea Selatan | A=Seoul B=Busan C=Daegu | A",
            "",
        ]
    );
    // Numbers that do not count up belong to a table that is a part of a text.
    let data = [
        paragraphs(&["1. Perhatikan!"]),
        table(&[&["7", "A. Ani"], &["9", "B. Budi"]]),
        paragraphs(&["A. ya", "B. tidak", "KUNCI: A"]),
    ];
    assert_eq!(
        described(&Docx::section(&data.concat())),
        ["Perhatikan!\n7 | A. Ani\n9 | B. Budi | A=ya B=tidak | A", ""]
    );
}

#[test]
fn premises_beside_responses_are_a_matching_question_and_so_are_ticked_statements() {
    let body = [
        paragraphs(&["1. Jodohkan!"]),
        table(&[
            &["1", "Ibu kota Bali", "a", "Banda Aceh"],
            &["2", "Ibu kota Aceh", "b", "Denpasar"],
        ]),
        paragraphs(&["KUNCI: 1-b, 2-a", "2. Benar atau salah?"]),
        table(&[
            &["Pernyataan", "Benar", "Salah"],
            &["Bumi bulat.", "v", ""],
            &["Es panas.", "", "v"],
        ]),
    ];
    assert_eq!(
        described(&Docx::section(&body.concat())),
        [
            "Jodohkan! | 1=Ibu kota Bali 2=Ibu kota Aceh A=Banda Aceh B=Denpasar | 1-B,2-A",
            "Benar atau salah? | 1=Bumi bulat. 2=Es panas. A=Benar B=Salah | 1-A,2-B",
            "",
        ]
    );
    // Without ticks nobody knows what is right, nor that anything is to be ticked.
    let blank = [
        paragraphs(&["1. Benar atau salah?"]),
        table(&[&["Pernyataan", "Benar", "Salah"], &["Bumi bulat.", "", ""]]),
    ];
    assert_eq!(
        codes(&read(&Docx::section(&blank.concat()))),
        [("question.type.missing", "1")]
    );
}

#[test]
fn a_picture_of_wps_has_no_name_and_its_floating_table_holds_options() {
    let shape = r#"<w:r><w:pict><v:shape type="x" style="width:10pt" alt="C:\Soal\kunci A.png"><v:imagedata r:id="rId5" o:title="kunci A"/></v:shape></w:pict></w:r>"#;
    let floating = table(&[&["A、segitiga", "B、persegi"], &["C、lingkaran", "D、kubus"]]).replace(
        "<w:tblPr/>",
        r#"<w:tblPr><w:tblpPr w:leftFromText="180" w:tblpX="100"/></w:tblPr>"#,
    );
    let body = [
        paragraph(&format!("{}{shape}", run("1．Perhatikan gambar!"))),
        floating,
        paragraphs(&["KUNCI：Ａ"]),
    ];
    let docx = Docx::section(&body.concat()).picture("rId5", "image1.png", PNG);
    let reading = read(&docx);
    let hash = reading.pictures.keys().next().unwrap();
    let stem = format!("Perhatikan gambar!![](image:{hash})");
    assert_eq!(
        described(&docx),
        [
            format!("{stem} | A=segitiga B=persegi C=lingkaran D=kubus | A"),
            String::new()
        ]
    );
}

#[test]
fn options_in_columns_may_be_pictures_and_formulas() {
    let math = |text: &str| {
        format!(
            "<m:oMath><m:sSup><m:e><m:r><m:t>{text}</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
        )
    };
    let columns = |one: &str, other: &str| paragraph(&format!("{one}<w:r><w:tab/></w:r>{other}"));
    let body = [
        paragraphs(&["1. Manakah yang benar?"]),
        columns(
            &format!("{}{}", run("A. "), math("x")),
            &format!("{}{}", run("C. "), math("y")),
        ),
        columns(&format!("{}{}", run("B. "), drawing("rId5", "peta")), &run("D. 3")),
        paragraphs(&["KUNCI: C"]),
    ];
    let docx = Docx::section(&body.concat()).picture("rId5", "image1.png", PNG);
    let hash = read(&docx).pictures.keys().next().unwrap().clone();
    assert_eq!(
        described(&docx),
        [
            format!("Manakah yang benar? | A=x² B=![peta](image:{hash}) C=y² D=3 | C"),
            String::new()
        ]
    );
}

#[test]
fn a_text_for_several_questions_is_a_passage_that_they_refer_to() {
    let introduction = "Bacalah teks berikut untuk soal nomor 1 dan 2!";
    let body = [
        paragraphs(&[
            introduction,
            "Pasar itu dimulai saat fajar.",
            "Pedagang datang dengan perahu.",
        ]),
        paragraphs(&["1. Kapan pasar dimulai?", "A. fajar", "B. siang"]),
        paragraphs(&["2. Dengan apa pedagang datang?", "A. mobil", "B. perahu"]),
        paragraphs(&["Read the text to answer questions 3-4.", "Anna has a cat."]),
        paragraphs(&[
            "3. Who has a cat?",
            "A. Anna",
            "B. Bob",
            "4. What has Anna?",
            "A. a dog",
            "B. a cat",
        ]),
        paragraphs(&[
            "5. Lawan kata besar …",
            "A. kecil",
            "B. luas",
            "KUNCI JAWABAN",
            "1. A 2. B 3. A 4. B 5. A",
        ]),
    ];
    for docx in [Docx::section(&body.concat()), Docx::new(&body.concat())] {
        let reading = read(&docx);
        assert!(!reading.has_errors(), "{:?}", reading.findings);
        assert!(!codes(&reading).contains(&("text.ignored", "")));
        let passages: Vec<_> = reading
            .paper
            .passages
            .iter()
            .map(|passage| (passage.code.as_str(), passage.body.plain()))
            .collect();
        assert_eq!(
            passages,
            [
                ("1-2", "Pasar itu dimulai saat fajar.\nPedagang datang dengan perahu."),
                ("3-4", "Anna has a cat.")
            ]
        );
        assert_eq!(reading.paper.passages[0].title, introduction);
        let questions = &reading.paper.sections[0].questions;
        let about: Vec<_> = questions.iter().map(|question| question.passage.as_deref()).collect();
        assert_eq!(about, [Some("1-2"), Some("1-2"), Some("3-4"), Some("3-4"), None]);
        assert_eq!(questions[1].options[1].value, "perahu");
    }
}

#[test]
fn an_introduction_without_a_text_or_without_its_question_stays_what_it_was() {
    let body = paragraphs(&[
        "Bacalah teks untuk soal nomor 4-6!",
        "Tidak ada.",
        "1. Apa?",
        "A. ya",
        "B. tidak",
        "KUNCI: A",
    ]);
    let reading = read(&Docx::section(&body));
    assert_eq!(codes(&reading), [("text.ignored", ""), ("text.ignored", "")]);
    assert!(reading.paper.passages.is_empty());
}

#[test]
fn a_file_that_was_inserted_keeps_the_document_out() {
    let body = [
        paragraphs(&["1. Apa?", "A. ya", "B. tidak", "KUNCI: A"]),
        r#"<w:altChunk r:id="rId5"/>"#.to_owned(),
    ];
    let docx = Docx::section(&body.concat())
        .relation("rId5", "aFChunk", "afchunk.htm", "")
        .part("word/afchunk.htm", b"<html><p>2. Apa lagi?</p></html>");
    let reading = read(&docx);
    assert_eq!(codes(&reading), [("document.inserted", "1")]);
    assert!(reading.has_errors());
}

#[test]
fn questions_may_be_called_soal() {
    let body = paragraphs(&[
        "Soal 1. Apa?",
        "A. ya",
        "B. tidak",
        "Kunci: A",
        "Soal No. 2: Apa lagi?",
        "A. ya",
        "B. tidak",
        "Jwb: B",
        "Soal 3",
        "Siapa?",
        "A. Ani",
        "B. Budi",
        "Jawaban yang benar: B. Budi",
    ]);
    assert_eq!(
        described(&Docx::section(&body)),
        [
            "Apa? | A=ya B=tidak | A",
            "Apa lagi? | A=ya B=tidak | B",
            "Siapa? | A=Ani B=Budi | B",
            "",
        ]
    );
}

#[test]
fn a_key_may_repeat_what_its_option_says_but_not_say_something_else() {
    let keys = paragraphs(&["Jawaban:", "1. B. dua", "2. a. Satu"]);
    assert_eq!(
        described(&Docx::section(&[two_questions(), keys].concat())),
        [TWO[0], TWO[1], ""]
    );
    let wrong = paragraphs(&["KUNCI JAWABAN", "1. B. satu", "2. A"]);
    let reading = read(&Docx::section(&[two_questions(), wrong].concat()));
    assert_eq!(codes(&reading), [("question.key.unreadable", "1")]);
}
