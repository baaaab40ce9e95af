//! The Standard Response: `success`, `failure` for input that breaks rules, `error` for everything else.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    Dialect, Facts, Written,
    documents::{self, Documents, Given, count, nothing, object, text, with_message, word},
    usual_status,
    write::{attributes, field, value},
};
use crate::{
    error::{Error, Kind},
    http::{reply::Parkable, routes::EndpointDoc},
};

/// Asks for the Standard Response in `Accept`.
pub(super) const MEDIA_TYPE: &str = "application/vnd.standard+json";

pub(super) struct Standard;

impl Dialect for Standard {
    fn name(&self) -> &'static str {
        "standard"
    }

    fn media_type(&self) -> &'static str {
        MEDIA_TYPE
    }

    fn content_type(&self) -> &'static str {
        "application/vnd.standard+json; charset=utf-8"
    }

    fn status(&self, kind: Kind) -> StatusCode {
        if breaks_a_rule(kind) {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            usual_status(kind)
        }
    }

    fn success(&self, reply: &dyn Parkable, _: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        let parts = reply.parts();
        out.extend_from_slice(b"{\"status\":\"success\"");
        value(out, "data", reply)?;
        if let Some(message) = &parts.message {
            field(out, "message", message)?;
        }
        if let Some(paging) = parts.paging {
            let text = format!(
                ",\"pagination\":{{\"total_count\":{},\"current_page\":{},\"total_pages\":{}}}",
                paging.total,
                paging.page,
                paging.pages()
            );
            out.extend_from_slice(text.as_bytes());
        }
        out.push(b'}');
        Ok(())
    }

    fn failure(&self, error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        let attributes = attributes(error, facts.lang);
        let message = error.message().text(facts.lang);
        if breaks_a_rule(error.kind()) {
            let data: BTreeMap<&str, &[String]> = attributes
                .iter()
                .map(|attribute| (attribute.attribute_name, attribute.messages.as_slice()))
                .collect();
            out.extend_from_slice(b"{\"status\":\"failure\"");
            field(out, "data", &data)?;
        } else {
            out.extend_from_slice(b"{\"status\":\"error\"");
        }
        field(out, "message", message)?;
        field(out, "errors", &attributes)?;
        field(out, "code", error.code())?;
        out.push(b'}');
        Ok(())
    }
}

/// Whether the input was at fault: 422.
fn breaks_a_rule(kind: Kind) -> bool {
    matches!(kind, Kind::Invalid | Kind::Conflict)
}

impl Documents for Standard {
    fn success_schema(&self, doc: &EndpointDoc, given: Given) -> Value {
        let mut properties = Map::from_iter([
            ("status".to_owned(), word("success")),
            ("data".to_owned(), given.value.unwrap_or_else(nothing)),
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

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        let common = |status: &str| {
            Map::from_iter([
                ("status".to_owned(), word(status)),
                ("message".to_owned(), text("What is wrong, for people")),
                ("errors".to_owned(), documents::attributes()),
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

    fn failure_name(&self, _: &EndpointDoc, status: StatusCode) -> &'static str {
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            "StandardFailure"
        } else {
            "StandardError"
        }
    }
}
