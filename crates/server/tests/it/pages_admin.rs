//! The pages of administrators: who gets in, what they decide, and what is noted of it.

use accounts::Role;
use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    pages_producer::maker,
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

/// Somebody of a role, logged in.
pub(crate) async fn staff(app: &TestApp, name: &str, role: Role) -> Browser {
    app.account(name, role).await;
    enter(app, name).await
}

pub(crate) async fn enter(app: &TestApp, name: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/masuk?kembali=/akun").await;
    let login = [("username", name), ("password", PASSWORD), ("kembali", "/akun")];
    browser.submit("/masuk", &login).await;
    browser
}

async fn moderated(test: TestDb) -> TestApp {
    let given = Given {
        moderate_umkm: Some(true),
        ..Given::default()
    };
    TestApp::with(test, given).await
}

/// Where the first form of the page is sent to, below a path.
fn action(browser: &Browser, below: &str) -> String {
    let (_, rest) = browser.page.split_once(&format!("action=\"{below}")).unwrap();
    format!("{below}{}", rest.split('"').next().unwrap())
}

testkit::both_engines! {
    async fn businesses_and_impacts_are_approved_and_withdrawn_and_noted(test: TestDb) {
        let app = moderated(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        app.login("rina").await.post("/impacts", &json!({"name": "Hemat <i>air</i>"})).await.expect(201);
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/pengelola").await.says("Kebun Rina").says("<small>1</small>");
        let path = action(&admin, "/pengelola/usaha/");
        let approve = [("setuju", "ya"), ("alasan", "Sudah <b>diperiksa</b>")];
        admin.submit(&path, &approve).await.says("Disetujui.").says("Tidak ada apa-apa di sini");
        admin.submit(&path, &approve).await.says("Tidak ada apa-apa di sini");
        assert!(app.anyone.get("/products").await.text().contains(&code));
        rina.open("/usaha").await.is_silent_about("menunggu persetujuan");
        admin.open("/pengelola?status=disetujui").await.says("Kebun Rina").says("Cabut persetujuan");
        admin.submit(&path, &[("setuju", "tidak")]).await.says("Persetujuan dicabut.");
        assert!(!app.anyone.get("/products").await.text().contains(&code));
        admin.open("/pengelola/dampak").await.says("Hemat &#60;i&#62;air");
        let path = action(&admin, "/pengelola/dampak/");
        admin.submit(&path, &[("setuju", "ya")]).await.says("Disetujui.").is_silent_about("Hemat &#60;i&#62;air");
        // The documented routes are noted as well.
        let login = app.login("admin").await;
        let impact = path.strip_prefix("/pengelola/dampak/").unwrap();
        login.put(&format!("/impacts/approve/impact-{impact}"), &json!({})).await.expect(200);
        admin.open("/pengelola/catatan").await.says("4 ditemukan").says("menyetujui usaha <bdi>Kebun Rina");
        admin.says("Sudah &#60;b&#62;diperiksa").says("mencabut persetujuan dampak");
        admin.open("/pengelola/catatan?tindakan=umkm-withdraw").await.says("1 ditemukan");
        admin.open("/pengelola/catatan?tindakan=%3Cx&hal=0").await.says("4 ditemukan");
        for (path, missing) in [("/pengelola/usaha/AAAAAAAAAAAAAAAA", 404), ("/pengelola/dampak/x", 404)] {
            admin.open("/pengelola").await;
            admin.submit(path, &[("setuju", "ya")]).await;
            assert_eq!(admin.status, missing, "{path}");
        }
    }

    async fn a_report_is_told_to_administrators_who_close_it_or_hide_the_product(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let mut shopper = Browser::new(&app.anyone, "id");
        let (page, report) = (format!("/produk/kopi-gayo-{code}"), format!("/produk/kopi-gayo-{code}/lapor"));
        shopper.open(&page).await.says(&format!("href=\"{report}\""));
        shopper.open(&report).await.says("Kami tidak menyimpan siapa yang melapor.");
        shopper.submit(&report, &[("reason", "other"), ("said", " ")]).await;
        assert_eq!(shopper.status, StatusCode::UNPROCESSABLE_ENTITY);
        shopper.submit(&report, &[("reason", ""), ("said", "Bukan kopi")]).await.says("Bukan kopi");
        assert_eq!(shopper.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = [("reason", "misleading"), ("said", "Bukan <script>kopi</script>")];
        for _ in 0..2 {
            shopper.open(&report).await;
            shopper.submit(&report, &said).await.says("Pengelola akan memeriksa laporan Anda.");
        }
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/pengelola/laporan").await.says("Bukan &#60;script&#62;kopi").says("Belum ditangani (1)</a>");
        assert_eq!(admin.page.matches("class=\"told-of\"").count(), 1, "the same is told once");
        let close = admin.page.split("formaction=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        admin.submit(&close, &[("alasan", "Ini kopi")]).await.says("Laporan ditutup.").says("Tidak ada apa-apa");
        admin.submit(&close, &[]).await;
        shopper.open(&report).await;
        shopper.submit(&report, &[("reason", "forbidden"), ("said", "")]).await;
        admin.open("/pengelola/laporan").await.says("Tidak boleh dijual");
        let decide = action(&admin, "/pengelola/produk/");
        admin.submit(&decide, &[("tampil", "tidak"), ("alasan", "Dilarang")]).await.says("Produk disembunyikan").says("Tidak ada apa-apa");
        assert!(!app.anyone.get("/products").await.text().contains(&code));
        app.anyone.get(&format!("/products/product-{code}")).await.expect(404);
        shopper.open(&page).await;
        assert_eq!(shopper.status, StatusCode::NOT_FOUND);
        // Its owner sees why it is gone, and cannot show it.
        rina.open("/usaha").await.says("Disembunyikan pengelola");
        rina.submit(&format!("/usaha/produk/{code}/tampil"), &[("tampil", "ya")]).await;
        assert!(!app.anyone.get("/products").await.text().contains(&code));
        rina.open(&format!("/usaha/produk/{code}")).await;
        assert_eq!(rina.status, StatusCode::OK);
        admin.open("/pengelola/laporan?status=ditangani").await.says("Ditangani");
        admin.submit(&decide, &[("tampil", "ya")]).await.says("Produk tampil lagi.");
        assert!(app.anyone.get("/products").await.text().contains(&code));
        admin.open("/pengelola/catatan").await.says("3 ditemukan").says("menyembunyikan produk <bdi>Kopi Gayo").says("Dilarang");
    }
}

#[tokio::test]
async fn nobody_but_administrators_gets_in() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (mut rina, code) = maker(&app, "rina").await;
    let mut moderator = staff(&app, "moderator", Role::Moderator).await;
    let pages = ["", "/dampak", "/laporan", "/catatan"];
    let changes = [
        "/usaha/AAAAAAAAAAAAAAAA".to_owned(),
        "/dampak/AAAAAAAAAAAAAAAA".to_owned(),
        "/laporan/report-AAAAAAAAAAAAAAAA".to_owned(),
        format!("/produk/{code}"),
    ];
    for browser in [&mut rina, &mut moderator] {
        for page in pages {
            browser.open(&format!("/pengelola{page}")).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{page}");
        }
        for change in &changes {
            browser.open("/akun").await;
            browser
                .submit(&format!("/pengelola{change}"), &[("tampil", "tidak")])
                .await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{change}");
        }
    }
    let mut nobody = Browser::new(&app.anyone, "id");
    nobody.open("/pengelola/laporan").await;
    assert!(nobody.path.starts_with("/masuk?kembali=%2Fpengelola%2Flaporan"));
    // A form of no page of ours changes nothing.
    let mut admin = staff(&app, "admin", Role::Admin).await;
    admin
        .post(&format!("/pengelola/produk/{code}"), &[("tampil", "tidak")])
        .await;
    assert!(app.anyone.get("/products").await.text().contains(&code));
}

#[tokio::test]
async fn an_address_that_reports_too_often_waits() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (_, code) = maker(&app, "rina").await;
    let mut shopper = Browser::new(&app.anyone, "id");
    let report = format!("/produk/kopi-gayo-{code}/lapor");
    for number in 0..10 {
        shopper.open(&report).await;
        let said = format!("Laporan {number}");
        shopper
            .submit(&report, &[("reason", "other"), ("said", &said)])
            .await
            .says("Pengelola akan memeriksa");
    }
    shopper.open(&report).await;
    shopper
        .submit(&report, &[("reason", "other"), ("said", "Satu lagi")])
        .await
        .says("Satu lagi");
    assert_eq!(shopper.status, StatusCode::UNPROCESSABLE_ENTITY);
}
