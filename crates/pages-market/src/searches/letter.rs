//! The letter that tells somebody of what is new in the searches that they saved.

use accounts::Addressee;
use classifieds::api::{DigestOfSearch, SearchDigest};
use pages_kit::{
    Speech,
    letters::{Letters, Sheet},
    numbers::money,
};

use super::{PATH, path};

/// Searches that a letter names.
const NAMED: usize = 10;

/// The letter, piece by piece; `end` is the path at which its reader ends such letters.
pub(crate) fn sheet(letters: &Letters, digest: &SearchDigest, reader: &Addressee, end: &str) -> Sheet {
    let speech = letters.speech(reader);
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let count = number(digest.count);
    let mut lines = vec![speech.with("search-letter-lead", "count", count)];
    lines.extend(digest.searches.iter().take(NAMED).map(|search| told(speech, search)));
    let others = digest.searches.len().saturating_sub(NAMED);
    if others > 0 {
        lines.push(speech.with("search-letter-more", "count", number(others)));
    }
    let way = match digest.searches.as_slice() {
        [one] => path(&one.id),
        _ => PATH.to_owned(),
    };
    let end = letters.way(end);
    Sheet {
        subject: match digest.searches.as_slice() {
            [one] => speech.with_two(
                "search-letter-one",
                ("count", speech.number(count)),
                ("name", one.name.as_str()),
            ),
            _ => speech.with("search-letter", "count", count),
        },
        greeting: speech.with("letter-greeting", "name", reader.fullname.as_str()),
        lines,
        way: Some((speech.say("search-letter-way"), letters.way(&way))),
        foot: vec![speech.with("search-letter-foot", "way", end.as_str())],
        unsubscribe: Some(end),
    }
}

/// `Bisiklet: Kırmızı bisiklet (1.000 TL), Mavi bisiklet (900 TL) …`
fn told(speech: Speech<'_>, search: &DigestOfSearch) -> String {
    let listings = search.newest.iter().map(|listing| match listing.price.0 {
        0 => listing.title.clone(),
        price => format!(
            "{} ({})",
            listing.title,
            money(speech.language, price, &listing.currency)
        ),
    });
    let listings: Vec<_> = listings.collect();
    let more = if search.count > listings.len() { " …" } else { "" };
    format!("{}: {}{more}", search.name, listings.join(", "))
}

#[cfg(test)]
mod tests {
    use accounts::Written;
    use classifieds::{MarketNotice, MarketWriter as _, Price, api::DigestListing};

    use super::*;
    use crate::MarketLetters;

    fn search(name: &str, count: usize) -> DigestOfSearch {
        DigestOfSearch {
            id: "018f3c26-7b2a-7c3d-8e4f-0123456789ab".into(),
            name: name.to_owned(),
            count,
            newest: vec![DigestListing {
                id: "018f3c20-7b2a-7c3d-8e4f-0123456789ab".into(),
                title: "Bisiklet <b>".to_owned(),
                price: Price(100_000),
                currency: "TRY".to_owned(),
            }],
        }
    }

    #[test]
    fn one_letter_tells_of_all_searches_in_its_readers_language() {
        let letters = MarketLetters::new("https://balai.example.org").unwrap();
        let reader = |language: &str| Addressee {
            email: "siti@example.com".to_owned(),
            fullname: "Siti".to_owned(),
            language: Some(language.to_owned()),
        };
        let digest = |searches: Vec<DigestOfSearch>| SearchDigest {
            account: "siti".into(),
            count: 24,
            searches,
        };
        let write = |digest: &SearchDigest, reader: &Addressee| -> Written {
            let end = "/surat?kode=abc&tentang=searches";
            letters.write(MarketNotice::Found(digest), reader, end).unwrap()
        };
        let one = write(&digest(vec![search("Sepeda", 1)]), &reader("id"));
        assert!(
            one.subject.contains("Sepeda") && one.text.contains("Sepeda: Bisiklet <b>"),
            "{}",
            one.text
        );
        assert!(one.text.contains("/pencarian/018f3c26-7b2a-7c3d-8e4f-0123456789ab"));
        assert!(!one.html.contains("<b>"));
        let many = (0..12).map(|number| search(&format!("Arama {number}"), 2)).collect();
        let many = write(&digest(many), &reader("tr"));
        assert!(many.subject.contains("24") && many.text.contains("Arama 9") && !many.text.contains("Arama 10"));
        let way = "https://balai.example.org/surat?kode=abc&tentang=searches";
        assert_eq!(many.unsubscribe.as_deref(), Some(way));
        assert!(many.text.contains(way));
    }
}
