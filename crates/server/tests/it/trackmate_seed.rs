//! Every sample request of the documented API, as it is printed, and the reply that the document promises for it.

use platform::Tx;
use testkit::{Client, both_engines};

use crate::{
    support::{TestApp, id},
    trackmate_support::{done, refused, sent, told, whole},
};

platform::statements! {
    HIDE_PRODUCTS = "alter table product rename to product_hidden";
}

const REGISTER: &str = r#"{
    "username": "user1",
    "email": "user1@gmail.com",
    "role": "user",
    "password": "123user",
    "fullname": "User Trackamte"
}"#;

const LOGIN: &str = r#"{
    "username": "user1",
    "password": "123user"
}"#;

const EDIT_PROFILE: &str = r#"{
    "username": "user1 Edited",
    "email": "user1edited@gmail.com",
    "image": "http://image.com",
    "fullname": "User Trackamte Edited"
}"#;

const ADD_PRODUCT: &str = r#"{
  "image": "https://picsum.photos/200",
  "price": 50000,
  "description": "sambal enak sekali",
  "name": "sambal khas",
  "umkm": {
    "name": "Sambal Mantu",
    "employe": 1000,
    "location": {
      "name": "Denpasar, Bali",
      "lat ": -34.397,
      "lng  ": 150.644
    }
  },
  "resources": [
    {
      "name": "cabai",
      "image": "https://picsum.photos/200",
      "description": "pedas",
      "location": {
        "name": "Wonogiri, Jawa Tengah",
        "lat ": -34.397,
        "lng  ": 150.644
      },
      "umkm": "Sukamaju"
    },
    {
      "name": "batu",
      "image": "https://picsum.photos/200",
      "description": "lorem100",
      "location": {
        "name": "Wonogiri, Jawa Tengah",
        "lat ": -34.397,
        "lng  ": 150.644
      },
      "umkm": "Sukamaju"
    },
    {
      "name": "batu",
      "image": "https://picsum.photos/200",
      "description": "lorem100",
      "location": {
        "name": "New York, US",
        "lat ": -34.397,
        "lng  ": 150.644
      }
    }
  ],
  "production": [
    {
      "name": "pengumpulan bahan baku",
      "image": "https://picsum.photos/200",
      "description": "lorem100"
    },
    {
      "name": "penumbukan",
      "image": "https://picsum.photos/200",
      "description": "lorem100"
    },
    {
      "name": "pengemasan",
      "image": "https://picsum.photos/200",
      "description": "lorem100"
    }
  ],
  "impact": [
    {
      "name": "batu",
      "icon": 1,
      "description": "lorem100"
    },
    {
      "name": "batu",
      "icon": 2,
      "description": "lorem100"
    },
    {
      "name": "batu",
      "icon": 3,
      "description": "lorem 100"
    }
  ],
  "contribution": [
    {
      "icon": 1,
      "description": "lorem 100"
    },
    {
      "icon": 1,
      "description": "lorem100"
    },
    {
      "icon": "https://picsum.photos/200",
      "description": "lorem100"
    }
  ],
  "category": null
}"#;

/// The detail of [`ADD_PRODUCT`], keys in the order in which the document prints them.
const ADDED_PRODUCT: &str = concat!(
    r#"{"error":false,"status":"success","data":{"product":{"id":"product-#","name":"sambal khas","#,
    r#""image":["https://picsum.photos/200"],"price":50000,"description":"sambal enak sekali","resources":["#,
    r#"{"id":"resource-#","name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","#,
    r#""location":{"lat":-34.397,"lng":150.644,"name":"Wonogiri, Jawa Tengah"},"description":"pedas"},"#,
    r#"{"id":"resource-#","name":"batu","umkm":"Sukamaju","image":"https://picsum.photos/200","#,
    r#""location":{"lat":-34.397,"lng":150.644,"name":"Wonogiri, Jawa Tengah"},"description":"lorem100"},"#,
    r#"{"id":"resource-#","name":"batu","image":"https://picsum.photos/200","#,
    r#""location":{"lat":-34.397,"lng":150.644,"name":"New York, US"},"description":"lorem100"}],"production":["#,
    r#"{"id":"step-#","name":"pengumpulan bahan baku","image":"https://picsum.photos/200","description":"lorem100"},"#,
    r#"{"id":"step-#","name":"penumbukan","image":"https://picsum.photos/200","description":"lorem100"},"#,
    r#"{"id":"step-#","name":"pengemasan","image":"https://picsum.photos/200","description":"lorem100"}],"impact":["#,
    r#"{"id":"impact-#","name":"batu","image":"http://127.0.0.1:8080/media/placeholder.png","icon":1,"description":"lorem100"},{"id":"impact-#","name":"batu","image":"http://127.0.0.1:8080/media/placeholder.png","icon":2,"description":"lorem100"},"#,
    r#"{"id":"impact-#","name":"batu","image":"http://127.0.0.1:8080/media/placeholder.png","icon":3,"description":"lorem 100"}],"contribution":["#,
    r#"{"icon":1,"description":"lorem 100"},{"icon":1,"description":"lorem100"},"#,
    r#"{"icon":"https://picsum.photos/200","description":"lorem100"}],"#,
    r#""umkm":{"id":"umkm-#","logo":"http://127.0.0.1:8080/media/placeholder.png","name":"UMKM user1","location":{"lat":null,"lng":null,"name":""},"employe":null},"category":null,"#,
    r#""createdAt":"TIME","updatedAt":"TIME"}}}"#,
);

const EDIT_PRODUCT: &str = r#"{
      "id": "xxx",
      "image": "http://a.jpg",
      "price": 13000,
      "description": "lorem100",
      "name": "sambal kuning",
      "umkm": {
        "name": "Sambal Mantu",
        "employe": 1000,
        "location": "koordinat"
      },
      "resources": [
        {
          "name": "cabai",
          "image": "https://image.com/",
          "description": "pedas",
          "location": "koordinat"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100",
          "location": "koordinat"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100",
          "location": "koordinat"
        }
      ],
      "production": [
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        }
      ],
      "impact": [
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem100"
        }
      ],
      "contribution": [
        {
          "icon": "https://image.com/",
          "description": "lorem100"
        },
        {
          "icon": "https://image.com/",
          "description": "lorem100"
        },
        {
          "icon": "https://image.com/",
          "description": "lorem100"
        }
      ]
    }"#;

/// The detail after [`EDIT_PRODUCT`]: it names no category, so the category stays.
const EDITED_PRODUCT: &str = concat!(
    r#"{"error":false,"status":"success","data":{"product":{"id":"product-#","name":"sambal kuning","#,
    r#""image":["http://a.jpg"],"price":13000,"description":"lorem100","resources":["#,
    r#"{"id":"resource-#","name":"cabai","image":"https://image.com/","#,
    r#""location":{"lat":null,"lng":null,"name":"koordinat"},"description":"pedas"},"#,
    r#"{"id":"resource-#","name":"batu","image":"https://image.com/","#,
    r#""location":{"lat":null,"lng":null,"name":"koordinat"},"description":"lorem100"},"#,
    r#"{"id":"resource-#","name":"batu","image":"https://image.com/","#,
    r#""location":{"lat":null,"lng":null,"name":"koordinat"},"description":"lorem100"}],"production":["#,
    r#"{"id":"step-#","name":"batu","image":"https://image.com/","description":"lorem100"},"#,
    r#"{"id":"step-#","name":"batu","image":"https://image.com/","description":"lorem100"},"#,
    r#"{"id":"step-#","name":"batu","image":"https://image.com/","description":"lorem100"}],"impact":["#,
    r#"{"id":"impact-#","name":"batu","image":"https://image.com/","description":"lorem100"},"#,
    r#"{"id":"impact-#","name":"batu","image":"https://image.com/","description":"lorem100"},"#,
    r#"{"id":"impact-#","name":"batu","image":"https://image.com/","description":"lorem100"}],"contribution":["#,
    r#"{"icon":"https://image.com/","description":"lorem100"},{"icon":"https://image.com/","description":"lorem100"},"#,
    r#"{"icon":"https://image.com/","description":"lorem100"}],"#,
    r#""umkm":{"id":"umkm-#","logo":"http://127.0.0.1:8080/media/placeholder.png","name":"UMKM user1","location":{"lat":null,"lng":null,"name":""},"employe":null},"category":7,"#,
    r#""createdAt":"TIME","updatedAt":"TIME"}}}"#,
);

/// With the document's own blanks and tabs: contacts are kept to the letter.
const EDIT_UMKM: &str = r#"{
  "image": "http://a.jpg",
  "logo": "http://a.jpg",
  "name": "PT Sambal 2",
  "description": "lorem100",
  "location": "jshak hdak",
  "history": {
 		"image": "http://a.jpg",
     	 	"text": "sambal kuning"
},
  "impact": [
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem 100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem 100"
        },
        {
          "name": "batu",
          "image": "https://image.com/",
          "description": "lorem 100"
        }
      ],
"contact" : [
	{
	"name": "whatsapp",
	"description": "08123456789"
        },
        {
    	"name": "email",
	"description": "sambal@gmail.com"
        }
    ]
  }"#;

/// The older kind of contact, from the sample of a UMKM's detail.
const OLD_CONTACT: &str = r#"{"contact":[{"email":"08123456789","phone":{"isWhatsApp":true,"phoneNumber":"0019272138","waNumber":"0019272138"}}]}"#;

/// What the document prints under "Delete UMKM", although nothing reads it.
const DELETE_UMKM: &str = r#"{
  "image": "http://a.jpg",
  "name": "PT Sambal 2",
  "description": "lorem100",
  "location": "jshak hdak",
  "history": {
 		"image": "http://a.jpg",
     	 	"text": "sambal kuning"
},
  "impact": [],
"contact" : []
  }"#;

/// A reply with `productId`, `umkmId` and so on.
fn created(message: &str, name: &str, id: &str) -> (u16, String) {
    let text = format!(r#"{{"error":false,"status":"success","message":"{message}","data":{{"{name}":"{id}"}}}}"#);
    (201, text)
}

fn listed(message: &str, count: usize, name: &str, rows: &str) -> (u16, String) {
    let head = format!(r#"{{"error":false,"status":"success","message":"{message}","count":{count},"#);
    (200, format!(r#"{head}"data":{{"{name}":[{rows}]}}}}"#))
}

fn brief(name: &str, price: u32, category: &str) -> String {
    format!(
        r#"{{"id":"product-#","name":"{name}","image":"https://picsum.photos/200","price":{price},"category":{category}}}"#
    )
}

/// Adds one of the products of the document's lists.
async fn add(client: &Client, name: &str, price: u32, category: u32) -> String {
    let body = format!(
        r#"{{"name":"{name}","image":["https://picsum.photos/200","https://picsum.photos/2"],"price":{price},"category":{category}}}"#
    );
    id(&sent(client, "POST", "/products", &body).await.expect(201), "productId")
}

/// Breaks the server: the only way to the documented server error.
async fn hide_products(app: &TestApp) {
    let hidden = app
        .test
        .db
        .write(async |tx: &mut Tx<'_>| tx.execute(HIDE_PRODUCTS, &[]).await);
    hidden.await.unwrap();
}

both_engines! {
    async fn the_account_section_goes_as_printed(db: TestDb) {
        let app = TestApp::new(db).await;
        let anyone = &app.anyone;
        assert_eq!(
            whole(&sent(anyone, "POST", "/users", REGISTER).await),
            created("User berhasil ditambahkan", "userId", "user-#")
        );
        let login = sent(anyone, "POST", "/authentications", LOGIN).await.expect(201);
        let tokens = r#"{"error":false,"status":"success","message":"Login berhasil","data":{"accessToken":"TOKEN","refreshToken":"TOKEN"}}"#;
        assert_eq!(told(&login), tokens);
        let (access, refresh) = (id(&login, "accessToken"), id(&login, "refreshToken"));
        let user = anyone.with_token(access);

        let profile = r#"{"error":false,"status":"success","data":{"user":{"id":"user-#","username":"user1","email":"user1@gmail.com","image":null,"fullname":"User Trackamte"}}}"#;
        for method in ["POST", "GET"] {
            let answer = user.call(method.parse().unwrap(), "/users/profile").await;
            assert_eq!(whole(&answer), (200, profile.to_owned()), "{method}");
        }
        assert_eq!(whole(&sent(&user, "PUT", "/users", EDIT_PROFILE).await), (200, done("Profil berhasil diperbarui")));
        let edited = r#"{"error":false,"status":"success","data":{"user":{"id":"user-#","username":"user1 Edited","email":"user1edited@gmail.com","image":"http://image.com","fullname":"User Trackamte Edited"}}}"#;
        assert_eq!(told(&user.get("/users/profile").await.expect(200)), edited);

        let token = format!(r#"{{"refreshToken":"{refresh}"}}"#);
        let renewed = sent(anyone, "PUT", "/authentications", &token).await.expect(200);
        let access = r#"{"error":false,"status":"success","message":"Access Token berhasil diperbarui","data":{"accessToken":"TOKEN"}}"#;
        assert_eq!(told(&renewed), access);
        drop(anyone.with_token(id(&renewed, "accessToken")).get("/users/profile").await.expect(200));
        let logout = sent(anyone, "DELETE", "/authentications", &token).await;
        assert_eq!(whole(&logout), (200, done("Refresh token berhasil dihapus")));

        let again = LOGIN.replace("user1", "user1 Edited");
        let login = sent(anyone, "POST", "/authentications", &again).await.expect(201);
        let user = anyone.with_token(id(&login, "accessToken"));
        assert_eq!(whole(&user.delete("/users").await), (200, done("Akun berhasil dihapus")));
    }

    async fn a_product_is_added_shown_edited_and_deleted_as_printed(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, _) = app.producer("user1").await;
        let added = sent(&user, "POST", "/products", ADD_PRODUCT).await;
        assert_eq!(whole(&added), created("Produk berhasil ditambahkan", "productId", "product-#"));
        let product = id(&added, "productId");
        let path = format!("/products/{product}");
        assert_eq!(told(&app.anyone.get(&path).await.expect(200)), ADDED_PRODUCT);
        assert_eq!(
            whole(&app.anyone.get("/products").await),
            listed("Menampilkan semua produk", 1, "products", &brief("sambal khas", 50000, "null"))
        );

        drop(sent(&user, "PUT", &path, r#"{"category":7}"#).await.expect(200));
        let unknown = sent(&user, "PUT", "/products", EDIT_PRODUCT).await;
        assert_eq!(whole(&unknown), (404, refused("Product tidak ditemukan")));
        let edit = EDIT_PRODUCT.replace("\"xxx\"", &format!("\"{product}\""));
        let edited = (200, done("Produk berhasil diperbrui"));
        assert_eq!(whole(&sent(&user, "PUT", "/products", &edit).await), edited);
        assert_eq!(told(&app.anyone.get(&path).await.expect(200)), EDITED_PRODUCT);
        // The id in the address counts, so the sample may keep its "xxx".
        assert_eq!(whole(&sent(&user, "PUT", &path, EDIT_PRODUCT).await), edited);
        assert_eq!(told(&app.anyone.get(&path).await.expect(200)), EDITED_PRODUCT);

        assert_eq!(whole(&user.delete(&path).await), (200, done("Produk berhasil dihapus")));
        let gone = (404, refused("Product tidak ditemukan"));
        assert_eq!(whole(&app.anyone.get(&path).await), gone);
        assert_eq!(whole(&user.delete(&path).await), gone);
    }

    async fn numbers_stay_contributions_and_images_stay_impacts(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, _) = app.producer("user1").await;
        let body = r#"{"name":"sambal khas","price":50000,"image":["https://picsum.photos/200", "https://picsum.photos/200"],
            "impact":[{"name":"Impact 1","image":"https://picsum.photos/200","description":"Lorem"}],"contribution":[1,2,4],"category":1}"#;
        let product = id(&sent(&user, "POST", "/products", body).await.expect(201), "productId");
        let shown = told(&app.anyone.get(&format!("/products/{product}")).await.expect(200));
        for part in [
            r#""image":["https://picsum.photos/200","https://picsum.photos/200"],"price":50000"#,
            r#""impact":[{"id":"impact-#","name":"Impact 1","image":"https://picsum.photos/200","description":"Lorem"}],"contribution":[1,2,4],"#,
            r#""employe":null},"category":1,"createdAt""#,
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }

    async fn products_are_listed_as_printed(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, umkm) = app.producer("user1").await;
        let anyone = &app.anyone;
        assert_eq!(whole(&anyone.get("/products").await), listed("Menampilkan semua produk", 0, "products", ""));
        for (name, price, category) in [("Sambal teri", 50000, 3), ("Sambal goreng", 30000, 1), ("Keripik", 10000, 1)] {
            add(&user, name, price, category).await;
        }
        let (first, second, third) =
            (brief("Keripik", 10000, "1"), brief("Sambal goreng", 30000, "1"), brief("Sambal teri", 50000, "3"));
        let all = format!("{first},{second},{third}");
        assert_eq!(whole(&anyone.get("/products").await), listed("Menampilkan semua produk", 3, "products", &all));
        assert_eq!(
            whole(&anyone.get("/products/category/1").await),
            listed("Menampilkan semua produk", 2, "products", &format!("{first},{second}"))
        );
        assert_eq!(
            whole(&anyone.get(&format!("/products/umkm/{umkm}")).await),
            listed("Menampilkan semua produk umkm", 3, "products", &all)
        );
        assert_eq!(
            whole(&anyone.get("/products/search/sambal").await),
            listed("Menampilkan hasil pencarian untuk 'sambal'", 2, "products", &format!("{second},{third}"))
        );
        let none = anyone.get("/products/umkm/umkm-nowhere").await;
        assert_eq!(whole(&none), (404, refused("UMKM tidak ditemukan")));
    }

    async fn recommendations_have_the_documented_shape(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, _) = app.producer("user1").await;
        let empty = listed("Menampilkan semua produk", 0, "recommended_products", "");
        assert_eq!(whole(&app.anyone.get("/recomendation").await), empty);
        let product = add(&user, "Sambal goreng", 30000, 1).await;
        let row = format!(
            r#"{{"product_id":"product-#","product_name":"Sambal goreng","rating_x":0.0,"product_link":"http://127.0.0.1:8080/products/{product}"}}"#
        );
        let expected = listed("Menampilkan semua produk", 1, "recommended_products", &row);
        for path in ["/recomendation", "/recommendation"] {
            assert_eq!(whole(&app.anyone.get(path).await), expected, "{path}");
        }
    }

    async fn a_umkm_is_registered_edited_shown_and_deleted_as_printed(db: TestDb) {
        let app = TestApp::new(db).await;
        let user = app.user("user1").await;
        let added = sent(&user, "POST", "/umkm", r#"{
  "name": "Sambal mamo"
}"#).await;
        assert_eq!(whole(&added), created("UMKM berhasil didaftarkan", "umkmId", "umkm-#"));
        let umkm = id(&added, "umkmId");
        let bare = r#"{"id":"umkm-#","logo":"http://127.0.0.1:8080/media/placeholder.png","name":"Sambal mamo","location":{"lat":null,"lng":null,"name":""}}"#;
        assert_eq!(whole(&app.anyone.get("/umkm").await), listed("Menampilkan semua umkm", 1, "umkm", bare));

        let updated = (200, done("Profil UMKM berhasil diupdate"));
        assert_eq!(whole(&sent(&user, "PUT", "/umkm", EDIT_UMKM).await), updated);
        let row = r#"{"id":"umkm-#","logo":"http://a.jpg","name":"PT Sambal 2","location":{"lat":null,"lng":null,"name":"jshak hdak"}}"#;
        assert_eq!(whole(&app.anyone.get("/umkm").await), listed("Menampilkan semua umkm", 1, "umkm", row));

        let impact = r#"{"id":"impact-#","name":"batu","image":"https://image.com/","description":"lorem 100"}"#;
        let detail = |contact: &str| {
            [
                r#"{"error":false,"status":"success","data":{"umkm":{"id":"umkm-#","image":"http://a.jpg","logo":"http://a.jpg","#,
                r#""name":"PT Sambal 2","description":"lorem100","location":{"lat":null,"lng":null,"name":"jshak hdak"},"#,
                r#""history":{"text":"sambal kuning","image":"http://a.jpg"},"impact":["#,
                &[impact; 3].join(","),
                "],\"contact\":",
                contact,
                r#","owner":"user-#","createdAt":"TIME","updatedAt":"TIME"}}}"#,
            ]
            .concat()
        };
        // Each generation of contacts is answered so that the other one can read it, too.
        let shown = told(&app.anyone.get(&format!("/umkm/{umkm}")).await.expect(200));
        let contact = concat!(
            r#"[{"email":"sambal@gmail.com","phone":{"isWhatsApp":true,"phoneNumber":"08123456789","waNumber":"08123456789"},"#,
            r#""name":"whatsapp","description":"08123456789"},{"name":"email","description":"sambal@gmail.com"}]"#,
        );
        assert_eq!(shown, detail(contact));

        assert_eq!(whole(&sent(&user, "PUT", "/umkm", OLD_CONTACT).await), updated);
        let contact = concat!(
            r#"[{"email":"08123456789","phone":{"isWhatsApp":true,"phoneNumber":"0019272138","waNumber":"0019272138"},"#,
            r#""name":"email","description":"08123456789"},{"name":"whatsapp","description":"0019272138"}]"#,
        );
        for path in [format!("/umkm/{umkm}"), "/umkm/profile".to_owned()] {
            assert_eq!(told(&user.get(&path).await.expect(200)), detail(contact), "{path}");
        }

        assert_eq!(whole(&sent(&user, "DELETE", &format!("/umkm/{umkm}"), DELETE_UMKM).await), updated);
        let gone = app.anyone.get(&format!("/umkm/{umkm}")).await;
        assert_eq!(whole(&gone), (404, refused("UMKM tidak ditemukan")));
        assert_eq!(whole(&app.anyone.get("/umkm").await), listed("Menampilkan semua umkm", 0, "umkm", ""));
    }

    async fn a_place_may_have_coordinates(db: TestDb) {
        let app = TestApp::new(db).await;
        let (user, umkm) = app.producer("user1").await;
        let place = r#"{"lat":-8.113750063882303,"lng":115.0913508971701,"name":"Jl. Ngurah Rai,  Buleleng, Bali"}"#;
        drop(sent(&user, "PUT", "/umkm", &format!(r#"{{"location":{place},"employe":1000}}"#)).await.expect(200));
        let shown = told(&app.anyone.get(&format!("/umkm/{umkm}")).await.expect(200));
        assert!(shown.contains(&format!("\"location\":{place},")), "{shown}");
        let product = add(&user, "Sambal", 1, 1).await;
        let shown = told(&app.anyone.get(&format!("/products/{product}")).await.expect(200));
        let maker = format!(r#""umkm":{{"id":"umkm-#","logo":"http://127.0.0.1:8080/media/placeholder.png","name":"UMKM user1","location":{place},"employe":1000}}"#);
        assert!(shown.contains(&maker), "{shown}");
    }

    async fn failures_have_the_documented_shape(db: TestDb) {
        let app = TestApp::new(db).await;
        let missing = app.anyone.get("/products/product-nowhere").await;
        assert_eq!(whole(&missing), (404, refused("Product tidak ditemukan")));
        drop(app.anyone.get("/products").await.expect(200));
        hide_products(&app).await;
        let broken = app.anyone.get("/products?page=2").await;
        let request = broken.headers["x-request-id"].to_str().unwrap().to_owned();
        let expected = format!(
            r#"{{"error":true,"status":"error","message":"terjadi kegagalan pada server kami","stack":"{request}","data":null}}"#
        );
        assert_eq!((broken.status.as_u16(), broken.text()), (500, expected));
    }

    async fn what_only_real_clients_call_has_the_same_envelope(db: TestDb) {
        let app = TestApp::new(db).await;
        let user = app.user("user1").await;
        let body = r#"{"name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":"Wonogiri","description":"pedas"}"#;
        let added = sent(&user, "POST", "/resources", body).await;
        assert_eq!(whole(&added), created("Resource berhasil ditambahkan", "resourceId", "resource-#"));
        let row = r#"{"id":"resource-#","name":"cabai","umkm":"Sukamaju","image":"https://picsum.photos/200","location":{"lat":null,"lng":null,"name":"Wonogiri"},"description":"pedas","createdAt":"TIME","updatedAt":"TIME"}"#;
        assert_eq!(whole(&user.get("/resources").await), listed("Menampilkan semua resource", 1, "resources", row));
        let path = format!("/resources/{}", id(&added, "resourceId"));
        let item = format!(r#"{{"error":false,"status":"success","data":{{"resource":{row}}}}}"#);
        assert_eq!(whole(&app.anyone.get(&path).await), (200, item));
        assert_eq!(whole(&sent(&user, "PUT", &path, body).await), (200, done("Resource berhasil diperbarui")));
        assert_eq!(whole(&user.delete(&path).await), (200, done("Resource berhasil dihapus")));
        assert_eq!(whole(&app.anyone.get(&path).await), (404, refused("Resource tidak ditemukan")));

        let body = r#"{"name":"Water Use","icon":3,"description":"hemat air"}"#;
        let added = sent(&user, "POST", "/impacts", body).await;
        assert_eq!(whole(&added), created("Impact berhasil ditambahkan", "impactId", "impact-#"));
        let row = r#"{"id":"impact-#","name":"Water Use","image":"http://127.0.0.1:8080/media/placeholder.png","icon":3,"description":"hemat air","owner":"user-#","isApprove":true,"createdAt":"TIME","updatedAt":"TIME"}"#;
        assert_eq!(whole(&user.get("/impacts").await), listed("Menampilkan semua impact", 1, "impacts", row));
        let path = format!("/impacts/{}", id(&added, "impactId"));
        let item = format!(r#"{{"error":false,"status":"success","data":{{"impact":{row}}}}}"#);
        assert_eq!(whole(&app.anyone.get(&path).await), (200, item));
        assert_eq!(whole(&sent(&user, "PUT", &path, body).await), (200, done("Impact berhasil diperbarui")));
        assert_eq!(whole(&user.delete(&path).await), (200, done("Impact berhasil dihapus")));
        assert_eq!(whole(&app.anyone.get(&path).await), (404, refused("Impact tidak ditemukan")));
    }
}
