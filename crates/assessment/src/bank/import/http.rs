//! Test packages made of documents (section 4.2 of the document).

use axum::extract::{DefaultBodyLimit, Request, State, multipart::Field};
use futures_util::TryStreamExt as _;
use papers::import::{SheetMapping, not_a_document};
use platform::{
    Error, Rule,
    http::{
        Outcome, Params, Path, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        routes::{Endpoint, get, post},
    },
};

use super::service::{
    DocumentUpload, ImportReport, ImportView, JobView, LARGEST, imported_before, refused, title_taken,
};
use crate::{
    Assessment, Authors, Staff,
    http::{
        access, api,
        query::{id, one_of},
    },
    workload::{busy, too_slow},
};

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct DocumentForm {
    /// The document, at most 50 MiB, whatever it is called: DOCX, PDF, ODT, a workbook (XLSX, ODS), a table of text (CSV),
    /// GIFT, Aiken, numbered questions as text, Moodle XML, or a package of QTI (2.1 to 3.0).
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// What the columns of a workbook or a table of text are, in JSON: a list of `{"sheet","headRow","columns"}`, the last of
    /// which names uses by letters (`{"A":"question","B":"option A","F":"key"}`) as the `use` of a report's `columns` does.
    /// Before or after the file. Without it, columns are known by their heads.
    mapping: Option<String>,
}

/// What a form costs beside its file.
const FORM: usize = 64 * 1024;
/// Longest time for a document to arrive and be read: 50 MiB over a line of 4 Mbit/s, and a minute.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(165);

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

fn form_limit() -> usize {
    usize::try_from(LARGEST).unwrap_or(usize::MAX).saturating_add(FORM)
}

/// A text of a form, no longer than what a form costs beside its file.
async fn text(mut field: Field<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(unreadable(LARGEST))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > FORM {
            return Err(Error::invalid_field("mapping", Rule::TooLong(FORM)));
        }
    }
    String::from_utf8(bytes).map_err(|cause| broken_form().caused_by(cause))
}

/// The document of a form.
async fn read(assessment: &Assessment, staff: &Staff<Authors>, mut request: Request) -> Result<DocumentUpload, Error> {
    DefaultBodyLimit::max(form_limit()).apply(&mut request);
    let deadline = form::deadline(&request, LARGEST);
    let mut fields = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    let (mut upload, mut mapping) = (None, None);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        match field.name() {
            Some("file") if upload.is_none() => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let content = form::in_time(field.map_err(unreadable), deadline);
                upload = Some(assessment.receive_document(&staff.admin, content, &name).await?);
            }
            Some("mapping") if mapping.is_none() => {
                mapping = Some(form::before(deadline, text(field)).await?);
            }
            _ => {}
        }
    }
    let mut upload = upload.ok_or_else(no_file)?;
    if let Some(mapping) = mapping.filter(|mapping| !mapping.trim().is_empty()) {
        upload.mapping = SheetMapping::parse(&mapping)?;
    }
    Ok(upload)
}

/// `POST /test-packages/upload`.
async fn upload(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    params: Params,
    request: Request,
) -> Outcome<ImportView> {
    let words = [("1", true), ("true", true), ("0", false), ("false", false)];
    let dry_run = one_of(&params, "dryRun", &words)?.unwrap_or(false);
    let upload = read(&assessment, &staff, request).await?;
    let report = assessment.import_package(&staff.admin, upload, dry_run).await?;
    let view = ImportView::from(report);
    Ok(if dry_run { Reply::ok(view) } else { Reply::created(view) })
}

/// `GET /import-jobs/{id}`.
async fn job(State(assessment): State<Assessment>, staff: Staff<Authors>, Path(job): Path<String>) -> Outcome<JobView> {
    Ok(Reply::ok(assessment.import_job(&staff.admin, id("id", &job)?).await?))
}

const REPORT: &str = r#"{"message":"File berhasil diproses.","packageId":3,"jobId":1,"title":"Ujian Akhir Semester","sections":2,"questions":40,"passages":3,"pictures":1,"errorCount":0,"warningCount":1,"dryRun":false,"findings":[{"severity":"warning","code":"audio.missing","section":"Listening","question":"1","excerpt":"track_01.mp3","message":{"id":"Berkas audio ini belum ada. Unggah ke folder yang bernama sama dengan judul paket.","en":"This audio file is not there yet. Upload it into the folder that is called like the package."}}]}"#;
const SHOWN_JOB: &str = r#"{"id":1,"kind":"package","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","filename":"ujian.docx","packageId":3,"adminId":1,"createdAt":"2023-09-14T12:00:00.000Z","report":{"packageId":3,"jobId":1,"title":"Ujian Akhir Semester","questions":40}}"#;

/// A mapping that cannot be read, for the documents of the API.
fn broken_mapping() -> Error {
    SheetMapping::parse("").map_or_else(|error| error, |_| no_file())
}

/// A document with a mistake, for the documents of the API.
fn refused_sample() -> Error {
    refused(&ImportReport {
        package_id: None,
        job_id: None,
        title: "Ujian Akhir Semester".to_owned(),
        sections: 2,
        questions: 40,
        passages: 3,
        pictures: 1,
        error_count: 1,
        warning_count: 0,
        dry_run: false,
        findings: Vec::new(),
        columns: Vec::new(),
    })
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/test-packages/upload"), upload)
.every_time()
            .says(
                "Make a test package of a document, a workbook or a text: all of it, or nothing with everything that is wrong",
            )
            .access(access::<Authors>())
            .query(
                "dryRun",
                "`1`: nothing is stored; the answer (200) says what would be",
                "1",
            )
            .takes_file::<DocumentForm>()
            .gives::<ImportView>(REPORT)
            .creates()
            .or_ok()
            .body_limit(50 * 1024 * 1024 + FORM)
            .patience(PATIENCE)
            .fails(no_file)
            .fails(broken_mapping)
            .fails(broken_form)
            .fails(platform::media::empty)
            .fails(refused_sample)
            .fails(too_slow)
            .fails(|| imported_before(1, 3))
            .fails(|| title_taken("Ujian Akhir Semester", 3))
            .fails(|| too_large(LARGEST))
            .fails(not_a_form)
            .fails(not_a_document)
            .fails(busy),
        get(api!("/import-jobs/{id}"), job)
            .says("See what an import answered")
            .part::<i64>("id", "The import", "1")
            .access(access::<Authors>())
            .gives::<JobView>(SHOWN_JOB),
    ]
}
