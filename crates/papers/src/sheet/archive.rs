//! Whether bytes are a workbook that may be opened at all.
//!
//! Everything is unpacked once before it is read, into nothing, and counted by what really comes out: what is refused is
//! refused whole, whichever of its parts would have been read.

use std::{
    io::{BufReader, Cursor, Read},
    ops::ControlFlow,
};

use base::text::file_name;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, read::ZipFile};

use crate::file_kind::{Foreign, Refusal};

/// Most files within a workbook.
const MOST_ENTRIES: usize = 1_000;
/// Most bytes of a workbook, unpacked.
const MOST_BYTES: u64 = 100 * 1024 * 1024;
/// Most bytes of a part that is neither a sheet nor the table of strings. Such parts become much larger in memory.
const MOST_PART: u64 = 4 * 1024 * 1024;
/// Most digits of a number of strings.
const MOST_DIGITS: usize = 7;

/// Rows of a sheet.
const MOST_ROWS: usize = 1_048_576;
/// Characters of a cell's place: `XFD1048576`.
const LONGEST_PLACE: usize = 10;

/// Refuses what is no workbook, or one that is not harmless.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(Refusal::damaged)?;
    if archive.len() > MOST_ENTRIES {
        return Err(Refusal::too_large());
    }
    let mut left = MOST_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(Refusal::damaged)?;
        if entry.encrypted() {
            return Err(Foreign::Protected.into());
        }
        let name = base_name(&entry.name().map_err(Refusal::damaged)?);
        left -= unpack_entry(entry, &name, left)?;
    }
    Ok(())
}

/// Unpacks an entry into nothing; answers how many bytes it had, at most `left`.
fn unpack_entry(entry: ZipFile<'_, Cursor<&[u8]>>, name: &str, left: u64) -> Result<u64, Refusal> {
    let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
    let is_large = name.starts_with("sheet") || ["sharedstrings.xml", "content.xml"].contains(&name);
    let most = if is_xml && !is_large { left.min(MOST_PART) } else { left };
    let mut counted = Counted {
        inner: entry.take(most + 1),
        count: 0,
    };
    if name == "sharedstrings.xml" {
        judge_starts(&mut counted, judge_strings)?;
    }
    if is_xml && name.starts_with("sheet") {
        judge_starts(&mut counted, judge_sheet())?;
    }
    std::io::copy(&mut counted, &mut std::io::sink()).map_err(Refusal::damaged)?;
    if counted.count > most {
        return Err(Refusal::too_large());
    }
    Ok(counted.count)
}

struct Counted<R> {
    inner: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

/// Refuses a part of which one judgement over its start tags does, which may have seen enough before the end.
fn judge_starts(
    part: &mut impl Read,
    mut judge: impl FnMut(&BytesStart<'_>) -> Result<ControlFlow<()>, Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(Refusal::damaged)? {
            Event::Start(start) if judge(&start)?.is_break() => return Ok(()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Refuses an element of which an attribute is broken or not modest.
fn judge_attributes(start: &BytesStart<'_>, is_modest: impl Fn(&str, &str) -> bool) -> Result<(), Refusal> {
    let modest = start
        .attributes()
        .with_checks(false)
        .all(|attribute| attribute.is_ok_and(|attribute| is_modest(attribute.key.as_ref(), &attribute.value)));
    if modest { Ok(()) } else { Err(Refusal::too_large()) }
}

/// Refuses a table of strings that says it has more of them than memory could be reserved for.
fn judge_strings(start: &BytesStart<'_>) -> Result<ControlFlow<()>, Refusal> {
    if start.local_name().as_ref() != "sst" {
        return Ok(ControlFlow::Continue(()));
    }
    judge_attributes(start, |name, value| {
        !name.ends_with("niqueCount") || value.trim().trim_start_matches('0').len() <= MOST_DIGITS
    })?;
    Ok(ControlFlow::Break(()))
}

/// Refuses a sheet with more rows than Excel has, or with places that no sheet has: the library counts with them.
fn judge_sheet() -> impl FnMut(&BytesStart<'_>) -> Result<ControlFlow<()>, Refusal> {
    let mut rows = 0;
    move |start| {
        let name = start.local_name();
        if ["row", "c"].contains(&name.as_ref()) {
            rows += usize::from(name.as_ref() == "row");
            judge_attributes(start, |name, value| name != "r" || value.len() <= LONGEST_PLACE)?;
            if rows > MOST_ROWS {
                return Err(Refusal::too_large());
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// The last part of an entry's name, in lower case.
fn base_name(name: &str) -> String {
    file_name(name).to_ascii_lowercase()
}
