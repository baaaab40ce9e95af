//! What resources and impacts have in common for the system's web and mobile clients.

use accounts::Actor;
use axum::extract::State;
use platform::{
    cache::Tags,
    http::{Body, Outcome, Pages, Path, Posted, Reply},
};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Trackmate, events::tag, service::kept::Kept};

/// A kind of thing with routes of its own: what is answered there.
pub(super) trait Routed:
    Kept<In: DeserializeOwned + JsonSchema + 'static, View: Serialize + JsonSchema>
{
    /// What making one answers: its id, under a name of its own.
    type Made: From<Self::Id> + Serialize + Send + 'static;

    /// Its name in an answer, and that of a list.
    const ONE: &'static str;
    const MANY: &'static str;

    const MADE: &'static str;
    const LISTED: &'static str;
    const CHANGED: &'static str;
    const DELETED: &'static str;

    /// The list of somebody's own.
    fn of_owner(actor: Actor) -> Self::Of;
}

/// `POST /…`.
pub(super) async fn create<K: Routed>(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Posted { input, once }: Posted<K::In>,
) -> Outcome<K::Made> {
    let id = trackmate.create_kept::<K>(&actor, &input, once).await?;
    Ok(Reply::created(K::Made::from(id)).message(K::MADE))
}

/// `GET /…` — the caller's own.
pub(super) async fn list<K: Routed>(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    pages: Pages,
) -> Outcome<Vec<K::View>> {
    let (rows, paging) = trackmate.list_kept::<K>(K::of_owner(actor), pages).await?;
    Ok(Reply::list(K::MANY, rows, paging).message(K::LISTED))
}

/// `GET /…/{id}`.
pub(super) async fn show<K: Routed>(State(trackmate): State<Trackmate>, Path(id): Path<String>) -> Outcome<K::View> {
    Ok(Reply::item(K::ONE, trackmate.show_kept::<K>(&id).await?).keep(Tags::of([tag(&id)])))
}

/// `PUT /…/{id}`.
pub(super) async fn edit<K: Routed>(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
    Body(input): Body<K::In>,
) -> Outcome<()> {
    trackmate.edit_kept::<K>(&actor, id, &input).await?;
    Ok(Reply::done(K::CHANGED))
}

/// `DELETE /…/{id}`.
pub(super) async fn remove<K: Routed>(
    State(trackmate): State<Trackmate>,
    actor: Actor,
    Path(id): Path<String>,
) -> Outcome<()> {
    trackmate.delete_kept::<K>(&actor, id).await?;
    Ok(Reply::done(K::DELETED))
}
