//! What may be stored. Pure: input in, checked values out, every broken rule named.

mod console;
mod contact;
mod gtin;
mod listing;
pub(crate) mod recommend;

use platform::{
    Result, Rule,
    text::{Check, unstorable},
};

pub(crate) use self::console::{copied_name, offer, report, staff_reason};
pub(crate) use self::listing::imported_rows;
use self::{contact::contact, gtin::trade_number};
use crate::{
    input::{EchoedId, IdOr, Images, ImpactIn, PlaceIn, ProductIn, ResourceIn, StepIn, UmkmIn},
    model::{
        Contribution, History, Icon, ImpactEntry, PartEntry, Place, Placeholder, ProductChange, ResourceEntry, Step,
        UmkmChange,
    },
};

const LONGEST_NAME: usize = 200;
const LONGEST_TEXT: usize = 10_000;
const LONGEST_URL: usize = 2048;
const LONGEST_ID: usize = 64;
/// Most entries of any list within one thing.
const MOST_ENTRIES: usize = 100;
const MOST_IMAGES: usize = 20;

fn name(check: &mut Check, path: &str, text: &str) -> String {
    check.text(path, text, 1, LONGEST_NAME)
}

fn long_text(check: &mut Check, path: &str, text: Option<&str>) -> Option<String> {
    check.maybe_text(path, text, LONGEST_TEXT)
}

/// The address of a picture. The one that is shown where there is none comes back from clients that send what they read.
fn url(check: &mut Check, path: &str, text: Option<&str>) -> Option<String> {
    check.maybe_url(path, text.filter(|text| !Placeholder::is_at(text)), LONGEST_URL)
}

/// The id of a part, if it can be one of ours.
fn id<T: From<String>>(sent: &EchoedId) -> Option<T> {
    let id = sent.0.as_deref()?.trim();
    (!id.is_empty() && id.len() <= LONGEST_ID && unstorable(id).is_none()).then(|| T::from(id.to_owned()))
}

fn icon(check: &mut Check, path: &str, icon: Option<&Icon>) -> Option<Icon> {
    match icon? {
        Icon::Number(number) => Some(Icon::Number(*number)),
        Icon::Address(address) => url(check, path, Some(address)).map(Icon::Address),
    }
}

fn few<T>(check: &mut Check, path: &str, entries: &[T], most: usize) -> bool {
    if entries.len() > most {
        check.note(path, Rule::TooMany(most));
    }
    entries.len() <= most
}

fn each<T, U>(check: &mut Check, path: &str, entries: &[T], mut one: impl FnMut(&mut Check, &str, &T) -> U) -> Vec<U> {
    if !few(check, path, entries, MOST_ENTRIES) {
        return Vec::new();
    }
    entries
        .iter()
        .enumerate()
        .map(|(index, entry)| one(check, &format!("{path}[{index}]"), entry))
        .collect()
}

/// Where a field is: below a path, unless that is the body itself.
fn path_of(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

/// A checked resource.
pub(crate) fn resource(check: &mut Check, path: &str, input: &ResourceIn) -> ResourceEntry {
    let at = |field: &str| path_of(path, field);
    ResourceEntry {
        id: id(&input.id),
        name: name(check, &at("name"), &input.name),
        umkm: check.maybe_text(&at("umkm"), input.umkm.as_deref(), LONGEST_NAME),
        image: url(check, &at("image"), input.image.as_deref()),
        location: place(check, &at("location"), input.location.as_ref()),
        description: long_text(check, &at("description"), input.description.as_deref()),
    }
}

/// A checked impact.
pub(crate) fn impact(check: &mut Check, path: &str, input: &ImpactIn) -> ImpactEntry {
    let at = |field: &str| path_of(path, field);
    ImpactEntry {
        id: id(&input.id),
        name: name(check, &at("name"), &input.name),
        image: url(check, &at("image"), input.image.as_deref()),
        icon: icon(check, &at("icon"), input.icon.as_ref()),
        description: long_text(check, &at("description"), input.description.as_deref()),
    }
}

/// A place of which nothing is known is none: so it was shown, and so it comes back.
fn place(check: &mut Check, path: &str, input: Option<&PlaceIn>) -> Option<Place> {
    input
        .map(|place| place.check(check, path))
        .filter(|place| *place != Place::default())
}

fn step(check: &mut Check, path: &str, input: &StepIn) -> Step {
    Step {
        id: id(&input.id),
        name: name(check, &format!("{path}.name"), &input.name),
        image: url(check, &format!("{path}.image"), input.image.as_deref()),
        description: long_text(check, &format!("{path}.description"), input.description.as_deref()),
    }
}

fn contribution(check: &mut Check, path: &str, input: &Contribution) -> Contribution {
    if let Contribution::Described(described) = input {
        icon(check, &format!("{path}.icon"), described.icon.as_ref());
        long_text(check, &format!("{path}.description"), described.description.as_deref());
    }
    input.clone()
}

fn entry<T, U>(
    check: &mut Check,
    path: &str,
    input: &IdOr<T>,
    inline: impl FnOnce(&mut Check, &str, &T) -> U,
) -> PartEntry<U> {
    match input {
        IdOr::Id(id) => PartEntry::Stored {
            id: check.text(path, id, 1, LONGEST_ID),
        },
        IdOr::Inline(thing) => PartEntry::Inline(inline(check, path, thing)),
    }
}

/// Whether the input makes something or changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Create,
    Change,
}

pub(crate) fn product(input: &ProductIn, purpose: Purpose) -> Result<ProductChange> {
    let mut check = Check::new();
    let c = &mut check;
    if purpose == Purpose::Create && input.name.is_none() {
        c.note("name", Rule::Required);
    }
    if purpose == Purpose::Create && input.price.is_none() {
        c.note("price", Rule::Required);
    }
    if let Some(rule) = input.id.as_deref().and_then(unstorable) {
        c.note("id", rule);
    }
    if input.category.flatten().is_some_and(|category| category < 0) {
        c.note("category", Rule::OutOfRange("0".into(), i64::MAX.to_string()));
    }
    let change = ProductChange {
        name: input.name.as_deref().map(|text| name(c, "name", text)),
        images: input.image.as_ref().map(|images| self::images(c, images)),
        price: input.price,
        description: input
            .description
            .as_ref()
            .map(|text| long_text(c, "description", text.as_deref())),
        resources: input
            .resources
            .as_ref()
            .map(|list| each(c, "resources", list, |c, path, one| entry(c, path, one, resource))),
        production: input
            .production
            .as_ref()
            .map(|list| each(c, "production", list, |c, path, one| step(c, path, &one.0))),
        impact: input
            .impact
            .as_ref()
            .map(|list| each(c, "impact", list, |c, path, one| entry(c, path, one, impact))),
        contribution: input
            .contribution
            .as_ref()
            .map(|list| each(c, "contribution", list, contribution)),
        category: input.category,
        number: input
            .number
            .as_ref()
            .map(|number| number.as_ref().and_then(|number| trade_number(c, number))),
    };
    check.finish()?;
    Ok(change)
}

fn images(check: &mut Check, images: &Images) -> Vec<String> {
    if !few(check, "image", &images.0, MOST_IMAGES) {
        return Vec::new();
    }
    images
        .0
        .iter()
        .filter_map(|image| url(check, "image", Some(image)))
        .collect()
}

pub(crate) fn umkm(input: &UmkmIn, purpose: Purpose) -> Result<UmkmChange> {
    let mut check = Check::new();
    let c = &mut check;
    if purpose == Purpose::Create && input.name.is_none() {
        c.note("name", Rule::Required);
    }
    if input
        .employe
        .flatten()
        .is_some_and(|count| !(0..=10_000_000).contains(&count))
    {
        c.note("employe", Rule::OutOfRange("0".into(), "10000000".into()));
    }
    let change = UmkmChange {
        name: input.name.as_deref().map(|text| name(c, "name", text)),
        image: input.image.as_ref().map(|text| url(c, "image", text.as_deref())),
        logo: input.logo.as_ref().map(|text| url(c, "logo", text.as_deref())),
        description: input
            .description
            .as_ref()
            .map(|text| long_text(c, "description", text.as_deref())),
        location: input
            .location
            .as_ref()
            .map(|location| place(c, "location", location.as_ref())),
        history: input
            .history
            .as_ref()
            .map(|history| history.as_ref().map(|history| self::history(c, &history.0))),
        impact: input
            .impact
            .as_ref()
            .map(|list| each(c, "impact", list, |c, path, one| entry(c, path, one, impact))),
        contact: input
            .contact
            .as_ref()
            .map(|list| contact(c, list.as_deref().unwrap_or_default())),
        employe: input.employe,
    };
    check.finish()?;
    Ok(change)
}

fn history(check: &mut Check, history: &History) -> History {
    History {
        text: long_text(check, "history.text", history.text.as_deref()),
        image: url(check, "history.image", history.image.as_deref()),
    }
}

/// Stars of a rating.
pub(crate) fn stars(rating: i64) -> Result<i64> {
    if (1..=5).contains(&rating) {
        return Ok(rating);
    }
    Err(platform::Error::invalid_field(
        "rating",
        Rule::OutOfRange("1".into(), "5".into()),
    ))
}

/// Weight of the mean that every product starts from, in ratings.
const PRIOR_WEIGHT: i64 = 5;
/// That mean, in millionths of a star.
const PRIOR_MEAN: i64 = 3_500_000;

/// The Bayesian mean of a product's ratings, in millionths of a star: few ratings move it little.
pub(crate) fn score(count: i64, sum: i64) -> i64 {
    (PRIOR_WEIGHT * PRIOR_MEAN + sum * 1_000_000) / (PRIOR_WEIGHT + count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn an_address_with_a_scheme_that_runs_code_is_refused() {
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "vbscript:x",
            "http://a b",
        ] {
            let mut check = Check::new();
            url(&mut check, "image", Some(bad));
            assert!(check.finish().is_err(), "{bad}");
        }
        for good in [
            "https://picsum.photos/200",
            "http://a.jpg",
            "/media/x.png",
            "a.jpg",
            "//cdn/x?y=a:b",
        ] {
            let mut check = Check::new();
            url(&mut check, "image", Some(good));
            assert!(check.finish().is_ok(), "{good}");
        }
    }

    #[test]
    fn a_new_product_needs_a_name_and_a_price_a_change_needs_nothing() {
        let nothing: ProductIn = read("{}");
        let error = product(&nothing, Purpose::Create).unwrap_err();
        assert_eq!(
            error.fields().iter().map(|f| f.path.as_str()).collect::<Vec<_>>(),
            ["name", "price"]
        );
        assert!(product(&nothing, Purpose::Change).is_ok());
    }

    #[test]
    fn every_broken_rule_is_named_with_its_place() {
        let input: ProductIn = read(
            r#"{"name":"","price":1,"resources":[{"name":"ok"},{"name":"","location":{"lat":91,"lng":0}}],"category":-1}"#,
        );
        let error = product(&input, Purpose::Create).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|f| f.path.as_str()).collect();
        assert_eq!(
            paths,
            ["category", "name", "resources[1].name", "resources[1].location.lat"]
        );
    }

    #[test]
    fn few_ratings_move_a_score_little() {
        assert_eq!(score(0, 0), 3_500_000);
        assert!(score(1, 5) < score(10, 45));
        assert!(score(1, 1) > score(10, 10));
    }
}
