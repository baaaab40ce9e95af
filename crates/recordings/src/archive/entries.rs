//! Which entries of an archive are sound files, and which may not be there at all.

use std::collections::BTreeSet;

use base::{
    FieldError, Message, Rule,
    text::{fold, unstorable},
};
use zip::{ZipArchive, read::ZipFileEntry, result::ZipResult};

use crate::audio::{name, probe::SoundKind};

/// An entry with a good name.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name, without a folder.
    pub(super) name: String,
    /// What its name claims it to be.
    pub(super) kind: SoundKind,
    /// Its place in the archive.
    pub(super) index: usize,
}

/// The good entries, and the reasons of the others. What systems leave in archives on their own is neither.
pub(super) fn judge<R>(zip: &ZipArchive<R>, title: &str) -> ZipResult<(Vec<Entry>, Vec<FieldError>)>
where
    R: std::io::Read + std::io::Seek,
{
    let mut listed = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        let entry = zip.by_index_data(index)?;
        let path = path(&entry);
        if !is_clutter(&path) {
            listed.push((index, path, entry));
        }
    }
    let folder = common_folder(listed.iter().map(|(_, path, _)| path.as_str()), title);
    let (mut entries, mut reasons, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    if zip.has_duplicate_names() {
        reasons.push(FieldError::new("", twice()));
    }
    for (index, path, entry) in &listed {
        let inner = path.get(folder..).unwrap_or_default();
        if inner.is_empty() && entry.is_dir() {
            continue;
        }
        match good(inner, entry) {
            Ok((name, _)) if !seen.insert(fold(&name)) => reasons.push(FieldError::new(show_path(path), twice())),
            Ok((name, kind)) => entries.push(Entry {
                name,
                kind,
                index: *index,
            }),
            Err(rule) => reasons.push(FieldError::new(show_path(path), rule)),
        }
    }
    Ok((entries, reasons))
}

/// The path of an entry. Most programs write UTF-8, not all of them say so.
fn path(entry: &ZipFileEntry<'_>) -> String {
    match std::str::from_utf8(entry.name_raw()) {
        Ok(path) => path.to_owned(),
        Err(_) => entry.name().map_or_else(
            |_| String::from_utf8_lossy(entry.name_raw()).into_owned(),
            std::borrow::Cow::into_owned,
        ),
    }
}

/// What macOS and Windows add to folders on their own.
fn is_clutter(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with("__MACOSX/") || name.starts_with("._") || matches!(name, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// The length of the folder, with its slash, that every entry lies in, if it is called as the package is; else 0.
fn common_folder<'p>(mut paths: impl Iterator<Item = &'p str>, title: &str) -> usize {
    let Some((folder, _)) = paths.next().and_then(|first| first.split_once('/')) else {
        return 0;
    };
    let inside = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    if fold(folder.trim()) == fold(title.trim()) && paths.all(inside) {
        folder.len() + 1
    } else {
        0
    }
}

/// The name of an entry that is a plain file with a good name.
fn good(path: &str, entry: &ZipFileEntry<'_>) -> Result<(String, SoundKind), Rule> {
    if let Some(rule) = unstorable(path) {
        return Err(rule);
    }
    if entry.encrypted() {
        return Err(encrypted());
    }
    let kind_of_file = entry.unix_mode().unwrap_or(0) & 0o170_000;
    if entry.is_dir() || entry.is_symlink() || !matches!(kind_of_file, 0 | 0o100_000) {
        return Err(no_plain_file());
    }
    if path.contains('/') && !path.starts_with('/') && !path.split('/').any(|part| matches!(part, "." | "..")) {
        return Err(nested());
    }
    name::read_sound(path).map_err(name::BadName::rule)
}

fn nested() -> Rule {
    Rule::Other(Message::new(
        "berada di dalam folder; semua berkas harus langsung di dalam ZIP",
        "lies in a folder; all files must lie directly in the archive",
    ))
}

fn no_plain_file() -> Rule {
    Rule::Other(Message::new("bukan berkas biasa", "is not a plain file"))
}

fn encrypted() -> Rule {
    Rule::Other(Message::new("terkunci dengan kata sandi", "is locked with a password"))
}

fn twice() -> Rule {
    Rule::Other(Message::new(
        "ada lebih dari sekali (tanpa membedakan huruf besar)",
        "is there more than once (upper and lower case alike)",
    ))
}

/// A path as a refusal names it: bounded and printable.
fn show_path(path: &str) -> String {
    path.chars()
        .take(name::LONGEST)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
