//! Which file of a slice may know which: read from the sources, since all of them are one crate to the compiler.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The nouns, and the log, which is a slice by itself.
const ROOMS: [&str; 7] = [
    "attempt",
    "audit",
    "bank",
    "marking",
    "people",
    "sitting",
    "supervision",
];

/// All sources below a directory.
fn sources(of: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(of).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// Which layer of its slice a file belongs to; its unit tests, too.
fn layer(path: &Path) -> Option<&'static str> {
    let names = ["model", "rules", "service", "store", "http"];
    let mut parts = path.iter().map(|part| part.to_string_lossy());
    parts.find_map(|part| names.into_iter().find(|name| part.trim_end_matches(".rs") == *name))
}

/// What files of a layer never name in their code.
fn forbidden(layer: &str) -> &'static [&'static str] {
    match layer {
        "model" | "rules" => &["store::", "service::", "http::", "platform::Db", "platform::Tx"],
        "service" => &["http::", "axum"],
        "store" => &["service::", "http::", "axum"],
        "http" => &["store::", "statements!"],
        _ => &[],
    }
}

#[test]
fn each_file_knows_only_what_stands_below_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for room in ROOMS {
        let mut files = Vec::new();
        sources(&src.join(room), &mut files);
        for path in files {
            let inside = path.strip_prefix(&src).unwrap();
            let Some(layer) = layer(inside) else { continue };
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            let code = code.join(" ");
            for name in forbidden(layer) {
                if code.contains(name) {
                    wrong.push(format!("{} names {name}", inside.display()));
                }
            }
        }
    }
    assert!(seen > 90, "{seen} files were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
