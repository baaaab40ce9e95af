//! Telling administrators that something is wrong with a product.

use askama::Template;
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
};
use platform::Error;
use trackmate::api::{ProductView, ReportIn, ReportReason};

use crate::{Shop, address};

#[derive(Template)]
#[template(path = "trackmate/report.html")]
struct Page<'a> {
    frame: Frame<'a>,
    name: &'a str,
    path: String,
    form: Form,
}

/// The key of a reason's text.
pub(crate) fn reason_key(reason: ReportReason) -> String {
    format!("report-reason-{}", reason.name())
}

fn page(visit: &Visit, product: &ProductView, held: &Fields, fault: Option<&Error>) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let path = address::product(product.id.as_str(), &product.name);
    let none = (String::new(), speech.say("report-reason-none"));
    let reasons = ReportReason::ALL
        .into_iter()
        .map(|reason| (reason.name().to_owned(), speech.say(&reason_key(reason))));
    let fields = vec![
        Field::new(
            "reason",
            speech.say("report-reason"),
            Takes::Choice([none].into_iter().chain(reasons).collect()),
        )
        .required(),
        Field::new("said", speech.say("report-said"), Takes::Lines)
            .hint(speech.say("report-said-hint"))
            .at_most(1_000),
    ];
    let mut form = Form::to(format!("{path}/lapor"), speech.say("report-do"), fields).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, speech.say("report")).with_form(&token),
        name: &product.name,
        path,
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /produk/{address}/lapor`
pub(crate) async fn ask(State(shop): State<Shop>, Path(asked): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let shown = async {
        let product = shop.trackmate().show_product(&address::product_id(&asked)).await?;
        page(&visit, product.view(), &Fields::default(), None)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /produk/{address}/lapor`
pub(crate) async fn report(
    State(shop): State<Shop>,
    Path(asked): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let told = async {
        let product = shop.trackmate().show_product(&address::product_id(&asked)).await?;
        let (view, input) = (product.view(), input(&fields));
        let id = view.id.to_string();
        match shop
            .trackmate()
            .report_product(&visit.ctx, visit.peer, id, &input)
            .await
        {
            Ok(()) => {
                let path = address::product(view.id.as_str(), &view.name);
                Answer::see(&format!("{path}?sudah=lapor"))
            }
            Err(error) if is_for_form(&error) => {
                let again = page(&visit, view, &fields, Some(&error))?;
                Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    told.await.map_err(Failed::at(&visit))
}

fn input(fields: &Fields) -> ReportIn {
    ReportIn {
        reason: fields.get("reason").to_owned(),
        said: fields.get("said").replace("\r\n", "\n"),
    }
}
