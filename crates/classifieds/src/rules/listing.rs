//! What a listing may say. Pure: input in, checked values out, every broken rule named.

use std::time::Duration;

use chrono::DateTime;
use platform::{Message, Result, Rule, Timestamp, id::uuid_text, text::Check};

use super::attributes::attributes;
use crate::{
    input::listing::{ListingIn, Pick},
    model::listing::{Choice, Condition, ListingType, PremiumType, Price},
};

const TITLE: (usize, usize) = (3, 140);
const LONGEST_DESCRIPTION: usize = 10_000;
const LONGEST_EMAIL: usize = 254;
const LONGEST_PHONE: usize = 32;
/// Up to it, every price is the nearest hundredth to the number that it is shown as.
const HIGHEST_PRICE: Price = Price(99_999_999_999_999);
/// Of a listing that does not say when it expires.
const LIFETIME: Duration = Duration::from_secs(60 * 24 * 60 * 60);
/// Furthest that a listing may lie ahead.
const LONGEST_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);
/// Furthest that a premium may last.
const LONGEST_PREMIUM: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);

/// When a listing expires that says nothing about it.
pub(crate) fn usual_expiry(now: Timestamp) -> Timestamp {
    now.plus(LIFETIME)
}

/// The checked fields of an input; `None` where it said nothing.
#[derive(Debug, Clone, Default)]
pub struct ListingChange {
    pub category: Option<String>,
    /// A category below its category; `Some(None)` removes it.
    pub subcategory: Option<Option<String>>,
    /// Where the thing is; `Some(None)` removes it.
    pub location: Option<Option<String>>,
    /// In plain text.
    pub title: Option<String>,
    /// What it is, in sentences.
    pub description: Option<Option<String>>,
    /// A JSON object.
    pub attributes: Option<String>,
    /// `Some(None)`: it is not told.
    pub condition: Option<Option<Condition>>,
    /// What is offered.
    pub listing_type: Option<ListingType>,
    /// How it stands out.
    pub premium_type: Option<PremiumType>,
    /// Until when it stands out.
    pub premium_expiry: Option<Option<Timestamp>>,
    /// In hundredths of the currency.
    pub price: Option<Price>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// `Some(None)` removes it.
    pub contact_email: Option<Option<String>>,
    /// `Some(None)` removes it.
    pub contact_phone: Option<Option<String>>,
    /// Until when everybody sees it.
    pub expires_at: Option<Timestamp>,
}

/// Whether the input makes something or changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListingPurpose {
    /// Something new: what is required has to be there.
    Create,
    /// A change: what is not mentioned stays.
    Change,
}

/// Whether an input says nothing that could be stored.
pub(crate) fn says_nothing(input: &ListingIn) -> bool {
    let ListingIn {
        category_id,
        subcategory_id,
        location_id,
        title,
        description,
        attributes,
        condition,
        listing_type,
        premium_type,
        premium_expiry,
        price,
        currency,
        contact_email,
        contact_phone,
        expires_at,
    } = input;
    let texts = [
        category_id,
        subcategory_id,
        location_id,
        title,
        description,
        premium_expiry,
        currency,
        contact_email,
        contact_phone,
        expires_at,
    ];
    let picks = [condition, listing_type, premium_type];
    texts.iter().all(|field| field.is_none())
        && picks.iter().all(|field| field.is_none())
        && attributes.is_none()
        && price.is_none()
}

/// Checks an input. `now` is the moment that times must lie ahead of.
pub fn check_listing(input: &ListingIn, purpose: ListingPurpose, now: Timestamp) -> Result<ListingChange> {
    let mut check = Check::new();
    let c = &mut check;
    if purpose == ListingPurpose::Create {
        require(c, "categoryId", input.category_id.is_some());
        require(c, "title", input.title.is_some());
        require(c, "price", input.price.is_some());
    }
    let change = ListingChange {
        category: needed(c, "categoryId", input.category_id.as_ref()).map(|id| self::id(c, "categoryId", id)),
        subcategory: maybe(input.subcategory_id.as_ref(), |text| id(c, "subcategoryId", text)),
        location: maybe(input.location_id.as_ref(), |text| id(c, "locationId", text)),
        title: needed(c, "title", input.title.as_ref()).map(|text| c.clean("title", text, TITLE.0, TITLE.1)),
        description: input
            .description
            .as_ref()
            .map(|text| c.maybe_clean("description", text.as_deref(), LONGEST_DESCRIPTION)),
        attributes: input.attributes.as_ref().map(|map| attributes(c, map.as_ref())),
        condition: input
            .condition
            .as_ref()
            .map(|pick| pick.as_ref().and_then(|pick| choice(c, "condition", pick))),
        listing_type: needed(c, "listingType", input.listing_type.as_ref())
            .and_then(|pick| choice(c, "listingType", pick)),
        premium_type: input.premium_type.as_ref().and_then(|pick| match pick {
            Some(pick) => choice(c, "premiumType", pick),
            None => Some(PremiumType::None),
        }),
        premium_expiry: input.premium_expiry.as_ref().map(|text| {
            text.as_ref()
                .map(|text| ahead(c, "premiumExpiry", text, now, LONGEST_PREMIUM))
        }),
        price: needed(c, "price", input.price.as_ref()).map(|number| price(c, *number)),
        currency: needed(c, "currency", input.currency.as_ref()).map(|text| currency(c, text)),
        contact_email: maybe(input.contact_email.as_ref(), |text| email(c, text)).map(Option::flatten),
        contact_phone: maybe(input.contact_phone.as_ref(), |text| phone(c, text)).map(Option::flatten),
        expires_at: input.expires_at.as_ref().map(|text| match text {
            Some(text) => ahead(c, "expiresAt", text, now, LONGEST_LIFETIME),
            None => usual_expiry(now),
        }),
    };
    check.finish()?;
    Ok(change)
}

fn require(check: &mut Check, path: &str, given: bool) {
    if !given {
        check.note(path, Rule::Required);
    }
}

/// A field that may be absent but not empty.
fn needed<'i, T>(check: &mut Check, path: &str, field: Option<&'i Option<T>>) -> Option<&'i T> {
    let value = field?.as_ref();
    require(check, path, value.is_some());
    value
}

/// A field that may be absent or empty.
fn maybe<T, U>(field: Option<&Option<T>>, read: impl FnOnce(&T) -> U) -> Option<Option<U>> {
    field.map(|value| value.as_ref().map(read))
}

fn id(check: &mut Check, path: &str, text: &str) -> String {
    uuid_text(path, text).unwrap_or_else(|_| {
        check.note(path, Rule::NotAnId);
        String::new()
    })
}

/// The choice that an input names.
pub(crate) fn choice<T: Choice>(check: &mut Check, path: &str, pick: &Pick) -> Option<T> {
    let found = match pick {
        Pick::Index(index) => T::at(*index),
        Pick::Name(name) => T::read(name),
    };
    if found.is_none() {
        check.note(path, Rule::Type(one_of::<T>().into()));
    }
    found
}

/// What a choice is made from, in words.
pub(crate) fn one_of<T: Choice>() -> String {
    let names: Vec<_> = T::ALL.iter().map(|one| one.name()).collect();
    format!("one of {}", names.join(", "))
}

fn price(check: &mut Check, number: f64) -> Price {
    match Price::read(number) {
        Some(price) if price <= HIGHEST_PRICE => price,
        _ => {
            let said = Message::new(
                "harus 0 sampai 999999999999.99 dengan paling banyak dua desimal",
                "must be 0 to 999999999999.99 with at most two decimals",
            );
            check.note("price", Rule::Other(said));
            Price(0)
        }
    }
}

fn currency(check: &mut Check, text: &str) -> String {
    let code = text.trim().to_ascii_uppercase();
    if code.len() != 3 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
        let said = Message::new(
            "harus kode mata uang tiga huruf (ISO 4217)",
            "must be a currency's three letters (ISO 4217)",
        );
        check.note("currency", Rule::Other(said));
    }
    code
}

/// An address as far as it can be told by looking: one `@`, a domain with a dot, nothing that ends a header or a tag.
fn email(check: &mut Check, text: &str) -> Option<String> {
    let text = check.maybe_text("contactEmail", Some(text), LONGEST_EMAIL)?;
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@<>\"'(),;:\\".contains(c);
    let good = text.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && name.chars().all(plain)
            && domain.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '.')
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
    });
    if !good {
        let said = Message::new("harus alamat email", "must be an email address");
        check.note("contactEmail", Rule::Other(said));
    }
    Some(text)
}

/// 5 to 20 digits, with a `+` before them and the usual signs between them.
fn phone(check: &mut Check, text: &str) -> Option<String> {
    let text = check.maybe_text("contactPhone", Some(text), LONGEST_PHONE)?;
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(&text);
    if !(5..=20).contains(&digits) || !rest.chars().all(|c| c.is_ascii_digit() || " -()./".contains(c)) {
        let said = Message::new("harus nomor telepon", "must be a telephone number");
        check.note("contactPhone", Rule::Other(said));
    }
    Some(text)
}

/// A time after now, and not too long after.
fn ahead(check: &mut Check, path: &str, text: &str, now: Timestamp, furthest: Duration) -> Timestamp {
    let Some(at) = moment(text) else {
        check.note(path, Rule::Type("a time as 2026-01-31T12:00:00Z".into()));
        return now;
    };
    let last = now.plus(furthest);
    if at <= now || at > last {
        check.note(path, Rule::OutOfRange(now.to_string(), last.to_string()));
    }
    at
}

/// A time as RFC 3339 writes it.
fn moment(text: &str) -> Option<Timestamp> {
    let at = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    // Times are shown to the millisecond, so one that was read and sent back is the same.
    Some(Timestamp(at.timestamp_millis().checked_mul(1000)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_768_464_000_000_000);
    const CATEGORY: &str = "018f3c1e-0000-7000-8000-000000000001";

    fn checked(json: &str, purpose: ListingPurpose) -> Result<ListingChange> {
        check_listing(&serde_json::from_str(json).unwrap(), purpose, NOW)
    }

    /// The fields that a change names wrongly.
    fn wrong(json: &str) -> Vec<String> {
        match checked(json, ListingPurpose::Change) {
            Ok(_) => Vec::new(),
            Err(error) => error.fields().iter().map(|field| field.path.clone()).collect(),
        }
    }

    #[test]
    fn a_new_listing_needs_category_title_and_price_and_a_change_needs_nothing() {
        let error = checked("{}", ListingPurpose::Create).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["categoryId", "title", "price"]);
        checked("{}", ListingPurpose::Change).unwrap();
        checked(
            &format!(r#"{{"categoryId":"{CATEGORY}","title":"Bisiklet","price":1}}"#),
            ListingPurpose::Create,
        )
        .unwrap();
    }

    #[test]
    fn null_clears_what_may_be_empty_and_nothing_else() {
        let change = checked(
            r#"{"subcategoryId":null,"locationId":null,"description":null,"condition":null,"contactEmail":null,"expiresAt":null,"premiumType":null,"attributes":null}"#,
            ListingPurpose::Change,
        )
        .unwrap();
        assert_eq!(change.subcategory, Some(None));
        assert_eq!(change.condition, Some(None));
        assert_eq!(change.contact_email, Some(None));
        assert_eq!(change.expires_at, Some(usual_expiry(NOW)));
        assert_eq!(change.premium_type, Some(PremiumType::None));
        assert_eq!(change.attributes.as_deref(), Some("{}"));
        assert_eq!(
            wrong(r#"{"title":null,"price":null,"currency":null}"#),
            ["title", "price", "currency"]
        );
    }

    #[test]
    fn a_price_is_kept_to_the_hundredth_or_refused() {
        for (json, hundredths) in [
            ("0", 0),
            ("-0", 0),
            ("12", 1_200),
            ("12.5", 1_250),
            ("0.07", 7),
            ("1e3", 100_000),
            ("4.35", 435),
            ("999999999999.99", 99_999_999_999_999),
        ] {
            let change = checked(&format!(r#"{{"price":{json}}}"#), ListingPurpose::Change).unwrap();
            assert_eq!(change.price, Some(Price(hundredths)), "{json}");
        }
        for json in ["-1", "-0.01", "0.001", "12.345", "1000000000000", "1e300", "1e-3"] {
            assert_eq!(wrong(&format!(r#"{{"price":{json}}}"#)), ["price"], "{json}");
        }
    }

    #[test]
    fn choices_are_taken_by_name_and_index() {
        let change = checked(
            r#"{"condition":"USED","listingType":3,"premiumType":"2"}"#,
            ListingPurpose::Change,
        )
        .unwrap();
        assert_eq!(change.condition, Some(Some(Condition::Used)));
        assert_eq!(change.listing_type, Some(ListingType::Service));
        assert_eq!(change.premium_type, Some(PremiumType::Featured));
        assert_eq!(
            wrong(r#"{"condition":"broken","listingType":9}"#),
            ["condition", "listingType"]
        );
    }

    #[test]
    fn contacts_look_like_contacts() {
        for good in ["a@b.co", "ayşe.yılmaz+ilan@örnek.com.tr"] {
            assert!(wrong(&format!(r#"{{"contactEmail":"{good}"}}"#)).is_empty(), "{good}");
        }
        for bad in [
            "a",
            "a@b",
            "@b.co",
            "a@b..co",
            "a@@b.co",
            "a b@c.co",
            "<a@b.co>",
            "a@b.co,c@d.co",
        ] {
            assert_eq!(
                wrong(&format!(r#"{{"contactEmail":"{bad}"}}"#)),
                ["contactEmail"],
                "{bad}"
            );
        }
        for good in ["+90 (212) 555-01-02", "05321234567", "444 0 123"] {
            assert!(wrong(&format!(r#"{{"contactPhone":"{good}"}}"#)).is_empty(), "{good}");
        }
        for bad in ["12", "call me", "5+55555", "123456789012345678901", "555-1234x"] {
            assert_eq!(
                wrong(&format!(r#"{{"contactPhone":"{bad}"}}"#)),
                ["contactPhone"],
                "{bad}"
            );
        }
        let change = checked(r#"{"contactEmail":" ","contactPhone":""}"#, ListingPurpose::Change).unwrap();
        assert_eq!((change.contact_email, change.contact_phone), (Some(None), Some(None)));
    }

    #[test]
    fn a_listing_expires_within_a_year() {
        for (text, good) in [
            ("2026-01-16T08:00:00Z", true),
            ("2026-03-01T12:30:00+03:00", true),
            ("2027-01-15T08:00:00Z", true),
            ("2027-01-15T08:00:01Z", false),
            ("2026-01-15T08:00:00Z", false),
            ("1999-01-01T00:00:00Z", false),
            ("tomorrow", false),
            ("9999999999", false),
        ] {
            assert_eq!(
                wrong(&format!(r#"{{"expiresAt":"{text}"}}"#)).is_empty(),
                good,
                "{text}"
            );
        }
    }

    #[test]
    fn ids_and_currencies_are_brought_into_form() {
        let json = format!(r#"{{"locationId":"{}","currency":" eur "}}"#, CATEGORY.to_uppercase());
        let change = checked(&json, ListingPurpose::Change).unwrap();
        assert_eq!(change.location.flatten().as_deref(), Some(CATEGORY));
        assert_eq!(change.currency.as_deref(), Some("EUR"));
        assert_eq!(
            wrong(r#"{"categoryId":"x","subcategoryId":"' or 1=1","currency":"TL"}"#),
            ["categoryId", "subcategoryId", "currency"]
        );
    }

    #[test]
    fn an_input_of_what_is_not_settable_says_nothing() {
        let input = serde_json::from_str(r#"{"status":"active","userId":"x","viewsCount":5,"id":"y"}"#).unwrap();
        assert!(says_nothing(&input));
        assert!(!says_nothing(&serde_json::from_str(r#"{"description":null}"#).unwrap()));
        assert!(!says_nothing(&serde_json::from_str(r#"{"price":1}"#).unwrap()));
    }
}
