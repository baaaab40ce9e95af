//! The page on which participants sit an exam, as the server sends it.

use http::{HeaderMap, StatusCode};
use testkit::TestDb;

use super::{pages_support::Browser, support::TestApp};

/// The texts that a page brings along for its program.
fn texts(page: &str) -> serde_json::Value {
    let (_, rest) = page.split_once("id=\"texts\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// Where the program of a page is.
fn program(page: &str) -> String {
    let (_, rest) = page.split_once("<script type=\"module\" src=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers[name].to_str().unwrap()
}

#[tokio::test]
async fn the_page_of_an_exam_is_nobodys_and_speaks_three_languages() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    for (language, title, needs) in [
        ("id", "Masuk ke ujian", "Ujian memerlukan JavaScript"),
        ("en", "Log in to the exam", "The exam needs JavaScript"),
        ("tr", "Sınava giriş", "Sınav JavaScript gerektirir"),
    ] {
        let mut browser = Browser::new(&app.anyone, language);
        let mut pages = Vec::new();
        for path in ["/exam", "/exam/3", "/registration?token=x", "/receipt/ab12"] {
            browser.open(path).await.says(needs).is_silent_about("_token");
            assert_eq!(browser.status, StatusCode::OK, "{path}");
            pages.push(browser.page.clone());
        }
        assert_eq!(texts(&browser.page)["exam-login"], title);
        assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
        assert!(!browser.has_cookie("formulir") && !browser.has_cookie("balai"));
    }
}

#[tokio::test]
async fn a_browser_keeps_the_page_and_its_program_by_a_worker_of_their_own() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut browser = Browser::new(&app.anyone, "en");
    browser.open("/exam").await;
    let program = program(&browser.page);
    let worker = browser.download("/exam/luring.js").await.expect(200);
    assert_eq!(header(&worker.headers, "service-worker-allowed"), "/exam");
    assert_eq!(header(&worker.headers, "cache-control"), "no-cache");
    assert!(header(&worker.headers, "content-security-policy").contains("connect-src 'self'"));
    let text = worker.text();
    let kept: Vec<_> = text.split('"').filter(|text| text.starts_with("/assets/")).collect();
    assert!(kept.contains(&program.as_str()), "{kept:?}");
    for file in kept {
        let file = app.anyone.get(file).await.expect(200);
        assert!(header(&file.headers, "cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn a_strict_policy_leaves_no_script_in_the_page() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let page = app.anyone.get("/exam").await.expect(200);
    let policy = header(&page.headers, "content-security-policy");
    assert!(
        policy.contains("script-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    let text = page.text();
    let scripts: Vec<_> = text
        .split("<script")
        .skip(1)
        .map(|rest| rest.split_once('>').unwrap().0)
        .collect();
    assert_eq!(scripts.len(), 2, "{scripts:?}");
    assert!(scripts[0].contains("application/json") && scripts[1].contains(" src=\"/assets/exam-"));
    assert!(!text.contains(" style=\"") && !text.contains(" onclick"));
    let tag = header(&page.headers, "etag").to_owned();
    let same = app.anyone.with_header("if-none-match", &tag).get("/exam").await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
}
