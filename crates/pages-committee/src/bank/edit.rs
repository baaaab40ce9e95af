//! The page on which a part of a package is changed: a form, what others have stored meanwhile, and deleting it.

use askama::Template;
use assessment::{Admin, PackageView};
use http::StatusCode;
use pages_kit::{Answer, Frame, Visit, form::Form};
use platform::Error;

use crate::{
    Committee,
    frame::{Officer, around},
    papers::Head,
    removal,
    schedule::differences::Difference,
};

#[derive(Template)]
#[template(path = "bank/edit.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    script: &'a str,
    head: Head,
    edit: Edit,
}

/// What the page of a part shows.
pub(super) struct Edit {
    pub(super) title: String,
    pub(super) about: Vec<String>,
    pub(super) form: Form,
    /// Where others have stored something else than what was typed.
    pub(super) differences: Vec<Difference>,
    /// How it looks to participants: safe HTML.
    pub(super) preview: Option<String>,
    /// Whether the form has a button that shows that.
    pub(super) is_shown_first: bool,
    /// Under which name a browser keeps what is typed and not saved.
    pub(super) draft: String,
    pub(super) back: String,
    /// Deleting it: the text of the question, and the form.
    pub(super) removal: Option<(String, Form)>,
}

/// The page of a part of a package; one that says what is wrong, or that others were first, says so by its status, too.
pub(super) async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    mut edit: Edit,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, edit.title.clone()).await?;
    edit.form.token.clone_from(&officer.token);
    if let Some((_, removal)) = &mut edit.removal {
        removal.token.clone_from(&officer.token);
    }
    if !edit.draft.is_empty() {
        edit.draft = format!("{}/{}", officer.username, edit.draft);
    }
    let is_refused = edit.form.is_faulty() || !edit.differences.is_empty();
    let answer = Answer::page(&Page {
        head: Head::below(admin, package, edit.title.clone(), speech),
        frame,
        officer,
        style: committee.bank().style.path.as_str(),
        script: committee.bank().script.path.as_str(),
        edit,
    })?;
    Ok(if is_refused {
        answer.status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        answer
    })
}

/// A form that deletes something.
pub(super) fn removal_form(action: String, submit: String) -> Form {
    let mut form = removal::form(action, submit);
    form.summary = "ringkasan-hapus";
    form
}
