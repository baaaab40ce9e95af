//! Connections to receivers.
//!
//! Invariant: the address that is connected to is the one that was looked at. A name is asked for once, so whoever owns it
//! cannot answer with a public address first and with a private one afterwards.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use futures_util::future::BoxFuture;
use http::Uri;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tower::Service;

use super::{
    address::is_public,
    resolver::Resolve,
    target::{Host, Reach, host_of, port_of},
};

/// Addresses of a name that are tried, at most.
const MOST_ADDRESSES: usize = 4;
/// How long one of them may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotConnected {
    #[error("the address is not public")]
    NotPublic,
    #[error("the address is not valid")]
    NotValid,
    #[error("the name has no address")]
    NoAddress,
    #[error("no connection in time")]
    Slow,
    #[error("{0}")]
    Refused(#[from] io::Error),
}

/// Connects to receivers.
#[derive(Clone)]
pub(super) struct Connector {
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) reach: Reach,
}

impl Connector {
    async fn connect(self, uri: Uri) -> Result<TcpStream, NotConnected> {
        let addresses = self.look_up(&uri).await?;
        let mut last = NotConnected::NoAddress;
        for address in addresses.into_iter().take(MOST_ADDRESSES) {
            last = match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(refused)) => refused.into(),
                Err(_elapsed) => NotConnected::Slow,
            };
        }
        Err(last)
    }

    /// The addresses of a receiver to which things may be sent.
    async fn look_up(&self, uri: &Uri) -> Result<Vec<SocketAddr>, NotConnected> {
        let (Some(host), Some(port)) = (host_of(uri), port_of(uri)) else {
            return Err(NotConnected::NotValid);
        };
        let mut found = match host {
            Host::Address(address) => vec![SocketAddr::new(address, port)],
            Host::Name(name) => self.resolver.resolve(name, port).await?,
        };
        if found.is_empty() {
            return Err(NotConnected::NoAddress);
        }
        if self.reach == Reach::Public {
            found.retain(|address| is_public(address.ip()));
        }
        if found.is_empty() {
            return Err(NotConnected::NotPublic);
        }
        Ok(found)
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<TcpStream>;
    type Error = NotConnected;
    type Future = BoxFuture<'static, Result<Self::Response, NotConnected>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NotConnected>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.clone();
        Box::pin(async move { connector.connect(uri).await.map(TokioIo::new) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Answers one list after another, and the last one again and again.
    struct Scripted(Mutex<Vec<Vec<&'static str>>>);

    impl Resolve for Scripted {
        fn resolve(&self, _: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
            let mut script = self.0.lock().unwrap();
            let now = if script.len() > 1 {
                script.remove(0)
            } else {
                script[0].clone()
            };
            let found = now.iter().map(|text| SocketAddr::new(text.parse().unwrap(), port));
            let found = Ok(found.collect());
            Box::pin(async move { found })
        }
    }

    fn connector(script: &[&[&'static str]], reach: Reach) -> Connector {
        let script = script.iter().map(|step| step.to_vec()).collect();
        Connector {
            resolver: Arc::new(Scripted(Mutex::new(script))),
            reach,
        }
    }

    async fn look_up(connector: &Connector, url: &'static str) -> String {
        match connector.look_up(&Uri::from_static(url)).await {
            Ok(found) => found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(refused) => refused.to_string(),
        }
    }

    #[tokio::test]
    async fn a_name_that_changes_its_address_is_looked_at_each_time() {
        let rebound = connector(&[&["1.1.1.1"], &["127.0.0.1"]], Reach::Public);
        assert_eq!(look_up(&rebound, "https://a.example/").await, "1.1.1.1:443");
        assert_eq!(
            look_up(&rebound, "https://a.example/").await,
            "the address is not public"
        );
    }

    #[tokio::test]
    async fn of_several_addresses_the_public_ones_are_tried() {
        let mixed = connector(&[&["10.0.0.1", "8.8.8.8", "::ffff:127.0.0.1"]], Reach::Public);
        assert_eq!(look_up(&mixed, "https://a.example:8443/").await, "8.8.8.8:8443");
        let anywhere = connector(&[&["10.0.0.1"]], Reach::Anywhere);
        assert_eq!(look_up(&anywhere, "http://a.example/").await, "10.0.0.1:80");
        let nobody = connector(&[&[]], Reach::Anywhere);
        assert_eq!(look_up(&nobody, "http://a.example/").await, "the name has no address");
    }

    #[tokio::test]
    async fn a_written_address_is_looked_at_as_well() {
        let unasked = connector(&[&["8.8.8.8"]], Reach::Public);
        for url in ["https://127.0.0.1/", "https://[::1]/", "https://[64:ff9b::a00:1]/"] {
            assert_eq!(look_up(&unasked, url).await, "the address is not public", "{url}");
        }
        assert_eq!(look_up(&unasked, "https://127.1/").await, "the address is not valid");
    }
}
