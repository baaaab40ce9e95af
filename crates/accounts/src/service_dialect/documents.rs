//! What the `OpenAPI` document says about the dialect of the services.

use http::StatusCode;
use platform::{
    Error,
    http::{
        dialect::documents::{Documents, ParameterDoc, count, object, text, with_message},
        routes::EndpointDoc,
    },
};
use serde_json::{Map, Value, json};

use super::Service;
use crate::failures;

impl Documents for Service {
    fn success_schema(&self, doc: &EndpointDoc, value: Option<Value>) -> Value {
        if doc.bare {
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

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        vec![
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

    fn refusals(&self, doc: &EndpointDoc) -> Vec<Error> {
        failures::of_access(doc)
    }
}
