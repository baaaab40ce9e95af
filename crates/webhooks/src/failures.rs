//! Why something is refused: each a documented key that clients act on.

use platform::{Error, FieldError, Kind, Message, Rule};

/// Code of [`tests_throttled`].
pub(crate) const TESTS_THROTTLED: &str = "webhooks.test.throttled";

/// There is no such webhook or delivery, or not any more.
pub(crate) fn no_such_record() -> Error {
    let said = Message::new("Data tidak ditemukan.", "There is no such record.");
    Error::new(Kind::NotFound, "webhooks.not_found", said).keyed("errMsg_RecordNotFound")
}

/// A change that names no field.
pub(crate) fn nothing_to_change() -> Error {
    let said = Message::new("Tidak ada yang diubah.", "Name at least one field to change.");
    Error::new(Kind::Invalid, "webhooks.nothing_to_change", said).keyed("errMsg_UpdateDataClauseCanNotBeEmpty")
}

/// There are as many webhooks as there may be.
pub(crate) fn too_many_webhooks(most: i64) -> Error {
    let said = Message::new(
        format!("Sudah ada {most} webhook. Hapus dulu yang tidak dipakai."),
        format!("There are {most} webhooks already. Delete one that nobody needs first."),
    );
    Error::new(Kind::Conflict, "webhooks.too_many", said).keyed("errMsg_WebhookLimitReached")
}

fn wrong_url(code: &'static str, key: &'static str, said: Message) -> Error {
    Error::new(Kind::Invalid, code, said.clone())
        .with_fields(vec![FieldError::new("url", Rule::Other(said))])
        .keyed(key)
}

/// No address that anything can be sent to.
pub(crate) fn url_not_valid() -> Error {
    let said = Message::new(
        "url harus berupa alamat https lengkap, tanpa nama pengguna, kata sandi dan tanda pagar.",
        "The url must be a whole https address, without user, password and fragment.",
    );
    wrong_url("webhooks.url_not_valid", "errMsg_urlIsNotValid", said)
}

/// An address that is not encrypted.
pub(crate) fn url_not_secure() -> Error {
    let said = Message::new("url harus berawalan https://.", "The url must begin with https://.");
    wrong_url("webhooks.url_not_secure", "errMsg_urlMustBeHttps", said)
}

/// An address that not everybody could reach.
pub(crate) fn url_not_public() -> Error {
    let said = Message::new(
        "url menunjuk ke alamat pribadi atau khusus. Pakai alamat yang dapat dicapai dari internet.",
        "The url points to a private or special address. Take one that can be reached from the internet.",
    );
    wrong_url("webhooks.url_not_public", "errMsg_urlMustBePublic", said)
}

/// Too many tests.
pub(crate) fn tests_throttled() -> Error {
    Error::too_many(TESTS_THROTTLED, std::time::Duration::from_secs(2))
}
