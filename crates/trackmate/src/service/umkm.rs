//! UMKM: one per account; made, edited, approved, deleted.

use accounts::Actor;
use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};

use super::{
    NOT_YOURS, check_owner,
    impact::Impact,
    parts::{Whole, note_unknown, remove_parts, settle_parts},
};
use crate::{
    Trackmate,
    events::{UmkmChanged, UmkmCreated, UmkmDeleted, UmkmRenamed},
    input::UmkmIn,
    model::{UmkmApproval, UmkmBrief, UmkmChange, UmkmContent, UmkmId, UmkmView, Whereabouts},
    rules::{self, Purpose},
    store,
};

pub(crate) fn no_such_umkm() -> Error {
    Error::new(
        Kind::NotFound,
        "catalogue.umkm.not_found",
        Message::new("UMKM tidak ditemukan", "There is no such UMKM."),
    )
}

pub(crate) fn umkm_exists() -> Error {
    let said = Message::new("UMKM sudah ada", "This account has a UMKM already.");
    Error::new(Kind::Conflict, "catalogue.umkm.exists", said)
}

impl Trackmate {
    /// Makes the caller's UMKM; answers its id. Refused if there is one already.
    #[platform::boxed]
    pub async fn create_umkm(&self, actor: &Actor, input: &UmkmIn, once: Option<Once>) -> Result<UmkmId, Error> {
        let change = rules::umkm(input, Purpose::Create)?;
        let (owner, approved) = (actor.id.clone(), !self.0.options.moderate_umkm);
        let id = UmkmId::from(platform::id::handle("umkm", actor.ctx.now()));
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                if store::umkm::of_owner(tx, &owner).await?.is_some() {
                    return Err(umkm_exists());
                }
                let whole = Whole {
                    id: id.as_str(),
                    owner: &owner,
                    names_others: false,
                    is_new: true,
                };
                let content = UmkmContent::empty().apply(&settle_umkm(tx, &whole, change).await?)?;
                store::umkm::insert(tx, &id, &owner, &content, approved).await?;
                tx.emit(&UmkmCreated { id: id.to_string() }).await?;
                Ok(id)
            })
            .await
    }

    /// Changes what the input mentions of the caller's UMKM.
    #[platform::boxed]
    pub async fn edit_umkm(&self, actor: &Actor, input: &UmkmIn) -> Result<(), Error> {
        let change = rules::umkm(input, Purpose::Change)?;
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = store::umkm::of_owner(tx, &owner).await?.ok_or_else(no_such_umkm)?;
                let before = store::umkm::content(tx, &key.id).await?.ok_or_else(no_such_umkm)?;
                let whole = Whole {
                    id: key.id.as_str(),
                    owner: &owner,
                    names_others: false,
                    is_new: false,
                };
                let place = before.location.clone();
                let after = before.apply(&settle_umkm(tx, &whole, change).await?)?;
                store::umkm::update(tx, &key.id, &after).await?;
                if after.location != place {
                    store::recommend::renew_of_umkm(tx, &key.id).await?;
                }
                if after.province()? != key.province {
                    store::product::set_province(tx, &key.id, after.province()?).await?;
                }
                tx.emit(&UmkmChanged { id: key.id.to_string() }).await?;
                if after.name != key.name {
                    tx.emit(&UmkmRenamed { id: key.id.to_string() }).await?;
                }
                Ok(())
            })
            .await
    }

    /// Deletes the caller's UMKM; `id`, if given, must be its id.
    pub async fn delete_umkm(&self, actor: &Actor, id: Option<String>) -> Result<(), Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = match &id {
                    Some(id) => store::umkm::by_id(tx, id).await?,
                    None => store::umkm::of_owner(tx, &owner).await?,
                };
                let key = key.ok_or_else(no_such_umkm)?;
                check_owner(&key.owner, &owner, NOT_YOURS)?;
                remove_umkm(tx, &key.id).await
            })
            .await
    }

    /// A UMKM, approved or not.
    #[platform::boxed]
    pub async fn show_umkm(&self, id: &str) -> Result<UmkmView, Error> {
        let placeholder = &self.0.placeholder;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::umkm::view(conn, id, placeholder).await)
            .await?;
        found.ok_or_else(no_such_umkm)
    }

    /// The UMKM of an account.
    #[platform::boxed]
    pub async fn show_umkm_of(&self, owner: &accounts::AccountId) -> Result<UmkmView, Error> {
        let placeholder = &self.0.placeholder;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::umkm::view_of_owner(conn, owner, placeholder).await)
            .await?;
        found.ok_or_else(no_such_umkm)
    }

    /// Whether the UMKM of an account is approved, so that lists show it and its products; `None` if it has none.
    #[platform::boxed]
    pub async fn is_umkm_approved(&self, owner: &accounts::AccountId) -> Result<Option<bool>, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::umkm::of_owner(conn, owner).await)
            .await?;
        Ok(found.map(|key| key.approved))
    }

    /// A page of the UMKM that are approved, newest first.
    pub async fn list_umkm(&self, _ctx: &Ctx, pages: Pages) -> Result<(Vec<UmkmBrief>, Paging), Error> {
        let (placeholder, page) = (self.0.placeholder.clone(), (pages.limit(), pages.offset()));
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let rows = store::umkm::list(conn, page, &placeholder).await?;
                Ok::<_, Error>((rows, store::umkm::count(conn, true).await?))
            })
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Where UMKM are that are approved and say it, the newest first.
    #[platform::boxed]
    pub async fn find_makers(&self, count: i64) -> Result<Vec<Whereabouts>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::umkm::places(conn, count).await)
            .await
    }

    /// A page of the UMKM that are approved, or that wait for it, newest first, as those who approve need to see them.
    #[platform::boxed]
    pub async fn list_umkm_for_approval(
        &self,
        approved: bool,
        pages: Pages,
    ) -> Result<(Vec<UmkmApproval>, Paging), Error> {
        let (placeholder, page) = (self.0.placeholder.clone(), (pages.limit(), pages.offset()));
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let rows = store::umkm::list_for_approval(conn, approved, page, &placeholder).await?;
                Ok::<_, Error>((rows, store::umkm::count(conn, approved).await?))
            })
            .await?;
        Ok((rows, pages.of(total)))
    }
}

/// Refuses ids of impacts that are not its owner's, and stores what came along.
async fn settle_umkm(tx: &mut Tx<'_>, whole: &Whole<'_>, change: UmkmChange) -> Result<UmkmChange, Error> {
    let Some(sent) = &change.impact else {
        return Ok(change);
    };
    let mut unknown = Vec::new();
    note_unknown::<Impact>(tx, whole, "impact", sent, &mut unknown).await?;
    if !unknown.is_empty() {
        return Err(Error::invalid_fields(unknown));
    }
    let impact = Some(settle_parts::<Impact>(tx, whole, sent).await?);
    Ok(UmkmChange { impact, ..change })
}

/// Removes a UMKM and its products.
pub(super) async fn remove_umkm(tx: &mut Tx<'_>, id: &UmkmId) -> Result<(), Error> {
    loop {
        let some = store::product::some_of_umkm(tx, id.as_str(), 0).await?;
        if some.is_empty() {
            break;
        }
        for (seq, product) in some {
            super::product::remove_product(tx, seq, product).await?;
        }
    }
    remove_parts::<Impact>(tx, id.as_str()).await?;
    store::umkm::delete(tx, id).await?;
    tx.emit(&UmkmDeleted { id: id.to_string() }).await
}
