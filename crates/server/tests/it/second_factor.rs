//! Two-step verification: set up, asked for by every way in, lost, and required of staff.

use std::time::Duration;

use accounts::{Actor, Admin, Role};
use http::StatusCode;
use serde_json::{Value as Json, json};
use server::settings::{Given, StaffRole};
use totp_rs::{Builder, Secret};

use super::{
    letters::registered,
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

platform::statements! {
    NOTED = "select count(*) from account_note n join account a on a.id = n.by_account
        where n.action = 'remove-totp' and n.reason = 'telepon hilang' and a.username = 'ketua'";
}

/// An authenticator app that was told a secret.
pub(crate) struct App(Vec<u8>);

impl App {
    /// Reads the key off the page, as somebody does who cannot scan.
    pub(crate) fn told_by(page: &str) -> Self {
        let key = page.split("<code>").nth(1).unwrap().split("</code>").next().unwrap();
        let secret = Secret::try_from_base32(key.replace(' ', "")).unwrap();
        Self(secret.as_bytes().to_vec())
    }

    pub(crate) fn code(&self, app: &TestApp) -> String {
        let totp = Builder::new()
            .with_secret(Secret::new(self.0.clone().into()))
            .build_noncompliant();
        totp.generate(u64::try_from(app.clock.now().seconds()).unwrap())
            .to_string()
    }

    /// One that was not shown before.
    pub(crate) fn next_code(&self, app: &TestApp) -> String {
        app.clock.advance(Duration::from_secs(30));
        self.code(app)
    }
}

/// Sets it up; gives the app and the recovery codes.
async fn set_up(app: &TestApp, browser: &mut Browser, password: &str) -> (App, Vec<String>) {
    browser.open("/akun/dua-langkah").await;
    browser
        .submit("/akun/dua-langkah/mulai", &[("password", password)])
        .await;
    assert!(browser.page.contains("class=\"qr\""));
    let phone = App::told_by(&browser.page);
    let code = phone.code(app);
    browser.submit("/akun/dua-langkah", &[("code", &code)]).await;
    assert_eq!(browser.status, StatusCode::OK, "{}", browser.page);
    let codes = browser.page.split("<li><code>").skip(1);
    let codes: Vec<String> = codes.map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10);
    (phone, codes)
}

async fn log_in(app: &TestApp, username: &str, password: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "en");
    browser.open("/masuk").await;
    let sent = [("username", username), ("password", password), ("kembali", "/akun")];
    browser.submit("/masuk", &sent).await;
    browser
}

/// Sends the second step of the page that is shown.
async fn send_code(browser: &mut Browser, code: &str) {
    let mut held = browser.held();
    held.retain(|(name, _)| name != "code" && name != "_token");
    let mut fields: Vec<(&str, &str)> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("code", code));
    browser.submit("/masuk/kode", &fields).await;
}

testkit::both_engines! {
    async fn a_second_step_is_set_up_asked_for_and_switched_off(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        siti.open("/akun/dua-langkah").await;
        siti.submit("/akun/dua-langkah/mulai", &[("password", "tebakan")]).await;
        assert_eq!(siti.status, StatusCode::UNPROCESSABLE_ENTITY);
        siti.submit("/akun/dua-langkah/mulai", &[("password", "rahasia")]).await;
        siti.submit("/akun/dua-langkah", &[("code", "000000")]).await.says("The code is wrong");
        // What nobody has confirmed is asked of nobody.
        assert_eq!(log_in(&app, "siti", "rahasia").await.path, "/akun");
        let (phone, _) = set_up(&app, &mut siti, "rahasia").await;
        // Whoever was in stays in.
        siti.open("/akun/dua-langkah").await.says("Recovery codes left: 10.");
        let mut elsewhere = log_in(&app, "siti", "rahasia").await;
        elsewhere.says("Your password is right.");
        assert!(!elsewhere.has_cookie("balai"));
        // The code that confirmed is used up.
        let used = phone.code(&app);
        send_code(&mut elsewhere, &used).await;
        assert_eq!(elsewhere.status, StatusCode::UNPROCESSABLE_ENTITY);
        let next = phone.next_code(&app);
        send_code(&mut elsewhere, &next).await;
        assert_eq!((elsewhere.path.as_str(), elsewhere.has_cookie("balai")), ("/akun", true));
        let mut again = log_in(&app, "siti", "rahasia").await;
        send_code(&mut again, &next).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Switched off by password and code together.
        let code = phone.next_code(&app);
        siti.open("/akun/dua-langkah").await;
        siti.submit("/akun/dua-langkah/hapus", &[("password", "salah"), ("code", &code)]).await;
        assert_eq!(siti.status, StatusCode::UNPROCESSABLE_ENTITY);
        siti.submit("/akun/dua-langkah/hapus", &[("password", "rahasia"), ("code", "000000")]).await;
        assert_eq!(siti.status, StatusCode::UNPROCESSABLE_ENTITY);
        siti.submit("/akun/dua-langkah/hapus", &[("password", "rahasia"), ("code", &code)]).await;
        siti.says("Two-step verification is off.");
        assert_eq!(log_in(&app, "siti", "rahasia").await.path, "/akun");
    }

    async fn every_way_in_wants_the_code(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        let open = app.anyone.post("/login", &json!({"username": "siti", "password": "rahasia"})).await.expect(200).json();
        let (phone, _) = set_up(&app, &mut siti, "rahasia").await;
        // Sessions that began without it have ended, and are not renewed.
        app.anyone.with_token(open["accessToken"].as_str().unwrap()).get("/currentuser").await.expect(401);
        assert!(app.anyone.post("/relogin", &json!({"refreshToken": open["refreshToken"]})).await.status.is_client_error());
        for (path, status) in [("/authentications", 201), ("/login", 200)] {
            let send = async |code: Json| {
                let mut body = json!({"username": "siti", "password": "rahasia"});
                if !code.is_null() {
                    body["code"] = code;
                }
                app.anyone.post(path, &body).await
            };
            let wanted = send(Json::Null).await.expect(403).text();
            assert!(wanted.contains("errMsg_SecondStepRequired") || wanted.contains("verifikasi dua langkah"), "{wanted}");
            send(json!("")).await.expect(403);
            send(json!("000000")).await.expect(403);
            let code = phone.next_code(&app);
            send(json!(code)).await.expect(status);
            send(json!(code)).await.expect(403);
        }
        // A wrong password is told as ever, with a code or without.
        let body = json!({"username": "siti", "password": "salah", "code": phone.next_code(&app)});
        let wrong = app.anyone.post("/authentications", &body).await.expect(401).json();
        assert_eq!(wrong["message"], "Username / Password Salah");
    }

    async fn a_recovery_code_works_once_however_it_is_typed(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        let (_, codes) = set_up(&app, &mut siti, "rahasia").await;
        let mut lost = log_in(&app, "siti", "rahasia").await;
        send_code(&mut lost, &codes[3].to_uppercase().replace('-', " ")).await;
        assert_eq!(lost.path, "/akun");
        lost.open("/akun/dua-langkah").await.says("Recovery codes left: 9.");
        let mut again = log_in(&app, "siti", "rahasia").await;
        send_code(&mut again, &codes[3]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        lost.submit("/akun/dua-langkah/hapus", &[("password", "rahasia"), ("code", &codes[4])]).await;
        lost.says("Two-step verification is off.");
    }

    async fn codes_cannot_be_tried_out_and_half_a_login_does_not_last(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        let (phone, _) = set_up(&app, &mut siti, "rahasia").await;
        let mut slow = log_in(&app, "siti", "rahasia").await;
        app.clock.advance(Duration::from_secs(5 * 60 + 1));
        let code = phone.code(&app);
        send_code(&mut slow, &code).await;
        slow.says("That took too long.");
        let mut guess = log_in(&app, "siti", "rahasia").await;
        for _ in 0..5 {
            send_code(&mut guess, "000000").await;
            assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        send_code(&mut guess, &phone.next_code(&app)).await;
        assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS);
        // By the other way in neither.
        let body = json!({"username": "siti", "password": "rahasia", "code": phone.code(&app)});
        app.anyone.post("/login", &body).await.expect(429);
        // Half a login is none.
        let half = guess.held().into_iter().find(|(name, _)| name == "_langkah").unwrap().1;
        app.anyone.with_token(half.clone()).get("/currentuser").await.expect(401);
        let forged = app.anyone.with_header("cookie", &format!("balai={half}")).get("/akun").await;
        assert_ne!(forged.status, StatusCode::OK);
    }

    async fn staff_without_a_second_step_are_led_to_it_where_it_is_required(test: TestDb) {
        let given = Given { require_totp: Some(StaffRole::Moderator), ..Given::default() };
        let app = TestApp::with(test, given).await;
        let staff = app.account("ketua", Role::Admin).await;
        let refused = staff.post("/admin", &new_admin("lain")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        let mut ketua = log_in(&app, "ketua", PASSWORD).await;
        assert_eq!(ketua.path, "/akun/dua-langkah");
        ketua.open("/pengelola").await.says("Your role needs two-step verification.");
        assert_eq!(ketua.path, "/akun/dua-langkah");
        set_up(&app, &mut ketua, PASSWORD).await;
        ketua.open("/pengelola").await;
        assert_eq!((ketua.status, ketua.path.as_str()), (StatusCode::OK, "/pengelola"));
        // The session that switched it on has its rights at once; those from before have ended.
        staff.post("/admin", &new_admin("lain")).await.expect(401);
        // Nobody else is asked for anything.
        let mut budi = Browser::new(&app.anyone, "en");
        app.user("budi").await;
        budi.open("/masuk").await;
        budi.submit("/masuk", &[("username", "budi"), ("password", PASSWORD), ("kembali", "/pengelola")]).await;
        assert_eq!(budi.status, StatusCode::FORBIDDEN);
    }

    async fn an_administrator_removes_it_for_who_has_lost_it_and_that_is_noted(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        set_up(&app, &mut siti, "rahasia").await;
        app.account("ketua", Role::Admin).await;
        let accounts = &app.app.wired.accounts;
        let admin = acting(&app, "ketua").await;
        let person = accounts.find_account("siti").await.unwrap().unwrap();
        assert!(Admin::of(&acting(&app, "siti").await).is_err());
        let admin_of = Admin::of(&admin).unwrap();
        assert!(accounts.remove_factor_of(&admin_of, &person.id, " telepon hilang ").await.unwrap());
        assert!(!accounts.remove_factor_of(&admin_of, &person.id, "lagi").await.unwrap());
        assert_eq!(log_in(&app, "siti", "rahasia").await.path, "/akun");
        let count = async |conn: &mut platform::Conn<'_>| conn.number(NOTED, &[]).await;
        assert_eq!(app.test.db.read::<_, platform::Error, _>(count).await.unwrap(), 1);
    }
}

fn new_admin(name: &str) -> Json {
    json!({"username": name, "email": format!("{name}@example.com"), "password": PASSWORD, "fullname": name})
}

async fn acting(app: &TestApp, username: &str) -> Actor {
    let accounts = &app.app.wired.accounts;
    let found = accounts.find_account(username).await.unwrap().unwrap();
    accounts.acting(&found.handle).await.unwrap()
}
