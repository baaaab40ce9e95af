//! Looking through the catalogue, as shoppers do.

use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use crate::{
    Trackmate,
    model::{Distribution, Found, Order, ProductCard, Ratings, Wanted},
    store,
};

/// Longest words that are looked for, in characters; what is longer is cut.
const LONGEST_WORDS: usize = 200;

impl Trackmate {
    /// A page of listed products that somebody wants, and how many are of each category.
    pub async fn browse(&self, wanted: &Wanted, pages: Pages) -> Result<Found, Error> {
        let words: String = wanted.words.chars().take(LONGEST_WORDS).collect();
        let (words, is_search) = (platform::text::query_words(&words), !words.trim().is_empty());
        if is_search && words.is_empty() {
            return Ok(Found {
                cards: Vec::new(),
                paging: pages.of(0),
                categories: Vec::new(),
            });
        }
        let (category, order, page) = (wanted.category, wanted.order, (pages.limit(), pages.offset()));
        let ((cards, total), categories) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let found = if words.is_empty() {
                    store::browse::list(conn, category, order, page).await?
                } else {
                    store::browse::find(conn, &words, category, order, page).await?
                };
                Ok::<_, Error>((found, store::browse::categories(conn, &words).await?))
            })
            .await?;
        Ok(Found {
            cards,
            paging: pages.of(total),
            categories,
        })
    }

    /// The first products of an order.
    pub async fn first_products(&self, order: Order, count: i64) -> Result<Vec<ProductCard>, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::browse::first(conn, order, count).await)
            .await
    }

    /// How many listed products are of each category.
    pub async fn count_categories(&self) -> Result<Vec<(i64, i64)>, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| store::browse::categories(conn, &[]).await)
            .await
    }

    /// A page of the products of a UMKM, newest first.
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
    pub async fn ratings(&self, id: &str) -> Result<Ratings, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::product::ratings(conn, id).await)
            .await?;
        found.ok_or_else(super::product::no_such_product)
    }

    /// How often each number of stars was given to a product.
    pub async fn rating_distribution(&self, id: &str) -> Result<Distribution, Error> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::rating::distribution(conn, id).await)
            .await
    }
}
