//! Which rules hold a listing back for a moderator. Pure.

use platform::{
    Error, Message, Rule, Timestamp,
    text::{Check, fold, words},
};

use crate::model::{
    listing::Listing,
    moderation::{Held, HoldingRule, HoldingRules},
};

/// Most words and phrases.
const MOST_WORDS: usize = 500;
/// Longest of them, in characters.
const LONGEST_WORD: usize = 100;
/// Fewest digits of a telephone number.
const TELEPHONE: usize = 9;
/// Most that is told of what was found, in characters.
const TOLD: usize = 60;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Asking for money before anything was seen, folded: in Indonesian, Turkish and English.
const DEPOSIT_FIRST: [&str; 24] = [
    "kapora",
    "on odeme",
    "once odeme",
    "pesin havale",
    "once havale",
    "para gonder",
    "kargo ucreti gonder",
    "western union",
    "moneygram",
    "transfer dulu",
    "bayar dulu",
    "dp dulu",
    "tf dulu",
    "kirim uang",
    "uang muka dulu",
    "bayar di muka",
    "deposit first",
    "pay first",
    "payment first",
    "payment upfront",
    "pay upfront",
    "advance payment",
    "send money",
    "gift card",
];
/// Where messengers begin, folded.
const MESSENGERS: [&str; 5] = ["wa.me/", "t.me/", "whatsapp.com/", "telegram.me/", "chat.whatsapp"];

/// Checks rules that an administrator sets.
pub fn check_rules(given: HoldingRules) -> Result<HoldingRules, Error> {
    let mut check = Check::new();
    if given.words.len() > MOST_WORDS {
        check.note("words", Rule::TooMany(MOST_WORDS));
    }
    let mut kept: Vec<String> = Vec::new();
    for (number, word) in given.words.iter().take(MOST_WORDS).enumerate() {
        let word = check.clean(&format!("words[{number}]"), word, 0, LONGEST_WORD);
        if word.is_empty() || kept.contains(&word) {
            continue;
        }
        if words(&fold(&word)).next().is_none() {
            let said = Message::new("tidak memuat huruf atau angka", "has no letter and no digit");
            check.note(format!("words[{number}]"), Rule::Other(said));
        }
        kept.push(word);
    }
    check.finish()?;
    Ok(HoldingRules { words: kept, ..given })
}

/// What is known of an account when it offers something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountFacts {
    pub(crate) since: Option<Timestamp>,
    pub(crate) now: Timestamp,
    /// Other listings within a day.
    pub(crate) listed_today: i64,
}

/// What holds a listing: its words, and how new its account is.
pub(crate) fn held(rules: &HoldingRules, listing: &Listing, account: AccountFacts) -> Vec<Held> {
    let text = format!(
        "{}\n{}",
        listing.title,
        listing.description.as_deref().unwrap_or_default()
    );
    let mut all = held_by_words(rules, &text);
    let days = i64::from(rules.new_account_days);
    let is_new = account
        .since
        .is_some_and(|since| account.now.0.saturating_sub(since.0) < days.saturating_mul(DAY));
    if is_new && account.listed_today >= i64::from(rules.new_account_listings) {
        all.push(Held {
            rule: HoldingRule::NewAccount,
            found: (account.listed_today + 1).to_string(),
        });
    }
    all
}

/// What of a text holds.
pub fn held_by_words(rules: &HoldingRules, text: &str) -> Vec<Held> {
    let folded = fold(text);
    let spaced = spaced(&folded);
    let mut all = Vec::new();
    let mut hold = |rule, found: &str| {
        all.push(Held {
            rule,
            found: found.chars().take(TOLD).collect(),
        });
    };
    for word in &rules.words {
        if has(&spaced, &fold(word)) {
            hold(HoldingRule::Words, word);
        }
    }
    if rules.deposit_first
        && let Some(found) = DEPOSIT_FIRST.iter().find(|phrase| has(&spaced, &format!("{phrase}*")))
    {
        hold(HoldingRule::DepositFirst, found);
    }
    if rules.contact_details
        && let Some(found) = contact(text, &folded)
    {
        hold(HoldingRule::ContactDetails, &found);
    }
    all
}

/// The words of a folded text, a blank around each.
fn spaced(folded: &str) -> String {
    let mut text = String::from(" ");
    for word in words(folded) {
        text.push_str(word);
        text.push(' ');
    }
    text
}

/// Whether a text has a phrase; one that ends in `*` goes on as it likes.
fn has(spaced_text: &str, phrase: &str) -> bool {
    let is_open = phrase.trim_end().ends_with('*');
    let phrase = spaced(phrase);
    let phrase = if is_open { phrase.trim_end() } else { &phrase };
    phrase.trim() != "" && spaced_text.contains(phrase)
}

/// A way to reach somebody: a telephone number, an address of mail or of a messenger.
fn contact(text: &str, folded: &str) -> Option<String> {
    if let Some(found) = MESSENGERS.iter().find(|way| folded.contains(*way)) {
        return Some((*found).to_owned());
    }
    let is_mail = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.split_once('@')
            .is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.') && !domain.starts_with('.'))
    };
    if let Some(found) = text.split_whitespace().find(is_mail) {
        return Some(found.to_owned());
    }
    telephone(text)
}

/// Digits with the usual signs between them, as many as a number has. Grouped amounts of money are none.
fn telephone(text: &str) -> Option<String> {
    let mut run = String::new();
    for sign in text.chars().chain(['\n']) {
        let goes_on = sign.is_ascii_digit()
            || matches!(sign, '+' | '(' | ')' | '-' | '/') && !run.ends_with(sign)
            || matches!(sign, ' ' | '.') && !run.is_empty() && !run.ends_with(sign);
        if goes_on {
            run.push(sign);
            continue;
        }
        if is_telephone(&run) {
            return Some(run.trim().to_owned());
        }
        run.clear();
    }
    None
}

fn is_telephone(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let run = run.trim_matches(|c: char| !(c.is_ascii_digit() || c == '+'));
    let is_amount = run
        .split('.')
        .enumerate()
        .all(|(at, group)| group.len() == 3 || at == 0 && (1..=3).contains(&group.len()))
        && run.contains('.');
    let begins = run.starts_with('+') || run.starts_with('0') || digits >= 10;
    (TELEPHONE..=15).contains(&digits) && begins && !is_amount
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> HoldingRules {
        HoldingRules {
            words: vec!["Kumar".to_owned(), "silah*".to_owned(), "İş bul".to_owned()],
            contact_details: true,
            deposit_first: true,
            new_account_days: 0,
            new_account_listings: 0,
        }
    }

    fn found(text: &str) -> Vec<HoldingRule> {
        held_by_words(&rules(), text)
            .into_iter()
            .map(|held| held.rule)
            .collect()
    }

    #[test]
    fn words_are_found_whole_without_case_and_accents() {
        for text in ["KUMAR oynanır", "Silahlar ve dahası", "iş, BUL!", "ış bul"] {
            assert_eq!(found(text), [HoldingRule::Words], "{text}");
        }
        for text in ["kumarhane", "yumuşak", "işbul", ""] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn ways_to_reach_somebody_are_found_and_amounts_are_not() {
        for text in [
            "Ara: 0532 123 45 67",
            "+62 812-3456-7890",
            "tel (0212) 555 12 34!",
            "05321234567",
            "yaz ayse@example.com.",
            "https://wa.me/6281234",
        ] {
            assert_eq!(found(text), [HoldingRule::ContactDetails], "{text}");
        }
        for text in [
            "745.000.000 TL",
            "Rp 1.250.000.000",
            "2019 model, 48.000 km",
            "ölçü 120 x 200 x 60",
            "a@b",
            "ISBN 978",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn money_before_anything_was_seen_is_found_in_three_languages() {
        for text in [
            "Önce ödeme alırım",
            "KAPORA göndereni ayırırım",
            "transfer dulu ya",
            "Deposit first, please",
        ] {
            assert_eq!(found(text), [HoldingRule::DepositFirst], "{text}");
        }
        assert_eq!(found("ödeme elden, transfer de olur"), []);
    }

    #[test]
    fn rules_are_cleaned_and_bounded() {
        let set = |words: Vec<String>| check_rules(HoldingRules { words, ..rules() });
        let kept = set(vec![" a ".into(), "a".into(), String::new(), "b*".into()]).unwrap();
        assert_eq!(kept.words, ["a", "b*"]);
        assert!(set(vec!["*".into()]).is_err());
        assert!(set(vec!["x".repeat(101)]).is_err());
        assert!(set((0..501).map(|n| n.to_string()).collect()).is_err());
    }
}
