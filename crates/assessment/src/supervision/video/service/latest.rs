//! The last seconds of a recording, also while it goes on: what its recorder sent first says how to read it, and what it sent
//! last is what there is to see. Nothing is decoded; a few pieces are written anew as a small file of their own.

use std::io::{Cursor, Read as _, Seek as _, SeekFrom};

use bytes::Bytes;
use platform::{Conn, Error, lanes::Lanes, media::Media};
use recordings::webm::{self, JoinError, Session};

use super::{VideoFormat, no_such_file, piece};
use crate::{
    Assessment,
    supervision::video::store::{self, ChunkRow},
};

/// How many pieces are shown, of five seconds each as the participants' page records: a picture that stands by itself comes
/// at least every thirty seconds or so, and before it nothing can be shown.
const PIECES: usize = 8;
/// Most bytes of a piece, and of all that are shown.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The first piece of the last recorder, and its last ones in a row; nothing if its beginning is missing.
fn chosen(chunks: &[ChunkRow]) -> Option<(&ChunkRow, &[ChunkRow])> {
    let session = chunks.last()?.session;
    let from = chunks.partition_point(|chunk| chunk.session < session);
    let first = chunks.get(from).filter(|first| first.seq == 0)?;
    let own = &chunks[from..];
    let (mut count, mut bytes) = (0, 0);
    for (later, chunk) in own.iter().rev().enumerate() {
        bytes += u64::try_from(chunk.bytes).unwrap_or(u64::MAX / 2);
        let follows = later == 0 || own[own.len() - later].seq == chunk.seq + 1;
        if later == PIECES || bytes > LARGEST || !follows {
            break;
        }
        count += 1;
    }
    Some((first, &own[own.len() - count..])).filter(|(_, last)| !last.is_empty())
}

/// The pieces in one, and where they lie: the head of the recorder's file, and what follows somewhere in it.
fn lay_out(first: Option<Vec<u8>>, last: &[u8]) -> (Vec<u8>, Session) {
    let head = first.map(|mut first| {
        first.truncate(webm::head_length(&first));
        first
    });
    let mut bytes = head.unwrap_or_default();
    let from = bytes.len() as u64;
    bytes.extend_from_slice(last);
    let end = bytes.len() as u64;
    let runs = [0..from, from..end].into_iter().filter(|run| !run.is_empty()).collect();
    (bytes, Session { starts_at: 0, runs })
}

/// Writes them as a file, on a thread that may block.
async fn make(lanes: &Lanes, media: Media, bytes: Vec<u8>, session: Session) -> Result<Bytes, Error> {
    let work = move || {
        let mut out = media.scratch().map_err(platform::media::disk_error)?;
        match webm::join(&mut Cursor::new(bytes), &[session], out.as_file_mut()) {
            Ok(_) => {}
            Err(JoinError::Io(error)) => return Err(platform::media::disk_error(error)),
            Err(JoinError::Nothing | JoinError::Differs { .. }) => return Err(no_such_file()),
        }
        let mut made = Vec::new();
        let file = out.as_file_mut();
        let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_end(&mut made));
        read.map_err(platform::media::disk_error)?;
        Ok(Bytes::from(made))
    };
    lanes.run(work).await
}

impl Assessment {
    /// The last seconds of the recording at an address, as `WebM`. There are none of a recording of another format, of one
    /// that nothing has arrived of, and where the beginning is missing. Whoever calls this has decided that the caller may
    /// watch it.
    pub async fn latest_seconds(&self, directory: &str, filename: &str) -> Result<Bytes, Error> {
        if [directory, filename].iter().any(|name| name.contains('\0')) {
            return Err(no_such_file());
        }
        let (directory, filename) = (directory.to_owned(), filename.to_owned());
        let find = async move |conn: &mut Conn<'_>| {
            let row = store::by_place(conn, &directory, &filename).await?;
            let row = row.ok_or_else(no_such_file)?;
            let chunks = store::chunks(conn, row.id).await?;
            Ok::<_, Error>((row, chunks))
        };
        let (row, chunks) = self.0.db.read(find).await?;
        if VideoFormat::from_stored(&row.media_type)? != VideoFormat::Webm {
            return Err(no_such_file());
        }
        let (first, last) = chosen(&chunks).ok_or_else(no_such_file)?;
        let is_whole = last.first().is_some_and(|chunk| chunk.seq == 0);
        let head = if is_whole {
            None
        } else {
            Some(self.piece_bytes(first).await?)
        };
        let mut bytes = Vec::new();
        for chunk in last {
            bytes.extend(self.piece_bytes(chunk).await?);
        }
        let (bytes, session) = lay_out(head, &bytes);
        make(&self.0.workload.recordings, self.media().clone(), bytes, session).await
    }

    async fn piece_bytes(&self, chunk: &ChunkRow) -> Result<Vec<u8>, Error> {
        let (hash, _) = piece(&chunk.blob, chunk.bytes)?;
        let read = self.media().read(&hash, LARGEST).await?;
        read.ok_or_else(no_such_file)
    }
}

#[cfg(test)]
mod tests {
    use platform::Timestamp;

    use super::*;

    fn chunks(places: &[(i64, i64)]) -> Vec<ChunkRow> {
        let each = places.iter().map(|(session, seq)| ChunkRow {
            session: *session,
            seq: *seq,
            blob: String::new(),
            bytes: 10,
            received_at: Timestamp(0),
        });
        each.collect()
    }

    fn seen(places: &[(i64, i64)]) -> Option<(i64, Vec<i64>)> {
        let chunks = chunks(places);
        let (first, last) = chosen(&chunks)?;
        Some((first.session, last.iter().map(|chunk| chunk.seq).collect()))
    }

    #[test]
    fn the_last_pieces_of_the_last_recorder_are_shown_back_to_the_first_that_is_missing() {
        assert_eq!(seen(&[]), None);
        assert_eq!(seen(&[(0, 0), (1, 0), (1, 1)]), Some((1, vec![0, 1])));
        assert_eq!(seen(&[(0, 0), (0, 1), (0, 3), (0, 4)]), Some((0, vec![3, 4])));
        let long: Vec<_> = (0..30).map(|seq| (0, seq)).collect();
        assert_eq!(seen(&long), Some((0, (22..30).collect())));
        // Without its beginning nobody knows how to read it.
        assert_eq!(seen(&[(0, 0), (1, 1), (1, 2)]), None);
    }

    #[test]
    fn one_piece_is_never_left_out_for_its_place_alone() {
        let mut large = chunks(&[(0, 0), (0, 1)]);
        large[1].bytes = i64::try_from(LARGEST).unwrap() + 1;
        assert!(chosen(&large).is_none());
    }
}
