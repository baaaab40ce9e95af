//! What a checked input makes of a listing. Pure.

use accounts::AccountId;
use platform::{Error, Result, Timestamp};

use super::listing::{ListingChange, usual_expiry};
use crate::model::listing::{Choice, Listing, ListingId, ListingType, PremiumType, Price, Status, Stored};

impl ListingChange {
    /// Whether it makes a listing stand out, which is for staff: there is no payment here.
    pub(crate) fn wants_premium(&self) -> bool {
        self.premium_type.is_some_and(|premium| premium != PremiumType::None)
            || self.premium_expiry.is_some_and(|end| end.is_some())
    }

    /// Whether it touches the premium at all.
    pub(crate) fn names_premium(&self) -> bool {
        self.premium_type.is_some() || self.premium_expiry.is_some()
    }

    /// What a new listing would say, to be looked at before it is offered. Whether its category and place are there is not asked.
    pub fn previewed(&self, owner: AccountId, now: Timestamp) -> Result<Listing> {
        self.make(ListingId::from(String::new()), owner, Status::PendingReview, now)
    }

    /// A new listing. The input was checked to have what a new one needs.
    pub(crate) fn make(&self, id: ListingId, owner: AccountId, status: Status, now: Timestamp) -> Result<Listing> {
        let category = self
            .category
            .clone()
            .ok_or_else(|| Error::internal("a new listing was not checked"))?;
        let blank = Listing {
            id,
            attributes: Stored::read("{}".to_owned())?,
            category_id: category.into(),
            subcategory_id: None,
            location_id: None,
            user_id: owner.clone(),
            condition: None,
            condition_idx: None,
            listing_type: ListingType::Sale,
            listing_type_idx: ListingType::Sale.index(),
            premium_type: PremiumType::None,
            premium_type_idx: PremiumType::None.index(),
            status,
            status_idx: status.index(),
            contact_email: None,
            contact_phone: None,
            currency: "TRY".to_owned(),
            title: String::new(),
            description: None,
            price: Price(0),
            expires_at: usual_expiry(now),
            premium_expiry: None,
            favorite_count: 0,
            views_count: 0,
            is_premium: false,
            is_active: true,
            record_version: 1,
            created_at: now,
            updated_at: now,
            owner,
        };
        let mut made = self.apply_to(blank)?;
        made.is_premium = made.stands_out(now);
        Ok(made)
    }

    /// The listing with what the change says; what it does not mention stays.
    pub(crate) fn apply_to(&self, mut listing: Listing) -> Result<Listing> {
        if let Some(category) = &self.category {
            listing.category_id = category.clone().into();
        }
        if let Some(subcategory) = &self.subcategory {
            listing.subcategory_id = subcategory.clone().map(Into::into);
        }
        if let Some(location) = &self.location {
            listing.location_id = location.clone().map(Into::into);
        }
        if let Some(title) = &self.title {
            listing.title.clone_from(title);
        }
        if let Some(description) = &self.description {
            listing.description.clone_from(description);
        }
        if let Some(attributes) = &self.attributes {
            listing.attributes = Stored::read(attributes.clone())?;
        }
        if let Some(condition) = self.condition {
            listing.condition = condition;
            listing.condition_idx = condition.map(Choice::index);
        }
        if let Some(kind) = self.listing_type {
            (listing.listing_type, listing.listing_type_idx) = (kind, kind.index());
        }
        if let Some(price) = self.price {
            listing.price = price;
        }
        if let Some(currency) = &self.currency {
            listing.currency.clone_from(currency);
        }
        if let Some(email) = &self.contact_email {
            listing.contact_email.clone_from(email);
        }
        if let Some(phone) = &self.contact_phone {
            listing.contact_phone.clone_from(phone);
        }
        if let Some(expires_at) = self.expires_at {
            listing.expires_at = expires_at;
        }
        Ok(self.with_premium(listing))
    }

    /// A listing that does not stand out has no end of standing out.
    fn with_premium(&self, listing: Listing) -> Listing {
        if !self.names_premium() {
            return listing;
        }
        let premium = self.premium_type.unwrap_or(listing.premium_type);
        let end = self.premium_expiry.unwrap_or(listing.premium_expiry);
        let end = end.filter(|_| premium != PremiumType::None);
        listing.with_premium(premium, end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::listing::{ListingPurpose, check_listing};

    const NOW: Timestamp = Timestamp(1_768_464_000_000_000);

    fn change(json: &str) -> ListingChange {
        check_listing(&serde_json::from_str(json).unwrap(), ListingPurpose::Change, NOW).unwrap()
    }

    fn make(json: &str) -> Listing {
        let id = "018f3c1e-0000-7000-8000-000000000001";
        let json = format!(r#"{{"categoryId":"{id}","title":"Bisiklet","price":10{json}}}"#);
        change(&json)
            .make(id.into(), id.into(), Status::PendingReview, NOW)
            .unwrap()
    }

    #[test]
    fn a_new_listing_has_its_defaults() {
        let made = make("");
        assert_eq!((made.currency.as_str(), made.listing_type), ("TRY", ListingType::Sale));
        assert_eq!(made.expires_at, usual_expiry(NOW));
        assert_eq!((made.record_version, made.is_premium, made.condition), (1, false, None));
        assert_eq!(made.attributes.0.get(), "{}");
    }

    #[test]
    fn what_a_change_does_not_mention_stays() {
        let before = make(r#","description":"kırmızı","condition":"used","contactPhone":"05321234567""#);
        let after = change(r#"{"price":12.5,"description":null}"#)
            .apply_to(before.clone())
            .unwrap();
        assert_eq!((after.price, after.description), (Price(1250), None));
        assert_eq!(after.condition, before.condition);
        assert_eq!(after.contact_phone, before.contact_phone);
        assert_eq!(after.title, before.title);
    }

    #[test]
    fn a_premium_ends_with_its_type() {
        let made = make(r#","premiumType":"top","premiumExpiry":"2026-02-01T00:00:00Z""#);
        assert!(made.is_premium && made.premium_expiry.is_some());
        assert!(!made.stands_out(made.premium_expiry.unwrap()));
        let over = change(r#"{"premiumType":"none"}"#).apply_to(made.clone()).unwrap();
        assert_eq!((over.premium_type, over.premium_expiry), (PremiumType::None, None));
        let lasting = change(r#"{"premiumExpiry":null}"#).apply_to(made).unwrap();
        assert_eq!((lasting.premium_type, lasting.premium_expiry), (PremiumType::Top, None));
        assert!(lasting.stands_out(Timestamp(i64::MAX)));
        assert!(change(r#"{"premiumType":1}"#).wants_premium());
        assert!(!change(r#"{"premiumType":"none","premiumExpiry":null}"#).wants_premium());
    }
}
