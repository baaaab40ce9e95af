//! Rating: spoken answers and essays one after another, blind, and the answers about which two raters differ.
//!
//! Invariant: no page says whose answer it is, and none says what others gave before the use case does.

mod agreement;
mod form;
mod page;

use assessment::{EventView, Raters, RatingDesk, WantedAnswer};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Asset, Failed, Fields, Visit, asset,
    form::{is_for_form, once},
};
use platform::Error;

pub(crate) use self::{agreement::show as show_agreement, form::score};
use self::{
    form::{Rating, rating},
    page::Page,
};
use crate::{
    Committee,
    caller::{Entered, Sent},
    event::{find, number},
    frame::address,
};

/// The files of these pages.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) script: Asset,
}

impl Assets {
    pub(crate) fn load() -> Self {
        Self {
            style: asset::sheet("rate", include_str!("../assets/rate.css")),
            script: Asset::js("rate", include_bytes!("../assets/rate.js").as_slice()),
        }
    }
}

/// What a request asks for: which queue, which question, behind which answer.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked {
    pub(crate) wanted: WantedAnswer,
    /// A rating was just stored.
    pub(crate) is_saved: bool,
}

impl Asked {
    fn of(fields: &Fields) -> Self {
        Self {
            wanted: WantedAnswer {
                question: fields.get("soal").parse().ok(),
                disputed: fields.get("antrean") == "sengketa",
                after: fields.get("sesudah").parse().ok(),
            },
            is_saved: fields.is_ticked("tersimpan"),
        }
    }

    fn read(query: Option<String>) -> Self {
        Self::of(&Fields::read(query.unwrap_or_default().as_bytes()))
    }

    /// The address of the answer behind another one, or of the first.
    pub(crate) fn next(&self, event: i64, after: Option<i64>, is_saved: bool) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.write(&mut query);
        if let Some(after) = after {
            query.append_pair("sesudah", &after.to_string());
        }
        if is_saved {
            query.append_pair("tersimpan", "ya");
        }
        with_query(address(event, "/nilai"), &query.finish())
    }

    /// The address of one answer.
    pub(crate) fn at(&self, event: i64, response: i64) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        self.write(&mut query);
        with_query(address(event, &format!("/nilai/{response}")), &query.finish())
    }

    fn write(&self, query: &mut form_urlencoded::Serializer<'_, String>) {
        if let Some(question) = self.wanted.question {
            query.append_pair("soal", &question.to_string());
        }
        if self.wanted.disputed {
            query.append_pair("antrean", "sengketa");
        }
    }
}

fn with_query(path: String, query: &str) -> String {
    if query.is_empty() {
        path
    } else {
        format!("{path}?{query}")
    }
}

async fn shown(
    committee: &Committee,
    (visit, admin): (&Visit, &assessment::Admin),
    (event, asked): (&EventView, Asked),
    desk: RatingDesk,
    rating: Option<Rating>,
) -> Result<Answer, Error> {
    let page = Page::of(committee, (visit, admin), (event, asked), desk, rating).await?;
    Answer::page(&page)
}

/// `GET /ujian/{event}/nilai`: the answer that comes next.
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Raters>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let answered = async {
        let event = find(&committee, &event).await?;
        let asked = Asked::read(query);
        let desk = committee
            .assessment()
            .rating_desk(&admin, event.id, asked.wanted)
            .await?;
        shown(&committee, (&visit, &admin), (&event, asked), desk, None).await
    };
    answered.await.map_err(Failed::at(&visit))
}

/// `GET /ujian/{event}/nilai/{response}`: one answer, such as the one that was rated last.
pub(crate) async fn show_one(
    State(committee): State<Committee>,
    Path((event, response)): Path<(String, String)>,
    entered: Entered<Raters>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let answered = async {
        let event = find(&committee, &event).await?;
        let response = number(&response)?;
        let desk = committee
            .assessment()
            .rating_desk_at(&admin, event.id, response)
            .await?;
        shown(&committee, (&visit, &admin), (&event, Asked::read(query)), desk, None).await
    };
    answered.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/nilai/{response}`: stores a rating, and goes on to the next answer.
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path((event, response)): Path<(String, String)>,
    sent: Sent<Raters>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let event = find(&committee, &event).await?;
        let (assessment, response) = (committee.assessment(), number(&response)?);
        let asked = Asked::of(&fields);
        let desk = assessment.rating_desk_at(&admin, event.id, response).await?;
        let rated = async {
            let path = address(event.id, &format!("/nilai/{response}"));
            let sent_once = once(&fields, &path, |_| true)?;
            let given = rating(&fields)?.judge()?;
            assessment.rate(&admin, response, given, sent_once).await
        };
        match rated.await {
            Ok(_) => Answer::see(&asked.next(event.id, Some(response), true)),
            Err(error) if is_for_form(&error) => {
                let typed = Rating::typed(&fields, (&visit, &error));
                let page = shown(&committee, (&visit, &admin), (&event, asked), desk, Some(typed)).await?;
                Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
