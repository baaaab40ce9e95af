//! What somebody looked at, and the way to have it forgotten.

use askama::Template;
use axum::extract::State;
use pages_kit::{
    Answer, Failed, Frame, Posted, Visit,
    form::{Form, answer},
};
use platform::Error;

use crate::{Shop, cards::Card};

#[derive(Template)]
#[template(path = "trackmate/seen.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    cards: Vec<Card>,
    /// What forgets; none where nothing is noted.
    form: Option<Form>,
}

/// `GET /dilihat`
pub(crate) async fn show(State(shop): State<Shop>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let shown = async {
        let (cards, count) = shop.trackmate().list_views(actor).await?;
        let (speech, token) = (visit.speech(), visit.kit.form_token(&visit)?);
        let form = (count > 0).then(|| {
            let mut form = Form::to("/dilihat", speech.say("seen-forget"), Vec::new());
            form.is_grave = true;
            form.token.clone_from(&token.token);
            form
        });
        let page = Page {
            style: shop.style(),
            cards: Card::all(&cards, speech),
            form,
            frame: Frame::of(&visit, speech.say("seen")).with_form(&token),
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /dilihat`
pub(crate) async fn forget(State(shop): State<Shop>, Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let forgotten = async {
        shop.trackmate().forget_views(actor).await?;
        Answer::see("/dilihat?sudah=dilihat")
    };
    forgotten.await.map_err(|error: Error| Failed::at(&visit)(error))
}
