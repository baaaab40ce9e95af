//! What ranks, units and positions may be called.

use platform::{Error, text::Check};
use serde::Deserialize;

use crate::people::person::rules::single_blanks;

/// What one shall be called.
#[derive(Deserialize, schemars::JsonSchema)]
pub struct TitleIn {
    /// What it is called, unique without case; 1 to 100 characters.
    pub title: String,
}

impl TitleIn {
    /// The title with single blanks, if it is good.
    pub fn judge(&self) -> Result<String, Error> {
        let mut check = Check::new();
        let title = check.text("title", &self.title, 1, 100);
        check.finish().map(|()| single_blanks(&title))
    }
}
