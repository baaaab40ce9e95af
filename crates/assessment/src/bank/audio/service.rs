//! Sound files of exams: taken in one by one or as an archive, listed, played, deleted.
//!
//! Invariants: a file is judged by its content before it has a row; a name in a folder means one content for ever; files
//! resolve through rows, never through paths; a file that a question plays is not deleted.

mod bulk;
mod needed;
mod uses;

use std::fs::File;

pub use bulk::BulkView;
pub(crate) use bulk::not_a_package;
use bytes::Bytes;
use futures_util::Stream;
pub use needed::{NeededSound, PackageSounds};
use platform::{
    Conn, Error, FieldError, Kind, Lang, Message, Rule, Timestamp, Tx,
    lanes::Lanes,
    media::{BlobHash, Media, Piece, Received},
    page::{Pages, Paging},
    text::Check,
    version::IfMatch,
};
use recordings::audio::{
    name::{self, BadName},
    probe::{self, Sound, SoundKind},
};
use serde::Serialize;
use serde_json::json;
pub use uses::{AudioTotals, AudioUse};

use super::store::{self, AudioRow, NewAudio};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{passage::service::QUESTIONS, version::service::held},
    failures::{Noun, in_use, not_found},
    lists::Order,
};

pub(crate) const AUDIO: Noun = Noun {
    id: "berkas audio",
    en: "audio file",
};

/// The largest file, in bytes.
pub const LARGEST: u64 = probe::LARGEST;

/// The folder of files that no event was named for.
pub(crate) const COMMON: &str = "umum";

/// A sound file, as shown.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AudioView {
    pub id: i64,
    /// Its name.
    pub filename: String,
    /// The folder that it lies in: the title of an event or a package.
    pub event: String,
    /// Where it is played, below the API's base address.
    pub file_url: String,
    /// `audio/mpeg` or `audio/wav`.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: i64,
    /// How long it lasts, in milliseconds.
    pub duration_ms: i64,
    /// When it was uploaded.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

impl From<AudioRow> for AudioView {
    fn from(row: AudioRow) -> Self {
        Self {
            id: row.id,
            file_url: file_url(&row.event, &row.filename),
            filename: row.filename,
            event: row.event,
            media_type: row.media_type,
            bytes: row.bytes,
            duration_ms: row.duration_ms,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// `audio/<folder>/<name>`, to be appended to the API's base address.
pub(crate) fn file_url(event: &str, filename: &str) -> String {
    format!("audio/{}/{}", name::segment(event), name::segment(filename))
}

/// A file, ready to be served.
pub struct Playable {
    pub(crate) piece: Piece,
    pub(crate) content_type: &'static str,
    pub(crate) filename: String,
}

/// An upload with its names, found good.
pub struct NewFile {
    pub(crate) event: String,
    pub(crate) filename: String,
    pub(crate) claimed: SoundKind,
}

impl NewFile {
    /// Reads the names of an upload. `event` is the folder, if one was named.
    pub(crate) fn read(filename: Option<&str>, event: Option<&str>) -> Result<Self, Error> {
        let mut check = Check::new();
        let event = event.map(str::trim).filter(|event| !event.is_empty());
        let event = name::read(event.unwrap_or(COMMON));
        let file = match filename {
            None => Err(BadName::Empty),
            Some(filename) => name::read_sound(filename),
        };
        if let Err(bad) = &event {
            check.note("eventTitle", bad.rule());
        }
        if let Err(bad) = &file {
            check.note("file", bad.rule());
        }
        check.finish()?;
        match (event, file) {
            (Ok(event), Ok((filename, claimed))) => Ok(Self {
                event,
                filename,
                claimed,
            }),
            _ => Err(Error::internal("a bad name was not noted")),
        }
    }
}

/// Another file has the name already.
pub(crate) fn other_content(names: &[&str]) -> Error {
    const SHOWN: usize = 20;
    let listed = names.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
    let said = Message::new(
        format!("Sudah ada berkas lain dengan nama yang sama: {listed}."),
        format!("Other files of the same name are there already: {listed}."),
    );
    let rule = || Rule::Other(Message::new("sudah ada dengan isi lain", "is there with other content"));
    let fields = names.iter().take(SHOWN).map(|name| FieldError::new(*name, rule()));
    Error::new(Kind::Conflict, "assessment.audio.other_content", said).with_fields(fields.collect())
}

/// Questions play it.
fn played(count: i64, ids: &[i64]) -> Error {
    let mut listed = ids
        .iter()
        .take(20)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    if ids.len() > 20 {
        listed.push_str(", …");
    }
    let questions = QUESTIONS.times(count);
    let said = Message::new(
        format!(
            "Berkas audio ini masih dipakai oleh {} (id {listed}).",
            questions.text(Lang::Id)
        ),
        format!(
            "This audio file is still used by {} (id {listed}).",
            questions.text(Lang::En)
        ),
    );
    Error::new(Kind::Conflict, "assessment.in_use", said)
}

/// What a route for deleting may answer, for the documents.
pub(crate) fn played_sample() -> Error {
    played(2, &[3, 5])
}

/// As above, of an upload.
pub(crate) fn other_content_sample() -> Error {
    other_content(&["track_01.mp3"])
}

/// Judges what has arrived, on a thread that may block.
async fn judge(lanes: &Lanes, received: &Received) -> Result<Sound, Error> {
    let path = received.staged.path().to_owned();
    let look = move || probe::probe(&File::open(path).map_err(Error::internal)?);
    lanes.run(look).await
}

fn number(of: u64) -> Result<i64, Error> {
    i64::try_from(of).map_err(Error::internal)
}

impl Assessment {
    /// Whether an administrator may upload now: counted before anything is read.
    pub fn may_upload(&self, by: &Admin) -> Result<(), Error> {
        self.0.throttles.uploads.take(&by.id.to_string())
    }

    /// Takes a file in.
    pub async fn receive(
        &self,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
        most: u64,
    ) -> Result<Received, Error> {
        self.media().receive(content, most).await
    }

    /// Stores a sound file. The same content under the same name again is the same file.
    pub async fn add_audio(&self, by: &Admin, new: NewFile, received: Received) -> Result<AudioView, Error> {
        let sound = judge(&self.0.workload.files, &received).await?;
        if sound.kind != new.claimed {
            return Err(Error::invalid_field("file", BadName::Extension.rule()));
        }
        // The file may have taken minutes to arrive.
        self.session_lives(by).await?;
        let audio = NewAudio {
            filename: new.filename,
            blob: received.hash,
            media_type: sound.kind.content_type(),
            bytes: number(received.len)?,
            duration_ms: number(sound.duration_ms)?,
        };
        let (admin, event, db) = (by.id, new.event, self.0.db.clone());
        let rows = async move {
            db.write(async move |tx: &mut Tx<'_>| store_audio(tx, admin, &event, &audio).await)
                .await
        };
        self.0.files.keep_with(vec![received], rows).await.map(AudioView::from)
    }

    /// A page of the sound files whose names hold a folded text.
    #[platform::boxed]
    pub async fn list_audio(
        &self,
        search: Option<String>,
        order: Order,
        pages: Pages,
    ) -> Result<(Vec<AudioView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let page = (pages.limit(), pages.offset());
            store::list(conn, search.as_deref(), order, page).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(AudioView::from).collect(), pages.of(total)))
    }

    /// What is known of a sound file.
    #[platform::boxed]
    pub async fn audio(&self, id: i64) -> Result<AudioView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        let row = self.0.db.read(find).await?;
        row.map(AudioView::from).ok_or_else(|| not_found(AUDIO))
    }

    /// Deletes a file that no question plays.
    #[platform::boxed]
    pub async fn delete_audio(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(AUDIO))?;
            seen.check(row.version)?;
            let now = tx.now();
            let held = held::of_audio(tx, &versions, id, now).await?;
            let (count, ids) = store::users(tx, id).await?;
            if count > 0 {
                return Err(played(count, &ids));
            }
            if !held.is_nothing() {
                return Err(in_use(AUDIO, &held.counted()));
            }
            store::delete(tx, id).await?;
            let detail = json!({"event": &row.event, "filename": &row.filename});
            audit::note(tx, Some(admin), Action::Delete, Audited::Audio, Some(id), &detail).await?;
            Ok(((), vec![row.blob]))
        };
        let db = self.0.db.clone();
        self.0.files.remove_with(async move { db.write(work).await }).await
    }

    /// The file at an address, whose parts must be the folder's and the file's own names, letter by letter. Whoever calls
    /// this has decided that the caller may hear it.
    pub async fn playable(&self, event: &str, filename: &str) -> Result<Playable, Error> {
        // No name has it, and not every engine can be asked for it.
        if [event, filename].iter().any(|name| name.contains('\0')) {
            return Err(not_found(AUDIO));
        }
        let find = async |conn: &mut Conn<'_>| store::by_place(conn, event, filename).await;
        let row = self.0.db.read_by_key(find).await?;
        let row = row.filter(|row| row.event == event && row.filename == filename);
        let row = row.ok_or_else(|| not_found(AUDIO))?;
        let hash = BlobHash::parse(&row.blob).ok_or_else(|| Error::internal("a sound file's row holds no hash"))?;
        let kind = SoundKind::ALL
            .into_iter()
            .find(|kind| kind.content_type() == row.media_type);
        Ok(Playable {
            piece: (hash, u64::try_from(row.bytes).map_err(Error::internal)?),
            content_type: kind
                .ok_or_else(|| Error::internal("a sound file's row holds an unknown type"))?
                .content_type(),
            filename: row.filename,
        })
    }

    /// Where the files of exams are.
    pub fn media(&self) -> &Media {
        self.0.files.media()
    }
}

/// Stores a file in its folder, or finds it there.
async fn store_audio(tx: &mut Tx<'_>, admin: i64, event: &str, audio: &NewAudio) -> Result<AudioRow, Error> {
    if let Some(there) = store::by_place(tx, event, &audio.filename).await? {
        let same = there.blob == audio.blob.to_string() && there.filename == audio.filename;
        return if same {
            Ok(there)
        } else {
            Err(other_content(&[&audio.filename]))
        };
    }
    let event = store::fetch_spelling(tx, event).await?;
    let row = store::insert(tx, &event, audio).await?;
    let linked = store::link(tx, &event).await?;
    let detail = json!({"event": &event, "filename": &audio.filename, "linkedQuestions": linked});
    audit::note(tx, Some(admin), Action::Create, Audited::Audio, Some(row.id), &detail).await?;
    Ok(row)
}
