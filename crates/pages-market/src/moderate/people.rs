//! People who were reported, the most reported first.

use accounts::AccountId;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::api::{ListingReportStatus, ReportedPerson};
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Paged, Posted, Speech, Visit,
    field::Takes,
    form::{Form, answer, required},
};

use super::{PEOPLE, Tab, history, tabs, told};
use crate::Market;

const PAGED: Paged = Paged { rows: 20, last: 500 };
/// Days that are offered.
const DAYS: [i64; 3] = [1, 7, 30];

/// Somebody who was reported.
struct Row {
    id: String,
    name: String,
    path: String,
    action: String,
    /// What a moderator is asked who suspends them.
    suspension: Form,
    /// Where an administrator suspends them.
    manage: Option<String>,
    history: String,
    reported: Vec<String>,
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "market/moderate/people.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    token: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// `GET /moderasi/orang`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let shown = async {
        let speech = visit.speech();
        let asked = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let (people, total) = market.classifieds().reported_people(PAGED.pages(asked)).await?;
        let (before, after) = PAGED.around(asked, total, |page| format!("{PEOPLE}?hal={page}"));
        let token = visit.kit.form_token(&visit)?;
        let page = Page {
            style: market.style(),
            tabs: tabs(&market, speech, PEOPLE).await?,
            rows: people
                .iter()
                .map(|one| row(speech, one, (actor.role.is_admin(), &token.token)))
                .collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
            token: token.token.clone(),
            frame: Frame::of(&visit, speech.say("moderate-people")).with_form(&token),
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn row(speech: Speech<'_>, one: &ReportedPerson, (is_admin, token): (bool, &str)) -> Row {
    let (reported, said) = told(speech, &one.reports);
    Row {
        id: one.person.to_string(),
        name: one.name.clone(),
        path: format!("/penjual/{}", one.person),
        action: format!("{PEOPLE}/{}", one.person),
        suspension: suspension(speech, one, token),
        manage: is_admin.then(|| format!("/admin/orang/{}", one.person)),
        history: history(speech, &one.sender),
        reported,
        said,
    }
}

/// What is asked of whoever suspends somebody: for how long, and why. The names stand for one person, for there are several on a page.
fn suspension(speech: Speech<'_>, one: &ReportedPerson, token: &str) -> Form {
    let days = DAYS.map(|days| (days.to_string(), speech.with("moderate-days", "count", days)));
    let fields = vec![
        Field::new(
            format!("hari-{}", one.person),
            speech.say("moderate-suspend-how-long"),
            Takes::Choice(days.into()),
        ),
        Field::line(format!("alasan-{}", one.person), speech.say("moderate-suspend-why"))
            .required()
            .hint(speech.say("moderate-suspend-hint"))
            .at_most(500),
    ];
    let path = format!("{PEOPLE}/{}/tangguhkan", one.person);
    let mut form = Form::to(path, speech.say("moderate-suspend-do"), fields);
    form.is_grave = true;
    token.clone_into(&mut form.token);
    form
}

/// `POST /moderasi/orang/{id}/tangguhkan`
pub(crate) async fn suspend(
    State(market): State<Market>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let suspended = async {
        let person = AccountId::from(platform::id::uuid_text("id", &id)?);
        let days = fields.get(&format!("hari-{person}")).parse().unwrap_or_default();
        let why = fields.get(&format!("alasan-{person}"));
        let accounts = visit.kit.accounts();
        accounts.suspend_for_days(actor, person.as_str(), days, why).await?;
        let classifieds = market.classifieds();
        classifieds
            .close_reports_of_person(actor, person, ListingReportStatus::Upheld)
            .await?;
        Answer::see(&format!("{PEOPLE}?sudah=orang-ditangguhkan"))
    };
    suspended.await.map_err(Failed::at(&visit))
}

/// `POST /moderasi/orang/{id}`: closes all that was reported of somebody.
pub(crate) async fn close(
    State(market): State<Market>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let closed = async {
        let person = AccountId::from(platform::id::uuid_text("id", &id)?);
        let status = match ListingReportStatus::by_name(fields.get("putusan")) {
            Some(status) if status != ListingReportStatus::Open => status,
            _ => return Err(required("putusan")),
        };
        market
            .classifieds()
            .close_reports_of_person(actor, person, status)
            .await?;
        Answer::see(&format!("{PEOPLE}?sudah=laporan-ditutup"))
    };
    closed.await.map_err(Failed::at(&visit))
}
