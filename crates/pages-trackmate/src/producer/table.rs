//! The table of a producer's products: its rows, its orders, and the way back to it after something was done.

use pages_kit::{Fields, Paged, Speech, Visit, form::new_key, numbers::rupiah};
use trackmate::api::{OwnOrder, OwnProduct, Withholding};

use crate::{
    address,
    cards::{Stars, category_key},
};

pub(super) const PAGED: Paged = Paged { rows: 50, last: 1_000 };

/// Each order, as an address says it, and the key of its text.
const ORDERS: [(OwnOrder, &str, &str); 5] = [
    (OwnOrder::Newest, "baru", "order-newest"),
    (OwnOrder::Name, "nama", "producer-order-name"),
    (OwnOrder::Cheapest, "murah", "order-cheap"),
    (OwnOrder::MostViewed, "dilihat", "producer-order-viewed"),
    (OwnOrder::BestRated, "nilai", "order-rated"),
];

/// Which part of the table is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View {
    pub(super) order: OwnOrder,
    pub(super) page: i64,
}

impl View {
    /// Out of a query, or the fields of a form that stands in the table. What cannot be read counts as not asked.
    pub(super) fn read(fields: &Fields) -> Self {
        let order = ORDERS.iter().find(|(_, name, _)| *name == fields.get("urut"));
        Self {
            order: order.map_or(OwnOrder::Newest, |(order, ..)| *order),
            page: PAGED.read(fields),
        }
    }

    /// How an address says the order.
    pub(super) fn order_name(self) -> &'static str {
        let found = ORDERS.iter().find(|(order, ..)| *order == self.order);
        found.map_or("baru", |(_, name, _)| name)
    }

    /// Its address, telling what was just done.
    pub(super) fn path(self, done: Option<&str>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if self.order != OwnOrder::Newest {
            query.append_pair("urut", self.order_name());
        }
        if self.page > 1 {
            query.append_pair("hal", &self.page.to_string());
        }
        if let Some(done) = done {
            query.append_pair("sudah", done);
        }
        match query.finish().as_str() {
            "" => "/usaha".to_owned(),
            query => format!("/usaha?{query}"),
        }
    }

    /// The orders to choose from: text, address, and whether it is the one.
    pub(super) fn orders(self, speech: Speech<'_>) -> Vec<(String, String, bool)> {
        let choice = |(order, _, text): &(OwnOrder, &str, &str)| {
            let view = Self { order: *order, page: 1 };
            (speech.say(text), view.path(None), *order == self.order)
        };
        ORDERS.iter().map(choice).collect()
    }

    /// The pages before and after, of so many rows.
    pub(super) fn around(self, total: i64) -> (Option<String>, Option<String>) {
        PAGED.around(self.page, total, |page| Self { page, ..self }.path(None))
    }
}

/// A product in the table.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) picture: Option<String>,
    pub(super) price: String,
    /// As it is typed.
    pub(super) plain_price: String,
    pub(super) category: String,
    pub(super) stars: Option<Stars>,
    pub(super) views: String,
    pub(super) note: String,
    pub(super) public: String,
    /// What ways to its own pages begin with.
    pub(super) own: String,
    pub(super) is_hidden: bool,
    pub(super) is_banned: bool,
    /// By which a copy that is asked for twice is made once.
    pub(super) key: String,
}

impl Row {
    pub(super) fn of(product: &OwnProduct, visit: &Visit) -> Self {
        let speech = visit.speech();
        let category = product.category.and_then(category_key).map(|key| speech.say(key));
        let price = rupiah(visit.language, product.price.0);
        Self {
            picture: product.picture.as_deref().and_then(pages_kit::picture::own),
            plain_price: price.trim_start_matches("Rp").to_owned(),
            price,
            category: category.unwrap_or_default(),
            stars: Stars::of(product.ratings, speech),
            views: speech.with("producer-views-week", "count", product.views),
            note: product.note.clone().unwrap_or_default(),
            public: address::product(product.id.as_str(), &product.name),
            own: format!("/usaha/produk/{}", address::code(product.id.as_str())),
            is_hidden: product.withheld.has(Withholding::ByOwner),
            is_banned: product.withheld.has(Withholding::ByStaff),
            key: new_key(),
            name: product.name.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_read_as_it_is_written_and_nonsense_is_the_first() {
        let view = View::read(&Fields::read(b"urut=dilihat&hal=3"));
        assert_eq!(view.path(Some("produk")), "/usaha?urut=dilihat&hal=3&sudah=produk");
        assert_eq!(
            view.around(200),
            (
                Some("/usaha?urut=dilihat&hal=2".to_owned()),
                Some("/usaha?urut=dilihat&hal=4".to_owned())
            )
        );
        assert_eq!(View::read(&Fields::read(b"urut=%3Cx%3E&hal=-4")).path(None), "/usaha");
    }
}
