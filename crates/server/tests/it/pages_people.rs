//! The pages of accounts, as somebody without scripts uses them.

use http::StatusCode;
use testkit::TestDb;

use super::{pages_support::Browser, support::TestApp};

const SITI: [(&str, &str); 4] = [
    ("fullname", "Siti Rahma"),
    ("username", "siti"),
    ("email", "siti@example.com"),
    ("password", "rahasia"),
];

async fn registered(app: &TestApp) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/daftar?kembali=/akun").await;
    browser
        .submit("/daftar", &[&SITI[..], &[("kembali", "/akun")]].concat())
        .await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/akun"));
    browser
}

testkit::both_engines! {
    async fn somebody_registers_edits_logs_out_and_in_again(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app).await;
        siti.says("<h1>Siti Rahma</h1>").says("Keluar");
        siti.submit("/akun", &[("fullname", "Siti R."), ("username", "siti"), ("email", "siti@example.com")]).await;
        siti.says("Profil disimpan.").says("<h1>Siti R.</h1>");
        siti.submit("/keluar", &[]).await;
        siti.says("Anda sudah keluar.");
        assert!(!siti.has_cookie("balai"));
        siti.open("/akun").await;
        assert_eq!(siti.path, "/masuk?kembali=%2Fakun");
        siti.submit("/masuk", &[("username", "siti@example.com"), ("password", "rahasia"), ("kembali", "/akun")]).await;
        assert_eq!(siti.path, "/akun");
    }

    async fn a_changed_password_ends_other_sessions_and_deletion_wants_it(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app).await;
        let mut other = Browser::new(&app.anyone, "en");
        other.open("/masuk").await;
        other.submit("/masuk", &[("username", "siti"), ("password", "rahasia"), ("kembali", "/akun")]).await;
        assert_eq!(other.path, "/akun");
        siti.submit("/akun/sandi", &[("password", "salah"), ("newPassword", "lebih rahasia")]).await;
        siti.says("Tidak cocok.");
        siti.submit("/akun/sandi", &[("password", "rahasia"), ("newPassword", "x")]).await;
        siti.says("Minimal 6 karakter.");
        siti.submit("/akun/sandi", &[("password", "rahasia"), ("newPassword", "lebih rahasia")]).await;
        siti.says("Kata sandi diganti.");
        other.open("/akun").await;
        assert_eq!(other.path, "/masuk?kembali=%2Fakun");
        siti.open("/akun/hapus").await;
        siti.submit("/akun/hapus", &[("password", "rahasia")]).await;
        assert_eq!(siti.status, StatusCode::UNPROCESSABLE_ENTITY);
        siti.submit("/akun/hapus", &[("password", "lebih rahasia")]).await;
        siti.says("Akun Anda sudah dihapus.");
        siti.open("/masuk").await;
        siti.submit("/masuk", &[("username", "siti"), ("password", "lebih rahasia")]).await;
        siti.says("Username / Password Salah");
    }

    async fn what_was_typed_while_a_session_ended_is_sent_after_logging_in(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut siti = registered(&app).await;
        let token = siti.token().unwrap();
        let mut elsewhere = Browser::new(&app.anyone, "id");
        elsewhere.open("/masuk?kembali=/akun").await;
        elsewhere.submit("/masuk", &[("username", "siti"), ("password", "rahasia"), ("kembali", "/akun")]).await;
        elsewhere.submit("/akun/keluar-semua", &[]).await;
        elsewhere.says("Anda sudah keluar dari semua perangkat.");
        let typed = [("_token", token.as_str()), ("fullname", "Nama & baru"), ("username", "siti"), ("email", "siti@example.com")];
        siti.page = siti.post("/akun", &typed).await.text();
        siti.says("Yang Anda ketik masih ada").says("fullname=Nama+%26+baru");
        let kept = siti.page.split("name=\"_tersimpan\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let kept = kept.replace("&#38;", "&").replace("&amp;", "&");
        siti.submit("/masuk", &[("username", "siti"), ("password", "rahasia"), ("kembali", "/akun"), ("_tersimpan", &kept)]).await;
        siti.says("Nama &#38; baru");
        siti.submit("/akun", &typed[1..]).await;
        siti.says("Profil disimpan.").says("Nama &#38; baru");
    }
}

#[tokio::test]
async fn forms_of_others_are_refused_and_change_nothing() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut siti = registered(&app).await;
    let mut other = Browser::new(&app.anyone, "en");
    other.open("/masuk").await;
    let theirs = other.token().unwrap();
    let change = [("fullname", "X"), ("username", "siti"), ("email", "siti@example.com")];
    for token in ["", "x", &theirs] {
        let answer = siti.post("/akun", &[&[("_token", token)], &change[..]].concat()).await;
        assert_eq!(answer.status, StatusCode::OK, "asks to send it again");
        let page = answer.text();
        assert!(page.contains("<li>siti@example.com</li>"), "{page}");
        assert!(
            !page.contains("<dt>") && !page.contains("<li>fullname"),
            "names of fields: {page}"
        );
    }
    siti.open("/akun").await.says("<h1>Siti Rahma</h1>");
}

#[tokio::test]
async fn refused_forms_come_back_with_what_was_typed_and_what_is_wrong() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    drop(registered(&app).await);
    let mut browser = Browser::new(&app.anyone, "tr");
    browser.open("/daftar").await;
    let wrong = [
        ("fullname", "\"><script>alert(1)</script>"),
        ("username", "siti"),
        ("email", "no address"),
        ("password", "abc"),
    ];
    browser.submit("/daftar", &wrong).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser
        .says("Düzeltilmesi gereken bir şey var")
        .says("href=\"#email\"")
        .says("value=\"no address\"")
        .says("aria-describedby=\"password-fault password-hint\"")
        .is_silent_about("<script>alert")
        .is_silent_about("value=\"abc\"");
}

#[tokio::test]
async fn pages_speak_the_language_that_was_chosen_and_set_no_cookie_unasked() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut browser = Browser::new(&app.anyone, "tr;q=0.5, en");
    browser.open("/").await.says("lang=\"en\"");
    assert!(!browser.has_cookie("formulir") && !browser.has_cookie("bahasa"));
    browser
        .submit("/bahasa", &[("ke", "tr"), ("kembali", "/cari?q=kopi")])
        .await;
    assert_eq!(browser.path, "/cari?q=kopi");
    browser.says("lang=\"tr\"");
    browser
        .submit("/bahasa", &[("ke", "xx"), ("kembali", "//evil.example")])
        .await;
    assert_eq!(browser.path, "/");
}
