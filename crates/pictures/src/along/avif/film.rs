//! The boxes of an animation (ISO/IEC 14496-12, 8): what it is shown by stays, without words about it and without when it was
//! made.

use super::{
    super::{
        boxes::{Part, parts},
        items,
    },
    File, children_of_meta,
};

/// How deep in the boxes of an animation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Level {
    Film,
    Track,
    Media,
}

impl File<'_> {
    /// The boxes of an animation: those that it is shown by stay, without the time at which it was made.
    pub(super) fn tidy_film(&mut self, film: &Part, level: Level) -> Option<()> {
        for part in parts(self.content, film.body.clone())? {
            match (level, &part.kind) {
                (Level::Film, b"mvhd") | (Level::Track, b"tkhd") | (Level::Media, b"mdhd") => {
                    self.blank_times(&part)?
                }
                (Level::Film, b"trak") => self.tidy_film(&part, Level::Track)?,
                (Level::Track, b"mdia") => self.tidy_film(&part, Level::Media)?,
                (Level::Film | Level::Track, b"meta") => self.drop_items(&part)?,
                // Of sounds, texts and places nobody knows what they say.
                (Level::Media, b"hdlr") => {
                    let handler = self.content.get(part.body.clone())?.get(8..12)?;
                    if !matches!(handler, b"pict" | b"vide" | b"auxv") {
                        return None;
                    }
                }
                (Level::Track, b"edts" | b"tref") | (Level::Media, b"minf") => {}
                _ => self.free(&part),
            }
        }
        Some(())
    }

    /// When something was made and changed, in four bytes each or in eight.
    fn blank_times(&mut self, part: &Part) -> Option<()> {
        let from = part.body.start + 4;
        let is_long = *self.content.get(part.body.start)? == 1;
        let times = from..from + if is_long { 16 } else { 8 };
        (times.end <= part.body.end).then(|| self.blank(&times))
    }

    /// Items that are told of an animation are words about it.
    fn drop_items(&mut self, meta: &Part) -> Option<()> {
        for part in children_of_meta(self.content, meta)? {
            if part.kind == *b"iloc" {
                let found = items::locations(self.content, &part)?;
                self.settle_data(&found.entries, |_| false)?;
            }
        }
        self.free(meta);
        Some(())
    }
}
