//! What goes wrong in more than one place, in words.

use platform::{
    Error, FieldError, Kind, Lang, Message, Rule,
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

/// An address that leads nowhere.
pub fn nowhere() -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.nowhere",
        Message::new("Alamat ini tidak ada.", "There is nothing at this address."),
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

/// A login on a page that came over plain HTTP: the browser threw the cookies away, so the token has nothing to equal.
///
/// In both languages at once, because the documents of this API speak English and those who meet it may not.
pub fn needs_https() -> Error {
    const SAID: &str = "Invalid CSRF token. Ujian memerlukan HTTPS atau localhost: lewat HTTP biasa peramban membuang \
                        cookie. Buka alamat https:// server ini. | Exams need HTTPS or localhost: over plain HTTP the \
                        browser throws the cookies away. Open the https:// address of this server.";
    Error::new(Kind::Forbidden, "assessment.needs_https", SAID)
}

/// The participant's session was taken over by a later login.
pub fn taken_over() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "assessment.session_taken_over",
        Message::new(
            "Ujian ini dilanjutkan di perangkat lain, jadi sesi di sini berakhir.",
            "This exam goes on on another device, so the session here has ended.",
        ),
    )
}

/// The event is sat in Safe Exam Browser alone, with its own configuration.
pub fn safe_exam_browser_required() -> Error {
    Error::new(
        Kind::Forbidden,
        "assessment.safe_exam_browser_required",
        Message::new(
            "Ujian ini hanya dapat dikerjakan di Safe Exam Browser dengan konfigurasi dari pengawas.",
            "This exam can be taken only in Safe Exam Browser, with the configuration that supervisors give.",
        ),
    )
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
        // Participants have no roles, and another device may take over.
        if doc.access == Access::Account {
            taken_over()
        } else {
            role_required()
        },
    ];
    if doc.access == Access::Account {
        all.push(safe_exam_browser_required());
    }
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

/// What things are called in messages that say how many there are. Indonesian says one and many alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Indonesian, after the number.
    pub id: &'static str,
    /// English, of one.
    pub one: &'static str,
    /// English, of none and of several.
    pub many: &'static str,
}

impl Counted {
    /// So many of them, in both languages.
    pub(crate) fn times(self, count: impl TryInto<i64>) -> Message {
        // What is too large for a number is many all the same.
        let count = count.try_into().unwrap_or(i64::MAX);
        let word = if count == 1 { self.one } else { self.many };
        Message::new(format!("{count} {}", self.id), format!("{count} {word}"))
    }
}

/// Mistakes in a file.
pub(crate) const ERRORS: Counted = Counted {
    id: "kesalahan",
    one: "error",
    many: "errors",
};

/// Whatever an id in an address belongs to.
pub(crate) const RECORD: Noun = Noun {
    id: "ini",
    en: "record",
};

/// A part of an address, or a parameter, that should be a number.
pub(crate) fn unreadable(name: &str) -> Error {
    Error::invalid_field(name, Rule::Type("an integer".into()))
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
pub fn in_use(thing: Noun, by: &[(i64, Counted)]) -> Error {
    let used = by.iter().filter(|(count, _)| *count > 0);
    let named: Vec<Message> = used.map(|(count, things)| things.times(*count)).collect();
    let list = |lang| {
        named
            .iter()
            .map(|named| named.text(lang))
            .collect::<Vec<_>>()
            .join(", ")
    };
    Error::new(
        Kind::Conflict,
        "assessment.in_use",
        Message::new(
            format!("Data {} ini masih dipakai: {}.", thing.id, list(Lang::Id)),
            format!("This {} is still referred to: {}.", thing.en, list(Lang::En)),
        ),
    )
}

/// A field refers to something that does not exist.
pub fn no_such_reference() -> Rule {
    Rule::Other(Message::new("tidak ditemukan", "does not exist"))
}

/// A change that names no field: 400.
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

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: Noun = Noun {
        id: "soal",
        en: "question",
    };
    const EVENTS: Counted = Counted {
        id: "ujian",
        one: "event",
        many: "events",
    };

    #[test]
    fn one_of_a_thing_is_said_in_the_singular() {
        let said = |count: i64, lang| ERRORS.times(count).text(lang).to_owned();
        let english: Vec<_> = [0, 1, 2, 21].into_iter().map(|count| said(count, Lang::En)).collect();
        assert_eq!(english, ["0 errors", "1 error", "2 errors", "21 errors"]);
        assert_eq!(
            (said(1, Lang::Id), said(2, Lang::Id)),
            ("1 kesalahan".into(), "2 kesalahan".into())
        );
    }

    #[test]
    fn what_refers_to_a_thing_is_counted_and_the_rest_left_out() {
        let refused = in_use(QUESTION, &[(1, EVENTS), (0, ERRORS), (3, ERRORS)]);
        assert_eq!(
            refused.message().text(Lang::En),
            "This question is still referred to: 1 event, 3 errors."
        );
        assert_eq!(
            refused.message().text(Lang::Id),
            "Data soal ini masih dipakai: 1 ujian, 3 kesalahan."
        );
    }
}
