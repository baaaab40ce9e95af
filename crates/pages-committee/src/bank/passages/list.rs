//! The passages of a package.

use askama::Template;
use assessment::{Authors, BankReaders, Requirement as _};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Paged};

use super::{
    super::{tree::short, written::stored},
    path_of,
};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
    papers::{Head, address, find, html},
};

const PAGED: Paged = Paged { rows: 25, last: 1_000 };

#[derive(Template)]
#[template(path = "bank/passages.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    rows: Vec<Row>,
    total: String,
    before: Option<String>,
    after: Option<String>,
    /// Where one is written, for those who may.
    add: Option<String>,
}

/// A passage in the list; its text is safe HTML.
struct Row {
    code: String,
    title: String,
    short: String,
    text: String,
    /// Where it is changed, for those who may.
    path: Option<String>,
}

/// `GET /ujian/paket/{id}/bacaan`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let (speech, package) = (visit.speech(), find(&committee, &package).await?);
        let at = PAGED.read(&Fields::read(query.unwrap_or_default().as_bytes()));
        let listed = committee.assessment().list_passages(package.id, false, PAGED.pages(at));
        let (passages, paging) = listed.await?;
        let may_write = Authors::met(admin.role);
        let rows = passages.iter().map(|one| Row {
            code: one.code.clone(),
            title: one.title.clone(),
            short: short(&one.body),
            text: html(&stored(&one.body, one.body_marked.as_ref())),
            path: may_write.then(|| path_of(one.id, "")),
        });
        let list = |page: i64| address(package.id, &format!("/bacaan?hal={page}"));
        let (before, after) = PAGED.around(at, paging.total, list);
        let title = speech.say("bank-passages");
        let (frame, officer) = around(&committee, &visit, &admin, title.clone()).await?;
        Answer::page(&Page {
            head: Head::below(&admin, &package, title, speech),
            frame,
            officer,
            style: &committee.bank().style.path,
            rows: rows.collect(),
            total: speech.number(paging.total),
            before,
            after,
            add: may_write.then(|| address(package.id, "/bacaan/baru")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
