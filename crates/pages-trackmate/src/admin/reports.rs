//! What shoppers reported about products, and what is done about it.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Posted, Speech, Visit, form::answer};
use platform::Error;
use trackmate::api::{Queue, Report, Withholding};

use super::{Asked, Tab, query_of, tabs};
use crate::{Shop, address, report::reason_key};

const HERE: &str = "/pengelola/laporan";
const HANDLED: &str = "/pengelola/laporan?status=ditangani";

#[derive(Template)]
#[template(path = "admin/reports.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    parts: [Tab; 2],
    rows: Vec<Row>,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

/// A report.
struct Row {
    product: String,
    public: String,
    maker: String,
    reason: String,
    said: String,
    /// When it was reported, and handled.
    times: String,
    is_open: bool,
    /// Whether an administrator has hidden the product.
    is_banned: bool,
    close: String,
    decide: String,
}

impl Row {
    fn of(report: Report, speech: Speech<'_>) -> Self {
        let reported = speech.with("admin-reported", "day", speech.day(report.created_at));
        let handled = report
            .handled_at
            .map(|at| speech.with("admin-done", "day", speech.day(at)));
        Self {
            public: address::product(report.product.as_str(), &report.product_name),
            decide: format!("/pengelola/produk/{}", address::code(report.product.as_str())),
            close: format!("{HERE}/{}", report.id),
            reason: speech.say(&reason_key(report.reason)),
            times: handled.map_or(reported.clone(), |handled| format!("{reported} · {handled}")),
            is_open: report.handled_at.is_none(),
            is_banned: report.withheld.has(Withholding::ByStaff),
            product: report.product_name,
            maker: report.maker_name,
            said: report.said,
        }
    }
}

/// `GET /pengelola/laporan`
pub(super) async fn show(State(shop): State<Shop>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let fields = query_of(query);
    let (is_open, asked) = (fields.get("status") != "ditangani", Asked::read(&fields));
    let shown = async {
        let (reports, paging) = shop.trackmate().list_reports(&admin, is_open, asked.pages()).await?;
        let (speech, token) = (visit.speech(), visit.kit.form_token(&visit)?);
        let status = if is_open { "" } else { "ditangani" };
        let (before, after) = asked.around(HERE, &[("status", status)], paging.total);
        let part = |text, at, is_here: bool| Tab::part(speech, text, at, is_here.then_some(paging.total));
        let page = Page {
            frame: Frame::of(&visit, speech.say("admin-reports")).with_form(&token),
            style: shop.producer_style(),
            tabs: tabs(
                &shop,
                &admin,
                speech,
                (HERE, is_open.then_some((Queue::Reports, paging.total))),
            )
            .await?,
            parts: [
                part("admin-open", HERE, is_open),
                part("admin-handled", HANDLED, !is_open),
            ],
            rows: reports.into_iter().map(|report| Row::of(report, speech)).collect(),
            token: token.token.clone(),
            before,
            after,
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /pengelola/laporan/{id}`: closes it, and leaves the product as it is.
pub(super) async fn close(
    State(shop): State<Shop>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let closed = async {
        shop.trackmate().close_report(&admin, id, fields.get("alasan")).await?;
        Answer::see(&format!("{HERE}?sudah=laporan"))
    };
    closed.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// `POST /pengelola/produk/{code}`: hides a product, with all its reports closed, or shows it again.
pub(super) async fn decide_product(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let banned = fields.get("tampil") == "tidak";
    let decided = async {
        let id = address::product_id(&code);
        shop.trackmate()
            .set_product_banned(&admin, id, banned, fields.get("alasan"))
            .await?;
        let (path, done) = if banned { (HERE, "larang") } else { (HANDLED, "pulih") };
        let joint = if path.contains('?') { '&' } else { '?' };
        Answer::see(&format!("{path}{joint}sudah={done}"))
    };
    decided.await.map_err(|error: Error| Failed::at(&visit)(error))
}
