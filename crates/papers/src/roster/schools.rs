//! Lists as schools have them anyway.

use std::fmt::Write as _;

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};

use super::{
    Columns,
    read::{Reading, read, read_with},
};
use crate::import::tests::build::zipped;

fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|finding| finding.code).collect()
}

/// Numbers and names.
fn people(reading: &Reading) -> Vec<(&str, &str)> {
    let lines = reading.lines.iter();
    lines
        .map(|line| (line.registered_number.as_str(), line.name.as_str()))
        .collect()
}

fn csv(text: &str) -> Reading {
    read(text.as_bytes()).unwrap()
}

/// A spreadsheet as `LibreOffice` writes it, with these tables.
fn ods(tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        (
            "mimetype".into(),
            b"application/vnd.oasis.opendocument.spreadsheet".to_vec(),
        ),
        ("content.xml".into(), content.into_bytes()),
    ])
}

#[test]
fn heads_of_schools_are_known_below_a_letterhead() {
    let reading = csv(
        "SMP Negeri 1\nDaftar Peserta,,,\n\nNo,NIS,Nama Siswa,Kelas\n1,00001,Peserta Ke 1,7A\n2,00002,Peserta Ke 2,7B\n",
    );
    assert_eq!(codes(&reading), Vec::<&str>::new());
    assert_eq!(people(&reading), [("00001", "Peserta Ke 1"), ("00002", "Peserta Ke 2")]);
    assert_eq!(reading.lines[0].unit.as_deref(), Some("7A"));
    assert_eq!((reading.lines[0].row, reading.lines[1].row), (5, 6));
}

#[test]
fn of_several_numbers_the_one_of_the_exam_is_taken_and_told() {
    let reading = csv("NISN;NIS;Nama;No. Ujian\n0098;12;Ani;U-1\n");
    assert_eq!(codes(&reading), ["roster.heads.several"; 2]);
    assert_eq!(people(&reading), [("U-1", "Ani")]);
    let said = reading.findings[1].message.text(base::Lang::En);
    assert!(
        said.contains("column D (No. Ujian)") && said.contains("column B (NIS)"),
        "{said}"
    );
}

#[test]
fn heads_in_two_rows_are_one() {
    let reading = csv("No,Nama,Nomor,,Kelas\n,,NIS,NISN,\n1,Ani,007,99,7A\n");
    assert_eq!(people(&reading), [("007", "Ani")]);
    assert_eq!(codes(&reading), ["roster.heads.unknown", "roster.heads.several"][1..]);
}

#[test]
fn unknown_heads_are_listed_with_what_to_do() {
    let reading = csv("No,Kode,Sebutan\n1,007,Ani\n");
    assert_eq!(codes(&reading), ["roster.heads.missing"]);
    let said = reading.findings[0].message.text(base::Lang::Id);
    assert!(said.contains("A: No, B: Kode, C: Sebutan"), "{said}");
    assert!(reading.lines.is_empty());
}

#[test]
fn somebody_may_say_where_the_number_and_the_name_stand() {
    let columns = |number: &str, name: &str| Columns {
        number: Some(number.to_owned()).filter(|said| !said.is_empty()),
        name: Some(name.to_owned()).filter(|said| !said.is_empty()),
    };
    let foreign = b"No,Kode,Sebutan\n1,007,Ani\n2,008,Budi\n";
    for chosen in [columns("kode", "Sebutan"), columns("B", "c"), columns("Kode", "C")] {
        let reading = read_with(foreign, &chosen).unwrap();
        assert_eq!(people(&reading), [("007", "Ani"), ("008", "Budi")], "{chosen:?}");
    }
    // The choice counts more than what would be taken else.
    let reading = read_with(b"NIS,NISN,Nama\n1,2,Ani\n", &columns("NISN", "")).unwrap();
    assert_eq!((people(&reading), codes(&reading)), (vec![("2", "Ani")], vec![]));
    // Without heads the first row is somebody.
    let reading = read_with(b"007,Ani\n008,Budi\n", &columns("A", "B")).unwrap();
    assert_eq!(people(&reading), [("007", "Ani"), ("008", "Budi")]);
    let reading = read_with(foreign, &columns("Nomor Antrean", "")).unwrap();
    assert_eq!(codes(&reading), ["roster.heads.missing"]);
}

#[test]
fn a_reading_that_took_nobody_is_an_error() {
    let reading = csv("NIS,Nama,Catatan\n,,x\n,,y\n");
    assert_eq!(codes(&reading), ["roster.heads.unknown", "roster.nothing"]);
    assert_eq!(codes(&csv("NIS,Nama\n")), ["roster.empty"]);
}

#[test]
fn a_number_that_was_rounded_or_is_one_is_never_taken() {
    assert_eq!(codes(&csv("NIS;Nama\n1,23457E+11;Ani\n")), ["roster.number.rounded"]);
    let mut book = Workbook::new();
    let zeros = Format::new().set_num_format("0000000000");
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["NIS", "Nama"]).unwrap();
    sheet.write_number_with_format(1, 0, 12_345_678, &zeros).unwrap();
    sheet.write_string(1, 1, "Ani").unwrap();
    sheet.write_number(2, 0, 9).unwrap();
    sheet.write_string(2, 1, "Budi").unwrap();
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(people(&reading), [("0012345678", "Ani")]);
    assert_eq!(codes(&reading), ["roster.number.numeric"]);
}

#[test]
fn of_several_sheets_the_first_with_heads_is_read() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Sampul")
        .unwrap()
        .write(0, 0, "Daftar")
        .unwrap();
    for (sheet, number) in [("7A", "01"), ("7B", "02")] {
        let sheet = book.add_worksheet().set_name(sheet).unwrap();
        sheet.write_row(0, 0, ["NIS", "Nama"]).unwrap();
        sheet.write_row(1, 0, [number, "Ani"]).unwrap();
    }
    let reading = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(people(&reading), [("01", "Ani")]);
    assert_eq!(codes(&reading), ["roster.sheet.taken"]);
    assert_eq!(reading.findings[0].excerpt, "7A");
}

#[test]
fn an_opendocument_spreadsheet_is_read_as_it_is_shown() {
    let cell = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let number = |text: &str| {
        format!(
            r#"<table:table-cell office:value-type="float" office:value="7"><text:p>{text}</text:p></table:table-cell>"#
        )
    };
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let rows = [
        row(&[cell("Nama Peserta"), cell("NIM")]),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>".to_owned(),
        row(&[cell("Ani<text:s text:c=\"2\"/>S<office:annotation><text:p>x</text:p></office:annotation>"), number("007")]),
        row(&[cell("Budi"), number("7")]),
        "<table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell table:number-columns-repeated=\"4294967295\"/></table:table-row>".to_owned(),
    ];
    let hidden = format!(
        "<table:table table:name=\"x\" table:style-name=\"ta2\">{}</table:table>",
        rows[0]
    );
    let book = ods(&format!(
        "{hidden}<table:table table:name=\"Lembar1\">{}</table:table>",
        rows.concat()
    ));
    let reading = read(&book).unwrap();
    assert_eq!(people(&reading), [("007", "Ani S")]);
    assert_eq!(
        (codes(&reading), reading.lines[0].row),
        (vec!["roster.number.numeric"], 4)
    );
    let bomb = format!(
        "<table:table>{}{}</table:table>",
        rows[0],
        "<table:table-row table:number-rows-repeated=\"999999\"><table:table-cell table:number-columns-repeated=\"999999\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>".repeat(40)
    );
    let reading = read(&ods(&bomb)).unwrap();
    assert_eq!(codes(&reading), ["roster.rows.too_many"]);
}

#[test]
fn the_cells_are_those_that_another_reader_sees() {
    use calamine::{Data, Reader as _, Xlsx};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["NIS", "Nama", "Kelas"]).unwrap();
    for row in 1..200_u32 {
        sheet
            .write_row(
                row,
                0,
                [format!("{row:04}"), format!("Siswa <{row}> & \"é\""), " 7A".to_owned()],
            )
            .unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let mut other: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes.as_slice())).unwrap();
    let range = other.worksheet_range("Sheet1").unwrap();
    let other: Vec<(String, String)> = range
        .rows()
        .skip(1)
        .map(|row| (row[0].to_string(), row[1].to_string()))
        .collect();
    assert!(range.rows().all(|row| matches!(row[0], Data::String(_))));
    let reading = read(&bytes).unwrap();
    let ours: Vec<(String, String)> = reading
        .lines
        .iter()
        .map(|line| (line.registered_number.clone(), line.name.clone()))
        .collect();
    assert_eq!(ours, other);
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0..6_usize) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xff\xfe", b"NIS,Nama\n", b"\xd0\xcf\x11\xe0", b"{\\rtf"];
        let whole = [starts[start], &bytes].concat();
        let _ = read(&whole);
    }

    #[test]
    fn no_sheet_makes_the_reader_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<table:table>", "</table:table>", "<table:table-row>", "</table:table-row>", "<table:table-cell>", "</table:table-cell>",
            "<text:p>", "</text:p>", "NIS", "Nama", "007", "<table:covered-table-cell/>", "<office:annotation>", "</office:annotation>",
            "<table:table-cell table:number-columns-repeated=\"4294967295\"><text:p>Nama</text:p></table:table-cell>",
            "<table:table-row table:number-rows-repeated=\"4294967295\">",
        ]), 0..40),
        cells in prop::collection::vec(("[A-Z]{0,4}[0-9]{0,11}", "(s|b|e|d|str|inlineStr|n)?", "[0-9.eE-]{0,12}"), 0..20),
    ) {
        let _ = read(&ods(&pieces.concat()));
        let mut rows = String::new();
        for (place, kind, value) in cells {
            write!(rows, "<row r=\"{value}\"><c r=\"{place}\" t=\"{kind}\" s=\"{value}\"><f>x</f><v>{value}</v><is><t>x</t></is></c></row>").unwrap();
        }
        let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
        let book = zipped(&[
            ("xl/workbook.xml".into(), b"<workbook><sheets><sheet name=\"a\" id=\"r\"/></sheets></workbook>".to_vec()),
            ("xl/_rels/workbook.xml.rels".into(), b"<R><R Id=\"r\" Type=\"worksheet\" Target=\"s.xml\"/></R>".to_vec()),
            ("xl/s.xml".into(), sheet.into_bytes()),
        ]);
        let _ = read(&book);
    }
}
