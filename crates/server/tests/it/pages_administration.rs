//! The pages of whoever runs the server: who gets in, what they see, what they do about people, and what is noted of it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use accounts::Role;
use http::StatusCode;
use platform::{Tx, db::Location};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::TestDb;

use super::{
    pages_admin::{enter, staff},
    pages_producer::{maker, seller},
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

platform::statements! {
    /// As if the first subscriber that is owed something had failed again and again.
    GIVE_UP = "update outbox_delivery set dead = 1, attempts = 20, error = 'di luar <jangkauan>'
        where (subscriber, seq) in (select subscriber, seq from outbox_delivery order by subscriber limit 1)";
}

/// Where a person's page is, as the list of people says it.
async fn path_of(browser: &mut Browser, name: &str) -> String {
    browser.open(&format!("/admin/orang?q={name}")).await;
    let links = browser.page.split("href=\"").skip(1);
    let mut paths = links.filter_map(|rest| rest.split('"').next());
    let found = paths.find(|path| path.starts_with("/admin/orang/"));
    found
        .unwrap_or_else(|| panic!("{name} is not listed: {}", browser.page))
        .to_owned()
}

/// Runs a background job by its name.
async fn run_job(app: &TestApp, name: &str) {
    let job = app.app.wired.every_job().find(|job| job.name == name).unwrap();
    (job.run)(platform::Ctx::background(app.clock.clone())).await.unwrap();
}

/// Opens the page of backups until nothing is being done there.
async fn settled(browser: &mut Browser) {
    for _ in 0..10_000 {
        browser.open("/admin/cadangan").await;
        if !browser.page.contains("Muat ulang") {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("it goes on and on: {}", browser.page);
}

/// The folder of the newest backup.
fn newest(folder: &Path) -> PathBuf {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let whole = entries.filter(|path| path.join("manifest.json").exists());
    whole.max().unwrap()
}

testkit::both_engines! {
    async fn the_overview_tells_how_the_place_is_and_what_waits(test: TestDb) {
        let engine = match test.location {
            Location::Sqlite(_) => "SQLite",
            Location::Postgres(_) => "PostgreSQL",
        };
        let app = TestApp::new(test).await;
        let (_, code) = maker(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin").await.says(engine).says(env!("CARGO_PKG_VERSION")).says("Tidak ada yang menunggu");
        admin.says("<dt>Orang</dt><dd><bdi>2</bdi>").says("<dt>Produk yang tampil</dt><dd><bdi>1</bdi>");
        admin.says("href=\"/admin/orang\"").says("href=\"/pengelola/laporan\"");
        let mut shopper = Browser::new(&app.anyone, "id");
        let report = format!("/produk/x-{code}/lapor");
        shopper.open(&report).await;
        shopper.submit(&report, &[("reason", "other"), ("said", "Palsu")]).await;
        admin.open("/admin").await.says("<strong>1</strong> <a href=\"/pengelola/laporan\">Laporan produk terbuka");
    }

    async fn people_are_found_by_name_role_and_suspension(test: TestDb) {
        let app = TestApp::new(test).await;
        seller(&app, "rina").await;
        app.account("lain", Role::Moderator).await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin/orang").await.says("3 ditemukan");
        admin.open("/admin/orang?q=RIN").await.says("rina@example.com").says("1 ditemukan");
        admin.open("/admin/orang?peran=moderator").await.says("1 ditemukan").says("<bdi>lain</bdi>");
        admin.open("/admin/orang?peran=raja&hal=-3").await.says("3 ditemukan");
        for nothing in ["q=%25", "q=tak%00ada", "ditangguhkan=ya", "peran=superAdmin"] {
            admin.open(&format!("/admin/orang?{nothing}")).await.says("0 ditemukan");
        }
        admin.open("/pengelola/akun?q=rina").await.says("1 ditemukan");
        assert_eq!(admin.path, "/admin/orang?q=rina");
    }

    async fn somebody_is_suspended_until_a_day_and_comes_back_by_themselves(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        let path = path_of(&mut admin, "rina").await;
        let suspend = format!("{path}/tangguhkan");
        for (until, reason) in [("", ""), ("besok", "Menipu"), ("1999-01-01", "Menipu"), ("9999-12-31", "Menipu")] {
            admin.open(&suspend).await;
            admin.submit(&suspend, &[("until", until), ("reason", reason)]).await;
            assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY, "{until:?} {reason:?}");
        }
        rina.open("/akun").await;
        assert_eq!(rina.path, "/akun", "nothing was done yet");
        let tomorrow = app.clock.now().plus(Duration::from_secs(86_400)).to_string();
        let until = [("until", &tomorrow[..10]), ("reason", "Menipu <b>")];
        admin.open(&suspend).await;
        admin.submit(&suspend, &until).await.says("Akun ditangguhkan").says("Menipu &#60;b&#62;").says("sampai");
        rina.open("/akun").await;
        assert!(rina.path.starts_with("/masuk"), "its session has ended: {}", rina.path);
        assert!(enter(&app, "rina").await.path.starts_with("/masuk"));
        admin.open("/admin/orang?ditangguhkan=ya").await.says("1 ditemukan");
        app.clock.advance(Duration::from_secs(2 * 86_400));
        assert_eq!(enter(&app, "rina").await.path, "/akun", "its time is over");
        run_job(&app, "accounts.lift_suspensions").await;
        admin.open("/admin/orang?ditangguhkan=ya").await.says("0 ditemukan");
        // Without an end, until it is lifted.
        admin.open(&suspend).await;
        admin.submit(&suspend, &[("until", ""), ("reason", "Lagi")]).await.says("Akun ditangguhkan");
        app.clock.advance(Duration::from_secs(400 * 86_400));
        let mut admin = enter(&app, "admin").await;
        run_job(&app, "accounts.lift_suspensions").await;
        assert!(enter(&app, "rina").await.path.starts_with("/masuk"));
        let lift = format!("{path}/pulihkan");
        admin.open(&lift).await;
        admin.submit(&lift, &[]).await.says("Akun dipulihkan.");
        assert_eq!(enter(&app, "rina").await.path, "/akun");
        admin.open("/admin/catatan").await.says("3 ditemukan").says("menangguhkan akun <bdi>rina").says("Menipu &#60;b&#62;");
        admin.open("/admin/catatan?tindakan=person-lift").await.says("1 ditemukan");
    }

    async fn roles_follow_the_rules_and_count_at_once(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        rina.open("/admin").await;
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        let path = path_of(&mut admin, "rina").await;
        let role = format!("{path}/peran");
        admin.open(&role).await.says("<bdi>rina</bdi>");
        assert_eq!(admin.holds("role").as_deref(), Some("user"), "opening the question changes nothing");
        admin.submit(&role, &[("role", "superAdmin")]).await.says("pengelola utama");
        assert_eq!(admin.status, StatusCode::FORBIDDEN, "nobody gives more than they have");
        admin.open(&role).await;
        admin.submit(&role, &[("role", "kaisar")]).await;
        assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
        admin.open(&role).await;
        admin.submit(&role, &[("role", "admin"), ("reason", "Pengurus <b>baru</b>")]).await.says("Peran diubah.");
        rina.open("/admin").await;
        assert_eq!(rina.status, StatusCode::OK, "it counts in a session that was open");
        // One administrator does not take the role from another, and gives up their own.
        let own = format!("{}/peran", path_of(&mut rina, "admin").await);
        rina.open(&own).await;
        rina.submit(&own, &[("role", "user")]).await.says("hanya dapat dicabut oleh pengelola utama");
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        admin.open(&own).await;
        admin.submit(&own, &[("role", "user")]).await.says("Anda bukan pengelola lagi.");
        assert!(admin.path.starts_with("/akun"));
        admin.open("/admin").await;
        assert_eq!(admin.status, StatusCode::FORBIDDEN);
        // Somebody is left.
        rina.open(&role).await;
        rina.submit(&role, &[("role", "moderator")]).await.says("satu-satunya pengelola");
        assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
        let mut first = staff(&app, "utama", Role::SuperAdmin).await;
        first.open(&role).await;
        first.submit(&role, &[("role", "user")]).await.says("Peran diubah.");
        rina.open("/admin").await;
        assert_eq!(rina.status, StatusCode::FORBIDDEN);
        first.open("/admin/catatan").await.says("3 ditemukan").says("menjadikan pengelola <bdi>rina").says("Pengurus &#60;b&#62;baru");
        for missing in ["/admin/orang/user-AAAAAAAAAAAAAAAA", "/admin/orang/a%00b", &format!("{path}/raja")] {
            first.open(missing).await;
            assert_eq!(first.status, StatusCode::NOT_FOUND, "{missing}");
        }
    }

    async fn sessions_are_ended_one_by_one_or_all_and_only_of_whom_it_says(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let mut other = enter(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        let path = path_of(&mut admin, "rina").await;
        admin.open(&path).await;
        let ends = |browser: &Browser| {
            let forms = browser.page.split("action=\"").skip(1);
            let paths = forms.filter_map(|rest| rest.split('"').next());
            paths.filter(|path| path.contains("/sesi/")).map(str::to_owned).collect::<Vec<_>>()
        };
        let before = ends(&admin);
        assert!(before.len() >= 2, "{before:?}");
        let own = path_of(&mut admin, "admin").await;
        // A session of somebody else is not ended by an address that names another.
        let foreign = format!("{own}/sesi/{}", before[0].rsplit('/').next().unwrap());
        admin.open(&own).await;
        admin.submit(&foreign, &[]).await;
        admin.open(&path).await;
        assert_eq!(ends(&admin).len(), before.len());
        admin.submit(&before[0], &[]).await.says("Sesi diakhiri.");
        assert_eq!(ends(&admin).len(), before.len() - 1);
        admin.submit(&format!("{path}/sesi/x%00"), &[]).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
        let all = format!("{path}/sesi");
        admin.open(&all).await;
        admin.submit(&all, &[("reason", "Telepon hilang")]).await.says("Tidak ada sesi yang terbuka.").says("Telepon hilang");
        for browser in [&mut rina, &mut other] {
            browser.open("/akun").await;
            assert!(browser.path.starts_with("/masuk"));
        }
    }

    async fn all_that_is_kept_of_somebody_is_a_file_and_goes_with_their_account(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, _) = maker(&app, "rina").await;
        app.login("rina").await.post("/impacts", &json!({"name": "Hemat air"})).await.expect(201);
        let mut admin = staff(&app, "admin", Role::Admin).await;
        let path = path_of(&mut admin, "rina").await;
        let export = format!("{path}/ekspor");
        admin.open(&export).await;
        let token = admin.token().unwrap();
        let file = admin.post(&export, &[("_token", &token), ("reason", "Diminta")]).await;
        assert_eq!(file.status, StatusCode::OK);
        let disposition = file.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.contains("rina.json"), "{disposition}");
        let all: Value = file.json();
        assert_eq!(all["accounts"]["account"][0]["email"], "rina@example.com");
        assert_eq!(all["trackmate"]["businesses"][0]["name"], "Kebun Rina");
        assert_eq!(all["trackmate"]["impacts"][0]["name"], "Hemat air");
        assert_eq!(all["trackmate"]["products"].as_array().unwrap().len(), 1);
        assert_eq!(all["classifieds"]["listings"], json!([]));
        assert_eq!(all["conversations"]["messages"], json!([]));
        assert!(!file.text().contains("argon2"), "no secret is in it");
        let delete = format!("{path}/hapus");
        for (name, reason) in [("rina", ""), ("rani", "Diminta"), ("", "Diminta")] {
            admin.open(&delete).await;
            admin.submit(&delete, &[("name", name), ("reason", reason)]).await;
            assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?} {reason:?}");
        }
        rina.open("/akun").await;
        assert_eq!(rina.path, "/akun");
        admin.open(&delete).await;
        admin.submit(&delete, &[("name", "rina"), ("reason", "Diminta")]).await.says("Akun dihapus.");
        app.app.relay.drain().await.unwrap();
        rina.open("/akun").await;
        assert!(rina.path.starts_with("/masuk"));
        assert!(!app.anyone.get("/products").await.text().contains("Kebun Rina"));
        admin.open("/admin/catatan").await.says("2 ditemukan").says("menghapus akun <bdi>rina").says("mengekspor data <bdi>rina");
        admin.open(&path).await;
        assert_eq!(admin.status, StatusCode::NOT_FOUND);
    }

    async fn what_was_given_up_is_read_and_sent_again(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin/pekerjaan").await.says("accounts.purge_sessions").says("belum berjalan").says("trackmate.");
        admin.says("Semua yang terjadi sampai ke penerimanya");
        // An event whose subscriber gave up.
        app.app.relay.drain().await.unwrap();
        rina.open("/akun/hapus").await;
        rina.submit("/akun/hapus", &[("password", PASSWORD)]).await;
        let db = &app.app.db;
        db.write(async |tx: &mut Tx<'_>| tx.execute(GIVE_UP, &[]).await).await.unwrap();
        admin.open("/admin").await.says("<strong>1</strong> <a href=\"/admin/pekerjaan\">Peristiwa yang menyerah dikirim");
        admin.open("/admin/pekerjaan").await.says("accounts.account.deleted").says("di luar &#60;jangkauan&#62;");
        let again = admin.page.split("action=\"").find(|rest| rest.starts_with("/admin/pekerjaan/peristiwa/")).unwrap();
        let again = again.split('"').next().unwrap().to_owned();
        for _ in 0..2 {
            admin.submit(&again, &[]).await.says("Dikirim lagi.").says("Semua yang terjadi sampai");
        }
        app.app.relay.drain().await.unwrap();
        assert_eq!(app.app.relay.owed().await.unwrap(), 0);
        admin.open("/admin/catatan?tindakan=event-resend").await.says("1 ditemukan");
        for wrong in ["/admin/pekerjaan/peristiwa/x/y", "/admin/pekerjaan/kiriman/x/y", "/admin/pekerjaan/peristiwa/x%00/1"] {
            admin.open("/admin/pekerjaan").await;
            admin.submit(wrong, &[]).await;
            assert_eq!(admin.status, StatusCode::NOT_FOUND, "{wrong}");
        }
    }

    async fn a_backup_is_made_and_proved_and_old_ones_go(test: TestDb) {
        let folder = test.dir.path().join("cadangan");
        let given = Given {
            backup_folder: Some(folder.clone()),
            backup_keep: "2".parse().ok(),
            ..Given::default()
        };
        let url = match &test.location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(url) => url.clone(),
        };
        let app = TestApp::with(test, Given { database: Some(url), ..given }).await;
        maker(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin/cadangan").await.says("Belum ada cadangan.").says("Buat cadangan sekarang");
        admin.open("/admin").await.says("<dt>Cadangan terakhir</dt><dd><bdi>belum ada");
        run_job(&app, "server.back_up").await;
        run_job(&app, "server.back_up").await;
        admin.open("/admin/cadangan").await.says("utuh, dibuktikan");
        assert_eq!(admin.page.matches("/buktikan\"").count(), 1, "the next is due tomorrow");
        for _ in 0..3 {
            app.clock.advance(Duration::from_secs(25 * 60 * 60));
            run_job(&app, "server.back_up").await;
        }
        let mut admin = enter(&app, "admin").await;
        admin.open("/admin/cadangan").await;
        assert_eq!(admin.page.matches("/buktikan\"").count(), 2, "old ones are gone");
        admin.submit("/admin/cadangan", &[]).await.says("Cadangan mulai dibuat.");
        settled(&mut admin).await;
        // What is damaged is found out, told, and keeps old ones from going.
        let newest = newest(&folder);
        std::fs::write(newest.join("balai.db"), "rusak").unwrap();
        let name = newest.file_name().unwrap().to_str().unwrap().to_owned();
        let prove = format!("/admin/cadangan/{name}/buktikan");
        admin.submit(&prove, &[]).await;
        settled(&mut admin).await;
        admin.says("manage-state grave\">rusak");
        admin.open("/admin").await.says("Cadangan terakhir rusak");
        admin.open("/admin/catatan").await.says("membuat cadangan").says(&format!("membuktikan cadangan <bdi>{name}"));
        admin.open("/admin/cadangan").await;
        admin.submit("/admin/cadangan/..%2F..%2Fdata/buktikan", &[]).await;
        assert_eq!(admin.status, StatusCode::CONFLICT);
    }

    async fn storage_figures_and_the_log_are_shown(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin/penyimpanan").await.says("Berkas belum dihitung");
        run_job(&app, "server.count_files").await;
        admin.open("/admin/penyimpanan").await.says("<svg viewBox").says("TrackMate").says("0 B");
        admin.open("/admin/grafik").await.says("Belum ada yang diukur");
        for _ in 0..30 {
            app.clock.advance(Duration::from_secs(60));
            run_job(&app, "server.sample").await;
        }
        admin.open("/admin/grafik").await.says("30 menit terakhir").says("Permintaan per menit (tertinggi ");
        assert_eq!(admin.page.matches("<svg viewBox").count(), 4);
        admin.open("/admin/log?q=%3Cscript%3E&tingkat=WARN&jalur=%00").await.says("&#60;script&#62;").says("Tidak ada baris");
        admin.open("/admin/cadangan").await.says("tidak membuat cadangan sendiri");
        let token = admin.open("/admin/pekerjaan").await.token();
        let refused = admin.post("/admin/cadangan", &[("_token", &token.unwrap_or_default())]).await;
        assert_ne!(refused.status, StatusCode::SEE_OTHER);
    }

    async fn permissions_are_given_and_taken_by_super_administrators(test: TestDb) {
        let app = TestApp::new(test).await;
        seller(&app, "rina").await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin").await.is_silent_about("/admin/izin");
        admin.open("/admin/izin").await;
        assert_eq!(admin.status, StatusCode::FORBIDDEN);
        let mut first = staff(&app, "utama", Role::SuperAdmin).await;
        first.open("/admin").await.says("href=\"/admin/izin\"");
        for (name, who, field) in [("a b", "rina", "permissionName"), ("orders.manage", "", "who"), ("orders.manage", "tak ada", "who")] {
            first.open("/admin/izin").await;
            first.submit("/admin/izin", &[("permissionName", name), ("who", who)]).await.says(&format!("id=\"{field}-fault\""));
            assert_eq!(first.status, StatusCode::UNPROCESSABLE_ENTITY, "{name:?} {who:?}");
        }
        let sent = [("permissionName", "orders.manage"), ("to", ""), ("who", "rina"), ("says", "tidak")];
        first.open("/admin/izin").await;
        first.submit("/admin/izin", &sent).await.says("Izin diberikan.").says("orders.manage").says("tidak boleh");
        first.submit("/admin/izin", &sent).await.says("sudah ada");
        first.submit("/admin/izin", &[("permissionName", "x"), ("to", "peran:moderator")]).await.says("peran Moderator");
        let revoke = first.page.split("action=\"").find(|rest| rest.starts_with("/admin/izin/")).unwrap();
        let revoke = revoke.split('"').next().unwrap().to_owned();
        first.submit(&revoke, &[]).await.says("Izin dicabut.");
        first.submit(&revoke, &[]).await;
        assert_eq!(first.status, StatusCode::NOT_FOUND);
        first.open("/admin/catatan").await.says("3 ditemukan").says("memberi izin <bdi>orders.manage");
    }

    async fn webhooks_are_made_tried_switched_and_deleted(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        admin.open("/admin/webhook").await.says("Belum ada webhook.");
        for (url, topics, field) in [("http://x.example.org", "*", "url"), ("https://x.example.org", "tak.ada", "topics")] {
            admin.open("/admin/webhook").await;
            let sent = [("url", url), ("topics", topics), ("description", "<b>")];
            admin.submit("/admin/webhook", &sent).await.says(&format!("id=\"{field}-fault\"")).says("value=\"&#60;b&#62;\"");
        }
        let key = admin.open("/admin/webhook").await.holds("_kunci").unwrap();
        let sent = [("url", "https://x.example.org/a"), ("topics", "*"), ("_kunci", &key)];
        admin.submit("/admin/webhook", &sent).await.says("whsec_");
        let secret = |page: &str| page.split("whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let shown = secret(&admin.page);
        admin.submit("/admin/webhook", &sent).await;
        assert_eq!(secret(&admin.page), shown, "a page that is loaded anew makes nothing");
        admin.open("/admin/webhook").await;
        assert_eq!(admin.page.matches("href=\"/admin/webhook/").count(), 1);
        let path = admin.page.split("href=\"").find(|rest| rest.starts_with("/admin/webhook/")).unwrap();
        let path = path.split('"').next().unwrap().to_owned();
        admin.open(&path).await.is_silent_about("whsec_").says("Belum ada yang dikirim.");
        admin.submit(&path, &[("lakukan", "rahasia")]).await.says("whsec_");
        assert_ne!(secret(&admin.page), shown);
        admin.submit(&path, &[("lakukan", "mati")]).await.says("dinonaktifkan");
        admin.submit(&path, &[("lakukan", "nyala")]).await.says("aktif");
        admin.submit(&path, &[("lakukan", "terbang")]).await;
        assert_eq!(admin.status, StatusCode::OK);
        admin.submit(&path, &[("lakukan", "hapus")]).await.says("Webhook dihapus.").says("Belum ada webhook.");
        admin.open("/admin/catatan").await.says("menambah webhook").says("menghapus webhook");
        for missing in [&*path, "/admin/webhook/x"] {
            admin.open(missing).await;
            assert_eq!(admin.status, StatusCode::NOT_FOUND, "{missing}");
        }
    }

    async fn nobody_does_to_themselves_or_to_administrators_what_only_others_may(test: TestDb) {
        let app = TestApp::new(test).await;
        app.account("lain", Role::Admin).await;
        let mut admin = staff(&app, "admin", Role::Admin).await;
        for name in ["admin", "lain"] {
            let path = path_of(&mut admin, name).await;
            for (deed, fields) in [
                ("tangguhkan", vec![("reason", "x")]),
                ("hapus", vec![("reason", "x"), ("name", name)]),
            ] {
                let path = format!("{path}/{deed}");
                admin.open(&path).await;
                admin.submit(&path, &fields).await;
                assert_eq!(admin.status, StatusCode::FORBIDDEN, "{path}");
            }
        }
        let mut first = staff(&app, "utama", Role::SuperAdmin).await;
        let suspend = format!("{}/tangguhkan", path_of(&mut first, "lain").await);
        first.open(&suspend).await;
        first.submit(&suspend, &[("reason", "x")]).await.says("Akun ditangguhkan");
        first.open("/admin/catatan").await.says("1 ditemukan");
    }
}

#[tokio::test]
async fn nobody_but_administrators_gets_in() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut rina = seller(&app, "rina").await;
    let mut moderator = staff(&app, "moderator", Role::Moderator).await;
    let pages = [
        "",
        "/orang",
        "/catatan",
        "/pekerjaan",
        "/cadangan",
        "/penyimpanan",
        "/grafik",
        "/log",
        "/izin",
        "/webhook",
        "/orang/rina",
        "/orang/rina/hapus",
    ];
    let changes = [
        "/orang/rina/peran",
        "/orang/rina/hapus",
        "/orang/rina/ekspor",
        "/orang/rina/sesi/x",
        "/pekerjaan/peristiwa/x/1",
        "/cadangan",
        "/cadangan/x/buktikan",
        "/izin",
        "/webhook",
    ];
    for browser in [&mut rina, &mut moderator] {
        browser.open("/akun").await.is_silent_about("href=\"/admin\"");
        for page in pages {
            browser.open(&format!("/admin{page}")).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{page}");
        }
        for change in changes {
            browser.open("/akun").await;
            let sent = [("role", "admin"), ("name", "rina"), ("reason", "x")];
            browser.submit(&format!("/admin{change}"), &sent).await;
            assert_eq!(browser.status, StatusCode::FORBIDDEN, "{change}");
        }
    }
    let mut nobody = Browser::new(&app.anyone, "id");
    nobody.open("/admin/orang?q=rina").await;
    assert!(
        nobody.path.starts_with("/masuk?kembali=%2Fadmin%2Forang"),
        "{}",
        nobody.path
    );
    // A form of no page of ours changes nothing.
    let mut admin = staff(&app, "admin", Role::Admin).await;
    let path = path_of(&mut admin, "rina").await;
    let sent = [("name", "rina"), ("reason", "x")];
    let answer = admin.post(&format!("{path}/hapus"), &sent).await;
    assert_ne!(answer.status, StatusCode::SEE_OTHER);
    admin.open(&path).await.says("rina@example.com");
    admin.open("/akun").await.says("href=\"/admin\"");
}
