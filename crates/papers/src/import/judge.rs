//! What there is to say about a reading that was understood, before it is stored as a package.

use base::{Error, Lang, Message, text::Check};

use super::{Finding, Place, Reading};
use crate::{
    finding::{Severity, excerpt},
    paper::Question,
    rules::{
        passage,
        question::judge,
        section::{self, LONGEST_TITLE},
    },
};

impl Reading {
    /// Gives a document without a title that of its file, and refuses titles that are none.
    pub fn settle_title(&mut self, filename: &str) {
        let title = &mut self.paper.title;
        if title.is_empty() {
            let stem = filename.rsplit_once('.').map_or(filename, |(stem, _)| stem);
            stem.trim().clone_into(title);
        }
        let wrong = match title.chars().count() {
            0 => Message::new(
                "Paket ini tidak berjudul. Tulis PAKET: judulnya pada baris pertama.",
                "The package has no title. Write PACKAGE: and its title in the first line.",
            ),
            count if count > LONGEST_TITLE => Message::new(
                format!("Judul paket terlalu panjang (maksimal {LONGEST_TITLE} karakter)."),
                format!("The package's title is too long (at most {LONGEST_TITLE} characters)."),
            ),
            _ => return,
        };
        let found = finding(Severity::Error, "package.title", title, wrong);
        self.findings.insert(0, found);
    }

    /// Warns of every question whose audio file is not in the package's folder. The name is kept: the file may come later.
    pub fn note_missing_audio(&mut self, is_there: impl Fn(&str) -> bool) {
        let found = about(self, |question| {
            let name = question.audio.as_deref();
            let missing = name.filter(|name| !is_there(name));
            let said = Message::new(
                "Berkas audio ini belum ada. Unggah ke folder yang bernama sama dengan judul paket.",
                "This audio file is not there yet. Upload it into the folder that is called like the package.",
            );
            let found = missing.map(|name| finding(Severity::Warning, "audio.missing", name, said));
            found.into_iter().collect()
        });
        self.findings.extend(found);
    }

    /// Refuses what the bank would refuse: what was understood may still be too long or worth too much.
    pub fn note_broken_rules(&mut self) {
        let found = about(self, |question| {
            let mut check = Check::new();
            judge(&mut check, question);
            broken_rules(check, "question.rule", question.text.plain())
        });
        self.findings.extend(found);
        for section in &self.paper.sections {
            let mut check = Check::new();
            section::judge(&mut check, section);
            let found = broken_rules(check, "section.rule", &section.title);
            self.findings.extend(found.into_iter().map(|finding| Finding {
                section: Some(section.title.clone()),
                ..finding
            }));
        }
        for passage in &self.paper.passages {
            let mut check = Check::new();
            passage::judge(&mut check, passage);
            self.findings.extend(broken_rules(check, "passage.rule", &passage.code));
        }
    }
}

/// What was noted, as errors about what these words say.
fn broken_rules(check: Check, code: &'static str, words: &str) -> Vec<Finding> {
    let broken = check.finish().err();
    let fields = broken.iter().flat_map(Error::fields);
    let found = fields.map(|field| {
        let rule = field.rule.message();
        let said = |lang| format!("{} {}", field.path, rule.text(lang));
        finding(
            Severity::Error,
            code,
            words,
            Message::new(said(Lang::Id), said(Lang::En)),
        )
    });
    found.collect()
}

/// What an import has to say about a question that was understood, at its place.
fn about(reading: &Reading, say: impl Fn(&Question) -> Vec<Finding>) -> Vec<Finding> {
    let sections = reading.paper.sections.iter();
    let questions = sections.flat_map(|section| section.questions.iter().map(move |question| (section, question)));
    let mut found = Vec::new();
    for ((section, question), origin) in questions.zip(&reading.origins) {
        found.extend(say(question).into_iter().map(|finding| Finding {
            section: Some(section.title.clone()),
            question: Some(origin.number.clone()).filter(|number| !number.is_empty()),
            place: origin.place,
            ..finding
        }));
    }
    found
}

fn finding(severity: Severity, code: &'static str, text: &str, message: Message) -> Finding {
    Finding {
        severity,
        code,
        section: None,
        question: None,
        place: Place::default(),
        excerpt: excerpt(text),
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        import::Origin,
        paper::{Navigation, Paper, Passage, Pictures, QuestionType, ScoringRule, Section},
        points::Points,
    };

    fn reading(title: &str) -> Reading {
        Reading {
            paper: Paper {
                title: title.to_owned(),
                passages: Vec::new(),
                sections: Vec::new(),
            },
            pictures: Pictures::new(),
            findings: Vec::new(),
            origins: Vec::new(),
            columns: Vec::new(),
        }
    }

    #[test]
    fn a_package_without_a_title_is_called_like_its_file() {
        for (title, filename, settled) in [
            ("Ujian", "soal.docx", "Ujian"),
            ("", "Ujian Akhir v1.2.docx", "Ujian Akhir v1.2"),
            ("", "soal", "soal"),
        ] {
            let mut reading = reading(title);
            reading.settle_title(filename);
            assert_eq!(reading.paper.title, settled);
            assert_eq!(reading.findings, []);
        }
    }

    #[test]
    fn a_question_that_the_bank_would_refuse_is_an_error() {
        let mut reading = reading("Ujian");
        reading.paper.sections = vec![Section {
            title: "Esai".to_owned(),
            duration: 60,
            instruction: String::new().into(),
            navigation: Navigation::Free,
            shuffle: false,
            draws: Vec::new(),
            questions: vec![Question {
                kind: QuestionType::Essay,
                text: "x".repeat(20_001).into(),
                passage: None,
                audio: None,
                options: Vec::new(),
                key: Vec::new(),
                point: Points::whole(1),
                rule: ScoringRule::Exact,
                preparation_time: None,
                response_time: None,
                audio_plays: None,
                tags: Vec::new(),
                difficulty: None,
            }],
        }];
        let place = Place {
            table: Some(8),
            ..Place::default()
        };
        reading.origins = vec![Origin {
            number: "8".to_owned(),
            place,
        }];
        reading.note_broken_rules();
        let found = &reading.findings[0];
        assert_eq!((found.code, found.question.as_deref()), ("question.rule", Some("8")));
        assert_eq!((found.section.as_deref(), found.place), (Some("Esai"), place));
        assert!(found.message.text(Lang::En).contains("20000"), "{found:?}");
    }

    #[test]
    fn a_passage_or_an_instruction_that_the_bank_would_refuse_is_an_error() {
        let mut reading = reading("Ujian");
        reading.paper.passages = vec![Passage {
            code: "P1".to_owned(),
            title: String::new(),
            body: "x".repeat(100_001).into(),
        }];
        reading.paper.sections = vec![Section {
            title: "Esai".to_owned(),
            duration: 60,
            instruction: "x".repeat(20_001).into(),
            navigation: Navigation::Free,
            shuffle: false,
            draws: Vec::new(),
            questions: Vec::new(),
        }];
        reading.note_broken_rules();
        let told: Vec<_> = reading
            .findings
            .iter()
            .map(|found| (found.code, found.section.as_deref()))
            .collect();
        assert_eq!(told, [("section.rule", Some("Esai")), ("passage.rule", None)]);
    }

    #[test]
    fn a_title_that_is_none_is_an_error() {
        for (title, filename) in [("", ".docx"), ("", ""), (&*"x".repeat(256), "soal.docx")] {
            let mut reading = reading(title);
            reading.settle_title(filename);
            assert_eq!(reading.findings[0].code, "package.title");
            assert!(reading.has_errors());
        }
    }
}
