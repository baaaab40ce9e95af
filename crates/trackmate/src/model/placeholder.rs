//! The picture that is shown where somebody has none. Clients put every address that they read into a picture, and stop
//! where there is none.
//!
//! Invariant: it is never stored. What a client sends back as it read it means that there is still no picture.

use std::sync::Arc;

/// Where the picture is served, below the server's address.
pub(crate) const PATH: &str = "/media/placeholder.png";

/// The picture's absolute address.
#[derive(Debug, Clone)]
pub(crate) struct Placeholder(Arc<str>);

impl Placeholder {
    /// On the server with this address, which has no slash at its end.
    pub(crate) fn on(public_url: &str) -> Self {
        Self(format!("{public_url}{PATH}").into())
    }

    /// The picture, or the one that stands for it.
    pub(crate) fn instead_of(&self, picture: Option<String>) -> String {
        picture.unwrap_or_else(|| self.0.as_ref().to_owned())
    }

    /// The pictures; the one that stands for them if there is none.
    pub(crate) fn instead_of_none(&self, mut pictures: Vec<String>) -> Vec<String> {
        if pictures.is_empty() {
            pictures.push(self.instead_of(None));
        }
        pictures
    }

    /// Whether an address is its, on whichever server and in whichever shapes it was read.
    pub(crate) fn is_at(address: &str) -> bool {
        address.trim_end().ends_with(PATH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_in_and_is_known_again() {
        let placeholder = Placeholder::on("https://balai.example");
        let shown = placeholder.instead_of(None);
        assert_eq!(shown, "https://balai.example/media/placeholder.png");
        assert!(Placeholder::is_at(&shown) && Placeholder::is_at(&format!("{shown} ")));
        assert_eq!(placeholder.instead_of(Some("a.jpg".into())), "a.jpg");
        assert_eq!(placeholder.instead_of_none(vec!["a".into(), "b".into()]), ["a", "b"]);
        assert_eq!(placeholder.instead_of_none(Vec::new()), [shown]);
        assert!(!Placeholder::is_at("https://balai.example/media/image-1.png"));
    }
}
