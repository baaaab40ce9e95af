//! Files that are made for the one who asks: sent once, to be saved.

use axum::{body::Body, response::Response};
use http::{
    HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
        X_CONTENT_TYPE_OPTIONS,
    },
};

use super::range::disposition;
use crate::error::{Error, Result};

/// Answers a file under a name (any text: it is escaped), of a fixed type that no browser second-guesses. Nobody keeps it.
pub fn attachment(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Result<Response> {
    let disposition = HeaderValue::from_str(&disposition(name, false)).map_err(Error::internal)?;
    let length = HeaderValue::from(bytes.len());
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(CONTENT_DISPOSITION, disposition);
    headers.insert(CONTENT_LENGTH, length);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_saved_under_its_name_as_what_it_is() {
        let response = attachment("text/csv", "nilai\r\n\"é\".csv", b"a,b".to_vec()).unwrap();
        let header = |name| response.headers()[name].to_str().unwrap();
        assert_eq!(header(CONTENT_TYPE), "text/csv");
        assert_eq!(header(CONTENT_LENGTH), "3");
        assert_eq!(header(X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(header(CONTENT_DISPOSITION).starts_with("attachment; filename=\"nilai"));
    }
}
