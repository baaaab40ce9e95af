//! What runs around requests: tokens and ids are kept for those that follow, and every answer is held against what the
//! documents say.

use platform::http::{
    Dialect,
    routes::{EndpointDoc, Verb},
};

use super::{
    ModuleDoc,
    ids::Ids,
    model::{Event, Script},
    order::{is_farewell, logs_in},
    plan,
};

/// Members of a login's body, and the variables that fill them.
const CREDENTIALS: [(&str, &str); 3] = [
    ("username", "username"),
    ("email", "username"),
    ("password", "password"),
];

/// Keeps the tokens that an answer has: each API's own to go on with, and the last one to show.
const KEEP_TOKENS: &[&str] = &[
    "if (pm.response.code < 300) {",
    "  const body = pm.response.json(), own = body.data || body;",
    "  if (own.accessToken) { pm.collectionVariables.set(\"accessToken\", own.accessToken); }",
    "  if (own.refreshToken) { pm.collectionVariables.set(refreshToken, own.refreshToken); }",
    "}",
];

/// Keeps the first id that an answer has, whatever envelope is around it. What was made goes before what was there.
const KEEP_ID: &[&str] = &[
    "if (pm.response.code < 300) {",
    "  const first = (value, depth) => {",
    "    if (!value || typeof value !== \"object\" || depth > 3) { return undefined; }",
    "    if (Array.isArray(value)) { return first(value[0], depth + 1); }",
    "    const named = Object.keys(value).find((key) => key === \"id\" || key === own);",
    "    if (named) { return value[named]; }",
    "    return Object.values(value).map((inner) => first(inner, depth + 1)).find((id) => id !== undefined);",
    "  };",
    "  const id = first(pm.response.json(), 0);",
    "  const before = pm.collectionVariables.get(\"made\").split(\" \");",
    "  if (id !== undefined && (made || !before.includes(kept))) { pm.collectionVariables.set(kept, String(id)); }",
    "  if (id !== undefined && made) { pm.collectionVariables.set(\"made\", before.concat(kept).join(\" \")); }",
    "}",
];

/// The header that shows the token against forged changes.
pub(super) fn shows_token(dialect: &dyn Dialect, doc: &EndpointDoc) -> bool {
    let needed = dialect.security(doc);
    let schemes = dialect.security_schemes().into_iter();
    schemes
        .filter(|(name, _)| needed.contains(name))
        .any(|(_, scheme)| scheme["in"] == "header")
}

/// Before each change that must show a token, gets one: it changes at a login.
pub(super) fn fetch_token(source: &str) -> Event {
    let lines = vec![
        "if (pm.request.headers.has(\"X-XSRF-TOKEN\")) {".to_owned(),
        format!("  pm.sendRequest(pm.collectionVariables.get(\"baseUrl\") + \"{source}\", (error, response) => {{"),
        "    if (!error && response.code === 200) { pm.collectionVariables.set(\"csrfToken\", response.json().csrfToken); }"
            .to_owned(),
        "  });".to_owned(),
        "}".to_owned(),
    ];
    event("prerequest", lines)
}

/// What runs around the request of an endpoint.
pub(super) fn events(module: &ModuleDoc<'_>, doc: &EndpointDoc, ids: &Ids) -> Vec<Event> {
    let mut all = Vec::new();
    if let Some(condition) = condition(module, doc, ids) {
        let skip = format!(
            "if (!({condition}) && pm.variables.get(\"everything\") !== \"true\") {{ pm.execution.skipRequest(); }}"
        );
        all.push(event("prerequest", vec![skip]));
    }
    let mut lines = expect_status(doc);
    if logs_in(doc) {
        lines.push(format!("const refreshToken = \"{}\";", refresh_token(module, doc)));
        lines.extend(KEEP_TOKENS.iter().map(|line| (*line).to_owned()));
    }
    if let Some(kept) = ids.given_by(module, doc) {
        let own = kept.rsplit('.').next().unwrap_or_default();
        let made = doc.verb == Verb::Post;
        lines.push(format!("const kept = \"{kept}\", own = \"{own}\", made = {made};"));
        lines.extend(KEEP_ID.iter().map(|line| (*line).to_owned()));
    }
    lines.extend(keep_values(doc));
    all.push(event("test", lines));
    all
}

/// Holds the status against the documented one.
fn expect_status(doc: &EndpointDoc) -> Vec<String> {
    let planned = plan::of(doc).answers();
    let (wanted, title) = match planned {
        Some((status, why)) => (status.to_string(), format!("{status}: {why}")),
        None if doc.answer.or_ok => (format!("200, {}", doc.status), format!("{} or 200", doc.status)),
        None => (doc.status.to_string(), doc.status.to_string()),
    };
    vec![
        format!("pm.test(\"answers {title}\", () => {{"),
        format!("  pm.expect(pm.response.code, pm.response.text()).to.be.oneOf([{wanted}]);"),
        "});".to_owned(),
    ]
}

/// Fills the variables that no rule finds in an answer.
fn keep_values(doc: &EndpointDoc) -> Vec<String> {
    let kept = plan::of(doc).kept();
    if kept.is_empty() {
        return Vec::new();
    }
    let set = kept
        .iter()
        .map(|(name, at, _)| format!("  pm.collectionVariables.set(\"{name}\", String({at}));"));
    let mut lines = vec![
        "if (pm.response.code < 300) {".to_owned(),
        "  const body = pm.response.json();".to_owned(),
    ];
    lines.extend(set);
    lines.push("}".to_owned());
    lines
}

/// The variable of the token with which a login of an API is renewed and ended.
pub(super) fn refresh_token(module: &ModuleDoc<'_>, doc: &EndpointDoc) -> String {
    format!("{}.refreshToken", plan::owner(module.name, doc))
}

/// When a run sends a request, if not always: what never ends, and what deletes an account, only if it is told to; what
/// deletes something else, if the run has made it.
fn condition(module: &ModuleDoc<'_>, doc: &EndpointDoc, ids: &Ids) -> Option<String> {
    if never_ends(doc) || is_farewell(doc) {
        return Some("false".to_owned());
    }
    // What a step names is the run's own.
    let planned = doc.parts.last().and_then(|part| plan::of(doc).value(part.name));
    if doc.verb != Verb::Delete || doc.path.ends_with("/authentications") || planned.is_some() {
        return None;
    }
    let kept = doc.parts.last().and_then(|part| ids.of_part(module, doc, part));
    Some(kept.map_or_else(
        || "false".to_owned(),
        |kept| format!("pm.collectionVariables.get(\"made\").split(\" \").includes(\"{kept}\")"),
    ))
}

fn never_ends(doc: &EndpointDoc) -> bool {
    doc.answer.media == Some("text/event-stream") || doc.status == 101
}

fn event(listen: &'static str, exec: Vec<String>) -> Event {
    Event {
        listen,
        script: Script {
            kind: "text/javascript",
            exec,
        },
    }
}

/// Puts variables into a body: who logs in, the token that is renewed, and ids that were kept.
pub(super) fn fill(module: &ModuleDoc<'_>, doc: &EndpointDoc, body: &str, ids: &Ids) -> String {
    let planned = plan::of(doc);
    if let Some(whole) = planned.value("body") {
        return whole;
    }
    let exams = module
        .dialect
        .security_schemes()
        .iter()
        .any(|(_, scheme)| scheme["in"] == "cookie");
    let line = |line: &str| {
        let Some((name, value)) = member(line) else {
            return line.to_owned();
        };
        if let Some(value_of_plan) = planned.value(name) {
            return line.replacen(value, &value_of_plan, 1);
        }
        // A profile that is changed keeps the name that the run logs in with.
        let own = logs_in(doc) || (doc.verb == Verb::Put && doc.path.ends_with("/users") && name == "username");
        let credential = CREDENTIALS.iter().find(|(field, _)| *field == name && own);
        let variable = match credential {
            Some((_, "username")) if exams => "examUsername".to_owned(),
            Some((_, "password")) if exams => "examPassword".to_owned(),
            Some((_, variable)) => (*variable).to_owned(),
            None if name == "refreshToken" => refresh_token(module, doc),
            None => match ids.of_member(module, doc, name) {
                Some(variable) => variable,
                None => return line.to_owned(),
            },
        };
        let filled = if value.starts_with('"') {
            format!("\"{{{{{variable}}}}}\"")
        } else {
            format!("{{{{{variable}}}}}")
        };
        line.replacen(value, &filled, 1)
    };
    body.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Name and value of a line of laid-out JSON that is a member with a plain value.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('"')?.split_once("\": ")?;
    let value = value.strip_suffix(',').unwrap_or(value);
    let plain = value.starts_with('"') || value.bytes().all(|byte| byte.is_ascii_digit());
    plain.then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_found_in_its_line() {
        assert_eq!(member("  \"a\": \"x\","), Some(("a", "\"x\"")));
        assert_eq!(member("  \"a\": 12"), Some(("a", "12")));
        assert_eq!(member("  \"a\": {"), None);
        assert_eq!(member("  },"), None);
    }
}
