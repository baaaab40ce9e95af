//! What somebody gets who opens an address of the API in a browser: the page about the same thing, and a page where there is
//! nothing. Programs, which do not ask for HTML, see no change.

use axum::{
    Router,
    extract::{FromRequestParts as _, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
};
use pages_kit::{Answer, Kit, Visit, failure};

/// Shows pages to browsers, over all routes.
pub fn shown_pages(router: Router, kit: Kit) -> Router {
    router.layer(from_fn_with_state(kit, show))
}

async fn show(State(kit): State<Kit>, request: Request, next: Next) -> Response {
    if !opens_page(request.method(), request.headers()) {
        return next.run(request).await;
    }
    if let Some(Ok(way)) = page_about(request.uri().path()).map(|path| Answer::see(&path)) {
        return way
            .status(StatusCode::FOUND)
            .with(header::VARY, HeaderValue::from_static("Accept"))
            .into_response();
    }
    let (parts, body) = request.into_parts();
    let mut asked = parts.clone();
    let response = next.run(Request::from_parts(parts, body)).await;
    let is_page = response.headers().contains_key(header::CONTENT_SECURITY_POLICY);
    if response.status() != StatusCode::NOT_FOUND || is_page {
        return response;
    }
    match Visit::from_request_parts(&mut asked, &kit).await {
        Ok(visit) => failure::missing(&visit).into_response(),
        Err(failed) => failed.into_response(),
    }
}

/// Whether a browser opens an address to show it. What stands for "anything" is a program's.
pub(crate) fn opens_page(method: &Method, headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    *method == Method::GET && accepted.is_some_and(|accepted| accepted.trim_start().starts_with("text/html"))
}

/// The page about what a documented address is about.
fn page_about(path: &str) -> Option<String> {
    let page = |(prefix, page): (&str, &str)| {
        let code = path.strip_prefix(prefix)?;
        let is_code = code.len() == platform::id::HANDLE_CHARS
            && code
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        is_code.then(|| format!("{page}{code}"))
    };
    [("/products/product-", "/produk/"), ("/umkm/umkm-", "/pembuat/")]
        .into_iter()
        .find_map(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_things_with_pages_lead_there() {
        assert_eq!(
            page_about("/products/product-AAAAbbbb-_001122").as_deref(),
            Some("/produk/AAAAbbbb-_001122")
        );
        assert_eq!(
            page_about("/umkm/umkm-AAAAbbbbcc001122").as_deref(),
            Some("/pembuat/AAAAbbbbcc001122")
        );
        for path in [
            "/products/product-x",
            "/products/umkm/umkm-AAAAbbbbcc001122",
            "/products/product-AAAAbbbb/../001122",
        ] {
            assert_eq!(page_about(path), None, "{path}");
        }
    }

    #[test]
    fn programs_do_not_open_pages() {
        let opens = |accepted: &str| {
            let value = HeaderValue::from_str(accepted).unwrap();
            opens_page(&Method::GET, &HeaderMap::from_iter([(header::ACCEPT, value)]))
        };
        assert!(opens("text/html,application/xhtml+xml,*/*;q=0.8"));
        for accepted in ["*/*", "application/json", "application/json, text/html"] {
            assert!(!opens(accepted), "{accepted}");
        }
        assert!(!opens_page(&Method::GET, &HeaderMap::new()));
    }
}
