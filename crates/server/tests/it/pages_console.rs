//! The table of a producer's products: what is done from it, and what shoppers then see.

use std::time::Duration;

use http::StatusCode;
use platform::Ctx;
use serde_json::json;

use super::{
    pages_producer::{maker, seller},
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

/// What a person's browser says of itself.
const AGENT: &str = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile";

/// Runs a background job of the catalogue.
async fn run_job(app: &TestApp, name: &str) {
    let mut jobs = app.app.wired.modules.iter().flat_map(|module| &module.jobs);
    let job = jobs.find(|job| job.name == name).unwrap();
    (job.run)(Ctx::background(app.clock.clone())).await.unwrap();
}

/// What the hidden fields of the form that is sent to a path hold.
fn hidden(page: &str, path: &str, name: &str) -> String {
    let form = page.split(&format!("action=\"{path}\"")).nth(1).unwrap();
    let (_, rest) = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// Whether the documented lists have a product of this code.
async fn is_listed(app: &TestApp, code: &str) -> [bool; 3] {
    let mut listed = [false; 3];
    let paths = ["/products", "/products/search/kopi", "/recomendation"];
    for (path, is_there) in paths.into_iter().zip(&mut listed) {
        *is_there = app.anyone.get(path).await.expect(200).text().contains(code);
    }
    listed
}

/// Somebody with a business who came back later.
async fn enter(app: &TestApp, name: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/masuk?kembali=/usaha").await;
    let login = [("username", name), ("password", PASSWORD), ("kembali", "/usaha")];
    browser.submit("/masuk", &login).await;
    browser
}

/// Sends a table, and stores it if the page offers that.
async fn import(browser: &mut Browser, table: &[u8], stores: bool) {
    browser.open("/usaha/lembar").await;
    let token = browser.token().unwrap();
    browser
        .upload("/usaha/lembar", &[("_token", &token)], &[("file", table)])
        .await;
    if stores {
        let rows = unescaped(&hidden(&browser.page, "/usaha/lembar/simpan", "baris"));
        let fields = [("_token", token.as_str()), ("baris", rows.as_str())];
        browser.upload("/usaha/lembar/simpan", &fields, &[]).await;
    }
}

testkit::both_engines! {
    async fn a_hidden_product_is_nowhere_and_its_page_says_so(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let mut shopper = Browser::new(&app.anyone, "id");
        let page = format!("/produk/kopi-gayo-{code}");
        assert_eq!(is_listed(&app, &code).await, [true; 3]);
        rina.open("/usaha").await;
        let path = format!("/usaha/produk/{code}/tampil");
        rina.submit(&path, &[("tampil", "tidak")]).await.says("Produk disembunyikan dari pembeli.").says("Tampilkan lagi");
        rina.submit(&path, &[("tampil", "tidak")]).await.says("Disembunyikan");
        assert_eq!(is_listed(&app, &code).await, [false; 3]);
        for place in ["/", "/cari?q=kopi", "/produk-baru.rss", "/sitemap.xml"] {
            shopper.open(place).await.is_silent_about(&code);
        }
        shopper.open(&page).await.says("sedang tidak ditawarkan").says("Kebun Rina").is_silent_about("Rp25.000");
        rina.open(&page).await.says("hanya Anda yang melihat").says("Rp25.000");
        // Approving the business anew shows no product that its owner hides.
        let admin = app.account("admin", accounts::Role::Admin).await;
        let umkm = app.anyone.get("/umkm").await.json()["data"]["umkm"][0]["id"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            admin.put(&format!("/umkm/approve/{umkm}"), &json!({})).await.expect(200);
        }
        assert_eq!(is_listed(&app, &code).await, [false; 3]);
        rina.open("/usaha").await;
        rina.submit(&path, &[("tampil", "ya")]).await.says("Produk tampil lagi");
        assert_eq!(is_listed(&app, &code).await, [true; 3]);
        shopper.open(&page).await.says("Rp25.000");
    }

    async fn price_and_stock_are_changed_from_the_table(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let path = format!("/usaha/produk/{code}/tawaran");
        rina.open("/usaha?urut=nama").await;
        assert_eq!(hidden(&rina.page, &path, "urut"), "nama");
        let typed = [("price", "27.500"), ("note", "Tinggal <b>dua</b>"), ("urut", "nama"), ("hal", "1")];
        rina.submit(&path, &typed).await.says("Rp27.500").says("Tinggal &#60;b&#62;dua");
        assert_eq!(rina.path, "/usaha?urut=nama&sudah=produk");
        let mut shopper = Browser::new(&app.anyone, "en");
        shopper.open(&format!("/produk/kopi-gayo-{code}")).await.says("Rp27,500").says("Tinggal &#60;b&#62;dua");
        let product = app.anyone.get(&format!("/products/product-{code}")).await.expect(200).json();
        assert_eq!(product["data"]["product"]["price"], 27_500);
        assert!(product["data"]["product"].get("note").is_none(), "the document knows no note");
        let long = "x".repeat(101);
        for (price, note, fault) in [("dua", "habis", "Bukan harga"), ("1", long.as_str(), "100"), ("", "habis", "price-fault")] {
            rina.submit(&path, &[("price", price), ("note", note)]).await.says(fault);
            assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert_eq!(rina.holds("note").as_deref(), Some(note));
        }
        rina.open(&path).await;
        assert_eq!(rina.holds("price").as_deref(), Some("27.500"));
    }

    async fn a_deleted_product_comes_back_as_it_was_until_it_is_gone_for_good(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let login = app.login("rina").await;
        let parts = json!({"resources": [{"name": "Biji"}], "production": [{"name": "Jemur"}]});
        login.put(&format!("/products/product-{code}"), &parts).await.expect(200);
        app.user("budi").await.post(&format!("/products/product-{code}/rating"), &json!({"rating": 4})).await.expect(201);
        let before = app.anyone.get(&format!("/products/product-{code}")).await.expect(200).json()["data"].clone();
        let (remove, back) = (format!("/usaha/produk/{code}/hapus"), format!("/usaha/produk/{code}/kembalikan"));
        rina.open(&remove).await.says("15 menit");
        rina.submit(&remove, &[]).await.says("Produk dihapus.").says("Kembalikan").says("Belum ada produk");
        assert_eq!(is_listed(&app, &code).await, [false; 3]);
        app.anyone.get(&format!("/products/product-{code}")).await.expect(404);
        login.put(&format!("/products/product-{code}"), &json!({"name": "x"})).await.expect(404);
        login.delete(&format!("/products/product-{code}")).await.expect(404);
        run_job(&app, "trackmate.purge_removed").await;
        rina.open("/usaha").await;
        rina.submit(&back, &[]).await.says("Produk dikembalikan.").says("1 produk");
        rina.submit(&back, &[]).await.says("1 produk");
        let after = app.anyone.get(&format!("/products/product-{code}")).await.expect(200).json()["data"].clone();
        assert_eq!(after, before);
        assert_eq!(is_listed(&app, &code).await, [true; 3]);
        rina.submit(&remove, &[]).await.says("Kembalikan");
        app.clock.advance(Duration::from_secs(16 * 60));
        run_job(&app, "trackmate.purge_removed").await;
        let mut rina = enter(&app, "rina").await;
        rina.says("Belum ada produk").is_silent_about("Kembalikan");
        rina.submit(&back, &[]).await;
        assert_eq!(rina.status, StatusCode::NOT_FOUND);
    }

    async fn a_copy_has_parts_of_its_own_and_is_made_once(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let login = app.login("rina").await;
        let kept = login.post("/resources", &json!({"name": "Air"})).await.expect(201).json()["data"]["resourceId"].clone();
        let parts = json!({
            "resources": [{"name": "Biji", "location": {"lat": 4.6, "lng": 96.8, "name": "Aceh"}}, kept],
            "production": [{"name": "Jemur"}],
            "impact": [{"name": "Hemat air"}],
        });
        login.put(&format!("/products/product-{code}"), &parts).await.expect(200);
        rina.open("/usaha").await;
        let path = format!("/usaha/produk/{code}/salin");
        let key = hidden(&rina.page, &path, "_kunci");
        rina.submit(&path, &[("_kunci", key.as_str())]).await.says("Ini salinannya.");
        assert_eq!(rina.holds("name").as_deref(), Some("Kopi Gayo (salinan)"));
        let copy = rina.path.strip_prefix("/usaha/produk/").unwrap().split('?').next().unwrap().to_owned();
        assert_ne!(copy, code);
        rina.submit(&path, &[("_kunci", key.as_str())]).await;
        rina.open("/usaha").await.says("2 produk").says("Disembunyikan");
        let of = async |code: &str| {
            let answer = app.anyone.get(&format!("/products/product-{code}")).await.expect(200);
            answer.json()["data"]["product"].clone()
        };
        let (original, copied) = (of(&code).await, of(&copy).await);
        assert_eq!(copied["resources"][0]["location"], original["resources"][0]["location"]);
        assert_eq!(copied["resources"][1]["id"], kept, "what is kept apart is named again");
        for part in ["resources", "production", "impact"] {
            assert_eq!(copied[part][0]["name"], original[part][0]["name"]);
            assert_ne!(copied[part][0]["id"], original[part][0]["id"], "{part}");
        }
        login.delete(&format!("/products/product-{code}")).await.expect(200);
        assert_eq!(of(&copy).await["impact"][0]["name"], "Hemat air");
        assert!(!app.anyone.get("/products").await.text().contains(&copy));
    }

    async fn views_are_counted_by_way_and_neither_ones_own_nor_a_robots(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let person = app.anyone.with_header("user-agent", AGENT);
        let mut shopper = Browser::new(&person, "id");
        let page = format!("/produk/kopi-gayo-{code}");
        shopper.open(&page).await;
        shopper.open(&format!("/p/{code}")).await;
        shopper.open(&format!("/p/{code}")).await;
        let found = person.with_header("referer", "http://balai.test/cari?q=kopi");
        Browser::new(&found, "id").open(&page).await;
        let elsewhere = person.with_header("referer", "https://blog.example/kopi");
        Browser::new(&elsewhere, "id").open(&page).await;
        Browser::new(&elsewhere, "id").open(&format!("{page}?dari=bagi")).await.says(&format!("{page}?dari=bagi"));
        for robot in [app.anyone.with_header("user-agent", "Googlebot/2.1"), app.anyone.clone()] {
            Browser::new(&robot, "id").open(&page).await;
        }
        rina.open(&page).await;
        rina.open("/usaha").await.says("0× minggu ini").is_silent_about("<rect");
        run_job(&app, "trackmate.write_views").await;
        run_job(&app, "trackmate.write_views").await;
        rina.open("/usaha?urut=dilihat").await.says("6× minggu ini").says("Dibuka 6 kali dalam tujuh hari terakhir.");
        assert_eq!(rina.page.matches("<rect").count(), 12);
        rina.open(&format!("/usaha/produk/{code}/kunjungan")).await.says("<td>6</td><td>1</td><td>1</td><td>2</td><td>1</td><td>1</td>").says("Dari situs lain");
        app.clock.advance(Duration::from_secs(8 * 24 * 60 * 60));
        let mut later = enter(&app, "rina").await;
        later.says("0× minggu ini").says("<td>6</td><td>1</td><td>1</td><td>2</td><td>1</td><td>1</td>");
        // Views of a product that is gone are nobody's, and hinder no others.
        shopper.open(&page).await;
        app.login("rina").await.delete(&format!("/products/product-{code}")).await.expect(200);
        run_job(&app, "trackmate.write_views").await;
        later.open("/usaha").await.says("Belum ada produk");
    }

    async fn anothers_product_is_not_changed_from_the_table(test: TestDb) {
        let app = TestApp::new(test).await;
        let (_, code) = maker(&app, "rina").await;
        let mut tuti = seller(&app, "tuti").await;
        let (mut budi, own) = maker(&app, "budi").await;
        let typed = [("price", "1"), ("note", "x"), ("tampil", "tidak")];
        for act in ["tawaran", "tampil", "salin", "hapus", "kembalikan"] {
            for browser in [&mut budi, &mut tuti] {
                browser.open("/usaha").await;
                browser.submit(&format!("/usaha/produk/{code}/{act}"), &typed).await;
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{act}");
            }
        }
        budi.open(&format!("/usaha/produk/{code}/kunjungan")).await;
        assert_eq!(budi.status, StatusCode::FORBIDDEN);
        assert_eq!(is_listed(&app, &code).await, [true; 3]);
        // Without the token of a form nothing is done.
        budi.post(&format!("/usaha/produk/{own}/tampil"), &[("tampil", "tidak")]).await;
        assert_eq!(is_listed(&app, &own).await, [true; 3]);
        let mut nobody = Browser::new(&app.anyone, "id");
        nobody.open(&format!("/usaha/produk/{code}/kunjungan")).await;
        assert!(nobody.path.starts_with("/masuk"));
    }

    async fn the_table_is_sorted_and_paged(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, _) = maker(&app, "rina").await;
        let login = app.login("rina").await;
        for number in 0..51 {
            let product = json!({"name": format!("Teh {number:02}"), "price": 1_000 - number});
            login.post("/products", &product).await.expect(201);
        }
        let first = |page: &str| page.split("<span class=\"called\">").nth(1).unwrap().split("</bdi>").next().unwrap().to_owned();
        rina.open("/usaha").await.says("52 produk").says("rel=\"next\"");
        assert!(first(&rina.page).ends_with("Teh 50"));
        rina.open("/usaha?urut=nama").await;
        assert!(first(&rina.page).ends_with("Kopi Gayo"));
        rina.open("/usaha?urut=murah").await;
        assert!(first(&rina.page).ends_with("Teh 50"));
        rina.open("/usaha?urut=murah&hal=2").await.says("Kopi Gayo").says("href=\"/usaha?urut=murah\" rel=\"prev\"");
        rina.open("/usaha?urut=%22%3E%3Cscript%3E&hal=99999999999").await;
        assert_eq!(rina.status, StatusCode::OK);
    }

    async fn a_table_is_tried_stored_whole_and_the_same_when_it_is_sent_again(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        app.login("rina").await.put(&format!("/products/product-{code}"), &json!({"description": "=HYPERLINK(1)", "resources": [{"name": "Biji"}]})).await.expect(200);
        let sheet = rina.download("/usaha/produk.csv").await.expect(200);
        assert!(sheet.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        let text = String::from_utf8_lossy(&sheet.body).into_owned();
        assert!(text.starts_with("\u{feff}Kunci,Nama") && text.contains("'=HYPERLINK(1)"), "{text}");
        import(&mut rina, text.as_bytes(), false).await;
        rina.says("0 baru · 0 berubah · 1 tetap · 0 kesalahan").says("Tidak ada yang perlu disimpan.");
        // What is wrong with any row keeps all of them out.
        let new = "BBBBBBBBBBBBBBBB";
        let wrong = format!("Kunci,Nama,Harga (Rp),Kategori,Tampil\n{code},Kopi Gayo,30000,,Ya\n{new},,gratis,9 x,Mungkin\n");
        import(&mut rina, wrong.as_bytes(), false).await;
        rina.says("1 berubah").says("Baris 3").says("bukan harga").says("pilih dari daftarnya").is_silent_about("lembar/simpan");
        let rows = json!([{"row": 2, "cells": [code, "Kopi Gayo", "30000", "", "", "", ""]}, {"row": 3, "cells": [new, "", "1", "", "", "", ""]}]).to_string();
        let token = rina.token().unwrap();
        rina.upload("/usaha/lembar/simpan", &[("_token", &token), ("baris", &rows)], &[]).await.says("Baris 3");
        assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
        rina.open("/usaha").await.says("Rp25.000").says("1 produk");
        let good = format!("Nama;Harga (Rp);Kunci;Catatan stok;Tampil\nKopi <b>baru</b>;30.000,50;{code};Habis;ya\nTeh;12000;{new};;tidak\n");
        for expected in ["1 baru · 1 berubah", "0 baru · 0 berubah · 2 tetap"] {
            import(&mut rina, good.as_bytes(), false).await;
            rina.says(expected);
            if expected.starts_with('1') {
                import(&mut rina, good.as_bytes(), true).await;
                rina.says("Lembar produk disimpan.").says("2 produk").says("Rp30.000,50").says("Habis");
            }
        }
        let kept = app.anyone.get(&format!("/products/product-{code}")).await.expect(200).json()["data"]["product"].clone();
        assert_eq!((&kept["name"], &kept["resources"][0]["name"]), (&json!("Kopi <b>baru</b>"), &json!("Biji")));
        assert!(!app.anyone.get("/products").await.text().contains(new), "it is hidden");
        // Another's key is refused, whatever it is.
        let mut budi = seller(&app, "budi").await;
        budi.resend("/usaha", &[("name", "Warung Budi")], &[]).await;
        import(&mut budi, good.as_bytes(), false).await;
        budi.says("2 kesalahan").says("bukan milik produk Anda").is_silent_about("lembar/simpan");
        // Without keys, names tell products apart.
        let bare = b"Nama,Harga (Rp)\nKerupuk,5000\n";
        import(&mut budi, bare, true).await;
        budi.says("1 produk");
        import(&mut budi, bare, false).await;
        budi.says("1 tetap");
        import(&mut budi, b"Nama,Harga (Rp)\nKerupuk,5000\nKerupuk,6000\n", false).await;
        budi.says("baris lain adalah produk yang sama");
    }

    async fn a_sheet_that_was_filled_in_is_stored_once_however_often_it_is_sent(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, _) = maker(&app, "rina").await;
        let book = rina.download("/usaha/produk.xlsx").await.expect(200);
        import(&mut rina, &book.body, false).await;
        rina.says("0 baru · 0 berubah · 1 tetap · 0 kesalahan");
        for broken in [&b"%PDF-1.7"[..], b"a,b\n1,2\n", b"PK\x03\x04"] {
            import(&mut rina, broken, false).await;
            assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
            rina.says("id=\"file-fault\"");
        }
        let mut nobody = Browser::new(&app.anyone, "id");
        for path in ["/usaha/lembar", "/usaha/produk.csv", "/usaha/produk.xlsx"] {
            nobody.open(path).await;
            assert!(nobody.path.starts_with("/masuk"), "{path}");
        }
    }
}

/// Text as it was before templates wrote it.
fn unescaped(text: &str) -> String {
    let signs = [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ];
    signs
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
