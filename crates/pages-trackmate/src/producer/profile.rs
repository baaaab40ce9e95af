//! The form of a business: as it is shown, and as it is read.

use pages_kit::{Field, Fields, Visit, field::Takes};
use platform::Error;
use serde_json::{Map, Value, json};
use trackmate::api::{ContactView, Reachable, UmkmIn, UmkmView};

use super::{
    photos::{Photos, is_picture},
    sheet::{Group, Section},
    typed::{Faults, text},
};
use crate::{maker::international, maps};

const LOGO: Photos = Photos {
    name: "logo",
    removed: "logo.remove",
    added: "logo.file",
    several: false,
};
const PICTURE: Photos = Photos {
    name: "image",
    removed: "image.remove",
    added: "image.file",
    several: false,
};

/// Fields of use cases that are called otherwise here.
pub(super) const NAMES: [(&str, &str); 3] = [
    ("location", "location.lat"),
    ("logo", "logo.file"),
    ("image", "image.file"),
];

/// A part of the form that is filled in by itself.
pub(super) struct Step {
    /// What addresses call it.
    pub(super) name: &'static str,
    /// The key of its text.
    pub(super) text: &'static str,
    /// Which of [`sections`] it has.
    pub(super) sections: &'static [usize],
    pub(super) fields: &'static [&'static str],
}

/// The steps in which a business is introduced: each is short on a telephone, and the first is enough.
pub(super) const STEPS: [Step; 4] = [
    Step {
        name: "tentang",
        text: "producer-stage-about",
        sections: &[0],
        fields: &["name", "description", "employe"],
    },
    Step {
        name: "tempat",
        text: "producer-stage-place",
        sections: &[2],
        fields: &["location.name", "location.lat", "location.lng"],
    },
    Step {
        name: "kisah",
        text: "producer-stage-story",
        sections: &[3, 4],
        fields: &["history.text", "logo", "image"],
    },
    Step {
        name: "hubungi",
        text: "producer-stage-ways",
        sections: &[1],
        fields: &["whatsapp", "phone", "email"],
    },
];

impl Step {
    /// What was sent of this step alone.
    pub(super) fn of(&self, sent: &Fields) -> impl Iterator<Item = (String, String)> {
        let own = sent
            .iter()
            .filter(|(name, _)| self.fields.contains(name) || name.starts_with('_'));
        own.map(|(name, value)| (name.to_owned(), value.to_owned()))
    }

    /// Whether nothing of it is filled in.
    pub(super) fn is_open(&self, fields: &Fields) -> bool {
        self.fields.iter().all(|name| fields.get(name).is_empty())
    }
}

/// Whether a field holds what was typed, and no picture.
pub(super) fn is_typed(field: &str) -> bool {
    !LOGO.has(field) && !PICTURE.has(field)
}

/// A business as its form would have been sent.
pub(super) fn as_sent(umkm: &UmkmView) -> Fields {
    let reachable = reachable(umkm);
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let picture = |address: &str| {
        Some(address.to_owned())
            .filter(|address| is_picture(address))
            .unwrap_or_default()
    };
    let fields = [
        ("name", umkm.name.clone()),
        ("description", umkm.description.clone()),
        ("location.name", umkm.location.name.clone()),
        ("location.lat", number(umkm.location.lat)),
        ("location.lng", number(umkm.location.lng)),
        (
            "employe",
            umkm.employe.map(|count| count.to_string()).unwrap_or_default(),
        ),
        ("whatsapp", reachable.whatsapp),
        ("phone", reachable.phone),
        ("email", reachable.email),
        ("history.text", umkm.history.text.clone()),
        ("logo", picture(&umkm.logo)),
        ("image", picture(&umkm.image)),
    ];
    let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// How a business is reached. What is shown as a telephone's number where only that of `WhatsApp` is known is nothing that
/// somebody typed.
fn reachable(umkm: &UmkmView) -> Reachable {
    let mut reachable = Reachable::by(umkm.contact.as_deref().unwrap_or_default());
    if reachable.phone == reachable.whatsapp {
        reachable.phone.clear();
    }
    reachable
}

/// What was sent, with its pictures settled.
pub(super) fn settle(fields: &Fields) -> Fields {
    let typed = fields.iter().filter(|(name, _)| is_typed(name));
    let typed = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let photos = [LOGO, PICTURE].into_iter().flat_map(|photos| {
        let settled = photos.settle(fields).into_iter();
        settled.map(move |address| (photos.name.to_owned(), address))
    });
    typed.chain(photos).collect()
}

/// The form's sections.
pub(super) fn sections(visit: &Visit, fields: &Fields) -> Vec<Section> {
    let speech = visit.speech();
    let say = |key: &str| speech.say(key);
    let line = |name: &'static str, key: &str, takes| Field::new(name, say(key), takes);
    let group = |fields| {
        vec![Group {
            fields,
            ..Group::default()
        }]
    };
    let about = vec![
        line("name", "producer-name", Takes::Line).required().at_most(200),
        line("description", "producer-about", Takes::Lines)
            .hint(say("producer-about-hint"))
            .at_most(10_000),
        line("employe", "producer-people", Takes::Number),
    ];
    let place = vec![
        line("location.name", "producer-place", Takes::Line)
            .hint(say("producer-place-hint"))
            .at_most(300),
        line("location.lat", "producer-lat", Takes::Number).hint(say("producer-map-hint")),
        line("location.lng", "producer-lng", Takes::Number),
    ];
    let ways = vec![
        line("whatsapp", "producer-whatsapp", Takes::Phone)
            .filled_by("tel")
            .at_most(40),
        line("phone", "producer-phone", Takes::Phone)
            .filled_by("tel")
            .at_most(40),
        line("email", "producer-email", Takes::Email)
            .filled_by("email")
            .at_most(254),
    ];
    let story = vec![
        line("history.text", "producer-story", Takes::Lines)
            .hint(say("producer-story-hint"))
            .at_most(10_000),
    ];
    let pictures = vec![
        line(LOGO.added, "producer-logo", Takes::Picture).hint(say("producer-picture-hint")),
        line(PICTURE.added, "producer-picture", Takes::Picture),
    ];
    let section = |heading: &str, lead: &str, own: Vec<Field>| Section {
        heading: say(heading),
        lead: say(lead),
        is_open: own.iter().any(|field| !fields.get(&field.name).is_empty()),
        groups: group(own),
        ..Section::default()
    };
    let folded = |section: Section| Section { folds: true, ..section };
    let (logo, picture) = (LOGO.show(fields), PICTURE.show(fields));
    vec![
        section("producer-section-about", "producer-section-about-lead", about),
        section("producer-section-ways", "producer-section-ways-lead", ways),
        Section {
            map: Some(maps::picker(visit, fields, ("location.lat", "location.lng"))),
            ..folded(section("producer-section-place", "producer-section-place-lead", place))
        },
        folded(section("producer-section-story", "producer-section-story-lead", story)),
        Section {
            folds: true,
            is_open: !logo.photos.is_empty() || !picture.photos.is_empty(),
            photos: vec![logo, picture],
            ..section("producer-section-pictures", "producer-section-pictures-lead", pictures)
        },
    ]
}

/// What a use case takes. What the form does not show of a stored business stays.
pub(super) fn input(fields: &Fields, mut faults: Faults, stored: Option<&UmkmView>) -> Result<UmkmIn, Error> {
    let location = json!({
        "name": fields.get("location.name").trim(),
        "lat": faults.number(fields, "location.lat"),
        "lng": faults.number(fields, "location.lng"),
    });
    let people = faults.whole(fields, "employe");
    judge_ways(fields, &mut faults);
    let story_picture = stored.map(|umkm| umkm.history.image.as_str());
    let mut umkm = json!({
        "name": fields.get("name").trim(),
        "description": text(fields, "description"),
        "location": location,
        "employe": people,
        "history": {"text": text(fields, "history.text"), "image": story_picture},
        "logo": text(fields, LOGO.name),
        "image": text(fields, PICTURE.name),
    });
    if let Some(contact) = contact(fields, stored)? {
        umkm["contact"] = contact;
    }
    faults.input(&umkm)
}

/// Nobody is reached by what is no number and no address.
fn judge_ways(fields: &Fields, faults: &mut Faults) {
    for name in ["whatsapp", "phone"] {
        let number = fields.get(name).trim();
        if !number.is_empty() && international(number).is_none() {
            faults.say(
                name,
                "bukan nomor telepon; tulis seperti 0812 3456 7890",
                "is no telephone number; write it like 0812 3456 7890",
            );
        }
    }
    let email = fields.get("email").trim();
    let is_address = email
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if !email.is_empty() && (!is_address || email.contains(char::is_whitespace)) {
        faults.say(
            "email",
            "bukan alamat email; tulis seperti nama@contoh.id",
            "is no email address; write it like name@example.com",
        );
    }
}

/// The contacts, if they are others than before. Ways that the form does not show are kept.
fn contact(fields: &Fields, stored: Option<&UmkmView>) -> Result<Option<Value>, Error> {
    let typed = ["email", "phone", "whatsapp"].map(|name| fields.get(name).trim().to_owned());
    let before = stored.map(reachable).unwrap_or_default();
    if typed == [before.email, before.phone, before.whatsapp] {
        return Ok(None);
    }
    let [email, phone, whatsapp] = typed;
    let mut contacts = vec![json!({
        "email": email,
        "phone": {"isWhatsApp": !whatsapp.is_empty(), "phoneNumber": phone, "waNumber": whatsapp},
    })];
    let stored = stored.and_then(|umkm| umkm.contact.as_deref()).unwrap_or_default();
    for entry in stored {
        let mut entry = match serde_json::to_value(entry).map_err(Error::internal)? {
            Value::Object(entry) => entry,
            _ => Map::new(),
        };
        entry.remove("email");
        entry.remove("phone");
        if names_shown_way(&entry)? {
            entry.remove("name");
            entry.remove("description");
        }
        if !entry.is_empty() {
            contacts.push(entry.into());
        }
    }
    Ok(Some(contacts.into()))
}

/// Whether what is left of an entry is one of the ways that the form shows.
fn names_shown_way(entry: &Map<String, Value>) -> Result<bool, Error> {
    let view: ContactView = serde_json::from_value(entry.clone().into()).map_err(Error::internal)?;
    let by = Reachable::by(&[view]);
    Ok([by.email, by.phone, by.whatsapp].iter().any(|way| !way.is_empty()))
}
