//! Looks at a product's page: whose count, and how they came. The count keeps nothing about whoever looks; who is logged in
//! has it noted for their own recommendations.

use http::{HeaderMap, HeaderName, header};
use pages_kit::{Fields, Visit};
use trackmate::api::{ShownProduct, Way};

use crate::Shop;

/// What an address says that a code on a label leads to.
pub(crate) const BY_CODE: &str = "dari=kode";
/// What the address of a page says that is shared.
pub(crate) const BY_SHARE: &str = "dari=bagi";

/// Parts of names of programs that read pages for nobody in particular, or before anybody looks at them.
const ROBOTS: [&str; 16] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "preview",
    "facebookexternalhit",
    "whatsapp",
    "telegram",
    "curl",
    "wget",
    "python",
    "java/",
    "go-http",
    "headless",
    "lighthouse",
    "monitor",
];

/// Notes a look for whoever is logged in, and counts it, unless it is the owner's or a robot's.
pub(crate) fn note(shop: &Shop, visit: &Visit, product: &ShownProduct) {
    if let Some(actor) = &visit.actor {
        shop.trackmate().note_view(actor, product.view().id.as_str());
    }
    let is_own = visit.actor.as_ref().is_some_and(|actor| product.is_of(&actor.id));
    if is_own || is_robot(&visit.headers) {
        return;
    }
    let way = way(&visit.path, &visit.headers);
    shop.trackmate().count_view(&visit.ctx, &product.view().id, way);
}

fn told(headers: &HeaderMap, name: HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Whether a program asks that says so, or a browser that only gets ready.
fn is_robot(headers: &HeaderMap) -> bool {
    let agent = told(headers, header::USER_AGENT).to_ascii_lowercase();
    let purpose = told(headers, HeaderName::from_static("sec-purpose"));
    agent.is_empty() || purpose.contains("prefetch") || ROBOTS.iter().any(|name| agent.contains(name))
}

fn way(path: &str, headers: &HeaderMap) -> Way {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    match Fields::read(query.as_bytes()).get("dari") {
        "kode" => return Way::Code,
        "bagi" => return Way::Share,
        _ => {}
    }
    let from = told(headers, header::REFERER)
        .split_once("://")
        .map_or("", |(_, from)| from);
    let (host, path) = from.split_at(from.find('/').unwrap_or(from.len()));
    if !host.is_empty() && host != told(headers, header::HOST) {
        return Way::Link;
    }
    match path.strip_prefix("/cari") {
        Some(rest) if rest.is_empty() || rest.starts_with('?') => Way::Search,
        _ => Way::Page,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(all: &[(HeaderName, &'static str)]) -> HeaderMap {
        let all = all.iter().cloned();
        all.map(|(name, value)| (name, HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn ways_are_told_by_the_address_and_where_one_comes_from() {
        let from = |referer| headers(&[(header::HOST, "balai.test"), (header::REFERER, referer)]);
        assert_eq!(way("/produk/x?dari=kode", &from("http://balai.test/cari")), Way::Code);
        assert_eq!(way("/produk/x", &from("http://balai.test/cari?q=kopi")), Way::Search);
        assert_eq!(way("/produk/x?dari=bagi", &from("http://other.test/")), Way::Share);
        for page in ["http://balai.test/", "http://balai.test/caricari", "android-app", ""] {
            assert_eq!(way("/produk/x", &from(page)), Way::Page, "{page}");
        }
        for elsewhere in [
            "http://other.test/cari?q=x",
            "https://other.test",
            "http://balai.test.other/",
        ] {
            assert_eq!(way("/produk/x", &from(elsewhere)), Way::Link, "{elsewhere}");
        }
    }

    #[test]
    fn robots_and_browsers_that_get_ready_count_for_nobody() {
        let of = |agent| is_robot(&headers(&[(header::USER_AGENT, agent)]));
        assert!(of("Mozilla/5.0 (compatible; Googlebot/2.1)") && of("") && of("curl/8") && of("WhatsApp/2.2"));
        assert!(!of(
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile"
        ));
        let ready = [
            (header::USER_AGENT, "Mozilla/5.0"),
            (HeaderName::from_static("sec-purpose"), "prefetch;prerender"),
        ];
        assert!(is_robot(&headers(&ready)));
    }
}
