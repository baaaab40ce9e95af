//! One rank, unit or position: renamed, merged with another one, or deleted while nobody has it.

use askama::Template;
use assessment::{Admin, Administrators, TitleIn, TitleKind, TitleView, UserEmbedding, WantedUsers};
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{Form, is_for_form},
};
use platform::{Error, FieldError, Kind, Rule, page::Pages, version::Versioned as _};

use super::{choices, kind_of, list, named, titles};
use crate::{
    Committee,
    asked::{SEEN, refused, seen},
    caller::{Entered, Sent},
    event::number,
    frame::{Officer, around},
    removal,
};

/// The field of the title with which it becomes one.
const INTO: &str = "ke";

#[derive(Template)]
#[template(path = "people/title.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    title: String,
    list: String,
    list_path: String,
    people: String,
    people_path: String,
    rename: Form,
    /// What somebody else called it meanwhile.
    stored: Option<String>,
    merge: Form,
    /// Deleting it, while nobody has it.
    removal: Option<Form>,
}

/// Where one is.
pub(super) fn path_of(kind: TitleKind, id: i64, rest: &str) -> String {
    format!("{}/{id}{rest}", titles::path_of(kind))
}

/// One, and how many people have it.
struct Shown {
    kind: TitleKind,
    one: TitleView,
    people: i64,
}

/// The forms of its page.
struct Forms {
    rename: Form,
    merge: Form,
    removal: Form,
    stored: Option<String>,
}

impl Shown {
    async fn find(committee: &Committee, kind: &str, id: &str) -> Result<Self, Error> {
        let (kind, id) = (kind_of(kind)?, number(id)?);
        let one = committee.assessment().title(kind, id).await?;
        let wanted = match kind {
            TitleKind::Rank => WantedUsers {
                rank: Some(id),
                ..WantedUsers::default()
            },
            TitleKind::Unit => WantedUsers {
                unit: Some(id),
                ..WantedUsers::default()
            },
            TitleKind::Position => WantedUsers {
                position: Some(id),
                ..WantedUsers::default()
            },
        };
        let pages = Pages::after(0, 1);
        let (_, paging) = committee
            .assessment()
            .list_users(wanted, list::BY_NAME, UserEmbedding::default(), pages)
            .await?;
        Ok(Self {
            kind,
            one,
            people: paging.total,
        })
    }

    async fn forms(&self, committee: &Committee, speech: Speech<'_>) -> Result<Forms, Error> {
        let path = |rest: &str| path_of(self.kind, self.one.id, rest);
        let title = Field::line("title", speech.say("people-title"))
            .required()
            .at_most(100)
            .holding(self.one.title.clone());
        let mut offered = choices(committee, speech, self.kind).await?;
        offered.retain(|(title, _)| *title != self.one.title);
        let takes = if offered.is_empty() {
            Takes::Line
        } else {
            offered[0].1 = speech.say("people-merge-choose");
            Takes::Choice(offered)
        };
        let into = Field::new(INTO, speech.say("people-title-merge-into"), takes).at_most(100);
        let mut forms = Forms {
            rename: Form::to(path(""), speech.say("people-save"), vec![title]),
            merge: Form::to(path("/gabung"), speech.say("people-merge-do"), vec![into]),
            removal: removal::form(path("/hapus"), speech.say("people-remove-do")),
            stored: None,
        };
        for form in [&mut forms.rename, &mut forms.merge, &mut forms.removal] {
            form.hidden.push((SEEN, self.one.version().to_string()));
        }
        forms.merge.summary = "ringkasan-gabung";
        forms.removal.summary = "ringkasan-hapus";
        Ok(forms)
    }

    async fn page(
        &self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        forms: Forms,
    ) -> Result<Answer, Error> {
        let speech = visit.speech();
        let (frame, officer) = around(committee, visit, admin, self.one.title.clone()).await?;
        let own = |form: Form| Form {
            token: officer.token.clone(),
            ..form
        };
        Answer::page(&Page {
            own_style: &committee.office().style.path,
            title: self.one.title.clone(),
            list: speech.say(named(self.kind).2),
            list_path: titles::path_of(self.kind),
            people: speech.with("people-have-it", "count", self.people),
            people_path: titles::people_with(self.kind, &self.one.title),
            rename: own(forms.rename),
            stored: forms.stored,
            merge: own(forms.merge),
            removal: (self.people == 0 || forms.removal.is_faulty()).then(|| own(forms.removal)),
            frame,
            officer,
        })
    }
}

/// `GET /ujian/orang/daftar/{kind}/{id}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((kind, id)): Path<(String, String)>,
    entered: Entered<Administrators>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let shown = Shown::find(&committee, &kind, &id).await?;
        let forms = shown.forms(&committee, visit.speech()).await?;
        shown.page(&committee, (&visit, &admin), forms).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is done to one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Rename,
    Merge,
    Remove,
}

impl Deed {
    /// Does it; answers where it leads.
    async fn carry_out(
        self,
        committee: &Committee,
        admin: &Admin,
        (kind, id): (TitleKind, i64),
        fields: &Fields,
    ) -> Result<String, Error> {
        let (assessment, seen) = (committee.assessment(), seen(fields, SEEN));
        match self {
            Self::Rename => {
                let title = TitleIn {
                    title: fields.get("title").to_owned(),
                };
                assessment.update_title(admin, kind, id, title.judge()?, seen).await?;
                Ok(path_of(kind, id, "?sudah=sebutan-ubah"))
            }
            Self::Merge => {
                let into = match fields.get(INTO).trim() {
                    "" => return Err(Error::invalid_field(INTO, Rule::Required)),
                    title => assessment.title_id(kind, title).await?,
                };
                let unknown =
                    || Error::invalid_fields(vec![FieldError::new(INTO, assessment::failures::no_such_reference())]);
                let into = into.ok_or_else(unknown)?;
                assessment.merge_titles(admin, kind, (id, into), seen).await?;
                Ok(path_of(kind, into, "?sudah=sebutan-gabung"))
            }
            Self::Remove => {
                assessment.delete_title(admin, kind, id, seen).await?;
                Ok(format!("{}?sudah=sebutan-hapus", titles::path_of(kind)))
            }
        }
    }

    /// The form with what is wrong.
    fn refused(self, mut forms: Forms, shown: &Shown, visit: &Visit, (fields, error): (&Fields, &Error)) -> Forms {
        let is_stale = error.kind() == Kind::PreconditionFailed;
        let form = match self {
            Self::Rename => &mut forms.rename,
            Self::Merge => &mut forms.merge,
            Self::Remove => &mut forms.removal,
        };
        let held = std::mem::replace(form, Form::to("", "", Vec::new()));
        *form = held.holding(fields).faulty(visit, error);
        if is_stale {
            form.said = Some(visit.speech().say("people-changed"));
            forms.stored = Some(shown.one.title.clone());
        }
        forms
    }
}

async fn done(
    committee: Committee,
    (kind, id): (String, String),
    sent: Sent<Administrators>,
    deed: Deed,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let one = (kind_of(&kind)?, number(&id)?);
        match deed.carry_out(&committee, &admin, one, &fields).await {
            Ok(path) => Answer::see(&path),
            // What is gone already was deleted by the same form.
            Err(error) if error.kind() == Kind::NotFound && deed != Deed::Rename => {
                Answer::see(&titles::path_of(one.0))
            }
            Err(error) if is_for_form(&error) => {
                let shown = Shown::find(&committee, &kind, &id).await?;
                let forms = shown.forms(&committee, visit.speech()).await?;
                let forms = deed.refused(forms, &shown, &visit, (&fields, &error));
                let page = shown.page(&committee, (&visit, &admin), forms).await?;
                Ok(refused(page, &error))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/orang/daftar/{kind}/{id}`
pub(crate) async fn rename(
    State(committee): State<Committee>,
    Path(one): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    done(committee, one, sent, Deed::Rename).await
}

/// `POST /ujian/orang/daftar/{kind}/{id}/gabung`
pub(crate) async fn merge(
    State(committee): State<Committee>,
    Path(one): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    done(committee, one, sent, Deed::Merge).await
}

/// `POST /ujian/orang/daftar/{kind}/{id}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(one): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    done(committee, one, sent, Deed::Remove).await
}
