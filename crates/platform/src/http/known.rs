//! Query parameters that a route knows, and what becomes of others: a misspelt filter must not answer everything.
//!
//! They are refused, by name and with the known ones, where the Standard Response is asked for and in dialects that want it;
//! elsewhere the answer is as the documents have it, with a hint in its head. Who calls is judged before, so that nobody
//! learns more about a route than they may: on routes for anybody the layer around the handler refuses, on others the
//! extractor that finds out who calls, by [`refuse_unknown`].

use std::{collections::BTreeSet, sync::Arc};

use http::{HeaderName, HeaderValue, Uri, request::Parts};

use super::{
    dialect::Dialect,
    query::{Params, pairs},
    routes::{Access, EndpointDoc},
};
use crate::error::{Error, FieldError, Kind, Message, Result, Rule};

/// The header that tells of a parameter which changed nothing.
pub(super) const HINT: HeaderName = HeaderName::from_static("x-hint");

/// Characters of a name that are shown.
const SHOWN: usize = 100;

/// The query parameters of a route.
#[derive(Debug, Clone)]
pub(crate) struct KnownParameters {
    names: Arc<BTreeSet<&'static str>>,
    /// Nobody has to say who they are.
    open: bool,
    /// A file may have others in its address: they only keep old copies from being shown.
    lenient: bool,
}

impl KnownParameters {
    /// Those of an endpoint whose module speaks `dialect`.
    pub(super) fn of(doc: &EndpointDoc, dialect: &dyn Dialect) -> Self {
        let own = doc.queries.iter().map(|query| query.name);
        let mut names: BTreeSet<&'static str> = own.chain(["envelope", "requestId"]).collect();
        names.extend(dialect.parameters_of(doc));
        names.extend(dialect.common_parameters());
        // On a short list, too: a page of the whole is the whole.
        if doc.answer.list {
            names.extend(["page", "per_page"]);
            names.extend(dialect.page_parameters());
        }
        Self {
            names: Arc::new(names),
            open: doc.access == Access::Anyone,
            lenient: doc.answer.file,
        }
    }

    /// What becomes of a request to an address; `None` if it has no unknown parameter. `strict`: they are refused.
    pub(super) fn judge(&self, uri: &Uri, strict: bool) -> Option<Verdict> {
        let unknown = self.unknown_in(uri)?;
        Some(if !strict || self.lenient {
            Verdict::Told(unknown.hint())
        } else if self.open {
            Verdict::Refused(unknown.into_error())
        } else {
            Verdict::RefusedLater(unknown)
        })
    }

    /// The first parameter of an address that is none of them.
    fn unknown_in(&self, uri: &Uri) -> Option<UnknownParameter> {
        let query = uri.query()?;
        let known = |name: &str| name.is_empty() || self.names.contains(name);
        if pairs(query).all(|(name, _)| known(name)) {
            return None;
        }
        // What is written otherwise may still be a known name.
        let name = Params::of(uri)
            .names()
            .find(|name| !known(name))?
            .chars()
            .take(SHOWN)
            .collect();
        Some(UnknownParameter {
            name,
            known: self.clone(),
        })
    }
}

/// What becomes of a request with an unknown parameter.
#[derive(Debug)]
pub(super) enum Verdict {
    /// It is refused before anything else.
    Refused(Error),
    /// It is refused once it is clear that the caller may call the route.
    RefusedLater(UnknownParameter),
    /// It is answered, with this hint.
    Told(HeaderValue),
}

/// A parameter that a route does not know.
#[derive(Debug, Clone)]
pub(super) struct UnknownParameter {
    name: String,
    known: KnownParameters,
}

impl UnknownParameter {
    fn into_error(self) -> Error {
        unknown_parameter(&self.name, &self.known.list())
    }

    /// The same for the head of an answer: ASCII, and no line ends.
    fn hint(&self) -> HeaderValue {
        let name: String = self.name.chars().filter(|c| !c.is_control()).collect();
        let name = name.escape_default();
        let text = format!("unknown query parameter \"{name}\"; known here: {}", self.known.list());
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("unknown query parameter"))
    }
}

impl KnownParameters {
    fn list(&self) -> String {
        self.names.iter().copied().collect::<Vec<_>>().join(", ")
    }
}

/// Refuses a parameter that the route does not know, once it is clear that the caller may call it at all.
pub fn refuse_unknown(parts: &Parts) -> Result<()> {
    match parts.extensions.get::<UnknownParameter>() {
        Some(unknown) => Err(unknown.clone().into_error()),
        None => Ok(()),
    }
}

/// The query has a parameter that is none of the `known` ones.
pub(super) fn unknown_parameter(name: &str, known: &str) -> Error {
    let said = Message::new(
        format!("Parameter `{name}` tidak dikenal di alamat ini. Yang dikenal: {known}."),
        format!("This address has no parameter `{name}`. It knows: {known}."),
    );
    let rule = Rule::Other(Message::new(
        format!("bukan parameter alamat ini; yang dikenal: {known}"),
        format!("is no parameter of this address; it knows: {known}"),
    ));
    Error::new(Kind::Invalid, "request.unknown_parameter", said).with_fields(vec![FieldError::new(name, rule)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> KnownParameters {
        KnownParameters {
            names: Arc::new(BTreeSet::from(["page", "q"])),
            open: true,
            lenient: false,
        }
    }

    fn unknown(query: &str) -> Option<String> {
        let uri: Uri = format!("/x?{query}").parse().unwrap();
        known().unknown_in(&uri).map(|unknown| unknown.name)
    }

    #[test]
    fn names_are_compared_as_they_are_read() {
        for good in ["", "&", "page=1", "p%61ge=1&q=x", "q=a&q=b", "q"] {
            assert_eq!(unknown(good), None, "{good}");
        }
        assert_eq!(unknown("q=1&Page=2").as_deref(), Some("Page"));
        assert_eq!(unknown("k%C3%B6nig").as_deref(), Some("könig"));
        assert_eq!(unknown(&"a".repeat(300)).map(|name| name.len()), Some(SHOWN));
    }

    #[test]
    fn a_hint_is_one_line_of_ascii() {
        let uri: Uri = "/x?k%C3%B6%0D%0Anig=1".parse().unwrap();
        let hint = known().unknown_in(&uri).unwrap().hint();
        assert_eq!(hint, r#"unknown query parameter "k\u{f6}nig"; known here: page, q"#);
    }

    #[test]
    fn a_refusal_names_the_parameter_and_the_known_ones() {
        let error = unknown_parameter("categori", "page, q");
        assert_eq!(
            error.message().text(crate::Lang::En),
            "This address has no parameter `categori`. It knows: page, q."
        );
        assert_eq!(error.fields()[0].path, "categori");
    }
}
