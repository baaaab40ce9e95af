//! What the pages of whoever runs the server ask of it: the server as they know it.

mod history;
mod jobs;

use std::sync::Arc;

use accounts::{Accounts, Admin, Deed, PersonalData, note_deed};
use classifieds::Classifieds;
use conversations::Conversations;
use futures_util::future::BoxFuture;
use pages_admin::{
    Place,
    place::{
        Backup, BackupPlan, Backups, Dead, JobState, LastBackup, Proof, Sample, Standing, Storage, Waiting, WantedLines,
    },
};
use platform::{
    Clock, Db, Error, Message, Timestamp, Tx,
    db::Engine,
    events::{self, DeadLetter, Queue},
    page::{Pages, Paging},
};
use trackmate::Trackmate;
use webhooks::Webhooks;

pub(crate) use self::{history::History, jobs::JobBoard};
use crate::{
    backups::{BackupState, Doing, Keeper},
    figures::LookedUp,
    log_ring::LINES,
    notices::standing_notices,
    settings::Settings,
    wiring::Wired,
};

/// The server, for its pages of administration.
pub(crate) struct Steward {
    db: Db,
    accounts: Accounts,
    shop: Option<Trackmate>,
    market: Option<Classifieds>,
    inbox: Option<Conversations>,
    /// Every module that keeps something of people, whether it is served or not.
    personal: Vec<Arc<dyn PersonalData>>,
    webhooks: Option<Webhooks>,
    subscribers: Vec<&'static str>,
    looked_up: LookedUp,
    board: JobBoard,
    keeper: Keeper,
    history: History,
    warnings: Vec<Message>,
    started: Timestamp,
}

impl Steward {
    pub(crate) fn new(
        settings: &Settings,
        wired: &Wired,
        looked_up: &LookedUp,
        (board, keeper, history): (&JobBoard, &Keeper, &History),
    ) -> Self {
        let notices = standing_notices(settings);
        Self {
            db: wired.db.clone(),
            accounts: wired.accounts.clone(),
            shop: settings.serves(&trackmate::MANIFEST).then(|| wired.trackmate.clone()),
            market: settings
                .serves(&classifieds::MANIFEST)
                .then(|| wired.classifieds.clone()),
            inbox: settings
                .serves(&conversations::MANIFEST)
                .then(|| wired.conversations.clone()),
            personal: wired.personal(),
            webhooks: wired.webhooks.clone(),
            subscribers: subscribers(wired),
            looked_up: looked_up.clone(),
            board: board.clone(),
            keeper: keeper.clone(),
            history: history.clone(),
            warnings: notices.into_iter().map(|notice| notice.said).collect(),
            started: Clock::system().now(),
        }
    }

    async fn look(&self, admin: &Admin) -> Result<Standing, Error> {
        let (counts, waiting) = self.count(admin).await?;
        let (_, dead) = webhooks::read_backlog(&self.db).await?;
        let outbox = events::read_backlog(&self.db).await?;
        Ok(Standing {
            version: env!("CARGO_PKG_VERSION"),
            engine: match self.db.engine() {
                Engine::Sqlite => "SQLite",
                Engine::Postgres => "PostgreSQL",
            },
            started: self.started,
            disk_free: self.looked_up.free_room(),
            database: self.db.bytes().await.ok(),
            media: self.looked_up.files(),
            counts,
            waiting,
            elsewhere: self.elsewhere(),
            dead: Dead {
                events: outbox.dead,
                webhooks: dead.unsigned_abs(),
            },
            backup: self.last_backup().await,
            warnings: self.warnings.clone(),
        })
    }

    /// Rooms that belong to a module: keys of their texts, and where they are.
    fn elsewhere(&self) -> Vec<(&'static str, &'static str)> {
        let market = self.market.iter().map(|_| pages_market::ADMINISTRATION);
        let shop = self.shop.iter().flat_map(|_| pages_trackmate::ADMINISTRATION);
        market.chain(shop).collect()
    }

    /// What there is, and what of it waits for somebody who decides.
    async fn count(&self, admin: &Admin) -> Result<(Vec<(&'static str, i64)>, Vec<Waiting>), Error> {
        let mut counts = vec![("people", self.accounts.count().await?)];
        let mut waiting = Vec::new();
        let mut wait = |text, count, path| {
            if count > 0 {
                waiting.push(Waiting { text, count, path });
            }
        };
        if let Some(shop) = &self.shop {
            counts.push(("products", shop.count_products().await?));
            let [umkm, impacts, reports] = shop.count_waiting(admin, None).await?;
            wait("umkm", umkm, Some("/pengelola"));
            wait("impacts", impacts, Some("/pengelola/dampak"));
            wait("reports", reports, Some("/pengelola/laporan"));
        }
        if let Some(market) = &self.market {
            let (public, pending) = market.count_standing().await?;
            counts.push(("listings", public));
            wait("listings", pending, Some("/moderasi"));
        }
        if let Some(inbox) = &self.inbox {
            wait("messages", inbox.count_open_reports().await?, Some(pages_inbox::CASES));
        }
        Ok((counts, waiting))
    }
}

fn shown(backup: BackupState) -> Backup {
    Backup {
        name: backup.name,
        at: backup.at,
        bytes: backup.bytes,
        rows: backup.rows,
        proof: backup.proof.map(|proof| Proof {
            at: proof.at,
            files: proof.files,
            error: proof.error,
        }),
    }
}

/// The names of all durable subscribers of modules.
fn subscribers(wired: &Wired) -> Vec<&'static str> {
    let all = wired.modules.iter().flat_map(|module| &module.subscribers);
    all.map(|subscriber| subscriber.name).collect()
}

impl Steward {
    async fn list_queues(&self) -> Result<Vec<Queue>, Error> {
        let mut queues = events::read_queues(&self.db).await?;
        for name in &self.subscribers {
            if !queues.iter().any(|queue| queue.subscriber == *name) {
                queues.push(Queue {
                    subscriber: (*name).to_owned(),
                    owed: 0,
                    dead: 0,
                    oldest: None,
                });
            }
        }
        queues.sort_by(|one, other| one.subscriber.cmp(&other.subscriber));
        Ok(queues)
    }

    /// The newest backup, if the server makes any.
    async fn last_backup(&self) -> Option<LastBackup> {
        let plan = self.keeper.plan()?;
        let newest = self.keeper.list().await.ok()?.into_iter().next();
        let late = plan.every * 2;
        Some(LastBackup {
            is_late: newest
                .as_ref()
                .map_or(self.db.clock().now().since(self.started) > late, |newest| {
                    self.db.clock().now().since(newest.at) > late
                }),
            newest: newest.map(shown),
        })
    }

    async fn list_backups(&self) -> Result<Backups, Error> {
        let (doing, failed) = self.keeper.state();
        Ok(Backups {
            plan: self.keeper.plan().map(|plan| BackupPlan {
                folder: plan.folder.display().to_string(),
                every: plan.every.as_secs(),
                keep: plan.keep as u64,
            }),
            all: self.keeper.list().await?.into_iter().map(shown).collect(),
            doing: doing.map(|doing| match doing {
                Doing::Making => None,
                Doing::Proving(name) => Some(name),
            }),
            failed,
        })
    }

    async fn note(&self, admin: &Admin, action: &'static str, backup: &str) -> Result<(), Error> {
        let deed = Deed {
            action,
            subject: backup,
            subject_name: backup,
            reason: "",
        };
        self.accounts.note(admin, deed).await
    }

    async fn back_up_now(&self, admin: &Admin) -> Result<(), Error> {
        self.keeper.begin_backup()?;
        self.note(admin, "backup-make", "").await
    }

    async fn prove_now(&self, admin: &Admin, name: &str) -> Result<(), Error> {
        self.keeper.begin_proof(name.to_owned()).await?;
        self.note(admin, "backup-prove", name).await
    }

    async fn revive(&self, admin: &Admin, subscriber: String, seq: i64) -> Result<(), Error> {
        let actor = admin.0.id.clone();
        self.db
            .write(async move |tx: &mut Tx<'_>| {
                if !events::revive(tx, &subscriber, seq).await? {
                    return Ok(());
                }
                let deed = Deed {
                    action: "event-resend",
                    subject: &seq.to_string(),
                    subject_name: &subscriber,
                    reason: "",
                };
                note_deed(tx, &actor, deed).await
            })
            .await
    }
}

impl Place for Steward {
    fn standing<'a>(&'a self, admin: &'a Admin) -> BoxFuture<'a, Result<Standing, Error>> {
        Box::pin(self.look(admin))
    }

    fn personal(&self) -> &[Arc<dyn PersonalData>] {
        &self.personal
    }

    fn jobs(&self) -> Vec<JobState> {
        self.board.states()
    }

    fn queues(&self) -> BoxFuture<'_, Result<Vec<Queue>, Error>> {
        Box::pin(self.list_queues())
    }

    fn dead_events(&self, pages: Pages) -> BoxFuture<'_, Result<(Vec<DeadLetter>, Paging), Error>> {
        Box::pin(events::list_dead(&self.db, pages))
    }

    fn revive_event<'a>(&'a self, admin: &'a Admin, subscriber: &'a str, seq: i64) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.revive(admin, subscriber.to_owned(), seq))
    }

    fn webhooks(&self) -> Option<&Webhooks> {
        self.webhooks.as_ref()
    }

    fn backups(&self) -> BoxFuture<'_, Result<Backups, Error>> {
        Box::pin(self.list_backups())
    }

    fn back_up<'a>(&'a self, admin: &'a Admin) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.back_up_now(admin))
    }

    fn prove_backup<'a>(&'a self, admin: &'a Admin, name: &'a str) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(self.prove_now(admin, name))
    }

    fn storage(&self) -> Option<Storage> {
        let counted = self.looked_up.counted()?;
        let largest = counted.largest.into_iter();
        Some(Storage {
            modules: counted.modules,
            largest: largest
                .map(|(module, file)| (module, file.hash.to_string(), file.bytes))
                .collect(),
        })
    }

    fn samples(&self) -> Vec<Sample> {
        self.history.samples()
    }

    fn lines(&self, wanted: &WantedLines, most: usize) -> Vec<String> {
        LINES.find(wanted, most)
    }
}
