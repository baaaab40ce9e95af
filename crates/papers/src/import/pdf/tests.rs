//! PDFs as programs make them, PDFs that are none, and PDFs that mean harm.

use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream,
    content::{Content, Operation},
    dictionary,
};
use proptest::prelude::*;

use super::*;

/// Printed by a word processor and by Chromium from the same text.
const WRITER: &[u8] = include_bytes!("samples/writer.pdf");
const CHROMIUM: &[u8] = include_bytes!("samples/chromium.pdf");

fn lines(bytes: &[u8]) -> Vec<String> {
    let contents = read(bytes).unwrap();
    assert_eq!(contents.findings, []);
    contents.lines.into_iter().map(|line| line.text.reading()).collect()
}

/// A document of pages with these contents.
fn document(pages: Vec<Vec<u8>>) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding",
    });
    let kids: Vec<Object> = pages
        .into_iter()
        .map(|content| {
            let content = document.add_object(Stream::new(dictionary! {}, content));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
            };
            document.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(
        tree,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
}

/// A page with a line of text.
fn page(text: &str) -> Vec<u8> {
    let operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
        Operation::new("Td", vec![72.into(), 700.into()]),
        Operation::new("Tj", vec![Object::string_literal(text)]),
        Operation::new("ET", vec![]),
    ];
    Content { operations }.encode().unwrap()
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn code(bytes: &[u8]) -> &'static str {
    read(bytes).unwrap_err().code()
}

#[test]
fn a_printed_document_is_read_line_by_line() {
    let read = lines(WRITER);
    assert_eq!(
        read,
        [
            "PAKET: Ujian Bahasa – Paket A",
            "BAGIAN: Membaca",
            "DURASI: 35 menit",
            "NAVIGASI: bebas",
            "INSTRUKSI: Bacalah teks dengan saksama, lalu jawablah setiap soal yang ada di",
            "bawahnya dengan memilih satu jawaban.",
            "TEKS P1: Pasar Terapung",
            "Pasar Terapung Lok Baintan di Kalimantan Selatan dimulai saat fajar, ketika para",
            "pedagang datang dari hulu sungai dengan perahu yang disebut jukung.",
            "AKHIR TEKS",
            "1. Kapan Pasar Terapung dimulai, menurut teks yang panjang sekali sehingga",
            "kalimat ini harus turun ke baris kedua? [Poin: 10] [Teks: P1]",
            "A. siang hari",
            "*B. saat fajar",
            "C. sore hari",
            "D. malam hari & pagi “buta”",
            "2. Luas lingkaran berjari-jari x² adalah πr²? Jawaban: café.",
            "A. ya",
            "B. tidak",
            "KUNCI: A",
            "3. Tulislah sebuah karangan. [Jenis: URAIAN] [Poin: 20]",
        ]
    );
    // Where the lines end depends on the printer, what they say does not.
    assert_eq!(lines(CHROMIUM).join(" "), read.join(" "));
}

#[test]
fn a_line_tells_its_page_and_its_number() {
    let contents = read(&saved(document(vec![page("1. Apa?"), page("A. Ini")]))).unwrap();
    let places: Vec<_> = contents
        .lines
        .iter()
        .map(|line| (line.text.as_str(), line.place.page, line.place.paragraph))
        .collect();
    assert_eq!(places, [("1. Apa?", Some(1), Some(1)), ("A. Ini", Some(2), Some(1))]);
}

#[test]
fn a_document_without_text_is_an_error_that_says_so() {
    for pages in [vec![b"0 0 10 10 re f".to_vec()], vec![], vec![Vec::new(), Vec::new()]] {
        let contents = read(&saved(document(pages))).unwrap();
        assert_eq!(contents.lines, []);
        assert_eq!(contents.findings[0].code, "pdf.no_text");
        assert_eq!(contents.findings[0].severity, Severity::Error);
    }
}

#[test]
fn a_picture_beside_text_is_told() {
    let mut document = document(vec![page("1. Apa?")]);
    let picture = Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Image" }, vec![0]);
    let picture = document.add_object(picture);
    let id = document.page_iter().next().unwrap();
    document.add_xobject(id, "Im1", picture).unwrap();
    let contents = read(&saved(document)).unwrap();
    assert_eq!(contents.findings[0].code, "pdf.pictures");
    assert_eq!(contents.findings[0].severity, Severity::Warning);
}

#[test]
fn a_protected_document_is_refused_even_if_anybody_may_open_it() {
    for password in ["", "rahasia"] {
        let mut document = document(vec![page("1. Apa?")]);
        let id = Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id.clone(), id]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "pemilik",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        assert_eq!(code(&saved(document)), "import.pdf.protected", "{password}");
    }
}

#[test]
fn what_is_no_pdf_is_refused() {
    assert_eq!(code(b""), "import.pdf.not_pdf");
    assert_eq!(code(b"PK\x03\x04"), "import.pdf.not_pdf");
    assert_eq!(code(b"%PDF-1.7\n"), "import.pdf.broken");
    assert_eq!(code(&WRITER[..200]), "import.pdf.broken");
}

#[test]
fn too_many_pages_and_streams_that_swell_are_refused() {
    assert_eq!(
        code(&saved(document(vec![Vec::new(); MOST_PAGES + 1]))),
        "import.pdf.too_many_pages"
    );
    let mut swelling = document(vec![vec![b' '; MOST_UNPACKED + 1]]);
    swelling.compress();
    let bytes = saved(swelling);
    assert!(bytes.len() < 100_000);
    assert_eq!(code(&bytes), "import.pdf.too_large");
}

#[test]
fn text_without_end_is_refused() {
    let shown = page(&"x".repeat(60_000));
    let pages = vec![shown; MOST_TEXT / 60_000 + 1];
    assert_eq!(code(&saved(document(pages))), "import.pdf.too_large");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_damaged_document_is_read_or_refused(
        chromium in any::<bool>(),
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = if chromium { CHROMIUM } else { WRITER }.to_vec();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        // Whichever it is, it comes back.
        let _ = read(&bytes);
    }

    #[test]
    fn content_of_any_kind_is_survived(content in prop::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,40}") {
        let mut operations = page(&text);
        operations.extend(&content);
        operations.extend(b"\nBT /F1 1e38 Tf 9 9 9 9 1e38 9 Tm q Q Q Q (x) Tj [(y) -1e38 (z)] TJ T* (a) ' ET");
        let _ = read(&saved(document(vec![operations])));
    }
}
