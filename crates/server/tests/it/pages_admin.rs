//! The pages of administrators: who gets in, what they decide, and what is noted of it.

use accounts::Role;
use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    pages_producer::{maker, seller},
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

/// Somebody of a role, logged in.
async fn staff(app: &TestApp, name: &str, role: Role) -> Browser {
    app.account(name, role).await;
    enter(app, name).await
}

async fn enter(app: &TestApp, name: &str) -> Browser {
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

    async fn accounts_are_found_suspended_and_restored(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        app.account("lain", Role::Admin).await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/pengelola/akun").await.says("3 ditemukan").says("Ini akun Anda");
        admin.open("/pengelola/akun?q=RIN").await.says("rina@example.com").says("1 ditemukan");
        admin.open("/pengelola/akun?q=%25").await.says("0 ditemukan");
        admin.open("/pengelola/akun?q=tak%00ada").await.says("0 ditemukan");
        admin.open("/pengelola/akun?q=rina").await;
        let path = action(&admin, "/pengelola/akun/");
        let why = [("lakukan", "tangguhkan"), ("alasan", "Menipu")];
        admin.submit(&path, &why).await.says("Akun ditangguhkan").says("Menipu").says("Pulihkan");
        admin.submit(&path, &why).await;
        rina.open("/akun").await;
        assert!(rina.path.starts_with("/masuk"), "its session has ended: {}", rina.path);
        admin.open("/pengelola/akun?ditangguhkan=ya").await.says("1 ditemukan");
        admin.submit(&path, &[("lakukan", "pulihkan")]).await.says("Akun dipulihkan.");
        let rina = enter(&app, "rina").await;
        assert_eq!(rina.path, "/akun");
        for protected in ["admin", "lain"] {
            admin.open(&format!("/pengelola/akun?q={protected}")).await;
            admin.submit(&format!("/pengelola/akun/{protected}"), &why).await.says("tidak dapat Anda tangguhkan");
            assert_eq!(admin.status, StatusCode::FORBIDDEN);
        }
        let mut first = staff(&app, "utama", Role::SuperAdmin).await;
        first.open("/pengelola/akun?q=lain").await;
        first.submit("/pengelola/akun/lain", &why).await.says("Akun ditangguhkan");
        first.open("/pengelola/catatan").await.says("3 ditemukan").says("menangguhkan akun <bdi>rina").says("Menipu");
    }
}

testkit::both_engines! {
    async fn the_role_of_an_administrator_is_given_and_taken_after_asking_and_counts_at_once(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        rina.open("/pengelola").await;
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        admin.open("/pengelola/akun?q=rina").await.says("Jadikan pengelola");
        let path = admin.page.split("href=\"").find(|rest| rest.contains("/peran\"")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        admin.open(&path).await.says("<bdi>rina</bdi>").says("mengangkat pengelola lain");
        assert!(admin.holds("pengelola").as_deref() == Some("ya"), "opening the question changes nothing");
        rina.open("/pengelola").await;
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        let give = [("pengelola", "ya"), ("alasan", "Pengurus <b>baru</b>")];
        admin.submit(&path, &give).await.says("Akun itu kini pengelola.");
        admin.open(&path).await;
        admin.submit(&path, &give).await;
        rina.open("/pengelola").await;
        assert_eq!(rina.status, StatusCode::OK, "it counts in a session that was open");
        // One administrator does not take the role from another, and gives up their own.
        let other = admin.open("/pengelola/akun?q=admin").await.page.split("href=\"").find(|rest| rest.contains("/peran\"")).unwrap().split('"').next().unwrap().to_owned();
        rina.open(&other).await;
        rina.submit(&other, &[("pengelola", "tidak")]).await.says("hanya dapat dicabut oleh pengelola utama");
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        admin.open(&other).await.says("Lepas peran pengelola saya");
        admin.submit(&other, &[("pengelola", "tidak")]).await.says("Anda bukan pengelola lagi.");
        assert!(admin.path.starts_with("/akun"));
        admin.open("/pengelola").await;
        assert_eq!(admin.status, StatusCode::FORBIDDEN);
        // Somebody is left.
        rina.open(&path).await;
        rina.submit(&path, &[("pengelola", "tidak")]).await.says("satu-satunya pengelola");
        assert_eq!(rina.status, StatusCode::CONFLICT);
        rina.open("/pengelola/catatan").await.says("2 ditemukan").says("menjadikan pengelola <bdi>rina").says("Pengurus &#60;b&#62;baru");
        rina.says("mencabut peran pengelola dari <bdi>admin");
        let mut first = staff(&app, "utama", Role::SuperAdmin).await;
        first.open(&path).await.says("Cabut peran pengelola");
        first.submit(&path, &[("pengelola", "tidak")]).await.says("Akun itu bukan pengelola lagi.");
        rina.open("/pengelola").await;
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        first.open("/pengelola/akun/user-AAAAAAAAAAAAAAAA/peran").await;
        assert_eq!(first.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn nobody_but_administrators_gets_in() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (mut rina, code) = maker(&app, "rina").await;
    let mut moderator = staff(&app, "moderator", Role::Moderator).await;
    let pages = ["", "/dampak", "/laporan", "/akun", "/catatan"];
    let changes = [
        "/usaha/AAAAAAAAAAAAAAAA".to_owned(),
        "/dampak/AAAAAAAAAAAAAAAA".to_owned(),
        "/laporan/report-AAAAAAAAAAAAAAAA".to_owned(),
        format!("/produk/{code}"),
        "/akun/rina".to_owned(),
        "/akun/rina/peran".to_owned(),
    ];
    for browser in [&mut rina, &mut moderator] {
        browser.open("/akun").await.is_silent_about("href=\"/pengelola\"");
        for page in pages {
            browser.open(&format!("/pengelola{page}")).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{page}");
        }
        for change in &changes {
            browser.open("/akun").await;
            browser
                .submit(
                    &format!("/pengelola{change}"),
                    &[("tampil", "tidak"), ("lakukan", "tangguhkan")],
                )
                .await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{change}");
        }
    }
    let mut nobody = Browser::new(&app.anyone, "id");
    nobody.open("/pengelola/akun").await;
    assert!(nobody.path.starts_with("/masuk?kembali=%2Fpengelola%2Fakun"));
    // A form of no page of ours changes nothing.
    let mut admin = staff(&app, "admin", Role::Admin).await;
    admin
        .post(&format!("/pengelola/produk/{code}"), &[("tampil", "tidak")])
        .await;
    assert!(app.anyone.get("/products").await.text().contains(&code));
    admin.open("/akun").await.says("href=\"/pengelola\"");
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
