//! A document with forty seeded mistakes has exactly those forty findings, each where it was made.

use super::{
    build::{Docx, lines as paragraphs, table},
    *,
};

/// What is expected of a finding: code, section, question, table, row, paragraph.
type Expected = (
    &'static str,
    &'static str,
    &'static str,
    Option<usize>,
    Option<usize>,
    Option<usize>,
);

/// A document in the making, with the findings that it should have.
#[derive(Default)]
struct Seeded {
    body: String,
    tables: usize,
    paragraphs: usize,
    section: &'static str,
    expected: Vec<Expected>,
}

impl Seeded {
    fn text(&mut self, texts: &[&str]) -> &mut Self {
        self.body.push_str(&paragraphs(texts));
        self.paragraphs += texts.len();
        self
    }

    /// A paragraph with mistakes in it, about a question or none.
    fn wrong(&mut self, text: &str, question: &'static str, codes: &[&'static str]) -> &mut Self {
        self.text(&[text]);
        let here = Some(self.paragraphs);
        self.expected.extend(
            codes
                .iter()
                .map(|code| (*code, self.section, question, None, None, here)),
        );
        self
    }

    fn section(&mut self, title: &'static str, heading: &str, codes: &[&'static str]) -> &mut Self {
        self.section = title;
        self.wrong(heading, "", codes)
    }

    /// A table with mistakes in some of its rows.
    fn table(&mut self, rows: &[&[&str]], codes: &[(usize, &'static str, &'static str)]) -> &mut Self {
        self.body.push_str(&table(rows));
        self.tables += 1;
        self.expected.extend(
            codes
                .iter()
                .map(|(row, question, code)| (*code, self.section, *question, Some(self.tables), Some(*row), None)),
        );
        self
    }

    /// A table question of which everything is right but one thing.
    fn question(&mut self, number: &'static str, rows: &[&[&str]], row: usize, code: &'static str) -> &mut Self {
        let (label, stem) = (format!("SOAL {number}"), format!("Soal nomor {number}?"));
        let mut all: Vec<&[&str]> = Vec::new();
        let first = [label.as_str(), stem.as_str()];
        all.push(&first);
        all.extend(rows);
        self.table(&all, &[(row, number, code)])
    }
}

const YES: &[&str] = &["A", "ya", "v"];
const NO: &[&str] = &["B", "tidak", ""];

fn seeded() -> Seeded {
    let mut seeded = Seeded::default();
    seeded.text(&["Petunjuk pengisian", "PAKET: Empat puluh kesalahan"]);
    outline(&mut seeded);
    sheets(&mut seeded);
    more_sheets(&mut seeded);
    grids(&mut seeded);
    lines_of_text(&mut seeded);
    seeded
}

/// Mistakes 1 to 11.
fn outline(seeded: &mut Seeded) {
    seeded
        .wrong("DURASI: 10 menit", "", &["keyword.outside_section"])
        .section("Kosong", "BAGIAN: Kosong", &["section.empty"])
        .wrong("DURASI: sepuluh", "", &["section.duration.unreadable"])
        .wrong("NAVIGASI: mundur", "", &["section.navigation.unreadable"])
        .wrong("ACAK: mungkin", "", &["section.shuffle.unreadable"])
        .wrong("PAKET: Lagi", "", &["package.repeated"])
        .wrong("AKHIR TEKS", "", &["passage.unopened"])
        .text(&["TEKS P1: Kota", "Isi teks.", "AKHIR TEKS"])
        .wrong("TEKS p1: Lagi", "", &["passage.repeated"])
        .text(&["Isi.", "AKHIR TEKS"])
        .wrong("TEKS:", "", &["passage.code.missing"])
        .text(&["Isi.", "AKHIR TEKS"])
        .wrong("TEKS P2: Terbuka", "", &["passage.open"])
        .text(&["Isi."])
        .section(
            "kosong",
            "BAGIAN: kosong",
            &["section.repeated", "section.duration.missing"],
        );
}

/// Mistakes 13 to 24.
fn sheets(seeded: &mut Seeded) {
    seeded
        .question("1", &[YES, NO, &["JENSI", "PG"]], 4, "row.label.unknown")
        .question("2", &[&["JENIS", "XX"], YES, NO], 2, "question.type.unknown")
        .question("3", &[YES, &["B", "tidak", "x"]], 3, "question.mark.unreadable")
        .question("4", &[&["A", "ya", ""], NO], 1, "question.key.missing")
        .question("5", &[YES, &["B", "tidak", "v"]], 1, "question.key.several")
        .question("6", &[&["A", "ya", ""], NO, &["KUNCI", "C"]], 4, "question.key.unknown")
        .question(
            "7",
            &[&["A", "ya", ""], NO, &["KUNCI", "ya"]],
            4,
            "question.key.unreadable",
        )
        .question("8", &[YES, NO, &["KUNCI", "B"]], 4, "question.key.conflict")
        .question(
            "9",
            &[&["JENIS", "URAIAN"], &["KUNCI", "ya"]],
            3,
            "question.key.unexpected",
        )
        .question("10", &[YES], 1, "question.options.few")
        .question("11", &[YES, &["B", "", "v"]], 3, "question.option.empty")
        .question("12", &[YES, &["A", "tidak", ""], NO], 3, "question.option.repeated");
}

/// Mistakes 25 to 33.
fn more_sheets(seeded: &mut Seeded) {
    seeded
        .question("13", &[YES, &["C", "tidak", ""]], 3, "question.option.gap")
        .question("14", &[YES, &["B", "Ya", ""]], 3, "question.option.same")
        .question("15", &[YES, NO, &["POIN", "banyak"]], 4, "question.points.unreadable")
        .question("16", &[YES, NO, &["AUDIO", "../a.mp3"]], 4, "question.audio.unreadable")
        .question("17", &[YES, NO, &["TEKS", "P9"]], 4, "question.passage.unknown")
        .question(
            "18",
            &[YES, NO, &["PERSIAPAN", "sebentar"]],
            4,
            "question.preparation.unreadable",
        )
        .question("19", &[YES, NO, &["NILAI", "acak"]], 4, "question.scoring.unknown")
        .table(&[&["SOAL 20", ""], YES, NO], &[(1, "20", "question.text.missing")])
        .table(
            &[&["SOAL 21", "soal  NOMOR 13?"], YES, NO],
            &[(1, "21", "question.same")],
        );
}

/// Mistakes 34 to 37.
fn grids(seeded: &mut Seeded) {
    seeded.table(
        &[
            &["NO", "SOAL", "JENIS", "OPSI", "JAWABAN", "KUNCI", "WARNA"],
            &["", "", "", "A", "yatim", "", ""],
            &["22", "Soal grid?", "1", "A", "ya", "v", ""],
            &["", "", "", "BB", "tidak", "", ""],
            &["23", "Uraian grid?", "5", "", "contoh", "", ""],
        ],
        &[
            (1, "", "grid.column.unknown"),
            (2, "", "grid.row.orphan"),
            (4, "22", "question.option.label"),
            (5, "23", "question.answer.ignored"),
        ],
    );
}

/// Mistakes 38 to 40.
fn lines_of_text(seeded: &mut Seeded) {
    seeded
        .wrong("Tulisan tersesat.", "", &["text.ignored"])
        .wrong("24. Tanpa pilihan dan jenis?", "24", &["question.type.missing"])
        .text(&["25. Benar?", "*A. ya", "B. tidak"])
        .wrong("JAWAB: lama sekali", "25", &["question.response.unreadable"]);
}

#[test]
fn each_of_forty_mistakes_is_found_where_it_was_made_and_nothing_else() {
    let seeded = seeded();
    assert_eq!(seeded.expected.len(), 40);
    let reading = read(&Docx::new(&seeded.body));
    let found: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| {
            let place = finding.place;
            let (section, question) = (finding.section.as_deref(), finding.question.as_deref());
            (
                finding.code,
                section.unwrap_or(""),
                question.unwrap_or(""),
                place.table,
                place.row,
                place.paragraph,
            )
        })
        .collect();
    assert_eq!(found, seeded.expected);
    assert!(reading.has_errors());
}

#[test]
fn findings_speak_both_languages_and_show_what_stands_there() {
    use base::Lang;
    for finding in read(&Docx::new(&seeded().body)).findings {
        assert_ne!(
            finding.message.text(Lang::Id),
            finding.message.text(Lang::En),
            "{}",
            finding.code
        );
        assert!(finding.excerpt.chars().count() <= 60, "{}", finding.excerpt);
    }
}

#[test]
fn codes_are_told_apart() {
    let mut codes: Vec<_> = seeded().expected.iter().map(|expected| expected.0).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 40);
}
