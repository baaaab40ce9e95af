//! Parts that come along with a product or a UMKM: ingredients and impacts that are sent whole and not named.
//!
//! Invariant: each is stored as a row of its own, with an id by which an edit knows it again, for as long as its product or
//! UMKM lists it. So whoever reads a product and sends it back changed keeps what was kept, changes what was changed, and
//! loses what was left out.

use accounts::AccountId;
use platform::{Conn, Error, FieldError, Message, Rule, Tx};

use super::kept::Kept;
use crate::model::{PartEntry, Standing, Step, StepId, ids};

/// What has parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole<'a> {
    /// Id of the product or UMKM.
    pub(super) id: &'a str,
    pub(super) owner: &'a AccountId,
    /// Whether it may name what others keep: a product may, a UMKM stands for itself.
    pub(super) names_others: bool,
    /// Whether it is being made, so that nothing belongs to it yet.
    pub(super) is_new: bool,
}

impl Whole<'_> {
    /// Whether it may name something by its id.
    fn may_name(&self, owner: &AccountId, standing: &Standing) -> bool {
        self.names_others
            || owner == self.owner
                && match standing {
                    Standing::Alone => true,
                    Standing::PartOf(whole) => whole == self.id,
                }
    }
}

/// Notes every id among entries that names nothing that the whole may name.
pub(super) async fn note_unknown<K: Kept>(
    conn: &mut Conn<'_>,
    whole: &Whole<'_>,
    field: &str,
    entries: &[PartEntry<K::Entry>],
    unknown: &mut Vec<FieldError>,
) -> Result<(), Error> {
    for id in ids(entries) {
        let known = K::find(conn, &id)
            .await?
            .is_some_and(|(owner, standing, _)| whole.may_name(&owner, &standing));
        if !known {
            let said = Message::new(
                format!("memuat id yang tidak ditemukan: {id}"),
                format!("names an id that does not exist: {id}"),
            );
            unknown.push(FieldError::new(field, Rule::Other(said)));
        }
    }
    Ok(())
}

/// Stores what came along, removes what the whole does not list any more, and answers its entries as references.
pub(super) async fn settle_parts<K: Kept>(
    tx: &mut Tx<'_>,
    whole: &Whole<'_>,
    sent: &[PartEntry<K::Entry>],
) -> Result<Vec<PartEntry<K::Entry>>, Error> {
    let before = if whole.is_new {
        Vec::new()
    } else {
        K::parts(tx, whole.id).await?
    };
    let mut listed: Vec<String> = Vec::with_capacity(sent.len());
    for entry in sent {
        let id = match entry {
            PartEntry::Stored { id } => id.clone(),
            PartEntry::Inline(part) => settle_part::<K>(tx, whole, part, &listed).await?,
        };
        listed.push(id);
    }
    for id in before {
        if !listed.contains(&id) {
            K::delete(tx, id).await?;
        }
    }
    Ok(listed.into_iter().map(|id| PartEntry::Stored { id }).collect())
}

/// Stores one part; answers its id. It is known again by the id that it came with, unless that stands for something of
/// which the whole cannot dispose, or is in the list already: then it is a new one.
async fn settle_part<K: Kept>(
    tx: &mut Tx<'_>,
    whole: &Whole<'_>,
    part: &K::Entry,
    listed: &[String],
) -> Result<String, Error> {
    let id = K::id(part).filter(|id| !listed.iter().any(|other| other == id));
    let found = match id {
        Some(id) => K::find(tx, id).await?.map(|found| (id.to_owned(), found)),
        None => None,
    };
    match found {
        Some((id, (_, Standing::PartOf(of), before))) if of == whole.id => {
            if before != *part {
                K::update(tx, id.clone(), &before, part).await?;
            }
            Ok(id)
        }
        Some((id, (owner, Standing::Alone, before))) if owner == *whole.owner => {
            if before != *part {
                K::update(tx, id.clone(), &before, part).await?;
                K::tell_owner(tx, &owner).await?;
            }
            Ok(id)
        }
        // Somebody else's is named; what it says is theirs.
        Some((id, (_, Standing::Alone, _))) if whole.names_others => Ok(id),
        _ => {
            let id = platform::id::handle(K::NAME, tx.now());
            K::insert(tx, &K::Id::from(id.clone()), whole.owner, (Some(whole.id), true), part).await?;
            Ok(id)
        }
    }
}

/// Removes what came along with a product or UMKM that is gone.
pub(super) async fn remove_parts<K: Kept>(tx: &mut Tx<'_>, whole: &str) -> Result<(), Error> {
    for id in K::parts(tx, whole).await? {
        K::delete(tx, id).await?;
    }
    Ok(())
}

/// Gives every step an id: the one that it was known by, or a new one. Steps live within their product alone.
pub(super) fn settle_steps(tx: &Tx<'_>, before: &[Step], sent: Vec<Step>) -> Vec<Step> {
    let mut free: Vec<StepId> = before.iter().filter_map(|step| step.id.clone()).collect();
    let settle = |step: Step| {
        let known = free.iter().position(|id| Some(id) == step.id.as_ref());
        let id = match known {
            Some(at) => free.swap_remove(at),
            None => StepId::from(platform::id::handle("step", tx.now())),
        };
        Step { id: Some(id), ..step }
    };
    sent.into_iter().map(settle).collect()
}
