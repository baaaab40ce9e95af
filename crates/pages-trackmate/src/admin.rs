//! The pages of administrators: approvals, reports, and the log of what was done.
//!
//! Invariant: whoever is no administrator learns nothing here, and every change is a use case that notes who made it.

mod approvals;
mod first;
mod log;
mod reports;

use accounts::Admin;
use axum::{
    Router,
    routing::{get, post},
};
use pages_kit::{Fields, Paged, Speech};
use platform::{Error, page::Pages};
use trackmate::api::Queue;

pub use self::first::Rooms;
use crate::Shop;

const PAGED: Paged = Paged { rows: 25, last: 1_000 };

/// The pages below `/pengelola`.
pub(crate) fn router() -> Router<Shop> {
    Router::new()
        .route("/pengelola", get(approvals::show_umkm))
        .route("/pengelola/usaha/{code}", post(approvals::decide_umkm))
        .route("/pengelola/dampak", get(approvals::show_impacts))
        .route("/pengelola/dampak/{code}", post(approvals::decide_impact))
        .route("/pengelola/laporan", get(reports::show))
        .route("/pengelola/laporan/{id}", post(reports::close))
        .route("/pengelola/produk/{code}", post(reports::decide_product))
        .route("/pengelola/catatan", get(log::show))
}

/// A way to another page of administrators, or to another part of one.
pub(crate) struct Tab {
    pub(crate) text: String,
    pub(crate) path: &'static str,
    /// How much waits there; empty if nothing does.
    pub(crate) count: String,
    pub(crate) is_here: bool,
}

impl Tab {
    /// A part of a page, which tells how many rows it has if it is the one that is looked at.
    fn part(speech: Speech<'_>, text: &str, path: &'static str, shown: Option<i64>) -> Self {
        Self {
            text: speech.say(text),
            path,
            count: shown.map_or_else(String::new, |rows| speech.number(rows)),
            is_here: shown.is_some(),
        }
    }
}

/// The pages, with what waits on each. Who lists what waits somewhere knows already how much that is.
async fn tabs(
    shop: &Shop,
    admin: &Admin,
    speech: Speech<'_>,
    (here, known): (&str, Option<(Queue, i64)>),
) -> Result<Vec<Tab>, Error> {
    let [umkm, impacts, reports] = shop.trackmate().count_waiting(admin, known).await?;
    let all = [
        ("admin-umkm", "/pengelola", umkm),
        ("admin-impacts", "/pengelola/dampak", impacts),
        ("admin-reports", "/pengelola/laporan", reports),
        ("admin-log", "/pengelola/catatan", 0),
    ];
    let tab = |(text, path, count): (&str, &'static str, i64)| Tab {
        text: speech.say(text),
        count: if count > 0 { speech.number(count) } else { String::new() },
        is_here: path == here,
        path,
    };
    Ok(all.into_iter().map(tab).collect())
}

/// The page that is asked for.
struct Asked(i64);

impl Asked {
    fn read(fields: &Fields) -> Self {
        Self(PAGED.read(fields))
    }

    fn pages(&self) -> Pages {
        PAGED.pages(self.0)
    }

    /// The pages before and after, of so many rows, at a path with a query.
    fn around(&self, path: &str, query: &[(&str, &str)], total: i64) -> (Option<String>, Option<String>) {
        let at = |page: i64| {
            let mut written = form_urlencoded::Serializer::new(String::new());
            written.extend_pairs(query.iter().filter(|(_, value)| !value.is_empty()));
            written.append_pair("hal", &page.to_string());
            format!("{path}?{}", written.finish())
        };
        PAGED.around(self.0, total, at)
    }
}

/// What an address asks for.
fn query_of(query: Option<String>) -> Fields {
    Fields::read(query.unwrap_or_default().as_bytes())
}
