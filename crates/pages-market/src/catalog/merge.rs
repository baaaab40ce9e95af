//! Merging a category into another one: what would move is shown first.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::api::MergeOutlook;
use pages_kit::{
    Answer, Failed, Fields, Frame, Posted, Visit,
    form::{Form, answer},
};
use platform::Error;

use super::{
    PATH,
    category::{SEEN, current, seen},
    path,
};
use crate::Market;

#[derive(Template)]
#[template(path = "market/catalog/merge.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    from: String,
    into: String,
    back: String,
    listings: String,
    children: Vec<String>,
    former: String,
    next: String,
    form: Form,
}

async fn page(market: &Market, visit: &Visit, slug: &str, target: &str) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let (from, into) = (current(market, slug).await?, current(market, target).await?);
    let outlook = market.classifieds().merge_outlook(from.id, into.id).await?;
    let MergeOutlook {
        source,
        target,
        listings,
        children,
    } = outlook;
    let action = format!("{}/gabung", path(&source.slug));
    let mut form = Form::to(action, speech.say("catalog-merge-do"), Vec::new());
    form.is_grave = true;
    form.token.clone_from(&token.token);
    form.hidden = vec![
        ("ke", target.slug.clone()),
        (SEEN, source.record_version.to_string()),
        ("sungguh", "ya".to_owned()),
    ];
    let page = Answer::page(&Page {
        style: market.style(),
        back: path(&source.slug),
        listings: speech.with("catalog-merge-listings", "count", listings),
        children: children.into_iter().map(|child| child.name).collect(),
        former: format!("/pasar/kategori/{}", source.slug),
        next: format!("/pasar/kategori/{}", target.slug),
        from: source.name,
        into: target.name,
        frame: Frame::of(visit, speech.say("catalog-merge")).with_form(&token),
        form,
    });
    answer(page, token)
}

/// `GET /admin/kategori/{slug}/gabung?ke=`
pub(crate) async fn ask(
    State(market): State<Market>,
    Path(slug): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    page(&market, &visit, &slug, query.get("ke"))
        .await
        .map_err(Failed::at(&visit))
}

/// `POST /admin/kategori/{slug}/gabung`: shows what would move, or, from there, moves it.
pub(crate) async fn merge(
    State(market): State<Market>,
    Path(slug): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let merged = async {
        let target = fields.get("ke");
        if !fields.is_ticked("sungguh") {
            return page(&market, &visit, &slug, target).await;
        }
        let (from, into) = (current(&market, &slug).await?, current(&market, target).await?);
        market
            .classifieds()
            .merge_categories(&admin.0, from.id, into.id, seen(&fields))
            .await?;
        Answer::see(&format!("{PATH}?sudah=kategori-gabung#{target}"))
    };
    merged.await.map_err(|error: Error| Failed::at(&visit)(error))
}
