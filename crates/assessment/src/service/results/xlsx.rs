//! Results as a workbook: participants, questions, sections.
//!
//! Invariant: whatever people wrote goes in as text, so registered numbers keep their zeros and nothing is a formula.

use platform::Error;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Results, cells, columns};
use crate::marking::neutral;

/// Most characters of a cell.
const LONGEST: usize = 32_000;

/// The workbook's bytes.
pub(super) fn write(results: &Results) -> Result<Vec<u8>, Error> {
    book(results).map_err(Error::internal)
}

fn book(results: &Results) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let participants = results.participants.iter().map(cells);
    table(book.add_worksheet(), "Results", &columns(results), participants)?;
    table(book.add_worksheet(), "Items", &ITEMS.map(str::to_owned), items(results))?;
    table(
        book.add_worksheet(),
        "Sections",
        &SECTIONS.map(str::to_owned),
        sections(results),
    )?;
    book.save_to_buffer()
}

const ITEMS: [&str; 10] = [
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
];

fn items(results: &Results) -> impl Iterator<Item = Vec<Cell<'_>>> {
    results.items.iter().map(|item| {
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
        ]
    })
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
fn sections(results: &Results) -> impl Iterator<Item = Vec<Cell<'_>>> {
    let whole = &results.statistics;
    let most = results.sections.iter().map(|section| section.max_score).sum();
    let all = (results.items.len(), most, whole.summary, whole.alpha);
    let rows = results.sections.iter().map(|section| {
        let said = (section.questions, section.max_score, section.summary, section.alpha);
        (section.section_title.as_str(), said)
    });
    rows.chain([("Total", all)])
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
        })
}

fn table<'a>(
    sheet: &mut Worksheet,
    name: &str,
    head: &[String],
    rows: impl Iterator<Item = Vec<Cell<'a>>>,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (column, title) in (0..).zip(head) {
        sheet.write_string_with_format(0, column, neutral(title), &bold)?;
        sheet.set_column_width(column, 16)?;
    }
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            put(sheet, row, column, cell)?;
        }
    }
    Ok(())
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>) -> Result<(), XlsxError> {
    match cell {
        Cell::Text("") | Cell::Points(None) | Cell::Number(None) => {}
        Cell::Text(text) => {
            let shown: String = neutral(text).chars().take(LONGEST).collect();
            sheet.write_string(row, column, shown)?;
        }
        Cell::Points(Some(points)) => {
            // Hundredths below 10^15 are exact as a double.
            sheet.write_number(row, column, points.to_string().parse::<f64>().unwrap_or_default())?;
        }
        Cell::Number(Some(number)) => {
            sheet.write_number(row, column, number)?;
        }
        Cell::Count(count) => {
            sheet.write_number(row, column, u32::try_from(count).unwrap_or(u32::MAX))?;
        }
    }
    Ok(())
}
