//! Changing what a listing says.

use askama::Template;
use axum::extract::{Path, State};
use classifieds::api::{ListingPurpose, check_listing};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Posted, Visit,
    form::{Form, answer, is_for_form},
};
use platform::{Error, version::IfMatch};

use super::{form, own, path};
use crate::Market;

/// The version that somebody saw.
const SEEN: &str = "versi";

#[derive(Template)]
#[template(path = "market/change.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    back: String,
    title: String,
    form: Form,
}

/// `GET /jual/{code}/ubah`
pub(crate) async fn ask(
    State(market): State<Market>,
    Path(code): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let listing = own(&market, actor, &code).await?.listing;
        page(
            &market,
            &visit,
            &form::as_typed(&listing),
            (&path(&listing.id), listing.title, listing.record_version),
            None,
        )
    };
    shown.await.map_err(Failed::at(&visit))
}

fn page(
    market: &Market,
    visit: &Visit,
    held: &Fields,
    (back, title, version): (&str, String, i64),
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut form = Form::to(format!("{back}/ubah"), speech.say("sell-save"), form::fields(speech)).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    form.hidden = vec![(SEEN, version.to_string())];
    let page = Answer::page(&Page {
        style: market.style(),
        back: back.to_owned(),
        frame: Frame::of(visit, title.clone()).with_form(&token),
        title,
        form,
    })?;
    let status = if fault.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `POST /jual/{code}/ubah`
pub(crate) async fn save(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let found = own(&market, actor, &code).await.map_err(Failed::at(&visit))?;
    let listing = found.listing;
    let saved = async {
        let change = check_listing(&form::read(&fields)?, ListingPurpose::Change, actor.ctx.now())?;
        let seen = fields
            .get(SEEN)
            .parse()
            .map_or(IfMatch::Any, |version| IfMatch::OneOf(vec![version]));
        market
            .classifieds()
            .update_listing(actor, listing.id.clone(), change, seen)
            .await
    };
    let back = path(&listing.id);
    match saved.await {
        Ok(_) => Answer::see(&format!("{back}?sudah=iklan-diubah")).map_err(Failed::at(&visit)),
        // What was typed stays; it is saved over what is there now, if it is sent again.
        Err(error) if is_for_form(&error) => {
            let about = (back.as_str(), listing.title, listing.record_version);
            page(&market, &visit, &fields, about, Some(&error)).map_err(Failed::at(&visit))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}
