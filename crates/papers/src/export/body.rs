//! The text of a Word document as Word keeps it: paragraphs, and tables of three columns.
//!
//! Invariant: what is written is well formed whatever the texts are, and no two tables touch (Word would make one of them).

use std::{borrow::Cow, fmt::Write as _};

use base::Error;
use marked::{Inline, Text};
use quick_xml::escape::escape;

use super::{content::Among, package, pictures::Gallery};
use crate::paper::Pictures;

const BEGIN: &str = concat!(
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
    r#" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#,
    r#" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>"#,
);
/// A4 with margins of 2 cm.
const END: &str = concat!(
    r#"<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>"#,
    r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="708" w:footer="708" w:gutter="0"/>"#,
    "</w:sectPr></w:body></w:document>",
);
const TABLE: &str = concat!(
    r#"<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9638" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>"#,
    r#"<w:tblGrid><w:gridCol w:w="1700"/><w:gridCol w:w="6738"/><w:gridCol w:w="1200"/></w:tblGrid>"#,
);
/// Widths of the columns, and of the last two together, in twentieths of a point.
const LABEL: u32 = 1_700;
pub(super) const CONTENT: u32 = 6_738;
const MARK: u32 = 1_200;

/// How a paragraph looks; the import knows some by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Normal,
    Title,
    Heading,
    /// Words to whoever fills the document in, which the import skips.
    Hint,
    /// Words in which the import looks for no keyword.
    Content,
    /// An item of a list with numbers.
    Numbered,
    /// An item of a list without.
    Bullets,
    /// Another paragraph of an item.
    Continued,
}

impl Style {
    pub(super) fn id(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Title => Some("Title"),
            Self::Heading => Some("Heading1"),
            Self::Hint => Some("Petunjuk"),
            Self::Content => Some("Isi"),
            Self::Numbered => Some("IsiAngka"),
            Self::Bullets => Some("IsiButir"),
            Self::Continued => Some("IsiLanjutan"),
        }
    }
}

/// A row of a question's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row<'t> {
    pub(super) label: Cow<'t, str>,
    pub(super) content: Cow<'t, Text>,
    /// What stands in the third column; without it, the content takes both.
    pub(super) mark: Option<String>,
}

/// The text of a document while it is written.
pub(super) struct Body<'p> {
    xml: String,
    gallery: Gallery<'p>,
    drawings: usize,
}

impl<'p> Body<'p> {
    pub(super) fn new(pictures: &'p Pictures) -> Self {
        Self {
            xml: BEGIN.to_owned(),
            gallery: Gallery::new(pictures),
            drawings: 0,
        }
    }

    /// The whole file.
    pub(super) fn finish(mut self, title: &str) -> Result<Vec<u8>, Error> {
        self.xml.push_str(END);
        package::file(title, &self.xml, &self.gallery)
    }

    /// A paragraph of words.
    pub(super) fn say(&mut self, style: Style, text: &str) {
        self.paragraph(style.id(), &[Inline::Text(text.to_owned())]);
    }

    /// A text among keywords.
    pub(super) fn content(&mut self, text: &Text) {
        self.text(text, Among::Keywords, LABEL + CONTENT + MARK);
    }

    /// Writes what is XML already.
    pub(super) fn raw(&mut self, xml: &str) {
        self.xml.push_str(xml);
    }

    /// Whether a picture is there to be shown.
    pub(super) fn has(&self, hash: &str) -> bool {
        self.gallery.has(hash)
    }

    /// A table, and the empty paragraph that keeps it apart from the next.
    pub(super) fn table(&mut self, rows: &[Row<'_>]) {
        self.xml.push_str(TABLE);
        for row in rows {
            self.xml.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            self.cell(LABEL, 1, |body| body.label(&row.label));
            match &row.mark {
                Some(mark) => {
                    self.cell(CONTENT, 1, |body| body.text(&row.content, Among::Cell, CONTENT));
                    self.cell(MARK, 1, |body| body.say(Style::Normal, mark));
                }
                None => self.cell(CONTENT + MARK, 2, |body| body.text(&row.content, Among::Cell, CONTENT)),
            }
            self.xml.push_str("</w:tr>");
        }
        self.xml.push_str("</w:tbl>");
        self.say(Style::Normal, "");
    }

    pub(super) fn cell(&mut self, width: u32, columns: u32, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
        if columns > 1 {
            let _ = write!(self.xml, r#"<w:gridSpan w:val="{columns}"/>"#);
        }
        self.xml.push_str("</w:tcPr>");
        content(self);
        self.xml.push_str("</w:tc>");
    }

    fn label(&mut self, label: &str) {
        self.xml
            .push_str(r#"<w:p><w:r><w:rPr><w:rStyle w:val="Label"/></w:rPr>"#);
        self.words(label);
        self.xml.push_str("</w:r></w:p>");
    }

    /// Words within a run; tabs and ends of lines are elements there.
    pub(super) fn words(&mut self, text: &str) {
        let text = storable(text);
        let mut rest = &*text;
        while !rest.is_empty() {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            if end > 0 {
                let _ = write!(self.xml, r#"<w:t xml:space="preserve">{}</w:t>"#, escape(&rest[..end]));
            }
            match rest[end..].chars().next() {
                Some('\t') => self.xml.push_str("<w:tab/>"),
                Some(_) => self.xml.push_str("<w:br/>"),
                None => {}
            }
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    /// A picture within the line.
    pub(super) fn picture(&mut self, alt: &str, hash: &str) {
        let Some(picture) = self.gallery.show(hash) else {
            return;
        };
        self.drawings += 1;
        let alt = storable(alt);
        let (id, alt) = (self.drawings, escape(&*alt));
        let (relation, width, height) = (&picture.relation, picture.width, picture.height);
        let _ = write!(
            self.xml,
            concat!(
                r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>"#,
                r#"<wp:docPr id="{id}" name="Gambar {id}" descr="{alt}"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/>"#,
                r#"</wp:cNvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">"#,
                r#"<pic:pic><pic:nvPicPr><pic:cNvPr id="{id}" name="Gambar {id}" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr>"#,
                r#"<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"#,
                r#"<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>"#,
                r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"#,
                "</wp:inline></w:drawing></w:r>",
            ),
            width = width,
            height = height,
            id = id,
            alt = alt,
            relation = relation,
        );
    }
}

/// The text as XML 1.0 can hold it: without control characters, and with plain ends of lines.
pub(crate) fn storable(text: &str) -> Cow<'_, str> {
    let held = |c: char| matches!(c, '\t' | '\n' | ' '..) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.chars().all(held) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| held(*c)).collect())
}

/// Whether a line is read from the right: its first letter is Hebrew, Arabic or of their kin.
pub(super) fn is_right_to_left(line: &str) -> bool {
    line.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'))
}
