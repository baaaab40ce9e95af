//! Marked text as a tree.

use crate::Formula;

/// How deep blocks and styles nest at most.
pub const DEEPEST: usize = 32;

/// A marked text: its blocks, one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Marked {
    pub blocks: Vec<Block>,
}

/// What stands on lines of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Block {
    Paragraph(Vec<Inline>),
    List {
        /// Whether its items are numbered.
        ordered: bool,
        /// The items, each with its blocks.
        items: Vec<Vec<Block>>,
    },
    Table {
        /// Whether the first row names the columns.
        header: bool,
        /// The rows, each with its cells, each with its blocks.
        rows: Vec<Vec<Vec<Block>>>,
    },
}

/// What stands within a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// The end of a line within a paragraph.
    Break,
    /// Parts that are set in a style.
    Styled {
        style: Style,
        /// The parts.
        content: Vec<Inline>,
    },
    Picture {
        /// The hash of its bytes.
        hash: Hash,
        /// What it shows, for who cannot see it.
        alt: String,
    },
    Formula(Formula),
}

/// How characters are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Bold,
    Italic,
    /// Underlined.
    Underline,
    /// Struck through.
    Strike,
    /// Lowered.
    Sub,
    /// Raised.
    Sup,
}

impl Style {
    /// The styles and the elements that stand for them.
    pub(crate) const ELEMENTS: [(Style, &'static str); 6] = [
        (Self::Bold, "b"),
        (Self::Italic, "i"),
        (Self::Underline, "u"),
        (Self::Strike, "s"),
        (Self::Sub, "sub"),
        (Self::Sup, "sup"),
    ];

    /// The element that stands for it.
    pub(crate) fn element(self) -> &'static str {
        match self {
            Self::Bold => "b",
            Self::Italic => "i",
            Self::Underline => "u",
            Self::Strike => "s",
            Self::Sub => "sub",
            Self::Sup => "sup",
        }
    }
}

/// The SHA-256 of a picture's bytes, as 64 hexadecimal digits in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(String);

/// How many hexadecimal digits name a picture.
pub(crate) const DIGITS: usize = 64;

impl Hash {
    /// The hash that a text is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(text.to_owned()))
    }

    /// Its digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Marked {
    /// A marked text of these blocks, in the one shape that its meaning has: texts beside each other are one, what shows
    /// nothing is gone, formulas are canonical.
    pub fn new(blocks: Vec<Block>) -> Self {
        Self { blocks: flow(blocks) }
    }

    /// The pictures in it, in their order, each as often as it is shown.
    pub fn pictures(&self) -> Vec<&Hash> {
        let mut found = Vec::new();
        of_blocks(&self.blocks, &mut found);
        found
    }

    /// How deep it nests: a paragraph of words is one deep. What nests deeper than [`DEEPEST`] cannot be read back.
    pub fn depth(&self) -> usize {
        blocks_depth(&self.blocks)
    }
}

fn of_blocks<'m>(blocks: &'m [Block], found: &mut Vec<&'m Hash>) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => of_inlines(content, found),
            Block::List { items, .. } => items.iter().for_each(|item| of_blocks(item, found)),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| of_blocks(cell, found)),
        }
    }
}

fn of_inlines<'m>(content: &'m [Inline], found: &mut Vec<&'m Hash>) {
    for inline in content {
        match inline {
            Inline::Picture { hash, .. } => found.push(hash),
            Inline::Styled { content, .. } => of_inlines(content, found),
            Inline::Text(_) | Inline::Break | Inline::Formula(_) => {}
        }
    }
}

fn blocks_depth(blocks: &[Block]) -> usize {
    let depth = |block: &Block| match block {
        Block::Paragraph(content) => inlines_depth(content),
        Block::List { items, .. } => items.iter().map(|item| blocks_depth(item)).max().unwrap_or(0),
        Block::Table { rows, .. } => rows.iter().flatten().map(|cell| blocks_depth(cell)).max().unwrap_or(0),
    };
    blocks.iter().map(|block| 1 + depth(block)).max().unwrap_or(0)
}

fn inlines_depth(content: &[Inline]) -> usize {
    let depth = |inline: &Inline| match inline {
        Inline::Styled { content, .. } => 1 + inlines_depth(content),
        Inline::Text(_) | Inline::Break | Inline::Picture { .. } | Inline::Formula(_) => 0,
    };
    content.iter().map(depth).max().unwrap_or(0)
}

/// Blocks in their one shape. A single paragraph with nothing in it is nothing.
fn flow(blocks: Vec<Block>) -> Vec<Block> {
    let blocks: Vec<Block> = blocks.into_iter().filter_map(block).collect();
    match blocks.as_slice() {
        [Block::Paragraph(content)] if content.is_empty() => Vec::new(),
        _ => blocks,
    }
}

fn block(block: Block) -> Option<Block> {
    match block {
        Block::Paragraph(content) => Some(Block::Paragraph(inlines(content))),
        Block::List { items, .. } if items.is_empty() => None,
        Block::List { ordered, items } => Some(Block::List {
            ordered,
            items: items.into_iter().map(flow).collect(),
        }),
        Block::Table { header, rows } => {
            let row = |cells: Vec<Vec<Block>>| cells.into_iter().map(flow).collect();
            let rows: Vec<Vec<Vec<Block>>> = rows.into_iter().filter(|cells| !cells.is_empty()).map(row).collect();
            (!rows.is_empty()).then_some(Block::Table { header, rows })
        }
    }
}

/// Parts of a line in their one shape.
fn inlines(content: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        join(inline, &mut joined);
    }
    joined
}

fn join(inline: Inline, joined: &mut Vec<Inline>) {
    match inline {
        Inline::Text(text) => {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    joined.push(Inline::Break);
                }
                match joined.last_mut() {
                    Some(Inline::Text(last)) => last.push_str(line),
                    _ if line.is_empty() => {}
                    _ => joined.push(Inline::Text(line.to_owned())),
                }
            }
        }
        Inline::Styled { style, content } => {
            let content = inlines(content);
            match joined.last_mut() {
                _ if content.is_empty() => {}
                // A style that goes on is one: Word parts runs wherever somebody corrected something.
                Some(Inline::Styled {
                    style: last,
                    content: all,
                }) if *last == style => {
                    for inline in content {
                        join(inline, all);
                    }
                }
                _ => joined.push(Inline::Styled { style, content }),
            }
        }
        Inline::Formula(formula) => {
            let formula = formula.canonical();
            if !formula.is_nothing() {
                joined.push(Inline::Formula(formula));
            }
        }
        other => joined.push(other),
    }
}
