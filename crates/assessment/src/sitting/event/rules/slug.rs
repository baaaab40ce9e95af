//! What an event is called in addresses.

use platform::{Error, Message, Rule, text::fold};

/// Most characters of a slug that is made of a title.
const SLUG: usize = 60;

/// The slug that a title makes.
pub(crate) fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    for word in platform::text::words(&fold(title)) {
        let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if plain.is_empty() || slug.len() + plain.len() >= SLUG {
            continue;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&plain);
    }
    if slug.is_empty() { "ujian".to_owned() } else { slug }
}

/// A slug like one, that none of `taken` is.
pub(crate) fn free_slug(slug: &str, taken: &[String]) -> String {
    if !taken.iter().any(|other| other == slug) {
        return slug.to_owned();
    }
    let free = (2_u64..).map(|number| format!("{slug}-{number}"));
    free.into_iter()
        .find(|slug| !taken.contains(slug))
        .unwrap_or_else(|| slug.to_owned())
}

/// A slug that was given.
pub(crate) fn given_slug(slug: &str) -> Result<String, Error> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=80).contains(&slug.len()) && slug.chars().all(plain) && !slug.starts_with('-') && !slug.ends_with('-') {
        return Ok(slug.to_owned());
    }
    let said = Message::new(
        "harus berupa huruf kecil, angka dan tanda hubung (paling banyak 80)",
        "must be lower-case letters, digits and hyphens (at most 80)",
    );
    Err(Error::invalid_field("slug", Rule::Other(said)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_differ() {
        assert_eq!(slug_of("Ujian Nasional: Émile, 2023!"), "ujian-nasional-emile-2023");
        assert_eq!(slug_of("试验"), "ujian");
        assert!(slug_of(&"kata ".repeat(50)).len() <= SLUG);
        let taken = ["a".to_owned(), "a-2".to_owned()];
        assert_eq!(free_slug("a", &taken), "a-3");
        assert_eq!(free_slug("b", &taken), "b");
        assert!(given_slug("a-1").is_ok());
        for wrong in ["", "A", "-a", "a-", "a b", "a/b"] {
            assert!(given_slug(wrong).is_err(), "{wrong}");
        }
    }
}
