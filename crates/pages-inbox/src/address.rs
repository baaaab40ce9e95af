//! Addresses of these pages, and of the listings that people talk about.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use conversations::MessageView;
use uuid::Uuid;

/// All threads of somebody.
pub(crate) const INBOX: &str = "/pesan";
/// Where a thread about a listing is begun.
pub(crate) const START: &str = "/pesan/baru";

/// What happens, as it happens.
pub(crate) const STREAM: &str = "/pesan/arus";

/// The path of a thread's page.
pub(crate) fn thread(id: &str) -> String {
    format!("{INBOX}/{id}")
}

/// What was reported, for moderators.
pub const CASES: &str = "/pesan/laporan";

/// The path of a report.
pub(crate) fn case(id: &str) -> String {
    format!("{CASES}/{id}")
}

/// What somebody has saved to answer with.
pub(crate) const QUICK: &str = "/pesan/jawaban";

/// Where a picture that somebody has chosen is kept.
pub(crate) const PICTURES: &str = "/pesan/gambar";

/// The path of a picture in a size.
pub(crate) fn picture(id: &str, size: &str) -> String {
    format!("{PICTURES}/{id}/{size}")
}

/// The path on which a message is changed or taken back.
pub(crate) fn change(message: &MessageView) -> String {
    format!(
        "{}/ubah/{}",
        thread(message.conversation_thread_id.as_str()),
        message.id
    )
}

/// The path of a listing's page, if its id is one that listings have.
pub(crate) fn listing(id: &str) -> Option<String> {
    let id = Uuid::try_parse(id).ok()?;
    Some(format!("/iklan/{}", URL_SAFE_NO_PAD.encode(id.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_called_by_the_sixteen_bytes_of_its_id() {
        assert_eq!(
            listing("018f3c20-7b2a-7c3d-8e4f-0123456789ab").as_deref(),
            Some("/iklan/AY88IHsqfD2OTwEjRWeJqw")
        );
        assert_eq!(listing("x"), None);
    }
}
