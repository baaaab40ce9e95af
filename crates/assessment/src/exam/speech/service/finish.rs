//! The end of a spoken answer: its pieces joined into one file, which is judged by its content.
//!
//! Invariants: what was joined is exactly what was sent, in its order; what nobody completes is joined as far as it is there,
//! so that nobody loses what they said because a browser ended.

use std::{fs::File, io, sync::Arc, time::Duration};

use futures_util::TryStreamExt as _;
use platform::{
    Conn, Ctx, Error, Kind, Tx,
    media::{BlobHash, Received, disk_error},
    module::Job,
};
use recordings::audio::speech::{Speech, probe};
use tokio::io::AsyncWriteExt as _;

use super::{Arriving, CompletedSpeech, no_such_speech};
use crate::{
    Assessment, Sitter,
    exam::{
        answers,
        model::{AttemptState, Timed},
        run::service::find_seat,
        speech::{
            model::{CompletionIn, Piece, SpeechState, Take},
            rules::{chunks_missing, missing, take_ended},
            store::{self, Place, Whole},
        },
    },
};

/// How often takes are looked for that nobody will complete.
const EVERY: Duration = Duration::from_secs(60);

/// Whether it is the content that a file was refused for.
fn is_of_content(error: &Error) -> bool {
    matches!(error.kind(), Kind::Invalid | Kind::UnsupportedMedia)
}

/// The pieces up to the first one that is missing.
fn whole_part(pieces: Vec<Piece>) -> Vec<Piece> {
    let in_order = (0..).zip(pieces).take_while(|(seq, piece)| piece.seq == *seq);
    in_order.map(|(_, piece)| piece).collect()
}

fn completed(take: i64, duration_ms: i64) -> CompletedSpeech {
    CompletedSpeech {
        audio_response_id: take,
        duration_ms,
    }
}

impl Assessment {
    /// Completes a spoken answer of which all pieces have arrived. Completed once, it is the same answer.
    pub async fn complete_speech(
        &self,
        sitter: &Sitter,
        id: i64,
        input: CompletionIn,
    ) -> Result<Timed<CompletedSpeech>, Error> {
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let take = store::own(conn, id, participant).await?.ok_or_else(no_such_speech)?;
            match take.state {
                SpeechState::Complete => return Ok((take, Vec::new())),
                SpeechState::Failed => return Err(take_ended()),
                SpeechState::Recording => {}
            }
            own.arriving(conn, participant, id, now).await?;
            let pieces = store::chunks(conn, id).await?;
            let held: Vec<i64> = pieces.iter().map(|piece| piece.seq).collect();
            let missing = missing(&held, input.chunks)?;
            if missing.is_empty() {
                Ok((take, pieces))
            } else {
                Err(chunks_missing(&missing))
            }
        };
        let (take, pieces) = self.0.db.read(find).await?;
        if take.state == SpeechState::Complete {
            return Ok(Timed::at(now, completed(id, take.duration_ms)));
        }
        let (received, speech) = match self.join_pieces(&pieces).await {
            Err(error) if is_of_content(&error) => {
                let work = async move |tx: &mut Tx<'_>| store::fail(tx, id).await;
                self.0.db.write(work).await?;
                return Err(error);
            }
            // Somebody was faster, and the pieces' files are gone.
            Err(error) => return self.completed_meanwhile(participant, id, error).await,
            Ok(joined) => joined,
        };
        let whole = whole_of(&received, speech)?;
        let (own, db) = (self.clone(), self.0.db.clone());
        let work = async move |tx: &mut Tx<'_>| own.store_whole(tx, participant, id, &whole).await;
        let rows = async move { db.write(work).await };
        let view = self.0.files.keep_with(vec![received], rows).await?;
        self.mark_soon();
        Ok(view)
    }

    /// The end of a take that was joined by another call, or why it could not be joined by this one.
    async fn completed_meanwhile(
        &self,
        participant: i64,
        id: i64,
        error: Error,
    ) -> Result<Timed<CompletedSpeech>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::own(conn, id, participant).await;
        match self.0.db.read(find).await? {
            Some(take) if take.state == SpeechState::Complete => {
                Ok(Timed::at(self.now(), completed(id, take.duration_ms)))
            }
            _ => Err(error),
        }
    }

    async fn store_whole(
        &self,
        tx: &mut Tx<'_>,
        participant: i64,
        id: i64,
        whole: &Whole,
    ) -> Result<Timed<CompletedSpeech>, Error> {
        let now = tx.now();
        let arriving = self.arriving(tx, participant, id, now).await?;
        if !store::complete(tx, id, whole).await? {
            // Somebody was faster, or began another take.
            return match arriving.take.state {
                SpeechState::Complete => Ok(Timed::at(now, completed(id, arriving.take.duration_ms))),
                _ => Err(take_ended()),
            };
        }
        make_answer(tx, &arriving).await?;
        Ok(Timed::of_seat(&arriving.seat, now, completed(id, whole.duration_ms)))
    }

    /// The pieces in one file, which is judged.
    async fn join_pieces(&self, pieces: &[Piece]) -> Result<(Received, Speech), Error> {
        let (lanes, media) = (&self.0.workload.files, self.media());
        let own = media.clone();
        let scratch = lanes.run(move || own.scratch().map_err(disk_error)).await?;
        let copy = scratch.as_file().try_clone().map_err(disk_error)?;
        let mut whole = tokio::fs::File::from_std(copy);
        let lost = || Error::internal(io::Error::other("a piece of a spoken answer is not on the disk"));
        for piece in pieces {
            let hash = BlobHash::parse(&piece.blob).ok_or_else(lost)?;
            let mut content = media.open(&hash, None).await?.ok_or_else(lost)?;
            while let Some(bytes) = content.try_next().await? {
                whole.write_all(&bytes).await.map_err(disk_error)?;
            }
        }
        whole.flush().await.map_err(disk_error)?;
        let received = media.adopt(scratch).await?;
        let path = received.staged.path().to_owned();
        let judge = move || probe(&File::open(path).map_err(Error::internal)?);
        let speech = lanes.run(judge).await?;
        Ok((received, speech))
    }

    /// Joins what nobody will complete, as far as it is there, and removes the files of pieces that were joined.
    pub async fn finish_abandoned_speech(&self) -> Result<(), Error> {
        let now = self.now();
        let find = async move |conn: &mut Conn<'_>| store::abandoned(conn, now).await;
        for (take, participant) in self.0.db.read(find).await? {
            // One that cannot be joined must not keep the others waiting.
            if let Err(error) = self.salvage(&take, participant).await {
                tracing::warn!(take = take.id, %error, "a spoken answer was not joined");
            }
        }
        self.remove_joined_pieces().await
    }

    async fn salvage(&self, take: &Take, participant: i64) -> Result<(), Error> {
        let id = take.id;
        let find = async move |conn: &mut Conn<'_>| store::chunks(conn, id).await;
        let pieces = whole_part(self.0.db.read(find).await?);
        let joined = if pieces.is_empty() {
            None
        } else {
            match self.join_pieces(&pieces).await {
                Err(error) if is_of_content(&error) => None,
                joined => Some(joined?),
            }
        };
        let Some((received, speech)) = joined else {
            let work = async move |tx: &mut Tx<'_>| store::fail(tx, id).await;
            return self.0.db.write(work).await;
        };
        let (whole, take) = (whole_of(&received, speech)?, take.clone());
        let (own, db) = (self.clone(), self.0.db.clone());
        let work = async move |tx: &mut Tx<'_>| own.store_salvaged(tx, &take, participant, &whole).await;
        let rows = async move { db.write(work).await };
        self.0.files.keep_with(vec![received], rows).await?;
        self.mark_soon();
        Ok(())
    }

    async fn store_salvaged(&self, tx: &mut Tx<'_>, take: &Take, participant: i64, whole: &Whole) -> Result<(), Error> {
        if !store::complete(tx, take.id, whole).await? || store::is_answer(tx, take.id).await? {
            return Ok(());
        }
        let seat = find_seat(tx, participant).await?;
        // What was handed in stays as it was handed in.
        let is_terminated = |seat: &crate::exam::model::Seat| {
            let state = seat.attempt.as_ref().map(|attempt| attempt.state);
            state == Some(AttemptState::Terminated)
        };
        if !seat.timed_out() && !is_terminated(&seat) {
            return Ok(());
        }
        let version = self.version_of(tx, &seat).await?;
        let arriving = Arriving {
            take: take.clone(),
            package: version.map_or(0, |version| version.package_id),
            is_late: true,
            seat,
        };
        make_answer(tx, &arriving).await
    }

    /// Joins takes that nobody will complete.
    pub(crate) fn finish_speech(&self) -> Job {
        let assessment = self.clone();
        Job {
            name: "assessment.finish_speech",
            every: EVERY,
            run: Arc::new(move |_: Ctx| {
                let assessment = assessment.clone();
                Box::pin(async move { assessment.finish_abandoned_speech().await })
            }),
        }
    }
}

fn whole_of(received: &Received, speech: Speech) -> Result<Whole, Error> {
    Ok(Whole {
        blob: received.hash.to_string(),
        media_type: speech.kind.content_type(),
        bytes: i64::try_from(received.len).map_err(Error::internal)?,
        duration_ms: i64::try_from(speech.duration_ms).map_err(Error::internal)?,
    })
}

/// Makes a take the answer of its question. What was marked before is marked again.
async fn make_answer(tx: &mut Tx<'_>, arriving: &Arriving) -> Result<(), Error> {
    let (take, seat) = (&arriving.take, &arriving.seat);
    let place = Place {
        attempt: take.attempt,
        participant: seat.participant,
        question: take.question,
        package: arriving.package,
        event: seat.event.id,
    };
    let is_new = store::link(tx, place, take.id, arriving.is_late).await?;
    if is_new && seat.timed_out() {
        let place = answers::store::Place {
            attempt: place.attempt,
            participant: place.participant,
            package: place.package,
            event: place.event,
        };
        answers::store::unmark(tx, place).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_completed_counts_up_to_the_first_missing_piece() {
        let piece = |seq| Piece {
            seq,
            blob: String::new(),
            bytes: 1,
        };
        let part = |seqs: &[i64]| whole_part(seqs.iter().map(|seq| piece(*seq)).collect()).len();
        assert_eq!((part(&[0, 1, 3]), part(&[1, 2]), part(&[])), (2, 0, 0));
    }
}
