//! A category's room: what it is called and where it stands, its addresses, merging and deleting it; and making a new one.

use accounts::{Admin, Deed};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use classifieds::{
    Category,
    api::{CategoryChangeIn, CategoryIn, CategoryNode, check_category, check_category_change},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::Takes,
    form::{Form, ONCE, answer, is_for_form, new_key, once},
};
use platform::{Error, version::IfMatch};

use super::{PATH, all, find, missing, path, read, siblings, tree::parent_of};
use crate::Market;

/// The version that somebody saw.
pub(super) const SEEN: &str = "versi";
/// Levels of the tree.
const LEVELS: usize = 3;

#[derive(Template)]
#[template(path = "market/catalog/category.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    above: String,
    /// Of a category that is there.
    there: Option<There>,
    form: Form,
}

/// What can be done with a category that is there.
struct There {
    public: String,
    attributes: String,
    add: Option<String>,
    place: Form,
    merge: Option<Form>,
    removal: Form,
}

fn fields(speech: Speech<'_>) -> Vec<Field> {
    vec![
        Field::line("name", speech.say("catalog-name")).required().at_most(255),
        Field::line("slug", speech.say("catalog-slug"))
            .required()
            .hint(speech.say("catalog-slug-hint"))
            .at_most(255),
        Field::line("icon", speech.say("catalog-icon"))
            .hint(speech.say("catalog-icon-hint"))
            .at_most(255),
        Field::new("description", speech.say("catalog-description"), Takes::Lines).at_most(10_000),
    ]
}

fn as_typed(category: &Category) -> Fields {
    let typed = [
        ("name", category.name.clone()),
        ("slug", category.slug.clone()),
        ("icon", category.icon.clone().unwrap_or_default()),
        ("description", category.description.clone().unwrap_or_default()),
    ];
    typed
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// Categories as a choice: each by slug, with the names above it.
pub(super) fn choices(nodes: &[CategoryNode], fits: impl Fn(&super::Found<'_>) -> bool) -> Vec<(String, String)> {
    let named = |found: &super::Found<'_>| {
        let name = &found.node.category.name;
        let text = if found.above.is_empty() {
            name.clone()
        } else {
            format!("{} › {name}", found.above)
        };
        (found.node.category.slug.clone(), text)
    };
    all(nodes).iter().filter(|found| fits(found)).map(named).collect()
}

/// Slugs of a category and of all below it.
pub(super) fn branch(node: &CategoryNode) -> Vec<&str> {
    let below = node.child_categories.iter().flat_map(branch);
    std::iter::once(node.category.slug.as_str()).chain(below).collect()
}

fn height(node: &CategoryNode) -> usize {
    1 + node.child_categories.iter().map(height).max().unwrap_or_default()
}

/// Where it may stand: below which category, and behind which sibling.
fn place_form(speech: Speech<'_>, nodes: &[CategoryNode], node: &CategoryNode) -> Form {
    let (own, high) = (branch(node), height(node));
    let may =
        |found: &super::Found<'_>| !own.contains(&found.node.category.slug.as_str()) && found.level + high <= LEVELS;
    let root = (String::new(), speech.say("catalog-root"));
    let parents: Vec<_> = std::iter::once(root).chain(choices(nodes, may)).collect();
    let (parent, beside, at) = siblings(nodes, &node.category.slug).unwrap_or((None, &[], 0));
    let parent = all(nodes)
        .into_iter()
        .find(|found| Some(&found.node.category.id) == parent)
        .map(|found| found.node.category.slug.clone());
    let places = (0..beside.len()).map(|place| {
        let text = match place
            .checked_sub(1)
            .map(|before| if before >= at { before + 1 } else { before })
        {
            None => speech.say("catalog-first"),
            Some(before) => speech.with("catalog-behind", "name", beside[before].category.name.as_str()),
        };
        (place.to_string(), text)
    });
    let last = (String::new(), speech.say("catalog-at-end"));
    let fields = vec![
        Field::new("induk", speech.say("catalog-parent"), Takes::Choice(parents)).holding(parent.unwrap_or_default()),
        Field::new(
            "tempat",
            speech.say("catalog-place"),
            Takes::Choice(places.chain([last]).collect()),
        )
        .hint(speech.say("catalog-place-hint"))
        .holding(at.to_string()),
    ];
    let mut form = Form::to(
        format!("{}/pindah", path(&node.category.slug)),
        speech.say("catalog-move"),
        fields,
    );
    form.summary = "ringkasan-tempat";
    form
}

fn merge_form(speech: Speech<'_>, nodes: &[CategoryNode], node: &CategoryNode) -> Option<Form> {
    let (own, high) = (branch(node), height(node) - 1);
    let may =
        |found: &super::Found<'_>| !own.contains(&found.node.category.slug.as_str()) && found.level + high <= LEVELS;
    let others = choices(nodes, may);
    if others.is_empty() {
        return None;
    }
    let field = Field::new("ke", speech.say("catalog-merge-into"), Takes::Choice(others));
    let action = format!("{}/gabung", path(&node.category.slug));
    let mut form = Form::to(action, speech.say("catalog-merge-look"), vec![field]);
    form.summary = "ringkasan-gabung";
    Some(form)
}

fn there(speech: Speech<'_>, nodes: &[CategoryNode], node: &CategoryNode, token: &str) -> There {
    let slug = &node.category.slug;
    let level = all(nodes)
        .into_iter()
        .find(|found| found.node.category.slug == *slug)
        .map_or(1, |found| found.level);
    let mut removal = Form::to(
        format!("{}/hapus", path(slug)),
        speech.say("catalog-remove"),
        Vec::new(),
    );
    removal.is_grave = true;
    removal.summary = "ringkasan-hapus";
    let mut shown = There {
        public: format!("/pasar/kategori/{slug}"),
        attributes: format!("{}/atribut", path(slug)),
        add: (level < LEVELS).then(|| format!("{PATH}/_baru?induk={slug}")),
        place: place_form(speech, nodes, node),
        merge: merge_form(speech, nodes, node),
        removal,
    };
    for form in [&mut shown.place, &mut shown.removal]
        .into_iter()
        .chain(shown.merge.as_mut())
    {
        token.clone_into(&mut form.token);
        form.hidden.push((SEEN, node.category.record_version.to_string()));
    }
    shown
}

/// Which form of the page something is wrong with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Words,
    Place,
    Removal,
}

async fn page(
    market: &Market,
    visit: &Visit,
    slug: &str,
    (held, wrong): (Option<&Fields>, Option<(Wrong, &Error)>),
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let nodes = read(market).await?;
    let node = find(&nodes, slug)?;
    let above = all(&nodes).into_iter().find(|found| found.node.category.slug == slug);
    let typed = as_typed(&node.category);
    let words_held = held.filter(|_| wrong.is_some_and(|(at, _)| at == Wrong::Words));
    let mut form =
        Form::to(path(slug), speech.say("catalog-save"), fields(speech)).holding(words_held.unwrap_or(&typed));
    form.token.clone_from(&token.token);
    form.hidden.push((SEEN, node.category.record_version.to_string()));
    let mut there = there(speech, &nodes, node, &token.token);
    if let Some((at, error)) = wrong {
        let form = match at {
            Wrong::Words => &mut form,
            Wrong::Place => &mut there.place,
            Wrong::Removal => &mut there.removal,
        };
        let blank = Form::to("", "", Vec::new());
        let shown = std::mem::replace(form, blank);
        *form = shown.faulty(visit, error);
    }
    let page = Answer::page(&Page {
        style: market.style(),
        above: above.map(|found| found.above).unwrap_or_default(),
        frame: Frame::of(visit, node.category.name.clone()).with_form(&token),
        there: Some(there),
        form,
    })?;
    let status = if wrong.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `GET /admin/kategori/{slug}`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(slug): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    page(&market, &visit, &slug, (None, None))
        .await
        .map_err(Failed::at(&visit))
}

/// The category of a slug as it is now.
pub(super) async fn current(market: &Market, slug: &str) -> Result<Category, Error> {
    let nodes = read(market).await?;
    Ok(find(&nodes, slug)?.category.clone())
}

pub(super) fn seen(fields: &Fields) -> IfMatch {
    let seen = fields.get(SEEN).parse();
    seen.map_or(IfMatch::Any, |version| IfMatch::OneOf(vec![version]))
}

fn text(fields: &Fields, name: &str) -> Option<String> {
    Some(fields.get(name).trim().to_owned()).filter(|text| !text.is_empty())
}

/// What a form refused is shown for, or the failure.
async fn again(
    market: &Market,
    (visit, slug): (&Visit, &str),
    fields: &Fields,
    (wrong, error): (Wrong, Error),
) -> Result<Answer, Failed> {
    if !is_for_form(&error) {
        return Err(Failed::at(visit)(error));
    }
    let shown = page(market, visit, slug, (Some(fields), Some((wrong, &error)))).await;
    shown.map_err(Failed::at(visit))
}

/// `POST /admin/kategori/{slug}`: what it is called.
pub(crate) async fn save(
    State(market): State<Market>,
    Path(slug): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let saved = async {
        let category = current(&market, &slug).await?;
        let change = check_category_change(&CategoryChangeIn {
            name: Some(text(&fields, "name")),
            slug: Some(text(&fields, "slug")),
            icon: Some(text(&fields, "icon")),
            description: Some(text(&fields, "description")),
            ..CategoryChangeIn::default()
        })?;
        let classifieds = market.classifieds();
        let changed = classifieds
            .edit_category(&admin.0, category.id, change, seen(&fields))
            .await?;
        Answer::see(&format!("{}?sudah=kategori-ubah", path(&changed.object.slug)))
    };
    match saved.await {
        Ok(answer) => Ok(answer),
        Err(error) => again(&market, (&visit, &slug), &fields, (Wrong::Words, error)).await,
    }
}

/// `POST /admin/kategori/{slug}/pindah`: where it stands.
pub(crate) async fn place(
    State(market): State<Market>,
    Path(slug): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let moved = async {
        let nodes = read(&market).await?;
        let (parent, beside, at) = siblings(&nodes, &slug).ok_or_else(missing)?;
        let category = &beside[at].category;
        let wanted = parent_of(&nodes, fields.get("induk"))?;
        // The places that are offered are those beside its siblings; below another category it comes last.
        let place = if wanted.as_ref() == parent {
            fields.get("tempat").parse().unwrap_or(usize::MAX)
        } else {
            usize::MAX
        };
        market
            .classifieds()
            .move_category(&admin.0, category.id.clone(), wanted, place, seen(&fields))
            .await?;
        Answer::see(&format!("{PATH}?sudah=kategori-pindah#{slug}"))
    };
    match moved.await {
        Ok(answer) => Ok(answer),
        Err(error) => again(&market, (&visit, &slug), &fields, (Wrong::Place, error)).await,
    }
}

/// Notes for other administrators what was done; categories have no page among people.
async fn note(visit: &Visit, admin: &Admin, action: &'static str, name: &str) -> Result<(), Error> {
    let deed = Deed {
        action,
        subject: "",
        subject_name: name,
        reason: "",
    };
    visit.kit.accounts().note(admin, deed).await
}

/// `POST /admin/kategori/{slug}/hapus`: one that nothing lies in; its children become roots.
pub(crate) async fn remove(
    State(market): State<Market>,
    Path(slug): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let removed = async {
        let category = current(&market, &slug).await?;
        market
            .classifieds()
            .delete_category(category.id, None, seen(&fields))
            .await?;
        note(&visit, &admin, "category-delete", &category.name).await?;
        Answer::see(&format!("{PATH}?sudah=kategori-hapus"))
    };
    match removed.await {
        Ok(answer) => Ok(answer),
        Err(error) => again(&market, (&visit, &slug), &fields, (Wrong::Removal, error)).await,
    }
}

async fn blank(market: &Market, visit: &Visit, held: &Fields, fault: Option<&Error>) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let nodes = read(market).await?;
    let root = (String::new(), speech.say("catalog-root"));
    let parents = choices(&nodes, |found| found.level < LEVELS);
    let parents = std::iter::once(root).chain(parents).collect();
    let mut all = fields(speech);
    all.push(Field::new(
        "induk",
        speech.say("catalog-parent"),
        Takes::Choice(parents),
    ));
    let mut form = Form::to(format!("{PATH}/_baru"), speech.say("catalog-add"), all).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    let key = held.find(ONCE).map_or_else(new_key, str::to_owned);
    form.hidden.push((ONCE, key));
    let page = Answer::page(&Page {
        style: market.style(),
        above: String::new(),
        there: None,
        frame: Frame::of(visit, speech.say("catalog-add")).with_form(&token),
        form,
    })?;
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `GET /admin/kategori/_baru`
pub(crate) async fn ask(
    State(market): State<Market>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    let held = Fields::read(query.unwrap_or_default().as_bytes());
    blank(&market, &visit, &held, None).await.map_err(Failed::at(&visit))
}

/// `POST /admin/kategori/_baru`: it stands behind its siblings.
pub(crate) async fn make(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let made = async {
        let nodes = read(&market).await?;
        let parent = parent_of(&nodes, fields.get("induk"))?;
        let beside = nodes_below(&nodes, fields.get("induk"));
        let last = beside.iter().map(|node| node.category.sort_order).max();
        let content = check_category(&CategoryIn {
            name: fields.get("name").to_owned(),
            slug: fields.get("slug").trim().to_owned(),
            icon: text(&fields, "icon"),
            description: text(&fields, "description"),
            parent_category_id: parent.map(|id| id.to_string()),
            sort_order: last.unwrap_or_default().saturating_add(1),
        })?;
        let once = once(&fields, PATH, |_| true)?;
        let made = market.classifieds().create_category(&admin.0, content, once).await?;
        note(&visit, &admin, "category-make", &made.name).await?;
        Answer::see(&format!("{}?sudah=kategori-baru", path(&made.slug)))
    };
    match made.await {
        Ok(answer) => Ok(answer),
        Err(error) if is_for_form(&error) => {
            let again = blank(&market, &visit, &fields, Some(&error)).await;
            again.map_err(Failed::at(&visit))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

/// The children of the category of a slug; the roots for none.
fn nodes_below<'a>(nodes: &'a [CategoryNode], slug: &str) -> &'a [CategoryNode] {
    if slug.is_empty() {
        return nodes;
    }
    find(nodes, slug).map_or(&[], |node| &node.child_categories)
}
