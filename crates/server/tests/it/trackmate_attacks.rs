//! What the hostile tests send: bodies that are wrong in every way, and tokens that are not good.

use jsonschema::Validator;
use platform::{
    auth::{
        keys::Keyring,
        token::{Claims, Kind, Tokens},
    },
    http::routes::SchemaOf,
};
use schemars::SchemaGenerator;
use serde_json::{Value, json};
use testkit::Answer;

use crate::support::TestApp;

/// How a bad request must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// With this status.
    Status(u16),
    /// Refused, as invalid or as a login that failed.
    Refused,
    /// In any way but a failure of the server's: nothing says that the value is wrong.
    Survives,
}

/// A bad request.
pub(crate) struct Attack {
    pub(crate) what: String,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) expected: Expected,
}

impl Attack {
    fn json(what: impl Into<String>, body: impl Into<Vec<u8>>, expected: Expected) -> Self {
        Self {
            what: what.into(),
            content_type: "application/json",
            body: body.into(),
            expected,
        }
    }
}

/// Fails if an answer tells of the server's inside.
pub(crate) fn check_silence(answer: &Answer, what: &str) {
    const INSIDE: [&str; 16] = [
        ".rs",
        "select ",
        "insert into",
        "panicked",
        "backtrace",
        "sqlite",
        "postgres",
        "/tmp",
        "/root",
        "src/",
        "at line",
        "untagged",
        "variant",
        "struct ",
        "Option",
        "constraint",
    ];
    if answer.headers["content-type"].to_str().unwrap().starts_with("image/") {
        return;
    }
    // A token is random letters, which may spell anything.
    let text = answer.text();
    let words = text.split('"').filter(|word| !word.starts_with("eyJ"));
    let text = words.collect::<Vec<_>>().join("\"");
    let found = INSIDE.iter().find(|inside| text.contains(**inside));
    assert_eq!(found, None, "{what}: {text}");
}

/// What a documented schema says, ready to be asked.
pub(crate) fn validator(schema: SchemaOf) -> Validator {
    let mut generator = SchemaGenerator::default();
    let mut root = serde_json::to_value(schema(&mut generator)).unwrap();
    root["$defs"] = Value::Object(generator.take_definitions(true));
    jsonschema::validator_for(&root).unwrap()
}

/// Every bad body that follows from a good one.
pub(crate) fn bodies(sample: &str, schema: &Validator, limit: usize) -> Vec<Attack> {
    let good: Value = serde_json::from_str(sample).unwrap();
    let mut attacks = unreadable(sample, limit);
    for kind in [
        "text/plain",
        "text/html",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "json",
        "",
    ] {
        attacks.push(Attack {
            what: format!("the content type {kind:?}"),
            content_type: kind,
            body: sample.into(),
            expected: Expected::Status(415),
        });
    }
    let mut unknown = good.clone();
    unknown["tidak_dikenal"] = json!(1);
    attacks.push(Attack::json(
        "an unknown field",
        unknown.to_string(),
        Expected::Status(400),
    ));
    for field in good.as_object().unwrap().keys() {
        let mut without = good.clone();
        without.as_object_mut().unwrap().remove(field);
        attacks.push(by_schema(format!("no {field}"), &without, schema));
    }
    for pointer in pointers(&good) {
        altered(&good, &pointer, schema, &mut attacks);
    }
    attacks
}

/// What is no JSON, or not an object.
fn unreadable(sample: &str, limit: usize) -> Vec<Attack> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let texts: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("blanks", b"  \n".to_vec()),
        ("half of it", sample.as_bytes()[..sample.len() - 1].to_vec()),
        ("something after it", format!("{sample} x").into()),
        ("two of them", format!("{sample}{sample}").into()),
        ("a comment", format!("/* x */{sample}").into()),
        ("single quotes", sample.replace('"', "'").into()),
        ("a trailing comma", sample.replacen('}', ",}", 1).into()),
        ("a byte order mark", format!("\u{feff}{sample}").into()),
        (
            "bad UTF-8",
            [&b"{\"name\":\"\xff\xfe\","[..], &sample.as_bytes()[1..]].concat(),
        ),
        ("a NUL byte", sample.replacen(':', ":\0", 1).into()),
        ("a raw NUL in a string", sample.replacen(":\"", ":\"\0", 1).into()),
        ("half a surrogate pair", sample.replacen(":\"", ":\"\\ud800", 1).into()),
        ("ten thousand arrays", deep("[", "]").into()),
        ("ten thousand objects", deep("{\"a\":", "}").into()),
        (
            "ten thousand in the sample",
            sample.replacen('{', &format!("{{\"x\":{},", deep("[", "]")), 1).into(),
        ),
        ("an array", format!("[{sample}]").into()),
        ("an empty array", b"[]".to_vec()),
        ("an array of its values", values_alone(sample)),
        ("a string", b"\"x\"".to_vec()),
        ("a number", b"1".to_vec()),
        ("null", b"null".to_vec()),
        ("true", b"true".to_vec()),
        ("NaN", b"NaN".to_vec()),
        ("a form", b"name=x&price=1".to_vec()),
    ];
    let texts = texts.into_iter().filter(|(_, body)| body != sample.as_bytes());
    let mut attacks: Vec<_> = texts
        .map(|(what, body)| Attack::json(what, body, Expected::Status(400)))
        .collect();
    let large = sample.replacen('{', &format!("{{{}", " ".repeat(limit)), 1);
    attacks.push(Attack::json("a body over the limit", large, Expected::Status(413)));
    attacks
}

/// The values of an object without their names.
fn values_alone(sample: &str) -> Vec<u8> {
    let good: Value = serde_json::from_str(sample).unwrap();
    let values: Vec<_> = good.as_object().unwrap().values().cloned().collect();
    Value::from(values).to_string().into()
}

/// What the documented schema refuses must be refused.
fn by_schema(what: String, body: &Value, schema: &Validator) -> Attack {
    let expected = if schema.is_valid(body) {
        Expected::Survives
    } else {
        Expected::Status(400)
    };
    Attack::json(what, body.to_string(), expected)
}

/// The places of every value within a value.
fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, child)| (key.clone(), child)).collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, child)| (index.to_string(), child))
            .collect(),
        _ => Vec::new(),
    };
    let below = |(key, child): (String, &Value)| {
        let here = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let deeper: Vec<_> = pointers(child).iter().map(|rest| format!("{here}{rest}")).collect();
        [vec![here], deeper].concat()
    };
    children.into_iter().flat_map(below).collect()
}

/// One value of the sample replaced by everything that it should not be.
fn altered(good: &Value, pointer: &str, schema: &Validator, attacks: &mut Vec<Attack>) {
    let with = |value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        body
    };
    for value in [
        json!(null),
        json!(true),
        json!(12),
        json!(1.5),
        json!(-1),
        json!("x"),
        json!([]),
        json!({}),
        json!([[1]]),
        json!(["x"]),
        json!({"x": 1}),
        json!("NaN"),
    ] {
        attacks.push(by_schema(format!("{value} at {pointer}"), &with(value.clone()), schema));
    }
    // Taken and ignored, whatever it holds: the document says that it changes nothing.
    let ignored = pointer.starts_with("/umkm/") || (pointer == "/umkm" && good["umkm"].is_object());
    let refused = if ignored { Expected::Survives } else { Expected::Refused };
    let raw = |text: &str| with(json!("@@")).to_string().replace("\"@@\"", text);
    match good.pointer(pointer) {
        Some(Value::String(_)) => {
            attacks.push(Attack::json(
                format!("an endless text at {pointer}"),
                raw(&format!("\"{}\"", "x".repeat(10_100))),
                refused,
            ));
            attacks.push(Attack::json(format!("NUL at {pointer}"), raw("\"a\\u0000b\""), refused));
            for text in [
                "' or 1=1; drop table product; --",
                "<script>alert(1)</script>",
                "{{7*7}}${7*7}",
                "😀\u{202e}",
                "%00%ff",
                "../../etc",
                "javascript:alert(1)",
                "",
            ] {
                attacks.push(Attack::json(
                    format!("{text:?} at {pointer}"),
                    with(json!(text)).to_string(),
                    Expected::Survives,
                ));
            }
        }
        Some(Value::Number(_)) => {
            attacks.push(Attack::json(format!("1e400 at {pointer}"), raw("1e400"), refused));
            for text in [
                "-1",
                "1e308",
                "-1e308",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775809",
                "1e19",
                "0.1",
                "-0.0",
                "0.001",
            ] {
                attacks.push(Attack::json(
                    format!("{text} at {pointer}"),
                    raw(text),
                    Expected::Survives,
                ));
            }
            for text in ["NaN", "Infinity", "+1", "01", "0x1", "1.", ".5"] {
                attacks.push(Attack::json(
                    format!("{text} at {pointer}"),
                    raw(text),
                    Expected::Status(400),
                ));
            }
        }
        _ => {}
    }
}

/// Values of `Authorization` that let nobody in, each with what is wrong with it.
pub(crate) fn tokens(app: &TestApp, access: &str, refresh: &str) -> Vec<(&'static str, String)> {
    let parts: Vec<&str> = access.split('.').collect();
    let [header, payload, signature] = parts[..] else {
        panic!("no token: {access}")
    };
    let flipped = |text: &str| format!("{}{}", if text.starts_with('A') { 'B' } else { 'A' }, &text[1..]);
    // {"alg":"none","typ":"JWT"}
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let keys = Keyring::open(app.test.dir.path().join("data/keys.json"), &app.clock).unwrap();
    let signed = Tokens::new(keys);
    let good = signed
        .verify(access, "accounts", Kind::Access, app.clock.now())
        .unwrap();
    let issue = |change: fn(&mut Claims)| {
        let mut claims = good.clone();
        change(&mut claims);
        signed.issue(&claims).unwrap()
    };
    let bearer = |token: String| format!("Bearer {token}");
    vec![
        ("no algorithm", bearer(format!("{none}.{payload}."))),
        (
            "no algorithm and the old signature",
            bearer(format!("{none}.{payload}.{signature}")),
        ),
        (
            "another payload",
            bearer(format!("{header}.{}.{signature}", flipped(payload))),
        ),
        (
            "another signature",
            bearer(format!("{header}.{payload}.{}", flipped(signature))),
        ),
        ("no signature", bearer(format!("{header}.{payload}."))),
        (
            "another audience",
            bearer(issue(|claims| "exam-participants".clone_into(&mut claims.aud))),
        ),
        ("another kind", bearer(issue(|claims| claims.kind = Kind::Refresh))),
        ("a ticket", bearer(issue(|claims| claims.kind = Kind::Ticket))),
        ("the past", bearer(issue(|claims| claims.exp = claims.iat))),
        (
            "another account",
            bearer(issue(|claims| "somebody".clone_into(&mut claims.sub))),
        ),
        (
            "another session",
            bearer(issue(|claims| "nowhere".clone_into(&mut claims.sid))),
        ),
        ("a refresh token", bearer(refresh.to_owned())),
        ("garbage", bearer("x.y.z".to_owned())),
        ("a hundred thousand bytes", bearer("x".repeat(100_000))),
        ("no token at all", "Bearer ".to_owned()),
        ("another scheme", format!("Basic {access}")),
        ("no scheme", access.to_owned()),
        ("two tokens", format!("Bearer {access} {access}")),
    ]
}
