//! Pictures: uploading them, and showing them.

use accounts::Actor;
use axum::{
    body::Body as Content,
    extract::{DefaultBodyLimit, Request, State},
    response::Response,
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, HeaderValue, Method, header};
use pictures::LARGEST;
use platform::{
    Error, Rule,
    http::{
        Fault, Outcome, Path, Query, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        range::{self, FileFacts},
        routes::{Access, Endpoint, get, post},
    },
    idempotency::Once,
};
use serde::Serialize;

use crate::{
    Trackmate,
    model::{PLACEHOLDER_PATH, ShownPicture},
    photo,
    service::upload::{no_such_file, throttled},
};

#[derive(Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FileLocationView {
    /// Absolute address that shows the picture.
    file_location: String,
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct UploadForm {
    /// The picture: APNG, AVIF, GIF, JPEG, PNG or WebP, at most 20 MiB (AVIF: 1 MiB), 12,000 pixels on a side and 50 million
    /// in all. What is larger than 1 MiB is drawn anew, at most 1,920 pixels long. What came along in the file (where and with
    /// what it was taken) is dropped. The
    /// field may also be called `file`.
    #[schemars(extend("format" = "binary"))]
    data: String,
}

/// What a form costs beside its file.
const FORM: usize = 16 * 1024;

/// Longest time for a photograph to arrive and be drawn: 20 MiB over a line of 1 Mbit/s.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(180);

fn form_limit() -> usize {
    usize::try_from(LARGEST).unwrap_or(usize::MAX).saturating_add(FORM)
}

fn no_file() -> Error {
    Error::invalid_field("data", Rule::Required)
}

/// `POST /upload/images`.
async fn upload(State(trackmate): State<Trackmate>, actor: Actor, mut request: Request) -> Outcome<FileLocationView> {
    DefaultBodyLimit::max(form_limit()).apply(&mut request);
    let once = Once::from_headers(request.headers(), request.uri().path())?;
    let deadline = form::deadline(&request, LARGEST);
    let mut form = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    while let Some(field) = form::before(deadline, async { form.next_field().await.map_err(unreadable) }).await? {
        if matches!(field.name(), Some("data" | "file")) {
            let content = form::in_time(field.map_err(unreadable), deadline);
            let file_location = trackmate.upload_image(&actor, content, once).await?;
            return Ok(Reply::created(FileLocationView { file_location }).message("Gambar berhasil diunggah"));
        }
    }
    Err(no_file().into())
}

/// How a picture is wanted.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct WantedWidth {
    /// In pixels; what is no number asks for the file.
    w: Option<String>,
}

/// Whether whoever asks says that they can show WebP; that they would take anything says nothing of it.
fn takes_webp(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("image/webp"))
}

/// `GET /media/{file}` — a picture, whole or in part; with `w` in a size that fits.
async fn show(
    State(trackmate): State<Trackmate>,
    Path(file): Path<String>,
    Query(wanted): Query<WantedWidth>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let picture = trackmate.show_picture(&file).await?;
    let Some(width) = wanted.w.and_then(|width| width.parse().ok()) else {
        return show_file(&trackmate, &file, &picture, &method, &headers).await;
    };
    let narrow = trackmate.narrow_picture(&picture, width, takes_webp(&headers)).await?;
    let mut response = match narrow {
        Some(narrow) => {
            let content = (narrow.bytes, narrow.name);
            range::serve_made(content, &picture.hash, narrow.content_type, &method, &headers)?
        }
        None => show_file(&trackmate, &file, &picture, &method, &headers).await?,
    };
    response
        .headers_mut()
        .append(header::VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

async fn show_file(
    trackmate: &Trackmate,
    file: &str,
    picture: &ShownPicture,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let facts = FileFacts {
        content_type: picture.content_type,
        len: picture.len,
        name: file,
        inline: true,
        cache: range::FOR_EVER,
    };
    Ok(range::serve(trackmate.media(), &picture.hash, &facts, method, headers).await?)
}

/// `GET /media/placeholder.png` — the picture that stands where there is none.
async fn show_placeholder() -> Result<Response, Fault> {
    let mut response = Response::new(Content::from(photo::placeholder()?));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("image/png"));
    // A later version of the program may draw it otherwise.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"));
    Ok(response)
}

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        post("/upload/images", upload)
            .says("Upload a picture")
            .access(Access::Account)
            .takes_file::<UploadForm>()
            .gives::<FileLocationView>(r#"{"fileLocation":"http://127.0.0.1:8080/media/image-7PabLrYn6okMUwr1.png"}"#)
            .creates()
            .message("Gambar berhasil diunggah")
            .body_limit(form_limit())
            .patience(PATIENCE)
            .fails(no_file)
            .fails(broken_form)
            .fails(platform::media::empty)
            .fails(not_a_form)
            .fails(|| too_large(LARGEST))
            .fails(platform::picture::not_an_image)
            .fails(platform::picture::heic)
            .fails(pictures::broken)
            .fails(pictures::not_understood)
            .fails(pictures::too_many_pixels)
            .fails(photo::busy)
            .fails(throttled),
        get(PLACEHOLDER_PATH, show_placeholder)
            .says("Show the picture that stands where there is none")
            .gives_media("image/png"),
        get("/media/{file}", show)
            .says("Show a picture; byte ranges as in RFC 9110")
            .part::<String>(
                "file",
                "The file's name, as the upload answered it",
                "image-7PabLrYn6okMUwr1.png",
            )
            .query_of::<u32>(
                "w",
                "How many pixels wide the picture is shown. It comes as wide as 160, 320, 640 or 1280, whichever fits, as WebP if \
                 `Accept` names that and else as JPEG or PNG; the file itself where none fits or it moves.",
                "320",
            )
            .gives_file("image/*")
            .fails(no_such_file),
    ]
}
