//! What an endpoint answers, success and failures, in every envelope.
//!
//! Invariant: an answer that many endpoints give stands in the document once.

use std::collections::BTreeMap;

use http::StatusCode;
use platform::{
    Error,
    http::{
        Dialect, STANDARD,
        dialect::documents::Given,
        routes::{EndpointDoc, MemberDoc},
        sample,
    },
};
use serde_json::{json, value::RawValue};

use super::{
    model::{Content, Example, Header, OrRef, Ordered, Response},
    plain::simplify,
    schemas::Schemas,
};

/// What may stand in an answer's head.
pub(super) fn headers() -> BTreeMap<&'static str, Header> {
    let header = |description, schema| Header { description, schema };
    let text = || json!({"type": "string"});
    BTreeMap::from([
        (
            "X-Request-Id",
            header(
                "Names the request in the server's log; the client's own, if it sent one",
                text(),
            ),
        ),
        (
            "Link",
            header("The next page, if there is one: `<…>; rel=\"next\"`", text()),
        ),
        (
            "ETag",
            header("Names this content; send it back in `If-None-Match`", text()),
        ),
        (
            "Retry-After",
            header("Seconds to wait", json!({"type": "integer", "minimum": 1})),
        ),
        ("Accept-Ranges", header("`bytes`", text())),
        ("Upgrade", header("`websocket`", text())),
        (
            "Sec-WebSocket-Accept",
            header("Made of `Sec-WebSocket-Key` (RFC 6455)", text()),
        ),
        (
            "Content-Range",
            header("Which bytes these are, and of how many", text()),
        ),
    ])
}

fn carrying(names: &[&'static str]) -> BTreeMap<&'static str, OrRef<Header>> {
    let all = names.iter().chain(&["X-Request-Id"]);
    all.map(|name| (*name, OrRef::to("headers", name))).collect()
}

/// The envelopes that an endpoint of a module answers in, the module's own first.
fn envelopes(module: &'static dyn Dialect) -> Vec<&'static dyn Dialect> {
    let mut all = vec![module, STANDARD];
    all.dedup();
    all
}

/// The answers of one endpoint that are no failures, by status.
pub(super) fn successes(
    module: &'static dyn Dialect,
    doc: &EndpointDoc,
    schemas: &mut Schemas,
) -> Result<Vec<(String, Response)>, Error> {
    if doc.status == 101 {
        return Ok(vec![switched(doc.answer.media.unwrap_or_default())]);
    }
    if let Some(media) = doc.answer.media {
        return Ok(bare(media, doc));
    }
    let given = given(doc, schemas);
    let mut content = Ordered::default();
    for envelope in envelopes(module) {
        let mut schema = envelope.success_schema(doc, given.clone());
        simplify(&mut schema);
        let media = Content {
            schema: Some(schema),
            example: sample::success(doc, envelope)?,
            ..Content::default()
        };
        content.push(envelope.media_type(), media);
    }
    let mut names = Vec::new();
    if doc.answer.list && !doc.answer.whole {
        names.push("Link");
    }
    let is_tagged = doc.kept || doc.answer.tagged;
    if is_tagged {
        names.push("ETag");
    }
    let response = Response {
        description: doc.answer.message.unwrap_or("As asked").to_owned(),
        headers: carrying(&names),
        content,
    };
    let mut all = Vec::new();
    if doc.answer.or_ok {
        let description = "As asked; nothing had to be made".to_owned();
        all.push((
            "200".to_owned(),
            Response {
                description,
                ..response.clone()
            },
        ));
    }
    all.push((doc.status.to_string(), response));
    if is_tagged {
        all.push(unchanged());
    }
    Ok(all)
}

/// The schemas of what an endpoint gives.
fn given(doc: &EndpointDoc, schemas: &mut Schemas) -> Given {
    let value = doc.answer.schema.map(|schema| schemas.shown(schema));
    let mut member = |more: &MemberDoc| (more.name, schemas.shown(more.schema));
    Given {
        more: doc.answer.more.iter().map(&mut member).collect(),
        value: value.map(|value| {
            if doc.answer.list {
                json!({"type": "array", "items": value})
            } else {
                value
            }
        }),
    }
}

/// The connection goes on as another one, so the answer itself has no content.
fn switched(media: &str) -> (String, Response) {
    let response = Response {
        description: format!("The connection is a WebSocket from here on; its messages are `{media}`"),
        headers: carrying(&["Upgrade", "Sec-WebSocket-Accept"]),
        content: Ordered::default(),
    };
    ("101".to_owned(), response)
}

fn unchanged() -> (String, Response) {
    let response = Response {
        description: "What `If-None-Match` names is still good".to_owned(),
        headers: carrying(&["ETag"]),
        content: Ordered::default(),
    };
    ("304".to_owned(), response)
}

/// A content type without its parameters, as documents name it.
fn essence(media: &str) -> &str {
    media.split(';').next().unwrap_or(media).trim_end()
}

/// A text, or bytes.
fn file_content(media: &str) -> Content {
    let schema = if media.starts_with("text/") {
        json!({"type": "string"})
    } else {
        json!({"type": "string", "format": "binary"})
    };
    Content {
        schema: Some(schema),
        ..Content::default()
    }
}

/// What is no envelope; a file also comes in part (RFC 9110).
fn bare(media: &str, doc: &EndpointDoc) -> Vec<(String, Response)> {
    let response = |description: &str, names: &[&'static str], has_body: bool| {
        let mut content = Ordered::default();
        for media in [Some(media), doc.answer.or_media]
            .into_iter()
            .flatten()
            .filter(|_| has_body)
        {
            content.push(essence(media), file_content(media));
        }
        Response {
            description: description.to_owned(),
            headers: carrying(names),
            content,
        }
    };
    if !doc.answer.file {
        return vec![("200".to_owned(), response("As asked", &[], true))];
    }
    vec![
        ("200".to_owned(), response("The file", &["ETag", "Accept-Ranges"], true)),
        (
            "206".to_owned(),
            response(
                "The part that `Range` asks for",
                &["ETag", "Accept-Ranges", "Content-Range"],
                true,
            ),
        ),
        unchanged(),
        (
            "416".to_owned(),
            response("`Range` lies beyond the end", &["Content-Range"], false),
        ),
    ]
}

/// Every failure that an endpoint is known to meet, as far as an envelope tells them.
fn errors(doc: &EndpointDoc, dialect: &dyn Dialect, envelope: &dyn Dialect) -> Vec<Error> {
    let mut all = sample::implied(doc, dialect, envelope);
    all.extend(dialect.implied(doc));
    all.extend(dialect.refusals(doc));
    all.extend(doc.failures.iter().map(|failure| failure()));
    all
}

/// One status: what each envelope says with it.
#[derive(Default)]
struct Failure {
    codes: Vec<&'static str>,
    said: Vec<(&'static dyn Dialect, StatusCode, Vec<Said>)>,
}

struct Said {
    code: &'static str,
    message: String,
    body: Box<RawValue>,
}

impl Failure {
    fn add(&mut self, envelope: &'static dyn Dialect, status: StatusCode, said: Said) {
        if !self.codes.contains(&said.code) {
            self.codes.push(said.code);
        }
        match self.said.iter_mut().find(|(known, ..)| *known == envelope) {
            Some((.., all)) if all.iter().any(|one| one.body.get() == said.body.get()) => {}
            Some((.., all)) => all.push(said),
            None => self.said.push((envelope, status, vec![said])),
        }
    }

    fn into_response(self, doc: &EndpointDoc, status: StatusCode) -> Response {
        let codes: Vec<String> = self.codes.iter().map(|code| format!("`{code}`")).collect();
        let mut content = Ordered::default();
        for (envelope, status, all) in self.said {
            let name = envelope.failure_name(doc, status);
            let mut examples: Ordered<Example> = Ordered::default();
            for said in all {
                let key = match examples.starting_with(said.code) {
                    0 => said.code.to_owned(),
                    earlier => format!("{}-{}", said.code, earlier + 1),
                };
                let example = Example {
                    summary: said.message,
                    value: said.body,
                };
                examples.push(key, example);
            }
            let media = Content {
                schema: Some(json!({"$ref": format!("#/components/schemas/{name}")})),
                example: None,
                examples,
            };
            content.push(envelope.media_type(), media);
        }
        let waits = matches!(status.as_u16(), 429 | 503);
        Response {
            description: format!(
                "{}: {}",
                status.canonical_reason().unwrap_or("Failure"),
                codes.join(", ")
            ),
            headers: carrying(if waits { &["Retry-After"] } else { &[] }),
            content,
        }
    }
}

/// The failures of a document's endpoints.
#[derive(Default)]
pub(super) struct Failures {
    shared: BTreeMap<String, (Response, String)>,
}

impl Failures {
    /// The failures of one endpoint, by status.
    pub(super) fn of(
        &mut self,
        module: &str,
        dialect: &'static dyn Dialect,
        doc: &EndpointDoc,
    ) -> Result<Vec<(String, OrRef<Response>)>, Error> {
        let mut by_status: BTreeMap<u16, Failure> = BTreeMap::new();
        for envelope in envelopes(dialect) {
            for error in errors(doc, dialect, envelope) {
                let (status, body) = sample::failure(&error, doc, dialect, envelope)?;
                let said = Said {
                    code: error.code(),
                    message: error.message().text(dialect.lang()).to_owned(),
                    body,
                };
                by_status
                    .entry(status.as_u16())
                    .or_default()
                    .add(envelope, status, said);
            }
        }
        let mut all = Vec::new();
        for (number, failure) in by_status {
            let status = StatusCode::from_u16(number).map_err(Error::internal)?;
            let name = format!("{module}.{number}.{}", failure.codes.join("-"));
            let name = self.share(name, failure.into_response(doc, status))?;
            all.push((number.to_string(), OrRef::to("responses", &name)));
        }
        Ok(all)
    }

    /// Keeps a response once; answers its name.
    fn share(&mut self, name: String, response: Response) -> Result<String, Error> {
        let text = serde_json::to_string(&response).map_err(Error::internal)?;
        let mut free = name.clone();
        let mut number = 1;
        loop {
            match self.shared.get(&free) {
                Some((_, known)) if *known == text => return Ok(free),
                Some(_) => {
                    number += 1;
                    free = format!("{name}.{number}");
                }
                None => {
                    self.shared.insert(free.clone(), (response, text));
                    return Ok(free);
                }
            }
        }
    }

    /// Those that are referred to.
    pub(super) fn into_components(self) -> BTreeMap<String, Response> {
        let all = self.shared.into_iter();
        all.map(|(name, (response, _))| (name, response)).collect()
    }
}
