//! Lists of listings: filters, orders, pages, cursors, search and facets, each held against looking at every listing.

use classifieds::{Condition, Listing, ListingType, PremiumType, Status};
use platform::Timestamp;
use serde_json::{Value, json};
use testkit::{Client, both_engines};

use crate::classifieds_shop::{Shop, ids, refused};

/// 2026-01-01T00:00:00Z.
const START: i64 = 1_767_225_600_000_000;
const MINUTE: i64 = 60_000_000;

/// A reproducible sequence of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

/// Many listings of all kinds, most of which everybody may see.
async fn stocked(shop: &Shop, count: u64) -> Vec<Listing> {
    let mut dice = Dice(7);
    let owners = [shop.account(&shop.seller).await, shop.account(&shop.stranger).await];
    let categories = [
        (&shop.vehicles, None),
        (&shop.vehicles, Some(&shop.cars)),
        (&shop.cars, None),
        (&shop.cars, Some(&shop.electric)),
        (&shop.phones, None),
    ];
    let locations = [Some(&shop.konak), Some(&shop.bornova), Some(&shop.nilufer), None];
    let titles = [
        "Satılık ARABA",
        "Kırmızı bisiklet",
        "İğne oyası örtü",
        "Telefon kılıfı",
        "Araba lastiği",
    ];
    let mut listings = Vec::new();
    for number in 0..count {
        let (category, subcategory) = dice.one(&categories);
        let fields = json!({
            "categoryId": category, "subcategoryId": subcategory, "locationId": dice.one(&locations), "title": dice.one(&titles),
            "description": dice.one(&["", "çok temiz", "Yeni gibi, ÇİZİKSİZ"]),
            "condition": dice.one(&[json!("new"), json!("used"), Value::Null]), "listingType": dice.one(&[0, 1, 2, 3]),
            "premiumType": if dice.below(10) == 0 { "top" } else { "none" },
            // Few prices, so that many are equal.
            "price": Value::from(dice.one(&[0.0, 99.99, 100.0, 2_500.5, 9_999.99, 1_000_000.0]).to_owned()),
        });
        let status = if dice.below(5) == 0 {
            *dice.one(&[Status::PendingReview, Status::Sold, Status::Archived])
        } else {
            Status::Active
        };
        // Several were made at the same moment.
        let at = Timestamp(START + i64::try_from(number / 3).unwrap() * MINUTE);
        let owner = dice.one(&owners).clone();
        listings.push(shop.stored(&owner, status, at, fields).await);
    }
    listings
}

/// Newest first; of two that were made at once, the later one.
fn newest(all: &[Listing], fits: impl Fn(&Listing) -> bool) -> Vec<&Listing> {
    let mut found: Vec<_> = all
        .iter()
        .enumerate()
        .filter(|(_, l)| l.status == Status::Active && fits(l))
        .collect();
    found.sort_by_key(|(number, l)| std::cmp::Reverse((l.created_at, *number)));
    found.into_iter().map(|(_, listing)| listing).collect()
}

fn names(listings: &[&Listing]) -> Vec<String> {
    listings.iter().map(|listing| listing.id.to_string()).collect()
}

/// What lies in one of these categories.
fn lies_in(listing: &Listing, categories: &[&String]) -> bool {
    let leaf = listing.subcategory_id.as_ref().unwrap_or(&listing.category_id);
    categories.iter().any(|id| id.as_str() == leaf.as_str())
}

fn at(listing: &Listing, locations: &[&String]) -> bool {
    locations.iter().any(|id| {
        listing
            .location_id
            .as_ref()
            .is_some_and(|at| at.as_str() == id.as_str())
    })
}

type Fits<'a> = Box<dyn Fn(&Listing) -> bool + 'a>;

/// Queries, and what they should find.
#[expect(clippy::too_many_lines, reason = "a table")]
fn queries<'a>(shop: &'a Shop, seller: &'a str) -> Vec<(String, Fits<'a>)> {
    let [vehicles, cars, electric, phones] = [&shop.vehicles, &shop.cars, &shop.electric, &shop.phones];
    let [konak, bornova, nilufer] = [&shop.konak, &shop.bornova, &shop.nilufer];
    let titled = |l: &Listing, words: &[&str]| words.iter().any(|w| l.title.contains(w));
    vec![
        (String::new(), Box::new(|_: &Listing| true)),
        (
            format!("categoryId={vehicles}"),
            Box::new(move |l| lies_in(l, &[vehicles, cars, electric])),
        ),
        (
            format!("categoryId={cars}"),
            Box::new(move |l| lies_in(l, &[cars, electric])),
        ),
        (
            format!("categoryId={electric}&categoryId={phones}"),
            Box::new(move |l| lies_in(l, &[electric, phones])),
        ),
        (format!("locationId={konak}"), Box::new(move |l| at(l, &[konak]))),
        ("locationId=null".into(), Box::new(|l| l.location_id.is_none())),
        (
            format!("locationId=null&locationId={nilufer}"),
            Box::new(move |l| l.location_id.is_none() || at(l, &[nilufer])),
        ),
        ("city=izmir".into(), Box::new(move |l| at(l, &[konak, bornova]))),
        (
            "city=%C4%B0ZM%C4%B0R&district=KONAK".into(),
            Box::new(move |l| at(l, &[konak])),
        ),
        (
            "country=t%C3%BCrkiye".into(),
            Box::new(move |l| at(l, &[konak, bornova, nilufer])),
        ),
        ("city=izm".into(), Box::new(|_| false)),
        (
            "city=izmir&city=bursa".into(),
            Box::new(move |l| at(l, &[konak, bornova, nilufer])),
        ),
        (
            "price_gte=99.99&price_lte=2500.5".into(),
            Box::new(|l| (9_999..=250_050).contains(&l.price.0)),
        ),
        ("price_gte=100".into(), Box::new(|l| l.price.0 >= 10_000)),
        ("price_lte=0".into(), Box::new(|l| l.price.0 == 0)),
        (
            "condition=used".into(),
            Box::new(|l| l.condition == Some(Condition::Used)),
        ),
        (
            "condition=NEW&condition=null".into(),
            Box::new(|l| l.condition != Some(Condition::Used)),
        ),
        (
            "listingType=1&listingType=job".into(),
            Box::new(|l| matches!(l.listing_type, ListingType::Rent | ListingType::Job)),
        ),
        (
            "premiumType=top".into(),
            Box::new(|l| l.premium_type == PremiumType::Top),
        ),
        (
            format!("userId={seller}"),
            Box::new(move |l| l.owner.as_str() == seller),
        ),
        (
            format!("userId={seller}&categoryId={vehicles}&city=bursa&condition=new"),
            Box::new(move |l| {
                l.owner.as_str() == seller
                    && lies_in(l, &[vehicles, cars, electric])
                    && at(l, &[nilufer])
                    && l.condition == Some(Condition::New)
            }),
        ),
        ("q=satilik".into(), Box::new(move |l| titled(l, &["Satılık"]))),
        ("q=ARA".into(), Box::new(move |l| titled(l, &["ARABA", "Araba"]))),
        ("q=igne+OYASI".into(), Box::new(move |l| titled(l, &["İğne"]))),
        (
            "q=ciziksiz".into(),
            Box::new(|l| l.description.as_deref().is_some_and(|d| d.contains("ÇİZİKSİZ"))),
        ),
        (
            "q=araba+temiz".into(),
            Box::new(move |l| titled(l, &["ARABA", "Araba"]) && l.description.as_deref() == Some("çok temiz")),
        ),
        ("q=raba".into(), Box::new(|_| false)),
        ("q=%25".into(), Box::new(|_| false)),
        (
            format!("q=araba&categoryId={vehicles}&price_lte=100&sort=newest"),
            Box::new(move |l| {
                titled(l, &["ARABA", "Araba"]) && lies_in(l, &[vehicles, cars, electric]) && l.price.0 <= 10_000
            }),
        ),
    ]
}

/// Every page of a list, by cursor.
async fn walked(client: &Client, query: &str, limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = String::new();
    loop {
        let answer = client
            .get(&format!("/v1/listings?{query}&limit={limit}&cursor={cursor}"))
            .await
            .expect(200);
        found.extend(ids(&answer));
        match answer.json()["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return found,
        }
        assert_eq!(ids(&answer).len(), limit);
    }
}

both_engines! {
    async fn every_filter_finds_what_looking_at_every_listing_finds(db: TestDb) {
        let shop = Shop::new(db).await;
        let all = stocked(&shop, 90).await;
        let seller = shop.account(&shop.seller).await.to_string();
        for (query, fits) in queries(&shop, &seller) {
            let expected = newest(&all, fits);
            let answer = shop.market.anyone.get(&format!("/v1/listings?pageRowCount=500&{query}")).await.expect(200);
            assert_eq!(ids(&answer), names(&expected), "{query}");
            assert_eq!(answer.json()["paging"]["totalRowCount"], expected.len(), "{query}");
            for (sort, mut by_price) in [("price", expected.clone()), ("price_desc", expected.clone())] {
                // Stable: of two of one price the order is that of their making, both ways.
                by_price.sort_by_key(|l| (l.price, all.iter().position(|one| one.id == l.id)));
                if sort == "price_desc" {
                    by_price.reverse();
                }
                let query = query.replace("&sort=newest", "");
                let answer = shop.market.anyone.get(&format!("/v1/listings?pageRowCount=500&sort={sort}&{query}")).await.expect(200);
                assert_eq!(ids(&answer), names(&by_price), "{sort} {query}");
            }
            if expected.len() > 5 {
                assert_eq!(walked(&shop.market.anyone, &query, 4).await, names(&expected), "{query}");
            }
            counted(&shop.market.anyone, &shop, &query, &expected).await;
        }
    }

    async fn pages_and_filters_are_told(db: TestDb) {
        let shop = Shop::new(db).await;
        let all = stocked(&shop, 40).await;
        let expected = names(&newest(&all, |_| true));
        let page = shop.market.anyone.get("/v1/listings?pageNumber=2&pageRowCount=7&condition=&listingType=sale&listingType=1&listingType=2&listingType=3").await.expect(200);
        assert_eq!(ids(&page), expected[7..14]);
        let body = page.json();
        assert_eq!(body["paging"], json!({"pageNumber": 2, "pageRowCount": 7, "totalRowCount": expected.len(), "pageCount": expected.len().div_ceil(7)}));
        assert_eq!(body["filters"], json!([{"name": "listingType", "value": ["sale", "1", "2", "3"]}]));
        assert_eq!((&body["dataName"], &body["action"], &body["rowCount"]), (&json!("listings"), &json!("list"), &json!(7)));
        let next = body["nextCursor"].as_str().unwrap();
        let on = shop.market.anyone.get(&format!("/v1/listings?limit=3&cursor={next}")).await.expect(200);
        assert_eq!(ids(&on), expected[14..17]);
        assert!(on.headers.get("link").is_none());
        for (query, key) in [
            ("cursor=zz", "errMsg_cursorTypeIsNotValid"), ("sort=best", "errMsg_sortTypeIsNotValid"), ("categoryId=1", "errMsg_categoryIdisNotAValidID"),
            ("price_gte=a", "errMsg_price_gteTypeIsNotValid"), ("condition=old", "errMsg_conditionTypeIsNotValid"),
            (&format!("sort=price&cursor={next}"), "errMsg_cursorTypeIsNotValid"), (&format!("q={}", "a".repeat(201)), "errMsg_qTypeIsNotValid"),
        ] {
            refused(&shop.market.anyone.get(&format!("/v1/listings?{query}")).await, 400, key);
        }
    }

    async fn a_cursor_neither_skips_nor_repeats_while_listings_are_added(db: TestDb) {
        let shop = Shop::with(db, false).await;
        let seller = shop.account(&shop.seller).await;
        let mut known = Vec::new();
        for number in 0..30 {
            let at = Timestamp(START + number / 4 * MINUTE);
            known.push(shop.stored(&seller, Status::Active, at, json!({"price": number % 3})).await.id.to_string());
        }
        for (sort, limit) in [("newest", 4), ("price", 7), ("price_desc", 5)] {
            let (mut found, mut cursor, mut total) = (Vec::new(), String::new(), None);
            loop {
                let answer = shop.market.anyone.get(&format!("/v1/listings?sort={sort}&limit={limit}&cursor={cursor}")).await.expect(200);
                found.extend(ids(&answer));
                // Counted once, when the walk begins.
                let told = answer.json()["paging"]["totalRowCount"].clone();
                assert_eq!(*total.get_or_insert(told.clone()), told);
                // Newer ones, older ones, and of every price.
                for (minute, price) in [(1_000, 0), (-1_000, 1), (2, 2)] {
                    drop(shop.stored(&seller, Status::Active, Timestamp(START + minute * MINUTE), json!({"price": price})).await);
                }
                match answer.json()["nextCursor"].as_str() {
                    Some(next) if found.len() < 200 => cursor = next.to_owned(),
                    _ => break,
                }
            }
            let mut seen: Vec<_> = found.iter().filter(|id| known.contains(id)).cloned().collect();
            assert_eq!(seen.len(), known.len(), "{sort}");
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), known.len(), "{sort}");
            let count = found.len();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), count, "{sort}");
        }
    }

    async fn few_many_and_very_many_categories_and_places_lead_alike(db: TestDb) {
        let shop = Shop::with(db, false).await;
        let seller = shop.account(&shop.seller).await;
        let root = shop.market.category("all", None, 9).await;
        let (mut categories, mut places, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for number in 0..70 {
            categories.push(shop.market.category(&format!("kind-{number}"), Some(&root), number).await);
            places.push(shop.market.location("Türkiye", "İstanbul", &format!("Semt {number}")).await);
            let fields = json!({"categoryId": categories.last(), "locationId": places.last(), "price": number % 5});
            all.push(shop.stored(&seller, Status::Active, Timestamp(START + number * MINUTE), fields).await);
        }
        all.reverse();
        let all: Vec<_> = all.iter().map(|listing| listing.id.to_string()).collect();
        for count in [1, 8, 9, 50] {
            let named = |name: &str, ids: &[String]| ids.iter().rev().take(count).map(|id| format!("{name}={id}")).collect::<Vec<_>>().join("&");
            for query in [named("categoryId", &categories), named("locationId", &places)] {
                let answer = shop.market.anyone.get(&format!("/v1/listings?pageRowCount=500&{query}")).await.expect(200);
                assert_eq!((ids(&answer), answer.json()["paging"]["totalRowCount"].as_u64()), (all[..count].to_vec(), Some(count as u64)));
                let facets = shop.market.anyone.get(&format!("/v1/listings/facets?{query}")).await.expect(200).json();
                assert_eq!((&facets["facets"]["total"], &facets["facets"]["cities"][0]["count"]), (&json!(count), &json!(count)));
            }
        }
        for query in [format!("categoryId={root}"), "city=istanbul".to_owned(), format!("city=istanbul&categoryId={root}&price_gte=0")] {
            assert_eq!(walked(&shop.market.anyone, &query, 30).await, all, "{query}");
        }
        let nowhere = shop.market.anyone.get("/v1/listings?categoryId=018f3c1e-0000-7000-8000-000000000000").await.expect(200);
        assert_eq!((ids(&nowhere).len(), nowhere.json()["paging"]["totalRowCount"].as_u64()), (0, Some(0)));
    }

    async fn many_listings_are_found_as_few_are(db: TestDb) {
        let shop = Shop::with(db, false).await;
        let seller = shop.account(&shop.seller).await;
        let mut all = Vec::new();
        for block in 0..11 {
            let stored = (0..100).map(|number| {
                let fields = json!({"title": if number % 2 == 0 { "Araba" } else { "Araba lastiği" }, "price": number % 7, "categoryId": if number < 90 { &shop.cars } else { &shop.phones }});
                shop.stored(&seller, Status::Active, Timestamp(START + (block * 100 + number) * MINUTE), fields)
            });
            all.extend(futures_util::future::join_all(stored).await);
        }
        let expected = names(&newest(&all, |_| true));
        for query in ["", "q=araba", "city=izmir", &format!("userId={seller}")] {
            let answer = shop.market.anyone.get(&format!("/v1/listings?{query}&pageNumber=3&pageRowCount=100")).await.expect(200);
            assert_eq!(ids(&answer), expected[200..300], "{query}");
            assert_eq!(answer.json()["paging"]["totalRowCount"], 1100);
            assert_eq!(walked(&shop.market.anyone, query, 400).await, expected, "{query}");
        }
        // 990 are few, 1100 are many; the dearest of both.
        for (query, count) in [(format!("categoryId={}", shop.cars), 990), (format!("categoryId={}&categoryId={}", shop.cars, shop.phones), 1100), ("q=araba".to_owned(), 1100)] {
            let answer = shop.market.anyone.get(&format!("/v1/listings?{query}&sort=price_desc&pageRowCount=5")).await.expect(200).json();
            assert_eq!((&answer["paging"]["totalRowCount"], &answer["listings"][0]["price"]), (&json!(count), &json!(6)), "{query}");
        }
        let everything = shop.market.anyone.get("/v1/listings?pageNumber=0&getJoins=false").await.expect(200).json();
        assert_eq!((&everything["rowCount"], &everything["paging"]["pageCount"]), (&json!(1100), &json!(1)));
    }
}

/// Facets of a query, held against what it should find.
async fn counted(client: &Client, shop: &Shop, query: &str, expected: &[&Listing]) {
    let facets = client
        .get(&format!("/v1/listings/facets?{query}"))
        .await
        .expect(200)
        .json()["facets"]
        .clone();
    let count = |fits: &dyn Fn(&Listing) -> bool| expected.iter().filter(|l| fits(l)).count();
    assert_eq!(facets["total"], expected.len(), "{query}");
    for condition in facets["conditions"].as_array().unwrap() {
        let fits = |l: &Listing| json!(l.condition) == condition["condition"];
        assert_eq!(condition["count"], count(&fits), "{query}");
    }
    for kind in facets["listingTypes"].as_array().unwrap() {
        assert_eq!(
            kind["count"],
            count(&|l| json!(l.listing_type) == kind["listingType"]),
            "{query}"
        );
    }
    let mut banded = 0;
    for band in facets["priceBands"].as_array().unwrap() {
        let within = |l: &Listing| {
            let price = json!(l.price).as_f64().unwrap();
            price >= band["price_gte"].as_f64().unwrap() && band["price_lte"].as_f64().is_none_or(|end| price <= end)
        };
        assert_eq!(band["count"], count(&within), "{query}");
        banded += count(&within);
    }
    assert_eq!(banded, expected.len());
    let [v, c, e, p] = [&shop.vehicles, &shop.cars, &shop.electric, &shop.phones];
    let categories = [(v, vec![v, c, e]), (c, vec![c, e]), (e, vec![e]), (p, vec![p])];
    for (id, below) in categories {
        let found = facets["categories"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["id"] == **id);
        let found = found.map_or(0, |one| one["count"].as_u64().unwrap());
        assert_eq!(found, count(&|l| lies_in(l, &below)) as u64, "{query}");
    }
    for (city, places) in [
        ("İzmir", vec![&shop.konak, &shop.bornova]),
        ("Bursa", vec![&shop.nilufer]),
    ] {
        let found = facets["cities"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["city"] == city);
        let found = found.map_or(0, |one| one["count"].as_u64().unwrap());
        assert_eq!(found, count(&|l| at(l, &places)) as u64, "{query}");
    }
}

/// The way that SQLite takes to the rows of each list. A list of many listings must follow its order or lead to few rows.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a table")]
async fn no_list_looks_at_every_listing_to_show_a_page() {
    let test = testkit::TestDb::sqlite()
        .await
        .migrated(&server::wiring::migrations())
        .await;
    let testkit::TestDb { location, .. } = &test;
    let platform::db::Location::Sqlite(path) = location else {
        panic!("not SQLite")
    };
    let conn = rusqlite::Connection::open(path).unwrap();
    let ways = [
        (
            "listing_list::COUNT_ALL",
            "COVERING INDEX listing_expires_at (expires_at>?)",
        ),
        ("listing_list::COUNTS((Public, Order))", "COVERING INDEX listing_l"),
        (
            "listing_list::COUNTS((Public, Owner))",
            "INDEX listing_owner_price (owner_id=?)",
        ),
        (
            "listing_list::COUNTS((Public, Categories))",
            "COVERING INDEX listing_leaf_id (leaf_id=?)",
        ),
        (
            "listing_list::COUNTS((Public, Locations))",
            "COVERING INDEX listing_location_id (location_id=?)",
        ),
        ("listing_list::PAGES((Public, Order, Newest))", "INDEX listing_newest"),
        (
            "listing_list::PAGES((Public, Order, Cheapest))",
            "INDEX listing_cheapest",
        ),
        (
            "listing_list::PAGES((Public, Order, Dearest))",
            "INDEX listing_cheapest",
        ),
        (
            "listing_list::PAGES((Public, Choices, Newest))",
            "COVERING INDEX listing_l",
        ),
        (
            "listing_list::PAGES((Public, Choices, Dearest))",
            "COVERING INDEX listing_l",
        ),
        (
            "listing_list::PAGES((Public, Owner, Newest))",
            "INDEX listing_owner_price (owner_id=?)",
        ),
        (
            "listing_list::PAGES((Public, Owner, Dearest))",
            "INDEX listing_owner_price (owner_id=?)",
        ),
        (
            "listing_list::PAGES((Public, Categories, Newest))",
            "INDEX listing_leaf_id (leaf_id=?)",
        ),
        (
            "listing_list::PAGES((Public, Categories, Cheapest))",
            "INDEX listing_leaf_id (leaf_id=?)",
        ),
        (
            "listing_list::PAGES((Public, Locations, Newest))",
            "INDEX listing_location_id (location_id=?)",
        ),
        (
            "listing_list::PAGES((Public, Locations, Dearest))",
            "INDEX listing_location_id (location_id=?)",
        ),
        (
            "listing_list::PAGES((Private, Order, Newest))",
            "INDEX listing_created_at (created_at<?)",
        ),
        (
            "listing_list::PAGES((Private, Status, Newest))",
            "INDEX listing_status (status=? AND created_at<?)",
        ),
        (
            "listing_list::PAGES((Private, Status, Cheapest))",
            "INDEX listing_status_price (status=? AND price>?)",
        ),
        (
            "listing_list::PAGES((Private, Owner, Newest))",
            "INDEX listing_owner_id (owner_id=? AND created_at<?)",
        ),
        (
            "listing_list::PAGES((Private, Owner, Dearest))",
            "INDEX listing_owner_price (owner_id=? AND price<?)",
        ),
        (
            "listing_list::PAGES((Public, OrderOfWords(Sqlite), Newest))",
            "INDEX listing_newest",
        ),
        (
            "listing_list::PAGES((Public, OrderOfWords(Sqlite), Dearest))",
            "INDEX listing_cheapest",
        ),
        (
            "listing_list::PAGES((Public, Words(Sqlite), Newest))",
            "INTEGER PRIMARY KEY (rowid=?)",
        ),
        (
            "listing_list::COUNTS((Public, Words(Sqlite)))",
            "INTEGER PRIMARY KEY (rowid=?)",
        ),
        (
            "listing_list::PAGES((Private, Words(Sqlite), Newest))",
            "INTEGER PRIMARY KEY (rowid=?)",
        ),
        (
            "listing_facets::FACETS((Categories, Order))",
            "COVERING INDEX listing_leaf_id",
        ),
        (
            "listing_facets::FACETS((Cities, Order))",
            "COVERING INDEX listing_location_id",
        ),
        (
            "listing_facets::FACETS((Choices, Categories))",
            "COVERING INDEX listing_leaf_id (leaf_id=?)",
        ),
        (
            "listing_facets::FACETS((Cities, Categories))",
            "COVERING INDEX listing_leaf_id (leaf_id=?)",
        ),
        ("listing::LISTINGS(Expiry)", "INDEX listing_expires_at (expires_at<?)"),
        (
            "listing::LISTINGS(PremiumExpiry)",
            "INDEX listing_premium_expiry (premium_expiry",
        ),
        ("listing::LISTINGS(Owner)", "INDEX listing_owner_id (owner_id=?)"),
        (
            "listing::LISTINGS(Location)",
            "INDEX listing_at_location (location_id=?)",
        ),
        (
            "listing::LISTINGS(Category)",
            "INDEX listing_category_id (category_id=?)",
        ),
        (
            "listing::LISTINGS(Category)",
            "INDEX listing_subcategory_id (subcategory_id=?)",
        ),
        ("listing::LISTINGS(Id)", "INDEX listing_id (id=?)"),
        (
            "listing::AT_LOCATION",
            "COVERING INDEX listing_at_location (location_id=?)",
        ),
    ];
    let statements = classifieds::SCHEMA.every_statement();
    for (name, way) in ways {
        let full = format!("classifieds::store::{name}");
        let sql = statements
            .iter()
            .find(|sql| sql.name() == full)
            .unwrap_or_else(|| panic!("{full}"));
        let mut plan = conn.prepare(&format!("explain query plan {}", sql.text())).unwrap();
        let steps: Vec<String> = plan.raw_query().mapped(|row| row.get(3)).map(Result::unwrap).collect();
        let steps = steps.join("\n");
        assert!(steps.contains(way), "{name}: expected {way} in\n{steps}");
        // The page that was found is read as a whole, and is called like the table.
        let count = |wanted: &str| steps.lines().filter(|step| step.trim_start() == wanted).count();
        let pages = count("CO-ROUTINE l") + count("MATERIALIZE l");
        assert!(count("SCAN l") <= pages, "{name}:\n{steps}");
    }
}
