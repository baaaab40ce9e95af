//! Renaming a saved search, saying whether letters tell of it, and deleting it.

use axum::extract::{Path, State};
use classifieds::api::SavedSearchChangeIn;
use http::StatusCode;
use pages_kit::{Answer, Failed, Posted, field::TICKED, form::is_for_form};
use platform::{Error, version::IfMatch};

use super::{PATH, id_of, path, show::page};
use crate::Market;

/// `POST /pencarian/{id}/ubah`
pub(crate) async fn change(
    State(market): State<Market>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let input = SavedSearchChangeIn {
        name: Some(fields.get("name").to_owned()),
        notify_by_email: Some(fields.get("surat") == TICKED),
        viewed: None,
    };
    let changed = async {
        let change = input.check()?;
        let search = market
            .classifieds()
            .change_saved_search(actor, id_of(&id)?, change, IfMatch::default())
            .await?;
        Answer::see(&format!("{}?sudah=pencarian-diubah", path(&search.id)))
    };
    match changed.await {
        Err(error) if is_for_form(&error) => {
            let shown = page(&market, &visit, &id, None, Some((&fields, &error))).await?;
            Ok(shown.status(StatusCode::BAD_REQUEST))
        }
        other => other.map_err(|error: Error| Failed::at(&visit)(error)),
    }
}

/// `POST /pencarian/{id}/hapus`
pub(crate) async fn remove(
    State(market): State<Market>,
    Path(id): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let removed = async {
        market
            .classifieds()
            .delete_saved_search(actor, id_of(&id)?, IfMatch::default())
            .await?;
        Answer::see(&format!("{PATH}?sudah=pencarian-dihapus"))
    };
    removed.await.map_err(|error: Error| Failed::at(&visit)(error))
}
