//! The documented HTTP API, and the routes that only its real clients call.

mod account;
pub(crate) mod dialect;
mod impact;
mod kept;
mod product;
mod resource;
mod umkm;
mod upload;

use platform::http::routes::Endpoint;

use crate::Trackmate;

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    let groups = [
        ("accounts", account::endpoints()),
        ("products", product::endpoints()),
        ("umkm", umkm::endpoints()),
        ("resources", resource::endpoints()),
        ("impacts", impact::endpoints()),
        ("pictures", upload::endpoints()),
    ];
    let all = groups
        .into_iter()
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(|endpoint| endpoint.within(group)));
    all.collect()
}

/// `true` or `false` in an address.
fn flag(text: &str) -> Result<bool, platform::Error> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(platform::Error::invalid_field(
            "bool",
            platform::Rule::Type("a boolean".into()),
        )),
    }
}
