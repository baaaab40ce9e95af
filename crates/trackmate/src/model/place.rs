//! Places: coordinates and a name.

use serde::{Deserialize, Serialize};

/// A place as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// Latitude, −90 to 90.
    pub lat: Option<f64>,
    /// Longitude, −180 to 180.
    pub lng: Option<f64>,
    /// What people call it.
    pub name: Option<String>,
}
