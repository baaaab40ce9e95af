//! Spoken answers: begun, sent in pieces, joined, and made the answers of their questions.
//!
//! Invariants: a piece that was acknowledged is on the disk and never changes; a take is complete at most once, and then it
//! is the answer; when it began, the server's clock says.

mod finish;
mod pieces;

use bytes::Bytes;
use futures_util::Stream;
use papers::QuestionType;
use platform::{Conn, Error, Timestamp, Tx, media::BlobHash};
use recordings::audio::speech::LARGEST;
use serde::Serialize;

use super::{
    model::{Piece, SpeechIn, SpeechState, Take},
    rules::{Beginning, check_place, kind_of, may_arrive, may_begin, other_chunk, take_ended, too_large},
    store,
};
use crate::{
    Assessment, Sitter,
    bank::version::model::FrozenVersion,
    exam::{
        chunk::rules::digest_differs,
        model::{Seat, Timed},
        recording::service::ChunkView,
        run::{
            rules::{ended, section_not_open},
            service::{find_seat, going},
        },
    },
    failures::{Noun, not_found},
};

const QUESTION: Noun = Noun {
    id: "soal lisan di ujian ini",
    en: "speaking question in this exam",
};
const SPEECH: Noun = Noun {
    id: "jawaban lisan",
    en: "spoken answer",
};

/// A spoken answer that was begun.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamBegunSpeech")]
pub struct BegunSpeech {
    id: i64,
    question_id: i64,
    take: i64,
    /// When it began; the same for whoever begins it again.
    started_at: Timestamp,
    status: SpeechState,
}

/// A spoken answer that was completed.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamCompletedSpeech")]
pub struct CompletedSpeech {
    audio_response_id: i64,
    /// How long it lasts.
    duration_ms: i64,
}

/// A spoken answer, as a page needs it to go on.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamHeldSpeech")]
pub struct HeldSpeech {
    id: i64,
    question_id: i64,
    take: i64,
    mime_type: String,
    /// When it began, by the server's clock.
    started_at: Timestamp,
    status: SpeechState,
    /// How long it lasts, once it is complete.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<i64>,
    /// The places of the pieces that have arrived, as long as it is in progress.
    chunks: Vec<i64>,
}

impl HeldSpeech {
    fn of(take: Take, chunks: Vec<i64>) -> Self {
        Self {
            id: take.id,
            question_id: take.question,
            take: take.number,
            mime_type: take.media_type,
            started_at: take.started_at,
            status: take.state,
            duration_ms: (take.state == SpeechState::Complete).then_some(take.duration_ms),
            chunks,
        }
    }
}

/// The participant is asked no such question, or it is not answered by voice.
pub(crate) fn no_such_question() -> Error {
    not_found(QUESTION)
}

/// There is no such spoken answer of this participant.
pub(crate) fn no_such_speech() -> Error {
    not_found(SPEECH)
}

/// The number of the section in which somebody is asked a speaking question.
fn section_of(version: &FrozenVersion, seed: i64, question: i64) -> Result<usize, Error> {
    let found = version.asked_by(seed).question(question);
    let speaking = found.filter(|(_, asked)| asked.question.kind == QuestionType::Speaking);
    speaking.map(|(n, _)| n).ok_or_else(no_such_question)
}

/// The spoken answers of an attempt, with what has arrived of those in progress.
pub(crate) async fn held(conn: &mut Conn<'_>, attempt: i64) -> Result<Vec<HeldSpeech>, Error> {
    let takes = store::of_attempt(conn, attempt).await?;
    if takes.is_empty() {
        return Ok(Vec::new());
    }
    let arrived = store::chunks_of_attempt(conn, attempt).await?;
    let held = takes.into_iter().map(|take| {
        let own = arrived.iter().filter(|(of, _)| *of == take.id);
        let chunks = own.map(|(_, seq)| *seq).collect();
        HeldSpeech::of(take, chunks)
    });
    Ok(held.collect())
}

/// A take that something arrives for.
struct Arriving {
    take: Take,
    seat: Seat,
    package: i64,
    is_late: bool,
}

/// Whether a piece is there already with this content; refused if with another.
async fn is_there(conn: &mut Conn<'_>, id: i64, seq: i64, sha256: &BlobHash) -> Result<bool, Error> {
    match store::chunk(conn, id, seq).await? {
        None => Ok(false),
        Some(there) if there == sha256.to_string() => Ok(true),
        Some(_) => Err(other_chunk()),
    }
}

impl Assessment {
    /// Begins to speak. Begun once, a take is the same answer, with the moment at which it began.
    pub async fn begin_speech(&self, sitter: &Sitter, input: SpeechIn) -> Result<Timed<BegunSpeech>, Error> {
        let kind = kind_of(&input.mime_type)?;
        let (own, participant) = (self.clone(), sitter.participant);
        let (question, take) = (input.question_id, input.take);
        let work = async move |tx: &mut Tx<'_>| {
            let (seat, now) = (find_seat(tx, participant).await?, tx.now());
            let attempt = going(&seat, now)?;
            let version = own.0.versions.get(tx, attempt.version).await?;
            let n = section_of(&version, attempt.seed, question)?;
            if seat.open_section(now).is_none_or(|open| open.n != n) {
                return Err(section_not_open());
            }
            let place = (attempt.id, question);
            let takes = store::of_question(tx, attempt.id, question).await?;
            let (id, started_at) = match may_begin(&takes, take)? {
                Beginning::New => (store::begin(tx, place, take, kind.content_type()).await?, now),
                Beginning::GoesOn(id) => {
                    let begun = takes.iter().find(|there| there.id == id);
                    (id, begun.map_or(now, |begun| begun.started_at))
                }
            };
            let view = BegunSpeech {
                id,
                question_id: question,
                take,
                started_at,
                status: SpeechState::Recording,
            };
            Ok(Timed::of_seat(&seat, now, view))
        };
        self.0.db.write(work).await
    }

    /// A take of a participant, if what belongs to it still arrives in time.
    async fn arriving(
        &self,
        conn: &mut Conn<'_>,
        participant: i64,
        id: i64,
        now: Timestamp,
    ) -> Result<Arriving, Error> {
        let take = store::own(conn, id, participant).await?.ok_or_else(no_such_speech)?;
        let seat = find_seat(conn, participant).await?;
        let attempt = seat.attempt.as_ref().filter(|attempt| attempt.id == take.attempt);
        let attempt = attempt.ok_or_else(ended)?;
        let version = self.0.versions.get(conn, attempt.version).await?;
        let n = section_of(&version, attempt.seed, take.question)?;
        Ok(Arriving {
            is_late: may_arrive(&seat, n, now)?,
            package: version.package_id,
            take,
            seat,
        })
    }

    /// Takes a piece in; durable when this answers. The same piece again changes nothing, whatever the order.
    pub async fn send_speech(
        &self,
        sitter: &Sitter,
        (id, seq, sha256): (i64, i64, BlobHash),
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
    ) -> Result<Timed<ChunkView>, Error> {
        check_place(seq)?;
        let (own, participant, now) = (self.clone(), sitter.participant, sitter.ctx.now());
        let known = async move |conn: &mut Conn<'_>| {
            store::own(conn, id, participant).await?.ok_or_else(no_such_speech)?;
            if is_there(conn, id, seq, &sha256).await? {
                return Ok(true);
            }
            let arriving = own.arriving(conn, participant, id, now).await?;
            if arriving.take.state == SpeechState::Recording {
                Ok(false)
            } else {
                Err(take_ended())
            }
        };
        let taken = Timed::at(now, ChunkView { seq });
        if self.0.db.read_by_key(known).await? {
            return Ok(taken);
        }
        let received = self.media().receive(content, LARGEST).await?;
        if received.hash != sha256 {
            return Err(digest_differs());
        }
        let piece = Piece {
            seq,
            blob: sha256.to_string(),
            bytes: i64::try_from(received.len).map_err(Error::internal)?,
        };
        let (own, db) = (self.clone(), self.0.db.clone());
        let work = async move |tx: &mut Tx<'_>| own.store_piece(tx, participant, id, &piece).await;
        let row = async move { db.write(work).await };
        self.0.files.keep_with(vec![received], row).await?;
        Ok(taken)
    }

    async fn store_piece(&self, tx: &mut Tx<'_>, participant: i64, id: i64, piece: &Piece) -> Result<(), Error> {
        if let Some(there) = store::chunk(tx, id, piece.seq).await? {
            return if there == piece.blob {
                Ok(())
            } else {
                Err(other_chunk())
            };
        }
        let now = tx.now();
        let arriving = self.arriving(tx, participant, id, now).await?;
        let most = i64::try_from(LARGEST).map_err(Error::internal)?;
        if arriving.take.state != SpeechState::Recording {
            return Err(take_ended());
        }
        if store::insert_chunk(tx, id, piece, most).await? {
            Ok(())
        } else {
            Err(too_large())
        }
    }

    /// What has arrived of a spoken answer.
    pub async fn own_speech(&self, sitter: &Sitter, id: i64) -> Result<Timed<HeldSpeech>, Error> {
        let (participant, now) = (sitter.participant, sitter.ctx.now());
        let find = async move |conn: &mut Conn<'_>| {
            let take = store::own(conn, id, participant).await?.ok_or_else(no_such_speech)?;
            let seat = find_seat(conn, participant).await?;
            let chunks = store::chunks(conn, id).await?;
            let chunks = chunks.into_iter().map(|piece| piece.seq).collect();
            Ok::<_, Error>(Timed::of_seat(&seat, now, HeldSpeech::of(take, chunks)))
        };
        self.0.db.read(find).await
    }
}
