//! What parts of a package refer to.
//!
//! Invariant: nothing outside of the package is ever referred to, except by hyperlinks and by the template that Word made
//! the document from. Neither is looked at.

use std::collections::HashMap;

use base::{Error, Kind, Message};

use super::{
    MOST_DESCRIPTION, not_word,
    package::Package,
    xml::{Elements, Node},
};

/// The relationships of one part.
#[derive(Debug, Default)]
pub(super) struct Relations(HashMap<String, Relation>);

#[derive(Debug)]
struct Relation {
    /// The last word of its type: `styles`, `image`.
    kind: String,
    /// The full name of the part.
    target: String,
    is_external: bool,
}

impl Relations {
    /// Those of a part, which may have none.
    pub fn of(package: &Package<'_>, part: &str) -> Result<Self, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let found = package.with_part(name.trim_start_matches('/'), MOST_DESCRIPTION, |xml| {
            Self::read(xml, folder)
        })?;
        Ok(found.unwrap_or_default())
    }

    fn read(mut xml: Elements<'_>, folder: &str) -> Result<Self, Error> {
        let mut all = HashMap::new();
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            if tag.name() != "Relationship" {
                continue;
            }
            let (Some(id), Some(kind)) = (tag.value("Id"), tag.value("Type")) else {
                continue;
            };
            let relation = Relation {
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve_target(folder, &tag.value("Target").unwrap_or_default()),
                is_external: tag
                    .value("TargetMode")
                    .is_some_and(|mode| mode.eq_ignore_ascii_case("external")),
            };
            all.insert(id, relation);
        }
        Ok(Self(all))
    }

    /// The part that an id stands for.
    pub fn target(&self, id: &str) -> Option<&str> {
        self.0.get(id).map(|relation| relation.target.as_str())
    }

    /// The part of a kind that there is one of at most.
    pub fn by_kind(&self, kind: &str) -> Option<&str> {
        self.0
            .values()
            .filter(|relation| relation.kind == kind && !relation.is_external)
            .map(|relation| relation.target.as_str())
            .min()
    }
}

/// A target within a folder as a full name: `../media/a.png` in `word/x` is `word/media/a.png`.
fn resolve_target(folder: &str, target: &str) -> String {
    let from_root = target.starts_with('/');
    let mut steps: Vec<&str> = if from_root {
        Vec::new()
    } else {
        folder.split('/').filter(|step| !step.is_empty()).collect()
    };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Where the text of the document is.
pub(super) fn main_part(package: &Package<'_>) -> Result<String, Error> {
    let root = package.with_part("_rels/.rels", MOST_DESCRIPTION, |xml| Relations::read(xml, ""))?;
    let named = root.as_ref().and_then(|root| root.by_kind("officeDocument"));
    let main = named.unwrap_or("word/document.xml");
    if package.names().contains(&main.to_lowercase().as_str()) {
        Ok(main.to_owned())
    } else {
        Err(not_word())
    }
}

/// Refuses a package of which any part refers to something outside that would have to be fetched.
pub(super) fn refuse_outside_content(package: &Package<'_>) -> Result<(), Error> {
    let end = ".rels";
    for name in package.names().into_iter().filter(|name| name.ends_with(end)) {
        let relations = package.with_part(name, MOST_DESCRIPTION, |xml| Relations::read(xml, ""))?;
        let outside = relations
            .iter()
            .flat_map(|relations| relations.0.values())
            .find(|relation| {
                relation.is_external && !matches!(relation.kind.as_str(), "hyperlink" | "attachedTemplate")
            });
        if let Some(relation) = outside {
            return Err(refers_outside(&relation.kind));
        }
    }
    Ok(())
}

fn refers_outside(kind: &str) -> Error {
    let (id, en) = match kind {
        "image" => ("gambar tertaut", "a linked picture"),
        _ => ("isi tertaut", "linked content"),
    };
    Error::new(
        Kind::Invalid,
        "import.docx.outside",
        Message::new(
            format!("Dokumen ini mengacu ke luar berkas ({id}). Sematkan isinya ke dalam dokumen, lalu unggah lagi."),
            format!("The document refers to something outside of itself ({en}). Embed it in the document and upload it again."),
        ),
    )
    .caused_by(kind.chars().take(60).collect::<String>())
}
