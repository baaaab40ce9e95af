//! Everything that an import can find fault with.

use base::Message;

use crate::import::Severity;

/// A kind of finding.
#[derive(Debug)]
pub(super) struct Fault {
    pub severity: Severity,
    pub code: &'static str,
    id: &'static str,
    en: &'static str,
}

impl Fault {
    const fn error(code: &'static str, id: &'static str, en: &'static str) -> Self {
        let severity = Severity::Error;
        Self { severity, code, id, en }
    }

    const fn warning(code: &'static str, id: &'static str, en: &'static str) -> Self {
        let severity = Severity::Warning;
        Self { severity, code, id, en }
    }

    /// What is wrong and what to do.
    pub fn message(&self) -> Message {
        Message::new(self.id, self.en)
    }
}

pub(super) static DOCUMENT_EMPTY: Fault = Fault::error(
    "document.empty",
    "Dokumen ini tidak memuat apa pun yang dikenali. Gunakan templat: PAKET, BAGIAN, DURASI, lalu soal.",
    "Nothing in the document was recognised. Use the template: PAKET, BAGIAN, DURASI, then questions.",
);
pub(super) static SECTION_DEFAULT: Fault = Fault::warning(
    "document.section.missing",
    "Ada soal tetapi tidak ada BAGIAN. Soalnya dimasukkan ke bagian \"Soal\" yang berdurasi 60 menit; tulis BAGIAN dan DURASI jika bukan itu yang dimaksud.",
    "There are questions but no section. They were put into a section \"Soal\" of 60 minutes; write BAGIAN and DURASI if that is not what is meant.",
);
pub(super) static SECTION_OF_PART: Fault = Fault::warning(
    "document.section.part",
    "Judul ini menjadi BAGIAN yang berdurasi 60 menit. Tulis BAGIAN dan DURASI jika bukan itu yang dimaksud.",
    "This heading became a section of 60 minutes. Write BAGIAN and DURASI if that is not what is meant.",
);
pub(super) static PACKAGE_REPEATED: Fault = Fault::error(
    "package.repeated",
    "PAKET hanya boleh ditulis sekali.",
    "PAKET may be written only once.",
);
pub(super) static OUTSIDE_SECTION: Fault = Fault::error(
    "keyword.outside_section",
    "Kata kunci ini hanya berlaku di dalam BAGIAN.",
    "This keyword belongs into a section (BAGIAN).",
);
pub(super) static SECTION_TITLE: Fault = Fault::error(
    "section.title.missing",
    "BAGIAN belum diberi nama. Tulis misalnya BAGIAN: Membaca.",
    "The section has no title. Write for example BAGIAN: Membaca.",
);
pub(super) static SECTION_REPEATED: Fault = Fault::error(
    "section.repeated",
    "Nama BAGIAN ini sudah dipakai. Beri nama lain.",
    "There already is a section with this title. Give it another one.",
);
pub(super) static SECTION_EMPTY: Fault = Fault::error(
    "section.empty",
    "Di BAGIAN ini tidak ada soal yang dikenali. Awali setiap soal dengan nomornya, misalnya 1. dan pilihannya dengan A., B., ….",
    "No question was recognised in this section. Begin each with its number, for example 1., and its options with A., B., ….",
);
pub(super) static DURATION_MISSING: Fault = Fault::error(
    "section.duration.missing",
    "DURASI bagian ini belum ditulis, misalnya DURASI: 35 menit.",
    "The section has no duration; write for example DURASI: 35 menit.",
);
pub(super) static DURATION_UNREADABLE: Fault = Fault::error(
    "section.duration.unreadable",
    "DURASI tidak terbaca. Tulis misalnya 35 menit, 2100 detik, atau 00:35:00.",
    "The duration cannot be read. Write for example 35 menit, 2100 detik or 00:35:00.",
);
pub(super) static SETTING_REPEATED: Fault = Fault::error(
    "section.setting.repeated",
    "Pengaturan ini sudah ditulis di bagian ini.",
    "This setting was already written in this section.",
);
pub(super) static NAVIGATION_UNREADABLE: Fault = Fault::error(
    "section.navigation.unreadable",
    "NAVIGASI harus urut atau bebas.",
    "NAVIGASI must be urut (linear) or bebas (free).",
);
pub(super) static SHUFFLE_UNREADABLE: Fault = Fault::error(
    "section.shuffle.unreadable",
    "ACAK harus ya atau tidak.",
    "ACAK must be ya (yes) or tidak (no).",
);
pub(super) static DRAW_UNREADABLE: Fault = Fault::error(
    "section.draw.unreadable",
    "UNDIAN tidak terbaca. Tulis jumlahnya, lalu jika perlu TINGKAT dan #TAG, misalnya 10, 10 sulit, 10 #aljabar, atau 10 sulit #aljabar.",
    "UNDIAN (DRAW) cannot be read. Write how many, then if need be how hard and #tag, for example 10, 10 sulit, 10 #aljabar or 10 sulit #aljabar.",
);
pub(super) static DRAWS_MANY: Fault = Fault::error(
    "section.draw.too_many",
    "Satu BAGIAN paling banyak memuat 20 UNDIAN.",
    "A section has at most 20 draws (UNDIAN).",
);
pub(super) static DRAW_UNMET: Fault = Fault::warning(
    "section.draw.unmet",
    "UNDIAN ini meminta lebih banyak soal daripada yang cocok di BAGIAN ini (undian lain dapat mengambil sebagian). Kurangi jumlahnya, atau beri lebih banyak soal TAG dan TINGKAT itu; paket belum dapat diterbitkan.",
    "The draw asks for more questions than the section has of its kind (other draws may take some of them). Ask for fewer, or give more questions that TAG and TINGKAT; the package cannot be published yet.",
);
pub(super) static PASSAGE_CODE: Fault = Fault::error(
    "passage.code.missing",
    "TEKS harus diberi kode, misalnya TEKS P1.",
    "The passage needs a code, for example TEKS P1.",
);
pub(super) static PASSAGE_REPEATED: Fault = Fault::error(
    "passage.repeated",
    "Kode TEKS ini sudah dipakai.",
    "There already is a passage with this code.",
);
pub(super) static PASSAGE_OPEN: Fault = Fault::error(
    "passage.open",
    "TEKS ini belum ditutup dengan AKHIR TEKS.",
    "The passage is not closed with AKHIR TEKS.",
);
pub(super) static PASSAGE_UNOPENED: Fault = Fault::error(
    "passage.unopened",
    "AKHIR TEKS tanpa TEKS di depannya.",
    "AKHIR TEKS without a TEKS before it.",
);
pub(super) static PASSAGE_EMPTY: Fault = Fault::error("passage.empty", "TEKS ini kosong.", "The passage is empty.");
pub(super) static TEXT_IGNORED: Fault = Fault::warning(
    "text.ignored",
    "Tulisan ini bukan bagian dari soal mana pun dan tidak diimpor. Jika perlu, pindahkan ke dalam soalnya.",
    "This text belongs to no question and was not imported. If it is needed, move it into its question.",
);
pub(super) static TABLE_UNKNOWN: Fault = Fault::error(
    "table.unknown",
    "Tabel ini bukan tabel soal. Mulailah dengan baris SOAL, atau dengan judul kolom NO dan SOAL.",
    "This is no table of questions. Begin it with a row SOAL, or with the column titles NO and SOAL.",
);
pub(super) static ROW_UNKNOWN: Fault = Fault::error(
    "row.label.unknown",
    "Label baris tidak dikenal. Gunakan SOAL, JENIS, TEKS, AUDIO, A, B, …, KUNCI, POIN, PERSIAPAN, JAWAB, atau NILAI.",
    "The label of the row is unknown. Use SOAL, JENIS, TEKS, AUDIO, A, B, …, KUNCI, POIN, PERSIAPAN, JAWAB or NILAI.",
);
pub(super) static ROW_REPEATED: Fault = Fault::error(
    "row.repeated",
    "Baris ini sudah ada untuk soal ini. Mungkin soal berikutnya belum diberi nomor.",
    "The question already has such a row. Perhaps the next question has no number.",
);
pub(super) static ROW_EXTRA: Fault = Fault::error(
    "row.extra",
    "Ada isi di luar kolom yang dikenal. Pindahkan atau hapus isi itu.",
    "There is something outside of the known columns. Move it or delete it.",
);
pub(super) static COLUMN_UNKNOWN: Fault = Fault::error(
    "grid.column.unknown",
    "Judul kolom ini tidak dikenal. Hapus kolomnya, atau beri judul NO, SOAL, JENIS, A, B, …, KUNCI, atau POIN.",
    "The title of the column is unknown. Delete the column, or call it NO, SOAL, JENIS, A, B, …, KUNCI or POIN.",
);
pub(super) static COLUMN_REPEATED: Fault = Fault::error(
    "grid.column.repeated",
    "Dua kolom berisi hal yang sama, misalnya Jawaban dan Kunci. Sisakan salah satunya.",
    "Two columns say the same thing, such as Jawaban and Kunci. Leave one of them.",
);
pub(super) static ROW_ORPHAN: Fault = Fault::error(
    "grid.row.orphan",
    "Baris ini tidak mempunyai NO dan tidak melanjutkan soal mana pun.",
    "The row has no number and continues no question.",
);
pub(super) static TEXT_MISSING: Fault = Fault::error(
    "question.text.missing",
    "Soal ini tidak mempunyai pertanyaan. Tulis di belakang nomornya atau di baris SOAL.",
    "The question asks nothing. Write it behind its number, or in the row SOAL.",
);
pub(super) static TEXT_BLANK: Fault = Fault::warning(
    "question.text.blank",
    "Soal ini langsung dimulai dengan pilihan A. Soalnya dibaca sebagai bagian rumpang dari teks di atas; tulis pertanyaannya jika bukan itu yang dimaksud.",
    "The question begins with option A at once. It is read as a blank of the text above; write what it asks if that is not what is meant.",
);
pub(super) static TEXT_UNREADABLE: Fault = Fault::error(
    "question.text.unreadable",
    "Soal ini hanya berisi gambar atau rumus yang tidak terbaca. Ganti dengan PNG atau JPEG, atau tulis ulang.",
    "The question is nothing but a picture or a formula that cannot be read. Replace it with a PNG or JPEG, or write it again.",
);
pub(super) static OPTION_UNREADABLE: Fault = Fault::error(
    "question.option.unreadable",
    "Pilihan ini hanya berisi gambar atau rumus yang tidak terbaca. Ganti dengan PNG atau JPEG, atau tulis ulang.",
    "The option is nothing but a picture or a formula that cannot be read. Replace it with a PNG or JPEG, or write it again.",
);
pub(super) static OPTION_COLUMNS: Fault = Fault::error(
    "question.option.columns",
    "Pilihan yang berjajar dalam kolom tidak lengkap atau tidak berurutan. Tulis satu pilihan per baris.",
    "The options that stand in columns leave a gap. Write one option on each line.",
);
pub(super) static OPTION_TELLS: Fault = Fault::warning(
    "question.option.tells",
    "Hanya kunci yang dicetak berbeda (tebal, miring, atau digarisbawahi); peserta akan melihatnya, jadi cetakan itu tidak ikut diimpor.",
    "Only the key is set differently (bold, italic or underlined); participants would see it, so that this was not imported.",
);
pub(super) static TYPE_UNKNOWN: Fault = Fault::error(
    "question.type.unknown",
    "JENIS tidak dikenal. Gunakan PG, PGK, BS, ISIAN, URAIAN, LISAN, JODOH, atau 1 sampai 5.",
    "The type is unknown. Use PG, PGK, BS, ISIAN, URAIAN, LISAN, JODOH, or 1 to 5.",
);
pub(super) static TYPE_MISSING: Fault = Fault::error(
    "question.type.missing",
    "Soal ini tidak mempunyai pilihan. Tulis jenisnya, misalnya JENIS: URAIAN atau JENIS: ISIAN, atau tulis setiap pilihan di baris sendiri: A. …, B. ….",
    "The question has no options. Write its type, for example JENIS: URAIAN or JENIS: ISIAN, or each option on a line of its own: A. …, B. ….",
);
pub(super) static OPTIONS_FEW: Fault = Fault::error(
    "question.options.few",
    "Soal ini harus mempunyai sedikitnya dua pilihan. Tulis setiap pilihan di baris sendiri: A. …, B. ….",
    "The question needs at least two options. Write each on a line of its own: A. …, B. ….",
);
pub(super) static OPTIONS_MATCHING: Fault = Fault::error(
    "question.options.matching",
    "Soal menjodohkan memerlukan premis 1, 2, … dan pasangan A, B, ….",
    "A matching question needs premises 1, 2, … and responses A, B, ….",
);
pub(super) static OPTIONS_TRUE_FALSE: Fault = Fault::error(
    "question.options.true_false",
    "Pilihan soal benar-salah harus B (Benar) dan S (Salah).",
    "The options of a true-false question must be B (true) and S (false).",
);
pub(super) static OPTIONS_UNEXPECTED: Fault = Fault::error(
    "question.options.unexpected",
    "Soal jenis ini tidak mempunyai pilihan.",
    "A question of this type has no options.",
);
pub(super) static OPTION_EMPTY: Fault = Fault::error(
    "question.option.empty",
    "Pilihan ini ditandai sebagai kunci tetapi kosong.",
    "The option is marked as the key, but is empty.",
);
pub(super) static OPTION_LABEL: Fault = Fault::error(
    "question.option.label",
    "Label pilihan harus satu huruf, A sampai Z.",
    "The label of an option must be one letter, A to Z.",
);
pub(super) static OPTION_REPEATED: Fault = Fault::error(
    "question.option.repeated",
    "Huruf pilihan ini ditulis dua kali. Mungkin soal berikutnya belum diberi nomor.",
    "The letter of this option is written twice. Perhaps the next question has no number.",
);
pub(super) static OPTION_GAP: Fault = Fault::warning(
    "question.option.gap",
    "Urutan huruf pilihan terputus. Periksa apakah ada pilihan yang hilang.",
    "The letters of the options leave a gap. See whether an option is missing.",
);
pub(super) static OPTION_SAME: Fault = Fault::warning(
    "question.option.same",
    "Dua pilihan berisi sama.",
    "Two options say the same.",
);
pub(super) static OPTION_SAME_UNREADABLE: Fault = Fault::error(
    "question.option.same_unreadable",
    "Dua pilihan hanya berbeda pada gambar atau rumus yang tidak terbaca. Ganti dengan PNG atau JPEG, atau tulis ulang.",
    "Two options differ only in a picture or a formula that cannot be read. Replace it with a PNG or JPEG, or write it again.",
);
pub(super) static MARK_UNREADABLE: Fault = Fault::error(
    "question.mark.unreadable",
    "Tanda kunci tidak terbaca. Tulis v, atau v 50% untuk bobot (-100 sampai 100).",
    "The mark of the key cannot be read. Write v, or v 50% for a weight (-100 to 100).",
);
pub(super) static WEIGHT_MISSING: Fault = Fault::error(
    "question.weight.missing",
    "Jika memakai bobot, setiap kunci harus berbobot dan sedikitnya satu bobot positif.",
    "With weights, each key needs one, and one of them must be positive.",
);
pub(super) static WEIGHT_UNEXPECTED: Fault = Fault::error(
    "question.weight.unexpected",
    "Bobot hanya berlaku dengan NILAI bobot.",
    "Weights go only with NILAI bobot.",
);
pub(super) static SCORING_UNKNOWN: Fault = Fault::error(
    "question.scoring.unknown",
    "NILAI harus tepat, bersih, opsi, atau bobot.",
    "NILAI must be tepat (exact), bersih (net), opsi (per option) or bobot (weights).",
);
pub(super) static KEY_MISSING: Fault = Fault::error(
    "question.key.missing",
    "Soal ini belum mempunyai kunci. Tulis di bawahnya, misalnya KUNCI: B, atau di daftar KUNCI JAWABAN pada akhir dokumen.",
    "The question has no key. Write it below, for example KUNCI: B, or in a list KUNCI JAWABAN at the end.",
);
pub(super) static KEY_OF_RATED: Fault = Fault::warning(
    "question.key.rated",
    "Jawaban soal uraian tidak diimpor, karena uraian dinilai oleh penilai. Berikan pedoman ini kepada mereka.",
    "The answers of essays were not imported, since people rate essays. Hand these guidelines to them.",
);
pub(super) static KEY_SHOWN: Fault = Fault::error(
    "question.key.missing",
    "Soal ini belum mempunyai kunci. Hanya pilihan ini yang dicetak berbeda (tebal, digarisbawahi, atau berwarna): jika itu kuncinya, tulis KUNCI: diikuti hurufnya.",
    "The question has no key. Only this option is set differently (bold, underlined or coloured): if it is the key, write KUNCI: and its letter.",
);
pub(super) static KEY_UNMATCHED: Fault = Fault::error(
    "question.key.unmatched",
    "Daftar kunci menyebut nomor yang tidak ada soalnya. Periksa nomor soal dan daftar kuncinya.",
    "The list of keys has a number that no question has. Check the numbers of both.",
);
pub(super) static KEY_AMBIGUOUS: Fault = Fault::error(
    "question.key.ambiguous",
    "Lebih dari satu soal bernomor ini, sehingga tidak jelas kunci soal mana ini. Awali setiap kelompok soal dengan BAGIAN, dan tulis daftar kuncinya di akhir BAGIAN itu.",
    "Several questions have this number, so that it is not clear whose key this is. Begin each group of questions with BAGIAN, and write its list of keys at its end.",
);
pub(super) static KEY_SEVERAL: Fault = Fault::error(
    "question.key.several",
    "Soal pilihan ganda harus mempunyai tepat satu kunci. Untuk beberapa kunci gunakan JENIS PGK.",
    "A multiple choice question has exactly one key. For several keys use JENIS PGK.",
);
pub(super) static KEY_UNKNOWN: Fault = Fault::error(
    "question.key.unknown",
    "Kunci ini menunjuk pilihan yang tidak ada. Perbaiki kuncinya, atau tambahkan pilihannya.",
    "The key names an option that does not exist. Correct the key, or add the option.",
);
pub(super) static KEY_UNREADABLE: Fault = Fault::error(
    "question.key.unreadable",
    "Kunci tidak terbaca. Tulis label pilihan, misalnya A atau A,C; untuk menjodohkan 1-A, 2-B.",
    "The key cannot be read. Write labels of options, for example A or A,C; for matching 1-A, 2-B.",
);
pub(super) static KEY_CONFLICT: Fault = Fault::error(
    "question.key.conflict",
    "Soal ini mempunyai dua kunci yang berbeda: di KUNCI, di tanda v, atau di daftar kunci. Sisakan yang benar.",
    "The question has two keys that differ: at KUNCI, at the marks, or in the list of keys. Leave the right one.",
);
pub(super) static KEY_UNEXPECTED: Fault = Fault::error(
    "question.key.unexpected",
    "Soal uraian dan lisan dinilai orang dan tidak mempunyai kunci.",
    "Essays and spoken answers are rated by people and have no key.",
);
pub(super) static ANSWER_IGNORED: Fault = Fault::warning(
    "question.answer.ignored",
    "Jawaban contoh untuk soal uraian atau lisan tidak diimpor.",
    "The sample answer of an essay or spoken question was not imported.",
);
pub(super) static POINTS_UNREADABLE: Fault = Fault::error(
    "question.points.unreadable",
    "POIN harus angka mulai 0, paling banyak dua desimal.",
    "Points must be a number from 0 up, with at most two decimals.",
);
pub(super) static PREPARATION_UNREADABLE: Fault = Fault::error(
    "question.preparation.unreadable",
    "PERSIAPAN tidak terbaca. Tulis misalnya 15 detik.",
    "The preparation time cannot be read. Write for example 15 detik.",
);
pub(super) static RESPONSE_UNREADABLE: Fault = Fault::error(
    "question.response.unreadable",
    "JAWAB tidak terbaca. Tulis misalnya 45 detik.",
    "The response time cannot be read. Write for example 45 detik.",
);
pub(super) static PLAYS_UNREADABLE: Fault = Fault::warning(
    "question.plays.unreadable",
    "PUTAR harus angka 1 sampai 20.",
    "PUTAR must be a number from 1 to 20.",
);
pub(super) static TAGS_UNREADABLE: Fault = Fault::warning(
    "question.tags.unreadable",
    "TAG paling banyak 20, masing-masing paling panjang 50 karakter.",
    "There can be at most 20 tags of at most 50 characters each.",
);
pub(super) static DIFFICULTY_UNKNOWN: Fault = Fault::warning(
    "question.difficulty.unknown",
    "TINGKAT harus mudah, sedang, atau sulit.",
    "TINGKAT must be mudah, sedang, or sulit.",
);
pub(super) static AUDIO_UNREADABLE: Fault = Fault::error(
    "question.audio.unreadable",
    "AUDIO harus nama berkas saja, misalnya track_01.mp3.",
    "AUDIO must be only the name of a file, for example track_01.mp3.",
);
pub(super) static PASSAGE_UNKNOWN: Fault = Fault::error(
    "question.passage.unknown",
    "Soal ini mengacu ke TEKS yang tidak ada.",
    "The question refers to a passage that does not exist.",
);
pub(super) static QUESTION_SAME: Fault = Fault::warning(
    "question.same",
    "Pertanyaan ini sama dengan pertanyaan sebelumnya.",
    "The question asks the same as an earlier one.",
);
