//! Lists of participants out of workbooks, all or nothing.

use std::collections::{BTreeSet, HashMap, HashSet};

use papers::roster::{self, Choices, Columns, Finding, Line, Reading};
use platform::{Conn, Error, Kind, Lang, Message, Timestamp, Tx};
use serde::Serialize;
use serde_json::json;

use super::rules::{Entry, Known, Titled, Titles, compare, judge};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    events::{Happened, tell_supervisors},
    failures::ERRORS,
    people::{
        model::{KnownPerson, TimeFactor, TitleKind, UserContent},
        title, user,
    },
    sitting::{
        event,
        participant::{self, service::fresh_numbers, store::NewParticipant},
    },
};

/// Most choices of a kind in the template.
const MOST_CHOICES: i64 = 5_000;
/// Most events to choose from; the latest come first.
const MOST_EVENTS: i64 = 200;

/// What came of a list.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RosterReport {
    /// In words.
    pub message: &'static str,
    /// Whether it was only tried.
    pub dry_run: bool,
    /// Rows with anything in them.
    pub rows: usize,
    /// Participants that were added (would be, in a trial).
    pub created: usize,
    /// Users that were added (would be).
    pub users_created: usize,
    /// Rows that were there already.
    pub unchanged: usize,
    /// What should be looked at.
    pub findings: Vec<Finding>,
}

/// A list was taken, or nothing of it was, because of what there is to say about it.
#[derive(Debug)]
pub enum RosterOutcome {
    Taken(RosterReport),
    Refused(Vec<Finding>),
}

/// A list that cannot be stored, with everything that there is to say about it.
pub(crate) fn refused(findings: &[Finding]) -> Error {
    let errors = ERRORS.times(findings.iter().filter(|finding| finding.is_error()).count());
    let message = Message::new(
        format!("Daftar tidak disimpan: {}.", errors.text(Lang::Id)),
        format!("The list was not stored: {}.", errors.text(Lang::En)),
    );
    Error::new(Kind::Invalid, "assessment.roster.refused", message).with_detail(&json!({"findings": findings}))
}

/// A list that names nobody, whatever stands in it. That is never what was meant, so it is never a success.
fn nobody() -> Finding {
    Finding::error(
        "roster.nobody",
        "Tidak ada peserta yang terbaca, jadi tidak ada yang disimpan. Isi satu baris untuk setiap peserta di bawah baris \
         judul, dengan kolom registeredNumber (NRP) dan name (Nama); template dapat diunduh.",
        "Nobody was found in the list, so nothing was stored. Fill in a row for each participant below the row of heads, \
         with the columns registeredNumber (NRP) and name (Nama); there is a template to download.",
    )
}

/// What a list does to what is stored.
struct Plan {
    entries: Vec<Entry>,
    people: HashMap<String, KnownPerson>,
    /// Places of entries whose numbers nobody has yet.
    strangers: Vec<usize>,
    /// Places of entries that are not there yet.
    new: Vec<usize>,
    years: HashMap<i64, String>,
}

async fn titles(conn: &mut Conn<'_>, kind: TitleKind) -> Result<Vec<(i64, String)>, Error> {
    let (rows, _) = title::store::list(conn, kind, i64::from(i32::MAX), 0).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title)).collect())
}

/// What lists are judged by, and the years of the events that they name.
async fn fetch_known(
    conn: &mut Conn<'_>,
    (lines, is_unit_free): (&[Line], bool),
    event: Option<i64>,
    now: Timestamp,
) -> Result<(Known, HashMap<i64, String>), Error> {
    let ids: BTreeSet<i64> = lines.iter().filter_map(|line| line.event).chain(event).collect();
    let ends = event::store::ends(conn, &ids).await?;
    let known = Known {
        ranks: Titles::new(titles(conn, TitleKind::Rank).await?),
        units: Titles::new(titles(conn, TitleKind::Unit).await?),
        positions: Titles::new(titles(conn, TitleKind::Position).await?),
        is_unit_free,
        events: ends.iter().map(|(id, (end, _))| (*id, *end <= now)).collect(),
        event,
    };
    let years = ends
        .into_iter()
        .map(|(id, (_, date))| (id, date.get(..4).unwrap_or_default().to_owned()));
    Ok((known, years.collect()))
}

/// Judges a list against what is stored. `None` if anything is wrong with it; the findings say what.
async fn plan_entries(
    conn: &mut Conn<'_>,
    (lines, is_unit_free): (Vec<Line>, bool),
    event: Option<i64>,
    now: Timestamp,
    findings: &mut Vec<Finding>,
) -> Result<Option<Plan>, Error> {
    let (known, years) = fetch_known(conn, (&lines, is_unit_free), event, now).await?;
    let entries = judge(lines, &known, findings);
    let keys: Vec<&str> = entries.iter().map(|entry| entry.number_key.as_str()).collect();
    let people = user::store::of_numbers(conn, &keys).await?;
    compare(&entries, &people, findings);
    if entries.is_empty() && !findings.iter().any(Finding::is_error) {
        findings.push(nobody());
    }
    if findings.iter().any(Finding::is_error) {
        return Ok(None);
    }
    let ids: Vec<i64> = people.values().map(|person| person.id).collect();
    let users = participant::store::places_of_users(conn, &ids).await?;
    let numbers = participant::store::places_of_numbers(conn, &keys).await?;
    let is_there = |entry: &Entry| {
        let person = people.get(&entry.number_key);
        person.is_some_and(|person| users.contains(&(entry.event, person.id)))
            || numbers.contains(&(entry.event, entry.number_key.clone()))
    };
    let new: Vec<usize> = (0..entries.len()).filter(|place| !is_there(&entries[*place])).collect();
    let mut met = HashSet::new();
    let strangers = new
        .iter()
        .copied()
        .filter(|place| {
            let key = &entries[*place].number_key;
            !people.contains_key(key) && met.insert(key.clone())
        })
        .collect();
    Ok(Some(Plan {
        entries,
        people,
        strangers,
        new,
        years,
    }))
}

/// Stores a plan.
async fn carry_out(tx: &mut Tx<'_>, plan: &Plan) -> Result<(), Error> {
    let id = |titled: &Option<Titled>| titled.as_ref().and_then(|titled| titled.id);
    let title = |titled: &Option<Titled>| titled.as_ref().map(|titled| titled.title.clone());
    let strangers: Vec<UserContent> = plan
        .strangers
        .iter()
        .map(|place| {
            let entry = &plan.entries[*place];
            UserContent {
                registered_number: entry.number.clone(),
                registered_key: entry.number_key.clone(),
                name: entry.name.clone(),
                name_key: entry.name_key.clone(),
                rank: id(&entry.rank),
                unit: id(&entry.unit),
                position: id(&entry.position),
                time_factor: TimeFactor::USUAL,
            }
        })
        .collect();
    let made = user::store::insert_many(tx, &strangers).await?;
    let entries: Vec<&Entry> = plan.new.iter().map(|place| &plan.entries[*place]).collect();
    let years: Vec<&str> = entries
        .iter()
        .map(|entry| plan.years.get(&entry.event).map_or("", String::as_str))
        .collect();
    let numbers = fresh_numbers(tx, &years).await?;
    let user = |key: &str| made.get(key).copied().or(plan.people.get(key).map(|person| person.id));
    let new: Vec<NewParticipant> = entries
        .iter()
        .zip(numbers)
        .map(|(entry, exam_registered_number)| NewParticipant {
            event_id: entry.event,
            user_id: user(&entry.number_key).unwrap_or_default(),
            rank: title(&entry.rank),
            unit: title(&entry.unit),
            position: title(&entry.position),
            exam_registered_number,
            source: "file",
        })
        .collect();
    participant::store::insert_many(tx, &new).await?;
    let events: BTreeSet<i64> = new.iter().map(|new| new.event_id).collect();
    for event in events {
        tell_supervisors(tx, event, Happened::Many, &json!({})).await?;
    }
    Ok(())
}

impl Assessment {
    /// The workbook to fill in, with the choices that there are now.
    pub async fn roster_template(&self) -> Result<Vec<u8>, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let some = async |conn: &mut Conn<'_>, kind| {
                let (rows, _) = title::store::list(conn, kind, MOST_CHOICES, 0).await?;
                Ok::<_, Error>(rows.into_iter().map(|row| row.title).collect())
            };
            Ok::<_, Error>(Choices {
                ranks: some(conn, TitleKind::Rank).await?,
                units: some(conn, TitleKind::Unit).await?,
                positions: some(conn, TitleKind::Position).await?,
                events: event::store::choices(conn, MOST_EVENTS).await?,
            })
        };
        let choices = self.0.db.read(find).await?;
        self.0.workload.files.run(move || roster::template(&choices)).await
    }

    /// Stores a list, or only says what that would do, as [`Self::take_roster`] does; a list that is refused is an error.
    pub async fn import_roster(
        &self,
        by: &Admin,
        list: (Vec<u8>, Columns),
        event: Option<i64>,
        dry_run: bool,
    ) -> Result<RosterReport, Error> {
        match self.take_roster(by, list, event, dry_run).await? {
            RosterOutcome::Taken(report) => Ok(report),
            RosterOutcome::Refused(findings) => Err(refused(&findings)),
        }
    }

    /// Stores a list, or only says what that would do. `columns` says where the number and the name stand, for a list whose
    /// heads do not.
    #[platform::boxed]
    pub async fn take_roster(
        &self,
        by: &Admin,
        (bytes, columns): (Vec<u8>, Columns),
        event: Option<i64>,
        dry_run: bool,
    ) -> Result<RosterOutcome, Error> {
        self.0.throttles.uploads.take(&by.id.to_string())?;
        let reading = self
            .0
            .workload
            .rosters
            .run(move || roster::read_with(&bytes, &columns))
            .await?;
        self.session_lives(by).await?;
        let Reading {
            lines,
            rows,
            is_unit_free,
            findings,
        } = reading;
        let (admin, now) = (by.id, by.ctx.now());
        let planned = async move |conn: &mut Conn<'_>| {
            let mut findings = findings;
            let plan = plan_entries(conn, (lines, is_unit_free), event, now, &mut findings).await?;
            Ok::<_, Error>((plan, findings))
        };
        let (plan, findings) = if dry_run {
            self.0.db.read(planned).await?
        } else {
            let work = async move |tx: &mut Tx<'_>| {
                let (plan, findings) = planned(tx).await?;
                if let Some(plan) = plan.as_ref().filter(|plan| !plan.new.is_empty()) {
                    carry_out(tx, plan).await?;
                    let detail = json!({"participants": plan.new.len(), "users": plan.strangers.len()});
                    audit::note(tx, Some(admin), Action::Import, Audited::Participant, None, &detail).await?;
                }
                Ok::<_, Error>((plan, findings))
            };
            self.0.db.write(work).await?
        };
        let Some(plan) = plan else {
            return Ok(RosterOutcome::Refused(findings));
        };
        Ok(RosterOutcome::Taken(RosterReport {
            message: if plan.new.is_empty() {
                "Tidak ada perubahan: semua peserta sudah terdaftar."
            } else if dry_run {
                "File dapat diproses."
            } else {
                "File berhasil diproses."
            },
            dry_run,
            rows,
            created: plan.new.len(),
            users_created: plan.strangers.len(),
            unchanged: plan.entries.len() - plan.new.len(),
            findings,
        }))
    }
}

#[cfg(test)]
mod tests {
    use platform::{
        Ctx,
        auth::{Keyring, password::Cost},
        media::Media,
    };
    use testkit::TestDb;

    use super::*;
    use crate::{Options, Role, workload::tests::when_full};

    #[tokio::test]
    async fn a_list_that_finds_no_place_is_refused_at_once() {
        let test = TestDb::sqlite().await;
        let options = Options {
            public_url: "https://ujian.example".to_owned(),
            insecure_lan: false,
            video_reserve: 0,
            cost: Cost::cheap(),
        };
        let keys = Keyring::open(test.dir.path().join("keys.json"), &test.clock).unwrap();
        let media = Media::on_disk(test.dir.path().join("media")).unwrap();
        let (_open, closing) = tokio::sync::watch::channel(false);
        let exams = Assessment::new(test.db.clone(), keys, media, options, closing).unwrap();
        let by = Admin {
            ctx: Ctx::background(test.clock.clone()),
            id: 1,
            role: Role::Proctor,
            session: String::new(),
        };
        let import = async || {
            exams
                .import_roster(&by, (b"no workbook".to_vec(), Columns::default()), None, true)
                .await
                .err()
        };
        let refused = when_full(&exams.0.workload.rosters, import()).await;
        assert_eq!(refused.unwrap().code(), "assessment.import.busy");
        let read = import().await;
        assert_ne!(read.unwrap().code(), "assessment.import.busy");
    }
}
