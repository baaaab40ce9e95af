//! Scanning: a photograph of a code, or what a phone's camera read of one, leads to the product.
//!
//! Invariant: a code leads to pages of this place and nowhere else; what else one says is told and not followed.

pub(crate) mod decode;

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Router,
    extract::{FromRef, RawQuery, State},
    routing::get,
};
use futures_util::{TryStreamExt as _, future::BoxFuture};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Kit, Uploaded, Visit,
    field::Takes,
    form::{self, Form},
    upload::{Content, Keep},
};
use platform::{
    Error, FieldError, Kind, Message, Rule,
    auth::throttle::{Rate, Throttle},
    lanes::Lanes,
};
use trackmate::api::Gtin;

use crate::{Shop, address};

/// The field of the photograph.
const PHOTOGRAPH: &str = "foto";
/// The largest photograph, in bytes.
const LARGEST: usize = 12 << 20;
/// Photographs that may wait while one is looked at.
const WAITING: usize = 16;
/// What one network may send in a minute.
const A_MINUTE: Rate = Rate {
    burst: 30,
    per: Duration::from_secs(60),
};
/// Pages that a code may lead to.
const PAGES: [&str; 4] = ["/p/", "/produk/", "/pembuat/", "/01/"];

/// What scanning needs beside the shop.
#[derive(Clone)]
struct Scanner {
    shop: Shop,
    lanes: Lanes,
    throttle: Arc<Throttle>,
}

impl FromRef<Scanner> for Kit {
    fn from_ref(scanner: &Scanner) -> Self {
        Self::from_ref(&scanner.shop)
    }
}

/// Photographs are looked at and not kept: what stands for one in the form is what its code says.
impl Keep for Scanner {
    fn keep<'a>(&'a self, visit: &'a Visit, mut content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            if !visit.peer.ip.is_loopback() {
                self.throttle.take(&visit.peer.network())?;
            }
            let mut photograph = Vec::new();
            while let Some(piece) = content.try_next().await? {
                if photograph.len() + piece.len() > LARGEST {
                    return Err(too_large());
                }
                photograph.extend_from_slice(&piece);
            }
            self.lanes.run(move || decode::read_photograph(&photograph)).await
        })
    }
}

fn too_large() -> Error {
    let said = Message::new(
        "foto terlalu besar (maksimal 12 MB); pilih ukuran yang lebih kecil di kamera",
        "the photograph is too large (at most 12 MB); choose a smaller size in the camera",
    );
    Error::new(Kind::TooLarge, "pages.scan.too_large", said)
}

fn busy() -> Error {
    let said = Message::new(
        "Terlalu banyak foto sedang dibaca. Coba lagi sebentar.",
        "Too many photographs are being read. Try again in a moment.",
    );
    Error::unavailable("pages.scan.busy", said, Duration::from_secs(2))
}

/// `GET` and `POST /pindai`
pub(crate) fn router(shop: Shop) -> Router {
    let clock = Kit::from_ref(&shop).accounts().db().clock().clone();
    let scanner = Scanner {
        lanes: Lanes::new(1, WAITING, busy).blaming_input(|cause| pictures::broken().caused_by(cause)),
        throttle: Arc::new(Throttle::new(clock, A_MINUTE, 10_000)),
        shop,
    };
    Router::new().route("/pindai", get(show).post(read)).with_state(scanner)
}

#[derive(Template)]
#[template(path = "trackmate/scan.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    script: &'a str,
    form: Form,
    /// What a code says that leads nowhere here.
    told: Option<&'a str>,
    is_number: bool,
}

/// `GET /pindai`, with `?kode=` what a camera has read.
async fn show(State(scanner): State<Scanner>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = async {
        match query.find("kode").filter(|text| !text.is_empty()) {
            Some(text) => follow(&scanner.shop, &visit, text).await,
            None => page(&scanner.shop, &visit, None, None),
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /pindai`, with a photograph.
async fn read(State(scanner): State<Scanner>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let shown = async {
        if let Some(text) = sent.fields.find(PHOTOGRAPH) {
            return follow(&scanner.shop, visit, text).await;
        }
        let mut faults = sent.faults.clone();
        if faults.is_empty() {
            faults.push(FieldError::new(PHOTOGRAPH, Rule::Required));
        }
        let fault = Error::invalid_fields(faults);
        let again = page(&scanner.shop, visit, None, Some(&fault))?;
        Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
    };
    shown.await.map_err(Failed::at(visit))
}

/// The page that a code leads to, or what it says.
async fn follow(shop: &Shop, visit: &Visit, text: &str) -> Result<Answer, Error> {
    if let Some(path) = own_path(visit.kit.public_url(), text) {
        return Answer::see(path);
    }
    if let Ok(gtin) = Gtin::read(text) {
        match shop.trackmate().find_by_gtin(text).await {
            Ok(_) => return Answer::see(&address::of_gtin(&gtin)),
            Err(error) if error.kind() == Kind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    page(shop, visit, Some(text), None)
}

/// The path of a page that a code may lead to, if its address is one of this place.
fn own_path<'a>(public_url: &str, text: &'a str) -> Option<&'a str> {
    let without_scheme = |text: &'a str| {
        let (scheme, rest) = text.trim().split_once("://")?;
        ["http", "https"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(scheme))
            .then_some(rest)
    };
    let own = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let rest = without_scheme(text)?;
    let (place, path) = (rest.get(..own.len())?, rest.get(own.len()..)?);
    let is_page = PAGES.iter().any(|page| path.starts_with(page));
    (place.eq_ignore_ascii_case(own) && is_page).then_some(path)
}

fn page(shop: &Shop, visit: &Visit, told: Option<&str>, fault: Option<&Error>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let photograph =
        Field::new(PHOTOGRAPH, speech.say("scan-photograph"), Takes::Picture).hint(speech.say("scan-photograph-hint"));
    let mut form = Form::to("/pindai", speech.say("scan-send"), vec![photograph]);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    let token = visit.kit.form_token(visit)?;
    form.token.clone_from(&token.token);
    let answer = Answer::page(&Page {
        frame: Frame::of(visit, speech.say("scan")).with_form(&token),
        style: shop.style(),
        script: shop.scanner(),
        form,
        is_number: told.is_some_and(|text| Gtin::read(text).is_ok()),
        told,
    });
    form::answer(answer, token)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn codes_lead_to_pages_of_this_place_alone() {
        let here = "https://balai.example.org";
        for (text, path) in [
            ("https://balai.example.org/p/a1B2", "/p/a1B2"),
            ("HTTP://BALAI.EXAMPLE.ORG/01/04006381333931", "/01/04006381333931"),
            (" https://balai.example.org/produk/kopi-x?a=b ", "/produk/kopi-x?a=b"),
        ] {
            assert_eq!(own_path(here, text), Some(path), "{text}");
        }
        for text in [
            "https://balai.example.org.evil.example/p/a",
            "https://balai.example.org@evil.example/p/a",
            "https://evil.example/p/a",
            "https://balai.example.org/keluar",
            "https://balai.example.org",
            "balai.example.org/p/a",
            "javascript://balai.example.org/p/a",
            "https://balai.example.örg/p/a",
            "WIFI:S:rumah;T:WPA;P:rahasia;;",
            "",
        ] {
            assert_eq!(own_path(here, text), None, "{text}");
        }
    }
}
