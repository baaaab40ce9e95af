//! Entity tags (RFC 9110, section 8.8.3).

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{HeaderValue, header, request::Parts};

use crate::error::{Error, Kind, Message, Result};

/// The tag of a version of something.
pub fn of_version(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Which versions a change may be made to: what `If-Match` says, any without it.
#[derive(Debug, Clone, Default)]
pub struct IfMatch(Vec<HeaderValue>);

impl IfMatch {
    /// Refuses a change of a version that is not named: somebody else has changed it meanwhile.
    pub fn check(&self, version: i64) -> Result<()> {
        let tag = of_version(version);
        let named = |line: &HeaderValue| {
            let Ok(list) = line.to_str() else { return false };
            list.trim() == "*" || list.split(',').any(|one| one.trim().as_bytes() == tag.as_bytes())
        };
        if self.0.is_empty() || self.0.iter().any(named) {
            return Ok(());
        }
        Err(changed_meanwhile())
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.headers.get_all(header::IF_MATCH).iter().cloned().collect()))
    }
}

/// `If-Match` names another version.
pub fn changed_meanwhile() -> Error {
    Error::new(
        Kind::PreconditionFailed,
        "request.version",
        Message::new(
            "Data ini sudah diubah orang lain. Muat ulang, lalu coba lagi.",
            "Somebody else has changed this meanwhile. Load it again, then try again.",
        ),
    )
}

/// Whether `If-None-Match` names the tag: weak comparison, lists and `*` included.
pub fn matches_weakly(if_none_match: &HeaderValue, etag: &HeaderValue) -> bool {
    if if_none_match == etag {
        return true;
    }
    let (Ok(list), Ok(etag)) = (if_none_match.to_str(), etag.to_str()) else {
        return false;
    };
    list.trim() == "*" || list.split(',').any(|one| one.trim().trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_made_to_a_version_that_is_named_or_to_any() {
        let given = |lines: &[&'static str]| IfMatch(lines.iter().map(|line| HeaderValue::from_static(line)).collect());
        for good in [&[] as &[_], &["\"3\""], &["\"2\", \"3\""], &["\"1\"", "*"]] {
            assert!(given(good).check(3).is_ok(), "{good:?}");
        }
        // Strong comparison: a weak tag names no version to change.
        for bad in [&["\"2\""] as &[_], &["W/\"3\""], &["3"], &[""]] {
            assert_eq!(
                given(bad).check(3).unwrap_err().kind(),
                Kind::PreconditionFailed,
                "{bad:?}"
            );
        }
    }

    #[test]
    fn a_list_a_weak_tag_and_a_star_match() {
        let etag = HeaderValue::from_static("\"a\"");
        for list in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(matches_weakly(&HeaderValue::from_str(list).unwrap(), &etag), "{list}");
        }
        assert!(!matches_weakly(&HeaderValue::from_static("\"b\""), &etag));
    }
}
