//! Trees of HTML as marked text.
//!
//! Invariant: every word of a tree stands in the text; what cannot (a form, a film, a picture from elsewhere) is told.

mod line;
mod looks;

use marked::{Block, Formula, Inline, Marked, Style, Text};

use self::{
    line::{Growing, settle, trim_end},
    looks::{is_block, keeps_blanks, preformatted, style_of, write_xml},
};
use super::{
    album::{Album, Found, name_of},
    tree::{Element, Node},
};
use crate::{import::formulas, rules::unreadable};

/// How deep marked text is made; what is deeper is set without its marks.
const DEEPEST: usize = 24;
/// Most columns that a cell is taken to cover.
const MOST_SPAN: usize = 50;

/// Something that a text had and marked text has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lost {
    /// A picture that is not in the file, or is none that is shown.
    Picture,
    /// A formula that cannot be read.
    Formula,
    /// A film, a form, a program.
    Active,
    /// Where a link led.
    Link,
}

/// What a tree says.
#[derive(Debug, Default)]
pub(super) struct Prose {
    pub text: Text,
    /// What is not in it, and what is known of that.
    pub lost: Vec<(Lost, String)>,
    /// The sound that is played in it.
    pub audio: Option<String>,
}

/// What an element stands for that is neither text nor style: a blank that is filled in.
pub(super) type Blank<'a> = dyn FnMut(&Element) -> Option<String> + 'a;

/// Reads the parts of an element.
pub(super) fn read(element: &Element, album: &mut Album) -> Prose {
    read_with(element, album, &mut |_| None)
}

/// The same, with words in place of some elements.
pub(super) fn read_with(element: &Element, album: &mut Album, blank: &mut Blank<'_>) -> Prose {
    let mut reader = Reader {
        album,
        blank,
        prose: Prose::default(),
        ends_blank: true,
    };
    let blocks = reader.blocks(&element.children, 0);
    let mut prose = reader.prose;
    prose.text = Text::of(&Marked::new(blocks));
    prose
}

struct Reader<'a, 'b> {
    album: &'a mut Album,
    blank: &'a mut Blank<'b>,
    prose: Prose,
    /// Whether what was read last ends in a blank, or in nothing yet: then the next blank of the source is none.
    ends_blank: bool,
}

impl Reader<'_, '_> {
    fn blocks(&mut self, nodes: &[Node], depth: usize) -> Vec<Block> {
        let mut growing = Growing::default();
        self.begin_line();
        self.grow(nodes, depth, &mut growing);
        growing.flush();
        let mut blocks = growing.blocks;
        for block in &mut blocks {
            if let Block::Paragraph(line) = block {
                settle(line);
            }
        }
        blocks
    }

    fn begin_line(&mut self) {
        self.ends_blank = true;
    }

    fn grow(&mut self, nodes: &[Node], depth: usize, growing: &mut Growing) {
        for node in nodes {
            let Node::Element(element) = node else {
                self.inline(node, depth, &mut growing.line);
                continue;
            };
            match element.name.as_str() {
                "ul" | "ol" if depth < DEEPEST => {
                    growing.flush();
                    let list = self.list(element, depth + 1);
                    growing.blocks.push(list);
                    self.begin_line();
                }
                "table" if depth < DEEPEST => {
                    growing.flush();
                    let mut captions = element.all("caption").peekable();
                    if captions.peek().is_some() {
                        let caption = self.blocks(
                            &captions.flat_map(|one| one.children.clone()).collect::<Vec<_>>(),
                            depth + 1,
                        );
                        growing.blocks.extend(caption);
                    }
                    growing.blocks.extend(self.table(element, depth + 1));
                    self.begin_line();
                }
                name if is_block(name) => self.paragraphs(element, depth, growing),
                "li" | "tr" | "td" | "th" | "ul" | "ol" | "table" | "tbody" | "thead" | "tfoot" => {
                    growing.flush();
                    self.begin_line();
                    self.grow(&element.children, (depth + 1).min(DEEPEST), growing);
                    growing.flush();
                }
                _ => self.inline(node, depth, &mut growing.line),
            }
        }
    }

    /// A block of the source: the paragraphs within, or one that may be empty.
    fn paragraphs(&mut self, element: &Element, depth: usize, growing: &mut Growing) {
        growing.flush();
        self.begin_line();
        let before = growing.blocks.len();
        let is_heading = element.name.len() == 2 && element.name.starts_with('h');
        if element.name == "pre" {
            growing.line = preformatted(&element.text());
            growing.flush();
        } else {
            self.grow(&element.children, depth, growing);
            growing.flush();
        }
        if is_heading {
            for block in &mut growing.blocks[before..] {
                if let Block::Paragraph(line) = block {
                    let content = std::mem::take(line);
                    line.push(Inline::Styled {
                        style: Style::Bold,
                        content,
                    });
                }
            }
        }
        if element.name == "p" && growing.blocks.len() == before {
            growing.blocks.push(Block::Paragraph(Vec::new()));
        }
        self.begin_line();
    }

    fn list(&mut self, element: &Element, depth: usize) -> Block {
        let items = element
            .elements()
            .filter(|item| !matches!(item.name.as_str(), "script" | "style"));
        let items = items.map(|item| match item.name.as_str() {
            "li" => self.blocks(&item.children, depth),
            // A list directly within a list belongs to no item.
            _ => self.blocks(&[Node::Element(item.clone())], depth),
        });
        Block::List {
            ordered: element.name == "ol",
            items: items.collect(),
        }
    }

    fn table(&mut self, element: &Element, depth: usize) -> Option<Block> {
        let groups = ["tbody", "thead", "tfoot"];
        let rows: Vec<&Element> = element
            .elements()
            .flat_map(|child| match child.name.as_str() {
                "tr" => vec![child],
                name if groups.contains(&name) => child.all("tr").collect(),
                _ => Vec::new(),
            })
            .collect();
        let is_cell = |cell: &&Element| matches!(cell.name.as_str(), "td" | "th");
        let first = rows.first()?;
        let header = first.elements().filter(is_cell).count() > 0
            && first.elements().filter(is_cell).all(|cell| cell.name == "th");
        let mut read = Vec::with_capacity(rows.len());
        for row in rows {
            let mut cells = Vec::new();
            for cell in row.elements().filter(is_cell) {
                cells.push(self.blocks(&cell.children, depth));
                let span = cell
                    .attribute("colspan")
                    .and_then(|span| span.trim().parse::<usize>().ok());
                cells.extend((1..span.unwrap_or(1).min(MOST_SPAN)).map(|_| Vec::new()));
            }
            read.push(cells);
        }
        Some(Block::Table { header, rows: read })
    }

    fn inline(&mut self, node: &Node, depth: usize, line: &mut Vec<Inline>) {
        match node {
            Node::Text(text) => self.words(text, line),
            Node::Element(element) => self.element(element, depth, line),
        }
    }

    fn words(&mut self, text: &str, line: &mut Vec<Inline>) {
        let mut collapsed = String::with_capacity(text.len());
        for char in text.chars() {
            if char.is_ascii_whitespace() {
                if !self.ends_blank {
                    collapsed.push(' ');
                }
                self.ends_blank = true;
            } else {
                collapsed.push(char);
                self.ends_blank = false;
            }
        }
        if collapsed.is_empty() {
            return;
        }
        let mut unread = None;
        line.extend(formulas(&collapsed, &mut unread));
        if let Some(source) = unread {
            self.prose.lost.push((Lost::Formula, source));
        }
    }

    fn element(&mut self, element: &Element, depth: usize, line: &mut Vec<Inline>) {
        if let Some(words) = (self.blank)(element) {
            self.words(&words, line);
            return;
        }
        match element.name.as_str() {
            "br" => {
                trim_end(line);
                line.push(Inline::Break);
                self.begin_line();
            }
            "img" => self.picture(element, line),
            "math" => self.formula(element, line),
            "script" | "style" | "head" | "title" | "meta" | "link" => {
                if element.name == "script" {
                    self.lose(Lost::Active, "script");
                }
            }
            "audio" => self.sound(element),
            "iframe" | "object" | "embed" | "video" | "input" | "select" | "textarea" | "button" | "svg" | "canvas" => {
                self.active(element, depth, line);
            }
            "span" if keeps_blanks(element) => {
                line.push(Inline::Text(element.text()));
                self.ends_blank = false;
            }
            name => match style_of(name, element.attribute("style")) {
                Some(styles) if depth < DEEPEST => {
                    let mut content = Vec::new();
                    for child in &element.children {
                        self.inline(child, depth + styles.len(), &mut content);
                    }
                    let set = |content, style| vec![Inline::Styled { style, content }];
                    line.extend(styles.into_iter().rev().fold(content, set));
                }
                _ => {
                    self.link(element);
                    for child in &element.children {
                        self.inline(child, (depth + 1).min(DEEPEST), line);
                    }
                    if is_block(name) {
                        self.words(" ", line);
                    }
                }
            },
        }
    }

    fn lose(&mut self, what: Lost, told: &str) {
        self.prose.lost.push((what, told.to_owned()));
    }

    fn picture(&mut self, element: &Element, line: &mut Vec<Inline>) {
        let address = element.attribute("src").unwrap_or_default();
        let alt = element.attribute("alt").unwrap_or_default().to_owned();
        self.ends_blank = false;
        if let Found::Shown(hash) = self.album.find(address) {
            line.push(Inline::Picture { hash, alt });
            return;
        }
        line.push(Inline::Text(unreadable::PICTURE.to_owned()));
        let told = if address.starts_with("data:") {
            alt
        } else {
            name_of(address)
        };
        self.lose(Lost::Picture, &told);
    }

    fn formula(&mut self, element: &Element, line: &mut Vec<Inline>) {
        self.ends_blank = false;
        let mut source = String::new();
        write_xml(element, &mut source);
        if let Ok(formula) = Formula::of_mathml(&source) {
            line.push(Inline::Formula(formula));
            return;
        }
        line.push(Inline::Text(unreadable::FORMULA.to_owned()));
        let told = element
            .attribute("alttext")
            .map_or_else(|| element.text(), str::to_owned);
        self.lose(Lost::Formula, &told);
    }

    /// A sound: the first is played with the question, others are told.
    fn sound(&mut self, element: &Element) {
        let own = element.attribute("src");
        let within = element.walk().into_iter().find_map(|inner| inner.attribute("src"));
        let Some(address) = own.or(within) else {
            return;
        };
        let name = name_of(address);
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        if self.prose.audio.is_none() && !name.is_empty() {
            self.prose.audio = Some(name);
        } else {
            self.lose(Lost::Active, &name);
        }
    }

    /// What does something: its words stay, and it is told.
    fn active(&mut self, element: &Element, depth: usize, line: &mut Vec<Inline>) {
        let told = element
            .attribute("src")
            .or(element.attribute("data"))
            .unwrap_or(&element.name);
        self.lose(Lost::Active, told);
        for child in &element.children {
            self.inline(child, (depth + 1).min(DEEPEST), line);
        }
    }

    fn link(&mut self, element: &Element) {
        let address = element.attribute("href").filter(|_| element.name == "a");
        if let Some(address) = address.filter(|address| !address.is_empty() && element.text().trim() != *address) {
            self.lose(Lost::Link, address);
        }
    }
}
