//! Files of AVIF (AV1 Image File Format 1.1) without what came along with the picture: items of Exif and XMP, previews, words
//! about it, and when it was made.
//!
//! Invariants: the file stays as long as it was and nothing in it moves, so whatever says where bytes lie stays true; only
//! what makes up the picture is left, and what is not known to do so is blank. A file that is not understood to its last box
//! is no file to keep.

mod film;

use std::{collections::HashSet, ops::Range};

use self::film::Level;
use super::{
    boxes::{Part, boxed, parts},
    items::{self, Info, Listed, Location, Reference},
};

/// Most boxes of data of a file; there is one as a rule.
const MOST_DATA: usize = 16;
/// How often a byte may belong to an item, taken over all of them.
const AS_OFTEN: usize = 4;

/// The file without what came along; `None` if it is not understood.
pub(super) fn without(content: &[u8]) -> Option<Vec<u8>> {
    let outer = parts(content, 0..content.len())?;
    let of_kind = |kind: &'static [u8; 4]| outer.iter().filter(move |part| part.kind == *kind);
    let mut file = File {
        content,
        bytes: content.to_vec(),
        data: of_kind(b"mdat").map(|part| part.body.clone()).collect(),
        kept: Vec::new(),
        budget: content.len().saturating_mul(AS_OFTEN),
    };
    let moves = of_kind(b"moov").next().is_some();
    if of_kind(b"meta").count() != 1 || of_kind(b"moov").count() > 1 || file.data.len() > MOST_DATA {
        return None;
    }
    for part in &outer {
        match &part.kind {
            b"ftyp" => {}
            b"meta" => file.tidy_items(part)?,
            b"moov" => file.tidy_film(part, Level::Film)?,
            // What an animation shows is found by other lists than those of items.
            b"mdat" if moves => {}
            b"mdat" => file.blank(&part.body),
            // Films in fragments.
            b"moof" => return None,
            _ => file.free(part),
        }
    }
    file.restore();
    Some(file.bytes)
}

/// A file that is being tidied.
struct File<'c> {
    content: &'c [u8],
    bytes: Vec<u8>,
    /// Where the bytes of items may lie.
    data: Vec<Range<usize>>,
    /// Where those lie that stay.
    kept: Vec<Range<usize>>,
    /// How many bytes of items are still looked at: items may share bytes, and a list that only claims so costs nothing.
    budget: usize,
}

impl File<'_> {
    fn blank(&mut self, range: &Range<usize>) {
        if let Some(bytes) = self.bytes.get_mut(range.clone()) {
            bytes.fill(0);
        }
    }

    /// Makes a box one that says nothing.
    fn free(&mut self, part: &Part) {
        if let Some(name) = self.bytes.get_mut(part.whole.start + 4..part.whole.start + 8) {
            name.copy_from_slice(b"free");
        }
        self.blank(&part.body);
    }

    /// Puts back what makes up the picture, whatever else claimed the same bytes.
    fn restore(&mut self) {
        for range in &self.kept {
            if let (Some(to), Some(from)) = (self.bytes.get_mut(range.clone()), self.content.get(range.clone())) {
                to.copy_from_slice(from);
            }
        }
    }

    /// Blanks the bytes of items that go, and notes those of items that stay.
    fn settle_data(&mut self, locations: &[Location], stays: impl Fn(u32) -> bool) -> Option<()> {
        for location in locations {
            for extent in &location.extents {
                self.budget = self.budget.checked_sub(extent.len())?;
                if location.is_inside {
                    continue;
                }
                let is_data = |data: &Range<usize>| data.start <= extent.start && extent.end <= data.end;
                if !self.data.iter().any(is_data) {
                    return None;
                }
                if stays(location.id) {
                    self.kept.push(extent.clone());
                } else {
                    self.blank(extent);
                }
            }
        }
        Some(())
    }

    /// The box that lists the items of a picture, made anew with what stays, and filled up to its length.
    fn tidy_items(&mut self, meta: &Part) -> Option<()> {
        let content = self.content;
        let inside = children_of_meta(content, meta)?;
        let found = Items::read(content, &inside)?;
        self.settle_data(&found.locations.entries, |id| found.shown.contains(&id))?;
        let mut made = content.get(meta.whole.start..meta.body.start + 4)?.to_vec();
        for part in &inside {
            let whole = content.get(part.whole.clone())?;
            match &part.kind {
                b"hdlr" | b"pitm" | b"dinf" | b"grpl" => made.extend(whole),
                b"iinf" => made.extend(found.infos(content)?),
                b"iloc" => made.extend(found.locations(content)?),
                b"iref" => made.extend(found.references(content)?),
                b"iprp" => {
                    for words in found.words(content, part)? {
                        self.free(&words);
                    }
                    made.extend(self.bytes.get(part.whole.clone())?);
                }
                b"idat" => made.extend(found.inner_data(content, part)?),
                _ => {}
            }
        }
        let missing = meta.whole.len().checked_sub(made.len())?;
        if missing > 0 {
            made.extend(boxed(*b"free", &vec![0; missing.checked_sub(8)?])?);
        }
        self.bytes.get_mut(meta.whole.clone())?.copy_from_slice(&made);
        Some(())
    }
}

fn children_of_meta(content: &[u8], meta: &Part) -> Option<Vec<Part>> {
    // A version and flags stand before them.
    parts(content, meta.body.start + 4..meta.body.end).filter(|_| meta.body.len() >= 4)
}

/// The items of a picture.
struct Items {
    infos: Listed<Info>,
    locations: Listed<Location>,
    references: Option<Listed<Reference>>,
    /// Those that make up the picture.
    shown: HashSet<u32>,
}

impl Items {
    fn read(content: &[u8], inside: &[Part]) -> Option<Self> {
        let mut kinds = HashSet::new();
        let are_single = inside
            .iter()
            .all(|part| part.kind == *b"free" || kinds.insert(part.kind));
        if !are_single {
            return None;
        }
        let one = |kind: &[u8; 4]| inside.iter().find(|part| part.kind == *kind);
        let primary = items::primary(content, one(b"pitm")?)?;
        let infos = items::infos(content, one(b"iinf")?)?;
        let references = match one(b"iref") {
            Some(part) => Some(items::references(content, part)?),
            None => None,
        };
        let related = references.as_ref().map(|found| found.entries.as_slice());
        let shown = items::shown(primary, &infos.entries, related.unwrap_or_default())?;
        Some(Self {
            locations: items::locations(content, one(b"iloc")?)?,
            infos,
            references,
            shown,
        })
    }

    fn infos(&self, content: &[u8]) -> Option<Vec<u8>> {
        let kept = self.infos.entries.iter().filter(|info| self.shown.contains(&info.id));
        let entries: Vec<&Range<usize>> = kept.map(|info| &info.entry).collect();
        list(content, *b"iinf", (&self.infos.head, self.infos.version > 0), &entries)
    }

    fn locations(&self, content: &[u8]) -> Option<Vec<u8>> {
        let found = &self.locations;
        let kept = found.entries.iter().filter(|one| self.shown.contains(&one.id));
        let entries: Vec<&Range<usize>> = kept.map(|one| &one.entry).collect();
        list(content, *b"iloc", (&found.head, found.version > 1), &entries)
    }

    /// What is said of items that stay alone; nothing if nothing is.
    fn references(&self, content: &[u8]) -> Option<Vec<u8>> {
        let Some(found) = &self.references else {
            return Some(Vec::new());
        };
        let stays = |id: &u32| self.shown.contains(id);
        let kept = found
            .entries
            .iter()
            .filter(|one| stays(&one.from) && one.to.iter().all(stays));
        let entries: Vec<&[u8]> = kept.filter_map(|one| content.get(one.entry.clone())).collect();
        if entries.is_empty() {
            return Some(Vec::new());
        }
        boxed(
            *b"iref",
            &[content.get(found.head.clone())?, &entries.concat()].concat(),
        )
    }

    /// The properties that say nothing of how the picture looks, and what else there is beside properties; `None` if a
    /// part of the picture cannot be shown without one of them.
    fn words(&self, content: &[u8], iprp: &Part) -> Option<Vec<Part>> {
        let inside = parts(content, iprp.body.clone())?;
        let mut needed = HashSet::new();
        for part in inside.iter().filter(|part| part.kind == *b"ipma") {
            needed.extend(items::essential(content, part, &self.shown)?);
        }
        let mut words = Vec::new();
        for part in inside.into_iter().filter(|part| part.kind != *b"ipma") {
            if part.kind != *b"ipco" {
                words.push(part);
                continue;
            }
            // They are called by their places, of which none may be lost.
            for (place, property) in (1..).zip(parts(content, part.body)?) {
                if is_of_the_picture(property.kind) {
                    continue;
                }
                if needed.contains(&place) {
                    return None;
                }
                words.push(property);
            }
        }
        Some(words)
    }

    /// The bytes of items that lie in the list itself.
    fn inner_data(&self, content: &[u8], idat: &Part) -> Option<Vec<u8>> {
        let data = content.get(idat.body.clone())?;
        let mut made = vec![0; data.len()];
        for location in self.locations.entries.iter().filter(|one| one.is_inside) {
            for extent in location.extents.iter().filter(|_| self.shown.contains(&location.id)) {
                made.get_mut(extent.clone())?.copy_from_slice(data.get(extent.clone())?);
            }
        }
        let head = content.get(idat.whole.start..idat.body.start)?;
        Some([head, &made].concat())
    }
}

/// Whether a property says how a picture looks: its size, its colours, how it is turned and cut, how it is decoded.
fn is_of_the_picture(kind: [u8; 4]) -> bool {
    matches!(
        &kind,
        b"ispe"
            | b"pixi"
            | b"av1C"
            | b"colr"
            | b"pasp"
            | b"clap"
            | b"irot"
            | b"imir"
            | b"auxC"
            | b"clli"
            | b"mdcv"
            | b"cclv"
            | b"amve"
            | b"a1op"
            | b"a1lx"
            | b"lsel"
            | b"rloc"
            | b"ndwt"
            | b"reve"
    )
}

/// A box of entries with their count before them.
fn list(
    content: &[u8],
    kind: [u8; 4],
    (head, is_long): (&Range<usize>, bool),
    entries: &[&Range<usize>],
) -> Option<Vec<u8>> {
    let mut body = content.get(head.clone())?.to_vec();
    let count = u32::try_from(entries.len()).ok()?.to_be_bytes();
    body.extend(if is_long { &count[..] } else { &count[2..] });
    for entry in entries {
        body.extend(content.get((*entry).clone())?);
    }
    boxed(kind, &body)
}

#[cfg(test)]
mod tests;
