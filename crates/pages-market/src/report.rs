//! Telling moderators that something is wrong with a listing or with somebody.

use accounts::ProfileName;
use askama::Template;
use axum::extract::{Path, State};
use classifieds::api::ListingReportIn;
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
};
use platform::{Error, Kind};

use crate::{Market, address, listing::missing, moderate::reasons};

/// Characters of a text, at most.
const LONGEST: usize = 1_000;

#[derive(Template)]
#[template(path = "market/report.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: String,
    back: String,
    form: Form,
}

/// What is reported: what it is called, and where it is.
struct Subject {
    name: String,
    path: String,
}

/// A listing that somebody may see and that is not their own.
async fn listing(market: &Market, visit: &Visit, asked: &str) -> Result<Subject, Error> {
    let id = address::listing_id(asked).ok_or_else(missing)?;
    let (found, _) = market.classifieds().show_listing(visit.actor.as_ref(), &id).await?;
    Ok(Subject {
        path: address::listing(&found.listing.id, &found.listing.title),
        name: found.listing.title,
    })
}

async fn person(market: &Market, name: &str) -> Result<Subject, Error> {
    let name = ProfileName::read("name", name)?;
    let found = market.classifieds().show_profile(&name).await?;
    Ok(Subject {
        path: format!("/penjual/{}", found.handle),
        name: found.fullname,
    })
}

fn page(
    market: &Market,
    visit: &Visit,
    subject: &Subject,
    held: &Fields,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let fields = vec![
        Field::new(
            "reason",
            speech.say("market-report-reason"),
            Takes::Choice(reasons(speech)),
        )
        .required(),
        Field::new("text", speech.say("market-report-text"), Takes::Lines)
            .hint(speech.say("market-report-hint"))
            .at_most(LONGEST),
    ];
    let to = format!("{}/lapor", subject.path);
    let mut form = Form::to(to, speech.say("market-report-send"), fields).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    let status = if fault.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let page = Page {
        style: market.style(),
        name: subject.name.clone(),
        back: subject.path.clone(),
        form,
        frame: Frame::of(visit, speech.say("market-report")).with_form(&token),
    };
    answer(Answer::page(&page).map(|page| page.status(status)), token)
}

/// `GET /iklan/{address}/lapor`
pub(crate) async fn ask_of_listing(
    State(market): State<Market>,
    Path(asked): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    visit.somebody()?;
    let shown = async {
        let subject = listing(&market, &visit, &asked).await?;
        page(&market, &visit, &subject, &Fields::default(), None)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `GET /penjual/{name}/lapor`
pub(crate) async fn ask_of_person(
    State(market): State<Market>,
    Path(name): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    visit.somebody()?;
    let shown = async {
        let subject = person(&market, &name).await?;
        page(&market, &visit, &subject, &Fields::default(), None)
    };
    shown.await.map_err(Failed::at(&visit))
}

fn read(fields: &Fields) -> ListingReportIn {
    ListingReportIn {
        reason: fields.get("reason").to_owned(),
        text: Some(fields.get("text").replace("\r\n", "\n")),
    }
}

fn sent(
    market: &Market,
    visit: &Visit,
    fields: &Fields,
    subject: &Subject,
    told: Result<(), Error>,
) -> Result<Answer, Failed> {
    let answered = match told {
        Ok(()) => Answer::see(&format!("{}?sudah=lapor-pasar", subject.path)),
        Err(error) if is_for_form(&error) || error.kind() == Kind::Invalid => {
            page(market, visit, subject, fields, Some(&error))
        }
        Err(error) => Err(error),
    };
    answered.map_err(Failed::at(visit))
}

/// `POST /iklan/{address}/lapor`
pub(crate) async fn send_of_listing(
    State(market): State<Market>,
    Path(asked): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let subject = listing(&market, &visit, &asked).await.map_err(Failed::at(&visit))?;
    let told = async {
        let id = address::listing_id(&asked).ok_or_else(missing)?;
        let new = read(&fields).check()?;
        market.classifieds().report_listing(actor, id, new, None).await?;
        Ok(())
    };
    let told = told.await;
    sent(&market, &visit, &fields, &subject, told)
}

/// `POST /penjual/{name}/lapor`
pub(crate) async fn send_of_person(
    State(market): State<Market>,
    Path(name): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let subject = person(&market, &name).await.map_err(Failed::at(&visit))?;
    let told = async {
        let name = ProfileName::read("name", &name)?;
        let new = read(&fields).check()?;
        market.classifieds().report_person(actor, &name, new, None).await?;
        Ok(())
    };
    let told = told.await;
    sent(&market, &visit, &fields, &subject, told)
}
