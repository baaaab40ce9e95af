//! Bringing back what was deleted: the same route for every kind of object.

use accounts::{Administrators, Caller};
use axum::extract::State;
use platform::{
    http::{Outcome, Path, Reply},
    id::uuid_text,
    version::Versioned,
};

use crate::{Classifieds, service::object::Object};

/// `POST /…/{id}/restore`, for administrators.
pub(super) async fn restore<T: Object + Versioned + schemars::JsonSchema>(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
) -> Outcome<T> {
    let id = uuid_text(&format!("{}Id", T::NAME), &id)?;
    caller.allowed()?;
    let changed = classifieds.restore::<T>(id).await?;
    Ok(Reply::shown_item(T::NAME, changed.object).changed(changed.old, changed.new))
}
