//! A question of a sitting: its figures, who chose what, and voiding it, each after showing what that would change.

use askama::Template;
use assessment::{Admin, Administrators, Credit, EventView, ItemResult, Raters, UnvoidIn, VoidIn};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::Error;

use super::{
    Inside, PICTURES, coded,
    figures::points,
    inside,
    outlook::preview,
    statistics::{Item, thirds},
};
use crate::{
    Committee,
    caller::{Entered, Sent},
    event::{find, number},
    frame::{Officer, address},
};

/// What a form says once what it changes was seen.
pub(super) const SURE: &str = "yakin";

#[derive(Template)]
#[template(path = "committee/results/question.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    back: String,
    section: String,
    /// Safe HTML.
    text: String,
    kind: String,
    item: Item,
    most: String,
    thirds: String,
    /// What its answers bring since it was voided.
    credit: Option<String>,
    /// What administrators can do.
    form: Option<Form>,
}

/// A question of an event as administrators look at it.
pub(super) struct Asked {
    pub(super) event: EventView,
    pub(super) item: ItemResult,
    section: String,
    thirds: String,
}

impl Asked {
    async fn find(committee: &Committee, speech: Speech<'_>, (event, question): (&str, &str)) -> Result<Self, Error> {
        let event = find(committee, event).await?;
        let question = number(question)?;
        let results = committee.assessment().results(event.id).await?;
        let found = results.items().iter().find(|item| item.question_id == question);
        let item = found.cloned().ok_or_else(assessment::failures::nowhere)?;
        let mut sections = results.sections().iter();
        let section = sections.find(|section| section.section_id == item.section_id);
        Ok(Self {
            section: section.map_or_else(String::new, |section| section.section_title.clone()),
            thirds: thirds(&results, speech),
            event,
            item,
        })
    }

    pub(super) fn path(&self) -> String {
        address(self.event.id, &format!("/hasil/soal/{}", self.item.question_id))
    }

    /// Voiding it, or letting it count again.
    fn form(&self, speech: Speech<'_>) -> Form {
        let reason = Field::new("reason", speech.say("results-reason"), Takes::Lines).at_most(500);
        if self.item.void.is_some() {
            let fields = vec![reason.hint(speech.say("results-unvoid-reason"))];
            return Form::to(
                format!("{}/pulihkan", self.path()),
                speech.say("results-look-first"),
                fields,
            );
        }
        let credits = [Credit::All, Credit::Answered, Credit::None];
        let credits = credits.map(|credit| (name(credit).to_owned(), said(speech, credit)));
        let fields = vec![
            Field::new("credit", speech.say("results-credit"), Takes::Choice(credits.into())),
            reason.hint(speech.say("results-void-reason")).required(),
        ];
        Form::to(
            format!("{}/batalkan", self.path()),
            speech.say("results-look-first"),
            fields,
        )
    }

    async fn page(
        &self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        form: Option<Form>,
    ) -> Result<Answer, Error> {
        let (speech, item) = (visit.speech(), &self.item);
        let title = speech.with(
            "results-question-number",
            "number",
            i64::try_from(item.number).unwrap_or_default(),
        );
        let (frame, officer, room) = inside(committee, (visit, admin), &self.event, None, title).await?;
        let is_for_them = admin.require::<Administrators>().is_ok();
        let mut form = is_for_them.then(|| form.unwrap_or_else(|| self.form(speech)));
        if let Some(form) = &mut form {
            form.token.clone_from(&officer.token);
        }
        Answer::page(&Page {
            back: address(self.event.id, "/hasil/soal"),
            section: self.section.clone(),
            text: item
                .text
                .marked()
                .to_html(|hash| format!("{PICTURES}{}", hash.as_str())),
            kind: coded(speech, "results-kind", item.question_type),
            item: Item::of(item, self.event.id, speech),
            most: points(speech, item.max_score),
            thirds: self.thirds.clone(),
            credit: item.void.as_ref().map(|void| said(speech, void.credit)),
            form,
            frame,
            officer,
            room,
        })
    }

    /// The page again, with what is wrong.
    async fn refused(
        &self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        fields: &Fields,
        error: &Error,
    ) -> Result<Answer, Error> {
        let form = self.form(visit.speech()).holding(fields).faulty(visit, error);
        let page = self.page(committee, (visit, admin), Some(form)).await?;
        Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
    }
}

/// As forms name it.
fn name(credit: Credit) -> &'static str {
    match credit {
        Credit::All => "all",
        Credit::Answered => "answered",
        Credit::None => "none",
    }
}

fn said(speech: Speech<'_>, credit: Credit) -> String {
    coded(speech, "results-credit", name(credit))
}

/// What a form says of how a question is voided.
fn void_in(fields: &Fields, event: i64) -> Result<VoidIn, Error> {
    let credits = [Credit::All, Credit::Answered, Credit::None];
    let credit = credits.into_iter().find(|credit| name(*credit) == fields.get("credit"));
    Ok(VoidIn {
        event_id: event,
        credit: credit.ok_or_else(|| form::required("credit"))?,
        reason: fields.get("reason").to_owned(),
    })
}

fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `GET /ujian/{event}/hasil/soal/{question}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, question)): Path<(String, String)>,
    entered: Entered<Raters>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Asked::find(&committee, visit.speech(), (&event, &question)).await?;
        asked.page(&committee, (&visit, &admin), None).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/soal/{question}/batalkan`: says what voiding it would change; done once that was seen.
pub(crate) async fn void(
    State(committee): State<Committee>,
    Path((event, question)): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let asked = Asked::find(&committee, visit.speech(), (&event, &question)).await?;
        let (path, id) = (format!("{}/batalkan", asked.path()), asked.item.question_id);
        let attempt = async {
            let new = void_in(&fields, asked.event.id)?.judge()?;
            if fields.is_ticked(SURE) {
                let once = form::once(&fields, &path, |_| true)?;
                committee.assessment().void_question(&admin, id, new, once).await?;
                return Answer::see(&format!("{}?sudah=soal-batal", asked.path()));
            }
            let (speech, outlook) = (visit.speech(), committee.assessment().void_outlook(id, &new).await?);
            let credit = fields.get("credit").to_owned();
            let deed = coded(speech, "results-credit", &credit);
            let mut form = Form::to(path.clone(), speech.say("results-void-do"), Vec::new());
            form.is_grave = true;
            form.hidden.push(("credit", credit));
            let reason = fields.get("reason").trim();
            preview(&committee, (&visit, &admin), &asked, (deed, reason), (&outlook, form)).await
        };
        match attempt.await {
            Err(error) if is_for_form(&error) => asked.refused(&committee, (&visit, &admin), &fields, &error).await,
            done => done,
        }
    };
    done.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/soal/{question}/pulihkan`: the same for letting it count again.
pub(crate) async fn unvoid(
    State(committee): State<Committee>,
    Path((event, question)): Path<(String, String)>,
    sent: Sent<Administrators>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let asked = Asked::find(&committee, visit.speech(), (&event, &question)).await?;
        let (path, id) = (format!("{}/pulihkan", asked.path()), asked.item.question_id);
        let attempt = async {
            let wanted = UnvoidIn {
                event_id: asked.event.id,
                reason: typed(fields.get("reason")),
            };
            let wanted = wanted.judge()?;
            if fields.is_ticked(SURE) {
                let once = form::once(&fields, &path, |_| true)?;
                committee.assessment().unvoid_question(&admin, id, wanted, once).await?;
                return Answer::see(&format!("{}?sudah=soal-pulih", asked.path()));
            }
            let speech = visit.speech();
            let outlook = committee.assessment().unvoid_outlook(id, asked.event.id).await?;
            let form = Form::to(path.clone(), speech.say("results-unvoid-do"), Vec::new());
            let (deed, reason) = (speech.say("results-unvoid-deed"), fields.get("reason").trim());
            preview(&committee, (&visit, &admin), &asked, (deed, reason), (&outlook, form)).await
        };
        match attempt.await {
            Err(error) if is_for_form(&error) => asked.refused(&committee, (&visit, &admin), &fields, &error).await,
            done => done,
        }
    };
    done.await.map_err(Failed::at(&visit))
}
