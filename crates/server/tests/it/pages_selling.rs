//! Selling beyond the first form: drafts, preview, the order of pictures, time anew, looks by day, and two who change at once.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value as Json, json};
use server::settings::Given;
use testkit::{both_engines, smtp::Smtp};

use super::{
    classifieds_shop::{Shop, ids, patch},
    pages_market::{logged_in, picture, send_again, way_to_form},
    pages_support::Browser,
};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

platform::statements! {
    VERIFY = "update account set email_verified_at = 1, language = 'en' where username = 'seller'";
    DRAFTS = "select count(*) from listing_draft";
}

async fn drafts(shop: &Shop) -> i64 {
    let count = async |conn: &mut platform::Conn<'_>| conn.number(DRAFTS, &[]).await;
    let db = &shop.market.app.test.db;
    db.read::<i64, platform::Error, _>(count).await.unwrap()
}

/// Where the first draft of one's own listings leads.
fn draft_way(browser: &Browser) -> String {
    let rest = browser.page.split("href=\"/jual/baru?draf=").nth(1).unwrap();
    format!("/jual/baru?draf={}", rest.split('"').next().unwrap())
}

/// Sources of the pictures of one's own listing, in order.
fn sources(browser: &Browser) -> Vec<String> {
    let sources = browser
        .page
        .split("src=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    sources
        .filter(|one| one.starts_with("/iklan-foto/"))
        .map(str::to_owned)
        .collect()
}

both_engines! {
    async fn what_was_begun_is_kept_and_gone_on_with(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut seller = logged_in(&shop, "seller").await;
        seller.open(&format!("/jual/baru?kategori=electric&ini=ya&lokasi={}", shop.konak)).await;
        send_again(&mut seller, "/jual/baru", &[("title", "Yarım <b>kalan</b>"), ("price", "çok"), ("pilih", "draf")]).await;
        assert!(seller.path.starts_with("/jual?"), "{}", seller.path);
        seller.says("Taslak saklandı").says("Taslaklar").is_silent_about("<b>kalan");
        assert!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).is_empty());
        let way = draft_way(&seller);
        seller.open(&way).await.says("Name of electric").says("Konak, İzmir");
        assert_eq!(seller.holds("title").as_deref(), Some("Yarım <b>kalan</b>"));
        assert_eq!(seller.holds("price").as_deref(), Some("çok"));
        // Another category and another place leave what was typed.
        send_again(&mut seller, "/jual/baru", &[("price", "250"), ("pilih", "kategori")]).await;
        seller.says("Name of vehicles").says("Name of phones");
        let id = way.split('=').nth(1).unwrap().to_owned();
        seller.open(&format!("/jual/baru?pilih=kategori&draf={id}&cari=PHONE")).await.says("Name of phones");
        seller.open(&format!("/jual/baru?kategori=phones&draf={id}")).await.says("Name of phones").says("Konak, İzmir");
        assert_eq!(seller.holds("price").as_deref(), Some("250"));
        send_again(&mut seller, "/jual/baru", &[("pilih", "lokasi")]).await;
        seller.says("Nerede?");
        seller.open(&format!("/jual/baru?kategori=phones&ini=ya&lokasi={}&draf={id}", shop.nilufer)).await.says("Bursa");
        // Posted, the draft is gone; sent again, nothing more comes of it.
        let held = seller.held_with(&[("title", "Az kullanılmış telefon"), ("currency", "TRY")]);
        let held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            seller.submit("/jual/baru", &held).await.says("Fotoğraf ekleyin").says("250 TL");
        }
        assert_eq!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).len(), 1);
        assert_eq!(drafts(&shop).await, 0);
        seller.open("/jual").await.is_silent_about("Taslaklar");
    }

    async fn a_draft_is_its_owners_alone_and_few_are_kept(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual/baru?kategori=electric&ini=ya&lokasi=").await;
        // By a script it is kept without a page.
        let held = seller.held_with(&[("title", "Gizli taslak"), ("pilih", "diam")]);
        let mut held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let kept = seller.post("/jual/baru", &held).await.expect(204);
        let id = kept.headers["draf"].to_str().unwrap().to_owned();
        held.retain(|(name, _)| *name != "draf");
        held.push(("draf", &id));
        drop(seller.post("/jual/baru", &held).await.expect(204));
        assert_eq!(drafts(&shop).await, 1);
        let mut stranger = logged_in(&shop, "stranger").await;
        stranger.open("/jual").await.is_silent_about("Gizli");
        stranger.open(&format!("/jual/baru?draf={id}")).await.is_silent_about("Gizli");
        stranger.submit(&format!("/jual/draf/{id}/hapus"), &[]).await;
        assert_eq!(drafts(&shop).await, 1);
        for _ in 0..19 {
            held.retain(|(name, _)| *name != "draf");
            drop(seller.post("/jual/baru", &held).await.expect(204));
        }
        drop(seller.post("/jual/baru", &held).await.expect(409));
        seller.open("/jual/baru?kategori=electric&ini=ya&lokasi=").await;
        send_again(&mut seller, "/jual/baru", &[("title", "Biri daha"), ("pilih", "draf")]).await;
        assert_eq!(seller.status, StatusCode::BAD_REQUEST);
        seller.open("/jual").await;
        seller.submit(&format!("/jual/draf/{id}/hapus"), &[]).await.says("Taslak atıldı");
        assert_eq!(drafts(&shop).await, 19);
    }

    async fn somebody_sees_a_listing_as_others_will_before_it_is_offered(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut seller = logged_in(&shop, "seller").await;
        seller.open(&format!("/jual/baru?kategori=electric&ini=ya&lokasi={}", shop.konak)).await;
        let typed = [("title", "Deneme <i>ilan</i>"), ("price", "12,50"), ("currency", "TRY"), ("pilih", "lihat")];
        send_again(&mut seller, "/jual/baru", &typed).await;
        seller.says("Başkaları böyle görecek").says("12,50 TL").says("Konak, İzmir").is_silent_about("<i>ilan");
        assert_eq!(seller.holds("title").as_deref(), Some("Deneme <i>ilan</i>"));
        assert!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).is_empty());
        // What is wrong is told before anything is shown.
        send_again(&mut seller, "/jual/baru", &[("title", "x"), ("pilih", "lihat")]).await;
        assert_eq!(seller.status, StatusCode::BAD_REQUEST);
        seller.says("title-fault").is_silent_about("Başkaları böyle görecek");
        send_again(&mut seller, "/jual/baru", &[("title", "Deneme ilanı")]).await;
        seller.says("Fotoğraf ekleyin");
    }

    async fn pictures_are_put_in_any_order(test: TestDb) {
        let shop = Shop::new(test).await;
        let id = shop.offer(json!({"title": "Üç resim"})).await;
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual").await;
        let page = seller.page.split("href=\"/jual/").find_map(|rest| {
            let code = rest.split('"').next()?;
            (code.len() == 22).then(|| format!("/jual/{code}"))
        });
        let page = page.unwrap();
        seller.open(&page).await;
        let (field, token) = (format!("foto-{}", page.strip_prefix("/jual/").unwrap()), seller.token().unwrap());
        let (one, two, three) = (picture(1), picture(90), picture(200));
        seller.upload(&format!("{page}/foto"), &[("_token", &token)], &[(&field, &one), (&field, &two), (&field, &three)]).await;
        let before = sources(&seller);
        assert_eq!(before.len(), 3);
        let last = way_to_form(&seller.page, "/foto/", 2);
        seller.submit(&last, &[("ke", "1")]).await;
        let after = sources(&seller);
        assert_eq!(after, [&before[0], &before[2], &before[1]].map(Clone::clone));
        // A place that is none changes nothing.
        for wrong in ["-1", "99999999999999999999", "x", ""] {
            seller.submit(&last, &[("ke", wrong)]).await;
            assert!(!seller.status.is_server_error());
            seller.open(&page).await;
        }
        assert_eq!(sources(&seller), after);
        let images = shop.seller.get(&format!("/v1/listings/{id}/images")).await.expect(200).json();
        assert_eq!(images["listingImages"].as_array().unwrap().len(), 3);
    }

    async fn two_who_change_at_once_see_what_the_other_saved(test: TestDb) {
        let shop = Shop::new(test).await;
        let id = shop.offer(json!({"title": "Eski başlık", "price": 100})).await;
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual").await;
        let page = seller.page.split("href=\"").find_map(|rest| rest.split('"').next().filter(|way| way.len() == 28 && way.starts_with("/jual/")));
        let change = format!("{}/ubah", page.unwrap());
        seller.open(&change).await;
        drop(patch(&shop.seller, &format!("/v1/listings/{id}"), json!({"title": "Telefondan gelen <b>başlık</b>"})).await.expect(200));
        send_again(&mut seller, &change, &[("price", "120")]).await;
        assert_eq!(seller.status, StatusCode::BAD_REQUEST);
        seller.says("Orada kayıtlı olan").says("Telefondan gelen").is_silent_about("<b>başlık");
        assert_eq!(seller.holds("title").as_deref(), Some("Eski başlık"));
        // Sent again, what was typed counts.
        send_again(&mut seller, &change, &[]).await;
        assert_eq!(seller.status, StatusCode::OK);
        let now = shop.seller.get(&format!("/v1/listings/{id}")).await.expect(200).json();
        assert_eq!((&now["listing"]["title"], &now["listing"]["price"]), (&json!("Eski başlık"), &json!(120)));
    }

    async fn an_owner_is_told_once_of_what_ends_and_gives_it_time_anew(test: TestDb) {
        let server = Smtp::start().await;
        let given = Given {
            smtp: Some(server.url().parse().unwrap()),
            mail_from: Some("Balai <balai@example.org>".parse().unwrap()),
            public_url: Some("http://balai.test".to_owned()),
            ..Given::default()
        };
        let shop = Shop::given(test, given).await;
        let verify = async |tx: &mut platform::Tx<'_>| tx.execute(VERIFY, &[]).await.map(drop);
        shop.market.app.test.db.write::<(), platform::Error, _>(verify).await.unwrap();
        let first = shop.active(json!({"title": "Birinci ilan"})).await;
        shop.active(json!({"title": "İkinci ilan"})).await;
        shop.job("classifieds.tell_of_ends").await;
        shop.job("mail.send").await;
        let before = server.arrived().len();
        shop.market.app.clock.advance(DAY * 56);
        for _ in 0..2 {
            shop.job("classifieds.tell_of_ends").await;
            shop.job("mail.send").await;
        }
        assert_eq!(server.arrived().len(), before + 1);
        let letter = server.last_to("seller@example.com").text;
        assert!(letter.contains("2 of your listings end soon"), "{letter}");
        assert!(letter.contains("Birinci ilan") && letter.contains("http://balai.test/surat?kode="), "{letter}");
        // Given time anew, it has another end, which is told in its time.
        let mut seller = logged_in(&shop, "seller").await;
        let ends = async || shop.market.anyone.get(&format!("/v1/listings/{first}")).await.expect(200).json()["listing"]["expiresAt"].clone();
        let before = ends().await;
        seller.open("/jual").await.says("yakında");
        let rows = seller.page.split("<a href=\"/jual/").filter(|rest| rest.contains("Birinci")).last();
        let page = format!("/jual/{}", rows.unwrap().split('"').next().unwrap());
        seller.open(&page).await.says("60 gün uzat");
        for _ in 0..2 {
            seller.open("/jual").await;
            seller.submit(&format!("{page}/perpanjang"), &[]).await.says("İlanın süresi uzatıldı").is_silent_about("60 gün uzat");
        }
        assert_ne!(ends().await, before);
        let shown: Json = shop.market.anyone.get(&format!("/v1/listings/{first}")).await.expect(200).json();
        assert_eq!(shown["listing"]["status"], "active");
        shop.market.app.clock.advance(DAY * 56);
        shop.job("classifieds.tell_of_ends").await;
        shop.job("mail.send").await;
        let letter = server.last_to("seller@example.com").text;
        // In the language that its reader used last.
        assert!(letter.contains("Birinci ilan – 11 Mayıs 2026 tarihine kadar") && !letter.contains("İkinci"), "{letter}");
        let mut stranger = logged_in(&shop, "stranger").await;
        stranger.open("/jual").await;
        stranger.submit(&format!("{page}/perpanjang"), &[]).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    }

    async fn an_owner_sees_on_which_days_it_was_looked_at(test: TestDb) {
        let shop = Shop::new(test).await;
        let id = shop.active(json!({"title": "Bakılan ilan"})).await;
        let (actor, other) = (shop.actor(&shop.seller).await, shop.actor(&shop.stranger).await);
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/cari?q=bakilan").await;
        let address = visitor.page.split("href=\"").find_map(|rest| rest.split('"').next().filter(|way| way.starts_with("/iklan/"))).unwrap().to_owned();
        for _ in 0..2 {
            visitor.open(&address).await;
            shop.job("classifieds.flush_views").await;
            shop.market.app.clock.advance(DAY);
        }
        let listing = id.as_str().into();
        let days = shop.classifieds().views_by_day(&actor, &listing, 28).await.unwrap();
        assert_eq!(days.len(), 28);
        let last: Vec<i64> = days.iter().rev().take(4).map(|day| day.views).collect();
        assert_eq!(last, [0, 1, 1, 0]);
        assert!(shop.classifieds().views_by_day(&other, &listing, 28).await.is_err());
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual").await;
        let page = seller.page.split("href=\"").find_map(|rest| rest.split('"').next().filter(|way| way.len() == 28 && way.starts_with("/jual/")));
        let page = page.unwrap().to_owned();
        seller.open(&page).await.says("Son dört haftada görüntülenme");
    }
}
