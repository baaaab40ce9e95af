//! One administrator of exams: name and role, password, sessions, suspension, deletion.

use askama::Template;
use assessment::{Admin, AdminChange, AdminView, Administrators, ReasonIn};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, version::Versioned as _};

use super::{
    HOME, Part,
    admins::{path_of, role_field, role_text},
    log, parts, same_twice,
};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
    papers::moment,
    schedule::differences::{Difference, between},
};

#[derive(Template)]
#[template(path = "office/admin.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    username: String,
    role: String,
    is_own: bool,
    suspended: Option<String>,
    /// What they did, in the log.
    log: String,
    differences: Vec<Difference>,
    change: Form,
    password: Form,
    sessions: Form,
    suspension: Form,
    removal: Form,
    /// Switching off the second step of somebody who has lost the app, if it is on.
    second_step: Option<Form>,
}

/// What is done to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Change,
    Password,
    EndSessions,
    Suspend,
    Unsuspend,
    RemoveSecondStep,
    Remove,
}

impl Deed {
    fn of(piece: &str) -> Result<Self, Error> {
        match piece {
            "ubah" => Ok(Self::Change),
            "sandi" => Ok(Self::Password),
            "sesi" => Ok(Self::EndSessions),
            "tangguhkan" => Ok(Self::Suspend),
            "pulihkan" => Ok(Self::Unsuspend),
            "langkah" => Ok(Self::RemoveSecondStep),
            "hapus" => Ok(Self::Remove),
            _ => Err(assessment::failures::nowhere()),
        }
    }

    /// Does it; answers what is told of it.
    async fn carry_out(
        self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        id: i64,
        fields: &Fields,
    ) -> Result<&'static str, Error> {
        let assessment = committee.assessment();
        let reason = || {
            ReasonIn {
                reason: fields.get("reason").to_owned(),
            }
            .judge()
        };
        match self {
            Self::Change => {
                let role = fields.get("roleId").parse().ok();
                let change = AdminChange::judge(Some(fields.get("username")), role)?;
                assessment.update_admin(admin, id, change, seen(fields, SEEN)).await?;
                Ok("admin-ubah")
            }
            Self::Password => {
                same_twice(visit.speech(), fields)?;
                let password = fields.get("password").to_owned();
                assessment.set_admin_password(admin, id, password).await?;
                Ok("admin-sandi")
            }
            Self::EndSessions => {
                assessment.end_sessions_of(admin, id).await?;
                Ok("admin-sesi")
            }
            Self::Suspend => {
                assessment.suspend_admin(Some(admin), id, &reason()?).await?;
                Ok("admin-tangguh")
            }
            Self::Unsuspend => {
                assessment.unsuspend_admin(Some(admin), id, &reason()?).await?;
                Ok("admin-pulih")
            }
            Self::RemoveSecondStep => {
                assessment.remove_second_step(Some(admin), id, &reason()?).await?;
                Ok("admin-langkah")
            }
            Self::Remove => {
                assessment.delete_admin(admin, id, seen(fields, SEEN)).await?;
                Ok("admin-hapus")
            }
        }
    }
}

/// The forms of a page.
struct Forms {
    change: Form,
    password: Form,
    sessions: Form,
    suspension: Form,
    removal: Form,
    second_step: Form,
}

impl Forms {
    fn of(one: &AdminView, speech: Speech<'_>) -> Self {
        let to = |rest: &str, submit: &str, fields| {
            let mut form = Form::to(path_of(one.id, rest), speech.say(submit), fields);
            form.hidden.push((SEEN, one.version().to_string()));
            form
        };
        let username = Field::line("username", speech.say("office-username"))
            .required()
            .at_most(50)
            .holding(one.username.clone());
        let role = role_field(speech).holding(one.role_id.to_string());
        let new = Field::password("password", speech.say("office-password"), "new-password")
            .hint(speech.say("office-password-hint"));
        let again = Field::password("passwordAgain", speech.say("office-password-again"), "new-password");
        let reason = Field::line("reason", speech.say("office-reason")).at_most(500);
        let (rest, submit) = match one.suspended_at {
            Some(_) => ("/pulihkan", "office-unsuspend-do"),
            None => ("/tangguhkan", "office-suspend-do"),
        };
        let mut forms = Self {
            change: to("/ubah", "people-save", vec![username, role]),
            password: to("/sandi", "office-password-set", vec![new, again]),
            sessions: to("/sesi", "office-sessions-end-all", Vec::new()),
            suspension: to(rest, submit, vec![reason.clone()]),
            second_step: to("/langkah", "factor-off-do", vec![reason]),
            removal: to("/hapus", "office-admin-remove-do", Vec::new()),
        };
        forms.removal.is_grave = true;
        forms.suspension.is_grave = one.suspended_at.is_none();
        forms.password.summary = "ringkasan-sandi";
        forms.sessions.summary = "ringkasan-sesi";
        forms.suspension.summary = "ringkasan-tangguh";
        forms.removal.summary = "ringkasan-hapus";
        forms.second_step.is_grave = true;
        forms.second_step.summary = "ringkasan-langkah";
        forms
    }

    fn about(&mut self, deed: Deed) -> &mut Form {
        match deed {
            Deed::Change => &mut self.change,
            Deed::Password => &mut self.password,
            Deed::EndSessions => &mut self.sessions,
            Deed::Suspend | Deed::Unsuspend => &mut self.suspension,
            Deed::RemoveSecondStep => &mut self.second_step,
            Deed::Remove => &mut self.removal,
        }
    }
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    one: &AdminView,
    (forms, differences): (Forms, Vec<Difference>),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, one.username.clone()).await?;
    let has_second_step = committee.assessment().has_second_step(one.id).await?;
    let own = |form: Form| Form {
        token: officer.token.clone(),
        ..form
    };
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        parts: parts(speech, HOME),
        username: one.username.clone(),
        role: role_text(speech, one.role_id),
        is_own: one.id == admin.id,
        suspended: one.suspended_at.map(|at| moment(speech, at)),
        log: log::by(one.id),
        differences,
        change: own(forms.change),
        password: own(forms.password),
        sessions: own(forms.sessions),
        suspension: own(forms.suspension),
        removal: own(forms.removal),
        second_step: has_second_step.then(|| own(forms.second_step)),
        frame,
        officer,
    })
}

/// `GET /ujian/kelola/admin/{id}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(id): Path<String>,
    entered: Entered<Administrators>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let one = committee.assessment().admin(number(&id)?).await?;
        let forms = Forms::of(&one, visit.speech());
        page(&committee, (&visit, &admin), &one, (forms, Vec::new())).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// Shows the page again with what is wrong with one of its forms.
async fn show_again(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    (id, deed): (i64, Deed),
    (fields, error): (&Fields, &Error),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let one = committee.assessment().admin(id).await?;
    let mut forms = Forms::of(&one, speech);
    let (mut differences, mut status) = (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY);
    let form = forms.about(deed);
    let held = std::mem::replace(form, Form::to("", "", Vec::new()));
    *form = held.holding(fields).faulty(visit, error);
    if error.kind() == Kind::PreconditionFailed {
        form.said = Some(speech.say("people-changed"));
        differences = between(speech, &Forms::of(&one, speech).about(deed).fields, &form.fields);
        status = StatusCode::PRECONDITION_FAILED;
    }
    let shown = page(committee, (visit, admin), &one, (forms, differences)).await?;
    Ok(shown.status(status))
}

/// `POST /ujian/kelola/admin/{id}/{deed}`
pub(crate) async fn carry_out(
    State(committee): State<Committee>,
    Path((id, deed)): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let (id, deed) = (number(&id)?, Deed::of(&deed)?);
        match deed.carry_out(&committee, (&visit, &admin), id, &fields).await {
            Ok(done) if deed == Deed::Remove => Answer::see(&format!("{HOME}?sudah={done}")),
            Ok(done) => Answer::see(&path_of(id, &format!("?sudah={done}"))),
            // Who is gone already was deleted by the same form.
            Err(error) if error.kind() == Kind::NotFound && deed == Deed::Remove => {
                Answer::see(&format!("{HOME}?sudah=admin-hapus"))
            }
            Err(error) if is_for_form(&error) => {
                show_again(&committee, (&visit, &admin), (id, deed), (&fields, &error)).await
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
