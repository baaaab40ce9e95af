//! Letters to people about listings: what they are about, and whoever finds the words.

use accounts::{Addressee, Written};
use platform::Error;

use crate::model::{saved_search::SearchDigest, selling::EndingListing};

/// What a letter is about.
#[derive(Debug, Clone, Copy)]
pub enum MarketNotice<'a> {
    /// Listings of the reader's that end soon, the next to end first.
    Ending(&'a [EndingListing]),
    /// What is new in searches that the reader saved.
    Found(&'a SearchDigest),
}

/// Finds the words, in the language of whoever reads. `end` is the path of this place at which they end letters of the kind.
pub trait MarketWriter: Send + Sync {
    fn write(&self, notice: MarketNotice<'_>, to: &Addressee, end: &str) -> Result<Written, Error>;
}
