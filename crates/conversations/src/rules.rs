//! The rules of conversations as pure functions.

use std::time::Duration;

use platform::Timestamp;

/// Characters of a message's text, at most.
pub(crate) const LONGEST_CONTENT: usize = 5_000;
/// Characters of a reason or a note, at most.
pub(crate) const LONGEST_REASON: usize = 500;
/// Characters of a text that is saved to answer with, at most.
pub const LONGEST_QUICK_ANSWER: usize = 500;
/// How many of these one may save.
pub const MOST_QUICK_ANSWERS: i64 = 20;
/// Pictures of a message, at most.
pub const MOST_ATTACHMENTS: usize = 6;
/// Pictures that one may keep here without a message.
pub(crate) const MOST_UNSENT: i64 = 30;
/// What a message of pictures alone says, so that whoever knows no pictures has something to show.
pub const PICTURES_ONLY: &str = "📷";
/// Characters of a message that its thread shows.
const PREVIEW: usize = 80;
/// Microseconds of a millisecond: what clients see of a time.
const MILLISECOND: i64 = 1_000;

/// A time without what clients do not see of it.
pub(crate) fn whole_millis(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(MILLISECOND))
}

/// When a message counts as sent: now, but visibly later than the thread's last one.
pub(crate) fn sent_at(now: Timestamp, last: Timestamp) -> Timestamp {
    Timestamp(whole_millis(now).0.max(last.0 + MILLISECOND))
}

/// Whether what was sent may be changed by who wrote it, or taken back: for a while after it was sent.
pub(crate) fn may_change(sent_at: Timestamp, now: Timestamp, window: Duration) -> bool {
    !window.is_zero() && now.since(sent_at) < window
}

/// Answers from which on it is said how soon somebody answers.
const ENOUGH_ANSWERS: usize = 3;

/// The median of how long answers took; nothing if they are too few to say anything.
pub(crate) fn usual_wait(mut waits: Vec<Duration>) -> Option<Duration> {
    if waits.len() < ENOUGH_ANSWERS {
        return None;
    }
    waits.sort_unstable();
    waits.get((waits.len() - 1) / 2).copied()
}

/// What a thread shows of its last message.
pub(crate) fn preview(content: &str) -> &str {
    content
        .char_indices()
        .nth(PREVIEW)
        .map_or(content, |(end, _)| &content[..end])
}

/// A pair of ids in their own order: the same whoever is named first.
pub(crate) fn pair<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    if one <= other { (one, other) } else { (other, one) }
}

/// The number of the message that has `before` visible ones before it. `deleted`: numbers of deleted messages, ascending.
pub(crate) fn number_at(before: i64, deleted: &[i64]) -> i64 {
    deleted
        .iter()
        .fold((before + 1, false), |(number, done), gap| {
            let done = done || *gap > number;
            (number + i64::from(!done), done)
        })
        .0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_of_the_answers_came_as_soon_as_is_said_and_two_say_nothing() {
        let wait = |minutes: &[u64]| usual_wait(minutes.iter().map(|m| Duration::from_secs(m * 60)).collect());
        assert_eq!(wait(&[1, 1]), None);
        assert_eq!(wait(&[500, 1, 20]), Some(Duration::from_secs(20 * 60)));
        assert_eq!(wait(&[4, 3, 2, 1]), Some(Duration::from_secs(2 * 60)));
    }

    #[test]
    fn a_message_is_visibly_later_than_the_one_before() {
        let last = Timestamp(1_768_464_000_123_000);
        assert_eq!(sent_at(Timestamp(last.0 + 5), last).0, last.0 + 1_000);
        assert_eq!(sent_at(Timestamp(last.0 - 9_000_000), last).0, last.0 + 1_000);
        assert_eq!(sent_at(Timestamp(last.0 + 7_999), last).0, last.0 + 7_000);
    }

    #[test]
    fn a_message_may_be_changed_for_a_while() {
        let (sent, window) = (Timestamp(1_768_464_000_000_000), Duration::from_secs(60));
        let after = |micros| may_change(sent, Timestamp(sent.0 + micros), window);
        assert_eq!(
            [-1_000, 0, 59_999_999, 60_000_000].map(after),
            [true, true, true, false]
        );
        assert!(!may_change(sent, sent, Duration::ZERO));
    }

    #[test]
    fn a_preview_is_eighty_characters_not_bytes() {
        assert_eq!(preview("kurz"), "kurz");
        assert_eq!(preview(&"ğ".repeat(100)).chars().count(), 80);
    }

    #[test]
    fn a_pair_is_the_same_both_ways() {
        assert_eq!(pair("a", "b"), pair("b", "a"));
    }

    proptest! {
        #[test]
        fn the_number_at_a_place_is_found_by_counting(deleted in prop::collection::btree_set(1_i64..60, 0..40), before in 0_i64..40) {
            let gaps: Vec<i64> = deleted.iter().copied().collect();
            let visible: Vec<i64> = (1..200).filter(|number| !deleted.contains(number)).collect();
            prop_assert_eq!(number_at(before, &gaps), visible[usize::try_from(before).unwrap()]);
        }
    }
}
