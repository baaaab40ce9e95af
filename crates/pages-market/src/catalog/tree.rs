//! The tree of categories: every one with how many listings it has, moved by dragging or by buttons, and what was done last to be
//! taken back.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::{
    CategoryId,
    api::{CategoryDeed, CategoryDeedKind, CategoryNode, ListingFilter, ListingOrder, ListingQuery},
};
use pages_kit::{Answer, Failed, Fields, Frame, Posted, Speech, Visit, form::answer};
use platform::{Error, version::IfMatch};

use super::{PATH, all, find, missing, path, read, siblings};
use crate::{Market, tree};

/// Deeds that are offered to be taken back.
const DEEDS: i64 = 5;

/// A category in the tree.
struct Row {
    slug: String,
    name: String,
    path: String,
    version: i64,
    count: String,
    is_first: bool,
    is_last: bool,
    below: Vec<Row>,
}

/// Something that can be taken back.
struct Undo {
    text: String,
    when: String,
    action: String,
}

/// A category that a search found.
struct Hit {
    name: String,
    above: String,
    path: String,
}

#[derive(Template)]
#[template(path = "market/catalog/tree.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    script: &'a str,
    token: String,
    query: String,
    /// What a search found; `None` if nothing was looked for.
    hits: Option<Vec<Hit>>,
    rows: Vec<Row>,
    count: String,
    undos: Vec<Undo>,
}

/// A level of the tree, as the template calls itself for it.
#[derive(Template)]
#[template(path = "market/catalog/level.html")]
struct Level<'a> {
    speech: Speech<'a>,
    rows: &'a [Row],
    /// Whose children they are; empty for roots.
    parent: &'a str,
}

impl Level<'_> {
    fn of<'a>(speech: Speech<'a>, rows: &'a [Row], parent: &'a str) -> Result<String, askama::Error> {
        Level { speech, rows, parent }.render()
    }
}

fn rows(speech: Speech<'_>, nodes: &[CategoryNode], counts: &HashMap<&str, i64>) -> Vec<Row> {
    let row = |(at, node): (usize, &CategoryNode)| {
        let category = &node.category;
        let count = counts.get(category.id.as_str()).copied().unwrap_or_default();
        Row {
            slug: category.slug.clone(),
            name: category.name.clone(),
            path: path(&category.slug),
            version: category.record_version,
            count: speech.number(count),
            is_first: at == 0,
            is_last: at + 1 == nodes.len(),
            below: rows(speech, &node.child_categories, counts),
        }
    };
    nodes.iter().enumerate().map(row).collect()
}

fn undo(speech: Speech<'_>, deed: &CategoryDeed) -> Undo {
    let key = match (deed.kind, deed.subject.is_empty()) {
        (CategoryDeedKind::Edit, _) => "catalog-undo-edit",
        (CategoryDeedKind::Move, _) => "catalog-undo-move",
        (CategoryDeedKind::Order, false) => "catalog-undo-order",
        (CategoryDeedKind::Order, true) => "catalog-undo-order-roots",
    };
    let by = deed.by.clone().unwrap_or_default();
    Undo {
        text: speech.with(key, "name", deed.subject.as_str()),
        when: format!("{} {by}", speech.day(deed.at)).trim_end().to_owned(),
        action: format!("{PATH}/_batal/{}", deed.seq),
    }
}

/// `GET /admin/kategori`
pub(crate) async fn show(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    let shown = async {
        let (speech, token) = (visit.speech(), visit.kit.form_token(&visit)?);
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let query = fields.get("cari").trim().to_owned();
        let nodes = read(&market).await?;
        let everything = ListingQuery::of(ListingFilter::default(), ListingOrder::Newest);
        let facets = market.classifieds().count_facets(everything).await?;
        let counts = tree::counts(&facets.categories);
        let deeds = market.classifieds().latest_category_deeds(DEEDS).await?;
        let hits = (!query.is_empty()).then(|| {
            let found = tree::search(&nodes, &query);
            let hit = |(step, above): (tree::Step, String)| Hit {
                path: path(&step.slug),
                name: step.name,
                above,
            };
            found.into_iter().map(hit).collect()
        });
        let page = Page {
            style: market.style(),
            script: market.tree_script(),
            token: token.token.clone(),
            query,
            hits,
            count: speech.with(
                "catalog-count",
                "count",
                i64::try_from(all(&nodes).len()).unwrap_or(i64::MAX),
            ),
            rows: rows(speech, &nodes, &counts),
            undos: deeds.iter().map(|deed| undo(speech, deed)).collect(),
            frame: Frame::of(&visit, speech.say("catalog")).with_form(&token),
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /admin/kategori`: one up or down among its siblings, or, dragged, to another place.
pub(crate) async fn arrange(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let arranged = async {
        let nodes = read(&market).await?;
        let classifieds = market.classifieds();
        if let Some(slug) = fields.find("pindah") {
            let category = &find(&nodes, slug)?.category;
            let parent = parent_of(&nodes, fields.get("induk"))?;
            let place = fields.get("tempat").parse().unwrap_or(usize::MAX);
            let seen = fields.get("versi").parse();
            let seen = seen.map_or(IfMatch::Any, |version| IfMatch::OneOf(vec![version]));
            classifieds
                .move_category(&admin.0, category.id.clone(), parent, place, seen)
                .await?;
        } else {
            let (slug, step) = match (fields.find("naik"), fields.find("turun")) {
                (Some(slug), _) => (slug, -1),
                (None, Some(slug)) => (slug, 1),
                (None, None) => return Err(missing()),
            };
            let (parent, beside, at) = siblings(&nodes, slug).ok_or_else(missing)?;
            let mut order: Vec<CategoryId> = beside.iter().map(|node| node.category.id.clone()).collect();
            if let Some(other) = at.checked_add_signed(step).filter(|other| *other < order.len()) {
                order.swap(at, other);
                classifieds.arrange_categories(&admin.0, parent.cloned(), order).await?;
            }
            return Answer::see(&format!("{PATH}?sudah=kategori-urut#{slug}"));
        }
        Answer::see(&format!("{PATH}?sudah=kategori-pindah"))
    };
    arranged.await.map_err(|error: Error| Failed::at(&visit)(error))
}

/// The category of a slug that something is put under; none for the roots.
pub(super) fn parent_of(nodes: &[CategoryNode], slug: &str) -> Result<Option<CategoryId>, Error> {
    if slug.is_empty() {
        return Ok(None);
    }
    Ok(Some(find(nodes, slug)?.category.id.clone()))
}

/// `POST /admin/kategori/_batal/{seq}`
pub(crate) async fn take_back(
    State(market): State<Market>,
    Path(seq): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let undone = async {
        let seq = seq.parse().map_err(|_| missing())?;
        market.classifieds().undo_category_deed(&admin.0, seq).await?;
        Answer::see(&format!("{PATH}?sudah=kategori-batal"))
    };
    undone.await.map_err(|error: Error| Failed::at(&visit)(error))
}
