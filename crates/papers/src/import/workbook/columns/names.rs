//! What columns are called, in three languages.

use super::Use;

/// A head as it is compared: folded, single blanks, nothing but letters and digits.
pub(super) fn plain(head: &str) -> String {
    let folded = base::text::fold(head);
    let words: Vec<&str> = folded
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// What a head names, whatever stands beside it.
pub(super) fn known(head: &str) -> Option<Use> {
    let head = plain(head);
    Some(match head.as_str() {
        "no" | "nomor" | "number" | "no soal" | "nomor soal" | "question no" | "question number" | "sira"
        | "sira no" | "soru no" | "soru numarasi" => Use::Number,
        "soal" | "pertanyaan" | "question" | "question text" | "butir soal" | "teks soal" | "isi soal" | "stem"
        | "soru" | "soru metni" | "soru koku" => Use::Question,
        "jenis" | "tipe" | "type" | "jenis soal" | "tipe soal" | "question type" | "bentuk soal" | "tur" | "tip"
        | "soru turu" | "soru tipi" => Use::Type,
        "opsi" | "option" | "label" | "secenek" | "sik" => Use::Label,
        "pilihan jawaban" | "opsi jawaban" | "teks opsi" | "answers" | "options" | "pilihan" | "secenekler"
        | "siklar" => Use::Answer,
        "kunci" | "kunci jawaban" | "jawaban benar" | "key" | "answer key" | "correct answer" | "correct"
        | "jawaban" | "answer" | "kunci soal" | "anahtar" | "cevap" | "cevap anahtari" | "dogru cevap" | "dogru" => {
            Use::Key
        }
        "poin" | "point" | "points" | "bobot" | "skor" | "score" | "bobot nilai" | "bobot soal" | "weight"
        | "nilai" | "puan" | "agirlik" | "puani" => Use::Points,
        "penilaian" | "scoring" | "puanlama" => Use::Scoring,
        "teks" | "bacaan" | "passage" | "wacana" | "stimulus" | "kode teks" | "kode bacaan" | "metin" | "okuma"
        | "okuma metni" | "parca" => Use::Passage,
        "audio" | "suara" | "file audio" | "sound" | "listening" | "ses" | "ses dosyasi" | "dinleme" => Use::Audio,
        "persiapan" | "preparation" | "prep" | "hazirlik" => Use::Preparation,
        "jawab" | "response" | "waktu jawab" | "cevap suresi" => Use::Response,
        "tag" | "tags" | "etiket" | "etiketler" => Use::Tags,
        "tingkat" | "tingkat kesulitan" | "difficulty" | "zorluk" | "zorluk derecesi" | "zorluk duzeyi" => {
            Use::Difficulty
        }
        "bagian" | "section" | "seksi" | "subtes" | "sub tes" | "mapel" | "mata pelajaran" | "bolum" | "kisim"
        | "ders" => Use::Section,
        "durasi" | "duration" | "waktu" | "sure" => Use::Duration,
        "durasi menit" | "waktu menit" | "menit" | "duration minutes" | "minutes" | "dakika" | "sure dakika" => {
            Use::Minutes
        }
        "gambar" | "picture" | "image" | "file gambar" | "gambar soal" | "file" | "resim" | "gorsel" => Use::Picture,
        "pembahasan" | "explanation" | "penjelasan" | "feedback" | "solusi" | "aciklama" | "cozum" => Use::Explanation,
        other => return option(other),
    })
}

/// `a`, `opsi a`, `pilihan a`, `jawaban a`, `option a`, `pil a`; `1`, `pernyataan 1` for what is matched with letters.
fn option(head: &str) -> Option<Use> {
    let (word, sign) = head.rsplit_once(' ').unwrap_or(("", head));
    let mut chars = sign.chars();
    let (sign, None) = (chars.next()?, chars.next()) else {
        return None;
    };
    let words: &[&str] = match sign {
        'a'..='j' => &[
            "",
            "opsi",
            "option",
            "pilihan",
            "pil",
            "jawaban",
            "answer",
            "opt",
            "choice",
            "pilihan jawaban",
            "opsi jawaban",
            "secenek",
            "sik",
            "cevap",
        ],
        '1'..='9' => &[
            "",
            "pernyataan",
            "premis",
            "premise",
            "kiri",
            "left",
            "statement",
            "onerme",
            "sol",
        ],
        _ => return None,
    };
    words.contains(&word).then_some(Use::Option(sign.to_ascii_uppercase()))
}

/// What a head may mean whose name is not known: by a word of it that is.
pub(super) fn guess(head: &str) -> Option<Use> {
    const WORDS: [(Use, &[&str]); 10] = [
        (Use::Key, &["kunci", "benar", "key", "correct", "dogru", "anahtar"]),
        (Use::Type, &["jenis", "tipe", "type", "tur", "tip"]),
        (Use::Points, &["poin", "skor", "bobot", "points", "score", "puan"]),
        (Use::Section, &["bagian", "section", "subtes", "bolum"]),
        (Use::Passage, &["bacaan", "wacana", "stimulus", "passage", "okuma"]),
        (Use::Audio, &["audio", "suara", "sound", "ses"]),
        (Use::Difficulty, &["tingkat", "kesulitan", "difficulty", "zorluk"]),
        (Use::Duration, &["durasi", "waktu", "duration", "sure"]),
        (Use::Question, &["soal", "pertanyaan", "question", "soru"]),
        (Use::Number, &["no", "nr", "nomor", "number", "numara"]),
    ];
    let plain = plain(head);
    let words: Vec<&str> = plain.split(' ').collect();
    let is_option = [
        "opsi", "option", "pilihan", "jawaban", "answer", "choice", "secenek", "sik",
    ];
    let letter = words.iter().find_map(|word| option(word));
    if let Some(letter) = letter.filter(|_| words.iter().any(|word| is_option.contains(word))) {
        return Some(letter);
    }
    let found = WORDS
        .iter()
        .find(|(_, known)| words.iter().any(|word| known.contains(word)));
    found.map(|(usage, _)| *usage)
}
