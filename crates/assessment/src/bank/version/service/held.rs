//! What keeps a part of a package from being deleted: frozen versions that ask for it and that are sat or will be.
//!
//! Invariant: what an attempt asks by its version, and what rows of it will refer to, is there as long as it may be needed.

use platform::{Conn, Result, Timestamp};

use super::{FrozenQuestion, FrozenVersion, Versions};
use crate::{
    bank::version::store::held::{self, HeldRow},
    failures::Counted,
};

/// Events that are not over, in the words of messages.
pub(crate) const RUNNING: Counted = Counted {
    id: "ujian yang akan atau sedang berlangsung",
    one: "event to come or under way",
    many: "events to come or under way",
};
/// Attempts, in the words of messages.
pub(crate) const ATTEMPTS: Counted = Counted {
    id: "pengerjaan",
    one: "attempt",
    many: "attempts",
};

/// What refers to a part of a package by a frozen version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    /// Events that are not over, or in which somebody still sits.
    pub(crate) events: i64,
    pub(crate) attempts: i64,
}

impl Holding {
    /// As messages count it.
    pub(crate) fn counted(self) -> [(i64, Counted); 2] {
        [(self.events, RUNNING), (self.attempts, ATTEMPTS)]
    }

    pub(crate) fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl FrozenVersion {
    /// Every question.
    fn questions(&self) -> impl Iterator<Item = &FrozenQuestion> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// Whether a question is heard with this audio.
    fn plays(&self, audio: i64) -> bool {
        self.questions().any(|frozen| frozen.audio_id == Some(audio))
    }

    /// Whether a question is about the passage of this code.
    fn is_about(&self, code: &str) -> bool {
        let is_there = self.passage(code).is_some();
        is_there
            && self
                .questions()
                .any(|frozen| frozen.question.passage.as_deref() == Some(code))
    }
}

async fn holding(
    conn: &mut Conn<'_>,
    versions: &Versions,
    rows: Vec<HeldRow>,
    asks: impl Fn(&FrozenVersion) -> bool,
) -> Result<Holding> {
    let mut holding = Holding::default();
    for row in rows.into_iter().filter(|row| row.events + row.attempts > 0) {
        let version = versions.get(conn, row.version).await?;
        if asks(&version) {
            holding.events += row.events;
            holding.attempts += row.attempts;
        }
    }
    Ok(holding)
}

/// What holds a question of a package.
pub(crate) async fn of_question(
    conn: &mut Conn<'_>,
    versions: &Versions,
    (package, question): (i64, i64),
    now: Timestamp,
) -> Result<Holding> {
    let rows = held::of_package(conn, package, now).await?;
    holding(conn, versions, rows, |version| version.question(question).is_some()).await
}

/// What holds a section of a package.
pub(crate) async fn of_detail(
    conn: &mut Conn<'_>,
    versions: &Versions,
    (package, detail): (i64, i64),
    now: Timestamp,
) -> Result<Holding> {
    let rows = held::of_package(conn, package, now).await?;
    let asks = |version: &FrozenVersion| version.sections.iter().any(|section| section.detail_id == detail);
    holding(conn, versions, rows, asks).await
}

/// What holds the passage of a code.
pub(crate) async fn of_passage(
    conn: &mut Conn<'_>,
    versions: &Versions,
    (package, code): (i64, &str),
    now: Timestamp,
) -> Result<Holding> {
    let rows = held::of_package(conn, package, now).await?;
    holding(conn, versions, rows, |version| version.is_about(code)).await
}

/// What holds an audio file, in whatever package.
pub(crate) async fn of_audio(conn: &mut Conn<'_>, versions: &Versions, audio: i64, now: Timestamp) -> Result<Holding> {
    let rows = held::of_audio(conn, audio, now).await?;
    holding(conn, versions, rows, |version| version.plays(audio)).await
}
