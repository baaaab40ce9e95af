//! The page on which participants sit an exam: a shell that the server renders, and a program in it that lives without a
//! server for hours.
//!
//! Invariants:
//! - a shell is nobody's: it is the same for everybody who reads a language, so a browser may keep it and open a running exam
//!   without a network;
//! - the program speaks with the documented routes of participants and with nothing else.

mod files;
mod shell;
#[cfg(test)]
mod tests;
mod texts;
mod worker;

use axum::{Router, routing::get};
use pages_kit::{Asset, Catalogue, Kit};
use platform::Error;

/// The texts of this page. Those that begin with `exam-` are said by its program.
pub const CATALOGUE: Catalogue = Catalogue {
    name: "exam",
    texts: [
        include_str!("../locales/id/exam.ftl"),
        include_str!("../locales/en/exam.ftl"),
        include_str!("../locales/tr/exam.ftl"),
    ],
};

/// The files that the page loads beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    files::all()
}

/// `/exam`, `/registration?token=…` and `/receipt/…`, which are one page, and the worker that keeps it.
pub fn router(kit: &Kit) -> Result<Router, Error> {
    let shells = shell::Shells::new(kit)?;
    Ok(Router::new()
        .route("/exam", get(shell::show))
        .route(worker::ADDRESS, get(worker::show))
        .route("/exam/{*place}", get(shell::show))
        .route("/registration", get(shell::show))
        .route("/receipt/{receipt}", get(shell::show))
        .with_state(shells))
}
