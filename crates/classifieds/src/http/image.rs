//! Pictures of listings.

use accounts::{Actor, MaybeActor};
use axum::{
    extract::{DefaultBodyLimit, Request, State, multipart::Field},
    response::Response,
};
use futures_util::TryStreamExt as _;
use http::{HeaderMap, Method};
use pictures::{LARGEST, broken, not_taken, too_many_pixels};
use platform::{
    Error, Rule,
    cache::Tags,
    http::{
        Body, Fault, IfMatch, Outcome, Paging, Path, Reply,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        range::{self, FileFacts},
        routes::{Access, Endpoint, delete, get, patch, post},
    },
    id::uuid_text,
    idempotency::Once,
    picture::heic,
    text::Check,
};

use super::listing::{ID, listing_id};
use crate::{
    Classifieds,
    events::listing::tag,
    failures::{no_such_record, nothing_to_change},
    input::listing::ImageIn,
    model::{
        image::{ArrivedImage, Image, ImageId},
        listing::ListingId,
    },
    picture::busy,
    rules::image::{ImageChange, caption},
    service::{
        image::{throttled, too_many},
        listing::not_yours,
    },
};

const ALL: &str = "/v1/listings/{listingId}/images";
const ONE: &str = "/v1/listings/{listingId}/images/{imageId}";

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct ImageForm {
    /// The picture: GIF, JPEG, PNG or WebP, at most 20 MiB, 12,000 pixels on a side and 50 million in all. The field may
    /// also be called `image` or `data`. It is drawn anew, in the colours that
    /// every browser shows; what else was in the file (place, camera) is dropped, and of an animation the first picture is
    /// kept, which the answer says (`animationDropped`).
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// At most 300 characters.
    caption: Option<String>,
}

/// What a form costs beside its file.
const FORM: usize = 64 * 1024;
/// Most bytes of a caption that are read before it is counted in characters.
const CAPTION: usize = 8 * 1024;

fn form_limit() -> usize {
    usize::try_from(LARGEST).unwrap_or(usize::MAX).saturating_add(FORM)
}

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

fn image_id(id: &str) -> Result<ImageId, Error> {
    uuid_text("imageId", id).map(ImageId::from)
}

/// What a form brought.
struct Form {
    arrived: ArrivedImage,
    caption: Option<String>,
}

async fn read(classifieds: &Classifieds, mut request: Request) -> Result<Form, Error> {
    DefaultBodyLimit::max(form_limit()).apply(&mut request);
    let deadline = form::deadline(&request, LARGEST);
    let mut fields = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    let (mut arrived, mut said) = (None, None);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        match field.name() {
            Some("file" | "image" | "data") if arrived.is_none() => {
                let content = form::in_time(field.map_err(unreadable), deadline);
                arrived = Some(classifieds.receive_image(content).await?);
            }
            Some("caption") => said = Some(form::before(deadline, text(field)).await?),
            _ => {}
        }
    }
    let mut check = Check::new();
    let caption = caption(&mut check, said.as_deref());
    check.finish()?;
    Ok(Form {
        arrived: arrived.ok_or_else(no_file)?,
        caption,
    })
}

/// A short text of a form.
async fn text(mut field: Field<'_>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable(LARGEST))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > CAPTION {
            return Err(Error::invalid_field("caption", Rule::TooLong(CAPTION)));
        }
    }
    String::from_utf8(bytes).map_err(|cause| broken_form().caused_by(cause))
}

/// `POST /v1/listings/{listingId}/images`. Whether the caller may is judged before a large body is read.
async fn add(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(listing): Path<String>,
    request: Request,
) -> Outcome<Image> {
    let listing = listing_id(&listing)?;
    let once = Once::from_headers(request.headers(), request.uri().path())?;
    classifieds.may_add_image(&actor, &listing, once.as_ref()).await?;
    let Form { arrived, caption } = read(&classifieds, request).await?;
    let (image, was_animated) = classifieds.add_image(&actor, listing, arrived, caption, once).await?;
    let reply = Reply::created_item("listingImage", image);
    Ok(if was_animated {
        reply.with("animationDropped", true)
    } else {
        reply
    })
}

/// `GET /v1/listings/{listingId}/images`.
async fn list(
    State(classifieds): State<Classifieds>,
    viewer: MaybeActor,
    Path(listing): Path<String>,
) -> Outcome<Vec<Image>> {
    let listing = listing_id(&listing)?;
    let (images, public) = classifieds.list_images(viewer.actor.as_ref(), &listing).await?;
    let paging = Paging::whole(images.len());
    let reply = Reply::list("listingImages", images, paging);
    Ok(if public {
        reply.keep(Tags::of([tag(listing.as_str())]))
    } else {
        reply
    })
}

/// `GET /v1/listings/{listingId}/images/{imageId}`.
async fn show(
    State(classifieds): State<Classifieds>,
    viewer: MaybeActor,
    Path((listing, id)): Path<(String, String)>,
) -> Outcome<Image> {
    let (listing, id) = (listing_id(&listing)?, image_id(&id)?);
    let (image, public) = classifieds.show_image(viewer.actor.as_ref(), &listing, &id).await?;
    let reply = Reply::shown_item("listingImage", image);
    Ok(if public {
        reply.keep(Tags::of([tag(listing.as_str())]))
    } else {
        reply
    })
}

/// `PATCH /v1/listings/{listingId}/images/{imageId}`.
async fn update(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path((listing, id)): Path<(String, String)>,
    seen: IfMatch,
    Body(input): Body<ImageIn>,
) -> Outcome<Image> {
    let (listing, id) = (listing_id(&listing)?, image_id(&id)?);
    let change = ImageChange::check(&input)?.ok_or_else(nothing_to_change)?;
    let changed = classifieds.update_image(&actor, listing, id, change, seen).await?;
    Ok(Reply::shown_item("listingImage", changed.object).changed(changed.old, changed.new))
}

/// `DELETE /v1/listings/{listingId}/images/{imageId}`.
async fn remove(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path((listing, id)): Path<(String, String)>,
    seen: IfMatch,
) -> Outcome<Image> {
    let (listing, id) = (listing_id(&listing)?, image_id(&id)?);
    Ok(Reply::shown_item(
        "listingImage",
        classifieds.delete_image(&actor, listing, id, seen).await?,
    ))
}

/// `GET /v1/listings/{listingId}/images/{imageId}/{variant}` — the picture itself, whole or in part.
async fn file(
    State(classifieds): State<Classifieds>,
    viewer: MaybeActor,
    Path((listing, id, variant)): Path<(String, String, String)>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let names = [listing.as_str(), id.as_str(), variant.as_str()];
    Ok(serve_image(&classifieds, viewer.actor.as_ref(), names, (&method, &headers)).await?)
}

/// Answers a request for a picture, for whoever may see its listing: by the listing's id, its own, and the name of a size.
#[platform::boxed]
pub async fn serve_image(
    classifieds: &Classifieds,
    viewer: Option<&Actor>,
    [listing, id, variant]: [&str; 3],
    (method, headers): (&Method, &HeaderMap),
) -> Result<Response, Error> {
    let (listing, id) = (listing_id(listing)?, image_id(id)?);
    let shown = classifieds.open_image_file(viewer, &listing, &id, variant).await?;
    let end = if shown.content_type == "image/png" {
        "png"
    } else {
        "jpg"
    };
    let name = format!("{id}-{variant}.{end}");
    let facts = FileFacts {
        content_type: shown.content_type,
        len: shown.len,
        name: &name,
        inline: true,
        // A picture that not everybody may see is for nobody's store but the asker's own eyes.
        cache: if shown.public {
            range::FOR_EVER
        } else {
            range::FOR_NOBODY_ELSE
        },
    };
    range::serve(classifieds.media(), &shown.hash, &facts, method, headers).await
}

pub(crate) const IMAGE: &str = r#"{"id":"018f3c21-7b2a-7c3d-8e4f-0123456789ab","listingId":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","sortOrder":0,"isCover":true,"caption":"From the left","width":1200,"height":900,"variants":{"thumb":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/thumb","contentType":"image/jpeg","width":320,"height":240,"bytes":14210},"medium":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/medium","contentType":"image/jpeg","width":960,"height":720,"bytes":91822},"large":{"url":"/v1/listings/018f3c20-7b2a-7c3d-8e4f-0123456789ab/images/018f3c21-7b2a-7c3d-8e4f-0123456789ab/large","contentType":"image/jpeg","width":1200,"height":900,"bytes":133007}},"isActive":true,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z","_owner":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab"}"#;
const IMAGE_ID: &str = "018f3c21-7b2a-7c3d-8e4f-0123456789ab";

/// A route about a single picture.
fn of_image(endpoint: Endpoint<Classifieds>) -> Endpoint<Classifieds> {
    endpoint
        .part::<ListingId>("listingId", "The listing", ID)
        .part::<ImageId>("imageId", "The picture", IMAGE_ID)
        .fails(no_such_record)
}

/// Longest time for a picture to arrive and be drawn: 20 MiB over a line of 1 Mbit/s.
const UPLOAD: std::time::Duration = std::time::Duration::from_secs(180);

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        post(ALL, add)
            .api("createListingImage")
            .says("Add a picture to a listing, behind the others; at most ten. Of an animation the first picture is kept (`animationDropped`). For its owner and staff")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .takes_file::<ImageForm>()
            .gives_item::<Image>("listingImage", IMAGE)
            .gives_also::<bool>("animationDropped")
            .creates()
            .body_limit(form_limit())
            .patience(UPLOAD)
            .fails(no_file)
            .fails(broken_form)
            .fails(platform::media::empty)
            .fails(not_a_form)
            .fails(not_taken)
            .fails(heic)
            .fails(broken)
            .fails(|| too_large(LARGEST))
            .fails(too_many_pixels)
            .fails(too_many)
            .fails(throttled)
            .fails(busy)
            .fails(not_yours)
            .fails(no_such_record),
        get(ALL, list)
            .api("listListingImages")
            .says("List the pictures of a listing in order; the first is the cover")
            .part::<ListingId>("listingId", "The listing", ID)
            .gives_list::<Image>("listingImages", IMAGE)
            .whole()
            .kept()
            .fails(no_such_record),
        of_image(get(ONE, show))
            .api("getListingImage")
            .says("See what is known of a picture")
            .gives_item::<Image>("listingImage", IMAGE)
            .kept(),
        of_image(patch(ONE, update))
            .api("updateListingImage")
            .says("Move a picture among the others or change its caption. For the listing's owner and staff")
            .access(Access::Account)
            .takes::<ImageIn>(r#"{"sortOrder":0,"caption":"From the left"}"#)
            .versioned()
            .gives_item::<Image>("listingImage", IMAGE)
            .fails(nothing_to_change)
            .fails(not_yours),
        of_image(delete(ONE, remove))
            .api("deleteListingImage")
            .says("Remove a picture; the others move up. For the listing's owner and staff")
            .versioned()
            .access(Access::Account)
            .gives_item::<Image>("listingImage", IMAGE)
            .fails(not_yours),
        of_image(get("/v1/listings/{listingId}/images/{imageId}/{variant}", file))
            .api("getListingImageFile")
            .says("Show a picture; byte ranges as in RFC 9110. Pictures of listings that are not active only to owner and staff")
            .part::<String>("variant", "`thumb`, `medium` or `large`: at most 320, 960 or 1920 pixels on a side", "medium")
            .gives_file("image/*"),
    ]
}
