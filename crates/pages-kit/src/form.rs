//! Forms: reading what was sent, and showing it again with what is wrong.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRef, FromRequest, FromRequestParts as _, Request},
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use platform::{Error, Kind, Message, Rule, http::call::of_same_origin, idempotency::Once};

use crate::{
    Answer, Failed, Kit, Visit,
    away::Typed,
    csrf,
    field::{Field, fault_of},
    people::resend,
};

/// The largest form without files, in bytes.
pub(crate) const LARGEST: usize = 512 * 1024;
/// The most fields of a form.
pub(crate) const MOST: usize = 2_000;

/// What a form sent, in its order.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Of a body or a query. A NUL, which nobody types and PostgreSQL stores nowhere, is left out.
    pub fn read(text: &[u8]) -> Self {
        let fields = form_urlencoded::parse(text).take(MOST);
        Self(
            fields
                .map(|(name, value)| (name.into_owned(), value.replace('\0', "")))
                .collect(),
        )
    }

    /// The first of a name, as it was typed; nothing if it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.find(name).unwrap_or_default()
    }

    /// The first of a name, if it was sent.
    pub fn find(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(own, _)| own == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// One more, at the end.
    pub(crate) fn add(&mut self, name: String, value: String) {
        self.0.push((name, value));
    }

    /// Without those of a name.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(own, _)| own != name);
    }

    /// How many.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// All of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// All, in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As a form sends them, without what stands for one form alone and without passwords.
    pub(crate) fn to_kept(&self) -> String {
        let mut kept = form_urlencoded::Serializer::new(String::new());
        let is_kept = |name: &str| name != csrf::FIELD && !name.contains("password");
        for (name, value) in self.iter().filter(|(name, _)| is_kept(name)) {
            kept.append_pair(name, value);
        }
        kept.finish()
    }
}

impl FromIterator<(String, String)> for Fields {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

/// A form that a page of this place sent, for whoever sends it.
pub struct Posted {
    pub visit: Visit,
    pub fields: Fields,
}

impl<S: Send + Sync> FromRequest<S> for Posted
where
    Kit: FromRef<S>,
{
    type Rejection = Failed;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, body) = visit_of(&mut parts, body, state).await?;
        let fields = read_own(&visit, &parts, body).await?;
        Ok(Self { visit, fields })
    }
}

/// The fields of a form without files that a page of this place sent, for whoever sends it.
pub async fn read_own(visit: &Visit, parts: &Parts, body: Body) -> Result<Fields, Failed> {
    let fields = read_plain(visit, body).await?;
    Typed::note(parts, &fields);
    Ok(fields)
}

/// Who sends a form. If that cannot be found out now, what was typed is read all the same, to be given back.
pub(crate) async fn visit_of<S: Send + Sync>(parts: &mut Parts, body: Body, state: &S) -> Result<(Visit, Body), Failed>
where
    Kit: FromRef<S>,
{
    match Visit::from_request_parts(parts, state).await {
        Ok(visit) => Ok((visit, body)),
        Err(failed) => {
            Typed::rescue(parts.clone(), body).await;
            Err(failed)
        }
    }
}

/// The fields of a form without files.
pub(crate) async fn read_plain(visit: &Visit, body: Body) -> Result<Fields, Failed> {
    if !is_of_type(visit, "application/x-www-form-urlencoded") {
        return Err(Failed::at(visit)(platform::http::form::not_a_form()));
    }
    let body = to_bytes(body, LARGEST)
        .await
        .map_err(|_| Failed::at(visit)(too_large()))?;
    let fields = Fields::read(&body);
    check(visit, &fields)?;
    Ok(fields)
}

/// Whether a request's body says that it is of a type.
pub(crate) fn is_of_type(visit: &Visit, wanted: &str) -> bool {
    let sent = visit.headers.get(header::CONTENT_TYPE);
    sent.and_then(|sent| sent.to_str().ok())
        .is_some_and(|sent| sent.starts_with(wanted))
}

/// Whether a page of this place sent a form, for whoever sends it.
pub(crate) fn is_own(visit: &Visit, fields: &Fields) -> bool {
    visit.kit.is_own_form(visit, fields.get(csrf::FIELD)) && of_same_origin(&visit.headers)
}

/// Whether a page of this place sent it, for whoever sends it. What was typed while a session ended is kept: its page asks
/// to log in, and then to send it again.
pub(crate) fn check(visit: &Visit, fields: &Fields) -> Result<(), Failed> {
    if is_own(visit, fields) {
        return Ok(());
    }
    if !of_same_origin(&visit.headers) {
        return Err(Failed::at(visit)(foreign()));
    }
    let page = resend::page(visit, &visit.path, &fields.to_kept(), None);
    Err(page.map_or_else(Failed::at(visit), |answer| Failed::Elsewhere(Box::new(answer))))
}

pub(crate) fn too_large() -> Error {
    let said = Message::new("Formulir terlalu besar.", "The form is too large.");
    Error::new(Kind::TooLarge, "pages.form.too_large", said)
}

fn foreign() -> Error {
    let said = Message::new(
        "Formulir ini tidak dikirim dari halaman kami.",
        "This form was not sent by a page of ours.",
    );
    Error::new(Kind::Forbidden, "pages.form.foreign", said)
}

/// A form on a page.
pub struct Form {
    pub action: String,
    pub token: String,
    pub fields: Vec<Field>,
    /// The text of its button.
    pub submit: String,
    /// What is wrong with the whole of it.
    pub said: Option<String>,
    /// Hidden fields.
    pub hidden: Vec<(&'static str, String)>,
    /// What else can be done with what was typed: name, value and text of further buttons.
    pub others: Vec<(&'static str, &'static str, String)>,
    /// Whether its button does what cannot be undone.
    pub is_grave: bool,
    /// Whether a file comes of it, so that the page stays and it can be sent again.
    pub gives_file: bool,
    /// The id of the words about what is wrong, which get the focus.
    pub summary: &'static str,
}

impl Form {
    /// One that is sent to a path.
    pub fn to(action: impl Into<String>, submit: impl Into<String>, fields: Vec<Field>) -> Self {
        Self {
            action: action.into(),
            token: String::new(),
            fields,
            submit: submit.into(),
            said: None,
            hidden: Vec::new(),
            others: Vec::new(),
            is_grave: false,
            gives_file: false,
            summary: "ringkasan",
        }
    }

    /// It holds what was typed.
    #[must_use]
    pub fn holding(mut self, sent: &Fields) -> Self {
        for field in &mut self.fields {
            if field.boxes().is_some() {
                let held: Vec<&str> = sent.all(&field.name).collect();
                *field = field.clone().holding_all(held);
                continue;
            }
            let is_secret = field.input_type() == "password";
            if let Some(value) = sent.find(&field.name).filter(|_| !is_secret) {
                value.clone_into(&mut field.value);
            } else if field.is_tick() {
                // A box that is not ticked sends nothing.
                field.value.clear();
            }
        }
        self
    }

    /// It says what is wrong. What no field is to blame for stands above.
    #[must_use]
    pub fn faulty(mut self, visit: &Visit, error: &Error) -> Self {
        let lang = visit.lang();
        let mut is_told = false;
        for field in &mut self.fields {
            field.fault = fault_of(error, &field.name, lang);
            is_told |= field.fault.is_some();
        }
        let others = error
            .fields()
            .iter()
            .filter(|fault| !self.fields.iter().any(|field| field.name == fault.path));
        let said: Vec<String> = others.map(|fault| fault.rule.message().text(lang).to_owned()).collect();
        if !is_told || !said.is_empty() {
            self.said = Some(error.message().text(lang).to_owned());
        }
        self
    }

    /// Fields with something wrong, for the words above the form.
    pub fn faults(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let told = |field: &Field| field.fault.clone().is_some();
        self.fields.iter().filter(move |field| told(field)).map(|field| {
            let fault = field.fault.as_deref().unwrap_or_default();
            (field.name.as_ref(), field.label.as_str(), fault)
        })
    }

    /// Whether files may come with it.
    pub fn has_pictures(&self) -> bool {
        self.fields.iter().any(Field::is_picture)
    }

    /// Whether anything is wrong.
    pub fn is_faulty(&self) -> bool {
        self.said.is_some() || self.fields.iter().any(|field| field.fault.is_some())
    }
}

/// The hidden field by which a form that is sent twice is known again.
pub const ONCE: &str = "_kunci";

/// A key for a form that was not sent yet.
pub fn new_key() -> String {
    std::iter::repeat_with(fastrand::alphanumeric).take(24).collect()
}

/// What makes a form that is sent twice happen once: its key, if it has one, standing for what was typed. `path` is what it
/// is sent to; pictures are left out by `is_typed`, as each upload has an address of its own.
pub fn once(fields: &Fields, path: &str, is_typed: impl Fn(&str) -> bool) -> Result<Option<Once>, Error> {
    let key = fields.get(ONCE);
    if key.is_empty() {
        return Ok(None);
    }
    let key = HeaderValue::from_str(key).map_err(|_| Error::invalid_field(ONCE, Rule::NotAnId))?;
    let headers = HeaderMap::from_iter([(HeaderName::from_static("idempotency-key"), key)]);
    let mut typed = form_urlencoded::Serializer::new(String::new());
    typed.extend_pairs(
        fields
            .iter()
            .filter(|(name, _)| !name.starts_with('_') && is_typed(name)),
    );
    let typed = typed.finish();
    Ok(Once::from_headers(&headers, path)?.map(|once| once.over(typed.as_bytes())))
}

/// Whether a key of [`once`] stands for a form that was sent before and held something else: somebody went back and changed
/// it.
pub fn was_sent_otherwise(error: &Error) -> bool {
    error.code() == "request.idempotency_mismatch"
}

/// Shows a form again that was refused, unless it is a fault that another page has to tell.
pub fn is_for_form(error: &Error) -> bool {
    matches!(
        error.kind(),
        Kind::Invalid | Kind::Conflict | Kind::PreconditionFailed | Kind::Unauthenticated | Kind::TooManyRequests
    )
}

/// The status of a page that shows a form again which was refused.
pub fn refused_status(error: &Error) -> StatusCode {
    match error.kind() {
        Kind::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A field that is missing.
pub fn required(path: &str) -> Error {
    Error::invalid_field(path, Rule::Required)
}

/// An answer whose page shows a form, and the cookie that comes with it.
pub fn answer(page: Result<Answer, Error>, token: csrf::FormToken) -> Result<Answer, Error> {
    let answer = page?;
    Ok(match token.cookie {
        Some(cookie) => answer.with(header::SET_COOKIE, cookie),
        None => answer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Takes;

    #[test]
    fn a_box_that_was_not_ticked_comes_back_unticked() {
        let fields = || {
            let tick = |name: &'static str| Field::new(name, name, Takes::Tick).holding("ya");
            vec![tick("a"), tick("b")]
        };
        let form = Form::to("/x", "x", fields()).holding(&Fields::read(b"b=ya"));
        let values: Vec<_> = form.fields.iter().map(|field| field.value.as_str()).collect();
        assert_eq!(values, ["", "ya"]);
    }

    #[test]
    fn boxes_of_which_any_may_be_ticked_come_back_as_they_were() {
        let choices = ["abs", "radio", "tow bar"].map(|value| (value.to_owned(), value.to_uppercase()));
        let field = Field::new("extras", "Extras", Takes::Several(choices.into())).holding_all(["abs"]);
        let ticked = |field: &Field| {
            let boxes = field.boxes().unwrap().into_iter();
            boxes.map(|(.., is_ticked)| is_ticked).collect::<Vec<_>>()
        };
        assert_eq!(ticked(&field), [true, false, false]);
        let form = Form::to("/x", "x", vec![field.clone()]).holding(&Fields::read(b"extras=radio&extras=tow+bar"));
        assert_eq!(ticked(&form.fields[0]), [false, true, true]);
        let form = Form::to("/x", "x", vec![field]).holding(&Fields::read(b"a=1"));
        assert_eq!(ticked(&form.fields[0]), [false, false, false]);
    }

    #[test]
    fn a_form_without_a_key_may_be_sent_again_and_one_with_a_broken_key_may_not() {
        let of = |text: &[u8]| once(&Fields::read(text), "/x", |_| true);
        assert!(of(b"a=1").unwrap().is_none());
        assert!(of(b"_kunci=abc&a=1").unwrap().is_some());
        assert!(of(b"_kunci=a%0Ab").is_err());
    }
}
