//! Counts who looks at listings. Most are shown from memory, where no handler runs, so the counting stands around them.

use std::net::IpAddr;

use accounts::service_dialect::SERVICE;
use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use http::{Method, StatusCode};
use platform::http::{Peer, Watched};

use super::listing::ONE;
use crate::Classifieds;

/// The routes, with views of single listings counted.
pub(crate) fn counting_views(classifieds: &Classifieds, router: Router) -> Router {
    router.layer(from_fn_with_state(classifieds.clone(), count))
}

/// A look at a listing that came so far.
struct Look {
    listing: String,
    peer: Peer,
    token: Option<String>,
}

fn look(request: &Request) -> Option<Look> {
    let path = request.extensions().get::<MatchedPath>()?;
    if request.method() != Method::GET || path.as_str() != ONE {
        return None;
    }
    Some(Look {
        listing: request.uri().path().rsplit('/').next()?.to_owned(),
        peer: *request.extensions().get::<Peer>()?,
        token: SERVICE.token(request.method(), request.headers(), request.uri()),
    })
}

async fn count(State(classifieds): State<Classifieds>, request: Request, next: Next) -> Response {
    let look = look(&request);
    let mut response = next.run(request).await;
    if let Some(Look { listing, peer, token }) = look
        && matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED)
    {
        note(classifieds.clone(), listing.clone(), peer.ip, token).await;
        // The next ones may be answered before they come here.
        let watched = Watched::by(move |ip| Box::pin(note(classifieds.clone(), listing.clone(), ip, None)));
        response.extensions_mut().insert(watched);
    }
    response
}

async fn note(classifieds: Classifieds, listing: String, ip: IpAddr, token: Option<String>) {
    if let Err(error) = classifieds.count_view(&listing, ip, token).await {
        tracing::warn!(%error, "a view was not counted");
    }
}
