//! Query parameters by name, repeated ones kept.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{Uri, request::Parts};

/// All parameters of a query, in order, decoded.
#[derive(Debug, Clone, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// The parameters of an address.
    pub fn of(uri: &Uri) -> Self {
        let Some(query) = uri.query().filter(|query| !query.is_empty()) else {
            return Self::default();
        };
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Every value of a parameter, in order.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a str> {
        let named = self.0.iter().filter(|(key, _)| key == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The first value of a parameter.
    pub fn first<'a>(&'a self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// A flag: only the text `true` is true; `default` if it is not there.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        self.first(name).map_or(default, |value| value == "true")
    }

    /// Whether a page is asked for by the parameters that go before every module's own.
    pub fn names_a_page(&self) -> bool {
        self.has("page") || self.has("per_page")
    }

    /// The names of all parameters, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether there is such a parameter.
    pub fn has(&self, name: &str) -> bool {
        self.first(name).is_some()
    }
}

/// The parameters of a query as they were written: nothing is decoded or left out, and one without a `=` has no value. For
/// what is looked for in every request, and for what is written again.
pub fn pairs(query: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (pair, None),
    })
}

/// Writes a parameter as it was.
pub(super) fn write(out: &mut String, (name, value): (&str, Option<&str>)) {
    out.push_str(name);
    if let Some(value) = value {
        out.push('=');
        out.push_str(value);
    }
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_as_they_were_written() {
        let all: Vec<_> = pairs("a=%31&b&&c=&d=1=2").collect();
        assert_eq!(
            all,
            [
                ("a", Some("%31")),
                ("b", None),
                ("", None),
                ("c", Some("")),
                ("d", Some("1=2"))
            ]
        );
    }

    #[test]
    fn repeated_names_are_kept_and_only_true_is_true() {
        let params = Params::of(&"/x?a=1&b=%C4%B0&a=2&c=TRUE&d=true".parse().unwrap());
        assert_eq!(params.all("a"), ["1", "2"]);
        assert_eq!(params.first("b"), Some("İ"));
        assert_eq!(
            (params.flag("c", true), params.flag("d", false), params.flag("e", true)),
            (false, true, true)
        );
    }
}
