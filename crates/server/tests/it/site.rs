//! A folder of one's own beside APIs and pages.

use std::{fs, os::unix::fs::symlink, path::Path};

use axum::body::Body;
use http::{Method, Request, header};
use server::{app::App, settings::Given, wiring};
use testkit::{Answer, Client, TestDb};

use crate::support::TestApp;

/// A folder with a page, a style, and what must not be seen.
fn site(dir: &Path) -> std::path::PathBuf {
    let site = dir.join("site");
    for folder in ["kegiatan", "kosong", ".git"] {
        fs::create_dir_all(site.join(folder)).unwrap();
    }
    fs::write(dir.join("rahasia.txt"), "rahasia").unwrap();
    for (name, text) in [
        ("index.html", "<h1>Desa kami</h1>"),
        ("404.html", "<h1>Tidak ada di desa kami</h1>"),
        ("kegiatan/index.html", "<h1>Kegiatan</h1>"),
        ("gaya.css", &"a { color: red } ".repeat(200)),
        ("suara.mp3", "0123456789"),
        ("gambar.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (".env", "PASSWORD=1"),
        (".git/config", "[core]"),
        ("products", "nothing of the API"),
        ("masuk", "no login"),
    ] {
        fs::write(site.join(name), text).unwrap();
    }
    symlink(dir.join("rahasia.txt"), site.join("keluar.txt")).unwrap();
    symlink(dir, site.join("atas")).unwrap();
    site
}

async fn served(test: TestDb) -> (TestApp, Client) {
    let site = site(test.dir.path());
    let given = Given {
        site: Some(site),
        ..Given::default()
    };
    let app = TestApp::with(test, given).await;
    let browser = app.anyone.with_header("accept", "text/html,*/*;q=0.8");
    (app, browser)
}

fn head(answer: &Answer, name: header::HeaderName) -> &str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_folder_is_served_where_no_route_is_and_at_the_root() {
    let (app, browser) = served(TestDb::sqlite().await).await;
    let first = browser.get("/").await.expect(200);
    assert_eq!(first.text(), "<h1>Desa kami</h1>");
    assert_eq!(head(&first, header::CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(head(&first, header::CACHE_CONTROL), "no-cache");
    let policy = head(&first, header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.starts_with("default-src 'self';") && !policy.contains("script-src"),
        "{policy}"
    );
    assert_eq!(browser.get("/kegiatan/").await.expect(200).text(), "<h1>Kegiatan</h1>");
    let way = browser.get("/kegiatan").await.expect(307);
    assert_eq!(head(&way, header::LOCATION), "/kegiatan/");
    for (path, kind) in [
        ("/gaya.css", "text/css; charset=utf-8"),
        ("/suara.mp3", "audio/mpeg"),
        ("/gambar.svg", "image/svg+xml"),
    ] {
        let file = app.anyone.get(path).await.expect(200);
        assert_eq!(head(&file, header::CONTENT_TYPE), kind, "{path}");
    }
    let asked = app.anyone.call(Method::HEAD, "/gaya.css").await.expect(200);
    assert_eq!((head(&asked, header::CONTENT_LENGTH), asked.body.len()), ("3400", 0));
}

#[tokio::test]
async fn apis_and_pages_win_where_addresses_meet() {
    let (app, browser) = served(TestDb::sqlite().await).await;
    assert_eq!(
        app.anyone.get("/products").await.expect(200).json()["status"],
        "success"
    );
    assert!(
        browser
            .get("/masuk")
            .await
            .expect(200)
            .text()
            .contains("name=\"username\"")
    );
    assert_eq!(app.anyone.get("/nowhere").await.expect(404).json()["status"], "fail");
    // A page about a thing that is not there is the shop's.
    let missing = browser.get("/produk/AAAAbbbbCCCCdddd").await.expect(404).text();
    assert!(!missing.contains("desa kami"), "{missing}");
    app.anyone.call(Method::POST, "/gaya.css").await.expect(404);
}

#[tokio::test]
async fn only_a_browser_is_shown_the_folders_own_page_for_what_is_missing() {
    let (app, browser) = served(TestDb::sqlite().await).await;
    for path in ["/nowhere", "/kosong/", "/kegiatan/x.html"] {
        let missing = browser.get(path).await.expect(404);
        assert_eq!(missing.text(), "<h1>Tidak ada di desa kami</h1>", "{path}");
        assert_eq!(head(&missing, header::ETAG), "");
    }
    for path in ["/v1/nowhere", "/gambar.png"] {
        assert!(app.anyone.get(path).await.expect(404).text().starts_with('{'), "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_of_the_folder_and_nothing_hidden_is_served() {
    let (app, browser) = served(TestDb::sqlite().await).await;
    for path in [
        "/.env",
        "/%2eenv",
        "/.git/config",
        "/keluar.txt",
        "/atas/rahasia.txt",
        "/../rahasia.txt",
        "/%2e%2e/rahasia.txt",
        "/kegiatan/..%2f..%2frahasia.txt",
        "/kegiatan/..%5c..%5crahasia.txt",
        "//kegiatan",
        "/kosong/",
        "/gaya.css/",
        "/gaya.css%00",
        "/%ff%fe",
    ] {
        for client in [&app.anyone, &browser] {
            let answer = client.get(path).await.expect(404);
            let text = answer.text();
            assert!(!text.contains("rahasia") || text.starts_with('{'), "{path}: {text}");
            assert!(!text.contains("PASSWORD") && !text.contains("[core]"), "{path}");
        }
    }
}

#[tokio::test]
async fn a_file_is_sent_once_and_in_parts() {
    let (app, _) = served(TestDb::sqlite().await).await;
    let ask = async |path: &str, name: header::HeaderName, value: &str| {
        app.anyone
            .send(Request::get(path).header(name, value), Body::empty())
            .await
    };
    let whole = app.anyone.get("/suara.mp3").await.expect(200);
    assert_eq!(head(&whole, header::ACCEPT_RANGES), "bytes");
    let (etag, changed) = (head(&whole, header::ETAG), head(&whole, header::LAST_MODIFIED));
    assert!(!etag.is_empty() && !changed.is_empty());
    assert!(
        ask("/suara.mp3", header::IF_NONE_MATCH, etag)
            .await
            .expect(304)
            .body
            .is_empty()
    );
    ask("/suara.mp3", header::IF_MODIFIED_SINCE, changed).await.expect(304);
    let part = ask("/suara.mp3", header::RANGE, "bytes=2-4").await.expect(206);
    assert_eq!(
        (part.text().as_str(), head(&part, header::CONTENT_RANGE)),
        ("234", "bytes 2-4/10")
    );
    ask("/suara.mp3", header::RANGE, "bytes=10-").await.expect(416);
    ask("/suara.mp3", header::RANGE, "bytes=0-1,3-4").await.expect(200);
    // A text comes compressed, and is known again as what it was.
    let packed = ask("/gaya.css", header::ACCEPT_ENCODING, "gzip").await.expect(200);
    assert_eq!(head(&packed, header::CONTENT_ENCODING), "gzip");
    assert!(packed.body.len() < 1000);
    ask("/gaya.css", header::IF_NONE_MATCH, head(&packed, header::ETAG))
        .await
        .expect(304);
}

#[tokio::test]
async fn a_folder_that_holds_what_the_server_keeps_is_refused() {
    let test = TestDb::sqlite().await.migrated(&wiring::migrations()).await;
    let home = test.dir.path().to_owned();
    let refusal = |site: &Path| {
        let given = Given {
            site: Some(site.to_owned()),
            data: Some(home.join("data")),
            ..Given::default()
        };
        let settings = given.settle(wiring::MODULES).unwrap();
        let cost = platform::auth::password::Cost::cheap();
        let refused = App::over(&settings, test.db.clone(), cost, None).err().unwrap();
        assert_eq!(refused.code(), "settings.site");
        refused.to_string()
    };
    assert!(refusal(&home).contains("must not be read by everybody"));
    assert!(refusal(&home.join("data")).contains("must not be read by everybody"));
    assert!(refusal(&home.join("nowhere")).contains("nowhere"));
}
