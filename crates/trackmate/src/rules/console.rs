//! What owners may type into the table of their products, shoppers into a report, and administrators as a reason.

use platform::{Result, Rule, text::Check};

use super::LONGEST_NAME;
use crate::model::{NewReport, OfferIn, Price, ReportIn, ReportReason};

const LONGEST_NOTE: usize = 100;
const LONGEST_REPORT: usize = 1_000;
const LONGEST_REASON: usize = 500;

/// A checked price and stock note.
pub(crate) fn offer(input: &OfferIn) -> Result<(Price, Option<String>)> {
    let mut check = Check::new();
    if !input.price.is_in_range() {
        check.note("price", Rule::Type("a number".into()));
    }
    let note = check.maybe_text("note", Some(&input.note), LONGEST_NOTE);
    check.finish()?;
    Ok((input.price, note))
}

/// The name of a copy; one that grew too long by what was added is cut.
pub(crate) fn copied_name(name: &str) -> Result<String> {
    let cut: String = name.chars().take(LONGEST_NAME).collect();
    let mut check = Check::new();
    let name = super::name(&mut check, "name", &cut);
    check.finish()?;
    Ok(name)
}

/// A checked report. One that names no reason of ours says in words what is wrong.
pub(crate) fn report(input: &ReportIn) -> Result<NewReport> {
    let mut check = Check::new();
    let reason = ReportReason::of_name(&input.reason);
    if reason.is_none() {
        check.note("reason", Rule::Required);
    }
    let least = usize::from(reason == Some(ReportReason::Other));
    let said = check.text("said", &input.said, least, LONGEST_REPORT);
    check.finish()?;
    Ok(NewReport {
        reason: reason.unwrap_or(ReportReason::Other),
        said,
    })
}

/// Why an administrator does something; may be empty.
pub(crate) fn staff_reason(reason: &str) -> Result<String> {
    let mut check = Check::new();
    let reason = check.text("reason", reason, 0, LONGEST_REASON);
    check.finish()?;
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_a_reason_or_says_what_is_wrong() {
        let of = |reason: &str, said: &str| {
            report(&ReportIn {
                reason: reason.to_owned(),
                said: said.to_owned(),
            })
        };
        assert!(of("misleading", " ").is_ok());
        assert_eq!(of("other", " ").unwrap_err().fields()[0].path, "said");
        assert_eq!(of("", "x").unwrap_err().fields()[0].path, "reason");
        assert!(of("copied", &"x".repeat(1_001)).is_err());
    }

    #[test]
    fn a_note_is_short_and_a_price_is_one() {
        let of = |price, note: &str| {
            offer(&OfferIn {
                price: Price(price),
                note: note.to_owned(),
            })
        };
        assert_eq!(of(100, "  ").unwrap().1, None);
        assert_eq!(of(100, " habis ").unwrap().1.as_deref(), Some("habis"));
        assert!(of(-1, "").is_err() && of(i64::MAX, "").is_err() && of(1, &"x".repeat(101)).is_err());
    }
}
