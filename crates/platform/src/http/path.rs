//! Parameters from the address: path segments and the query.

use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::fault::{self, Fault};
use crate::error::{Error, Result, Rule};

/// Typed path parameters, as in axum, refused in the module's own envelope.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let raw = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| fault::broken_address())?;
        if raw.iter().any(|(_, value)| value.contains('\0')) {
            return Err(fault::broken_address().into());
        }
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(cause) => Err(fault::broken_address().caused_by(cause).into()),
        }
    }
}

/// Typed query parameters; unknown ones are ignored.
pub struct Query<T>(pub T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        match axum::extract::Query::try_from_uri(&parts.uri) {
            Ok(axum::extract::Query(value)) => Ok(Self(value)),
            Err(cause) => {
                let rule = Rule::Other(crate::Message::new("tidak dapat dibaca", "cannot be read"));
                Err(Error::invalid_field("query", rule).caused_by(cause).into())
            }
        }
    }
}
