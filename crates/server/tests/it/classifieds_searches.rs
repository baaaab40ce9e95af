//! Searches that people save: what is new in them, who is told, and that nobody else learns of them.

use std::time::Duration;

use classifieds::Status;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Client, both_engines};

use super::{
    classifieds_shop::{Shop, patch, refused},
    letters::code_of,
    pages_support::Browser,
    support::PASSWORD,
};

const ALL: &str = "/v1/savedsearches";

async fn save(who: &Client, name: &str, filters: Value) -> Value {
    let body = json!({"name": name, "filters": filters});
    who.post(ALL, &body).await.expect(201).json()["savedSearch"].clone()
}

fn path(search: &Value) -> String {
    format!("{ALL}/{}", search["id"].as_str().unwrap())
}

/// How much is new in a search.
async fn news(who: &Client, search: &Value) -> i64 {
    let shown = who.get(&path(search)).await.expect(200).json()["savedSearch"].clone();
    let count = shown["newCount"].as_i64().unwrap();
    assert_eq!(
        i64::try_from(shown["newListingIds"].as_array().unwrap().len()).unwrap(),
        count,
        "{shown}"
    );
    count
}

/// Holds what is new against all searches.
async fn find(shop: &Shop) {
    shop.job("classifieds.find_for_saved_searches").await;
}

both_engines! {
    async fn a_search_finds_what_fits_each_of_its_filters_and_nothing_else(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let konak = format!("/v1/locations/{}", shop.konak);
        drop(patch(&shop.market.admin, &konak, json!({"latitude": 38.42, "longitude": 27.14})).await.expect(200));
        let buyer = &shop.stranger;
        let seller = shop.account(&shop.seller).await;
        let filters = [
            (json!({"categoryId": [shop.vehicles]}), true),
            (json!({"categoryId": [shop.cars, shop.phones]}), true),
            (json!({"categoryId": [shop.phones]}), false),
            (json!({"city": ["izmir"]}), true),
            (json!({"city": ["Bursa"]}), false),
            (json!({"district": ["KONAK"], "country": ["türkiye"]}), true),
            (json!({"locationId": ["null"]}), false),
            (json!({"price_gte": 100, "price_lte": 745_000.5}), true),
            (json!({"price_lte": 100}), false),
            (json!({"condition": ["used", "null"], "listingType": ["sale"], "premiumType": ["none"]}), true),
            (json!({"condition": ["new"]}), false),
            (json!({"attribute": ["fuel=diesel", "fuel=petrol", "km<=50000"]}), true),
            (json!({"attribute": ["km>=50000"]}), false),
            (json!({"near": "38.4,27.1", "within": 10}), true),
            (json!({"near": "40.2,29.0", "within": 10}), false),
            (json!({"q": "aile ARABA"}), true),
            (json!({"q": "uçak"}), false),
            (json!({"q": "…"}), false),
            (json!({"userId": [seller]}), true),
            (json!({"city": ["izmir"], "q": "araba", "price_lte": 800_000, "categoryId": [shop.cars]}), true),
        ];
        let mut searches = Vec::new();
        for (filters, fits) in filters {
            searches.push((save(buyer, "Arama", filters).await, fits));
        }
        let car = shop.offer(json!({"attributes": {"fuel": "petrol", "km": 48_000}})).await;
        find(&shop).await;
        for (search, fits) in &searches {
            assert_eq!(news(buyer, search).await, i64::from(*fits), "{search}");
        }
        // What was there before is not new, and what came is not told again.
        let late = save(buyer, "late", json!({"city": ["İzmir"]})).await;
        find(&shop).await;
        assert_eq!(news(buyer, &late).await, 0);
        drop(patch(&shop.seller, &format!("/v1/listings/{car}"), json!({"price": 50})).await.expect(200));
        find(&shop).await;
        assert_eq!(news(buyer, &searches[0].0).await, 1);
        assert_eq!(news(buyer, &late).await, 0);
    }

    async fn nobody_is_told_of_their_own_of_what_waits_or_of_the_same_twice(test: TestDb) {
        let shop = Shop::new(test).await;
        let search = save(&shop.stranger, "Araba", json!({"q": "araba"})).await;
        let own = save(&shop.seller, "Araba", json!({"q": "araba"})).await;
        let waiting = shop.offer(json!({})).await;
        find(&shop).await;
        assert_eq!(news(&shop.stranger, &search).await, 0);
        drop(shop.moved(&shop.moderator, &waiting, "active").await.expect(200));
        find(&shop).await;
        assert_eq!((news(&shop.stranger, &search).await, news(&shop.seller, &own).await), (1, 0));
        // Looked at; sold, and offered again.
        let viewed = patch(&shop.stranger, &path(&search), json!({"viewed": true})).await.expect(200).json();
        assert_eq!(viewed["savedSearch"]["newCount"], 0);
        assert_eq!(viewed["savedSearch"]["recordVersion"], 1);
        for status in ["sold", "active"] {
            drop(shop.moved(&shop.moderator, &waiting, status).await.expect(200));
            find(&shop).await;
            assert_eq!(news(&shop.stranger, &search).await, 0, "{status}");
        }
        // One that is gone before anybody was told may come again; one that goes afterwards is counted no more.
        let brief = shop.active(json!({"title": "Kısa araba"})).await;
        drop(shop.moved(&shop.moderator, &brief, "archived").await.expect(200));
        find(&shop).await;
        assert_eq!(news(&shop.stranger, &search).await, 0);
        drop(shop.moved(&shop.moderator, &brief, "active").await.expect(200));
        find(&shop).await;
        assert_eq!(news(&shop.stranger, &search).await, 1);
        drop(shop.moved(&shop.moderator, &brief, "sold").await.expect(200));
        assert_eq!(news(&shop.stranger, &search).await, 0);
    }

    async fn a_search_is_its_owners_alone(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let search = save(&shop.stranger, "Araba", json!({"q": "araba"})).await;
        let one = path(&search);
        for other in [&shop.seller, &shop.market.admin, &shop.moderator] {
            assert_eq!(other.get(&one).await.status, 404);
            assert_eq!(patch(other, &one, json!({"name": "x"})).await.status, 404);
            assert_eq!(other.delete(&one).await.status, 404);
            assert_eq!(other.get(ALL).await.expect(200).json()["savedSearches"], json!([]));
        }
        assert_eq!(shop.market.anyone.get(ALL).await.status, 401);
        assert_eq!(shop.market.anyone.post(ALL, &json!({})).await.status, 401);

        let renamed = patch(&shop.stranger, &one, json!({"name": " Arabalar ", "notifyByEmail": true})).await.expect(200).json();
        let renamed = &renamed["savedSearch"];
        assert_eq!((&renamed["name"], &renamed["notifyByEmail"], &renamed["recordVersion"]), (&json!("Arabalar"), &json!(true), &json!(2)));
        let stale = shop.stranger.with_header("if-match", "\"1\"").delete(&one).await;
        assert_eq!(stale.status, 412);
        shop.stranger.delete(&one).await.expect(200);
        assert_eq!(shop.stranger.delete(&one).await.status, 404);
    }

    async fn what_is_wrong_with_a_search_is_said_by_the_name_of_the_field(test: TestDb) {
        let shop = Shop::with(test, false).await;
        for (body, fields) in [
            (json!({"name": " "}), vec!["name", "filters"]),
            (json!({"name": "", "filters": {}}), vec!["name", "filters"]),
            (json!({"name": "x".repeat(101), "filters": {"q": " "}}), vec!["name", "filters"]),
            (json!({"name": "x", "filters": {"categoryId": ["cars"], "within": 5}}), vec!["filters.categoryId", "filters.within"]),
            (json!({"name": "x", "filters": {"near": "38,27", "within": 501}}), vec!["filters.within"]),
            (json!({"name": "x", "filters": {"attribute": ["fuel"], "condition": ["old"]}}), vec!["filters.condition", "filters.attribute"]),
            (json!({"name": "x", "filters": {"q": "x", "city": ["x".repeat(201)]}}), vec!["filters.city"]),
        ] {
            let answer = shop.stranger.post(ALL, &body).await;
            assert_eq!(answer.status, 400, "{body}: {}", answer.text());
            for field in fields {
                let said = answer.json()["detail"].as_str().unwrap().to_owned();
                assert!(said.contains(&format!("{field} ")), "{field} of {body}: {said}");
            }
        }
        for odd in [json!({"name": "x", "filters": ["q"]}), json!({"name": "x", "filters": {"q": ["x"]}}), json!([]), json!({"name": 5})] {
            assert_eq!(shop.stranger.post(ALL, &odd).await.status, 400, "{odd}");
        }
        let search = save(&shop.stranger, "x", json!({"q": "x"})).await;
        assert_eq!(patch(&shop.stranger, &path(&search), json!({})).await.status, 400);
        assert_eq!(patch(&shop.stranger, &path(&search), json!({"name": " "})).await.status, 400);
    }

    async fn the_same_search_is_saved_once_and_fifty_of_them_at_most(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let first = save(&shop.stranger, "Araba", json!({"q": "araba", "city": ["İzmir "]})).await;
        let again = json!({"name": "Başka", "filters": {"city": [" İzmir"], "q": " araba "}});
        let again = shop.stranger.post(ALL, &again).await.expect(201).json();
        assert_eq!((&again["savedSearch"]["id"], &again["savedSearch"]["name"], &again["reused"]), (&first["id"], &json!("Araba"), &json!(true)));
        for number in 1..50 {
            save(&shop.stranger, "Araba", json!({"q": format!("araba {number}")})).await;
        }
        let more = json!({"name": "x", "filters": {"q": "one more"}});
        refused(&shop.stranger.post(ALL, &more).await, 409, "errMsg_TooManySavedSearches");
        save(&shop.seller, "x", json!({"q": "one more"})).await;
        let list = shop.stranger.get(ALL).await.expect(200).json();
        assert_eq!(list["savedSearches"].as_array().unwrap().len(), 50);
        assert!(list["savedSearches"][0].get("newListingIds").is_none());
    }

    async fn what_is_newest_is_kept_of_very_much(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let search = save(&shop.stranger, "Araba", json!({"q": "araba"})).await;
        let (owner, at) = (shop.account(&shop.seller).await, shop.market.app.clock.now());
        let mut last = String::new();
        for number in 0..105 {
            let made = shop.stored(&owner, Status::Active, at, json!({"title": format!("Araba {number}")})).await;
            last = made.id.to_string();
        }
        find(&shop).await;
        let shown = shop.stranger.get(&path(&search)).await.expect(200).json()["savedSearch"].clone();
        assert_eq!((shown["newCount"].clone(), shown["newListingIds"][0].clone()), (json!(100), json!(last)));
    }

    async fn saved_searches_go_with_their_owner_and_are_told_to_them(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let search = save(&shop.stranger, "Gizli arama", json!({"q": "araba"})).await;
        shop.offer(json!({})).await;
        find(&shop).await;
        let account = shop.account(&shop.stranger).await;
        let kept = async || {
            let told = accounts::PersonalData::of(&shop.classifieds(), &account).await.unwrap();
            told["savedSearches"].clone()
        };
        let told = kept().await;
        assert_eq!((&told[0]["name"], &told[0]["filters"]), (&json!("Gizli arama"), &json!({"q": "araba"})));
        let admin = accounts::Admin::of(&shop.actor(&shop.market.admin).await).unwrap();
        shop.market.app.app.wired.accounts.delete_person(&admin, account.as_str(), "stranger", "wished").await.unwrap();
        shop.market.app.app.relay.drain().await.unwrap();
        assert!(kept().await.as_array().is_none_or(Vec::is_empty), "{search}");
        shop.offer(json!({})).await;
        find(&shop).await;
    }
}

/// What the form that saves a search holds.
fn typed(page: &str, name: &str) -> String {
    let form = page.split("<details class=\"saving\">").nth(1).unwrap();
    let rest = form.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().replace("&#38;", "&")
}

async fn entered(shop: &Shop, name: &str) -> Browser {
    let mut browser = Browser::new(&shop.market.anyone, "tr");
    browser.open("/masuk").await;
    browser
        .submit("/masuk", &[("username", name), ("password", PASSWORD)])
        .await;
    browser
}

both_engines! {
    async fn a_list_that_is_narrowed_is_saved_looked_through_renamed_and_deleted(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/cari").await.is_silent_about("Bu aramayı kaydet");
        visitor.open("/pasar/cari?q=araba").await.says("Bu aramayı kaydet").says("/masuk?kembali=");
        visitor.open("/pencarian").await.says("Parola");
        let mut buyer = entered(&shop, "stranger").await;
        buyer.open("/pasar").await.says("Kayıtlı aramalar").is_silent_about("class=\"news\"");
        buyer.open("/pencarian").await.says("Henüz kayıtlı arama yok");
        buyer.open("/pasar/kategori/cars?kota=%C4%B0zmir&kondisi=used&harga=100-900000&r.km=0-50000&a.fuel=petrol&urut=murah").await
            .says("value=\"Name of cars, İzmir, İkinci el,");
        let [asked, name, key] = ["cari", "name", "_kunci"].map(|name| typed(&buyer.page, name));
        for _ in 0..2 {
            buyer.submit("/pencarian", &[("cari", &asked), ("name", &name), ("_kunci", &key)]).await.says("Arama kaydedildi").says("Daha da daralt");
        }
        let one = buyer.path.split('?').next().unwrap().to_owned();
        buyer.says("Name of cars").says("İkinci el").says("0 ilan");
        let stored = shop.stranger.get(ALL).await.expect(200).json()["savedSearches"].clone();
        assert_eq!(stored.as_array().unwrap().len(), 1);
        assert_eq!(stored[0]["filters"], json!({"categoryId": [shop.cars], "city": ["İzmir"], "price_gte": 100.0, "price_lte": 900_000.99,
            "condition": ["used"], "attribute": ["fuel=petrol", "km>=0", "km<=50000"]}));

        let fits = json!({"title": "Aile <b>arabası</b>", "attributes": {"km": 10, "fuel": "petrol"}});
        shop.offer(fits.clone()).await;
        shop.offer(json!({"attributes": {"km": 10, "fuel": "diesel"}})).await;
        find(&shop).await;
        buyer.open("/pasar").await.says("class=\"news\"");
        buyer.open("/tersimpan").await.says("<span class=\"news\">1<");
        buyer.open("/pencarian").await.says("1 yeni");
        buyer.open(&one).await.says("1 ilan").says("<span class=\"news\">Yeni</span>").is_silent_about("<b>arabası");
        // What is new stays marked while the page is loaded again, and is counted no more.
        buyer.open(&one).await.says("<span class=\"news\">Yeni</span>");
        buyer.open("/pencarian").await.is_silent_about("1 yeni");
        shop.market.app.clock.advance(Duration::from_secs(2 * 60 * 60));
        let mut buyer = entered(&shop, "stranger").await;
        buyer.open(&one).await.says("1 ilan").is_silent_about("<span class=\"news\">");

        buyer.submit(&format!("{one}/ubah"), &[("name", "Arabam"), ("surat", "ya")]).await.says("Arama değiştirildi").says("Arabam");
        buyer.submit(&format!("{one}/ubah"), &[("name", "")]).await.says("Must not be empty");
        buyer.open("/pencarian").await.says("Arabam").says("e-postayla bildiriliyor");
        // Somebody else finds nothing there.
        let mut other = entered(&shop, "seller").await;
        other.open(&one).await;
        assert_eq!(other.status, http::StatusCode::NOT_FOUND);
        for odd in ["/pencarian/x", "/pencarian/018f3c26-7b2a-7c3d-8e4f-0123456789ab", "/pencarian/%00"] {
            other.open(odd).await;
            assert!(other.status.is_client_error(), "{odd}: {}", other.status);
        }
        buyer.open(&one).await;
        buyer.submit(&format!("{one}/hapus"), &[]).await.says("Arama silindi").says("Henüz kayıtlı arama yok");
    }

    async fn what_only_programs_ask_for_is_shown_as_well(test: TestDb) {
        let shop = Shop::with(test, false).await;
        shop.offer(json!({"title": "İzmir arabası"})).await;
        shop.offer(json!({"title": "Bursa arabası", "locationId": shop.nilufer})).await;
        shop.offer(json!({"title": "Yersiz araba", "locationId": null})).await;
        let search = save(&shop.stranger, "İki şehir", json!({"city": ["bursa", "izmir"], "near": "38,27", "userId": [shop.account(&shop.seller).await]})).await;
        let wide = save(&shop.stranger, "Şehirler", json!({"city": ["bursa", "izmir"], "categoryId": ["018f3c26-7b2a-7c3d-8e4f-0123456789ab"]})).await;
        let both = save(&shop.stranger, "Bursa", json!({"city": ["bursa", "izmir"]})).await;
        let mut buyer = entered(&shop, "stranger").await;
        let page = |search: &Value| format!("/pencarian/{}", search["id"].as_str().unwrap());
        buyer.open(&page(&search)).await.says("başka koşullar").is_silent_about("Daha da daralt");
        buyer.open(&page(&wide)).await.says("0 ilan").says("başka koşullar");
        buyer.open(&page(&both)).await.says("2 ilan").says("Bursa arabası").is_silent_about("Yersiz");
        buyer.open("/pencarian").await.says("İki şehir").says("Şehirler");
    }
}

/// A buyer whose address was shown to be read.
async fn reader(shop: &Shop, post: &testkit::smtp::Smtp) {
    let deliver = async || {
        let job = shop
            .market
            .app
            .app
            .wired
            .jobs
            .iter()
            .find(|job| job.name == "mail.send")
            .unwrap();
        (job.run)(platform::Ctx::background(shop.market.app.clock.clone()))
            .await
            .unwrap();
    };
    let mut buyer = entered(shop, "stranger").await;
    buyer.open("/akun").await;
    buyer.submit("/akun/alamat", &[]).await;
    deliver().await;
    let letter = post.last_to("stranger@example.com").text;
    let way = letter
        .split("http://balai.test")
        .nth(1)
        .unwrap()
        .split_whitespace()
        .next()
        .unwrap()
        .to_owned();
    buyer.open(&way).await;
    buyer.submit("/alamat", &[("kode", code_of(&way))]).await;
    assert_eq!(buyer.status, http::StatusCode::OK);
}

both_engines! {
    async fn one_letter_tells_of_all_searches_and_another_one_hours_later(test: TestDb) {
        let post = testkit::smtp::Smtp::start().await;
        let given = Given {
            smtp: Some(post.url().parse().unwrap()),
            mail_from: Some("Balai <balai@example.org>".parse().unwrap()),
            public_url: Some("http://balai.test".to_owned()),
            moderate_listings: Some(false),
            ..Given::default()
        };
        let shop = Shop::given(test, given).await;
        reader(&shop, &post).await;
        let sent = async || {
            find(&shop).await;
            shop.job("classifieds.tell_of_saved_searches").await;
            let job = shop.market.app.app.wired.jobs.iter().find(|job| job.name == "mail.send").unwrap();
            (job.run)(platform::Ctx::background(shop.market.app.clock.clone())).await.unwrap();
            post.arrived().len()
        };
        let before = sent().await;
        for (name, filters) in [("Araba", json!({"q": "araba"})), ("Taşıtlar", json!({"categoryId": [shop.vehicles]}))] {
            let body = json!({"name": name, "filters": filters, "notifyByEmail": true});
            drop(shop.stranger.post(ALL, &body).await.expect(201));
        }
        let quiet = save(&shop.stranger, "Sessiz", json!({"city": ["izmir"]})).await;
        shop.offer(json!({"title": "Kırmızı araba"})).await;
        assert_eq!(sent().await, before + 1);
        let letter = post.last_to("stranger@example.com").text;
        assert!(letter.contains("Araba: Kırmızı araba (745.000,50 TL)") && letter.contains("Taşıtlar: "), "{letter}");
        assert!(!letter.contains("Sessiz") && letter.contains("http://balai.test/pencarian\r\n") && letter.contains("tentang=searches"), "{letter}");
        assert_eq!(news(&shop.stranger, &quiet).await, 1);
        // Nothing more for some hours, and never the same again.
        shop.offer(json!({"title": "Mavi araba"})).await;
        assert_eq!(sent().await, before + 1);
        shop.market.app.clock.advance(Duration::from_secs(6 * 60 * 60 + 1));
        assert_eq!(sent().await, before + 2);
        let letter = post.last_to("stranger@example.com").text;
        assert!(letter.contains("Mavi araba") && !letter.contains("Kırmızı"), "{letter}");
        shop.market.app.clock.advance(Duration::from_secs(24 * 60 * 60));
        assert_eq!(sent().await, before + 2);
    }
}
