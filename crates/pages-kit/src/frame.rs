//! What stands around every page: its head, the bar above it, the words below it.

use accounts::Actor;
use futures_util::future::BoxFuture;
use platform::Error;

use crate::{Kit, Language, Speech, Visit, asset::Paths, csrf::FormToken, failure};

/// An entry of the bar.
#[derive(Debug, Clone)]
pub struct Menu {
    /// The key of its text.
    pub text: &'static str,
    pub path: &'static str,
    /// For whom it is.
    pub audience: Audience,
}

/// How much waits for somebody where an entry of the bar leads, such as messages that are unread.
pub trait Waiting: Send + Sync {
    /// The path of the entry.
    fn path(&self) -> &'static str;

    /// How much.
    fn count<'a>(&'a self, actor: &'a Actor) -> BoxFuture<'a, Result<i64, Error>>;
}

/// More than this is not told exactly.
const MANY: i64 = 99;

/// For whom something is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// Who is logged in.
    Members,
    /// Who looks after the place.
    Administrators,
}

/// Who is logged in, as the bar shows them.
#[derive(Debug, Clone)]
pub struct Person {
    pub is_admin: bool,
}

impl Person {
    pub(crate) fn of(actor: &Actor) -> Self {
        Self {
            is_admin: actor.role.is_admin(),
        }
    }
}

/// What search engines and messengers read of a page.
#[derive(Debug, Clone, Default)]
pub struct Shared {
    pub description: String,
    /// The address that counts, with the place's own.
    pub canonical: Option<String>,
    /// A picture's address, with the place's own.
    pub picture: Option<String>,
    /// JSON-LD, which is data and no script; it holds no `<`.
    pub data: Option<String>,
}

/// What stands around a page.
pub struct Frame<'a> {
    pub title: String,
    pub speech: Speech<'a>,
    pub paths: &'a Paths,
    pub person: Option<Person>,
    /// Whether the bar leads to logging in, or to one's own account: not where nobody can say who looks.
    pub offers_entry: bool,
    /// The token of forms on the page, if there may be any.
    pub token: Option<String>,
    /// Where one is, for the switch of languages and for coming back after a login.
    pub path: String,
    pub menu: Vec<&'a Menu>,
    pub shared: Shared,
    /// What was just done, told once.
    pub notice: Option<String>,
    /// What was searched for.
    pub query: String,
    /// The path of an entry of the bar, and how much waits there.
    pub waiting: Option<(&'static str, i64)>,
}

impl<'a> Frame<'a> {
    /// Around a page of a visit.
    pub fn of(visit: &'a Visit, title: impl Into<String>) -> Self {
        let person = visit.actor.as_ref().map(Person::of);
        let mut frame = Self::bare(&visit.kit, visit.speech(), title, person);
        frame.path.clone_from(&visit.path);
        frame.notice = notice_of(visit);
        frame.waiting = visit.waiting;
        // Who is logged in can log out on every page; nobody else is given a cookie for it.
        if visit.session().is_some() {
            frame.token = visit.kit.form_token(visit).ok().map(|token| token.token);
        }
        frame
    }

    /// Around a page that knows of no visit.
    pub fn bare(kit: &'a Kit, speech: Speech<'a>, title: impl Into<String>, person: Option<Person>) -> Self {
        let is_for = |menu: &&Menu| match menu.audience {
            Audience::Everybody => true,
            Audience::Members => person.is_some(),
            Audience::Administrators => person.as_ref().is_some_and(|person| person.is_admin),
        };
        Self {
            title: title.into(),
            speech,
            paths: failure::paths(kit),
            menu: failure::menu(kit).iter().filter(is_for).collect(),
            person,
            offers_entry: true,
            token: None,
            path: "/".to_owned(),
            shared: Shared::default(),
            notice: None,
            query: String::new(),
            waiting: None,
        }
    }

    /// With the token of a form on the page.
    #[must_use]
    pub fn with_form(mut self, token: &FormToken) -> Self {
        self.token = Some(token.token.clone());
        self
    }

    /// With what others read of the page.
    #[must_use]
    pub fn shared(mut self, shared: Shared) -> Self {
        self.shared = shared;
        self
    }

    /// With another number of what waits than there was when the page was asked for.
    #[must_use]
    pub fn with_waiting(mut self, count: i64) -> Self {
        self.waiting = self.waiting.map(|(path, _)| (path, count));
        self
    }

    /// How much waits where an entry of the bar leads, if that is known; empty if nothing does.
    pub fn waits_at(&self, path: &str) -> Option<String> {
        let (_, count) = self.waiting.filter(|(at, _)| *at == path)?;
        Some(match count {
            ..=0 => String::new(),
            1..=MANY => count.to_string(),
            _ => format!("{MANY}+"),
        })
    }

    /// The languages that one can switch to.
    pub fn languages(&self) -> [Language; 3] {
        Language::ALL
    }

    /// Whether an entry of the bar leads to where one is.
    pub fn is_at(&self, path: &str) -> bool {
        let here = self.path.split('?').next().unwrap_or_default();
        here == path || (path != "/" && here.starts_with(&format!("{path}/")))
    }
}

/// What an address says was just done, as `?sudah=…` says it: one of few keys, so that nobody writes there what they like.
fn notice_of(visit: &Visit) -> Option<String> {
    let query = visit.path.split_once('?')?.1;
    let done = form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "sudah")?
        .1;
    let is_plain = done.len() <= 40 && done.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let key = format!("done-{done}");
    if is_plain { visit.speech().find(&key) } else { None }
}
