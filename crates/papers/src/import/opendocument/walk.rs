//! Walking the content of an `OpenDocument` text.

mod frame;
mod table;

use base::{Error, Message};

use super::{lists::Lists, pictures::Pictures, styles::Styles};
use crate::{
    finding::{Severity, excerpt},
    import::{
        Place,
        docx::{
            At, Block, Document, Note, Paragraph,
            xml::{Elements, Node, Tag},
        },
        styled::{self, StyledText},
    },
};

/// How deep elements within content are followed.
const DEEPEST: usize = 60;
/// Most blanks that one element stands for.
const MOST_BLANKS: u32 = 1_000;
/// Most notes that are kept; a report shows fewer.
const MOST_NOTES: usize = 5_000;

/// A document in the making.
pub(super) struct Walk<'a> {
    styles: Styles,
    lists: Lists,
    pictures: Pictures<'a>,
    document: Document,
    tables: usize,
    paragraphs: usize,
    at: At,
    depth: usize,
}

impl<'a> Walk<'a> {
    /// Nothing yet.
    pub fn new(styles: Styles, lists: Lists, pictures: Pictures<'a>) -> Self {
        Self {
            styles,
            lists,
            pictures,
            document: Document::default(),
            tables: 0,
            paragraphs: 0,
            at: At::default(),
            depth: 0,
        }
    }

    /// The document.
    pub fn finish(mut self) -> Document {
        self.document.pictures = self.pictures.taken;
        self.document
    }

    /// Walks the whole part.
    pub fn document(&mut self, xml: &mut Elements<'_>) -> Result<(), Error> {
        while let Some(node) = xml.next()? {
            match node {
                Node::Open(tag) if tag.name() == "text" => self.body(xml)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Walks what is open, whose paragraphs and tables are those of the document.
    fn body(&mut self, xml: &mut Elements<'_>) -> Result<(), Error> {
        self.each_part(xml, &mut |walk, xml, part| {
            let block = match part {
                Part::Paragraph(begun) => {
                    walk.paragraphs += 1;
                    walk.place(Place {
                        paragraph: Some(walk.paragraphs),
                        ..Place::default()
                    });
                    Block::Paragraph(walk.paragraph(xml, &begun)?)
                }
                Part::Table => {
                    walk.tables += 1;
                    walk.place(Place {
                        table: Some(walk.tables),
                        ..Place::default()
                    });
                    Block::Table(walk.table(xml)?)
                }
            };
            walk.document.blocks.push(block);
            Ok(())
        })
    }

    /// Hands over the paragraphs and tables of what is open, each as it begins. Lists around them are kept count of.
    fn each_part(&mut self, xml: &mut Elements<'_>, take: &mut TakePart<'_, 'a>) -> Result<(), Error> {
        let mut depth = 1_usize;
        // Which of the elements that are open are lists.
        let mut lists = Vec::new();
        while depth > 0 {
            match xml.next()? {
                Some(Node::Open(tag)) => match tag.name() {
                    "p" | "h" => {
                        let begun = Begun::of(&tag);
                        take(self, xml, Part::Paragraph(begun))?;
                    }
                    "table" => take(self, xml, Part::Table)?,
                    name if is_unread(name) => skip(xml)?,
                    _ => {
                        depth += 1;
                        if self.list(&tag) {
                            lists.push(depth);
                        }
                    }
                },
                Some(Node::Close) => {
                    if lists.last() == Some(&depth) {
                        lists.pop();
                        self.lists.end();
                    }
                    depth -= 1;
                }
                Some(Node::Text(_)) => {}
                None => break,
            }
        }
        Ok(())
    }

    fn place(&mut self, place: Place) {
        self.at = At {
            order: self.at.order + 1,
            place,
        };
    }

    /// Takes an element of a list; whether it is a list that begins.
    fn list(&mut self, tag: &Tag<'_>) -> bool {
        match tag.name() {
            "list" => {
                let goes_on = tag.value("continue-numbering").as_deref() == Some("true");
                let with = tag.value("continue-list");
                self.lists
                    .begin(tag.value("style-name"), tag.value("id"), with.as_deref(), goes_on);
                true
            }
            "list-item" => {
                self.lists.item(tag.number("start-value"));
                false
            }
            _ => false,
        }
    }

    /// Reads the paragraph that is open.
    fn paragraph(&mut self, xml: &mut Elements<'_>, begun: &Begun) -> Result<Paragraph, Error> {
        let style = match begun.outline.or_else(|| self.styles.outline(&begun.style)) {
            Some(level) if begun.is_heading => format!("heading {level}"),
            _ => self.styles.name(&begun.style),
        };
        let is_named = begun.is_heading || style == "title";
        let styles = if is_named {
            styled::Styles::NONE
        } else {
            self.styles.paragraph(&begun.style)
        };
        let label = self.lists.label();
        let mut text = StyledText::default();
        let mut boxes = Vec::new();
        self.inline(xml, styles, &mut text, &mut boxes)?;
        for line in boxes {
            text.append_line(&line);
        }
        Ok(Paragraph {
            label,
            text: text.trimmed_end(),
            style,
            at: self.at,
        })
    }

    /// Reads what stands within a line of what is open.
    fn inline(
        &mut self,
        xml: &mut Elements<'_>,
        styles: styled::Styles,
        text: &mut StyledText,
        boxes: &mut Vec<StyledText>,
    ) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEEPEST {
            self.depth -= 1;
            return skip(xml);
        }
        loop {
            match xml.next()? {
                Some(Node::Open(tag)) => {
                    let blanks = tag.number("c").unwrap_or(1).min(MOST_BLANKS);
                    match tag.name() {
                        "span" if self.styles.hides(&tag.value("style-name").unwrap_or_default()) => skip(xml)?,
                        "span" => {
                            let inner = self
                                .styles
                                .characters(&tag.value("style-name").unwrap_or_default(), styles);
                            self.inline(xml, inner, text, boxes)?;
                        }
                        "s" => {
                            let blanks: String = (0..blanks).map(|_| ' ').collect();
                            text.push_str(&blanks, styles);
                            skip(xml)?;
                        }
                        "tab" => {
                            text.push_str("\t", styles);
                            skip(xml)?;
                        }
                        "line-break" => {
                            text.push_str("\n", styles);
                            skip(xml)?;
                        }
                        "frame" => self.frame(xml, text, boxes)?,
                        name if is_unread(name) => skip(xml)?,
                        _ => self.inline(xml, styles, text, boxes)?,
                    }
                }
                Some(Node::Text(more)) => text.push_str(&content(more), styles),
                Some(Node::Close) | None => break,
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn note(&mut self, severity: Severity, code: &'static str, text: &str, said: (&'static str, &'static str)) {
        if self.document.notes.len() >= MOST_NOTES {
            return;
        }
        self.document.notes.push(Note {
            severity,
            at: self.at,
            code,
            excerpt: excerpt(text),
            message: Message::new(said.0, said.1),
        });
    }
}

/// What text flows through: something that has just begun.
enum Part {
    Paragraph(Begun),
    Table,
}

/// Takes a part that has begun, to its end.
type TakePart<'t, 'w> = dyn FnMut(&mut Walk<'w>, &mut Elements<'_>, Part) -> Result<(), Error> + 't;

/// How a paragraph begins.
struct Begun {
    style: String,
    is_heading: bool,
    outline: Option<u32>,
}

impl Begun {
    fn of(tag: &Tag<'_>) -> Self {
        Self {
            style: tag.value("style-name").unwrap_or_default(),
            is_heading: tag.name() == "h",
            outline: tag.number("outline-level"),
        }
    }
}

/// Elements whose content is no part of the text: what was deleted, comments, footnotes, forms, contents tables' sources.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note"
            | "forms"
            | "ruby-text"
            | "sequence-decls"
            | "variable-decls"
            | "user-field-decls"
    )
}

/// Characters as content keeps them. Line feeds of the file are blanks.
fn content(text: &str) -> String {
    text.chars()
        .filter_map(|char| match char {
            '\n' | '\r' | '\t' | '\u{a0}' | '\u{202f}' | '\u{2007}' => Some(' '),
            '\u{ad}' | '\u{feff}' => None,
            char => Some(char),
        })
        .collect()
}

/// Passes over what is open.
fn skip(xml: &mut Elements<'_>) -> Result<(), Error> {
    let mut depth = 1_usize;
    while depth > 0 {
        match xml.next()? {
            Some(Node::Open(_)) => depth += 1,
            Some(Node::Close) => depth -= 1,
            Some(Node::Text(_)) => {}
            None => break,
        }
    }
    Ok(())
}
