//! Approving businesses and impacts, and withdrawing that.

use accounts::Admin;
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Posted, Speech, Visit, form::answer};
use platform::{Error, page::Paging};
use trackmate::api::{ImpactFilter, ImpactView, Queue, UmkmApproval};

use super::{Asked, Tab, query_of, tabs};
use crate::{Shop, address};

/// What is approved here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Judged {
    Umkm,
    Impact,
}

impl Judged {
    /// Where those that wait are, and those that are approved.
    fn paths(self) -> (&'static str, &'static str) {
        match self {
            Self::Umkm => ("/pengelola", "/pengelola?status=disetujui"),
            Self::Impact => ("/pengelola/dampak", "/pengelola/dampak?status=disetujui"),
        }
    }

    fn path(self) -> &'static str {
        self.paths().0
    }

    fn queue(self) -> Queue {
        match self {
            Self::Umkm => Queue::Umkm,
            Self::Impact => Queue::Impacts,
        }
    }
}

#[derive(Template)]
#[template(path = "admin/approvals.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    /// Those that wait, and those that are approved.
    parts: [Tab; 2],
    rows: Vec<Row>,
    is_approved: bool,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

/// What is judged.
struct Row {
    name: String,
    /// Its page; empty if it has none.
    public: String,
    picture: Option<String>,
    /// What is told of it.
    about: String,
    owner: String,
    /// Where the judgement is sent.
    action: String,
}

impl Row {
    fn of_umkm(umkm: UmkmApproval, speech: Speech<'_>) -> Self {
        let id = umkm.id.as_str();
        Self {
            public: address::maker(id, &umkm.name),
            action: format!("/pengelola/usaha/{}", address::code(id)),
            picture: pages_kit::picture::own(&umkm.logo),
            about: umkm.location.name,
            owner: speech.with("admin-of", "owner", umkm.owner),
            name: umkm.name,
        }
    }

    fn of_impact(impact: ImpactView, speech: Speech<'_>) -> Self {
        Self {
            public: String::new(),
            action: format!("/pengelola/dampak/{}", address::code(impact.id.as_str())),
            picture: pages_kit::picture::own(&impact.image),
            about: impact.description,
            owner: speech.with("admin-of", "owner", impact.owner),
            name: impact.name,
        }
    }
}

/// What an address asks for: those that are approved, or those that wait; and which page of them.
struct Wanted {
    is_approved: bool,
    asked: Asked,
}

impl Wanted {
    fn read(query: Option<String>) -> Self {
        let fields = query_of(query);
        Self {
            is_approved: fields.get("status") == "disetujui",
            asked: Asked::read(&fields),
        }
    }
}

/// `GET /pengelola`
pub(super) async fn show_umkm(
    State(shop): State<Shop>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let wanted = Wanted::read(query);
    let shown = async {
        let pages = wanted.asked.pages();
        let found = shop
            .trackmate()
            .list_umkm_for_approval(wanted.is_approved, pages)
            .await?;
        let rows = found.0.into_iter().map(|umkm| Row::of_umkm(umkm, visit.speech()));
        page(
            &shop,
            &visit,
            &admin,
            (Judged::Umkm, &wanted),
            (rows.collect(), found.1),
        )
        .await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `GET /pengelola/dampak`
pub(super) async fn show_impacts(
    State(shop): State<Shop>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let wanted = Wanted::read(query);
    let shown = async {
        let of = ImpactFilter::Approval(wanted.is_approved);
        let found = shop.trackmate().list_impacts(of, wanted.asked.pages()).await?;
        let rows = found.0.into_iter().map(|impact| Row::of_impact(impact, visit.speech()));
        page(
            &shop,
            &visit,
            &admin,
            (Judged::Impact, &wanted),
            (rows.collect(), found.1),
        )
        .await
    };
    shown.await.map_err(Failed::at(&visit))
}

async fn page(
    shop: &Shop,
    visit: &Visit,
    admin: &Admin,
    (judged, wanted): (Judged, &Wanted),
    (rows, paging): (Vec<Row>, Paging),
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let (path, approved) = judged.paths();
    let status = if wanted.is_approved { "disetujui" } else { "" };
    let (before, after) = wanted.asked.around(path, &[("status", status)], paging.total);
    let part = |text, at, is_here: bool| Tab::part(speech, text, at, is_here.then_some(paging.total));
    let known = (!wanted.is_approved).then_some((judged.queue(), paging.total));
    let page = Page {
        frame: Frame::of(visit, speech.say("admin")).with_form(&token),
        style: shop.producer_style(),
        tabs: tabs(shop, admin, speech, (path, known)).await?,
        parts: [
            part("admin-waiting", path, !wanted.is_approved),
            part("admin-approved", approved, wanted.is_approved),
        ],
        rows,
        is_approved: wanted.is_approved,
        token: token.token.clone(),
        before,
        after,
    };
    answer(Answer::page(&page), token)
}

/// What a form decides, and what is told of it. A form without a decision withdraws nothing.
fn decision(fields: &Fields) -> (bool, &'static str) {
    if fields.get("setuju") == "tidak" {
        (false, "cabut")
    } else {
        (true, "setuju")
    }
}

/// Stores a decision about a business or an impact, and leads back to the list.
async fn decide(shop: &Shop, judged: Judged, code: &str, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let (approved, done) = decision(&fields);
    let decided = async {
        let (trackmate, why) = (shop.trackmate(), fields.get("alasan"));
        match judged {
            Judged::Umkm => {
                let id = format!("umkm-{code}");
                trackmate.set_umkm_approved(&admin, id, approved, why).await?;
            }
            Judged::Impact => {
                let id = format!("impact-{code}");
                trackmate.set_impact_approved(&admin, id, approved, why).await?;
            }
        }
        Answer::see(&format!("{}?sudah={done}", judged.path()))
    };
    decided.await.map_err(Failed::at(&visit))
}

/// `POST /pengelola/usaha/{code}`
pub(super) async fn decide_umkm(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    sent: Posted,
) -> Result<Answer, Failed> {
    decide(&shop, Judged::Umkm, &code, sent).await
}

/// `POST /pengelola/dampak/{code}`
pub(super) async fn decide_impact(
    State(shop): State<Shop>,
    Path(code): Path<String>,
    sent: Posted,
) -> Result<Answer, Failed> {
    decide(&shop, Judged::Impact, &code, sent).await
}
