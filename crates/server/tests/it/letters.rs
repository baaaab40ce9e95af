//! Letters about accounts: verifying an address, and a password that was forgotten, as somebody without scripts uses them.

use std::{net::IpAddr, time::Duration};

use accounts::{Addressee, News, Topic, Written};
use http::StatusCode;
use platform::{Conn, Ctx, Error, Tx};
use serde_json::json;
use server::settings::Given;
use testkit::{TestDb, smtp::Smtp};

use super::{pages_support::Browser, support::TestApp};

platform::statements! {
    KEPT = "select (select count(*) from mail_message) + (select count(*) from account_reset_wish)";
}

/// An application that sends letters, and whoever takes them.
pub(crate) struct Post {
    pub(crate) app: TestApp,
    pub(crate) server: Smtp,
}

impl Post {
    pub(crate) async fn new(test: TestDb) -> Self {
        Self::with(test, Given::default()).await
    }

    pub(crate) async fn with(test: TestDb, given: Given) -> Self {
        let server = Smtp::start().await;
        let given = Given {
            smtp: Some(server.url().parse().unwrap()),
            mail_from: Some("Balai <balai@example.org>".parse().unwrap()),
            public_url: Some("http://balai.test".to_owned()),
            ..given
        };
        Self {
            app: TestApp::with(test, given).await,
            server,
        }
    }

    /// Sends what is due, and says how many letters have arrived in all.
    pub(crate) async fn deliver(&self) -> usize {
        for name in ["accounts.answer_resets", "mail.send"] {
            let job = self.app.app.wired.jobs.iter().find(|job| job.name == name).unwrap();
            (job.run)(Ctx::background(self.app.clock.clone())).await.unwrap();
        }
        self.server.arrived().len()
    }

    /// Where the last letter to an address leads.
    pub(crate) fn way_to(&self, address: &str) -> String {
        let text = self.server.last_to(address).text;
        let way = text.split("http://balai.test/").nth(1).unwrap();
        let way: String = way.chars().take_while(|c| !c.is_whitespace() && *c != '>').collect();
        format!("/{way}")
    }
}

/// The code in an address.
pub(crate) fn code_of(way: &str) -> &str {
    way.split_once("kode=").unwrap().1
}

pub(crate) async fn registered(app: &TestApp, languages: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, languages);
    browser.open("/daftar?kembali=/akun").await;
    let siti = [
        ("fullname", "Siti Rahma"),
        ("username", "siti"),
        ("email", "siti@example.com"),
        ("password", "rahasia"),
        ("kembali", "/akun"),
    ];
    browser.submit("/daftar", &siti).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/akun"));
    browser
}

/// Sends a notice to an account, as a module does; whether it gets one.
async fn notify(post: &Post, username: &str, topic: Topic, id: &str) -> bool {
    let accounts = &post.app.app.wired.accounts;
    let account = accounts.find_account(username).await.unwrap().unwrap().id;
    let (accounts, id) = (accounts.clone(), id.to_owned());
    let wording = |to: &Addressee, end: &str| {
        Ok(Written {
            subject: format!("Kabar untuk {}", to.fullname),
            text: format!("http://balai.test{end}\n"),
            html: String::new(),
            unsubscribe: Some(format!("http://balai.test{end}")),
        })
    };
    let work = async move |tx: &mut Tx<'_>| {
        let news = News {
            topic,
            id: id.clone(),
            good_until: None,
        };
        accounts.notify(tx, &account, news, &wording).await
    };
    post.app.test.db.write::<bool, Error, _>(work).await.unwrap()
}

/// Shows that the address of Siti's account is read.
async fn verify(post: &Post, siti: &mut Browser) {
    post.deliver().await;
    let way = post.way_to("siti@example.com");
    siti.open(&way).await;
    siti.submit("/alamat", &[("kode", code_of(&way))]).await;
    assert_eq!(siti.status, StatusCode::OK);
}

testkit::both_engines! {
    async fn notices_reach_whoever_has_shown_an_address_and_end_by_their_link(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "en").await;
        assert!(!notify(&post, "siti", Topic::SavedSearches, "a").await);
        verify(&post, &mut siti).await;
        for _ in 0..2 {
            assert!(notify(&post, "siti", Topic::SavedSearches, "a").await);
        }
        assert_eq!(post.deliver().await, 2);
        let way = post.way_to("siti@example.com");
        // Nobody has to log in, and whoever only looks ends nothing.
        let mut anyone = Browser::new(&post.app.anyone, "en");
        anyone.open(&way).await.says("New listings that match my saved searches");
        let held = anyone.held();
        let ticked = |name: &str| held.iter().any(|(own, _)| own == name);
        assert_eq!((ticked("messages"), ticked("searches"), ticked("listings")), (true, false, true));
        assert!(notify(&post, "siti", Topic::SavedSearches, "b").await);
        let code = code_of(&way).split('&').next().unwrap();
        anyone.submit("/surat/pilihan", &[("kode", code), ("listings", "ya")]).await.says("Your choice is saved.");
        assert!(!notify(&post, "siti", Topic::SavedSearches, "c").await);
        assert!(!notify(&post, "siti", Topic::UnreadMessages, "c").await);
        assert!(notify(&post, "siti", Topic::OwnListings, "c").await);
        // On one's own account the same boxes stand.
        siti.open("/akun").await;
        siti.submit("/akun/surat", &[("mau", "ya"), ("searches", "ya")]).await.says("Your choice is saved.");
        assert!(notify(&post, "siti", Topic::SavedSearches, "d").await);
        assert!(!notify(&post, "siti", Topic::OwnListings, "d").await);
    }

    async fn mail_programs_end_notices_of_a_topic_without_a_page(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "id").await;
        verify(&post, &mut siti).await;
        assert!(notify(&post, "siti", Topic::UnreadMessages, "a").await);
        post.deliver().await;
        let way = post.way_to("siti@example.com");
        let send = async |way: &str| {
            let request = http::Request::post(way).header("content-type", "application/x-www-form-urlencoded");
            post.app.anyone.send(request, "List-Unsubscribe=One-Click".into()).await
        };
        send(&way).await.expect(303);
        assert!(!notify(&post, "siti", Topic::UnreadMessages, "b").await);
        assert!(notify(&post, "siti", Topic::SavedSearches, "b").await);
        for wrong in ["/surat", "/surat?kode=", "/surat?kode=tebakan&tentang=searches"] {
            assert!(send(wrong).await.status.is_client_error(), "{wrong}");
        }
        assert!(notify(&post, "siti", Topic::SavedSearches, "c").await);
    }

    async fn letters_that_wait_are_not_sent_once_the_account_is_deleted(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "en").await;
        verify(&post, &mut siti).await;
        let told = post.deliver().await;
        assert!(notify(&post, "siti", Topic::OwnListings, "a").await);
        siti.open("/lupa-sandi").await;
        siti.submit("/lupa-sandi", &[("email", "siti@example.com")]).await;
        siti.open("/akun/hapus").await;
        siti.submit("/akun/hapus", &[("password", "rahasia")]).await;
        assert_eq!(siti.status, StatusCode::OK);
        assert_eq!(post.deliver().await, told);
        let kept = async |conn: &mut Conn<'_>| conn.number(KEPT, &[]).await;
        assert_eq!(post.app.test.db.read::<i64, Error, _>(kept).await.unwrap(), 0);
    }

    async fn nobody_who_is_suspended_or_gone_gets_notices(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "id").await;
        verify(&post, &mut siti).await;
        let accounts = &post.app.app.wired.accounts;
        let id = accounts.find_account("siti").await.unwrap().unwrap().id;
        accounts.suspend(&id, "spam").await.unwrap();
        assert!(!notify(&post, "siti", Topic::OwnListings, "a").await);
        accounts.unsuspend(&id, "keliru").await.unwrap();
        assert!(notify(&post, "siti", Topic::OwnListings, "a").await);
    }

    async fn an_address_is_verified_by_the_letter_that_follows_a_registration(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "tr").await;
        siti.says("henüz doğrulanmadı");
        assert_eq!(post.deliver().await, 1);
        let way = post.way_to("siti@example.com");
        assert!(post.server.last_to("siti@example.com").text.contains("Merhaba Siti Rahma,"));
        // Whoever only looks at the link changes nothing.
        let mut anyone = Browser::new(&post.app.anyone, "en");
        anyone.open(&way).await.says("Yes, this is my address");
        siti.open("/akun").await.says("henüz doğrulanmadı");
        anyone.submit("/alamat", &[("kode", code_of(&way))]).await.says("Your email address is confirmed.");
        siti.open("/akun").await.says("E-posta adresiniz doğrulandı.");
        anyone.open(&way).await;
        anyone.submit("/alamat", &[("kode", code_of(&way))]).await.says("This link was used already");
        assert_eq!(anyone.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Another address is another matter, and the one before is told.
        siti.submit("/akun", &[("fullname", "Siti"), ("username", "siti"), ("email", "baru@example.com")]).await;
        siti.says("henüz doğrulanmadı");
        assert_eq!(post.deliver().await, 3);
        assert!(post.server.last_to("siti@example.com").text.contains("baru@example.com"));
        let way = post.way_to("baru@example.com");
        siti.open(&way).await;
        siti.submit("/alamat", &[("kode", code_of(&way))]).await.says("E-posta adresiniz doğrulandı.");
    }

    async fn a_link_for_an_address_is_good_for_a_day_and_for_that_address(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "en").await;
        post.deliver().await;
        let first = post.way_to("siti@example.com");
        siti.submit("/akun/alamat", &[]).await.says("A letter with the link is on its way.");
        post.deliver().await;
        let second = post.way_to("siti@example.com");
        assert_ne!(first, second);
        siti.open(&first).await;
        siti.submit("/alamat", &[("kode", code_of(&first))]).await.says("too old");
        post.app.clock.advance(Duration::from_secs(24 * 60 * 60 + 1));
        siti.open(&second).await;
        siti.submit("/alamat", &[("kode", code_of(&second))]).await.says("too old");
        // Not as often as somebody likes.
        for _ in 0..3 {
            siti.open("/akun").await;
            siti.submit("/akun/alamat", &[]).await;
            assert_eq!(siti.status, StatusCode::OK);
        }
        siti.open("/akun").await;
        siti.submit("/akun/alamat", &[]).await;
        assert_eq!(siti.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn a_forgotten_password_is_set_by_a_letter_once_and_ends_every_session(test: TestDb) {
        let post = Post::new(test).await;
        let mut siti = registered(&post.app, "id").await;
        let token = post.app.anyone.post("/authentications", &json!({"username": "siti", "password": "rahasia"})).await;
        let refresh = token.json()["data"]["refreshToken"].clone();
        post.deliver().await;
        let mut elsewhere = Browser::new(&post.app.anyone, "id");
        elsewhere.open("/masuk").await.says("href=\"/lupa-sandi\"");
        elsewhere.open("/lupa-sandi").await;
        elsewhere.submit("/lupa-sandi", &[("email", " SITI@example.com ")]).await.says("Jika ada akun dengan alamat itu");
        post.deliver().await;
        let way = post.way_to("siti@example.com");
        assert!(way.starts_with("/sandi-baru?kode="), "{way}");
        elsewhere.open(&way).await.says("Buat kata sandi baru");
        elsewhere.submit("/sandi-baru", &[("kode", code_of(&way)), ("newPassword", "x")]).await.says("Minimal 6 karakter.");
        elsewhere.submit("/sandi-baru", &[("kode", code_of(&way)), ("newPassword", "lebih rahasia")]).await;
        elsewhere.says("Kata sandi baru disimpan.");
        siti.open("/akun").await;
        assert_eq!(siti.path, "/masuk?kembali=%2Fakun");
        post.app.anyone.put("/authentications", &json!({"refreshToken": refresh})).await.expect(400);
        elsewhere.open(&way).await.says("Tautan ini sudah dipakai");
        elsewhere.submit("/sandi-baru", &[("kode", code_of(&way)), ("newPassword", "lain lagi")]).await.says("Tautan ini sudah dipakai");
        elsewhere.open("/masuk").await;
        elsewhere.submit("/masuk", &[("username", "siti"), ("password", "rahasia")]).await.says("Username / Password Salah");
        elsewhere.submit("/masuk", &[("username", "siti"), ("password", "lebih rahasia"), ("kembali", "/akun")]).await;
        // Whoever followed the letter reads the address.
        elsewhere.says("Alamat email Anda sudah dipastikan.");
    }

    async fn whoever_asks_for_a_password_learns_nothing(test: TestDb) {
        let post = Post::new(test).await;
        registered(&post.app, "id").await;
        let before = post.deliver().await;
        let mut answers = Vec::new();
        for address in ["siti@example.com", "tiada@example.com"] {
            let mut browser = Browser::new(&post.app.anyone, "id");
            for _ in 0..5 {
                browser.open("/lupa-sandi").await;
                browser.submit("/lupa-sandi", &[("email", address)]).await;
                answers.push((browser.status, browser.path.clone()));
            }
        }
        assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
        // Three letters an hour, for whoever has the address.
        assert_eq!(post.deliver().await, before + 3);
        let way = post.way_to("siti@example.com");
        post.app.clock.advance(Duration::from_secs(60 * 60 + 1));
        let mut browser = Browser::new(&post.app.anyone, "id");
        browser.open(&way).await.says("kedaluwarsa");
        // One network cannot ask for everybody.
        let elsewhere = post.app.anyone.from_ip(IpAddr::from([203, 0, 113, 7]));
        let mut many = Browser::new(&elsewhere, "id");
        for number in 0..31 {
            many.open("/lupa-sandi").await;
            many.submit("/lupa-sandi", &[("email", &format!("x{number}@example.com"))]).await;
        }
        assert_eq!(many.status, StatusCode::TOO_MANY_REQUESTS);
    }

    async fn without_a_mail_server_nothing_is_offered(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "id").await;
        assert!(!siti.page.contains("/akun/alamat"));
        siti.submit("/akun/alamat", &[]).await;
        assert_eq!(siti.status, StatusCode::NOT_FOUND);
        let mut anyone = Browser::new(&app.anyone, "id");
        assert!(!anyone.open("/masuk").await.page.contains("lupa-sandi"));
        for path in ["/lupa-sandi", "/sandi-baru?kode=x"] {
            anyone.open(path).await;
            assert_eq!(anyone.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn a_login_from_a_new_kind_of_device_is_told_unless_it_is_unwanted(test: TestDb) {
        const PHONE: &str = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36";
        const DESK: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
        let post = Post::new(test).await;
        let anyone = post.app.anyone.with_header("user-agent", PHONE);
        let mut siti = Browser::new(&anyone, "en");
        siti.open("/daftar").await;
        let new = [("fullname", "Siti Rahma"), ("username", "siti"), ("email", "siti@example.com"), ("password", "rahasia")];
        siti.submit("/daftar", &new).await;
        // The first device is no news, and neither is the same kind again.
        let told = post.deliver().await;
        let enter = async |agent: &str| {
            let mut browser = Browser::new(&post.app.anyone.with_header("user-agent", agent), "id");
            browser.open("/masuk").await;
            let sent = [("username", "siti"), ("password", "rahasia"), ("kembali", "/akun")];
            browser.submit("/masuk", &sent).await;
            assert_eq!(browser.path, "/akun");
            browser
        };
        enter(&PHONE.replace("131", "132")).await;
        assert_eq!(post.deliver().await, told);
        enter(DESK).await;
        assert_eq!(post.deliver().await, told + 1);
        let letter = post.server.last_to("siti@example.com").text;
        assert!(letter.contains("Firefox, Linux"), "{letter}");
        // By the API as well.
        let program = post.app.anyone.with_header("user-agent", "okhttp/4.12.0");
        let body = json!({"username": "siti", "password": "rahasia"});
        program.post("/authentications", &body).await.expect(201);
        program.post("/login", &body).await.expect(200);
        assert_eq!(post.deliver().await, told + 2);
        siti.open("/akun").await;
        siti.submit("/akun/surat", &[]).await.says("Your choice is saved.");
        program.with_header("user-agent", "curl/8").post("/login", &body).await.expect(200);
        assert_eq!(post.deliver().await, told + 2);
    }

    async fn ones_sessions_are_listed_and_ended_one_by_one(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app, "en").await;
        let program = app.anyone.with_header("user-agent", "okhttp/4.12.0");
        let body = json!({"username": "siti", "password": "rahasia"});
        let opened = program.post("/login", &body).await.expect(200).json();
        let token = program.with_token(opened["accessToken"].as_str().unwrap());
        // A session that is renewed stays what it was.
        let renewed = token.get("/relogin").await.expect(200).json();
        let token = program.with_token(renewed["accessToken"].as_str().unwrap());
        siti.open("/akun").await.says("okhttp").says("This device");
        assert_eq!(siti.page.matches("action=\"/akun/sesi\"").count(), 1);
        let id = renewed["sessionId"].as_str().unwrap().to_owned();
        // Nobody ends somebody else's.
        let mut budi = Browser::new(&app.anyone, "en");
        budi.open("/daftar").await;
        let new = [("fullname", "Budi"), ("username", "budi"), ("email", "budi@example.com"), ("password", "rahasia"), ("kembali", "/akun")];
        budi.submit("/daftar", &new).await;
        budi.submit("/akun/sesi", &[("sesi", &id)]).await;
        token.get("/currentuser").await.expect(200);
        siti.submit("/akun/sesi", &[("sesi", &id)]).await.says("That device is logged out.");
        token.get("/currentuser").await.expect(401);
        assert!(!siti.page.contains("okhttp"));
    }
}
