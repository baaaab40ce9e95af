//! What `balai doctor` finds about the data: the database, the clocks, the lock, the files and the disk.

use std::path::Path;

use platform::{
    Clock, Db, Error, Timestamp,
    db::Location,
    media::{Comparison, compare},
};

use super::{Check, Verdict, bad_error};
use crate::{cli::output::size, disk::existing, serving_lock::ServingLock, settings::Settings, wiring};

/// Names that are shown of many.
const SHOWN: usize = 3;
/// Free bytes below which something has to be done.
const LITTLE: u64 = 1 << 30;
/// Days before the disk is full, at the present pace, from which on somebody should look.
const SOON: u64 = 30;
/// Seconds by which clocks may differ before that is worth a word, and before it is wrong.
const ODD_SECONDS: u64 = 2;
const BAD_SECONDS: u64 = 60;

/// What was found of the files of all modules.
type Files = Vec<(&'static str, Comparison)>;

/// Every check of the data.
pub(super) async fn checks(settings: &Settings) -> Vec<Check> {
    let now = Clock::system().now();
    let (database, db) = database(settings).await;
    let files = match &db {
        Some(db) => Some(compare_files(db, settings, now).await),
        None => None,
    };
    let clock = clock(settings, db.as_ref(), now).await;
    let grown = match (&db, &files) {
        (Some(db), Some(Ok(files))) => pace(db, files, now).await.ok(),
        _ => None,
    };
    if let Some(db) = db {
        db.close().await;
    }
    vec![
        ("database", database),
        ("lock", lock(&settings.database)),
        ("clock", clock),
        ("files", describe_files(files)),
        ("disk", disk(settings, grown)),
    ]
}

/// Opens the database if it is there, and looks at every page of it. It is given back if its tables are up to date.
async fn database(settings: &Settings) -> (Verdict, Option<Db>) {
    if let Location::Sqlite(path) = &settings.database
        && !path.exists()
    {
        return (not_yet(path), None);
    }
    let checked = async {
        let db = wiring::connect(settings, Clock::system()).await?;
        db.integrity().await?;
        let pending = db.pending(&wiring::migrations()).await?;
        Ok::<_, Error>((db, pending))
    };
    match checked.await {
        Ok((db, pending)) if pending.is_empty() => {
            let said = format!("{} answers, whole and up to date", settings.database);
            (Verdict::Good(said), Some(db))
        }
        Ok((db, pending)) => {
            db.close().await;
            let said = format!(
                "{} migrations have not run: start the server or run `balai migrate`",
                pending.len()
            );
            (Verdict::Odd(said), None)
        }
        Err(error) => (bad_error(&error), None),
    }
}

fn not_yet(path: &Path) -> Verdict {
    Verdict::Good(format!(
        "{} does not exist yet; the first start makes it",
        path.display()
    ))
}

/// Whether a server runs on the database.
fn lock(location: &Location) -> Verdict {
    if let Location::Postgres(_) = location {
        return Verdict::Good("several servers may share a PostgreSQL".to_owned());
    }
    match ServingLock::holder(location) {
        Ok(Some(process)) => Verdict::Good(format!("a server runs on this database (process {process})")),
        Ok(None) => Verdict::Good("no server runs on this database".to_owned()),
        Err(error) => bad_error(&error),
    }
}

/// Tokens and exams depend on the time; a clock that is plainly wrong is worth a word, and so are two that differ.
async fn clock(settings: &Settings, db: Option<&Db>, now: Timestamp) -> Verdict {
    let built = 1_767_225_600; // 2026-01-01: this program did not exist before.
    if now.seconds() < built {
        return Verdict::Bad(format!(
            "the machine says it is {now}: set its clock (NTP), or tokens will not be accepted"
        ));
    }
    let remote = match db {
        Some(db) => db.remote_time().await,
        None => Ok(None),
    };
    match remote {
        Ok(Some(remote)) => compare_clocks(now, remote),
        Ok(None) => changed_later(&settings.database, now).unwrap_or_else(|| Verdict::Good(format!("{now}"))),
        Err(error) => bad_error(&error),
    }
}

fn compare_clocks(now: Timestamp, remote: Timestamp) -> Verdict {
    let apart = now.0.abs_diff(remote.0) / 1_000_000;
    let said = format!("{now} here, {remote} at the database, {apart} seconds apart");
    let mend = "let both machines take their time from the network (NTP)";
    match apart {
        apart if apart >= BAD_SECONDS => Verdict::Bad(format!("{said}: {mend}")),
        apart if apart >= ODD_SECONDS => Verdict::Odd(format!("{said}: {mend}")),
        _ => Verdict::Good(format!("{now}, and the database's agrees")),
    }
}

/// A file that was last changed in the future: the clock was set back since.
fn changed_later(location: &Location, now: Timestamp) -> Option<Verdict> {
    let Location::Sqlite(path) = location else { return None };
    let changed = std::fs::metadata(path).and_then(|facts| facts.modified()).ok()?;
    let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
    let later = since
        .as_secs()
        .saturating_sub(u64::try_from(now.seconds()).unwrap_or_default());
    (later >= BAD_SECONDS).then(|| {
        Verdict::Odd(format!(
            "{now}, but the database was last changed {later} seconds later than that: the clock was set back; check it (NTP)"
        ))
    })
}

async fn compare_files(db: &Db, settings: &Settings, now: Timestamp) -> Result<Files, Error> {
    let mut all = Vec::new();
    let place = settings.media_place()?;
    for (module, kept) in wiring::modules_with_files() {
        all.push((module, compare(db, &*place.store(&kept), &kept, now).await?));
    }
    Ok(all)
}

/// Lost files are bad; files too many only take room.
fn describe_files(files: Option<Result<Files, Error>>) -> Verdict {
    let files = match files {
        None => return Verdict::Good("not compared: there is no database, or it is not up to date".to_owned()),
        Some(Err(error)) => return bad_error(&error),
        Some(Ok(files)) => files,
    };
    let told = |of: fn(&Comparison) -> &Vec<String>| {
        let some = files.iter().filter(|(_, found)| !of(found).is_empty());
        let some = some.map(|(module, found)| name_first(module, of(found)));
        some.collect::<Vec<_>>().join("; ")
    };
    let (missing, orphans) = (told(|found| &found.missing), told(|found| &found.orphans));
    if !missing.is_empty() {
        let more = if orphans.is_empty() {
            String::new()
        } else {
            format!(" (and without rows: {orphans})")
        };
        return Verdict::Bad(format!(
            "rows name files that are not there: {missing}: restore them from a backup{more}"
        ));
    }
    if !orphans.is_empty() {
        return Verdict::Odd(format!(
            "files that no row names: {orphans}: they take room and may be deleted"
        ));
    }
    let count: usize = files.iter().map(|(_, found)| found.files).sum();
    let bytes = files.iter().map(|(_, found)| found.bytes).sum();
    Verdict::Good(format!("{count} files ({}), and each has its rows", size(bytes)))
}

/// `2 of trackmate (ab12…, cd34…)`: enough to find the first ones.
fn name_first(module: &str, names: &[String]) -> String {
    let first: Vec<_> = names
        .iter()
        .take(SHOWN)
        .map(|name| format!("{}/{}", &name[..2], &name[2..]))
        .collect();
    let more = if names.len() > SHOWN { ", …" } else { "" };
    format!("{} of {module} ({}{more})", names.len(), first.join(", "))
}

/// How large the data is, and by how much it grows in a week.
#[derive(Debug, Clone, Copy)]
struct Pace {
    bytes: u64,
    weekly: u64,
}

/// Files are counted by the week in which they came; a database has grown evenly since it was made, as far as anybody knows.
async fn pace(db: &Db, files: &Files, now: Timestamp) -> Result<Pace, Error> {
    const WEEK: u64 = 7 * 24 * 60 * 60;
    let (database, age) = (db.bytes().await?, now.since(db.made_at().await?).as_secs());
    // What is younger than a week has grown by all of it.
    let grown = database / (age / WEEK).max(1);
    let sum = |of: fn(&Comparison) -> u64| files.iter().map(|(_, found)| of(found)).sum::<u64>();
    Ok(Pace {
        bytes: database + sum(|found| found.bytes),
        weekly: grown + sum(|found| found.bytes_of_week),
    })
}

fn disk(settings: &Settings, pace: Option<Pace>) -> Verdict {
    let free = match fs4::available_space(existing(&settings.data)) {
        Ok(free) => free,
        Err(cause) => return Verdict::Odd(format!("the free space cannot be read ({cause})")),
    };
    if free < LITTLE {
        return Verdict::Bad(format!("only {} free: make room, or move the data folder", size(free)));
    }
    let said = format!("{} free", size(free));
    let Some(pace) = pace else { return Verdict::Good(said) };
    let said = format!(
        "{said}; the data takes {} and grows by about {} a week",
        size(pace.bytes),
        size(pace.weekly)
    );
    match days_left(free, pace.weekly) {
        Some(days) if days < SOON => Verdict::Odd(format!("{said}: full in about {days} days; make room in time")),
        _ => Verdict::Good(said),
    }
}

/// In how many days the disk is full; `None` if nothing grows.
fn days_left(free: u64, weekly: u64) -> Option<u64> {
    free.saturating_mul(7).checked_div(weekly)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_fills_up_soon_is_spoken_of() {
        assert_eq!(days_left(30 << 30, 7 << 30), Some(30));
        assert_eq!(days_left(30 << 30, 0), None);
        assert_eq!(days_left(u64::MAX, 1), Some(u64::MAX));
    }

    #[test]
    fn clocks_that_differ_are_spoken_of() {
        let at = |seconds: i64| Timestamp(1_800_000_000_000_000 + seconds * 1_000_000);
        assert!(matches!(compare_clocks(at(0), at(1)), Verdict::Good(_)));
        assert!(matches!(compare_clocks(at(5), at(0)), Verdict::Odd(_)));
        assert!(matches!(compare_clocks(at(0), at(-61)), Verdict::Bad(_)));
    }

    #[test]
    fn a_few_names_stand_for_many() {
        let names: Vec<_> = (0..5).map(|number| format!("ab{number}")).collect();
        assert_eq!(name_first("trackmate", &names), "5 of trackmate (ab/0, ab/1, ab/2, …)");
        assert_eq!(name_first("trackmate", &names[..1]), "1 of trackmate (ab/0)");
    }
}
