//! Why a marked text is refused: what is wrong, and where.

use base::{Message, Rule};

use crate::{FormulaError, xml};

/// Why a marked text is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkupError {
    /// What is wrong.
    pub what: Mistake,
    /// The character at which it was seen, from 1.
    pub character: usize,
}

/// What is wrong with a marked text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// An element that marked text does not have, or not in this place.
    Element(String),
    /// An attribute that the element does not have; the element, then the attribute.
    Attribute(String, String),
    /// An attribute that the element must have, missing or with a value that it cannot have.
    Value(String, String),
    /// Characters where only elements may be.
    Text,
    /// A comment, an instruction or a declaration.
    Declaration,
    /// It is no well-formed XML.
    Malformed,
    /// It nests too deep.
    Deep,
    /// It is too long.
    Long,
    /// A formula in it is wrong.
    Formula(FormulaError),
}

impl MarkupError {
    /// A mistake at a byte of a text.
    pub(crate) fn new(what: Mistake, text: &str, at: usize) -> Self {
        let before = text.char_indices().take_while(|(start, _)| *start < at).count();
        Self {
            what,
            character: before + 1,
        }
    }

    pub(crate) fn of_xml(refusal: xml::Refusal, text: &str) -> Self {
        let what = match refusal.reason {
            xml::Reason::Malformed => Mistake::Malformed,
            xml::Reason::Forbidden => Mistake::Declaration,
            xml::Reason::Deep => Mistake::Deep,
            xml::Reason::Long => Mistake::Long,
        };
        Self::new(what, text, refusal.at)
    }

    /// What is wrong and where, in words that follow a field's name.
    pub fn message(&self) -> Message {
        let what = self.what.message();
        let at = self.character;
        Message::new(
            format!("{} (karakter ke-{at})", what.text(base::Lang::Id)),
            format!("{} (character {at})", what.text(base::Lang::En)),
        )
    }

    /// The rule that the field broke.
    pub fn rule(&self) -> Rule {
        Rule::Other(self.message())
    }
}

impl Mistake {
    fn message(&self) -> Message {
        match self {
            Self::Element(name) => Message::new(
                format!("memuat elemen <{}> yang tidak diterima di sini", excerpt(name)),
                format!("has the element <{}>, which is not taken here", excerpt(name)),
            ),
            Self::Attribute(element, name) => Message::new(
                format!("memuat atribut {} yang tidak diterima pada <{element}>", excerpt(name)),
                format!("has the attribute {}, which is not taken on <{element}>", excerpt(name)),
            ),
            Self::Value(element, name) => Message::new(
                format!("atribut {name} pada <{element}> tidak ada atau tidak sah"),
                format!("has <{element}> without a valid attribute {name}"),
            ),
            Self::Text => Message::new("memuat teks di luar paragraf", "has text outside of a paragraph"),
            Self::Declaration => Message::new(
                "memuat komentar, instruksi, atau deklarasi XML",
                "has a comment, an instruction or a declaration of XML",
            ),
            Self::Malformed => Message::new("bukan XML yang tersusun benar", "is not well-formed XML"),
            Self::Deep => Message::new("bersarang terlalu dalam", "nests too deep"),
            Self::Long => Message::new("terlalu panjang", "is too long"),
            Self::Formula(error) => error.message(),
        }
    }
}

/// As much of what somebody wrote as a message shows.
pub(crate) fn excerpt(text: &str) -> &str {
    const SHOWN: usize = 60;
    text.char_indices().nth(SHOWN).map_or(text, |(end, _)| &text[..end])
}

impl std::fmt::Display for MarkupError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message().text(base::Lang::En))
    }
}

impl std::error::Error for MarkupError {}
