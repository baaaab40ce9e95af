//! A failure on its way to the dialect layer, and the texts of the failures that HTTP itself brings.

use std::sync::Arc;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};

use crate::error::{Error, Kind, Message};

/// What a handler or an extractor fails with. It carries an [`Error`]; the dialect layer renders it, the log layer logs
/// its cause, each once.
#[derive(Debug)]
pub struct Fault(pub Error);

impl<E: Into<Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// A failure parked in a response.
#[derive(Debug, Clone)]
pub(crate) struct ParkedFault(pub(crate) Arc<Error>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(ParkedFault(Arc::new(self.0)));
        response
    }
}

/// No such route.
pub fn no_route() -> Error {
    Error::new(
        Kind::NotFound,
        "request.no_route",
        Message::new("Alamat ini tidak ditemukan.", "There is nothing at this address."),
    )
}

pub(crate) fn no_method() -> Error {
    Error::new(
        Kind::MethodNotAllowed,
        "request.method_not_allowed",
        Message::new(
            "Metode ini tidak didukung di alamat ini.",
            "This address does not take this method.",
        ),
    )
}

pub(crate) fn too_large(limit: usize) -> Error {
    Error::new(
        Kind::TooLarge,
        "request.too_large",
        Message::new(
            format!("Isi permintaan terlalu besar (maksimal {limit} byte)."),
            format!("The request's body is too large (at most {limit} bytes)."),
        ),
    )
}

pub(crate) fn not_json() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "request.not_json",
        Message::new(
            "Kirim JSON dengan header Content-Type: application/json.",
            "Send JSON with the header Content-Type: application/json.",
        ),
    )
}

pub(crate) fn broken_json(at: impl std::fmt::Display) -> Error {
    Error::new(
        Kind::Invalid,
        "request.broken_json",
        Message::new(
            format!("Isi permintaan bukan JSON yang benar ({at})."),
            format!("The request's body is not valid JSON ({at})."),
        ),
    )
}

pub(crate) fn too_deep(limit: usize) -> Error {
    Error::new(
        Kind::Invalid,
        "request.too_deep",
        Message::new(
            format!("JSON terlalu dalam (maksimal {limit} tingkat)."),
            format!("The JSON is nested too deeply (at most {limit} levels)."),
        ),
    )
}

pub(crate) fn nul() -> Error {
    Error::new(
        Kind::Invalid,
        "request.nul",
        Message::new(
            "Isi permintaan memuat karakter NUL (\\u0000).",
            "The request's body has the NUL character (\\u0000).",
        ),
    )
}

pub(crate) fn broken_address() -> Error {
    Error::new(
        Kind::Invalid,
        "request.broken_address",
        Message::new(
            "Alamat permintaan tidak dapat dibaca.",
            "The request's address cannot be read.",
        ),
    )
}

pub(crate) fn slow_body() -> Error {
    Error::new(
        Kind::Timeout,
        "request.too_slow",
        Message::new(
            "Isi permintaan terlalu lama diterima.",
            "The request's body took too long to arrive.",
        ),
    )
}

pub(crate) fn cut_body() -> Error {
    Error::new(
        Kind::Invalid,
        "request.cut_off",
        Message::new("Isi permintaan terputus.", "The request's body was cut off."),
    )
}

pub(crate) fn out_of_time() -> Error {
    Error::unavailable(
        "server.timeout",
        Message::new(
            "Server terlalu lama menjawab. Coba lagi.",
            "The server took too long to answer. Try again.",
        ),
        std::time::Duration::from_secs(2),
    )
}

pub(crate) fn crowded() -> Error {
    Error::unavailable(
        "server.busy",
        Message::new(
            "Server sedang sibuk. Coba lagi sebentar.",
            "The server is busy. Try again in a moment.",
        ),
        std::time::Duration::from_secs(1),
    )
}
