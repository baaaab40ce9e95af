//! Questions become questions when everything about them is known: the lists of keys may come last.

use std::collections::HashMap;

use super::{
    super::{
        draft::Draft,
        fault,
        key_list::GivenKey,
        lines::Entry,
        values::{self, Mark},
        words::{Field, plain},
    },
    OpenSection, Outline,
    question::Reference,
};
use crate::{
    import::{Origin, docx::At, styled::StyledText},
    paper::{QuestionType, Section},
};

/// A question by its section and its place in it.
type Index = (usize, usize);

impl Outline {
    /// Keeps the keys of a list until all questions are known.
    pub(super) fn give_keys(&mut self, keys: Vec<Entry>) {
        self.add_keys(self.sections.len(), keys, false);
    }

    /// Keeps the keys of a list that names the section that they are for.
    pub(super) fn give_keys_of(&mut self, section: usize, keys: Vec<Entry>) {
        self.add_keys(section, keys, true);
    }

    fn add_keys(&mut self, section: usize, keys: Vec<Entry>, is_named: bool) {
        self.keys.extend(keys.into_iter().map(|(number, text, at)| GivenKey {
            number,
            text,
            at,
            section,
            is_named,
        }));
    }

    /// The sections with their questions.
    pub(super) fn settle(&mut self) -> Vec<Section> {
        let mut sections = std::mem::take(&mut self.sections);
        let keys = std::mem::take(&mut self.keys);
        self.lists = keys.iter().map(|key| key.section).collect();
        let mut numbered: HashMap<String, Vec<Index>> = HashMap::new();
        for (section, open) in sections.iter().enumerate() {
            for (at, draft) in open.drafts.iter().enumerate() {
                numbered.entry(bare(&draft.number)).or_default().push((section, at));
            }
        }
        for key in keys {
            let numbered = numbered.get(&bare(&key.number)).map(Vec::as_slice).unwrap_or_default();
            self.give(&key, numbered, &mut sections);
        }
        sections.into_iter().map(|open| self.settled(open)).collect()
    }

    fn settled(&mut self, mut open: OpenSection) -> Section {
        let draws = std::mem::take(&mut open.draws_written);
        let mut section = open.section;
        for draft in open.drafts {
            self.report.return_to(&section.title, &draft.number);
            self.finish_draft(draft, &mut section);
        }
        self.judge_draws(&section.title, section.unmet_draw(), &draws);
        section
    }

    fn finish_draft(&mut self, draft: Draft, section: &mut Section) {
        let passage = draft.passage.clone();
        let (number, at) = (draft.number.clone(), draft.at);
        let Some(question) = draft.finish(&mut self.report) else {
            return;
        };
        if let Some((code, at)) = passage {
            let about = self.report.whereabouts();
            self.references.push(Reference { code, about, at });
        }
        self.note_repetition(&question, at);
        section.questions.push(question);
        self.origins.push(Origin {
            number,
            place: at.place,
        });
    }

    /// Gives a key to the question with its number. Where several sections have the number, it is that of the section in
    /// which the list stands, if each of them has a list of its own.
    fn give(&mut self, key: &GivenKey, numbered: &[Index], sections: &mut [OpenSection]) {
        let takes_key = |(section, at): &&Index| {
            let kind = sections[*section].drafts[*at].kind;
            !kind.is_some_and(QuestionType::is_rated)
        };
        let keyed: Vec<Index> = numbered.iter().filter(takes_key).copied().collect();
        let numbered = if keyed.is_empty() { numbered } else { &keyed };
        let own: Vec<&Index> = numbered.iter().filter(|(section, _)| *section == key.section).collect();
        let index = match (numbered, own.as_slice()) {
            ([], _) => Err(&fault::KEY_UNMATCHED),
            (_, [own]) if key.is_named => Ok(**own),
            (_, []) if key.is_named => Err(&fault::KEY_UNMATCHED),
            ([only], _) => Ok(*only),
            (_, [own]) if self.each_has_a_list(numbered, sections) => Ok(**own),
            _ => Err(&fault::KEY_AMBIGUOUS),
        };
        match index {
            Ok((section, at)) => self.set_key(key, &mut sections[section], at),
            Err(fault) => {
                let said = format!("{}. {}", key.number, key.text);
                self.report.add_about(fault, (None, None), key.at, &said);
            }
        }
    }

    fn each_has_a_list(&self, numbered: &[Index], sections: &[OpenSection]) -> bool {
        numbered.iter().all(|(section, at)| {
            let draft = &sections[*section].drafts[*at];
            has_key(draft) || self.lists.contains(section)
        })
    }

    fn set_key(&mut self, key: &GivenKey, open: &mut OpenSection, at: usize) {
        let Some(draft) = open.drafts.get_mut(at) else { return };
        self.report.return_to(&open.section.title, &draft.number);
        if !has_key(draft) {
            draft.set(Field::Key, &StyledText::of(&key.text), key.at, &mut self.report);
        } else if written_key(draft) != spelled(&key.text) {
            let at: At = key.at;
            self.report.add(&fault::KEY_CONFLICT, at, &key.text);
        }
    }
}

/// A number without zeros before it.
fn bare(number: &str) -> String {
    number.trim_start_matches('0').to_owned()
}

fn has_key(draft: &Draft) -> bool {
    draft.key.is_some() || draft.options.iter().any(|option| option.mark != Mark::None)
}

/// The labels of a key in one spelling.
fn written_key(draft: &Draft) -> String {
    if let Some((text, _)) = &draft.key {
        return spelled(text);
    }
    let ticked = draft.options.iter().filter(|option| option.mark != Mark::None);
    let labels: Vec<&str> = ticked.map(|option| option.label.as_str()).collect();
    spelled(&labels.join(","))
}

fn spelled(text: &str) -> String {
    let mut labels: Vec<String> = text
        .split([',', ';', ' '])
        .filter(|part| !part.trim().is_empty())
        .map(|part| values::label(part).map_or_else(|| plain(part), |(_, label)| label))
        .collect();
    labels.sort();
    labels.join(",")
}
