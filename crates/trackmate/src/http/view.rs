//! What somebody looked at, which is theirs to forget. The document knows no such route; it stands beside `/users`.

use accounts::Actor;
use axum::extract::State;
use platform::http::{
    Outcome, Reply,
    routes::{Access, Endpoint, delete},
};

use crate::Trackmate;

const FORGOTTEN: &str = "Riwayat produk yang dilihat berhasil dihapus";

/// `DELETE /users/me/views`.
async fn forget(State(trackmate): State<Trackmate>, actor: Actor) -> Outcome<()> {
    trackmate.forget_views(&actor).await?;
    Ok(Reply::done(FORGOTTEN))
}

pub(super) fn endpoints() -> Vec<Endpoint<Trackmate>> {
    vec![
        delete("/users/me/views", forget)
            .says("Forget which products the caller looked at; recommendations no longer follow from them")
            .access(Access::Account)
            .message(FORGOTTEN),
    ]
}
