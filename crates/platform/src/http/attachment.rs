//! Files that are made for the one who asks: sent once, to be saved.

use std::{fs::File, io};

use axum::{body::Body, response::Response};
use http::{
    HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
        X_CONTENT_TYPE_OPTIONS,
    },
};

use tokio::io::AsyncSeekExt as _;
use tokio_util::io::ReaderStream;

use super::range::disposition;
use crate::{
    error::{Error, Result},
    media::disk_error,
};

/// As much of a file is read at a time, in bytes.
const PIECE: usize = 128 * 1024;

/// Answers a file under a name (any text: it is escaped), of a fixed type that no browser second-guesses. Nobody keeps it.
pub fn attachment(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Result<Response> {
    let length = HeaderValue::from(bytes.len());
    attached(content_type, name, length, Body::from(bytes))
}

/// The same of a file that was written to the disk, all of it, read as it is sent.
pub async fn attachment_on_disk(content_type: &'static str, name: &str, file: File) -> Result<Response> {
    let mut file = tokio::fs::File::from_std(file);
    let measure = async {
        file.rewind().await?;
        Ok::<u64, io::Error>(file.metadata().await?.len())
    };
    let length = HeaderValue::from(measure.await.map_err(disk_error)?);
    let body = Body::from_stream(ReaderStream::with_capacity(file, PIECE));
    attached(content_type, name, length, body)
}

fn attached(content_type: &'static str, name: &str, length: HeaderValue, body: Body) -> Result<Response> {
    let disposition = HeaderValue::from_str(&disposition(name, false)).map_err(Error::internal)?;
    let mut response = Response::new(body);
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
    use std::io::Write as _;

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

    #[tokio::test]
    async fn a_file_on_the_disk_is_sent_from_its_beginning() {
        let mut file = tempfile::tempfile().unwrap();
        let content = vec![7; PIECE + 1];
        file.write_all(&content).unwrap();
        let response = attachment_on_disk("text/csv", "nilai.csv", file).await.unwrap();
        assert_eq!(response.headers()[CONTENT_LENGTH], content.len().to_string());
        let sent = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(sent, content);
    }
}
