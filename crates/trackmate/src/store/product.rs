//! Rows of `product` and of what products refer to.

use accounts::AccountId;
use platform::{
    Conn, Error, Result, Tx,
    db::{Row, Sql},
    listed, params,
};

use super::{best, maybe_read_json, read_json};
use crate::{
    model::{
        EffectView, ImpactEntry, IngredientView, ListedProduct, Maker, PartEntry, Placeholder, Price, ProductContent,
        ProductFilter, ProductId, ProductKey, ProductView, Ratings, ResourceEntry, ShownProduct, Step, StepView,
        UmkmId, UmkmKey, Withheld, has_references, ids, resolve,
    },
    rules::score,
};

platform::statements! {
    PLACED = "select seq, umkm_id from product where seq > $1 order by seq limit $2";
    INSERT = "insert into product (id, umkm_id, owner_id, name, images, price, category, description, resources, production,
        impact, contribution, listed, score, created_at, updated_at, province, settled)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, 1) returning seq";
    UPDATE = "update product set name = $1, images = $2, price = $3, category = $4, description = $5, resources = $6,
        production = $7, impact = $8, contribution = $9, updated_at = $10 where seq = $11";
    /// One that was deleted is gone, though it may be brought back.
    KEY = "select seq, id, owner_id, umkm_id from product where id = $1 and withheld < 4";
    UNSETTLED = "select seq, id, owner_id, umkm_id from product where settled = 0 order by seq limit 20";
    SETTLE = "update product set resources = $1, production = $2, impact = $3, settled = 1 where seq = $4";
    ROW = "select name, images, price, category, description, resources, production, impact, contribution
        from product where seq = $1";
    VIEW = "select p.id, p.name, p.images, p.price, p.description, p.resources, p.production, p.impact, p.contribution,
        p.category, p.created_at, p.updated_at, u.id, u.logo, u.name, u.location, u.employe, p.seq, p.withheld, p.note,
        p.owner_id
        from product p join umkm u on u.id = p.umkm_id where p.id = $1 and p.withheld < 4";
    LIST = "select id, name, images, price, category from product where listed = 1
        order by seq desc limit $1 offset $2";
    COUNT = "select count(*) from product where listed = 1";
    LISTED_OF = concat!("select id, name, images, price, category, seq from product
        where seq in (select cast(value as bigint) from ", listed!("$1"), ")");
    LIST_OF_CATEGORY = "select id, name, images, price, category from product where listed = 1 and category = $1
        order by seq desc limit $2 offset $3";
    COUNT_OF_CATEGORY = "select count(*) from product where listed = 1 and category = $1";
    LIST_OF_UMKM = "select id, name, images, price, category from product
        where umkm_id = $1 and withheld = 0 order by seq desc limit $2 offset $3";
    COUNT_OF_UMKM = "select count(*) from product where umkm_id = $1 and withheld = 0";
    DELETE = "delete from product where seq = $1";
    SEQS_OF_UMKM = "select seq, id from product where umkm_id = $1 and seq > $2 order by seq limit 200";
    SEQS_OF_RESOURCE = "select p.seq, p.id from product_resource r join product p on p.seq = r.product_seq
        where r.resource_id = $1 and p.seq > $2 order by p.seq limit 200";
    PLACE_ALL_OF_UMKM = "update product set province = $1 where umkm_id = $2";
    LIST_ALL_OF_UMKM = "update product set listed = $1 where umkm_id = $2 and withheld = 0";
    REFER_RESOURCE = "insert into product_resource (product_seq, resource_id) values ($1, $2)";
    REFER_IMPACT = "insert into product_impact (product_seq, impact_id) values ($1, $2)";
    FORGET_RESOURCES = "delete from product_resource where product_seq = $1";
    FORGET_IMPACTS = "delete from product_impact where product_seq = $1";
    /// Who likes it has changed, so its neighbours have.
    RATED = "update product set rating_count = $1, rating_sum = $2, score = $3,
        likened = case when likened > 1 then 1 else likened end where seq = $4";
    RATINGS = "select rating_count, rating_sum from product where id = $1 and withheld < 4";
    RATING = "select rating_count, rating_sum from product where seq = $1";
}

pub(crate) async fn insert(tx: &mut Tx<'_>, id: &ProductId, umkm: &UmkmKey, new: &ProductContent) -> Result<i64> {
    let now = tx.now();
    let values = params![
        id,
        &umkm.id,
        &umkm.owner,
        &new.name,
        &new.images,
        new.price.0,
        new.category,
        new.description.as_deref(),
        &new.resources,
        &new.production,
        &new.impact,
        &new.contribution,
        umkm.approved,
        score(0, 0),
        now,
        umkm.province
    ];
    let seq = tx.first(INSERT, values, |row| row.get(0)).await?;
    seq.ok_or_else(|| Error::internal("an inserted product has no sequence number"))
}

pub(crate) async fn update(tx: &mut Tx<'_>, seq: i64, content: &ProductContent) -> Result<()> {
    let now = tx.now();
    let values = params![
        &content.name,
        &content.images,
        content.price.0,
        content.category,
        content.description.as_deref(),
        &content.resources,
        &content.production,
        &content.impact,
        &content.contribution,
        now,
        seq
    ];
    tx.execute(UPDATE, values).await.map(drop)
}

pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<ProductKey>> {
    conn.first(KEY, params![id], key_of_row).await
}

fn key_of_row(row: &Row<'_>) -> Result<ProductKey> {
    Ok(ProductKey {
        seq: row.get(0)?,
        id: row.text(1)?.into(),
        owner: row.text(2)?.into(),
        umkm: row.text(3)?.into(),
    })
}

/// A few that an older version stored and nobody has settled.
pub(crate) async fn unsettled(conn: &mut Conn<'_>) -> Result<Vec<ProductKey>> {
    conn.all(UNSETTLED, &[], key_of_row).await
}

/// Stores what settling has changed; it counts as no edit.
pub(crate) async fn settle(tx: &mut Tx<'_>, seq: i64, content: &ProductContent) -> Result<()> {
    let values = params![&content.resources, &content.production, &content.impact, seq];
    tx.execute(SETTLE, values).await.map(drop)
}

pub(crate) async fn content(conn: &mut Conn<'_>, seq: i64) -> Result<Option<ProductContent>> {
    let read = |row: &Row<'_>| {
        Ok(ProductContent {
            name: row.get(0)?,
            images: row.get(1)?,
            price: Price(row.get(2)?),
            category: row.get(3)?,
            description: row.get(4)?,
            resources: row.get(5)?,
            production: row.get(6)?,
            impact: row.get(7)?,
            contribution: row.get(8)?,
        })
    };
    conn.first(ROW, params![seq], read).await
}

/// A product, with its lists of ingredients and impacts as they are stored.
struct Found {
    seq: i64,
    view: ProductView,
    resources: Vec<PartEntry<ResourceEntry>>,
    impact: Vec<PartEntry<ImpactEntry>>,
    withheld: Withheld,
    note: Option<String>,
    owner: AccountId,
}

pub(crate) async fn view(conn: &mut Conn<'_>, id: &str, placeholder: &Placeholder) -> Result<Option<ShownProduct>> {
    let read = |row: &Row<'_>| view_row(row, placeholder);
    conn.read_together()?;
    let Some(found) = conn.first(VIEW, params![id], read).await? else {
        return Ok(None);
    };
    let Found {
        seq,
        mut view,
        resources,
        impact,
        withheld,
        note,
        owner,
    } = found;
    let refers_to = [ids(&resources), ids(&impact)].concat();
    let known = if has_references(&resources) {
        super::resource::of_product(conn, seq).await?
    } else {
        Vec::new()
    };
    let shown = resolve(resources, &known, ResourceEntry::id).into_iter();
    view.resources = shown.map(|entry| IngredientView::of(entry, placeholder)).collect();
    let known = if has_references(&impact) {
        super::impact::of_product(conn, seq).await?
    } else {
        Vec::new()
    };
    let shown = resolve(impact, &known, ImpactEntry::id).into_iter();
    view.impact = shown.map(|entry| EffectView::of(entry, placeholder)).collect();
    Ok(Some(ShownProduct {
        view,
        refers_to,
        withheld,
        note,
        owner,
    }))
}

fn view_row(row: &Row<'_>, placeholder: &Placeholder) -> Result<Found> {
    let umkm = Maker {
        id: row.text(12)?.into(),
        logo: placeholder.instead_of(row.get(13)?),
        name: row.get(14)?,
        location: maybe_read_json(row, 15)?.unwrap_or_default(),
        employe: row.get(16)?,
    };
    let production: Vec<Step> = read_json(row, 6)?;
    let view = ProductView {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        image: placeholder.instead_of_none(read_json(row, 2)?),
        price: Price(row.get(3)?),
        description: row.get::<Option<String>>(4)?.unwrap_or_default(),
        resources: Vec::new(),
        production: production
            .into_iter()
            .map(|step| StepView::of(step, placeholder))
            .collect(),
        impact: Vec::new(),
        contribution: read_json(row, 8)?,
        umkm,
        category: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    };
    Ok(Found {
        seq: row.get(17)?,
        view,
        resources: read_json(row, 5)?,
        impact: read_json(row, 7)?,
        withheld: Withheld(row.get(18)?),
        note: row.get(19)?,
        owner: row.text(20)?.into(),
    })
}

/// A product of a list, from the columns id, name, images, price, category.
fn listed_of_row(row: &Row<'_>, placeholder: &Placeholder) -> Result<ListedProduct> {
    Ok(ListedProduct {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        images: placeholder.instead_of_none(read_json(row, 2)?),
        price: Price(row.get(3)?),
        category: row.get(4)?,
    })
}

/// Some products by their `seq`s, in the order of these.
pub(super) async fn listed_of(
    conn: &mut Conn<'_>,
    seqs: &[i64],
    placeholder: &Placeholder,
) -> Result<Vec<ListedProduct>> {
    best::in_order(conn, LISTED_OF, seqs, 5, |row| listed_of_row(row, placeholder)).await
}

/// A page of a list, by its limit and offset.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    of: &ProductFilter,
    (limit, offset): (i64, i64),
    placeholder: &Placeholder,
) -> Result<Vec<ListedProduct>> {
    let read = |row: &Row<'_>| listed_of_row(row, placeholder);
    match of {
        ProductFilter::All => conn.all(LIST, params![limit, offset], read).await,
        ProductFilter::Category(category) => {
            let values = params![*category, limit, offset];
            conn.all(LIST_OF_CATEGORY, values, read).await
        }
        ProductFilter::Umkm(id) => conn.all(LIST_OF_UMKM, params![id, limit, offset], read).await,
    }
}

/// How many a list has. Every one of them is counted.
pub(crate) async fn count_listed(conn: &mut Conn<'_>, of: &ProductFilter) -> Result<i64> {
    match of {
        ProductFilter::All => conn.number(COUNT, &[]).await,
        ProductFilter::Category(category) => conn.number(COUNT_OF_CATEGORY, params![*category]).await,
        ProductFilter::Umkm(id) => count_of_umkm(conn, id).await,
    }
}

/// How a product is rated.
pub(crate) async fn ratings(conn: &mut Conn<'_>, id: &str) -> Result<Option<Ratings>> {
    let read = |row: &Row<'_>| {
        Ok(Ratings {
            count: row.get(0)?,
            sum: row.get(1)?,
        })
    };
    conn.first(RATINGS, params![id], read).await
}

/// How many a UMKM has, listed or not.
pub(crate) async fn count_of_umkm(conn: &mut Conn<'_>, id: &str) -> Result<i64> {
    conn.number(COUNT_OF_UMKM, params![id]).await
}

/// How many are listed.
pub(crate) async fn count(conn: &mut Conn<'_>) -> Result<i64> {
    conn.number(COUNT, &[]).await
}

pub(crate) async fn delete(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(DELETE, params![seq]).await.map(drop)
}

/// Up to 200 products after a sequence number, as (sequence number, id).
pub(crate) async fn some_of_umkm(conn: &mut Conn<'_>, umkm: &str, after: i64) -> Result<Vec<(i64, String)>> {
    some(conn, SEQS_OF_UMKM, umkm, after).await
}

/// The same for products that refer to a resource.
pub(crate) async fn some_of_resource(conn: &mut Conn<'_>, resource: &str, after: i64) -> Result<Vec<(i64, String)>> {
    some(conn, SEQS_OF_RESOURCE, resource, after).await
}

async fn some(conn: &mut Conn<'_>, sql: Sql, of: &str, after: i64) -> Result<Vec<(i64, String)>> {
    conn.all(sql, params![of, after], |row| Ok((row.get(0)?, row.get(1)?)))
        .await
}

/// Shows or hides every product of a UMKM that nothing else withholds.
pub(crate) async fn set_listed(tx: &mut Tx<'_>, umkm: &UmkmId, listed: bool) -> Result<()> {
    tx.execute(LIST_ALL_OF_UMKM, params![listed, umkm]).await.map(drop)
}

/// Tells every product of a UMKM in which province its maker is.
pub(crate) async fn set_province(tx: &mut Tx<'_>, umkm: &UmkmId, province: Option<i64>) -> Result<()> {
    tx.execute(PLACE_ALL_OF_UMKM, params![province, umkm]).await.map(drop)
}

pub(crate) async fn refer(tx: &mut Tx<'_>, seq: i64, resources: &[String], impacts: &[String]) -> Result<()> {
    for id in resources {
        tx.execute(REFER_RESOURCE, params![seq, id]).await?;
    }
    for id in impacts {
        tx.execute(REFER_IMPACT, params![seq, id]).await?;
    }
    Ok(())
}

pub(crate) async fn forget_resources(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(FORGET_RESOURCES, params![seq]).await.map(drop)
}

pub(crate) async fn forget_impacts(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute(FORGET_IMPACTS, params![seq]).await.map(drop)
}

/// How often a product was rated, and the sum of its stars.
pub(crate) async fn rating(conn: &mut Conn<'_>, seq: i64) -> Result<(i64, i64)> {
    let found = conn
        .first(RATING, params![seq], |row| Ok((row.get(0)?, row.get(1)?)))
        .await?;
    found.ok_or_else(|| Error::internal("a product vanished within a transaction"))
}

pub(crate) async fn store_ratings(tx: &mut Tx<'_>, seq: i64, count: i64, sum: i64) -> Result<()> {
    tx.execute(RATED, params![count, sum, score(count, sum), seq])
        .await
        .map(drop)
}

/// Some of the products after one, in order, with their UMKM.
pub(crate) async fn placed_after(conn: &mut Conn<'_>, seq: i64, limit: i64) -> Result<Vec<(i64, String)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    conn.all(PLACED, params![seq, limit], read).await
}
