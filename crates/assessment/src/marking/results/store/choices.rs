//! What was answered, counted: read from a row for each participant, however many answers there are.
//!
//! Only of those whose scores all stand, as statistics are, and of what they were asked. Texts are not told apart: one that
//! says something is `x`, a blank one is empty.

use std::collections::{BTreeMap, HashMap};

use papers::{Points, marking::Tally};
use platform::{Conn, Error, Result, params};

platform::statements! {
    SUMMARIES = "select participant_id, answers from exam_answer_summary where event_id = $1 limit 1000000";
}

/// So many gave this answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenRow {
    /// The frozen version that they sat.
    pub(crate) version: Option<i64>,
    pub(crate) question_id: i64,
    /// JSON of labels or pairs; `x` for whatever else was said, empty for nothing.
    pub(crate) given: String,
    pub(crate) count: i64,
    /// How many of them are among the best third.
    pub(crate) upper: i64,
    /// And among the last.
    pub(crate) lower: i64,
}

/// A participant whose scores all stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub(crate) total: Points,
    /// Whether they are among the best third.
    pub(crate) is_upper: bool,
    /// And among the last.
    pub(crate) is_lower: bool,
}

#[derive(Debug, Default)]
struct Count {
    all: i64,
    upper: i64,
    lower: i64,
}

/// What was answered at an event.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// By question and score: how many have it, and the sum of their totals.
    scores: BTreeMap<(i64, i64), (i64, i64)>,
    /// By question, frozen version, and what was given.
    given: BTreeMap<(i64, Option<i64>), BTreeMap<String, Count>>,
}

/// Question, frozen version, hundredths of the score, and what was given.
fn read_line(line: &str) -> Option<(i64, Option<i64>, Option<i64>, &str)> {
    let mut parts = line.splitn(4, ' ');
    let mut number = || parts.next();
    let (question, version, score) = (number()?, number()?, number()?);
    let maybe = |text: &str| {
        if text == "-" {
            Some(None)
        } else {
            text.parse().ok().map(Some)
        }
    };
    Some((question.parse().ok()?, maybe(version)?, maybe(score)?, parts.next()?))
}

impl Counts {
    /// Adds the answers of somebody. Those to questions that were voided count without a score.
    fn add(&mut self, who: Standing, answers: &str, is_voided: impl Fn(i64) -> bool) -> Option<()> {
        for line in answers.lines() {
            let (question, version, score, given) = read_line(line)?;
            if let Some(score) = score {
                let (count, totals) = self.scores.entry((question, score)).or_default();
                *count += 1;
                *totals += who.total.hundredths();
            } else if !is_voided(question) {
                continue;
            }
            let by_given = self.given.entry((question, version)).or_default();
            if !by_given.contains_key(given) {
                by_given.insert(given.to_owned(), Count::default());
            }
            let count = by_given.get_mut(given)?;
            count.all += 1;
            count.upper += i64::from(who.is_upper);
            count.lower += i64::from(who.is_lower);
        }
        Some(())
    }

    /// Tallies of each question, with its id, by question.
    pub(crate) fn tallies(&self) -> Vec<(i64, Tally)> {
        let tally = |(&(question, score), &(count, totals))| {
            let (score, totals) = (Points::of_hundredths(score), Points::of_hundredths(totals));
            (question, Tally { score, count, totals })
        };
        self.scores.iter().map(tally).collect()
    }

    /// What was given, by question, frozen version and text.
    pub(crate) fn into_given(self) -> Vec<GivenRow> {
        let rows = self.given.into_iter().flat_map(|((question_id, version), by_given)| {
            by_given.into_iter().map(move |(given, count)| GivenRow {
                version,
                question_id,
                given,
                count: count.all,
                upper: count.upper,
                lower: count.lower,
            })
        });
        rows.collect()
    }
}

/// What was answered at an event by those who stand.
pub(crate) async fn count(
    conn: &mut Conn<'_>,
    event: i64,
    standing: &HashMap<i64, Standing>,
    is_voided: impl Fn(i64) -> bool + Send + Sync,
) -> Result<Counts> {
    let mut counts = Counts::default();
    conn.all(SUMMARIES, params![event], |row| {
        let Some(who) = standing.get(&row.get(0)?) else {
            return Ok(());
        };
        let added = counts.add(*who, row.text(1)?, &is_voided);
        added.ok_or_else(|| Error::internal("a summary of somebody's answers cannot be read"))
    })
    .await?;
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_was_given_and_what_it_brought() {
        let who = |total, is_upper| Standing {
            total: Points::whole(total),
            is_upper,
            is_lower: !is_upper,
        };
        let mut counts = Counts::default();
        let is_voided = |question| question == 3;
        let best = "1 7 100 {\"labels\":[\"A\"]}\n2 - 50 x\n3 7 - \n4 7 - x";
        assert_eq!(counts.add(who(3, true), best, is_voided), Some(()));
        assert_eq!(
            counts.add(who(1, false), "1 7 100 {\"labels\":[\"A\"]}\n2 - 0 ", is_voided),
            Some(())
        );
        let tally = |question, score, count, totals| {
            let (score, totals) = (Points::of_hundredths(score), Points::whole(totals));
            (question, Tally { score, count, totals })
        };
        assert_eq!(
            counts.tallies(),
            [tally(1, 100, 2, 4), tally(2, 0, 1, 1), tally(2, 50, 1, 3)]
        );
        let given = counts.into_given();
        let said: Vec<_> = given
            .iter()
            .map(|row| {
                (
                    row.question_id,
                    row.version,
                    row.given.as_str(),
                    row.count,
                    row.upper,
                    row.lower,
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                (1, Some(7), r#"{"labels":["A"]}"#, 2, 1, 1),
                (2, None, "", 1, 0, 1),
                (2, None, "x", 1, 1, 0),
                (3, Some(7), "", 1, 1, 0),
            ]
        );
    }

    #[test]
    fn refuses_what_is_no_summary() {
        for line in ["1", "1 2 3", "a - - x", "1 b - x", "1 - c x"] {
            assert_eq!(read_line(line), None, "{line}");
        }
    }
}
