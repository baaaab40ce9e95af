//! A listing that was begun: kept as it was typed, gone on with later, thrown away.

use accounts::Actor;
use axum::extract::{Path, State};
use classifieds::api::{DraftId, Typed};
use http::{HeaderName, HeaderValue, StatusCode};
use pages_kit::{Answer, Failed, Fields, Posted, Speech};
use platform::Error;

use super::{PATH, new::NEW};
use crate::{Market, listing::found};

/// Which draft a form is of.
pub(super) const FIELD: &str = "draf";
/// What a button of the form does with what was typed, instead of posting it.
pub(super) const WISH: &str = "pilih";
/// Where the script that keeps drafts by itself finds which one it was.
const KEPT: HeaderName = HeaderName::from_static("draf");

/// What is done with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wish {
    Post,
    /// Show it as others will see it.
    Preview,
    /// Keep it, and go where drafts are.
    Keep,
    /// Keep it while it is typed.
    KeepSilently,
    /// Keep it, and choose another category.
    OtherCategory,
    /// Keep it, and choose another place.
    OtherPlace,
}

impl Wish {
    const NAMED: [(&'static str, Self); 5] = [
        ("lihat", Self::Preview),
        ("draf", Self::Keep),
        ("diam", Self::KeepSilently),
        ("kategori", Self::OtherCategory),
        ("lokasi", Self::OtherPlace),
    ];

    /// What a form, or an address, says.
    pub(super) fn of(fields: &Fields) -> Self {
        let name = fields.get(WISH);
        let named = Self::NAMED.into_iter().find(|(own, _)| *own == name);
        named.map_or(Self::Post, |(_, wish)| wish)
    }

    /// Further buttons of the form.
    pub(super) fn buttons(speech: Speech<'_>) -> Vec<(&'static str, &'static str, String)> {
        vec![
            (WISH, "lihat", speech.say("sell-preview")),
            (WISH, "draf", speech.say("sell-keep-draft")),
            (WISH, "kategori", speech.say("sell-other-category")),
            (WISH, "lokasi", speech.say("sell-other-place")),
        ]
    }
}

fn id_of(text: &str) -> Option<DraftId> {
    platform::id::uuid_text(FIELD, text).ok().map(DraftId::from)
}

/// What an address says, and what was typed into the draft that it names; what the address says anew counts.
pub(super) async fn restored(market: &Market, actor: &Actor, asked: Fields) -> Result<Fields, Error> {
    let Some(id) = id_of(asked.get(FIELD)) else {
        return Ok(asked);
    };
    let Some(draft) = found(market.classifieds().show_draft(actor, &id).await)? else {
        return Ok(without_draft(asked));
    };
    let wish = Wish::of(&asked);
    let chooses_category = asked.find("kategori").is_some() || wish == Wish::OtherCategory;
    let chooses_place = asked.find("lokasi").is_some() || wish == Wish::OtherPlace;
    let is_kept = |name: &str| match name {
        "kategori" | "ini" => !chooses_category,
        "lokasi" => !chooses_place,
        _ => asked.find(name).is_none(),
    };
    let typed: Vec<_> = draft.typed.0.into_iter().filter(|(name, _)| is_kept(name)).collect();
    let asked = asked.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(asked.chain(typed).collect())
}

fn without_draft(mut asked: Fields) -> Fields {
    asked.remove(FIELD);
    asked
}

/// Keeps what was typed, and goes on as it was wished.
pub(super) async fn keep(market: &Market, actor: &Actor, fields: &Fields) -> Result<Answer, Error> {
    let is_typed = |name: &str| !name.starts_with('_') && name != WISH && name != FIELD;
    let typed = fields
        .iter()
        .filter(|(name, _)| is_typed(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let before = id_of(fields.get(FIELD));
    let id = market
        .classifieds()
        .keep_draft(actor, before, Typed(typed.collect()))
        .await?;
    match Wish::of(fields) {
        Wish::KeepSilently => {
            let value = HeaderValue::from_str(id.as_str()).map_err(Error::internal)?;
            Ok(Answer::html(String::new())
                .status(StatusCode::NO_CONTENT)
                .with(KEPT, value))
        }
        Wish::OtherCategory => Answer::see(&format!("{NEW}?{FIELD}={id}&{WISH}=kategori")),
        Wish::OtherPlace => Answer::see(&format!("{NEW}?{FIELD}={id}&{WISH}=lokasi")),
        Wish::Post | Wish::Preview | Wish::Keep => Answer::see(&format!("{PATH}?sudah=draf")),
    }
}

/// Throws away the draft that a listing was made of.
pub(super) async fn drop_of(market: &Market, actor: &Actor, fields: &Fields) -> Result<(), Error> {
    match id_of(fields.get(FIELD)) {
        Some(id) => market.classifieds().delete_draft(actor, &id).await,
        None => Ok(()),
    }
}

/// `POST /jual/draf/{id}/hapus`
pub(crate) async fn remove(
    State(market): State<Market>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let removed = async {
        if let Some(id) = id_of(&id) {
            market.classifieds().delete_draft(actor, &id).await?;
        }
        Answer::see(&format!("{PATH}?sudah=draf-hapus"))
    };
    removed.await.map_err(|error: Error| Failed::at(&visit)(error))
}
