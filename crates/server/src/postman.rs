//! `/getPostmanCollection`: the list of endpoints as a Postman Collection v2.1, ready to be imported and sent.
//!
//! Invariant: every endpoint of the modules is a request in it, and nothing else is. A login keeps its token for the
//! requests after it.

mod model;

use http::StatusCode;
use platform::{
    Error,
    http::{
        Dialect,
        routes::{Access, BodyDoc, EndpointDoc},
        sample,
    },
};
use schemars::SchemaGenerator;
use serde_json::{Value, value::RawValue};

pub use self::model::Collection;
use self::model::{
    Attribute, Auth, Body, Event, Folder, FormField, Header, Info, Item, Query, RawLanguage, RawOptions, Request,
    RequestItem, Response, Script, Url, Variable,
};
use crate::openapi::ModuleDoc;

const FORMAT: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const BASE: &str = "{{baseUrl}}";

/// What runs after a login: the next requests carry its token.
const KEEP_TOKEN: &[&str] = &[
    "const body = pm.response.json();",
    "const token = body.accessToken || (body.data && body.data.accessToken);",
    "if (token) { pm.collectionVariables.set(\"accessToken\", token); }",
];

/// The collection of some modules that are served at `public_url`.
pub fn collection(modules: &[ModuleDoc<'_>], public_url: &str) -> Result<Collection, Error> {
    let folders = modules.iter().filter(|module| !module.endpoints.is_empty());
    Ok(Collection {
        info: Info {
            name: "Balai",
            description: "Log in first: the token of a login is kept in `accessToken` and sent along from then on. \
                Parameters and headers that are switched off are optional."
                .to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            schema: FORMAT,
        },
        auth: Auth::Bearer {
            bearer: [Attribute {
                key: "token",
                value: "{{accessToken}}",
                kind: "string",
            }],
        },
        variable: vec![
            variable("baseUrl", public_url.trim_end_matches('/'), "Where the server is"),
            variable("accessToken", "", "What a login answered"),
        ],
        item: folders.map(module_folder).collect::<Result<_, _>>()?,
    })
}

impl Collection {
    /// The collection as JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

fn variable(key: &'static str, value: &str, description: &'static str) -> Variable {
    Variable {
        key,
        value: value.to_owned(),
        description: Some(description),
    }
}

/// A folder per module, in it one per group.
fn module_folder(module: &ModuleDoc<'_>) -> Result<Item, Error> {
    let mut folder = Folder {
        name: module.name.to_owned(),
        description: Some(module.about.to_owned()),
        item: Vec::new(),
    };
    let mut groups: Vec<Folder> = Vec::new();
    for doc in module.endpoints {
        let request = Item::Request(Box::new(request_item(module.dialect, doc)?));
        if doc.group.is_empty() {
            folder.item.push(request);
            continue;
        }
        match groups.iter_mut().find(|group| group.name == doc.group) {
            Some(group) => group.item.push(request),
            None => groups.push(Folder {
                name: doc.group.to_owned(),
                description: None,
                item: vec![request],
            }),
        }
    }
    folder.item.extend(groups.into_iter().map(Item::Folder));
    Ok(Item::Folder(folder))
}

fn request_item(dialect: &'static dyn Dialect, doc: &EndpointDoc) -> Result<RequestItem, Error> {
    Ok(RequestItem {
        name: doc.summary,
        event: if gives_token(doc) {
            vec![keep_token()]
        } else {
            Vec::new()
        },
        request: Request {
            method: doc.verb.name(),
            header: headers(doc),
            auth: (doc.access == Access::Anyone).then_some(Auth::NoAuth),
            url: url(dialect, doc),
            body: doc.body.as_ref().map(body).transpose()?,
            description: description(doc.access),
        },
        response: response(dialect, doc)?.into_iter().collect(),
    })
}

fn gives_token(doc: &EndpointDoc) -> bool {
    let example = doc
        .answer
        .example
        .and_then(|text| serde_json::from_str::<Value>(text).ok());
    example.is_some_and(|value| value.get("accessToken").is_some()) && !doc.answer.list
}

fn keep_token() -> Event {
    Event {
        listen: "test",
        script: Script {
            kind: "text/javascript",
            exec: KEEP_TOKEN,
        },
    }
}

fn description(access: Access) -> &'static str {
    match access {
        Access::Anyone => "For everybody.",
        Access::Account => "For whoever is logged in.",
        Access::Staff(staff) => staff.about,
    }
}

fn header(key: &'static str, value: &'static str) -> Header {
    Header {
        key,
        value,
        disabled: false,
    }
}

fn headers(doc: &EndpointDoc) -> Vec<Header> {
    let mut all = Vec::new();
    // The boundary of a form is for the sender to choose.
    if doc.body.as_ref().is_some_and(|body| body.example.is_some()) {
        all.push(header("Content-Type", "application/json"));
    }
    let mut optional = |key, value| {
        all.push(Header {
            disabled: true,
            ..header(key, value)
        });
    };
    if doc.answer.media.is_none() {
        optional("Accept", "application/vnd.standard+json");
    }
    if sample::takes_key(doc) {
        optional("Idempotency-Key", "{{$guid}}");
    }
    all
}

fn url(dialect: &dyn Dialect, doc: &EndpointDoc) -> Url {
    let path: Vec<String> = doc
        .path
        .split('/')
        .skip(1)
        .map(|segment| match named_part(segment) {
            Some(name) => format!(":{name}"),
            None => segment.to_owned(),
        })
        .collect();
    let variable = doc
        .parts
        .iter()
        .map(|part| variable(part.name, part.example, part.about));
    Url {
        raw: format!("{BASE}/{}", path.join("/")),
        host: [BASE],
        query: queries(dialect, doc),
        variable: variable.collect(),
        path,
    }
}

/// The name in `{name}`.
fn named_part(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The endpoint's own query parameters and those of pages, switched off.
fn queries(dialect: &dyn Dialect, doc: &EndpointDoc) -> Vec<Query> {
    let optional = |key, value, description| Query {
        key,
        value,
        description,
        disabled: true,
    };
    let own = doc
        .queries
        .iter()
        .map(|query| optional(query.name, query.example, query.about));
    let mut all: Vec<Query> = own.collect();
    if doc.answer.list && !doc.answer.whole {
        let [page, rows] = dialect.numbered_page();
        all.push(optional(page, "1", "Which page, from 1"));
        all.push(optional(rows, "25", "Rows per page"));
    }
    all
}

fn body(body: &BodyDoc) -> Result<Body, Error> {
    match body.example {
        Some(example) => Ok(Body::Raw {
            raw: pretty(example)?,
            options: RawOptions {
                raw: RawLanguage { language: "json" },
            },
        }),
        None => Ok(Body::FormData {
            formdata: form_fields(body),
        }),
    }
}

/// The fields of a form, by the names that its schema gives them.
fn form_fields(body: &BodyDoc) -> Vec<FormField> {
    let mut generator = SchemaGenerator::default();
    let schema = (body.schema)(&mut generator);
    let named = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|at| at.rsplit('/').next());
    let found = named.and_then(|name| generator.definitions().get(name));
    let properties = found.unwrap_or(schema.as_value()).get("properties");
    let fields = properties.and_then(Value::as_object).into_iter().flatten();
    fields
        .map(|(key, schema)| {
            let key = key.clone();
            if schema["format"] == "binary" {
                FormField::File { key, src: None }
            } else {
                FormField::Text { key, value: "" }
            }
        })
        .collect()
}

/// JSON with line ends, its members in the order in which they were written.
fn pretty(json: &str) -> Result<String, Error> {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    let checked: &RawValue = serde_json::from_str(json).map_err(Error::internal)?;
    let mut chars = checked.get().chars().peekable();
    while let Some(c) = chars.next() {
        if in_text {
            out.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            ' ' | '\n' | '\t' | '\r' => {}
            '{' | '[' => {
                out.push(c);
                if !matches!(chars.peek(), Some('}' | ']')) {
                    depth += 1;
                    new_line(&mut out, depth);
                }
            }
            '}' | ']' => {
                if !out.ends_with(['{', '[']) {
                    depth = depth.saturating_sub(1);
                    new_line(&mut out, depth);
                }
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => {
                out.push(c);
                in_text = c == '"';
            }
        }
    }
    Ok(out)
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// What success looks like; `None` where it is no envelope.
fn response(dialect: &'static dyn Dialect, doc: &EndpointDoc) -> Result<Option<Response>, Error> {
    let Some(sample) = sample::success(doc, dialect)? else {
        return Ok(None);
    };
    let status = StatusCode::from_u16(doc.status).map_err(Error::internal)?;
    Ok(Some(Response {
        name: doc.answer.message.unwrap_or("As asked").to_owned(),
        status: status.canonical_reason().unwrap_or("OK"),
        code: doc.status,
        header: vec![header("Content-Type", dialect.content_type())],
        body: pretty(sample.get())?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_in_its_own_order() {
        let laid_out = pretty(r#"{"b":[1, {"a":"x,{\"\\"}],"c":{},"d":[]}"#).unwrap();
        assert_eq!(
            laid_out,
            "{\n  \"b\": [\n    1,\n    {\n      \"a\": \"x,{\\\"\\\\\"\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}"
        );
        assert!(pretty("{").is_err());
    }
}
