//! Who calls, as far as the network says.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// How much of an IPv6 address is given to one household or company: the rest is theirs to choose.
const SITE: u32 = 64;

/// Who is on the other end of the connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer {
    /// The client's address, after trusted proxies.
    pub ip: IpAddr,
    /// Whether the connection itself came from this machine and not through a proxy.
    pub local: bool,
}

impl Peer {
    /// What brakes count by: the address, or of IPv6 the network, of which one client has as many addresses as it likes.
    pub fn network(&self) -> String {
        network_of(self.ip)
    }
}

/// See [`Peer::network`].
pub fn network_of(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << (128 - SITE))).to_string() + "/64",
    }
}

/// The address of a hop as proxies write it: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]`,
/// `[2001:db8::1]:4711`.
pub(crate) fn parse_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    let bare = hop
        .strip_prefix('[')
        .and_then(|hop| hop.strip_suffix(']'))
        .unwrap_or(hop);
    let ip = bare.parse::<IpAddr>().ok();
    let ip = ip.or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hops_are_read_as_proxies_write_them() {
        for (written, read) in [
            ("192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1:4711 ", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("\"[2001:db8::1]:4711\"", "2001:db8::1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            assert_eq!(parse_hop(written), read.parse().ok(), "{written}");
        }
        for wrong in ["", "unknown", "_hidden", "192.0.2.1:", "[192.0.2.1", "1.2.3"] {
            assert_eq!(parse_hop(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn brakes_count_the_network_that_a_client_chooses_addresses_of() {
        let of = |ip: &str| network_of(ip.parse().unwrap());
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(of("2001:db8:1:2::9"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::9"), of("2001:db8:1:3::9"));
    }
}
