//! What others will see of a listing that is not offered yet.

use classifieds::{Listing, api::InheritedAttribute};
use pages_kit::Speech;

use super::form;
use crate::{
    asked,
    browse::{condition_key, kind_key},
    cards,
};

/// A listing as its page will show it, without pictures.
pub(crate) struct Preview {
    pub title: String,
    pub price: String,
    pub facts: Vec<(String, String)>,
    pub description: Option<String>,
    pub attributes: Vec<(String, String)>,
}

impl Preview {
    pub(crate) fn of(speech: Speech<'_>, listing: &Listing, asked_of: &[InheritedAttribute]) -> Self {
        let kind = (speech.say("market-kind"), speech.say(kind_key(listing.listing_type)));
        let condition = listing.condition;
        let condition = condition.map(|one| (speech.say("market-condition"), speech.say(condition_key(one))));
        let until = (speech.say("sell-until"), speech.day(listing.expires_at));
        Self {
            title: listing.title.clone(),
            price: cards::price(listing, speech),
            facts: std::iter::once(kind).chain(condition).chain([until]).collect(),
            description: listing.description.clone(),
            attributes: asked::told(speech, asked_of, &form::said(listing)),
        }
    }
}
