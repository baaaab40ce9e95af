//! Which chapter belongs to which page of the desk.
//!
//! Invariant: every page has one; a page that nobody named here leads to the way from questions to results.

use pages_kit::Speech;

use super::{INDEX, address, chapters::PARTS, told};

/// A way to the chapter of a page.
pub(crate) struct Help {
    pub(crate) path: String,
    pub(crate) title: String,
}

/// Addresses and their chapters; the first that fits counts. `*` is one piece of an address, `**` whatever follows, and nothing.
pub(super) const PLACES: [(&str, &str); 37] = [
    ("/ujian/paket", "import"),
    ("/ujian/paket/impor/**", "import"),
    ("/ujian/paket/*/terbit", "publish"),
    ("/ujian/paket/*/terbitkan", "publish"),
    ("/ujian/paket/*/cetak", "publish"),
    ("/ujian/paket/**", "write"),
    ("/ujian/soal/**", "write"),
    ("/ujian/bacaan/**", "write"),
    ("/ujian/suara/**", "write"),
    ("/ujian/orang/**", "participants"),
    ("/ujian/kelola/**", "office"),
    ("/ujian/sandi", "office"),
    ("/ujian/baru", "schedule"),
    ("/ujian/kalender", "schedule"),
    ("/ujian/*/ubah", "schedule"),
    ("/ujian/*/hapus", "schedule"),
    ("/ujian/*/salin", "schedule"),
    ("/ujian/*/gladi/**", "rehearsal"),
    ("/ujian/*/peserta/**", "participants"),
    ("/ujian/*/tautan/**", "participants"),
    ("/ujian/*/kartu", "cards"),
    ("/ujian/*/hadir", "cards"),
    ("/ujian/*/awasi/tindakan", "act"),
    ("/ujian/*/awasi/*", "states"),
    ("/ujian/*/awasi", "board"),
    ("/ujian/*/rekaman", "board"),
    ("/ujian/*/nilai/kesepakatan", "agree"),
    ("/ujian/*/nilai/*", "mark"),
    ("/ujian/*/nilai", "queue"),
    ("/ujian/*/hasil/umumkan", "release"),
    ("/ujian/*/hasil/soal", "figures"),
    ("/ujian/*/hasil/soal/**", "correct"),
    ("/ujian/*/hasil/nilai-ulang/**", "correct"),
    ("/ujian/*/hasil/*/jawaban/**", "correct"),
    ("/ujian/*/hasil/*/sanggahan", "correct"),
    ("/ujian/*/hasil/**", "figures"),
    ("/ujian/*/sertifikat/**", "release"),
];

/// The chapter for what nobody named.
const FIRST: &str = "way";

/// Whether an address is of a pattern.
fn fits(pattern: &str, path: &str) -> bool {
    let mut pieces = path.split('/');
    for wanted in pattern.split('/') {
        if wanted == "**" {
            return true;
        }
        match pieces.next() {
            Some(piece) if wanted == "*" || wanted == piece => {}
            _ => return false,
        }
    }
    pieces.next().is_none()
}

/// The name of the chapter of a page.
pub(super) fn chapter_of(path: &str) -> &'static str {
    let found = PLACES.iter().find(|(pattern, _)| fits(pattern, path));
    found.map_or(FIRST, |(_, chapter)| chapter)
}

/// The way to the chapter of a page, as its foot shows it; from the handbook itself none.
pub(crate) fn help(speech: Speech<'_>, path: &str) -> Option<Help> {
    let path = path.split('?').next().unwrap_or_default();
    if path.starts_with(INDEX) {
        return None;
    }
    let chapter = chapter_of(path);
    let part = PARTS.iter().find(|part| part.chapters.contains(&chapter))?;
    Some(Help {
        path: format!("{}#{chapter}", address(part)),
        title: told::title(speech, chapter),
    })
}
