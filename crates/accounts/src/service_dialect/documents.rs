//! What the `OpenAPI` document says about the dialect of the services.

use http::StatusCode;
use platform::{
    Error, Rule,
    http::{
        dialect::documents::{Documents, Given, ParameterDoc, count, nothing, object, text, with_message, word},
        routes::{EndpointDoc, Verb},
    },
    id::uuid_text,
};
use serde_json::{Map, Value, json};

use super::Service;
use crate::failures;

/// What an update shows beside the thing.
const CHANGED: [(&str, &str); 2] = [
    ("oldDataValues", "What changed, as it was"),
    ("newDataValues", "What changed, as it is now"),
];

/// Whether an endpoint changes what is there; restoring is asked for by POST.
fn is_change(doc: &EndpointDoc) -> bool {
    doc.verb != Verb::Get && doc.status == 200
}

/// Whether a parameter is a flag: what is neither `true` nor `false` counts as if it were not there.
fn is_flag(example: &str) -> bool {
    matches!(example, "true" | "false")
}

/// An object of any members.
fn record(about: &str) -> Value {
    json!({"type": "object", "additionalProperties": true, "description": about})
}

impl Documents for Service {
    fn success_schema(&self, doc: &EndpointDoc, given: Given) -> Value {
        if doc.bare {
            return given.value.unwrap_or_else(|| json!({}));
        }
        let name = doc.answer.name.unwrap_or("data");
        let mut properties = Map::from_iter([
            ("status".to_owned(), word("OK")),
            ("statusCode".to_owned(), json!({"type": "integer"})),
            ("elapsedMs".to_owned(), count("Milliseconds that the answer took")),
            (
                "ssoTime".to_owned(),
                count("Milliseconds that finding out who calls took"),
            ),
            ("source".to_owned(), json!({"type": "string", "enum": ["db", "cache"]})),
            (
                "cacheKey".to_owned(),
                json!({"type": ["string", "null"], "description": "Names the answer in memory, if it may be kept there"}),
            ),
            ("requestId".to_owned(), text("Names the request in the server's log")),
            ("dataName".to_owned(), word(name)),
            ("method".to_owned(), text("The request's method")),
            (
                "action".to_owned(),
                json!({"type": "string", "enum": ["create", "update", "delete", "list", "get"]}),
            ),
            ("appVersion".to_owned(), text("Version of the server")),
            ("rowCount".to_owned(), count("How many rows are in this answer")),
        ]);
        with_message(&mut properties, doc);
        properties.insert(name.to_owned(), given.value.unwrap_or_else(nothing));
        if doc.answer.list {
            let paging = ["pageNumber", "pageRowCount", "totalRowCount", "pageCount"];
            let paging = paging.map(|name| (name.to_owned(), json!({"type": "integer"})));
            properties.insert("paging".to_owned(), object(Map::from_iter(paging)));
            let filter = Map::from_iter([
                ("name".to_owned(), text("The parameter")),
                (
                    "value".to_owned(),
                    json!({"description": "What it was, or several of that"}),
                ),
            ]);
            let filters =
                json!({"type": "array", "items": object(filter), "description": "The filters that were applied"});
            properties.insert("filters".to_owned(), filters);
            let permissions = json!({"type": "array", "items": {"type": "string"}, "maxItems": 0});
            properties.insert("uiPermissions".to_owned(), permissions);
        }
        let mut schema = object(properties);
        let caller = [
            ("userId", text("Who calls, if somebody is logged in")),
            ("sessionId", text("Their session")),
        ];
        let changed = is_change(doc).then(|| CHANGED.map(|(name, about)| (name, record(about))));
        let sometimes = caller
            .into_iter()
            .chain(changed.into_iter().flatten())
            .chain(given.more);
        for (name, member) in sometimes {
            schema["properties"][name] = member;
        }
        schema
    }

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        vec![
            (
                "ServiceFailure",
                object(Map::from_iter([
                    ("result".to_owned(), word("ERR")),
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
                    ("status".to_owned(), word("ERR")),
                    ("message".to_owned(), word("No login found")),
                ])),
            ),
        ]
    }

    fn failure_name(&self, doc: &EndpointDoc, status: StatusCode) -> &'static str {
        if doc.bare && status == StatusCode::UNAUTHORIZED {
            "ServiceNoLogin"
        } else {
            "ServiceFailure"
        }
    }

    fn parameters(&self) -> Vec<ParameterDoc> {
        let number = || json!({"type": "integer", "minimum": 0});
        let all = [
            (
                "pageNumber",
                "Which page, from 1; 0 is everything, at most 10,000 rows",
                number(),
            ),
            ("pageRowCount", "Rows per page: 25 unless given, at most 500", number()),
            (
                "requestId",
                "The caller's own name for the request: 1 to 64 letters, digits, `.`, `_` or `-`",
                json!({"type": "string"}),
            ),
            (
                "caching",
                "`false`: read the database, not the memory",
                json!({"type": "boolean"}),
            ),
            ("cacheTTL", "How old an answer from memory may be, in seconds", number()),
        ];
        let described = all.map(|(name, about, schema)| ParameterDoc { name, about, schema });
        described.into()
    }

    fn parameters_of(&self, doc: &EndpointDoc) -> Vec<&'static str> {
        if doc.answer.media.is_some() || doc.bare {
            Vec::new()
        } else if doc.kept {
            vec!["requestId", "caching", "cacheTTL"]
        } else {
            vec!["requestId"]
        }
    }

    fn numbered_page(&self) -> [&'static str; 2] {
        ["pageNumber", "pageRowCount"]
    }

    /// An id in a path, or a filter, may be none that can be read.
    fn implied(&self, doc: &EndpointDoc) -> Vec<Error> {
        let ids = doc
            .parts
            .iter()
            .filter(|part| uuid_text(part.name, part.example).is_ok());
        let filters = doc.queries.iter().filter(|query| !is_flag(query.example));
        let names = ids.map(|part| part.name).chain(filters.map(|query| query.name));
        let unreadable = names.map(|name| Error::invalid_field(name, Rule::NotAnId));
        unreadable.take(1).collect()
    }

    fn refusals(&self, doc: &EndpointDoc) -> Vec<Error> {
        failures::of_access(doc)
    }
}
