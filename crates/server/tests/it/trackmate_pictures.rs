//! Uploading pictures and showing them.

use std::collections::BTreeMap;

use http::HeaderMap;
use platform::media;
use testkit::{Answer, Client, both_engines};

use crate::{
    support::{TestApp, id},
    trackmate_support::{form, refused, rows, send, told},
};

const MIB: usize = 1024 * 1024;
const NOT_AN_IMAGE: &str = "Berkas ini bukan gambar APNG, AVIF, GIF, JPEG, PNG, atau WebP.";

fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let len = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&len[..], kind, data, &[0; 4]].concat()
}

fn png(more: &[Vec<u8>]) -> Vec<u8> {
    let header = chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0]);
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        header,
        more.concat(),
        chunk(b"IDAT", &[1, 2, 3]),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

/// The smallest files of each kind: name's end, content type, bytes.
fn pictures() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let gif =
        b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0\xff\xd9";
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0";
    let avif = include_bytes!("../../../pictures/tests-data/plain.avif");
    vec![
        ("png", "image/png", png(&[])),
        ("apng", "image/apng", png(&[chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0])])),
        ("gif", "image/gif", gif.to_vec()),
        ("jpg", "image/jpeg", jpeg.to_vec()),
        ("webp", "image/webp", webp.to_vec()),
        ("avif", "image/avif", avif.to_vec()),
    ]
}

/// Noise, which is as large as photographs of much detail are.
fn photograph() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    let pixels = std::iter::repeat_with(|| random.u8(..)).take(2560 * 1920 * 3).collect();
    let image = image::RgbImage::from_raw(2560, 1920, pixels).unwrap();
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 98);
    image.write_with_encoder(encoder).unwrap();
    jpeg
}

async fn upload(client: &Client, field: &str, file: &str, claimed: &str, content: &[u8]) -> Answer {
    let (kind, body) = form(field, file, claimed, content);
    send(client, "POST", "/upload/images", &[("content-type", &kind)], body).await
}

/// The path of an address that an upload answered.
fn path(answer: &Answer) -> String {
    let address = id(answer, "fileLocation");
    address.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Headers, body, and the status that they get.
type FormCase<'a> = (&'a [(&'a str, &'a str)], &'a [u8], u16);

both_engines! {
    async fn rows_are_held_against_files(test: TestDb) {
        let app = TestApp::new(test).await;
        let sari = app.user("sari").await;
        upload(&sari, "data", "x.gif", "image/gif", &pictures()[2].2).await.expect(201);
        let media = app.test.dir.path().join("data/media");
        let place = server::media::MediaPlace::Folder(media.clone());
        let found = async || {
            let mut found = BTreeMap::new();
            for (module, kept) in server::wiring::modules_with_files() {
                let compared = media::compare(&app.test.db, &*place.store(&kept), &kept, app.clock.now()).await.unwrap();
                found.insert(module, (compared.files, compared.missing.len(), compared.orphans.len()));
            }
            found
        };
        let none = (0, 0, 0);
        let whole = BTreeMap::from([("trackmate", (1, 0, 0)), ("assessment", none), ("classifieds", none), ("conversations", none)]);
        assert_eq!(found().await, whole);
        for shard in std::fs::read_dir(&media).unwrap().map(|entry| entry.unwrap().path()) {
            if shard.file_name().unwrap().len() == 2 {
                std::fs::remove_dir_all(shard).unwrap();
            }
        }
        assert_eq!(found().await["trackmate"], (0, 1, 0));
    }

    async fn every_kind_of_picture_is_taken_and_shown_as_what_it_is(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        for (end, kind, content) in pictures() {
            // Neither the name nor the type that it came with counts.
            for (field, name, claimed) in [("data", "x", kind), ("file", "evil.html", "text/html")] {
                let answer = upload(&sari, field, name, claimed, &content).await.expect(201);
                let expected = r#"{"error":false,"status":"success","message":"Gambar berhasil diunggah","data":{"fileLocation":""#;
                assert!(told(&answer).starts_with(expected), "{}", answer.text());
                let path = path(&answer);
                assert!(path.starts_with("/media/image-") && path.ends_with(&format!(".{end}")), "{path}");
                let shown = app.anyone.get(&path).await.expect(200);
                assert_eq!(shown.body, content);
                assert_eq!(header(&shown.headers, "content-type"), kind);
                assert_eq!(header(&shown.headers, "x-content-type-options"), "nosniff");
                assert!(header(&shown.headers, "content-security-policy").contains("sandbox"));
                assert!(header(&shown.headers, "content-disposition").starts_with("inline"));
                assert_eq!(header(&shown.headers, "access-control-allow-origin"), "*");
            }
        }
    }

    async fn what_is_no_picture_is_refused(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let before = rows(&app.test.db).await;
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        let script = b"GIF89a=1;alert(1)";
        for (name, content) in [
            ("x.png", &b"<!doctype html><script>alert(1)</script>"[..]), ("x.svg", svg), ("x.gif", script), ("x.png", b"\x89PNG\r\n\x1a\n"),
            ("x.jpg", b"\xff\xd8\xff"), ("x.pdf", b"%PDF-1.7\n"), ("x.zip", b"PK\x03\x04"), ("x.png", b"x"),
        ] {
            let answer = upload(&sari, "data", name, "image/png", content).await;
            assert_eq!((answer.status.as_u16(), answer.text()), (415, refused(NOT_AN_IMAGE)), "{name}");
        }
        assert_eq!(upload(&sari, "data", "x.png", "image/png", b"").await.status, 400);
        assert_eq!(rows(&app.test.db).await, before);
    }

    async fn an_avif_says_no_longer_where_it_was_taken(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let content = include_bytes!("../../../pictures/tests-data/pillow.avif");
        let shown = app.anyone.get(&path(&upload(&sari, "data", "x.avif", "image/avif", content).await.expect(201))).await;
        let has = |content: &[u8], words: &[u8]| content.windows(words.len()).any(|window| window == words);
        assert_eq!(shown.body.len(), content.len());
        for words in [&b"Kamera"[..], b"GPS"] {
            assert!(has(content, words) && !has(&shown.body, words));
        }
        let answer = upload(&sari, "data", "x.avif", "image/avif", &content[..content.len() - 1]).await;
        let said = "Gambar AVIF ini rusak, atau memuat keterangan yang tidak dapat dipisahkan darinya. Kirim sebagai JPEG.";
        assert_eq!((answer.status.as_u16(), answer.text()), (415, refused(said)));
        let answer = upload(&sari, "data", "x.jpg", "image/jpeg", include_bytes!("../../../pictures/tests-data/heif-enc.heic")).await;
        assert_eq!(answer.status, 415);
        assert!(answer.text().contains("Gambar HEIC (HEIF) tidak diterima"), "{}", answer.text());
    }

    async fn one_mebibyte_is_stored_as_it_was_sent(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let mut content = png(&[]);
        content.resize(MIB, 0);
        let shown = app.anyone.get(&path(&upload(&sari, "data", "x.png", "image/png", &content).await.expect(201))).await;
        assert_eq!(shown.body.len(), MIB);
        // What is larger has to be drawn, and this cannot be.
        content.push(0);
        let before = rows(&app.test.db).await;
        let answer = upload(&sari, "data", "x.png", "image/png", &content).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (415, refused("Gambar ini rusak atau tidak lengkap.")));
        let mut avif = pictures().pop().unwrap().2;
        avif.resize(MIB + 1, 0);
        let answer = upload(&sari, "data", "x.avif", "image/avif", &avif).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (413, refused("Gambar AVIF paling besar 1048576 byte. Kirim sebagai JPEG.")));
        content.resize(20 * MIB + 1, 0);
        let answer = upload(&sari, "data", "x.png", "image/png", &content).await;
        assert_eq!(answer.status, 413, "{}", answer.text());
        assert_eq!(rows(&app.test.db).await, before);
    }

    async fn a_photograph_of_15_mebibytes_is_made_smaller(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let photograph = photograph();
        assert!((14 * MIB..20 * MIB).contains(&photograph.len()), "{}", photograph.len());
        let mut addresses = Vec::new();
        for base in ["", trackmate::COMPAT] {
            let (kind, body) = form("data", "foto.jpg", "image/jpeg", &photograph);
            let headers = [("content-type", kind.as_str()), ("idempotency-key", "foto")];
            let address = format!("{base}/upload/images");
            let first = send(&sari, "POST", &address, &headers, body.clone()).await.expect(201);
            let again = send(&sari, "POST", &address, &headers, body).await.expect(201);
            assert_eq!(first.text(), again.text());
            addresses.push(path(&first));
        }
        for address in addresses {
            assert_eq!(address.rsplit_once('.').unwrap().1, "jpg");
            let shown = app.anyone.get(&address).await.expect(200);
            assert_eq!(header(&shown.headers, "content-type"), "image/jpeg");
            let picture = image::load_from_memory(&shown.body).unwrap();
            assert_eq!((picture.width(), picture.height()), (1920, 1440));
            assert!(shown.body.len() < photograph.len() / 4, "{}", shown.body.len());
        }
        assert_eq!(rows(&app.test.db).await.iter().find(|(name, _)| name.ends_with("UPLOADS")).unwrap().1, 2);
    }

    async fn a_form_that_is_none_or_lacks_the_file_is_refused(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let (kind, whole) = form("data", "x.gif", "image/gif", &pictures()[2].2);
        let missing = upload(&sari, "gambar", "x.png", "image/png", &pictures()[0].2).await;
        assert_eq!((missing.status.as_u16(), missing.text()), (400, refused("Data tidak valid: data wajib diisi")));
        let cases: [FormCase<'_>; 8] = [
            (&[("content-type", "application/json")], b"{}", 415),
            (&[], &whole, 415),
            (&[("content-type", "multipart/form-data")], &whole, 415),
            (&[("content-type", "image/gif")], &pictures()[2].2, 415),
            (&[("content-type", &kind)], b"", 400),
            (&[("content-type", &kind)], b"\0\xff nonsense", 400),
            (&[("content-type", &kind)], &whole[..whole.len() - 20], 400),
            (&[("content-type", &kind)], &whole[..40], 400),
        ];
        for (number, (headers, body, status)) in cases.into_iter().enumerate() {
            let answer = send(&sari, "POST", "/upload/images", headers, body.to_vec()).await;
            assert_eq!(answer.status, status, "case {number}: {}", answer.text());
            assert!(answer.text().starts_with(r#"{"error":true,"status":"fail","message":""#), "{}", answer.text());
        }
        let nobody = upload(&app.anyone, "data", "x.gif", "image/gif", &pictures()[2].2).await;
        assert_eq!(nobody.status, 401);
    }

    async fn parts_of_a_picture_are_served(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let content = pictures().remove(0).2;
        let path = path(&upload(&sari, "data", "x.png", "image/png", &content).await.expect(201));
        let len = content.len();
        let get = async |headers: &[(&str, &str)]| send(&app.anyone, "GET", &path, headers, "").await;
        let cases = [
            ("bytes=0-3", 206, format!("bytes 0-3/{len}"), &content[..4]), ("bytes=5-", 206, format!("bytes 5-{}/{len}", len - 1), &content[5..]),
            ("bytes=-4", 206, format!("bytes {}-{}/{len}", len - 4, len - 1), &content[len - 4..]), ("bytes=0-99999", 206, format!("bytes 0-{}/{len}", len - 1), &content[..]),
            ("bytes=99999-", 416, format!("bytes */{len}"), &[][..]), ("bytes=3-1", 200, String::new(), &content[..]), ("lines=1-2", 200, String::new(), &content[..]),
            ("bytes=0-1,3-4", 200, String::new(), &content[..]),
        ];
        for (range, status, told, bytes) in cases {
            let answer = get(&[("range", range)]).await;
            assert_eq!((answer.status.as_u16(), header(&answer.headers, "content-range")), (status, told.as_str()), "{range}");
            assert_eq!(answer.body, bytes, "{range}");
        }
        let etag = get(&[]).await.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(get(&[("if-none-match", &etag)]).await.status, 304);
        let head = send(&app.anyone, "HEAD", &path, &[], "").await.expect(200);
        assert_eq!((header(&head.headers, "content-length"), head.body.len()), (len.to_string().as_str(), 0));
    }

    async fn a_picture_goes_with_its_last_owner(db: TestDb) {
        let app = TestApp::new(db).await;
        let (sari, budi) = (app.user("sari").await, app.user("budi").await);
        let content = pictures().remove(2).2;
        let first = path(&upload(&sari, "data", "x.gif", "image/gif", &content).await.expect(201));
        let second = path(&upload(&budi, "data", "x.gif", "image/gif", &content).await.expect(201));
        assert_ne!(first, second);
        drop(sari.delete("/users").await.expect(200));
        app.app.relay.drain().await.unwrap();
        drop(app.anyone.get(&first).await.expect(404));
        drop(app.anyone.get(&second).await.expect(200));
        drop(budi.delete("/users").await.expect(200));
        app.app.relay.drain().await.unwrap();
        drop(app.anyone.get(&second).await.expect(404));
        for unknown in ["/media/x.png", "/media/..%2f..%2fkeys.json", "/media/%00", "/media/", "/media/image-"] {
            let status = app.anyone.get(unknown).await.status.as_u16();
            assert!(matches!(status, 400 | 404), "{unknown}: {status}");
        }
    }
}
