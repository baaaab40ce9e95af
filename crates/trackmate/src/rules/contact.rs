//! What contacts may be. They are stored as they were sent, so what could not be read again must not get in.

use platform::{
    Rule,
    text::{Check, unstorable},
};

use super::each;

const LONGEST_CONTACT: usize = 4096;

/// Contacts are objects of any shape: two generations of clients send different ones. Kept to the letter.
pub(super) fn contact(check: &mut Check, list: &[Box<serde_json::value::RawValue>]) -> String {
    let texts = each(check, "contact", list, |check, path, raw| {
        let text = raw.get();
        if !text.starts_with('{') {
            check.note(path, Rule::Type("an object".into()));
        } else if text.len() > LONGEST_CONTACT {
            check.note(path, Rule::TooLong(LONGEST_CONTACT));
        } else if let Some(rule) = unreadable(text) {
            check.note(path, rule);
        }
        text.to_owned()
    });
    format!("[{}]", texts.join(","))
}

/// The rule that JSON breaks which would be shown as it came: half a surrogate pair and a number beyond every range pass
/// unread, and would make a reply that others cannot read.
fn unreadable(json: &str) -> Option<Rule> {
    if let Err(cause) = serde_json::from_str::<serde_json::Value>(json) {
        return Some(Rule::Other(
            format!("tidak dapat dibaca ({}:{})", cause.line(), cause.column()).into(),
        ));
    }
    let mut rest = json;
    while let Some((_, escape)) = rest.split_once('\\') {
        if escape.starts_with("u0000") {
            return unstorable("\0");
        }
        // What is escaped may be a backslash itself.
        rest = escape.get(1..).unwrap_or_default();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::{Purpose, umkm};
    use crate::input::UmkmIn;

    fn read(json: &str) -> UmkmIn {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn contacts_are_kept_to_the_letter() {
        let sent = r#"[{"name": "whatsapp","description":"08123456789"},{"email":"x","phone":{"isWhatsApp":true}}]"#;
        let input = read(&format!(r#"{{"name":"a","contact":{sent}}}"#));
        assert_eq!(umkm(&input, Purpose::Create).unwrap().contact.unwrap(), sent);
        let input = read(
            r#"{"name":"a","contact":[1,{"a":"\u0000"},{"\\\u0000":1},{"a":"\ud800"},{"a":1e999},{"a":"\\u0000 \\"}]}"#,
        );
        let error = umkm(&input, Purpose::Create).unwrap_err();
        let paths: Vec<_> = error.fields().iter().map(|f| f.path.as_str()).collect();
        assert_eq!(
            paths,
            ["contact[0]", "contact[1]", "contact[2]", "contact[3]", "contact[4]"]
        );
    }
}
