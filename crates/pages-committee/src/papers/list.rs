//! The list of packages, and beginning a new one.

use askama::Template;
use assessment::{Admin, Authors, BankReaders, Order, PackageEmbedding, PackageView, Requirement};
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Paged, Speech, Visit,
    form::{self, Form, is_for_form},
};
use papers::rules::section::{LONGEST_TITLE, title};
use platform::{
    Error,
    db::containing,
    text::{Check, fold},
};

use super::{Head, LIST, Named, address, import, moment, questions_in};
use crate::{
    Committee,
    asked::Asked,
    caller::{Entered, Sent},
    frame::{Officer, around},
};

const PAGED: Paged = Paged { rows: 25, last: 1_000 };
const CHANGED_LAST_FIRST: Order = Order {
    by: "updatedAt",
    down: true,
};

#[derive(Template)]
#[template(path = "committee/papers.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    rows: Vec<Row>,
    total: String,
    query: String,
    before: Option<String>,
    after: Option<String>,
    /// Beginning a package, for those who may.
    add: Option<Form>,
    /// Where one is made of a document.
    from_file: &'static str,
}

struct Row {
    named: Named,
    questions: String,
    changed: String,
}

impl Row {
    fn of(package: &PackageView, speech: Speech<'_>) -> Self {
        Self {
            named: Named::of(package, speech),
            questions: speech.number(questions_in(package)),
            changed: moment(speech, package.updated_at),
        }
    }
}

fn new_form(speech: Speech<'_>) -> Form {
    let fields = vec![
        Field::line("title", speech.say("papers-title"))
            .required()
            .hint(speech.say("papers-title-hint"))
            .at_most(LONGEST_TITLE),
    ];
    let mut form = Form::to(LIST, speech.say("papers-add-do"), fields);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    add: Form,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let embedded = PackageEmbedding::default().with_questions();
    let pattern = containing(&fold(&asked.query));
    let (packages, paging) = committee
        .assessment()
        .list_packages(pattern, CHANGED_LAST_FIRST, embedded, PAGED.pages(asked.at))
        .await?;
    let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(LIST, page));
    let (frame, officer) = around(committee, visit, admin, speech.say("papers")).await?;
    let add = Authors::met(admin.role).then(|| Form {
        token: officer.token.clone(),
        ..add
    });
    Answer::page(&Page {
        frame,
        officer,
        head: Head::of(admin, None, speech),
        rows: packages.iter().map(|package| Row::of(package, speech)).collect(),
        total: speech.number(paging.total),
        query: asked.query.clone(),
        before,
        after,
        add,
        from_file: import::PATH,
    })
}

/// `GET /ujian/paket`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let add = new_form(visit.speech());
    let shown = page(&committee, (&visit, &admin), &Asked::of(query, &PAGED), add).await;
    shown.map_err(Failed::at(&visit))
}

/// The title that a form gives a new package.
pub(super) fn typed_title(fields: &Fields) -> Result<String, Error> {
    let mut check = Check::new();
    let title = title(&mut check, "title", fields.get("title"));
    check.finish()?;
    Ok(title)
}

/// `POST /ujian/paket`: a new package, in which nothing is yet.
pub(crate) async fn create(State(committee): State<Committee>, sent: Sent<Authors>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let made = async {
            let once = form::once(&fields, LIST, |_| true)?;
            let title = typed_title(&fields)?;
            committee.assessment().create_package(&admin, title, once).await
        };
        match made.await {
            Ok(package) => Answer::see(&address(package.id, "?sudah=paket-baru")),
            Err(error) if is_for_form(&error) => {
                let add = new_form(visit.speech()).holding(&fields).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &Asked::of(None, &PAGED), add).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
