//! What is suggested to somebody who types into the search field, for the script that shows it.

use axum::{
    Json,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use pages_kit::{Failed, Fields, Visit};
use platform::Error;
use serde::Serialize;
use trackmate::api::Suggestion;

use crate::{Shop, address};

/// A suggestion as the script shows it.
#[derive(Serialize)]
struct Shown {
    text: String,
    /// What it is, in the reader's language; nothing for words.
    kind: Option<String>,
    /// Where it leads.
    path: String,
}

/// `GET /cari/saran?q=`: the same for as long as somebody types a word and goes back a letter.
pub(crate) async fn show(
    State(shop): State<Shop>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Failed> {
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = find(&shop, &visit, fields.get("q")).await.map_err(Failed::at(&visit))?;
    let mut response = Json(shown).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=30"));
    headers.insert(header::VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

async fn find(shop: &Shop, visit: &Visit, typed: &str) -> Result<Vec<Shown>, Error> {
    shop.trackmate().allow_suggestions(visit.peer)?;
    let speech = visit.speech();
    let found = shop
        .trackmate()
        .suggest(typed)
        .await?
        .into_iter()
        .map(|suggestion| match suggestion {
            Suggestion::Words(words) => {
                let query = form_urlencoded::Serializer::new(String::new())
                    .append_pair("q", &words)
                    .finish();
                Shown {
                    path: format!("/cari?{query}"),
                    kind: None,
                    text: words,
                }
            }
            Suggestion::Product { id, name } => Shown {
                path: address::product(id.as_str(), &name),
                kind: Some(speech.say("suggested-product")),
                text: name,
            },
            Suggestion::Maker { id, name } => Shown {
                path: address::maker(id.as_str(), &name),
                kind: Some(speech.say("suggested-maker")),
                text: name,
            },
        });
    Ok(found.collect())
}
