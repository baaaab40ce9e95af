//! Uploaded pictures: judged by content, stored by hash, shown through rows.
//!
//! A picture of up to 1 MiB is stored as it was sent. What is larger is a photograph as a phone takes it, which nobody wants
//! to load: it is drawn anew, at most 1,920 pixels long.

use std::time::Duration;

use accounts::Actor;
use bytes::Bytes;
use futures_util::{Stream, stream};
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    media::{BlobHash, ImageType, Received},
};

use crate::{
    Trackmate,
    model::{ShownPicture, StoredFile},
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
            return Ok((sent, kind));
        }
        if kind == ImageType::Avif {
            return Err(too_large_to_draw());
        }
        let drawn = photo::draw(&self.0.drawing, sent, kind).await?;
        // The file may have taken minutes to arrive.
        if !self.0.accounts.session_lives(&actor.session).await? {
            return Err(accounts::failures::session_ended());
        }
        let kind = ImageType::by_content_type(drawn.content_type)
            .ok_or_else(|| Error::internal("a picture was drawn as an unknown type"))?;
        let content = stream::iter([Ok(Bytes::from(drawn.bytes))]);
        Ok((self.media().receive(content, u64::MAX).await?, kind))
    }

    /// The picture behind an address's last part.
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
