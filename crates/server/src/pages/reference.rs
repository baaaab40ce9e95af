//! `GET /docs`, and `/swagger` as the service documents call it: Swagger UI from inside of the binary, in a frame of our own
//! that has no inline script.

use std::io::{Cursor, Read as _};

use axum::{Router, body::Bytes};
use platform::Error;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use web::Reference;
use zip::ZipArchive;

use super::{
    page::{MadeOnce, Page},
    with_asset,
};

const CSS: &str = "text/css; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";

/// The page at its addresses, with the files that it loads.
pub(super) fn add_to(router: Router, public_url: &str) -> Result<Router, Error> {
    let (style, script) = (web::style(), web::script());
    let packed_style = PackedFile::find("swagger-ui.css", "css", CSS)?;
    let packed_script = PackedFile::find("swagger-ui-bundle.js", "js", JAVASCRIPT)?;
    let page = Reference {
        styles: &[&packed_style.path, &style.path],
        scripts: &[&packed_script.path, &script.path],
    };
    let html = page.page().map_err(Error::internal)?;
    let page = Page::new("text/html; charset=utf-8", html)?.under(&policy(public_url))?;
    let router = ["/docs", "/docs/", "/swagger", "/swagger/"]
        .into_iter()
        .fold(router, |router, address| router.route(address, page.clone().route()));
    let router = with_asset(with_asset(router, style)?, script)?;
    Ok(packed_script.serve(packed_style.serve(router)))
}

/// A file of Swagger UI's distribution, which is inside of the binary as its makers pack it. It is unpacked when somebody
/// asks for it; its address has its checksum, which the package tells beforehand.
struct PackedFile {
    path: String,
    content_type: &'static str,
    index: usize,
}

impl PackedFile {
    fn find(name: &str, extension: &str, content_type: &'static str) -> Result<Self, Error> {
        let mut archive = distribution()?;
        let suffix = format!("/dist/{name}");
        let index = (0..archive.len()).find(|&index| {
            archive
                .name_for_index(index)
                .is_some_and(|entry| entry.is_ok_and(|entry| entry.ends_with(&suffix)))
        });
        let index = index.ok_or_else(|| Error::internal(format!("Swagger UI has no {name}")))?;
        let checksum = archive.by_index_raw(index).map_err(Error::internal)?.crc32();
        Ok(Self {
            path: format!("/assets/swagger-ui-{checksum:08x}.{extension}"),
            content_type,
            index,
        })
    }

    fn serve(self, router: Router) -> Router {
        let path = self.path.clone();
        router.route(&path, MadeOnce::by(move || self.unpack()).route())
    }

    fn unpack(&self) -> Result<Page, Error> {
        let mut bytes = Vec::new();
        distribution()?
            .by_index(self.index)
            .map_err(Error::internal)?
            .read_to_end(&mut bytes)
            .map_err(Error::internal)?;
        Ok(Page::new(self.content_type, Bytes::from(bytes))?.for_ever())
    }
}

fn distribution() -> Result<ZipArchive<Cursor<&'static [u8]>>, Error> {
    ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).map_err(Error::internal)
}

/// Calls may go to the public address, too: the page may have been opened by another name of the same server.
fn policy(public_url: &str) -> String {
    let public = origin(public_url).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
        connect-src 'self' {public}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// `https://host:port` of an address, if nothing in it could end a directive of the policy.
fn origin(url: &str) -> Option<String> {
    let uri: http::Uri = url.parse().ok()?;
    let (scheme, authority) = (uri.scheme_str()?, uri.authority()?);
    let plain = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
    authority
        .as_str()
        .chars()
        .all(plain)
        .then(|| format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_widen_the_policy() {
        assert_eq!(
            origin("https://balai.example:8443/x").as_deref(),
            Some("https://balai.example:8443")
        );
        assert_eq!(origin("http://[::1]:8080").as_deref(), Some("http://[::1]:8080"));
        for odd in ["balai.example", "https://a;b/", "https://a, *", "https://user@host", ""] {
            assert_eq!(origin(odd), None, "{odd}");
        }
    }
}
