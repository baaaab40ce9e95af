//! What the boxes below `meta` say of the items of a picture (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 9): which there are,
//! where their bytes lie, and which belong to which.
//!
//! Invariant: each list takes no more memory than a few times the box that it is read from.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::boxes::{Part, Reader, parts};

/// That an item exists, and of what type.
#[derive(Debug)]
pub(super) struct Info {
    pub id: u32,
    pub kind: [u8; 4],
    /// The bytes that say so.
    pub entry: Range<usize>,
}

/// Where the bytes of an item lie.
#[derive(Debug)]
pub(super) struct Location {
    pub id: u32,
    /// Whether in `idat` instead of the file.
    pub is_inside: bool,
    /// From the start of what they lie in.
    pub extents: Vec<Range<usize>>,
    /// The bytes that say so.
    pub entry: Range<usize>,
}

/// That an item has to do with others.
#[derive(Debug)]
pub(super) struct Reference {
    pub kind: [u8; 4],
    pub from: u32,
    pub to: Vec<u32>,
    /// The bytes that say so.
    pub entry: Range<usize>,
}

/// A list in a box: what stands before its entries, which version it is of, and they.
#[derive(Debug)]
pub(super) struct Listed<E> {
    pub version: u8,
    /// From the start of the box's content up to the count of entries.
    pub head: Range<usize>,
    pub entries: Vec<E>,
}

/// The item that the file shows.
pub(super) fn primary(content: &[u8], part: &Part) -> Option<u32> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, _) = body.version()?;
    body.id(version > 0)
}

pub(super) fn infos(content: &[u8], part: &Part) -> Option<Listed<Info>> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, _) = body.version()?;
    let head = part.body.start..part.body.start + body.at;
    let count = body.number(if version > 0 { 4 } else { 2 })?;
    let inside = parts(content, part.body.start + body.at..part.body.end)?;
    if u64::try_from(inside.len()).ok()? != count {
        return None;
    }
    let entries: Option<Vec<Info>> = inside.iter().map(|entry| info(content, entry)).collect();
    Some(Listed {
        version,
        head,
        entries: entries?,
    })
}

fn info(content: &[u8], part: &Part) -> Option<Info> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, _) = body.version()?;
    if part.kind != *b"infe" || !(2..=3).contains(&version) {
        return None;
    }
    let id = body.id(version > 2)?;
    // Whether it is protected, and by what.
    let protection = body.number(2)?;
    let kind = body.take(4)?.first_chunk().copied()?;
    (protection == 0).then(|| Info {
        id,
        kind,
        entry: part.whole.clone(),
    })
}

/// How many bytes each number of a location takes.
struct Widths {
    offset: usize,
    length: usize,
    base: usize,
    index: usize,
}

pub(super) fn locations(content: &[u8], part: &Part) -> Option<Listed<Location>> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, _) = body.version()?;
    let sizes = usize::try_from(body.number(2)?).ok()?;
    let widths = Widths {
        offset: sizes >> 12,
        length: (sizes >> 8) & 15,
        base: (sizes >> 4) & 15,
        index: if version > 0 { sizes & 15 } else { 0 },
    };
    let known = [widths.offset, widths.base, widths.index];
    // An extent without a length goes on to the end of whatever it lies in, and that is nothing to guess at.
    if version > 2 || !matches!(widths.length, 4 | 8) || !known.iter().all(|width| matches!(width, 0 | 4 | 8)) {
        return None;
    }
    let head = part.body.start..part.body.start + body.at;
    let count = body.number(if version > 1 { 4 } else { 2 })?;
    let mut entries = Vec::new();
    for _ in 0..count {
        entries.push(location(&mut body, version, &widths, part.body.start)?);
    }
    (body.left() == 0).then_some(Listed { version, head, entries })
}

fn location(body: &mut Reader<'_>, version: u8, widths: &Widths, start: usize) -> Option<Location> {
    let from = body.at;
    let id = body.id(version > 1)?;
    let method = if version > 0 { body.number(2)? & 15 } else { 0 };
    let source = body.number(2)?;
    // Neither bytes of another file nor those of other items are followed.
    if method > 1 || source != 0 {
        return None;
    }
    let base = body.number(widths.base)?;
    let count = body.number(2)?;
    let mut extents = Vec::new();
    for _ in 0..count {
        body.number(widths.index)?;
        let offset = usize::try_from(body.number(widths.offset)?.checked_add(base)?).ok()?;
        let length = usize::try_from(body.number(widths.length)?).ok()?;
        if length == 0 {
            return None;
        }
        extents.push(offset..offset.checked_add(length)?);
    }
    Some(Location {
        id,
        is_inside: method == 1,
        extents,
        entry: start + from..start + body.at,
    })
}

pub(super) fn references(content: &[u8], part: &Part) -> Option<Listed<Reference>> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, _) = body.version()?;
    let head = part.body.start..part.body.start + body.at;
    let inside = parts(content, head.end..part.body.end)?;
    let entries: Option<Vec<Reference>> = inside
        .iter()
        .map(|entry| reference(content, entry, version > 0))
        .collect();
    Some(Listed {
        version,
        head,
        entries: entries?,
    })
}

fn reference(content: &[u8], part: &Part, is_long: bool) -> Option<Reference> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let from = body.id(is_long)?;
    let count = body.number(2)?;
    let to: Option<Vec<u32>> = (0..count).map(|_| body.id(is_long)).collect();
    Some(Reference {
        kind: part.kind,
        from,
        to: to?,
        entry: part.whole.clone(),
    })
}

/// Which properties items cannot do without, by their places from 1, of the items that count.
pub(super) fn essential(content: &[u8], part: &Part, items: &HashSet<u32>) -> Option<HashSet<u64>> {
    let mut body = Reader::of(content.get(part.body.clone())?);
    let (version, flags) = body.version()?;
    let bytes = if flags & 1 == 0 { 1 } else { 2 };
    let top = 1 << (8 * bytes - 1);
    let mut found = HashSet::new();
    for _ in 0..body.number(4)? {
        let id = body.id(version > 0)?;
        for _ in 0..body.number(1)? {
            let association = body.number(bytes)?;
            if association & top != 0 && items.contains(&id) {
                found.insert(association & !top);
            }
        }
    }
    Some(found)
}

/// The items that make up a picture: the one that is shown, what it is put together from, what is an auxiliary of those
/// (where it is transparent), and what makes it lighter on screens that can. Neither previews nor words are. `None` if it is
/// put together from something else than pictures.
pub(super) fn shown(primary: u32, infos: &[Info], references: &[Reference]) -> Option<HashSet<u32>> {
    let kinds: HashMap<u32, [u8; 4]> = infos.iter().map(|info| (info.id, info.kind)).collect();
    let mut leads: HashMap<u32, Vec<u32>> = HashMap::new();
    for reference in references {
        let is_mapped = kinds.get(&reference.from) == Some(b"tmap");
        for to in &reference.to {
            if reference.kind == *b"dimg" {
                leads.entry(reference.from).or_default().push(*to);
            }
            if reference.kind == *b"auxl" || reference.kind == *b"dimg" && is_mapped {
                leads.entry(*to).or_default().push(reference.from);
            }
        }
    }
    let mut shown = HashSet::new();
    let mut next = vec![primary];
    while let Some(id) = next.pop() {
        let is_picture = kinds
            .get(&id)
            .is_some_and(|kind| matches!(kind, b"av01" | b"grid" | b"iovl" | b"iden" | b"tmap"));
        if is_picture && shown.insert(id) {
            next.extend(leads.get(&id).into_iter().flatten());
        }
    }
    let composed = references
        .iter()
        .filter(|one| one.kind == *b"dimg" && shown.contains(&one.from));
    let mut pieces = composed.flat_map(|one| &one.to);
    (shown.contains(&primary) && pieces.all(|id| shown.contains(id))).then_some(shown)
}
