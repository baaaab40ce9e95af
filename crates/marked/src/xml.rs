//! XML as a small tree, for the three dialects that are read here: marked text, `MathML` and Office Math.
//!
//! Invariant: no document type, no entity but the five of XML and numbers, a bounded depth, length and number of nodes;
//! so recursion over the tree is bounded too, and its memory is in proportion to the text.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// The longest text that is read, in bytes.
pub(crate) const LONGEST: usize = 512 * 1024;
/// How deep elements nest. A formula of the deepest kind in a cell of the deepest kind stays below.
const DEEPEST: usize = 256;
/// How many elements and texts there are at most.
const MOST_NODES: usize = 60_000;

/// How strictly is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Names count as they are written; comments and instructions are refused; line ends are blanks.
    Strict,
    /// Names count without their prefixes, and what no reader of XML looks at is passed over.
    Foreign,
}

/// An element or the characters between elements.
#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    /// Characters, and the byte at which they begin.
    Text(String, usize),
}

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    /// Its attributes in their order.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Node>,
    /// The byte at which it begins.
    pub at: usize,
}

impl Element {
    /// The value of an attribute.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(..) => None,
        })
    }

    /// The first element of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The characters directly in it.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|node| match node {
                Node::Text(text, _) => Some(text.as_str()),
                Node::Element(_) => None,
            })
            .collect()
    }
}

/// Why a text is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It is not well formed.
    Malformed,
    /// It has a comment, an instruction or a declaration.
    Forbidden,
    /// Elements nest too deep.
    Deep,
    /// It is too long or has too many elements.
    Long,
}

/// A text that is not read: why, and the byte at which that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Why.
    pub reason: Reason,
    /// Where.
    pub at: usize,
}

/// The nodes of a text, which may have more than one root.
pub(crate) fn read(text: &str, mode: Mode) -> Result<Vec<Node>, Refusal> {
    if text.len() > LONGEST {
        return Err(Refusal {
            reason: Reason::Long,
            at: LONGEST,
        });
    }
    let mut building = Building::new(mode);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        let at = position(reader.buffer_position());
        let refuse = |reason| Refusal { reason, at };
        let event = reader.read_event().map_err(|_| refuse(Reason::Malformed))?;
        if matches!(event, Event::Eof) {
            return building.finish().ok_or(refuse(Reason::Malformed));
        }
        building.take(event, at).map_err(refuse)?;
    }
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// The tree as far as it was read: the elements that are open, the whole first.
#[derive(Debug)]
pub(crate) struct Building {
    mode: Mode,
    open: Vec<Element>,
    nodes: usize,
    /// How many bytes the characters have.
    length: usize,
}

impl Building {
    /// One that has nothing in it.
    pub fn new(mode: Mode) -> Self {
        Self {
            mode,
            open: vec![Element::default()],
            nodes: 0,
            length: 0,
        }
    }

    /// An element begins that somebody else read: its name without a prefix and its one attribute that counts.
    pub fn begin(&mut self, name: &str, attribute: Option<(&str, &str)>) -> Result<(), Reason> {
        self.room()?;
        let attributes = attribute.map(|(key, value)| (key.to_owned(), value.to_owned()));
        self.open(name.to_owned(), attributes.into_iter().collect(), 0);
        Ok(())
    }

    fn take(&mut self, event: Event<'_>, at: usize) -> Result<(), Reason> {
        match event {
            Event::Start(start) => self.start(&start, at),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content(), at),
            Event::GeneralRef(reference) => {
                let char = referenced(&reference).ok_or(Reason::Malformed)?;
                self.characters(char.encode_utf8(&mut [0; 4]), at)
            }
            Event::CData(text) if self.mode == Mode::Foreign => self.characters(&text.xml10_content(), at),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) if self.mode == Mode::Foreign => Ok(()),
            _ => Err(Reason::Forbidden),
        }
    }

    fn counted(&mut self) -> Result<(), Reason> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(Reason::Long);
        }
        Ok(())
    }

    /// Refuses an element for which there is no room.
    fn room(&mut self) -> Result<(), Reason> {
        self.counted()?;
        if self.open.len() > DEEPEST {
            return Err(Reason::Deep);
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Reason> {
        self.room()?;
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            self.counted()?;
            let attribute = attribute.map_err(|_| Reason::Malformed)?;
            let value = resolved(&attribute.value).ok_or(Reason::Malformed)?;
            attributes.push((self.named(attribute.key.into_inner()), value));
        }
        let name = self.named(start.name().into_inner());
        self.open(name, attributes, at);
        Ok(())
    }

    fn open(&mut self, name: String, attributes: Vec<(String, String)>, at: usize) {
        self.open.push(Element {
            name,
            attributes,
            children: Vec::new(),
            at,
        });
    }

    /// A name as it counts.
    fn named(&self, name: &str) -> String {
        match self.mode {
            Mode::Strict => name.to_owned(),
            Mode::Foreign => name.rsplit(':').next().unwrap_or(name).to_owned(),
        }
    }

    /// The element that began last ends.
    pub fn end(&mut self) -> Result<(), Reason> {
        let element = self.open.pop().ok_or(Reason::Malformed)?;
        let parent = self.open.last_mut().ok_or(Reason::Malformed)?;
        parent.children.push(Node::Element(element));
        Ok(())
    }

    fn text(&mut self, text: &str, at: usize) -> Result<(), Reason> {
        match self.mode {
            Mode::Strict => self.characters(&text.replace(['\n', '\r', '\t'], " "), at),
            Mode::Foreign => self.characters(text, at),
        }
    }

    /// Characters.
    pub fn characters(&mut self, text: &str, at: usize) -> Result<(), Reason> {
        self.counted()?;
        self.length += text.len();
        if self.length > LONGEST {
            return Err(Reason::Long);
        }
        let parent = self.open.last_mut().ok_or(Reason::Malformed)?;
        match parent.children.last_mut() {
            Some(Node::Text(last, _)) => last.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned(), at)),
        }
        Ok(())
    }

    /// What was read, if every element has ended.
    pub fn finish(mut self) -> Option<Vec<Node>> {
        let whole = self.open.pop()?;
        self.open.is_empty().then_some(whole.children)
    }
}

/// The character of a reference, without its `&` and `;`.
fn referenced(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let (digits, base) = match number.strip_prefix('x') {
                Some(digits) => (digits, 16),
                None => (number, 10),
            };
            let signed = digits.starts_with('+');
            let code = u32::from_str_radix(digits, base).ok().filter(|_| !signed)?;
            char::from_u32(code)
        }
    }
}

/// The value of an attribute with its references resolved; line ends in it are blanks, as everywhere in XML.
fn resolved(raw: &str) -> Option<String> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        let (name, after) = after.get(1..)?.split_once(';')?;
        value.push_str(&before.replace(['\n', '\r', '\t'], " "));
        value.push(referenced(name)?);
        rest = after;
    }
    if rest.contains('<') {
        return None;
    }
    value.push_str(&rest.replace(['\n', '\r', '\t'], " "));
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_beyond_the_five_are_refused() {
        assert_eq!(referenced("#x41"), Some('A'));
        assert_eq!(referenced("#65"), Some('A'));
        for name in ["nbsp", "#", "#x", "#+65", "#xD800", "#99999999999", ""] {
            assert_eq!(referenced(name), None, "{name}");
        }
    }

    #[test]
    fn what_nests_too_deep_is_refused() {
        let deep = "<b>".repeat(100_000);
        assert_eq!(
            read(&deep, Mode::Strict).map_err(|r| r.reason).err(),
            Some(Reason::Deep)
        );
        let many = "<b/>".repeat(100_000);
        assert_eq!(
            read(&many, Mode::Strict).map_err(|r| r.reason).err(),
            Some(Reason::Long)
        );
    }

    #[test]
    fn declarations_are_refused() {
        for text in [
            "<!DOCTYPE p><p/>",
            "<!-- x --><p/>",
            "<?x y?><p/>",
            "<p><![CDATA[x]]></p>",
        ] {
            assert_eq!(
                read(text, Mode::Strict).map_err(|r| r.reason).err(),
                Some(Reason::Forbidden),
                "{text}"
            );
        }
        for text in [
            "<p>",
            "</p>",
            "<p></b>",
            "<p>&nbsp;</p>",
            "<p a='&x;'/>",
            "<p a=b/>",
            "&",
            "<",
        ] {
            assert_eq!(
                read(text, Mode::Strict).map_err(|r| r.reason).err(),
                Some(Reason::Malformed),
                "{text}"
            );
        }
    }
}
