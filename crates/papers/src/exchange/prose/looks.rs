//! How elements of HTML look: which are blocks, which set words in styles, and what stays as it is written.

use marked::{Inline, Style};

use crate::exchange::tree::{Element, Node};

pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "blockquote"
            | "section"
            | "article"
            | "header"
            | "footer"
            | "figure"
            | "figcaption"
            | "center"
            | "address"
            | "main"
            | "aside"
            | "dl"
            | "dt"
            | "dd"
            | "form"
            | "fieldset"
            | "legend"
            | "caption"
            | "prompt"
            | "contentbody"
            | "rubricblock"
    )
}

/// Text whose lines and blanks are its own.
pub(super) fn preformatted(text: &str) -> Vec<Inline> {
    let text = text.trim_matches('\n').replace('\r', "").replace(' ', "\u{a0}");
    vec![Inline::Text(text)]
}

/// The styles that an element sets its words in.
pub(super) fn style_of(name: &str, given: Option<&str>) -> Option<Vec<Style>> {
    let named = match name {
        "b" | "strong" => Some(Style::Bold),
        "i" | "em" | "cite" | "var" | "dfn" => Some(Style::Italic),
        "u" | "ins" => Some(Style::Underline),
        "s" | "strike" | "del" => Some(Style::Strike),
        "sub" => Some(Style::Sub),
        "sup" => Some(Style::Sup),
        _ => None,
    };
    let mut styles: Vec<Style> = named.into_iter().collect();
    if name == "span" {
        let given: String = given
            .unwrap_or_default()
            .split_whitespace()
            .collect::<String>()
            .to_ascii_lowercase();
        let known = [
            ("font-weight:bold", Style::Bold),
            ("font-weight:700", Style::Bold),
            ("font-style:italic", Style::Italic),
            ("text-decoration:underline", Style::Underline),
            ("text-decoration:line-through", Style::Strike),
            ("vertical-align:sub", Style::Sub),
            ("vertical-align:super", Style::Sup),
        ];
        styles.extend(
            known
                .iter()
                .filter(|(said, _)| given.contains(said))
                .map(|(_, style)| *style),
        );
    }
    (!styles.is_empty()).then_some(styles)
}

/// Whether the blanks in an element are its own.
pub(super) fn keeps_blanks(element: &Element) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    style.split_whitespace().collect::<String>() == "white-space:pre" && element.elements().next().is_none()
}

/// An element as XML again, without attributes that formulas do not read.
pub(super) fn write_xml(element: &Element, to: &mut String) {
    use quick_xml::escape::escape;
    to.push('<');
    to.push_str(&element.name);
    for (name, value) in element
        .attributes
        .iter()
        .filter(|(name, _)| name != "xmlns" && name != "alttext" && name != "m")
    {
        to.extend([" ", name, "=\"", &*escape(value.as_str()), "\""]);
    }
    to.push('>');
    for child in &element.children {
        match child {
            Node::Text(text) => to.push_str(&escape(text.as_str())),
            Node::Element(inner) => write_xml(inner, to),
        }
    }
    to.push_str("</");
    to.push_str(&element.name);
    to.push('>');
}
