//! Pages as pieces in, lines out.

use super::*;
use crate::import::pdf::layout::rows;

fn span(x: f32, y: f32, text: &str) -> Span {
    sized(x, y, 10.0, text)
}

fn sized(x: f32, y: f32, size: f32, text: &str) -> Span {
    let width = f32::from(u16::try_from(text.chars().count()).unwrap()) * size * 0.5;
    Span {
        x,
        y,
        end: x + width,
        size,
        text: text.to_owned(),
    }
}

fn read(spans: Vec<Span>) -> Vec<String> {
    lines(rows(spans)).iter().map(|line| line.text.reading()).collect()
}

#[test]
fn columns_are_read_one_after_the_other() {
    let spans = vec![
        span(50.0, 700.0, "ULANGAN HARIAN YANG SANGAT PANJANG SEKALI JUDULNYA"),
        span(50.0, 680.0, "1. Langit?"),
        span(300.0, 680.0, "3. Api?"),
        span(50.0, 666.0, "A. biru"),
        span(310.0, 666.0, "A. merah"),
        span(50.0, 652.0, "2. Daun?"),
        span(310.0, 650.0, "B. hijau"),
    ];
    assert_eq!(
        read(spans),
        [
            "ULANGAN HARIAN YANG SANGAT PANJANG SEKALI JUDULNYA",
            "1. Langit?",
            "A. biru",
            "2. Daun?",
            "3. Api?",
            "A. merah",
            "B. hijau"
        ]
    );
}

#[test]
fn options_side_by_side_are_parted() {
    let spans = vec![
        span(50.0, 700.0, "1. Kota apa yang menjadi ibu kota dari provinsi itu?"),
        span(50.0, 686.0, "A. Satu"),
        span(200.0, 686.0, "C. Tiga"),
        span(50.0, 672.0, "B. Dua"),
        span(200.0, 672.0, "D. Empat"),
    ];
    assert_eq!(read(spans)[1..], ["A. Satu", "B. Dua", "C. Tiga", "D. Empat"]);
}

#[test]
fn cells_of_a_table_stay_in_their_rows() {
    let spans = vec![
        span(50.0, 700.0, "Kota"),
        span(200.0, 700.0, "Pulau"),
        span(50.0, 686.0, "Medan"),
        span(200.0, 686.0, "Sumatra"),
    ];
    assert_eq!(read(spans), ["Kota Pulau", "Medan Sumatra"]);
}

#[test]
fn small_raised_and_lowered_pieces_are_scripts() {
    let spans = vec![
        span(50.0, 700.0, "2"),
        sized(55.0, 703.5, 6.0, "3"),
        span(60.0, 700.0, "H"),
        sized(65.0, 698.0, 6.0, "2"),
        span(68.0, 700.0, "O"),
    ];
    let text = lines(rows(spans))[0].text.to_text();
    assert_eq!(text.markup(), Some("<p>2<sup>3</sup> H<sub>2</sub>O</p>"));
}

#[test]
fn what_stands_over_one_another_is_told() {
    let spans = vec![
        span(88.0, 707.0, "1"),
        span(50.0, 700.0, "1. Satu"),
        span(95.0, 700.0, "adalah"),
        span(88.0, 693.0, "2"),
    ];
    let troubles: Vec<_> = lines(rows(spans)).iter().filter_map(|line| line.trouble).collect();
    assert_eq!(troubles, [Trouble::Stacked]);
}
