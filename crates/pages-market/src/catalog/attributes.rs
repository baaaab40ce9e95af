//! What listings of a category are asked by name: what it inherits and what it defines itself, one by one changed, put in order, taken
//! away; and the form that sellers will see of it.

use askama::Template;
use axum::extract::{Path, State};
use classifieds::{
    CategoryId,
    api::{
        AttributeDefinition, AttributeKind, AttributeOption, AttributesIn, CategoryAttributes, CategoryNode, Names,
        check_definitions,
    },
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::{TICKED, Takes},
    form::{Form, answer, is_for_form},
    numbers::decimal,
};
use platform::{Error, FieldError, Message, Rule};

use super::{
    all,
    category::{SEEN, seen},
    find, missing, path, read,
};
use crate::{Market, asked};

/// In the place of a key: one that is not there yet.
const NEW: &str = "_baru";
/// Languages of names.
const LANGUAGES: [(&str, &str); 3] = [
    ("id", "attributes-name-id"),
    ("en", "attributes-name-en"),
    ("tr", "attributes-name-tr"),
];

/// A definition in the list.
struct Row {
    key: String,
    name: String,
    about: String,
    path: String,
    is_first: bool,
    is_last: bool,
}

/// A definition of a category above.
struct Inherited {
    name: String,
    about: String,
    from: String,
    path: String,
}

#[derive(Template)]
#[template(path = "market/catalog/attributes.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: String,
    back: String,
    here: String,
    token: String,
    version: i64,
    own: Vec<Row>,
    inherited: Vec<Inherited>,
    /// The fields that sellers will see.
    preview: Vec<Field>,
}

#[derive(Template)]
#[template(path = "market/catalog/attribute.html")]
struct FormPage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    name: String,
    back: String,
    form: Form,
}

fn kind_text(speech: Speech<'_>, kind: AttributeKind) -> String {
    speech.say(match kind {
        AttributeKind::Text => "attributes-text",
        AttributeKind::Number => "attributes-number",
        AttributeKind::Year => "attributes-year",
        AttributeKind::Choice => "attributes-choice",
        AttributeKind::Several => "attributes-several",
        AttributeKind::YesNo => "attributes-yes-no",
    })
}

/// What is to be known of a definition, in a line.
fn about(speech: Speech<'_>, one: &AttributeDefinition) -> String {
    let language = speech.language.code();
    let options = one
        .options
        .iter()
        .map(|option| option.named(language))
        .collect::<Vec<_>>();
    let told = [
        Some(kind_text(speech, one.kind)),
        one.unit.clone(),
        (!options.is_empty()).then(|| options.join(", ")),
        one.required.then(|| speech.say("attributes-required")),
        one.in_facets.then(|| speech.say("attributes-facets")),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn home(slug: &str) -> String {
    format!("{}/atribut", path(slug))
}

fn rows(speech: Speech<'_>, slug: &str, own: &[AttributeDefinition]) -> Vec<Row> {
    let row = |(at, one): (usize, &AttributeDefinition)| Row {
        key: one.key.clone(),
        name: one.names.of(speech.language.code()).to_owned(),
        about: about(speech, one),
        path: format!("{}/{}", home(slug), one.key),
        is_first: at == 0,
        is_last: at + 1 == own.len(),
    };
    own.iter().enumerate().map(row).collect()
}

fn inherited(speech: Speech<'_>, nodes: &[CategoryNode], found: &CategoryAttributes) -> Vec<Inherited> {
    let above = found
        .attributes
        .iter()
        .filter(|one| one.category_id != found.category_id);
    let every = all(nodes);
    let shown = above.filter_map(|one| {
        let from = every.iter().find(|node| node.node.category.id == one.category_id)?;
        Some(Inherited {
            name: one.definition.names.of(speech.language.code()).to_owned(),
            about: about(speech, &one.definition),
            from: from.node.category.name.clone(),
            path: home(&from.node.category.slug),
        })
    });
    shown.collect()
}

/// `GET /admin/kategori/{slug}/atribut`
pub(crate) async fn show(
    State(market): State<Market>,
    Path(slug): Path<String>,
    visit: Visit,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    let shown = async {
        let (speech, token) = (visit.speech(), visit.kit.form_token(&visit)?);
        let nodes = read(&market).await?;
        let category = &find(&nodes, &slug)?.category;
        let found = market.classifieds().show_attributes(category.id.clone()).await?;
        let page = Page {
            style: market.style(),
            name: category.name.clone(),
            back: path(&slug),
            here: home(&slug),
            token: token.token.clone(),
            version: found.record_version,
            own: rows(speech, &slug, &found.own),
            inherited: inherited(speech, &nodes, &found),
            preview: asked::fields(speech, &found.attributes),
            frame: Frame::of(&visit, speech.say("attributes")).with_form(&token),
        };
        answer(Answer::page(&page), token)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /admin/kategori/{slug}/atribut`: one up, one down, or one away.
pub(crate) async fn arrange(
    State(market): State<Market>,
    Path(slug): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let arranged = async {
        let id = category_id(&market, &slug).await?;
        let mut own = market.classifieds().show_attributes(id.clone()).await?.own;
        let place = |key: &str| own.iter().position(|one| one.key == key).ok_or_else(missing);
        match (fields.find("naik"), fields.find("turun"), fields.find("hapus")) {
            (Some(key), ..) => {
                let at = place(key)?;
                own.swap(at, at.saturating_sub(1));
            }
            (None, Some(key), _) => {
                let at = place(key)?;
                let next = (at + 1).min(own.len() - 1);
                own.swap(at, next);
            }
            (None, None, Some(key)) => {
                let at = place(key)?;
                own.remove(at);
            }
            (None, None, None) => return Err(missing()),
        }
        let definitions = check_definitions(AttributesIn { attributes: own })?;
        market
            .classifieds()
            .define_attributes(&admin.0, id, definitions, seen(&fields))
            .await?;
        Answer::see(&format!("{}?sudah=atribut", home(&slug)))
    };
    arranged.await.map_err(|error: Error| Failed::at(&visit)(error))
}

async fn category_id(market: &Market, slug: &str) -> Result<CategoryId, Error> {
    let nodes = read(market).await?;
    Ok(find(&nodes, slug)?.category.id.clone())
}

fn number(speech: Speech<'_>, number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| decimal(speech.language, number.to_string()))
}

/// Options as lines: the value, and its names, with a bar between them.
fn option_lines(options: &[AttributeOption]) -> String {
    let line = |option: &AttributeOption| {
        let names = LANGUAGES.map(|(language, _)| option.names.0.get(language).cloned().unwrap_or_default());
        let parts = std::iter::once(option.value.clone()).chain(names);
        let line = parts.collect::<Vec<_>>().join(" | ");
        line.trim_end_matches([' ', '|']).to_owned()
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn read_options(text: &str) -> Vec<AttributeOption> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let option = |line: &str| {
        let mut parts = line.split('|').map(|part| part.trim().to_owned());
        let value = parts.next().unwrap_or_default();
        let names = LANGUAGES.iter().zip(parts).filter(|(_, name)| !name.is_empty());
        AttributeOption {
            value,
            names: Names(
                names
                    .map(|((language, _), name)| ((*language).to_owned(), name))
                    .collect(),
            ),
        }
    };
    lines.map(option).collect()
}

fn form(speech: Speech<'_>, slug: &str, one: Option<&AttributeDefinition>) -> Form {
    let kinds = AttributeKind::ALL.map(|kind| (kind.name().to_owned(), kind_text(speech, kind)));
    let mut fields = Vec::new();
    if one.is_none() {
        let key = Field::line("key", speech.say("attributes-key")).required();
        fields.push(key.hint(speech.say("attributes-key-hint")).at_most(40));
    }
    let kind = one.map_or(AttributeKind::Text, |one| one.kind);
    fields.push(Field::new("type", speech.say("attributes-kind"), Takes::Choice(kinds.into())).holding(kind.name()));
    for (language, text) in LANGUAGES {
        let name = one
            .and_then(|one| one.names.0.get(language).cloned())
            .unwrap_or_default();
        fields.push(
            Field::line(format!("names.{language}"), speech.say(text))
                .holding(name)
                .at_most(80),
        );
    }
    let ticked = |is_so: bool| if is_so { TICKED } else { "" };
    let unit = one.and_then(|one| one.unit.clone()).unwrap_or_default();
    let options = one.map(|one| option_lines(&one.options)).unwrap_or_default();
    fields.extend([
        Field::line("unit", speech.say("attributes-unit"))
            .hint(speech.say("attributes-unit-hint"))
            .holding(unit)
            .at_most(20),
        Field::new("least", speech.say("attributes-least"), Takes::Number)
            .holding(number(speech, one.and_then(|one| one.least))),
        Field::new("most", speech.say("attributes-most"), Takes::Number)
            .holding(number(speech, one.and_then(|one| one.most))),
        Field::new("options", speech.say("attributes-options"), Takes::Lines)
            .hint(speech.say("attributes-options-hint"))
            .holding(options),
        Field::new("required", speech.say("attributes-is-required"), Takes::Tick)
            .holding(ticked(one.is_some_and(|one| one.required))),
        Field::new("inFacets", speech.say("attributes-in-facets"), Takes::Tick)
            .holding(ticked(one.is_some_and(|one| one.in_facets))),
    ]);
    let key = one.map_or(NEW, |one| one.key.as_str());
    Form::to(format!("{}/{key}", home(slug)), speech.say("catalog-save"), fields)
}

fn read_number(fields: &Fields, name: &'static str) -> Result<Option<f64>, Error> {
    let typed = fields.get(name).trim().replace(',', ".");
    if typed.is_empty() {
        return Ok(None);
    }
    let number: Option<f64> = typed.parse().ok().filter(|number: &f64| number.is_finite());
    number.map(Some).ok_or_else(|| {
        let said = Message::new("bukan angka", "is no number");
        Error::invalid_field(name, Rule::Other(said))
    })
}

fn read_definition(fields: &Fields, key: &str) -> Result<AttributeDefinition, Error> {
    let kind = AttributeKind::ALL
        .into_iter()
        .find(|kind| kind.name() == fields.get("type"));
    let kind = kind.ok_or_else(|| Error::invalid_field("type", Rule::Required))?;
    let names = LANGUAGES.map(|(language, _)| {
        let name = fields.get(&format!("names.{language}")).trim().to_owned();
        (language.to_owned(), name)
    });
    Ok(AttributeDefinition {
        key: key.to_owned(),
        kind,
        names: Names(names.into_iter().filter(|(_, name)| !name.is_empty()).collect()),
        unit: Some(fields.get("unit").trim().to_owned()).filter(|unit| !unit.is_empty()),
        options: read_options(fields.get("options")),
        least: read_number(fields, "least")?,
        most: read_number(fields, "most")?,
        required: fields.is_ticked("required"),
        in_facets: fields.is_ticked("inFacets"),
    })
}

/// What is wrong with a definition among others, beside the fields of its form.
fn beside_fields(error: Error, at: usize) -> Error {
    let own = format!("attributes[{at}].");
    let faults = error.fields().iter().map(|fault| {
        let field = fault.path.strip_prefix(&own).unwrap_or(&fault.path);
        let field = match field.split(['[', '.']).next() {
            Some("options") => "options",
            _ if field == "names" => "names.id",
            _ => field,
        };
        FieldError::new(field.to_owned(), fault.rule.clone())
    });
    let faults: Vec<_> = faults.collect();
    error.with_fields(faults)
}

async fn form_page(
    market: &Market,
    visit: &Visit,
    (slug, key): (&str, &str),
    refused: Option<(&Fields, &Error)>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let nodes = read(market).await?;
    let category = &find(&nodes, slug)?.category;
    let found = market.classifieds().show_attributes(category.id.clone()).await?;
    let one = found.own.iter().find(|one| one.key == key);
    if one.is_none() && key != NEW {
        return Err(missing());
    }
    let mut form = form(speech, slug, one);
    if let Some((held, error)) = refused {
        form = form.holding(held).faulty(visit, error);
    }
    form.token.clone_from(&token.token);
    form.hidden = vec![(SEEN, found.record_version.to_string())];
    let title = one.map_or_else(
        || speech.say("attributes-add"),
        |one| one.names.of(speech.language.code()).to_owned(),
    );
    let page = Answer::page(&FormPage {
        style: market.style(),
        name: category.name.clone(),
        back: home(slug),
        frame: Frame::of(visit, title).with_form(&token),
        form,
    })?;
    let status = if refused.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    answer(Ok(page.status(status)), token)
}

/// `GET /admin/kategori/{slug}/atribut/{key}`
pub(crate) async fn ask(
    State(market): State<Market>,
    Path((slug, key)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    form_page(&market, &visit, (&slug, &key), None)
        .await
        .map_err(Failed::at(&visit))
}

/// `POST /admin/kategori/{slug}/atribut/{key}`
pub(crate) async fn save(
    State(market): State<Market>,
    Path((slug, key)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let saved = async {
        let id = category_id(&market, &slug).await?;
        let mut own = market.classifieds().show_attributes(id.clone()).await?.own;
        let at = if key == NEW {
            own.push(read_definition(&fields, fields.get("key").trim())?);
            own.len() - 1
        } else {
            let at = own.iter().position(|one| one.key == key).ok_or_else(missing)?;
            own[at] = read_definition(&fields, &key)?;
            at
        };
        let definitions =
            check_definitions(AttributesIn { attributes: own }).map_err(|error| beside_fields(error, at))?;
        market
            .classifieds()
            .define_attributes(&admin.0, id, definitions, seen(&fields))
            .await?;
        Answer::see(&format!("{}?sudah=atribut", home(&slug)))
    };
    match saved.await {
        Ok(answer) => Ok(answer),
        Err(error) if is_for_form(&error) => {
            let again = form_page(&market, &visit, (&slug, &key), Some((&fields, &error))).await;
            again.map_err(Failed::at(&visit))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_lines_and_come_back_as_they_were() {
        let typed = "diesel | Diesel | Diesel | Dizel\n\n  listrik \nbensin || petrol";
        let options = read_options(typed);
        assert_eq!(options.len(), 3);
        assert_eq!(
            (options[0].named("tr"), options[1].named("tr"), options[2].named("en")),
            ("Dizel", "listrik", "petrol")
        );
        assert_eq!(
            option_lines(&options),
            "diesel | Diesel | Diesel | Dizel\nlistrik\nbensin |  | petrol"
        );
        assert_eq!(read_options(&option_lines(&options)), options);
    }
}
