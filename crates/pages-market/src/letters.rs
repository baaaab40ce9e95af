//! Letters to people about listings, in words.

use accounts::{Addressee, Written};
use classifieds::{MarketNotice, MarketWriter, api::EndingListing};
use pages_kit::letters::{Letters, Sheet};
use platform::Error;

use crate::{CATALOGUE, searches::letter, sell};

/// Writes letters about the market in the language of whoever reads them.
pub struct MarketLetters(Letters);

impl MarketLetters {
    /// `public_url` has no slash at the end.
    pub fn new(public_url: impl Into<String>) -> Result<Self, Error> {
        Letters::new(public_url, &[CATALOGUE]).map(Self)
    }
}

impl MarketWriter for MarketLetters {
    fn write(&self, notice: MarketNotice<'_>, to: &Addressee, end: &str) -> Result<Written, Error> {
        let language = self.0.speech(to).language;
        let sheet = match notice {
            MarketNotice::Ending(listings) => self.ending(listings, to, end),
            MarketNotice::Found(digest) => letter::sheet(&self.0, digest, to, end),
        };
        self.0.written(language, sheet)
    }
}

impl MarketLetters {
    /// Listings end soon.
    fn ending(&self, listings: &[EndingListing], to: &Addressee, end: &str) -> Sheet {
        let speech = self.0.speech(to);
        let count = i64::try_from(listings.len()).unwrap_or(i64::MAX);
        let line = |listing: &EndingListing| {
            let title = ("title", listing.title.as_str());
            speech.with_two(
                "market-letter-ending-line",
                title,
                ("day", speech.day(listing.expires_at)),
            )
        };
        let lead = speech.say("market-letter-ending-lead");
        let way = match listings {
            [one] => sell::path(&one.id),
            _ => sell::PATH.to_owned(),
        };
        Sheet {
            subject: speech.with("market-letter-ending", "count", count),
            greeting: speech.with("letter-greeting", "name", to.fullname.as_str()),
            lines: listings.iter().map(line).chain([lead]).collect(),
            way: Some((speech.say("market-letter-ending-way"), self.0.way(&way))),
            foot: Vec::new(),
            unsubscribe: Some(self.0.way(end)),
        }
    }
}
