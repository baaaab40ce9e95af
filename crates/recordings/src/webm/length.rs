//! How long the sound of a recording lasts, which its recorder did not know when it wrote the beginning.

use std::io::{self, Read, Seek, SeekFrom};

use super::{
    LONGEST,
    ebml::{self, id},
    head::Head,
    mux::Block,
    source::{Item, Source, Trouble},
};

/// The times of the blocks of one kind, in ticks.
#[derive(Debug, Default, Clone, Copy)]
struct Times {
    first: Option<u64>,
    last: u64,
    /// Between the last two of them: about as long as the last one lasts.
    step: u64,
}

impl Times {
    fn note(&mut self, time: u64) {
        let first = *self.first.get_or_insert(time);
        if time > self.last && time > first {
            self.step = time - self.last.max(first);
        }
        self.last = self.last.max(time);
    }

    fn length(&self) -> Option<u64> {
        Some((self.last + self.step).saturating_sub(self.first?))
    }
}

/// How long the sound lasts, in milliseconds, from its first block to the end of its last; `None` if there is none, or if it
/// is no `WebM`. What cannot be understood is left out.
pub fn sound_length(raw: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    raw.seek(SeekFrom::Start(0))?;
    let mut source = Source::new(raw);
    let Some(head) = Head::read(&mut source)? else {
        return Ok(None);
    };
    let sound: Vec<u8> = head.sounds().collect();
    let longest = head.ticks(LONGEST);
    let (mut times, mut cluster, mut zero) = (Times::default(), None, None);
    loop {
        let block = match source.next() {
            Ok(None) => break,
            Err(Trouble::Io(error)) => return Err(error),
            Err(Trouble::Damaged) => {
                cluster = None;
                if !source.find_cluster()? {
                    break;
                }
                continue;
            }
            Ok(Some(Item::Cluster)) => {
                cluster = None;
                continue;
            }
            Ok(Some(Item::Element(id::TIMESTAMP, body))) => {
                let time = ebml::number(&body);
                let zero = *zero.get_or_insert(time.unwrap_or(0));
                // What lies further away is damage, not time.
                cluster = time.filter(|time| time.saturating_sub(zero) <= longest);
                continue;
            }
            Ok(Some(Item::Element(id::SIMPLE_BLOCK, body))) => {
                Block::simple(&body).map(|block| (block.track, block.time))
            }
            Ok(Some(Item::Element(id::BLOCK_GROUP, body))) => {
                Block::group(&body).map(|block| (block.track, block.time))
            }
            Ok(Some(_)) => continue,
        };
        if let (Some((track, time)), Some(cluster)) = (block, cluster)
            && sound.contains(&track)
        {
            times.note(u64::saturating_add_signed(cluster, time.into()));
        }
    }
    Ok(times.length().map(|ticks| head.milliseconds(ticks)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_block_lasts_as_long_as_the_one_before() {
        let mut times = Times::default();
        assert_eq!(times.length(), None);
        times.note(40);
        assert_eq!(times.length(), Some(0));
        times.note(60);
        times.note(80);
        assert_eq!(times.length(), Some(60));
        // Late ones of an earlier moment change nothing.
        times.note(20);
        assert_eq!((times.length(), times.last), (Some(60), 80));
    }
}
