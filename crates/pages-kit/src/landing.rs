//! What runs here: `/tentang`, and `/` of a server without a shop.

use askama::Template;
use axum::{Router, extract::State, routing::get};

use crate::{Answer, Failed, Frame, Kit, Visit};

/// A module on the page.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its name on the command line, which its texts are known by.
    pub name: &'static str,
}

#[derive(Clone)]
struct Landing {
    kit: Kit,
    parts: Vec<Part>,
}

impl axum::extract::FromRef<Landing> for Kit {
    fn from_ref(landing: &Landing) -> Self {
        landing.kit.clone()
    }
}

#[derive(Template)]
#[template(path = "kit/landing.html")]
struct Page<'a> {
    frame: Frame<'a>,
    /// Names and what they are, in a line.
    parts: Vec<(String, String)>,
}

/// The page, with the modules that run; it is the first one where no other is.
pub fn router(kit: &Kit, parts: Vec<Part>, is_first: bool) -> Router {
    let landing = Landing {
        kit: kit.clone(),
        parts,
    };
    let router = Router::new().route("/tentang", get(show));
    let router = if is_first { router.route("/", get(show)) } else { router };
    router.with_state(landing)
}

async fn show(State(landing): State<Landing>, visit: Visit) -> Result<Answer, Failed> {
    let speech = visit.speech();
    let told = |part: &Part| {
        let about = speech.find(&format!("module-{}", part.name))?;
        Some((speech.say(&format!("module-{}-name", part.name)), about))
    };
    let page = Page {
        parts: landing.parts.iter().filter_map(told).collect(),
        frame: Frame::of(&visit, speech.say("landing")),
    };
    Answer::page(&page).map_err(Failed::at(&visit))
}
