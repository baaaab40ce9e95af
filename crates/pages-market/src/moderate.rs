//! The desk of moderators: what waits and what was reported, people who were, rules by which listings wait, and what was decided.

pub(crate) mod decide;
mod first;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod queue;
pub(crate) mod rules;

use classifieds::api::{HoldingRule, ListingReport, Reason, SenderHistory};
use pages_kit::{Speech, desk};
use platform::Error;

pub use self::first::Rooms;
use crate::Market;

/// Where the desk is.
pub(crate) const PATH: &str = "/moderasi";
pub(crate) const PEOPLE: &str = "/moderasi/orang";
pub(crate) const RULES: &str = "/moderasi/aturan";
pub(crate) const LOG: &str = "/moderasi/catatan";
/// Reported messages, which are the inbox's.
const MESSAGES: &str = "/pesan/laporan";

/// A room of the desk.
pub(crate) struct Tab {
    pub text: String,
    pub path: &'static str,
    pub is_here: bool,
    pub count: String,
}

/// The rooms, with how much waits in each.
async fn tabs(market: &Market, speech: Speech<'_>, here: &str) -> Result<Vec<Tab>, Error> {
    let figures = market.classifieds().moderation_figures().await?;
    let rooms = [
        ("desk", desk::PATH, 0),
        ("moderate-queue", PATH, figures.waiting + figures.reported),
        ("moderate-people", PEOPLE, figures.people),
        ("moderate-rules", RULES, 0),
        ("moderate-log", LOG, 0),
    ];
    // Where people write to each other, what they report of it has a room of its own, which the inbox knows how to fill.
    let inbox = market.has_inbox().then_some(("moderate-messages", MESSAGES, 0));
    let rooms = rooms.into_iter().chain(inbox);
    let tab = |(text, path, count): (&str, &'static str, i64)| Tab {
        text: speech.say(text),
        path,
        is_here: path == here,
        count: if count > 0 { speech.number(count) } else { String::new() },
    };
    Ok(rooms.map(tab).collect())
}

/// The key of a reason's text.
pub(crate) fn reason_key(reason: Reason) -> &'static str {
    match reason {
        Reason::Spam => "reason-spam",
        Reason::Fraud => "reason-fraud",
        Reason::Prohibited => "reason-prohibited",
        Reason::Offensive => "reason-offensive",
        Reason::Misplaced => "reason-misplaced",
        Reason::Duplicate => "reason-duplicate",
        Reason::ContactDetails => "reason-contact-details",
        Reason::Pictures => "reason-pictures",
        Reason::Other => "reason-other",
    }
}

/// Reasons to choose from: as forms send them, and as people read them.
pub(crate) fn reasons(speech: Speech<'_>) -> Vec<(String, String)> {
    let reason = |reason: Reason| (reason.name().to_owned(), speech.say(reason_key(reason)));
    Reason::ALL.map(reason).into()
}

fn rule_key(rule: HoldingRule) -> &'static str {
    match rule {
        HoldingRule::Words => "moderate-held-words",
        HoldingRule::ContactDetails => "moderate-held-contact",
        HoldingRule::DepositFirst => "moderate-held-deposit",
        HoldingRule::NewAccount => "moderate-held-new",
    }
}

/// What reports say: each reason with how many gave it, and what people wrote.
fn told(speech: Speech<'_>, reports: &[ListingReport]) -> (Vec<String>, Vec<String>) {
    let count = |reason: Reason| reports.iter().filter(|report| report.reason == reason).count();
    let counted = Reason::ALL.into_iter().filter_map(|reason| {
        let count = i64::try_from(count(reason)).unwrap_or(i64::MAX);
        let text = speech.say(reason_key(reason));
        (count > 0).then(|| format!("{} × {text}", speech.number(count)))
    });
    let said = reports.iter().filter_map(|report| report.text.clone());
    (counted.collect(), said.collect())
}

/// Who offers it, in a line.
fn history(speech: Speech<'_>, sender: &SenderHistory) -> String {
    let since = sender
        .since
        .map(|since| speech.with("market-member-since", "day", speech.day(since)));
    let counted = [
        ("moderate-sender-listings", sender.listings),
        ("moderate-sender-rejected", sender.rejected),
        ("moderate-sender-upheld", sender.upheld),
    ];
    let counted = counted
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| speech.with(key, "count", count));
    since.into_iter().chain(counted).collect::<Vec<_>>().join(" · ")
}
