//! Archives of sound files for a package: all of an archive is stored, or nothing.

use std::{collections::BTreeMap, fs::File, sync::Arc};

use platform::{
    Conn, Error, Message, Rule, Tx,
    lanes::Lanes,
    media::{BlobHash, Media, Received, Staged, disk_error},
    text::fold,
};
use recordings::archive::{Archive, Checked, LIMITS, UnpackError};
use serde::Serialize;
use serde_json::json;

use super::{number, other_content};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::audio::store::{self, AudioRow, NewAudio},
};

/// What became of an archive.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct BulkView {
    /// Says that it was done.
    pub message: &'static str,
    /// The package, which is the folder, too.
    pub event: String,
    /// Files that are new.
    pub added: usize,
    /// Files that were there with the same content.
    pub kept: usize,
    /// Questions that had named one of the files and play it now.
    pub linked_questions: u64,
}

/// No package is called as the archive is.
pub(crate) fn not_a_package() -> Error {
    let said = Message::new(
        "harus dinamai seperti judul paket ujian yang ada, dengan akhiran .zip",
        "must be named as an existing test package's title is, with .zip at its end",
    );
    Error::invalid_field("file", Rule::Other(said))
}

/// Files of an archive that are not there yet, and how many are.
struct Sorted {
    new: Vec<(usize, NewAudio)>,
    kept: usize,
}

impl Assessment {
    /// The title of the package that an archive is named after.
    pub async fn package_of_archive(&self, filename: &str) -> Result<String, Error> {
        let (title, end) = filename.trim().rsplit_once('.').ok_or_else(not_a_package)?;
        if !end.eq_ignore_ascii_case("zip") || title.contains('\0') {
            return Err(not_a_package());
        }
        let title = title.trim().to_owned();
        let find = async move |conn: &mut Conn<'_>| store::package(conn, &title).await;
        self.0.db.read(find).await?.ok_or_else(not_a_package)
    }

    /// Stores the files of an archive that has arrived for a package.
    #[platform::boxed]
    pub async fn add_archive(&self, by: &Admin, title: String, arrived: Received) -> Result<BulkView, Error> {
        let (archive, checked) = check(&self.0.workload.files, self.media().clone(), arrived, title.clone()).await?;
        self.session_lives(by).await?;
        let folder = title.clone();
        let find = async move |conn: &mut Conn<'_>| store::folder(conn, &folder).await;
        let sorted = sort_files(&checked, &self.0.db.read(find).await?)?;
        let blobs: Vec<BlobHash> = sorted.new.iter().map(|(_, audio)| audio.blob).collect();
        let (assessment, admin) = (self.clone(), by.id);
        let keep = async move { assessment.keep_archive(admin, title, archive, sorted).await };
        self.keep_one_by_one(blobs, keep).await
    }

    /// Keeps the files that are new, then gives all of them their rows in one transaction.
    async fn keep_archive(
        &self,
        admin: i64,
        title: String,
        mut archive: Archive,
        sorted: Sorted,
    ) -> Result<BulkView, Error> {
        for (at, audio) in &sorted.new {
            let received;
            (archive, received) =
                unpack_audio(&self.0.workload.files, self.media().clone(), archive, *at, audio).await?;
            self.media().keep(received).await?;
        }
        let (kept, new) = (sorted.kept, Arc::new(sorted.new));
        let work = async move |tx: &mut Tx<'_>| {
            let folder = store::folder(tx, &title).await?;
            let there = by_name(&folder);
            // Somebody else may have been quicker since the archive was looked at.
            let taken: Vec<&str> = new
                .iter()
                .filter(|(_, audio)| there.contains_key(&fold(&audio.filename)))
                .map(|(_, audio)| audio.filename.as_str())
                .collect();
            if !taken.is_empty() {
                return Err(other_content(&taken));
            }
            for (_, audio) in new.iter() {
                store::insert(tx, &title, audio).await?;
            }
            let linked = store::link(tx, &title).await?;
            let detail = json!({"event": &title, "files": new.len(), "linkedQuestions": linked});
            audit::note(tx, Some(admin), Action::Create, Audited::Audio, None, &detail).await?;
            Ok(BulkView {
                message: "Audio file successfully uploaded",
                event: title.clone(),
                added: new.len(),
                kept,
                linked_questions: linked,
            })
        };
        self.0.db.write(work).await
    }
}

/// Looks into every file of an archive; nothing stays behind. The archive itself is gone from the disk after that, but
/// can still be read.
async fn check(
    lanes: &Lanes,
    media: Media,
    arrived: Received,
    title: String,
) -> Result<(Archive, Vec<Checked>), Error> {
    let look = move || {
        let file = File::open(arrived.staged.path()).map_err(Error::internal)?;
        let mut archive = Archive::open(file, &title, LIMITS)?;
        let checked = archive.check(|| media.scratch().map(tempfile::NamedTempFile::into_file));
        let checked = checked.map_err(unpacking)?;
        Ok((archive, checked))
    };
    lanes.run(look).await
}

/// A disk that is full is told as such, whatever was written to it.
fn unpacking(error: UnpackError) -> Error {
    match error {
        UnpackError::Refused(error) => error,
        UnpackError::Disk(error) => disk_error(error),
    }
}

/// Unpacks a file of an archive once more, ready to be kept.
async fn unpack_audio(
    lanes: &Lanes,
    media: Media,
    mut archive: Archive,
    at: usize,
    audio: &NewAudio,
) -> Result<(Archive, Received), Error> {
    let (hash, len) = (audio.blob, u64::try_from(audio.bytes).map_err(Error::internal)?);
    let unpack = move || {
        let mut file = media.scratch().map_err(disk_error)?;
        archive.unpack(at, file.as_file_mut()).map_err(unpacking)?;
        file.as_file().sync_all().map_err(disk_error)?;
        let received = Received {
            hash,
            len,
            head: Vec::new(),
            staged: Staged::new(file, len),
        };
        Ok((archive, received))
    };
    lanes.run(unpack).await
}

fn by_name(folder: &[AudioRow]) -> BTreeMap<String, &AudioRow> {
    folder.iter().map(|row| (fold(&row.filename), row)).collect()
}

/// Sorts the files of an archive into new ones and those that are there; refuses those of which another content is.
fn sort_files(checked: &[Checked], folder: &[AudioRow]) -> Result<Sorted, Error> {
    let there = by_name(folder);
    let (mut new, mut kept, mut other) = (Vec::new(), 0, Vec::new());
    for (at, file) in checked.iter().enumerate() {
        match there.get(&fold(&file.name)) {
            None => new.push((at, audio(file)?)),
            Some(row) if row.blob == BlobHash::from(file.hash).to_string() && row.filename == file.name => kept += 1,
            Some(_) => other.push(file.name.as_str()),
        }
    }
    if other.is_empty() {
        Ok(Sorted { new, kept })
    } else {
        Err(other_content(&other))
    }
}

fn audio(file: &Checked) -> Result<NewAudio, Error> {
    Ok(NewAudio {
        filename: file.name.clone(),
        blob: BlobHash::from(file.hash),
        media_type: file.sound.kind.content_type(),
        bytes: number(file.len)?,
        duration_ms: number(file.sound.duration_ms)?,
    })
}
