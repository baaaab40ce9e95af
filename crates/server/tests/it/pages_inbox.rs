//! The pages on which buyers and sellers talk, as people without scripts use them.

use accounts::Role;
use http::StatusCode;
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{
    classifieds_shop::Shop,
    conversations_attachments::picture,
    conversations_support::NOWHERE,
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

const HOSTILE: &str = "\u{202e}Tawar <script>alert(1)</script> \"><img src=x onerror=alert(2)>";

/// Somebody who is logged in and looks at their threads.
pub(crate) async fn reader(app: &TestApp, name: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/pesan").await;
    assert_eq!(browser.path, "/masuk?kembali=%2Fpesan");
    let login = [("username", name), ("password", PASSWORD), ("kembali", "/pesan")];
    browser.submit("/masuk", &login).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/pesan"));
    browser
}

/// A shop with one listing, its seller, and somebody who might buy.
pub(crate) struct Stall {
    pub(crate) shop: Shop,
    pub(crate) listing: String,
    pub(crate) seller: Browser,
    pub(crate) buyer: Browser,
}

impl Stall {
    pub(crate) async fn new(db: TestDb) -> Self {
        Self::given(db, Given::default()).await
    }

    pub(crate) async fn given(db: TestDb, given: Given) -> Self {
        let given = Given {
            moderate_listings: Some(false),
            ..given
        };
        let shop = Shop::given(db, given).await;
        Self {
            listing: shop.offer(json!({})).await,
            seller: reader(&shop.market.app, "seller").await,
            buyer: reader(&shop.market.app, "stranger").await,
            shop,
        }
    }

    /// The buyer asks; answers the path of the thread.
    pub(crate) async fn asked(&mut self, text: &str) -> String {
        let fields = [("iklan", self.listing.as_str()), ("teks", text)];
        self.buyer.submit("/pesan/baru", &fields).await;
        assert_eq!(self.buyer.status, StatusCode::OK, "{}", self.buyer.page);
        self.buyer.path.strip_suffix("#tulis").unwrap().to_owned()
    }
}

/// The value of a hidden field on a page.
fn key(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"_kunci\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// How many messages a page shows.
fn lines(page: &str) -> usize {
    page.matches("data-message=").count()
}

testkit::both_engines! {
    async fn a_buyer_asks_and_a_seller_answers(db: TestDb) {
        let mut stall = Stall::new(db).await;
        stall.buyer.says("Belum ada percakapan").says("<title>Pesan · Balai</title>");
        stall.buyer.open(&format!("/pesan/baru?iklan={}", stall.listing)).await.says("Aile arabası").says("Tanya penjual");
        let path = stall.asked("Masih ada?").await;
        stall.buyer.says("<bdi>seller Lengkap</bdi>").says("<bdi>Aile arabası</bdi>").says("Masih ada?").says("Terkirim").says("Hari ini");
        let code = stall.buyer.page.split("href=\"/iklan/").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(code.len(), 22, "{code}");
        // The seller is told how much is unread, and looking marks it as read.
        stall.seller.open("/pesan").await.says("<title>(1) Pesan · Balai</title>").says("1 pesan belum dibaca dalam 1 percakapan");
        stall.seller.says("<bdi>stranger Lengkap</bdi>").says("<bdi>Masih ada?</bdi>").says(&format!("href=\"{path}#tulis\""));
        stall.seller.open(&path).await.says("Masih ada?").says("<title>stranger Lengkap · Balai</title>").says("/lapor/");
        stall.seller.open("/pesan").await.says("<title>Pesan · Balai</title>").says("Semua sudah dibaca");
        stall.buyer.open(&path).await.says("Dibaca").is_silent_about("Terkirim");
        stall.seller.open(&path).await;
        let fields = [("teks", "Masih.\r\nKapan mau lihat?"), ("_kunci", &key(&stall.seller.page))];
        stall.seller.submit(&path, &fields).await.says("Masih.\nKapan mau lihat?");
        assert_eq!((stall.seller.path.clone(), lines(&stall.seller.page)), (format!("{path}#tulis"), 2));
        stall.buyer.open("/pesan").await.says("(1) Pesan");
        // Whoever asks about the listing again finds the same thread.
        assert_eq!(stall.asked("Besok?").await, path);
        assert_eq!(lines(&stall.buyer.page), 3);
        stall.buyer.open("/pesan?q=KAPAN").await.says("Pesan dengan “KAPAN”").says("1 pesan").says(&format!("{path}?sampai="));
        let hit = stall.buyer.page.split(&format!("href=\"{path}?sampai=")).nth(1).unwrap().split('"').next().unwrap().to_owned();
        stall.buyer.open(&format!("{path}?sampai={hit}")).await.says("Kapan mau lihat?").is_silent_about("Besok?").says("Pesan terbaru");
        stall.buyer.open("/pesan?q=tidakada").await.says("Tidak ada yang cocok");
    }

    async fn pictures_come_with_a_form_and_are_for_the_two_alone(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Bisa lihat fotonya?").await;
        stall.seller.open(&path).await.says("name=\"gambar\"").says("multipart/form-data");
        let (one, two) = (picture(1), picture(2));
        let files: [(&str, &[u8]); 3] = [("gambar", &one), ("gambar", &two), ("gambar", b"")];
        let held = stall.seller.held_with(&[("teks", "Ini")]);
        let held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        stall.seller.upload(&path, &held, &files).await.says("<bdi>Ini</bdi>").says("Gambar 2 dari 2");
        assert_eq!((stall.seller.status, lines(&stall.seller.page)), (StatusCode::OK, 2));
        // The same form once more is the same message.
        stall.seller.upload(&path, &held, &files).await;
        assert_eq!(lines(&stall.seller.page), 2);
        let address = |page: &str| format!("/pesan/gambar/{}", page.split("/pesan/gambar/").nth(1).unwrap().split('"').next().unwrap());
        stall.buyer.open(&path).await.says("Gambar 1 dari 2");
        let shown = address(&stall.buyer.page);
        let answer = stall.buyer.download(&shown).await;
        assert_eq!((answer.status.as_u16(), answer.headers["content-type"].to_str().unwrap()), (200, "image/jpeg"));
        assert_eq!(answer.headers["cache-control"], "private, no-store");
        let app = &stall.shop.market.app;
        for name in ["moderator1", "admin1"] {
            let mut other = reader(app, name).await;
            assert_eq!(other.download(&shown).await.status, 404);
        }
        let mut nobody = Browser::new(&app.anyone, "id");
        nobody.open(&shown).await;
        assert!(nobody.path.starts_with("/masuk"), "{}", nobody.path);
        // Pictures need no words, and a line without words has none.
        let held = stall.seller.held();
        let held: Vec<_> = held.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        stall.seller.upload(&path, &held, &[("gambar", &one)]).await.is_silent_about("📷");
        assert_eq!(lines(&stall.seller.page), 3);
        stall.buyer.open("/pesan").await.says("<bdi>📷</bdi>");
        // What is taken back is gone with its pictures.
        let id = stall.seller.page.rsplit("/ubah/").next().unwrap().split('"').next().unwrap().to_owned();
        stall.seller.open(&format!("{path}/ubah/{id}")).await.is_silent_about("📷");
        stall.seller.submit(&format!("{path}/ubah/{id}"), &[("teks", "")]).await;
        assert_eq!(stall.seller.status, StatusCode::OK);
        stall.seller.submit(&format!("{path}/tarik/{id}"), &[]).await.says("Anda menarik pesan ini.");
    }

    async fn a_form_with_bad_pictures_comes_back_with_the_good_ones(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let (good, many) = (picture(1), (0..7).map(picture).collect::<Vec<_>>());
        let token = |browser: &Browser| browser.held().into_iter().find(|(name, _)| name == "_token").unwrap().1;
        let own = token(&stall.buyer);
        let fields = [("_token", own.as_str()), ("teks", "Lihat")];
        stall.buyer.upload(&path, &fields, &[("gambar", &good), ("gambar", b"<svg onload=alert(1)>")]).await;
        assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        stall.buyer.says("Berkas ini bukan gambar").says(">Lihat</textarea>");
        let kept = stall.buyer.holds("lampiran").unwrap();
        // What was kept goes with the next try, unless it is left out.
        let own = token(&stall.buyer);
        let files: Vec<(&str, &[u8])> = many.iter().map(|one| ("gambar", one.as_slice())).collect();
        stall.buyer.upload(&path, &[("_token", &own), ("lampiran", &kept), ("teks", "a")], &files).await.says("paling banyak 6 gambar");
        let own = token(&stall.buyer);
        stall.buyer.submit(&path, &[("_token", &own), ("lampiran", &kept), ("buang", &kept), ("teks", "Tanpa")]).await.is_silent_about("Gambar 1 dari");
        assert_eq!(lines(&stall.buyer.page), 2);
        stall.buyer.submit(&path, &[("lampiran", &kept), ("teks", "Dengan")]).await.says("Gambar 1 dari 1");
        // Twice is not possible, and nobody sends what is another's.
        stall.buyer.submit(&path, &[("lampiran", &kept), ("teks", "Lagi")]).await.says("sudah tidak tersedia");
        for wrong in ["x", "../../etc", NOWHERE] {
            stall.buyer.submit(&path, &[("lampiran", wrong), ("teks", "Lagi")]).await;
            assert_eq!(stall.buyer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        assert_eq!(lines(&stall.buyer.page), 3);
        // In the reader's own language.
        let mut turk = Browser::new(&stall.shop.market.app.anyone, "tr");
        turk.open("/masuk").await;
        turk.submit("/masuk", &[("username", "stranger"), ("password", PASSWORD)]).await;
        turk.open(&path).await;
        let own = token(&turk);
        turk.upload(&path, &[("_token", &own)], &[("gambar", b"\xff\xd8\xff\xe0 half")]).await;
        turk.says("Bu resim okunamıyor");
    }

    async fn a_script_sends_each_picture_as_it_is_chosen(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let own = stall.buyer.holds("_token").unwrap();
        stall.buyer.upload("/pesan/gambar", &[("_token", &own)], &[("gambar", &picture(1))]).await.says("data-picture=\"");
        let id = stall.buyer.page.split("data-picture=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(stall.buyer.download(&format!("/pesan/gambar/{id}/thumb")).await.status, 200);
        // Nobody sends one from elsewhere.
        stall.buyer.upload("/pesan/gambar", &[("_token", "x")], &[("gambar", &picture(2))]).await.is_silent_about("data-picture");
        stall.buyer.open(&path).await;
        stall.buyer.submit(&format!("/pesan/gambar/{id}/buang"), &[]).await;
        assert_eq!(stall.buyer.status, StatusCode::NO_CONTENT);
        assert_eq!(stall.buyer.download(&format!("/pesan/gambar/{id}/thumb")).await.status, 404);
    }

    async fn one_press_puts_a_quick_answer_where_one_writes(db: TestDb) {
        let mut stall = Stall::new(db).await;
        // Whoever has asked nothing yet is offered questions.
        let ask = format!("/pesan/baru?iklan={}", stall.listing);
        stall.buyer.open(&ask).await.says("value=\"Apakah masih ada?\"");
        let listing = stall.listing.clone();
        stall.buyer.submit("/pesan/baru", &[("iklan", &listing), ("teks", "Halo."), ("sisip", "Apakah masih ada?")]).await;
        stall.buyer.says(">Halo.\nApakah masih ada?</textarea>");
        stall.buyer.open("/pesan").await.says("Belum ada percakapan");
        let path = stall.asked("Halo").await;
        stall.buyer.open(&path).await.is_silent_about("Apakah masih ada?");
        // Whoever is asked is offered answers, in their own language, behind their own.
        stall.seller.open(&path).await.says("value=\"Ya, masih ada.\"").says("/pesan/jawaban");
        stall.seller.open("/pesan/jawaban").await.says("belum menyimpan");
        stall.seller.submit("/pesan/jawaban", &[("teks", "COD di <b>Konak</b> \"saja\"")]).await.says("Jawaban cepat Anda tersimpan.");
        stall.seller.open(&path).await.says("value=\"COD di Konak &#34;saja&#34;\"");
        stall.seller.submit(&path, &[("teks", ""), ("sisip", "COD di Konak")]).await.says(">COD di Konak</textarea>");
        assert_eq!(lines(&stall.seller.page), 1, "nothing is sent by it");
        stall.buyer.open("/pesan/jawaban").await.is_silent_about("COD");
        // Another one's is out of reach, and what is refused comes back as it was typed.
        stall.seller.open("/pesan/jawaban").await;
        let own = stall.seller.page.split("action=\"/pesan/jawaban/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let own = format!("/pesan/jawaban/{own}");
        stall.buyer.submit(&own, &[("teks", "Curian")]).await;
        assert_eq!(stall.buyer.status, StatusCode::NOT_FOUND);
        stall.buyer.open("/pesan/jawaban").await;
        stall.buyer.submit(&own, &[("hapus", "ya")]).await;
        let long = "a".repeat(501);
        stall.seller.submit(&own, &[("teks", &long)]).await.says(&format!(">{long}</textarea>")).says("role=\"alert\"");
        assert_eq!(stall.seller.status, StatusCode::UNPROCESSABLE_ENTITY);
        stall.seller.submit(&own, &[("teks", "Bisa COD")]).await.says(">Bisa COD</textarea>");
        for number in 1..20 {
            stall.seller.submit("/pesan/jawaban", &[("teks", &format!("Jawaban {number}"))]).await;
        }
        stall.seller.says("Tempatnya sudah penuh");
        stall.seller.submit("/pesan/jawaban", &[("teks", "Satu lagi")]).await.is_silent_about("Satu lagi");
        assert_eq!(stall.seller.status, StatusCode::UNPROCESSABLE_ENTITY);
        stall.seller.submit(&own, &[("hapus", "ya")]).await.is_silent_about("Bisa COD");
        // In another language.
        let mut turk = Browser::new(&stall.shop.market.app.anyone, "tr");
        turk.open("/masuk").await;
        turk.submit("/masuk", &[("username", "stranger"), ("password", PASSWORD)]).await;
        turk.open(&ask).await.says("value=\"Hâlâ satılık mı?\"");
    }

    async fn moderators_judge_what_was_reported_in_its_context(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Bayar dulu lewat transfer ke rekening teman saya").await;
        stall.buyer.submit(&path, &[("teks", "Cepat, <b>bodoh</b>!")]).await;
        stall.seller.open(&path).await;
        let line = |page: &str, at: usize| page.split("data-message=\"").nth(at).unwrap().split('"').next().unwrap().to_owned();
        let (first, second) = (line(&stall.seller.page, 1), line(&stall.seller.page, 2));
        // A kind of reason is enough, and without one it comes back.
        let report = format!("{path}/lapor/{first}");
        stall.seller.open(&report).await.says("Meminta pembayaran di luar cara yang lazim");
        stall.seller.submit(&report, &[("category", "offPlatformPayment"), ("reason", "")]).await.says("laporan Anda sudah dikirim");
        let report = format!("{path}/lapor/{second}");
        stall.seller.open(&report).await;
        stall.seller.submit(&report, &[("category", "x"), ("reason", "Kasar")]).await;
        assert_eq!(stall.seller.status, StatusCode::UNPROCESSABLE_ENTITY);
        stall.seller.submit(&report, &[("category", "insult"), ("reason", "Kasar <i>sekali</i>")]).await.says("laporan Anda sudah dikirim");
        stall.seller.open(&path).await.says("name=\"category\"");
        stall.seller.submit(&format!("{path}/blokir"), &[("category", "fraud")]).await.says("Orang ini diblokir.");
        // Nobody but moderators sees the queue.
        for browser in [&mut stall.seller, &mut stall.buyer] {
            for path in ["/pesan/laporan", &format!("/pesan/laporan/{NOWHERE}")] {
                browser.open(path).await.is_silent_about("Kasar");
                assert_eq!(browser.status, StatusCode::FORBIDDEN);
            }
        }
        let mut moderator = reader(&stall.shop.market.app, "moderator1").await;
        moderator.open("/moderasi").await.says("href=\"/pesan/laporan\"");
        moderator.open("/pesan/laporan").await.says("Kasar sekali").says("Hinaan atau ancaman").says("2 laporan terbuka tentang orang ini");
        moderator.open("/pesan/laporan?urut=banyak").await.says("Meminta pembayaran");
        let cases: Vec<String> = moderator.page.split("href=\"/pesan/laporan/").skip(1).map(|rest| format!("/pesan/laporan/{}", rest.split('"').next().unwrap())).collect();
        assert_eq!(cases.len(), 2);
        moderator.open(&cases[0]).await.says("Bayar dulu lewat transfer").says("Cepat, bodoh!").says("Diblokir oleh 1 orang").says("Laporan terbuka: 2").says("Aile arabası");
        moderator.submit(&cases[0], &[("putusan", "apa")]).await;
        assert_eq!(moderator.status, StatusCode::UNPROCESSABLE_ENTITY);
        stall.buyer.open("/pesan").await;
        stall.buyer.submit(&cases[0], &[("putusan", "abaikan")]).await;
        assert_eq!(stall.buyer.status, StatusCode::FORBIDDEN);
        moderator.open(&cases[0]).await;
        moderator.submit(&cases[0], &[("putusan", "hapus"), ("catatan", "Penipuan")]).await.says("Laporan sudah diputus.").is_silent_about("Meminta pembayaran");
        moderator.open(&cases[0]).await.says("laporannya benar").says("Penipuan").is_silent_about("Hapus pesan");
        stall.seller.open(&path).await.is_silent_about("Bayar dulu");
        moderator.open(&cases[1]).await;
        moderator.submit(&cases[1], &[("putusan", "abaikan")]).await.says("Tidak ada laporan");
        moderator.open(&cases[1]).await.says("tidak ada yang salah").says("Laporan yang benar: 1");
        stall.seller.open(&path).await.says("Cepat, bodoh!");
        moderator.open("/pesan/laporan/x").await;
        assert_eq!(moderator.status, StatusCode::NOT_FOUND);
    }

    async fn strangers_see_nothing_whatever_they_may_elsewhere(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Rahasia kita").await;
        let app = &stall.shop.market.app;
        app.account("lain", Role::User).await;
        let line = stall.buyer.page.split("data-message=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for name in ["lain", "moderator1"] {
            let mut other = reader(app, name).await;
            other.is_silent_about("Rahasia");
            let report = format!("{path}/lapor/{line}");
            for path in [&path, &report, &format!("/pesan/{NOWHERE}"), "/pesan/x"] {
                other.open(path).await.is_silent_about("Rahasia").is_silent_about("seller Lengkap");
                assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
            }
            other.open("/pesan").await;
            let away = [path.clone(), format!("{path}/blokir"), format!("{path}/buka-blokir"), report];
            for path in &away {
                other.open("/akun").await;
                other.submit(path, &[("teks", "Halo"), ("reason", "x")]).await;
                assert_eq!(other.status, StatusCode::NOT_FOUND, "{path}");
            }
            other.open("/pesan?q=rahasia").await.says("Tidak ada yang cocok");
        }
        let mut nobody = Browser::new(&app.anyone, "id");
        nobody.open(&path).await;
        assert_eq!(nobody.path, format!("/masuk?kembali={}", path.replace('/', "%2F")));
        stall.buyer.open(&path).await;
        assert_eq!(lines(&stall.buyer.page), 1);
        // Nobody reports what they wrote themselves.
        stall.buyer.open(&format!("{path}/lapor/{line}")).await;
        assert_eq!(stall.buyer.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_refused_comes_back_with_what_was_typed(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        stall.buyer.submit(&path, &[("teks", "  ")]).await.says("Tulis pesannya dahulu.");
        assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::UNPROCESSABLE_ENTITY, 1));
        let long = "a".repeat(5_001);
        stall.buyer.submit(&path, &[("teks", &long)]).await.says(&format!(">{long}</textarea>")).says("teks-fault");
        stall.buyer.submit(&path, &[("teks", &long[1..])]).await;
        assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::OK, 2));
        // Whoever is blocked is told so, and keeps what they wrote.
        stall.seller.open(&path).await.says("Blokir orang ini …").says("class=\"dialog\"");
        stall.seller.submit(&format!("{path}/blokir"), &[]).await.says("Orang ini diblokir.").says("Anda memblokir orang ini");
        stall.buyer.submit(&path, &[("teks", "Jangan <b>begitu</b>")]).await;
        stall.buyer.says("Orang ini tidak menerima pesan dari Anda.").says(">Jangan &#60;b&#62;begitu&#60;/b&#62;</textarea>");
        assert_eq!(stall.buyer.status, StatusCode::FORBIDDEN);
        stall.seller.submit(&format!("{path}/buka-blokir"), &[]).await.says("Blokir dibuka.");
        stall.seller.submit(&format!("{path}/buka-blokir"), &[]).await.says("Blokir dibuka.");
        stall.buyer.submit(&path, &[("teks", "Terima kasih")]).await.says("Terima kasih");
        assert_eq!(stall.buyer.status, StatusCode::OK);
        // A message is reported once, with a reason.
        stall.seller.open(&path).await;
        let report = stall.seller.page.split(&format!("href=\"{path}/lapor/")).nth(1).unwrap().split('"').next().unwrap();
        let report = format!("{path}/lapor/{report}");
        stall.seller.open(&report).await.says("Laporkan pesan").says("<bdi>Halo</bdi>");
        stall.seller.submit(&report, &[("reason", "")]).await.says("reason-fault");
        assert_eq!(stall.seller.status, StatusCode::UNPROCESSABLE_ENTITY);
        for _ in 0..2 {
            stall.seller.submit(&report, &[("reason", "Penipuan")]).await.says("laporan Anda sudah dikirim");
        }
        let queue = stall.shop.moderator.get("/v1/reports").await.expect(200).json();
        assert_eq!((&queue["rowCount"], &queue["reports"][0]["reason"]), (&json!(1), &json!("Penipuan")));
    }

    async fn a_form_that_is_sent_twice_sends_once(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let key = key(&stall.buyer.page);
        let mut other = reader(&stall.shop.market.app, "stranger").await;
        other.open(&path).await;
        let fields = [("teks", "Sekali saja"), ("_kunci", key.as_str())];
        let (one, two) = tokio::join!(async { stall.buyer.submit(&path, &fields).await.status }, async { other.submit(&path, &fields).await.status });
        assert_eq!((one, two), (StatusCode::OK, StatusCode::OK));
        stall.buyer.submit(&path, &fields).await;
        assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::OK, 2));
        // Somebody went back and changed it: nothing is lost, and nothing is sent unasked.
        stall.buyer.submit(&path, &[("teks", "Yang lain"), ("_kunci", &key)]).await;
        stall.buyer.says("Formulir ini sudah mengirim pesan lain").says(">Yang lain</textarea>").is_silent_about(&key);
        assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::CONFLICT, 2));
        // Two who ask at once about the same listing have one thread.
        let fields = [("iklan", stall.listing.as_str()), ("teks", "Berdua"), ("_kunci", "sama")];
        let (one, two) = tokio::join!(
            async { stall.buyer.submit("/pesan/baru", &fields).await.path.clone() },
            async { other.submit("/pesan/baru", &fields).await.path.clone() }
        );
        assert_eq!((one, two), (format!("{path}#tulis"), format!("{path}#tulis")));
        stall.buyer.open(&path).await;
        assert_eq!(lines(&stall.buyer.page), 3);
    }

    async fn older_messages_are_a_link_away(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Pesan ke-0.").await;
        for number in 1..=60 {
            stall.buyer.submit(&path, &[("teks", &format!("Pesan ke-{number}."))]).await;
        }
        stall.seller.open(&path).await.says("Pesan ke-60.").says("Pesan ke-21.").is_silent_about("Pesan ke-20.").is_silent_about("Pesan terbaru");
        let older = stall.seller.page.split("?sebelum=").nth(1).unwrap().split('#').next().unwrap().to_owned();
        stall.seller.open(&format!("{path}?sebelum={older}")).await.says("Pesan ke-20.").says("Pesan ke-0.").is_silent_about("Pesan ke-21.");
        stall.seller.says("Pesan terbaru").is_silent_about("rel=\"prev\"");
        for place in [format!("sebelum={NOWHERE}"), format!("sampai={NOWHERE}")] {
            stall.seller.open(&format!("{path}?{place}")).await;
            assert_eq!(stall.seller.status, StatusCode::NOT_FOUND, "{place}");
        }
        stall.seller.open(&format!("{path}?sebelum=x")).await.says("Pesan ke-60.");
    }

    async fn hostile_texts_are_shown_as_texts(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let title = "\u{202e}Sepeda <script>alert(3)</script>\"'>";
        stall.listing = stall.shop.offer(json!({"title": title})).await;
        let path = stall.asked(HOSTILE).await;
        let wide = "W".repeat(4_000);
        stall.buyer.submit(&path, &[("teks", &wide)]).await;
        stall.buyer.submit(&path, &[("teks", &format!("a < b & c > d {}", "\u{627}".repeat(40)))]).await;
        for page in [path.clone(), "/pesan".to_owned(), "/pesan?q=tawar".to_owned(), format!("/pesan/baru?iklan={}", stall.listing)] {
            stall.seller.open(&page).await;
            assert_eq!(stall.seller.status, StatusCode::OK, "{page}");
            for wrong in ["<script>alert", "<img src=x", "onerror=alert(2)>"] {
                stall.seller.is_silent_about(wrong);
            }
        }
        stall.seller.open(&path).await.says("<bdi>a &#60; b &#38; c &#62; d ").says(&format!("<bdi>{wide}</bdi>"));
        stall.seller.open("/pesan?q=%3Cscript%3Ealert(4)%3C/script%3E").await.is_silent_about("<script>alert");
        stall.seller.open("/pesan?hal=x").await.says("<h1>Pesan</h1>");
    }

    async fn a_page_is_asked_for_its_part(db: TestDb) {
        let mut stall = Stall::new(db).await;
        let path = stall.asked("Halo").await;
        let asking = stall.shop.market.app.anyone.with_header("x-part", "live");
        stall.seller.go_to(&asking, "id");
        stall.seller.open("/pesan").await.says("data-title=\"(1) Pesan · Balai\"").is_silent_about("<title>");
        stall.seller.open(&path).await.says("data-title=\"stranger Lengkap · Balai\"").says(" data-live").is_silent_about("<form");
        stall.buyer.go_to(&asking, "id");
        stall.buyer.open(&path).await.says("Dibaca");
        // What is refused comes back as a page with its form.
        let anyone = stall.shop.market.app.anyone.clone();
        stall.buyer.go_to(&anyone, "id").open(&path).await;
        let token = stall.buyer.token().unwrap();
        stall.buyer.go_to(&asking, "id");
        stall.buyer.post(&path, &[("_token", &token), ("teks", "")]).await.expect(422).text().find("talk-write").unwrap();
    }
}

/// Logs in on the page that keeps what was typed.
async fn log_in_again(browser: &mut Browser, back: &str) {
    let (_, rest) = browser.page.split_once("name=\"_tersimpan\" value=\"").unwrap();
    let kept = rest.split('"').next().unwrap().replace("&#38;", "&");
    let login = [
        ("username", "stranger"),
        ("password", PASSWORD),
        ("kembali", back),
        ("_tersimpan", &kept),
    ];
    browser.submit("/masuk", &login).await.says("Kirim lagi");
}

#[tokio::test]
async fn a_message_that_is_written_while_a_session_ends_is_sent_after_logging_in() {
    let mut stall = Stall::new(TestDb::sqlite().await).await;
    let path = stall.asked("Halo").await;
    let fields = [("teks", "Tulisan panjang"), ("_kunci", &key(&stall.buyer.page))];
    stall.buyer.forget("balai");
    stall.buyer.submit(&path, &fields).await.says("tidak ada yang hilang");
    log_in_again(&mut stall.buyer, &path).await;
    stall.buyer.says("<li>Tulisan panjang</li>");
    stall.buyer.submit(&path, &fields).await.says("Tulisan panjang");
    assert_eq!(lines(&stall.buyer.page), 2);
}

#[tokio::test]
async fn whoever_asks_before_logging_in_loses_nothing() {
    let stall = Stall::new(TestDb::sqlite().await).await;
    let mut nobody = Browser::new(&stall.shop.market.app.anyone, "id");
    nobody.open(&format!("/pesan/baru?iklan={}", stall.listing)).await;
    let entry = nobody.path.clone();
    assert!(entry.starts_with("/masuk?kembali=%2Fpesan%2Fbaru"), "{entry}");
    // A page that anybody sees has the form with the token of nobody.
    let fields = [("iklan", stall.listing.as_str()), ("teks", "Boleh tanya?")];
    nobody
        .submit("/pesan/baru", &fields)
        .await
        .says("tidak ada yang hilang");
    log_in_again(&mut nobody, "/pesan/baru").await;
    nobody.says("<li>Boleh tanya?</li>");
    nobody
        .submit("/pesan/baru", &fields)
        .await
        .says("<bdi>Boleh tanya?</bdi>");
    assert_eq!(lines(&nobody.page), 1);
}

#[tokio::test]
async fn what_cannot_be_asked_about_begins_nothing_and_gives_back_what_was_typed() {
    let mut stall = Stall::new(TestDb::sqlite().await).await;
    let sold = stall.shop.offer(json!({"title": "Sudah laku"})).await;
    drop(stall.shop.moved(&stall.shop.seller, &sold, "sold").await.expect(200));
    for (listing, status, said) in [
        (sold.as_str(), 422, "tidak lagi ditawarkan"),
        (NOWHERE, 422, "tidak lagi ditawarkan"),
    ] {
        stall
            .buyer
            .submit("/pesan/baru", &[("iklan", listing), ("teks", "Masih ada?")])
            .await;
        stall
            .buyer
            .says(said)
            .says(">Masih ada?</textarea>")
            .is_silent_about("Sudah laku");
        assert_eq!(stall.buyer.status.as_u16(), status, "{listing}");
    }
    stall
        .buyer
        .submit("/pesan/baru", &[("iklan", stall.listing.as_str()), ("teks", "")])
        .await
        .says("Tulis pesannya dahulu.");
    stall
        .seller
        .submit("/pesan/baru", &[("iklan", stall.listing.as_str()), ("teks", "Halo")])
        .await
        .says("Ini iklan Anda sendiri.");
    stall.buyer.open("/pesan").await.says("Belum ada percakapan");
    stall.buyer.open(&format!("/pesan/baru?iklan={sold}")).await;
    assert_eq!(stall.buyer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_sends_too_much_waits_and_keeps_what_was_typed() {
    let given = Given {
        messages_per_minute: "2".parse().ok(),
        ..Given::default()
    };
    let mut stall = Stall::given(TestDb::sqlite().await, given).await;
    let path = stall.asked("Satu").await;
    stall.buyer.submit(&path, &[("teks", "Dua")]).await;
    stall.buyer.submit(&path, &[("teks", "Tiga")]).await;
    stall
        .buyer
        .says("Anda mengirim terlalu banyak pesan")
        .says(">Tiga</textarea>");
    assert_eq!(
        (stall.buyer.status, lines(&stall.buyer.page)),
        (StatusCode::TOO_MANY_REQUESTS, 2)
    );
}

#[tokio::test]
async fn a_thread_outlives_its_listing() {
    let mut stall = Stall::new(TestDb::sqlite().await).await;
    let path = stall.asked("Halo").await;
    let listing = stall.listing.clone();
    drop(stall.shop.moved(&stall.shop.seller, &listing, "sold").await.expect(200));
    stall
        .buyer
        .open(&path)
        .await
        .says("Aile arabası")
        .says("tidak lagi ditawarkan")
        .is_silent_about("href=\"/iklan/");
    // The two may go on talking about it.
    assert_eq!(stall.asked("Sudah laku?").await, path);
    let at = format!("/v1/listings/{listing}");
    drop(stall.shop.market.admin.delete(&at).await.expect(200));
    stall
        .buyer
        .open(&path)
        .await
        .says("Iklan yang sudah tidak ada")
        .says("Sudah laku?");
    stall.buyer.submit(&path, &[("teks", "Masih di sini")]).await;
    assert_eq!((stall.buyer.status, lines(&stall.buyer.page)), (StatusCode::OK, 3));
}

#[tokio::test]
async fn a_message_that_is_sent_while_the_database_is_away_comes_back_to_be_sent_again() {
    let mut stall = Stall::new(TestDb::sqlite().await).await;
    let path = stall.asked("Halo").await;
    let key = key(&stall.buyer.page);
    stall.shop.market.app.test.db.close().await;
    let fields = [("teks", "Bisa <b>kurang</b>?"), ("_kunci", key.as_str())];
    stall.buyer.submit(&path, &fields).await;
    assert_eq!(stall.buyer.status, StatusCode::SERVICE_UNAVAILABLE);
    stall
        .buyer
        .says("<li>Bisa &#60;b&#62;kurang&#60;/b&#62;?</li>")
        .says(&key)
        .says(&format!("action=\"{path}\""));
}

#[tokio::test]
async fn somebody_who_is_gone_is_written_to_no_more() {
    let mut stall = Stall::new(TestDb::sqlite().await).await;
    let path = stall.asked("Halo").await;
    stall.seller.open("/akun/hapus").await;
    stall.seller.submit("/akun/hapus", &[("password", PASSWORD)]).await;
    stall.shop.market.app.app.relay.drain().await.unwrap();
    stall
        .buyer
        .open(&path)
        .await
        .says("Akun yang sudah dihapus")
        .says("Halo")
        .is_silent_about("<textarea");
    stall.buyer.open("/pesan").await.says("Akun yang sudah dihapus");
}

#[tokio::test]
async fn pages_of_conversations_are_there_where_they_are_served() {
    let given = Given {
        module: Some(vec![trackmate::NAME.to_owned()]),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    app.user("budi").await;
    let mut budi = Browser::new(&app.anyone, "id");
    budi.open("/masuk").await;
    budi.submit("/masuk", &[("username", "budi"), ("password", PASSWORD)])
        .await;
    budi.open("/akun").await.is_silent_about("href=\"/pesan\"");
    budi.open("/pesan").await;
    assert_eq!(budi.status, StatusCode::NOT_FOUND);
    let stall = Stall::new(TestDb::sqlite().await).await;
    stall.buyer.says("<a href=\"/pesan\" aria-current=\"page\">Pesan<");
    let mut reader = Browser::new(&stall.shop.market.app.anyone, "tr");
    reader.open("/").await.is_silent_about("href=\"/pesan\"");
}

testkit::both_engines! {
    async fn a_seller_is_said_to_answer_as_soon_as_they_usually_do(test: TestDb) {
        let stall = Stall::new(test).await;
        let (shop, clock) = (&stall.shop, &stall.shop.market.app.clock);
        let seller_id = shop.account(&shop.seller).await;
        let mut visitor = Browser::new(&shop.market.anyone, "en");
        let answered = async |listing: &str, minutes: u64| {
            let buyer = shop.market.app.login("stranger").await;
            let thread = json!({"listingId": listing, "receiverId": seller_id});
            let thread = buyer.post("/v1/conversationthreads", &thread).await.expect(201).json();
            let say = |text: &str| json!({"conversationThreadId": thread["conversationThread"]["id"], "content": text});
            drop(buyer.post("/v1/conversationmessages", &say("Masih ada?")).await.expect(201));
            clock.advance(std::time::Duration::from_secs(minutes * 60));
            let seller = shop.market.app.login("seller").await;
            drop(seller.post("/v1/conversationmessages", &say("Ada")).await.expect(201));
            // What is said afterwards changes nothing.
            clock.advance(std::time::Duration::from_secs(10 * 60));
            drop(seller.post("/v1/conversationmessages", &say("Halo?")).await.expect(201));
        };
        let page = format!("/penjual/{seller_id}");
        let says = async |visitor: &mut Browser| {
            visitor.open(&page).await;
            visitor.page.split("Usually answers within ").nth(1).map(|rest| rest.split('<').next().unwrap().to_owned())
        };
        let (second, third) = (shop.offer(json!({})).await, shop.offer(json!({})).await);
        answered(&stall.listing, 5).await;
        answered(&second, 20 * 60).await;
        assert_eq!(says(&mut visitor).await, None);
        answered(&third, 30).await;
        assert_eq!(says(&mut visitor).await.as_deref(), Some("an hour"));
        let shown = shop.market.anyone.get(&format!("/v1/listings/{third}")).await.expect(200).text();
        assert!(!shown.contains("answer"), "{shown}");
        visitor.open("/pasar").await;
        let way = visitor.page.split("href=\"/iklan/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        visitor.open(&format!("/iklan/{way}")).await.says("Usually answers within an hour");
        // After ninety days it is no more known.
        clock.advance(std::time::Duration::from_secs(91 * 24 * 60 * 60));
        assert_eq!(says(&mut visitor).await, None);
    }
}
