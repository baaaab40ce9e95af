//! Where the pages are.

pub(crate) const OVERVIEW: &str = "/admin";
pub(crate) const PEOPLE: &str = "/admin/orang";
pub(crate) const WORK: &str = "/admin/pekerjaan";
pub(crate) const BACKUPS: &str = "/admin/cadangan";
pub(crate) const STORAGE: &str = "/admin/penyimpanan";
pub(crate) const FIGURES: &str = "/admin/grafik";
pub(crate) const LINES: &str = "/admin/log";
pub(crate) const GRANTS: &str = "/admin/izin";
pub(crate) const HOOKS: &str = "/admin/webhook";
pub(crate) const LOG: &str = "/admin/catatan";

/// Somebody's page.
pub(crate) fn person(handle: &str) -> String {
    format!("{PEOPLE}/{handle}")
}

/// A page of a path with what was done.
pub(crate) fn done(path: &str, done: &str) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joint}sudah=kelola-{done}")
}
