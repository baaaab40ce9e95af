//! What the API would refuse of a document: its sections and passages, which are stored as they were read. That none is there
//! twice is judged where the document is read.

use papers::{
    Passage, Section, Severity,
    import::{Finding, Place, Reading},
    rules::{passage, section},
};
use platform::{Error, FieldError, Lang, Message, text::Check};

/// Characters of an excerpt.
const EXCERPT: usize = 60;

/// Notes sections and passages that break a rule; those of a document that was understood.
pub(crate) fn note_broken_parts(reading: &mut Reading) {
    let paper = &reading.paper;
    let sections = paper.sections.iter().flat_map(|section| {
        let found = findings("section.rule", &section.title, judge_section(section));
        found.into_iter().map(|finding| Finding {
            section: Some(section.title.clone()),
            ..finding
        })
    });
    let mut found: Vec<Finding> = sections.collect();
    for passage in &paper.passages {
        found.extend(findings("passage.rule", &passage.code, judge_passage(passage)));
    }
    reading.findings.extend(found);
}

fn judge_section(given: &Section) -> Check {
    let mut check = Check::new();
    section::title(&mut check, "title", &given.title);
    section::duration(&mut check, "duration", given.duration);
    section::instruction(&mut check, "instruction", given.instruction.plain());
    check
}

fn judge_passage(given: &Passage) -> Check {
    let mut check = Check::new();
    check.text("code", &given.code, 1, passage::LONGEST_CODE);
    check.text("title", &given.title, 0, passage::LONGEST_TITLE);
    passage::body(&mut check, "body", given.body.plain());
    check
}

/// What was noted, as findings about a part that is called so.
fn findings(code: &'static str, name: &str, check: Check) -> Vec<Finding> {
    let broken = check.finish().err();
    let finding = |field: &FieldError| {
        let rule = field.rule.message();
        let said = |lang| format!("{} {}", field.path, rule.text(lang));
        Finding {
            severity: Severity::Error,
            code,
            section: None,
            question: None,
            place: Place::default(),
            excerpt: name.chars().take(EXCERPT).collect(),
            message: Message::new(said(Lang::Id), said(Lang::En)),
        }
    };
    broken.iter().flat_map(Error::fields).map(finding).collect()
}

#[cfg(test)]
mod tests {
    use marked::Text;
    use papers::{Navigation, Paper, Pictures};

    use super::*;

    fn section(title: &str) -> Section {
        Section {
            title: title.to_owned(),
            duration: 60,
            instruction: Text::default(),
            navigation: Navigation::Free,
            shuffle: false,
            questions: Vec::new(),
        }
    }

    fn passage(code: &str) -> Passage {
        Passage {
            code: code.to_owned(),
            title: String::new(),
            body: "Teks.".into(),
        }
    }

    fn noted(sections: Vec<Section>, passages: Vec<Passage>) -> Vec<(&'static str, String)> {
        let paper = Paper {
            title: "Paket".to_owned(),
            passages,
            sections,
        };
        let mut reading = Reading {
            paper,
            pictures: Pictures::new(),
            findings: Vec::new(),
            origins: Vec::new(),
            columns: Vec::new(),
        };
        note_broken_parts(&mut reading);
        let said = |finding: Finding| (finding.code, finding.message.text(Lang::En).to_owned());
        reading.findings.into_iter().map(said).collect()
    }

    #[test]
    fn what_the_api_would_take_is_taken() {
        let sections = vec![section("Membaca"), section(&"x".repeat(255))];
        assert_eq!(noted(sections, vec![passage("P1"), passage(&"x".repeat(20))]), []);
    }

    #[test]
    fn what_the_api_would_refuse_is_refused() {
        let long = noted(vec![section(&"x".repeat(256))], vec![passage(&"x".repeat(21))]);
        assert_eq!(
            long.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
            ["section.rule", "passage.rule"]
        );
        assert!(long[1].1.starts_with("code ") && long[1].1.contains("20"), "{long:?}");
    }
}
