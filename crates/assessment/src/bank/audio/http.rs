//! Sound files (section 6 of the document): uploaded, listed, played, deleted.

use axum::{
    extract::{DefaultBodyLimit, Path as Segments, Request, State, multipart::Field},
    response::Response,
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, Method};
use platform::{
    Error, Rule,
    http::{
        Fault, IfMatch, Outcome, Pages, Params, Path, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        routes::{Endpoint, delete, get, post},
    },
    media::Received,
};
use recordings::{archive, audio::probe};
use serde::Serialize;

use super::service::{
    AUDIO, AudioTotals, AudioUse, AudioView, BulkView, NewFile, PackageSounds, not_a_package, other_content_sample,
    played_sample,
};
use crate::{
    AnyStaff, Assessment, Authors, BankReaders, Staff,
    failures::not_found,
    http::{
        access, api,
        file::{ASKED_EACH_TIME, Shown},
        query::{id, order, search},
    },
    workload::packing,
};

/// What a form costs beside its file.
const FORM: usize = 64 * 1024;
/// Most bytes of the name of an event that are read before it is counted in characters.
const TITLE: usize = 8 * 1024;
/// Largest archive: what it may hold, and its own lists.
const ARCHIVE: u64 = archive::LIMITS.unpacked + 16 * 1024 * 1024;

/// What the list is ordered by.
const ORDERS: [&str; 7] = [
    "id",
    "filename",
    "event",
    "bytes",
    "durationMs",
    "createdAt",
    "updatedAt",
];

const UPLOADED: &str = "Audio file successfully uploaded";
const DELETED: &str = "Audio file has been successfully deleted";

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
#[serde(rename_all = "camelCase")]
struct AudioForm {
    /// The sound: MP3, or WAV with PCM, at most 20 MiB, judged by its content. Its name, of at most 200 characters, ends
    /// in `.mp3` or `.wav`.
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// The folder: the title of an event or a package; `umum` without it. Before or after the file.
    event_title: Option<String>,
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct ArchiveForm {
    /// A ZIP, named as a test package's title is, with at most 2,000 sound files of together at most 500 MiB. They lie
    /// directly in it, or in one folder named as the package.
    #[schemars(extend("format" = "binary"))]
    file: String,
}

/// Where a file is played.
#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Uploaded {
    /// Says that it was done.
    message: &'static str,
    /// To be appended to the API's base address; its parts are in per cent form.
    file_url: String,
    /// The file's id.
    id: i64,
}

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

fn limited(request: &mut Request, largest: u64) {
    DefaultBodyLimit::max(form_limit(largest)).apply(request);
}

/// A short text of a form.
async fn text(mut field: Field<'_>, largest: u64) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable(largest))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > TITLE {
            return Err(Error::invalid_field("eventTitle", Rule::TooLong(TITLE)));
        }
    }
    String::from_utf8(bytes).map_err(|cause| broken_form().caused_by(cause))
}

/// Reads the form of a single file.
async fn read(assessment: &Assessment, mut request: Request) -> Result<(NewFile, Received), Error> {
    limited(&mut request, probe::LARGEST);
    let deadline = form::deadline(&request, probe::LARGEST);
    let mut fields = form::open(request, probe::LARGEST, FORM).await?;
    let unreadable = unreadable(probe::LARGEST);
    let (mut file, mut event) = (None, None);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        match field.name() {
            Some("file") if file.is_none() => {
                let name = field.file_name().map(str::to_owned);
                let content = form::in_time(field.map_err(unreadable), deadline);
                file = Some((name, assessment.receive(content, probe::LARGEST).await?));
            }
            Some("eventTitle") if event.is_none() => {
                event = Some(form::before(deadline, text(field, probe::LARGEST)).await?);
            }
            _ => {}
        }
    }
    let (name, received) = file.ok_or_else(no_file)?;
    Ok((NewFile::read(name.as_deref(), event.as_deref())?, received))
}

/// `POST /audio`. Who may is judged before the body is read.
async fn create(State(assessment): State<Assessment>, staff: Staff<Authors>, request: Request) -> Outcome<Uploaded> {
    assessment.may_upload(&staff.admin)?;
    let (new, received) = read(&assessment, request).await?;
    let made = assessment.add_audio(&staff.admin, new, received).await?;
    Ok(Reply::ok(Uploaded {
        message: UPLOADED,
        file_url: made.file_url,
        id: made.id,
    }))
}

/// `POST /audio/bulk`. Whether there is such a package is judged before the archive is read.
async fn create_many(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    mut request: Request,
) -> Outcome<BulkView> {
    assessment.may_upload(&staff.admin)?;
    limited(&mut request, ARCHIVE);
    let deadline = form::deadline(&request, ARCHIVE);
    let mut fields = form::open(request, ARCHIVE, FORM).await?;
    let unreadable = unreadable(ARCHIVE);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        if field.name() != Some("file") {
            continue;
        }
        let title = assessment
            .package_of_archive(field.file_name().unwrap_or_default())
            .await?;
        let content = form::in_time(field.map_err(unreadable), deadline);
        let arrived = assessment.receive(content, ARCHIVE).await?;
        return Ok(Reply::ok(assessment.add_archive(&staff.admin, title, arrived).await?));
    }
    Err(no_file().into())
}

/// `GET /audio`.
async fn list(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<AudioView>> {
    let order = order(&params, &ORDERS)?;
    let (rows, paging) = assessment.list_audio(search(&params), order, pages).await?;
    Ok(Reply::list("audio", rows, paging))
}

/// `GET /test-packages/{id}/audio`.
async fn of_package(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    Path(package): Path<String>,
) -> Outcome<PackageSounds> {
    Ok(Reply::ok(assessment.package_sounds(id("id", &package)?).await?))
}

/// `GET /audio/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    Path(audio): Path<String>,
) -> Outcome<AudioView> {
    Ok(Reply::shown(assessment.audio(id("id", &audio)?).await?))
}

/// `GET /audio/{id}/questions`.
async fn uses(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    Path(audio): Path<String>,
) -> Outcome<Vec<AudioUse>> {
    Ok(Reply::ok(assessment.audio_uses(id("id", &audio)?).await?))
}

/// `GET /audio/totals`.
async fn totals(State(assessment): State<Assessment>, _: Staff<BankReaders>) -> Outcome<AudioTotals> {
    Ok(Reply::ok(assessment.audio_totals().await?))
}

/// `DELETE /audio/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(audio): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment.delete_audio(&staff.admin, id("id", &audio)?, seen).await?;
    Ok(Reply::done(DELETED))
}

fn no_such_audio() -> Error {
    not_found(AUDIO)
}

/// `GET /audio/{event}/{filename}` — the sound, whole or in part. An address that cannot be read names nothing.
///
/// This is for administrators of any role. Participants hear what belongs to their open question at an address of their
/// own realm, which asks the same use case once it has decided that they may.
async fn play(
    State(assessment): State<Assessment>,
    _: Staff<AnyStaff>,
    names: Result<Segments<(String, String)>, axum::extract::rejection::PathRejection>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let Ok(Segments((event, filename))) = names else {
        return Err(no_such_audio().into());
    };
    let found = assessment.playable(&event, &filename).await?;
    let shown = Shown {
        piece: found.piece,
        content_type: found.content_type,
        name: &found.filename,
        // The name may mean another content one day, and it is not for everybody.
        cache: ASKED_EACH_TIME,
    };
    Ok(shown.serve(&assessment, &method, &headers).await?)
}

const AUDIO_FILE: &str = r#"{"id":1,"filename":"audio-file-1.mp3","event":"Event 1","fileUrl":"audio/Event%201/audio-file-1.mp3","mediaType":"audio/mpeg","bytes":417000,"durationMs":26122,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const OF_PACKAGE: &str = r#"{"event":"Cambridge IELTS 13","needed":[{"filename":"track_01.mp3","questions":[1,2],"isThere":true},{"filename":"track_02.mp3","questions":[3],"isThere":false}],"superfluous":["track_9.mp3"]}"#;
const ADDED: &str =
    r#"{"message":"Audio file successfully uploaded","fileUrl":"audio/Event%201/audio-file-1.mp3","id":1}"#;
const ADDED_MANY: &str = r#"{"message":"Audio file successfully uploaded","event":"Cambridge IELTS 13","added":40,"kept":0,"linkedQuestions":38}"#;

/// Longest time for a sound file to arrive: 20 MiB over a line of 1 Mbit/s.
const UPLOAD: std::time::Duration = std::time::Duration::from_secs(200);
/// The same for an archive.
const LONG_UPLOAD: std::time::Duration = std::time::Duration::from_secs(90 * 60);

fn form_limit(largest: u64) -> usize {
    usize::try_from(largest).unwrap_or(usize::MAX).saturating_add(FORM)
}

/// What every form with a file may be refused for.
fn of_form(endpoint: Endpoint<Assessment>, largest: u64) -> Endpoint<Assessment> {
    endpoint
        .access(access::<Authors>())
        .every_time()
        .body_limit(form_limit(largest))
        .fails(no_file)
        .fails(broken_form)
        .fails(not_a_form)
        .fails(platform::media::empty)
        .fails(other_content_sample)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        of_form(post(api!("/audio"), create), probe::LARGEST)
            .says("Upload a sound file; the same file again is the same answer")
            .takes_file::<AudioForm>()
            .gives::<Uploaded>(ADDED)
            .patience(UPLOAD)
            .fails(packing)
            .fails(|| too_large(probe::LARGEST))
            .fails(probe::not_taken)
            .fails(probe::unplayable)
            .fails(probe::broken),
        of_form(post(api!("/audio/bulk"), create_many), ARCHIVE)
            .says("Upload the sound files of a test package as a ZIP: all of them, or none")
            .takes_file::<ArchiveForm>()
            .gives::<BulkView>(ADDED_MANY)
            .patience(LONG_UPLOAD)
            .fails(not_a_package)
            .fails(|| too_large(ARCHIVE))
            .fails(archive::broken)
            .fails(archive::empty)
            .fails(packing)
            .fails(|| archive::too_large(archive::LIMITS)),
        get(api!("/audio"), list)
            .says("List sound files")
            .access(access::<BankReaders>())
            .query("search", "Part of a file's name", "track")
            .query("order", "`ASC` or `DESC`", "ASC")
            .query("orderBy", "A field of the list", "filename")
            .gives_list::<AudioView>("audio", AUDIO_FILE)
            .bare(),
        get(api!("/test-packages/{id}/audio"), of_package)
            .says("See which sound files a test package needs, which of them are there, and which nobody asks for")
            .part::<i64>("id", "The test package", "3")
            .access(access::<BankReaders>())
            .gives::<PackageSounds>(OF_PACKAGE),
        get(api!("/audio/{id}"), show)
            .says("See what is known of a sound file")
            .part::<i64>("id", "The sound file", "1")
            .access(access::<BankReaders>())
            .gives::<AudioView>(AUDIO_FILE),
        get(api!("/audio/totals"), totals)
            .says("See how many sound files there are and what they take")
            .access(access::<BankReaders>())
            .gives::<AudioTotals>(r#"{"files":40,"bytes":16680000,"unused":2}"#),
        get(api!("/audio/{id}/questions"), uses)
            .says("See which questions play a sound file")
            .part::<i64>("id", "The sound file", "1")
            .access(access::<BankReaders>())
            .gives::<Vec<AudioUse>>(r#"[{"id":12,"packageId":1,"packageTitle":"Cambridge IELTS 13"}]"#),
        delete(api!("/audio/{id}"), remove)
            .says("Delete a sound file that no question plays")
            .part::<i64>("id", "The sound file", "1")
            .access(access::<Authors>())
            .message(DELETED)
            .versioned()
            .fails(played_sample),
        get(api!("/audio/{event}/{filename}"), play)
            .says("Play a sound file; byte ranges as in RFC 9110, of which several at once are answered with the whole file")
            .part::<String>("event", "The folder", "Cambridge%20IELTS%2013")
            .part::<String>("filename", "The file's name", "ielts13-tests1-4cd1track_01.mp3")
            .access(access::<AnyStaff>())
            .gives_file("audio/*")
            .fails(no_such_audio),
    ]
}
