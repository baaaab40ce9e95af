//! The two ways in, which look alike: logging in and registering. Each leads to the other, and back to where one came from.

use askama::Template;
use platform::Error;

use crate::{
    Answer, Failed, Fields, Frame, Visit,
    form::{Form, answer},
    guard::local_way,
};

/// A way in: its texts by key, and the other way.
pub(super) struct Entry {
    pub title: &'static str,
    /// What stands below the title, if anything does.
    pub lead: Option<&'static str>,
    /// What leads to the other way.
    pub question: &'static str,
    pub other_title: &'static str,
    pub other_path: &'static str,
}

#[derive(Template)]
#[template(path = "people/entry.html")]
struct Page<'a> {
    frame: Frame<'a>,
    entry: &'a Entry,
    form: Form,
    /// The way to the other one, which leads back as well.
    other: String,
    /// Whether somebody who has forgotten a password gets a way.
    offers_reset: bool,
}

impl Entry {
    /// The page with a form, or, for who is in already, the way back.
    pub fn show(
        &self,
        visit: &Visit,
        query: Option<String>,
        form: impl FnOnce(&Visit, &str) -> Form,
    ) -> Result<Answer, Failed> {
        let query = Fields::read(query.unwrap_or_default().as_bytes());
        let back = query.get("kembali");
        if visit.actor.is_some() {
            return Answer::see(local_way(back)).map_err(Failed::at(visit));
        }
        self.page(visit, form(visit, back), back).map_err(Failed::at(visit))
    }

    /// The page with a form, which may have been refused.
    pub fn page(&self, visit: &Visit, mut form: Form, back: &str) -> Result<Answer, Error> {
        let token = visit.kit.form_token(visit)?;
        form.token.clone_from(&token.token);
        let back: String = form_urlencoded::byte_serialize(local_way(back).as_bytes()).collect();
        let page = Page {
            frame: Frame::of(visit, visit.speech().say(self.title)).with_form(&token),
            entry: self,
            form,
            offers_reset: self.other_path == "/daftar" && visit.kit.accounts().sends_letters(),
            other: format!("{}?kembali={back}", self.other_path),
        };
        answer(Answer::page(&page), token)
    }
}
