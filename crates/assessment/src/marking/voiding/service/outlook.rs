//! What voiding a question would change, and for whom, before anybody does it.
//!
//! Invariant: it is worked out as the change itself is, and stores nothing.

use papers::{Points, marking::Status};
use platform::{Conn, Error};

use super::{Marking, already_void, not_void, package_of, store};
use crate::{
    Assessment,
    marking::{
        answer,
        change::store::ScoreChange,
        results::store::listed::names,
        voiding::rules::{Credit, NewVoid},
    },
};

/// Most participants that are named; all of them are counted.
const NAMED: usize = 200;

/// What would change.
#[derive(Debug, Clone)]
pub struct VoidOutlook {
    /// Answers that would be marked anew, whatever comes of it.
    pub marked: usize,
    /// How many would bring more, less, or as much as before.
    pub more: usize,
    pub less: usize,
    pub same: usize,
    /// The first 200 whose scores would change, by name.
    pub shifts: Vec<ScoreShift>,
}

/// Somebody whose score would change.
#[derive(Debug, Clone)]
pub struct ScoreShift {
    pub participant_id: i64,
    pub name: String,
    pub exam_registered_number: String,
    /// None: there is no score.
    pub old: Option<Points>,
    pub new: Option<Points>,
}

impl VoidOutlook {
    async fn of(conn: &mut Conn<'_>, changes: &[ScoreChange]) -> Result<Self, Error> {
        let worth = |score: Option<Points>| score.unwrap_or(Points::ZERO);
        let count = |is: fn(&Points, &Points) -> bool| {
            let changes = changes.iter();
            changes
                .filter(|change| is(&worth(change.new), &worth(change.old)))
                .count()
        };
        let shifting = || changes.iter().filter(|change| change.new != change.old);
        let named = names(conn, shifting().map(|change| &change.participant_id)).await?;
        let mut named: Vec<_> = named.into_iter().map(|row| (row.id, row)).collect();
        named.sort_unstable_by_key(|(id, _)| *id);
        let shift = |change: &ScoreChange| {
            let at = named.binary_search_by_key(&change.participant_id, |(id, _)| *id).ok()?;
            let (_, row) = &named[at];
            Some(ScoreShift {
                participant_id: change.participant_id,
                name: row.name.clone(),
                exam_registered_number: row.exam_registered_number.clone(),
                old: change.old,
                new: change.new,
            })
        };
        let mut shifts: Vec<ScoreShift> = shifting().filter_map(shift).collect();
        shifts.sort_by_cached_key(|shift| shift.name.to_lowercase());
        shifts.truncate(NAMED);
        Ok(Self {
            marked: changes.len(),
            more: count(|new, old| new > old),
            less: count(|new, old| new < old),
            same: count(|new, old| new == old),
            shifts,
        })
    }
}

impl Assessment {
    /// What voiding a question at an event would change.
    #[platform::boxed]
    pub async fn void_outlook(&self, question: i64, new: &NewVoid) -> Result<VoidOutlook, Error> {
        self.look_ahead(question, new.event_id, Some(new.credit)).await
    }

    /// What letting a question count again would change.
    #[platform::boxed]
    pub async fn unvoid_outlook(&self, question: i64, event: i64) -> Result<VoidOutlook, Error> {
        self.look_ahead(question, event, None).await
    }

    async fn look_ahead(&self, question: i64, event: i64, credit: Option<Credit>) -> Result<VoidOutlook, Error> {
        let versions = self.0.versions.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let package = package_of(conn, &versions, event, question).await?;
            let standing = store::one(conn, event, question).await?;
            // What people had given is noted under the void that stands.
            let void = match (credit, standing) {
                (Some(_), Some(_)) => return Err(already_void()),
                (Some(_), None) => 0,
                (None, standing) => standing.ok_or_else(not_void)?.id,
            };
            let marking = Marking {
                versions: &versions,
                question,
                package,
                policy: answer::store::policy_of(conn, event).await?,
            };
            let mut rows = store::answers(conn, event, question, void).await?;
            rows.retain(|row| credit.is_some() || row.status == Status::Void);
            let changes = marking.changes(conn, &rows, credit).await?;
            VoidOutlook::of(conn, &changes).await
        };
        self.0.db.read(find).await
    }
}
