//! Builds Word documents out of raw XML.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:o="urn:schemas-microsoft-com:office:office" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A PNG of one pixel.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

/// A document in the making.
#[derive(Debug, Default, Clone)]
pub struct Docx {
    body: String,
    styles: String,
    numbering: String,
    relations: String,
    parts: Vec<(String, Vec<u8>)>,
}

impl Docx {
    /// A document with this body.
    pub fn new(body: &str) -> Self {
        Self {
            body: body.to_owned(),
            ..Self::default()
        }
    }

    /// A document whose only section begins before this body.
    pub fn section(body: &str) -> Self {
        Self::new(&format!("{}{body}", lines(&["BAGIAN: Satu", "DURASI: 10 menit"])))
    }

    pub fn styles(mut self, xml: &str) -> Self {
        xml.clone_into(&mut self.styles);
        self
    }

    pub fn numbering(mut self, xml: &str) -> Self {
        xml.clone_into(&mut self.numbering);
        self
    }

    pub fn relation(mut self, id: &str, kind: &str, target: &str, mode: &str) -> Self {
        let mode = if mode.is_empty() {
            String::new()
        } else {
            format!(r#" TargetMode="{mode}""#)
        };
        let relation = format!(r#"<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>"#);
        self.relations.push_str(&relation);
        self
    }

    pub fn part(mut self, name: &str, bytes: &[u8]) -> Self {
        self.parts.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// The document with a picture behind an id.
    pub fn picture(self, id: &str, file: &str, bytes: &[u8]) -> Self {
        self.relation(id, "image", &format!("media/{file}"), "")
            .part(&format!("word/media/{file}"), bytes)
    }

    /// The file.
    pub fn build(&self) -> Vec<u8> {
        let mut docx = self.clone();
        if !docx.styles.is_empty() {
            docx = docx.relation("rIdStyles", "styles", "styles.xml", "");
        }
        if !docx.numbering.is_empty() {
            docx = docx.relation("rIdNumbering", "numbering", "numbering.xml", "");
        }
        let root = format!(
            r#"<Relationships><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>"#
        );
        let mut parts = vec![
            ("[Content_Types].xml".to_owned(), b"<Types/>".to_vec()),
            ("_rels/.rels".to_owned(), root.into_bytes()),
            (
                "word/document.xml".to_owned(),
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {NAMESPACES}><w:body>{}<w:sectPr/></w:body></w:document>",
                    docx.body
                )
                .into_bytes(),
            ),
            (
                "word/_rels/document.xml.rels".to_owned(),
                format!("<Relationships>{}</Relationships>", docx.relations).into_bytes(),
            ),
            (
                "word/styles.xml".to_owned(),
                format!("<w:styles {NAMESPACES}>{}</w:styles>", docx.styles).into_bytes(),
            ),
            (
                "word/numbering.xml".to_owned(),
                format!("<w:numbering {NAMESPACES}>{}</w:numbering>", docx.numbering).into_bytes(),
            ),
        ];
        parts.extend(docx.parts);
        zipped(&parts)
    }
}

/// An archive of parts.
pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_level(Some(1));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A text as XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A run.
pub fn run(text: &str) -> String {
    format!(r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text))
}

/// A run with properties.
pub fn set(properties: &str, text: &str) -> String {
    format!(
        r#"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{}</w:t></w:r>"#,
        escaped(text)
    )
}

/// A paragraph of runs.
pub fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

/// A paragraph in a style.
pub fn styled(style: &str, text: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(text))
}

/// A paragraph in a list.
pub fn listed(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr>{}</w:p>"#,
        run(text)
    )
}

/// Paragraphs.
pub fn lines(texts: &[&str]) -> String {
    texts.iter().map(|text| paragraph(&run(text))).collect()
}

/// A cell that holds paragraphs.
pub fn cell(content: &str) -> String {
    format!("<w:tc><w:tcPr/>{content}</w:tc>")
}

/// A row of cells.
pub fn row(cells: &str) -> String {
    format!("<w:tr>{cells}</w:tr>")
}

/// A table of texts.
pub fn table(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| row(&cells.iter().map(|text| cell(&lines(&[text]))).collect::<String>());
    let rows: String = rows.iter().map(row).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

/// A picture where a run may stand.
pub fn drawing(id: &str, alt: &str) -> String {
    format!(
        r#"<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
    )
}
