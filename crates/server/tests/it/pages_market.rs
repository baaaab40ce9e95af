//! The market's pages, as a visitor without scripts uses them.

use std::time::Duration;

use http::{Method, StatusCode};
use serde_json::json;
use testkit::both_engines;

use super::{
    classifieds_shop::{Shop, ids, patch},
    pages_support::Browser,
    support::PASSWORD,
};

const HOSTILE: &str = "Bisiklet <script>alert(1)</script> \u{202e}28";

/// Where a page leads that has this text in its address.
fn way<'p>(page: &'p str, part: &str) -> &'p str {
    let ways = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut fits = ways.filter(|way| way.contains(part));
    fits.next().unwrap_or_else(|| panic!("no way to {part} in {page}"))
}

both_engines! {
    async fn a_visitor_finds_a_listing_by_its_category_and_sees_who_offers_it(test: TestDb) {
        let shop = Shop::new(test).await;
        let id = shop.active(json!({"title": HOSTILE, "description": "Az </script><b>kullanılmış</b>.",
            "attributes": {"Vites": 21, "Renk": "kırmızı", "Garanti": true, "Boş": null}})).await;
        shop.active(json!({"title": "Telefon", "categoryId": shop.phones, "locationId": shop.nilufer, "condition": "new", "price": 90})).await;
        shop.offer(json!({"title": "Bekleyen ilan"})).await;
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar").await
            .says("Name of vehicles").says("Telefon").says("2 ilan").says("İzmir")
            .is_silent_about("Bekleyen").is_silent_about("<script>alert");
        visitor.open("/pasar/kategori/vehicles").await
            .says("Name of cars").says("1 ilan").says("745.000,50 TL").is_silent_about("Telefon");
        let address = way(&visitor.page, "/iklan/").to_owned();
        assert!(address.starts_with("/iklan/bisiklet-28-"), "{address}");
        visitor.open(&address).await
            .says("Name of vehicles").says("Konak, İzmir").says("Vites").says("kırmızı").says("Evet")
            .says("İkinci el").says("application/ld+json").is_silent_about("/pesan/baru").says("Satıcıya ulaşmak için giriş yapın")
            .is_silent_about("Boş").is_silent_about("</script><b>").is_silent_about("+90 532");
        // Any words before the id lead to the one address that counts.
        let code = &address[address.len() - 22..];
        visitor.open(&format!("/iklan/{code}")).await;
        assert_eq!(visitor.path, address);
        let seller = way(&visitor.page, "/penjual/").to_owned();
        visitor.open(&seller).await.says("2 ilan").says("Telefon");
        visitor.open(&format!("/iklan/{}", "A".repeat(22))).await;
        assert_eq!(visitor.status, StatusCode::NOT_FOUND);
        for nowhere in ["/iklan/x", "/penjual/user-zzzz", "/penjual/x", "/pasar/kategori/none"] {
            visitor.open(nowhere).await;
            assert!(visitor.status.is_client_error(), "{nowhere}: {}", visitor.status);
        }
        let map = shop.market.anyone.get("/sitemap-pasar.xml").await.expect(200);
        let map = map.text();
        assert!(map.contains(&format!("{address}</loc>")) && map.contains("/pasar/kategori/electric</loc>"), "{map}");
        let robots = shop.market.anyone.get("/robots.txt").await.expect(200);
        assert!(robots.text().contains("/sitemap.xml\n") && robots.text().contains("/sitemap-pasar.xml\n"), "{}", robots.text());
        // Who is logged in may call; its owner is told that it is their own.
        let mut member = Browser::new(&shop.market.anyone, "tr");
        member.open("/masuk").await;
        member.submit("/masuk", &[("username", "stranger"), ("password", PASSWORD)]).await;
        member.open(&address).await.says(&format!("/pesan/baru?iklan={id}")).says("tel:+90 532 123 45 67").says("ayse@example.com");
        drop(shop.moved(&shop.seller, &id, "sold").await.expect(200));
        visitor.open(&address).await;
        assert_eq!(visitor.status, StatusCode::NOT_FOUND);
        let mut owner = Browser::new(&shop.market.anyone, "tr");
        owner.open("/masuk").await;
        owner.submit("/masuk", &[("username", "seller"), ("password", PASSWORD)]).await;
        owner.open(&address).await.says("Bu sizin kendi ilanınız").says("Bu ilanı herkes görmüyor");
    }

    async fn a_choice_narrows_and_the_ones_beside_it_stay_offered(test: TestDb) {
        let shop = Shop::new(test).await;
        for (title, place, price, condition) in [
            ("Kırmızı araba", &shop.konak, 400, "used"),
            ("Mavi araba", &shop.bornova, 900, "new"),
            ("Sarı araba", &shop.nilufer, 5_000, "used"),
        ] {
            shop.active(json!({"title": title, "locationId": place, "price": price, "condition": condition})).await;
        }
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/cari?kota=%C4%B0zmir").await
            .says("2 ilan").says("Kırmızı").says("Mavi").is_silent_about("Sarı")
            .says("Bursa").says("kota=Bursa").says("kecamatan=Konak").says("kecamatan=Bornova");
        visitor.open("/pasar/cari?kota=izm%C4%B0r&kecamatan=KONAK").await.says("1 ilan").says("kecamatan=Bornova");
        visitor.open("/pasar/cari?kondisi=new").await.says("1 ilan").says("kondisi=used").says("Yeni seçimini kaldır");
        visitor.open("/pasar/cari?harga=500-1000").await.says("1 ilan").says("Mavi").says("harga=5000-9999");
        visitor.open("/pasar/cari?dari=100&sampai=1.000&urut=mahal").await.says("2 ilan").says("value=\"1000\"");
        let (first, last) = (visitor.page.find("Mavi").unwrap(), visitor.page.find("Kırmızı").unwrap());
        assert!(first < last, "the dearest comes first");
        visitor.open("/pasar/kategori/phones?q=araba").await.says("Hiçbir şey bulunamadı").says("/pasar/cari?q=araba");
        visitor.open("/pasar/cari?q=ARABA&jenis=sale").await.says("3 ilan");
        visitor.open("/pasar/cari?q=%00%F0%9F%9A%97&hal=99999999999&kota=%3Cscript%3E&jenis=x&harga=9-1&urut=?").await
            .says("0 ilan").is_silent_about("<script>");
        assert_eq!(visitor.status, StatusCode::OK);
    }

    async fn a_former_name_of_a_category_leads_to_the_one_that_it_has(test: TestDb) {
        let shop = Shop::new(test).await;
        let path = format!("/v1/categories/{}", shop.cars);
        drop(patch(&shop.market.admin, &path, json!({"slug": "automobiles"})).await.expect(200));
        let mut visitor = Browser::new(&shop.market.anyone, "id");
        visitor.open("/pasar/kategori/cars?urut=murah").await;
        assert_eq!((visitor.status, visitor.path.as_str()), (StatusCode::OK, "/pasar/kategori/automobiles?urut=murah"));
    }
}

/// Puts a location on the map.
async fn place_at(shop: &Shop, location: &str, latitude: f64, longitude: f64) {
    let path = format!("/v1/locations/{location}");
    let point = json!({"latitude": latitude, "longitude": longitude});
    drop(patch(&shop.market.admin, &path, point).await.expect(200));
}

both_engines! {
    async fn the_nearest_come_first_and_what_is_far_is_left_out(test: TestDb) {
        let shop = Shop::new(test).await;
        place_at(&shop, &shop.konak, 38.42, 27.14).await;
        place_at(&shop, &shop.bornova, 38.47, 27.22).await;
        place_at(&shop, &shop.nilufer, 40.21, 28.98).await;
        for (title, place, price) in [
            ("Bursa", json!(shop.nilufer), 1), ("Bornova iki", json!(shop.bornova), 2), ("Konak", json!(shop.konak), 3),
            ("Bornova bir", json!(shop.bornova), 4), ("Yersiz", json!(null), 5),
        ] {
            shop.active(json!({"title": title, "locationId": place, "price": price})).await;
        }
        let list = async |query: &str| {
            let answer = shop.market.anyone.get(&format!("/v1/listings?{query}")).await.expect(200);
            crate::classifieds_support::each(&answer, "listings", "title")
        };
        assert_eq!(list("near=38.42,27.14").await, ["Konak", "Bornova bir", "Bornova iki"]);
        assert_eq!(list("near=38.42,27.14&within=500").await, ["Konak", "Bornova bir", "Bornova iki", "Bursa"]);
        assert_eq!(list("near=38.42,27.14&within=500&pageRowCount=2&pageNumber=2").await, ["Bornova iki", "Bursa"]);
        assert_eq!(list("near=38.42,27.14&within=500&pageRowCount=3&pageNumber=9").await, [""; 0]);
        assert_eq!(list("near=38.42,27.14&sort=price_desc").await, ["Bornova bir", "Konak", "Bornova iki"]);
        assert_eq!(list("near=38.42,27.14&q=bornova&city=izmir").await, ["Bornova bir", "Bornova iki"]);
        assert_eq!(list(&format!("near=38.42,27.14&locationId={}", shop.bornova)).await, ["Bornova bir", "Bornova iki"]);
        assert_eq!(list("near=-10,-10").await, [""; 0]);
        let far = shop.market.anyone.get("/v1/listings?near=38.42,27.14").await.expect(200).json();
        assert_eq!((&far["listings"][0]["distanceKm"], &far["listings"][1]["distanceKm"]), (&json!(0.0), &json!(8.9)));
        assert_eq!(far["paging"]["totalRowCount"], 3, "{far}");
        let facets = shop.market.anyone.get("/v1/listings/facets?near=38.42,27.14").await.expect(200).json();
        assert_eq!((&facets["facets"]["total"], facets["facets"]["cities"].as_array().unwrap().len()), (&json!(3), 1));
        shop.market.anyone.get("/v1/listings?near=38.42").await.expect(400);
        shop.market.anyone.get("/v1/listings?sort=nearest").await.expect(400);
        let one = shop.market.anyone.get("/v1/listings?pageRowCount=1").await.expect(200);
        assert!(!one.text().contains("distanceKm"));
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/cari?dekat=38.4211,27.1399&dalam=10").await
            .says("3 ilan").says("8,9 km uzakta").says("10 km içinde").says("En yakın").is_silent_about("Bursa");
    }
}

both_engines! {
    async fn what_somebody_keeps_is_found_again_and_counted_once(test: TestDb) {
        let shop = Shop::new(test).await;
        let first = shop.active(json!({"title": "Bisiklet"})).await;
        let second = shop.active(json!({"title": "Kitaplık"})).await;
        let waiting = shop.offer(json!({"title": "Bekleyen"})).await;
        let favorite = |id: &str| format!("/v1/listings/{id}/favorite");
        let (stranger, anyone) = (&shop.stranger, &shop.market.anyone);
        let count = async |id: &str| {
            let path = format!("/v1/listings/{id}");
            anyone.get(&path).await.expect(200).json()["listing"]["favoriteCount"].clone()
        };
        assert_eq!(count(&first).await, 0);
        for _ in 0..2 {
            let kept = stranger.call_json(Method::PUT, &favorite(&first), &json!({})).await.expect(200);
            assert_eq!(kept.json()["listing"]["favoriteCount"], 1);
        }
        shop.moderator.call_json(Method::PUT, &favorite(&first), &json!({})).await.expect(200);
        assert_eq!(count(&first).await, 2);
        shop.market.app.clock.advance(Duration::from_secs(1));
        stranger.call_json(Method::PUT, &favorite(&second), &json!({})).await.expect(200);
        for hidden in [&waiting, "018f3c20-7b2a-7c3d-8e4f-0123456789ab"] {
            stranger.call_json(Method::PUT, &favorite(hidden), &json!({})).await.expect(404);
        }
        anyone.call_json(Method::PUT, &favorite(&first), &json!({})).await.expect(401);
        anyone.get("/v1/favorites").await.expect(401);
        let kept = async || ids(&stranger.get("/v1/favorites").await.expect(200));
        assert_eq!(kept().await, [second.clone(), first.clone()]);
        assert_eq!(ids(&stranger.get("/v1/favorites?pageRowCount=1&pageNumber=2").await.expect(200)), std::slice::from_ref(&first));
        let both = (shop.stranger.clone(), favorite(&second));
        let (one, other) = tokio::join!(both.0.delete(&both.1), both.0.delete(&both.1));
        drop((one.expect(200), other.expect(200)));
        assert_eq!((count(&second).await, kept().await), (json!(0), vec![first.clone()]));
        // On the pages.
        let mut member = Browser::new(anyone, "tr");
        member.open("/tersimpan").await;
        assert!(member.path.starts_with("/masuk"), "{}", member.path);
        member.submit("/masuk", &[("username", "stranger"), ("password", PASSWORD), ("kembali", "/tersimpan")]).await;
        member.says("1 ilan").says("Bisiklet");
        let address = way(&member.page, "/iklan/").to_owned();
        member.open(&address).await.says("Kaydedildi: kaldır").says("Kaydeden");
        member.submit(&format!("{address}/simpan"), &[("simpan", "tidak")]).await;
        member.says("İlan artık kayıtlı değil").says("Kaydet");
        member.submit(&format!("{address}/simpan"), &[("simpan", "ya")]).await;
        assert_eq!(count(&first).await, 2);
        // What is sold is kept out of sight; what somebody who is gone kept is forgotten.
        drop(shop.moved(&shop.seller, &first, "sold").await.expect(200));
        assert!(kept().await.is_empty());
        drop(shop.moved(&shop.seller, &first, "active").await);
    }
}

pub(crate) async fn logged_in(shop: &Shop, username: &str) -> Browser {
    let mut browser = Browser::new(&shop.market.anyone, "tr");
    browser.open("/masuk").await;
    browser
        .submit("/masuk", &[("username", username), ("password", PASSWORD)])
        .await;
    browser
}

pub(crate) fn picture(shade: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 30, image::Rgb([shade, 90, 60]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

both_engines! {
    async fn somebody_sells_by_few_taps_and_a_moderator_lets_it_through(test: TestDb) {
        let shop = Shop::new(test).await;
        let mut nobody = Browser::new(&shop.market.anyone, "tr");
        for path in ["/jual", "/jual/baru", "/moderasi"] {
            nobody.open(path).await;
            assert!(nobody.path.starts_with("/masuk"), "{path}: {}", nobody.path);
        }
        let mut seller = logged_in(&shop, "seller").await;
        seller.open("/jual").await.says("Henüz ilanınız yok");
        seller.open("/jual/baru").await.says("Name of vehicles").says("Name of phones").is_silent_about("Name of electric");
        seller.open("/jual/baru?cari=ELECTRIC").await.says("Name of electric").says("Name of vehicles › Name of cars");
        seller.open("/jual/baru?kategori=cars").await.says("Name of electric").says("Yalnızca “Name of cars”");
        seller.open("/jual/baru?kategori=electric").await.says("Nerede?").says("Konumsuz");
        seller.open("/jual/baru?kategori=electric&ini=ya&cari=IZM").await.says("Konak, İzmir").says("Bornova, İzmir").is_silent_about("Bursa");
        let form = format!("/jual/baru?kategori=electric&ini=ya&lokasi={}", shop.konak);
        seller.open(&form).await.says("Name of vehicles › Name of cars › Name of electric").says("Konak, İzmir");
        // What is wrong is said beside its field, and what was typed stays.
        send_again(&mut seller, "/jual/baru", &[("title", "Elektrikli <b>araba</b>"), ("price", "çok"), ("currency", "TRY")]).await;
        assert_eq!(seller.status, StatusCode::BAD_REQUEST);
        seller.says("price-fault").says("Konak, İzmir").is_silent_about("<b>araba");
        let typed = [("price", "745.000,50"), ("contactPhone", "+90 532 123 45 67")];
        send_again(&mut seller, "/jual/baru", &typed).await;
        seller.says("Fotoğraf ekleyin").says("745.000,50 TL").says("Moderatörü bekliyor");
        let page = seller.path.split('?').next().unwrap().to_owned();
        let code = page.strip_prefix("/jual/").unwrap().to_owned();
        // The same form once more makes no second one.
        assert_eq!(ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).len(), 1);
        let field = format!("foto-{code}");
        let token = seller.token().unwrap();
        seller.upload(&format!("{page}/foto"), &[("_token", &token)], &[(&field, &picture(1)), (&field, &picture(200))]).await;
        seller.says("Kapak").says("Kapak yap");
        // Its owner and moderators see the pictures that nobody else does.
        let thumb = seller.page.split("src=\"").find_map(|rest| rest.split('"').next().filter(|src| src.starts_with("/iklan-foto/")));
        let thumb = thumb.unwrap().to_owned();
        let shown = seller.download(&thumb).await.expect(200);
        assert!(image::load_from_memory(&shown.body).is_ok());
        nobody.download(&thumb).await.expect(404);
        let token = seller.token().unwrap();
        seller.upload(&format!("{page}/foto"), &[("_token", &token)], &[(&field, b"not a picture")]).await;
        seller.says(&format!("{field}-fault"));
        let second = way_to_form(&seller.page, "/foto/", 1);
        seller.submit(&second, &[("jadikan", "utama")]).await;
        seller.says("Fotoğraflar değişti");
        seller.open(&format!("{page}/ubah")).await.says("745000,50");
        seller.submit(&format!("{page}/ubah"), &[("title", "Elektrikli araba, az kullanılmış"), ("price", "700.000"),
            ("currency", "TRY"), ("listingType", "sale"), ("condition", "used"), ("versi", "1")]).await;
        seller.says("Değiştir").says("Elektrikli araba, az kullanılmış");
        // Nobody else has anything to do with it.
        let mut stranger = logged_in(&shop, "stranger").await;
        for path in [page.clone(), format!("{page}/ubah")] {
            stranger.open(&path).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}");
        }
        stranger.open("/jual").await;
        for (path, typed) in [("status", ("status", "sold")), ("hapus", ("x", "y")), ("ubah", ("title", "Benim"))] {
            stranger.open("/jual").await;
            stranger.submit(&format!("{page}/{path}"), &[typed]).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{path}: {}", stranger.page);
        }
        stranger.open("/jual").await;
        let token = stranger.token().unwrap();
        stranger.upload(&format!("{page}/foto"), &[("_token", &token)], &[(&field, &picture(9))]).await;
        assert!(stranger.status.is_client_error() || stranger.page.contains("fault"), "{}", stranger.status);
        stranger.open("/moderasi").await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);
        let listing = ids(&shop.seller.get("/v1/listings?mine=true").await.expect(200)).remove(0);
        let images = shop.seller.get(&format!("/v1/listings/{listing}/images")).await.expect(200).json();
        assert_eq!(images["listingImages"].as_array().unwrap().len(), 2, "{images}");
        // A moderator decides, the oldest first.
        shop.offer(json!({"title": "Daha yeni"})).await;
        let mut moderator = logged_in(&shop, "moderator1").await;
        moderator.open("/pasar").await.says("/moderasi");
        moderator.download(&thumb).await.expect(200);
        moderator.open("/moderasi").await.says(&thumb).says("2 ilan bekliyor").says("az kullanılmış");
        let (old, new) = (moderator.page.find("az kullanılmış").unwrap(), moderator.page.find("Daha yeni").unwrap());
        assert!(old < new);
        moderator.submit(&format!("/moderasi/{code}"), &[("putusan", "active")]).await;
        moderator.says("1 ilan bekliyor").says("İlan yayında").is_silent_about("az kullanılmış");
        let newer = format!("/moderasi/{}", decided_code(&moderator.page));
        moderator.submit(&newer, &[("putusan", "rejected")]).await;
        moderator.says("Henüz karar verilmedi").says("Daha yeni");
        moderator.submit(&newer, &[("putusan", "rejected"), ("alasan", "fraud"), ("pesan", "Önce görülmeli."), ("catatan", "gizli")]).await;
        moderator.says("Bekleyen yok").says("Bu kararı geri al");
        moderator.submit(&newer, &[("putusan", "sold")]).await;
        assert_eq!(moderator.status, StatusCode::BAD_REQUEST);
        stranger.open("/pasar").await.says("az kullanılmış");
        // It is sold, offered again, and deleted.
        seller.open(&page).await.says("Yayında").says("Herkes görüyor");
        seller.submit(&format!("{page}/status"), &[("status", "sold")]).await;
        seller.says("Satıldı");
        seller.submit(&format!("{page}/status"), &[("status", "pending_review")]).await;
        seller.says("Moderatörü bekliyor");
        seller.submit(&format!("{page}/status"), &[("status", "active")]).await;
        assert!(seller.status.is_client_error(), "{}", seller.status);
        seller.open("/jual").await;
        seller.submit(&format!("{page}/hapus"), &[]).await;
        seller.says("İlan silindi").is_silent_about("az kullanılmış");
    }
}

/// Sends the long form of the page as it is, with some fields typed over.
pub(crate) async fn send_again(browser: &mut Browser, path: &str, typed: &[(&str, &str)]) {
    let held = browser.held_with(typed);
    let held: Vec<_> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.submit(path, &held).await;
}

/// The code of the first listing that a moderator may decide about.
fn decided_code(page: &str) -> String {
    let mut actions = page
        .split("action=\"/moderasi/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    actions.find(|action| action.len() == 22).unwrap().to_owned()
}

/// What a form of the page is sent to that has this in its address: the one at this place among them.
pub(crate) fn way_to_form(page: &str, part: &str, at: usize) -> String {
    let actions = page
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    let mut fits = actions.filter(|action| action.contains(part));
    fits.nth(at)
        .unwrap_or_else(|| panic!("no form for {part} in {page}"))
        .to_owned()
}

both_engines! {
    async fn what_is_reported_reaches_moderators_and_what_they_say_reaches_its_owner(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let id = shop.offer(json!({"title": "Şüpheli araba"})).await;
        let mut stranger = logged_in(&shop, "stranger").await;
        stranger.open("/pasar").await;
        let address = way(&stranger.page, "/iklan/").to_owned();
        stranger.open(&address).await.says(&format!("{address}/lapor"));
        stranger.open(&format!("{address}/lapor")).await.says("Bu ilanı bildir").says("Şüpheli araba").says("Dolandırıcılık");
        stranger.submit(&format!("{address}/lapor"), &[("reason", "other"), ("text", "")]).await;
        assert_eq!(stranger.status, StatusCode::BAD_REQUEST);
        stranger.submit(&format!("{address}/lapor"), &[("reason", "fraud"), ("text", "Kapora <b>istedi</b>")]).await;
        stranger.says("Bildiriminiz moderatörlere ulaştı");
        let seller_page = way(&stranger.page, "/penjual/").to_owned();
        stranger.open(&seller_page).await;
        stranger.submit(&format!("{seller_page}/lapor"), &[("reason", "spam"), ("text", "")]).await;
        stranger.says("Bildiriminiz moderatörlere ulaştı");
        for path in ["/moderasi", "/moderasi/orang", "/moderasi/aturan", "/moderasi/catatan"] {
            stranger.open(path).await;
            assert_eq!(stranger.status, StatusCode::FORBIDDEN, "{path}");
        }

        let mut moderator = logged_in(&shop, "moderator1").await;
        moderator.open("/moderasi").await.says("Şüpheli araba").says("1 × Dolandırıcılık").says("Kapora istedi").says("Kalsın");
        let code = decided_code(&moderator.page);
        assert!(address.ends_with(&code));
        moderator.submit("/moderasi/ambil", &[]).await;
        moderator.says("sizde");
        moderator.submit("/moderasi/lepas", &[]).await;
        let refusal = [("putusan", "rejected"), ("alasan", "fraud"), ("pesan", "Önce araba görülmeli."), ("catatan", "ikinci kez")];
        moderator.submit(&format!("/moderasi/{code}"), &refusal).await;
        let undo = way_to_form(&moderator.page, "/moderasi/batal/", 0);

        let mut seller = logged_in(&shop, "seller").await;
        seller.open(&format!("/jual/{code}")).await
            .says("Moderatörün açıklaması").says("Dolandırıcılık").says("Önce araba görülmeli.").is_silent_about("ikinci kez");
        moderator.open("/moderasi/catatan").await.says("ikinci kez").says("Şüpheli araba").says("moderator1");
        moderator.open("/moderasi").await;
        moderator.submit(&undo, &[]).await;
        moderator.says("Karar geri alındı").says("1 × Dolandırıcılık");
        seller.open(&format!("/jual/{code}")).await.is_silent_about("Moderatörün açıklaması");
        moderator.open("/moderasi").await;
        moderator.submit("/moderasi/banyak", &[("pilih", &code), ("putusan", "active")]).await;
        moderator.says("Bekleyen yok").says("İşaretlenenler karara bağlandı");
        moderator.submit("/moderasi/banyak", &[("putusan", "active")]).await;
        moderator.says("Hiçbir şey işaretlenmedi");

        moderator.open("/moderasi/orang").await.says("1 × Spam veya reklam");
        let person = way_to_form(&moderator.page, "/moderasi/orang/", 0);
        moderator.submit(&person, &[("putusan", "dismissed")]).await;
        moderator.says("Bekleyen yok");
        drop(id);
    }

    async fn a_moderator_suspends_a_reported_person_for_some_days_and_nobody_with_a_role(test: TestDb) {
        let shop = Shop::with(test, false).await;
        shop.offer(json!({"title": "Şüpheli araba"})).await;
        let report = async |person: &str| {
            let body = json!({"reason": "spam", "text": "Spam"});
            drop(shop.stranger.post(&format!("/v1/profiles/{person}/report"), &body).await.expect(201));
        };
        let (seller, colleague) = (shop.account(&shop.seller).await, shop.account(&shop.market.admin).await);
        let mut stranger = logged_in(&shop, "stranger").await;
        stranger.open("/pasar").await;
        let address = way(&stranger.page, "/iklan/").to_owned();
        stranger.open(&address).await;
        let page = way(&stranger.page, "/penjual/").to_owned();
        stranger.open(&page).await;
        stranger.submit(&format!("{page}/lapor"), &[("reason", "spam"), ("text", "")]).await;
        report(colleague.as_str()).await;
        let path = format!("/moderasi/orang/{seller}/tangguhkan");
        let (days, why) = (format!("hari-{seller}"), format!("alasan-{seller}"));
        stranger.submit(&path, &[(&days, "7"), (&why, "Spam")]).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);

        let mut moderator = logged_in(&shop, "moderator1").await;
        moderator.open("/moderasi/orang").await.says("Askıya al").says("7 gün");
        for (typed_days, typed_why) in [("0", "Spam"), ("31", "Spam"), ("-1", "Spam"), ("x", "Spam"), ("7", " ")] {
            moderator.submit(&path, &[(&days, typed_days), (&why, typed_why)]).await;
            assert!(moderator.status.is_client_error(), "{typed_days}");
            moderator.open("/moderasi/orang").await;
        }
        shop.seller.get("/currentuser").await.expect(200);
        moderator.submit(&path, &[(&days, "7"), (&why, "Spam")]).await;
        moderator.says("Hesap askıya alındı");
        shop.seller.get("/currentuser").await.expect(401);
        assert!(!logged_in(&shop, "seller").await.has_cookie("balai"));
        // One day later does not make it shorter.
        moderator.submit(&path, &[(&days, "1"), (&why, "Spam")]).await;
        shop.market.app.clock.advance(Duration::from_secs(2 * 24 * 60 * 60));
        assert!(!logged_in(&shop, "seller").await.has_cookie("balai"));
        shop.market.app.clock.advance(Duration::from_secs(6 * 24 * 60 * 60));
        assert!(logged_in(&shop, "seller").await.has_cookie("balai"));
        let mut moderator = logged_in(&shop, "moderator1").await;
        let own = shop.market.app.app.wired.accounts.find_account("moderator1").await.unwrap().unwrap().id;
        moderator.open("/moderasi/orang").await;
        for person in [&colleague, &own] {
            let fields = [(format!("hari-{person}"), "7".to_owned()), (format!("alasan-{person}"), "Spam".to_owned())];
            let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>();
            moderator.submit(&format!("/moderasi/orang/{person}/tangguhkan"), &fields).await;
            assert_eq!(moderator.status, StatusCode::FORBIDDEN);
            moderator.open("/moderasi/orang").await;
        }
    }

    async fn an_administrator_sets_rules_after_trying_them_and_a_moderator_tries_them(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let rules = [("words", "kumar\nsilah*"), ("contactDetails", "ya"), ("newAccountDays", "0"), ("newAccountListings", "0")];
        let mut moderator = logged_in(&shop, "moderator1").await;
        moderator.open("/moderasi/aturan").await.says("Kuralları yalnız yöneticiler değiştirir");
        let trial = [&rules[..], &[("trial", "Silahlar, ara 0532 123 45 67"), ("_lakukan", "coba")]].concat();
        moderator.submit("/moderasi/aturan", &trial).await;
        moderator.says("Bu metin bekletilir").says("silah*").says("0532 123 45 67");
        moderator.submit("/moderasi/aturan", &[&rules[..], &[("_lakukan", "simpan")]].concat()).await;
        assert_eq!(moderator.status, StatusCode::FORBIDDEN);
        let mut admin = logged_in(&shop, "admin1").await;
        admin.open("/moderasi/aturan").await;
        admin.submit("/moderasi/aturan", &[("words", "a\n*"), ("_lakukan", "simpan")]).await;
        assert_eq!(admin.status, StatusCode::BAD_REQUEST);
        admin.submit("/moderasi/aturan", &[&rules[..], &[("_lakukan", "simpan")]].concat()).await;
        admin.says("Kurallar kaydedildi").says("silah*");
        let id = shop.offer(json!({"title": "Kumar masası"})).await;
        admin.open("/moderasi").await.says("Kumar masası").says("kelimesi nedeniyle bekletildi");
        assert_eq!(shop.market.anyone.get(&format!("/v1/listings/{id}")).await.status, 404);
    }

    async fn a_category_asks_what_it_defines_and_lists_are_narrowed_by_it(test: TestDb) {
        let shop = Shop::with(test, false).await;
        let definitions = json!({"attributes": [
            {"key": "year", "type": "year", "names": {"tr": "Model yılı"}, "required": true, "inFacets": true},
            {"key": "km", "type": "number", "names": {"tr": "Kilometre"}, "unit": "km", "inFacets": true},
            {"key": "fuel", "type": "choice", "names": {"tr": "Yakıt"}, "inFacets": true,
                "options": [{"value": "petrol", "names": {"tr": "Benzin"}}, {"value": "diesel", "names": {"tr": "Dizel"}}]},
            {"key": "extras", "type": "several", "names": {"tr": "Donanım"}, "options": [{"value": "abs"}, {"value": "radyo"}]}]});
        shop.market.admin.put(&format!("/v1/categories/{}/attributes", shop.vehicles), &definitions).await.expect(200);
        let mut seller = logged_in(&shop, "seller").await;
        let form = format!("/jual/baru?kategori=electric&ini=ya&lokasi={}", shop.konak);
        seller.open(&form).await.says("Model yılı").says("Kilometre (km)").says("Benzin").says("Donanım");
        let fields = [("kategori", "electric"), ("ini", "ya"), ("lokasi", &shop.konak), ("title", "Elektrikli araba"), ("price", "900.000"),
            ("listingType", "sale"), ("currency", "TRY"), ("attributes.km", "48.500"), ("attributes.fuel", "diesel"),
            ("attributes.extras", "abs"), ("attributes.extras", "radyo")];
        seller.submit("/jual/baru", &fields).await;
        seller.says("48.500").says("checked");
        assert_eq!(seller.status, StatusCode::BAD_REQUEST);
        seller.submit("/jual/baru", &[&fields[..], &[("attributes.year", "2021")]].concat()).await;
        let code = seller.path.trim_start_matches("/jual/").split('?').next().unwrap().to_owned();
        let shown = shop.seller.get("/v1/listings?mine=true").await.json()["listings"][0]["attributes"].clone();
        assert_eq!(shown, json!({"year": 2021, "km": 48_500, "fuel": "diesel", "extras": ["abs", "radyo"]}));
        seller.open(&format!("/jual/{code}/ubah")).await.says("48500").says("2021");
        shop.offer(json!({"title": "Eski araba", "attributes": {"year": 2001, "km": 250_000, "fuel": "petrol"}})).await;

        let mut buyer = Browser::new(&shop.market.anyone, "tr");
        buyer.open("/pasar/kategori/vehicles").await.says("Yakıt").says("Model yılı").says("Kilometre (km)").says("Eski araba");
        buyer.open("/pasar/kategori/vehicles?a.fuel=diesel").await
            .says("Elektrikli araba").is_silent_about("Eski araba").says("a.fuel=petrol").says("Dizel");
        buyer.open("/pasar/kategori/vehicles?r.km=0-100000&r.year=2010-").await.says("Elektrikli araba").is_silent_about("Eski araba");
        let address = way(&buyer.page, "/iklan/").to_owned();
        buyer.open(&address).await.says("48.500 km").says("Dizel").says("abs, radyo").says("2021");
    }
}

both_engines! {
    async fn a_map_says_how_much_there_is_where_and_leads_nearer(test: TestDb) {
        let shop = Shop::with(test, false).await;
        place_at(&shop, &shop.konak, 38.42, 27.14).await;
        place_at(&shop, &shop.bornova, 38.47, 27.22).await;
        let far = shop.market.location("Türkiye", "Van", "Erciş").await;
        place_at(&shop, &far, 39.03, 43.36).await;
        for (title, place) in [("Birinci", json!(shop.konak)), ("İkinci", json!(shop.konak)), ("Üçüncü", json!(shop.bornova)), ("Dördüncü", json!(far)), ("Beşinci", json!(shop.nilufer)), ("Altıncı", json!(null))] {
            shop.offer(json!({"title": title, "locationId": place})).await;
        }
        let mut visitor = Browser::new(&shop.market.anyone, "tr");
        visitor.open("/pasar/cari?kondisi=used").await.says("tampil=peta").is_silent_about("class=\"map");
        visitor.open("/pasar/cari?kondisi=used&tampil=peta").await
            .says("6 ilan").says("<text y=\"11\">3</text>").says("<bdi>İzmir</bdi>").says("2 ilanın haritada yeri yok")
            .is_silent_about("<h3>").says("kota=Van&#38;kecamatan=Erci%C5%9F&#38;kondisi=used");
        // Both districts are too near each other for a map: their list is next.
        let near = way(&visitor.page, "dekat=38.4").replace("&#38;", "&");
        assert_eq!(near, "/pasar/cari?kondisi=used&dekat=38.45%2C27.18&dalam=10");
        visitor.open(&near).await.says("3 ilan").says("Üçüncü").is_silent_about("Dördüncü");
        // Every filter counts, and the map is kept when another is added.
        visitor.open("/pasar/kategori/cars?q=birinci&tampil=peta").await.says("1 ilan").says("<bdi>Konak, İzmir</bdi>").is_silent_about("haritada yeri yok");
        visitor.open("/pasar/cari?dekat=38.42,27.14&dalam=500&tampil=peta").await.says("3 ilan").is_silent_about("Erciş");
        visitor.open("/pasar/cari?kota=Bursa&tampil=peta").await.says("Haritada gösterilecek bir yer yok");
        visitor.open("/pasar/cari?q=yok&tampil=peta").await.says("Hiçbir şey bulunamadı");
        visitor.open("/pasar/cari?q=%E2%80%A6&tampil=peta").await.says("Hiçbir şey bulunamadı");
        visitor.open("/pasar/cari?tampil=peta&kondisi=used").await.says("name=\"tampil\" value=\"peta\"");
        let page = visitor.page.len();
        assert!(page < 60_000, "{page}");
    }
}
