//! What the pages of the inbox hear while somebody looks at them.

use std::time::Duration;

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use server::settings::Given;
use testkit::TestDb;

use super::{
    conversations_support::Ear,
    pages_inbox::{Stall, reader},
    pages_support::Browser,
};

const STREAM: &str = "/pesan/arus";

/// What a browser hears by its cookie alone.
async fn listen(stall: &Stall, browser: &Browser, after: Option<&str>) -> Ear {
    let mut request = Request::builder().uri(STREAM).header(header::COOKIE, browser.cookie());
    if let Some(after) = after {
        request = request.header("last-event-id", after);
    }
    let request = request.body(Body::empty()).unwrap();
    Ear::of(&stall.shop.market.app.app.stack, request).await
}

/// The names of the next numbered events.
async fn names(ear: &mut Ear, count: usize) -> Vec<String> {
    let mut names = Vec::new();
    for _ in 0..count {
        names.push(ear.next().await.name);
    }
    names
}

testkit::both_engines! {
    async fn a_page_hears_what_happens_by_its_cookie_and_misses_nothing_over_a_break(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let mut seller = listen(&stall, &stall.seller, None).await;
        let start = seller.last.clone().unwrap();
        stall.buyer.submit(&path, &[("teks", "Masih ada?")]).await;
        assert_eq!(seller.next().await.data["content"], "Masih ada?");
        drop(seller);
        stall.buyer.submit(&path, &[("teks", "Halo?")]).await;
        let mut seller = listen(&stall, &stall.seller, Some(&start)).await;
        assert_eq!(seller.next().await.data["content"], "Masih ada?");
        assert_eq!(seller.next().await.data["content"], "Halo?");
        // Whoever sent it hears that it has arrived, and then that it was read, once each.
        let mut buyer = listen(&stall, &stall.buyer, None).await;
        for _ in 0..2 {
            stall.seller.open("/pesan").await;
        }
        stall.buyer.open(&path).await.says("Sampai").is_silent_about("Terkirim").is_silent_about("Dibaca");
        stall.seller.open(&path).await;
        let heard = [buyer.next().await, buyer.next().await];
        assert_eq!([heard[0].name.as_str(), heard[1].name.as_str()], ["message-delivered", "message-read"]);
        assert_eq!((heard[0].data["id"].clone(), &heard[0].data["deliveredUpTo"]), (heard[1].data["id"].clone(), &true.into()));
        stall.buyer.open(&path).await.says("Dibaca").is_silent_about("Sampai");
        // The same again, from the log.
        let before = heard[0].id.unwrap() - 1;
        let mut again = listen(&stall, &stall.buyer, Some(&before.to_string())).await;
        assert_eq!(names(&mut again, 2).await, ["message-delivered", "message-read"]);
    }

    async fn a_stream_ends_with_its_session_and_nobody_else_has_one(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let mut ear = listen(&stall, &stall.seller, None).await;
        stall.seller.submit("/keluar", &[]).await;
        let end = ear.any().await.unwrap();
        assert_eq!((end.name.as_str(), &end.data["reason"]), ("end", &"session-ended".into()));
        assert!(ear.any().await.is_none());
        let mut nobody = Browser::new(&stall.shop.market.app.anyone, "id");
        assert_eq!(nobody.download(STREAM).await.status, StatusCode::UNAUTHORIZED);
        // A stream is one's own: a moderator hears nothing of others.
        let moderator = reader(&stall.shop.market.app, "moderator1").await;
        let mut other = listen(&stall, &moderator, None).await;
        let again = reader(&stall.shop.market.app, "seller").await;
        let mut own = listen(&stall, &again, None).await;
        stall.buyer.submit(&path, &[("teks", "Rahasia")]).await;
        assert_eq!(own.next().await.data["content"], "Rahasia");
        stall.shop.market.app.clock.advance(Duration::from_secs(1));
        assert!(other.is_silent().await);
    }

    async fn writing_is_told_to_the_other_one_alone(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let typing = format!("{path}/mengetik");
        let (mut seller, mut buyer) = (listen(&stall, &stall.seller, None).await, listen(&stall, &stall.buyer, None).await);
        let token = stall.buyer.token().unwrap();
        for _ in 0..3 {
            let answer = stall.buyer.post(&typing, &[("_token", &token)]).await;
            assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0));
        }
        let heard = seller.any().await.unwrap();
        assert_eq!((heard.name.as_str(), heard.id), ("typing", None));
        assert!(path.ends_with(heard.data["conversationThreadId"].as_str().unwrap()));
        assert!(buyer.is_silent().await && seller.is_silent().await, "once in a few seconds");
        // Without the form's token, by a stranger, and across a block nothing is told.
        assert_ne!(stall.buyer.post(&typing, &[]).await.status, StatusCode::NO_CONTENT);
        let mut other = reader(&stall.shop.market.app, "moderator1").await;
        other.submit(&typing, &[]).await;
        assert_eq!(other.status, StatusCode::NOT_FOUND);
        stall.seller.open(&path).await;
        assert_eq!(buyer.next().await.name, "message-read");
        assert_eq!(seller.next().await.name, "message-read");
        let _ = (buyer.any().await, seller.any().await);
        stall.seller.submit(&format!("{path}/blokir"), &[]).await;
        stall.shop.market.app.clock.advance(Duration::from_secs(4));
        let token = stall.seller.token().unwrap();
        assert_eq!(stall.seller.post(&typing, &[("_token", &token)]).await.status, StatusCode::NO_CONTENT);
        let token = stall.buyer.token().unwrap();
        assert_eq!(stall.buyer.post(&typing, &[("_token", &token)]).await.status, StatusCode::FORBIDDEN);
        assert!(buyer.is_silent().await && seller.is_silent().await);
    }

    async fn what_was_written_is_changed_and_taken_back_on_its_page(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Salah <i>ketik</i>").await;
        let edit = stall.buyer.page.split("href=\"").find(|rest| rest.contains("/ubah/")).unwrap().split('"').next().unwrap().to_owned();
        stall.buyer.open(&edit).await.says("Ubah pesan").says(">Salah ketik</textarea>").says("Tarik pesan ini");
        stall.buyer.submit(&edit, &[("teks", " ")]).await.says("Tulis pesannya dahulu.");
        assert_eq!(stall.buyer.status, StatusCode::UNPROCESSABLE_ENTITY);
        stall.buyer.submit(&edit, &[("teks", "Benar <script>alert(1)</script>ketik")]).await.says("<bdi>Benar ketik</bdi>").says("<span>diubah</span>");
        stall.seller.open(&path).await.says("<bdi>Benar ketik</bdi>").says("<span>diubah</span>").is_silent_about("/ubah/");
        // Nobody else comes to that page, and nobody once it is too late.
        let mut other = reader(&stall.shop.market.app, "moderator1").await;
        for browser in [&mut stall.seller, &mut other] {
            for path in [&edit, &edit.replace("/ubah/", "/tarik/")] {
                browser.submit(path, &[("teks", "x")]).await;
                assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
                browser.open("/akun").await;
            }
        }
        stall.buyer.submit(&path, &[("teks", "Satu lagi")]).await;
        stall.buyer.open(&edit).await;
        stall.buyer.submit(&edit.replace("/ubah/", "/tarik/"), &[]).await.says("Anda menarik pesan ini.").is_silent_about("Benar ketik");
        stall.seller.open(&path).await.says("Pesan ini ditarik oleh pengirimnya.").is_silent_about("Benar ketik").says("Satu lagi");
        stall.seller.open("/pesan?q=benar").await.says("Tidak ada yang cocok");
        stall.shop.market.app.clock.advance(Duration::from_secs(15 * 60 + 1));
        stall.buyer.open(&path).await.is_silent_about("/ubah/");
    }

    async fn a_conversation_is_put_away_and_muted_on_its_page(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let (archive, mute) = (format!("{path}/arsip"), format!("{path}/bisu"));
        let row = format!("href=\"{path}#tulis\"");
        stall.seller.open(&path).await.says(">Arsipkan</button>").says(">Bisukan</button>");
        stall.seller.submit(&archive, &[("jadi", "ya")]).await.says("Percakapan diarsipkan").says(">Keluarkan dari arsip</button>");
        stall.seller.open("/pesan").await.is_silent_about(&row).says("href=\"/pesan?arsip=ya\"");
        stall.seller.open("/pesan?arsip=ya").await.says(&row);
        stall.buyer.submit(&path, &[("teks", "Masih?")]).await;
        stall.seller.open("/pesan").await.says(&row).says("data-waiting> <b>1</b>");
        // What is muted counts nowhere, and stays where it was put.
        stall.seller.submit(&mute, &[("jadi", "ya")]).await.says("Percakapan ini dibisukan");
        stall.seller.submit(&archive, &[("jadi", "ya")]).await;
        stall.buyer.submit(&path, &[("teks", "Halo?")]).await;
        stall.seller.open("/pesan").await.is_silent_about(&row).says("<title>Pesan · Balai</title>").says("data-waiting hidden");
        stall.seller.open("/pesan?arsip=ya").await.says(&row).says("dibisukan");
        stall.seller.submit(&archive, &[("jadi", "tidak")]).await.says("keluar dari arsip");
        stall.seller.submit(&mute, &[("jadi", "tidak")]).await.says("tidak lagi dibisukan");
        let mut other = reader(&stall.shop.market.app, "moderator1").await;
        for path in [&archive, &mute] {
            other.open("/akun").await;
            other.submit(path, &[("jadi", "ya")]).await;
            assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn the_bar_says_on_every_page_how_much_is_unread(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let count = |count: &str| format!("data-waiting> <b>{count}</b><span class=\"unseen\"> belum dibaca");
        stall.seller.open("/").await.says(&count("1"));
        stall.buyer.open("/").await.says("data-waiting hidden> <b></b>");
        for number in 2..=101 {
            stall.buyer.submit(&path, &[("teks", &number.to_string())]).await;
        }
        stall.seller.open("/akun").await.says(&count("99+"));
        // Whoever reads them has read them on that page already.
        stall.seller.open(&path).await.says("data-waiting hidden> <b></b>");
        Browser::new(&stall.shop.market.app.anyone, "id").open("/").await.is_silent_about("data-waiting");
    }
}

#[tokio::test]
async fn a_stream_is_no_way_around_the_method() {
    let stall = Stall::given(TestDb::sqlite().await, Given::default()).await;
    let request = Request::builder().method(Method::POST).uri(STREAM);
    let answer = stall.shop.market.app.anyone.send(request, Body::empty()).await;
    assert_ne!(answer.status, StatusCode::OK);
}
