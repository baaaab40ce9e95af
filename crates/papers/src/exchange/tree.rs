//! XML as a tree of elements.
//!
//! Invariant: a tree has at most [`MOST`] elements, nests as deep as the stream below allows, and knows no entity but the
//! five of XML.

use std::io::BufRead;

use crate::{
    file_kind::Refusal,
    import::docx::xml::{Elements, Node as Event},
};

/// Most elements of a tree.
const MOST: usize = 300_000;

/// A part of an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// An element: its name and its attributes without their prefixes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements directly in it that are called so.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.name == name)
    }

    pub fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// All text in it, however deep.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, to: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => to.push_str(text),
                Node::Element(element) => element.add_text(to),
            }
        }
    }

    /// Every element in it, itself first.
    pub fn walk(&self) -> Vec<&Self> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(element) = found.get(next).copied() {
            found.extend(element.elements());
            next += 1;
        }
        found
    }

    /// Gives a text back its place among the parts, beside the last one.
    pub fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }
}

/// The outermost element of some XML.
pub(super) fn read(source: &mut dyn BufRead) -> Result<Element, Refusal> {
    let mut elements = Elements::of(source);
    let mut open: Vec<Element> = Vec::new();
    let mut count = 0;
    while let Some(event) = elements.next()? {
        match event {
            Event::Open(tag) => {
                count += 1;
                if count > MOST {
                    return Err(Refusal::too_large());
                }
                open.push(Element {
                    name: tag.name().to_owned(),
                    attributes: tag.attributes(),
                    children: Vec::new(),
                });
            }
            Event::Text(text) => {
                if let Some(last) = open.last_mut() {
                    last.push_text(text);
                }
            }
            Event::Close => {
                let Some(done) = open.pop() else {
                    return Err(Refusal::damaged("an element ends that did not begin"));
                };
                match open.last_mut() {
                    Some(outer) => outer.children.push(Node::Element(done)),
                    None => return Ok(done),
                }
            }
        }
    }
    Err(Refusal::damaged("it has no element"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(xml: &str) -> Result<Element, Refusal> {
        read(&mut xml.as_bytes())
    }

    #[test]
    fn xml_becomes_a_tree_with_names_without_prefixes() {
        let tree = of("<?xml version='1.0'?><!-- x --><q:a n='1&amp;2'>x<b/>y<![CDATA[<z>]]></q:a>").unwrap();
        assert_eq!((tree.name.as_str(), tree.attribute("n")), ("a", Some("1&2")));
        assert_eq!(tree.text(), "xy<z>");
        assert_eq!(tree.all("b").count(), 1);
    }

    #[test]
    fn hostile_xml_is_refused() {
        let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><l>&b;</l>";
        let outside = "<!DOCTYPE l SYSTEM 'file:///etc/passwd'><l/>";
        for xml in [laughs, outside, "<l>&b;</l>", "<l>", "", "text", "<a></b>"] {
            assert!(of(xml).is_err(), "{xml}");
        }
        assert!(of(&"<a>".repeat(100_000)).is_err());
        let wide = format!("<a>{}</a>", "<b/>".repeat(MOST + 1));
        assert!(of(&wide).is_err());
    }
}
