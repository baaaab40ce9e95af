//! `balai doctor`: checks what the server needs, and says how to mend what is wrong.

mod data;
mod fights;

use std::{net::SocketAddr, path::Path, process::ExitCode};

use platform::{Clock, Error, Lang, auth::keys::Keyring};

use super::output;
use crate::{advice::advise, notices, process::most_files, settings::Settings};

enum Verdict {
    Good(String),
    /// It works, but somebody should look.
    Odd(String),
    Bad(String),
}

/// A check's name and what it found.
type Check = (&'static str, Verdict);

/// Runs every check; the exit code is 1 if one of them found something bad, and 0 otherwise.
pub(super) async fn doctor(settings: &Settings) -> ExitCode {
    let mut checks = vec![
        ("data folder", data_folder(&settings.data)),
        ("secret keys", keys(settings)),
    ];
    checks.extend(data::checks(settings).await);
    checks.extend([
        ("open files", open_files(settings)),
        ("ports", ports(settings)),
        ("public URL", public_url(settings)),
        ("exams", exams(settings)),
        ("settings", fights::fights(settings)),
    ]);
    let mut failed = false;
    for (name, verdict) in checks {
        let (mark, text) = match verdict {
            Verdict::Good(text) => ("ok  ", text),
            Verdict::Odd(text) => ("note", text),
            Verdict::Bad(text) => {
                failed = true;
                ("BAD ", text)
            }
        };
        output::line(&format!("{mark}  {name:<12} {text}"));
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn bad_error(error: &Error) -> Verdict {
    let cause = error.cause().map(|cause| format!(" ({cause})")).unwrap_or_default();
    Verdict::Bad(format!("{}{cause}", error.message().text(Lang::En)))
}

fn data_folder(path: &Path) -> Verdict {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(facts) = std::fs::metadata(path) else {
        return Verdict::Good(format!(
            "{} does not exist yet; the first start makes it",
            path.display()
        ));
    };
    if !facts.is_dir() {
        return Verdict::Bad(format!(
            "{} is not a folder: name another one with --data",
            path.display()
        ));
    }
    if let Err(cause) = tempfile::tempfile_in(path) {
        return Verdict::Bad(format!(
            "{} cannot be written ({cause}): {}",
            path.display(),
            advise(&cause)
        ));
    }
    if facts.permissions().mode() & 0o077 != 0 {
        return Verdict::Odd(format!(
            "{0} can be read by others: run `chmod 700 {0}`",
            path.display()
        ));
    }
    Verdict::Good(format!("{} is writable and private", path.display()))
}

fn keys(settings: &Settings) -> Verdict {
    if !settings.keys.exists() {
        return Verdict::Good(format!(
            "{} does not exist yet; the first start makes it",
            settings.keys.display()
        ));
    }
    match Keyring::open(&settings.keys, &Clock::system()) {
        Ok(keys) => Verdict::Good(format!("{} keys, {} signs", keys.all().len(), keys.current().id())),
        Err(error) => bad_error(&error),
    }
}

/// Each connection is an open file.
fn open_files(settings: &Settings) -> Verdict {
    match most_files() {
        Some(most) if most < settings.max_connections => Verdict::Odd(format!(
            "{most} files may be open, but {} connections: raise it (`ulimit -n 65536`) or lower --max-connections",
            settings.max_connections
        )),
        Some(most) => Verdict::Good(format!("{most} may be open")),
        None => Verdict::Good("no limit that could be read".to_owned()),
    }
}

fn ports(settings: &Settings) -> Verdict {
    let taken: Vec<String> = settings
        .listen
        .iter()
        .chain(&settings.metrics_listen)
        .filter_map(|addr: &SocketAddr| {
            std::net::TcpListener::bind(addr)
                .err()
                .map(|cause| format!("{addr}: {cause}"))
        })
        .collect();
    if taken.is_empty() {
        return Verdict::Good("free".to_owned());
    }
    Verdict::Odd(format!(
        "{} (fine if that is this server running; otherwise choose another with --listen)",
        taken.join("; ")
    ))
}

fn public_url(settings: &Settings) -> Verdict {
    if settings.public_url.contains("://0.0.0.0") || settings.public_url.contains("://[::]") {
        let url = &settings.public_url;
        return Verdict::Odd(format!(
            "links in answers would start with {url}: set --public-url to the address people use"
        ));
    }
    Verdict::Good(settings.public_url.clone())
}

/// Whether people on other machines can log in to exams.
fn exams(settings: &Settings) -> Verdict {
    let mut standing = notices::standing_notices(settings).into_iter();
    match standing.next() {
        Some(notice) => Verdict::Odd(notice.said.text(Lang::En).to_owned()),
        None => Verdict::Good("by HTTPS or on this machine".to_owned()),
    }
}
