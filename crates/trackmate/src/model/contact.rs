//! Contacts of a UMKM. Two generations of clients write and read them in shapes of their own: `{email, phone{…}}`, of which
//! only the first entry is read, and `{name, description}`, an entry for each way. Whatever was sent is stored to the
//! letter; what is shown serves both.

use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// An entry with what either generation reads of it, in the documented order, and whatever else was sent.
///
/// The first one that is shown always has `email` and `phone`. Where nobody wrote a `name`, each way to get in touch has an
/// entry with `name` and `description`.
#[derive(Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ContactView {
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Value>,
    /// An object with `isWhatsApp`, `phoneNumber` and `waNumber`.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<Value>,
    /// What the way is called: `whatsapp`, `email` …
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<Value>,
    /// The number or address.
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Value>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// A way to get in touch, by the names that people give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Email,
    WhatsApp,
    Phone,
}

impl Way {
    fn named(name: &str) -> Option<Self> {
        let name = platform::text::fold(name);
        let has = |whole: &[&str], begun: &[&str]| {
            let fits = |word: &str| whole.contains(&word) || begun.iter().any(|begun| word.starts_with(begun));
            platform::text::words(&name).any(fits)
        };
        if has(&[], &["email", "mail", "surel"]) {
            Some(Self::Email)
        } else if has(&["wa"], &["whatsapp"]) {
            Some(Self::WhatsApp)
        } else if has(&["hp", "tel"], &["tele", "telp", "phone", "handphone", "ponsel"]) {
            Some(Self::Phone)
        } else {
            None
        }
    }

    /// How an entry of the second generation calls it.
    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::WhatsApp => "whatsapp",
            Self::Phone => "phone",
        }
    }
}

/// The contacts as they are shown; `None` if there are none.
pub(crate) fn show_contacts(stored: &str) -> Result<Option<Vec<ContactView>>> {
    let mut entries: Vec<ContactView> = serde_json::from_str(stored).map_err(Error::internal)?;
    let named = entries.iter().any(|entry| entry.name.is_some());
    let said = gather(&entries);
    let Some(first) = entries.first_mut() else {
        return Ok(None);
    };
    complete(first, &said);
    if !named {
        name_ways(&mut entries, &said);
    }
    Ok(Some(entries))
}

/// How somebody can be reached, of either generation; empty where nobody said.
#[derive(Debug, Default)]
pub struct Reachable {
    pub email: String,
    pub phone: String,
    pub whatsapp: String,
}

impl Reachable {
    /// By these contacts.
    pub fn by(contacts: &[ContactView]) -> Self {
        gather(contacts)
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    let text = value?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn gather(entries: &[ContactView]) -> Reachable {
    let mut said = Reachable::default();
    let mut note = |way: Way, found: Option<String>| {
        let place = match way {
            Way::Email => &mut said.email,
            Way::WhatsApp => &mut said.whatsapp,
            Way::Phone => &mut said.phone,
        };
        if let (true, Some(found)) = (place.is_empty(), found) {
            *place = found;
        }
    };
    for entry in entries {
        note(Way::Email, text(entry.email.as_ref()));
        note(Way::Phone, text(entry.phone.as_ref()));
        if let Some(Value::Object(phone)) = &entry.phone {
            note(Way::Phone, text(phone.get("phoneNumber")));
            note(Way::WhatsApp, text(phone.get("waNumber")));
        }
        if let Some(way) = text(entry.name.as_ref()).as_deref().and_then(Way::named) {
            note(way, text(entry.description.as_ref()));
        }
    }
    said
}

/// Gives the first entry what the first generation reads of it. What it says itself stays.
fn complete(first: &mut ContactView, said: &Reachable) {
    if !first.email.as_ref().is_some_and(Value::is_string) {
        first.email = Some(json!(said.email));
    }
    let sent = match first.phone.take() {
        Some(Value::Object(sent)) => sent,
        _ => Map::new(),
    };
    let either = |one: &str, other: &str| {
        if one.is_empty() {
            other.to_owned()
        } else {
            one.to_owned()
        }
    };
    let mut phone = Map::from_iter([
        ("isWhatsApp".to_owned(), json!(!said.whatsapp.is_empty())),
        ("phoneNumber".to_owned(), json!(either(&said.phone, &said.whatsapp))),
        ("waNumber".to_owned(), json!(said.whatsapp)),
    ]);
    phone.extend(sent.into_iter().filter(|(_, value)| !value.is_null()));
    first.phone = Some(Value::Object(phone));
}

/// Gives the second generation its entries: the first entry gets a name, further ways follow.
fn name_ways(entries: &mut Vec<ContactView>, said: &Reachable) {
    let ways = [
        (Way::Email, &said.email),
        (Way::WhatsApp, &said.whatsapp),
        (Way::Phone, &said.phone),
    ];
    let known = ways
        .into_iter()
        .filter(|(way, told)| !(told.is_empty() || *way == Way::Phone && **told == said.whatsapp));
    for (index, (way, told)) in known.enumerate() {
        let (name, description) = (Some(json!(way.name())), Some(json!(told)));
        match entries.first_mut() {
            Some(first) if index == 0 => (first.name, first.description) = (name, description),
            _ => entries.push(ContactView {
                name,
                description,
                ..ContactView::default()
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(stored: &str) -> Value {
        json!(show_contacts(stored).unwrap())
    }

    #[test]
    fn no_contact_is_null() {
        assert_eq!(shown("[]"), Value::Null);
    }

    #[test]
    fn the_second_generation_is_read_by_the_first() {
        let sent =
            r#"[{"name":"whatsapp","description":"08123456789"},{"name":"email","description":"sambal@gmail.com"}]"#;
        let phone = json!({"isWhatsApp": true, "phoneNumber": "08123456789", "waNumber": "08123456789"});
        assert_eq!(
            shown(sent),
            json!([
                {"name": "whatsapp", "description": "08123456789", "email": "sambal@gmail.com", "phone": phone},
                {"name": "email", "description": "sambal@gmail.com"},
            ])
        );
    }

    #[test]
    fn the_first_generation_is_read_by_the_second() {
        let phone = json!({"isWhatsApp": true, "phoneNumber": "0361", "waNumber": "0812"});
        let sent = json!([{"email": "a@b.id", "phone": phone}]).to_string();
        assert_eq!(
            shown(&sent),
            json!([
                {"email": "a@b.id", "phone": phone, "name": "email", "description": "a@b.id"},
                {"name": "whatsapp", "description": "0812"},
                {"name": "phone", "description": "0361"},
            ])
        );
    }

    #[test]
    fn what_is_sent_back_as_it_was_read_is_shown_the_same() {
        for sent in [
            r#"[{"email":"a@b.id","phone":{"isWhatsApp":false,"phoneNumber":"0361","waNumber":""}}]"#,
            r#"[{"name":"Telepon toko","description":"0361"}]"#,
            r#"[{"phone":"0361"}]"#,
            "[{}]",
            r#"[{"instagram":"@toko"}]"#,
        ] {
            let once = shown(sent);
            assert_eq!(shown(&once.to_string()), once, "{sent}");
            assert!(
                once[0]["email"].is_string() && once[0]["phone"]["phoneNumber"].is_string(),
                "{once}"
            );
        }
    }

    #[test]
    fn what_nobody_knows_is_an_empty_text() {
        let phone = json!({"isWhatsApp": false, "phoneNumber": "", "waNumber": ""});
        assert_eq!(
            shown(r#"[{"instagram":"@toko","email":null}]"#),
            json!([{"instagram": "@toko", "email": "", "phone": phone}])
        );
    }
}
