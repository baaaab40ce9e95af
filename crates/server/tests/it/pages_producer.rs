//! A producer's pages, as somebody without scripts uses them.

use http::StatusCode;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::TestDb;

use super::{
    pages_support::Browser,
    support::{PASSWORD, TestApp},
};

const HOSTILE: &str = "Kopi \"<script>alert(1)</script>\u{202e} & 'Gayo";

/// The smallest picture that browsers show.
pub(super) const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Somebody who registered on the way to selling.
pub(crate) async fn seller(app: &TestApp, name: &str) -> Browser {
    let mut browser = Browser::new(&app.anyone, "id");
    browser.open("/").await.says("/daftar?kembali=/usaha");
    browser.open("/daftar?kembali=/usaha").await;
    let email = format!("{name}@example.com");
    let fields = [
        ("fullname", name),
        ("username", name),
        ("email", &email),
        ("password", PASSWORD),
        ("kembali", "/usaha"),
    ];
    browser.submit("/daftar", &fields).await.says("Perkenalkan usaha Anda");
    assert_eq!(browser.path, "/usaha");
    browser
}

/// The same with a business and a product; answers the product's code.
pub(crate) async fn maker(app: &TestApp, name: &str) -> (Browser, String) {
    let mut browser = seller(app, name).await;
    browser.resend("/usaha", &[("name", "Kebun Rina")], &[]).await;
    browser.open("/usaha/produk/baru").await;
    let product = [("name", "Kopi Gayo"), ("price", "25.000")];
    browser.resend("/usaha/produk/baru", &product, &[]).await;
    let code = code(&browser);
    (browser, code)
}

/// The code of the first product in the table.
pub(super) fn code(browser: &Browser) -> String {
    let (_, rest) = browser.page.split_once("href=\"/usaha/produk/").unwrap();
    let rest = rest
        .strip_prefix("baru")
        .map_or(rest, |rest| rest.split_once("href=\"/usaha/produk/").unwrap().1);
    rest.split(['"', '/']).next().unwrap().to_owned()
}

async fn stored(app: &TestApp, code: &str) -> Value {
    let answer = app.anyone.get(&format!("/products/product-{code}")).await.expect(200);
    answer.json()["data"]["product"].clone()
}

/// What a camera reads of a picture.
pub(super) fn read_code(png: &[u8]) -> String {
    let picture = image::load_from_memory(png).unwrap().to_luma8();
    let (width, height) = picture.dimensions();
    let at = |x: usize, y: usize| {
        picture
            .get_pixel(u32::try_from(x).unwrap(), u32::try_from(y).unwrap())
            .0[0]
    };
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width as usize, height as usize, at);
    let grids = prepared.detect_grids();
    grids[0].decode().unwrap().1
}

testkit::both_engines! {
    async fn somebody_registers_and_prints_a_label_that_opens_the_products_page(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        rina.open("/usaha/produk/baru").await;
        assert_eq!(rina.path, "/usaha", "a business comes first");
        let business = [
            ("name", "Kebun Rina"),
            ("description", "Kopi dari dataran tinggi."),
            ("location.name", "Takengon, Aceh"),
            ("location.lat", "4,62"),
            ("location.lng", "96.84"),
            ("employe", "12"),
            ("whatsapp", "0812-3456-7890"),
            ("email", "kebun@example.com"),
            ("history.text", "Bermula dari sepuluh pohon."),
        ];
        rina.resend("/usaha", &business[..1], &[]).await.says("Langkah 2 dari 4");
        rina.open("/usaha/profil").await;
        rina.resend("/usaha/profil", &business, &[("logo.file", GIF), ("image.file", b"")]).await;
        rina.says("Usaha Anda disimpan.").says("Belum ada produk").says("/media/image-").is_silent_about("menunggu");
        rina.open("/usaha/produk/baru").await;
        let product = [
            ("name", "Kopi Gayo"),
            ("price", "Rp 45.000,50"),
            ("category", "3"),
            ("description", "Dipetik merah."),
            ("contribution.4", "ya"),
            ("resources[0].name", "Biji arabika"),
            ("resources[0].umkm", "Kebun Atas"),
            ("resources[0].location.name", "Takengon"),
            ("production[1].name", "Jemur"),
            ("production[2].name", "Sangrai"),
            ("impact[0].name", "Petani dibayar tunai"),
        ];
        rina.resend("/usaha/produk/baru", &product, &[("picture", GIF), ("picture", GIF)]).await;
        rina.says("Produk disimpan.").says("Rp45.000,50").says("Minuman").says("1 produk");
        let code = code(&rina);
        let kept = stored(&app, &code).await;
        assert_eq!(kept["image"].as_array().unwrap().len(), 2);
        assert_eq!(kept["contribution"], json!([4]));
        assert_eq!((&kept["production"][0]["name"], &kept["production"][1]["name"]), (&json!("Jemur"), &json!("Sangrai")));
        assert_eq!(kept["umkm"]["location"], json!({"lat": 4.62, "lng": 96.84, "name": "Takengon, Aceh"}));
        rina.open(&format!("/usaha/produk/{code}/label")).await.says("Rp45.000,50").says("Kopi Gayo");
        assert_eq!(rina.page.matches("<use href=\"#kode\"/>").count(), 24);
        rina.open(&format!("/usaha/produk/{code}/label?ukuran=2x7")).await;
        assert_eq!(rina.page.matches("<use href=\"#kode\"/>").count(), 14);
        let svg = rina.download(&format!("/usaha/produk/{code}/label.svg")).await.expect(200);
        assert!(svg.text().starts_with("<svg xmlns=") && svg.headers["content-type"] == "image/svg+xml");
        let png = rina.download(&format!("/usaha/produk/{code}/label.png")).await.expect(200);
        let address = read_code(&png.body);
        let path = address.strip_prefix("http://127.0.0.1:8080").unwrap();
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open(path).await.says("Biji arabika").says("Kebun Rina");
        // Two pictures beside each other are scrolled by the keyboard, too.
        shopper.says("role=\"region\" tabindex=\"0\" aria-label=\"Foto produk\"");
        assert_eq!(shopper.path, format!("/produk/kopi-gayo-{code}?dari=kode"));
        rina.open("/usaha").await;
        let public = rina.page.split("href=\"/pembuat/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        shopper.open(&format!("/pembuat/{public}")).await.says("https://wa.me/6281234567890").says("12 orang");
    }

    async fn an_edit_keeps_what_the_form_does_not_show(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let login = app.login("rina").await;
        let full = json!({
            "resources": [{"name": "Biji", "image": "/media/a.png", "location": {"lat": 4.6, "lng": 96.8, "name": "Aceh"}}, {"name": "Air"}],
            "production": [{"name": "Jemur", "image": "/media/b.png"}],
            "impact": [{"name": "Upah", "icon": 7}],
            "contribution": [2, 120, {"icon": 1, "description": "Lain"}],
            "image": ["/media/c.png", "https://elsewhere.example/d.png"],
            "category": 17,
        });
        login.put(&format!("/products/product-{code}"), &full).await.expect(200);
        let before = stored(&app, &code).await;
        let path = format!("/usaha/produk/{code}");
        rina.open(&path).await;
        assert_eq!(rina.holds("price").as_deref(), Some("25.000"));
        assert_eq!(rina.holds("contribution.2").as_deref(), Some("ya"));
        rina.resend(&path, &[], &[("picture", b"")]).await.says("Produk disimpan.");
        let untouched = stored(&app, &code).await;
        for part in ["name", "price", "category", "image", "resources", "production", "impact", "contribution"] {
            assert_eq!(untouched[part], before[part], "{part}");
        }
        rina.open(&path).await;
        let typed = [("resources[1].remove", "ya"), ("impact[0].name", "Upah layak"), ("image.remove", "/media/c.png")];
        rina.resend(&path, &typed, &[("picture", GIF)]).await.says("Produk disimpan.");
        let after = stored(&app, &code).await;
        assert_eq!(after["resources"], json!([before["resources"][0]]));
        assert_eq!((&after["impact"][0]["id"], &after["impact"][0]["icon"]), (&before["impact"][0]["id"], &json!(7)));
        assert_eq!(after["impact"][0]["name"], "Upah layak");
        assert_eq!(after["image"][0], "https://elsewhere.example/d.png");
        assert_eq!(after["image"].as_array().unwrap().len(), 2);
    }

    async fn a_profile_is_edited_and_other_contacts_stay(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, _) = maker(&app, "rina").await;
        let login = app.login("rina").await;
        let contacts = json!({"contact": [{"name": "instagram", "description": "@kebun"}, {"name": "whatsapp", "description": "081234567890"}]});
        login.put("/umkm", &contacts).await.expect(200);
        let contact = async || login.get("/umkm/profile").await.expect(200).json()["data"]["umkm"]["contact"].clone();
        let before = contact().await;
        rina.open("/usaha/profil").await;
        assert_eq!((rina.holds("whatsapp").as_deref(), rina.holds("phone").as_deref()), (Some("081234567890"), Some("")));
        rina.resend("/usaha/profil", &[("name", "Kebun Baru")], &[]).await.says("Kebun Baru");
        assert_eq!(contact().await, before);
        rina.open("/usaha/profil").await;
        rina.resend("/usaha/profil", &[("email", "kebun@example.com")], &[]).await;
        let after = contact().await.to_string();
        assert!(["@kebun", "081234567890", "kebun@example.com"].iter().all(|way| after.contains(way)), "{after}");
        rina.open("/usaha/profil").await;
        rina.resend("/usaha/profil", &[("whatsapp", "")], &[]).await;
        let after = contact().await.to_string();
        assert!(after.contains("@kebun") && !after.contains("081234567890"), "{after}");
    }

    async fn a_business_is_introduced_step_by_step_and_each_step_is_saved(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        rina.says("Langkah 1 dari 4").says("aria-current=\"step\"").is_silent_about("name=\"whatsapp\"");
        rina.resend("/usaha", &[("name", " "), ("description", "Kopi")], &[]).await;
        assert_eq!((rina.status, rina.holds("description").as_deref()), (StatusCode::UNPROCESSABLE_ENTITY, Some("Kopi")));
        rina.resend("/usaha", &[("name", "Kebun Rina")], &[]).await.says("Langkah 2 dari 4").says("Usaha Anda tersimpan.");
        // Called away, and back on another day.
        rina.open("/usaha").await.says("href=\"/usaha/profil/tempat\"");
        rina.open("/usaha/profil/tempat").await;
        rina.resend("/usaha/profil/tempat", &[("location.name", "Takengon"), ("location.lat", "4,62"), ("location.lng", "96,84")], &[]).await;
        assert_eq!(rina.path, "/usaha/profil/kisah");
        // Going back saves as well, and what was typed is there on the way forth.
        rina.resend("/usaha/profil/kisah", &[("history.text", "Bermula kecil."), ("mundur", "ya")], &[("logo.file", GIF)]).await;
        assert_eq!((rina.path.as_str(), rina.holds("location.lat").as_deref()), ("/usaha/profil/tempat", Some("4.62")));
        rina.resend("/usaha/profil/tempat", &[], &[]).await;
        assert_eq!(rina.holds("history.text").as_deref(), Some("Bermula kecil."));
        rina.resend("/usaha/profil/kisah", &[], &[]).await.says("Langkah 4 dari 4").says("Simpan dan selesai");
        rina.resend("/usaha/profil/hubungi", &[("whatsapp", "nol"), ("email", "rina@example.com")], &[]).await;
        assert_eq!((rina.status, rina.holds("whatsapp").as_deref()), (StatusCode::UNPROCESSABLE_ENTITY, Some("nol")));
        // What stands in another step is not of this one.
        rina.resend("/usaha/profil/hubungi", &[("whatsapp", "081234567890"), ("name", "Lain")], &[]).await;
        rina.says("Usaha Anda disimpan.").is_silent_about("Lengkapi selangkah demi selangkah");
        let login = app.login("rina").await;
        let kept = login.get("/umkm/profile").await.expect(200).json()["data"]["umkm"].clone();
        assert_eq!((&kept["name"], &kept["description"]), (&json!("Kebun Rina"), &json!("Kopi")));
        assert_eq!(kept["location"], json!({"lat": 4.62, "lng": 96.84, "name": "Takengon"}));
        assert_eq!(kept["history"]["text"], "Bermula kecil.");
        assert_eq!(kept["contact"][0]["email"], "rina@example.com");
        assert!(kept["logo"].as_str().unwrap().contains("/media/image-"));
        rina.open("/usaha/profil/lain").await;
        assert_eq!(rina.status, StatusCode::NOT_FOUND);
    }

    async fn where_an_ingredient_comes_from_is_chosen_and_shown_on_the_products_map(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let path = format!("/usaha/produk/{code}");
        rina.open(&path).await.says("data-lat=\"resources[0].location.lat\"").says("<option value=\"11\">Aceh</option>");
        let typed = [
            ("resources[0].name", "Biji"), ("resources[0].location.name", "Takengon"),
            ("resources[0].location.lat", "4,62"), ("resources[0].location.lng", "96,84"),
            ("resources[1].name", "Gula"), ("resources[1].province", "34"),
            ("resources[2].name", "Air"), ("resources[2].location.lat", "1"),
        ];
        rina.resend(&path, &typed, &[]).await.says("id=\"resources[2].location.lng-fault\"");
        assert_eq!((rina.status, rina.holds("resources[1].province").as_deref()), (StatusCode::UNPROCESSABLE_ENTITY, Some("34")));
        rina.resend(&path, &[("resources[2].location.lat", "")], &[]).await.says("Produk disimpan.");
        let kept = stored(&app, &code).await;
        assert_eq!(kept["resources"][0]["location"], json!({"lat": 4.62, "lng": 96.84, "name": "Takengon"}));
        assert_eq!(kept["resources"][1]["location"]["name"], "DI Yogyakarta");
        assert_eq!(kept["resources"][2]["location"]["lat"], Value::Null);
        let mut shopper = Browser::new(&app.anyone, "id");
        shopper.open(&format!("/produk/kopi-gayo-{code}")).await.says("Perjalanan bahan-bahannya").says("<bdi>Biji</bdi>").says("<bdi>Gula</bdi>");
        // Another name is another place.
        rina.open(&path).await;
        rina.resend(&path, &[("resources[0].location.name", "Ubud")], &[]).await.says("Produk disimpan.");
        assert_eq!(stored(&app, &code).await["resources"][0]["location"], json!({"lat": null, "lng": null, "name": "Ubud"}));
    }

    async fn a_form_that_is_sent_twice_makes_one_thing(test: TestDb) {
        let app = TestApp::new(test).await;
        let mut rina = seller(&app, "rina").await;
        let form = rina.page.clone();
        for _ in 0..2 {
            rina.page.clone_from(&form);
            rina.resend("/usaha", &[("name", "Kebun Rina")], &[]).await.says("Usaha Anda tersimpan.");
        }
        rina.open("/usaha/produk/baru").await;
        let form = rina.page.clone();
        for _ in 0..2 {
            rina.page.clone_from(&form);
            let product = [("name", "Kopi"), ("price", "1")];
            rina.resend("/usaha/produk/baru", &product, &[("picture", GIF)]).await.says("Produk disimpan.");
        }
        rina.says("1 produk");
        rina.page.clone_from(&form);
        let other = [("name", "Teh"), ("price", "1")];
        rina.resend("/usaha/produk/baru", &other, &[]).await.says("Kirim sekali lagi untuk menambahkannya");
        rina.resend("/usaha/produk/baru", &[], &[]).await.says("2 produk");
    }

    async fn anothers_product_is_refused(test: TestDb) {
        let app = TestApp::new(test).await;
        let (_, code) = maker(&app, "rina").await;
        let (mut budi, _) = maker(&app, "budi").await;
        let mut nobody = seller(&app, "tuti").await;
        let path = format!("/usaha/produk/{code}");
        let token = budi.open("/usaha/produk/baru").await.token().unwrap();
        for browser in [&mut budi, &mut nobody] {
            for page in ["", "/hapus", "/label", "/label.svg", "/label.png"] {
                browser.open(&format!("{path}{page}")).await.says("Produk ini milik usaha lain.");
                assert_eq!(browser.status, StatusCode::FORBIDDEN, "{page}");
            }
        }
        let typed = [("_token", token.as_str()), ("name", "Milik Budi"), ("price", "1")];
        budi.upload(&path, &typed, &[]).await;
        assert_eq!(budi.status, StatusCode::FORBIDDEN);
        budi.upload(&format!("{path}/hapus"), &typed, &[]).await;
        assert_eq!(budi.post(&format!("{path}/hapus"), &typed).await.status, StatusCode::FORBIDDEN);
        assert_eq!(stored(&app, &code).await["name"], "Kopi Gayo");
    }

    async fn parts_of_a_product_have_pictures_of_their_own(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let path = format!("/usaha/produk/{code}");
        rina.open(&path).await;
        let typed = [("resources[0].name", "Biji"), ("production[0].name", "Jemur"), ("impact[0].name", "Hemat air")];
        let files = [("resources[0].picture", GIF), ("production[0].picture", GIF), ("impact[0].picture", b"no picture")];
        rina.resend(&path, &typed, &files).await;
        assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(rina.holds("resources[0].image").unwrap().contains("/media/image-"), "what came is held");
        rina.says("id=\"impact[0].picture-fault\"");
        rina.resend(&path, &[], &[("impact[0].picture", GIF)]).await.says("Produk disimpan.");
        let kept = stored(&app, &code).await;
        let picture = |kept: &Value, part: &str| kept[part][0]["image"].as_str().unwrap().to_owned();
        for part in ["resources", "production", "impact"] {
            assert!(picture(&kept, part).contains("/media/image-"), "{part}");
        }
        // One that goes is gone, the others stay.
        rina.open(&path).await;
        rina.resend(&path, &[("production[0].image-remove", "ya")], &[]).await.says("Produk disimpan.");
        let after = stored(&app, &code).await;
        assert!(picture(&after, "production").ends_with("/media/placeholder.png"));
        assert_eq!(picture(&after, "resources"), picture(&kept, "resources"));
        assert_eq!(after["impact"][0]["id"], kept["impact"][0]["id"]);
    }

    async fn a_product_is_deleted_after_asking(test: TestDb) {
        let app = TestApp::new(test).await;
        let (mut rina, code) = maker(&app, "rina").await;
        let path = format!("/usaha/produk/{code}/hapus");
        rina.open(&path).await.says("Kopi Gayo").says("Jangan hapus");
        rina.submit(&path, &[]).await.says("Produk dihapus.").says("Belum ada produk");
        app.anyone.get(&format!("/products/product-{code}")).await.expect(404);
    }
}

#[tokio::test]
async fn a_refused_business_comes_back_with_everything_that_was_typed() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut rina = seller(&app, "rina").await;
    rina.resend("/usaha", &[("name", "Kebun"), ("whatsapp", "12")], &[])
        .await;
    assert_eq!(
        rina.path, "/usaha/profil/tempat?sudah=usaha-mulai",
        "what is of another step is left out"
    );
    rina.open("/usaha/profil").await;
    let business = [
        ("name", ""),
        ("description", HOSTILE),
        ("location.lat", "95"),
        ("employe", "dua belas"),
        ("whatsapp", "12"),
        ("email", "bukan email"),
    ];
    rina.resend(
        "/usaha/profil",
        &business,
        &[("logo.file", GIF), ("image.file", b"no picture at all")],
    )
    .await;
    assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (name, value) in business {
        assert_eq!(rina.holds(name).as_deref(), Some(value), "{name}");
    }
    assert!(
        rina.holds("logo").unwrap().contains("/media/image-"),
        "the good picture stays"
    );
    rina.says("Harus berupa bilangan bulat.")
        .says("Bukan nomor telepon")
        .says("Bukan alamat email")
        .says("Berkas ini bukan gambar")
        .is_silent_about("<script>alert");
    let better = [("employe", "12"), ("whatsapp", ""), ("email", "")];
    rina.resend("/usaha/profil", &better, &[]).await;
    rina.says("Tidak boleh kosong.").says("Harus antara -90 dan 90.");
    rina.resend("/usaha/profil", &[("location.lat", "-8,5")], &[]).await;
    rina.says("Memerlukan lat dan lng bersama-sama.");
    rina.resend("/usaha/profil", &[("name", "Kebun"), ("location.lat", "")], &[])
        .await
        .says("Usaha Anda disimpan.");
}

#[tokio::test]
async fn a_refused_product_comes_back_with_everything_that_was_typed() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let mut rina = seller(&app, "rina").await;
    rina.resend("/usaha", &[("name", "Kebun")], &[]).await;
    rina.open("/usaha/produk/baru").await;
    let product = [
        ("name", HOSTILE),
        ("price", "dua ribu"),
        ("category", "2"),
        ("contribution.9", "ya"),
        ("resources[1].name", HOSTILE),
        ("resources[2].umkm", "Tanpa nama bahan"),
        ("production[0].description", "Tanpa nama langkah"),
    ];
    rina.resend("/usaha/produk/baru", &product, &[("picture", GIF)]).await;
    assert_eq!(rina.status, StatusCode::UNPROCESSABLE_ENTITY);
    rina.says("Bukan harga; tulis seperti 25.000 atau 12,50.")
        .is_silent_about("<script>alert");
    let held = [
        ("price", "dua ribu"),
        ("name", HOSTILE),
        ("category", "2"),
        ("contribution.9", "ya"),
        ("resources[0].name", HOSTILE),
        ("resources[1].umkm", "Tanpa nama bahan"),
        ("resources[4].name", ""),
    ];
    for (name, value) in held {
        assert_eq!(rina.holds(name).as_deref(), Some(value), "{name}");
    }
    rina.resend("/usaha/produk/baru", &[("price", "2.000")], &[]).await;
    rina.says("id=\"resources[1].name-fault\"")
        .says("id=\"production[0].name-fault\"");
    rina.resend("/usaha/produk/baru", &[("lagi", "production")], &[]).await;
    assert_eq!(
        (rina.status, rina.holds("production[6].name").as_deref()),
        (StatusCode::OK, Some(""))
    );
    let named = [("resources[1].name", "Gula"), ("production[0].name", "Aduk")];
    rina.resend("/usaha/produk/baru", &named, &[])
        .await
        .says("Produk disimpan.")
        .is_silent_about("<script>alert");
    let kept = stored(&app, &code(&rina)).await;
    assert_eq!(
        (&kept["resources"][0]["name"], &kept["price"]),
        (&json!(HOSTILE), &json!(2000))
    );
    assert!(kept["image"][0].as_str().unwrap().contains("/media/image-"));
    let label = format!("/usaha/produk/{}/label", code(&rina));
    rina.open(&label).await.is_silent_about("<script>alert");
    let removal = format!("/usaha/produk/{}/hapus", code(&rina));
    let name = "<bdi>Kopi &#34;&#60;script&#62;alert(1)&#60;/script&#62;\u{202e} &#38; &#39;Gayo</bdi>”";
    rina.open(&removal).await.says(name);
    rina.submit(&removal, &[]).await.says(name);
}

#[tokio::test]
async fn what_was_typed_while_a_session_ended_is_asked_for_again_and_no_picture_is_kept() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let (mut rina, _) = maker(&app, "rina").await;
    rina.open("/usaha/produk/baru").await;
    let held = rina.held();
    let mut typed: Vec<_> = held
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    typed.extend([("name", "Teh"), ("description", "Daun muda")]);
    rina.forget("balai");
    rina.upload("/usaha/produk/baru", &typed, &[("picture", GIF)]).await;
    rina.says("Yang Anda ketik masih ada")
        .says("Daun+muda")
        .is_silent_about("image-");
    assert_eq!(uploads(&app).await, 0);
    let foreign = [("_token", "guessed"), ("name", "Teh")];
    let mut budi = seller(&app, "budi").await;
    budi.upload("/usaha", &foreign, &[("logo.file", GIF)])
        .await
        .says("Yang Anda ketik masih ada");
    assert_eq!(uploads(&app).await, 0);
}

async fn uploads(app: &TestApp) -> i64 {
    let rows = super::trackmate_support::rows(&app.test.db).await;
    rows.iter().find(|(table, _)| table.ends_with("UPLOADS")).unwrap().1
}

#[tokio::test]
async fn waiting_for_approval_is_told_and_nobody_without_a_login_gets_in() {
    let given = Given {
        moderate_umkm: Some(true),
        ..Given::default()
    };
    let app = TestApp::with(TestDb::sqlite().await, given).await;
    let (mut rina, _) = maker(&app, "rina").await;
    rina.open("/usaha")
        .await
        .says("menunggu persetujuan")
        .says("Kopi Gayo")
        .says("Usaha saya");
    let mut nobody = Browser::new(&app.anyone, "en");
    for path in ["/usaha", "/usaha/profil", "/usaha/produk/baru"] {
        nobody.open(path).await.is_silent_about("My business");
        assert!(nobody.path.starts_with("/masuk?kembali=%2Fusaha"), "{}", nobody.path);
    }
}
