//! Pictures that lie on the sheets of an Excel workbook.

use std::{collections::HashMap, sync::Arc};

use base::{
    Error,
    picture::{HEAD, ImageType},
};

use super::{Lying, excel::relations_of};
use crate::import::docx::{
    package::Package,
    xml::{Elements, Node},
};

/// The most that a drawing may unpack to, in bytes.
const MOST_PART: u64 = 4 * 1024 * 1024;
/// The largest picture, in bytes.
const MOST_BYTES: u64 = 20 * 1024 * 1024;
/// Most pictures on a sheet.
pub(super) const MOST_PICTURES: usize = 2_000;

/// The pictures on a sheet that browsers show.
pub(super) fn read(package: &Package<'_>, sheet: &str) -> Result<Vec<Lying>, Error> {
    let mut found = Vec::new();
    let mut met: HashMap<String, Option<Arc<[u8]>>> = HashMap::new();
    for (kind, drawing) in relations_of(package, sheet)?.values() {
        if kind != "drawing" {
            continue;
        }
        let pictures = relations_of(package, drawing)?;
        let anchors = package.with_part(drawing, MOST_PART, anchors)?.unwrap_or_default();
        for anchor in anchors.into_iter().take(MOST_PICTURES - found.len()) {
            let Some((_, part)) = pictures.get(&anchor.relation) else {
                continue;
            };
            if !met.contains_key(part) {
                met.insert(part.clone(), picture(package, part)?);
            }
            if let Some(bytes) = met.get(part).cloned().flatten() {
                found.push(Lying {
                    row: anchor.row.saturating_add(1),
                    column: anchor.column,
                    bytes,
                });
            }
        }
    }
    found.sort_by_key(|lying| (lying.row, lying.column));
    Ok(found)
}

/// Where a picture lies; both count from 0.
#[derive(Debug, Default)]
struct Anchor {
    row: u32,
    column: u32,
    relation: String,
}

/// The bytes of a picture that browsers show.
pub(super) fn picture(package: &Package<'_>, part: &str) -> Result<Option<Arc<[u8]>>, Error> {
    let bytes = package.bytes(part, MOST_BYTES)?;
    let is_shown = |bytes: &Vec<u8>| {
        matches!(
            ImageType::of(&bytes[..bytes.len().min(HEAD)]),
            Some(ImageType::Apng | ImageType::Png | ImageType::Jpeg | ImageType::Gif | ImageType::Webp)
        )
    };
    Ok(bytes.filter(is_shown).map(Arc::from))
}

/// The places of a drawing's pictures.
fn anchors(mut xml: Elements<'_>) -> Result<Vec<Anchor>, Error> {
    let mut found = Vec::new();
    let mut anchor = Anchor::default();
    let mut is_from = false;
    let mut number = None;
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "twoCellAnchor" | "oneCellAnchor" => anchor = Anchor::default(),
                "from" => is_from = true,
                "to" => is_from = false,
                "col" if is_from => number = Some(true),
                "row" if is_from => number = Some(false),
                "blip" if found.len() < MOST_PICTURES => found.push(Anchor {
                    relation: tag.value("embed").unwrap_or_default(),
                    ..anchor
                }),
                _ => {}
            },
            Node::Text(text) => {
                let value = text.trim().parse().unwrap_or_default();
                match number.take() {
                    Some(true) => anchor.column = value,
                    Some(false) => anchor.row = value,
                    None => {}
                }
            }
            Node::Close => {}
        }
    }
    Ok(found)
}
