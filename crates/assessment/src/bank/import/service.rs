//! Importing test packages from documents.
//!
//! Invariants: a document becomes a package as a whole or not at all; the same file makes no second package while the
//! first is there; a dry run answers what the import would, and stores nothing.

mod report;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, stream};
use papers::{
    Paper, Picture, Pictures,
    import::{Reading, SheetMapping, read_mapped},
};
use platform::{
    Conn, Error, Kind, Lang, Message, Timestamp, Tx,
    media::{BlobHash, ImageType, Received},
    picture::HEAD,
    text::{file_name, fold},
};
use serde::Serialize;
use serde_json::{json, value::RawValue};

pub use self::report::ImportReport;
pub(crate) use self::report::ImportView;
use super::store::{self, JobRow, NewJob};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        package, paper,
        picture::{self, store::ImageRow},
    },
    failures::{ERRORS, Noun, not_found},
    role::Role,
    workload::{PATIENCE, too_slow},
};

/// Largest document, in bytes.
pub(crate) const LARGEST: u64 = 50 << 20;
/// Longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 255;
/// The kind of these jobs.
const KIND: &str = "package";

const JOB: Noun = Noun {
    id: "impor",
    en: "import job",
};

/// A document that has arrived.
pub struct DocumentUpload {
    pub(crate) received: Received,
    /// What the sender calls it.
    pub filename: String,
    /// What its columns are, if it is a table and somebody said it.
    pub mapping: Vec<SheetMapping>,
}

/// A document that was read and not stored.
pub struct ImportTrial {
    /// What importing it would answer.
    pub outcome: Result<ImportReport, Error>,
    /// What was read of it, whether it could be stored or not.
    pub paper: Paper,
    /// Its pictures, which are kept nowhere.
    pub pictures: Pictures,
    /// For each finding that is told, the place in the paper, from 0, of the question that it is about.
    pub places: Vec<Option<usize>>,
}

/// An import, as shown.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    pub id: i64,
    /// `package` or `roster`.
    pub kind: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// What the sender called it.
    pub filename: String,
    /// The package that it made; null once that is gone.
    pub package_id: Option<i64>,
    /// Who imported it.
    pub admin_id: Option<i64>,
    /// When.
    pub created_at: Timestamp,
    /// What was answered.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub report: Box<RawValue>,
}

/// The document cannot be stored; the answer holds the whole report.
pub(crate) fn refused(report: &ImportReport) -> Error {
    let errors = ERRORS.times(report.error_count);
    let (id, en) = (errors.text(Lang::Id), errors.text(Lang::En));
    let said = Message::new(
        format!("Dokumen tidak dapat diimpor: {id}. Perbaiki, lalu unggah lagi."),
        format!("The document cannot be imported: {en}. Correct what is wrong and upload it again."),
    );
    Error::new(Kind::Invalid, "assessment.import.refused", said).with_detail(report)
}

/// The same file was imported before.
pub(crate) fn imported_before(job: i64, package: i64) -> Error {
    let said = Message::new(
        format!(
            "Berkas yang sama sudah diimpor (impor {job}, paket {package}). Hapus paket itu dahulu untuk mengulang."
        ),
        format!(
            "The same file was imported before (import {job}, package {package}). Delete that package to repeat it."
        ),
    );
    let detail = json!({"jobId": job, "packageId": package});
    Error::new(Kind::Conflict, "assessment.import.repeated", said).with_detail(&detail)
}

/// Another package has the title that the document gives.
pub(crate) fn title_taken(title: &str, package: i64) -> Error {
    let said = Message::new(
        format!("Paket berjudul \"{title}\" sudah ada (paket {package}). Ganti judul setelah PAKET, lalu unggah lagi."),
        format!(
            "A package titled \"{title}\" exists (package {package}). Change the title after PACKAGE and upload again."
        ),
    );
    let detail = json!({"packageId": package});
    Error::new(Kind::Conflict, "assessment.import.title_taken", said).with_detail(&detail)
}

/// What is stored of a document.
struct Ready {
    paper: Paper,
    images: Vec<ImageRow>,
    sha256: String,
    filename: String,
    report: ImportReport,
    admin: i64,
}

impl Assessment {
    /// Takes a document in.
    pub async fn receive_document(
        &self,
        by: &Admin,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
        filename: &str,
    ) -> Result<DocumentUpload, Error> {
        self.0.throttles.uploads.take(&by.id.to_string())?;
        let received = self.media().receive(content, LARGEST).await?;
        let plain = file_name(filename)
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST_NAME);
        Ok(DocumentUpload {
            received,
            filename: plain.collect::<String>().trim().to_owned(),
            mapping: Vec::new(),
        })
    }

    /// Imports a document as a new package, or (`dry_run`) only says what that would give.
    #[platform::boxed]
    pub async fn import_package(
        &self,
        by: &Admin,
        upload: DocumentUpload,
        dry_run: bool,
    ) -> Result<ImportReport, Error> {
        if dry_run {
            return self.try_package(by, upload).await?.outcome;
        }
        let (sha256, filename) = (upload.received.hash.to_string(), upload.filename.clone());
        let reading = self.judge_document(by, upload).await?;
        let report = ImportReport::of(&reading, dry_run);
        self.may_be_stored(&reading, &report, &sha256).await?;
        let ready = Ready {
            paper: reading.paper,
            images: images(&reading.pictures)?,
            sha256,
            filename,
            report,
            admin: by.id,
        };
        self.keep_package(ready, reading.pictures).await
    }

    /// Says what importing a document would give, and how its questions would be; stores nothing.
    #[platform::boxed]
    pub async fn try_package(&self, by: &Admin, upload: DocumentUpload) -> Result<ImportTrial, Error> {
        let sha256 = upload.received.hash.to_string();
        let reading = self.judge_document(by, upload).await?;
        let report = ImportReport::of(&reading, true);
        let outcome = self.may_be_stored(&reading, &report, &sha256).await;
        Ok(ImportTrial {
            places: report.findings.iter().map(|noted| noted.place).collect(),
            outcome: outcome.map(|()| report),
            paper: reading.paper,
            pictures: reading.pictures,
        })
    }

    /// Reads a document and notes everything that is to be said of it.
    async fn judge_document(&self, by: &Admin, upload: DocumentUpload) -> Result<Reading, Error> {
        let mut reading = self.read_document(upload.received, upload.mapping).await?;
        // A large file may have taken a minute to arrive and another to be read.
        self.session_lives(by).await?;
        reading.settle_title(&upload.filename);
        if !reading.has_errors() {
            reading.note_broken_rules();
        }
        self.look_for_audio(&mut reading).await?;
        Ok(reading)
    }

    /// Refuses what has errors, was imported before, or has a title that is taken.
    async fn may_be_stored(&self, reading: &Reading, report: &ImportReport, sha256: &str) -> Result<(), Error> {
        if reading.has_errors() {
            return Err(refused(report));
        }
        let (file, title) = (sha256.to_owned(), reading.paper.title.clone());
        let look = async move |conn: &mut Conn<'_>| is_new(conn, &file, &title).await;
        self.0.db.read(look).await
    }

    /// Keeps the pictures of a document and stores the package that names them.
    async fn keep_package(&self, ready: Ready, pictures: Pictures) -> Result<ImportReport, Error> {
        let names = pictures.keys().filter_map(|name| BlobHash::parse(name));
        let (blobs, assessment) = (names.collect(), self.clone());
        let keep = async move {
            for picture in pictures.into_values() {
                let content = stream::iter([Ok(Bytes::from(picture.bytes))]);
                let received = assessment.media().receive(content, LARGEST).await?;
                assessment.media().keep(received).await?;
            }
            let ready = Arc::new(ready);
            let work = async move |tx: &mut Tx<'_>| store_package(tx, &ready).await;
            assessment.0.db.write(work).await
        };
        self.keep_one_by_one(blobs, keep).await
    }

    /// Reads a document. One that takes too long is given up; it counts among those that are read as long as it lasts.
    async fn read_document(&self, received: Received, mapping: Vec<SheetMapping>) -> Result<Reading, Error> {
        let reading = move || {
            let bytes = std::fs::read(received.staged.path()).map_err(Error::internal)?;
            drop(received);
            read_mapped(&bytes, &mapping)
        };
        self.0.workload.documents.run_within(PATIENCE, too_slow, reading).await
    }

    /// Warns of audio files that are not there yet.
    async fn look_for_audio(&self, reading: &mut Reading) -> Result<(), Error> {
        let title = reading.paper.title.clone();
        let look = async move |conn: &mut Conn<'_>| paper::store::audio_of(conn, &title).await;
        let files = self.0.db.read(look).await?;
        reading.note_missing_audio(|name| files.contains_key(&fold(name)));
        Ok(())
    }

    /// What an import answered. Those of participants are for administrators alone.
    #[platform::boxed]
    pub async fn import_job(&self, by: &Admin, id: i64) -> Result<JobView, Error> {
        let find = async move |conn: &mut Conn<'_>| store::by_id(conn, id).await;
        let row = self.0.db.read(find).await?;
        let row = row.filter(|row| row.kind == KIND || by.role == Role::Administrator);
        view(row.ok_or_else(|| not_found(JOB))?)
    }
}

fn view(row: JobRow) -> Result<JobView, Error> {
    Ok(JobView {
        id: row.id,
        kind: row.kind,
        sha256: row.sha256,
        filename: row.filename,
        package_id: row.package_id,
        admin_id: row.admin_id,
        created_at: row.created_at,
        report: RawValue::from_string(row.report).map_err(Error::internal)?,
    })
}

/// Refuses a file that was imported before, and a title that another package has.
async fn is_new(conn: &mut Conn<'_>, sha256: &str, title: &str) -> Result<(), Error> {
    if let Some((job, package)) = store::first_of_file(conn, KIND, sha256).await? {
        return Err(imported_before(job, package));
    }
    match package::store::id_of_title(conn, title).await? {
        Some(package) => Err(title_taken(title, package)),
        None => Ok(()),
    }
}

/// Stores everything. Of two imports of one file at the same time, the second finds the first one's job here.
async fn store_package(tx: &mut Tx<'_>, ready: &Ready) -> Result<ImportReport, Error> {
    is_new(tx, &ready.sha256, &ready.paper.title).await?;
    let audio = paper::store::audio_of(tx, &ready.paper.title).await?;
    let package = paper::store::insert(tx, &ready.paper, &audio).await?;
    picture::store::insert(tx, &ready.images).await?;
    let job = NewJob {
        kind: KIND,
        sha256: &ready.sha256,
        filename: &ready.filename,
        package_id: Some(package),
        admin_id: Some(ready.admin),
    };
    let job = store::insert(tx, &job).await?;
    let questions = if ready.report.is_about_questions() {
        paper::store::questions_of(tx, package).await?
    } else {
        Vec::new()
    };
    let report = ready.report.complete(package, job, &questions);
    let text = serde_json::to_string(&report).map_err(Error::internal)?;
    store::report(tx, job, &text).await?;
    let detail = json!({"title": &ready.paper.title, "jobId": job, "questions": report.questions});
    audit::note(
        tx,
        Some(ready.admin),
        Action::Import,
        Audited::Package,
        Some(package),
        &detail,
    )
    .await?;
    Ok(report)
}

/// The rows of a document's pictures.
fn images(pictures: &Pictures) -> Result<Vec<ImageRow>, Error> {
    let image = |(name, picture): (&String, &Picture)| {
        let head = &picture.bytes[..picture.bytes.len().min(HEAD)];
        Ok(ImageRow {
            blob: name.clone(),
            media_type: ImageType::sniff(head)?.content_type(),
            bytes: i64::try_from(picture.bytes.len()).map_err(Error::internal)?,
        })
    };
    pictures.iter().map(image).collect()
}
