//! Pictures without what came along, upright, and as narrow as a screen needs them.

use image::{ImageFormat, Rgb, RgbImage};
use testkit::{Answer, Client, both_engines};

use crate::{
    support::{TestApp, id},
    trackmate_support::{form, send},
};

/// A JPEG with the given orientation and the place where it was taken: red above, blue below.
fn taken(orientation: u8) -> Vec<u8> {
    let pixels = RgbImage::from_fn(1500, 1000, |x, y| {
        let shade = u8::try_from(x * 31 % 40 + y * 17 % 30).unwrap();
        if y < 250 {
            Rgb([220, shade, 20])
        } else {
            Rgb([20, shade, 220])
        }
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0]);
    exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPS 41.0082N 28.9784E");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, &exif, &jpeg[2..]].concat()
}

async fn upload(client: &Client, content: &[u8]) -> String {
    let (kind, body) = form("data", "foto.jpg", "image/jpeg", content);
    let answer = send(client, "POST", "/upload/images", &[("content-type", &kind)], body)
        .await
        .expect(201);
    let address = id(&answer, "fileLocation");
    address.strip_prefix("http://127.0.0.1:8080").unwrap().to_owned()
}

fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map_or("", |value| value.to_str().unwrap())
}

fn told(answer: &Answer) -> (String, u32, u32) {
    let picture = image::load_from_memory(&answer.body).unwrap();
    (
        header(answer, "content-type").to_owned(),
        picture.width(),
        picture.height(),
    )
}

both_engines! {
    async fn nobody_learns_where_a_picture_was_taken(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        for (orientation, size) in [(1, (1500, 1000)), (6, (1000, 1500))] {
            let content = taken(orientation);
            assert!(content.len() < 1 << 20, "{}", content.len());
            let shown = app.anyone.get(&upload(&sari, &content).await).await.expect(200);
            let text = String::from_utf8_lossy(&shown.body);
            assert!(!text.contains("GPS") && !text.contains("Exif"), "{orientation}");
            let picture = image::load_from_memory(&shown.body).unwrap().to_rgb8();
            assert_eq!(picture.dimensions(), size);
            let (red, blue) = if orientation == 1 { ((750, 60), (750, 940)) } else { ((940, 750), (60, 750)) };
            assert!(picture.get_pixel(red.0, red.1)[0] > 150, "{orientation}");
            assert!(picture.get_pixel(blue.0, blue.1)[2] > 150, "{orientation}");
        }
    }

    async fn a_picture_comes_as_narrow_as_it_is_shown(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let path = upload(&sari, &taken(6)).await;
        let get = async |width: &str, accept: &str| {
            let address = format!("{path}?w={width}");
            send(&app.anyone, "GET", &address, &[("accept", accept)], "").await.expect(200)
        };
        let browser = "image/avif,image/webp,image/apng,*/*;q=0.8";
        for (wanted, size) in [("160", (160, 240)), ("300", (320, 480)), ("640", (640, 960)), ("1280", (1000, 1500))] {
            let (webp, plain) = (get(wanted, browser).await, get(wanted, "*/*").await);
            assert_eq!(told(&webp), ("image/webp".to_owned(), size.0, size.1));
            assert_eq!(told(&plain), ("image/jpeg".to_owned(), size.0, size.1));
            for answer in [&webp, &plain] {
                assert!(header(answer, "vary").contains("Accept"));
                assert!(header(answer, "cache-control").contains("immutable"));
                assert_eq!(header(answer, "x-content-type-options"), "nosniff");
            }
            assert_ne!(header(&webp, "etag"), header(&plain, "etag"));
            assert!(webp.body.len() < plain.body.len());
            let again = get(wanted, browser).await;
            assert_eq!((&again.body, header(&again, "etag")), (&webp.body, header(&webp, "etag")));
            let known = [("accept", browser), ("if-none-match", header(&webp, "etag"))];
            assert_eq!(send(&app.anyone, "GET", &format!("{path}?w={wanted}"), &known, "").await.status, 304);
        }
        let file = app.anyone.get(&path).await.expect(200);
        for other in ["9999", "0x", "", "-1"] {
            assert_eq!(get(other, browser).await.body, file.body, "{other}");
        }
        drop(send(&app.anyone, "GET", "/media/image-AAAAbbbbcc001122.jpg?w=160", &[], "").await.expect(404));
    }

    async fn sizes_go_with_their_picture(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        let path = upload(&sari, &taken(1)).await;
        drop(app.anyone.get(&format!("{path}?w=320")).await.expect(200));
        let made = app.test.dir.path().join("data/media/made");
        let folders = || {
            let shards = std::fs::read_dir(&made).unwrap();
            shards.map(|shard| std::fs::read_dir(shard.unwrap().path()).unwrap().count()).sum::<usize>()
        };
        assert_eq!(folders(), 1);
        drop(sari.delete("/users").await.expect(200));
        app.app.relay.drain().await.unwrap();
        assert_eq!(folders(), 0);
        drop(app.anyone.get(&format!("{path}?w=320")).await.expect(404));
    }

    async fn a_file_that_cannot_be_drawn_is_shown_as_it_is(db: TestDb) {
        let app = TestApp::new(db).await;
        let sari = app.user("sari").await;
        // It only begins like a picture: small ones are not decoded when they come.
        let path = upload(&sari, b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\0\0\0\0").await;
        let file = app.anyone.get(&path).await.expect(200);
        let narrow = app.anyone.get(&format!("{path}?w=160")).await.expect(200);
        assert_eq!(narrow.body, file.body);
    }
}
