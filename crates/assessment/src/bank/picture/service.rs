//! Pictures of packages, by the SHA-256 of their content, as texts name them.

use platform::{
    Conn, Error, Tx,
    media::{BlobHash, ImageType, Received},
};
use serde::Serialize;
use serde_json::json;

use super::store::{self, ImageRow};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, not_found},
};

/// The largest picture, in bytes.
pub const LARGEST: u64 = 10 * 1024 * 1024;

const PICTURE: Noun = Noun {
    id: "gambar",
    en: "picture",
};

/// There is no such picture.
pub(crate) fn no_such_picture() -> Error {
    not_found(PICTURE)
}

/// A picture, ready to be served.
pub struct ShownPicture {
    pub(crate) hash: BlobHash,
    pub(crate) len: u64,
    pub(crate) kind: ImageType,
}

/// A picture that texts may name.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PictureView {
    /// The SHA-256 of its content, by which texts name it.
    pub hash: String,
    /// What shows it in a plain text.
    pub text: String,
    /// What its content was found to be.
    pub media_type: &'static str,
    /// Its length in bytes.
    pub bytes: i64,
}

impl Assessment {
    /// Keeps a picture for texts to show. The same content again is the same picture.
    #[platform::boxed]
    pub async fn add_picture(&self, by: &Admin, received: Received) -> Result<PictureView, Error> {
        let image = ImageRow {
            blob: received.hash.to_string(),
            media_type: ImageType::sniff(&received.head)?.content_type(),
            bytes: i64::try_from(received.len).map_err(Error::internal)?,
        };
        let view = PictureView {
            text: format!("![](image:{})", image.blob),
            hash: image.blob.clone(),
            media_type: image.media_type,
            bytes: image.bytes,
        };
        // The file may have taken minutes to arrive.
        self.session_lives(by).await?;
        let (admin, db) = (by.id, self.0.db.clone());
        let rows = async move {
            let work = async move |tx: &mut Tx<'_>| {
                store::insert(tx, std::slice::from_ref(&image)).await?;
                let detail = json!({"hash": image.blob});
                audit::note(tx, Some(admin), Action::Create, Audited::Image, None, &detail).await
            };
            db.write(work).await
        };
        self.0.files.keep_with(vec![received], rows).await?;
        Ok(view)
    }

    /// The picture with a hash, if a package has been stored that names it.
    #[platform::boxed]
    pub async fn picture(&self, hash: &str) -> Result<ShownPicture, Error> {
        let hash = BlobHash::parse(hash).ok_or_else(no_such_picture)?;
        let name = hash.to_string();
        let find = async |conn: &mut Conn<'_>| store::by_blob(conn, &name).await;
        let row = self.0.db.read_by_key(find).await?;
        let (media_type, bytes) = row.ok_or_else(no_such_picture)?;
        Ok(ShownPicture {
            hash,
            len: u64::try_from(bytes).map_err(Error::internal)?,
            kind: ImageType::by_content_type(&media_type)
                .ok_or_else(|| Error::internal("a picture's row holds an unknown type"))?,
        })
    }
}
