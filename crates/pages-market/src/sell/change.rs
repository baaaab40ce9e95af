//! Changing what a listing says.

use askama::Template;
use axum::extract::{Path, State};
use classifieds::{
    Listing,
    api::{InheritedAttribute, ListingPurpose, check_listing},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Frame, Posted, Visit,
    form::{Form, answer, is_for_form},
};
use platform::{Error, Kind, version::IfMatch};

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
    /// What somebody else saved meanwhile, where it is not what was typed: the field, and what is saved now.
    meanwhile: Vec<(String, String)>,
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
        let attributes = asked_of(&market, &listing).await?;
        let about = About {
            back: &path(&listing.id),
            attributes: &attributes,
            listing: &listing,
        };
        page(&market, &visit, &form::as_typed(&listing, &attributes), about, None)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is changed.
#[derive(Clone, Copy)]
struct About<'a> {
    listing: &'a Listing,
    back: &'a str,
    /// What its category asks now.
    attributes: &'a [InheritedAttribute],
}

async fn asked_of(market: &Market, listing: &Listing) -> Result<Vec<InheritedAttribute>, Error> {
    form::asked_of(market, listing.subcategory_id.as_ref().unwrap_or(&listing.category_id)).await
}

fn page(
    market: &Market,
    visit: &Visit,
    held: &Fields,
    about: About<'_>,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let fields = form::fields(speech, about.attributes);
    let (back, title) = (about.back, about.listing.title.clone());
    let mut form = Form::to(format!("{back}/ubah"), speech.say("sell-save"), fields).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    let meanwhile = match fault {
        Some(fault) if fault.kind() == Kind::PreconditionFailed => differences(&form, held, about),
        _ => Vec::new(),
    };
    form.token.clone_from(&token.token);
    form.hidden = vec![(SEEN, about.listing.record_version.to_string())];
    let page = Answer::page(&Page {
        style: market.style(),
        back: back.to_owned(),
        frame: Frame::of(visit, title.clone()).with_form(&token),
        title,
        meanwhile,
        form,
    })?;
    let status = if fault.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// What is saved now, of each field that holds something else.
fn differences(form: &Form, held: &Fields, about: About<'_>) -> Vec<(String, String)> {
    let saved = form::as_typed(about.listing, about.attributes);
    let all = |fields: &Fields, name: &str| fields.all(name).collect::<Vec<_>>().join(", ");
    let differs = form.fields.iter().filter_map(|field| {
        let now = all(&saved, &field.name);
        let is_same = now.replace("\r\n", "\n") == all(held, &field.name).replace("\r\n", "\n");
        (!is_same).then(|| (field.label.clone(), now))
    });
    differs.collect()
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
    let attributes = asked_of(&market, &listing).await.map_err(Failed::at(&visit))?;
    let saved = async {
        let input = form::read(&fields, &attributes, form::said(&listing))?;
        let change = check_listing(&input, ListingPurpose::Change, actor.ctx.now())?;
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
            let about = About {
                listing: &listing,
                back: &back,
                attributes: &attributes,
            };
            page(&market, &visit, &fields, about, Some(&error)).map_err(Failed::at(&visit))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}
