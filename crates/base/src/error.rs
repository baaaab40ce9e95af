//! One transport-free error for the whole program.
//!
//! It has a public half (kind, stable code, message in two languages, the fields that were wrong) that the dialect layer
//! renders, and an internal half (the cause) that is logged once at the edge and never sent.

use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use serde::Serialize;
use serde_json::{Map, Value};

/// What went wrong, as far as a caller can act on it. Each dialect maps a kind to its own status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input does not satisfy its rules.
    Invalid,
    /// The input is well formed but collides with what is stored (a duplicate, a stale version).
    Conflict,
    /// Nobody is logged in, or the token is not good any more.
    Unauthenticated,
    /// Somebody is logged in who may not do this.
    Forbidden,
    /// The thing (or the route) does not exist.
    NotFound,
    /// The route exists, the method on it does not.
    MethodNotAllowed,
    /// The client was too slow, or the work took longer than its limit.
    Timeout,
    /// `If-Match` named another version.
    PreconditionFailed,
    /// The body, a part or a line is larger than its limit.
    TooLarge,
    /// The content type is not one that the route takes.
    UnsupportedMedia,
    /// The byte range lies outside of the file.
    RangeNotSatisfiable,
    /// The caller asked too often; see [`Error::retry_after`].
    TooManyRequests,
    /// The server cannot do it now (full queue, full disk, database away); a retry may work.
    Unavailable,
    /// A fault of ours.
    Internal,
}

/// A language that messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Indonesian.
    Id,
    /// English.
    En,
}

/// A message for people, in both languages that the documented systems speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    id: Cow<'static, str>,
    en: Cow<'static, str>,
}

impl Message {
    /// A message with an Indonesian and an English text.
    pub fn new(id: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self {
            id: id.into(),
            en: en.into(),
        }
    }

    /// The text in the language asked for.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }
}

/// One text for both languages: used where a documented API fixes the words.
impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Self {
            id: text.into(),
            en: text.into(),
        }
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self {
            id: text.clone().into(),
            en: text.into(),
        }
    }
}

/// The rule that one input field broke. Dialects turn it into words or error keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The field must be there.
    Required,
    /// No such field exists here.
    Unknown,
    /// The value has the wrong JSON type; says what was expected.
    Type(Cow<'static, str>),
    /// Fewer characters than `0`.
    TooShort(usize),
    /// More characters than `0`.
    TooLong(usize),
    /// More entries than `0`.
    TooMany(usize),
    /// A number outside of its bounds (both ends included), already printed.
    OutOfRange(String, String),
    /// The value is no ID of the documented form.
    NotAnId,
    /// Anything else, in words.
    Other(Message),
}

impl Rule {
    /// What is wrong, in words that follow the field's name.
    pub fn message(&self) -> Message {
        match self {
            Self::Required => Message::new("wajib diisi", "is required"),
            Self::Unknown => Message::new("tidak dikenal", "is not a known field"),
            Self::Type(expected) => Message::new(
                format!("harus berupa {}", expected_in_indonesian(expected)),
                format!("must be {expected}"),
            ),
            Self::TooShort(1) => Message::new("tidak boleh kosong", "must not be empty"),
            Self::TooShort(min) => Message::new(
                format!("minimal {min} karakter"),
                format!("must have at least {min} characters"),
            ),
            Self::TooLong(max) => Message::new(
                format!("maksimal {max} karakter"),
                format!("must have at most {max} characters"),
            ),
            Self::TooMany(max) => Message::new(
                format!("maksimal {max} isi"),
                format!("must have at most {max} entries"),
            ),
            Self::OutOfRange(min, max) => Message::new(
                format!("harus antara {min} dan {max}"),
                format!("must be between {min} and {max}"),
            ),
            Self::NotAnId => Message::new("bukan ID yang sah", "is not a valid ID"),
            Self::Other(message) => message.clone(),
        }
    }
}

fn expected_in_indonesian(expected: &str) -> &str {
    match expected {
        "a string" => "teks",
        "an integer" => "bilangan bulat",
        "a number" => "angka",
        "a boolean" => "true atau false",
        "an array" => "daftar (array)",
        "an object" => "objek",
        other => other,
    }
}

/// One wrong field: where it is (`resources[2].name`) and the rule that it broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Path of the field within the input; empty for the input as a whole.
    pub path: String,
    /// The rule that it broke.
    pub rule: Rule,
}

impl FieldError {
    /// A wrong field.
    pub fn new(path: impl Into<String>, rule: Rule) -> Self {
        Self {
            path: path.into(),
            rule,
        }
    }
}

type Cause = Box<dyn StdError + Send + Sync>;

/// The one error. Cheap to pass around (one pointer).
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    code: &'static str,
    key: Option<Cow<'static, str>>,
    message: Message,
    fields: Vec<FieldError>,
    detail: Map<String, Value>,
    retry_after: Option<Duration>,
    cause: Option<Cause>,
}

/// A result whose error is the program's own.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of any kind. `code` is stable, dotted and documented (`catalogue.product.not_found`).
    pub fn new(kind: Kind, code: &'static str, message: impl Into<Message>) -> Self {
        Self(Box::new(Inner {
            kind,
            code,
            key: None,
            message: message.into(),
            fields: Vec::new(),
            detail: Map::new(),
            retry_after: None,
            cause: None,
        }))
    }

    /// Input that breaks rules, field by field.
    pub fn invalid_fields(fields: Vec<FieldError>) -> Self {
        let mut error = Self::new(
            Kind::Invalid,
            "request.invalid",
            Message::new(
                summary(&fields, Lang::Id, "Data tidak valid"),
                summary(&fields, Lang::En, "The input is not valid"),
            ),
        );
        error.0.fields = fields;
        error
    }

    /// One field that breaks a rule.
    pub fn invalid_field(path: impl Into<String>, rule: Rule) -> Self {
        Self::invalid_fields(vec![FieldError::new(path, rule)])
    }

    /// A fault of ours; `cause` goes to the log only.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::new(
            Kind::Internal,
            "server.internal",
            Message::new("terjadi kegagalan pada server kami", "something went wrong on our side"),
        )
        .caused_by(cause)
    }

    /// The server cannot do it now; a retry after `retry_after` may work.
    pub fn unavailable(code: &'static str, message: impl Into<Message>, retry_after: Duration) -> Self {
        let mut error = Self::new(Kind::Unavailable, code, message);
        error.0.retry_after = Some(retry_after);
        error
    }

    /// The caller asked too often.
    pub fn too_many(code: &'static str, retry_after: Duration) -> Self {
        let seconds = retry_after.as_secs().max(1);
        let mut error = Self::new(
            Kind::TooManyRequests,
            code,
            Message::new(
                format!("Terlalu banyak permintaan. Coba lagi dalam {seconds} detik."),
                format!("Too many requests. Try again in {seconds} seconds."),
            ),
        );
        error.0.retry_after = Some(retry_after);
        error
    }

    /// Gives the error the key that the documents of the service envelope have for it (`errMsg_…`). Other envelopes show
    /// the message alone.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// Names the fields that an error of another kind is about.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<FieldError>) -> Self {
        self.0.fields = fields;
        self
    }

    /// Attaches the members of an object that the exam system's envelope shows beside the message (a report of what is
    /// wrong with a file). Other envelopes show the message alone.
    #[must_use]
    pub fn with_detail(mut self, detail: &impl Serialize) -> Self {
        match serde_json::to_value(detail) {
            Ok(Value::Object(members)) => self.0.detail = members,
            Ok(_) => {}
            Err(cause) => self.0.cause = Some(cause.into()),
        }
        self
    }

    /// Attaches what the log should say.
    #[must_use]
    pub fn caused_by(mut self, cause: impl Into<Cause>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The documented key, if there is one.
    pub fn key(&self) -> Option<&str> {
        self.0.key.as_deref()
    }

    /// The public message.
    pub fn message(&self) -> &Message {
        &self.0.message
    }

    /// The fields that were wrong, in input order.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// What is shown beside the message where an envelope has room for it.
    pub fn detail(&self) -> &Map<String, Value> {
        &self.0.detail
    }

    /// How long the caller should wait before trying again.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The internal cause.
    pub fn cause(&self) -> Option<&(dyn StdError + Send + Sync + 'static)> {
        self.0.cause.as_deref()
    }
}

/// "Data tidak valid: name wajib diisi; price harus berupa angka".
fn summary(fields: &[FieldError], lang: Lang, lead: &str) -> String {
    const SHOWN: usize = 5;
    let mut text = lead.to_owned();
    for (index, field) in fields.iter().take(SHOWN).enumerate() {
        text.push_str(if index == 0 { ": " } else { "; " });
        if !field.path.is_empty() {
            text.push_str(&field.path);
            text.push(' ');
        }
        text.push_str(field.rule.message().text(lang));
    }
    text
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("code", &self.0.code)
            .field("message", &self.0.message.en)
            .field("fields", &self.0.fields)
            .field("cause", &self.0.cause)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message.en)?;
        match &self.0.cause {
            Some(cause) => write!(f, ": {cause}"),
            None => Ok(()),
        }
    }
}

impl StdError for Error {}
