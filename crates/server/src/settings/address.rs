//! Addresses that settings name: of the server, of a product's page, which a web client may show elsewhere, and of the
//! database.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use platform::{Error, db::Location};
use trackmate::PRODUCT_ID;

pub(super) fn default_address() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 8080))
}

pub(super) fn location(url: Option<&str>, data: &Path) -> Result<Location, Error> {
    match url {
        None => Ok(Location::Sqlite(data.join("balai.db"))),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(Location::Postgres(url.to_owned()))
        }
        Some(url) if url.starts_with("sqlite:") => Ok(Location::Sqlite(PathBuf::from(
            url.trim_start_matches("sqlite:").trim_start_matches("//"),
        ))),
        Some(_) => Err(Error::new(
            platform::Kind::Invalid,
            "settings.database",
            "the database must be postgres://user:password@host:5432/name or sqlite:FILE",
        )),
    }
}

/// What links in answers start with, without a slash at the end; if nobody says it, the first address listened on.
pub(super) fn public_url(url: Option<&str>, first: SocketAddr) -> Result<String, Error> {
    match url {
        None => Ok(format!("http://{first}")),
        Some(url) if is_web_address(url) && !url.contains('?') => Ok(url.trim_end_matches('/').to_owned()),
        Some(_) => Err(refused(
            "settings.public_url",
            "the public URL must look like https://balai.example.org",
        )),
    }
}

/// Where a product's page is, with the place of its id; if nobody says it, where the server answers about the product.
pub(super) fn product_url(url: Option<&str>, public_url: &str) -> Result<String, Error> {
    let Some(url) = url else {
        return Ok(format!("{public_url}/products/{PRODUCT_ID}"));
    };
    let (before, rest) = url.split_once(PRODUCT_ID).unwrap_or((url, ""));
    // The id stands in the path or behind it, never in the name of whoever is asked.
    let names_host = before.splitn(4, '/').count() == 4;
    if url.matches(PRODUCT_ID).count() == 1 && names_host && is_web_address(&format!("{before}product-1{rest}")) {
        return Ok(url.to_owned());
    }
    Err(refused(
        "settings.product_url",
        "the product URL must have {id} once, where the product's id goes, as in https://toko.example.org/product/{id}",
    ))
}

pub(super) fn is_https(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https")
}

fn is_web_address(url: &str) -> bool {
    url.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty())
    })
}

fn refused(code: &'static str, said: &'static str) -> Error {
    Error::new(platform::Kind::Invalid, code, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_an_http_address() {
        let first = SocketAddr::from(([127, 0, 0, 1], 8080));
        let of = |url| public_url(url, first);
        assert_eq!(of(None).unwrap(), "http://127.0.0.1:8080");
        assert_eq!(
            of(Some("https://balai.example.org/")).unwrap(),
            "https://balai.example.org"
        );
        for bad in ["balai.example.org", "ftp://x", "https://x?a=b", "https://"] {
            assert!(of(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_product_url_says_where_the_id_goes() {
        let of = |url| product_url(url, "https://balai.example.org");
        assert_eq!(of(None).unwrap(), "https://balai.example.org/products/{id}");
        for good in [
            "https://toko.example.org/product/{id}",
            "http://toko.example.org/?product={id}",
            "https://toko.example.org/#/product/{id}",
        ] {
            assert_eq!(of(Some(good)).unwrap(), good);
        }
        for bad in [
            "https://toko.example.org/product/",
            "https://toko.example.org/{id}/{id}",
            "toko.example.org/{id}",
            "ftp://toko.example.org/{id}",
            "https://{id}/x",
            "https://toko.example.org{id}",
            "javascript:{id}",
            "",
        ] {
            assert_eq!(of(Some(bad)).unwrap_err().code(), "settings.product_url", "{bad}");
        }
    }
}
