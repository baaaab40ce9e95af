//! What the lines of a list mean for what is stored.
//!
//! Invariants: a list is taken as a whole or not at all; nobody who is stored is changed by it; the same list again adds
//! nothing.

use std::collections::{HashMap, HashSet};

use papers::roster::{Column, Finding, Line};
use platform::text::Check;

use crate::people::{model::KnownPerson, person};

/// Longest title of a class, in characters, as of a unit.
const LONGEST_CLASS: usize = 100;
/// Most findings that are told.
const MOST_FINDINGS: usize = 1_000;

/// Somebody whom a list names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) row: u32,
    pub(crate) number: String,
    pub(crate) number_key: String,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) rank: Option<Titled>,
    pub(crate) unit: Option<Titled>,
    pub(crate) position: Option<Titled>,
    pub(crate) event: i64,
}

/// A rank, a unit or a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Titled {
    /// Its id; a class that is no unit has none.
    pub(crate) id: Option<i64>,
    pub(crate) title: String,
}

/// Ranks, units or positions by their folded titles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Titles(HashMap<String, Titled>);

impl Titles {
    pub(crate) fn new(titles: impl IntoIterator<Item = (i64, String)>) -> Self {
        let keyed = titles
            .into_iter()
            .map(|(id, title)| (person::rules::name_key(&title), Titled { id: Some(id), title }));
        Self(keyed.collect())
    }

    fn find(&self, title: &str) -> Option<&Titled> {
        self.0.get(&person::rules::name_key(title))
    }
}

/// What lists are judged by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Known {
    pub(crate) ranks: Titles,
    pub(crate) units: Titles,
    pub(crate) positions: Titles,
    /// Whether a unit may be any title: it is a class, and noted with the participant alone.
    pub(crate) is_unit_free: bool,
    /// Those of the named events that exist, and whether they are over.
    pub(crate) events: HashMap<i64, bool>,
    /// The event of lines that name none.
    pub(crate) event: Option<i64>,
}

/// The entries of the lines, if nothing is wrong with any.
pub(crate) fn judge(lines: Vec<Line>, known: &Known, findings: &mut Vec<Finding>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::with_capacity(lines.len());
    let mut first: HashMap<(i64, String), u32> = HashMap::new();
    let mut named: HashMap<String, (u32, String)> = HashMap::new();
    for line in lines {
        if findings.len() >= MOST_FINDINGS {
            findings.push(Finding::error(
                "roster.findings.too_many",
                "Terlalu banyak temuan; sisanya tidak diperiksa.",
                "Too many findings; the rest was not looked at.",
            ));
            break;
        }
        let Some(entry) = entry(line, known, findings) else {
            continue;
        };
        let number = |finding: Finding| finding.at(entry.row).of(Column::RegisteredNumber, &entry.number);
        if let Some(row) = first.insert((entry.event, entry.number_key.clone()), entry.row) {
            findings.push(number(Finding::error(
                "roster.number.twice",
                format!("Nomor ini sudah ada di baris {row}."),
                format!("This number is in row {row} already."),
            )));
            continue;
        }
        let (row, name_key) = named
            .entry(entry.number_key.clone())
            .or_insert_with(|| (entry.row, entry.name_key.clone()));
        if *name_key != entry.name_key {
            findings.push(number(Finding::error(
                "roster.number.of_two",
                format!("Di baris {row} nomor ini milik nama lain."),
                format!("In row {row} this number belongs to another name."),
            )));
            continue;
        }
        entries.push(entry);
    }
    findings.extend(over(&entries, known));
    entries
}

/// Those of the events that are over, each at its first row. Who was there may be written down afterwards.
fn over(entries: &[Entry], known: &Known) -> Vec<Finding> {
    let mut met = HashSet::new();
    let late = entries
        .iter()
        .filter(|entry| known.events.get(&entry.event) == Some(&true) && met.insert(entry.event));
    late.map(|entry| {
        Finding::warning(
            "roster.event.over",
            "Ujian ini sudah selesai.",
            "This event is over already.",
        )
        .at(entry.row)
        .of(Column::Event, &entry.event.to_string())
    })
    .collect()
}

fn entry(line: Line, known: &Known, findings: &mut Vec<Finding>) -> Option<Entry> {
    let before = findings.len();
    let mut check = Check::new();
    let number = person::rules::registered_number(&mut check, Column::RegisteredNumber.name(), &line.registered_number);
    let name = person::rules::name(&mut check, Column::Name.name(), &line.name);
    if let Err(error) = check.finish() {
        findings.extend(error.fields().iter().map(|field| {
            let (column, text) = if field.path == Column::Name.name() {
                (Column::Name, &line.name)
            } else {
                (Column::RegisteredNumber, &line.registered_number)
            };
            let message = field.rule.message();
            let (id, en) = (message.text(platform::Lang::Id), message.text(platform::Lang::En));
            Finding::error("roster.cell.invalid", id, en)
                .at(line.row)
                .of(column, text)
        }));
    }
    let mut titled = |column, text, titles: &Titles| titled(line.row, column, text, titles, findings);
    let rank = titled(Column::Rank, line.rank.as_ref(), &known.ranks);
    let unit = if known.is_unit_free {
        line.unit.as_deref().map(|class| class_of(class, &known.units))
    } else {
        titled(Column::Unit, line.unit.as_ref(), &known.units)
    };
    let position = titled(Column::Position, line.position.as_ref(), &known.positions);
    let event = event(&line, known, findings);
    (findings.len() == before).then(|| Entry {
        row: line.row,
        number_key: person::rules::number_key(&number),
        number,
        name_key: person::rules::name_key(&name),
        name,
        rank,
        unit,
        position,
        event: event.unwrap_or_default(),
    })
}

/// A class: the unit of this title if there is one.
fn class_of(class: &str, units: &Titles) -> Titled {
    units.find(class).cloned().unwrap_or_else(|| Titled {
        id: None,
        title: person::rules::single_blanks(class)
            .chars()
            .take(LONGEST_CLASS)
            .collect(),
    })
}

fn titled(
    row: u32,
    column: Column,
    text: Option<&String>,
    titles: &Titles,
    findings: &mut Vec<Finding>,
) -> Option<Titled> {
    let text = text?;
    let found = titles.find(text);
    if found.is_none() {
        findings.push(
            Finding::error(
                "roster.title.unknown",
                "Tidak ada dalam daftar; pilih dari daftar atau tambahkan dahulu.",
                "Is not on the list; choose from it or add it first.",
            )
            .at(row)
            .of(column, text),
        );
    }
    found.cloned()
}

fn event(line: &Line, known: &Known, findings: &mut Vec<Finding>) -> Option<i64> {
    let mut wrong = |code, id: &str, en: &str| {
        let shown = line.event.map(|id| id.to_string()).unwrap_or_default();
        findings.push(Finding::error(code, id, en).at(line.row).of(Column::Event, &shown));
        None
    };
    match (line.event, known.event) {
        (None, None) => wrong(
            "roster.event.missing",
            "Ujian belum dipilih: isi kolom eventId atau kirim eventId saat mengunggah.",
            "No event is chosen: fill in eventId or send eventId with the upload.",
        ),
        (Some(own), Some(other)) if own != other => wrong(
            "roster.event.other",
            "Baris ini untuk ujian lain daripada yang dipilih saat mengunggah.",
            "This row is for another event than the upload.",
        ),
        (Some(id), _) | (None, Some(id)) => match known.events.get(&id) {
            None => wrong(
                "roster.event.unknown",
                "Ujian ini tidak ada.",
                "There is no such event.",
            ),
            Some(_) => Some(id),
        },
    }
}

/// Compares entries with the people who have their numbers: another name is an error, other titles are worth a look.
pub(crate) fn compare(entries: &[Entry], people: &HashMap<String, KnownPerson>, findings: &mut Vec<Finding>) {
    for entry in entries {
        let Some(person) = people.get(&entry.number_key) else {
            continue;
        };
        if person.name_key != entry.name_key {
            findings.push(
                Finding::error(
                    "roster.name.other",
                    format!(
                        "Nomor ini milik {}. Perbaiki baris ini atau data penggunanya.",
                        person.name
                    ),
                    format!("This number belongs to {}. Correct the row or the user.", person.name),
                )
                .at(entry.row)
                .of(Column::Name, &entry.name),
            );
        }
        let pairs = [
            (Column::Rank, &entry.rank, person.rank),
            (Column::Unit, &entry.unit, person.unit),
            (Column::Position, &entry.position, person.position),
        ];
        for (column, given, stored) in pairs {
            if let Some(given) = given.as_ref().filter(|given| given.id.is_some() && stored != given.id) {
                findings.push(
                    Finding::warning(
                        "roster.title.other",
                        "Berbeda dari data pengguna. Data pengguna tidak diubah; peserta memakai isian ini.",
                        "Differs from the user, who is not changed; the participant gets what stands here.",
                    )
                    .at(entry.row)
                    .of(column, &given.title),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(row: u32, number: &str, name: &str) -> Line {
        Line {
            row,
            registered_number: number.into(),
            name: name.into(),
            rank: None,
            unit: None,
            position: None,
            event: None,
        }
    }

    fn known() -> Known {
        Known {
            ranks: Titles::new([(1, "Kapten".into())]),
            events: HashMap::from([(3, false), (4, true), (5, false)]),
            event: Some(3),
            ..Known::default()
        }
    }

    fn codes(findings: &[Finding]) -> Vec<(&str, Option<u32>)> {
        findings.iter().map(|finding| (finding.code, finding.row)).collect()
    }

    #[test]
    fn titles_are_found_without_case_and_unknown_ones_are_named() {
        let mut findings = Vec::new();
        let lines = vec![
            Line {
                rank: Some("KAPTEN".into()),
                ..line(2, "1", "Ani")
            },
            Line {
                rank: Some("Laksamana".into()),
                unit: Some("Peleton".into()),
                ..line(3, "2", "Budi")
            },
        ];
        let entries = judge(lines, &known(), &mut findings);
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].rank.as_ref().and_then(|rank| rank.id), Some(1));
        assert_eq!(
            codes(&findings),
            [("roster.title.unknown", Some(3)), ("roster.title.unknown", Some(3))]
        );
    }

    #[test]
    fn a_number_stands_once_for_each_event_and_always_for_one_name() {
        let mut findings = Vec::new();
        let other_event = |line| Line { event: Some(5), ..line };
        let known = Known { event: None, ..known() };
        let at_three = |line| Line { event: Some(3), ..line };
        let lines = vec![
            at_three(line(2, "AB 1", "Ani")),
            at_three(line(3, "ab1", "Ani")),
            other_event(line(4, "AB1", "ani")),
            other_event(line(5, "2", "Budi")),
            at_three(line(6, "2", "Cici")),
        ];
        let entries = judge(lines, &known, &mut findings);
        assert_eq!(entries.iter().map(|entry| entry.row).collect::<Vec<_>>(), [2, 4, 5]);
        assert_eq!(
            codes(&findings),
            [("roster.number.twice", Some(3)), ("roster.number.of_two", Some(6))]
        );
    }

    #[test]
    fn an_event_must_exist_and_be_the_one_that_was_chosen() {
        let judged = |event, chosen| {
            let mut findings = Vec::new();
            let known = Known {
                event: chosen,
                ..known()
            };
            judge(
                vec![Line {
                    event,
                    ..line(2, "1", "Ani")
                }],
                &known,
                &mut findings,
            );
            findings.first().map(|finding| finding.code)
        };
        assert_eq!(judged(Some(3), None), None);
        assert_eq!(judged(None, Some(3)), None);
        assert_eq!(judged(None, None), Some("roster.event.missing"));
        assert_eq!(judged(Some(9), None), Some("roster.event.unknown"));
        // Whoever writes down afterwards who was there is warned, once for each event.
        assert_eq!(judged(Some(4), None), Some("roster.event.over"));
        assert_eq!(judged(Some(5), Some(3)), Some("roster.event.other"));
    }

    #[test]
    fn somebody_known_keeps_their_name_and_is_not_changed() {
        let mut findings = Vec::new();
        let rank = |line| Line {
            rank: Some("Kapten".into()),
            ..line
        };
        let entries = judge(
            vec![rank(line(2, "1", "Ani")), line(3, "2", "Budi")],
            &known(),
            &mut findings,
        );
        let person = |name: &str| KnownPerson {
            id: 1,
            name: name.into(),
            name_key: person::rules::name_key(name),
            rank: None,
            unit: None,
            position: None,
            time_factor: 1000,
        };
        let people = HashMap::from([("1".into(), person("ANI")), ("2".into(), person("Bude"))]);
        compare(&entries, &people, &mut findings);
        assert_eq!(
            codes(&findings),
            [("roster.title.other", Some(2)), ("roster.name.other", Some(3))]
        );
        assert!(!findings[0].is_error() && findings[1].is_error());
    }

    #[test]
    fn bad_names_and_numbers_are_told_together() {
        let mut findings = Vec::new();
        judge(vec![line(7, "--", &"x".repeat(151))], &known(), &mut findings);
        assert_eq!(
            codes(&findings),
            [("roster.cell.invalid", Some(7)), ("roster.cell.invalid", Some(7))]
        );
    }
}
