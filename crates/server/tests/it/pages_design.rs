//! The page of components, and the one that is shown without a network.

use http::StatusCode;
use server::app::App;
use testkit::{Client, TestDb};

use super::{
    pages_support::Browser,
    support::{TestApp, settled},
};

#[tokio::test]
async fn components_are_shown_with_demo_data_alone() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut browser = Browser::new(&app.anyone, "en");
    browser.open("/design").await;
    assert_eq!(browser.status, StatusCode::NOT_FOUND);
    let mut settings = settled(&app.test);
    settings.shows_design = true;
    let cost = platform::auth::password::Cost::cheap();
    let app = App::over(&settings, app.test.db.clone(), cost, None).unwrap();
    let mut browser = Browser::new(&Client::new(app.stack.clone()), "en");
    browser.open("/design").await;
    assert_eq!(browser.status, StatusCode::OK);
    for component in [
        "class=\"button grave\"",
        "aria-invalid=\"true\"",
        "id=\"summary-light\"",
        "id=\"summary-dark\"",
        "<div data-theme=\"light\">",
        "<div data-theme=\"dark\">",
        "class=\"notice toast\"",
        "class=\"uploading\"",
        "class=\"qr\"",
        "class=\"map\"",
        "href=\"/assets/design-",
        "<table class=\"table\">",
        "class=\"tabs\"",
        "<details class=\"dialog\">",
        "class=\"skeleton\"",
        "<progress",
        "class=\"chart\"",
        "<polyline",
        "srcset=\"/media/placeholder.png?w=160 160w",
        "class=\"pages\"",
    ] {
        browser.says(component);
    }
    assert!(!browser.has_cookie("formulir") && !browser.has_cookie("balai"));
}

#[tokio::test]
async fn without_a_network_a_page_is_shown_that_is_nobodys() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    for (language, said) in [
        ("id", "Tidak tersambung"),
        ("en", "No connection"),
        ("tr", "Bağlantı yok"),
    ] {
        let mut browser = Browser::new(&app.anyone, language);
        browser.open("/luring").await.says(said).is_silent_about("_token");
        assert!(!browser.has_cookie("formulir"));
    }
    let worker = Browser::new(&app.anyone, "en").download("/luring.js").await.expect(200);
    let header = |name: &str| worker.headers[name].to_str().unwrap().to_owned();
    // A worker may fetch what its own answer allows.
    assert!(header("content-security-policy").contains("connect-src 'self'"));
    assert!(header("content-type").starts_with("text/javascript"));
    assert_eq!(header("cache-control"), "no-cache");
    let kept: Vec<_> = worker
        .text()
        .split('"')
        .filter(|text| text.starts_with("/assets/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(kept.len(), 4);
    for file in kept {
        drop(app.anyone.get(&file).await.expect(200));
    }
}
