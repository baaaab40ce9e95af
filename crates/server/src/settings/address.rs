//! Where the server is found, and where it finds its database: addresses that settings may name.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use platform::{Error, db::Location};

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

pub(super) fn public_url(url: Option<&str>, first: SocketAddr) -> Result<String, Error> {
    match url {
        None => Ok(format!("http://{first}")),
        Some(url) => match url.parse::<http::Uri>() {
            Ok(uri)
                if matches!(uri.scheme_str(), Some("http" | "https"))
                    && uri.host().is_some()
                    && uri.query().is_none() =>
            {
                Ok(url.trim_end_matches('/').to_owned())
            }
            _ => Err(Error::new(
                platform::Kind::Invalid,
                "settings.public_url",
                "the public URL must look like https://balai.example.org",
            )),
        },
    }
}

pub(super) fn is_https(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https")
}
