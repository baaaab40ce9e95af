//! Data that moves: from one database to another, from a folder into a bucket, into a backup and back.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use platform::db::{
    Location,
    copy::{CopiedTables, measure},
};
use serde_json::{Value, json};
use testkit::{Bucket, own_postgres};

use super::process::{Home, Ran, Server};

/// The password that filling in demo data printed.
fn filled(home: &Home, more: &[&str]) -> String {
    let ran = home.run(&[&["demo"], more].concat()).expect(0);
    let words = ran.out.split_whitespace().find(|word| word.starts_with("demo-"));
    words.unwrap_or_else(|| panic!("no password in {}", ran.out)).to_owned()
}

fn sums(location: &Location) -> CopiedTables {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(location)).unwrap()
}

/// What tells one community from another: a list, what a search finds, and the tree of places.
fn told(server: &Server) -> Vec<Value> {
    let bodies = ["/products?limit=3", SEARCH, "/v1/locations?pageRowCount=3"].map(|page| {
        let mut body = server.anyone().get(page).expect(200).json();
        if let Some(body) = body.as_object_mut() {
            // These are of each request.
            body.retain(|name, _| !["requestId", "timestamp", "date", "elapsedMs"].contains(&name.as_str()));
        }
        // Addresses of pictures follow the server.
        let body = body.to_string().replace(&server.addr.to_string(), "here");
        serde_json::from_str(&body).unwrap()
    });
    bodies.into()
}

const SEARCH: &str = "/products?keyword=kopi&limit=50";

/// How many products a search finds.
fn found(server: &Server) -> usize {
    let body = server.anyone().get(SEARCH).expect(200).json();
    body["data"]["products"].as_array().map_or(0, Vec::len)
}

/// Files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push(path);
        }
    }
    all
}

/// The smallest picture.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// Uploads a picture of a shade; answers its path.
fn upload(server: &Server, token: &str, shade: u8) -> String {
    let mut gif = GIF.to_vec();
    gif[13] = shade;
    upload_picture(server, token, &gif)
}

fn upload_picture(server: &Server, token: &str, picture: &[u8]) -> String {
    let (before, after) = (
        "--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a.gif\"\r\n\r\n",
        "\r\n--x--\r\n",
    );
    let body = [before.as_bytes(), picture, after.as_bytes()].concat();
    let mut answer = ureq::post(format!("http://{}/upload/images", server.addr))
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=x")
        .send(&body[..])
        .unwrap();
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    let location = answer["data"]["fileLocation"].as_str();
    let location = location.unwrap_or_else(|| panic!("{answer}"));
    location[location.rfind("/media").expect("a path")..].to_owned()
}

/// A picture of more than a mebibyte, which no packing makes smaller.
fn large_picture() -> Vec<u8> {
    let mut state = 1_u32;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    });
    let pixels = noise.take(1_200 * 1_200 * 3).collect();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_raw(1_200, 1_200, pixels)
        .unwrap()
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

/// What a server has under a path.
fn bytes(server: &Server, path: &str) -> Vec<u8> {
    let mut answer = ureq::get(format!("http://{}{path}", server.addr)).call().unwrap();
    answer.body_mut().read_to_vec().unwrap()
}

#[test]
fn a_backup_made_while_a_server_runs_comes_back_with_everything() {
    let home = Home::new();
    filled(&home, &[]);
    let server = home.serve(&[]);
    let before = told(&server);
    let (_, token) = server.producer("rina");
    let picture = upload(&server, &token, 1);
    let content = bytes(&server, &picture);
    let first = home.run(&["backup", "copies", "--keys-copy", "keys.copy"]).expect(0);
    first
        .says("tables with")
        .says("files copied and read back")
        .says("Secret keys: keys.copy");
    home.run(&["backup", "data"]).expect(1).complains("the same place");
    let again = home.run(&["backup", "copies"]).expect(0);
    again
        .says("0 files copied")
        .says("were there already")
        .says("Not in it: the secret keys");
    home.run(&["restore", "copies", "--drill"])
        .expect(0)
        .says("as they were noted")
        .says("files read");
    assert!(
        files(&home.path().join("copies"))
            .iter()
            .all(|path| !path.to_string_lossy().contains(".drill"))
    );
    home.run(&["restore", "copies"]).expect(1).complains("is there already");
    drop(server);
    let ran = home.run(&["restore", "copies", "--data", "other"]).expect(0);
    ran.says("Put the secret keys back");
    fs::copy(home.path().join("keys.copy"), home.path().join("other/keys.json")).unwrap();
    let of = |data: &Path| sums(&Location::Sqlite(data.join("balai.db")));
    assert_eq!(of(&home.data()), of(&home.path().join("other")));
    let server = home.serve(&["--data", "other"]);
    assert_eq!(told(&server), before);
    assert!(found(&server) > 0);
    assert_eq!(bytes(&server, &picture), content);
    let product = json!({"name": "Kopi", "price": 1000, "category": 1});
    server.with(&token).post("/products", &product).expect(201);
}

#[test]
fn a_damaged_backup_is_refused_with_what_is_damaged() {
    let home = Home::new();
    let server = home.serve(&[]);
    let (_, token) = server.producer("rina");
    upload(&server, &token, 1);
    drop(server);
    home.run(&["backup", "copies"]).expect(0);
    home.run(&["restore", "copies", "--backup", "1999-01-01T00-00-00Z", "--drill"])
        .expect(1)
        .complains("there are: 20");
    let of = |name: &str| {
        files(&home.path().join("copies"))
            .into_iter()
            .find(|path| path.ends_with(name))
            .unwrap()
    };
    let manifest = of("manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    let mut noted: Value = serde_json::from_str(&whole).unwrap();
    noted["tables"]["account"]["rows"] = 7.into();
    fs::write(&manifest, noted.to_string()).unwrap();
    home.run(&["restore", "copies", "--drill"])
        .expect(1)
        .complains("account");
    home.run(&["restore", "copies", "--data", "other"])
        .expect(1)
        .complains("is damaged");
    assert!(
        !home.path().join("other/balai.db").exists(),
        "nothing half restored stays"
    );
    fs::write(&manifest, whole).unwrap();
    let picture = files(&home.path().join("copies/media")).pop().unwrap();
    fs::write(&picture, b"somepicture!").unwrap();
    home.run(&["restore", "copies", "--drill"])
        .expect(1)
        .complains("files of the backup are damaged");
}

#[test]
fn everything_moves_to_postgres_and_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(url) = runtime.block_on(own_postgres()) else {
        return;
    };
    let postgres = Location::Postgres(url.clone());
    let home = Home::new();
    let password = filled(&home, &[]);
    let sqlite = Location::Sqlite(home.data().join("balai.db"));
    let server = home.serve(&[]);
    let before = told(&server);
    home.run(&["database", "copy", "--to", &url])
        .expect(1)
        .complains("process");
    drop(server);
    // One that is killed goes on where it was.
    let mut begun = home.command(&["database", "copy", "--to", &url]);
    let mut begun = begun.spawn().unwrap();
    wait_a_moment();
    begun.kill().unwrap();
    begun.wait().unwrap();
    let ran = home.run(&["database", "copy", "--to", &url]).expect(0);
    ran.says("read back alike")
        .says("Search is made anew for")
        .says("Start the servers with");
    assert_eq!(sums(&sqlite), sums(&postgres));
    home.run(&["database", "copy", "--to", &url])
        .expect(1)
        .complains("is not empty");
    let server = home.serve(&["--database", &url]);
    assert_eq!(told(&server), before);
    assert!(found(&server) > 0, "what was copied is found");
    server.login("/login", "demo.moderator", &password).expect(200);
    home.run(&["database", "copy", "--from", &url, "--to", "sqlite:back.db"])
        .expect(1)
        .complains("a server runs on");
    let backup = home.run(&["backup", "copies", "--database", &url]).expect(0);
    backup.says("tables with");
    drop(server);
    let after = sums(&postgres);
    home.run(&["database", "copy", "--from", &url, "--to", "sqlite:back.db"])
        .expect(0);
    assert_eq!(sums(&Location::Sqlite(home.path().join("back.db"))), after);
    let server = home.serve(&["--database", "sqlite:back.db"]);
    assert_eq!(told(&server), before);
    drop(server);
    home.run(&["restore", "copies", "--data", "other"])
        .expect(0)
        .says("Search is made anew");
    let server = home.serve(&["--data", "other"]);
    assert_eq!(told(&server), before);
}

#[expect(clippy::disallowed_methods, reason = "a kill has to come at some moment")]
fn wait_a_moment() {
    std::thread::sleep(Duration::from_millis(700));
}

fn with_keys(home: &Home, bucket: &Bucket, arguments: &[&str]) -> Ran {
    let mut command = home.command(arguments);
    command
        .env("AWS_ACCESS_KEY_ID", &bucket.keys.0)
        .env("AWS_SECRET_ACCESS_KEY", &bucket.keys.1);
    home.finish(command, "")
}

#[test]
fn files_move_into_a_bucket_and_back_and_are_served_from_it() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bucket) = runtime.block_on(Bucket::start()) else {
        return;
    };
    let home = Home::new();
    let server = home.serve(&[]);
    let (_, token) = server.producer("rina");
    let picture = upload(&server, &token, 1);
    let content = bytes(&server, &picture);
    drop(server);
    home.run(&["media", "move", "--to", bucket.url()])
        .expect(1)
        .complains("AWS_ACCESS_KEY_ID");
    for same in ["data/media", "data/../data/media/.", "data/media/exams"] {
        home.run(&["media", "move", "--to", same, "--delete"])
            .expect(1)
            .complains("the same place");
    }
    let ran = with_keys(&home, &bucket, &["media", "move", "--to", bucket.url(), "--delete"]).expect(0);
    ran.says("1 files copied and read back")
        .says("1 files deleted")
        .says("--media");
    let shown = with_keys(&home, &bucket, &["config", "--media", bucket.url()]).expect(0);
    assert!(
        shown.out.contains("s3://") && !shown.out.contains(&bucket.keys.1),
        "{}",
        shown.out
    );
    let server = home.serve_as(&["--media", bucket.url()], |command| {
        let (key, secret) = &bucket.keys;
        command
            .env("AWS_ACCESS_KEY_ID", key)
            .env("AWS_SECRET_ACCESS_KEY", secret);
    });
    assert_eq!(bytes(&server, &picture), content);
    let other = upload(&server, &token, 2);
    assert_ne!(bytes(&server, &other), content);
    drop(server);
    let ran = with_keys(&home, &bucket, &["backup", "copies", "--media", bucket.url()]).expect(0);
    ran.says("2 files copied");
    home.run(&["restore", "copies", "--drill"])
        .expect(0)
        .says("2 files read");
    let back = with_keys(
        &home,
        &bucket,
        &["media", "move", "--media", bucket.url(), "--to", "data/media"],
    );
    back.expect(0).says("2 files copied");
    let server = home.serve(&[]);
    assert_eq!(bytes(&server, &picture), content);
}

/// Answers of a server to a browser that does this with an address.
fn browse(server: &Server, path: &str, mode: &str) -> http::Response<ureq::Body> {
    let agent: ureq::Agent = ureq::Agent::config_builder().max_redirects(0).build().into();
    let asked = agent
        .get(format!("http://{}{path}", server.addr))
        .header("sec-fetch-mode", mode);
    asked.call().unwrap()
}

fn header<'a>(answer: &'a http::Response<ureq::Body>, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn browsers_read_large_files_from_a_bucket_that_they_may_ask() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Some(bucket) = runtime.block_on(Bucket::start()) else {
        return;
    };
    let home = Home::new();
    let serve = |media: &str| {
        home.serve_as(&["--media", media], |command| {
            let (key, secret) = &bucket.keys;
            command
                .env("AWS_ACCESS_KEY_ID", key)
                .env("AWS_SECRET_ACCESS_KEY", secret);
        })
    };
    let server = serve(bucket.url());
    let (_, token) = server.producer("rina");
    let large = large_picture();
    let picture = upload_picture(&server, &token, &large);
    let small = upload(&server, &token, 1);
    assert_eq!(browse(&server, &picture, "no-cors").status(), 200);
    drop(server);
    let (_, endpoint) = bucket.url().split_once("endpoint=").unwrap();
    let endpoint = endpoint.split('&').next().unwrap();
    let server = serve(&format!("{}&public={endpoint}", bucket.url()));
    let way = browse(&server, &picture, "no-cors");
    assert_eq!(
        (way.status().as_u16(), header(&way, "cache-control")),
        (307, "no-store")
    );
    assert_eq!(header(&way, "vary"), "Sec-Fetch-Mode");
    let address = header(&way, "location").to_owned();
    assert!(
        address.starts_with(endpoint) && !address.contains(&bucket.keys.1),
        "{address}"
    );
    let mut read = ureq::get(&address).header("range", "bytes=0-9").call().unwrap();
    assert_eq!(
        (read.status().as_u16(), header(&read, "content-type")),
        (206, "image/jpeg")
    );
    assert!(header(&read, "content-disposition").starts_with("inline; filename="));
    assert!(header(&read, "cache-control").contains("immutable"));
    assert_eq!(read.body_mut().read_to_vec().unwrap(), bytes(&server, &picture)[..10]);
    let forged = address.replace("image%2Fjpeg", "text%2Fhtml");
    assert_ne!(forged, address);
    assert!(ureq::get(&forged).call().is_err(), "what is signed cannot be changed");
    // Scripts, programs, and whatever is small are answered here.
    for (path, mode) in [(&picture, "cors"), (&picture, "same-origin"), (&small, "no-cors")] {
        assert_eq!(browse(&server, path, mode).status(), 200, "{path} {mode}");
    }
    assert!(bytes(&server, &picture).len() > 1 << 20);
    let known = format!("\"sha256-{}\"", "0".repeat(64));
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into();
    let asked = agent
        .get(format!("http://{}{picture}", server.addr))
        .header("sec-fetch-mode", "no-cors");
    assert_eq!(asked.header("if-match", &known).call().unwrap().status(), 412);
    let page = browse(&server, "/", "navigate");
    let policy = header(&page, "content-security-policy");
    for rule in ["img-src 'self' ", "media-src 'self' "] {
        assert!(policy.contains(&format!("{rule}{endpoint} ")), "{policy}");
    }
    assert!(
        policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"),
        "{policy}"
    );
}

/// What names pictures, with the place of the address of a server.
fn pictured(address: &str, picture: &str) -> Value {
    let at = format!("{address}{picture}");
    json!({"name": "Keripik", "price": 9000, "image": [at, "https://elsewhere.example/media/image-1.png"],
        "description": format!("Foto: {at}"),
        "resources": [{"name": "Singkong", "image": at}], "production": [{"name": "Iris", "image": at}],
        "impact": [{"name": "Petani", "description": "Harga adil", "icon": at}],
        "contribution": [{"icon": at, "description": "Panen"}]})
}

fn addresses_follow(more: &[&str]) {
    let home = Home::new();
    let (old, new) = ("http://sekolah_1.lan:8080", "https://balai.example.org");
    let start = |url| home.serve(&[&["--public-url", url], more].concat());
    let server = start(old);
    let (rina, token) = server.producer("rina");
    let picture = upload(&server, &token, 1);
    let at = format!("{old}{picture}");
    let umkm = json!({"image": at, "logo": at, "history": {"text": "Sejak 1998", "image": at}});
    for (path, body) in [
        ("/umkm", umkm),
        (
            "/users",
            json!({"username": "rina", "email": "rina@example.com", "fullname": "Rina", "image": at}),
        ),
    ] {
        rina.try_call("PUT", path, Some(&body)).unwrap().expect(200);
    }
    let made = rina.post("/products", &pictured(old, &picture)).expect(201).json();
    let product = format!("/products/{}", made["data"]["productId"].as_str().unwrap());
    let told = |server: &Server| {
        let mut told = String::new();
        for path in [
            &*product,
            "/umkm?limit=1",
            "/users/profile",
            "/resources",
            "/impacts",
            "/products?limit=1",
        ] {
            told.push_str(&server.with(&token).get(path).text);
        }
        told
    };
    let before = told(&server);
    assert!(before.matches(&at).count() >= 10, "{before}");
    drop(server);
    for (url, address) in [(new, format!("{new}{picture}")), (old, at.clone())] {
        let server = start(url);
        let now = told(&server);
        // What somebody wrote stays as it is.
        let said = format!("Foto: {at}");
        let named = now.replace(&said, "").matches(&address).count();
        assert_eq!(
            named,
            before.replace(&said, "").matches(&picture).count(),
            "{url}: {now}"
        );
        assert!(now.contains(&said), "{now}");
        assert!(now.contains("https://elsewhere.example/media/image-1.png"), "{now}");
    }
}

#[test]
fn addresses_of_pictures_follow_a_server_to_another_name() {
    addresses_follow(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Some(url) = runtime.block_on(own_postgres()) {
        addresses_follow(&["--database", &url]);
    }
}
