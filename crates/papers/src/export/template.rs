//! The document that teachers fill in: how to, a sample of every type of question, and empty tables.
//!
//! Invariant: importing it as it is finds nothing to complain about.

use std::borrow::Cow;

use base::Error;

use super::{
    body::{Body, Row, Style},
    paper::{rows, write_head, write_passage},
};
use crate::{
    paper::{Choice, Key, Navigation, Passage, Pictures, Question, QuestionType, ScoringRule, Section},
    points::Points,
};

/// How to fill it in, in Indonesian.
const HOW_TO: [&str; 10] = [
    "Petunjuk (tulisan hijau seperti ini tidak ikut diimpor, boleh dihapus).",
    "1. Ganti judul setelah PAKET. Judul paket tidak boleh sama dengan paket yang sudah ada.",
    "2. Setiap bagian dimulai dengan BAGIAN, lalu DURASI (mis. 35 menit, 2100 detik, atau 00:35:00), NAVIGASI (urut atau bebas), ACAK (ya atau tidak), dan INSTRUKSI yang diikuti satu paragraf atau lebih.",
    "3. Bacaan ditulis di antara TEKS P1 dan AKHIR TEKS; soal menyebutnya pada baris TEKS.",
    "4. Satu tabel untuk satu soal. JENIS: PG, PGK, BS, ISIAN, URAIAN, LISAN, atau JODOH. Tambah atau hapus baris pilihan sesuai kebutuhan; gambar boleh ditempel di soal dan di pilihan.",
    "5. Tandai pilihan yang benar dengan v di kolom kanan. Dengan NILAI bobot, tulis bobotnya: v 50%.",
    "6. ISIAN: tulis semua jawaban yang diterima pada baris KUNCI, dipisahkan tanda ~. Angka dengan toleransi: =3,14±0,01.",
    "7. NILAI menentukan pembagian poin: tepat, bersih, opsi, atau bobot. AUDIO menyebut nama berkas yang diunggah tersendiri.",
    "8. TAG (mis. aljabar, geometri) dan TINGKAT (mudah, sedang, sulit) menandai soal. Bagian dengan baris UNDIAN hanya menanyakan sebagian soalnya, diundi untuk tiap peserta: UNDIAN: 10 sulit #aljabar berarti 10 soal sulit bertag aljabar. TINGKAT dan #TAG boleh tidak ditulis; beberapa baris UNDIAN boleh ada.",
    "9. Hapus contoh yang tidak dipakai. Tabel soal yang dibiarkan kosong diabaikan.",
];

/// The same in short, in English.
const IN_ENGLISH: &str = "In short: one table for each question, v marks what is right, green text is not imported. \
    English keywords work as well: PACKAGE, SECTION, DURATION, NAVIGATION, SHUFFLE, INSTRUCTION, PASSAGE, QUESTION, TYPE, KEY, POINTS, TAG, DIFFICULTY; DRAW: 10 hard #algebra draws so many of a section.";

/// The template of a test package: a Word document that a teacher fills in.
pub fn template() -> Result<Vec<u8>, Error> {
    let pictures = Pictures::new();
    let mut body = Body::new(&pictures);
    body.say(Style::Title, "PAKET: Contoh Paket Ujian");
    for line in HOW_TO {
        body.say(Style::Hint, line);
    }
    body.say(Style::Hint, IN_ENGLISH);
    write_passage(&mut body, &passage());
    let mut number = 0;
    for section in [reading(), writing()] {
        write_head(&mut body, &section);
        for question in &section.questions {
            number += 1;
            body.say(Style::Hint, hint(question.kind));
            body.table(&rows(question, number));
        }
    }
    body.say(
        Style::Hint,
        "Tabel kosong untuk soal berikutnya: isi, salin, atau hapus. / Empty tables: fill in, copy or delete.",
    );
    for kind in ["PG", "PGK", "ISIAN", "URAIAN"] {
        number += 1;
        body.table(&empty(kind, number));
    }
    body.finish("Contoh Paket Ujian")
}

/// What stands above the sample of a type.
fn hint(kind: QuestionType) -> &'static str {
    match kind {
        QuestionType::MultipleChoice => "PG: pilihan ganda, tepat satu kunci. / MC: exactly one right option.",
        QuestionType::MultipleAnswer => {
            "PGK: pilihan ganda kompleks, satu kunci atau lebih. / MA: one right option or more."
        }
        QuestionType::TrueFalse => "BS: benar atau salah. / TF: true (B) or false (S).",
        QuestionType::ShortAnswer => "ISIAN: jawaban singkat. / SHORT: accepted answers, ~ between them.",
        QuestionType::Essay => "URAIAN: dinilai oleh penilai. / ESSAY: rated by people.",
        QuestionType::Speaking => {
            "LISAN: jawaban direkam setelah waktu PERSIAPAN, selama waktu JAWAB. / SPEAKING: PREP and RESPONSE time."
        }
        QuestionType::Matching => "JODOH: angka dijodohkan dengan huruf. / MATCH: numbers matched with letters.",
    }
}

fn passage() -> Passage {
    Passage {
        code: "P1".to_owned(),
        title: "Pasar Terapung".to_owned(),
        body: "Pasar Terapung Lok Baintan di Kalimantan Selatan dimulai saat fajar.\n\
               Para pedagang menjual hasil kebun dari atas perahu yang disebut jukung."
            .into(),
    }
}

fn reading() -> Section {
    Section {
        title: "Membaca".to_owned(),
        duration: 2_100,
        instruction: "Bacalah teks, lalu jawablah setiap soal.".into(),
        navigation: Navigation::Free,
        shuffle: false,
        draws: Vec::new(),
        questions: vec![
            Question {
                passage: Some("P1".to_owned()),
                options: choices(&[
                    ("A", "saat fajar"),
                    ("B", "siang hari"),
                    ("C", "sore hari"),
                    ("D", "malam hari"),
                ]),
                key: keys(&["A"]),
                ..question(QuestionType::MultipleChoice, "Kapan Pasar Terapung dimulai?")
            },
            Question {
                passage: Some("P1".to_owned()),
                options: choices(&[
                    ("A", "perahu"),
                    ("B", "fajar"),
                    ("C", "toko swalayan"),
                    ("D", "hasil kebun"),
                ]),
                key: keys(&["A", "B", "D"]),
                rule: ScoringRule::PartialNet,
                ..question(QuestionType::MultipleAnswer, "Apa saja yang disebut di dalam teks?")
            },
            Question {
                options: choices(&[("B", "Benar"), ("S", "Salah")]),
                key: keys(&["B"]),
                point: Points::whole(5),
                ..question(QuestionType::TrueFalse, "Jukung adalah sebuah perahu.")
            },
            Question {
                key: keys(&["jukung", "perahu jukung"]),
                ..question(QuestionType::ShortAnswer, "Perahu para pedagang itu disebut apa?")
            },
            matching(),
        ],
    }
}

fn matching() -> Question {
    Question {
        options: choices(&[
            ("1", "Banjarmasin"),
            ("2", "Palembang"),
            ("A", "Sumatera Selatan"),
            ("B", "Kalimantan Selatan"),
            ("C", "Jawa Tengah"),
        ]),
        key: keys(&["1-B", "2-A"]),
        rule: ScoringRule::PerOption,
        ..question(QuestionType::Matching, "Jodohkan kota dengan provinsinya.")
    }
}

fn writing() -> Section {
    Section {
        title: "Menulis dan Berbicara".to_owned(),
        duration: 1_800,
        instruction: "Jawablah dengan kalimat Anda sendiri.\nSoal lisan direkam satu kali.".into(),
        navigation: Navigation::Linear,
        shuffle: false,
        draws: Vec::new(),
        questions: vec![
            Question {
                point: Points::whole(20),
                ..question(
                    QuestionType::Essay,
                    "Ceritakan sebuah pasar di daerah Anda, paling sedikit 100 kata.",
                )
            },
            Question {
                point: Points::whole(20),
                preparation_time: Some(15),
                response_time: Some(45),
                audio_plays: None,
                tags: Vec::new(),
                difficulty: None,
                ..question(QuestionType::Speaking, "Mengapa pasar tradisional perlu dijaga?")
            },
        ],
    }
}

fn question(kind: QuestionType, text: &str) -> Question {
    Question {
        kind,
        text: text.into(),
        passage: None,
        audio: None,
        options: Vec::new(),
        key: Vec::new(),
        point: Points::whole(10),
        rule: ScoringRule::Exact,
        preparation_time: None,
        response_time: None,
        audio_plays: None,
        tags: Vec::new(),
        difficulty: None,
    }
}

fn choices(options: &[(&str, &str)]) -> Vec<Choice> {
    let choice = |&(label, value): &(&str, &str)| Choice {
        label: label.to_owned(),
        value: value.into(),
    };
    options.iter().map(choice).collect()
}

fn keys(answers: &[&str]) -> Vec<Key> {
    let key = |answer: &&str| Key {
        answer: (*answer).to_owned(),
        weight: None,
    };
    answers.iter().map(key).collect()
}

/// A table to fill in.
fn empty(kind: &'static str, number: usize) -> Vec<Row<'static>> {
    let row = |label: &'static str, content: &'static str, mark: Option<String>| Row {
        label: label.into(),
        content: Cow::Owned(content.into()),
        mark,
    };
    let mut rows = vec![
        Row {
            label: format!("SOAL {number}").into(),
            content: Cow::default(),
            mark: None,
        },
        row("JENIS", kind, None),
        row("TEKS", "", None),
        row("AUDIO", "", None),
    ];
    match kind {
        "PG" | "PGK" => rows.extend(["A", "B", "C", "D"].map(|label| row(label, "", Some(String::new())))),
        "ISIAN" => rows.push(row("KUNCI", "", None)),
        _ => {}
    }
    rows.push(row("POIN", "", None));
    rows
}
