//! What an address of the market asks for, and how it is written.

use std::collections::BTreeMap;

use classifieds::{
    Condition, ListingType,
    api::{ListingQuery, place_key, read_query},
};
use pages_kit::{Fields, Paged};
use platform::Error;

pub(crate) const PAGED: Paged = Paged { rows: 24, last: 400 };
/// The longest that is searched for, in characters.
const LONGEST: usize = 200;

/// Orders as addresses write them, the usual one first, with the keys of their texts.
pub(crate) const ORDERS: [(&str, &str); 3] = [
    ("baru", "market-newest"),
    ("murah", "market-cheapest"),
    ("mahal", "market-dearest"),
];

/// A range of prices in whole units of money, as addresses write it: `500-1000`, `1000-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PriceRange {
    pub from: i64,
    /// Included; none: no end.
    pub to: Option<i64>,
}

impl PriceRange {
    fn read(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let amount = |text: &str| text.parse::<u32>().ok().map(i64::from);
        let range = Self {
            from: if from.is_empty() { 0 } else { amount(from)? },
            to: if to.is_empty() { None } else { Some(amount(to)?) },
        };
        let is_any = range.from == 0 && range.to.is_none();
        (!is_any && range.to.is_none_or(|to| range.from <= to)).then_some(range)
    }

    fn name(self) -> String {
        format!("{}-{}", self.from, self.to.map(|to| to.to_string()).unwrap_or_default())
    }
}

/// What an address says where it asks for a map.
pub(crate) const MAP: &str = "peta";

/// Kilometres around a point that are offered.
pub(crate) const CIRCLES: [i64; 7] = [5, 10, 25, 50, 100, 250, 500];
/// How many of them unless somebody chooses.
const USUAL_CIRCLE: i64 = 50;

/// A point in hundredths of a degree, which is as exact as a neighbourhood, and kilometres around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Around {
    pub latitude: i64,
    pub longitude: i64,
    pub km: i64,
}

impl Around {
    fn read(fields: &Fields) -> Option<Self> {
        Self::of(fields.get("dekat"), fields.get("dalam").parse().ok())
    }

    /// A point as it is written, and kilometres around it, unless those are none that are offered.
    pub(crate) fn of(point: &str, km: Option<f64>) -> Option<Self> {
        let (latitude, longitude) = point.split_once(',')?;
        let degrees = |text: &str, most: f64| {
            let degrees: f64 = text.trim().parse().ok()?;
            #[expect(clippy::cast_possible_truncation, reason = "no more than 180 degrees")]
            let hundredths = (degrees.abs() <= most).then(|| (degrees * 100.0).round() as i64);
            hundredths
        };
        #[expect(clippy::cast_precision_loss, reason = "no more than some hundreds")]
        let is_offered = |circle: &i64| km.is_some_and(|km| (km - *circle as f64).abs() < 0.5);
        Some(Self {
            latitude: degrees(latitude, 90.0)?,
            longitude: degrees(longitude, 180.0)?,
            km: CIRCLES.into_iter().find(is_offered).unwrap_or(USUAL_CIRCLE),
        })
    }

    /// Around a point in degrees.
    pub(crate) fn at(latitude: f64, longitude: f64, km: i64) -> Option<Self> {
        #[expect(clippy::cast_precision_loss, reason = "no more than some hundreds")]
        let km = km as f64;
        Self::of(&format!("{latitude:.2},{longitude:.2}"), Some(km))
    }

    /// `38.42,27.14`
    pub(crate) fn point(self) -> String {
        let degrees = |hundredths: i64| {
            let sign = if hundredths < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
        };
        format!("{},{}", degrees(self.latitude), degrees(self.longitude))
    }
}

/// What is asked for, beside the category, which is a part of the path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub words: String,
    /// The slug of the category.
    pub category: Option<String>,
    pub city: String,
    pub district: String,
    pub condition: Option<Condition>,
    pub kind: Option<ListingType>,
    pub price: Option<PriceRange>,
    pub around: Option<Around>,
    /// By the key of an attribute the values of which any is wanted.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// By the key of an attribute from where to where it lies.
    pub ranges: BTreeMap<String, PriceRange>,
    /// Which of the orders; the usual one is by distance where a point is asked for.
    pub order: usize,
    pub page: i64,
    /// Whether a map shows where things are, in place of a list.
    pub is_map: bool,
}

impl Asked {
    /// What cannot be read counts as not asked: an old link still leads somewhere.
    pub(crate) fn read(category: Option<String>, query: Option<String>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let text = |name| fields.get(name).trim().chars().take(LONGEST).collect::<String>();
        let city = text("kota");
        Self {
            words: text("q"),
            category,
            district: if city.is_empty() {
                String::new()
            } else {
                text("kecamatan")
            },
            city,
            condition: Condition::ALL
                .iter()
                .copied()
                .find(|one| one.name() == fields.get("kondisi")),
            kind: ListingType::ALL
                .iter()
                .copied()
                .find(|one| one.name() == fields.get("jenis")),
            price: PriceRange::read(fields.get("harga")).or_else(|| typed_range(&fields)),
            around: Around::read(&fields),
            attributes: attributes_of(&fields),
            ranges: ranges_of(&fields),
            order: ORDERS
                .iter()
                .position(|(name, _)| *name == fields.get("urut"))
                .unwrap_or_default(),
            page: PAGED.read(&fields),
            is_map: fields.get("tampil") == MAP,
        }
    }

    pub(crate) fn path(&self) -> String {
        let path = match &self.category {
            Some(slug) => format!("/pasar/kategori/{slug}"),
            None => "/pasar/cari".to_owned(),
        };
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("q", &self.words), ("kota", &self.city), ("kecamatan", &self.district)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(condition) = self.condition {
            query.append_pair("kondisi", condition.name());
        }
        if let Some(kind) = self.kind {
            query.append_pair("jenis", kind.name());
        }
        if let Some(price) = self.price {
            query.append_pair("harga", &price.name());
        }
        if let Some(around) = self.around {
            query.append_pair("dekat", &around.point());
            query.append_pair("dalam", &around.km.to_string());
        }
        query.extend_pairs(self.attribute_pairs());
        if self.order > 0 {
            query.append_pair("urut", ORDERS[self.order].0);
        }
        if self.is_map {
            query.append_pair("tampil", MAP);
        }
        if self.page > 1 {
            query.append_pair("hal", &self.page.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    }

    /// With a change, from the first page on.
    pub(crate) fn changed(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut asked = self.clone();
        asked.page = 1;
        change(&mut asked);
        asked.path()
    }

    /// With nothing that narrows it but its words and its category.
    pub(crate) fn widened(&self) -> Self {
        Self {
            words: self.words.clone(),
            category: self.category.clone(),
            order: self.order,
            page: 1,
            is_map: self.is_map,
            ..Self::default()
        }
    }

    /// Takes in what is asked of an attribute as the module writes it; says whether that can be asked here.
    pub(crate) fn take_attribute(&mut self, text: &str) -> bool {
        let Some((key, value)) = text.split_once('=') else {
            return false;
        };
        let number = || value.parse::<u32>().ok().map(i64::from);
        let range = |asked: &mut Self, key: &str, take: fn(&mut PriceRange, i64)| {
            let Some(number) = number() else { return false };
            let any = PriceRange { from: 0, to: None };
            take(asked.ranges.entry(key.to_owned()).or_insert(any), number);
            true
        };
        if let Some(key) = key.strip_suffix('>') {
            return range(self, key, |range, number| range.from = number);
        }
        if let Some(key) = key.strip_suffix('<') {
            return range(self, key, |range, number| range.to = Some(number));
        }
        self.attributes
            .entry(key.to_owned())
            .or_default()
            .push(value.to_owned());
        true
    }

    /// The attributes that are asked for, as addresses write them.
    pub(crate) fn attribute_pairs(&self) -> impl Iterator<Item = (String, String)> {
        let values = self.attributes.iter();
        let values = values.flat_map(|(key, values)| {
            let pair = move |value: &String| (format!("{VALUE}{key}"), value.clone());
            values.iter().map(pair)
        });
        let ranges = self.ranges.iter();
        values.chain(ranges.map(|(key, range)| (format!("{RANGE}{key}"), range.name())))
    }

    /// The attributes that are asked for, as the module reads them.
    fn attribute_filters(&self) -> Vec<String> {
        let values = self.attributes.iter();
        let values = values.flat_map(|(key, values)| values.iter().map(move |value| format!("{key}={value}")));
        let ranges = self.ranges.iter().flat_map(|(key, range)| {
            let to = range.to.map(|to| format!("{key}<={to}"));
            [Some(format!("{key}>={}", range.from)), to].into_iter().flatten()
        });
        values.chain(ranges).collect()
    }

    /// The same as the module asks it; `category` is the id of the category.
    pub(crate) fn query(&self, category: Option<&str>) -> Result<ListingQuery, Error> {
        let from = self.price.map(|range| range.from.to_string());
        let to = self.price.and_then(|range| range.to).map(|to| format!("{to}.99"));
        let around = self.around.map(|around| (around.point(), around.km.to_string()));
        let (point, km) = around
            .as_ref()
            .map_or((None, None), |(point, km)| (Some(point), Some(km)));
        let attributes = self.attribute_filters();
        let all = |name: &str| {
            if name == "attribute" {
                return attributes.iter().map(String::as_str).collect();
            }
            let value = match name {
                "categoryId" => category,
                "q" => Some(self.words.as_str()),
                "city" => Some(self.city.as_str()),
                "district" => Some(self.district.as_str()),
                "condition" => self.condition.map(Condition::name),
                "listingType" => self.kind.map(ListingType::name),
                "price_gte" => from.as_deref(),
                "price_lte" => to.as_deref(),
                "near" => point.map(String::as_str),
                "within" => km.map(String::as_str),
                "sort" if self.order > 0 => Some(sort_name(ORDERS[self.order].0)),
                _ => None,
            };
            value.into_iter().collect()
        };
        read_query(all, place_key)
    }
}

/// What names of parameters begin with, before the key of an attribute.
const VALUE: &str = "a.";
const RANGE: &str = "r.";
/// Attributes, and values of one, that an address may ask for.
const MOST: usize = 12;

fn attributes_of(fields: &Fields) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in fields.iter() {
        let Some(key) = name.strip_prefix(VALUE).filter(|key| !key.is_empty()) else {
            continue;
        };
        let is_known = all.contains_key(key);
        let fits = key.len() <= LONGEST / 2 && value.len() <= LONGEST / 2 && !value.is_empty();
        if !fits || (!is_known && all.len() == MOST) {
            continue;
        }
        let values = all.entry(key.to_owned()).or_default();
        if values.len() < MOST && !values.iter().any(|held| held == value) {
            values.push(value.to_owned());
        }
    }
    all
}

fn ranges_of(fields: &Fields) -> BTreeMap<String, PriceRange> {
    let named = fields.iter().filter_map(|(name, value)| {
        let key = name
            .strip_prefix(RANGE)
            .filter(|key| !key.is_empty() && key.len() <= LONGEST / 2)?;
        Some((key.to_owned(), PriceRange::read(value)?))
    });
    named.take(MOST).collect()
}

/// An order as the module reads it.
fn sort_name(order: &'static str) -> &'static str {
    match order {
        "murah" => "price",
        "mahal" => "price_desc",
        _ => "newest",
    }
}

/// A range that was typed into two fields.
fn typed_range(fields: &Fields) -> Option<PriceRange> {
    let typed = |name| pages_kit::numbers::typed_price(fields.get(name)).map(|hundredths| hundredths / 100);
    let (from, to) = (typed("dari"), typed("sampai"));
    PriceRange::read(&format!(
        "{}-{}",
        from.map(|from| from.to_string()).unwrap_or_default(),
        to.map(|to| to.to_string()).unwrap_or_default()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_asks_is_written_as_it_was_read() {
        for query in [
            "q=sepeda+gunung&kota=%C4%B0zmir&kecamatan=Konak&kondisi=used&jenis=sale&harga=500-1000&urut=murah&hal=3",
            "harga=1000-",
            "dekat=38.42%2C-0.05&dalam=10",
            "harga=0-99",
            "kota=Bursa&tampil=peta",
            "a.fuel=diesel&a.fuel=petrol&a.gear=auto&r.km=0-50000&r.year=2015-",
            "",
        ] {
            let path = Asked::read(None, Some(query.to_owned())).path();
            assert_eq!(path.strip_prefix("/pasar/cari").unwrap().trim_start_matches('?'), query);
        }
        let odd = "harga=x&kondisi=old&jenis=&urut=?&hal=-3&kecamatan=Konak&q=%20";
        assert_eq!(Asked::read(None, Some(odd.to_owned())).path(), "/pasar/cari");
        for none in ["harga=0-", "harga=9-5", "harga=-"] {
            assert_eq!(Asked::read(None, Some(none.to_owned())).price, None, "{none}");
        }
        let far = "dekat=91,0&dalam=5";
        assert_eq!(Asked::read(None, Some(far.to_owned())).path(), "/pasar/cari");
        let rounded = Asked::read(None, Some("dekat=38.41873,27.1&dalam=7".to_owned()));
        assert_eq!(rounded.path(), "/pasar/cari?dekat=38.42%2C27.10&dalam=50");
        let typed = Asked::read(Some("cars".to_owned()), Some("dari=1.000&sampai=2.500,50".to_owned()));
        assert_eq!(typed.path(), "/pasar/kategori/cars?harga=1000-2500");
    }

    #[test]
    fn a_range_has_its_last_hundredth_in_it() {
        let asked = Asked::read(None, Some("harga=5-10&kota=BURSA".to_owned()));
        let query = asked.query(None).unwrap();
        assert_eq!(query.filter.price, (500, 1_099));
        assert_eq!(query.filter.cities, ["bursa"]);
        let said = Asked::read(None, Some("a.fuel=diesel&a.fuel=lpg&r.km=10-50".to_owned()));
        assert_eq!(
            said.attribute_filters(),
            ["fuel=diesel", "fuel=lpg", "km>=10", "km<=50"]
        );
        assert_eq!(said.query(None).unwrap().filter.attributes.len(), 2);
        let near = Asked::read(None, Some("dekat=38.42,27.14&dalam=10&urut=murah".to_owned()));
        let near = near.query(None).unwrap();
        assert_eq!((near.near.unwrap().within_km, near.nearest), (10.0, false));
    }
}
