//! Listings that somebody keeps for later.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Posted, Visit};
use platform::Error;

use crate::{Market, address, cards::Card, choices::PAGED, listing::missing, searches};

/// Where they are listed.
pub(crate) const PATH: &str = "/tersimpan";

#[derive(Template)]
#[template(path = "market/favorites.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    total: String,
    /// How much is new in saved searches.
    news: String,
    cards: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /tersimpan`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let speech = visit.speech();
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let found = market
            .classifieds()
            .list_favorites(actor, PAGED.pages(asked), true)
            .await?;
        let total = found.paging.total;
        let (before, after) = PAGED.around(asked, total, |page| format!("{PATH}?hal={page}"));
        Answer::page(&Page {
            style: market.style(),
            total: speech.with("market-count", "count", total),
            news: searches::news_for(&market, Some(actor)).await?,
            cards: Card::all(&found.listings, speech),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            frame: Frame::of(&visit, speech.say("market-favorites")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /iklan/{address}/simpan`: keeps it, or no longer if `simpan` says `tidak`.
pub(crate) async fn keep(
    State(market): State<Market>,
    Path(asked): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let kept = async {
        let id = address::listing_id(&asked).ok_or_else(missing)?;
        let is_kept = fields.get("simpan") != "tidak";
        let found = market.classifieds().keep_favorite(actor, &id, is_kept).await?;
        let done = if is_kept { "tersimpan" } else { "batal-simpan" };
        Answer::see(&format!("{}?sudah={done}", address::listing(&id, &found.listing.title)))
    };
    kept.await.map_err(|error: Error| Failed::at(&visit)(error))
}
