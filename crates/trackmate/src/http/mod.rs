//! The documented HTTP API, and the routes that only its real clients call.

mod account;
mod impact;
mod product;
mod resource;
mod umkm;
mod upload;

use platform::http::routes::Endpoint;

use crate::Trackmate;

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    let mut all = account::endpoints();
    all.extend(product::endpoints());
    all.extend(umkm::endpoints());
    all.extend(resource::endpoints());
    all.extend(impact::endpoints());
    all.extend(upload::endpoints());
    all
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
