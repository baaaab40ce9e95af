//! What clients send. Fields that nobody knows are ignored, as the documented service does.

use std::fmt;

use accounts::AccountId;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use platform::{Rule, Timestamp, id::uuid_text, text::Check};
use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

use crate::{
    model::report::{NewReport, ReportCategory, ReportStatus},
    model::{
        message::NewMessage,
        thread::{KeepThread, NewThread},
    },
    rules::{LONGEST_CONTENT, LONGEST_REASON, MOST_ATTACHMENTS, PICTURES_ONLY},
};

/// Characters of a client's own name for a message, at most.
const LONGEST_CLIENT_ID: usize = 255;

/// An ID in a body. Whatever is no UUID is refused as such, texts and other values alike.
#[derive(Debug, Clone, Default, JsonSchema)]
#[serde(transparent)]
pub struct IdIn(#[schemars(with = "Option<String>", extend("format" = "uuid"))] Option<String>);

impl<'de> Deserialize<'de> for IdIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Null => None,
            serde_json::Value::String(text) => Some(text),
            other => Some(other.to_string()),
        }))
    }
}

impl IdIn {
    /// The ID in its usual form, if there is one.
    fn maybe(&self, field: &str, check: &mut Check) -> Option<String> {
        let text = self.0.as_deref().filter(|text| !text.is_empty())?;
        match uuid_text(field, text) {
            Ok(id) => Some(id),
            Err(_not_an_id) => {
                check.note(field, Rule::NotAnId);
                None
            }
        }
    }

    /// The ID in its usual form; it has to be there.
    fn required(&self, field: &str, check: &mut Check) -> String {
        if self.0.as_deref().is_none_or(str::is_empty) {
            check.note(field, Rule::Required);
        }
        self.maybe(field, check).unwrap_or_default()
    }
}

/// A moment that a client sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(with = "String", extend("format" = "date-time"))]
pub struct DateIn(pub(crate) Timestamp);

impl DateIn {
    /// ISO 8601: a date, or a date and a time; without a zone it is UTC.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let at = DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_micros());
        let plain = || {
            ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
                .iter()
                .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        };
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
        at.ok()
            .or_else(|| plain().or_else(day).map(|at| at.and_utc().timestamp_micros()))
            .map(|micros| Self(Timestamp(micros)))
    }
}

impl<'de> Deserialize<'de> for DateIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = DateIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DateIn, E> {
                DateIn::read(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Shape)
    }
}

/// `POST /v1/conversationthreads`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ThreadIn {
    /// The listing that it is about.
    #[serde(default)]
    #[schemars(required)]
    pub listing_id: IdIn,
    /// The other one.
    #[serde(default)]
    #[schemars(required)]
    pub receiver_id: IdIn,
    /// The caller.
    #[serde(default)]
    pub sender_id: IdIn,
    /// Ignored: the server's time counts.
    pub last_message_at: Option<DateIn>,
}

impl ThreadIn {
    /// What the thread begins with; refused without ids.
    pub fn check(&self) -> platform::Result<NewThread> {
        let mut check = Check::new();
        let new = NewThread {
            listing: self.listing_id.required("listingId", &mut check),
            receiver: self.receiver_id.required("receiverId", &mut check).into(),
            sender: self.sender_id.maybe("senderId", &mut check).map(AccountId::from),
        };
        check.finish()?;
        Ok(new)
    }
}

/// `POST /v1/conversationmessages`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageIn {
    /// The text: 1 to 5,000 characters after what browsers could run was taken out. Without one, a message with pictures says
    /// `📷`.
    #[schemars(required)]
    pub content: Option<String>,
    #[serde(default)]
    #[schemars(required)]
    pub conversation_thread_id: IdIn,
    /// The other one of the thread.
    #[serde(default)]
    pub receiver_id: IdIn,
    /// The caller.
    #[serde(default)]
    pub sender_id: IdIn,
    /// Ignored: a new message is unread.
    pub is_read: Option<bool>,
    /// Ignored: the server's time counts.
    pub sent_at: Option<DateIn>,
    /// Ignored: a new message is unread.
    pub read_at: Option<DateIn>,
    /// What the client calls the message: a second one of that name in the thread is the first one again.
    pub client_message_id: Option<String>,
    /// Pictures of the caller's that were not sent yet, at most six, in the order in which they are shown.
    #[serde(default)]
    pub attachment_ids: Vec<IdIn>,
}

impl MessageIn {
    /// A text for a thread, by a name that makes it one message however often it is sent.
    pub fn to_thread<'a>(
        thread: &str,
        content: String,
        client_message_id: Option<String>,
        attachments: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            content: Some(content),
            conversation_thread_id: IdIn(Some(thread.to_owned())),
            receiver_id: IdIn::default(),
            sender_id: IdIn::default(),
            is_read: None,
            sent_at: None,
            read_at: None,
            client_message_id,
            attachment_ids: attachments.into_iter().map(|id| IdIn(Some(id.to_owned()))).collect(),
        }
    }

    /// `key`: the request's `Idempotency-Key`. It is the caller's own and goes before a name in the body, which is the
    /// thread's.
    pub fn check(&self, key: Option<&str>) -> platform::Result<NewMessage> {
        let mut check = Check::new();
        let attachments = self.attachments(&mut check);
        let least = usize::from(attachments.is_empty());
        let mut content = check.clean(
            "content",
            self.content.as_deref().unwrap_or_default(),
            least,
            LONGEST_CONTENT,
        );
        if content.is_empty() && least == 0 {
            PICTURES_ONLY.clone_into(&mut content);
        }
        let thread = self.conversation_thread_id.required("conversationThreadId", &mut check);
        let named = check.maybe_text("clientMessageId", self.client_message_id.as_deref(), LONGEST_CLIENT_ID);
        let new = NewMessage {
            content,
            receiver: self.receiver_id.maybe("receiverId", &mut check).map(AccountId::from),
            sender: self.sender_id.maybe("senderId", &mut check).map(AccountId::from),
            client_id: match (key, named) {
                (Some(key), _) => Some(format!("key {key}")),
                (None, Some(name)) => Some(format!("{thread} {name}")),
                (None, None) => None,
            },
            thread,
            attachments,
        };
        check.finish()?;
        Ok(new)
    }

    /// The pictures' ids, each once.
    fn attachments(&self, check: &mut Check) -> Vec<String> {
        const FIELD: &str = "attachmentIds";
        if self.attachment_ids.len() > MOST_ATTACHMENTS {
            check.note(FIELD, Rule::TooMany(MOST_ATTACHMENTS));
            return Vec::new();
        }
        let mut ids = Vec::with_capacity(self.attachment_ids.len());
        for (at, id) in self.attachment_ids.iter().enumerate() {
            let id = id.required(&format!("{FIELD}[{at}]"), check);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }
}

/// `PATCH /v1/conversationmessages/{id}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct EditIn {
    /// The text: 1 to 5,000 characters after what browsers could run was taken out.
    #[schemars(required)]
    pub content: Option<String>,
}

impl EditIn {
    /// The text, sanitised.
    pub fn check(&self) -> platform::Result<String> {
        let mut check = Check::new();
        let content = check.clean(
            "content",
            self.content.as_deref().unwrap_or_default(),
            1,
            LONGEST_CONTENT,
        );
        check.finish()?;
        Ok(content)
    }
}

/// `PATCH /v1/markmessageasread/{id}`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MarkIn {
    /// True, if it is there at all.
    pub is_read: Option<bool>,
    /// Ignored: the server's time counts.
    pub read_at: Option<DateIn>,
}

/// `PATCH /v1/conversationthreads/{id}/read`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadIn {
    /// The last message that was read; without it, all were.
    #[serde(default)]
    pub conversation_message_id: IdIn,
}

impl ReadIn {
    /// The message up to which a thread was read, if one is named.
    pub fn check(&self) -> platform::Result<Option<String>> {
        let mut check = Check::new();
        let id = self.conversation_message_id.maybe("conversationMessageId", &mut check);
        check.finish()?;
        Ok(id)
    }
}

/// `PATCH /v1/conversationthreads/{id}/settings`.
#[derive(Debug, Clone, Copy, Default, Deserialize, JsonSchema)]
pub struct KeepIn {
    /// Whether the caller puts it away; it comes back with a new message unless it is muted.
    pub archived: Option<bool>,
    /// Whether the caller wants to hear nothing of it.
    pub muted: Option<bool>,
}

impl KeepIn {
    /// What changes: one of the two at least.
    pub fn check(self) -> platform::Result<KeepThread> {
        let mut check = Check::new();
        if self.archived.is_none() && self.muted.is_none() {
            check.note("archived", Rule::Required);
        }
        check.finish()?;
        Ok(KeepThread {
            archived: self.archived,
            muted: self.muted,
        })
    }
}

/// `DELETE /v1/conversationmessages/{id}`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct DeleteIn {
    /// Why.
    pub reason: Option<String>,
}

impl DeleteIn {
    /// The reason, if one is given: at most 500 characters.
    pub fn check(&self) -> platform::Result<Option<String>> {
        let mut check = Check::new();
        let reason = check.maybe_clean("reason", self.reason.as_deref(), LONGEST_REASON);
        check.finish()?;
        Ok(reason)
    }
}

/// `POST /v1/conversationmessages/{id}/report`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct ReportIn {
    /// Why.
    #[schemars(required)]
    pub reason: Option<String>,
    /// What kind of reason that is: `spam`, `fraud`, `insult`, `offPlatformPayment` or `other`.
    pub category: Option<String>,
}

/// What kind of reason somebody has, if they say so.
fn category(check: &mut Check, text: Option<&str>) -> Option<ReportCategory> {
    let text = text.filter(|text| !text.is_empty())?;
    let category = ReportCategory::by_name(text);
    if category.is_none() {
        let names = "spam, fraud, insult, offPlatformPayment or other";
        check.note("category", Rule::Type(names.into()));
    }
    category
}

impl ReportIn {
    /// The reason, 1 to 500 characters, and its kind.
    pub fn check(&self) -> platform::Result<NewReport> {
        let mut check = Check::new();
        let reason = check.clean("reason", self.reason.as_deref().unwrap_or_default(), 1, LONGEST_REASON);
        let category = category(&mut check, self.category.as_deref());
        check.finish()?;
        Ok(NewReport { reason, category })
    }
}

/// The kind of reason that somebody names, if they name one.
pub(crate) fn read_category(text: Option<&str>) -> platform::Result<Option<ReportCategory>> {
    let mut check = Check::new();
    let category = category(&mut check, text);
    check.finish()?;
    Ok(category)
}

/// `PATCH /v1/reports/{id}`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct CloseIn {
    /// `resolved`, `dismissed`, or `open` again.
    #[schemars(required)]
    pub status: Option<String>,
    /// What the moderator notes.
    pub note: Option<String>,
}

impl CloseIn {
    /// The new status, and the note if there is one.
    pub fn check(&self) -> platform::Result<(ReportStatus, Option<String>)> {
        let mut check = Check::new();
        let status = match self.status.as_deref() {
            None => {
                check.note("status", Rule::Required);
                None
            }
            Some(text) => {
                let status = ReportStatus::by_name(text);
                if status.is_none() {
                    check.note("status", Rule::Type("open, resolved or dismissed".into()));
                }
                status
            }
        };
        let note = check.maybe_clean("note", self.note.as_deref(), LONGEST_REASON);
        check.finish()?;
        Ok((status.unwrap_or(ReportStatus::Open), note))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_javascript_and_people_write_them() {
        let at = |text| DateIn::read(text).map(|date| date.0.to_string());
        for text in [
            "2024-03-19T12:13:54.124Z",
            "2024-03-19T15:13:54.124+03:00",
            "2024-03-19T12:13:54.124",
            " 2024-03-19 12:13:54.124 ",
        ] {
            assert_eq!(at(text).as_deref(), Some("2024-03-19T12:13:54.124Z"), "{text}");
        }
        assert_eq!(at("2024-03-19").as_deref(), Some("2024-03-19T00:00:00.000Z"));
        for text in ["", "yesterday", "2024-13-01", "1710850434124", "2024-03-19T25:00:00Z"] {
            assert_eq!(at(text), None, "{text}");
        }
    }

    fn refused(json: &str) -> String {
        let input: MessageIn = serde_json::from_str(json).unwrap();
        input.check(None).unwrap_err().to_string()
    }

    #[test]
    fn a_message_needs_a_text_and_a_thread() {
        assert_eq!(
            refused("{}"),
            "The input is not valid: content must not be empty; conversationThreadId is required"
        );
        assert_eq!(
            refused(r#"{"content":" \n ","conversationThreadId":17}"#),
            "The input is not valid: content must not be empty; conversationThreadId is not a valid ID"
        );
    }

    #[test]
    fn a_key_is_the_callers_and_a_name_is_the_threads() {
        let id = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
        let json = format!(r#"{{"content":"a","conversationThreadId":"{id}","clientMessageId":"1"}}"#);
        let input: MessageIn = serde_json::from_str(&json).unwrap();
        assert_eq!(input.check(None).unwrap().client_id, Some(format!("{id} 1")));
        assert_eq!(input.check(Some("1")).unwrap().client_id.as_deref(), Some("key 1"));
    }
}
