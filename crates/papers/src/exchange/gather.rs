//! A paper in the making, out of questions as they come, with what there is to say of each.
//!
//! Invariants: sections are unique without case, and so are codes of passages; a question names no passage that is not there;
//! of what every question of a file lacks alike, as many findings are kept as are worth reading.

use std::collections::BTreeSet;

use base::{Message, text::fold};
use marked::Text;

use super::{album::Album, prose::Lost};
use crate::{
    finding::{Severity, excerpt},
    import::{Finding, Origin, Place, Reading},
    paper::{Navigation, Paper, Passage, Question, Section},
    rules::question::tidy,
};

/// Most findings that are collected.
const MOST_FINDINGS: usize = 20_000;
/// Most questions.
const MOST_QUESTIONS: usize = 6_000;
/// What a section lasts of which nobody says it, in seconds.
const DURATION: i64 = 3_600;
/// The longest name of a sound file, in characters.
const LONGEST_NAME: usize = 200;

/// A message in both languages.
pub(super) type Said = (&'static str, &'static str);

#[derive(Debug, Default)]
pub(super) struct Gather {
    pub album: Album,
    pub title: String,
    passages: Vec<Passage>,
    sections: Vec<Section>,
    /// Places of questions in their order within their sections.
    origins: Vec<Vec<Origin>>,
    findings: Vec<Finding>,
    /// The section that is open.
    at: usize,
    number: usize,
    /// What was told once for all.
    told: BTreeSet<&'static str>,
}

impl Gather {
    /// Opens a section, or goes on with the one that is called so.
    pub fn section(&mut self, title: &str) {
        let title = title.trim().to_owned();
        let known = self
            .sections
            .iter()
            .position(|section| fold(&section.title) == fold(&title));
        self.at = known.unwrap_or(self.sections.len());
        if known.is_none() {
            self.sections.push(Section {
                title,
                duration: 0,
                instruction: Text::default(),
                navigation: Navigation::Free,
                shuffle: false,
                draws: Vec::new(),
                questions: Vec::new(),
            });
            self.origins.push(Vec::new());
        }
    }

    /// The section that is open, which is made if there is none.
    pub fn open_section(&mut self) -> &mut Section {
        if self.sections.is_empty() {
            self.section("Soal");
        }
        &mut self.sections[self.at]
    }

    /// Begins a question: what is noted from now on is about it.
    pub fn begin_question(&mut self) {
        self.number += 1;
    }

    pub fn note(&mut self, severity: Severity, code: &'static str, text: &str, (id, en): Said) {
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        let section = self.sections.get(self.at).map(|section| section.title.clone());
        self.findings.push(Finding {
            severity,
            code,
            section,
            question: (self.number > 0).then(|| self.number.to_string()),
            place: Place::default(),
            excerpt: excerpt(&text.split_whitespace().collect::<Vec<_>>().join(" ")),
            message: Message::new(id, en),
        });
    }

    pub fn warn(&mut self, code: &'static str, text: &str, said: Said) {
        self.note(Severity::Warning, code, text, said);
    }

    /// Warns of something that holds for the whole file.
    pub fn warn_once(&mut self, code: &'static str, said: Said) {
        if self.told.insert(code) {
            let number = std::mem::take(&mut self.number);
            self.warn(code, "", said);
            self.number = number;
        }
    }

    pub fn refuse(&mut self, code: &'static str, text: &str, said: Said) {
        self.note(Severity::Error, code, text, said);
    }

    /// Tells what a text has lost.
    pub fn tell_lost(&mut self, lost: Vec<(Lost, String)>) {
        let mut told = BTreeSet::new();
        for (what, words) in lost {
            if !told.insert((what, words.clone())) {
                continue;
            }
            let (code, said) = match what {
                Lost::Picture => (
                    "picture.missing",
                    (
                        "Gambar ini tidak ada di dalam berkas atau jenisnya tidak dapat ditampilkan. Tambahkan gambarnya di editor soal.",
                        "The picture is not in the file, or of a kind that cannot be shown. Add it in the editor of questions.",
                    ),
                ),
                Lost::Formula => (
                    "formula.unreadable",
                    (
                        "Rumus ini tidak terbaca. Tulis ulang di editor soal.",
                        "The formula cannot be read. Write it again in the editor of questions.",
                    ),
                ),
                Lost::Active => (
                    "exchange.active",
                    (
                        "Video, formulir, atau program di dalam teks tidak diimpor.",
                        "A film, a form or a program within the text was not imported.",
                    ),
                ),
                Lost::Link => (
                    "exchange.link",
                    (
                        "Tautan di dalam teks tidak diimpor; tulisannya tetap ada.",
                        "A link within the text was not imported; its words were.",
                    ),
                ),
            };
            self.warn(code, &words, said);
        }
    }

    /// Adds a passage; answers the code by which questions name it.
    pub fn passage(&mut self, code: Option<&str>, title: &str, body: Text) -> String {
        let is_taken =
            |gather: &Self, code: &str| gather.passages.iter().any(|passage| fold(&passage.code) == fold(code));
        let given = code
            .map(str::trim)
            .filter(|code| !code.is_empty() && !is_taken(self, code));
        let code = match given {
            Some(code) => code.to_owned(),
            None => (1..=self.passages.len() + 1)
                .map(|number| format!("T{number}"))
                .find(|code| !is_taken(self, code))
                .unwrap_or_default(),
        };
        self.passages.push(Passage {
            code: code.clone(),
            title: title.trim().to_owned(),
            body,
        });
        code
    }

    /// Adds a question to the section that is open.
    pub fn question(&mut self, mut question: Question) {
        tidy(&mut question);
        self.settle_audio(&mut question);
        if self.number == MOST_QUESTIONS + 1 {
            self.refuse(
                "exchange.many",
                "",
                (
                    "Berkas ini memuat lebih dari 6.000 soal. Bagi menjadi beberapa berkas.",
                    "The file has more than 6,000 questions. Divide it.",
                ),
            );
        }
        if self.number > MOST_QUESTIONS {
            return;
        }
        if question.key.is_empty() && !question.kind.is_rated() {
            self.refuse(
                "question.key.missing",
                question.text.plain(),
                (
                    "Soal ini belum mempunyai kunci. Tandai jawaban yang benar di program asalnya, lalu ekspor lagi.",
                    "The question has no key. Mark the right answer in the program that it comes from and export it again.",
                ),
            );
        }
        let number = self.number.to_string();
        self.open_section().questions.push(question);
        if let Some(origins) = self.origins.get_mut(self.at) {
            origins.push(Origin {
                number,
                place: Place::default(),
            });
        }
    }

    /// Keeps the name of a sound file if it is one.
    fn settle_audio(&mut self, question: &mut Question) {
        let Some(name) = question.audio.take() else {
            return;
        };
        let is_name = !name.trim().is_empty()
            && name.chars().count() <= LONGEST_NAME
            && !name.contains(|char: char| char.is_control() || char == '/' || char == '\\');
        if is_name {
            question.audio = Some(name);
        } else {
            self.warn(
                "exchange.audio",
                &name,
                (
                    "Nama berkas audio ini tidak dapat dipakai.",
                    "The name of this audio file cannot be used.",
                ),
            );
        }
    }

    /// Everything that was gathered.
    pub fn finish(mut self) -> Reading {
        self.check_passages();
        self.assume_durations();
        let mut kept = Vec::new();
        let mut origins = Vec::new();
        for (section, own) in self.sections.into_iter().zip(self.origins) {
            if !section.questions.is_empty() || section.duration != 0 {
                kept.push(section);
                origins.extend(own);
            }
        }
        let paper = Paper {
            title: self.title.trim().to_owned(),
            passages: self.passages,
            sections: kept,
        };
        if paper.sections.is_empty() {
            self.findings.push(no_questions());
        }
        let named: BTreeSet<String> = paper
            .texts()
            .flat_map(Text::pictures)
            .map(|hash| hash.as_str().to_owned())
            .collect();
        let mut pictures = self.album.pictures;
        pictures.retain(|hash, _| named.contains(hash));
        Reading {
            paper,
            pictures,
            findings: self.findings,
            origins,
            columns: Vec::new(),
        }
    }

    /// Takes names of passages from questions that are not there.
    fn check_passages(&mut self) {
        let codes: BTreeSet<String> = self.passages.iter().map(|passage| fold(&passage.code)).collect();
        let mut lost = Vec::new();
        for section in &mut self.sections {
            for question in &mut section.questions {
                let is_lost = question
                    .passage
                    .as_ref()
                    .is_some_and(|code| !codes.contains(&fold(code)));
                lost.extend(question.passage.take_if(|_| is_lost));
            }
        }
        self.number = 0;
        for code in lost {
            self.warn(
                "exchange.passage",
                &code,
                (
                    "Sebuah soal mengacu ke teks yang tidak ada di dalam berkas.",
                    "A question refers to a passage that is not in the file.",
                ),
            );
        }
    }

    fn assume_durations(&mut self) {
        self.number = 0;
        for at in 0..self.sections.len() {
            let section = &mut self.sections[at];
            if section.duration != 0 || section.questions.is_empty() {
                continue;
            }
            section.duration = DURATION;
            let title = section.title.clone();
            self.at = at;
            self.warn(
                "section.duration.assumed",
                &title,
                (
                    "Durasi bagian ini tidak ditulis; dianggap 60 menit. Ubah setelah diimpor.",
                    "The section has no duration; 60 minutes are assumed. Change it after the import.",
                ),
            );
        }
    }
}

fn no_questions() -> Finding {
    Finding {
        severity: Severity::Error,
        code: "exchange.empty",
        section: None,
        question: None,
        place: Place::default(),
        excerpt: String::new(),
        message: Message::new(
            "Berkas ini tidak memuat soal yang dapat diimpor.",
            "The file has no questions that can be imported.",
        ),
    }
}
