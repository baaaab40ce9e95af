//! Recommending: what is like a product, what suits somebody, and what is best for anybody.

use std::collections::{HashMap, HashSet};

use accounts::AccountId;
use platform::{
    Conn, Error,
    page::{Pages, Paging},
    text::unstorable,
};

use super::{
    liken::find_neighbours,
    product::{mean, no_such_product},
};
use crate::{
    Trackmate,
    model::{ExternalProduct, ProductCard, Recommended},
    rules::recommend::{
        elsewhere::choose,
        measure::PLACES,
        rank::{Asked, rank},
        taste::{MOST_SIGNALS, Signal, newest, taste},
    },
    store,
};

/// What stands for a product's id in the address of its page.
pub const PRODUCT_ID: &str = "{id}";

/// So many neighbours are looked at.
const MOST_NEIGHBOURS: usize = 200;
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Who is recommended something, and about what.
#[derive(Debug, Clone, Default)]
pub struct RecommendFor {
    /// Somebody, with a taste of their own.
    pub asker: Option<AccountId>,
    /// The id of a product that others should be like.
    pub like: Option<String>,
}

/// What was picked.
struct Picked {
    cards: Vec<ProductCard>,
    /// What it was picked by, as far as others are to be like it.
    by: Vec<i64>,
    /// Whether anything is known of what suits.
    has_taste: bool,
}

/// How much may be picked, and whether only what suits.
#[derive(Clone, Copy)]
struct Wish {
    now: i64,
    most: usize,
    only_alike: bool,
}

impl Trackmate {
    /// The address of the page about a product: of a web client's, where the settings name one.
    pub fn product_link(&self, id: &str) -> String {
        self.0.options.product_url.replace(PRODUCT_ID, id)
    }

    /// At most five products, and a page of those. What suits comes first; others fill up, then products of an imported
    /// catalogue.
    pub async fn recommend_products(
        &self,
        of: RecommendFor,
        pages: Pages,
    ) -> Result<(Vec<Recommended>, Paging), Error> {
        let wish = self.wish(PLACES, false);
        let seed = format!("{} {}", wish.now / DAY, of.asker.as_ref().map_or("", |id| id.as_str()));
        let picked = self.pick(of, wish).await?;
        let mut shown: Vec<Recommended> = picked
            .cards
            .into_iter()
            .map(|card| Recommended {
                product_link: self.product_link(card.id.as_str()),
                rating_x: mean(card.ratings.count, card.ratings.sum),
                product_id: card.id,
                product_name: card.name,
            })
            .collect();
        if shown.len() < PLACES {
            let by = picked.by;
            let (all, about) = self
                .0
                .db
                .read(async move |conn: &mut Conn<'_>| {
                    Ok::<_, Error>((
                        store::external::best(conn).await?,
                        store::browse::cards(conn, &by).await?,
                    ))
                })
                .await?;
            let about: Vec<String> = about.into_iter().map(|card| card.name).collect();
            let found = choose(all, &about, &seed, PLACES - shown.len());
            shown.extend(found.into_iter().map(sold_elsewhere));
        }
        let total = i64::try_from(shown.len()).map_err(Error::internal)?;
        let skip = usize::try_from(pages.offset()).map_err(Error::internal)?;
        let take = usize::try_from(pages.limit()).map_err(Error::internal)?;
        Ok((shown.into_iter().skip(skip).take(take).collect(), pages.of(total)))
    }

    /// Products that are like one, best first; none where nothing is like it.
    #[platform::boxed]
    pub async fn similar_products(&self, of: RecommendFor, most: usize) -> Result<Vec<ProductCard>, Error> {
        Ok(self.pick(of, self.wish(most, true)).await?.cards)
    }

    /// What suits somebody; nothing while nothing is known of their taste.
    #[platform::boxed]
    pub async fn products_for(&self, asker: &AccountId, most: usize) -> Result<Vec<ProductCard>, Error> {
        let of = RecommendFor {
            asker: Some(asker.clone()),
            like: None,
        };
        let picked = self.pick(of, self.wish(most, false)).await?;
        Ok(if picked.has_taste { picked.cards } else { Vec::new() })
    }

    fn wish(&self, most: usize, only_alike: bool) -> Wish {
        Wish {
            now: self.0.db.clock().now().0,
            most,
            only_alike,
        }
    }

    async fn pick(&self, of: RecommendFor, wish: Wish) -> Result<Picked, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| pick(conn, &of, wish).await)
            .await
    }
}

fn sold_elsewhere(product: ExternalProduct) -> Recommended {
    Recommended {
        product_id: product.id.into(),
        product_name: product.name,
        rating_x: mean(100, product.rating.unwrap_or(0)),
        product_link: product.link,
    }
}

async fn pick(conn: &mut Conn<'_>, of: &RecommendFor, wish: Wish) -> Result<Picked, Error> {
    let like = match &of.like {
        Some(id) => Some(find_product(conn, id).await?),
        None => None,
    };
    let mut signals = match &of.asker {
        Some(asker) => newest(store::recommend::signals_of(conn, asker).await?),
        None => Vec::new(),
    };
    let seeds = match like {
        Some(seq) => vec![Signal {
            seq,
            stars: None,
            at: 0,
        }],
        None => signals.iter().copied().take(MOST_SIGNALS).collect(),
    };
    let taste = find_taste(conn, &seeds, like).await?;
    let pool = find_pool(conn, &seeds, &taste, wish.only_alike).await?;
    if let Some(asker) = &of.asker {
        signals.extend(store::recommend::ratings_of(conn, asker, &pool).await?);
        signals = newest(signals);
    }
    let candidates = store::recommend::candidates(conn, &pool).await?;
    let asked = Asked {
        who: of.asker.as_ref().map_or("", |id| id.as_str()),
        signals: &signals,
        like,
        now: wish.now,
    };
    let order = rank(&candidates, &taste, asked, wish.most);
    Ok(Picked {
        cards: store::browse::cards(conn, &order).await?,
        by: seeds.iter().take(PLACES).map(|seed| seed.seq).collect(),
        has_taste: taste.values().any(|suits| *suits > 0.0),
    })
}

async fn find_product(conn: &mut Conn<'_>, id: &str) -> Result<i64, Error> {
    if unstorable(id).is_some() {
        return Err(no_such_product());
    }
    let found = store::product::by_id(conn, id).await?.ok_or_else(no_such_product)?;
    Ok(found.seq)
}

/// How much products suit. One that is so new that its neighbours are not stored has them looked for at once.
async fn find_taste(conn: &mut Conn<'_>, seeds: &[Signal], like: Option<i64>) -> Result<HashMap<i64, f64>, Error> {
    if seeds.is_empty() {
        return Ok(HashMap::new());
    }
    let mut neighbours = store::recommend::neighbours(conn, seeds.iter().map(|seed| seed.seq)).await?;
    if let Some(seq) = like.filter(|seq| !neighbours.contains_key(seq)) {
        neighbours.insert(seq, find_neighbours(conn, seq).await?.1);
    }
    Ok(taste(seeds, &neighbours))
}

/// What is put in an order: what suits, the best of the categories that somebody looks at, the best and newest of all.
async fn find_pool(
    conn: &mut Conn<'_>,
    seeds: &[Signal],
    taste: &HashMap<i64, f64>,
    only_alike: bool,
) -> Result<Vec<i64>, Error> {
    let mut suiting: Vec<(i64, f64)> = taste.iter().map(|(seq, value)| (*seq, *value)).collect();
    suiting.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    let mut pool: Vec<i64> = suiting.into_iter().take(MOST_NEIGHBOURS).map(|(seq, _)| seq).collect();
    if !only_alike {
        let seqs: Vec<i64> = seeds.iter().map(|seed| seed.seq).collect();
        if !seqs.is_empty() {
            pool.extend(store::recommend::of_their_categories(conn, &seqs).await?);
        }
        pool.extend(store::recommend::of_all(conn).await?);
    }
    let mut seen = HashSet::new();
    pool.retain(|seq| seen.insert(*seq));
    Ok(pool)
}
