//! Forms with a file: opened within a limit, and refused in words.

use axum::extract::{
    FromRequest as _, Request,
    multipart::{Multipart, MultipartError},
};
use http::{StatusCode, header};

use crate::error::{Error, Kind, Message, Result};

/// The fields of a form with a file of at most `largest` bytes and as many as `beside` around it. What announces more is
/// refused before it is read.
pub async fn open(request: Request, largest: u64, beside: usize) -> Result<Multipart> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let most = largest.saturating_add(u64::try_from(beside).unwrap_or(u64::MAX));
    if announced.is_some_and(|length| length > most) {
        return Err(too_large(largest));
    }
    Multipart::from_request(request, &())
        .await
        .map_err(|cause| not_a_form().caused_by(cause))
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
