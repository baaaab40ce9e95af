//! Passages of a package: listed, written, deleted.

pub(crate) mod list;

use assessment::{
    Admin, Authors, NewPassage, PackageEmbedding, PackageView, PassageChange, PassageChangeIn, PassageIn, PassageView,
};
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Field, Fields, Speech, Visit,
    field::Takes,
    form::{self as kit_form, Form, is_for_form},
};
use papers::rules::passage::{LONGEST_BODY, LONGEST_CODE, LONGEST_TITLE};
use platform::{
    Error, Kind,
    version::{IfMatch, Versioned as _},
};

use super::{
    DEED,
    edit::{Edit, page, removal_form},
    refusal::{broken, faulty},
    written::{read, read_leniently, stored, written},
};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    papers::{LIST, address, find, html},
    removal::{Outcome, outcome},
    schedule::differences::between,
};

fn path_of(passage: i64, rest: &str) -> String {
    format!("/ujian/bacaan/{passage}{rest}")
}

/// A passage that is being written, with its package.
struct Desk<'a> {
    committee: &'a Committee,
    visit: &'a Visit,
    admin: &'a Admin,
    package: PackageView,
    /// The passage, unless it is a new one.
    passage: Option<PassageView>,
}

async fn found(committee: &Committee, piece: &str) -> Result<(PassageView, PackageView), Error> {
    let assessment = committee.assessment();
    let passage = assessment.passage(number(piece)?).await?;
    let package = assessment
        .package(passage.package_id, PackageEmbedding::default())
        .await?;
    Ok((passage, package))
}

fn held(passage: &PassageView) -> Fields {
    let body = written(&stored(&passage.body, passage.body_marked.as_ref()));
    let fields = [
        ("code", passage.code.clone()),
        ("title", passage.title.clone()),
        ("body", body),
    ];
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// The text that a form says, in its plain and in its marked form.
fn body(fields: &Fields) -> Result<(String, Option<String>), Error> {
    let text = read(fields.get("body")).map_err(|rule| broken("body", rule))?;
    Ok(text.into_parts())
}

fn change(fields: &Fields) -> Result<PassageChange, Error> {
    let (plain, marked) = body(fields)?;
    let change = PassageChangeIn {
        code: Some(Some(fields.get("code").to_owned())),
        title: Some(Some(fields.get("title").to_owned())),
        body: Some(Some(plain)),
        body_marked: Some(marked),
    };
    change.validate()
}

fn new(fields: &Fields, package: i64) -> Result<NewPassage, Error> {
    let (plain, marked) = body(fields)?;
    let code = fields.get("code").trim();
    let new = PassageIn {
        package_id: package,
        code: (!code.is_empty()).then(|| code.to_owned()),
        title: Some(fields.get("title").to_owned()),
        body: Some(plain),
        body_marked: marked,
    };
    Ok(new.validate()?.1)
}

impl<'a> Desk<'a> {
    /// For a new one of a package.
    async fn begin(
        committee: &'a Committee,
        (visit, admin): (&'a Visit, &'a Admin),
        package: &str,
    ) -> Result<Self, Error> {
        Ok(Self {
            committee,
            visit,
            admin,
            package: find(committee, package).await?,
            passage: None,
        })
    }

    /// For one that is there.
    async fn find(
        committee: &'a Committee,
        (visit, admin): (&'a Visit, &'a Admin),
        passage: &str,
    ) -> Result<Self, Error> {
        let (passage, package) = found(committee, passage).await?;
        Ok(Self {
            committee,
            visit,
            admin,
            package,
            passage: Some(passage),
        })
    }

    fn action(&self) -> String {
        match &self.passage {
            Some(passage) => path_of(passage.id, ""),
            None => address(self.package.id, "/bacaan/baru"),
        }
    }

    fn form(&self, speech: Speech<'_>, held: &Fields) -> Form {
        let mut code = Field::line("code", speech.say("bank-passage-code")).at_most(LONGEST_CODE);
        code = match self.passage {
            Some(_) => code.required(),
            None => code.hint(speech.say("bank-passage-code-hint")),
        };
        let fields = vec![
            code,
            Field::line("title", speech.say("papers-title")).at_most(LONGEST_TITLE),
            Field::new("body", speech.say("bank-passage-body"), Takes::Lines)
                .required()
                .hint(speech.say("bank-text-hint"))
                .at_most(LONGEST_BODY),
        ];
        Form::to(self.action(), speech.say("bank-save"), fields).holding(held)
    }

    fn done(&self) -> Result<Answer, Error> {
        Answer::see(&address(self.package.id, "/bacaan?sudah=bacaan-simpan"))
    }

    /// The page with what is stored, or with an empty form.
    async fn stored(&self, fault: Option<&Error>) -> Result<Answer, Error> {
        let fields = self.passage.as_ref().map(held).unwrap_or_default();
        self.page((&fields, fault)).await
    }

    async fn page(&self, (fields, fault): (&Fields, Option<&Error>)) -> Result<Answer, Error> {
        let speech = self.visit.speech();
        let mut form = self.form(speech, fields);
        let is_outrun = fault.is_some_and(|fault| fault.kind() == Kind::PreconditionFailed);
        let differences = match self.passage.as_ref().filter(|_| is_outrun) {
            Some(passage) => between(speech, &self.form(speech, &held(passage)).fields, &form.fields),
            None => Vec::new(),
        };
        if is_outrun && differences.is_empty() {
            return self.done();
        }
        if let Some(fault) = fault.filter(|_| !is_outrun) {
            form = faulty(form, self.visit, fault);
        }
        form.hidden.push(match &self.passage {
            Some(passage) => (SEEN, passage.version().to_string()),
            None => (kit_form::ONCE, kit_form::new_key()),
        });
        let is_shown = !fields.get("body").trim().is_empty();
        let edit = Edit {
            title: match &self.passage {
                Some(passage) => speech.with("bank-passage-edit", "code", passage.code.as_str()),
                None => speech.say("bank-passage-new"),
            },
            about: vec![speech.say("bank-frozen")],
            form,
            differences,
            preview: is_shown.then(|| html(&read_leniently(fields.get("body")))),
            is_shown_first: true,
            draft: match &self.passage {
                Some(passage) => format!("bacaan/{}/{}", passage.id, passage.version()),
                None => format!("bacaan-baru/{}/0", self.package.id),
            },
            back: address(self.package.id, "/bacaan"),
            removal: self.passage.as_ref().map(|passage| {
                let form = removal_form(path_of(passage.id, "/hapus"), speech.say("bank-passage-remove-do"));
                (speech.say("bank-passage-remove-about"), form)
            }),
        };
        page(self.committee, (self.visit, self.admin), &self.package, edit).await
    }

    async fn save(&self, fields: &Fields) -> Result<PassageView, Error> {
        let assessment = self.committee.assessment();
        if let Some(passage) = &self.passage {
            let change = change(fields)?;
            return assessment
                .update_passage(self.admin, passage.id, change, seen(fields, SEEN))
                .await;
        }
        let once = kit_form::once(fields, &self.action(), |_| true)?;
        let new = new(fields, self.package.id)?;
        assessment.create_passage(self.admin, self.package.id, new, once).await
    }

    async fn take(&self, fields: &Fields) -> Result<Answer, Error> {
        if !fields.get(DEED).is_empty() {
            return self.page((fields, None)).await;
        }
        match self.save(fields).await {
            Ok(_) => self.done(),
            Err(error) if is_for_form(&error) => {
                let passage = match &self.passage {
                    Some(passage) => Some(self.committee.assessment().passage(passage.id).await?),
                    None => None,
                };
                let desk = Desk {
                    package: self.package.clone(),
                    passage,
                    ..*self
                };
                desk.page((fields, Some(&error))).await
            }
            Err(error) => Err(error),
        }
    }
}

/// `GET /ujian/paket/{id}/bacaan/baru`
pub(crate) async fn show_new(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let desk = Desk::begin(&committee, (&visit, &admin), &package).await?;
        desk.stored(None).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/paket/{id}/bacaan/baru`
pub(crate) async fn create(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let desk = Desk::begin(&committee, (&visit, &admin), &package).await?;
        desk.take(&fields).await
    };
    done.await.map_err(Failed::at(&visit))
}

/// `GET /ujian/bacaan/{passage}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(passage): Path<String>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let desk = Desk::find(&committee, (&visit, &admin), &passage).await?;
        desk.stored(None).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/bacaan/{passage}`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(passage): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let desk = Desk::find(&committee, (&visit, &admin), &passage).await?;
        desk.take(&fields).await
    };
    done.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/bacaan/{passage}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path(passage): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        let mut gone = format!("{LIST}?sudah=bacaan-hapus");
        let deleted = async {
            let (passage, package) = found(&committee, &passage).await?;
            gone = address(package.id, "/bacaan?sudah=bacaan-hapus");
            let assessment = committee.assessment();
            assessment.delete_passage(&admin, passage.id, IfMatch::Any).await
        };
        match outcome(deleted.await, &gone)? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let desk = Desk::find(&committee, (&visit, &admin), &passage).await?;
                Ok(refusal.shown_by(desk.stored(Some(refusal.error())).await?))
            }
        }
    };
    done.await.map_err(Failed::at(&visit))
}
