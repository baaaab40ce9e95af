//! Samples of answers for the documents, rendered by the code that renders real answers, so that the two cannot drift
//! apart; and the failures that follow from how an endpoint is declared.

use http::{Method, StatusCode};
use serde_json::value::RawValue;

use super::{
    dialect::{self, Dialect, Facts, RouteFacts, STANDARD, Source},
    etag, fault, known,
    page::{Paging, WHOLE},
    range,
    reply::{Parts, Reply},
    routes::{EndpointDoc, Verb},
};
use crate::{
    clock::Timestamp,
    error::{Error, Result, Rule},
    id::RequestId,
    idempotency,
};

/// 2023-11-28T13:06:42Z.
const MOMENT: Timestamp = Timestamp(1_701_176_802_000_000);

/// What the endpoint answers when all goes well: in `envelope`, which is its module's dialect or the Standard Response.
/// `None` if it answers no envelope.
pub fn success(doc: &EndpointDoc, envelope: &'static dyn Dialect) -> Result<Option<Box<RawValue>>> {
    if doc.answer.media.is_some() {
        return Ok(None);
    }
    let value = match doc.answer.example {
        Some(entry) if doc.answer.list => Some(format!("[{entry}]")),
        Some(value) => Some(value.to_owned()),
        None => None,
    };
    let value = value.map(RawValue::from_string).transpose().map_err(Error::internal)?;
    let reply = Reply {
        value,
        parts: Parts {
            status: StatusCode::from_u16(doc.status).map_err(Error::internal)?,
            message: doc.answer.message.map(Into::into),
            name: doc.answer.name,
            rows: doc.answer.list.then_some(1),
            paging: doc.answer.list.then_some(Paging {
                page: 1,
                per_page: WHOLE,
                total: 1,
            }),
            ..Parts::default()
        },
    };
    let method = Method::from_bytes(doc.verb.name().as_bytes()).map_err(Error::internal)?;
    let facts = Facts {
        route: doc.route(),
        ..facts(&method, envelope)
    };
    let bytes = dialect::success(envelope, &reply, &facts);
    json(bytes).map(Some)
}

/// What an error looks like in `envelope` when an endpoint of a module of the dialect `module` meets it, and with which
/// status.
pub fn failure(
    error: &Error,
    doc: &EndpointDoc,
    module: &'static dyn Dialect,
    envelope: &'static dyn Dialect,
) -> Result<(StatusCode, Box<RawValue>)> {
    let facts = Facts {
        route: doc.route(),
        ..facts(&Method::GET, module)
    };
    let bytes = dialect::failure(envelope, error, &facts);
    Ok((envelope.status(error.kind()), json(bytes)?))
}

fn facts<'a>(method: &'a Method, module: &dyn Dialect) -> Facts<'a> {
    Facts {
        request: RequestId::from_client("0d3f5c1a9b7e48268f0a6c2d4e1b3957").unwrap_or_else(RequestId::random),
        method,
        elapsed_ms: 3,
        caller: None,
        route: RouteFacts::default(),
        source: Source::default(),
        now: MOMENT,
        lang: module.lang(),
    }
}

fn json(bytes: serde_json::Result<Vec<u8>>) -> Result<Box<RawValue>> {
    let text = String::from_utf8(bytes.map_err(Error::internal)?).map_err(Error::internal)?;
    RawValue::from_string(text).map_err(Error::internal)
}

/// The failures that an endpoint of a module meets because of its path, query, body, paging and method, and those that any
/// endpoint meets, as far as `envelope` tells them. Those of its access, and those of its ids, are the dialect's.
pub fn implied(doc: &EndpointDoc, module: &dyn Dialect, envelope: &dyn Dialect) -> Vec<Error> {
    let mut errors = Vec::new();
    let strict = envelope.name() == STANDARD.name() || module.refuses_unknown_parameters();
    if strict && !doc.answer.file {
        errors.push(known::unknown_parameter("colour", "envelope, requestId"));
    }
    if !doc.parts.is_empty() {
        errors.push(fault::broken_address());
    }
    if doc.answer.list && !doc.answer.whole {
        let bounds = Rule::OutOfRange("1".to_owned(), WHOLE.to_string());
        errors.push(Error::invalid_field("per_page", bounds));
    }
    if doc.body.as_ref().is_some_and(|body| body.media == "application/json") {
        errors.extend([
            Error::invalid_field("name", Rule::Required),
            fault::broken_json("1:17"),
            fault::slow_body(),
            fault::too_large(doc.body_limit),
            fault::not_json(),
        ]);
    }
    if doc
        .body
        .as_ref()
        .is_some_and(|body| matches!(body.media, "multipart/form-data" | "application/octet-stream"))
    {
        errors.push(fault::slow_body());
    }
    if takes_key(doc) {
        errors.push(idempotency::mismatch());
    }
    if doc.versioned {
        errors.push(etag::changed_meanwhile());
    } else if matches!(doc.verb, Verb::Put | Verb::Patch | Verb::Delete) {
        errors.push(etag::no_versions());
    }
    if doc.answer.file {
        errors.push(range::precondition_failed());
    }
    errors.extend([Error::internal("a sample"), fault::crowded(), fault::out_of_time()]);
    errors
}

/// Whether the endpoint heeds `Idempotency-Key`: a POST that sends something, unless it says that it is never repeated.
pub fn takes_key(doc: &EndpointDoc) -> bool {
    doc.verb == Verb::Post && doc.body.is_some() && !doc.every_time
}
