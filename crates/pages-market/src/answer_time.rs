//! How soon a seller usually answers, as roughly as it may be known.

use std::time::Duration;

use accounts::AccountId;
use futures_util::future::BoxFuture;
use pages_kit::Speech;
use platform::Error;

/// Knows how soon people answer. The server implements it over whoever has their conversations.
pub trait AnswerTimes: Send + Sync {
    /// How long somebody usually takes; nothing, if that is not known.
    fn of<'a>(&'a self, seller: &'a AccountId) -> BoxFuture<'a, Result<Option<Duration>, Error>>;
}

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;

/// What is said of it: no number, so that nobody learns when somebody was at home.
pub(crate) fn told(speech: Speech<'_>, usual: Option<Duration>) -> Option<String> {
    let usual = usual?.as_secs();
    let steps = [
        (HOUR, "market-answers-hour"),
        (DAY, "market-answers-day"),
        (7 * DAY, "market-answers-days"),
    ];
    let step = steps.into_iter().find(|(most, _)| usual <= *most);
    step.map(|(_, key)| speech.say(key))
}

#[cfg(test)]
mod tests {
    use pages_kit::{Language, Words};

    use super::*;
    use crate::CATALOGUE;

    #[test]
    fn only_steps_are_told_and_nothing_of_who_takes_weeks() {
        let words = Words::of(&[pages_kit::words::KIT, CATALOGUE]).unwrap();
        let said = |minutes: u64| {
            told(
                words.in_language(Language::English),
                Some(Duration::from_secs(minutes * 60)),
            )
        };
        assert_eq!(said(1), said(60));
        assert_eq!(said(61), said(24 * 60));
        assert_ne!(said(60), said(61));
        assert_eq!(said(24 * 60 + 1), said(7 * 24 * 60));
        assert_eq!(said(8 * 24 * 60), None);
        assert_eq!(told(words.in_language(Language::English), None), None);
    }
}
