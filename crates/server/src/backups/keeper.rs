//! Backups that the server makes by itself: in its rhythm or when somebody asks, each proved when it was made, old ones deleted.
//!
//! Invariants: one is made or proved at a time; old ones are deleted only when the newest was proved.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use platform::{Clock, Error, Kind, Lang, Message, Timestamp, module::Job};

use super::{Chosen, DATABASE, Proof, choose, make, names_of, prove, unusable};
use crate::{media::copying::unwatched, settings::Settings};

/// How often somebody looks whether a backup is due.
const LOOKED: Duration = Duration::from_mins(5);

/// What is being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Doing {
    Making,
    /// The name of the backup.
    Proving(String),
}

/// A backup that is there.
#[derive(Debug, Clone)]
pub(crate) struct BackupState {
    pub(crate) name: String,
    pub(crate) at: Timestamp,
    /// Bytes of the database in it.
    pub(crate) bytes: u64,
    pub(crate) rows: u64,
    /// What came of proving it, if anybody did.
    pub(crate) proof: Option<Proof>,
}

/// Where, how often, and how many.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) folder: PathBuf,
    pub(crate) every: Duration,
    pub(crate) keep: usize,
}

/// Who makes backups; clones share everything.
#[derive(Clone)]
pub(crate) struct Keeper(Arc<Inner>);

struct Inner {
    settings: Settings,
    clock: Clock,
    plan: Option<Plan>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    doing: Option<Doing>,
    /// When something last went wrong, and what.
    failed: Option<(Timestamp, String)>,
}

/// No backups are made here.
fn unplanned() -> Error {
    let said = Message::new(
        "Folder cadangan belum diatur. Isi --backup-folder, lalu mulai ulang server.",
        "No folder of backups is set. Set --backup-folder and start the server again.",
    );
    Error::new(Kind::Conflict, "backup.unplanned", said)
}

/// Something is being done already.
fn busy() -> Error {
    let said = Message::new(
        "Cadangan sedang dibuat atau dibuktikan. Tunggu sampai selesai.",
        "A backup is being made or proved. Wait until that is done.",
    );
    Error::new(Kind::Conflict, "backup.busy", said)
}

/// Frees the place of what was being done, however it ends.
struct Busy(Arc<Inner>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).doing = None;
    }
}

impl Keeper {
    pub(crate) fn new(settings: &Settings, clock: Clock) -> Self {
        let plan = settings.backup_folder.clone().map(|folder| Plan {
            folder,
            every: Duration::from_secs(u64::from(settings.backup_hours) * 60 * 60),
            keep: usize::try_from(settings.backup_keep).unwrap_or(usize::MAX),
        });
        Self(Arc::new(Inner {
            settings: settings.clone(),
            clock,
            plan,
            state: Mutex::default(),
        }))
    }

    /// The work that looks whether a backup is due.
    pub(crate) fn job(&self) -> Job {
        let keeper = self.clone();
        Job {
            name: "server.back_up",
            every: LOOKED,
            run: Arc::new(move |_| {
                let keeper = keeper.clone();
                Box::pin(async move { keeper.back_up_if_due().await })
            }),
        }
    }

    pub(crate) fn plan(&self) -> Option<&Plan> {
        self.0.plan.as_ref()
    }

    /// What is being done, and what last went wrong.
    pub(crate) fn state(&self) -> (Option<Doing>, Option<(Timestamp, String)>) {
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.doing.clone(), state.failed.clone())
    }

    /// The backups that are there, newest first.
    pub(crate) async fn list(&self) -> Result<Vec<BackupState>, Error> {
        let Some(plan) = self.0.plan.clone() else {
            return Ok(Vec::new());
        };
        let listed = tokio::task::spawn_blocking(move || list(&plan.folder)).await;
        listed.map_err(Error::internal)?
    }

    async fn back_up_if_due(&self) -> Result<(), Error> {
        let Some(plan) = self.plan() else { return Ok(()) };
        let newest = self.list().await?.into_iter().next();
        let is_due = newest.is_none_or(|newest| self.0.clock.now().since(newest.at) >= plan.every);
        if !is_due {
            return Ok(());
        }
        // Somebody may have asked for one just now.
        let Ok(busy) = self.take(Doing::Making) else {
            return Ok(());
        };
        self.noted(self.back_up(plan, busy).await)
    }

    /// Begins to make a backup, which is proved when it is made. It goes on when the answer was given.
    pub(crate) fn begin_backup(&self) -> Result<(), Error> {
        let plan = self.plan().cloned().ok_or_else(unplanned)?;
        let (keeper, busy) = (self.clone(), self.take(Doing::Making)?);
        tokio::spawn(async move {
            let done = keeper.back_up(&plan, busy).await;
            drop(keeper.noted(done));
        });
        Ok(())
    }

    /// Begins to prove a backup.
    pub(crate) async fn begin_proof(&self, name: String) -> Result<(), Error> {
        let plan = self.plan().cloned().ok_or_else(unplanned)?;
        let folder = plan.folder.clone();
        let wanted = name.clone();
        let chosen = tokio::task::spawn_blocking(move || choose(&folder, Some(wanted))).await;
        let chosen = chosen.map_err(Error::internal)??;
        let (keeper, busy) = (self.clone(), self.take(Doing::Proving(name))?);
        tokio::spawn(async move {
            let done = keeper.prove(&plan, &chosen).await;
            drop(busy);
            drop(keeper.noted(done));
        });
        Ok(())
    }

    fn take(&self, doing: Doing) -> Result<Busy, Error> {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.doing.is_some() {
            return Err(busy());
        }
        state.doing = Some(doing);
        Ok(Busy(Arc::clone(&self.0)))
    }

    /// Keeps what went wrong, for whoever looks later; what goes well ends it.
    fn noted(&self, done: Result<(), Error>) -> Result<(), Error> {
        let failed = done.as_ref().err().map(|error| {
            tracing::error!(%error, "a backup was not made or not proved");
            (self.0.clock.now(), error.message().text(Lang::En).to_owned())
        });
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).failed = failed;
        done
    }

    async fn back_up(&self, plan: &Plan, busy: Busy) -> Result<(), Error> {
        let made = make(&self.0.settings, &plan.folder, self.0.clock.now(), unwatched).await?;
        tracing::info!(backup = made.name, rows = made.manifest.rows(), "a backup was made");
        made.files.refuse_damaged()?;
        let folder = plan.folder.clone();
        let chosen = choose(&folder, Some(made.name))?;
        self.prove(plan, &chosen).await?;
        let plan = plan.clone();
        let deleted = tokio::task::spawn_blocking(move || delete_old(&plan)).await;
        drop(busy);
        deleted.map_err(Error::internal)?
    }

    async fn prove(&self, plan: &Plan, chosen: &Chosen) -> Result<(), Error> {
        let proof = prove(chosen, &plan.folder, self.0.clock.now(), unwatched).await?;
        tracing::info!(backup = chosen.name, files = proof.files, "a backup was proved");
        Ok(())
    }
}

fn list(folder: &Path) -> Result<Vec<BackupState>, Error> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut all = Vec::new();
    for name in names_of(folder)?.into_iter().rev() {
        // One that cannot be read is none that anything can be told of; who wants it is told why.
        let Ok(chosen) = choose(folder, Some(name)) else {
            continue;
        };
        let file = fs::metadata(chosen.folder.join(DATABASE));
        all.push(BackupState {
            at: chosen.manifest.made_at,
            bytes: file.map_or(0, |file| file.len()),
            rows: chosen.manifest.rows(),
            proof: Proof::read(&chosen.folder),
            name: chosen.name,
        });
    }
    Ok(all)
}

/// Deletes what is older than those that are kept, if the newest was proved.
fn delete_old(plan: &Plan) -> Result<(), Error> {
    let all = list(&plan.folder)?;
    let is_proved = |backup: &BackupState| backup.proof.as_ref().is_some_and(|proof| proof.error.is_none());
    if !all.first().is_some_and(is_proved) {
        return Ok(());
    }
    for old in all.iter().skip(plan.keep) {
        let path = plan.folder.join(&old.name);
        // Under a name that counts for nothing first: half a backup is none.
        let going = plan.folder.join(format!(".{}.part", old.name));
        let gone = fs::rename(&path, &going).and_then(|()| fs::remove_dir_all(&going));
        gone.map_err(|cause| unusable(&path, cause))?;
        tracing::info!(backup = old.name, "an old backup was deleted");
    }
    Ok(())
}
