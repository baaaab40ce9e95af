//! The letter to somebody for whom messages wait: who wrote, about what and how much, and nothing of what they said.

use accounts::{Addressee, Written};
use conversations::{UnreadDigest, UnreadTalk};
use pages_kit::{
    Speech,
    letters::{Letters, Sheet},
};
use platform::Error;

use crate::address;

/// The letter about what waits. `end` is the path at which its reader says that no more of its kind shall come.
pub fn unread_letter(letters: &Letters, to: &Addressee, end: &str, digest: &UnreadDigest) -> Result<Written, Error> {
    let speech = letters.speech(to);
    let lead = speech.with_two(
        "inbox-letter-lead",
        ("messages", digest.messages),
        ("threads", digest.threads),
    );
    let more = digest.threads - i64::try_from(digest.talks.len()).unwrap_or(digest.threads);
    let lines = digest.talks.iter().map(|talk| line(speech, talk));
    let more = (more > 0).then(|| speech.with("inbox-letter-more", "count", more));
    let end = letters.way(end);
    let sheet = Sheet {
        subject: speech.with("inbox-letter", "count", digest.messages),
        greeting: speech.with("letter-greeting", "name", to.fullname.as_str()),
        lines: std::iter::once(lead).chain(lines).chain(more).collect(),
        way: Some((speech.say("inbox-letter-way"), letters.way(address::INBOX))),
        foot: vec![
            speech.say("inbox-letter-foot"),
            speech.with("inbox-letter-end", "way", end.as_str()),
        ],
        unsubscribe: Some(end),
    };
    letters.written(speech.language, sheet)
}

fn line(speech: Speech<'_>, talk: &UnreadTalk) -> String {
    let gone = |name: &Option<String>, key: &str| name.clone().unwrap_or_else(|| speech.say(key));
    let person = gone(&talk.person, "inbox-departed");
    let listing = gone(&talk.listing, "inbox-listing-gone");
    format!(
        "{person} · {listing}: {}",
        speech.with("inbox-letter-waits", "count", talk.messages)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CATALOGUE;

    #[test]
    fn a_letter_says_who_wrote_about_what_and_how_to_get_no_more() {
        let letters = Letters::new("https://balai.example.org", &[CATALOGUE]).unwrap();
        let talk = |person: Option<&str>, messages| UnreadTalk {
            thread: "018f3c1e-7b2a-7c3d-8e4f-0123456789ab".into(),
            person: person.map(str::to_owned),
            listing: Some("Temiz <b>bisiklet</b>".to_owned()),
            messages,
        };
        let digest = UnreadDigest {
            id: "x".to_owned(),
            messages: 4,
            threads: 3,
            talks: vec![talk(Some("Ayşe"), 3), talk(None, 1)],
        };
        for (language, said) in [
            (None, "4 pesan belum dibaca"),
            (Some("en"), "4 unread messages"),
            (Some("tr"), "4 okunmamış mesajınız var"),
        ] {
            let to = Addressee {
                email: "siti@example.com".to_owned(),
                fullname: "Siti".to_owned(),
                language: language.map(str::to_owned),
            };
            let written = unread_letter(&letters, &to, "/surat?kode=abc", &digest).unwrap();
            assert!(written.subject.contains(said), "{}", written.subject);
            assert!(
                written.text.contains("Ayşe · Temiz <b>bisiklet</b>: "),
                "{}",
                written.text
            );
            assert!(!written.html.contains("<b>bisiklet"), "{}", written.html);
            assert!(
                !written.text.contains("inbox-") && !written.text.contains("letter-"),
                "{}",
                written.text
            );
            let end = "https://balai.example.org/surat?kode=abc";
            assert!(written.text.contains(end) && written.unsubscribe.as_deref() == Some(end));
        }
    }
}
