//! Products as cards: one statement for each way to look, each set of choices and each order, so that indexes serve them; and
//! how many there are of each combination of choices.

use std::fmt::Write as _;

use platform::{
    Conn, Error, Result,
    db::{Engine, Family, Row, Value},
    params,
};

use super::{
    maybe_read_json, read_json,
    search::{Asked, fill},
};
use crate::model::{Cell, Choices, Cube, Order, Price, PriceBand, ProductCard, Province, Ratings, Sought};

platform::statements! {
    CATEGORIES = "select p.category, count(*) from product p where p.listed = 1 and p.category is not null
        group by p.category order by p.category";
}

/// Which products, before choices narrow them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Of {
    All,
    /// The id of a UMKM, whether it is approved or not.
    Maker,
    /// Words as the engine's index takes them, by rank.
    Words(Engine),
    /// What is of the first rank among those, the best match first.
    First(Engine),
}

/// Which choices were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Narrowed {
    category: bool,
    province: bool,
    price: bool,
}

pub(crate) static CARDS: Family<(Of, Narrowed, Order)> =
    Family::new(concat!(module_path!(), "::CARDS"), card_keys, |key| write_cards(*key)).only(|(of, ..)| of.engine());
pub(crate) static CUBES: Family<Of> =
    Family::new(concat!(module_path!(), "::CUBES"), cube_keys, |of| write_cube(*of)).only(|of| of.engine());

const SEARCHES: [Of; 2] = [Of::Words(Engine::Sqlite), Of::Words(Engine::Postgres)];

impl Of {
    fn engine(self) -> Option<Engine> {
        match self {
            Self::Words(engine) | Self::First(engine) => Some(engine),
            Self::All | Self::Maker => None,
        }
    }

    /// Tables and conditions; parameters count from 1.
    fn source(self) -> String {
        match self {
            Self::All => "product p where p.listed = 1".to_owned(),
            Self::Maker => "product p where p.umkm_id = $1 and p.withheld = 0".to_owned(),
            Self::Words(engine) => format!("{} where p.listed = 1", super::search::ranked(engine)),
            Self::First(engine) => format!("{} and p.listed = 1", super::search::first(engine).0),
        }
    }

    /// How many parameters come before those of choices.
    fn parameters(self) -> usize {
        match self {
            Self::All => 0,
            Self::Maker | Self::First(_) => 1,
            Self::Words(_) => 5,
        }
    }
}

impl Narrowed {
    const ALL: [Self; 8] = {
        let mut all = [Self {
            category: false,
            province: false,
            price: false,
        }; 8];
        let mut at = 0;
        while at < 8 {
            all[at] = Self {
                category: at & 1 > 0,
                province: at & 2 > 0,
                price: at & 4 > 0,
            };
            at += 1;
        }
        all
    };

    fn by(choices: Choices) -> Self {
        Self {
            category: choices.category.is_some(),
            province: choices.province.is_some(),
            price: choices.price.is_some(),
        }
    }

    /// Its conditions, whose parameters come after so many; and how many there are then.
    fn conditions(self, mut parameters: usize) -> (String, usize) {
        let mut text = String::new();
        let conditions = [
            (self.category, "p.category ="),
            (self.province, "p.province ="),
            (self.price, "p.price >="),
            (self.price, "p.price <"),
        ];
        for (_, condition) in conditions.iter().filter(|(is_chosen, _)| *is_chosen) {
            parameters += 1;
            let _ = write!(text, " and {condition} ${parameters}");
        }
        (text, parameters)
    }
}

/// The parameters of choices, in the order of [`Narrowed::conditions`].
fn values(choices: Choices) -> Vec<Value<'static>> {
    let mut values: Vec<i64> = choices.category.into_iter().collect();
    values.extend(choices.province.map(Province::number));
    if let Some((from, to)) = choices.price.map(PriceBand::range) {
        values.extend([from, to]);
    }
    values.into_iter().map(Value::Int).collect()
}

fn card_keys() -> Vec<(Of, Narrowed, Order)> {
    let mut keys = vec![(Of::Maker, Narrowed::default(), Order::Newest)];
    for of in [Of::All].into_iter().chain(SEARCHES) {
        for narrowed in Narrowed::ALL {
            keys.extend(Order::ALL.map(|order| (of, narrowed, order)));
        }
    }
    for first in [Of::First(Engine::Sqlite), Of::First(Engine::Postgres)] {
        keys.extend(Narrowed::ALL.map(|narrowed| (first, narrowed, Order::BestMatch)));
    }
    keys
}

fn cube_keys() -> Vec<Of> {
    [Of::All].into_iter().chain(SEARCHES).collect()
}

/// The page is found first, by an index, and then told of its makers.
fn write_cards((of, narrowed, order): (Of, Narrowed, Order)) -> String {
    let is_search = matches!(of, Of::Words(_));
    let sorted = |product: &str, matches: &str| match order {
        Order::BestMatch if is_search => format!("{matches}.rank, {product}.seq desc"),
        Order::BestMatch | Order::Newest => format!("{product}.seq desc"),
        Order::BestRated => format!("{product}.score desc, {product}.seq desc"),
        Order::Cheapest => format!("{product}.price, {product}.seq"),
        Order::Dearest => format!("{product}.price desc, {product}.seq desc"),
    };
    let rank = if is_search { ", s.rank" } else { "" };
    let (conditions, parameters) = narrowed.conditions(of.parameters());
    format!(
        "select c.id, c.name, c.images, c.price, c.category, c.rating_count, c.rating_sum, u.id, u.name, u.location from
        (select p.id, p.name, p.images, p.price, p.category, p.rating_count, p.rating_sum, p.umkm_id, p.seq, p.score{rank}
        from {}{conditions} order by {} limit ${} offset ${}) c
        join umkm u on u.id = c.umkm_id order by {}",
        of.source(),
        if let Of::First(engine) = of { super::search::first(engine).1.to_owned() } else { sorted("p", "s") },
        parameters + 1,
        parameters + 2,
        sorted("c", "c")
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
    let source = match of.engine() {
        Some(engine) => format!("{} where p.listed = 1", super::search::matching(engine)),
        None => of.source(),
    };
    format!(
        "select c.category, c.province, c.band, count(*) from
        (select p.category, p.province, cast({band} as bigint) as band from {source}) c group by c.category, c.province, c.band"
    )
}

pub(super) fn card_of_row(row: &Row<'_>) -> Result<ProductCard> {
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
        let cards = CARDS.of(&(Of::First(engine), Narrowed::by(choices), order))?;
        let mut parameters = vec![Value::from(&asked.ranked[0])];
        parameters.extend(values(choices));
        parameters.extend([Value::Int(limit), Value::Int(offset)]);
        let rows = conn.all(cards, &parameters, card_of_row).await?;
        if fill(&rows, limit) {
            return Ok(rows);
        }
    }
    let cards = CARDS.of(&(Of::Words(engine), Narrowed::by(choices), order))?;
    let mut parameters: Vec<Value<'_>> = asked.ranked.iter().map(Value::from).collect();
    parameters.extend(values(choices));
    parameters.extend([Value::Int(limit), Value::Int(offset)]);
    conn.all(cards, &parameters, card_of_row).await
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
