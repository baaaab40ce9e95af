//! A section of a package: added, changed, deleted.

mod form;

use assessment::{
    Admin, Authors, DetailView, OutlineView, PackageView, PlacedIn, Requirement as _, SectionChangeIn, SectionView,
};
use axum::extract::{Path, State};
use pages_kit::{
    Answer, Failed, Field, Fields, Speech, Visit,
    field::Takes,
    form::{self as kit_form, Form, is_for_form},
};
use papers::rules::section::LONGEST_TITLE;
use platform::{
    Error, Kind,
    version::{IfMatch, Versioned as _},
};

use self::form::{SEEN_SECTION, change, made, stored};
use super::{
    DEED,
    edit::{Edit, page, removal_form},
    refusal::{broken, faulty},
    written::read_leniently,
};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::number,
    papers::{address, find, html},
    removal::{Outcome, outcome},
    schedule::{differences::between, reading::no_minutes, typed::read_minutes},
};

/// A section of a package with what it is there.
struct Placed {
    package: PackageView,
    section: SectionView,
    detail: DetailView,
    row: OutlineView,
}

impl Placed {
    async fn find(committee: &Committee, (package, section): (&str, &str)) -> Result<Self, Error> {
        let package = find(committee, package).await?;
        let assessment = committee.assessment();
        let section = number(section)?;
        let rows = assessment.outline_of_package(package.id).await?;
        let row = rows.into_iter().find(|row| row.id == section);
        Ok(Self {
            detail: assessment.details_of(package.id, section).await?,
            section: assessment.section(section).await?,
            row: row.ok_or_else(assessment::failures::nowhere)?,
            package,
        })
    }

    fn path(&self, rest: &str) -> String {
        address(self.package.id, &format!("/bagian/{}{rest}", self.section.id))
    }

    /// What the form says of it.
    fn about(&self, speech: Speech<'_>) -> Vec<String> {
        let mut about = vec![speech.say("bank-frozen")];
        if self.row.packages > 1 {
            about.push(speech.with("bank-shared-section", "count", self.row.packages));
        }
        about
    }

    fn removal(&self, speech: Speech<'_>) -> Option<(String, Form)> {
        (self.row.questions == 0).then(|| {
            let form = removal_form(self.path("/hapus"), speech.say("bank-section-remove-do"));
            (speech.say("bank-section-remove-about"), form)
        })
    }

    async fn page(
        &self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        (held, fault): (&Fields, Option<&Error>),
    ) -> Result<Answer, Error> {
        let speech = visit.speech();
        let mut form = made(speech, self.path(""), held);
        let is_outrun = fault.is_some_and(|fault| fault.kind() == Kind::PreconditionFailed);
        let differences = if is_outrun {
            let stored = made(speech, self.path(""), &stored(&self.section, &self.detail));
            between(speech, &stored.fields, &form.fields)
        } else {
            Vec::new()
        };
        if is_outrun && differences.is_empty() {
            return self.done();
        }
        if let Some(fault) = fault.filter(|_| !is_outrun) {
            form = faulty(form, visit, fault);
        }
        form.hidden.extend([
            (SEEN, self.detail.version().to_string()),
            (SEEN_SECTION, self.section.version().to_string()),
        ]);
        let edit = Edit {
            title: self.section.title.clone(),
            about: self.about(speech),
            form,
            differences,
            preview: (held.get(DEED) == "lihat").then(|| html(&read_leniently(held.get("instruction")))),
            is_shown_first: true,
            draft: format!("bagian/{}/{}", self.detail.id, self.detail.version()),
            back: address(self.package.id, "#bagian"),
            removal: self.removal(speech),
        };
        page(committee, (visit, admin), &self.package, edit).await
    }

    fn done(&self) -> Result<Answer, Error> {
        Answer::see(&address(self.package.id, "?sudah=bagian-ubah#bagian"))
    }

    /// Stores what a form says: what the section is here, and what it is called everywhere.
    async fn save(&self, committee: &Committee, admin: &Admin, fields: &Fields) -> Result<(), Error> {
        let change = change(fields)?;
        let title = SectionChangeIn {
            title: Some(Some(fields.get("title").to_owned())),
            duration: None,
        };
        let title = title.validate()?;
        let assessment = committee.assessment();
        // Both are as the form's reader has seen them, or nothing is changed.
        let seen_section = seen(fields, SEEN_SECTION);
        seen_section.check(self.section.version())?;
        assessment
            .update_details(admin, self.detail.id, change, seen(fields, SEEN))
            .await?;
        if fields.get("title").trim() != self.section.title {
            assessment
                .update_section(admin, self.section.id, title, seen_section)
                .await?;
        }
        Ok(())
    }
}

/// `GET /ujian/paket/{id}/bagian/{section}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((package, section)): Path<(String, String)>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let placed = Placed::find(&committee, (&package, &section)).await?;
        let fields = stored(&placed.section, &placed.detail);
        placed.page(&committee, (&visit, &admin), (&fields, None)).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/paket/{id}/bagian/{section}`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path((package, section)): Path<(String, String)>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let placed = Placed::find(&committee, (&package, &section)).await?;
        if fields.get(DEED) == "lihat" {
            return placed.page(&committee, (&visit, &admin), (&fields, None)).await;
        }
        match placed.save(&committee, &admin, &fields).await {
            Ok(()) => placed.done(),
            Err(error) if is_for_form(&error) => {
                let placed = Placed::find(&committee, (&package, &section)).await?;
                placed.page(&committee, (&visit, &admin), (&fields, Some(&error))).await
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/paket/{id}/bagian/{section}/hapus`
pub(crate) async fn remove(
    State(committee): State<Committee>,
    Path((package, section)): Path<(String, String)>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        let of = find(&committee, &package).await?.id;
        let deleted = async {
            let placed = Placed::find(&committee, (&package, &section)).await?;
            let assessment = committee.assessment();
            assessment.delete_details(&admin, placed.detail.id, IfMatch::Any).await
        };
        match outcome(deleted.await, &address(of, "?sudah=bagian-hapus#bagian"))? {
            Outcome::Gone(answer) => Ok(answer),
            Outcome::Refused(refusal) => {
                let placed = Placed::find(&committee, (&package, &section)).await?;
                let fields = stored(&placed.section, &placed.detail);
                let told = (&fields, Some(refusal.error()));
                let shown = placed.page(&committee, (&visit, &admin), told).await?;
                Ok(refusal.shown_by(shown))
            }
        }
    };
    done.await.map_err(Failed::at(&visit))
}

/// The form that adds a section.
pub(crate) fn add_form(package: i64, admin: &Admin, speech: Speech<'_>) -> Option<Form> {
    let fields = vec![
        Field::line("title", speech.say("bank-section-title"))
            .required()
            .hint(speech.say("bank-section-title-hint"))
            .at_most(LONGEST_TITLE),
        Field::new("duration", speech.say("bank-section-duration"), Takes::Number)
            .required()
            .at_most(10),
    ];
    let mut form = Form::to(address(package, "/bagian"), speech.say("bank-section-add-do"), fields);
    form.summary = "ringkasan-bagian";
    form.hidden.push((kit_form::ONCE, kit_form::new_key()));
    Authors::met(admin.role).then_some(form)
}

/// `POST /ujian/paket/{id}/bagian`
pub(crate) async fn add(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let package = find(&committee, &package).await?;
        let path = address(package.id, "/bagian");
        let made = async {
            let once = kit_form::once(&fields, &path, |_| true)?;
            let duration = read_minutes(fields.get("duration").trim());
            let new = PlacedIn {
                package_id: package.id,
                section_id: None,
                title: Some(fields.get("title").to_owned()),
                duration: Some(duration.ok_or_else(|| broken("duration", no_minutes()))?),
            };
            committee
                .assessment()
                .place_section(&admin, new.validate()?, once)
                .await
        };
        match made.await {
            Ok(_) => Answer::see(&address(package.id, "?sudah=bagian-baru#bagian")),
            Err(error) if is_for_form(&error) => {
                let speech = visit.speech();
                let form = add_form(package.id, &admin, speech).unwrap_or_else(|| Form::to(path, "", Vec::new()));
                let edit = Edit {
                    title: speech.say("bank-section-add"),
                    about: Vec::new(),
                    form: faulty(form.holding(&fields), &visit, &error),
                    differences: Vec::new(),
                    preview: None,
                    is_shown_first: false,
                    draft: String::new(),
                    back: address(package.id, "#bagian"),
                    removal: None,
                };
                page(&committee, (&visit, &admin), &package, edit).await
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
