//! Pictures of one's own listing: sent from a telephone as they are, kept one by one as they arrive.

use axum::extract::{Path, State};
use classifieds::{ImageId, api::ImageChange};
use futures_util::future::BoxFuture;
use pages_kit::{
    Answer, Failed, Posted, Visit,
    upload::{Content, Keep, Named, Uploaded},
};
use platform::{Error, version::IfMatch};

use super::{manage, own, path};
use crate::{Market, address, listing::missing};

/// What the field of pictures is called, before the code of the listing that they are of.
pub(super) const FIELD: &str = "foto-";

impl Keep for Market {
    fn keep<'a>(&'a self, _visit: &'a Visit, _content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async { Err(missing()) })
    }

    fn keep_named<'a>(
        &'a self,
        visit: &'a Visit,
        named: Named<'a>,
        content: Content<'a>,
    ) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let actor = visit.actor.as_ref().ok_or_else(accounts::failures::session_ended)?;
            let id = named
                .field
                .strip_prefix(FIELD)
                .and_then(address::listing_id)
                .ok_or_else(missing)?;
            let classifieds = self.classifieds();
            classifieds.may_add_image(actor, &id, None).await?;
            let arrived = classifieds.receive_image(content).await?;
            let (image, _) = classifieds.add_image(actor, id, arrived, None, None).await?;
            Ok(image.variants.thumb.url)
        })
    }
}

/// `POST /jual/{code}/foto`
pub(crate) async fn send(
    State(market): State<Market>,
    Path(code): Path<String>,
    Uploaded { visit, faults, .. }: Uploaded,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    if !faults.is_empty() {
        return manage::page(&market, &visit, &code, &faults).await;
    }
    let sent = async {
        let listing = own(&market, actor, &code).await?.listing;
        Answer::see(&format!("{}?sudah=foto", path(&listing.id)))
    };
    sent.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// `POST /jual/{code}/foto/{image}`: `ke` says which place it gets, from 0; `jadikan` whether it goes, or comes first.
pub(crate) async fn change(
    State(market): State<Market>,
    Path((code, image)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let changed = async {
        let listing = own(&market, actor, &code).await?.listing;
        let image = ImageId::from(platform::id::uuid_text("image", &image)?);
        let classifieds = market.classifieds();
        let place = match fields.get("jadikan") {
            "utama" => Some(0),
            _ => fields.get("ke").parse().ok(),
        };
        if place.is_some() {
            let moved = ImageChange {
                sort_order: place,
                caption: None,
            };
            classifieds
                .update_image(actor, listing.id.clone(), image, moved, IfMatch::Any)
                .await?;
        } else if fields.get("jadikan") == "hapus" {
            classifieds
                .delete_image(actor, listing.id.clone(), image, IfMatch::Any)
                .await?;
        }
        Answer::see(&format!("{}?sudah=foto", path(&listing.id)))
    };
    changed.await.map_err(|error: Error| Failed::at(&visit)(error))
}
