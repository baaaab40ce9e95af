//! Lists as teachers fill them in, and as attackers make them.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::{Formula, Workbook};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    read::{Line, MOST_ROWS, Reading, read},
    template::{Choices, template},
};

/// A cell of a test's sheet.
enum In {
    Text(&'static str),
    Number(f64),
    Formula(&'static str),
    Empty,
}
use In::{Empty, Text};

fn sheet(rows: &[&[In]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell {
                Text(text) => sheet.write_string(row, column, *text).map(drop),
                In::Number(number) => sheet.write_number(row, column, *number).map(drop),
                In::Formula(formula) => sheet.write_formula(row, column, Formula::new(*formula)).map(drop),
                Empty => Ok(()),
            }
            .unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Codes and places of the findings: `roster.number.numeric 2 registeredNumber`.
fn found(reading: &Reading) -> Vec<String> {
    let shown = reading.findings.iter().map(|finding| {
        let row = finding.row.map(|row| row.to_string()).unwrap_or_default();
        format!("{} {row} {}", finding.code, finding.column.unwrap_or_default())
    });
    shown.map(|text| text.trim_end().to_owned()).collect()
}

/// A workbook with one of its parts replaced or added.
fn altered(book: &[u8], part: &str, bytes: &[u8]) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut entry = from.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name != part {
            let mut held = Vec::new();
            entry.read_to_end(&mut held).unwrap();
            to.start_file(name, SimpleFileOptions::default()).unwrap();
            to.write_all(&held).unwrap();
        }
    }
    to.start_file(part, SimpleFileOptions::default()).unwrap();
    to.write_all(bytes).unwrap();
    to.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> String {
    let error = read(bytes).unwrap_err();
    error.fields()[0].rule.message().text(base::Lang::En).to_owned()
}

fn choices() -> Choices {
    Choices {
        ranks: vec!["Kapten".into(), "=Mayor".into()],
        units: (0..40).map(|number| format!("Satuan Latihan Nomor {number}")).collect(),
        positions: Vec::new(),
        events: vec![(3, "Ujian Nasional".into())],
    }
}

#[test]
fn the_template_filled_in_with_its_own_choices_has_no_finding() {
    let book = template(&choices()).unwrap();
    // The sheet as it is in the template, with a row as Excel writes what was typed and chosen.
    let mut archive = ZipArchive::new(Cursor::new(&book)).unwrap();
    let mut xml = String::new();
    let path = "xl/worksheets/sheet1.xml";
    archive.by_name(path).unwrap().read_to_string(&mut xml).unwrap();
    let filled = r#"<c r="A2" s="2" t="inlineStr"><is><t>0012345678</t></is></c><c r="B2" t="inlineStr"><is><t xml:space="preserve">Budi  Santoso </t></is></c><c r="C2" t="inlineStr"><is><t>'=Mayor</t></is></c><c r="D2" t="inlineStr"><is><t>Satuan Latihan Nomor 39</t></is></c><c r="F2" t="inlineStr"><is><t>3 - Ujian Nasional</t></is></c>"#;
    let (before, rest) = xml.split_once(r#"<c r="A2""#).unwrap();
    let (_, after) = rest.split_once("/>").unwrap();
    let book = altered(&book, path, format!("{before}{filled}{after}").as_bytes());
    let reading = read(&book).unwrap();
    assert_eq!(found(&reading), Vec::<String>::new());
    assert_eq!(
        reading.lines,
        [Line {
            row: 2,
            registered_number: "0012345678".into(),
            name: "Budi Santoso".into(),
            rank: Some("=Mayor".into()),
            unit: Some("Satuan Latihan Nomor 39".into()),
            position: None,
            event: Some(3),
        }]
    );
}

#[test]
fn a_choice_that_could_be_computed_is_text_whatever_stands_before_its_sign() {
    let choices = Choices {
        ranks: ["  =1+1", "\t@x", "\r-1", "\u{a0}+1"].map(str::to_owned).into(),
        ..Choices::default()
    };
    let book = template(&choices).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(&book)).unwrap();
    let mut strings = String::new();
    let path = "xl/sharedStrings.xml";
    archive.by_name(path).unwrap().read_to_string(&mut strings).unwrap();
    for cell in ["'  =1+1", "'\t@x", "-1", "'\u{a0}+1"] {
        assert!(strings.contains(cell), "{cell:?} in {strings}");
    }
    // Titles are compared without blanks around them, and so is what was chosen.
    for (cell, title) in [("'  =1+1", "=1+1"), ("'\u{a0}+1", "+1"), ("' @x", "@x")] {
        let book = sheet(&[
            &[Text("NRP"), Text("Nama"), Text("Pangkat")],
            &[Text("1"), Text("Ani"), Text(cell)],
        ]);
        assert_eq!(read(&book).unwrap().lines[0].rank.as_deref(), Some(title), "{cell:?}");
    }
}

#[test]
fn the_template_alone_is_an_empty_list() {
    let reading = read(&template(&Choices::default()).unwrap()).unwrap();
    assert_eq!(found(&reading), ["roster.empty"]);
}

#[test]
fn choices_are_on_a_hidden_sheet_and_numbers_are_text() {
    let book = template(&choices()).unwrap();
    let mut archive = ZipArchive::new(Cursor::new(&book)).unwrap();
    let mut part = |path: &str| {
        let mut xml = String::new();
        archive.by_name(path).unwrap().read_to_string(&mut xml).unwrap();
        xml
    };
    let list = part("xl/worksheets/sheet1.xml");
    assert!(list.contains(r#"sqref="D2:D5001""#) && list.contains("Daftar!$D$1:$D$40"));
    assert!(list.contains(r#"<c r="A5001" s="#) && part("xl/styles.xml").contains(r#"numFmtId="49""#));
    assert!(part("xl/workbook.xml").contains(r#"name="Daftar" sheetId="3" state="hidden""#));
}

#[test]
fn every_bad_row_is_found_with_its_row_as_excel_counts_it() {
    let book = sheet(&[
        &[Text("Daftar peserta ujian")],
        &[],
        &[
            Text("NRP"),
            Text("Nama"),
            Text("Pangkat"),
            Text("Ujian"),
            Text("Telepon"),
        ],
        &[
            Text(" 007 "),
            Text("  Ani "),
            Text("Kapten"),
            In::Number(3.0),
            Text("x"),
        ],
        &[In::Number(7.0), Text("Budi")],
        &[],
        &[Text("008"), Empty],
        &[Text("009"), In::Number(5.0)],
        &[Text("010"), In::Formula("=\"Cici\"")],
        &[Text("011"), Text("Dedi"), Empty, Text("tiga")],
        &[Text("   "), Text("\u{a0}")],
        &[Empty, Text("Eka")],
        &[Text("012"), Text("Fani"), Empty, Text("3 Maret")],
    ]);
    let reading = read(&book).unwrap();
    assert_eq!(
        found(&reading),
        [
            "roster.heads.unknown 3",
            "roster.number.numeric 5 registeredNumber",
            "roster.cell.missing 7 name",
            "roster.cell.type 8 name",
            "roster.cell.formula 9 name",
            "roster.event.unreadable 10 eventId",
            "roster.cell.missing 12 registeredNumber",
            "roster.event.unreadable 13 eventId",
        ]
    );
    let good = &reading.lines[0];
    assert_eq!((reading.lines.len(), reading.rows), (1, 8));
    assert_eq!(
        (
            good.row,
            good.registered_number.as_str(),
            good.name.as_str(),
            good.event
        ),
        (4, "007", "Ani", Some(3))
    );
}

#[test]
fn a_sheet_without_its_heads_is_refused_and_so_are_two_of_a_kind() {
    let none = read(&sheet(&[&[Text("007"), Text("Ani")]])).unwrap();
    assert_eq!(found(&none), ["roster.heads.missing"]);
    let twice = read(&sheet(&[
        &[Text("NRP"), Text("Nama"), Text("name")],
        &[Text("1"), Text("Ani"), Text("Budi")],
    ]))
    .unwrap();
    assert_eq!(found(&twice), ["roster.heads.twice 1 name"]);
}

#[test]
fn what_is_no_workbook_is_refused_with_a_reason() {
    let mut old = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert!(refused(&old).contains(".xls"));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(refused(&old).contains("password"));
    assert!(refused(b"").contains("is empty"));
    assert!(refused(b"%PDF-1.7").contains("no workbook"));
    assert!(refused(b"\x00\x01\x02").contains("no workbook"));
    assert!(refused(b"PK\x03\x04nonsense").contains("damaged"));
    let good = sheet(&[&[Text("NRP"), Text("Nama")]]);
    // Macros are never run, so that a workbook with them is one like others.
    assert!(read(&altered(&good, "xl/vbaProject.bin", b"x")).is_ok());
    assert!(refused(&altered(&good, "xl/workbook.bin", b"x")).contains(".xlsb"));
    assert!(refused(&good[..good.len() / 2]).contains("damaged"));
    let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
    empty.start_file("mimetype", SimpleFileOptions::default()).unwrap();
    assert!(refused(&empty.finish().unwrap().into_inner()).contains("ZIP archive"));
}

#[test]
fn a_workbook_that_grows_is_refused_before_it_is_opened() {
    let good = sheet(&[&[Text("NRP"), Text("Nama")], &[Text("1"), Text("Ani")]]);
    assert!(read(&good).is_ok());
    for (part, size) in [
        ("xl/media/bomb.png", 101 << 20),
        ("xl/styles.xml", 5 << 20),
        ("sub/x.xml", 5 << 20),
    ] {
        assert!(
            refused(&altered(&good, part, &vec![b' '; size])).contains("too large"),
            "{part}"
        );
    }
    let greedy = br#"<?xml version="1.0"?><x:sst xmlns:x="a" count="1" uniqueCount="99999999999999"/>"#;
    assert!(refused(&altered(&good, "xl/sharedStrings.xml", greedy)).contains("too large"));
    let mut many = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..1_001 {
        many.start_file(number.to_string(), SimpleFileOptions::default())
            .unwrap();
    }
    assert!(refused(&many.finish().unwrap().into_inner()).contains("too large"));
}

#[test]
fn a_list_has_so_many_rows_and_no_more() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["registeredNumber", "name"]).unwrap();
    for row in 1..=u32::try_from(MOST_ROWS).unwrap() + 1 {
        sheet
            .write_row(row, 0, [format!("{row:06}"), "Ani".to_owned()])
            .unwrap();
    }
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(found(&reading), ["roster.rows.too_many 20002"]);
    assert_eq!(reading.lines.len(), MOST_ROWS);
}

#[test]
fn a_sheet_that_no_excel_could_make_is_refused() {
    let book = sheet(&[&[Text("NRP"), Text("Nama")], &[Text("001"), Text("Siti")]]);
    let part = "xl/worksheets/sheet1.xml";
    let of = |rows: &str| {
        let xml = format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
        );
        read(&altered(&book, part, xml.as_bytes()))
    };
    let far = "<row r=\"99999999999999999999\"><c r=\"A99999999999999999999\"><v>1</v></c></row>";
    assert!(of(far).is_err());
    assert!(of(&"<row r=\"2\"></row>".repeat(1_100_000)).is_err());
}
