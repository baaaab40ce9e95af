//! Listings as cards.

use classifieds::{
    Listing, ListingType,
    api::{Joins, LocationBrief, With},
};
use pages_kit::{
    Speech,
    numbers::{decimal, money},
};
use serde::Deserialize;

use crate::{address, photo};

/// A size of a picture.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Size {
    pub url: String,
    pub width: i64,
}

/// The sizes of a picture.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sizes {
    pub thumb: Size,
    pub medium: Size,
    pub large: Size,
}

/// A picture of a listing.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Picture {
    pub caption: Option<String>,
    #[serde(rename = "variants")]
    pub sizes: Sizes,
}

impl Picture {
    /// Those that a listing is shown with, in order.
    pub(crate) fn all(joins: &Joins) -> Vec<Self> {
        serde_json::from_str(joins.images.0.get()).unwrap_or_default()
    }

    /// The same at addresses where a browser that is logged in finds it, though not everybody does.
    pub(crate) fn privately(mut self) -> Self {
        for size in [&mut self.sizes.thumb, &mut self.sizes.medium, &mut self.sizes.large] {
            size.url = photo::private(&size.url);
        }
        self
    }

    /// What it shows: what its seller says, or what the listing is about.
    pub(crate) fn alt<'a>(&'a self, title: &'a str) -> &'a str {
        self.caption
            .as_deref()
            .filter(|caption| !caption.is_empty())
            .unwrap_or(title)
    }
}

/// What a card shows.
pub(crate) struct Card {
    pub path: String,
    pub title: String,
    pub picture: Option<Picture>,
    pub price: String,
    pub place: String,
    pub day: String,
    /// How far it is from where somebody looks.
    pub far: Option<String>,
    /// Why it stands out, if it does.
    pub mark: Option<String>,
    /// That it is new to whoever looks; empty if nothing says so.
    pub new: String,
}

/// `Konak, İzmir`
pub(crate) fn place_name(district: &str, city: &str) -> String {
    if district.is_empty() {
        city.to_owned()
    } else {
        format!("{district}, {city}")
    }
}

/// The same of where a listing is.
pub(crate) fn place(place: &LocationBrief) -> String {
    place_name(&place.district, &place.city)
}

/// What it costs: nothing is said to be free only where it is sold.
pub(crate) fn price(listing: &Listing, speech: Speech<'_>) -> String {
    match (listing.price.0, listing.listing_type) {
        (0, ListingType::Sale) => speech.say("market-free"),
        (0, _) => speech.say("market-price-asked"),
        (hundredths, _) => money(speech.language, hundredths, &listing.currency),
    }
}

impl Card {
    /// Of a listing.
    pub(crate) fn of(shown: &With<Listing, Joins>, speech: Speech<'_>) -> Self {
        let listing = &shown.object;
        let joins = shown.joins.as_ref();
        Self {
            path: address::listing(&listing.id, &listing.title),
            title: listing.title.clone(),
            picture: joins.and_then(|joins| Picture::all(joins).into_iter().next()),
            price: price(listing, speech),
            place: joins
                .and_then(|joins| joins.location.as_ref())
                .map(place)
                .unwrap_or_default(),
            day: speech.short_day(listing.created_at),
            far: joins
                .and_then(|joins| joins.distance_km)
                .map(|km| speech.with("market-far", "km", decimal(speech.language, format!("{km:.1}")))),
            mark: listing.is_premium.then(|| speech.say("market-premium")),
            new: String::new(),
        }
    }

    /// Of several.
    pub(crate) fn all(listings: &[With<Listing, Joins>], speech: Speech<'_>) -> Vec<Self> {
        listings.iter().map(|listing| Self::of(listing, speech)).collect()
    }
}
