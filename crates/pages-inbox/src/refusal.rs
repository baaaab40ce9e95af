//! Why a message was not sent, in the reader's language.

use http::StatusCode;
use pages_kit::{
    Speech,
    field::fault_of,
    form::{self, Form},
};
use platform::{Error, Kind, Lang, Rule};

use crate::{picture, send::TEXT};

/// What the use cases call the text.
const CONTENT: &str = "content";
/// What they call the pictures.
const ATTACHMENTS: &str = "attachmentIds";

/// Whether a form that was refused is shown again, with what was typed.
pub(crate) fn is_for_form(error: &Error) -> bool {
    form::is_for_form(error) || error.kind() == Kind::Forbidden
}

/// The status of a page that shows such a form.
pub(crate) fn status(error: &Error) -> StatusCode {
    match error.kind() {
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Kind::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The form with what is wrong: with its text below it, with anything else above.
pub(crate) fn told(mut form: Form, speech: Speech<'_>, error: &Error, lang: Lang) -> Form {
    let is_about_text = error.fields().iter().any(|fault| fault.path == CONTENT);
    match form.fields.iter_mut().find(|field| field.name == TEXT) {
        Some(field) if is_about_text => {
            let is_empty = field.value.trim().is_empty();
            field.fault = if is_empty {
                Some(speech.say("inbox-empty-text"))
            } else {
                fault_of(error, CONTENT, lang)
            };
        }
        _ => form.said = Some(words(speech, error, lang)),
    }
    form
}

/// What is said of a refusal; the program's own words where these pages have none.
fn words(speech: Speech<'_>, error: &Error, lang: Lang) -> String {
    let key = match error.code() {
        "conversations.blocked" => "inbox-blocked",
        "conversations.message.too_late" => "inbox-too-late",
        "conversations.departed" => "inbox-receiver-gone",
        "conversations.message.throttled" => "inbox-throttled",
        "conversations.thread.throttled" => "inbox-threads-throttled",
        "conversations.message.idempotency_mismatch" => "inbox-sent-before",
        // To whoever asks, a listing that is put away and one that is gone are the same.
        "conversations.listing.not_active" | "conversations.not_found" | "pages.inbox.not_found" => "inbox-not-offered",
        _ if error.fields().iter().any(|fault| fault.path.starts_with(ATTACHMENTS)) => {
            let is_many = error
                .fields()
                .iter()
                .any(|fault| matches!(fault.rule, Rule::TooMany(_)));
            return if is_many {
                picture::too_many(speech)
            } else {
                speech.say("inbox-picture-gone")
            };
        }
        _ if error.fields().iter().any(|fault| fault.path == "receiverId") => "inbox-own-listing",
        _ => return error.message().text(lang).to_owned(),
    };
    speech.say(key)
}
