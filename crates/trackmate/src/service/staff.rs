//! What administrators do: approvals, and the log of all of it.
//!
//! Invariant: what an administrator does is noted in the transaction that does it, and nothing else is noted.

use accounts::{AccountId, Admin};
use platform::{
    Conn, Error, Tx,
    page::{Pages, Paging},
};

use super::{impact::Impact, kept::Kept as _, umkm::no_such_umkm};
use crate::{
    Trackmate,
    events::{ImpactChanged, UmkmChanged},
    model::{ProductFilter, Queue, StaffAction, StaffNote, Subject, UmkmKey, WaitingThing},
    rules, store,
};

/// Notes what an administrator did.
pub(super) async fn note(
    tx: &mut Tx<'_>,
    actor: &AccountId,
    action: StaffAction,
    subject: Subject<'_>,
    reason: &str,
) -> Result<(), Error> {
    store::staff::insert(tx, actor, action, subject, reason).await
}

impl Trackmate {
    /// Approves a UMKM, or withdraws the approval; its products appear in lists, or leave them. Doing it twice changes
    /// nothing.
    #[platform::boxed]
    pub async fn set_umkm_approved(&self, admin: &Admin, id: String, approved: bool, why: &str) -> Result<(), Error> {
        self.approve_umkm(admin, id, Some(approved), why).await
    }

    /// Approves a UMKM that is not approved, and withdraws the approval of one that is.
    pub async fn toggle_umkm(&self, admin: &Admin, id: String) -> Result<(), Error> {
        self.approve_umkm(admin, id, None, "").await
    }

    async fn approve_umkm(&self, admin: &Admin, id: String, wanted: Option<bool>, why: &str) -> Result<(), Error> {
        let (actor, why) = (admin.0.id.clone(), rules::staff_reason(why)?);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = store::umkm::by_id(tx, &id).await?.ok_or_else(no_such_umkm)?;
                let approved = wanted.unwrap_or(!key.approved);
                if approved == key.approved {
                    return Ok(());
                }
                store_approval(tx, &key, approved).await?;
                let action = if approved {
                    StaffAction::ApproveUmkm
                } else {
                    StaffAction::WithdrawUmkm
                };
                let subject = Subject {
                    id: &id,
                    name: &key.name,
                };
                note(tx, &actor, action, subject, &why).await
            })
            .await
    }

    /// Approves an impact, or withdraws the approval. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn set_impact_approved(&self, admin: &Admin, id: String, approved: bool, why: &str) -> Result<(), Error> {
        self.approve_impact(admin, id, Some(approved), why).await
    }

    /// Approves an impact that is not approved, and withdraws the approval of one that is.
    pub async fn toggle_impact(&self, admin: &Admin, id: String) -> Result<(), Error> {
        self.approve_impact(admin, id, None, "").await
    }

    async fn approve_impact(&self, admin: &Admin, id: String, wanted: Option<bool>, why: &str) -> Result<(), Error> {
        let (actor, why) = (admin.0.id.clone(), rules::staff_reason(why)?);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (_, is_approved) = store::impact::owner(tx, &id).await?.ok_or_else(Impact::missing)?;
                let approved = wanted.unwrap_or(!is_approved);
                if approved == is_approved {
                    return Ok(());
                }
                let (_, _, entry) = store::impact::find(tx, &id).await?.ok_or_else(Impact::missing)?;
                store::impact::approve(tx, &id, approved).await?;
                let action = if approved {
                    StaffAction::ApproveImpact
                } else {
                    StaffAction::WithdrawImpact
                };
                let subject = Subject {
                    id: &id,
                    name: &entry.name,
                };
                note(tx, &actor, action, subject, &why).await?;
                tx.emit(&ImpactChanged { id }).await
            })
            .await
    }

    /// How much waits in each queue, in the order businesses, impacts, reports; `known` is not counted once more.
    #[platform::boxed]
    pub async fn count_waiting(&self, _: &Admin, known: Option<(Queue, i64)>) -> Result<[i64; 3], Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let mut counts = [0; 3];
                for (count, queue) in counts.iter_mut().zip(Queue::ALL) {
                    *count = match known {
                        Some((known, number)) if known == queue => number,
                        _ => store::staff::count_waiting(conn, queue).await?,
                    };
                }
                Ok(counts)
            })
            .await
    }

    /// What comes first in each queue, in the order businesses, impacts, reported products: the most reported, then what waits longest.
    #[platform::boxed]
    pub async fn first_waiting(&self, _: &Admin, most: i64) -> Result<[Vec<WaitingThing>; 3], Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let mut first = [Vec::new(), Vec::new(), Vec::new()];
                for (things, queue) in first.iter_mut().zip(Queue::ALL) {
                    *things = store::staff::first_waiting(conn, queue, most).await?;
                }
                Ok(first)
            })
            .await
    }

    /// How many products shoppers see.
    #[platform::boxed]
    pub async fn count_products(&self) -> Result<i64, Error> {
        let all = ProductFilter::All;
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::product::count_listed(conn, &all).await)
            .await
    }

    /// A page of what administrators did, or of one kind of it, newest first.
    #[platform::boxed]
    pub async fn list_staff_notes(
        &self,
        _: &Admin,
        action: Option<StaffAction>,
        pages: Pages,
    ) -> Result<(Vec<StaffNote>, Paging), Error> {
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::staff::list(conn, action, page).await)
            .await?;
        Ok((rows, pages.of(total)))
    }
}

async fn store_approval(tx: &mut Tx<'_>, key: &UmkmKey, approved: bool) -> Result<(), Error> {
    store::umkm::approve(tx, &key.id, approved).await?;
    store::product::set_listed(tx, &key.id, approved).await?;
    let id = key.id.to_string();
    tx.emit(&UmkmChanged { id }).await
}
