//! The parts of a Word document put together into a file.

use std::io::{Cursor, Write as _};

use base::Error;
use quick_xml::escape::escape;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    body::storable,
    parts::{APPLICATION, CONTENT_TYPES, DECLARATION, RELATIONSHIPS, SETTINGS, STYLES},
    pictures::Gallery,
};

/// Where relationships of documents are defined.
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The file. Times in it are all the same, so that the same content gives the same bytes.
pub(super) fn file(title: &str, document: &str, gallery: &Gallery<'_>) -> Result<Vec<u8>, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default();
    let stored = deflated.compression_method(CompressionMethod::Stored);
    let (relations, properties) = (relations(gallery), properties(title));
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", RELATIONSHIPS),
        ("docProps/app.xml", APPLICATION),
        ("docProps/core.xml", &properties),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", &relations),
        ("word/settings.xml", SETTINGS),
        ("word/styles.xml", STYLES),
    ];
    for (name, content) in parts {
        zip.start_file(name, deflated).map_err(Error::internal)?;
        zip.write_all(DECLARATION.as_bytes()).map_err(Error::internal)?;
        zip.write_all(content.as_bytes()).map_err(Error::internal)?;
    }
    for picture in gallery.shown() {
        // Pictures are compressed as they are.
        zip.start_file(format!("word/{}", picture.target), stored)
            .map_err(Error::internal)?;
        zip.write_all(picture.bytes).map_err(Error::internal)?;
    }
    Ok(zip.finish().map_err(Error::internal)?.into_inner())
}

/// `word/_rels/document.xml.rels`.
fn relations(gallery: &Gallery<'_>) -> String {
    let line = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let mut xml = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">".to_owned();
    xml.push_str(&line("styles", "styles", "styles.xml"));
    xml.push_str(&line("settings", "settings", "settings.xml"));
    for picture in gallery.shown() {
        xml.push_str(&line(&picture.relation, "image", &picture.target));
    }
    xml.push_str("</Relationships>");
    xml
}

/// `docProps/core.xml`.
fn properties(title: &str) -> String {
    let title = storable(title);
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:creator>Balai</dc:creator>\
         </cp:coreProperties>",
        escape(title.as_ref())
    )
}
