//! Addresses of receivers, read before anything is sent there: what can be said of one without asking who has it.

use std::net::{IpAddr, Ipv4Addr};

use http::Uri;
use platform::Error;

use super::address::is_public;
use crate::failures::{url_not_public, url_not_secure, url_not_valid};

/// Characters of an address, at most.
const LONGEST: usize = 2_048;

/// Where things may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Encrypted, to addresses of the internet.
    Public,
    /// Anywhere.
    Anywhere,
}

/// Who is to be asked for a connection: an address, or a name that somebody has to look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Host {
    Address(IpAddr),
    Name(String),
}

/// The host of an address; `None` if it is none. What systems would read as a number, and so as an address that was never
/// looked at (`127.1`, `0x7f000001`), is none either.
pub(crate) fn host_of(uri: &Uri) -> Option<Host> {
    let host = uri.host()?;
    if let Some(inside) = host.strip_prefix('[') {
        let address = inside.strip_suffix(']')?.parse().ok()?;
        return Some(Host::Address(IpAddr::V6(address)));
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return Some(Host::Address(IpAddr::V4(address)));
    }
    let last = name.rsplit('.').next().unwrap_or_default();
    let numeric = last.bytes().all(|digit| digit.is_ascii_digit()) || last.starts_with("0x");
    let written = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let good =
        !numeric && name.len() <= 253 && name.bytes().all(written) && name.split('.').all(|part| !part.is_empty());
    good.then_some(Host::Name(name))
}

/// The port of an address; `None` if there is no such port.
pub(crate) fn port_of(uri: &Uri) -> Option<u16> {
    let after_host = uri.authority()?.as_str().strip_prefix(uri.host()?)?;
    if after_host.is_empty() {
        return Some(if uri.scheme_str() == Some("http") { 80 } else { 443 });
    }
    uri.port_u16().filter(|port| *port > 0)
}

/// Reads the address of a receiver, or says what is wrong with it.
pub(crate) fn read_target(url: &str, reach: Reach) -> Result<Uri, Error> {
    if url.len() > LONGEST || url.contains('#') {
        return Err(url_not_valid());
    }
    let uri: Uri = url.parse().map_err(|_not_one| url_not_valid())?;
    let (Some(scheme), Some(authority), Some(host), Some(_port)) =
        (uri.scheme_str(), uri.authority(), host_of(&uri), port_of(&uri))
    else {
        return Err(url_not_valid());
    };
    if !matches!(scheme, "http" | "https") || authority.as_str().contains('@') {
        return Err(url_not_valid());
    }
    if reach == Reach::Anywhere {
        return Ok(uri);
    }
    match host {
        Host::Address(address) if !is_public(address) => Err(url_not_public()),
        Host::Name(name) if name == "localhost" || name.ends_with(".localhost") => Err(url_not_public()),
        _ if scheme == "http" => Err(url_not_secure()),
        _ => Ok(uri),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refusal(url: &str, reach: Reach) -> Option<&'static str> {
        read_target(url, reach).err().map(|error| error.code())
    }

    #[test]
    fn what_is_no_address_is_refused_wherever_things_may_be_sent() {
        let long = format!("https://a.example/{}", "x".repeat(2_048));
        for url in [
            "",
            "a.example",
            "/in",
            "https://",
            "https:///in",
            "ftp://a.example",
            "javascript:alert(1)",
            "https://user@a.example",
            "https://user:pass@a.example/",
            "https://a.example:0/",
            "https://a.example:/",
            "https://a.example:99999/",
            "https://a.example/#part",
            "https://a b.example/",
            "https://a..example/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0x7f.0.0.1/",
            "https://0177.0.0.01/",
            "https://[::1",
            "https://[fe80::1%25eth0]/",
            "https://[127.0.0.1]/",
            "https://tükçe.example/",
            "https://a.example\r\nx: y/",
            long.as_str(),
        ] {
            assert_eq!(refusal(url, Reach::Anywhere), Some("webhooks.url_not_valid"), "{url}");
            assert_eq!(refusal(url, Reach::Public), Some("webhooks.url_not_valid"), "{url}");
        }
    }

    #[test]
    fn private_addresses_are_for_those_who_allow_them() {
        for url in [
            "https://localhost/",
            "https://LOCALHOST./",
            "http://localhost:8080/in",
            "https://a.localhost/",
            "https://127.0.0.1/",
            "https://127.0.0.1.:8443/",
            "https://10.1.2.3/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::7f00:1]:8443/",
            "https://[fd00::1]/",
        ] {
            assert_eq!(refusal(url, Reach::Public), Some("webhooks.url_not_public"), "{url}");
            assert_eq!(refusal(url, Reach::Anywhere), None, "{url}");
        }
        assert_eq!(
            refusal("http://a.example/", Reach::Public),
            Some("webhooks.url_not_secure")
        );
        for url in [
            "https://a.example",
            "https://a.example:8443/in?x=1",
            "HTTPS://A.Example./",
            "https://xn--tke-1na.example/",
            "https://1.1.1.1/",
            "https://[2606:4700:4700::1111]/",
        ] {
            assert_eq!(refusal(url, Reach::Public), None, "{url}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_panics(url in ".{0,80}", tail in ".{0,40}") {
            let _ = read_target(&url, Reach::Public);
            let _ = read_target(&format!("https://{tail}"), Reach::Anywhere);
        }

        #[test]
        fn no_private_address_is_public_however_it_is_written(low in 0_u32..0x0100_0000, port in 1_u16..) {
            let v4 = Ipv4Addr::from_bits(0x0a00_0000 | low);
            for url in [format!("https://{v4}:{port}/"), format!("https://[::ffff:{v4}]:{port}/"), format!("https://[64:ff9b::{v4}]/")] {
                prop_assert_eq!(refusal(&url, Reach::Public), Some("webhooks.url_not_public"));
            }
        }
    }
}
