//! Entity tags (RFC 9110, section 8.8.3).

use http::HeaderValue;

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
    fn a_list_a_weak_tag_and_a_star_match() {
        let etag = HeaderValue::from_static("\"a\"");
        for list in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(matches_weakly(&HeaderValue::from_str(list).unwrap(), &etag), "{list}");
        }
        assert!(!matches_weakly(&HeaderValue::from_static("\"b\""), &etag));
    }
}
