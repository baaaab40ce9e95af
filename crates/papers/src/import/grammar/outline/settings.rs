//! What a section says of itself.

use super::{
    super::{
        fault, values,
        words::{Found, Heading},
    },
    Outline,
};
use crate::{
    import::{docx::At, styled::StyledText},
    paper::Section,
};

impl Outline {
    pub(super) fn instruct(&mut self, rest: StyledText, at: At) {
        if self.may_write(Heading::Instruction, rest.as_str(), at) {
            self.pending.is_instruction = true;
            self.pending.push_text(rest, at);
        }
    }

    /// Whether there is a section of which something can be said here.
    pub(super) fn may_set(&mut self, excerpt: &str, at: At) -> bool {
        self.report.leave_question();
        if self.section.is_none() && self.sections.is_empty() {
            self.open_default_section(at, excerpt);
        }
        if self.section.is_none() {
            self.report.add(&fault::OUTSIDE_SECTION, at, excerpt);
        }
        self.section.is_some()
    }

    /// Whether a setting may be written here, and is written for the first time. Before all sections it is one of the
    /// questions that stand in none.
    pub(super) fn may_write(&mut self, heading: Heading, excerpt: &str, at: At) -> bool {
        if !self.may_set(excerpt, at) {
            return false;
        }
        let Some(open) = &mut self.section else { return false };
        if open.written.contains(&heading) {
            self.report.add(&fault::SETTING_REPEATED, at, excerpt);
            return false;
        }
        open.written.push(heading);
        true
    }

    pub(super) fn configure(&mut self, found: &Found<'_, Heading>, at: At) {
        // An empty setting of a template says nothing; a switch alone is on.
        let is_unset = found.rest.is_empty() && (found.colon || found.keyword != Heading::Shuffle);
        if is_unset || !self.may_write(found.keyword, found.rest, at) {
            return;
        }
        let Some(open) = &mut self.section else { return };
        let section = &mut open.section;
        let (is_read, fault) = match found.keyword {
            Heading::Duration => (set_duration(section, found.rest), &fault::DURATION_UNREADABLE),
            Heading::Navigation => (set_navigation(section, found.rest), &fault::NAVIGATION_UNREADABLE),
            _ => (set_shuffle(section, found.rest), &fault::SHUFFLE_UNREADABLE),
        };
        if is_read.is_none() {
            self.report.add(fault, at, found.rest);
        }
    }
}

fn set_duration(section: &mut Section, text: &str) -> Option<()> {
    section.duration = values::seconds(text, None).filter(|seconds| *seconds > 0)?;
    Some(())
}

fn set_navigation(section: &mut Section, text: &str) -> Option<()> {
    section.navigation = values::navigation(text)?;
    Some(())
}

fn set_shuffle(section: &mut Section, text: &str) -> Option<()> {
    section.shuffle = text.is_empty() || values::yes_or_no(text)?;
    Some(())
}
