//! Where letters are handed over, and whom they are from, as settings say it.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use lettre::message::Mailbox;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use url::Url;

/// How a connection to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    /// TLS from the first byte.
    Tls,
    /// `STARTTLS`, or nothing is sent.
    StartTls,
    /// None: a server of this machine or of a network of one's own.
    None,
}

/// A server that takes letters: `smtp://` (port 587, `STARTTLS`), `smtps://` (port 465), `smtp://…?tls=none`. Never prints the password.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpAddress {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) protection: Protection,
    pub(crate) user: Option<String>,
    pub(crate) password: Option<String>,
}

const SHAPE: &str = "the mail server must look like smtps://user:password@mail.example.org or \
    smtp://user@mail.example.org:587, with ?tls=none for one of this machine";

fn decoded(text: &str) -> Result<Option<String>, String> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| SHAPE.to_owned())?;
    Ok((!text.is_empty()).then(|| text.into_owned()))
}

fn is_of_this_machine(host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

impl FromStr for SmtpAddress {
    type Err = String;

    // What was said may hold a password, so no message repeats it.
    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| SHAPE.to_owned())?;
        let tls = match url.query() {
            None => None,
            Some(query) => Some(query.strip_prefix("tls=").ok_or(SHAPE)?),
        };
        let protection = match (url.scheme(), tls) {
            ("smtps", None) => Protection::Tls,
            ("smtp", None | Some("required")) => Protection::StartTls,
            ("smtp", Some("none")) => Protection::None,
            _ => return Err(SHAPE.to_owned()),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SHAPE)?;
        let has_path = !matches!(url.path(), "" | "/") || url.fragment().is_some();
        let user = decoded(url.username())?;
        if has_path || (url.password().is_some() && user.is_none()) {
            return Err(SHAPE.to_owned());
        }
        if protection == Protection::None && user.is_some() && !is_of_this_machine(host) {
            return Err("a password is never sent to another machine without TLS: leave out ?tls=none".to_owned());
        }
        let usual = if protection == Protection::Tls { 465 } else { 587 };
        Ok(Self {
            port: url.port().unwrap_or(usual),
            password: decoded(url.password().unwrap_or_default())?,
            host: host.trim_matches(['[', ']']).to_owned(),
            protection,
            user,
        })
    }
}

impl Display for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.protection == Protection::Tls {
            "smtps"
        } else {
            "smtp"
        };
        write!(f, "{scheme}://")?;
        if self.user.is_some() {
            f.write_str("***@")?;
        }
        let host = &self.host;
        if host.contains(':') {
            write!(f, "[{host}]:{}", self.port)?;
        } else {
            write!(f, "{host}:{}", self.port)?;
        }
        if self.protection == Protection::None {
            f.write_str("?tls=none")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SmtpAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Serialize for SmtpAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SmtpAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// Whom letters are from: `Balai Desa <balai@example.org>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFrom(pub(crate) Mailbox);

impl FromStr for MailFrom {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.trim().parse().map(Self);
        parsed.map_err(|_| "whom letters are from must look like \"Balai Desa <balai@example.org>\"".to_owned())
    }
}

impl Display for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for MailFrom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MailFrom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> SmtpAddress {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_says_how_it_is_protected() {
        let usual = of("smtp://desa%40x.id:s%3Acret@mail.example.org");
        assert_eq!((usual.port, usual.protection), (587, Protection::StartTls));
        assert_eq!(usual.user.as_deref(), Some("desa@x.id"));
        assert_eq!(usual.password.as_deref(), Some("s:cret"));
        let tls = of("smtps://mail.example.org");
        assert_eq!((tls.port, tls.protection, tls.user), (465, Protection::Tls, None));
        let local = of("smtp://user:x@127.0.0.1:2525?tls=none");
        assert_eq!((local.port, local.protection), (2525, Protection::None));
        assert_eq!(of("smtp://[::1]:25?tls=none").to_string(), "smtp://[::1]:25?tls=none");
    }

    #[test]
    fn a_password_is_neither_printed_nor_sent_in_the_clear() {
        let address = of("smtps://desa:rahasia@mail.example.org");
        for shown in [
            address.to_string(),
            format!("{address:?}"),
            serde_json::to_string(&address).unwrap(),
        ] {
            assert!(
                !shown.contains("rahasia") && shown.contains("***@mail.example.org"),
                "{shown}"
            );
        }
        for wrong in [
            "smtp://desa:rahasia@mail.example.org?tls=none",
            "smtps://desa:rahasia@mail.example.org?tls=none",
            "smtp://desa:rahasia@mail.example.org?tls=maybe",
            "http://desa:rahasia@mail.example.org",
            "smtp://desa:rahasia@",
            "smtp://:rahasia@mail.example.org",
            "mail.example.org",
        ] {
            let said = wrong.parse::<SmtpAddress>().unwrap_err();
            assert!(!said.contains("rahasia"), "{said}");
        }
    }

    #[test]
    fn letters_are_from_a_name_and_an_address() {
        let from: MailFrom = "Balai Désa <balai@example.org>".parse().unwrap();
        assert_eq!(from.0.email.domain(), "example.org");
        assert!("balai".parse::<MailFrom>().is_err());
    }
}
