//! Who is behind a listing: names beside ids, and public profiles.

use std::collections::HashMap;

use accounts::{AccountId, ProfileName};
use platform::{Conn, Error};

use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        listing::StoredListing,
        profile::{PublicProfileView, SellerBrief},
    },
    store,
};

impl Classifieds {
    /// What everybody may know of somebody.
    #[platform::boxed]
    pub async fn show_profile(&self, name: &ProfileName) -> Result<PublicProfileView, Error> {
        let found = self.0.accounts.public_profile(name).await?;
        let profile = found.ok_or_else(no_such_record)?;
        let (id, now) = (profile.id.clone(), self.now());
        let active_listing_count = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::listing::count_public(conn, &id, now).await)
            .await?;
        Ok(PublicProfileView {
            user_id: profile.id,
            handle: profile.handle,
            fullname: profile.fullname,
            avatar: profile.image,
            member_since: profile.since,
            active_listing_count,
        })
    }

    /// The names of people, by their ids.
    #[platform::boxed]
    pub async fn names_of(&self, ids: &[AccountId]) -> Result<HashMap<AccountId, String>, Error> {
        self.0.accounts.people(ids).await
    }

    /// Puts the sellers' names into what listings are shown with.
    pub(super) async fn name_sellers(&self, listings: &mut [StoredListing]) -> Result<(), Error> {
        let ids: Vec<AccountId> = listings.iter().map(|found| found.listing.owner.clone()).collect();
        let names = self.names_of(&ids).await?;
        for found in listings {
            let name = names.get(&found.listing.owner).cloned();
            found.joins.seller = name.map(|fullname| SellerBrief { fullname });
        }
        Ok(())
    }
}
