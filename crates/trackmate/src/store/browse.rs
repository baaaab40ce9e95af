//! Products as cards: one statement for each way to look, each set of choices and each order, so that indexes serve them; and
//! how many there are of each combination of choices.

use std::fmt::Write as _;

use platform::{
    Conn, Error, Result,
    db::{Engine, Family, Row, Value},
    listed, params,
};

use super::{
    best, maybe_read_json,
    narrowed::{Narrowed, values},
    read_json,
    search::Asked,
};
use crate::model::{Cell, Choices, Cube, Order, Price, PriceBand, ProductCard, Province, Ratings, Sought};

platform::statements! {
    CATEGORIES = "select p.category, count(*) from product p where p.listed = 1 and p.category is not null
        group by p.category order by p.category";
    CARDS_OF = concat!("select p.id, p.name, p.images, p.price, p.category, p.rating_count, p.rating_sum, u.id, u.name, u.location,
        p.seq from product p join umkm u on u.id = p.umkm_id where p.listed = 1
        and p.seq in (select cast(value as bigint) from ", listed!("$1"), ")");
}

/// Which products, before choices narrow them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    All,
    /// The id of a UMKM, whether it is approved or not.
    Maker,
    /// Words as the engine's index takes them.
    Words(Engine),
}

pub(crate) static CARDS: Family<(Of, Narrowed, Order)> =
    Family::new(concat!(module_path!(), "::CARDS"), card_keys, |key| write_cards(*key)).only(|(of, ..)| of.engine());
pub(crate) static CUBES: Family<Of> =
    Family::new(concat!(module_path!(), "::CUBES"), cube_keys, |of| write_cube(*of)).only(|of| of.engine());

const SEARCHES: [Of; 2] = [Of::Words(Engine::Sqlite), Of::Words(Engine::Postgres)];

impl Of {
    fn engine(self) -> Option<Engine> {
        match self {
            Self::Words(engine) => Some(engine),
            Self::All | Self::Maker => None,
        }
    }

    /// Tables and conditions; parameters count from 1.
    fn source(self) -> String {
        match self {
            Self::All => "product p where p.listed = 1".to_owned(),
            Self::Maker => "product p where p.umkm_id = $1 and p.withheld = 0".to_owned(),
            Self::Words(engine) => format!("{} where p.listed = 1", super::search::matching(engine)),
        }
    }

    /// How many parameters come before those of choices.
    fn parameters(self) -> usize {
        match self {
            Self::All => 0,
            Self::Maker => 1,
            Self::Words(_) => 2,
        }
    }
}

fn card_keys() -> Vec<(Of, Narrowed, Order)> {
    let mut keys = vec![(Of::Maker, Narrowed::default(), Order::Newest)];
    for narrowed in Narrowed::ALL {
        keys.extend(Order::ALL.map(|order| (Of::All, narrowed, order)));
        // The best matches of a search are found rank by rank.
        let others = Order::ALL.into_iter().filter(|order| *order != Order::BestMatch);
        keys.extend(others.flat_map(|order| SEARCHES.map(|search| (search, narrowed, order))));
    }
    keys
}

fn cube_keys() -> Vec<Of> {
    [Of::All].into_iter().chain(SEARCHES).collect()
}

/// The page is found first, by an index, and then told of its makers.
fn write_cards((of, narrowed, order): (Of, Narrowed, Order)) -> String {
    let sorted = |product: &str| match order {
        Order::BestMatch | Order::Newest => format!("{product}.seq desc"),
        Order::BestRated => format!("{product}.score desc, {product}.seq desc"),
        Order::Cheapest => format!("{product}.price, {product}.seq"),
        Order::Dearest => format!("{product}.price desc, {product}.seq desc"),
    };
    let (conditions, parameters) = narrowed.conditions(of.parameters());
    format!(
        "select c.id, c.name, c.images, c.price, c.category, c.rating_count, c.rating_sum, u.id, u.name, u.location from
        (select p.id, p.name, p.images, p.price, p.category, p.rating_count, p.rating_sum, p.umkm_id, p.seq, p.score
        from {}{conditions} order by {} limit ${} offset ${}) c
        join umkm u on u.id = c.umkm_id order by {}",
        of.source(),
        sorted("p"),
        parameters + 1,
        parameters + 2,
        sorted("c")
    )
}

/// Ranges of prices by their place among all.
fn write_cube(of: Of) -> String {
    let mut band = String::from("case");
    for (at, price) in PriceBand::ALL.into_iter().enumerate() {
        let _ = match price.range() {
            (_, i64::MAX) => write!(band, " else {at} end"),
            (_, to) => write!(band, " when p.price < {to} then {at}"),
        };
    }
    let source = of.source();
    format!(
        "select c.category, c.province, c.band, count(*) from
        (select p.category, p.province, cast({band} as bigint) as band from {source}) c group by c.category, c.province, c.band"
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

/// Listed products as cards, in the order that is given.
pub(crate) async fn cards(conn: &mut Conn<'_>, seqs: &[i64]) -> Result<Vec<ProductCard>> {
    best::in_order(conn, CARDS_OF, seqs, 10, card_of_row).await
}

/// The first of all listed products.
pub(crate) async fn first(conn: &mut Conn<'_>, order: Order, count: i64) -> Result<Vec<ProductCard>> {
    list(conn, Choices::default(), order, (count, 0)).await
}

/// A page of all listed products that are chosen.
pub(crate) async fn list(
    conn: &mut Conn<'_>,
    choices: Choices,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<Vec<ProductCard>> {
    let cards = CARDS.of(&(Of::All, Narrowed::by(choices), order))?;
    let mut values = values(choices);
    values.extend([Value::Int(limit), Value::Int(offset)]);
    conn.all(cards, &values, card_of_row).await
}

/// A page of the products of a UMKM, newest first, and how many there are.
pub(crate) async fn list_of_maker(
    conn: &mut Conn<'_>,
    maker: &str,
    (limit, offset): (i64, i64),
) -> Result<(Vec<ProductCard>, i64)> {
    let cards = CARDS.of(&(Of::Maker, Narrowed::default(), Order::Newest))?;
    let rows = conn.all(cards, params![maker, limit, offset], card_of_row).await?;
    Ok((rows, super::product::count_of_umkm(conn, maker).await?))
}

/// A page of what is sought and chosen.
pub(crate) async fn find(
    conn: &mut Conn<'_>,
    sought: &Sought,
    choices: Choices,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<Vec<ProductCard>> {
    let engine = conn.engine();
    let asked = Asked::of(engine, sought);
    if order == Order::BestMatch {
        let best = best::find(conn, &asked, choices, (limit, offset)).await?;
        return cards(conn, &best.seqs).await;
    }
    let page = CARDS.of(&(Of::Words(engine), Narrowed::by(choices), order))?;
    let mut parameters: Vec<Value<'_>> = asked.plain().into_iter().map(Value::from).collect();
    parameters.extend(values(choices));
    parameters.extend([Value::Int(limit), Value::Int(offset)]);
    conn.all(page, &parameters, card_of_row).await
}

/// How many listed products there are of each combination of choices.
pub(crate) async fn cube(conn: &mut Conn<'_>) -> Result<Cube> {
    conn.all(CUBES.of(&Of::All)?, &[], cell_of_row).await.map(Cube)
}

/// The same of what is sought.
pub(crate) async fn cube_of(conn: &mut Conn<'_>, sought: &Sought) -> Result<Cube> {
    let engine = conn.engine();
    let asked = Asked::of(engine, sought);
    let [within, words] = asked.plain();
    let cube = CUBES.of(&Of::Words(engine))?;
    conn.all(cube, params![within, words], cell_of_row).await.map(Cube)
}

fn cell_of_row(row: &Row<'_>) -> Result<(Cell, i64)> {
    let band: usize = row.get::<i64>(2)?.try_into().map_err(Error::internal)?;
    let cell = Cell {
        category: row.get(0)?,
        province: row.get::<Option<i64>>(1)?.and_then(Province::of_number),
        price: PriceBand::ALL[band.min(PriceBand::ALL.len() - 1)],
    };
    Ok((cell, row.get(3)?))
}

/// How many listed products are of each category.
pub(crate) async fn categories(conn: &mut Conn<'_>) -> Result<Vec<(i64, i64)>> {
    conn.all(CATEGORIES, &[], |row| Ok((row.get(0)?, row.get(1)?))).await
}
