//! Listings and pictures that no request asked for: demo data and tests. The same rules and the same rows as for those
//! that people make, but of any owner, status and time.

use accounts::AccountId;
use bytes::Bytes;
use futures_util::stream;
use platform::{Ctx, Error, Timestamp, Tx};

use super::listing::insert;
use crate::{
    Classifieds,
    model::{
        image::{ArrivedImage, Image},
        listing::{Listing, ListingId, Status},
    },
    picture,
    rules::{
        listing::{ListingPurpose, check_listing},
        listing_status::ListingEditor,
    },
};

impl Classifieds {
    /// Stores a listing. `fields` is what `POST /v1/listings` takes; its times have to lie ahead of `at`.
    pub async fn add_listing(
        &self,
        owner: AccountId,
        status: Status,
        at: Timestamp,
        fields: serde_json::Value,
    ) -> Result<Listing, Error> {
        let input = serde_json::from_value(fields).map_err(Error::internal)?;
        let change = check_listing(&input, ListingPurpose::Create, at)?;
        let id = ListingId::from(platform::id::uuid_v7(at));
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| Ok(insert(tx, change.make(id, owner, status, at)?).await?.1))
            .await
    }

    /// Adds a picture to a listing, behind the others, in its owner's name.
    #[platform::boxed]
    pub async fn add_picture(&self, listing: &Listing, content: Bytes) -> Result<Image, Error> {
        let ArrivedImage { received, kind } = self.receive_image(stream::iter([Ok(content)])).await?;
        let picture = picture::draw(&self.0.drawing, received, kind).await?;
        let ctx = Ctx::background(self.0.db.clock().clone());
        let who = ListingEditor::in_name_of_owner(listing);
        let added = self
            .keep_image(&ctx, who, listing.id.clone(), picture, None, None)
            .await?;
        Ok(added.image)
    }
}
