//! The shop's pages, as a shopper without scripts uses them.

use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

const HOSTILE: &str = "Kopi <script>alert(1)</script> \u{202e}Gayo";

async fn stocked(app: &TestApp) -> String {
    let (maker, _) = app.producer("rina").await;
    let product = json!({
        "name": HOSTILE,
        "price": 45_000.5,
        "category": 3,
        "description": "Dipetik </script><b>merah</b>.",
        "resources": [{"name": "Biji arabika", "umkm": "Kebun Atas", "location": {"lat": 4.6, "lng": 96.8, "name": "Takengon, Aceh"}}],
        "production": [{"name": "Jemur"}, {"name": "Sangrai", "description": "200 derajat"}],
        "impact": [{"name": "Petani dibayar tunai"}],
        "contribution": [4, 9, 120],
    });
    let answer = maker.post("/products", &product).await.expect(201);
    answer.json()["data"]["productId"].as_str().unwrap().to_owned()
}

testkit::both_engines! {
    async fn a_shopper_finds_a_product_and_what_can_be_traced_of_it(test: TestDb) {
        let app = TestApp::new(test).await;
        let id = stocked(&app).await;
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open("/").await.says("Rp45.000,50").says("UMKM rina").is_silent_about("<script>alert");
        shopper.open("/cari?q=kop").await.says("1 produk").says("/produk/kopi-script-alert-1-script-gayo-");
        shopper.open("/cari?q=teh").await.says("Tidak ada yang cocok");
        shopper.open("/cari?kategori=3&urut=murah").await.says("1 produk");
        shopper.open("/cari?kategori=1").await.says("Tidak ada produk");
        let code = id.strip_prefix("product-").unwrap();
        shopper.open(&format!("/p/{code}")).await;
        assert_eq!(shopper.path, format!("/produk/kopi-script-alert-1-script-gayo-{code}?dari=kode"));
        shopper
            .says("Takengon, Aceh")
            .says("Dari Kebun Atas")
            .says("200 derajat")
            .says("Petani dibayar tunai")
            .says("Bahan dari daerah sendiri")
            .says("Belum ada yang menilai.")
            .says("application/ld+json")
            .is_silent_about("</script><b>")
            .is_silent_about("contribution-120");
    }

    async fn somebody_who_is_logged_in_rates_once(test: TestDb) {
        let app = TestApp::new(test).await;
        let id = stocked(&app).await;
        app.user("budi").await;
        let mut budi = Browser::new(&app.anyone, "id");
        let path = format!("/produk/{}", id.strip_prefix("product-").unwrap());
        budi.open(&path).await.says("Masuk untuk menilai");
        let here = budi.path.clone();
        budi.open(&format!("/masuk?kembali={here}")).await;
        let login = [("username", "budi"), ("password", PASSWORD), ("kembali", here.as_str())];
        budi.submit("/masuk", &login).await;
        assert_eq!(budi.path, here);
        budi.submit(&format!("{here}/nilai"), &[("bintang", "4")]).await;
        budi.says("penilaian Anda disimpan").says("Nilai 4,0 dari 5, 1 penilaian");
        let bars: Vec<_> = budi.page.split("<rect class=\"bar-share\" width=\"").skip(1).collect();
        let shares: Vec<_> = bars.iter().map(|bar| bar.split('"').next().unwrap()).collect();
        assert_eq!(shares, ["0", "100", "0", "0", "0"], "the best come first");
        budi.says("https://wa.me/?text=Kopi%20").says("mailto:?subject=Kopi%20");
        budi.submit(&format!("{here}/nilai"), &[("bintang", "2")]).await;
        budi.says("Nilai 2,0 dari 5, 1 penilaian");
        budi.submit(&format!("{here}/nilai"), &[("bintang", "9")]).await;
        assert_eq!(budi.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn documented_addresses_lead_browsers_to_pages_and_answer_programs() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let id = stocked(&app).await;
    let browser = app
        .anyone
        .with_header("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    let path = format!("/products/{id}");
    let way = browser.get(&path).await.expect(302);
    assert_eq!(
        way.headers["location"],
        format!("/produk/{}", id.strip_prefix("product-").unwrap())
    );
    assert_eq!(way.headers["vary"], "Accept");
    for accepted in ["*/*", "application/json"] {
        let program = app.anyone.with_header("accept", accepted);
        assert_eq!(
            program.get(&path).await.expect(200).json()["data"]["product"]["name"],
            HOSTILE
        );
        assert_eq!(program.get("/nothing").await.expect(404).json()["status"], "fail");
    }
    assert!(
        browser
            .get("/nothing")
            .await
            .expect(404)
            .text()
            .contains("Halaman tidak ditemukan")
    );
}

#[tokio::test]
async fn what_is_not_there_is_told_in_the_readers_language() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    for (language, text) in [
        ("id", "Halaman tidak ditemukan"),
        ("en", "There is no such page"),
        ("tr", "Böyle bir sayfa yok"),
    ] {
        let mut browser = Browser::new(&app.anyone, language);
        for path in [
            "/produk/x",
            "/produk/kopi-AAAAAAAAAAAAAAAA",
            "/p/..",
            "/pembuat/AAAAAAAAAAAAAAAA",
        ] {
            browser.open(path).await.says(text);
            assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}

#[tokio::test]
async fn programs_read_what_is_new_and_where_everything_is() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let id = stocked(&app).await;
    let code = id.strip_prefix("product-").unwrap();
    let feed = app.anyone.get("/produk-baru.rss").await.expect(200).text();
    assert!(
        feed.contains(code) && feed.contains("&lt;script&gt;") && !feed.contains("<script>"),
        "{feed}"
    );
    assert!(app.anyone.get("/sitemap.xml").await.expect(200).text().contains(code));
    assert!(
        app.anyone
            .get("/robots.txt")
            .await
            .expect(200)
            .text()
            .contains("Sitemap: ")
    );
}

#[tokio::test]
async fn codes_of_labels_lead_to_the_web_client_that_the_settings_name() {
    let given = Given {
        product_url: Some("https://toko.example.org/product/{id}".to_owned()),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    let id = stocked(&app).await;
    let code = id.strip_prefix("product-").unwrap();
    let answer = app.anyone.get(&format!("/p/{code}")).await.expect(302);
    assert_eq!(
        answer.headers["location"],
        format!("https://toko.example.org/product/{id}")
    );
    app.anyone.get("/p/AAAAbbbbcc001122").await.expect(404);
}
