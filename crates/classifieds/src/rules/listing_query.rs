//! What a list of listings may be asked for. Pure: query parameters in, checked filters out.
//!
//! As everywhere in this dialect, a name that is given several times means any of its values.

use std::collections::BTreeMap;

use platform::{FieldError, Message, Result, Rule, id::uuid_text, page::Filter, text::hex};
use serde_json::Value;

use super::listing::one_of;
use crate::model::{
    attribute::AttributeFilter,
    listing::{Choice, Condition, ListingType, PremiumType, Status},
    listing_list::{ANY, ListPosition, ListWalk, ListingFilter, ListingOrder, ListingQuery, NO_CONDITION, NO_LOCATION},
    near::{MOST_KM, Near, USUAL_KM},
};

/// Most values of one name.
const MOST_VALUES: usize = 50;
/// Longest text to search for, in characters.
const LONGEST_TEXT: usize = 200;
/// Longest name of a place, in characters.
const LONGEST_NAME: usize = 200;

/// A place in a list of so many as a client carries it from page to page.
pub(crate) fn cursor(sort: ListingOrder, place: ListPosition, total: i64) -> String {
    let mut bytes = vec![sort.number()];
    for number in [place.0, place.1, total] {
        bytes.extend(number.to_be_bytes());
    }
    hex(&bytes)
}

/// Position and total of a cursor of the same order. Anybody can make one up: all that it does is to go on elsewhere.
fn place(sort: ListingOrder, text: &str) -> Option<(ListPosition, i64)> {
    let digits: Option<Vec<u8>> = text
        .bytes()
        .map(|digit| char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect();
    let bytes: Vec<u8> = digits?
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |b, d| (b << 4) | d))
        .collect();
    let (number, rest) = bytes.split_first()?;
    let (numbers, []) = rest.as_chunks::<8>() else {
        return None;
    };
    let [first, second, total] = numbers else {
        return None;
    };
    let total = i64::from_be_bytes(*total);
    (text.len() == 50 && *number == sort.number() && total >= 0).then(|| {
        (
            ListPosition(i64::from_be_bytes(*first), i64::from_be_bytes(*second)),
            total,
        )
    })
}

/// Rows of a cursor's page, unless told otherwise, and at most.
const ROWS: (i64, i64) = (25, 500);

/// Reads a query; `all` answers the values of a name.
pub fn read_query<'q>(all: impl Fn(&str) -> Vec<&'q str>, key: impl Fn(&str) -> String) -> Result<ListingQuery> {
    let mut reading = Reading {
        all,
        wrong: Vec::new(),
        filters: Vec::new(),
    };
    let r = &mut reading;
    let filter = ListingFilter {
        categories: r.ids("categoryId", false),
        locations: r.ids("locationId", true),
        countries: r.names("country", &key),
        cities: r.names("city", &key),
        districts: r.names("district", &key),
        owners: r.ids("userId", false),
        price: (r.least("price_gte"), r.most("price_lte")),
        conditions: r.choices::<Condition>("condition", Some(NO_CONDITION)).unwrap_or(ANY),
        types: r.choices::<ListingType>("listingType", None).unwrap_or(ANY),
        premiums: r.choices::<PremiumType>("premiumType", None).unwrap_or(ANY),
        statuses: r.choices::<Status>("status", None),
        text: r.text(),
        attributes: r.attributes(),
    };
    let near = r.near();
    let nearest = r.nearest(near.is_some());
    let sort = if nearest { ListingOrder::Newest } else { r.sort() };
    let asked = ListingQuery {
        filter,
        sort,
        walk: r.walk(sort),
        mine: r.first("mine") == Some("true"),
        near,
        nearest,
        filters: Vec::new(),
    };
    if nearest && asked.walk.is_some() {
        let said = Message::new(
            "tidak dipakai untuk daftar menurut jarak, yang dibuka dengan pageNumber",
            "is not for lists by distance, which go by pageNumber",
        );
        reading.refuse("cursor", Rule::Other(said));
    }
    if !reading.wrong.is_empty() {
        return Err(platform::Error::invalid_fields(reading.wrong));
    }
    Ok(ListingQuery {
        filters: reading.filters,
        ..asked
    })
}

/// A filter by an attribute as it is written.
fn attribute_filter(text: &str) -> Option<(&str, AttributeFilter)> {
    let (key, value) = text.split_once('=')?;
    let number = || value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let (key, filter) = if let Some(key) = key.strip_suffix('>') {
        (key, AttributeFilter::Between(Some(number()?), None))
    } else if let Some(key) = key.strip_suffix('<') {
        (key, AttributeFilter::Between(None, Some(number()?)))
    } else {
        (key, AttributeFilter::OneOf(vec![value.trim().to_owned()]))
    };
    let is_plain = |text: &str| !text.contains('\0') && text.chars().count() <= LONGEST_TEXT;
    (!key.is_empty() && is_plain(text)).then_some((key, filter))
}

/// A query while it is read.
struct Reading<F> {
    all: F,
    wrong: Vec<FieldError>,
    filters: Vec<Filter>,
}

impl<'q, F: Fn(&str) -> Vec<&'q str>> Reading<F> {
    /// The values of a filter that are not blank, noted as applied.
    fn values(&mut self, name: &str) -> Vec<&'q str> {
        let values: Vec<_> = (self.all)(name)
            .into_iter()
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect();
        if values.len() > MOST_VALUES {
            self.wrong.push(FieldError::new(name, Rule::TooMany(MOST_VALUES)));
            return Vec::new();
        }
        let shown = match values.as_slice() {
            [] => return values,
            [one] => Value::from(*one),
            several => Value::from(several),
        };
        self.filters.push(Filter {
            name: name.to_owned(),
            value: shown,
        });
        values
    }

    fn first(&self, name: &str) -> Option<&'q str> {
        (self.all)(name).first().map(|value| value.trim())
    }

    fn refuse(&mut self, name: &str, rule: Rule) {
        self.wrong.push(FieldError::new(name, rule));
    }

    fn ids(&mut self, name: &str, or_null: bool) -> Vec<String> {
        let mut list = Vec::new();
        for value in self.values(name) {
            match uuid_text(name, value) {
                Ok(id) => list.push(id),
                Err(_) if or_null && value == NO_LOCATION => list.push(NO_LOCATION.to_owned()),
                Err(_) => self.refuse(name, Rule::NotAnId),
            }
        }
        list
    }

    fn names(&mut self, name: &str, key: impl Fn(&str) -> String) -> Vec<String> {
        let mut list = Vec::new();
        for value in self.values(name) {
            if value.chars().count() > LONGEST_NAME || value.contains('\0') {
                self.refuse(name, Rule::TooLong(LONGEST_NAME));
            }
            list.push(key(value));
        }
        list
    }

    /// A bit for each choice that is wanted; `None` if any is.
    fn choices<T: Choice>(&mut self, name: &str, null: Option<i64>) -> Option<i64> {
        let values = self.values(name);
        let mut bits = 0;
        for value in &values {
            match (T::read(value), null) {
                (Some(choice), _) => bits |= 1 << choice.index(),
                (None, Some(bit)) if *value == "null" => bits |= bit,
                (None, _) => self.refuse(name, Rule::Type(one_of::<T>().into())),
            }
        }
        (!values.is_empty()).then_some(bits)
    }

    fn least(&mut self, name: &str) -> i64 {
        self.amount(name).map_or(0, |amount| whole((amount * 100.0).ceil()))
    }

    fn most(&mut self, name: &str) -> i64 {
        self.amount(name)
            .map_or(i64::MAX, |amount| whole((amount * 100.0).floor()))
    }

    fn amount(&mut self, name: &str) -> Option<f64> {
        let value = *self.values(name).first()?;
        match value.parse::<f64>() {
            Ok(amount) if amount.is_finite() => Some(amount),
            _ => {
                self.refuse(name, Rule::Type("a number".into()));
                None
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        let text = *self.values("q").first()?;
        if text.chars().count() > LONGEST_TEXT {
            self.refuse("q", Rule::TooLong(LONGEST_TEXT));
        }
        Some(text.to_owned())
    }

    /// `attribute=KEY=VALUE`, `KEY>=NUMBER`, `KEY<=NUMBER`: of one key any of the values, or what both ends leave.
    fn attributes(&mut self) -> BTreeMap<String, AttributeFilter> {
        let mut filters: BTreeMap<String, AttributeFilter> = BTreeMap::new();
        for text in self.values("attribute") {
            let Some((key, filter)) = attribute_filter(text) else {
                let said = Message::new(
                    "harus seperti kunci=nilai, kunci>=1000 atau kunci<=5000",
                    "must be like key=value, key>=1000 or key<=5000",
                );
                self.refuse("attribute", Rule::Other(said));
                continue;
            };
            match (filters.get_mut(key), filter) {
                (Some(AttributeFilter::OneOf(values)), AttributeFilter::OneOf(more)) => values.extend(more),
                (Some(AttributeFilter::Between(least, most)), AttributeFilter::Between(from, to)) => {
                    *least = from.or(*least);
                    *most = to.or(*most);
                }
                (_, filter) => {
                    filters.insert(key.to_owned(), filter);
                }
            }
        }
        filters
    }

    /// `near=LAT,LNG`, and `within=KM`.
    fn near(&mut self) -> Option<Near> {
        let within = self.amount("within");
        let Some(text) = self.values("near").first().copied() else {
            if within.is_some() {
                let said = Message::new("hanya dipakai bersama near", "is used with near only");
                self.refuse("within", Rule::Other(said));
            }
            return None;
        };
        let within_km = within.unwrap_or(USUAL_KM);
        if !(within_km > 0.0 && within_km <= MOST_KM) {
            self.refuse("within", Rule::OutOfRange("0".into(), MOST_KM.to_string()));
        }
        let point = text.split_once(',').and_then(|(latitude, longitude)| {
            let number = |text: &str| text.trim().parse::<f64>().ok();
            Some((number(latitude)?, number(longitude)?))
        });
        let point = point.filter(|(latitude, longitude)| latitude.abs() <= 90.0 && longitude.abs() <= 180.0);
        let Some((latitude, longitude)) = point else {
            self.refuse(
                "near",
                Rule::Type("a latitude and a longitude, as in 38.42,27.14".into()),
            );
            return None;
        };
        Some(Near {
            latitude,
            longitude,
            within_km,
        })
    }

    /// Whether a list goes by distance: that is how one around a point does, unless another order is asked for.
    fn nearest(&mut self, is_near: bool) -> bool {
        match self.first("sort").filter(|text| !text.is_empty()) {
            None => is_near,
            Some("nearest") if is_near => true,
            Some("nearest") => {
                let said = Message::new("nearest memerlukan near", "nearest needs near");
                self.refuse("sort", Rule::Other(said));
                true
            }
            Some(_) => false,
        }
    }

    fn sort(&mut self) -> ListingOrder {
        let text = self.first("sort").filter(|text| !text.is_empty()).unwrap_or("newest");
        ListingOrder::read(text).unwrap_or_else(|| {
            self.refuse(
                "sort",
                Rule::Type("one of newest, price, price_asc, price_desc, nearest".into()),
            );
            ListingOrder::Newest
        })
    }

    fn walk(&mut self, sort: ListingOrder) -> Option<ListWalk> {
        let (cursor, limit) = (self.first("cursor"), self.first("limit"));
        let by_page = self.first("page").is_some() || self.first("per_page").is_some();
        if by_page || (cursor.is_none() && limit.is_none()) {
            return None;
        }
        // As with `pageRowCount`, nonsense counts as nothing.
        let rows = limit
            .and_then(|limit| limit.parse().ok())
            .filter(|rows| *rows >= 1)
            .map_or(ROWS.0, |rows: i64| rows.min(ROWS.1));
        let beginning = ListWalk {
            after: sort.start(),
            total: None,
            rows,
        };
        let Some(text) = cursor.filter(|cursor| !cursor.is_empty()) else {
            return Some(beginning);
        };
        let Some((after, total)) = place(sort, text) else {
            let said = Message::new("bukan penanda halaman dari daftar ini", "is no cursor of this list");
            self.refuse("cursor", Rule::Other(said));
            return None;
        };
        Some(ListWalk {
            after,
            total: Some(total),
            rows,
        })
    }
}

/// A number without decimals, brought within bounds.
#[expect(clippy::cast_possible_truncation, reason = "a cast from float to integer saturates")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "018f3c1e-0000-7000-8000-000000000001";

    fn read(query: &[(&str, &'static str)]) -> Result<ListingQuery> {
        let all = |name: &str| query.iter().filter(|(n, _)| *n == name).map(|(_, v)| *v).collect();
        read_query(all, str::to_lowercase)
    }

    #[test]
    fn a_query_that_asks_for_nothing_wants_everything() {
        let asked = read(&[]).unwrap();
        assert_eq!(asked.filter, ListingFilter::default());
        assert_eq!(
            (asked.sort, asked.walk, asked.mine),
            (ListingOrder::Newest, None, false)
        );
        assert!(asked.filters.is_empty());
        assert_eq!(
            read(&[("categoryId", ""), ("q", " "), ("condition", "")])
                .unwrap()
                .filter,
            ListingFilter::default()
        );
    }

    #[test]
    fn a_repeated_name_means_any_of_its_values() {
        let asked = read(&[
            ("condition", "NEW"),
            ("condition", "null"),
            ("listingType", "3"),
            ("city", "İzmir"),
            ("city", "Bursa"),
            ("locationId", ID),
            ("locationId", "null"),
        ])
        .unwrap();
        assert_eq!(asked.filter.conditions, 0b101);
        assert_eq!(asked.filter.types, 0b1000);
        assert_eq!(asked.filter.cities, ["İzmir".to_lowercase(), "bursa".to_owned()]);
        assert_eq!(asked.filter.locations, [ID, NO_LOCATION]);
        assert_eq!(asked.filters.len(), 4);
    }

    #[test]
    fn price_ends_are_included_and_rounded_inwards() {
        let price = |gte, lte| read(&[("price_gte", gte), ("price_lte", lte)]).unwrap().filter.price;
        assert_eq!(price("10", "20.5"), (1_000, 2_050));
        assert_eq!(price("0.001", "0.019"), (1, 1));
        assert_eq!(price("-5", "1e300"), (-500, i64::MAX));
    }

    #[test]
    fn a_point_says_what_is_near_and_orders_by_distance() {
        let asked = read(&[("near", " 38.42, 27.14"), ("within", "10")]).unwrap();
        let near = asked.near.unwrap();
        assert_eq!((near.latitude, near.longitude, near.within_km), (38.42, 27.14, 10.0));
        assert!(asked.nearest);
        let usual = read(&[("near", "0,-180"), ("sort", "price")]).unwrap();
        assert_eq!((usual.near.unwrap().within_km, usual.nearest), (USUAL_KM, false));
        for (query, path) in [
            (vec![("near", "91,0")], "near"),
            (vec![("near", "NaN,0")], "near"),
            (vec![("near", "38.4")], "near"),
            (vec![("near", "1,1"), ("within", "0")], "within"),
            (vec![("near", "1,1"), ("within", "501")], "within"),
            (vec![("within", "5")], "within"),
            (vec![("sort", "nearest")], "sort"),
            (vec![("near", "1,1"), ("limit", "5")], "cursor"),
        ] {
            let error = read(&query).unwrap_err();
            assert_eq!(error.fields()[0].path, path, "{query:?}");
        }
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        let query = [
            ("categoryId", "x"),
            ("price_gte", "NaN"),
            ("condition", "old"),
            ("status", "gone"),
            ("sort", "best"),
            ("cursor", "zz"),
        ];
        let error = read(&query).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|field| field.path.as_str()).collect();
        assert_eq!(
            paths,
            ["categoryId", "price_gte", "condition", "status", "sort", "cursor"]
        );
        assert!(read(&[("categoryId", "null")]).is_err());
    }

    #[test]
    fn a_cursor_comes_back_as_it_was_and_only_to_its_own_order() {
        for sort in [ListingOrder::Newest, ListingOrder::Cheapest, ListingOrder::Dearest] {
            for at in [
                ListPosition(0, 0),
                ListPosition(-1, i64::MAX),
                ListPosition(i64::MIN, 7),
                sort.start(),
            ] {
                assert_eq!(place(sort, &cursor(sort, at, 9)), Some((at, 9)));
            }
        }
        let text = cursor(ListingOrder::Newest, ListPosition(5, 6), 7);
        assert_eq!(place(ListingOrder::Cheapest, &text), None);
        let negative = cursor(ListingOrder::Newest, ListPosition(5, 6), -7);
        for bad in [
            "",
            "0",
            &text[1..],
            &text[2..],
            &format!("{text}00"),
            "ÿÿ",
            &text.replace('0', "g"),
            &negative,
        ] {
            assert_eq!(place(ListingOrder::Newest, bad), None, "{bad}");
        }
    }

    #[test]
    fn rows_of_a_cursor_are_bounded_and_nonsense_counts_as_nothing() {
        let rows = |limit| read(&[("limit", limit)]).unwrap().walk.map(|walk| walk.rows);
        for (limit, expected) in [
            ("1", 1),
            ("500", 500),
            ("501", 500),
            ("0", 25),
            ("-1", 25),
            ("x", 25),
            ("", 25),
        ] {
            assert_eq!(rows(limit), Some(expected), "{limit}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_cursor_makes_reading_fail_badly(text in "\\PC{0,40}") {
            let _ = place(ListingOrder::Newest, &text);
        }
    }
}
