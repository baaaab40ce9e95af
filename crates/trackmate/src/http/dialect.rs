//! TrackMate's dialect, as its document's "Error Handling" section and samples show it: `{"error":false,…}`, in Indonesian.

use accounts::failures;
use http::StatusCode;
use platform::{
    Error, Kind, Lang,
    auth::token::TOKEN_EXPIRED,
    http::{
        Pages,
        dialect::{
            Dialect, Facts, Written,
            documents::{Documents, Given, count, nothing, object, text, with_message, word},
            usual_status,
            write::{field, name, value},
        },
        reply::Parkable,
        routes::{Access, EndpointDoc, Staff},
    },
};
use serde_json::{Map, Value, json};

/// TrackMate's dialect.
pub const DIALECT: &dyn Dialect = &Trackmate;

/// Who looks after everything.
pub(super) const ADMINISTRATORS: Access = Access::Staff(&Staff {
    roles: &[2, 3],
    about: "For administrators.",
    refusal: failures::not_an_admin,
});

/// Rows of a list of which no page is asked for, and the most that a page may have: the document knows no pages.
const ROWS: i64 = 1000;

struct Trackmate;

impl Dialect for Trackmate {
    fn name(&self) -> &'static str {
        "trackmate"
    }

    fn lang(&self) -> Lang {
        Lang::Id
    }

    fn status(&self, kind: Kind) -> StatusCode {
        match kind {
            // The document's table of statuses knows no 409.
            Kind::Conflict => StatusCode::BAD_REQUEST,
            other => usual_status(other),
        }
    }

    fn success(&self, reply: &dyn Parkable, _: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        let parts = reply.parts();
        out.extend_from_slice(b"{\"error\":false,\"status\":\"success\"");
        if let Some(message) = &parts.message {
            field(out, "message", message)?;
        }
        if let Some(paging) = parts.paging {
            field(out, "count", &paging.total)?;
        }
        match parts.name {
            Some(inner) => {
                name(out, "data");
                out.push(b'{');
                value(out, inner, reply)?;
                out.push(b'}');
            }
            None if reply.has_value() => value(out, "data", reply)?,
            None => {}
        }
        out.push(b'}');
        Ok(())
    }

    fn failure(&self, error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        let ours = self.status(error.kind()).is_server_error();
        out.extend_from_slice(b"{\"error\":true");
        field(out, "status", if ours { "error" } else { "fail" })?;
        let message = match error.code() {
            // The mobile client refreshes its token on exactly this text.
            TOKEN_EXPIRED => "Token maximum age exceeded",
            _ => error.message().text(facts.lang),
        };
        field(out, "message", message)?;
        if ours {
            // A string, as documented; but only the id under which the log has the rest.
            field(out, "stack", facts.request.as_str())?;
        }
        out.extend_from_slice(b",\"data\":null}");
        Ok(())
    }

    fn pages(&self, query: &str, standard: bool) -> Result<Pages, Error> {
        if standard {
            Pages::standard(query)
        } else {
            Pages::first(ROWS, ROWS, query)
        }
    }
}

impl Documents for Trackmate {
    fn success_schema(&self, doc: &EndpointDoc, given: Given) -> Value {
        let mut properties = Map::new();
        properties.insert("error".to_owned(), json!({"type": "boolean", "const": false}));
        properties.insert("status".to_owned(), word("success"));
        with_message(&mut properties, doc);
        if doc.answer.list {
            properties.insert("count".to_owned(), count("How many match in all, on every page"));
        }
        if let Some(value) = given.value {
            let data = match doc.answer.name {
                Some(name) => object(Map::from_iter([(name.to_owned(), value)])),
                None => value,
            };
            properties.insert("data".to_owned(), data);
        }
        object(properties)
    }

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        let common = |status: &str| {
            Map::from_iter([
                ("error".to_owned(), json!({"type": "boolean", "const": true})),
                ("status".to_owned(), word(status)),
                ("message".to_owned(), text("What is wrong, in Indonesian")),
                ("data".to_owned(), nothing()),
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

    fn failure_name(&self, _: &EndpointDoc, status: StatusCode) -> &'static str {
        if status.is_server_error() {
            "TrackmateError"
        } else {
            "TrackmateFailure"
        }
    }

    fn refusals(&self, doc: &EndpointDoc) -> Vec<Error> {
        failures::of_access(doc)
    }
}

#[cfg(test)]
mod tests;
