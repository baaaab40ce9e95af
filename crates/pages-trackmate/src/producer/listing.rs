//! A producer's products as a table: downloaded, filled in with a spreadsheet program, tried, and stored.
//!
//! Invariant: a table is tried before anything is stored. What was tried comes back with the page, and is judged anew when
//! it is to be stored.

mod columns;
mod read;
mod template;

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Router,
    extract::{FromRef, State},
    response::Response,
    routing::{get, post},
};
use futures_util::{TryStreamExt as _, future::BoxFuture};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Frame, Kit, Uploaded, Visit,
    form::answer,
    upload::{Content, Keep},
};
use platform::{Error, Kind, Message, http::attachment::attachment, lanes::Lanes};
use trackmate::api::{ImportFinding, ImportOutcome};

use self::columns::Column;
use crate::Shop;

/// The largest table, in bytes.
const LARGEST: usize = 2 << 20;

/// The most text of one, in bytes: it stands in a form while it is tried.
const LARGEST_TEXT: usize = 450_000;

/// The field in which a table comes, and the one in which it stands while it is tried.
const FILE: &str = "file";
const ROWS: &str = "baris";

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The pages, and where tables are read: one at a time, since they are strangers' files.
#[derive(Clone)]
pub(super) struct Listing {
    shop: Shop,
    reading: Arc<Lanes>,
}

impl FromRef<Listing> for Kit {
    fn from_ref(listing: &Listing) -> Self {
        Self::from_ref(&listing.shop)
    }
}

/// A table is not kept: what it says stands in the form from then on.
impl Keep for Listing {
    fn keep<'a>(&'a self, visit: &'a Visit, mut content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            visit.actor.as_ref().ok_or_else(accounts::failures::session_ended)?;
            let mut bytes = Vec::new();
            while let Some(piece) = content.try_next().await? {
                bytes.extend_from_slice(&piece);
                if bytes.len() > LARGEST {
                    return Err(too_large());
                }
            }
            let lines = self.reading.run(move || read::read(&bytes)).await?;
            let text = serde_json::to_string(&lines).map_err(Error::internal)?;
            if text.len() > LARGEST_TEXT {
                return Err(too_long());
            }
            Ok(text)
        })
    }
}

fn too_large() -> Error {
    let said = Message::new("Lembar paling besar 2 MB.", "A sheet may have 2 MB at most.");
    Error::new(Kind::TooLarge, "pages.listing.too_large", said)
}

fn too_long() -> Error {
    let said = Message::new(
        "Isi lembar terlalu banyak untuk sekali kirim. Bagilah menjadi beberapa lembar.",
        "The sheet says too much to be sent at once. Split it into several.",
    );
    Error::new(Kind::TooLarge, "pages.listing.too_long", said)
}

fn busy() -> Error {
    let said = Message::new(
        "Banyak lembar sedang dibaca. Coba lagi sebentar.",
        "Many sheets are being read. Try again in a moment.",
    );
    Error::unavailable("pages.listing.busy", said, Duration::from_secs(2))
}

/// The pages below `/usaha/lembar`.
pub(super) fn router(shop: &Shop) -> Router {
    let listing = Listing {
        shop: shop.clone(),
        reading: Arc::new(Lanes::new(1, 16, busy)),
    };
    Router::new()
        .route("/usaha/lembar", get(ask).post(try_table))
        .route("/usaha/lembar/simpan", post(store))
        .route("/usaha/produk.csv", get(export))
        .route("/usaha/produk.xlsx", get(fill_in))
        .with_state(listing)
}

#[derive(Template)]
#[template(path = "producer/listing.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    token: String,
    fault: Option<String>,
    /// What the table would do; nothing while there is none.
    tried: Option<Tried>,
}

/// A table that was tried.
struct Tried {
    summary: String,
    /// Row, column, and what is wrong.
    findings: Vec<(String, String, String)>,
    /// How many more are wrong than are shown.
    more: String,
    /// What it says, to be stored; empty if it cannot be.
    rows: String,
    submit: String,
}

/// The most findings that a page shows.
const MOST_SHOWN: usize = 100;

impl Tried {
    fn of(visit: &Visit, outcome: &ImportOutcome, rows: String) -> Self {
        let speech = visit.speech();
        let finding = |one: &ImportFinding| {
            let column = Column::of_field(&one.field).map_or("", Column::head);
            let row = speech.with("producer-listing-row", "row", i64::from(one.row));
            let said = one.rule.message().text(visit.lang()).to_owned();
            (row, column.to_owned(), said)
        };
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let changes = outcome.created + outcome.changed;
        let is_good = outcome.findings.is_empty() && changes > 0;
        let parts = [
            ("producer-listing-created", outcome.created),
            ("producer-listing-changed", outcome.changed),
            ("producer-listing-same", outcome.same),
            ("producer-listing-wrong", outcome.findings.len()),
        ];
        let told = parts.map(|(key, number)| speech.with(key, "count", count(number)));
        let hidden = outcome.findings.len().saturating_sub(MOST_SHOWN);
        Self {
            summary: told.join(" · "),
            findings: outcome.findings.iter().take(MOST_SHOWN).map(finding).collect(),
            more: if hidden > 0 {
                speech.with("producer-listing-more", "count", count(hidden))
            } else {
                String::new()
            },
            rows: if is_good { rows } else { String::new() },
            submit: speech.with("producer-listing-store", "count", count(changes)),
        }
    }
}

fn page(listing: &Listing, visit: &Visit, tried: Option<Tried>, fault: Option<String>) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let page = Page {
        frame: Frame::of(visit, speech.say("producer-listing")).with_form(&token),
        style: listing.shop.producer_style(),
        token: token.token.clone(),
        fault,
        tried,
    };
    answer(Answer::page(&page), token)
}

/// `GET /usaha/lembar`
async fn ask(State(listing): State<Listing>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        if super::business_of(&listing.shop, actor).await?.is_none() {
            return Answer::see("/usaha");
        }
        page(&listing, &visit, None, None)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /usaha/lembar`: tells what storing a table would do.
async fn try_table(State(listing): State<Listing>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let tried = async {
        let text = sent.fields.get(FILE);
        if let Some(fault) = sent.faults.first() {
            let said = fault.rule.message().text(visit.lang()).to_owned();
            let again = page(&listing, visit, None, Some(said))?;
            return Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        if text.is_empty() {
            let said = visit.speech().say("producer-listing-none");
            let again = page(&listing, visit, None, Some(said))?;
            return Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
        let (rows, unread) = read::rows(text)?;
        let mut outcome = listing.shop.trackmate().try_import(actor, &rows).await?;
        outcome.findings.extend(unread);
        outcome.findings.sort_by_key(|finding| finding.row);
        let tried = Tried::of(visit, &outcome, text.to_owned());
        page(&listing, visit, Some(tried), None)
    };
    tried.await.map_err(Failed::at(visit))
}

/// `POST /usaha/lembar/simpan`: stores what was tried, if it is still good.
async fn store(State(listing): State<Listing>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let stored = async {
        let text = sent.fields.get(ROWS);
        let (rows, unread) = read::rows(text)?;
        let trackmate = listing.shop.trackmate();
        let outcome = if unread.is_empty() {
            trackmate.import_products(actor, &rows).await?
        } else {
            ImportOutcome {
                findings: unread,
                ..ImportOutcome::default()
            }
        };
        if outcome.findings.is_empty() {
            return Answer::see("/usaha?sudah=lembar");
        }
        let again = page(&listing, visit, Some(Tried::of(visit, &outcome, text.to_owned())), None)?;
        Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    stored.await.map_err(Failed::at(visit))
}

/// `GET /usaha/produk.csv`
async fn export(State(listing): State<Listing>, visit: Visit) -> Result<Response, Failed> {
    let actor = visit.somebody()?;
    let written = async {
        let products = listing.shop.trackmate().export_own_products(actor).await?;
        attachment(
            "text/csv; charset=utf-8",
            "produk.csv",
            template::csv(&visit, &products)?,
        )
    };
    written.await.map_err(Failed::at(&visit))
}

/// `GET /usaha/produk.xlsx`: the same as a sheet to fill in, with rows for new products.
async fn fill_in(State(listing): State<Listing>, visit: Visit) -> Result<Response, Failed> {
    let actor = visit.somebody()?;
    let written = async {
        let products = listing.shop.trackmate().export_own_products(actor).await?;
        attachment(XLSX, "produk.xlsx", template::xlsx(&visit, &products)?)
    };
    written.await.map_err(|error: Error| Failed::at(&visit)(error))
}
