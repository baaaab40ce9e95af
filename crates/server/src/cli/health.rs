//! `balai health`: asks a running server whether it is well, so that whatever watches it needs no other program.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use http::Uri;
use platform::{Error, Kind};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::output;
use crate::settings::Settings;

/// Longer than a server that is well ever takes, shorter than what watches it usually waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than any first line of an answer.
const LONGEST: u64 = 256;

/// Asks once; anything but 200 within five seconds is a failure.
pub(super) async fn health(settings: &Settings, url: Option<&str>) -> Result<(), Error> {
    let url = match url {
        Some(url) => url.to_owned(),
        None => format!("http://{}/health", reachable(settings.listen[0])),
    };
    let asked = tokio::time::timeout(PATIENCE, ask(&url)).await;
    let line = asked.unwrap_or_else(|_| Err(unwell(&url, "does not answer within 5 seconds")))?;
    match line.split(' ').nth(1) {
        Some("200") => output::line(&format!("{url} is well")),
        _ => return Err(unwell(&url, &format!("answers {line:?}"))),
    }
    Ok(())
}

/// Nobody can call "every address of this machine": a server that listens there is asked on loopback.
fn reachable(addr: SocketAddr) -> SocketAddr {
    let ip = match addr.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, addr.port())
}

/// The first line of the answer.
async fn ask(url: &str) -> Result<String, Error> {
    let uri: Uri = url.parse().map_err(|_| no_address(url))?;
    let (Some("http"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
        return Err(no_address(url));
    };
    let host = authority.host().trim_matches(['[', ']']);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
    let talk = async {
        let mut stream = TcpStream::connect((host, authority.port_u16().unwrap_or(80))).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut head = Vec::new();
        stream.take(LONGEST).read_to_end(&mut head).await?;
        Ok::<_, std::io::Error>(head)
    };
    let head = talk
        .await
        .map_err(|cause| unwell(url, &format!("cannot be asked: {cause}")))?;
    let head = String::from_utf8_lossy(&head);
    Ok(head.lines().next().unwrap_or_default().to_owned())
}

fn no_address(url: &str) -> Error {
    Error::new(
        Kind::Invalid,
        "health.url",
        format!("{url} cannot be asked: the address must look like http://127.0.0.1:8080/health"),
    )
}

fn unwell(url: &str, what: &str) -> Error {
    Error::unavailable("health.unwell", format!("{url} {what}"), Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_every_address_is_asked_on_loopback() {
        let of = |addr: &str| reachable(addr.parse().unwrap()).to_string();
        assert_eq!(of("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(of("[::]:9000"), "[::1]:9000");
        assert_eq!(of("10.0.0.5:80"), "10.0.0.5:80");
    }
}
