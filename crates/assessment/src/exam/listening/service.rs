//! Which sounds a participant may hear, and how often.
//!
//! Invariants: a sound is heard only while a section is open whose participant is asked a question that has it; a play is
//! counted before any of it is sent.

use platform::{
    Conn, Error, Timestamp, Tx,
    media::{BlobHash, Piece},
};
use recordings::audio::probe::SoundKind;

use super::{
    rules::{Plays, allowed, begins, plays_used},
    store,
};
use crate::{
    Assessment, Sitter,
    bank::audio::{
        service::AUDIO,
        store::{AudioRow, by_id},
    },
    exam::{
        model::{AttemptState, Seat},
        run::{
            rules::{no_paper, not_started, paused},
            service::find_seat,
        },
    },
    failures::not_found,
};

/// A sound that a participant may hear.
pub struct Audible {
    pub(crate) piece: Piece,
    pub(crate) content_type: &'static str,
    pub(crate) filename: String,
    duration_ms: i64,
    attempt: i64,
    audio: i64,
    last: Option<Plays>,
    /// How often it was played, this time included once it is counted.
    pub(crate) used: i64,
    /// How often it may be; `None`: as often as one likes.
    pub(crate) allowed: Option<i64>,
}

/// There is no such sound, or it is none of the open section.
pub(crate) fn no_such_audio() -> Error {
    not_found(AUDIO)
}

fn piece_of(row: &AudioRow) -> Result<(Piece, &'static str), Error> {
    let hash = BlobHash::parse(&row.blob).ok_or_else(|| Error::internal("a sound file's row holds no hash"))?;
    let kind = SoundKind::ALL
        .into_iter()
        .find(|kind| kind.content_type() == row.media_type);
    let kind = kind.ok_or_else(|| Error::internal("a sound file's row holds an unknown type"))?;
    let len = u64::try_from(row.bytes).map_err(Error::internal)?;
    Ok(((hash, len), kind.content_type()))
}

impl Assessment {
    /// How often a participant may play a sound of the open section. A stopped clock stops sounds as well.
    async fn bounds_of(
        &self,
        conn: &mut Conn<'_>,
        seat: &Seat,
        audio: i64,
        now: Timestamp,
    ) -> Result<Option<i64>, Error> {
        let attempt = seat.attempt.as_ref().ok_or_else(not_started)?;
        let open = seat.open_section(now).ok_or_else(no_such_audio)?;
        let version = self.0.versions.get(conn, attempt.version).await;
        let version = version.map_err(|error| no_paper().caused_by(error))?;
        let section = version.sections.get(open.n - 1).ok_or_else(no_such_audio)?;
        let chosen = section.chosen(attempt.seed);
        let bounds: Vec<_> = chosen
            .filter(|question| question.audio_id == Some(audio))
            .map(|question| question.audio_plays)
            .collect();
        if bounds.is_empty() {
            return Err(no_such_audio());
        }
        if attempt.state == AttemptState::Suspended {
            return Err(paused());
        }
        Ok(allowed(bounds.into_iter()))
    }

    /// A sound of the open section, as a participant may hear it now.
    pub async fn audible(&self, sitter: &Sitter, audio: i64) -> Result<Audible, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let seat = find_seat(conn, participant).await?;
            let allowed = own.bounds_of(conn, &seat, audio, now).await?;
            let attempt = seat
                .attempt
                .as_ref()
                .map(|attempt| attempt.id)
                .ok_or_else(not_started)?;
            let row = by_id(conn, audio).await?.ok_or_else(no_such_audio)?;
            let last = store::plays(conn, attempt, audio).await?;
            let (piece, content_type) = piece_of(&row)?;
            Ok::<_, Error>(Audible {
                piece,
                content_type,
                filename: row.filename,
                duration_ms: row.duration_ms,
                attempt,
                audio,
                last,
                used: last.map_or(0, |last| last.used),
                allowed,
            })
        };
        self.0.db.read_by_key(find).await
    }

    /// Counts a play, if a request begins one; refused if none is left. `from_start` says whether it asks for the first byte.
    pub async fn count_play(&self, sitter: &Sitter, mut sound: Audible, from_start: bool) -> Result<Audible, Error> {
        if !begins(sound.last, from_start, sound.duration_ms, sitter.ctx.now()) {
            return Ok(sound);
        }
        let (attempt, audio, duration_ms, allowed) = (sound.attempt, sound.audio, sound.duration_ms, sound.allowed);
        let work = async move |tx: &mut Tx<'_>| {
            // Another request may have begun it meanwhile.
            let last = store::plays(tx, attempt, audio).await?;
            let used = last.map_or(0, |last| last.used);
            if !begins(last, from_start, duration_ms, tx.now()) {
                return Ok(used);
            }
            if let Some(allowed) = allowed.filter(|allowed| used >= *allowed) {
                return Err(plays_used(used, allowed));
            }
            store::count(tx, attempt, audio).await?;
            Ok(used + 1)
        };
        sound.used = self.0.db.write(work).await?;
        Ok(sound)
    }
}
