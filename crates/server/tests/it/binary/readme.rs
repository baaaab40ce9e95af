//! README.md, tried as its reader would: the tour against a server, the table of settings against the command line.
//!
//! The blocks of the tour are those under a line `<!-- tour -->`. They run as one script, in the shell that they are
//! written for, and nothing in them is adapted: what is tested is what people paste.

use std::{collections::BTreeSet, path::Path, process::Command};

use super::process::Home;

/// What must be seen on the way, in this order.
const SEEN: &[&str] = &[
    // Register, log in.
    r#""message":"User berhasil ditambahkan""#,
    r#""fullname":"Bu Tumini""#,
    // UMKM, picture.
    r#""message":"UMKM berhasil didaftarkan""#,
    "200 image/png http://",
    // The product, once.
    r#""message":"Produk berhasil ditambahkan""#,
    "sent twice, made once",
    "Idempotency-Key ini sudah dipakai untuk permintaan lain.",
    // Found, traced, rated.
    "Menampilkan hasil pencarian untuk 'gul tumi'",
    r#""location":{"lat":-7.77,"lng":111.08,"name":"Girimarto"}"#,
    r#""location":{"lat":-7.81,"lng":110.92,"name":"Wonogiri, Jawa Tengah"}"#,
    r#""message":"Rating berhasil disimpan""#,
    r#""product_name":"Gula Semut Bu Tumini","rating_x":5"#,
    // The Standard Response: a page, an error, a failure.
    r#""pagination":{"total_count":1,"current_page":1,"total_pages":1}"#,
    r#""code":"catalogue.product.not_found""#,
    r#""code":"request.invalid""#,
    // Unchanged, changed.
    "\n304\n",
    r#""message":"Produk berhasil diperbrui""#,
    "\n200\n",
    // Refreshed, logged out.
    r#""message":"Access Token berhasil diperbarui""#,
    r#""message":"Refresh token berhasil dihapus""#,
    "Sesi sudah berakhir. Silakan login kembali.",
    "Refresh token tidak valid",
];

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The blocks of the tour, one after the other.
fn tour(readme: &str) -> String {
    let mut script = String::new();
    let mut lines = readme.lines();
    while lines.by_ref().any(|line| line == "<!-- tour -->") {
        assert_eq!(lines.next(), Some("```sh"), "a block follows the mark");
        for line in lines.by_ref().take_while(|line| *line != "```") {
            script.push_str(line);
            script.push('\n');
        }
    }
    script
}

/// Whether a program that the tour needs is there.
fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok()
}

#[test]
fn the_tour_in_the_readme_goes_as_it_says() {
    let missing = ["curl", "base64"].into_iter().find(|program| !is_installed(program));
    if let Some(program) = missing {
        println!("SKIPPED: there is no {program} on this machine");
        return;
    }
    let home = Home::new();
    let server = home.serve(&["--log-level", "warn"]);
    let script = home.path().join("tour.sh");
    std::fs::write(&script, tour(&readme())).unwrap();
    let mut shell = Command::new("sh");
    shell
        .arg("-eu")
        .arg(&script)
        .current_dir(home.path())
        .env("BASE", format!("http://{}", server.addr))
        .env("NO_PROXY", "*")
        .env("no_proxy", "*");
    let ran = home.finish(shell, "").expect(0);
    let mut rest = ran.out.as_str();
    for seen in SEEN {
        let at = rest
            .find(seen)
            .unwrap_or_else(|| panic!("{seen:?} does not come in {rest}\nof {ran:#?}"));
        // What ends with a line's end may begin the next one, too.
        rest = &rest[at + seen.trim_end().len()..];
    }
    assert!(!ran.out.contains(r#""status":"error","message":"terjadi"#), "{ran:#?}");
}

/// The first three cells of the rows that begin with a flag: flag, environment, key of the file.
fn table(readme: &str) -> BTreeSet<[String; 3]> {
    let rows = readme.lines().filter(|line| line.starts_with("| `--"));
    let cells = rows.map(|row| {
        let mut cells = row.trim_start_matches("| ").split(" | ").map(|cell| {
            let text = cell.trim().trim_matches('`');
            text.to_owned()
        });
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    cells.collect()
}

/// The same of what `--help` prints. What has no place in the environment has none in the file either, and the name of
/// the file cannot stand in the file.
fn flags(help: &str) -> BTreeSet<[String; 3]> {
    let mut flags: Vec<[String; 3]> = Vec::new();
    for line in help.lines() {
        if let Some(flag) = line.strip_prefix("      --") {
            let name = flag.split(|c: char| c != '-' && !c.is_ascii_alphanumeric()).next();
            flags.push([
                format!("--{}", name.unwrap_or_default()),
                "–".to_owned(),
                "–".to_owned(),
            ]);
        } else if let Some((_, rest)) = line.split_once("[env: ")
            && let Some(last) = flags.last_mut()
        {
            rest.split(['=', ']'])
                .next()
                .unwrap_or_default()
                .clone_into(&mut last[1]);
            if last[0] != "--config" {
                last[2] = last[0].trim_start_matches('-').replace('-', "_");
            }
        }
    }
    flags.into_iter().collect()
}

#[test]
fn the_readme_lists_every_setting_and_no_other() {
    let help = Home::new().run(&["serve", "--help"]).expect(0).out;
    let listed = table(&readme());
    assert!(listed.len() > 10, "{listed:?}");
    assert_eq!(listed, flags(&help), "the README, and what --help says");
}

#[test]
fn the_readme_tells_the_command_for_the_tests() {
    assert!(readme().lines().any(|line| line == "cargo test --workspace"));
}
