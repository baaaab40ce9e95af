//! Sending a question to another package: its section is made there as it is here, and its passage comes along.
//!
//! Invariant: what the other package has already – the section, a passage that says the same – is used, and stays as it is.

use assessment::{NewPassageIn, PassageView, QuestionEmbedding, QuestionIn, QuestionView};
use platform::{Error, page::Pages, text::fold};

use crate::Committee;

/// The passage that says the same in another package, or one to be made there; it keeps its code if that is free.
fn carried(own: &PassageView, there: &[PassageView]) -> Result<i64, NewPassageIn> {
    let said = |one: &PassageView| (one.title.clone(), one.body.clone(), one.body_marked.clone());
    if let Some(same) = there.iter().find(|one| said(one) == said(own)) {
        return Ok(same.id);
    }
    let is_free = there.iter().all(|one| fold(&one.code) != fold(&own.code));
    Err(NewPassageIn {
        code: is_free.then(|| own.code.clone()),
        title: Some(own.title.clone()),
        body: Some(own.body.clone()),
        body_marked: own.body_marked.clone(),
    })
}

/// What the section of a question is in its package, for one that has not got it.
fn with_section(question: &QuestionView, change: QuestionIn) -> QuestionIn {
    let entities = question.entities.clone().unwrap_or_default();
    let Some(section) = entities.section.flatten() else {
        return change;
    };
    QuestionIn {
        section_duration: Some(Some(section.duration)),
        section_instruction: Some(Some(section.instruction)),
        section_instruction_marked: section.instruction_marked.map(Some),
        ..change
    }
}

/// The change that takes a question into another package; nothing if it is there already.
pub(super) async fn change(committee: &Committee, id: i64, package: i64) -> Result<Option<QuestionIn>, Error> {
    let assessment = committee.assessment();
    let (question, _) = assessment.question(id, QuestionEmbedding::whole()).await?;
    if question.package_id == package {
        return Ok(None);
    }
    let mut change = QuestionIn {
        package_id: Some(Some(package)),
        ..QuestionIn::default()
    };
    let sections = assessment.outline_of_package(package).await?;
    if sections.iter().all(|section| section.id != question.section_id) {
        change = with_section(&question, change);
    }
    if let Some(passage) = question.passage_id {
        let own = assessment.passage(passage).await?;
        let (there, _) = assessment.list_passages(package, false, Pages::everything()).await?;
        match carried(&own, &there) {
            Ok(id) => change.passage_id = Some(Some(id)),
            Err(new) => change.passage = Some(new),
        }
    }
    Ok(Some(change))
}
