//! `/getPostmanCollection`: the list of endpoints as a Postman Collection v2.1, ready to be imported and sent.
//!
//! Invariant: every endpoint of the modules is a request in it, and nothing else is. It runs from the top to the bottom:
//! logins come first and log-outs last, what is made comes before what uses it, and what deletes comes after that.

mod groups;
mod ids;
mod model;
mod order;
mod plan;
mod scripts;

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
use self::{
    ids::Ids,
    model::{
        Attribute, Auth, Body, FileBody, FormField, Header, Info, Query, RawLanguage, RawOptions, Request, RequestItem,
        Response, Url, Variable,
    },
};
use crate::openapi::ModuleDoc;

const FORMAT: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
const BASE: &str = "{{baseUrl}}";

/// The collection of some modules that are served at `public_url`.
pub fn collection(modules: &[ModuleDoc<'_>], public_url: &str) -> Result<Collection, Error> {
    let ids = Ids::of(modules);
    let mut variable = vec![
        variable("baseUrl", public_url.trim_end_matches('/'), "Where the server is"),
        variable("username", "", "Who logs in: an account"),
        variable("password", "", "Their password"),
        variable(
            "examUsername",
            "",
            "Who logs in to the exams: an administrator of theirs",
        ),
        variable("examPassword", "", "Their password"),
        variable("accessToken", "", "Kept from a login"),
        variable("csrfToken", "", "Fetched before each change of the exams"),
        variable("made", "", "What this run has made: it deletes nothing else"),
        variable("pictureFile", "picture.png", "A picture to upload"),
        variable("recordingFile", "recording.wav", "A recording to upload"),
        variable(
            "archiveFile",
            "Ujian Akhir Semester.zip",
            "Recordings to upload, in a ZIP that is called like the test package",
        ),
        variable("paperFile", "paper.txt", "A test package as a document"),
        variable("rosterFile", "participants.csv", "A list of participants"),
        variable(
            "everything",
            "false",
            "`true`: a run also sends what never ends, and deletes what it did not make, the account at last",
        ),
    ];
    variable.extend(refresh_tokens(modules));
    variable.extend(ids.variables());
    Ok(Collection {
        info: Info {
            name: "Balai",
            description: "Fill in `username` and `password` (for the exams also `examUsername` and `examPassword`), then run it from \
                the top to the bottom: it logs in first and out last, and keeps tokens and ids for the requests after them. \
                Parameters and headers that are switched off are optional. Uploads send the files that `pictureFile` and its like \
                name; those are looked for in the working folder. Each request says which status it must have."
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
        event: order::token_source(modules).map(scripts::fetch_token).into_iter().collect(),
        variable,
        item: order::folders(modules, &ids, &|module, doc| request_item(module, doc, &ids))?,
    })
}

/// A variable for each API that gives such tokens.
fn refresh_tokens(modules: &[ModuleDoc<'_>]) -> Vec<Variable> {
    let all = modules.iter().flat_map(|module| {
        let logins = module.endpoints.iter().filter(|doc| order::logs_in(doc));
        logins.map(|doc| scripts::refresh_token(module, doc))
    });
    let names: std::collections::BTreeSet<String> = all.collect();
    names
        .into_iter()
        .map(|name| variable(name, "", "Kept from a login"))
        .collect()
}

impl Collection {
    /// The collection as JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

fn variable(key: impl Into<String>, value: &str, description: &'static str) -> Variable {
    Variable {
        key: key.into(),
        value: value.to_owned(),
        description: Some(description),
    }
}

fn request_item(module: &ModuleDoc<'_>, doc: &EndpointDoc, ids: &Ids) -> Result<RequestItem, Error> {
    let dialect = module.dialect;
    Ok(RequestItem {
        name: doc.summary,
        event: scripts::events(module, doc, ids),
        request: Request {
            method: doc.verb.name(),
            header: headers(dialect, doc),
            auth: (doc.access == Access::Anyone).then_some(Auth::NoAuth),
            url: url(module, doc, ids),
            body: doc.body.as_ref().map(|sent| body(module, doc, sent, ids)).transpose()?,
            description: description(doc),
        },
        response: response(dialect, doc)?.into_iter().collect(),
    })
}

fn description(doc: &EndpointDoc) -> String {
    let whom = match doc.access {
        Access::Anyone => "For everybody.",
        Access::Account => "For whoever is logged in.",
        Access::Staff(staff) => staff.about,
    };
    match plan::of(doc).answers() {
        Some((status, why)) => format!("{whom} A run gets {status}: {why}."),
        None => whom.to_owned(),
    }
}

fn header(key: &'static str, value: &'static str) -> Header {
    Header {
        key,
        value,
        disabled: false,
    }
}

fn headers(dialect: &dyn Dialect, doc: &EndpointDoc) -> Vec<Header> {
    let mut all = Vec::new();
    if scripts::shows_token(dialect, doc) {
        all.push(header("X-XSRF-TOKEN", "{{csrfToken}}"));
    }
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

fn url(module: &ModuleDoc<'_>, doc: &EndpointDoc, ids: &Ids) -> Url {
    let path: Vec<String> = doc
        .path
        .split('/')
        .skip(1)
        .map(|segment| match named_part(segment) {
            Some(name) => format!(":{name}"),
            None => segment.to_owned(),
        })
        .collect();
    let variable = doc.parts.iter().map(|part| {
        let kept = || ids.of_part(module, doc, part).map(|name| format!("{{{{{name}}}}}"));
        let value = plan::of(doc).value(part.name).or_else(kept);
        let value = value.unwrap_or_else(|| part.example.to_owned());
        variable(part.name, &value, part.about)
    });
    Url {
        raw: format!("{BASE}/{}", path.join("/")),
        host: [BASE],
        query: queries(module, doc, ids),
        variable: variable.collect(),
        path,
    }
}

/// The name in `{name}`.
fn named_part(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// The endpoint's own query parameters and those of pages; what may be left out is switched off.
fn queries(module: &ModuleDoc<'_>, doc: &EndpointDoc, ids: &Ids) -> Vec<Query> {
    let query = |key, value: &str, description, disabled| Query {
        key,
        value: value.to_owned(),
        description,
        disabled,
    };
    let own = doc.queries.iter().map(|one| {
        let planned = plan::of(doc).value(one.name);
        let sent = one.required || planned.is_some();
        let kept = || {
            ids.of_member(module, doc, one.name)
                .map(|name| format!("{{{{{name}}}}}"))
        };
        let value = planned.or_else(|| if sent { kept() } else { None });
        query(one.name, value.as_deref().unwrap_or(one.example), one.about, !sent)
    });
    let mut all: Vec<Query> = own.collect();
    if doc.answer.list && !doc.answer.whole {
        let [page, rows] = module.dialect.numbered_page();
        all.push(query(page, "1", "Which page, from 1", true));
        all.push(query(rows, "25", "Rows per page", true));
    }
    all
}

fn body(module: &ModuleDoc<'_>, doc: &EndpointDoc, body: &BodyDoc, ids: &Ids) -> Result<Body, Error> {
    match body.example {
        Some(example) => Ok(Body::Raw {
            raw: scripts::fill(module, doc, &pretty(example)?, ids),
            options: RawOptions {
                raw: RawLanguage { language: "json" },
            },
        }),
        None if body.media == "application/octet-stream" => Ok(Body::File {
            file: FileBody { src: None },
        }),
        None => Ok(Body::FormData {
            formdata: form_fields(doc, body),
        }),
    }
}

/// The fields of a form, by the names that its schema gives them.
fn form_fields(doc: &EndpointDoc, body: &BodyDoc) -> Vec<FormField> {
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
            let value = plan::of(doc).value(&key);
            if schema["format"] == "binary" {
                FormField::File { key, src: value }
            } else {
                let value = value.unwrap_or_default();
                FormField::Text { key, value }
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
