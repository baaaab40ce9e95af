//! What connections of ours by TLS trust: whom the machine trusts.

use std::sync::Arc;

use rustls::ClientConfig;

use crate::error::{Error, Result};

/// Settings of a connection that trusts the machine's certificates and shows none of its own. Reads files: it blocks.
pub fn trusting_the_system() -> Result<ClientConfig> {
    let mut roots = rustls::RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    let (_, unusable) = roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        tracing::warn!(unusable, errors = ?found.errors, "the system has no certificates; nobody will be trusted by TLS");
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::internal)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}
