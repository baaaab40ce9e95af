//! Trade numbers of products: given and taken with the product, looked up, followed from a code.

use accounts::AccountId;
use platform::{Conn, Error, Kind, Message, Rule, Tx};

use crate::{
    Trackmate,
    model::{Gtin, ProductId, TradeNumber},
    store,
};

fn no_such_number() -> Error {
    let said = Message::new(
        "Belum ada produk dengan nomor ini di sini.",
        "No product here has this number.",
    );
    Error::new(Kind::NotFound, "catalogue.gtin.not_found", said)
}

/// Another product of the same owner has the number.
fn taken(name: &str) -> Error {
    let said = Message::new(
        format!("sudah dipakai produk Anda “{name}”; tiap produk punya nomor sendiri"),
        format!("is the number of your product “{name}”; each product has its own"),
    );
    Error::invalid_field("gtin", Rule::Other(said))
}

impl Trackmate {
    /// The trade number of a product, if it has one.
    #[platform::boxed]
    pub async fn trade_number(&self, product: &str) -> Result<Option<TradeNumber>, Error> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::gtin::find(conn, product).await)
            .await
    }

    /// The listed products that have a trade number; there is at least one, and nobody here knows whose it truly is if there
    /// are several.
    #[platform::boxed]
    pub async fn find_by_gtin(&self, written: &str) -> Result<Vec<ProductId>, Error> {
        let gtin = Gtin::read(written).map_err(|rule| Error::invalid_field("gtin", rule))?;
        let found = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::gtin::listed(conn, &gtin).await)
            .await?;
        if found.is_empty() {
            return Err(no_such_number());
        }
        Ok(found)
    }
}

/// Gives a product its number, or takes it.
pub(super) async fn settle_number(
    tx: &mut Tx<'_>,
    product: i64,
    owner: &AccountId,
    number: Option<&TradeNumber>,
) -> Result<(), Error> {
    let Some(number) = number else {
        return store::gtin::remove(tx, product).await;
    };
    if let Some(name) = store::gtin::holder(tx, owner, &number.gtin, product).await? {
        return Err(taken(&name));
    }
    store::gtin::store(tx, product, owner, number).await
}
