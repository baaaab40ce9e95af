//! Uploaded pictures: judged by content, stored by hash, shown through rows.

use std::time::Duration;

use accounts::Actor;
use bytes::Bytes;
use futures_util::Stream;
use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    media::{BlobHash, ImageType},
};

use crate::{
    Trackmate,
    model::{ShownPicture, StoredFile},
    store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "trackmate.upload.throttled";
/// Largest picture.
pub(crate) const LARGEST: u64 = 1024 * 1024;

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
        let received = self.media().receive(content, LARGEST).await?;
        let image = ImageType::sniff(&received.head)?;
        let once = once.map(|once| once.over(received.hash.as_bytes()));
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
