//! Rows of `listing_image` and of `listing_image_variant`.

use platform::{Conn, Error, Result, Tx, db::Row, media::KeptFiles, params};

use crate::model::{
    image::{Image, ImageBlob, ImageFile, ImageId, Variant, Variants},
    listing::ListingId,
};

platform::statements! {
    INSERT = "insert into listing_image (id, listing_seq, owner_id, sort_order, caption, width, height, version, created_at,
        updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    INSERT_VARIANT = "insert into listing_image_variant (image_id, name, hash, content_type, bytes, width, height)
        values ($1, $2, $3, $4, $5, $6, $7)";
    /// One row for each size.
    OF_LISTING = "select i.id, i.owner_id, i.sort_order, i.caption, i.width, i.height, i.version, i.created_at,
        i.updated_at, v.name, v.content_type, v.bytes, v.width, v.height from listing_image i
        join listing_image_variant v on v.image_id = i.id where i.listing_seq = $1 order by i.sort_order, i.id, v.name";
    TAKE_LISTING = "update listing set version = version where seq = $1";
    PLACE = "update listing_image set sort_order = $1, caption = $2, version = $3, updated_at = $4 where id = $5";
    DELETE = "delete from listing_image where id = $1";
    HASHES = "select distinct hash from listing_image_variant where image_id = $1 order by hash";
    LISTED = "select distinct hash from listing_image_variant where hash > $1 order by hash limit $2";
    USES = "select count(*) from (select 1 from listing_image_variant where hash = $1 limit 1) found";
    IDS_OF_LISTING = "select id from listing_image where listing_seq = $1 order by id";
    FILE = "select v.hash, v.content_type, v.bytes, l.owner_id, l.active, l.shown, l.expires_at from listing l
        join listing_image i on i.listing_seq = l.seq join listing_image_variant v on v.image_id = i.id
        where l.id = $1 and i.id = $2 and v.name = $3";
}

/// Where this module's files are, and which rows know of them. They are apart from other modules' files: whoever deletes a
/// file that none of its own rows names cannot see theirs.
pub(crate) const FILES: KeptFiles = KeptFiles {
    folder: "listings",
    named: USES,
    listed: LISTED,
};

/// Where a size of a picture is shown.
pub(crate) fn url(listing: &ListingId, image: &ImageId, name: &str) -> String {
    format!("/v1/listings/{listing}/images/{image}/{name}")
}

/// Stores a new picture and its sizes.
pub(crate) async fn insert(tx: &mut Tx<'_>, seq: i64, new: &Image, blobs: &[ImageBlob]) -> Result<()> {
    let values = params![
        &new.id,
        seq,
        &new.owner,
        new.sort_order,
        new.caption.as_deref(),
        new.width,
        new.height,
        new.record_version,
        new.created_at,
        new.updated_at
    ];
    tx.execute(INSERT, values).await?;
    for blob in blobs {
        let hash = blob.hash.to_string();
        let values = params![
            &new.id,
            blob.name,
            &hash,
            blob.content_type,
            blob.bytes,
            blob.width,
            blob.height
        ];
        tx.execute(INSERT_VARIANT, values).await?;
    }
    Ok(())
}

/// A picture without its sizes, and one of its sizes.
struct OneSize {
    image: Image,
    name: String,
    size: Variant,
}

/// The pictures of a listing in order.
pub(crate) async fn of_listing(conn: &mut Conn<'_>, seq: i64, listing: &ListingId) -> Result<Vec<Image>> {
    let sizes = conn.all(OF_LISTING, params![seq], |row| one_size(row, listing)).await?;
    let mut images: Vec<Image> = Vec::new();
    for OneSize { image, name, size } in sizes {
        if images.last().is_none_or(|last| last.id != image.id) {
            images.push(image);
        }
        let Some(image) = images.last_mut() else { continue };
        match name.as_str() {
            "thumb" => image.variants.thumb = size,
            "medium" => image.variants.medium = size,
            "large" => image.variants.large = size,
            other => return Err(Error::internal(format!("a picture has the unknown size {other}"))),
        }
    }
    Ok(images)
}

fn one_size(row: &Row<'_>, listing: &ListingId) -> Result<OneSize> {
    let id = ImageId::from(row.text(0)?);
    let sort_order = row.get(2)?;
    let name: String = row.get(9)?;
    let size = Variant {
        url: url(listing, &id, &name),
        content_type: row.get(10)?,
        bytes: row.get(11)?,
        width: row.get(12)?,
        height: row.get(13)?,
    };
    let image = Image {
        id,
        listing_id: listing.clone(),
        sort_order,
        is_cover: sort_order == 0,
        caption: row.get(3)?,
        width: row.get(4)?,
        height: row.get(5)?,
        // Every picture has all sizes: each of these is replaced by its own row.
        variants: Variants {
            thumb: size.clone(),
            medium: size.clone(),
            large: size.clone(),
        },
        is_active: true,
        record_version: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        owner: row.text(1)?.into(),
    };
    Ok(OneSize { image, name, size })
}

/// Stores place and caption of a picture.
pub(crate) async fn place(tx: &mut Tx<'_>, now: &Image) -> Result<()> {
    let values = params![
        now.sort_order,
        now.caption.as_deref(),
        now.record_version,
        now.updated_at,
        &now.id
    ];
    tx.execute(PLACE, values).await.map(drop)
}

/// Keeps others from changing a listing or its pictures until the transaction ends.
pub(crate) async fn take_listing(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(TAKE_LISTING, params![seq]).await.map(drop)
}

/// Shows pictures with their listing, in this order.
pub(crate) async fn show(tx: &mut Tx<'_>, seq: i64, images: &[Image]) -> Result<()> {
    let briefs: Vec<_> = images.iter().map(Image::brief).collect();
    let text = serde_json::to_string(&briefs).map_err(Error::internal)?;
    super::listing::show_images(tx, seq, &text).await
}

/// Removes a picture; answers the blobs that it named.
pub(crate) async fn delete(tx: &mut Tx<'_>, id: &str) -> Result<Vec<String>> {
    let hashes = tx.all(HASHES, params![id], |row| row.get(0)).await?;
    tx.execute(DELETE, params![id]).await?;
    Ok(hashes)
}

/// Removes every picture of a listing; answers the blobs that they named.
pub(crate) async fn delete_all(tx: &mut Tx<'_>, seq: i64) -> Result<Vec<String>> {
    let ids: Vec<String> = tx.all(IDS_OF_LISTING, params![seq], |row| row.get(0)).await?;
    let mut named = Vec::new();
    for id in &ids {
        named.extend(delete(tx, id).await?);
    }
    if !ids.is_empty() {
        show(tx, seq, &[]).await?;
    }
    Ok(named)
}

/// A size of a picture of a listing.
pub(crate) async fn file(conn: &mut Conn<'_>, listing: &str, image: &str, name: &str) -> Result<Option<ImageFile>> {
    let read = |row: &Row<'_>| {
        Ok(ImageFile {
            hash: row.get(0)?,
            content_type: row.get(1)?,
            bytes: row.get(2)?,
            owner: row.get(3)?,
            active: row.get(4)?,
            shown: row.get(5)?,
            expires_at: row.get(6)?,
        })
    };
    conn.first(FILE, params![listing, image, name], read).await
}
