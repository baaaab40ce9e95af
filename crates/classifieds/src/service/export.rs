//! Everything in a sheet, as imports take it.

use std::collections::HashMap;

use platform::{Conn, Error};

use crate::{
    Classifieds,
    rules::{
        category::in_order,
        category_import, location_import,
        sheet::{self, Cell},
    },
    store,
};

impl Classifieds {
    /// Active categories in the order of their tree.
    pub async fn export_categories(&self) -> Result<Vec<u8>, Error> {
        let [slug, name, parent, sort_order, icon, description, ..] = category_import::COLUMNS;
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let all = in_order(store::category::all(conn).await?);
                let slugs: HashMap<_, _> = all
                    .iter()
                    .map(|category| (&category.id, category.slug.as_str()))
                    .collect();
                let rows = all.iter().map(|category| {
                    let parent = category.parent_category_id.as_ref();
                    [
                        Cell::Text(Some(&category.slug)),
                        Cell::Text(Some(&category.name)),
                        Cell::Text(parent.and_then(|parent| slugs.get(parent).copied())),
                        Cell::Number(Some(f64::from(category.sort_order))),
                        Cell::Text(category.icon.as_deref()),
                        Cell::Text(category.description.as_deref()),
                    ]
                });
                sheet::write([slug, name, parent, sort_order, icon, description], rows)
            })
            .await
    }

    /// Active locations.
    pub async fn export_locations(&self) -> Result<Vec<u8>, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| {
                let all = store::location::all(conn).await?;
                let rows = all.iter().map(|location| {
                    [
                        Cell::Text(Some(&location.country)),
                        Cell::Text(Some(&location.city)),
                        Cell::Text(Some(&location.district)),
                        Cell::Text(location.postal_code.as_deref()),
                        Cell::Number(location.latitude),
                        Cell::Number(location.longitude),
                    ]
                });
                sheet::write(location_import::COLUMNS, rows)
            })
            .await
    }
}
