//! A disk that is really full.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;

use super::process::{Api, Home, LIMIT, until};

/// A small disk of its own, gone with the test.
struct Disk(PathBuf);

impl Disk {
    /// `None` where mounting is not permitted.
    fn mount(at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", "size=6m,mode=0700", "balai-test"])
            .arg(at);
        let done = mount.output().is_ok_and(|output| output.status.success());
        done.then(|| Self(at.to_owned()))
    }

    /// Leaves no byte free.
    fn fill(&self) {
        let mut ballast = File::create(self.0.join("ballast")).unwrap();
        for size in [64 * 1024, 4096, 1] {
            while ballast.write_all(&vec![0; size]).is_ok() {}
        }
    }

    fn free(&self) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily: the server may still be ending.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// Adds products until one is refused; answers the ids of those that were stored.
fn add_until_refused(client: &Api) -> (Vec<String>, super::process::Answer) {
    let mut stored = Vec::new();
    for number in 0..5_000 {
        let body = json!({"name": format!("Produk {number}"), "price": 1, "description": "x".repeat(2_000)});
        let answer = client.post("/products", &body);
        if answer.status != 201 {
            return (stored, answer);
        }
        stored.push(answer.json()["data"]["productId"].as_str().unwrap().to_owned());
    }
    panic!("a full disk took 5000 products");
}

#[test]
fn a_full_disk_refuses_writes_in_words_and_goes_on_reading() {
    let home = Home::new();
    let Some(disk) = Disk::mount(&home.data()) else {
        println!("SKIPPED: mounting a small disk is not permitted here");
        return;
    };
    let server = home.serve(&["--log-level", "error"]);
    let (client, _) = server.producer("tumini");
    client
        .post("/products", &json!({"name": "Sebelum", "price": 1}))
        .expect(201);

    for _ in 0..2 {
        disk.fill();
        let (stored, refused) = add_until_refused(&client);
        assert_eq!(refused.status, 503, "{refused:#?}");
        assert_eq!(
            (refused.json()["status"].as_str(), refused.json()["message"].as_str()),
            (
                Some("error"),
                Some("Penyimpanan server penuh: data tidak disimpan. Hubungi pengelola.")
            )
        );
        assert!(refused.headers.contains_key("retry-after"));
        client.post("/umkm", &json!({"name": "Lain"})).expect(400);
        for id in &stored {
            client.get(&format!("/products/{id}")).expect(200);
        }
        client.get("/products/search/sebelum").expect(200);
        client.get("/users/profile").expect(200);
        server.anyone().get("/health/ready").expect(200);

        disk.free();
        until("writing again", LIMIT, || {
            let answer = client.post("/products", &json!({"name": "Sesudah", "price": 1}));
            assert!([201, 503].contains(&answer.status), "{answer:#?}");
            (answer.status == 201).then_some(())
        });
        for id in &stored {
            client.get(&format!("/products/{id}")).expect(200);
        }
    }
    let count = client.get("/products?per_page=1").json()["count"].clone();
    home.run(&["doctor"]).says("answers, whole and up to date");
    drop(server);
    let server = home.serve(&[]);
    assert_eq!(server.anyone().get("/products?per_page=1").json()["count"], count);
}
