//! `/docs`: the frame around the interactive API reference.

use askama::Template;

/// Where the reference's files are served.
#[derive(Template, Debug, Clone, Copy)]
#[template(path = "reference.html")]
pub struct Reference<'a> {
    /// Style sheets, in order.
    pub styles: &'a [&'a str],
    /// Scripts, in order.
    pub scripts: &'a [&'a str],
}

impl Reference<'_> {
    pub fn page(&self) -> askama::Result<String> {
        self.render()
    }
}
