//! What goes wrong in more than one place, in words.

use platform::{
    Error, FieldError, Kind, Message, Rule,
    auth::token::Refusal,
    http::routes::{Access, EndpointDoc, Verb},
};

/// Nobody is logged in.
pub fn login_required() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "assessment.login_required",
        Message::new("Silakan masuk terlebih dahulu.", "Log in first."),
    )
}

/// The session was revoked, or its administrator deleted.
pub fn session_ended() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "assessment.session.ended",
        Message::new(
            "Sesi sudah berakhir. Silakan masuk lagi.",
            "The session has ended. Log in again.",
        ),
    )
}

/// The change does not show that it comes from a page of ours.
pub fn forged() -> Error {
    Error::new(Kind::Forbidden, "assessment.csrf", "Invalid CSRF token")
}

/// The role is none of those that may.
pub fn role_required() -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.role_required",
        Message::new(
            "Peran Anda tidak mengizinkan hal ini.",
            "Your role does not allow this.",
        ),
    )
}

/// What a route for some roles answers to others.
pub fn of_access(doc: &EndpointDoc) -> Vec<Error> {
    if doc.access == Access::Anyone {
        return Vec::new();
    }
    let mut all = vec![
        login_required(),
        session_ended(),
        Refusal::Expired.into(),
        Refusal::Malformed.into(),
        role_required(),
    ];
    if doc.verb != Verb::Get {
        all.push(forged());
    }
    all
}

/// What a kind of thing is called in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// Indonesian, in the middle of a sentence.
    pub id: &'static str,
    /// English, in the middle of a sentence.
    pub en: &'static str,
}

/// There is no such thing.
pub fn not_found(thing: Noun) -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.not_found",
        Message::new(
            format!("Data {} tidak ditemukan.", thing.id),
            format!("There is no such {}.", thing.en),
        ),
    )
}

/// Something else has the value of this field.
pub fn taken(field: &str, thing: Noun) -> Error {
    let said = Message::new(
        format!("sudah dipakai oleh {} lain", thing.id),
        format!("is taken by another {}", thing.en),
    );
    let message = Message::new(
        format!("{field} sudah dipakai oleh {} lain.", thing.id),
        format!("The {field} is taken by another {}.", thing.en),
    );
    Error::new(Kind::Conflict, "assessment.taken", message).with_fields(vec![FieldError::new(field, Rule::Other(said))])
}

/// Deleting it would orphan what refers to it: so many of each kind. Kinds that do not are left out.
pub fn in_use(thing: Noun, by: &[(i64, Noun)]) -> Error {
    let list = |word: fn(&Noun) -> &'static str| {
        let used = by.iter().filter(|(count, _)| *count > 0);
        let named: Vec<String> = used.map(|(count, thing)| format!("{count} {}", word(thing))).collect();
        named.join(", ")
    };
    Error::new(
        Kind::Conflict,
        "assessment.in_use",
        Message::new(
            format!("Data {} ini masih dipakai: {}.", thing.id, list(|thing| thing.id)),
            format!("This {} is still referred to: {}.", thing.en, list(|thing| thing.en)),
        ),
    )
}

/// A field refers to something that does not exist.
pub fn no_such_reference() -> Rule {
    Rule::Other(Message::new("tidak ditemukan", "does not exist"))
}

/// A change that changes nothing.
pub fn nothing_to_change() -> Error {
    Error::new(
        Kind::Invalid,
        "assessment.nothing_to_change",
        Message::new(
            "Tidak ada yang diubah: sebutkan sedikitnya satu isian.",
            "Nothing to change: name at least one field.",
        ),
    )
}
