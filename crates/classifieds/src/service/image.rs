//! Pictures of listings: taken in, drawn anew in three sizes, put in order, shown, removed.
//!
//! Invariant: a listing has at most ten pictures, numbered from 0 without gaps, and shows exactly those that its rows name.

use std::time::Duration;

use accounts::Actor;
use bytes::Bytes;
use futures_util::{Stream, stream};
use pictures::{Drawn, LARGEST, Picture, SIZES, drawable};
use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    idempotency::Once,
    media::{BlobHash, ImageType, Media, Received},
    version::IfMatch,
};
use serde::{Deserialize, Serialize};

use super::listing::{judge_listing, send_to_review, to_change};
use crate::{
    Classifieds,
    events::listing::{ImageChanged, ImageCreated, ImageDeleted},
    failures::no_such_record,
    model::{
        Changed,
        image::{ArrivedImage, Image, ImageBlob, ImageId, ShownImage, Variant, Variants},
        listing::{ListingId, StoredListing},
    },
    picture,
    rules::{
        image::{ImageChange, MOST},
        listing_status::{Hand, ListingEditor},
    },
    store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "classifieds.upload.throttled";

/// One account uploads too fast.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, Duration::from_secs(1))
}

/// The listing has as many pictures as it may.
pub(crate) fn too_many() -> Error {
    let said = Message::new(
        format!("Sebuah iklan paling banyak memuat {MOST} gambar."),
        format!("A listing has at most {MOST} pictures."),
    );
    Error::new(Kind::Conflict, "classifieds.listing.too_many_images", said).keyed("errMsg_ListingImageLimitExceeded")
}

/// What is kept for a repeat of the request: the picture, and whether an animation became it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Added {
    #[serde(flatten)]
    pub(super) image: Image,
    /// What was kept before this was does not say.
    #[serde(default)]
    was_animated: bool,
}

impl Classifieds {
    /// Whether somebody may add a picture to a listing now; asked before a picture is even received. What may be a repeat
    /// is let through to a full listing: its picture may be there already.
    #[platform::boxed]
    pub async fn may_add_image(&self, actor: &Actor, listing: &ListingId, once: Option<&Once>) -> Result<(), Error> {
        let (who, now) = (ListingEditor::from(actor), actor.ctx.now());
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                let found = store::listing::by_id(conn, listing.as_str(), now).await?;
                let (found, _) = judge_listing(found, &who, now)?;
                match once {
                    Some(_) => Ok(()),
                    None => room(&store::image::of_listing(conn, found.seq, listing).await?),
                }
            })
            .await?;
        self.0.uploads.take(actor.id.as_str())
    }

    /// Takes a picture in, as far as its first bytes and its length can be judged.
    pub async fn receive_image(
        &self,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
    ) -> Result<ArrivedImage, Error> {
        let received = self.media().receive(content, LARGEST).await?;
        let kind = drawable(&received.head)?;
        Ok(ArrivedImage { received, kind })
    }

    /// Adds a picture behind the others. Answers whether an animation became a still picture, too.
    #[platform::boxed]
    pub async fn add_image(
        &self,
        actor: &Actor,
        listing: ListingId,
        arrived: ArrivedImage,
        caption: Option<String>,
        once: Option<Once>,
    ) -> Result<(Image, bool), Error> {
        let ArrivedImage { received, kind } = arrived;
        let once = once.map(|once| {
            let hash = received.hash.to_string();
            once.over(format!("{hash} {}", caption.as_deref().unwrap_or_default()).as_bytes())
        });
        // A repeat is not worth drawing again.
        if let Some(once) = &once
            && let Some(added) = self.0.accounts.answers().find::<Added>(&actor.ctx, once).await?
        {
            return Ok((added.image, added.was_animated));
        }
        let picture = picture::draw(&self.0.drawing, received, kind).await?;
        // The file may have taken minutes to arrive.
        if !self.0.accounts.session_lives(&actor.session).await? {
            return Err(accounts::failures::session_ended());
        }
        let added = self
            .keep_image(&actor.ctx, ListingEditor::from(actor), listing, picture, caption, once)
            .await?;
        Ok((added.image, added.was_animated))
    }

    /// Keeps a picture that was drawn.
    pub(super) async fn keep_image(
        &self,
        ctx: &Ctx,
        who: ListingEditor,
        listing: ListingId,
        picture: Picture,
        caption: Option<String>,
        once: Option<Once>,
    ) -> Result<Added, Error> {
        let (arrived, blobs) = stage(self.media(), &picture).await?;
        let reviewed = self.reviews_edits();
        let id = ImageId::from(platform::id::uuid_v7(ctx.now()));
        let (answers, ctx) = (self.0.accounts.answers().clone(), ctx.clone());
        let rows = async move {
            let insert = async move |tx: &mut Tx<'_>| {
                let (found, hand) = to_change_pictures(tx, &listing, &who).await?;
                let image = insert(tx, found.seq, &who, (listing, id, caption), (&picture, &blobs)).await?;
                if reviewed {
                    send_to_review(tx, &found, hand).await?;
                }
                Ok::<_, Error>(Added {
                    image,
                    was_animated: picture.moves,
                })
            };
            answers.write(&ctx, once, insert).await
        };
        self.0.files.keep_with(arrived, rows).await
    }

    /// The pictures of a listing in order, for whoever may see it, and whether that is everybody.
    #[platform::boxed]
    pub async fn list_images(&self, viewer: Option<&Actor>, listing: &ListingId) -> Result<(Vec<Image>, bool), Error> {
        let (found, public) = self.show_listing(viewer, listing).await?;
        let images = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::image::of_listing(conn, found.seq, listing).await)
            .await?;
        Ok((images, public))
    }

    /// A picture of a listing, for whoever may see that, and whether that is everybody.
    pub async fn show_image(
        &self,
        viewer: Option<&Actor>,
        listing: &ListingId,
        id: &ImageId,
    ) -> Result<(Image, bool), Error> {
        let (images, public) = self.list_images(viewer, listing).await?;
        let image = images.into_iter().find(|image| image.id == *id);
        image.map(|image| (image, public)).ok_or_else(no_such_record)
    }

    /// Moves a picture among the others, or changes its caption.
    #[platform::boxed]
    pub async fn update_image(
        &self,
        actor: &Actor,
        listing: ListingId,
        id: ImageId,
        change: ImageChange,
        seen: IfMatch,
    ) -> Result<Changed<Image>, Error> {
        let (who, reviewed) = (ListingEditor::from(actor), self.reviews_edits());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (found, hand) = to_change_pictures(tx, &listing, &who).await?;
                let images = store::image::of_listing(tx, found.seq, &listing).await?;
                let at = images
                    .iter()
                    .position(|image| image.id == id)
                    .ok_or_else(no_such_record)?;
                let before = images[at].clone();
                seen.check(before.record_version)?;
                let mut order = images;
                let mut moved = order.remove(at);
                if let Some(caption) = &change.caption {
                    moved.caption.clone_from(caption);
                }
                let to = change.sort_order.unwrap_or(at).min(order.len());
                order.insert(to, moved);
                let order = renumber(tx, found.seq, order, Some(&before)).await?;
                if reviewed && order[to].caption.is_some() && order[to].caption != before.caption {
                    send_to_review(tx, &found, hand).await?;
                }
                Changed::between(&before, order[to].clone())
            })
            .await
    }

    /// Removes a picture; the others move up.
    #[platform::boxed]
    pub async fn delete_image(
        &self,
        actor: &Actor,
        listing: ListingId,
        id: ImageId,
        seen: IfMatch,
    ) -> Result<Image, Error> {
        let who = ListingEditor::from(actor);
        let db = self.0.db.clone();
        let rows = async move {
            db.write(async move |tx: &mut Tx<'_>| delete(tx, &who, &listing, (&id, &seen)).await)
                .await
        };
        self.0.files.remove_with(rows).await
    }

    /// A size of a picture, for whoever may see its listing.
    pub async fn open_image_file(
        &self,
        viewer: Option<&Actor>,
        listing: &ListingId,
        id: &ImageId,
        name: &str,
    ) -> Result<ShownImage, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                store::image::file(conn, listing.as_str(), id.as_str(), name).await
            })
            .await?;
        let file = found.ok_or_else(no_such_record)?;
        let public = file.active && file.shown && file.expires_at > self.0.db.clock().now();
        let theirs =
            file.active && viewer.is_some_and(|viewer| viewer.role.is_staff() || viewer.id.as_str() == file.owner);
        if !public && !theirs {
            return Err(no_such_record());
        }
        Ok(ShownImage {
            hash: BlobHash::parse(&file.hash).ok_or_else(|| Error::internal("a picture's row holds no hash"))?,
            content_type: ImageType::by_content_type(&file.content_type)
                .ok_or_else(|| Error::internal("a picture's row holds an unknown content type"))?
                .content_type(),
            len: u64::try_from(file.bytes).map_err(Error::internal)?,
            public,
        })
    }

    pub(crate) fn media(&self) -> &Media {
        self.0.files.media()
    }
}

/// A listing whose pictures are to change. Its row is taken before theirs, whichever of them are changed in which order, so
/// that no two changes wait for each other.
async fn to_change_pictures(
    tx: &mut Tx<'_>,
    listing: &ListingId,
    who: &ListingEditor,
) -> Result<(StoredListing, Hand), Error> {
    let changed = to_change(tx, listing, who).await?;
    store::image::take_listing(tx, changed.0.seq).await?;
    Ok(changed)
}

/// Removes a picture; answers it, and the blobs that it named.
async fn delete(
    tx: &mut Tx<'_>,
    who: &ListingEditor,
    listing: &ListingId,
    (id, seen): (&ImageId, &IfMatch),
) -> Result<(Image, Vec<String>), Error> {
    let (found, _) = to_change_pictures(tx, listing, who).await?;
    let mut images = store::image::of_listing(tx, found.seq, listing).await?;
    let at = images
        .iter()
        .position(|image| image.id == *id)
        .ok_or_else(no_such_record)?;
    let mut image = images.remove(at);
    seen.check(image.record_version)?;
    let named = store::image::delete(tx, id.as_str()).await?;
    renumber(tx, found.seq, images, None).await?;
    image.is_active = false;
    let deleted = ImageDeleted(image);
    tx.emit(&deleted).await?;
    Ok((deleted.0, named))
}

/// Refuses one picture more than there may be.
fn room(images: &[Image]) -> Result<(), Error> {
    if images.len() < MOST { Ok(()) } else { Err(too_many()) }
}

/// Every size as a file that waits to be kept, and what its row will say.
async fn stage(media: &Media, picture: &Picture) -> Result<(Vec<Received>, Vec<ImageBlob>), Error> {
    let (mut arrived, mut blobs) = (Vec::with_capacity(SIZES.len()), Vec::with_capacity(SIZES.len()));
    for drawn in &picture.drawn {
        let bytes = Bytes::copy_from_slice(&drawn.bytes);
        let received = media.receive(stream::iter([Ok(bytes)]), u64::MAX).await?;
        blobs.push(ImageBlob {
            name: drawn.name,
            bytes: i64::try_from(received.len).map_err(Error::internal)?,
            hash: received.hash,
            content_type: drawn.content_type,
            width: drawn.width.into(),
            height: drawn.height.into(),
        });
        arrived.push(received);
    }
    Ok((arrived, blobs))
}

async fn insert(
    tx: &mut Tx<'_>,
    seq: i64,
    who: &ListingEditor,
    (listing, id, caption): (ListingId, ImageId, Option<String>),
    (picture, blobs): (&Picture, &[ImageBlob]),
) -> Result<Image, Error> {
    let mut images = store::image::of_listing(tx, seq, &listing).await?;
    room(&images)?;
    let (now, place) = (tx.now(), i64::try_from(images.len()).map_err(Error::internal)?);
    let image = Image {
        variants: variants(&picture.drawn, &listing, &id)?,
        id,
        listing_id: listing,
        sort_order: place,
        is_cover: place == 0,
        caption,
        width: picture.width.into(),
        height: picture.height.into(),
        is_active: true,
        record_version: 1,
        created_at: now,
        updated_at: now,
        owner: who.id().clone(),
    };
    store::image::insert(tx, seq, &image, blobs).await?;
    images.push(image.clone());
    store::image::show(tx, seq, &images).await?;
    let created = ImageCreated(image);
    tx.emit(&created).await?;
    Ok(created.0)
}

fn variants(drawn: &[Drawn], listing: &ListingId, id: &ImageId) -> Result<Variants, Error> {
    let size = |name: &str| {
        let drawn = drawn
            .iter()
            .find(|drawn| drawn.name == name)
            .ok_or_else(|| Error::internal(format!("a picture was not drawn in size {name}")))?;
        Ok::<_, Error>(Variant {
            url: store::image::url(listing, id, name),
            content_type: drawn.content_type.to_owned(),
            width: drawn.width.into(),
            height: drawn.height.into(),
            bytes: i64::try_from(drawn.bytes.len()).map_err(Error::internal)?,
        })
    };
    Ok(Variants {
        thumb: size("thumb")?,
        medium: size("medium")?,
        large: size("large")?,
    })
}

/// Numbers pictures in a new order, stores those that changed, tells of each, and shows them with their listing.
/// `before` is the one whose caption may have changed, as it was.
async fn renumber(tx: &mut Tx<'_>, seq: i64, order: Vec<Image>, before: Option<&Image>) -> Result<Vec<Image>, Error> {
    let now = tx.now();
    let mut placed = Vec::with_capacity(order.len());
    for (place, image) in (0..).zip(order) {
        let was = before.filter(|before| before.id == image.id).unwrap_or(&image);
        let is = was.place_at(place, image.caption.clone(), now);
        if is != *was {
            store::image::place(tx, &is).await?;
            tx.emit(&ImageChanged::between(was.clone(), is.clone())?).await?;
        }
        placed.push(is);
    }
    store::image::show(tx, seq, &placed).await?;
    Ok(placed)
}
