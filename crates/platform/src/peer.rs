//! Who calls, as far as the network says.

use std::net::IpAddr;

/// Who is on the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// The client's address, after trusted proxies.
    pub ip: IpAddr,
    /// Whether the connection itself came from this machine and not through a proxy.
    pub local: bool,
}
