//! An owner's products as a table: exported, and imported again.
//!
//! Invariant: a table is stored whole or not at all, and storing it twice is storing it once: each row stands for one
//! product, which its key names before it exists.

use std::collections::{HashMap, HashSet};

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Message, Rule, Timestamp, Tx};

use super::{
    offer::withhold,
    product::{insert_product, no_umkm_yet, refresh_words},
};
use crate::{
    Trackmate,
    events::{ProductChanged, ProductCreated},
    model::{
        CheckedRow, ExportedProduct, ImportFinding, ImportOutcome, ImportedRow, Offer, OwnWords, Price, ProductContent,
        ProductId, UmkmKey, Withholding,
    },
    rules, store,
};

/// The most products that a table has.
const MOST: i64 = 2_000;

/// The most products that one table makes or changes: they are written in one transaction, and others wait for it.
const MOST_CHANGES: usize = 500;

/// What a row does.
enum Step {
    Create(ProductId),
    Change(Offer),
    Nothing,
}

impl Trackmate {
    /// The caller's own products, oldest first, hidden ones as well.
    #[platform::boxed]
    pub async fn export_own_products(&self, actor: &Actor) -> Result<Vec<ExportedProduct>, Error> {
        let owner = actor.id.clone();
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let umkm = store::umkm::of_owner(conn, &owner).await?.ok_or_else(no_umkm_yet)?;
                store::listing::list(conn, &umkm.id, MOST).await
            })
            .await
    }

    /// Tells what storing a table would do, with every fault of every row.
    #[platform::boxed]
    pub async fn try_import(&self, actor: &Actor, rows: &[ImportedRow]) -> Result<ImportOutcome, Error> {
        let (checked, mut outcome) = rules::imported_rows(rows);
        let (owner, now) = (actor.id.clone(), actor.ctx.now());
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let umkm = store::umkm::of_owner(conn, &owner).await?.ok_or_else(no_umkm_yet)?;
                plan(conn, &umkm, (checked, now), &mut outcome).await?;
                Ok(outcome)
            })
            .await
    }

    /// Stores a table if nothing is wrong with it; answers what it did, or what is wrong.
    #[platform::boxed]
    pub async fn import_products(&self, actor: &Actor, rows: &[ImportedRow]) -> Result<ImportOutcome, Error> {
        let (checked, mut outcome) = rules::imported_rows(rows);
        let (owner, now) = (actor.id.clone(), actor.ctx.now());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let umkm = store::umkm::of_owner(tx, &owner).await?.ok_or_else(no_umkm_yet)?;
                let steps = plan(tx, &umkm, (checked, now), &mut outcome).await?;
                if outcome.findings.is_empty() {
                    for (row, step) in steps {
                        store_row(tx, &umkm, &row, step).await?;
                    }
                }
                Ok(outcome)
            })
            .await
    }
}

/// What each row does. A row without a key stands for the one product of its name, if there is one.
async fn plan(
    conn: &mut Conn<'_>,
    umkm: &UmkmKey,
    (rows, now): (Vec<CheckedRow>, Timestamp),
    outcome: &mut ImportOutcome,
) -> Result<Vec<(CheckedRow, Step)>, Error> {
    let mut named: HashMap<String, Vec<ProductId>> = HashMap::new();
    for own in store::listing::list(conn, &umkm.id, MOST).await? {
        named.entry(own.name).or_default().push(own.id);
    }
    let mut steps = Vec::with_capacity(rows.len());
    let mut meant = HashSet::new();
    for row in rows {
        let name = row.change.name.as_deref().unwrap_or_default();
        let id = match (row.key.as_str(), named.get(name).map(Vec::as_slice)) {
            ("", Some([one])) => one.clone(),
            ("", Some([_, _, ..])) => {
                note(outcome, &row, several());
                continue;
            }
            ("", _) => ProductId::from(platform::id::handle("product", now)),
            (key, _) => ProductId::from(format!("product-{key}")),
        };
        if !meant.insert(id.clone()) {
            note(outcome, &row, meant_twice());
            continue;
        }
        match step_of(conn, &umkm.owner, &row, id).await? {
            Ok(step) => {
                match step {
                    Step::Create(_) => outcome.created += 1,
                    Step::Change(_) => outcome.changed += 1,
                    Step::Nothing => outcome.same += 1,
                }
                steps.push((row, step));
            }
            Err(rule) => note(outcome, &row, rule),
        }
    }
    let changes = steps.iter().filter(|(_, step)| !matches!(step, Step::Nothing));
    if let Some((row, _)) = changes.skip(MOST_CHANGES).last() {
        note(outcome, row, Rule::TooMany(MOST_CHANGES));
    }
    Ok(steps)
}

fn note(outcome: &mut ImportOutcome, row: &CheckedRow, rule: Rule) {
    outcome.findings.push(ImportFinding {
        row: row.row,
        field: "key".to_owned(),
        rule,
    });
}

fn several() -> Rule {
    Rule::Other(Message::new(
        "beberapa produk Anda bernama sama; unduh lembar isian agar tiap baris dikenali",
        "several of your products have this name; download the sheet, so that each row is known",
    ))
}

fn meant_twice() -> Rule {
    Rule::Other(Message::new(
        "baris lain adalah produk yang sama; hapus salah satunya",
        "another row is the same product; remove one of the two",
    ))
}

fn not_there() -> Rule {
    Rule::Other(Message::new(
        "kunci ini bukan milik produk Anda; unduh lembar isian yang baru",
        "this key is of no product of yours; download a new sheet",
    ))
}

fn was_deleted() -> Rule {
    Rule::Other(Message::new(
        "produk ini baru saja dihapus; kembalikan dahulu, atau hapus barisnya",
        "this product was deleted just now; bring it back first, or remove the row",
    ))
}

/// What a row does to the product that it stands for, or what is wrong with that.
async fn step_of(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    row: &CheckedRow,
    id: ProductId,
) -> Result<Result<Step, Rule>, Error> {
    let Some(offer) = store::offer::find(conn, id.as_str()).await? else {
        return Ok(Ok(Step::Create(id)));
    };
    if offer.key.owner != *owner {
        return Ok(Err(not_there()));
    }
    if offer.withheld.has(Withholding::Removed) {
        return Ok(Err(was_deleted()));
    }
    let content = store::product::content(conn, offer.key.seq).await?;
    let before = content.ok_or_else(super::product::no_such_product)?;
    let after = before.clone().apply(&row.change)?;
    let is_same = before.name == after.name
        && before.price == after.price
        && before.category == after.category
        && before.description == after.description
        && offer.note == row.note
        && offer.withheld.has(Withholding::ByOwner) == row.is_hidden;
    Ok(Ok(if is_same { Step::Nothing } else { Step::Change(offer) }))
}

async fn store_row(tx: &mut Tx<'_>, umkm: &UmkmKey, row: &CheckedRow, step: Step) -> Result<(), Error> {
    let offer = match step {
        Step::Nothing => return Ok(()),
        Step::Create(id) => {
            let content = ProductContent::empty().apply(&row.change)?;
            insert_product(tx, umkm, &id, &content, &row.change, &OwnWords::of(&content)).await?;
            tx.emit(&ProductCreated { id: id.to_string() }).await?;
            let created = store::offer::find(tx, id.as_str()).await?;
            created.ok_or_else(super::product::no_such_product)?
        }
        Step::Change(offer) => {
            let content = store::product::content(tx, offer.key.seq).await?;
            let content = content
                .ok_or_else(super::product::no_such_product)?
                .apply(&row.change)?;
            store::product::update(tx, offer.key.seq, &content).await?;
            refresh_words(tx, offer.key.seq, umkm.id.as_str()).await?;
            let id = offer.key.id.to_string();
            tx.emit(&ProductChanged { id }).await?;
            offer
        }
    };
    let price = row.change.price.unwrap_or(Price(0));
    store::offer::change(tx, offer.key.seq, price, row.note.as_deref()).await?;
    withhold(tx, &offer, Withholding::ByOwner, row.is_hidden).await
}
