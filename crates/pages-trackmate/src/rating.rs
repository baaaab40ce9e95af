//! Rating a product.

use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Posted, form};
use platform::Error;

use crate::{Shop, address};

/// `POST /produk/{code}/nilai`
pub(crate) async fn rate(
    State(shop): State<Shop>,
    Path(address): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let rated = async {
        let id = address::product_id(&address);
        let stars = fields.get("bintang").parse().map_err(|_| form::required("rating"))?;
        shop.trackmate().rate_product(actor, id.clone(), stars, None).await?;
        let shown = shop.trackmate().show_product(&id).await?;
        let path = address::product(&id, &shown.view().name);
        Answer::see(&format!("{path}?sudah=nilai#penilaian"))
    };
    rated.await.map_err(|error: Error| Failed::at(&visit)(error))
}
