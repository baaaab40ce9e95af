//! The pages on which buyers and sellers talk: their threads, one conversation, search, and what keeps somebody away.
//!
//! Invariants:
//! - pages call the module's use cases and nothing below them, and show a thread to the two who have it and to nobody else; moderators
//!   see what stands around a message that was reported;
//! - what somebody typed is never lost: a message that is refused comes back in its form;
//! - everything works without scripts, by loading pages anew.

mod address;
mod cases;
mod clock;
mod edit;
mod first;
mod keep;
mod letter;
mod lines;
mod list;
mod person;
mod picture;
mod quick;
mod refusal;
mod report;
mod search;
mod send;
mod start;
mod stream;
mod talk;
#[cfg(test)]
mod tests;
mod thread;

use std::sync::Arc;

pub use address::CASES;
use axum::{
    Router,
    extract::FromRef,
    routing::{get, post},
};
use conversations::Conversations;
pub use first::Rooms;
pub use letter::unread_letter;
use pages_kit::{Asset, Catalogue, Fields, Kit, Menu, asset, frame::Audience};
pub use stream::unread;

/// The texts of these pages.
pub const CATALOGUE: Catalogue = Catalogue {
    name: "inbox",
    texts: [
        include_str!("../locales/id/inbox.ftl"),
        include_str!("../locales/en/inbox.ftl"),
        include_str!("../locales/tr/inbox.ftl"),
    ],
};

/// What these pages put into the bar.
pub const MENU: Menu = Menu {
    text: "inbox",
    path: address::INBOX,
    audience: Audience::Members,
};

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Inbox(Arc<Inner>);

struct Inner {
    kit: Kit,
    conversations: Conversations,
    files: Files,
}

impl FromRef<Inbox> for Kit {
    fn from_ref(inbox: &Inbox) -> Self {
        inbox.0.kit.clone()
    }
}

impl Inbox {
    pub(crate) fn conversations(&self) -> &Conversations {
        &self.0.conversations
    }

    pub(crate) fn files(&self) -> &Files {
        &self.0.files
    }
}

/// The files that these pages load beside the kit's.
pub(crate) struct Files {
    pub(crate) style: Asset,
    /// Times by the reader's own clock.
    pub(crate) times: Asset,
    /// Hears what happens.
    pub(crate) stream: Asset,
    /// Shows it while somebody looks.
    pub(crate) live: Asset,
    /// Sends what was written, over a lost network.
    pub(crate) queue: Asset,
    /// Pictures as they are chosen.
    pub(crate) pictures: Asset,
    /// One press that says something.
    pub(crate) quick: Asset,
    /// Writing without leaving the page, and drafts.
    pub(crate) write: Asset,
    /// Who is writing.
    pub(crate) typing: Asset,
}

impl Files {
    fn load() -> Self {
        Self {
            style: asset::sheet("inbox", include_str!("../assets/inbox.css")),
            times: Asset::js("inbox-times", include_bytes!("../assets/times.js").as_slice()),
            stream: Asset::js("inbox-stream", include_bytes!("../assets/stream.js").as_slice()),
            live: Asset::js("inbox-live", include_bytes!("../assets/live.js").as_slice()),
            queue: Asset::js("inbox-queue", include_bytes!("../assets/queue.js").as_slice()),
            pictures: Asset::js("inbox-pictures", include_bytes!("../assets/pictures.js").as_slice()),
            quick: Asset::js("inbox-quick", include_bytes!("../assets/quick.js").as_slice()),
            write: Asset::js("inbox-write", include_bytes!("../assets/write.js").as_slice()),
            typing: Asset::js("inbox-typing", include_bytes!("../assets/typing.js").as_slice()),
        }
    }
}

/// The files that these pages load beside the kit's, to be served.
pub fn assets() -> Vec<Asset> {
    let all = Files::load();
    vec![
        all.style,
        all.times,
        all.stream,
        all.live,
        all.queue,
        all.pictures,
        all.quick,
        all.write,
        all.typing,
    ]
}

/// What an address asks for.
fn query_of(query: Option<String>) -> Fields {
    Fields::read(query.unwrap_or_default().as_bytes())
}

impl Inbox {
    fn of(kit: &Kit, conversations: &Conversations) -> Self {
        Self(Arc::new(Inner {
            kit: kit.clone(),
            conversations: conversations.clone(),
            files: Files::load(),
        }))
    }
}

/// Pages whose forms bring pictures.
pub fn router_with_pictures(kit: &Kit, conversations: &Conversations) -> Router {
    Router::new()
        .route(address::PICTURES, post(picture::choose))
        .route("/pesan/{thread}", post(send::send))
        .with_state(Inbox::of(kit, conversations))
}

/// The pages.
pub fn router(kit: &Kit, conversations: &Conversations) -> Router {
    Router::new()
        .route(address::INBOX, get(list::show))
        .route(address::START, get(start::ask).post(start::start))
        .route(address::STREAM, get(stream::listen))
        .route("/pesan/gambar/{id}/{size}", get(picture::show))
        .route("/pesan/gambar/{id}/buang", post(picture::leave_out))
        .route(CASES, get(cases::list))
        .route("/pesan/laporan/{report}", get(cases::show).post(cases::decide))
        .route(address::QUICK, get(quick::show).post(quick::save))
        .route("/pesan/jawaban/{id}", post(quick::change))
        .route("/pesan/{thread}", get(thread::show))
        .route("/pesan/{thread}/mengetik", post(stream::typing))
        .route("/pesan/{thread}/arsip", post(keep::archive))
        .route("/pesan/{thread}/bisu", post(keep::mute))
        .route("/pesan/{thread}/blokir", post(person::block))
        .route("/pesan/{thread}/buka-blokir", post(person::unblock))
        .route("/pesan/{thread}/ubah/{message}", get(edit::ask).post(edit::edit))
        .route("/pesan/{thread}/tarik/{message}", post(edit::retract))
        .route("/pesan/{thread}/lapor/{message}", get(report::ask).post(report::report))
        .with_state(Inbox::of(kit, conversations))
}
