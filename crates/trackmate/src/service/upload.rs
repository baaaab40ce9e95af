//! Uploaded pictures: judged by content, stored by hash, shown through rows.
//!
//! A picture of up to 1 MiB is stored as it was sent, without what came along with it (where it was taken), and drawn anew
//! only if it has to be turned. What is larger is a photograph as a phone takes it, which nobody wants to load: it is drawn
//! anew, at most 1,920 pixels long. Either is shown as narrow as a screen needs it.

use std::time::Duration;

use accounts::Actor;
use bytes::Bytes;
use futures_util::{Stream, stream};
use pictures::Tidied;
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    media::{BlobHash, ImageType, Received},
};

use crate::{
    Trackmate,
    model::{NarrowPicture, ShownPicture, StoredFile},
    photo, store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "trackmate.upload.throttled";
/// Largest picture that is stored as it was sent.
pub(crate) const LARGEST_AS_SENT: u64 = 1024 * 1024;

/// The picture is larger than what is stored as it is, and of a kind that cannot be drawn anew.
pub(crate) fn too_large_to_draw() -> Error {
    let said = Message::new(
        format!("Gambar AVIF paling besar {LARGEST_AS_SENT} byte. Kirim sebagai JPEG."),
        format!("AVIF pictures have at most {LARGEST_AS_SENT} bytes. Send it as JPEG."),
    );
    Error::new(Kind::TooLarge, "media.too_large", said)
}

pub(crate) fn no_such_file() -> Error {
    let said = Message::new("Berkas tidak ditemukan", "There is no such file.");
    Error::new(Kind::NotFound, "media.not_found", said)
}

/// One account uploads too fast.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, Duration::from_secs(1))
}

impl Trackmate {
    /// Stores a picture; answers the absolute address that shows it.
    pub async fn upload_image(
        &self,
        actor: &Actor,
        content: impl Stream<Item = Result<Bytes, Error>> + Send,
        once: Option<Once>,
    ) -> Result<String, Error> {
        self.0.uploads.take(actor.id.as_str())?;
        let sent = self.media().receive(content, pictures::LARGEST).await?;
        let kind = ImageType::sniff(&sent.head)?;
        let once = once.map(|once| once.over(sent.hash.as_bytes()));
        // A repeat is not worth drawing again.
        if let Some(once) = &once
            && let Some(address) = self.0.accounts.answers().find(&actor.ctx, once).await?
        {
            return Ok(address);
        }
        let (received, image) = self.shrink(actor, sent, kind).await?;
        let bytes = i64::try_from(received.len).map_err(Error::internal)?;
        let id = platform::id::handle("image", actor.ctx.now());
        let address = format!("{}/media/{id}.{}", self.0.options.public_url, image.extension());
        let upload = StoredFile {
            hash: received.hash.to_string(),
            content_type: image.content_type().to_owned(),
            bytes,
        };
        let (answers, ctx, owner) = (self.0.accounts.answers().clone(), actor.ctx.clone(), actor.id.clone());
        let row = async move {
            let insert = async move |tx: &mut Tx<'_>| {
                store::upload::insert(tx, &id, &owner, &upload).await?;
                Ok(address)
            };
            answers.write(&ctx, once, insert).await
        };
        self.0.files.keep_with(vec![received], row).await
    }

    /// The picture as it will be stored, and its kind.
    async fn shrink(&self, actor: &Actor, sent: Received, kind: ImageType) -> Result<(Received, ImageType), Error> {
        if sent.len <= LARGEST_AS_SENT {
            match pictures::tidy(&sent.content().await?, kind) {
                Tidied::AsItIs => return Ok((sent, kind)),
                Tidied::Without(bytes) => return Ok((self.receive_own(bytes).await?, kind)),
                Tidied::Turned => {}
                Tidied::Unread => return Err(pictures::not_understood()),
            }
        } else if kind == ImageType::Avif {
            return Err(too_large_to_draw());
        }
        let drawn = photo::draw(&self.0.drawing, sent, kind).await?;
        // The file may have taken minutes to arrive.
        if !self.0.accounts.session_lives(&actor.session).await? {
            return Err(accounts::failures::session_ended());
        }
        let kind = ImageType::by_content_type(drawn.content_type)
            .ok_or_else(|| Error::internal("a picture was drawn as an unknown type"))?;
        Ok((self.receive_own(drawn.bytes).await?, kind))
    }

    /// What was made here, as if it had been sent.
    async fn receive_own(&self, bytes: Vec<u8>) -> Result<Received, Error> {
        let content = stream::iter([Ok(Bytes::from(bytes))]);
        self.media().receive(content, u64::MAX).await
    }

    /// The picture behind an address's last part, at most as wide as one of [`pictures::WIDTHS`] that is no less than what
    /// is wanted; its bytes and their type. Nothing where the file itself has to do: because it moves, because it is no
    /// wider, or because too many pictures are being made.
    pub async fn narrow_picture(
        &self,
        picture: &ShownPicture,
        wanted: u32,
        as_webp: bool,
    ) -> Result<Option<NarrowPicture>, Error> {
        let (Some(width), Some(kind)) = (
            pictures::width_for(wanted),
            ImageType::by_content_type(picture.content_type),
        ) else {
            return Ok(None);
        };
        let made = photo::narrow((self.media(), &self.0.drawing), &picture.hash, kind, (width, as_webp)).await;
        let made = match made {
            Ok(made) => made,
            // Files were not always drawn before they were kept.
            Err(error)
                if matches!(
                    error.kind(),
                    Kind::Unavailable | Kind::UnsupportedMedia | Kind::TooLarge
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let kind = ImageType::of(&made[..made.len().min(platform::picture::HEAD)]);
        Ok(kind.map(|kind| NarrowPicture {
            name: photo::name_of_width(width, as_webp).unwrap_or_default(),
            content_type: kind.content_type(),
            bytes: made,
        }))
    }

    /// The picture behind an address's last part as a square of pixels by red, green and blue, with so many along its edge;
    /// nothing where there is none, or one that cannot be drawn.
    #[platform::boxed]
    pub async fn square_picture(&self, file: &str, edge: u32) -> Result<Option<Vec<u8>>, Error> {
        let shown = match self.show_picture(file).await {
            Ok(shown) => shown,
            Err(error) if error.kind() == Kind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(kind) = ImageType::by_content_type(shown.content_type) else {
            return Ok(None);
        };
        let Some(content) = self.media().read(&shown.hash, pictures::LARGEST).await? else {
            return Ok(None);
        };
        let work = move || pictures::square(&content, kind, edge);
        match self.0.drawing.lanes().run(work).await {
            Ok(pixels) => Ok(Some(pixels)),
            // Files were not always drawn before they were kept.
            Err(error) if matches!(error.kind(), Kind::UnsupportedMedia | Kind::TooLarge) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The picture behind an address's last part.
    #[platform::boxed]
    pub async fn show_picture(&self, file: &str) -> Result<ShownPicture, Error> {
        let id = file.split_once('.').map_or(file, |(id, _)| id);
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::upload::find(conn, id).await)
            .await?;
        let upload = found.ok_or_else(no_such_file)?;
        Ok(ShownPicture {
            hash: BlobHash::parse(&upload.hash).ok_or_else(|| Error::internal("an upload row holds no hash"))?,
            content_type: ImageType::by_content_type(&upload.content_type)
                .ok_or_else(|| Error::internal("an upload row holds an unknown content type"))?
                .content_type(),
            len: u64::try_from(upload.bytes).map_err(Error::internal)?,
        })
    }

    pub(crate) fn media(&self) -> &platform::media::Media {
        self.0.files.media()
    }
}
