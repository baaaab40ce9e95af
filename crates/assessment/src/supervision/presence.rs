//! Who is there, as far as this process knows: when participants called last.
//!
//! Invariant: nothing is written for it. What is known is lost with the process and told by nobody else; what was stored
//! of somebody's answers and recordings says the rest, whichever process took it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use platform::Timestamp;

/// Whoever has not called for this long is forgotten once there are many.
const FORGOTTEN: Duration = Duration::from_secs(60 * 60);
/// How many are remembered without looking for those who can be forgotten.
const MANY: usize = 20_000;

/// When participants called last; clones share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Presence(Arc<Mutex<HashMap<i64, Timestamp>>>);

impl Presence {
    fn all(&self) -> MutexGuard<'_, HashMap<i64, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a participant calls.
    pub(crate) fn note(&self, participant: i64, now: Timestamp) {
        let mut all = self.all();
        all.insert(participant, now);
        if all.len() > MANY {
            all.retain(|_, last| now.since(*last) < FORGOTTEN);
        }
    }

    /// When some participants called last, for those that did.
    pub(crate) fn of(&self, participants: impl Iterator<Item = i64>) -> HashMap<i64, Timestamp> {
        let all = self.all();
        participants
            .filter_map(|id| all.get(&id).map(|last| (id, *last)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_call_counts_and_those_of_long_ago_are_forgotten_where_many_are_known() {
        let presence = Presence::default();
        presence.note(1, Timestamp(0));
        presence.note(1, Timestamp(5));
        assert_eq!(presence.of([1, 2].into_iter()), HashMap::from([(1, Timestamp(5))]));
        let now = Timestamp(0).plus(2 * FORGOTTEN);
        for participant in 2..=20_001 {
            presence.note(participant, now);
        }
        assert_eq!(presence.of([1, 20_001].into_iter()), HashMap::from([(20_001, now)]));
    }
}
