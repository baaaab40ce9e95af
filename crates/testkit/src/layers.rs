//! Which file of a module may know which: read from the sources, since all of them are one crate to the compiler.

#![expect(clippy::unwrap_used, reason = "what cannot be read fails the test")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The layers of a slice, from what stands alone to what leans on the rest.
const LAYERS: [&str; 6] = ["model", "input", "rules", "store", "service", "http"];

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
    let mut parts = path.iter().map(|part| part.to_string_lossy());
    parts.find_map(|part| LAYERS.into_iter().find(|name| part.trim_end_matches(".rs") == *name))
}

/// What files of a layer never name in their code.
fn forbidden(layer: &str) -> &'static [&'static str] {
    match layer {
        "model" => &[
            "input::",
            "rules::",
            "store::",
            "service::",
            "http::",
            "platform::Db",
            "platform::Tx",
        ],
        "input" | "rules" => &["store::", "service::", "http::", "platform::Db", "platform::Tx"],
        "store" => &["input::", "service::", "http::", "axum"],
        "service" => &["http::", "axum"],
        "http" => &["store::", "statements!"],
        _ => &[],
    }
}

/// Whether code has a path, and not a longer word that ends like its beginning.
fn names(code: &str, path: &str) -> bool {
    let mut found = code.match_indices(path);
    found.any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// Fails if a file below one of `folders` of `src` knows what stands above it, or if fewer than `least` files belong to a
/// layer, in which case nothing was looked at.
pub fn check(src: &Path, folders: &[&str], least: usize) {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for folder in folders {
        let mut files = Vec::new();
        sources(&src.join(folder), &mut files);
        for path in files {
            let inside = path.strip_prefix(src).unwrap();
            let Some(layer) = layer(inside) else { continue };
            seen += 1;
            let text = fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let code = code.collect::<Vec<_>>().join(" ");
            let named = forbidden(layer).iter().filter(|name| names(&code, name));
            wrong.extend(named.map(|name| format!("{} names {name}", inside.display())));
        }
    }
    assert!(seen >= least, "{seen} files were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
