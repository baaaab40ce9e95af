//! The walk over the main part: elements in, blocks out.
//!
//! Invariant: each open element has exactly one [`Frame`], so that whatever an element began ends with it; nothing here
//! calls itself. Source of the elements' meanings: ECMA-376 part 1, 17.

mod element;
mod finish;
mod formula;

use base::Error;

use self::formula::OpenMath;
use super::{
    super::styled::{StyledText, Styles as Set},
    album::Album,
    block::{At, Block, Cell, Document, Note, Row, Table},
    description::described,
    marks::{self, Growing},
    numbering::Numbering,
    styles::Styles,
    too_large,
    xml::Node,
};
use crate::{
    finding::excerpt,
    import::{Place, Severity},
};

/// Longest paragraph, in bytes; more than a passage may have.
const LONGEST_PARAGRAPH: usize = 512 * 1024;
/// Most paragraphs and cells of a document.
const MOST_BLOCKS: usize = 300_000;

/// Most notes: who has so many need not read the rest.
const MOST_NOTES: usize = 1000;

/// What an open element means.
enum Frame {
    /// Nothing of its own.
    Plain,
    /// It and all in it count for nothing.
    Skipped,
    Paragraph,
    ParagraphProperties,
    /// Properties of the mark at a paragraph's end.
    MarkProperties,
    ListProperties,
    /// A run; holds what counted outside of it.
    Run(RunState),
    RunProperties,
    /// Characters, with whether blanks around them count.
    Characters(String, bool),
    Table,
    Row,
    RowProperties,
    Cell,
    CellProperties,
    TextBox,
    /// Alternatives; holds how much had been emitted before the first.
    Alternate(u64),
    Drawing(Drawing),
    ControlProperties,
    /// The instruction of a field.
    Instruction(String),
}

/// A drawing that is open: what was before it.
struct Drawing {
    /// How much had been emitted.
    before: u64,
    /// The description of the drawing outside of it.
    alt: String,
    /// How many notes there were, and how long the paragraph was.
    notes: usize,
    length: usize,
    /// Whether an older editor's formula was outside of it.
    is_equation: bool,
}

/// What counts for the characters of a run.
#[derive(Default, Clone)]
struct RunState {
    hidden: bool,
    font: String,
    /// How the characters are set.
    set: Set,
}

/// Where finished paragraphs go.
enum Scope {
    Body,
    Cell,
    Box(Vec<StyledText>),
}

/// A table in the making.
#[derive(Default)]
struct GrowingTable {
    table: Table,
    row: Row,
    cell: Option<Cell>,
    column: usize,
    row_deleted: bool,
    cell_deleted: bool,
}

/// The walk.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    numbering: Numbering,
    album: Album<'a>,
    document: Document,
    frames: Vec<Frame>,
    skipping: usize,
    scopes: Vec<Scope>,
    paragraphs: Vec<Growing>,
    tables: Vec<GrowingTable>,
    run: RunState,
    /// Counts whatever became visible.
    emitted: u64,
    /// The description of the drawing that is open.
    alt: String,
    /// The formula that is open.
    math: Option<OpenMath>,
    /// Whether the drawing that is open is a formula of an older editor.
    is_equation: bool,
    /// Whether a drawing among alternatives showed nothing.
    is_lost: bool,
    /// Whether a content control shows what to type instead of what was typed.
    is_placeholder: bool,
    /// Text of paragraphs whose ends were deleted.
    carried: StyledText,
    blocks: usize,
    body_paragraphs: usize,
    body_tables: usize,
}

impl<'a> Walk<'a> {
    /// At the beginning.
    pub fn new(styles: &'a Styles, numbering: Numbering, album: Album<'a>) -> Self {
        Self {
            styles,
            numbering,
            album,
            document: Document::default(),
            frames: Vec::new(),
            skipping: 0,
            scopes: vec![Scope::Body],
            paragraphs: Vec::new(),
            tables: Vec::new(),
            run: RunState::default(),
            emitted: 0,
            alt: String::new(),
            math: None,
            is_equation: false,
            is_lost: false,
            is_placeholder: false,
            carried: StyledText::default(),
            blocks: 0,
            body_paragraphs: 0,
            body_tables: 0,
        }
    }

    /// Takes the next piece.
    pub fn take(&mut self, node: Node<'_>) -> Result<(), Error> {
        if self.take_math(&node) {
            return Ok(());
        }
        match node {
            Node::Open(_) if self.skipping > 0 => self.skipping += 1,
            Node::Close if self.skipping > 1 => self.skipping -= 1,
            Node::Close => {
                self.skipping = 0;
                if let Some(frame) = self.frames.pop() {
                    self.close(frame);
                }
            }
            Node::Open(tag) => {
                let frame = self.open(&tag)?;
                if matches!(frame, Frame::Skipped) {
                    self.skipping = 1;
                }
                self.frames.push(frame);
            }
            Node::Text(text) => {
                if let Some(Frame::Characters(characters, _) | Frame::Instruction(characters)) = self.frames.last_mut()
                    && self.skipping == 0
                {
                    characters.push_str(text);
                }
            }
        }
        Ok(())
    }

    /// The document, at the end.
    pub fn finish(mut self) -> Document {
        if let Some(paragraph) = self.left_over() {
            self.push_block(Block::Paragraph(paragraph));
        }
        self.document.pictures = self.album.pictures;
        self.document
    }

    /// Where the block that is being read stands.
    fn here(&self) -> At {
        let mut place = Place::default();
        match self.tables.first() {
            Some(growing) => {
                place.table = Some(self.body_tables);
                place.row = Some(growing.table.rows.len() + 1);
            }
            None => place.paragraph = Some(self.body_paragraphs),
        }
        At {
            order: self.body_tables + self.body_paragraphs,
            place,
        }
    }

    /// Counts a paragraph or a cell.
    fn count(&mut self) -> Result<(), Error> {
        self.blocks += 1;
        if self.blocks > MOST_BLOCKS {
            return Err(too_large("XML"));
        }
        Ok(())
    }

    /// Adds visible text to the paragraph that is open.
    fn emit(&mut self, text: &str) {
        if self.run.hidden {
            return;
        }
        let set = self.styles_now();
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        let text = marks::characters(text, &self.run.font);
        if paragraph.is_in_instruction() {
            paragraph.instruct(&text, set);
            return;
        }
        // What does not fit is beyond everything that a question or a passage may hold.
        if paragraph.text.len() < LONGEST_PARAGRAPH {
            paragraph.text.push_str(&text, set);
        }
        self.emitted += 1;
    }

    fn note(&mut self, severity: Severity, code: &'static str, message: base::Message) {
        if self.document.notes.len() >= MOST_NOTES {
            return;
        }
        let alt = described(&self.alt);
        let shown = self.paragraphs.last().map(|paragraph| paragraph.text.as_str());
        let excerpt = excerpt(if alt.is_empty() {
            shown.unwrap_or_default()
        } else {
            &alt
        });
        let at = self.here();
        self.document.notes.push(Note {
            severity,
            at,
            code,
            excerpt,
            message,
        });
    }

    /// Adds a finished paragraph of the body.
    fn push_block(&mut self, block: Block) {
        self.document.blocks.push(block);
    }
}
