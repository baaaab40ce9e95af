//! Pictures that come with messages: taken in before the message is sent, drawn anew, and shown to those alone who may read it.
//!
//! Invariants:
//! - until its message is sent, a picture is for whoever sent it alone, and gone after a day;
//! - after that it is for the two of the thread, and for moderators where something of the thread was reported;
//! - with a message that is deleted its pictures go, but for what was reported: that stays for moderators until they have decided.

use std::time::Duration;

use accounts::{AccountId, Actor};
use bytes::Bytes;
use futures_util::{Stream, stream};
use pictures::{LARGEST, Picture, SIZES, drawable};
use platform::{
    Conn, Ctx, Error, Kind, Message as Said, Result, Tx,
    idempotency::Once,
    media::{BlobHash, Drawing, ImageType, Media, Received, drawing},
};
use serde::{Deserialize, Serialize};

use super::failures;
use crate::{
    Conversations,
    model::{
        attachment::{
            ArrivedAttachment, Attachment, AttachmentBlob, AttachmentFile, AttachmentId, AttachmentVariant,
            AttachmentVariants, ShownAttachment,
        },
        message::Message,
    },
    rules, store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "conversations.attachment.throttled";
/// How long a picture stays that no message comes with.
const UNSENT: Duration = Duration::from_secs(24 * 60 * 60);
/// Pictures whose files are removed at once.
const AT_ONCE: i64 = 100;

/// Too many pictures wait to be drawn.
pub(crate) fn busy() -> Error {
    drawing::busy("conversations.pictures_busy")
}

/// One lane: pictures of listings have theirs.
pub(crate) fn lanes() -> Drawing {
    Drawing::new(1, busy, |cause| pictures::broken().caused_by(cause))
}

/// One account sends too many pictures.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, Duration::from_secs(1))
}

/// As many pictures as one may keep wait for their messages.
pub(crate) fn too_many_unsent() -> Error {
    let most = rules::MOST_UNSENT;
    let said = Said::new(
        format!("{most} gambar Anda belum dikirim. Kirim atau hapus dulu sebagian."),
        format!("{most} of your pictures are not sent yet. Send some of them first, or remove them."),
    );
    Error::new(Kind::Conflict, "conversations.attachment.too_many", said).keyed("errMsg_AttachmentLimitExceeded")
}

/// What is kept for a repeat of the request.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Added {
    attachment: Attachment,
    was_animated: bool,
}

impl Conversations {
    /// Whether somebody may send a picture now; asked before it is even received.
    #[platform::boxed]
    pub async fn may_attach(&self, actor: &Actor) -> Result<()> {
        let owner = &actor.id;
        let count = async |conn: &mut Conn<'_>| store::attachment::count_unsent(conn, owner).await;
        room(self.0.db.read_by_key::<_, Error, _>(count).await?)?;
        self.0.throttles.attachments.take(actor.id.as_str())
    }

    /// Takes a picture in, as far as its first bytes and its length can be judged.
    pub async fn receive_attachment(
        &self,
        content: impl Stream<Item = Result<Bytes>> + Send,
    ) -> Result<ArrivedAttachment> {
        let received = self.media().receive(content, LARGEST).await?;
        let kind = drawable(&received.head)?;
        Ok(ArrivedAttachment { received, kind })
    }

    /// Keeps a picture for a message that comes within a day. Answers whether an animation became a still picture, too.
    #[platform::boxed]
    pub async fn add_attachment(
        &self,
        actor: &Actor,
        arrived: ArrivedAttachment,
        once: Option<Once>,
    ) -> Result<(Attachment, bool)> {
        let ArrivedAttachment { received, kind } = arrived;
        let once = once.map(|once| once.over(received.hash.as_bytes()));
        // A repeat is not worth drawing again.
        if let Some(once) = &once
            && let Some(added) = self.0.accounts.answers().find::<Added>(&actor.ctx, once).await?
        {
            return Ok((added.attachment, added.was_animated));
        }
        let picture = self
            .0
            .drawing
            .draw(received, move |content| pictures::draw(content, kind))
            .await?;
        // The file may have taken minutes to arrive.
        if !self.0.accounts.session_lives(&actor.session).await? {
            return Err(accounts::failures::session_ended());
        }
        let added = self
            .keep_attachment(&actor.ctx, actor.id.clone(), &picture, once)
            .await?;
        Ok((added.attachment, added.was_animated))
    }

    async fn keep_attachment(
        &self,
        ctx: &Ctx,
        owner: AccountId,
        picture: &Picture,
        once: Option<Once>,
    ) -> Result<Added> {
        let (arrived, blobs) = stage(self.media(), picture).await?;
        let added = Added {
            attachment: shown(AttachmentId::from(platform::id::uuid_v7(ctx.now())), picture)?,
            was_animated: picture.moves,
        };
        let (answers, ctx) = (self.0.accounts.answers().clone(), ctx.clone());
        let rows = async move {
            let insert = async move |tx: &mut Tx<'_>| {
                room(store::attachment::count_unsent(tx, &owner).await?)?;
                store::attachment::insert(tx, &owner, &added.attachment, &blobs).await?;
                Ok::<_, Error>(added)
            };
            answers.write(&ctx, once, insert).await
        };
        self.0.files.keep_with(arrived, rows).await
    }

    /// Removes a picture of the caller's that was not sent.
    #[platform::boxed]
    pub async fn remove_attachment(&self, actor: &Actor, id: String) -> Result<()> {
        let owner = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| store::attachment::drop_unsent(tx, &id, &owner).await;
        if !self.0.db.write::<_, Error, _>(work).await? {
            return Err(failures::not_found());
        }
        self.remove_dropped_attachments().await
    }

    /// A size of a picture, for whoever may see it.
    #[platform::boxed]
    pub(crate) async fn open_attachment(&self, actor: &Actor, id: &str, name: &str) -> Result<ShownAttachment> {
        let look = async |conn: &mut Conn<'_>| {
            let Some(file) = store::attachment::file(conn, id, name).await? else {
                return Ok(None);
            };
            Ok::<_, Error>(may_see(conn, &file, actor).await?.then_some(file))
        };
        let file = self.0.db.read_by_key(look).await?.ok_or_else(failures::not_found)?;
        Ok(ShownAttachment {
            hash: BlobHash::parse(&file.hash).ok_or_else(|| Error::internal("a picture's row holds no hash"))?,
            content_type: ImageType::by_content_type(&file.content_type)
                .ok_or_else(|| Error::internal("a picture's row holds an unknown content type"))?
                .content_type(),
            len: u64::try_from(file.bytes).map_err(Error::internal)?,
        })
    }

    /// Drops pictures that no message came with.
    pub(crate) async fn drop_unsent_attachments(&self, ctx: &Ctx) -> Result<()> {
        let before = ctx.now().minus(UNSENT);
        let look = async move |conn: &mut Conn<'_>| store::attachment::has_old(conn, before).await;
        if self.0.db.read::<_, Error, _>(look).await? {
            self.repeat(async move |tx: &mut Tx<'_>| store::attachment::drop_old(tx, before).await)
                .await?;
        }
        self.remove_dropped_attachments().await
    }

    /// Removes what is left of pictures that were dropped.
    pub(crate) async fn remove_dropped_attachments(&self) -> Result<()> {
        // Looked at first: a write waits for others, and most messages that are taken back have no pictures.
        let look = async |conn: &mut Conn<'_>| store::attachment::has_dropped(conn).await;
        if !self.0.db.read::<_, Error, _>(look).await? {
            return Ok(());
        }
        loop {
            let db = self.0.db.clone();
            let rows = async move {
                db.write::<_, Error, _>(async move |tx: &mut Tx<'_>| {
                    store::attachment::remove_dropped(tx, AT_ONCE).await
                })
                .await
            };
            if self.0.files.remove_with(rows).await? < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// The same after something else was done, which stays done: what cannot be removed now is removed by the next look.
    pub(crate) async fn tidy_attachments(&self) {
        if let Err(error) = self.remove_dropped_attachments().await {
            tracing::warn!(%error, "pictures of a deleted message could not be removed yet");
        }
    }

    pub(crate) fn media(&self) -> &Media {
        self.0.files.media()
    }
}

/// Refuses one picture more than there may be.
fn room(unsent: i64) -> Result<()> {
    if unsent < rules::MOST_UNSENT {
        Ok(())
    } else {
        Err(too_many_unsent())
    }
}

async fn may_see(conn: &mut Conn<'_>, file: &AttachmentFile, actor: &Actor) -> Result<bool> {
    let Some(sent) = &file.sent else {
        return Ok(file.owner == actor.id);
    };
    if !sent.is_deleted && sent.participants.contains(&actor.id) {
        return Ok(true);
    }
    Ok(actor.role.is_staff() && store::report::is_about(conn, sent.thread).await?)
}

/// The pictures of a message that is about to be sent, in the order in which it names them.
pub(super) async fn to_send(tx: &mut Tx<'_>, owner: &AccountId, ids: &[String]) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::attachment::unsent(tx, owner, ids).await?;
    let named = ids.iter().map(|id| {
        let own = found.iter().find(|one| one.id.as_str() == id);
        own.cloned().ok_or_else(failures::no_such_attachment)
    });
    named.collect()
}

/// Whether a message came with these pictures: the same ones, or such as look the same.
pub(super) async fn are_those_of(tx: &mut Tx<'_>, message: &Message, ids: &[String]) -> Result<bool> {
    if message.attachments.len() != ids.len() {
        return Ok(false);
    }
    for (own, id) in message.attachments.iter().zip(ids) {
        if own.id.as_str() == id {
            continue;
        }
        let content = store::attachment::content(tx, id).await?;
        if content.is_none() || content != store::attachment::content(tx, own.id.as_str()).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Every size as a file that waits to be kept, and what its row will say.
async fn stage(media: &Media, picture: &Picture) -> Result<(Vec<Received>, Vec<AttachmentBlob>)> {
    let (mut arrived, mut blobs) = (Vec::with_capacity(SIZES.len()), Vec::with_capacity(SIZES.len()));
    for drawn in &picture.drawn {
        let bytes = Bytes::copy_from_slice(&drawn.bytes);
        let received = media.receive(stream::iter([Ok(bytes)]), u64::MAX).await?;
        blobs.push(AttachmentBlob {
            name: drawn.name,
            hash: received.hash,
            content_type: drawn.content_type,
            bytes: i64::try_from(received.len).map_err(Error::internal)?,
        });
        arrived.push(received);
    }
    Ok((arrived, blobs))
}

fn shown(id: AttachmentId, picture: &Picture) -> Result<Attachment> {
    let size = |name: &str| {
        let drawn = picture.drawn.iter().find(|drawn| drawn.name == name);
        let drawn = drawn.ok_or_else(|| Error::internal(format!("a picture was not drawn in size {name}")))?;
        Ok::<_, Error>(AttachmentVariant {
            url: store::attachment::url(&id, name),
            content_type: drawn.content_type.to_owned(),
            width: drawn.width.into(),
            height: drawn.height.into(),
            bytes: i64::try_from(drawn.bytes.len()).map_err(Error::internal)?,
        })
    };
    let variants = AttachmentVariants {
        thumb: size("thumb")?,
        medium: size("medium")?,
        large: size("large")?,
    };
    Ok(Attachment {
        id,
        width: picture.width.into(),
        height: picture.height.into(),
        variants,
    })
}
