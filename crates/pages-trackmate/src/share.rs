//! Ways to tell others of a page, each a link: whoever has no script shares as well.

use pages_kit::Visit;

use crate::looked;

/// Where a page is told of.
pub(crate) struct Share {
    pub title: String,
    /// The page's address.
    pub url: String,
    pub whatsapp: String,
    pub mail: String,
}

impl Share {
    /// Of a page of this place.
    pub fn of(visit: &Visit, title: &str, path: &str) -> Self {
        let url = format!("{}{path}?{}", visit.kit.public_url(), looked::BY_SHARE);
        let text = encoded(&format!("{title}\n{url}"));
        Self {
            whatsapp: format!("https://wa.me/?text={text}"),
            mail: format!("mailto:?subject={}&body={text}", encoded(title)),
            title: title.to_owned(),
            url,
        }
    }
}

/// Text within an address; programs for mail take a plus sign for itself.
fn encoded(text: &str) -> String {
    let encoded: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    encoded.replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn nothing_in_a_name_ends_the_text() {
        assert_eq!(encoded("Kopi & teh + 1#?\n"), "Kopi%20%26%20teh%20%2B%201%23%3F%0A");
    }
}
