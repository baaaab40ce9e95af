//! Papers in parts that nobody calls sections, and the keys of each.

use super::{
    build::{Docx, lines as paragraphs},
    *,
};

/// Each section with its questions, and the codes of what there is to say.
fn told(reading: &Reading) -> Vec<String> {
    let mut told = Vec::new();
    for section in &reading.paper.sections {
        told.push(format!("{}: {}", section.title, section.instruction.plain()));
        for question in &section.questions {
            let labels: String = options(question).iter().map(|(label, _)| *label).collect();
            let key = answers(question).join(",");
            told.push(format!(
                "{:?} {} [{labels}] {key}",
                question.kind,
                question.text.plain()
            ));
        }
    }
    told.push(
        codes(reading)
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>()
            .join(" "),
    );
    told
}

fn typed(text: &[&str]) -> Vec<String> {
    told(&read(&Docx::new(&paragraphs(text))))
}

#[test]
fn sentences_with_letters_open_parts_whose_numbers_begin_again() {
    let paper = [
        "PENILAIAN TENGAH SEMESTER",
        "Nama: …………   Kelas: V",
        "A. Berilah tanda silang (x) pada huruf a, b, atau c di depan jawaban yang benar!",
        "1. Ibu kota Indonesia adalah …",
        "a. Jakarta",
        "b. Bandung",
        "c. Medan",
        "2. Ibu kota Jepang adalah …",
        "a. Osaka",
        "b. Tokyo",
        "c. Kyoto",
        "B. Isilah titik-titik di bawah ini dengan jawaban yang tepat!",
        "1. Mata uang Indonesia adalah …",
        "2. Mata uang Jepang adalah …",
        "C. Jawablah pertanyaan-pertanyaan berikut dengan benar!",
        "1. Jelaskan daur air!",
        "2. Sebutkan:",
        "a. dua hewan pemakan daging",
        "b. dua hewan pemakan tumbuhan",
        "KUNCI JAWABAN",
        "A. Pilihan Ganda",
        "1. A",
        "2. B",
        "B. Isian",
        "1. rupiah",
        "2. yen",
        "C. Uraian",
        "1. Air menguap, menjadi awan, lalu turun sebagai hujan.",
    ];
    let expected = [
        "Pilihan Ganda: Berilah tanda silang (x) pada huruf a, b, atau c di depan jawaban yang benar!",
        "MultipleChoice Ibu kota Indonesia adalah … [ABC] A",
        "MultipleChoice Ibu kota Jepang adalah … [ABC] B",
        "Isian: Isilah titik-titik di bawah ini dengan jawaban yang tepat!",
        "ShortAnswer Mata uang Indonesia adalah … [] rupiah",
        "ShortAnswer Mata uang Jepang adalah … [] yen",
        "Uraian: Jawablah pertanyaan-pertanyaan berikut dengan benar!",
        "Essay Jelaskan daur air! [] ",
        "Essay Sebutkan:\na. dua hewan pemakan daging\nb. dua hewan pemakan tumbuhan [] ",
        "document.section.part document.section.part document.section.part question.key.rated",
    ];
    assert_eq!(typed(&paper), expected);
    // As a PDF has it, whose lines know no paragraphs.
    assert_eq!(told(&read_lines(lines(&paper.join("\n")))), expected);
}

#[test]
fn names_with_numerals_open_parts_whose_numbers_go_on() {
    let told = typed(&[
        "I. PILIHAN GANDA (2 soal)",
        "Pilih jawaban yang paling tepat.",
        "1. Satu tambah satu",
        "A. dua",
        "B. tiga",
        "2. Dua tambah satu",
        "A. dua",
        "B. tiga",
        "II. ISIAN SINGKAT: tulis satu kata saja",
        "3. Tiga tambah satu",
        "KUNCI: empat",
        "III. ESSAY",
        "4. Ceritakan liburanmu.",
        "KUNCI JAWABAN 1. A 2. B",
    ]);
    assert_eq!(
        told,
        [
            "Pilihan Ganda: Pilih jawaban yang paling tepat.",
            "MultipleChoice Satu tambah satu [AB] A",
            "MultipleChoice Dua tambah satu [AB] B",
            "Isian Singkat: tulis satu kata saja",
            "ShortAnswer Tiga tambah satu [] empat",
            "Esai: ",
            "Essay Ceritakan liburanmu. [] ",
            "document.section.part document.section.part document.section.part",
        ]
    );
}

#[test]
fn letters_of_one_list_go_to_the_part_that_takes_letters() {
    let told = typed(&[
        "I. Pilihan Ganda",
        "1. Satu?",
        "A. ya",
        "B. tidak",
        "KUNCI: A",
        "II. Pilihan Ganda",
        "1. Dua?",
        "A. ya",
        "B. tidak",
        "III. Uraian",
        "1. Tiga?",
        "KUNCI JAWABAN",
        "II. Pilihan Ganda",
        "1. B",
    ]);
    assert_eq!(
        told,
        [
            "Pilihan Ganda: ",
            "MultipleChoice Satu? [AB] A",
            "Pilihan Ganda 2: ",
            "MultipleChoice Dua? [AB] B",
            "Uraian: ",
            "Essay Tiga? [] ",
            "document.section.part document.section.part document.section.part",
        ]
    );
}

#[test]
fn options_and_sections_that_say_the_same_words_stay_what_they_are() {
    let options = [
        "1. Soal dengan pilihan disebut …",
        "A. Pilihan ganda",
        "B. Uraian",
        "C. Isian",
        "KUNCI: A",
        "2. Soal tanpa pilihan disebut …",
        "A. Pilihan ganda",
        "B. Uraian",
        "3. Lainnya?",
        "A. ya",
        "B. tidak",
        "KUNCI: A",
    ];
    let told = typed(&options);
    assert_eq!(told[0], "Soal: ");
    assert_eq!(told[1], "MultipleChoice Soal dengan pilihan disebut … [ABC] A");
    assert_eq!(told[2], "MultipleChoice Soal tanpa pilihan disebut … [AB] ");
    assert_eq!(told[4], "document.section.missing question.key.missing");
    let mut written = vec!["BAGIAN: Satu", "DURASI: 10 menit"];
    written.extend(options);
    assert_eq!(typed(&written)[4], "question.key.missing");
}
