//! The second step of those who hold exams: set up, asked for at pages and at the API, lost.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::{
    assessment_support::{Exams, PASSWORD, log_in, try_log_in},
    pages_committee::officer,
    pages_support::Browser,
    second_factor::App,
    support::TestApp,
};

const OWN: &str = "/ujian/dua-langkah";

/// Switches it on for whoever is logged in.
async fn set_up(app: &TestApp, browser: &mut Browser) -> App {
    browser.open(OWN).await;
    browser
        .submit("/ujian/dua-langkah/mulai", &[("password", "tebakan")])
        .await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser
        .submit("/ujian/dua-langkah/mulai", &[("password", PASSWORD)])
        .await;
    let phone = App::told_by(&browser.page);
    browser.submit(OWN, &[("code", "000000")]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    let code = phone.code(app);
    browser.submit(OWN, &[("code", &code)]).await;
    assert_eq!(
        (browser.status, browser.path.split('?').next().unwrap()),
        (StatusCode::OK, "/ujian/sandi")
    );
    phone
}

/// Somebody whose password is right.
async fn knock(app: &TestApp, username: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "en").local();
    browser.open("/ujian/masuk").await;
    browser
        .submit("/ujian/masuk", &[("username", username), ("password", PASSWORD)])
        .await;
    browser
}

/// Sends the code that the page asks for.
async fn send_code(browser: &mut Browser, code: &str) {
    let held = browser.held_with(&[("code", code)]);
    let fields: Vec<_> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.submit("/ujian/masuk/kode", &fields).await;
}

async fn by_api(app: &TestApp, username: &str, code: Option<&str>) -> u16 {
    let csrf = app.anyone.get("/api/v1/auth/csrf-token").await.expect(200);
    let csrf = csrf.json()["csrfToken"].as_str().unwrap().to_owned();
    let client = app.anyone.with_header("cookie", &format!("x-xsrf-token={csrf}"));
    let mut body = json!({"username": username, "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    let client = client.with_header("x-xsrf-token", &csrf);
    client.post("/api/v1/auth/login", &body).await.status.as_u16()
}

testkit::both_engines! {
    async fn whoever_holds_exams_logs_in_with_a_code_at_pages_and_at_the_api(test: TestDb) {
        let exams = Exams::new(test).await;
        let app = &exams.app;
        let elsewhere = log_in(&app.anyone, "author").await;
        let mut author = officer(&exams, "author").await;
        let phone = set_up(app, &mut author).await;
        // Sessions that began without it have ended; the one that switched it on goes on.
        assert_eq!(elsewhere.get("/api/v1/auth/token").await.status, StatusCode::UNAUTHORIZED);
        author.open(OWN).await;
        assert_eq!(author.status, StatusCode::OK);
        let mut slow = knock(app, "author").await;
        assert_eq!(slow.path, "/ujian/masuk");
        slow.says("Six digits from your authenticator app.");
        // The code that confirmed is used up; a later one gets in, once.
        send_code(&mut slow, &phone.code(app)).await;
        assert_eq!(slow.status, StatusCode::UNPROCESSABLE_ENTITY);
        let code = phone.next_code(app);
        send_code(&mut slow, &code).await;
        assert_eq!(slow.path, "/ujian/paket");
        let mut again = knock(app, "author").await;
        send_code(&mut again, &code).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(try_log_in(&app.anyone, "author", PASSWORD).await.status, StatusCode::FORBIDDEN);
        assert_eq!(by_api(app, "author", Some("000000")).await, 403);
        assert_eq!(by_api(app, "author", Some(&code)).await, 403);
        assert_eq!(by_api(app, "author", Some(&phone.next_code(app))).await, 200);
        assert_eq!(by_api(app, "proctor", None).await, 200);
        // Half a login does not last.
        let mut late = knock(app, "author").await;
        app.clock.advance(Duration::from_secs(5 * 60 + 1));
        send_code(&mut late, &phone.code(app)).await;
        assert!(late.path.starts_with("/ujian/masuk?"), "{}", late.path);
        // Switched off by password and code together.
        let mut author = knock(app, "author").await;
        send_code(&mut author, &phone.next_code(app)).await;
        author.open(OWN).await;
        let code = phone.next_code(app);
        author.submit("/ujian/dua-langkah/hapus", &[("password", "tebakan"), ("code", &code)]).await;
        assert_eq!(author.status, StatusCode::UNPROCESSABLE_ENTITY);
        author.submit("/ujian/dua-langkah/hapus", &[("password", PASSWORD), ("code", &code)]).await;
        author.says("Two-step verification is off.");
        assert_eq!(knock(app, "author").await.path, "/ujian/paket");
    }

    async fn another_administrator_switches_it_off_and_that_is_noted(test: TestDb) {
        let exams = Exams::new(test).await;
        let app = &exams.app;
        let mut rater = officer(&exams, "rater").await;
        set_up(app, &mut rater).await;
        let assessment = &app.app.wired.assessment;
        let id = assessment.find_admin("rater").await.unwrap().unwrap().id;
        let path = format!("/ujian/kelola/admin/{id}");
        let mut author = officer(&exams, "author").await;
        author.open("/ujian/sandi").await;
        author.submit(&format!("{path}/langkah"), &[("reason", "x")]).await;
        assert_eq!(author.status, StatusCode::FORBIDDEN);
        let mut admin = officer(&exams, "administrator").await;
        admin.open(&path).await;
        admin.submit(&format!("{path}/langkah"), &[("reason", "telepon hilang")]).await;
        assert!(!assessment.has_second_step(id).await.unwrap());
        // Whoever was in with it is out, and comes back with the password alone.
        rater.open(OWN).await;
        assert!(rater.path.starts_with("/ujian/masuk"), "{}", rater.path);
        assert_eq!(knock(app, "rater").await.path, "/ujian");
        admin.open("/ujian/kelola/log").await.says("telepon hilang");
    }

    async fn codes_of_an_administrator_cannot_be_tried_out(test: TestDb) {
        let exams = Exams::new(test).await;
        let app = &exams.app;
        let mut rater = officer(&exams, "rater").await;
        let phone = set_up(app, &mut rater).await;
        let mut guess = knock(app, "rater").await;
        for _ in 0..5 {
            send_code(&mut guess, "000000").await;
        }
        send_code(&mut guess, &phone.next_code(app)).await;
        assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(by_api(app, "rater", Some(&phone.code(app))).await, 429);
    }
}
