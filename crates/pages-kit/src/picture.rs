//! Pictures of this place, wherever it was reached when they were stored.

/// Where uploads and their stand-in are.
const FOLDER: &str = "/media/";

/// The path of a picture that this place serves; nothing for its stand-in and for pictures of others, which pages do not
/// load.
pub fn own(address: &str) -> Option<String> {
    let path = match address.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => address,
    };
    let name = path.strip_prefix(FOLDER)?;
    let is_plain = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (is_plain && name != "placeholder.png").then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::own;

    #[test]
    fn pictures_of_this_place_are_known_by_their_path() {
        assert_eq!(
            own("http://localhost:8080/media/image-a1.png").as_deref(),
            Some("/media/image-a1.png")
        );
        assert_eq!(own("/media/image-a1.webp").as_deref(), Some("/media/image-a1.webp"));
        for other in [
            "https://a.example/media/placeholder.png",
            "https://a.example/media/../x",
            "https://a.example/x.png",
            "https://a.example",
            "",
        ] {
            assert_eq!(own(other), None, "{other}");
        }
    }
}
