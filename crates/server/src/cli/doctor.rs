//! `balai doctor`: checks what the server needs, and says how to mend what is wrong.

use std::{net::SocketAddr, path::Path, process::ExitCode};

use platform::{Clock, Error, Lang, auth::keys::Keyring, db::Location};

use super::output;
use crate::{notices, settings::Settings, wiring};

enum Verdict {
    Good(String),
    /// It works, but somebody should look.
    Odd(String),
    Bad(String),
}

/// Runs every check; the exit code says whether one of them failed.
pub(super) async fn doctor(settings: &Settings) -> ExitCode {
    let checks = [
        ("data folder", data_folder(&settings.data)),
        ("secret keys", keys(settings)),
        ("database", database(settings).await),
        ("clock", clock()),
        ("disk", disk(&settings.data)),
        ("open files", open_files(settings)),
        ("ports", ports(settings)),
        ("public URL", public_url(settings)),
        ("exams", exams(settings)),
    ];
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

fn describe_error(error: &Error) -> String {
    let cause = error.cause().map(|cause| format!(" ({cause})")).unwrap_or_default();
    format!("{}{cause}", error.message().text(Lang::En))
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
            "{} cannot be written ({cause}): give it to the user that runs balai",
            path.display()
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
        Err(error) => Verdict::Bad(describe_error(&error)),
    }
}

async fn database(settings: &Settings) -> Verdict {
    if let Location::Sqlite(path) = &settings.database
        && !path.exists()
    {
        return Verdict::Good(format!(
            "{} does not exist yet; the first start makes it",
            path.display()
        ));
    }
    let checked = async {
        let db = wiring::connect(settings, Clock::system()).await?;
        db.integrity().await?;
        let pending = db.pending(&wiring::migrations()).await?;
        db.close().await;
        Ok::<_, Error>(pending)
    };
    match checked.await {
        Ok(pending) if pending.is_empty() => {
            Verdict::Good(format!("{} answers, whole and up to date", settings.database))
        }
        Ok(pending) => Verdict::Odd(format!(
            "{} migrations have not run: start the server or run `balai migrate`",
            pending.len()
        )),
        Err(error) => Verdict::Bad(describe_error(&error)),
    }
}

/// Tokens and exams depend on the time; a clock that is plainly wrong is worth a word.
fn clock() -> Verdict {
    let now = Clock::system().now();
    let built = 1_767_225_600; // 2026-01-01: this program did not exist before.
    if now.seconds() < built {
        return Verdict::Bad(format!(
            "the machine says it is {now}: set its clock (NTP), or tokens will not be accepted"
        ));
    }
    Verdict::Good(format!("{now}"))
}

fn disk(path: &Path) -> Verdict {
    const LITTLE: u64 = 1 << 30;
    let existing = path
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .unwrap_or(Path::new("."));
    let existing = if existing.as_os_str().is_empty() {
        Path::new(".")
    } else {
        existing
    };
    match fs4::available_space(existing) {
        Ok(free) if free < LITTLE => Verdict::Bad(format!(
            "only {} MiB free: make room, or move the data folder",
            free >> 20
        )),
        Ok(free) => Verdict::Good(format!("{} GiB free", free >> 30)),
        Err(cause) => Verdict::Odd(format!("the free space cannot be read ({cause})")),
    }
}

/// Each connection is an open file.
fn open_files(settings: &Settings) -> Verdict {
    let Ok(limits) = std::fs::read_to_string("/proc/self/limits") else {
        return Verdict::Odd("the limit on open files cannot be read here".to_owned());
    };
    let soft = limits.lines().find_map(|line| {
        line.strip_prefix("Max open files")?
            .split_whitespace()
            .next()?
            .parse::<u64>()
            .ok()
    });
    match soft {
        Some(soft) if soft < u64::from(settings.max_connections) => Verdict::Odd(format!(
            "{soft} files may be open, but {} connections: raise it (`ulimit -n 65536`) or lower --max-connections",
            settings.max_connections
        )),
        Some(soft) => Verdict::Good(format!("{soft} may be open")),
        None => Verdict::Good("no limit".to_owned()),
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
