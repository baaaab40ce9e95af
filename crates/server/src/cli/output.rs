//! The only place that writes to the terminal.

use std::io::{IsTerminal as _, Write as _};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use platform::{Error, Lang};

/// A line of result, on standard output. A reader that went away (`| head`) is no failure.
pub(super) fn line(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// A result that is longer than a line, as it is.
pub(super) fn text(text: &[u8]) {
    let _ = std::io::stdout().write_all(text);
}

/// What went wrong and what to do, on standard error.
pub(super) fn error(error: &Error) {
    let cause = error
        .cause()
        .map(|cause| format!("\ncause: {cause}"))
        .unwrap_or_default();
    let _ = writeln!(std::io::stderr(), "error: {}{cause}", error.message().text(Lang::En));
}

/// A progress bar, if somebody watches.
pub(super) fn progress(what: &'static str) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len} {elapsed}");
    let bar = ProgressBar::with_draw_target(None, target).with_message(what);
    match style {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

/// `340 MiB`, in the largest unit of which there is one.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        bytes if bytes >= 1 << 30 => format!("{} GiB", bytes >> 30),
        bytes if bytes >= 1 << 20 => format!("{} MiB", bytes >> 20),
        bytes => format!("{} KiB", bytes >> 10),
    }
}
