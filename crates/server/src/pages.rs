//! Placeholder.
use crate::settings::Settings;
use axum::Router;
use platform::{Error, module::Module};
/// x
pub fn router(_: &Settings, _: &[Module]) -> Result<Router, Error> {
    Ok(Router::new())
}
/// x
pub fn document(_: &Settings, _: &[&str]) -> Result<String, Error> {
    Ok("{}".to_owned())
}
