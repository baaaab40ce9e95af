//! What Word does to a text, one fact a test.

use super::{
    build::{Docx, PNG, cell, drawing, lines, listed, paragraph, row, run, styled, table},
    *,
};

/// The stem of the only question, whose cell holds these paragraphs.
fn stem(content: &str) -> Reading {
    read(&Docx::section(&stem_table(content)))
}

fn stem_table(content: &str) -> String {
    let rows = [("SOAL 1", content.to_owned()), ("JENIS", paragraph(&run("URAIAN")))];
    let rows: String = rows
        .iter()
        .map(|(label, content)| row(&format!("{}{}", cell(&lines(&[label])), cell(content))))
        .collect();
    format!("<w:tbl>{rows}</w:tbl>")
}

#[track_caller]
fn assert_stem(content: &str, text: &str) {
    let reading = stem(content);
    assert_eq!(only_question(&reading).text, text);
}

fn level(index: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>"#
    )
}

/// Lists 1 and 2 count questions and options; list 3 starts questions at 5.
fn numbering() -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="7">{}{}</w:abstractNum><w:abstractNum w:abstractNumId="8">{}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#,
        level(0, "decimal", "%1.", ""),
        level(1, "upperLetter", "%2.", ""),
        level(0, "lowerRoman", "%1)", ""),
    )
}

#[test]
fn runs_that_were_split_within_a_word_are_joined() {
    assert_stem(
        &paragraph(&format!("{}{}{}", run("Ibu ko"), run("ta Ind"), run("onesia?"))),
        "Ibu kota Indonesia?",
    );
}

#[test]
fn blanks_count_only_where_they_are_preserved() {
    assert_stem(
        "<w:p><w:r><w:t> satu </w:t></w:r><w:r><w:t xml:space=\"preserve\"> dua\n</w:t></w:r></w:p>",
        "satu dua",
    );
}

#[test]
fn tracked_insertions_stay_and_deletions_go() {
    let runs = format!(
        r#"{}<w:ins w:id="1">{}</w:ins><w:del w:id="2"><w:r><w:delText>lama</w:delText><w:t>lama</w:t></w:r></w:del><w:moveFrom w:id="3">{}</w:moveFrom><w:moveTo w:id="4">{}</w:moveTo>"#,
        run("Ibu kota "),
        run("baru"),
        run("pindah"),
        run("!")
    );
    assert_stem(&paragraph(&runs), "Ibu kota baru!");
}

#[test]
fn a_paragraph_whose_end_was_deleted_runs_on_into_the_next() {
    let first = format!(
        r#"<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{}</w:p>"#,
        run("Ibu ")
    );
    assert_stem(&format!("{first}{}", lines(&["kota"])), "Ibu kota");
}

#[test]
fn deleted_rows_are_gone() {
    let deleted = format!(
        r#"<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{}{}</w:tr></w:tbl>"#,
        cell(&lines(&["KUNCI"])),
        cell(&lines(&["A"]))
    );
    let body = stem_table(&lines(&["Apa?"])).replace("</w:tbl>", &deleted);
    assert_eq!(only_question(&read(&Docx::section(&body))).text, "Apa?");
}

#[test]
fn hidden_text_is_not_read_whether_the_run_or_its_style_hides_it() {
    let runs = format!(
        r#"{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>rahasia</w:t></w:r><w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>gaya</w:t></w:r><w:r><w:rPr><w:rStyle w:val="H"/><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>"#,
        run("Apa ini?")
    );
    let styles = r#"<w:style w:type="character" w:styleId="H"><w:name w:val="Tersembunyi"/><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let reading = read(&Docx::section(&stem_table(&paragraph(&runs))).styles(styles));
    assert_eq!(only_question(&reading).text, "Apa ini?!");
}

#[test]
fn a_text_box_is_read_once_although_it_is_written_twice() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", lines(&["Kotak", "dua"]));
    let runs = format!(
        r#"{}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wps:txbx>{content}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}"#,
        run("Apa "),
        run("ini?")
    );
    assert_stem(&paragraph(&runs), "Apa ini?\nKotak\ndua");
}

#[test]
fn the_fallback_counts_where_the_choice_shows_nothing() {
    let runs = format!(
        r#"{}<w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"#,
        run("Lihat ")
    );
    let reading = read(&Docx::section(&stem_table(&paragraph(&runs))).picture("rId9", "a.bin", PNG));
    let hash = reading.pictures.keys().next().unwrap();
    assert_eq!(only_question(&reading).text.plain(), format!("Lihat ![](image:{hash})"));
}

#[test]
fn a_shape_that_shows_nothing_is_told_once() {
    let runs = format!(
        r#"{}<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:docPr descr="panah"/></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"#,
        run("Apa?")
    );
    assert_eq!(codes(&stem(&paragraph(&runs))), [("drawing.lost", "1")]);
    let rule = format!(r#"{}<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>"#, run("Apa?"));
    assert_stem(&paragraph(&rule.replace("o:hr", "hr")), "Apa?");
}

#[test]
fn a_field_shows_its_result() {
    let runs = format!(
        r#"{}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>{}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="PAGE">{}</w:fldSimple>{}"#,
        run("Lihat "),
        run("bukan ini"),
        run("gambar 1"),
        run(" di 2"),
        run(".")
    );
    assert_stem(&paragraph(&runs), "Lihat gambar 1 di 2.");
}

#[test]
fn links_controls_and_special_characters_are_text() {
    let runs = format!(
        r#"<w:hyperlink r:id="rId3">{}</w:hyperlink><w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt><w:r><w:noBreakHyphen/><w:t>x</w:t><w:softHyphen/><w:t>y</w:t><w:tab/><w:sym w:font="Symbol" w:char="F070"/><w:br/><w:t>baris</w:t></w:r>"#,
        run("tautan "),
        run("isi"),
        run("Ketik di sini")
    );
    let reading = read(&Docx::section(&stem_table(&paragraph(&runs))).relation(
        "rId3",
        "hyperlink",
        "https://example.com",
        "External",
    ));
    assert_eq!(only_question(&reading).text, "tautan isi-xy\tπ\nbaris");
}

#[test]
fn blanks_that_do_not_break_become_blanks_and_quotes_stay_as_they_are() {
    assert_stem(&lines(&["Apa\u{a0}itu “kota”\u{ad}?"]), "Apa itu “kota”?");
}

#[test]
fn formulas_keep_their_meaning_in_one_line() {
    let runs = format!(
        r#"{}<m:oMath><m:f><m:num><m:r><m:t>x+1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:rad><m:e><m:r><m:t>3</m:t></m:r></m:e></m:rad><m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:r><m:t>z</m:t></m:r></m:e></m:d></m:oMath>"#,
        run("Hitung ")
    );
    let reading = read(&Docx::section(&stem_table(&paragraph(&runs))));
    let text = &only_question(&reading).text;
    assert_eq!(text.plain(), "Hitung ((x+1)/2)y²√(3)[z]");
    assert!(
        text.markup().is_some_and(|markup| markup.contains("<mfrac>")),
        "{text:?}"
    );
}

#[test]
fn arabic_and_javanese_are_unharmed() {
    let text = "ما هي عاصمة إندونيسيا؟ ꦲꦤꦕꦫꦏ\u{200d}";
    assert_stem(&lines(&[text]), text);
}

#[test]
fn a_table_within_a_cell_stays_a_table() {
    let inner = table(&[&["x", "y"], &["1", "2"]]);
    let stem = format!("{}{inner}{}", lines(&["Lihat tabel:"]), lines(&["Apa?"]));
    let reading = read(&Docx::section(&stem_table(&stem)));
    let text = &only_question(&reading).text;
    assert_eq!(text.plain(), "Lihat tabel:\nx | y\n1 | 2\nApa?");
    assert_eq!(
        text.markup(),
        Some("<p>Lihat tabel:</p><table><tr><td>x</td><td>y</td></tr><tr><td>1</td><td>2</td></tr></table><p>Apa?</p>")
    );
}

#[test]
fn pictures_stand_where_they_are_by_their_hash() {
    let content = paragraph(&format!("{}{}", run("Lihat "), drawing("rId5", "peta [kota]")));
    let docx = Docx::section(&stem_table(&content))
        .picture("rId5", "image1.png", PNG)
        .picture("rId6", "unused.png", b"\xff\xd8\xff\xe0 unused");
    let reading = read(&docx);
    let hash = reading.pictures.keys().next().unwrap();
    assert_eq!(reading.pictures.len(), 1);
    assert_eq!(reading.pictures[hash].bytes, PNG);
    assert_eq!(
        only_question(&reading).text.plain(),
        format!("Lihat ![peta [kota]](image:{hash})")
    );
}

#[test]
fn a_picture_that_browsers_do_not_show_is_told_and_leaves_a_mark() {
    let content = paragraph(&format!("{}{}", run("Lihat "), drawing("rId5", "rumus")));
    let reading = read(&Docx::section(&stem_table(&content)).picture("rId5", "image1.wmf", b"\xd7\xcd\xc6\x9a"));
    let [finding] = reading.findings.as_slice() else {
        panic!("{:?}", reading.findings)
    };
    assert_eq!(
        (finding.code, finding.severity),
        ("picture.unreadable", Severity::Warning)
    );
    assert_eq!(
        (finding.section.as_deref(), finding.question.as_deref()),
        (Some("Satu"), Some("1"))
    );
    assert_eq!((finding.place.table, finding.place.row), (Some(1), Some(1)));
    assert_eq!(finding.excerpt, "rumus");
    assert_eq!(reading.paper.sections[0].questions[0].text, "Lihat [gambar]");
}

#[test]
fn numbers_that_word_counts_are_questions_and_options() {
    let body = [
        listed(1, 0, "Satu?"),
        listed(1, 1, "*ya"),
        listed(1, 1, "tidak"),
        listed(1, 0, "Dua?"),
        listed(1, 1, "ya"),
        listed(1, 1, "*tidak"),
        listed(3, 0, "Lima?"),
        listed(3, 1, "*ya"),
        listed(3, 1, "tidak"),
    ]
    .concat();
    let reading = read(&Docx::section(&body).numbering(&numbering()));
    assert_eq!(reading.findings, []);
    let questions = &reading.paper.sections[0].questions;
    let told: Vec<_> = questions
        .iter()
        .map(|question| (question.text.plain(), answers(question)))
        .collect();
    assert_eq!(told, [("Satu?", vec!["A"]), ("Dua?", vec!["B"]), ("Lima?", vec!["A"])]);
    assert_eq!(options(&questions[1]), [("A", "ya"), ("B", "tidak")]);
}

#[test]
fn lists_continue_restart_and_count_in_their_own_format() {
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="1">{}{}{}</w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>"#,
        level(0, "upperRoman", "%1.", ""),
        level(1, "lowerLetter", "(%1-%2)", ""),
        level(2, "decimal", "%3)", r#"<w:lvlRestart w:val="0"/>"#),
    );
    let content = [
        listed(4, 0, "a"),
        listed(4, 1, "b"),
        listed(4, 2, "c"),
        listed(4, 1, "d"),
        listed(5, 0, "e"),
        listed(4, 1, "f"),
        listed(4, 2, "g"),
        listed(0, 0, "h"),
    ]
    .concat();
    let reading = read(&Docx::section(&stem_table(&content)).numbering(&numbering));
    assert_eq!(
        only_question(&reading).text,
        "I. a\n(I-a) b\n1) c\n(I-b) d\nII. e\n(II-a) f\n2) g\nh"
    );
}

#[test]
fn a_style_can_put_its_paragraphs_in_a_list() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Soal"><w:name w:val="Butir"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Soal2"><w:name w:val="Butir 2"/><w:basedOn w:val="Soal"/></w:style>"#;
    let content = format!("{}{}", styled("Soal", "a"), styled("Soal2", "b"));
    let reading = read(
        &Docx::section(&stem_table(&content))
            .numbering(&numbering())
            .styles(styles),
    );
    assert_eq!(only_question(&reading).text, "i) a\nii) b");
}

#[test]
fn a_heading_is_known_by_the_name_of_its_style_in_any_language() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Judul1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="Judul"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="Ptj"><w:name w:val="Petunjuk"/></w:style>"#;
    let body = format!(
        "{}{}{}{}{}",
        styled("Judul", "Paket Satu"),
        styled("Judul1", "Listening"),
        styled("Ptj", "Isi durasi di bawah ini."),
        lines(&["Durasi 35 menit"]),
        stem_table(&format!("{}{}", styled("Ptj", "Tulis soal di sini"), lines(&["Apa?"])))
    );
    let reading = read(&Docx::new(&body).styles(styles));
    assert_eq!(only_question(&reading).text, "Apa?");
    assert_eq!(reading.paper.title, "Paket Satu");
    assert_eq!(
        (
            reading.paper.sections[0].title.as_str(),
            reading.paper.sections[0].duration
        ),
        ("Listening", 2100)
    );
}

#[test]
fn a_tick_in_a_symbol_font_is_a_tick() {
    let tick = r#"<w:p><w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>ü</w:t></w:r></w:p>"#;
    let body =
        table(&[&["SOAL 1", "Apa?"], &["A", "ya", "TICK"], &["B", "tidak", ""]]).replace(&lines(&["TICK"]), tick);
    assert_eq!(answers(only_question(&read(&Docx::section(&body)))), ["A"]);
}
