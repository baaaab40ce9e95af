//! What a package is called, and whether it is put away.

use assessment::{Admin, Authors, PackageChangeIn, PackageStatus, PackageView};
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Field, Fields, Speech, Visit,
    field::Takes,
    form::{Form, is_for_form},
};
use papers::rules::section::LONGEST_TITLE;
use platform::{Error, Kind, version::Versioned as _};

use super::{
    edit::{Edit, page},
    refusal::faulty,
};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    papers::{address, find},
    schedule::differences::between,
};

/// What the choice of a package's state may be.
const KEPT: &str = "draft";
const AWAY: &str = "archived";

fn stored(package: &PackageView) -> Fields {
    let state = if package.status == PackageStatus::Archived {
        AWAY
    } else {
        KEPT
    };
    let fields = [("title", package.title.as_str()), ("status", state)];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn form(speech: Speech<'_>, package: &PackageView, held: &Fields) -> Form {
    let states = [(KEPT, "bank-state-kept"), (AWAY, "bank-state-away")];
    let states = states.map(|(value, text)| (value.to_owned(), speech.say(text)));
    let fields = vec![
        Field::line("title", speech.say("papers-title"))
            .required()
            .hint(speech.say("papers-title-hint"))
            .at_most(LONGEST_TITLE),
        Field::new("status", speech.say("bank-state"), Takes::Choice(states.into()))
            .hint(speech.say("bank-state-hint")),
    ];
    let mut form = Form::to(address(package.id, "/ubah"), speech.say("bank-save"), fields).holding(held);
    form.hidden.push((SEEN, package.version().to_string()));
    form
}

async fn show_form(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    (held, fault): (&Fields, Option<&Error>),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let mut made = form(speech, package, held);
    let is_outrun = fault.is_some_and(|fault| fault.kind() == Kind::PreconditionFailed);
    let differences = if is_outrun {
        between(speech, &form(speech, package, &stored(package)).fields, &made.fields)
    } else {
        Vec::new()
    };
    if is_outrun && differences.is_empty() {
        return done(package.id);
    }
    if let Some(fault) = fault.filter(|_| !is_outrun) {
        made = faulty(made, visit, fault);
    }
    let edit = Edit {
        title: speech.say("bank-settings"),
        about: Vec::new(),
        form: made,
        differences,
        preview: None,
        is_shown_first: false,
        draft: String::new(),
        back: address(package.id, ""),
        removal: None,
    };
    page(committee, (visit, admin), package, edit).await
}

fn done(package: i64) -> Result<Answer, Error> {
    Answer::see(&address(package, "?sudah=paket-ubah"))
}

/// `GET /ujian/paket/{id}/ubah`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let package = find(&committee, &package).await?;
        show_form(&committee, (&visit, &admin), &package, (&stored(&package), None)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What a form changes: the state alone if it is another one, since a published package is not made a draft by its title.
fn change(fields: &Fields, package: &PackageView) -> PackageChangeIn {
    let is_away = package.status == PackageStatus::Archived;
    let wanted = fields.get("status");
    let is_other = (wanted == AWAY) != is_away;
    PackageChangeIn {
        title: Some(Some(fields.get("title").to_owned())),
        status: is_other.then(|| Some(wanted.to_owned())),
    }
}

/// `POST /ujian/paket/{id}/ubah`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(piece): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let package = find(&committee, &piece).await?;
        let changed = async {
            let change = change(&fields, &package).validate()?;
            let seen = seen(&fields, SEEN);
            committee
                .assessment()
                .update_package(&admin, package.id, change, seen)
                .await
        };
        match changed.await {
            Ok(package) => done(package.id),
            Err(error) if is_for_form(&error) => {
                let package = find(&committee, &piece).await?;
                show_form(&committee, (&visit, &admin), &package, (&fields, Some(&error))).await
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
