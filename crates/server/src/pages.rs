//! What a browser finds here: the pages for people, the `OpenAPI` document, and the interactive reference that shows it.
//!
//! Invariant: none of these pages loads anything from another server or may be framed, and each is served under a
//! Content-Security-Policy that says so.

mod browsers;
mod page;
mod policy;
mod reference;

use std::{borrow::Cow, sync::Arc, time::Duration};

use accounts::AccountId;
use assessment::Assessment;
use axum::{Router, body::Bytes};
use classifieds::Classifieds;
use conversations::Conversations;
use futures_util::future::BoxFuture;
use pages_admin::Place;
use pages_kit::{Asset, Kit, asset, design, desk, landing, offline, people, robots, serve};
use pages_market::AnswerTimes;
use platform::Error;
use trackmate::Trackmate;

pub(crate) use self::browsers::opens_page;
use self::page::{MadeOnce, Page};
pub use self::{browsers::shown_pages, policy::showing_files_of};

/// Makes a document, as JSON.
pub type Maker = Box<dyn Fn() -> Result<String, Error> + Send + Sync>;

/// What programs read to know the API. Making one takes longer than everything else at a start, so it waits until somebody
/// asks.
pub struct Documents {
    pub openapi: Maker,
    /// A Postman collection.
    pub postman: Maker,
    /// What is said at the message broker.
    pub asyncapi: Maker,
}

/// `GET /docs` and `/swagger`, `/openapi.json`, `/asyncapi.json`, `/getPostmanCollection`, and the files that these load.
pub fn router(documents: Documents, public_url: &str) -> Result<Router, Error> {
    let document = |make: Maker| MadeOnce::by(move || Page::new("application/json; charset=utf-8", make()?)).route();
    let router = Router::new()
        .route("/openapi.json", document(documents.openapi))
        .route("/asyncapi.json", document(documents.asyncapi))
        .route("/getPostmanCollection", document(documents.postman));
    reference::add_to(router, public_url)
}

/// The modules whose pages are served.
type Served<'a> = (
    Option<&'a Trackmate>,
    Option<&'a Classifieds>,
    Option<&'a Conversations>,
    Option<&'a Assessment>,
);

/// Whoever has something that waits for moderators.
fn desks((shop, market, inbox, _): Served<'_>) -> Vec<Arc<dyn desk::Desk>> {
    let market = market.map(|market| Arc::new(pages_market::Rooms::new(market)) as Arc<dyn desk::Desk>);
    let shop = shop.map(|shop| Arc::new(pages_trackmate::Rooms::new(shop)) as Arc<dyn desk::Desk>);
    let inbox = inbox.map(|inbox| Arc::new(pages_inbox::Rooms::new(inbox)) as Arc<dyn desk::Desk>);
    market.into_iter().chain(inbox).chain(shop).collect()
}

/// How soon sellers answer, of whoever has what they are asked.
struct Answers(Conversations);

impl AnswerTimes for Answers {
    fn of<'a>(&'a self, seller: &'a AccountId) -> BoxFuture<'a, Result<Option<Duration>, Error>> {
        Box::pin(self.0.usual_answer_time(seller))
    }
}

fn answer_times(conversations: &Conversations) -> Arc<dyn AnswerTimes> {
    Arc::new(Answers(conversations.clone()))
}

/// The pages for people, and the files that they load.
pub fn of_people(
    kit: &Kit,
    (shop, market, inbox, exams): Served<'_>,
    place: Arc<dyn Place>,
    parts: Vec<landing::Part>,
    (timeout, shows_design): (Duration, bool),
) -> Result<Router, Error> {
    let (own, of_market, of_inbox) = (pages_trackmate::assets(), pages_market::assets(), pages_inbox::assets());
    let mut sitemaps = Vec::new();
    let (of_exams, of_committee) = (pages_exam::assets(), pages_committee::assets());
    let mut files: Vec<&Asset> = asset::of_kit().to_vec();
    let (first, mut with_pictures) = match shop {
        Some(trackmate) => {
            files.extend(&own);
            sitemaps.push(pages_trackmate::SITEMAP);
            let producers = pages_trackmate::producer_router(kit, trackmate);
            (pages_trackmate::router(kit, trackmate), producers)
        }
        None => (Router::new(), Router::new()),
    };
    let mut pages = people::router::<Kit>().merge(offline::router());
    if shows_design {
        pages = pages.merge(design::router());
        files.push(design::sheet());
    }
    let pages = pages.with_state(kit.clone());
    let mut pages = pages.merge(landing::router(kit, parts, shop.is_none())).merge(first);
    if let Some(classifieds) = market {
        files.extend(&of_market);
        sitemaps.push(pages_market::SITEMAP);
        pages = pages.merge(pages_market::router(kit, classifieds, inbox.map(answer_times)));
        with_pictures = with_pictures.merge(pages_market::router_with_pictures(kit, classifieds));
    }
    if let Some(conversations) = inbox {
        files.extend(&of_inbox);
        pages = pages.merge(pages_inbox::router(kit, conversations));
        with_pictures = with_pictures.merge(pages_inbox::router_with_pictures(kit, conversations));
    }
    if let Some(assessment) = exams {
        files.extend(of_exams.iter().chain(&of_committee));
        pages = pages
            .merge(pages_exam::router(kit)?)
            .merge(pages_committee::router(kit, assessment));
    }
    let of_administration = pages_admin::assets();
    files.extend(&of_administration);
    let pages = pages
        .merge(desk::router::<Kit>(desks((shop, market, inbox, exams))).with_state(kit.clone()))
        .merge(pages_admin::router(kit, place))
        .merge(robots::router(kit, &sitemaps));
    Ok(serve::bounded(pages, kit.clone(), timeout)
        .merge(serve::bounded(with_pictures, kit.clone(), serve::WITH_PICTURES))
        .merge(serve::files(files)))
}

/// Serves a file at its address.
fn with_asset(router: Router, asset: Asset) -> Result<Router, Error> {
    let path = asset.path.clone();
    let bytes = match asset.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    };
    let page = Page::new(asset.content_type, bytes)?.for_ever();
    Ok(router.route(&path, page.route()))
}
