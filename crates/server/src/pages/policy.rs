//! Pages show what browsers read from a bucket: their policy names it.

use axum::{Router, middleware::map_response, response::Response};
use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use pages_kit::answer::{POLICY, policy_with_files_at};
use platform::Error;

use crate::media::MediaLocation;

/// Lets pages show files of a bucket that browsers may ask, over all routes; nothing where there is none.
pub fn showing_files_of(media: &MediaLocation, router: Router) -> Result<Router, Error> {
    let Some(origin) = media.public_origin() else {
        return Ok(router);
    };
    let policy = HeaderValue::try_from(policy_with_files_at(&origin)).map_err(Error::internal)?;
    let name = move |mut response: Response| {
        if let Some(said) = response.headers_mut().get_mut(CONTENT_SECURITY_POLICY)
            && said.as_bytes() == POLICY.as_bytes()
        {
            *said = policy.clone();
        }
        std::future::ready(response)
    };
    Ok(router.layer(map_response(name)))
}
