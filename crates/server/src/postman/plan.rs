//! What single requests of a run need beyond what their endpoints say: values that only an earlier answer has, names that
//! nobody else has yet, files, and what a run cannot have.
//!
//! Invariant: every step is an endpoint's, and another answer than success is among those that the endpoint documents.

use platform::http::routes::{EndpointDoc, Verb};

use self::steps::STEPS;

mod steps;

/// Before the paths of `TrackMate`'s other shape, whose things have variables of their own.
const OTHER_SHAPE: &str = "/compat/trackmate";

/// What one request needs.
pub(super) struct Step {
    verb: Verb,
    path: &'static str,
    sends: &'static [(&'static str, &'static str)],
    keeps: &'static [Kept],
    folder: Option<&'static str>,
    behind: Option<&'static str>,
    answers: Option<(u16, &'static str)>,
}

/// Variable, where in the answer (`body`) its value is, and its value before that.
type Kept = (&'static str, &'static str, &'static str);

const fn step(verb: Verb, path: &'static str) -> Step {
    Step {
        verb,
        path,
        sends: &[],
        keeps: &[],
        folder: None,
        behind: None,
        answers: None,
    }
}

impl Step {
    /// Values by the name of a part, a query parameter, a field of a form or a member of the body, there as JSON; `body` is
    /// all of it.
    const fn sends(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.sends = values;
        self
    }

    /// Variables that its answer fills.
    const fn keeps(mut self, variables: &'static [Kept]) -> Self {
        self.keeps = variables;
        self
    }

    /// It stands in a folder of its own.
    const fn within(mut self, folder: &'static str) -> Self {
        self.folder = Some(folder);
        self
    }

    /// Its folder comes behind the one that fills a variable.
    const fn behind(mut self, variable: &'static str) -> Self {
        self.behind = Some(variable);
        self
    }

    /// What a run is told instead of the usual success, and why.
    const fn answers(mut self, status: u16, why: &'static str) -> Self {
        self.answers = Some((status, why));
        self
    }
}

/// The step of an endpoint, as one reads it.
#[derive(Clone, Copy)]
pub(super) struct Planned {
    step: Option<&'static Step>,
    other_shape: bool,
}

/// What an endpoint's request needs. The other shape's steps are those of the first, unless it has its own.
pub(super) fn of(doc: &EndpointDoc) -> Planned {
    let at = |path: &str| STEPS.iter().find(|step| step.verb == doc.verb && step.path == path);
    let first = doc.path.strip_prefix(OTHER_SHAPE);
    Planned {
        step: at(doc.path).or_else(|| first.and_then(at)),
        other_shape: first.is_some(),
    }
}

/// What begins the names of an endpoint's variables.
pub(super) fn owner<'a>(module: &'a str, doc: &EndpointDoc) -> &'a str {
    if doc.path.starts_with(OTHER_SHAPE) {
        "compat"
    } else {
        module
    }
}

impl Planned {
    /// What is sent under a name.
    pub(super) fn value(self, name: &str) -> Option<String> {
        let sends = self.step?.sends;
        let (_, value) = sends.iter().find(|(known, _)| *known == name)?;
        Some(self.own(value))
    }

    /// Variables, where their values are, and their samples.
    pub(super) fn kept(self) -> Vec<(String, &'static str, &'static str)> {
        let keeps = self.step.map_or(&[][..], |step| step.keeps);
        let own = |(name, at, sample): &Kept| (self.own(name), *at, *sample);
        keeps.iter().map(own).collect()
    }

    /// The folder, where it is not that of the endpoint's group.
    pub(super) fn folder(self) -> Option<&'static str> {
        self.step?.folder
    }

    /// The variable that is filled before it, though it does not send it.
    pub(super) fn behind(self) -> Option<&'static str> {
        self.step?.behind
    }

    /// The documented status that a run gets, and why it is not the usual one.
    pub(super) fn answers(self) -> Option<(u16, &'static str)> {
        self.step?.answers
    }

    fn own(self, text: &str) -> String {
        if self.other_shape {
            text.replace("trackmate.", "compat.")
        } else {
            text.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::{settings::Given, wiring};

    #[test]
    fn every_step_is_an_endpoints_and_what_it_says_is_documented() {
        let settings = Given::default().settle(wiring::MODULES).unwrap();
        let document: Value = serde_json::from_str(&wiring::openapi(&settings).unwrap()).unwrap();
        for step in STEPS {
            let name = format!("{} {}", step.verb.name(), step.path);
            let operation = &document["paths"][step.path][step.verb.name().to_ascii_lowercase()];
            assert!(operation.is_object(), "{name} is no endpoint");
            if let Some((status, why)) = step.answers {
                assert!(
                    operation["responses"][status.to_string()].is_object(),
                    "{name}: {status}"
                );
                assert!(!why.is_empty() && !why.ends_with('.'), "{name}: {why}");
            }
        }
    }
}
