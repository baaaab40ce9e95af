//! The files of a QTI package, and what their names lead to.

use std::io::BufReader;

use super::super::tree::{self, Element, Node};
use crate::{file_kind::Refusal, import::docx::package::Package};

/// The name of what lists the files.
pub(super) const MANIFEST: &str = "imsmanifest.xml";
/// The largest file of XML, and the largest picture, in bytes.
const MOST_XML: u64 = 20 * 1024 * 1024;
const MOST_PICTURE: u64 = crate::import::docx::album::MOST_BYTES;

/// An open package.
pub(super) struct Files<'a> {
    package: Package<'a>,
    /// Where the manifest lies; all other names begin there.
    pub folder: String,
}

impl<'a> Files<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let package = Package::open(bytes)?;
        let names = package.names();
        let manifest = names
            .iter()
            .filter(|name| name.rsplit('/').next() == Some(MANIFEST))
            .min_by_key(|name| name.len());
        let folder = manifest
            .and_then(|name| name.rsplit_once('/'))
            .map(|(folder, _)| folder.to_owned());
        Ok(Self {
            folder: folder.unwrap_or_default(),
            package,
        })
    }

    /// A file of XML with its names in one way; nothing if it is not there.
    pub fn xml(&self, name: &str) -> Result<Option<Element>, Refusal> {
        let Some(bytes) = self.package.bytes(name, MOST_XML)? else {
            return Ok(None);
        };
        let mut element = tree::read(&mut BufReader::new(bytes.as_slice()))?;
        spell(&mut element);
        Ok(Some(element))
    }

    pub fn picture(&self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        Ok(self.package.bytes(name, MOST_PICTURE)?)
    }
}

/// `qti-choice-interaction` and `choiceInteraction` as `choiceinteraction`; the same for attributes.
fn spell(element: &mut Element) {
    let one_way = |name: &str| {
        name.strip_prefix("qti-")
            .unwrap_or(name)
            .replace('-', "")
            .to_lowercase()
    };
    element.name = one_way(&element.name);
    for (name, _) in &mut element.attributes {
        *name = one_way(name);
    }
    for child in &mut element.children {
        if let Node::Element(inner) = child {
            spell(inner);
        }
    }
}

/// The folder of a name.
pub(super) fn folder_of(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name that a reference within a folder leads to. One that leads out of the package leads nowhere in it.
pub(super) fn resolve(folder: &str, reference: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let from_root = reference.starts_with('/');
    let folder = folder.split('/').filter(|_| !from_root);
    for part in folder.chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_lead_to_names_within_the_package() {
        for (folder, reference, name) in [
            ("items", "../images/a.png", "images/a.png"),
            ("", "./items/a.xml", "items/a.xml"),
            ("a/b", "../../../../etc/passwd", "etc/passwd"),
            ("a", "/b.png", "b.png"),
        ] {
            assert_eq!(resolve(folder, reference), name);
        }
    }
}
