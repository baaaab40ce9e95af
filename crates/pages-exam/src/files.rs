//! The files of the program. They import each other by name, so all lie in one folder, whose address has the content of all.

use std::{borrow::Cow, sync::LazyLock};

use pages_kit::{Asset, asset};

const STYLE: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($kind:expr, $($name:literal),* $(,)?) => {
        &[$(($name, $kind, include_bytes!(concat!("../assets/", $name)).as_slice())),*]
    };
}

/// A file: its name, its type, its content.
type Named = (&'static str, &'static str, &'static [u8]);

const SCRIPTS: &[Named] = files!(
    SCRIPT,
    "answer-fields.js",
    "api.js",
    "bar.js",
    "cameras.js",
    "card.js",
    "checks.js",
    "chunks.js",
    "clock.js",
    "countdown.js",
    "dom.js",
    "entry.js",
    "flags.js",
    "freshly.js",
    "hand-in.js",
    "ledger.js",
    "live.js",
    "lobby.js",
    "main.js",
    "navigator.js",
    "outbox.js",
    "paper.js",
    "player.js",
    "prefetch.js",
    "proctor.js",
    "proof.js",
    "proof-worker.js",
    "recorder.js",
    "result.js",
    "safe.js",
    "section.js",
    "seat.js",
    "speaking.js",
    "texts.js",
    "ticker.js",
    "titles.js",
    "vault.js",
);

const STYLES: &[Named] = files!(STYLE, "exam.css");

static FOLDER: LazyLock<String> = LazyLock::new(|| {
    let all: Vec<u8> = [SCRIPTS, STYLES]
        .concat()
        .iter()
        .flat_map(|file| file.2)
        .copied()
        .collect();
    format!("/assets/exam-{:016x}", asset::fingerprint(&all))
});

/// Where a file of the program is.
pub(crate) fn address(name: &str) -> String {
    format!("{}/{name}", *FOLDER)
}

/// All files, to be served.
pub(crate) fn all() -> Vec<Asset> {
    let files = SCRIPTS.iter().chain(STYLES);
    files
        .map(|(name, content_type, bytes)| Asset {
            path: address(name),
            content_type,
            bytes: Cow::Borrowed(bytes),
        })
        .collect()
}
