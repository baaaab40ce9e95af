//! Passages: texts between TEKS and AKHIR TEKS that questions refer to.

use super::{
    super::{
        draft::Draft,
        fault,
        lines::TextLine,
        shared::SharedText,
        words::{Found, Heading, is_unseen, plain},
    },
    Outline, trim_lines,
};
use crate::{
    import::{
        docx::At,
        styled::{OBJECT, StyledText},
    },
    paper::Passage,
};

/// A passage in the making.
pub(super) struct OpenPassage {
    code: String,
    title: String,
    pub lines: Vec<StyledText>,
    at: At,
    is_faulty: bool,
}

impl Outline {
    /// Keeps a line of the open passage.
    pub(super) fn keep(&mut self, line: &TextLine) {
        if let Some(passage) = &mut self.passage {
            passage.lines.push(line.shown());
        }
    }

    pub(super) fn open_passage(&mut self, found: &Found<'_, Heading>, at: At) {
        self.report.leave_question();
        let (code, title) = passage_head(found).unwrap_or_default();
        let fault = if code.is_empty() {
            Some(&fault::PASSAGE_CODE)
        } else if self.passage_codes.insert(plain(code)) {
            None
        } else {
            Some(&fault::PASSAGE_REPEATED)
        };
        if let Some(fault) = fault {
            self.report.add(fault, at, found.rest);
        }
        self.passage = Some(OpenPassage {
            code: code.replace(OBJECT, ""),
            title: title.replace(OBJECT, "").trim().to_owned(),
            lines: Vec::new(),
            at,
            is_faulty: fault.is_some(),
        });
    }

    pub(super) fn close_passage(&mut self, at: At) {
        if let Some(passage) = self.passage.take() {
            self.store_passage(passage);
        } else {
            self.flush();
            self.report.leave_question();
            self.report.add(&fault::PASSAGE_UNOPENED, at, "");
        }
    }

    /// Something begins that cannot stand within a passage.
    pub(super) fn leave_passage(&mut self) {
        if let Some(mut passage) = self.passage.take() {
            let excerpt = format!("{} {}", passage.code, passage.title);
            self.report.add(&fault::PASSAGE_OPEN, passage.at, &excerpt);
            passage.is_faulty = true;
            self.store_passage(passage);
        }
    }

    pub(super) fn store_passage(&mut self, passage: OpenPassage) {
        let body = trim_lines(&passage.lines);
        if body.is_empty() && !passage.is_faulty {
            self.report.add(&fault::PASSAGE_EMPTY, passage.at, &passage.code);
        }
        self.passages.push(Passage {
            code: passage.code,
            title: passage.title,
            body: body.to_text(),
        });
    }
}

impl Outline {
    /// Makes a passage of a text that several questions are about, and lets those refer to it.
    pub(super) fn share(&mut self, text: SharedText, drafts: &mut [Draft]) {
        let numbers = if text.first == text.last {
            text.first.to_string()
        } else {
            format!("{}-{}", text.first, text.last)
        };
        let mut code = numbers.clone();
        let mut count = 1;
        while !self.passage_codes.insert(plain(&code)) {
            count += 1;
            code = format!("{numbers}_{count}");
        }
        let is_its = |draft: &&mut Draft| {
            let number = draft.number.parse::<u32>().ok();
            draft.passage.is_none() && number.is_some_and(|number| (text.first..=text.last).contains(&number))
        };
        for draft in drafts.iter_mut().filter(is_its) {
            draft.passage = Some((code.clone(), text.at));
        }
        self.passages.push(Passage {
            code,
            title: text.introduction.replace(OBJECT, "").trim().to_owned(),
            body: trim_lines(&text.lines).to_text(),
        });
    }
}

/// Whether a heading ends a passage even if AKHIR TEKS is missing: one with a colon or in capitals that cannot be part of it.
pub(super) fn closes_passage(found: &Found<'_, Heading>) -> bool {
    match found.keyword {
        Heading::EndOfPassage => true,
        Heading::Section | Heading::Duration | Heading::Passage => found.colon || found.capitals,
        Heading::Package | Heading::Instruction | Heading::Navigation | Heading::Shuffle | Heading::Draw => false,
    }
}

/// Code and title behind TEKS: `P1`, `P1: Kota`, `P1 Kota`.
fn passage_head<'a>(found: &Found<'a, Heading>) -> Option<(&'a str, &'a str)> {
    let (code, title) = match found.rest.split_once([':', '：']) {
        Some((code, title)) if !code.trim_matches(is_unseen).contains(char::is_whitespace) => (code, title),
        _ => found.rest.split_once(is_unseen).unwrap_or((found.rest, "")),
    };
    let code = code.trim_matches(is_unseen);
    let is_plain = !code.is_empty() && code.chars().count() <= 32;
    is_plain.then(|| (code, title.trim_matches(is_unseen)))
}

/// Whether what follows TEKS is the code of a passage, rather than the rest of a sentence.
pub(super) fn is_passage_head(rest: &str) -> bool {
    let before_colon = rest
        .split_once([':', '：'])
        .map(|(code, _)| code.trim_matches(is_unseen));
    match before_colon {
        Some(code) if !code.contains(char::is_whitespace) => true,
        _ => is_code(rest.split(is_unseen).next().unwrap_or_default()),
    }
}

/// A code that is no word of a sentence.
fn is_code(code: &str) -> bool {
    code.chars().any(|char| char.is_ascii_digit())
        && code
            .chars()
            .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
}
