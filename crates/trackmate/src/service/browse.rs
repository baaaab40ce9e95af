//! Looking through the catalogue, as shoppers do.

use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use super::forgiving::{Understood, understand};
use crate::{
    Trackmate,
    model::{Cube, Distribution, Found, Order, ProductCard, Ratings, Wanted},
    store,
};

/// Longest words that are looked for, in characters; what is longer is cut.
const LONGEST_WORDS: usize = 200;

impl Trackmate {
    /// A page of listed products that somebody wants, and how many there are of each other choice.
    #[platform::boxed]
    pub async fn browse(&self, wanted: &Wanted, pages: Pages) -> Result<Found, Error> {
        let words: String = wanted.words.chars().take(LONGEST_WORDS).collect();
        let (choices, order, page) = (wanted.choices, wanted.order, (pages.limit(), pages.offset()));
        let (cards, cube, meant) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                if words.trim().is_empty() {
                    let cards = store::browse::list(conn, choices, order, page).await?;
                    return Ok((cards, store::browse::cube(conn).await?, Vec::new()));
                }
                let Understood { sought, meant } = understand(conn, &words).await?;
                if sought.is_empty() {
                    return Ok((Vec::new(), Cube::default(), meant));
                }
                let cards = store::browse::find(conn, &sought, choices, order, page).await?;
                Ok::<_, Error>((cards, store::browse::cube_of(conn, &sought).await?, meant))
            })
            .await?;
        Ok(Found {
            cards,
            paging: pages.of(cube.total(choices)),
            categories: cube.categories(choices),
            provinces: cube.provinces(choices),
            prices: cube.prices(choices),
            meant,
        })
    }

    /// The first products of an order.
    #[platform::boxed]
    pub async fn first_products(&self, order: Order, count: i64) -> Result<Vec<ProductCard>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::browse::first(conn, order, count).await)
            .await
    }

    /// How many listed products are of each category.
    #[platform::boxed]
    pub async fn count_categories(&self) -> Result<Vec<(i64, i64)>, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| store::browse::categories(conn).await)
            .await
    }

    /// A page of the products of a UMKM, newest first.
    #[platform::boxed]
    pub async fn browse_maker(&self, id: &str, pages: Pages) -> Result<(Vec<ProductCard>, Paging), Error> {
        let (id, page) = (id.to_owned(), (pages.limit(), pages.offset()));
        let (cards, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::browse::list_of_maker(conn, &id, page).await)
            .await?;
        Ok((cards, pages.of(total)))
    }

    /// How a product is rated.
    #[platform::boxed]
    pub async fn ratings(&self, id: &str) -> Result<Ratings, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::product::ratings(conn, id).await)
            .await?;
        found.ok_or_else(super::product::no_such_product)
    }

    /// How often each number of stars was given to a product.
    #[platform::boxed]
    pub async fn rating_distribution(&self, id: &str) -> Result<Distribution, Error> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::rating::distribution(conn, id).await)
            .await
    }
}
