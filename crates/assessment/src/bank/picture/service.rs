//! Pictures of packages, by the SHA-256 of their content, as texts name them.

use platform::{
    Conn, Error,
    media::{BlobHash, ImageType},
};

use super::store;
use crate::{
    Assessment,
    failures::{Noun, not_found},
};

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

impl Assessment {
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
