//! Who has a name.

use std::{io, net::SocketAddr};

use futures_util::future::BoxFuture;

/// Finds the addresses that a name has now.
pub(crate) trait Resolve: Send + Sync + 'static {
    fn resolve(&self, name: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// As the system does.
#[derive(Debug)]
pub(crate) struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, name: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, port)).await?.collect()) })
    }
}
