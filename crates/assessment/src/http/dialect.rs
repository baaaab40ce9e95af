//! The exam system's dialect: bare JSON, pages by `limit` and `offset` where its document prints `metadata`, lists on bare
//! routes as arrays, `{"message":…}` on failure; in English.

use http::StatusCode;
use platform::{
    Error, FieldError, Rule,
    http::{
        Pages,
        dialect::{
            Dialect, Facts, Written,
            documents::{self, Documents, Given, ParameterDoc, count, object, text},
            write::{attributes, field, name, value},
        },
        page::{FURTHEST, STANDARD_DEFAULT, STANDARD_MAX},
        query::pairs,
        reply::Parkable,
        routes::{Access, EndpointDoc, Verb},
    },
};
use serde_json::{Map, Value, json};

use crate::{extract::CSRF_HEADER, failures};

/// The exam system's dialect.
pub const DIALECT: &dyn Dialect = &Exams;

/// `limit` when it is not given.
const DEFAULT_LIMIT: i64 = 10;
/// Largest `limit`.
const MOST: i64 = 100;

/// The session of an administrator.
const SESSION: &str = "examSession";
/// The session of a participant.
const SITTING: &str = "participantSession";
/// Where participants' routes are.
const PARTICIPANTS: &str = "/api/v1/exam/";
/// What shows that a change was not forged.
const TOKEN: &str = "examToken";

struct Exams;

impl Dialect for Exams {
    fn name(&self) -> &'static str {
        "assessment"
    }

    fn success(&self, reply: &dyn Parkable, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        let parts = reply.parts();
        if let Some(paging) = parts.paging.filter(|_| !facts.route.bare) {
            out.push(b'{');
            let metadata = format!(
                "{{\"totalItems\":{},\"currentPage\":{},\"itemsPerPage\":{}}}",
                paging.total, paging.page, paging.per_page
            );
            name(out, "metadata");
            out.extend_from_slice(metadata.as_bytes());
            value(out, "data", reply)?;
            out.push(b'}');
            return Ok(());
        }
        if reply.has_value() {
            return reply.write(out);
        }
        out.push(b'{');
        field(out, "message", parts.message.as_deref().unwrap_or("OK"))?;
        out.push(b'}');
        Ok(())
    }

    fn failure(&self, error: &Error, facts: &Facts<'_>, out: &mut Vec<u8>) -> Written {
        out.push(b'{');
        field(out, "message", error.message().text(facts.lang))?;
        if !error.fields().is_empty() {
            field(out, "errors", &attributes(error, facts.lang))?;
        }
        let is_of_participants = is_of_participants(facts.route.path);
        if is_of_participants {
            field(out, "code", code(error))?;
            field(out, "serverNow", &facts.now)?;
        }
        let own = |name: &str| {
            matches!(name, "message" | "errors") || (is_of_participants && matches!(name, "code" | "serverNow"))
        };
        for (name, value) in error.detail().iter().filter(|(name, _)| !own(name)) {
            field(out, name, value)?;
        }
        out.push(b'}');
        Ok(())
    }

    fn base(&self) -> Option<&'static str> {
        Some("/api/v1/")
    }

    fn pages(&self, query: &str, standard: bool) -> Result<Pages, Error> {
        let (default, most) = if standard {
            (STANDARD_DEFAULT, STANDARD_MAX)
        } else {
            (DEFAULT_LIMIT, MOST)
        };
        by_offset(query, default)?.overridden(query, most)
    }

    fn page_parameters(&self) -> &'static [&'static str] {
        &["limit", "offset"]
    }

    fn token_headers(&self) -> &'static [&'static str] {
        &[CSRF_HEADER]
    }

    fn refuses_unknown_fields(&self) -> bool {
        true
    }

    fn refuses_unknown_parameters(&self) -> bool {
        true
    }
}

/// Whether a route is one of the participants', whose failures have codes.
fn is_of_participants(path: &str) -> bool {
    path.starts_with(PARTICIPANTS)
}

/// A failure's code as participants' pages know it: within this API it needs no module's name.
fn code(error: &Error) -> &str {
    let code = error.code();
    code.strip_prefix("assessment.").unwrap_or(code)
}

/// `limit` (more than the largest counts as that) and `offset`; nonsense is refused.
fn by_offset(query: &str, default: i64) -> Result<Pages, Error> {
    let mut wrong = Vec::new();
    let mut number = |wanted: &str, least: i64| {
        let text = pairs(query).find_map(|(name, value)| value.filter(|_| name == wanted))?;
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // What has more digits than fit is a number, too.
        let number = digits.then(|| text.parse::<i64>().unwrap_or(i64::MAX));
        if number.is_none_or(|number| number < least) {
            let said = Rule::OutOfRange(least.to_string(), FURTHEST.to_string());
            let rule = if digits { said } else { Rule::Type("an integer".into()) };
            wrong.push(FieldError::new(wanted, rule));
        }
        number
    };
    let (limit, offset) = (number("limit", 1), number("offset", 0));
    if !wrong.is_empty() {
        return Err(Error::invalid_fields(wrong));
    }
    let per_page = limit.unwrap_or(default).min(MOST);
    let skip = offset.unwrap_or(0).min(FURTHEST);
    Ok(Pages::after(skip, per_page).unasked(limit.is_none() && offset.is_none()))
}

impl Documents for Exams {
    fn success_schema(&self, doc: &EndpointDoc, given: Given) -> Value {
        match given.value {
            Some(value) if doc.answer.list && !doc.bare => {
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

    fn failure_schemas(&self) -> Vec<(&'static str, Value)> {
        vec![(
            "AssessmentFailure",
            json!({"type": "object", "required": ["message"], "properties": {
                "message": text("What is wrong"),
                "errors": documents::attributes(),
            }, "additionalProperties": true}),
        )]
    }

    fn failure_name(&self, _: &EndpointDoc, _: StatusCode) -> &'static str {
        "AssessmentFailure"
    }

    fn parameters(&self) -> Vec<ParameterDoc> {
        vec![
            ParameterDoc {
                name: "limit",
                about: "Rows of the answer; more than 100 count as 100",
                schema: json!({"type": "integer", "minimum": 1, "default": 10}),
            },
            ParameterDoc {
                name: "offset",
                about: "Rows before them",
                schema: json!({"type": "integer", "minimum": 0, "default": 0}),
            },
        ]
    }

    fn security_schemes(&self) -> Vec<(&'static str, Value)> {
        let key = |place: &str, name: &str, about: &str| json!({"type": "apiKey", "in": place, "name": name, "description": about});
        vec![
            (
                SESSION,
                key(
                    "cookie",
                    "adm-token",
                    "Set by `POST /api/v1/auth/login`; a browser sends it by itself.",
                ),
            ),
            (
                SITTING,
                key(
                    "cookie",
                    "sl_token",
                    "Set by `POST /api/v1/exam/auth/login`; a browser sends it by itself.",
                ),
            ),
            (
                TOKEN,
                key(
                    "header",
                    "X-XSRF-TOKEN",
                    "From `GET /api/v1/auth/csrf-token` (of participants `GET /api/v1/exam/auth/csrf-token`): asked for before the \
                     login, and once more after it.",
                ),
            ),
        ]
    }

    /// A change that needs no session, the login, must show a token all the same.
    fn security(&self, doc: &EndpointDoc) -> Vec<&'static str> {
        let session = match doc.access {
            Access::Anyone => None,
            Access::Account => Some(SITTING),
            Access::Staff(_) => Some(SESSION),
        };
        let token = (doc.verb != Verb::Get).then_some(TOKEN);
        session.into_iter().chain(token).collect()
    }

    /// A number in a path is an id, which may belong to nothing; a parameter may be none of the words that it can be.
    fn implied(&self, doc: &EndpointDoc) -> Vec<Error> {
        let ids = doc
            .parts
            .iter()
            .filter(|part| part.example.bytes().all(|byte| byte.is_ascii_digit()));
        let numbers = ids.clone().map(|part| part.name);
        let parameters = doc.queries.iter().map(|query| query.name);
        let mut all: Vec<Error> = numbers.chain(parameters).map(failures::unreadable).take(1).collect();
        if ids.count() > 0 {
            all.push(failures::not_found(failures::RECORD));
        }
        all
    }

    fn refusals(&self, doc: &EndpointDoc) -> Vec<Error> {
        failures::of_access(doc)
    }
}

#[cfg(test)]
mod tests;
