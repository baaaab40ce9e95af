//! Deleting a thing: what its form is, and what follows from sending it, on every page that deletes.
//!
//! Invariant: what is gone already was deleted by the same form, so that a repeat leads on as the first one did, while an address that
//! never led anywhere stays one; a refusal comes back with the page that asked, by 412 where others were first and by 422 otherwise.

use assessment::failures::nowhere;
use pages_kit::{
    Answer, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind};

use crate::asked::{SEEN, refused};

/// A form that deletes, whatever has become of the thing meanwhile.
pub(crate) fn form(action: String, submit: String) -> Form {
    let mut form = Form::to(action, submit, Vec::new());
    form.is_grave = true;
    form
}

/// A form that deletes the version that its reader has seen.
pub(crate) fn form_of_seen(action: String, submit: String, version: i64) -> Form {
    let mut form = form(action, submit);
    form.hidden.push((SEEN, version.to_string()));
    form
}

/// What came of deleting.
pub(crate) enum Outcome {
    /// It is gone, and this leads on.
    Gone(Answer),
    /// It stays, and its page says why.
    Refused(Refusal),
}

/// Why something was not deleted.
pub(crate) struct Refusal(Error);

impl Refusal {
    pub(crate) fn error(&self) -> &Error {
        &self.0
    }

    /// The form that says so.
    pub(crate) fn told_in(&self, form: Form, visit: &Visit) -> Form {
        form.faulty(visit, &self.0)
    }

    /// The page that says so, which has the status of it.
    pub(crate) fn shown_by(&self, page: Answer) -> Answer {
        refused(page, &self.0)
    }
}

fn is_gone(error: &Error) -> bool {
    error.kind() == Kind::NotFound && error.code() != nowhere().code()
}

/// What follows from deleting something, whose absence leads to `gone`.
///
/// # Errors
/// What no form can tell.
pub(crate) fn outcome(deleted: Result<(), Error>, gone: &str) -> Result<Outcome, Error> {
    match deleted {
        Ok(()) => Ok(Outcome::Gone(Answer::see(gone)?)),
        Err(error) if is_gone(&error) => Ok(Outcome::Gone(Answer::see(gone)?)),
        Err(error) if is_for_form(&error) => Ok(Outcome::Refused(Refusal(error))),
        Err(error) => Err(error),
    }
}
