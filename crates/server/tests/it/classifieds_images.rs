//! Pictures of listings: added, ordered, shown, removed, and what is refused.

use std::{io::Cursor, path::Path};

use accounts::Role;
use http::{HeaderMap, Method};
use image::{ImageFormat, Rgb, RgbImage};
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    classifieds_shop::{Shop, at, patch, refused},
    trackmate_support::{form, send},
};

const NOT_FOUND: &str = "errMsg_RecordNotFound";

/// A photo; another seed is another photo.
fn photo(seed: u8, width: u32, height: u32) -> RgbImage {
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([shade(x) ^ seed, shade(y), shade(x * y / 7)]))
}

fn file(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn small(seed: u8) -> Vec<u8> {
    file(&photo(seed, 48, 36), ImageFormat::Png)
}

async fn upload(client: &Client, listing: &str, field: &str, name: &str, content: &[u8]) -> Answer {
    let (kind, body) = form(field, name, "image/png", content);
    send(
        client,
        "POST",
        &format!("{}/images", at(listing)),
        &[("content-type", &kind)],
        body,
    )
    .await
}

/// Adds a small picture; answers it.
async fn added(shop: &Shop, listing: &str, seed: u8) -> Value {
    upload(&shop.seller, listing, "file", "x.png", &small(seed))
        .await
        .expect(201)
        .json()["listingImage"]
        .clone()
}

fn id(image: &Value) -> &str {
    image["id"].as_str().unwrap()
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// Ids of a listing's pictures in order, as the listing shows them.
async fn shown(shop: &Shop, listing: &str) -> Vec<String> {
    let listing = shop.seller.get(&at(listing)).await.expect(200).json()["listing"].clone();
    let images = listing["images"].as_array().unwrap();
    for (place, image) in images.iter().enumerate() {
        assert_eq!(
            (&image["sortOrder"], &image["isCover"]),
            (&json!(place), &json!(place == 0))
        );
    }
    images.iter().map(|image| id(image).to_owned()).collect()
}

/// How many files are stored for listings, those that wait for nothing included.
fn files(shop: &Shop) -> usize {
    fn below(folder: &Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        entries
            .map(|entry| {
                if entry.file_type().unwrap().is_dir() {
                    below(&entry.path())
                } else {
                    1
                }
            })
            .sum()
    }
    below(&shop.market.app.test.dir.path().join("data/media/listings"))
}

both_engines! {
    async fn what_a_picture_loses_is_said(db: TestDb) {
        let shop = Shop::new(db).await;
        let listing = shop.offer(json!({})).await;
        let frame = |shade| image::Frame::new(image::RgbaImage::from_pixel(8, 8, image::Rgba([shade, 0, 0, 255])));
        let mut moving = Vec::new();
        image::codecs::gif::GifEncoder::new(&mut moving).encode_frames([frame(1), frame(2)]).unwrap();
        let answer = upload(&shop.seller, &listing, "file", "x.gif", &moving).await.expect(201).json();
        assert_eq!(answer["animationDropped"], true);
        let answer = upload(&shop.seller, &listing, "file", "x.png", &small(1)).await.expect(201).json();
        assert_eq!(answer["animationDropped"], Value::Null);
        // A repeat is answered alike.
        let again = async || {
            let (kind, body) = form("file", "x.gif", "image/gif", &moving);
            let headers = [("content-type", kind.as_str()), ("idempotency-key", "k-2")];
            send(&shop.seller, "POST", &format!("{}/images", at(&listing)), &headers, body).await.expect(201).json()
        };
        let (first, second) = (again().await, again().await);
        assert_eq!((&first["animationDropped"], &first["listingImage"]), (&second["animationDropped"], &second["listingImage"]));
        assert_eq!(second["animationDropped"], true);
    }

    async fn a_new_picture_of_an_approved_listing_is_looked_at(db: TestDb) {
        let shop = Shop::new(db).await;
        let id = shop.active(json!({})).await;
        let status = async || shop.seller.get(&at(&id)).await.expect(200).json()["listing"]["status"].clone();
        upload(&shop.moderator, &id, "file", "x.png", &small(1)).await.expect(201);
        assert_eq!(status().await, "active");
        let image = added(&shop, &id, 2).await["id"].clone();
        assert_eq!(status().await, "pending_review");
        drop(shop.moved(&shop.moderator, &id, "active").await.expect(200));
        // Another order shows nothing new; other words do.
        let path = format!("{}/images/{}", at(&id), image.as_str().unwrap());
        drop(patch(&shop.seller, &path, json!({"sortOrder": 0})).await.expect(200));
        assert_eq!(status().await, "active");
        drop(patch(&shop.seller, &path, json!({"caption": "Soldan"})).await.expect(200));
        assert_eq!(status().await, "pending_review");
        drop(shop.moved(&shop.moderator, &id, "active").await.expect(200));
        drop(shop.seller.delete(&path).await.expect(200));
        assert_eq!(status().await, "active");
    }

    async fn a_picture_is_drawn_in_three_sizes_and_shown_with_its_listing(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        for (field, name, format) in [("file", "x.jpg", ImageFormat::Jpeg), ("image", "evil.html", ImageFormat::WebP), ("data", "", ImageFormat::Gif)] {
            let answer = upload(&shop.seller, &listing, field, name, &file(&photo(1, 1200, 900), format)).await.expect(201);
            let image = answer.json()["listingImage"].clone();
            assert_eq!((&image["width"], &image["height"], &image["recordVersion"]), (&json!(1200), &json!(900), &json!(1)));
            for (size, width, height) in [("thumb", 320, 240), ("medium", 960, 720), ("large", 1200, 900)] {
                let told = &image["variants"][size];
                assert_eq!(told["url"], format!("{}/images/{}/{size}", at(&listing), id(&image)));
                let shown = shop.market.anyone.get(told["url"].as_str().unwrap()).await.expect(200);
                assert_eq!(header(&shown.headers, "content-type"), "image/jpeg");
                assert_eq!(header(&shown.headers, "x-content-type-options"), "nosniff");
                assert!(header(&shown.headers, "content-security-policy").contains("sandbox"));
                assert_eq!(header(&shown.headers, "cache-control"), "public, max-age=31536000, immutable");
                assert_eq!(told["bytes"], shown.body.len());
                let pixels = image::load_from_memory(&shown.body).unwrap();
                assert_eq!((pixels.width(), pixels.height()), (width, height));
                assert_eq!((&told["width"], &told["height"]), (&json!(width), &json!(height)));
            }
        }
        let open = shop.market.anyone.get(&at(&listing)).await.expect(200).json()["listing"].clone();
        assert_eq!(open["images"].as_array().unwrap().len(), 3);
        assert_eq!(open["recordVersion"], 2);
        let listed = shop.market.anyone.get("/v1/listings").await.expect(200).json();
        assert_eq!(listed["listings"][0]["images"], open["images"]);
        let all = shop.market.anyone.get(&format!("{}/images", at(&listing))).await.expect(200).json();
        assert_eq!((&all["dataName"], &all["rowCount"]), (&json!("listingImages"), &json!(3)));
        assert_eq!(all["listingImages"][0]["variants"], open["images"][0]["variants"]);
    }

    async fn parts_and_conditions_are_served(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let image = added(&shop, &listing, 1).await;
        let path = format!("{}/images/{}/thumb", at(&listing), id(&image));
        let get = async |headers: &[(&str, &str)]| send(&shop.market.anyone, "GET", &path, headers, "").await;
        let whole = get(&[]).await.expect(200);
        let etag = header(&whole.headers, "etag").to_owned();
        assert_eq!(get(&[("if-none-match", &etag)]).await.status, 304);
        let part = get(&[("range", "bytes=2-5")]).await.expect(206);
        assert_eq!((part.body.as_slice(), header(&part.headers, "content-range")), (&whole.body[2..6], format!("bytes 2-5/{}", whole.body.len()).as_str()));
        assert_eq!(get(&[("range", "bytes=999999-")]).await.status, 416);
        let head = send(&shop.market.anyone, "HEAD", &path, &[], "").await.expect(200);
        assert_eq!((header(&head.headers, "content-length"), head.body.len()), (whole.body.len().to_string().as_str(), 0));
    }

    async fn pictures_are_seen_by_whoever_sees_their_listing(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.offer(json!({})).await;
        let image = added(&shop, &listing, 1).await;
        let all = format!("{}/images", at(&listing));
        let one = format!("{all}/{}", id(&image));
        let file = format!("{one}/large");
        for path in [&all, &one, &file] {
            for client in [&shop.market.anyone, &shop.stranger] {
                refused(&client.get(path).await, 404, NOT_FOUND);
            }
            for client in [&shop.seller, &shop.moderator, &shop.market.admin] {
                drop(client.get(path).await.expect(200));
            }
        }
        assert_eq!(header(&shop.seller.get(&file).await.headers, "cache-control"), "private, no-store");
        // As an <img> asks for it: the token in a cookie.
        let cookie = format!("clonesahibinden-access-token={}", shop.seller.token().unwrap());
        drop(send(&shop.market.anyone, "GET", &file, &[("cookie", &cookie)], "").await.expect(200));
        drop(shop.moved(&shop.moderator, &listing, "active").await.expect(200));
        for path in [&all, &one, &file] {
            drop(shop.market.anyone.get(path).await.expect(200));
        }
        drop(shop.moved(&shop.seller, &listing, "archived").await.expect(200));
        for path in [&all, &one, &file] {
            refused(&shop.market.anyone.get(path).await, 404, NOT_FOUND);
        }
        drop(shop.seller.delete(&at(&listing)).await.expect(200));
        refused(&shop.seller.get(&file).await, 404, NOT_FOUND);
        // A picture is found below its own listing alone.
        let other = shop.active(json!({})).await;
        refused(&shop.market.anyone.get(&format!("{}/images/{}/large", at(&other), id(&image))).await, 404, NOT_FOUND);
        for wrong in ["huge", "original", "..%2f..%2fkeys.json", "thumb%00"] {
            let status = shop.seller.get(&format!("{one}/{wrong}")).await.status.as_u16();
            assert!(matches!(status, 400 | 404), "{wrong}: {status}");
        }
        refused(&shop.seller.get(&format!("{all}/x/thumb")).await, 400, "errMsg_imageIdisNotAValidID");
    }

    async fn only_owner_and_staff_change_pictures(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let (open, waiting) = (shop.active(json!({})).await, shop.offer(json!({})).await);
        let image = added(&shop, &open, 1).await;
        let one = format!("{}/images/{}", at(&open), id(&image));
        refused(&upload(&shop.market.anyone, &open, "file", "x", &small(2)).await, 401, "errMsg_createListingImageRequiresLogin");
        refused(&upload(&shop.stranger, &open, "file", "x", &small(2)).await, 403, "errMsg_ListingCanBeAccessedByOwner");
        refused(&upload(&shop.stranger, &waiting, "file", "x", &small(2)).await, 404, NOT_FOUND);
        refused(&upload(&shop.stranger, "x", "file", "x", &small(2)).await, 400, "errMsg_listingIdisNotAValidID");
        refused(&upload(&shop.seller, &shop.cars, "file", "x", &small(2)).await, 404, NOT_FOUND);
        refused(&patch(&shop.market.anyone, &one, json!({"caption": "x"})).await, 401, "errMsg_updateListingImageRequiresLogin");
        refused(&patch(&shop.stranger, &one, json!({"caption": "x"})).await, 403, "errMsg_ListingCanBeAccessedByOwner");
        refused(&shop.stranger.delete(&one).await, 403, "errMsg_ListingCanBeAccessedByOwner");
        refused(&shop.market.anyone.delete(&one).await, 401, "errMsg_deleteListingImageRequiresLogin");
        assert_eq!(shown(&shop, &open).await.len(), 1);
        let super_admin = shop.market.app.account("super1", Role::SuperAdmin).await;
        for client in [&shop.moderator, &shop.market.admin, &super_admin] {
            let image = upload(client, &open, "file", "x", &small(3)).await.expect(201).json()["listingImage"].clone();
            let one = format!("{}/images/{}", at(&open), id(&image));
            drop(patch(client, &one, json!({"caption": "x"})).await.expect(200));
            drop(client.delete(&one).await.expect(200));
        }
        drop(shop.seller.delete(&at(&waiting)).await.expect(200));
        refused(&upload(&shop.seller, &waiting, "file", "x", &small(2)).await, 404, NOT_FOUND);
    }

    async fn pictures_are_put_in_order_and_described(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let mut order = Vec::new();
        for seed in 0..4 {
            order.push(id(&added(&shop, &listing, seed).await).to_owned());
        }
        assert_eq!(shown(&shop, &listing).await, order);
        let one = |id: &str| format!("{}/images/{id}", at(&listing));
        let answer = patch(&shop.seller, &one(&order[3]), json!({"sortOrder": 0, "caption": " Önden <b>x</b> "})).await.expect(200).json();
        assert_eq!(answer["listingImage"]["caption"], "Önden x");
        assert_eq!(answer["oldDataValues"], json!({"sortOrder": 3, "isCover": false, "caption": null}));
        assert_eq!(answer["newDataValues"], json!({"sortOrder": 0, "isCover": true, "caption": "Önden x"}));
        order.rotate_right(1);
        assert_eq!(shown(&shop, &listing).await, order);
        let events = shop.market.told().await.len();
        let same = patch(&shop.seller, &one(&order[0]), json!({"sortOrder": 0, "caption": "Önden x"})).await.expect(200).json();
        assert_eq!((&same["newDataValues"], &same["listingImage"]["recordVersion"]), (&json!({}), &json!(2)));
        assert_eq!(shop.market.told().await.len(), events);
        drop(patch(&shop.seller, &one(&order[0]), json!({"sortOrder": 99})).await.expect(200));
        order.rotate_left(1);
        assert_eq!(shown(&shop, &listing).await, order);
        let gone = shop.seller.delete(&one(&order[1])).await.expect(200).json();
        assert_eq!((&gone["listingImage"]["isActive"], &gone["action"]), (&json!(false), &json!("delete")));
        let gone = order.remove(1);
        assert_eq!(shown(&shop, &listing).await, order);
        refused(&shop.seller.delete(&one(&gone)).await, 404, NOT_FOUND);
        refused(&patch(&shop.seller, &one(&gone), json!({"caption": "x"})).await, 404, NOT_FOUND);
        for (body, key) in [
            (json!({}), "errMsg_UpdateDataClauseCanNotBeEmpty"), (json!({"sortOrder": -1}), "errMsg_sortOrderTypeIsNotValid"),
            (json!({"sortOrder": null}), "errMsg_sortOrderisRequired"), (json!({"sortOrder": 1.5}), "errMsg_sortOrderTypeIsNotValid"),
            (json!({"caption": "x".repeat(301)}), "errMsg_captionTypeIsNotValid"),
        ] {
            refused(&patch(&shop.seller, &one(&order[0]), body).await, 400, key);
        }
        let removed = patch(&shop.seller, &one(&order[2]), json!({"caption": null})).await.expect(200).json();
        assert_eq!(removed["newDataValues"], json!({"caption": null}));
    }

    async fn of_many_uploads_at_once_ten_are_kept(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let uploads = (0..20).map(|seed| {
            let (shop, listing) = (&shop, &listing);
            async move { upload(&shop.seller, listing, "file", "x.png", &small(seed)).await }
        });
        let answers = futures_util::future::join_all(uploads).await;
        let (good, bad): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
        assert_eq!((good.len(), bad.len()), (10, 10));
        for answer in bad {
            refused(&answer, 409, "errMsg_ListingImageLimitExceeded");
        }
        let mut kept: Vec<_> = good.iter().map(|answer| id(&answer.json()["listingImage"]).to_owned()).collect();
        let mut all = shown(&shop, &listing).await;
        kept.sort_unstable();
        all.sort_unstable();
        assert_eq!(all, kept);
        // Each of these is its own three sizes in one; what was refused left nothing behind.
        assert_eq!(files(&shop), 10);
        for id in &kept {
            drop(shop.market.anyone.get(&format!("{}/images/{id}/thumb", at(&listing))).await.expect(200));
        }
        drop(shop.seller.delete(&format!("{}/images/{}", at(&listing), kept[0])).await.expect(200));
        drop(added(&shop, &listing, 99).await);
        refused(&upload(&shop.seller, &listing, "file", "x.png", &small(100)).await, 409, "errMsg_ListingImageLimitExceeded");
    }

    async fn a_file_goes_with_the_last_picture_that_shows_it(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let (first, second) = (shop.active(json!({})).await, shop.active(json!({})).await);
        let images = [added(&shop, &first, 1).await, added(&shop, &second, 1).await, added(&shop, &second, 1).await];
        assert_eq!(files(&shop), 1);
        let path = |listing: &str, image: &Value| format!("{}/images/{}", at(listing), id(image));
        drop(shop.seller.delete(&path(&second, &images[1])).await.expect(200));
        drop(shop.seller.delete(&path(&first, &images[0])).await.expect(200));
        drop(shop.market.anyone.get(&format!("{}/thumb", path(&second, &images[2]))).await.expect(200));
        drop(shop.seller.delete(&path(&second, &images[2])).await.expect(200));
        assert_eq!(files(&shop), 0);
        // Those of an account go with it, deleted listings included.
        drop((added(&shop, &first, 1).await, added(&shop, &second, 2).await));
        drop(shop.seller.delete(&at(&second)).await.expect(200));
        assert_eq!(files(&shop), 2);
        drop(shop.seller.delete("/users").await.expect(200));
        shop.market.app.app.relay.drain().await.unwrap();
        assert_eq!(files(&shop), 0);
    }

    async fn a_picture_that_is_sent_twice_is_added_once(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let send = async |content: &[u8]| {
            let (kind, body) = form("file", "x.png", "image/png", content);
            send(&shop.seller, "POST", &format!("{}/images", at(&listing)), &[("content-type", &kind), ("idempotency-key", "k-1")], body).await
        };
        let content = small(1);
        let (first, second) = tokio::join!(send(&content), send(&content));
        assert_eq!(first.expect(201).json()["listingImage"], second.expect(201).json()["listingImage"]);
        assert_eq!((shown(&shop, &listing).await.len(), files(&shop)), (1, 1));
        assert_eq!(send(&small(2)).await.status, 409);
        assert_eq!(files(&shop), 1);
        for seed in 10..19 {
            drop(added(&shop, &listing, seed).await);
        }
        // Also where there is no room for another one.
        drop(send(&content).await.expect(201));
    }

    async fn what_is_no_picture_is_refused_and_leaves_nothing_behind(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let jpeg = file(&photo(1, 320, 240), ImageFormat::Jpeg);
        let mut wide = file(&photo(1, 1, 1), ImageFormat::Gif);
        wide[6..10].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
        let avif = b"\0\0\0\x18ftypavif\0\0\0\0mif1miaf\0\0\0\xf2meta\0\0\0\0";
        let heic = include_bytes!("../../../pictures/tests-data/heif-enc.heic");
        let cases: [(&[u8], u16); 10] = [
            (b"<!doctype html><script>alert(1)</script>", 415), (b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", 415),
            (b"%PDF-1.7\n", 415), (b"PK\x03\x04", 415), (avif, 415), (heic, 415), (&jpeg[..jpeg.len() / 2], 415), (&jpeg[..200], 415), (&wide, 413), (b"", 400),
        ];
        for (number, (content, status)) in cases.into_iter().enumerate() {
            let answer = upload(&shop.seller, &listing, "file", "x.png", content).await;
            assert_eq!(answer.status, status, "case {number}: {}", answer.text());
            assert_eq!(answer.json()["result"], "ERR");
        }
        let mut large = jpeg.clone();
        large.resize(20 * 1024 * 1024, 0);
        // Twenty mebibytes are taken: what follows the picture is nothing to look at. No byte more.
        drop(upload(&shop.seller, &listing, "file", "x.jpg", &large).await.expect(201));
        for more in [1, 1024 * 1024] {
            large.resize(20 * 1024 * 1024 + more, 0);
            let answer = upload(&shop.seller, &listing, "file", "x.jpg", &large).await;
            assert_eq!((answer.status.as_u16(), answer.json()["message"].clone()), (413, json!("errMsg_RequestTooLarge")));
        }
        refused(&upload(&shop.seller, &listing, "picture", "x.png", &small(1)).await, 400, "errMsg_fileisRequired");
        let path = format!("{}/images", at(&listing));
        let answer = shop.seller.call_json(Method::POST, &path, &json!({"file": "x"})).await;
        refused(&answer, 415, "errMsg_UnsupportedMediaType");
        let (kind, body) = form("file", "x.png", "image/png", &small(1));
        let cut = send(&shop.seller, "POST", &path, &[("content-type", &kind)], body[..body.len() - 30].to_vec()).await;
        assert_eq!(cut.status, 400, "{}", cut.text());
        assert_eq!(shown(&shop, &listing).await.len(), 1);
        // The three sizes of a picture that is smaller than the smallest of them.
        assert_eq!(files(&shop), 1);
    }

    async fn a_caption_comes_with_the_form(db: TestDb) {
        let shop = Shop::trusting(db).await;
        let listing = shop.active(json!({})).await;
        let (kind, file) = form("file", "x.png", "image/png", &small(1));
        let boundary = kind.split("boundary=").nth(1).unwrap();
        let field = |text: &str| format!("--{boundary}\r\ncontent-disposition: form-data; name=\"caption\"\r\n\r\n{text}\r\n").into_bytes();
        let path = format!("{}/images", at(&listing));
        let before = [field("Yandan"), file.clone()].concat();
        let image = send(&shop.seller, "POST", &path, &[("content-type", &kind)], before).await.expect(201).json()["listingImage"].clone();
        assert_eq!(image["caption"], "Yandan");
        let long = [field(&"x".repeat(301)), file.clone()].concat();
        refused(&send(&shop.seller, "POST", &path, &[("content-type", &kind)], long).await, 400, "errMsg_captionTypeIsNotValid");
        let huge = [field(&"x".repeat(20_000)), file].concat();
        refused(&send(&shop.seller, "POST", &path, &[("content-type", &kind)], huge).await, 400, "errMsg_captionTypeIsNotValid");
        assert_eq!(files(&shop), 1);
    }
}
