//! The fields of a listing as its seller types them, and as the module takes them.

use classifieds::{
    CategoryId, Condition, Listing, ListingType,
    api::{InheritedAttribute, ListingIn, Pick},
};
use pages_kit::{Field, Fields, Language, Speech, field::Takes, numbers::typed_price};
use platform::{Error, Message, Rule};
use serde_json::{Map, Value};

use crate::{
    Market, asked,
    browse::{condition_key, kind_key},
    listing::found,
};

/// Currencies that are offered.
const CURRENCIES: [&str; 5] = ["IDR", "TRY", "USD", "EUR", "GBP"];

fn usual_currency(language: Language) -> &'static str {
    match language {
        Language::Indonesian => "IDR",
        Language::Turkish => "TRY",
        Language::English => "USD",
    }
}

/// The fields, named as the module names them.
pub(crate) fn fields(speech: Speech<'_>, asked: &[InheritedAttribute]) -> Vec<Field> {
    let kinds = ListingType::ALL
        .iter()
        .map(|kind| (kind.name().to_owned(), speech.say(kind_key(*kind))));
    let none = (String::new(), speech.say("sell-condition-none"));
    let conditions = Condition::ALL
        .iter()
        .map(|one| (one.name().to_owned(), speech.say(condition_key(*one))));
    let currencies = CURRENCIES.map(|code| (code.to_owned(), code.to_owned()));
    let mut all = vec![
        Field::line("title", speech.say("sell-title"))
            .required()
            .hint(speech.say("sell-title-hint"))
            .at_most(140),
        Field::new("listingType", speech.say("market-kind"), Takes::Choice(kinds.collect())),
        Field::new("price", speech.say("market-price"), Takes::Number)
            .required()
            .hint(speech.say("sell-price-hint"))
            .at_most(20),
        Field::new(
            "currency",
            speech.say("sell-currency"),
            Takes::Choice(currencies.into()),
        )
        .holding(usual_currency(speech.language)),
        Field::new(
            "condition",
            speech.say("market-condition"),
            Takes::Choice(std::iter::once(none).chain(conditions).collect()),
        ),
        Field::new("description", speech.say("market-description"), Takes::Lines)
            .hint(speech.say("sell-description-hint"))
            .at_most(10_000),
        Field::new("contactPhone", speech.say("sell-phone"), Takes::Phone)
            .hint(speech.say("sell-contact-hint"))
            .filled_by("tel")
            .at_most(30),
        Field::new("contactEmail", speech.say("sell-email"), Takes::Email)
            .filled_by("email")
            .at_most(254),
    ];
    let before = all.iter().position(|field| field.name == "description");
    let at = before.unwrap_or(all.len());
    all.splice(at..at, asked::fields(speech, asked));
    all
}

/// What a listing says by name.
pub(crate) fn said(listing: &Listing) -> Map<String, Value> {
    serde_json::from_str(listing.attributes.0.get()).unwrap_or_default()
}

/// What listings of a category are asked by name; nothing, where the category is not there any more.
pub(crate) async fn asked_of(market: &Market, category: &CategoryId) -> Result<Vec<InheritedAttribute>, Error> {
    let found = found(market.classifieds().show_attributes(category.clone()).await)?;
    Ok(found.map(|found| found.attributes).unwrap_or_default())
}

/// What is stored, as if it had been typed.
pub(crate) fn as_typed(listing: &Listing, asked: &[InheritedAttribute]) -> Fields {
    let price = match listing.price.0 % 100 {
        0 => (listing.price.0 / 100).to_string(),
        rest => format!("{},{rest:02}", listing.price.0 / 100),
    };
    let typed = [
        ("title", listing.title.clone()),
        ("listingType", listing.listing_type.name().to_owned()),
        ("price", price),
        ("currency", listing.currency.clone()),
        (
            "condition",
            listing.condition.map(|one| one.name().to_owned()).unwrap_or_default(),
        ),
        ("description", listing.description.clone().unwrap_or_default()),
        ("contactPhone", listing.contact_phone.clone().unwrap_or_default()),
        ("contactEmail", listing.contact_email.clone().unwrap_or_default()),
    ];
    typed
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .chain(asked::as_typed(asked, &said(listing)))
        .collect()
}

/// What was typed, as the module reads it, over what the listing said by name before; a price that is none is said beside its field.
pub(crate) fn read(
    fields: &Fields,
    asked: &[InheritedAttribute],
    before: Map<String, Value>,
) -> Result<ListingIn, Error> {
    let text = |name: &str| Some(fields.get(name).trim().to_owned()).filter(|text| !text.is_empty());
    let price = match text("price") {
        None => None,
        Some(typed) => Some(typed_price(&typed).ok_or_else(not_a_price)?),
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "prices end below 10^12, where every hundredth is exact"
    )]
    let price = price.map(|hundredths| hundredths as f64 / 100.0);
    Ok(ListingIn {
        attributes: Some(Some(asked::read(asked, fields, before)?)),
        title: Some(text("title")),
        description: Some(text("description")),
        listing_type: text("listingType").map(|name| Some(Pick::Name(name))),
        condition: Some(text("condition").map(Pick::Name)),
        price: Some(price),
        currency: text("currency").map(Some),
        contact_phone: Some(text("contactPhone")),
        contact_email: Some(text("contactEmail")),
        ..ListingIn::default()
    })
}

fn not_a_price() -> Error {
    let said = Message::new(
        "bukan harga; tulis seperti 25.000 atau 12,50",
        "is no price; write it like 25,000 or 12.50",
    );
    Error::invalid_field("price", Rule::Other(said))
}
