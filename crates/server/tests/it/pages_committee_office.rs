//! The place as those who hold exams keep it: the first start, ways over plain HTTP.

use std::time::Duration;

use accounts::Role;
use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    assessment_support::{PASSWORD, make_admin},
    pages_support::Browser,
    support::TestApp,
};

const FIRST: &str = "/ujian/mulai";

fn local(app: &TestApp, language: &str) -> Browser {
    Browser::new(&app.anyone, language).local()
}

/// What somebody types who is the first.
fn typed<'a>(code: &'a str, username: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("code", code),
        ("username", username),
        ("password", PASSWORD),
        ("passwordAgain", PASSWORD),
    ]
}

/// Whether a name and the password of tests open the pages of exams.
async fn opens(app: &TestApp, username: &str) -> bool {
    let mut browser = local(app, "id");
    browser.open("/ujian/masuk").await;
    browser
        .submit("/ujian/masuk", &[("username", username), ("password", PASSWORD)])
        .await;
    browser.path == "/ujian"
}

testkit::both_engines! {
    async fn whoever_has_the_code_makes_both_first_administrators_and_is_in(test: TestDb) {
        let app = TestApp::new(test).await;
        let code = app.app.wired.assessment.open_setup();
        let mut ketua = local(&app, "id");
        ketua.open("/ujian/masuk").await.says("Belum ada administrator di server ini.");
        ketua.open(FIRST).await.says("Buat administrator pertama").is_silent_about(&code);
        // What is wrong is said at its field, and what was typed stays, but for passwords.
        let mut wrong = typed(&code, "bu ketua");
        wrong[3].1 = "lain-lagi";
        ketua.submit(FIRST, &wrong).await.says("passwordAgain-fault").says("Tidak sama dengan").is_silent_about(PASSWORD);
        assert_eq!((ketua.status, ketua.holds("username").unwrap()), (StatusCode::UNPROCESSABLE_ENTITY, "bu ketua".to_owned()));
        let with_account = |email| [typed(&code, "bu.ketua"), vec![("account", "ya"), ("email", email)]].concat();
        ketua.submit(FIRST, &with_account("bukan-alamat")).await.says("email-fault");
        assert!(!app.app.wired.assessment.has_admins().await.unwrap(), "both are made or neither");
        ketua.submit(FIRST, &with_account("ketua@example.org")).await.says("Administrator sudah dibuat").says("administrator");
        assert_eq!(ketua.path, "/ujian?sudah=mulai");
        assert!(ketua.has_cookie("adm-token"));
        let login = json!({"username": "bu.ketua", "password": PASSWORD});
        app.anyone.post("/admin/authentications", &login).await.expect(201);
        // The code is used up, for everybody.
        let mut other = local(&app, "id");
        other.open(FIRST).await.says("tidak berlaku lagi");
        assert_eq!(other.status, StatusCode::GONE);
        other.open("/ujian/masuk").await.is_silent_about("Belum ada administrator");
    }

    async fn of_two_browsers_at_once_one_wins(test: TestDb) {
        let app = TestApp::new(test).await;
        let code = app.app.wired.assessment.open_setup();
        let (mut one, mut two) = (local(&app, "en"), local(&app, "en"));
        one.open(FIRST).await;
        two.open(FIRST).await;
        let (first, second) = (typed(&code, "satu"), typed(&code, "dua"));
        futures_util::join!(one.submit(FIRST, &first), two.submit(FIRST, &second));
        let mut statuses = [one.status, two.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::GONE], "{} {}", one.page, two.page);
        assert_ne!(opens(&app, "satu").await, opens(&app, "dua").await);
    }

    async fn a_code_ends_with_its_day_and_with_any_administrator(test: TestDb) {
        let app = TestApp::new(test).await;
        let assessment = &app.app.wired.assessment;
        let mut late = local(&app, "tr");
        late.open(FIRST).await.says("artık geçerli değil");
        let code = assessment.open_setup();
        late.open(FIRST).await.says("İlk yöneticiyi oluşturun");
        app.clock.advance(Duration::from_secs(24 * 60 * 60));
        late.submit(FIRST, &typed(&code, "telat")).await.says("artık geçerli değil");
        assert!(!opens(&app, "telat").await);
        // An administrator of the people's modules ends it as well.
        let code = assessment.open_setup();
        late.open(FIRST).await;
        app.account("rina", Role::Admin).await;
        late.submit(FIRST, &typed(&code, "telat")).await.says("artık geçerli değil");
        assert!(!opens(&app, "telat").await);
        make_admin(&app, "lewat-perintah", assessment::Role::Rater).await;
        late.open(FIRST).await;
        assert_eq!(late.status, StatusCode::GONE);
    }

    async fn wrong_codes_are_few_and_one_more_code_replaces_the_last(test: TestDb) {
        let app = TestApp::new(test).await;
        let old = app.app.wired.assessment.open_setup();
        let code = app.app.wired.assessment.open_setup();
        let mut thief = local(&app, "id");
        thief.open(FIRST).await;
        for _ in 0..10 {
            thief.submit(FIRST, &typed(&old, "maling")).await.says("bukan kode yang dicetak server");
        }
        thief.submit(FIRST, &typed(&code, "maling")).await;
        assert_eq!(thief.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(!opens(&app, "maling").await);
    }
}

#[tokio::test]
async fn a_page_over_plain_http_says_what_does_not_work_and_what_to_do() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    make_admin(&app, "ketua", assessment::Role::Administrator).await;
    let mut far = Browser::new(&app.anyone, "id");
    far.open("/ujian/masuk")
        .await
        .says("Anda tidak akan dapat masuk dari komputer ini");
    far.says("caddy reverse-proxy --from https://balai.test --to 127.0.0.1:80 --internal-certs")
        .says("--insecure-lan");
    local(&app, "id").open("/ujian/masuk").await.is_silent_about("caddy");
    // Nobody is made who could not log in.
    let app = TestApp::new(TestDb::sqlite().await).await;
    let code = app.app.wired.assessment.open_setup();
    let mut far = Browser::new(&app.anyone, "en");
    far.open(FIRST)
        .await
        .says("You will not be able to log in from this computer");
    far.submit(FIRST, &typed(&code, "ketua")).await.says("HTTPS");
    assert!(!app.app.wired.assessment.has_admins().await.unwrap());
    // A classroom without certificates logs in, and hears what it does without.
    let given = Given {
        insecure_lan: Some(true),
        listen: Some(vec!["192.0.2.1:80".parse().unwrap()]),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    make_admin(&app, "ketua", assessment::Role::Administrator).await;
    let mut far = Browser::new(&app.anyone, "tr");
    far.open("/ujian/masuk")
        .await
        .says("Mikrofon, kamera ve ekran kaydı burada çalışmaz")
        .is_silent_about("balai serve --insecure-lan");
    far.submit("/ujian/masuk", &[("username", "ketua"), ("password", PASSWORD)])
        .await;
    assert_eq!(far.path, "/ujian");
}
