//! The languages that pages speak, and which one somebody reads.

use http::{HeaderMap, header};
use platform::{Lang, http::call::cookie};

/// The cookie that keeps a choice. It is set when somebody chooses, and not before.
pub const COOKIE: &str = "bahasa";

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Indonesian,
    English,
    Turkish,
}

impl Language {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Indonesian, Self::English, Self::Turkish];

    /// Its code: `id`, `en`, `tr`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
            Self::Turkish => "tr",
        }
    }

    /// What those who speak it call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indonesian => "Bahasa Indonesia",
            Self::English => "English",
            Self::Turkish => "Türkçe",
        }
    }

    /// The one with a code, whatever stands behind a hyphen.
    pub fn of_code(code: &str) -> Option<Self> {
        let main = code.split(['-', '_']).next()?.trim();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(main))
    }

    /// The one that messages of the program are told in: those have two.
    pub fn of_messages(self) -> Lang {
        match self {
            Self::Indonesian => Lang::Id,
            Self::English | Self::Turkish => Lang::En,
        }
    }

    /// What somebody chose, or else prefers as their browser says.
    pub fn of_request(headers: &HeaderMap) -> Self {
        cookie(headers, COOKIE)
            .and_then(Self::of_code)
            .or_else(|| preferred(headers))
            .unwrap_or_default()
    }
}

/// The language of `Accept-Language` with the greatest weight; of equal ones the first.
fn preferred(headers: &HeaderMap) -> Option<Language> {
    let mut best: Option<(Language, f32)> = None;
    let lines = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    for range in lines.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';');
        let Some(language) = parts.next().and_then(Language::of_code) else {
            continue;
        };
        let weight = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(Some(1.0), |q| q.parse().ok());
        let weight: f32 = weight.unwrap_or(0.0);
        if weight > best.map_or(0.0, |(_, weight)| weight) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(accepted: &str, chosen: Option<&str>) -> Language {
        let mut headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_str(accepted).unwrap())]);
        if let Some(code) = chosen {
            headers.insert(
                header::COOKIE,
                HeaderValue::from_str(&format!("a=b; bahasa={code}")).unwrap(),
            );
        }
        Language::of_request(&headers)
    }

    #[test]
    fn the_browsers_preference_counts_unless_somebody_chose() {
        assert_eq!(of("tr-TR,tr;q=0.9,en;q=0.8", None), Language::Turkish);
        assert_eq!(of("fr, en;q=0.5, id;q=0.7", None), Language::Indonesian);
        assert_eq!(of("en;q=0, tr;q=0.1", None), Language::Turkish);
        assert_eq!(of("fr", None), Language::Indonesian);
        assert_eq!(of("en;q=x", None), Language::Indonesian);
        assert_eq!(of("tr", Some("en")), Language::English);
        assert_eq!(of("tr", Some("xx")), Language::Turkish);
    }
}
