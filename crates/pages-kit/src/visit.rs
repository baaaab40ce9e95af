//! Somebody's look at a page: who, in which language, where.

use std::net::{IpAddr, Ipv4Addr};

use accounts::{Actor, Admin, Moderators, role_required};
use axum::extract::{FromRef, FromRequestParts};
use http::{HeaderMap, request::Parts};
use platform::{Ctx, Lang, id::RequestId, peer::Peer};

use crate::{Failed, Kit, Language, Speech, failure::Reader};

/// Where a request comes from that no socket brought.
const NOBODY: Peer = Peer {
    ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
    local: false,
};

/// Where accounts log in.
const ENTRY: &str = "/masuk";

/// A request for a page.
#[derive(Clone)]
pub struct Visit {
    pub kit: Kit,
    pub ctx: Ctx,
    pub language: Language,
    /// Who, if they are logged in.
    pub actor: Option<Actor>,
    /// The address's path with its query, as it was asked for.
    pub path: String,
    pub peer: Peer,
    pub headers: HeaderMap,
    /// The path of an entry of the bar, and how much waits there for whoever looks.
    pub waiting: Option<(&'static str, i64)>,
    /// The good token of the cookie of a form without a session.
    pub(crate) form_cookie: Option<String>,
    /// Whose pages are looked at, if not those of accounts.
    realm: Option<Realm>,
}

/// People beside accounts, with a way in and sessions of their own.
#[derive(Clone)]
struct Realm {
    entry: &'static str,
    session: Option<String>,
}

impl Visit {
    /// Texts in the language of whoever looks.
    pub fn speech(&self) -> Speech<'_> {
        self.kit.speech(self.language)
    }

    /// The language that messages of the program are told in.
    pub fn lang(&self) -> Lang {
        self.language.of_messages()
    }

    /// Whether it is a page's own script that asks, for a part of a page.
    pub fn wants_part(&self) -> bool {
        self.headers.get("x-part").is_some()
    }

    /// A visit of pages that are for another realm than that of accounts: where one logs in to it, and the session of
    /// whoever is. Forms are then of that session, and whoever has none is led to that entry.
    #[must_use]
    pub fn within(mut self, entry: &'static str, session: Option<String>) -> Self {
        self.actor = None;
        self.realm = Some(Realm { entry, session });
        self
    }

    /// The page on which one logs in.
    pub(crate) fn entry(&self) -> &'static str {
        self.realm.as_ref().map_or(ENTRY, |realm| realm.entry)
    }

    /// The session that forms are of.
    pub(crate) fn session(&self) -> Option<&str> {
        match &self.realm {
            Some(realm) => realm.session.as_deref(),
            None => self.actor.as_ref().map(|actor| actor.session.as_str()),
        }
    }

    /// The call of somebody who logs in, with what is noted of that: language and program.
    pub(crate) fn entering(&self) -> Ctx {
        let ctx = self.ctx.clone().reading(self.language.code());
        ctx.from_program(&self.headers)
    }

    /// Who, or the way to the page on which one logs in and comes back.
    pub fn somebody(&self) -> Result<&Actor, Failed> {
        self.actor.as_ref().ok_or_else(|| Failed::login(self))
    }

    /// Who, if they judge what others say. Nobody is led to the page on which one logs in; everybody else is refused.
    pub fn moderator(&self) -> Result<&Actor, Failed> {
        let actor = self.somebody()?;
        if actor.role.is_staff() {
            Ok(actor)
        } else {
            Err(Failed::at(self)(role_required::<Moderators>()))
        }
    }

    /// Who, if they are an administrator. Nobody is led to the page on which one logs in; everybody else is refused.
    pub fn administrator(&self) -> Result<Admin, Failed> {
        let actor = self.somebody()?;
        Admin::of(actor).map_err(Failed::at(self))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    Kit: FromRef<S>,
{
    type Rejection = Failed;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failed> {
        let kit = Kit::from_ref(state);
        let language = Language::of_request(&parts.headers);
        let request = parts
            .extensions
            .get::<RequestId>()
            .copied()
            .unwrap_or_else(RequestId::random);
        let ctx = Ctx::new(kit.0.accounts.db().clock().clone(), request);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let reader = Reader {
            kit: kit.clone(),
            language,
        };
        let found = kit.actor_of(ctx.clone(), &parts.headers).await;
        let actor = found.map_err(|error| Failed::of(error, reader))?;
        let peer = parts.extensions.get::<Peer>().copied().unwrap_or(NOBODY);
        Ok(Self {
            ctx: actor.as_ref().map_or_else(|| ctx.clone(), |actor| actor.ctx.clone()),
            form_cookie: kit.form_cookie(&parts.headers),
            headers: parts.headers.clone(),
            waiting: kit.waiting_for(actor.as_ref()).await,
            kit,
            language,
            actor,
            path,
            peer,
            realm: None,
        })
    }
}
