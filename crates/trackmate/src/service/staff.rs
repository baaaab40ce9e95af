//! What administrators do: approvals, accounts, and the log of all of it.
//!
//! Invariant: what an administrator does is noted in the transaction that does it, and nothing else is noted.

use accounts::{Account, AccountId, Admin, Listed, Role, SearchedAccounts, set_administrator, set_suspension};
use platform::{
    Conn, Error, Kind, Message, Tx,
    page::{Pages, Paging},
};

use super::{impact::Impact, kept::Kept as _, umkm::no_such_umkm};
use crate::{
    Trackmate,
    events::{ImpactChanged, UmkmChanged},
    model::{ProductFilter, Queue, StaffAction, StaffNote, Subject, UmkmKey},
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

/// Nobody suspends themselves, and administrators are suspended by super administrators alone.
fn protected() -> Error {
    let said = Message::new(
        "Akun ini tidak dapat Anda tangguhkan: akun sendiri tidak bisa, dan akun pengelola hanya oleh pengelola utama.",
        "You cannot suspend this account: nobody suspends their own, and only a super administrator suspends those of staff.",
    );
    Error::new(Kind::Forbidden, "trackmate.staff.protected", said)
}

/// What an administrator is comes from others: super administrators alone take the role from somebody else.
fn not_yours_to_take() -> Error {
    let said = Message::new(
        "Peran pengelola orang lain hanya dapat dicabut oleh pengelola utama.",
        "Only a super administrator takes the role from another administrator.",
    );
    Error::new(Kind::Forbidden, "trackmate.staff.role_protected", said)
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

    /// A page of the accounts whose name or address has some words, or whose id they are.
    #[platform::boxed]
    pub async fn search_accounts(
        &self,
        _: &Admin,
        wanted: SearchedAccounts,
        pages: Pages,
    ) -> Result<(Vec<Listed>, Paging), Error> {
        self.0.accounts.search_accounts(wanted, pages).await
    }

    /// Lets nobody log in with an account and ends its sessions at once, or takes that back. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn set_account_suspended(
        &self,
        admin: &Admin,
        who: &str,
        suspended: bool,
        why: &str,
    ) -> Result<(), Error> {
        let why = rules::staff_reason(why)?;
        let account = self.find_account(admin, who).await?;
        let is_theirs_to_judge = !account.role.is_admin() || admin.0.role == Role::SuperAdmin;
        if account.id == admin.0.id || !is_theirs_to_judge {
            return Err(protected());
        }
        let actor = admin.0.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                if !set_suspension(tx, &account.id, suspended, &why).await? {
                    return Ok(());
                }
                let action = if suspended {
                    StaffAction::SuspendAccount
                } else {
                    StaffAction::UnsuspendAccount
                };
                let subject = Subject {
                    id: &account.handle,
                    name: &account.username,
                };
                note(tx, &actor, action, subject, &why).await
            })
            .await
    }

    /// The account that an administrator looks at.
    #[platform::boxed]
    pub async fn find_account(&self, _: &Admin, who: &str) -> Result<Account, Error> {
        let found = self.0.accounts.find_account(who).await?;
        found.ok_or_else(accounts::failures::no_such_user)
    }

    /// Makes an administrator of somebody, or takes that back; it counts from their next request on. Doing it twice changes
    /// nothing.
    ///
    /// Fails with `trackmate.staff.role_protected` and `accounts.last_administrator`.
    #[platform::boxed]
    pub async fn set_administrator(&self, admin: &Admin, who: &str, is_one: bool, why: &str) -> Result<(), Error> {
        let why = rules::staff_reason(why)?;
        let account = self.find_account(admin, who).await?;
        let is_another = account.id != admin.0.id && account.role.is_admin();
        if is_another && !is_one && admin.0.role != Role::SuperAdmin {
            return Err(not_yours_to_take());
        }
        let actor = admin.0.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                if !set_administrator(tx, &account.id, is_one).await? {
                    return Ok(());
                }
                let action = if is_one {
                    StaffAction::GiveRole
                } else {
                    StaffAction::TakeRole
                };
                let subject = Subject {
                    id: &account.handle,
                    name: &account.username,
                };
                note(tx, &actor, action, subject, &why).await
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
