//! Products as cards: one statement for each way to look and each order, so that indexes serve them.

use platform::{
    Conn, Result,
    db::{Engine, Family, Row},
    params,
};

use super::{maybe_read_json, read_json};
use crate::model::{Order, Price, ProductCard, Ratings};

/// Which products, and what a statement is asked with before the limits of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    All,
    /// A category.
    Category,
    /// The id of a UMKM, whether it is approved or not.
    Maker,
    /// Words as the engine's index takes them.
    Words(Engine),
    /// Such words and a category.
    WordsOfCategory(Engine),
}

pub(crate) static CARDS: Family<(Of, Order)> =
    Family::new(concat!(module_path!(), "::CARDS"), card_keys, |key| write_cards(*key)).only(|(of, _)| of.engine());
pub(crate) static COUNTS: Family<Of> =
    Family::new(concat!(module_path!(), "::COUNTS"), count_keys, |of| write_count(*of)).only(|of| of.engine());
pub(crate) static CATEGORIES: Family<Of> = Family::new(concat!(module_path!(), "::CATEGORIES"), category_keys, |of| {
    write_categories(*of)
})
.only(|of| of.engine());

impl Of {
    fn engine(self) -> Option<Engine> {
        match self {
            Self::Words(engine) | Self::WordsOfCategory(engine) => Some(engine),
            Self::All | Self::Category | Self::Maker => None,
        }
    }

    /// Tables and conditions; parameters count from 1.
    fn source(self) -> String {
        match self {
            Self::All => "product p where p.listed = 1".to_owned(),
            Self::Category => "product p where p.listed = 1 and p.category = $1".to_owned(),
            Self::Maker => "product p where p.umkm_id = $1 and p.withheld = 0".to_owned(),
            Self::Words(engine) => format!("{} where p.listed = 1", super::search::matching(engine)),
            Self::WordsOfCategory(engine) => {
                format!(
                    "{} where p.listed = 1 and p.category = $2",
                    super::search::matching(engine)
                )
            }
        }
    }

    /// How many parameters come before the limits.
    fn parameters(self) -> usize {
        match self {
            Self::All => 0,
            Self::Category | Self::Maker | Self::Words(_) => 1,
            Self::WordsOfCategory(_) => 2,
        }
    }
}

fn searches() -> impl Iterator<Item = Of> {
    let engines = [Engine::Sqlite, Engine::Postgres];
    engines
        .into_iter()
        .flat_map(|engine| [Of::Words(engine), Of::WordsOfCategory(engine)])
}

fn count_keys() -> Vec<Of> {
    [Of::All, Of::Category, Of::Maker]
        .into_iter()
        .chain(searches())
        .collect()
}

fn card_keys() -> Vec<(Of, Order)> {
    let with_orders = |of| Order::ALL.into_iter().map(move |order| (of, order));
    let ordered = [Of::All, Of::Category].into_iter().chain(searches());
    ordered
        .flat_map(with_orders)
        .chain([(Of::Maker, Order::Newest)])
        .collect()
}

fn category_keys() -> Vec<Of> {
    vec![Of::All, Of::Words(Engine::Sqlite), Of::Words(Engine::Postgres)]
}

/// The page is found first, by an index, and then told of its makers.
fn write_cards((of, order): (Of, Order)) -> String {
    let is_search = of.engine().is_some();
    let sorted = |product: &str, matches: &str| match order {
        Order::BestMatch if is_search => format!("{matches}.rank, {product}.seq desc"),
        Order::BestMatch | Order::Newest => format!("{product}.seq desc"),
        Order::BestRated => format!("{product}.score desc, {product}.seq desc"),
        Order::Cheapest => format!("{product}.price, {product}.seq"),
        Order::Dearest => format!("{product}.price desc, {product}.seq desc"),
    };
    let rank = if is_search { ", s.rank" } else { "" };
    let (limit, offset) = (of.parameters() + 1, of.parameters() + 2);
    format!(
        "select c.id, c.name, c.images, c.price, c.category, c.rating_count, c.rating_sum, u.id, u.name, u.location from
        (select p.id, p.name, p.images, p.price, p.category, p.rating_count, p.rating_sum, p.umkm_id, p.seq, p.score{rank}
        from {} order by {} limit ${limit} offset ${offset}) c
        join umkm u on u.id = c.umkm_id order by {}",
        of.source(),
        sorted("p", "s"),
        sorted("c", "c")
    )
}

fn write_count(of: Of) -> String {
    format!("select count(*) from {}", of.source())
}

fn write_categories(of: Of) -> String {
    let source = of.source();
    format!(
        "select p.category, count(*) from {source} and p.category is not null group by p.category order by p.category"
    )
}

fn card_of_row(row: &Row<'_>) -> Result<ProductCard> {
    let pictures: Vec<String> = read_json(row, 2)?;
    Ok(ProductCard {
        id: row.text(0)?.into(),
        name: row.get(1)?,
        picture: pictures.into_iter().next(),
        price: Price(row.get(3)?),
        category: row.get(4)?,
        ratings: Ratings {
            count: row.get(5)?,
            sum: row.get(6)?,
        },
        maker: row.text(7)?.into(),
        maker_name: row.get(8)?,
        place: maybe_read_json(row, 9)?.unwrap_or_default(),
    })
}

/// The first of all listed products.
pub(crate) async fn first(conn: &mut Conn<'_>, order: Order, count: i64) -> Result<Vec<ProductCard>> {
    conn.all(CARDS.of(&(Of::All, order))?, params![count, 0_i64], card_of_row)
        .await
}

/// A page of all listed products, or of a category, and how many there are.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    category: Option<i64>,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ProductCard>, i64)> {
    if let Some(category) = category {
        let cards = CARDS.of(&(Of::Category, order))?;
        let rows = conn.all(cards, params![category, limit, offset], card_of_row).await?;
        return Ok((rows, conn.number(COUNTS.of(&Of::Category)?, params![category]).await?));
    }
    let cards = CARDS.of(&(Of::All, order))?;
    let rows = conn.all(cards, params![limit, offset], card_of_row).await?;
    Ok((rows, conn.number(COUNTS.of(&Of::All)?, &[]).await?))
}

/// A page of the products of a UMKM, newest first, and how many there are.
pub(crate) async fn list_of_maker(
    conn: &mut Conn<'_>,
    maker: &str,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ProductCard>, i64)> {
    let cards = CARDS.of(&(Of::Maker, Order::Newest))?;
    let rows = conn.all(cards, params![maker, limit, offset], card_of_row).await?;
    Ok((rows, conn.number(COUNTS.of(&Of::Maker)?, params![maker]).await?))
}

/// A page of what has every word, and how many there are.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    words: &[String],
    category: Option<i64>,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ProductCard>, i64)> {
    let (engine, query) = (conn.engine(), super::search::query(conn.engine(), words));
    if let Some(category) = category {
        let of = Of::WordsOfCategory(engine);
        let cards = CARDS.of(&(of, order))?;
        let rows = conn
            .all(cards, params![&query, category, limit, offset], card_of_row)
            .await?;
        return Ok((rows, conn.number(COUNTS.of(&of)?, params![&query, category]).await?));
    }
    let of = Of::Words(engine);
    let cards = CARDS.of(&(of, order))?;
    let rows = conn.all(cards, params![&query, limit, offset], card_of_row).await?;
    Ok((rows, conn.number(COUNTS.of(&of)?, params![&query]).await?))
}

/// How many listed products are of each category, of all or of those that have every word.
pub(crate) async fn categories(conn: &mut Conn<'_>, words: &[String]) -> Result<Vec<(i64, i64)>> {
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    if words.is_empty() {
        return conn.all(CATEGORIES.of(&Of::All)?, &[], read).await;
    }
    let (engine, query) = (conn.engine(), super::search::query(conn.engine(), words));
    conn.all(CATEGORIES.of(&Of::Words(engine))?, params![&query], read)
        .await
}
