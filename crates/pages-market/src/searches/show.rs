//! What a saved search finds: what is new stands first and is marked, and counts as looked at from now on.

use std::collections::HashSet;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::{
    CategoryId,
    api::{ListingOrder, SavedSearch, query_of},
};
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Visit,
    field::{TICKED, Takes},
    form::{Form, answer},
};
use platform::Error;

use super::{filters, id_of, path};
use crate::{Market, cards::Card, choices::PAGED, sell::form::asked_of};

#[derive(Template)]
#[template(path = "market/search.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: String,
    total: String,
    news: String,
    /// What it asks for, piece by piece.
    told: Vec<String>,
    /// The list that asks for the same, where more can be chosen.
    list: Option<String>,
    cards: Vec<Card>,
    before: Option<String>,
    after: Option<String>,
    place: String,
    form: Form,
    /// Whether the form stands open.
    is_asked: bool,
    /// Where it is deleted.
    removal: String,
    token: String,
}

/// `GET /pencarian/{id}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    page(&market, &visit, &id, query, None).await
}

/// The page, with a form that was refused.
pub(super) async fn page(
    market: &Market,
    visit: &Visit,
    id: &str,
    query: Option<String>,
    refused: Option<(&Fields, &Error)>,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let (speech, classifieds) = (visit.speech(), market.classifieds());
        let (search, marked) = classifieds.open_saved_search(actor, &id_of(id)?).await?;
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let mut wanted = query_of(&search.filters)?;
        (wanted.nearest, wanted.sort) = (false, ListingOrder::Newest);
        if wanted.filter.text.is_some() {
            classifieds.allow_search(visit.peer.ip)?;
        }
        let found = classifieds
            .list_listings(None, wanted, PAGED.pages(asked), true)
            .await?;
        let total = found.paging.total;
        let here = path(&search.id);
        let (before, after) = PAGED.around(asked, total, |page| format!("{here}?hal={page}"));
        let tree = classifieds.show_category_tree().await?;
        let attributes = match search.filters.category_id.as_slice() {
            [one] => crate::listing::found(asked_of(market, &CategoryId::from(one.as_str())).await)?,
            _ => None,
        };
        let read = filters::read(&search.filters, &tree);
        let news = marked.len();
        let marked: HashSet<_> = marked.into_iter().collect();
        let mut cards = Card::all(&found.listings, speech);
        for (card, listing) in cards.iter_mut().zip(&found.listings) {
            if marked.contains(&listing.object.id) {
                card.new = speech.say("search-new");
            }
        }
        let token = visit.kit.form_token(visit)?;
        let mut form = form(visit, &search, &here);
        if let Some((held, error)) = refused {
            form = form.holding(held).faulty(visit, error);
        }
        form.token.clone_from(&token.token);
        let page = Page {
            style: market.style(),
            total: speech.with("market-count", "count", total),
            news: match i64::try_from(news).unwrap_or(i64::MAX) {
                0 => String::new(),
                count => speech.with("search-news", "count", count),
            },
            told: filters::told(speech, &read, &attributes.unwrap_or_default()),
            list: read.is_whole.then(|| read.asked.path()),
            cards,
            before,
            after,
            place: PAGED.place(speech, asked, total),
            form,
            is_asked: refused.is_some(),
            removal: format!("{here}/hapus"),
            token: token.token.clone(),
            frame: Frame::of(visit, search.name.clone()).with_form(&token),
            name: search.name,
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(visit))
}

/// The form that renames it and says whether letters tell of it.
fn form(visit: &Visit, search: &SavedSearch, here: &str) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("name", speech.say("search-name"))
            .required()
            .at_most(classifieds::api::LONGEST_SEARCH_NAME)
            .holding(search.name.clone()),
        Field::new("surat", speech.say("search-mail"), Takes::Tick)
            .hint(speech.say("search-mail-hint"))
            .holding(if search.notify_by_email { TICKED } else { "" }),
    ];
    Form::to(format!("{here}/ubah"), speech.say("sell-save"), fields)
}
