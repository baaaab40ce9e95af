//! What each dialect puts around values and failures, as schemas. The tests hold the samples, which the dialects
//! themselves render, against them.

use http::StatusCode;
use platform::http::{Dialect, routes::EndpointDoc};
use serde_json::{Map, Value, json};

/// The envelopes that an endpoint of a module answers in, the module's own first.
pub(super) fn envelopes(module: Dialect) -> Vec<Dialect> {
    let mut all = vec![module, Dialect::Standard];
    all.dedup();
    all
}

/// The content type as the document names it.
pub(super) fn media_type(envelope: Dialect) -> &'static str {
    match envelope {
        Dialect::Standard => "application/vnd.standard+json",
        Dialect::Trackmate | Dialect::Assessment | Dialect::Service => "application/json",
    }
}

/// An object whose every property is there.
fn object(properties: Map<String, Value>) -> Value {
    let required: Vec<String> = properties.keys().cloned().collect();
    json!({"type": "object", "properties": properties, "required": required})
}

fn count(about: &str) -> Value {
    json!({"type": "integer", "minimum": 0, "description": about})
}

fn text(about: &str) -> Value {
    json!({"type": "string", "description": about})
}

/// Schema of success; `value` is the schema of what the endpoint gives, of one entry for a list.
pub(super) fn success(envelope: Dialect, doc: &EndpointDoc, value: Option<Value>) -> Value {
    let value = value.map(|value| {
        if doc.answer.list {
            json!({"type": "array", "items": value})
        } else {
            value
        }
    });
    match envelope {
        Dialect::Trackmate => trackmate(doc, value),
        Dialect::Assessment => assessment(doc, value),
        Dialect::Service => service(doc, value),
        Dialect::Standard => standard(doc, value),
    }
}

fn with_message(properties: &mut Map<String, Value>, doc: &EndpointDoc) {
    if doc.answer.message.is_some() {
        properties.insert("message".to_owned(), text("What was done, for people"));
    }
}

fn trackmate(doc: &EndpointDoc, value: Option<Value>) -> Value {
    let mut properties = Map::new();
    properties.insert("error".to_owned(), json!({"const": false}));
    properties.insert("status".to_owned(), json!({"const": "success"}));
    with_message(&mut properties, doc);
    if doc.answer.list {
        properties.insert("count".to_owned(), count("How many match in all, on every page"));
    }
    if let Some(value) = value {
        let data = match doc.answer.name {
            Some(name) => object(Map::from_iter([(name.to_owned(), value)])),
            None => value,
        };
        properties.insert("data".to_owned(), data);
    }
    object(properties)
}

fn assessment(doc: &EndpointDoc, value: Option<Value>) -> Value {
    match value {
        Some(value) if doc.answer.list && !doc.answer.bare => {
            let metadata = Map::from_iter([
                ("totalItems".to_owned(), count("How many match in all")),
                ("currentPage".to_owned(), count("From 1")),
                ("itemsPerPage".to_owned(), count("How many a page has at most")),
            ]);
            object(Map::from_iter([
                ("metadata".to_owned(), object(metadata)),
                ("data".to_owned(), value),
            ]))
        }
        Some(value) => value,
        None => object(Map::from_iter([(
            "message".to_owned(),
            text("What was done, for people"),
        )])),
    }
}

fn service(doc: &EndpointDoc, value: Option<Value>) -> Value {
    if doc.session {
        return value.unwrap_or_else(|| json!({}));
    }
    let name = doc.answer.name.unwrap_or("data");
    let mut properties = Map::from_iter([
        ("status".to_owned(), json!({"const": "OK"})),
        ("statusCode".to_owned(), json!({"type": "integer"})),
        ("elapsedMs".to_owned(), count("Milliseconds that the answer took")),
        (
            "ssoTime".to_owned(),
            count("Milliseconds that finding out who calls took"),
        ),
        ("source".to_owned(), json!({"enum": ["db", "cache"]})),
        (
            "cacheKey".to_owned(),
            json!({"type": ["string", "null"], "description": "Names the answer in memory, if it may be kept there"}),
        ),
        ("requestId".to_owned(), text("Names the request in the server's log")),
        ("dataName".to_owned(), json!({"const": name})),
        ("method".to_owned(), text("The request's method")),
        (
            "action".to_owned(),
            json!({"enum": ["create", "update", "delete", "list", "get"]}),
        ),
        ("appVersion".to_owned(), text("Version of the server")),
        ("rowCount".to_owned(), count("How many rows are in this answer")),
    ]);
    with_message(&mut properties, doc);
    properties.insert(name.to_owned(), value.unwrap_or_else(|| json!({"type": "null"})));
    if doc.answer.list {
        let paging = ["pageNumber", "pageRowCount", "totalRowCount", "pageCount"];
        let paging = paging.map(|name| (name.to_owned(), json!({"type": "integer"})));
        properties.insert("paging".to_owned(), object(Map::from_iter(paging)));
        properties.insert("filters".to_owned(), json!({"type": "array"}));
        properties.insert("uiPermissions".to_owned(), json!({"type": "array"}));
    }
    object(properties)
}

fn standard(doc: &EndpointDoc, value: Option<Value>) -> Value {
    let mut properties = Map::from_iter([
        ("status".to_owned(), json!({"const": "success"})),
        ("data".to_owned(), value.unwrap_or_else(|| json!({"type": "null"}))),
    ]);
    with_message(&mut properties, doc);
    if doc.answer.list {
        let pagination = Map::from_iter([
            ("total_count".to_owned(), count("How many match in all")),
            ("current_page".to_owned(), count("From 1")),
            ("total_pages".to_owned(), count("How many pages there are")),
        ]);
        properties.insert("pagination".to_owned(), object(pagination));
    }
    object(properties)
}

/// Name of the schema of a failure.
pub(super) fn failure_name(envelope: Dialect, doc: &EndpointDoc, status: StatusCode) -> &'static str {
    match envelope {
        Dialect::Trackmate if status.is_server_error() => "TrackmateError",
        Dialect::Trackmate => "TrackmateFailure",
        Dialect::Assessment => "AssessmentFailure",
        Dialect::Service if doc.session && status == StatusCode::UNAUTHORIZED => "ServiceNoLogin",
        Dialect::Service => "ServiceFailure",
        Dialect::Standard if status == StatusCode::UNPROCESSABLE_ENTITY => "StandardFailure",
        Dialect::Standard => "StandardError",
    }
}

/// The schemas of an envelope's failures, by name.
pub(super) fn failures(envelope: Dialect) -> Vec<(&'static str, Value)> {
    match envelope {
        Dialect::Trackmate => {
            let common = |status: &str| {
                Map::from_iter([
                    ("error".to_owned(), json!({"const": true})),
                    ("status".to_owned(), json!({"const": status})),
                    ("message".to_owned(), text("What is wrong, in Indonesian")),
                    ("data".to_owned(), json!({"type": "null"})),
                ])
            };
            let mut ours = common("error");
            ours.insert(
                "stack".to_owned(),
                text("The request's id, under which the server's log has the rest"),
            );
            vec![
                ("TrackmateFailure", object(common("fail"))),
                ("TrackmateError", object(ours)),
            ]
        }
        Dialect::Assessment => vec![(
            "AssessmentFailure",
            json!({"type": "object", "required": ["message"], "properties": {
                "message": text("What is wrong"),
                "errors": attributes(),
            }}),
        )],
        Dialect::Service => vec![
            (
                "ServiceFailure",
                object(Map::from_iter([
                    ("result".to_owned(), json!({"const": "ERR"})),
                    ("status".to_owned(), json!({"type": "integer"})),
                    ("message".to_owned(), text("`errMsg_…`, stable")),
                    ("errCode".to_owned(), json!({"type": ["integer", "string"]})),
                    ("date".to_owned(), json!({"type": "string", "format": "date-time"})),
                    ("detail".to_owned(), text("What is wrong, for people")),
                ])),
            ),
            (
                "ServiceNoLogin",
                object(Map::from_iter([
                    ("status".to_owned(), json!({"const": "ERR"})),
                    ("message".to_owned(), json!({"const": "No login found"})),
                ])),
            ),
        ],
        Dialect::Standard => {
            let common = |status: &str| {
                Map::from_iter([
                    ("status".to_owned(), json!({"const": status})),
                    ("message".to_owned(), text("What is wrong, for people")),
                    ("errors".to_owned(), attributes()),
                    ("code".to_owned(), text("Stable and dotted, for programs")),
                ])
            };
            let mut failure = common("failure");
            failure.insert(
                "data".to_owned(),
                json!({
                    "type": "object",
                    "description": "The same as `errors`, by attribute",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                }),
            );
            vec![
                ("StandardFailure", object(failure)),
                ("StandardError", object(common("error"))),
            ]
        }
    }
}

fn attributes() -> Value {
    let attribute = Map::from_iter([
        (
            "attribute_name".to_owned(),
            text("Path of the field, as in `resources[2].name`"),
        ),
        (
            "messages".to_owned(),
            json!({"type": "array", "items": {"type": "string"}}),
        ),
    ]);
    json!({"type": "array", "items": object(attribute), "description": "What is wrong, field by field"})
}
