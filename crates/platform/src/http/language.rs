//! Which language a request wants to be told failures in.

use http::{HeaderMap, header};

use crate::error::Lang;

/// The language that `Accept-Language` prefers among those that messages have; `None` if it asks for neither of them.
pub(super) fn wanted(headers: &HeaderMap) -> Option<Lang> {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter();
    let ranges = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','));
    let mut best: Option<(Lang, f32)> = None;
    for (lang, weight) in ranges.filter_map(read_range) {
        // Of equal ones the first.
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((lang, weight));
        }
    }
    best.map(|(lang, _)| lang)
}

/// How a language is named in headers.
pub(super) fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Id => "id",
        Lang::En => "en",
    }
}

/// `id-ID;q=0.8`. Indonesian was `in` before 1989, and Java programs still say so.
fn read_range(range: &str) -> Option<(Lang, f32)> {
    let (name, weight) = range.split_once(';').unwrap_or((range, ""));
    let primary = name.trim().split(['-', '_']).next().unwrap_or_default();
    let lang = match primary.to_ascii_lowercase().as_str() {
        "id" | "in" => Lang::Id,
        "en" => Lang::En,
        _ => return None,
    };
    let weight = match weight.trim().strip_prefix("q=") {
        Some(number) => number
            .trim()
            .parse()
            .ok()
            .filter(|weight| (0.0..=1.0).contains(weight))?,
        None => 1.0,
    };
    Some((lang, weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<Lang> {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT_LANGUAGE, line.parse().unwrap());
        wanted(&headers)
    }

    #[test]
    fn the_heaviest_language_that_messages_have_is_taken() {
        let cases = [
            ("id", Some(Lang::Id)),
            ("en-GB", Some(Lang::En)),
            ("de, en;q=0.5", Some(Lang::En)),
            ("en;q=0.5, id-ID;q=0.8", Some(Lang::Id)),
            ("id,en", Some(Lang::Id)),
            ("en,id", Some(Lang::En)),
            ("in-ID", Some(Lang::Id)),
            ("EN", Some(Lang::En)),
            ("*", None),
            ("de", None),
            ("en;q=0", None),
            ("en;q=0, id;q=0.1", Some(Lang::Id)),
            ("en;q=x", None),
            ("", None),
        ];
        for (line, lang) in cases {
            assert_eq!(of(line), lang, "{line}");
        }
        assert_eq!(wanted(&HeaderMap::new()), None);
    }
}
