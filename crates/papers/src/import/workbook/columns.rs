//! Which column of a table is what.

use serde::Serialize;

use crate::sheet::book::{Cells, Page, Value, letters};

/// Rows among which the heads are looked for.
pub(super) const HEAD_ROWS: usize = 20;

/// A column of a table and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ColumnUse {
    /// The name of its sheet; empty for a table of text.
    pub sheet: String,
    /// Its letters.
    pub column: String,
    /// What stands above it.
    pub head: String,
    /// What it was taken for: `number`, `question`, `type`, `option A`, `key`, `points`, `passage`, `audio`, `section`,
    /// `duration` and so on; nothing if it is not read.
    #[serde(rename = "use")]
    pub usage: Option<String>,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Use {
    Number,
    Question,
    Type,
    /// The label of an option, in tables of one row per option.
    Label,
    /// The text of an option, in such tables.
    Answer,
    /// The option with this letter, or what is matched with one, with this digit.
    Option(char),
    Key,
    Points,
    Scoring,
    Passage,
    Audio,
    Preparation,
    Response,
    Tags,
    Difficulty,
    Section,
    Duration,
    /// Minutes, as the head says.
    Minutes,
    Picture,
    /// Why an answer is right; nothing that a paper holds.
    Explanation,
}

impl Use {
    /// Its head in the grid of the grammar; nothing for what the grid has not.
    pub fn title(self) -> Option<String> {
        Some(
            match self {
                Self::Number => "NO",
                Self::Question => "SOAL",
                Self::Type => "JENIS",
                Self::Label => "OPSI",
                Self::Answer => "JAWABAN",
                Self::Option(letter) => return Some(letter.to_string()),
                Self::Key => "KUNCI",
                Self::Points => "POIN",
                Self::Scoring => "NILAI",
                Self::Passage => "TEKS",
                Self::Audio => "AUDIO",
                Self::Preparation => "PERSIAPAN",
                Self::Response => "JAWAB",
                Self::Tags => "TAG",
                Self::Difficulty => "TINGKAT",
                Self::Section | Self::Duration | Self::Minutes | Self::Picture | Self::Explanation => return None,
            }
            .to_owned(),
        )
    }

    /// What a preview calls it.
    fn name(self) -> Option<String> {
        Some(
            match self {
                Self::Number => "number",
                Self::Question => "question",
                Self::Type => "type",
                Self::Label => "label",
                Self::Answer => "answer",
                Self::Option(letter) => return Some(format!("option {letter}")),
                Self::Key => "key",
                Self::Points => "points",
                Self::Scoring => "scoring",
                Self::Passage => "passage",
                Self::Audio => "audio",
                Self::Preparation => "preparation",
                Self::Response => "response",
                Self::Tags => "tags",
                Self::Difficulty => "difficulty",
                Self::Section => "section",
                Self::Duration | Self::Minutes => "duration",
                Self::Picture | Self::Explanation => return None,
            }
            .to_owned(),
        )
    }
}

/// A head as it is compared: folded, single blanks, nothing but letters and digits.
fn plain(head: &str) -> String {
    let folded = base::text::fold(head);
    let words: Vec<&str> = folded
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// What a head names, whatever stands beside it.
fn known(head: &str) -> Option<Use> {
    let head = plain(head);
    Some(match head.as_str() {
        "no" | "nomor" | "number" | "no soal" | "nomor soal" | "question no" | "question number" => Use::Number,
        "soal" | "pertanyaan" | "question" | "question text" | "butir soal" | "teks soal" | "isi soal" | "stem" => {
            Use::Question
        }
        "jenis" | "tipe" | "type" | "jenis soal" | "tipe soal" | "question type" | "bentuk soal" => Use::Type,
        "opsi" | "option" | "label" => Use::Label,
        "pilihan jawaban" | "opsi jawaban" | "teks opsi" | "answers" | "options" | "pilihan" => Use::Answer,
        "kunci" | "kunci jawaban" | "jawaban benar" | "key" | "answer key" | "correct answer" | "correct"
        | "jawaban" | "answer" | "kunci soal" => Use::Key,
        "poin" | "point" | "points" | "bobot" | "skor" | "score" | "bobot nilai" | "bobot soal" | "weight"
        | "nilai" => Use::Points,
        "penilaian" | "scoring" => Use::Scoring,
        "teks" | "bacaan" | "passage" | "wacana" | "stimulus" | "kode teks" | "kode bacaan" => Use::Passage,
        "audio" | "suara" | "file audio" | "sound" | "listening" => Use::Audio,
        "persiapan" | "preparation" | "prep" => Use::Preparation,
        "jawab" | "response" | "waktu jawab" => Use::Response,
        "tag" | "tags" => Use::Tags,
        "tingkat" | "tingkat kesulitan" | "difficulty" => Use::Difficulty,
        "bagian" | "section" | "seksi" | "subtes" | "sub tes" | "mapel" | "mata pelajaran" => Use::Section,
        "durasi" | "duration" | "waktu" => Use::Duration,
        "durasi menit" | "waktu menit" | "menit" | "duration minutes" | "minutes" => Use::Minutes,
        "gambar" | "picture" | "image" | "file gambar" | "gambar soal" | "file" => Use::Picture,
        "pembahasan" | "explanation" | "penjelasan" | "feedback" | "solusi" => Use::Explanation,
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
        ],
        '1'..='9' => &["", "pernyataan", "premis", "premise", "kiri", "left", "statement"],
        _ => return None,
    };
    words.contains(&word).then_some(Use::Option(sign.to_ascii_uppercase()))
}

/// The heads of a sheet.
#[derive(Debug)]
pub(super) struct Mapping {
    /// How many of the sheet's rows come before the questions, the heads being the last of them.
    pub rows: usize,
    /// What each column is, by its place from 0.
    pub columns: Vec<(u32, Use)>,
    /// All heads, for a preview.
    pub preview: Vec<ColumnUse>,
    /// Heads that are not known, or are there twice.
    pub unknown: Vec<String>,
}

impl Mapping {
    /// The heads of a sheet, if a row of it has a question and something that answers it.
    pub fn find(page: &Page) -> Option<Self> {
        let rows = page.rows.iter().take(HEAD_ROWS).enumerate();
        let (index, row) = rows.into_iter().find(|(_, row)| is_head(&row.cells))?;
        let below = &page.rows[index + 1..];
        Some(Self::of(
            page,
            &row.cells,
            index + 1,
            below.iter().map(|row| &row.cells),
        ))
    }

    fn of<'a>(page: &Page, heads: &Cells, rows: usize, below: impl Iterator<Item = &'a Cells> + Clone) -> Self {
        let uses: Vec<(u32, &str, Option<Use>)> = heads
            .iter()
            .map(|(place, cell)| (*place, cell.shown(), known(cell.shown())))
            .collect();
        let has = |wanted: fn(Use) -> bool| uses.iter().filter_map(|(_, _, usage)| *usage).any(wanted);
        let has_label = has(|usage| usage == Use::Label) && !has(|usage| matches!(usage, Use::Option(_)));
        let named_key = uses
            .iter()
            .any(|(_, head, usage)| *usage == Some(Use::Key) && !is_bare_answer(head));
        let mut mapping = Self {
            rows,
            columns: Vec::new(),
            preview: Vec::new(),
            unknown: Vec::new(),
        };
        for (place, head, usage) in uses {
            let usage = match usage {
                // In tables of one row per option the answer is the option, and what is right stands beside it.
                Some(Use::Key) if is_bare_answer(head) && has_label => Some(Use::Answer),
                Some(Use::Key) if is_bare_answer(head) && named_key => None,
                Some(Use::Points) if plain(head) == "nilai" && !has_numbers(place, below.clone()) => Some(Use::Scoring),
                other => other,
            };
            let usage = usage.filter(|usage| mapping.columns.iter().all(|(_, known)| known != usage));
            mapping.preview.push(ColumnUse {
                sheet: page.name.clone(),
                column: letters(place),
                head: head.to_owned(),
                usage: usage.and_then(Use::name),
            });
            match usage {
                Some(usage) => mapping.columns.push((place, usage)),
                None => mapping.unknown.push(head.to_owned()),
            }
        }
        mapping
    }

    /// The column of a use.
    pub fn place(&self, wanted: Use) -> Option<u32> {
        let found = self.columns.iter().find(|(_, usage)| *usage == wanted);
        found.map(|(place, _)| *place)
    }
}

fn is_bare_answer(head: &str) -> bool {
    matches!(plain(head).as_str(), "jawaban" | "answer")
}

fn is_head(cells: &Cells) -> bool {
    let uses: Vec<Use> = cells.values().filter_map(|cell| known(cell.shown())).collect();
    let answers = |usage: &Use| {
        matches!(
            usage,
            Use::Option(_) | Use::Key | Use::Type | Use::Answer | Use::Number | Use::Points
        )
    };
    uses.contains(&Use::Question) && uses.iter().any(answers)
}

/// Whether everything in a column is a number.
fn has_numbers<'a>(place: u32, rows: impl Iterator<Item = &'a Cells>) -> bool {
    let mut cells = rows.filter_map(|cells| cells.get(&place)).map(Value::shown);
    cells.all(|shown| shown.replace(',', ".").trim_end_matches('%').parse::<f64>().is_ok())
}

/// The heads of a sheet that lists passages: a code, perhaps a title, and what they say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub rows: usize,
    pub code: u32,
    pub title: Option<u32>,
    pub body: u32,
}

impl Passages {
    /// The heads of a sheet, if it lists passages.
    pub fn find(page: &Page) -> Option<Self> {
        page.rows.iter().take(HEAD_ROWS).enumerate().find_map(|(index, row)| {
            let place = |heads: &[&str]| {
                let found = row
                    .cells
                    .iter()
                    .find(|(_, cell)| heads.contains(&plain(cell.shown()).as_str()));
                found.map(|(place, _)| *place)
            };
            Some(Self {
                rows: index + 1,
                code: place(&["kode", "code", "kode teks", "kode bacaan"])?,
                title: place(&["judul", "title"]),
                body: place(&["isi", "teks", "bacaan", "body", "passage", "isi teks", "isi bacaan"])?,
            })
            .filter(|_| !is_head(&row.cells))
        })
    }
}
