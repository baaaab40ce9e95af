//! The workbook that teachers fill in who write questions as tables: two samples of every type, passages, and how to.
//!
//! Invariant: importing it as it is finds nothing to complain about.

use base::Error;
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// The built-in number format of text: a key such as 1-2 would become a date.
const TEXT: u8 = 49;
/// Rows that are ready to be filled in.
const ROWS: u32 = 500;
/// The row of the heads, from 0; the lines above say what the package is called.
const HEAD_ROW: u32 = 2;

/// Heads and how wide their columns are.
const HEADS: [(&str, u16); 19] = [
    ("No", 6),
    ("Bagian", 16),
    ("Durasi", 12),
    ("Soal", 48),
    ("Jenis", 10),
    ("1", 16),
    ("2", 16),
    ("A", 16),
    ("B", 16),
    ("C", 16),
    ("D", 16),
    ("E", 16),
    ("Kunci", 14),
    ("Poin", 8),
    ("Penilaian", 12),
    ("Teks", 10),
    ("Audio", 16),
    ("Persiapan", 12),
    ("Jawab", 12),
];

/// Samples, by the places of their heads.
type Sample = &'static [(usize, &'static str)];

const SECTION: usize = 1;
const DURATION: usize = 2;
const QUESTION: usize = 3;
const TYPE: usize = 4;
const PREMISES: usize = 5;
const OPTIONS: usize = 7;
const KEY: usize = 12;
const POINTS: usize = 13;
const SCORING: usize = 14;
const PASSAGE: usize = 15;
const PREPARATION: usize = 17;
const RESPONSE: usize = 18;

const SAMPLES: [Sample; 14] = [
    &[
        (SECTION, "Membaca"),
        (DURATION, "35 menit"),
        (QUESTION, "Kapan Pasar Terapung dimulai?"),
        (TYPE, "PG"),
        (OPTIONS, "saat fajar"),
        (OPTIONS + 1, "siang hari"),
        (OPTIONS + 2, "sore hari"),
        (OPTIONS + 3, "malam hari"),
        (KEY, "A"),
        (POINTS, "1"),
        (PASSAGE, "P1"),
    ],
    &[
        (QUESTION, "Pecahan manakah yang sama dengan 0,5?"),
        (TYPE, "PG"),
        (OPTIONS, "$\\frac{1}{3}$"),
        (OPTIONS + 1, "$\\frac{1}{2}$"),
        (OPTIONS + 2, "$\\frac{1}{4}$"),
        (KEY, "B"),
        (POINTS, "1"),
    ],
    &[
        (QUESTION, "Apa saja yang disebut di dalam teks?"),
        (TYPE, "PGK"),
        (OPTIONS, "perahu"),
        (OPTIONS + 1, "fajar"),
        (OPTIONS + 2, "toko swalayan"),
        (OPTIONS + 3, "hasil kebun"),
        (KEY, "A, B, D"),
        (POINTS, "2"),
        (SCORING, "bersih"),
        (PASSAGE, "P1"),
    ],
    &[
        (QUESTION, "Manakah bilangan prima?"),
        (TYPE, "PGK"),
        (OPTIONS, "2"),
        (OPTIONS + 1, "4"),
        (OPTIONS + 2, "7"),
        (KEY, "A 50%, C 50%"),
        (POINTS, "2"),
    ],
    &[
        (QUESTION, "Jukung adalah sebutan untuk perahu."),
        (TYPE, "BS"),
        (KEY, "B"),
        (POINTS, "1"),
        (PASSAGE, "P1"),
    ],
    &[
        (QUESTION, "Matahari terbit di barat."),
        (TYPE, "BS"),
        (KEY, "S"),
        (POINTS, "1"),
    ],
    &[
        (QUESTION, "Jodohkan kota dengan provinsinya."),
        (TYPE, "JODOH"),
        (PREMISES, "Surabaya"),
        (PREMISES + 1, "Bandung"),
        (OPTIONS, "Jawa Barat"),
        (OPTIONS + 1, "Jawa Timur"),
        (OPTIONS + 2, "Bali"),
        (KEY, "1-B, 2-A"),
        (POINTS, "2"),
    ],
    &[
        (QUESTION, "Jodohkan operasi dengan hasilnya."),
        (TYPE, "JODOH"),
        (PREMISES, "2 + 3"),
        (PREMISES + 1, "2 × 3"),
        (OPTIONS, "5"),
        (OPTIONS + 1, "6"),
        (KEY, "1-A, 2-B"),
        (POINTS, "2"),
    ],
    &[
        (SECTION, "Menulis"),
        (DURATION, "40 menit"),
        (QUESTION, "Siapa presiden pertama Republik Indonesia?"),
        (TYPE, "ISIAN"),
        (KEY, "Soekarno ~ Sukarno"),
        (POINTS, "2"),
    ],
    &[
        (QUESTION, "Tulis nilai π dengan dua angka di belakang koma."),
        (TYPE, "ISIAN"),
        (KEY, "=3,14±0,01"),
        (POINTS, "2"),
    ],
    &[
        (QUESTION, "Jelaskan daur air dengan kata-katamu sendiri."),
        (TYPE, "URAIAN"),
        (POINTS, "10"),
    ],
    &[
        (QUESTION, "Tuliskan pendapatmu tentang pasar tradisional."),
        (TYPE, "URAIAN"),
        (POINTS, "10"),
    ],
    &[
        (SECTION, "Berbicara"),
        (DURATION, "00:10:00"),
        (QUESTION, "Perkenalkan dirimu."),
        (TYPE, "LISAN"),
        (POINTS, "10"),
        (PREPARATION, "30 detik"),
        (RESPONSE, "60 detik"),
    ],
    &[
        (QUESTION, "Ceritakan kegiatanmu pada akhir pekan."),
        (TYPE, "LISAN"),
        (POINTS, "10"),
        (PREPARATION, "30 detik"),
        (RESPONSE, "90 detik"),
    ],
];

/// How to fill it in, in both languages.
const HOW_TO: [(&str, &str); 10] = [
    (
        "Satu baris untuk satu soal, di lembar \"Soal\". Ganti judul setelah PAKET dan hapus contoh yang tidak dipakai.",
        "One row for each question, on the sheet \"Soal\". Change the title behind PAKET and delete the samples.",
    ),
    (
        "Bagian: tulis pada soal pertamanya; baris kosong di bawahnya ikut bagian yang sama. Durasi: mis. 35 menit atau 00:35:00.",
        "Bagian (section): write it at its first question; empty cells below go on with it. Durasi (duration): 35 menit, 00:35:00.",
    ),
    (
        "Jenis: PG, PGK, BS, JODOH, ISIAN, URAIAN, atau LISAN.",
        "Jenis (type): MC, MA, TF, MATCH, SHORT, ESSAY or SPEAKING.",
    ),
    (
        "PG dan PGK: pilihan di kolom A–E, Kunci berisi hurufnya, mis. B atau A, C. Bobot: A 50%, C 50%.",
        "MC and MA: options in the columns A–E, the key is their letter, e.g. B or A, C. Weights: A 50%, C 50%.",
    ),
    (
        "BS: Kunci B (benar) atau S (salah).",
        "TF: the key is T (true) or F (false).",
    ),
    (
        "JODOH: pernyataan di kolom 1–2 (boleh ditambah), pasangannya di A–E, Kunci mis. 1-B, 2-A.",
        "MATCH: statements in the columns 1–2 (add more), what they match in A–E, the key e.g. 1-B, 2-A.",
    ),
    (
        "ISIAN: semua jawaban yang diterima, dipisahkan ~. Angka dengan toleransi: =3,14±0,01.",
        "SHORT: all accepted answers with ~ between them. A number with its tolerance: =3.14±0.01.",
    ),
    (
        "LISAN: waktu Persiapan dan waktu Jawab. Penilaian: tepat, bersih, opsi, atau bobot; boleh kosong.",
        "SPEAKING: the time to prepare and to respond. Penilaian (scoring): exact, net, option or weights; may be empty.",
    ),
    (
        "Teks: kode bacaan dari lembar \"Bacaan\", atau bacaannya langsung. Audio: nama berkas yang diunggah tersendiri.",
        "Teks (passage): a code of the sheet \"Bacaan\", or the passage itself. Audio: the name of a file that is uploaded apart.",
    ),
    (
        "Tulisan berformat: HTML sederhana (<b>, <sub>, <sup>) dan rumus LaTeX di antara $…$. Gambar: pakai template Word.",
        "Formatted text: simple HTML (<b>, <sub>, <sup>) and formulas in LaTeX between $…$. Pictures: use the Word template.",
    ),
];

/// The template of a test package as a workbook.
///
/// # Errors
/// Never by what it holds.
pub fn workbook_template() -> Result<Vec<u8>, Error> {
    book().map_err(Error::internal)
}

fn book() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    questions(book.add_worksheet().set_name("Soal")?)?;
    passages(book.add_worksheet().set_name("Bacaan")?)?;
    instructions(book.add_worksheet().set_name("Petunjuk")?)?;
    book.save_to_buffer()
}

fn head_format() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00E7_EEF7))
        .set_border_bottom(FormatBorder::Thin)
}

fn text_format() -> Format {
    Format::new()
        .set_num_format_index(TEXT)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
}

fn questions(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (head, text) = (head_format(), text_format());
    for (column, (_, width)) in (0..).zip(HEADS) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.write_string_with_format(0, 0, "PAKET: Contoh Paket Ujian", &Format::new().set_bold())?;
    for (column, (title, _)) in (0..).zip(HEADS) {
        sheet.write_string_with_format(HEAD_ROW, column, title, &head)?;
    }
    let first = HEAD_ROW + 1;
    for (row, sample) in (first..).zip(SAMPLES) {
        sheet.write_string_with_format(row, 0, (row - HEAD_ROW).to_string(), &text)?;
        for (place, said) in sample {
            let column = u16::try_from(*place).unwrap_or_default();
            sheet.write_string_with_format(row, column, *said, &text)?;
        }
    }
    let types = DataValidation::new().allow_list_strings(&["PG", "PGK", "BS", "JODOH", "ISIAN", "URAIAN", "LISAN"])?;
    let column = u16::try_from(TYPE).unwrap_or_default();
    sheet.add_data_validation(first, column, first + ROWS, column, &types)?;
    sheet.set_freeze_panes(first, 0)?;
    Ok(())
}

fn passages(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (head, text) = (head_format(), text_format());
    for (column, (title, width)) in (0..).zip([("Kode", 10), ("Judul", 24), ("Isi", 90)]) {
        sheet.set_column_format(column, &text)?;
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, title, &head)?;
    }
    let body = "Pasar Terapung Lok Baintan di Kalimantan Selatan dimulai saat fajar.\n\
                Para pedagang menjual hasil kebun dari atas perahu yang disebut jukung.";
    for (column, said) in (0..).zip(["P1", "Pasar Terapung", body]) {
        sheet.write_string_with_format(1, column, said, &text)?;
    }
    Ok(())
}

fn instructions(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let (head, text) = (head_format(), text_format());
    for (column, title) in (0..).zip(["Petunjuk", "Instructions"]) {
        sheet.set_column_width(column, 80)?;
        sheet.write_string_with_format(0, column, title, &head)?;
    }
    for (row, (id, en)) in (1..).zip(HOW_TO) {
        sheet.write_string_with_format(row, 0, id, &text)?;
        sheet.write_string_with_format(row, 1, en, &text)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::import::read;

    #[test]
    fn importing_the_template_as_it_is_finds_nothing() {
        let reading = read(&workbook_template().unwrap()).unwrap();
        assert_eq!(reading.findings, []);
        assert_eq!(reading.paper.title, "Contoh Paket Ujian");
        let sections = &reading.paper.sections;
        let shape: Vec<_> = sections
            .iter()
            .map(|section| (section.title.as_str(), section.duration, section.questions.len()))
            .collect();
        assert_eq!(
            shape,
            [("Membaca", 2100, 8), ("Menulis", 2400, 4), ("Berbicara", 600, 2)]
        );
        let mut kinds = HashMap::new();
        for question in sections.iter().flat_map(|section| &section.questions) {
            *kinds.entry(format!("{:?}", question.kind)).or_insert(0) += 1;
        }
        assert_eq!(
            (kinds.len(), kinds.values().all(|count| *count == 2)),
            (7, true),
            "{kinds:?}"
        );
        assert!(reading.columns.iter().all(|column| column.usage.is_some()));
        assert_eq!(sections[0].questions[0].passage.as_deref(), Some("P1"));
        assert_eq!(reading.paper.passages[0].title, "Pasar Terapung");
    }
}
