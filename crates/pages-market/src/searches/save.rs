//! Saving what a list is narrowed to.

use axum::extract::State;
use classifieds::api::{InheritedAttribute, LONGEST_SEARCH_NAME, SavedSearchIn, filters_of};
use pages_kit::{Answer, Failed, Posted, Speech, field::TICKED, form::once};
use platform::Error;

use super::{PATH, path};
use crate::{
    Market,
    browse::{chosen_texts, found_by_slug},
    choices::Asked,
    tree::Step,
};

/// What of an address leads to saving it.
pub(crate) struct Saving {
    /// The address of the list, as the form sends it.
    pub asked: String,
    /// What it may be called.
    pub name: String,
    /// The key by which the form is known if it is sent twice.
    pub key: String,
}

impl Saving {
    /// Of a list that something narrows; nothing else is worth saving.
    pub(crate) fn of(
        speech: Speech<'_>,
        asked: &Asked,
        category: Option<&Step>,
        attributes: &[InheritedAttribute],
    ) -> Option<Self> {
        let words = Some(asked.words.clone()).filter(|words| !words.is_empty());
        let category = category.map(|step| step.name.clone());
        let parts: Vec<String> = words
            .into_iter()
            .chain(category)
            .chain(chosen_texts(speech, asked, attributes))
            .collect();
        (!parts.is_empty()).then(|| Self {
            asked: asked.changed(|asked| (asked.order, asked.is_map) = (0, false)),
            name: shortened(&parts),
            key: pages_kit::form::new_key(),
        })
    }
}

/// As many parts as a name can hold, at least the beginning of one.
fn shortened(parts: &[String]) -> String {
    let mut name = String::new();
    for part in parts {
        let joined = if name.is_empty() {
            part.clone()
        } else {
            format!("{name}, {part}")
        };
        if joined.chars().count() > LONGEST_SEARCH_NAME {
            break;
        }
        name = joined;
    }
    match parts.first() {
        Some(first) if name.is_empty() => first.chars().take(LONGEST_SEARCH_NAME).collect(),
        _ => name,
    }
}

/// `POST /pencarian`: saves the list of an address of these pages.
pub(crate) async fn save(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let saved = async {
        let asked = read(fields.get("cari"));
        let category = category_of(&market, &asked).await?;
        let query = asked.query(category.as_ref().map(|step| step.id.as_str()))?;
        let new = SavedSearchIn {
            name: fields.get("name").to_owned(),
            filters: Some(filters_of(&query)),
            notify_by_email: Some(fields.get("surat") == TICKED),
        };
        let once = once(&fields, PATH, |_| true)?;
        let (search, is_known) = market.classifieds().save_search(actor, new.check()?, once).await?;
        let done = if is_known { "pencarian-ada" } else { "pencarian" };
        Answer::see(&format!("{}?sudah={done}", path(&search.id)))
    };
    saved.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// An address of a list.
fn read(address: &str) -> Asked {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let slug = path.strip_prefix("/pasar/kategori/").map(str::to_owned);
    Asked::read(slug, Some(query.to_owned()))
}

/// The category of an address, also under a name that it had before.
async fn category_of(market: &Market, asked: &Asked) -> Result<Option<Step>, Error> {
    let Some(slug) = &asked.category else { return Ok(None) };
    let tree = market.classifieds().show_category_tree().await?;
    let at = match found_by_slug(market, &tree, slug).await? {
        Ok(at) => at,
        Err(now) => found_by_slug(market, &tree, &now).await?.unwrap_or_default(),
    };
    Ok(at.line.last().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_holds_whole_parts_as_long_as_there_is_room() {
        let parts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(shortened(&parts(&["sepeda", "İzmir"])), "sepeda, İzmir");
        let long = "x".repeat(LONGEST_SEARCH_NAME - 3);
        assert_eq!(shortened(&parts(&[&long, "İzmir"])), long);
        assert_eq!(
            shortened(&parts(&[&"ş".repeat(200)])).chars().count(),
            LONGEST_SEARCH_NAME
        );
    }

    #[test]
    fn an_address_of_another_page_asks_for_nothing() {
        for odd in ["", "https://example.org/?q=x&kota=%00", "/akun", "//evil?hal=2"] {
            let asked = read(odd);
            assert!(asked.category.is_none(), "{odd}");
        }
        assert_eq!(
            read("/pasar/kategori/cars?kota=Bursa").path(),
            "/pasar/kategori/cars?kota=Bursa"
        );
    }
}
