//! Why a file is not read, told where it was sent: as a field, or as a document.

use base::{Error, Kind, Message, Rule};

use super::Foreign;

/// Why a file is not read, as it follows "the file" in both languages.
#[derive(Debug)]
pub(crate) struct Refusal {
    kind: Kind,
    id: String,
    en: String,
    cause: Option<String>,
}

impl Refusal {
    /// The file is of a kind that is not read, or holds what is not taken.
    pub fn new(kind: Kind, id: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            kind,
            id: id.into(),
            en: en.into(),
            cause: None,
        }
    }

    /// The file breaks off or breaks its format's rules.
    pub fn damaged(cause: impl std::fmt::Display) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(
                Kind::Invalid,
                "rusak dan tidak dapat dibaca",
                "is damaged and cannot be read",
            )
        }
    }

    /// The file holds more than is read.
    pub fn too_large() -> Self {
        Self::new(
            Kind::TooLarge,
            "terlalu besar setelah dibuka",
            "is too large once it is unpacked",
        )
    }

    /// The refusal of the field `file`.
    pub fn of_field(self) -> Error {
        let error = Error::invalid_field("file", Rule::Other(Message::new(self.id, self.en)));
        match self.cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        }
    }

    /// The refusal of a document, as a sentence.
    pub fn of_document(self, code: &'static str) -> Error {
        let said = Message::new(format!("Berkas ini {}.", self.id), format!("The file {}.", self.en));
        let error = Error::new(self.kind, code, said);
        match self.cause {
            Some(cause) => error.caused_by(cause),
            None => error,
        }
    }
}

impl From<Foreign> for Refusal {
    fn from(foreign: Foreign) -> Self {
        let (id, en) = foreign.advice();
        Self::new(Kind::UnsupportedMedia, id, en)
    }
}

/// What opening a package or reading its XML had to say.
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error.code() {
            "import.docx.too_large" => Self::too_large(),
            "import.docx.protected" => Foreign::Protected.into(),
            _ => Self::damaged(error),
        }
    }
}
