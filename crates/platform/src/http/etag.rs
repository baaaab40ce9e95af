//! Entity tags (RFC 9110, section 8.8.3).

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderValue, header, request::Parts};

pub use crate::version::{IfMatch, changed_meanwhile, no_versions};

/// The tag of a version of something.
pub fn of_version(version: i64) -> HeaderValue {
    quoted(&version.to_string())
}

/// The tag of an answer whose bytes have a digest: it says which version is shown, and changes with all that is shown
/// beside that. A change under it is made to the version.
pub(crate) fn of_content(version: Option<i64>, digest: &str) -> HeaderValue {
    match version {
        Some(version) => quoted(&format!("{version}-{digest}")),
        None => quoted(digest),
    }
}

fn quoted(tag: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(versions(parts.headers.get_all(header::IF_MATCH)))
    }
}

/// The versions that `If-Match` names; any without it. All its lines are one list.
pub(super) fn versions<'a>(lines: impl IntoIterator<Item = &'a HeaderValue>) -> IfMatch {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_none() {
        return IfMatch::Any;
    }
    let mut named = Vec::new();
    for list in lines.filter_map(|line| line.to_str().ok()) {
        if list.trim() == "*" {
            return IfMatch::Any;
        }
        named.extend(tags(list).filter_map(version));
    }
    IfMatch::OneOf(named)
}

/// The version whose tag this is, or is shown under it. A tag that is weak names it, too: a tag of ours is weak because the
/// answer was compressed on its way, and what is compared is the version, not the bytes.
fn version(tag: &str) -> Option<i64> {
    let tag = tag.strip_prefix("W/").unwrap_or(tag);
    let tag = tag.strip_prefix('"')?.strip_suffix('"')?;
    let (digits, digest) = tag.split_once('-').unwrap_or((tag, "0"));
    let number: i64 = digits.parse().ok()?;
    let plain = number.to_string() == digits && !digest.is_empty();
    (plain && digest.bytes().all(|b| b.is_ascii_hexdigit())).then_some(number)
}

/// How two tags are compared (RFC 9110, section 8.8.3.2). What is compared with is always a strong one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Byte for byte the same: for changes and parts.
    Strong,
    /// Means the same: for copies.
    Weak,
}

impl Comparison {
    fn holds(self, tag: &str, etag: &[u8]) -> bool {
        let tag = match self {
            Self::Strong => tag,
            Self::Weak => tag.strip_prefix("W/").unwrap_or(tag),
        };
        tag.as_bytes() == etag
    }
}

/// Whether a condition is `*` or names the tag. All its lines are one list (RFC 9110, section 5.3).
pub fn names<'a>(lines: impl IntoIterator<Item = &'a HeaderValue>, etag: &[u8], comparison: Comparison) -> bool {
    let mut lists = lines.into_iter().filter_map(|line| line.to_str().ok());
    lists.any(|list| list.trim() == "*" || tags(list).any(|tag| comparison.holds(tag, etag)))
}

/// Whether the caller's copy is still good: `If-None-Match` names the tag.
pub fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let lines = headers.get_all(header::IF_NONE_MATCH);
    names(&lines, etag.as_bytes(), Comparison::Weak)
}

/// The tags of a list, with their quotes, inside of which a comma separates nothing. Stops at the first that is none.
fn tags(list: &str) -> impl Iterator<Item = &str> {
    let mut rest = list;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let opening = if rest.starts_with("W/\"") { 3 } else { 1 };
        if opening == 1 && !rest.starts_with('"') {
            return None;
        }
        let closing = opening + rest.get(opening..)?.find('"')?;
        let (tag, after) = rest.split_at(closing + 1);
        rest = after;
        Some(tag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    #[test]
    fn a_change_is_made_to_a_version_that_is_named_or_to_any() {
        let given = |lines: &[&'static str]| {
            let lines: Vec<_> = lines.iter().map(|line| HeaderValue::from_static(line)).collect();
            versions(&lines)
        };
        let lists: [&[_]; 6] = [
            &[],
            &["\"3\""],
            &["\"2\", \"3\""],
            &["\"1\"", "*"],
            &["\"1\"", "\"3\""],
            &["\"a, b\",\"3\""],
        ];
        for compressed in ["\"3-0a1b\"", "W/\"3\"", "W/\"3-0a1b\""] {
            assert!(given(&[compressed]).check(3).is_ok(), "{compressed}");
        }
        assert_eq!(versions([&of_content(Some(3), "0a1b")]), IfMatch::OneOf(vec![3]));
        for good in lists {
            assert!(given(good).check(3).is_ok(), "{good:?}");
        }
        for bad in [
            &["\"2\""] as &[_],
            &["W/\"2\""],
            &["3"],
            &[""],
            &["\"1, \"3\", 2\""],
            &["\"03\""],
            &["\"3-\""],
            &["\"3-x\""],
            &["\"2-3\""],
            &["\"0a1b\""],
        ] {
            assert_eq!(
                given(bad).check(3).unwrap_err().kind(),
                Kind::PreconditionFailed,
                "{bad:?}"
            );
        }
    }

    fn known(lines: &[&'static str], etag: &'static str) -> bool {
        let lines = lines
            .iter()
            .map(|line| (header::IF_NONE_MATCH, HeaderValue::from_static(line)));
        let mut headers = HeaderMap::new();
        for (name, line) in lines {
            headers.append(name, line);
        }
        is_known(&headers, &HeaderValue::from_static(etag))
    }

    #[test]
    fn a_list_a_weak_tag_and_a_star_match() {
        for list in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(known(&[list], "\"a\""), "{list}");
        }
        assert!(!known(&["\"b\""], "\"a\""));
        assert!(!known(&[], "\"a\""));
    }

    #[test]
    fn every_line_counts() {
        assert!(known(&["\"b\"", "W/\"c\", \"a\""], "\"a\""));
        assert!(known(&["\"b\"", "*"], "\"a\""));
        assert!(!known(&["\"b\"", "\"c\""], "\"a\""));
    }

    #[test]
    fn a_comma_inside_of_quotes_separates_nothing() {
        assert!(known(&["\"b\", \"a, c\""], "\"a, c\""));
        assert!(known(&["W/\"x,\",\"a\""], "\"a\""));
        // As pieces between commas, the second of them would be the tag.
        assert!(!known(&["W/\"x,\"a\",y\""], "\"a\""));
    }
}
