//! Pictures that the texts of packages name (`![…](image:<hash>)`).

use axum::{
    extract::{DefaultBodyLimit, Request, State},
    response::Response,
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, Method};
use platform::{
    Error, Rule,
    http::{
        Fault, Outcome, Path, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        routes::{Endpoint, get, post},
    },
    media::Received,
};

use super::service::{LARGEST, PictureView, ShownPicture, no_such_picture};
use crate::{
    Assessment, Authors, BankReaders, Staff,
    http::{access, api, file::Shown},
};

/// What a form costs beside its file.
const FORM: usize = 64 * 1024;
/// How long a picture may take to arrive, over a line of 1 Mbit/s.
const UPLOAD: std::time::Duration = std::time::Duration::from_secs(120);

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct PictureForm {
    /// The picture: JPEG, PNG, GIF, WebP or AVIF, at most 10 MiB, judged by its content.
    #[schemars(extend("format" = "binary"))]
    file: String,
}

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

fn form_limit() -> usize {
    usize::try_from(LARGEST).unwrap_or(usize::MAX).saturating_add(FORM)
}

/// The picture of a form.
async fn read(assessment: &Assessment, mut request: Request) -> Result<Received, Error> {
    DefaultBodyLimit::max(form_limit()).apply(&mut request);
    let deadline = form::deadline(&request, LARGEST);
    let mut fields = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        if field.name() == Some("file") {
            let content = form::in_time(field.map_err(unreadable), deadline);
            return assessment.receive(content, LARGEST).await;
        }
    }
    Err(no_file())
}

/// `POST /images`. Who may is judged before the body is read.
async fn create(State(assessment): State<Assessment>, staff: Staff<Authors>, request: Request) -> Outcome<PictureView> {
    assessment.may_upload(&staff.admin)?;
    let received = read(&assessment, request).await?;
    let kept = assessment.add_picture(&staff.admin, received).await?;
    Ok(Reply::ok(kept))
}

/// `GET /images/{hash}` — a picture, whole or in part. The type is the one that its content was found to be.
async fn file(
    State(assessment): State<Assessment>,
    _: Staff<BankReaders>,
    Path(hash): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let shown = assessment.picture(&hash).await?;
    // The content of a hash never changes, but a picture of a paper is for nobody's store but the reader's own.
    serve(
        &assessment,
        &shown,
        (&method, &headers),
        "private, max-age=31536000, immutable",
    )
    .await
}

/// Serves a picture, which may be kept as `cache` says.
pub(crate) async fn serve(
    assessment: &Assessment,
    shown: &ShownPicture,
    (method, headers): (&Method, &HeaderMap),
    cache: &'static str,
) -> Result<Response, Fault> {
    let hash = shown.hash.to_string();
    let name = format!("{}.{}", &hash[..hash.len().min(12)], shown.kind.extension());
    let file = Shown {
        piece: (shown.hash, shown.len),
        content_type: shown.kind.content_type(),
        name: &name,
        cache,
    };
    Ok(file.serve(assessment, method, headers).await?)
}

const PICTURE: &str = r#"{"hash":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","text":"![](image:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad)","mediaType":"image/png","bytes":52110}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/images"), create)
            .says("Keep a picture that texts can show; the same content again is the same picture")
            .access(access::<Authors>())
            .takes_file::<PictureForm>()
            .gives::<PictureView>(PICTURE)
            .every_time()
            .body_limit(form_limit())
            .patience(UPLOAD)
            .fails(no_file)
            .fails(broken_form)
            .fails(not_a_form)
            .fails(platform::media::empty)
            .fails(|| too_large(LARGEST))
            .fails(platform::picture::not_an_image)
            .fails(platform::picture::heic),
        get(api!("/images/{hash}"), file)
            .says("Show a picture of a test package; byte ranges as in RFC 9110")
            .part::<String>(
                "hash",
                "The SHA-256 of its content, as texts name it",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            )
            .access(access::<BankReaders>())
            .gives_file("image/*")
            .fails(no_such_picture),
    ]
}
