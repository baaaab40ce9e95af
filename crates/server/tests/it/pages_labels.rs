//! Trade numbers, labels as sheets, and scanning what is printed on them.

use http::StatusCode;
use serde_json::json;
use testkit::TestDb;

use super::{
    pages_producer::{GIF, code, maker, read_code, seller},
    pages_support::Browser,
    support::TestApp,
};

const GTIN: &str = "4006381333931";
const PLACE: &str = "http://127.0.0.1:8080";

/// Gives a product a number.
async fn number(producer: &mut Browser, code: &str, number: &str, is_on_label: bool) {
    let path = format!("/usaha/produk/{code}");
    producer.open(&path).await;
    let mut typed = vec![("gtin", number)];
    if is_on_label {
        typed.push(("gtin.label", "ya"));
    }
    producer.resend(&path, &typed, &[]).await;
}

testkit::both_engines! {
    async fn a_trade_number_leads_to_its_product_and_stands_on_its_label(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        app.anyone.get(&format!("/01/{GTIN}")).await.expect(404);
        app.anyone.get("/01/4006381333932").await.expect(400);
        number(&mut rina, &code, "400-6381 333931", true).await;
        rina.says("Produk disimpan.");
        rina.open(&format!("/usaha/produk/{code}")).await;
        assert_eq!(rina.holds("gtin").as_deref(), Some(GTIN));
        let mut shopper = Browser::new(&app.anyone, "id");
        for path in [format!("/01/{GTIN}"), format!("/01/0{GTIN}"), format!("/01/0{GTIN}/10/AB1?17=270101")] {
            shopper.open(&path).await;
            assert_eq!(shopper.path, format!("/produk/kopi-gayo-{code}?dari=kode"), "{path}");
            shopper.says(&format!("GTIN {GTIN}.")).says(&format!("\"gtin\":\"{GTIN}\""));
        }
        let png = rina.download(&format!("/usaha/produk/{code}/label.png")).await.expect(200);
        assert_eq!(read_code(&png.body), format!("{PLACE}/01/0{GTIN}"));
        // Other clients edit products without knowing of numbers.
        let client = app.login("rina").await;
        client.put(&format!("/products/product-{code}"), &json!({"name": "Kopi Gayo", "price": 9})).await.expect(200);
        shopper.open(&format!("/01/{GTIN}")).await.says("Rp9");
        rina.open(&format!("/usaha/produk/{code}")).await;
        number(&mut rina, &code, GTIN, false).await;
        let held = rina.open(&format!("/usaha/produk/{code}")).await.held();
        let unticked: Vec<_> = held.iter().filter(|(name, _)| name != "gtin.label").collect();
        let unticked: Vec<_> = unticked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        rina.upload(&format!("/usaha/produk/{code}"), &unticked, &[]).await.says("Produk disimpan.");
        let png = rina.download(&format!("/usaha/produk/{code}/label.png")).await.expect(200);
        assert_eq!(read_code(&png.body), format!("{PLACE}/p/{code}"));
        number(&mut rina, &code, "", false).await;
        app.anyone.get(&format!("/01/{GTIN}")).await.expect(404);
    }

    async fn an_owner_gives_each_number_once_and_others_may_say_the_same(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, first) = maker(&app, "rina").await;
        number(&mut rina, &first, GTIN, false).await;
        rina.open("/usaha/produk/baru").await;
        let second = [("name", "Teh"), ("price", "9"), ("gtin", GTIN)];
        rina.resend("/usaha/produk/baru", &second, &[]).await.says("dipakai produk Anda “Kopi Gayo”");
        assert_eq!((rina.status, rina.holds("name").as_deref()), (StatusCode::UNPROCESSABLE_ENTITY, Some("Teh")));
        rina.open("/usaha").await.says("1 produk");
        let (mut budi, other) = maker(&app, "budi").await;
        number(&mut budi, &other, GTIN, false).await;
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open(&format!("/01/{GTIN}")).await.says("Beberapa produk memakai nomor ini").says(&first).says(&other);
        // A product that goes takes its number along.
        rina.open(&format!("/usaha/produk/{first}/hapus")).await;
        rina.submit(&format!("/usaha/produk/{first}/hapus"), &[]).await;
        shopper.open(&format!("/01/{GTIN}")).await;
        assert_eq!(shopper.path, format!("/produk/kopi-gayo-{other}?dari=kode"));
    }

    async fn a_photograph_of_a_label_leads_to_its_product(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let png = rina.download(&format!("/usaha/produk/{code}/label.png")).await.expect(200);
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open("/pindai").await.resend("/pindai", &[], &[("foto", &png.body)]).await;
        assert_eq!(shopper.path, format!("/produk/kopi-gayo-{code}?dari=kode"));
        number(&mut rina, &code, GTIN, false).await;
        shopper.open(&format!("/pindai?kode={GTIN}")).await;
        assert_eq!(shopper.path, format!("/produk/kopi-gayo-{code}?dari=kode"));
    }
}

#[tokio::test]
async fn a_number_that_is_mistyped_is_told_where_and_nothing_is_lost() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut rina = seller(&app, "rina").await;
    rina.resend("/usaha", &[("name", "Kebun")], &[]).await;
    rina.open("/usaha/produk/baru").await;
    for (typed, said) in [
        ("4006381333932", "(ke-13) seharusnya 1, bukan 2"),
        ("40O6381333931", "ke-3 adalah “O”"),
        ("400638133", "8, 12, 13, atau 14 angka, bukan 9"),
    ] {
        let product = [("name", "Kopi"), ("price", "1"), ("gtin", typed)];
        rina.resend("/usaha/produk/baru", &product, &[]).await.says(said);
        assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(rina.holds("gtin").as_deref(), Some(typed));
    }
    rina.resend("/usaha/produk/baru", &[("gtin", "96385074")], &[])
        .await
        .says("1 produk");
    let product = app
        .anyone
        .get(&format!("/products/product-{}", code(&rina)))
        .await
        .expect(200)
        .json();
    assert!(
        product["data"]["product"].get("gtin").is_none(),
        "the documented answer has no such field"
    );
}

#[tokio::test]
async fn a_label_carries_the_logo_of_its_business_where_it_is_chosen_and_is_still_read() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (mut rina, code) = maker(&app, "rina").await;
    let label = format!("/usaha/produk/{code}/label");
    // Without a logo there is nothing to choose, and asking for one changes nothing.
    rina.open(&label)
        .await
        .is_silent_about("name=\"tanda\"")
        .says("hanya berlaku di komputer ini");
    let plain = rina.download(&format!("{label}.png")).await.expect(200).body;
    assert_eq!(
        rina.download(&format!("{label}.png?tanda=logo")).await.expect(200).body,
        plain
    );
    // A black one is the worst that can stand there.
    let mut logo = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(300, 200, image::Rgb([0, 0, 0]))
        .write_to(&mut logo, image::ImageFormat::Png)
        .unwrap();
    rina.open("/usaha/profil/kisah").await;
    rina.resend("/usaha/profil/kisah", &[], &[("logo.file", logo.get_ref())])
        .await;
    rina.open(&label).await.says("name=\"tanda\"").is_silent_about("<image");
    assert_eq!(
        rina.download(&format!("{label}.png")).await.expect(200).body,
        plain,
        "only where it is chosen"
    );
    rina.open(&format!("{label}?ukuran=2x7&tanda=logo"))
        .await
        .says("<image x=")
        .says("label.pdf?ukuran=2x7&amp;tanda=logo");
    let marked = rina.download(&format!("{label}.png?tanda=logo")).await.expect(200).body;
    assert_ne!(marked, plain);
    assert_eq!(read_code(&marked), format!("{PLACE}/p/{code}"));
    let svg = rina
        .download(&format!("{label}.svg?tanda=logo"))
        .await
        .expect(200)
        .text();
    assert!(svg.contains("href=\"data:image/png;base64,"));
    let pdf = rina.download(&format!("{label}.pdf?tanda=logo")).await.expect(200).body;
    assert!(pdf.starts_with(b"%PDF-1.5") && pdf.len() < 120_000, "{}", pdf.len());
}

#[tokio::test]
async fn sheets_of_labels_are_downloaded_as_pdf() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (mut rina, code) = maker(&app, "rina").await;
    for layout in ["3x8", "2x7", "1", "nothing"] {
        let path = format!("/usaha/produk/{code}/label.pdf?ukuran={layout}");
        let pdf = rina.download(&path).await.expect(200);
        assert_eq!(pdf.headers["content-type"], "application/pdf");
        assert!(
            pdf.body.starts_with(b"%PDF-1.5") && pdf.body.len() < 60_000,
            "{}",
            pdf.body.len()
        );
    }
    let mut budi = seller(&app, "budi").await;
    budi.open(&format!("/usaha/produk/{code}/label.pdf")).await;
    assert_eq!(budi.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_leads_nowhere_here_is_told_and_not_followed() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut shopper = Browser::new(&app.anyone, "id");
    let foreign = "https%3A%2F%2Fevil.example%2Fp%2Fx%3F%3Cb%3E";
    shopper
        .open(&format!("/pindai?kode={foreign}"))
        .await
        .says("https://evil.example/p/x?&#60;b&#62;");
    shopper
        .is_silent_about("href=\"https://evil")
        .says("Kami tidak membukanya");
    shopper
        .open(&format!("/pindai?kode={GTIN}"))
        .await
        .says("Belum ada produk dengan nomor ini");
    assert_eq!(shopper.status, StatusCode::OK);
    for (file, said) in [
        (GIF, "kode QR yang terbaca di foto ini"),
        (b"no picture".as_slice(), "ukan gambar"),
        (b"".as_slice(), "ajib diisi"),
    ] {
        shopper
            .open("/pindai")
            .await
            .resend("/pindai", &[], &[("foto", file)])
            .await
            .says(said);
        assert_eq!(shopper.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Nobody's page but ours may send a photograph.
    let answer = app.anyone.send(
        http::Request::post("/pindai")
            .header("content-type", "multipart/form-data; boundary=x")
            .header("origin", "https://evil.example"),
        "--x\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"a\"\r\n\r\nx\r\n--x--\r\n".into(),
    );
    assert_eq!(answer.await.status, StatusCode::FORBIDDEN);
}
