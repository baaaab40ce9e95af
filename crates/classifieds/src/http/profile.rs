//! Public profiles.

use accounts::{AccountId, ProfileName};
use axum::extract::State;
use platform::http::{
    Outcome, Path, Reply,
    routes::{Endpoint, get},
};

use crate::{Classifieds, failures::no_such_record, model::profile::PublicProfileView};

/// `GET /v1/profiles/{userId}`.
async fn show(State(classifieds): State<Classifieds>, Path(id): Path<String>) -> Outcome<PublicProfileView> {
    let profile = classifieds.show_profile(&ProfileName::read("userId", &id)?).await?;
    Ok(Reply::item("profile", profile))
}

const ID: &str = "018f3c1d-7b2a-7c3d-8e4f-0123456789ab";
const PROFILE: &str = r#"{"userId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","handle":"user-Qbax5Oy7L8WKf74l","fullname":"Ayşe Yılmaz","avatar":null,"memberSince":"2026-01-15T08:00:00.000Z","activeListingCount":3}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        get("/v1/profiles/{userId}", show)
            .api("getProfile")
            .says("See who somebody is, by the ID that listings and conversations show or by TrackMate's `user-…`: name, since when, and how many active listings. Nothing that tells how to reach them")
            .part::<AccountId>("userId", "The account, by either ID", ID)
            .gives_item::<PublicProfileView>("profile", PROFILE)
            .fails(no_such_record),
    ]
}
