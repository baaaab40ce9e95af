//! The stored form read: a small, strict subset of XHTML.
//!
//! Blocks stand on the outside. An item of a list or a cell holds blocks, or the parts of a line, which are a paragraph
//! then; blanks between blocks count for nothing.

use crate::{
    Block, Formula, Hash, Inline, Marked, MarkupError, Mistake, Style,
    formula::of_math_element,
    tree::DEEPEST,
    xml::{self, Element, Mode, Node},
};

/// A mistake and the byte at which it was seen.
type Found<T> = Result<T, (Mistake, usize)>;

impl Marked {
    /// The marked text that a stored form stands for.
    pub fn parse(text: &str) -> Result<Self, MarkupError> {
        let nodes = xml::read(text, Mode::Strict).map_err(|refusal| MarkupError::of_xml(refusal, text))?;
        let read = flow(&nodes, Outer::Whole, 1).map_err(|(what, at)| MarkupError::new(what, text, at))?;
        Ok(Self::new(read))
    }
}

/// Where blocks stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outer {
    /// The outside, where parts of a line need their paragraph.
    Whole,
    /// An item or a cell.
    Part,
}

fn blank(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ')
}

/// Blocks, and parts of lines between them.
fn flow(nodes: &[Node], outer: Outer, depth: usize) -> Found<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut line: Vec<Inline> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if is_block(&element.name) => {
                end(&mut line, &mut blocks);
                blocks.push(block(element, depth)?);
            }
            Node::Text(text, _) if blank(text) && line.is_empty() => {}
            Node::Text(_, at) if outer == Outer::Whole => return Err((Mistake::Text, *at)),
            Node::Element(element) if outer == Outer::Whole => return Err(refused(element)),
            other => inline(other, &mut line, depth)?,
        }
    }
    end(&mut line, &mut blocks);
    Ok(blocks)
}

/// Ends a line that stood without a paragraph of its own. What is only blanks stood between blocks.
fn end(line: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let line = std::mem::take(line);
    if !line
        .iter()
        .all(|inline| matches!(inline, Inline::Text(text) if blank(text)))
    {
        blocks.push(Block::Paragraph(line));
    }
}

fn is_block(name: &str) -> bool {
    matches!(name, "p" | "ul" | "ol" | "table")
}

fn refused(element: &Element) -> (Mistake, usize) {
    (Mistake::Element(element.name.clone()), element.at)
}

/// Refuses attributes that an element does not have.
fn only(element: &Element, known: &[&str]) -> Found<()> {
    match element
        .attributes
        .iter()
        .find(|(key, _)| !known.contains(&key.as_str()))
    {
        Some((key, _)) => Err((Mistake::Attribute(element.name.clone(), key.clone()), element.at)),
        None => Ok(()),
    }
}

fn shallow(element: &Element, depth: usize) -> Found<()> {
    if depth > DEEPEST {
        return Err((Mistake::Deep, element.at));
    }
    Ok(())
}

fn block(element: &Element, depth: usize) -> Found<Block> {
    only(element, &[])?;
    shallow(element, depth)?;
    match element.name.as_str() {
        "p" => Ok(Block::Paragraph(inlines(element, depth)?)),
        "table" => table(element, depth),
        name => {
            let items = children(element, &["li"])?;
            Ok(Block::List {
                ordered: name == "ol",
                items: items
                    .into_iter()
                    .map(|item| flow(&item.children, Outer::Part, depth + 1))
                    .collect::<Result<_, _>>()?,
            })
        }
    }
}

/// The elements in one that holds only such elements.
fn children<'e>(element: &'e Element, names: &[&str]) -> Found<Vec<&'e Element>> {
    let mut found = Vec::new();
    for node in &element.children {
        match node {
            Node::Element(child) if names.contains(&child.name.as_str()) => {
                only(child, &[])?;
                found.push(child);
            }
            Node::Element(child) => return Err(refused(child)),
            Node::Text(text, _) if blank(text) => {}
            Node::Text(_, at) => return Err((Mistake::Text, *at)),
        }
    }
    Ok(found)
}

fn table(element: &Element, depth: usize) -> Found<Block> {
    let mut header = false;
    let mut rows = Vec::new();
    for (index, row) in children(element, &["tr"])?.into_iter().enumerate() {
        let mut cells = Vec::new();
        for cell in children(row, &["th", "td"])? {
            // The first row names the columns as a whole, and no other row does.
            if cells.is_empty() && index == 0 {
                header = cell.name == "th";
            }
            if (cell.name == "th") != (header && index == 0) {
                return Err(refused(cell));
            }
            cells.push(flow(&cell.children, Outer::Part, depth + 1)?);
        }
        if cells.is_empty() {
            return Err(refused(row));
        }
        rows.push(cells);
    }
    Ok(Block::Table { header, rows })
}

fn inlines(element: &Element, depth: usize) -> Found<Vec<Inline>> {
    let mut line = Vec::new();
    for node in &element.children {
        inline(node, &mut line, depth)?;
    }
    Ok(line)
}

fn inline(node: &Node, line: &mut Vec<Inline>, depth: usize) -> Found<()> {
    let element = match node {
        Node::Text(text, _) => {
            line.push(Inline::Text(text.clone()));
            return Ok(());
        }
        Node::Element(element) => element,
    };
    let style = Style::ELEMENTS.into_iter().find(|(_, name)| *name == element.name);
    let read = match (element.name.as_str(), style) {
        ("math", _) => Inline::Formula(formula(element)?),
        ("img", _) => picture(element)?,
        ("br", _) => {
            only(element, &[])?;
            empty(element)?;
            Inline::Break
        }
        (_, Some((style, _))) => {
            only(element, &[])?;
            shallow(element, depth + 1)?;
            Inline::Styled {
                style,
                content: inlines(element, depth + 1)?,
            }
        }
        _ => return Err(refused(element)),
    };
    line.push(read);
    Ok(())
}

fn formula(element: &Element) -> Found<Formula> {
    of_math_element(element).map_err(|error| (Mistake::Formula(error), element.at))
}

/// Refuses content in an element that has none.
fn empty(element: &Element) -> Found<()> {
    match element.children.first() {
        None => Ok(()),
        Some(Node::Element(child)) => Err(refused(child)),
        Some(Node::Text(_, at)) => Err((Mistake::Text, *at)),
    }
}

fn picture(element: &Element) -> Found<Inline> {
    only(element, &["src", "alt"])?;
    empty(element)?;
    let invalid = |name: &str| (Mistake::Value(element.name.clone(), name.to_owned()), element.at);
    let source = element.value("src").and_then(|source| source.strip_prefix("image:"));
    let hash = source.and_then(Hash::parse).ok_or_else(|| invalid("src"))?;
    let alt = element.value("alt").ok_or_else(|| invalid("alt"))?;
    Ok(Inline::Picture {
        hash,
        alt: alt.to_owned(),
    })
}
