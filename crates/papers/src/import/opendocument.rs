//! Opening a text of `LibreOffice` Writer (ODT) and telling its paragraphs and tables, as the reader of Word documents does.
//!
//! Invariant: whatever the bytes, reading ends, within bounded memory, in blocks or in a reason.

mod lists;
mod math;
mod pictures;
mod styles;
#[cfg(test)]
mod tests;
mod walk;

use base::Error;

use self::{lists::Lists, pictures::Pictures, styles::Styles, walk::Walk};
use super::{
    Reading,
    docx::{
        Document,
        package::Package,
        xml::{Elements, Node},
    },
    grammar,
};
use crate::file_kind::{Foreign, Refusal};

/// The largest content, in bytes, unpacked.
const MOST_TEXT: u64 = 60 * 1024 * 1024;
/// The largest of the other parts that are read.
const MOST_DESCRIPTION: u64 = 20 * 1024 * 1024;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Reading, Error> {
    let document = open(bytes).map_err(|refusal| refusal.of_document("import.opendocument.refused"))?;
    Ok(grammar::read(document))
}

fn open(bytes: &[u8]) -> Result<Document, Refusal> {
    let package = Package::open(bytes)?;
    package.refuse_declarations()?;
    if is_locked(&package)? {
        return Err(Foreign::Protected.into());
    }
    let mut styles = Styles::default();
    let mut lists = Lists::default();
    for part in ["styles.xml", "content.xml"] {
        package.with_part(part, MOST_TEXT, |xml| describe(xml, &mut styles, &mut lists))?;
    }
    let mut walk = Walk::new(styles, lists, Pictures::new(&package));
    package
        .with_part("content.xml", MOST_TEXT, |mut xml| walk.document(&mut xml))?
        .ok_or_else(|| Refusal::damaged("no content"))?;
    Ok(walk.finish())
}

/// Whether the parts are encrypted, which their list says.
pub(crate) fn is_locked(package: &Package<'_>) -> Result<bool, Error> {
    let found = package.with_part("META-INF/manifest.xml", MOST_DESCRIPTION, |mut xml| {
        while let Some(node) = xml.next()? {
            if matches!(&node, Node::Open(tag) if tag.name() == "encryption-data") {
                return Ok(true);
            }
        }
        Ok(false)
    })?;
    Ok(found.unwrap_or_default())
}

/// Reads the styles and the lists that a part describes.
fn describe(mut xml: Elements<'_>, styles: &mut Styles, lists: &mut Lists) -> Result<(), Error> {
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = node {
            if tag.name() == "body" {
                break;
            }
            styles.take(&tag);
            lists.take(&tag);
        }
    }
    // What follows is content: it is read to its end so that a part which breaks off is told.
    while xml.next()?.is_some() {}
    Ok(())
}
