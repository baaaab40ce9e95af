//! The documented HTTP API, the routes that only its real clients call, and both once more in the shapes that the published
//! clients were built for.

mod account;
mod category;
pub(crate) mod dialect;
mod impact;
mod kept;
mod product;
mod resource;
mod shape;
mod umkm;
mod upload;
mod view;

use platform::http::routes::Endpoint;

use self::shape::{Deployed, Documented, Shape};
use crate::{Trackmate, model::ReadAs};

/// Below which address the published clients find the API: they are given it as their base address.
pub const COMPAT: &str = "/compat/trackmate";

/// Every endpoint of the module.
pub(crate) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    let deployed = shaped::<Deployed>().map(|endpoint| endpoint.under(COMPAT));
    shaped::<Documented>().chain(deployed).collect()
}

/// The API in one shape.
fn shaped<S: Shape>() -> impl Iterator<Item = Endpoint<Trackmate>> {
    let groups = [
        ("accounts", "accounts as deployed", account::endpoints()),
        ("accounts", "accounts as deployed", view::endpoints()),
        ("products", "products as deployed", product::endpoints::<S>()),
        ("categories", "categories as deployed", category::endpoints()),
        ("umkm", "umkm as deployed", umkm::endpoints()),
        ("resources", "resources as deployed", resource::endpoints()),
        ("impacts", "impacts as deployed", impact::endpoints()),
        ("pictures", "pictures as deployed", upload::endpoints()),
    ];
    groups
        .into_iter()
        .map(|(documented, deployed, endpoints)| match S::READ_AS {
            ReadAs::Documented => (documented, endpoints),
            ReadAs::Deployed => (deployed, endpoints),
        })
        .flat_map(|(group, endpoints)| endpoints.into_iter().map(move |endpoint| endpoint.within(group)))
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
