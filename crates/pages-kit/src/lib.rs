//! What all pages for people share: layout, components, forms, sessions in cookies, languages; and the pages of accounts.
//!
//! Invariants:
//! - a page works without JavaScript, loads nothing from elsewhere and has no inline script or style, so that a strict
//!   Content-Security-Policy holds;
//! - no cookie is set before it is needed, and a change is made only for whoever shows the token of their own session;
//! - what somebody typed is never lost: a form that is refused comes back with it.

pub mod answer;
pub mod asset;
mod away;
pub mod chart;
pub mod csrf;
pub mod design;
pub mod desk;
pub mod failure;
pub mod field;
pub mod form;
pub mod frame;
pub mod guard;
pub mod landing;
pub mod lang;
pub mod letters;
pub mod map;
pub mod narrow;
pub mod numbers;
pub mod offline;
pub mod paged;
pub mod part;
pub mod people;
pub mod picture;
pub mod qr;
pub mod robots;
pub mod serve;
pub mod session;
#[cfg(test)]
mod tests;
pub mod upload;
pub mod visit;
pub mod words;

// Templates name components by the name that other crates know.
extern crate self as pages_kit;

use std::sync::Arc;

use accounts::{Accounts, Actor};
use axum::extract::FromRef;
use platform::{
    Error,
    auth::{csrf::Csrf, keys::Keyring},
};

pub use self::{
    answer::Answer,
    asset::Asset,
    failure::Failed,
    field::Field,
    form::{Fields, Posted},
    frame::{Frame, Menu},
    lang::Language,
    paged::Paged,
    upload::Uploaded,
    visit::Visit,
    words::{Catalogue, Speech, Words},
};

/// What pages are told once.
pub struct Options {
    /// Whether people come by HTTPS: cookies depend on it.
    pub https: bool,
    /// What links that leave this place start with, without a slash at the end.
    pub public_url: String,
    /// Texts of the pages over the kit.
    pub catalogues: Vec<Catalogue>,
    /// What stands in the head of every page.
    pub menu: Vec<Menu>,
    /// What counts how much waits where an entry of it leads.
    pub waiting: Option<Arc<dyn frame::Waiting>>,
}

/// What all pages need; clones share everything.
#[derive(Clone)]
pub struct Kit(Arc<Inner>);

struct Inner {
    accounts: Accounts,
    csrf: Csrf,
    words: Words,
    https: bool,
    public_url: String,
    menu: Vec<Menu>,
    waiting: Option<Arc<dyn frame::Waiting>>,
    assets: asset::Paths,
    grounds: map::Grounds,
}

impl FromRef<Kit> for Accounts {
    fn from_ref(kit: &Kit) -> Self {
        kit.0.accounts.clone()
    }
}

impl Kit {
    /// Over people and their keys.
    pub fn new(accounts: Accounts, keys: Keyring, options: Options) -> Result<Self, Error> {
        let mut catalogues = vec![words::KIT];
        catalogues.extend(options.catalogues);
        Ok(Self(Arc::new(Inner {
            accounts,
            csrf: Csrf::new(keys),
            words: Words::of(&catalogues)?,
            https: options.https,
            public_url: options.public_url,
            menu: options.menu,
            waiting: options.waiting,
            assets: asset::Paths::default(),
            grounds: map::Grounds::default(),
        })))
    }

    /// People.
    pub fn accounts(&self) -> &Accounts {
        &self.0.accounts
    }

    /// Texts in a language.
    pub fn speech(&self, language: Language) -> Speech<'_> {
        self.0.words.in_language(language)
    }

    /// How much waits for somebody, and where; a page is shown without it rather than not at all.
    pub(crate) async fn waiting_for(&self, actor: Option<&Actor>) -> Option<(&'static str, i64)> {
        let (waiting, actor) = (self.0.waiting.as_ref()?, actor?);
        match waiting.count(actor).await {
            Ok(count) => Some((waiting.path(), count)),
            Err(error) => {
                tracing::info!(%error, "what waits for somebody could not be counted");
                None
            }
        }
    }

    /// What maps are drawn on.
    pub fn grounds(&self) -> &map::Grounds {
        &self.0.grounds
    }

    /// What links that leave this place start with, without a slash at the end.
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Whether links that leave this place lead nowhere from another machine, because they name the very machine that reads
    /// them.
    pub fn is_known_here_alone(&self) -> bool {
        names_its_reader(&self.0.public_url)
    }
}

/// Whether an address names the machine of whoever reads it.
fn names_its_reader(url: &str) -> bool {
    let uri: Option<http::Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(http::Uri::host).unwrap_or_default();
    let bare = host.trim_matches(['[', ']']);
    let is_loopback = bare.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
    bare.eq_ignore_ascii_case("localhost") || is_loopback
}
