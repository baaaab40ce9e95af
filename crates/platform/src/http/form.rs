//! Forms with a file: opened within a limit, and refused in words.

use axum::extract::{
    FromRequest as _, Request,
    multipart::{Multipart, MultipartError},
};
use futures_util::{Stream, TryStreamExt as _, stream};
use http::{StatusCode, header};
use tokio::time::{Duration, Instant, timeout_at};

use super::fault::slow_body;
use crate::error::{Error, Kind, Message, Result};

/// The fields of a form with a file of at most `largest` bytes and as many as `beside` around it. What announces more is
/// refused before it is read.
pub async fn open(request: Request, largest: u64, beside: usize) -> Result<Multipart> {
    let announced = announced(&request);
    let most = largest.saturating_add(u64::try_from(beside).unwrap_or(u64::MAX));
    if announced.is_some_and(|length| length > most) {
        return Err(too_large(largest));
    }
    Multipart::from_request(request, &())
        .await
        .map_err(|cause| not_a_form().caused_by(cause))
}

/// How many bytes have to arrive in a second: a line of 1 Mbit/s.
const SLOWEST: u64 = 128 * 1024;

/// Until when a form has to have arrived, whose file may have `largest` bytes.
pub fn deadline(request: &Request, largest: u64) -> Instant {
    Instant::now() + time_for(announced(request), largest)
}

/// As long as other bodies may take, and longer by what is announced. Whoever announces little and sends less holds nobody
/// up.
fn time_for(announced: Option<u64>, largest: u64) -> Duration {
    let length = announced.map_or(largest, |length| length.min(largest));
    super::body::PATIENCE + Duration::from_secs(length / SLOWEST)
}

/// What comes before a deadline, or `request.too_slow`.
pub async fn before<T>(deadline: Instant, coming: impl Future<Output = Result<T>>) -> Result<T> {
    let came = timeout_at(deadline, coming).await;
    came.map_err(|_elapsed| slow_body())?
}

/// What arrives of a file before a deadline, and `request.too_slow` after it.
pub fn in_time<T: Send>(
    content: impl Stream<Item = Result<T>> + Send + Unpin,
    deadline: Instant,
) -> impl Stream<Item = Result<T>> + Send {
    stream::try_unfold(content, move |mut content| async move {
        let next = before(deadline, content.try_next()).await?;
        Ok(next.map(|piece| (piece, content)))
    })
}

fn announced(request: &Request) -> Option<u64> {
    let length = request.headers().get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}

/// Why reading on failed, of a form whose file may have `largest` bytes.
pub fn unreadable(largest: u64) -> impl Fn(MultipartError) -> Error + Copy {
    move |cause| {
        let error = match cause.status() {
            StatusCode::PAYLOAD_TOO_LARGE => too_large(largest),
            _ => broken_form(),
        };
        error.caused_by(cause)
    }
}

/// The body is no form.
pub fn not_a_form() -> Error {
    let said = Message::new(
        "Kirim berkas sebagai multipart/form-data.",
        "Send the file as multipart/form-data.",
    );
    Error::new(Kind::UnsupportedMedia, "request.not_a_form", said)
}

/// The form breaks off, or is none inside.
pub fn broken_form() -> Error {
    let said = Message::new("Formulir tidak dapat dibaca.", "The form cannot be read.");
    Error::new(Kind::Invalid, "request.broken_form", said)
}

/// The file has more than `largest` bytes.
pub fn too_large(largest: u64) -> Error {
    let said = Message::new(
        format!("Berkas terlalu besar (maksimal {largest} byte)."),
        format!("The file is too large (at most {largest} bytes)."),
    );
    Error::new(Kind::TooLarge, "media.too_large", said)
}

#[cfg(test)]
mod tests {
    use super::{super::body::PATIENCE, *};

    #[test]
    fn a_form_has_as_long_as_it_announces() {
        let of = |announced| time_for(announced, 20 << 20);
        assert_eq!(of(Some(1000)), PATIENCE);
        assert_eq!(of(Some(15 << 20)), PATIENCE + Duration::from_secs(120));
        // Nobody gets longer than the largest file takes.
        let longest = PATIENCE + Duration::from_secs(160);
        assert_eq!((of(Some(u64::MAX)), of(None)), (longest, longest));
    }

    #[tokio::test]
    async fn what_does_not_come_in_time_is_told_as_slow() {
        let first = stream::iter([Ok(7)]);
        let (soon, over) = (Instant::now() + Duration::from_secs(3600), Instant::now());
        let came: Vec<u8> = in_time(first, soon).try_collect().await.unwrap();
        assert_eq!(came, [7]);
        let silent = stream::pending::<Result<u8>>();
        let late = in_time(silent, over).try_collect::<Vec<_>>().await.unwrap_err();
        assert_eq!((late.code(), late.kind()), ("request.too_slow", Kind::Timeout));
    }
}
