//! XML as a stream of elements.
//!
//! Invariant: a document type is refused, so that no entity but the five of XML exists; elements nest [`DEEPEST`] deep
//! at most.

use std::io::BufRead;

use base::{Error, Kind, Message};
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};

use super::{damaged, too_large};

/// More than any document needs.
const DEEPEST: usize = 256;

/// What comes next.
pub(crate) enum Node<'b> {
    /// An element begins.
    Open(Tag<'b>),
    /// The element that began last ends.
    Close,
    /// Characters.
    Text(&'b str),
}

/// The beginning of an element.
pub(crate) struct Tag<'b>(BytesStart<'b>);

impl Tag<'_> {
    /// Its name without its prefix: which prefix stands for which namespace differs between writers, and the names that
    /// matter are told apart by where they stand.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of an attribute, by its name without its prefix.
    pub fn value(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned()))
    }

    /// All attributes, by their names without their prefixes.
    pub fn attributes(&self) -> Vec<(String, String)> {
        let mut attributes = self.0.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let read = attributes.filter_map(|attribute| {
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
            Some((attribute.key.local_name().into_inner().to_owned(), value.into_owned()))
        });
        read.collect()
    }

    /// The value of an attribute that counts.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.value(name)?.trim().parse().ok()
    }

    /// Whether a switch is on: such an element means yes unless its value says no.
    pub fn is_on(&self) -> bool {
        !matches!(self.value("val").as_deref(), Some("0" | "false" | "off"))
    }
}

/// The elements of a part.
pub(crate) struct Elements<'r> {
    reader: Reader<&'r mut dyn BufRead>,
    buffer: Vec<u8>,
    held: String,
    depth: usize,
}

impl<'r> Elements<'r> {
    /// The elements of what `source` holds.
    pub fn of(source: &'r mut dyn BufRead) -> Self {
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            held: String::new(),
            depth: 0,
        }
    }

    /// The next thing, or nothing at the end.
    pub fn next(&mut self) -> Result<Option<Node<'_>>, Error> {
        loop {
            self.buffer.clear();
            // What is answered borrows the buffer, which the loop needs again for what is passed over: hence the copies
            // of short things below.
            match self.reader.read_event_into(&mut self.buffer).map_err(damaged)? {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(too_large("XML"));
                    }
                    return Ok(Some(Node::Open(Tag(start.into_owned()))));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Node::Close));
                }
                Event::Text(text) => {
                    self.held = text.xml10_content().into_owned();
                    return Ok(Some(Node::Text(&self.held)));
                }
                Event::CData(text) => {
                    self.held = text.xml10_content().into_owned();
                    return Ok(Some(Node::Text(&self.held)));
                }
                Event::GeneralRef(reference) => {
                    self.held = match reference.resolve_char_ref().map_err(damaged)? {
                        Some(char) => char.to_string(),
                        None => resolve_predefined_entity(&reference).ok_or_else(declares)?.to_owned(),
                    };
                    return Ok(Some(Node::Text(&self.held)));
                }
                Event::DocType(_) => return Err(declares()),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(damaged("it ends within an element")),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

/// The document declares a document type or uses an entity of one.
pub(super) fn declares() -> Error {
    Error::new(
        Kind::Invalid,
        "import.docx.declarations",
        Message::new(
            "Dokumen Word ini memuat deklarasi XML (DTD atau entitas) yang tidak diterima.",
            "The Word document holds XML declarations (a DTD or entities), which are not taken.",
        ),
    )
}
