//! The names of categories, which the document gives as numbers alone.

use platform::{
    Error,
    http::{
        Outcome, Pages, Reply,
        routes::{Endpoint, get},
    },
};

use crate::{
    Trackmate,
    model::{CATEGORIES, ProductCategory},
};

const ALL: &str = "Menampilkan semua kategori";

/// `GET /categories`.
async fn list(pages: Pages) -> Outcome<Vec<ProductCategory>> {
    let total = i64::try_from(CATEGORIES.len()).map_err(Error::internal)?;
    let page = CATEGORIES
        .into_iter()
        .skip(usize::try_from(pages.offset()).map_err(Error::internal)?)
        .take(usize::try_from(pages.limit()).map_err(Error::internal)?);
    Ok(Reply::list("categories", page.collect(), pages.of(total)).message(ALL))
}

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        get("/categories", list)
            .says("List the categories that clients know, with their names")
            .gives_list::<ProductCategory>("categories", r#"{"id":2,"name":"Makanan"}"#)
            .message(ALL),
    ]
}
