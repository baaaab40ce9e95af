//! Results as tables: participants, questions, sections.

use std::borrow::Cow;

use papers::sheet::{Cell, Sheet};

use super::{Results, view::Reached};

/// The participants and what they reached.
pub(super) fn participants(results: &Results) -> Sheet<'_> {
    Sheet {
        name: "Results",
        head: columns(results),
        rows: results.participants.iter().map(cells).collect(),
    }
}

/// The first columns of tables of participants: who they are, and whether their total stands.
pub(super) const PERSON: [&str; 8] = [
    "Registered number",
    "Exam number",
    "Name",
    "Unit",
    "Rank",
    "Position",
    "Status",
    "Completeness",
];

/// The cells of a participant, as [`PERSON`] has them.
pub(super) fn person(reached: &Reached) -> [Cell<'_>; 8] {
    [
        Cell::Text(&reached.registered_number),
        Cell::Text(&reached.exam_registered_number),
        Cell::Text(&reached.name),
        said(reached.unit.as_ref()),
        said(reached.rank.as_ref()),
        said(reached.position.as_ref()),
        Cell::Text(&reached.status),
        Cell::Text(reached.completeness()),
    ]
}

fn said(title: Option<&String>) -> Cell<'_> {
    Cell::Text(title.map_or("", String::as_str))
}

/// The columns of the table of participants.
fn columns(results: &Results) -> Vec<Cow<'_, str>> {
    let mut columns: Vec<Cow<'_, str>> = PERSON.map(Cow::from).into();
    for section in &results.sections {
        let title = section.section_title.as_str();
        columns.extend([
            title.into(),
            format!("{title} (scaled)").into(),
            format!("{title} (band)").into(),
        ]);
    }
    columns.extend(["Total", "Maximum", "Scaled", "Band", "Note"].map(Cow::from));
    columns
}

/// The cells of a participant, as [`columns`] has them.
fn cells(reached: &Reached) -> Vec<Cell<'_>> {
    let mut cells = person(reached).to_vec();
    for section in &reached.sections {
        let band = section.band.as_deref().unwrap_or_default();
        cells.extend([
            Cell::Points(section.score),
            Cell::Points(section.scaled),
            Cell::Text(band),
        ]);
    }
    cells.extend([
        Cell::Points(reached.total_score),
        Cell::Points(reached.max_score),
        Cell::Points(reached.scaled),
        Cell::Text(reached.band.as_deref().unwrap_or_default()),
        Cell::Text(reached.note.unwrap_or_default()),
    ]);
    cells
}

const ITEMS: [&str; 12] = [
    "Section",
    "Number",
    "Question",
    "Type",
    "Maximum",
    "Count",
    "Mean",
    "Standard deviation",
    "Facility",
    "Discrimination",
    "Void",
    "Reason",
];

/// What is said about each question.
pub(super) fn items(results: &Results) -> Sheet<'_> {
    let rows = results.items.iter().map(|item| {
        let section = results
            .sections
            .iter()
            .find(|section| section.section_id == item.section_id);
        vec![
            Cell::Text(section.map_or("", |section| &section.section_title)),
            Cell::Count(i64::try_from(item.number).unwrap_or(i64::MAX)),
            Cell::Text(&item.question),
            Cell::Text(item.question_type),
            Cell::Points(Some(item.max_score)),
            Cell::Count(item.count),
            Cell::Number(item.mean),
            Cell::Number(item.standard_deviation),
            Cell::Number(item.facility),
            Cell::Number(item.discrimination),
            Cell::Text(item.void.as_ref().map_or("", |void| void.credit.name())),
            Cell::Text(item.void.as_ref().map_or("", |void| &void.reason)),
        ]
    });
    Sheet {
        name: "Items",
        head: ITEMS.map(Cow::from).into(),
        rows: rows.collect(),
    }
}

const SECTIONS: [&str; 9] = [
    "Section",
    "Questions",
    "Maximum",
    "Count",
    "Mean",
    "Standard deviation",
    "Lowest",
    "Highest",
    "Alpha",
];

/// A row for each section, and one for the whole.
pub(super) fn sections(results: &Results) -> Sheet<'_> {
    let whole = &results.statistics;
    let most = results.sections.iter().map(|section| section.max_score).sum();
    let all = (results.items.len(), most, whole.summary, whole.alpha);
    let rows = results.sections.iter().map(|section| {
        let said = (section.questions, section.max_score, section.summary, section.alpha);
        (section.section_title.as_str(), said)
    });
    let rows = rows
        .chain([("Total", all)])
        .map(|(title, (questions, most, summary, alpha))| {
            vec![
                Cell::Text(title),
                Cell::Count(i64::try_from(questions).unwrap_or(i64::MAX)),
                Cell::Points(Some(most)),
                Cell::Count(summary.count),
                Cell::Number(summary.mean),
                Cell::Number(summary.standard_deviation),
                Cell::Points(summary.lowest),
                Cell::Points(summary.highest),
                Cell::Number(alpha),
            ]
        });
    Sheet {
        name: "Sections",
        head: SECTIONS.map(Cow::from).into(),
        rows: rows.collect(),
    }
}
