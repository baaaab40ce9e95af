//! What people are told while the database is away, and what becomes of what they typed.

use http::StatusCode;
use server::app::App;
use testkit::{Client, TestDb};

use super::{
    pages_producer::{GIF, maker},
    pages_support::Browser,
    support::{PASSWORD, TestApp, settled},
};

testkit::both_engines! {
    async fn while_the_database_is_away_pages_say_what_to_do_next_in_each_language(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        app.test.db.close().await;
        let product = format!("/produk/kopi-gayo-{code}");
        for (language, heading, again) in [
            ("id", "Kami segera kembali", "Coba lagi"),
            ("en", "We will be back shortly", "Try again"),
            ("tr", "Birazdan döneriz", "Yeniden dene"),
        ] {
            let mut shopper = Browser::new(&app.anyone, language);
            for path in ["/", product.as_str(), "/cari?q=kopi"] {
                shopper.open(path).await.says(heading).says(&format!("<a class=\"button\" href=\"{path}\">{again}"));
                assert_eq!(shopper.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
                let answer = shopper.download(path).await;
                let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=60).contains(&wait), "{wait}");
                assert_eq!(answer.headers["cache-control"], "private, no-cache");
            }
            // What needs nothing that is stored is there, as ever.
            shopper.open("/masuk").await.is_silent_about(heading);
            assert_eq!(shopper.status, StatusCode::OK);
        }
        // Whoever is logged in is not told that they are not.
        rina.open("/usaha").await.says("Kami segera kembali").is_silent_about("href=\"/daftar\"");
        assert_eq!(rina.status, StatusCode::SERVICE_UNAVAILABLE);
    }

    async fn what_was_typed_while_the_database_is_away_comes_back_to_be_sent_again(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let mut shopper = Browser::new(&app.anyone, "id");
        let report = format!("/produk/kopi-gayo-{code}/lapor");
        shopper.open(&report).await;
        rina.open("/usaha/produk/baru").await;
        let token = rina.token().unwrap();
        app.test.db.close().await;
        shopper.submit(&report, &[("reason", "other"), ("said", "Bukan <b>kopi</b>")]).await;
        shopper.says("<li>Bukan &#60;b&#62;kopi&#60;/b&#62;</li>").says("Kirim lagi");
        assert_eq!(shopper.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(shopper.holds("said").as_deref(), Some("Bukan <b>kopi</b>"));
        shopper.says(&format!("action=\"{report}\""));
        // A long form, with a picture, which nobody can keep now: where it is known who sends it, it comes back as it was.
        let typed = [("name", "Teh Melati"), ("price", "12.000"), ("production[0].name", "Petik")];
        let form = rina.page.clone();
        rina.resend("/usaha/produk/baru", &typed, &[("picture", GIF)]).await.says("id=\"picture-fault\"");
        for is_known in [true, false] {
            if !is_known {
                let cost = platform::auth::password::Cost::cheap();
                let other = App::over(&settled(&app.test), app.test.db.clone(), cost, None).unwrap();
                rina.go_to(&Client::new(other.stack.clone()), "id");
            }
            rina.page.clone_from(&form);
            let files: &[(&str, &[u8])] = if is_known { &[] } else { &[("picture", GIF)] };
            rina.resend("/usaha/produk/baru", &typed, files).await.says("Foto perlu dipilih lagi");
            assert_eq!(rina.status, StatusCode::SERVICE_UNAVAILABLE);
            for (name, value) in typed {
                assert_eq!(rina.holds(name).as_deref(), Some(value), "{name}");
            }
            assert_eq!(rina.token().as_deref(), Some(token.as_str()));
        }
        // Passwords are typed anew.
        shopper.open("/masuk").await;
        shopper.submit("/masuk", &[("username", "rina"), ("password", PASSWORD), ("kembali", "/akun")]).await;
        shopper.says("<li>rina</li>").is_silent_about(PASSWORD).says("type=\"password\"");
        assert_eq!((shopper.status, shopper.holds("kembali").as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("/akun")));
    }
}

#[tokio::test]
async fn another_places_form_is_not_given_back() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (_, code) = maker(&app, "rina").await;
    app.test.db.close().await;
    let report = format!("/produk/kopi-gayo-{code}/lapor");
    let foreign = http::Request::post(&report)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("host", "balai.test")
        .header("origin", "https://evil.example");
    let answer = app.anyone.send(foreign, "said=Beli+di+sini".into()).await;
    assert!(!answer.text().contains("Beli di sini"));
}
