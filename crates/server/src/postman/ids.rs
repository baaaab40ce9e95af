//! Ids that one request hands to the next, as variables of the collection.
//!
//! `/products/{id}` needs the id of a product, which `POST /products` makes and `GET /products` lists. A variable is called by
//! its module and its noun, since modules number things of their own.

use std::collections::BTreeMap;

use platform::http::routes::{EndpointDoc, PartDoc};

use super::{ModuleDoc, model::Variable, plan, variable};

/// Every variable with its sample.
pub(super) struct Ids(BTreeMap<String, &'static str>);

impl Ids {
    /// Those that some modules need and can give.
    pub(super) fn of(modules: &[ModuleDoc<'_>]) -> Self {
        let given: Vec<String> = modules
            .iter()
            .flat_map(|module| module.endpoints.iter().filter_map(|doc| given_by(module, doc)))
            .collect();
        let mut all = BTreeMap::new();
        for module in modules {
            for (doc, part) in module
                .endpoints
                .iter()
                .flat_map(|doc| doc.parts.iter().map(move |part| (doc, part)))
            {
                if let Some(name) = name_of_part(module, doc, part).filter(|name| given.contains(name)) {
                    all.entry(name).or_insert(part.example);
                }
            }
            for doc in module.endpoints {
                all.extend(plan::of(doc).kept().into_iter().map(|(name, _, sample)| (name, sample)));
            }
        }
        Self(all)
    }

    /// As the collection lists them: samples, until a request gives a real one.
    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> {
        let all = self.0.iter();
        all.map(|(name, sample)| variable(name.as_str(), sample, "Kept from what was made or listed"))
    }

    /// The variable that stands for a part of a path.
    pub(super) fn of_part(&self, module: &ModuleDoc<'_>, doc: &EndpointDoc, part: &PartDoc) -> Option<String> {
        name_of_part(module, doc, part).filter(|name| self.0.contains_key(name))
    }

    /// The variable that stands for a query parameter, or a member of a body.
    pub(super) fn of_member(&self, module: &ModuleDoc<'_>, doc: &EndpointDoc, member: &str) -> Option<String> {
        let noun = member.strip_suffix("Id").filter(|noun| !noun.is_empty())?;
        let name = called(module, doc, noun);
        self.0.contains_key(&name).then_some(name)
    }

    /// The variable that an endpoint's answer fills.
    pub(super) fn given_by(&self, module: &ModuleDoc<'_>, doc: &EndpointDoc) -> Option<String> {
        given_by(module, doc).filter(|name| self.0.contains_key(name))
    }
}

/// What `POST /products` makes and `GET /products` lists, and `POST /listings/{listingId}/images` makes.
fn given_by(module: &ModuleDoc<'_>, doc: &EndpointDoc) -> Option<String> {
    let makes = doc.verb == platform::http::routes::Verb::Post && doc.status == 201;
    let last = doc.path.rsplit('/').next()?;
    let gives = makes || (doc.answer.list && doc.parts.is_empty());
    (gives && !last.starts_with('{')).then(|| called(module, doc, &noun_of(last)))
}

fn name_of_part(module: &ModuleDoc<'_>, doc: &EndpointDoc, part: &PartDoc) -> Option<String> {
    let noun = match part.name {
        "id" => {
            let (before, _) = doc.path.split_once("/{id}")?;
            // `/umkm/approve/{id}` is about an UMKM, and `/admins/password/{id}` about an administrator.
            let mut nouns = before
                .rsplit('/')
                .filter(|segment| !matches!(*segment, "approve" | "password"));
            noun_of(nouns.next()?)
        }
        "idumkm" => "umkm".to_owned(),
        name => name.strip_suffix("Id").filter(|noun| !noun.is_empty())?.to_owned(),
    };
    // `/umkm/approve/{id}` is also asked with `true`, which is no id.
    (part.example != "true").then(|| called(module, doc, &noun))
}

fn called(module: &ModuleDoc<'_>, doc: &EndpointDoc, noun: &str) -> String {
    format!("{}.{noun}Id", plan::owner(module.name, doc))
}

/// `test-packages` → `package`, `conversationthreads` → `conversationThread`.
fn noun_of(segment: &str) -> String {
    let last = segment.rsplit('-').next().unwrap_or(segment);
    let one = match last.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => last.strip_suffix('s').unwrap_or(last).to_owned(),
    };
    match one.strip_prefix("conversation").filter(|rest| !rest.is_empty()) {
        Some(rest) => format!("conversation{}{}", rest[..1].to_ascii_uppercase(), &rest[1..]),
        None => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_is_called_by_one_of_its_things() {
        for (many, one) in [
            ("products", "product"),
            ("categories", "category"),
            ("test-packages", "package"),
            ("umkm", "umkm"),
            ("conversationthreads", "conversationThread"),
        ] {
            assert_eq!(noun_of(many), one);
        }
    }
}
