//! Which folder of a module comes before which: what fills a variable before what sends it.

use std::collections::BTreeSet;

use platform::{
    Error,
    http::routes::{EndpointDoc, Verb},
};

use super::{
    ModuleDoc,
    ids::Ids,
    model::RequestItem,
    order::{Make, folder_of},
    plan,
};

/// A folder and the variables that its requests fill and send.
#[derive(Debug, Default)]
struct Group {
    name: &'static str,
    makes: BTreeSet<String>,
    lists: BTreeSet<String>,
    sends: BTreeSet<String>,
}

/// The names of the folders that some endpoints of a module are in.
pub(super) fn in_order(
    module: &ModuleDoc<'_>,
    docs: &[&EndpointDoc],
    ids: &Ids,
    make: Make<'_>,
) -> Result<Vec<&'static str>, Error> {
    let mut groups: Vec<Group> = Vec::new();
    // As the module lists its endpoints, whatever order the requests of a folder are in.
    for doc in module
        .endpoints
        .iter()
        .filter(|doc| docs.iter().any(|used| is_same(used, doc)))
    {
        let name = folder_of(doc);
        if name.is_empty() {
            continue;
        }
        let at = groups.iter().position(|group| group.name == name).unwrap_or_else(|| {
            groups.push(Group {
                name,
                ..Group::default()
            });
            groups.len() - 1
        });
        note(&mut groups[at], module, doc, ids, &make(module, doc)?)?;
    }
    Ok(sorted(groups))
}

fn is_same(one: &EndpointDoc, other: &EndpointDoc) -> bool {
    (one.verb, one.path) == (other.verb, other.path)
}

fn note(
    group: &mut Group,
    module: &ModuleDoc<'_>,
    doc: &EndpointDoc,
    ids: &Ids,
    item: &RequestItem,
) -> Result<(), Error> {
    let planned = plan::of(doc);
    group.makes.extend(planned.kept().into_iter().map(|(name, ..)| name));
    if let Some(given) = ids.given_by(module, doc) {
        let made = doc.verb == Verb::Post;
        let into = if made { &mut group.makes } else { &mut group.lists };
        into.insert(given);
    }
    let request = serde_json::to_string(&item.request).map_err(Error::internal)?;
    let named = request.split("{{").skip(1).filter_map(|rest| rest.split("}}").next());
    group.sends.extend(named.map(str::to_owned));
    group.sends.extend(planned.behind().map(str::to_owned));
    Ok(())
}

/// Each behind those that fill what it sends, else as they were. What is made counts more than what is listed: a list of a
/// thing may stand anywhere.
fn sorted(mut groups: Vec<Group>) -> Vec<&'static str> {
    let made: BTreeSet<String> = groups.iter().flat_map(|group| group.makes.iter().cloned()).collect();
    for group in &mut groups {
        let only_listed: Vec<String> = group.lists.difference(&made).cloned().collect();
        group.makes.extend(only_listed);
        group.sends.retain(|name| !group.makes.contains(name));
    }
    let mut names = Vec::new();
    while !groups.is_empty() {
        let waits = |group: &Group| groups.iter().any(|other| !other.makes.is_disjoint(&group.sends));
        // Where two wait for each other, the first of them goes first.
        let next = groups.iter().position(|group| !waits(group)).unwrap_or(0);
        names.push(groups.remove(next).name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(name: &'static str, makes: &[&str], lists: &[&str], sends: &[&str]) -> Group {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Group {
            name,
            makes: set(makes),
            lists: set(lists),
            sends: set(sends),
        }
    }

    #[test]
    fn what_fills_a_variable_comes_before_what_sends_it() {
        let names = sorted(vec![
            group("questions", &["question"], &[], &["package", "question"]),
            group("sections", &["section"], &["package"], &[]),
            group("packages", &["package"], &["package"], &["package"]),
            group("shops", &[], &["kind"], &["place"]),
            group("kinds", &["place"], &[], &["kind"]),
        ]);
        assert_eq!(names, ["sections", "packages", "questions", "shops", "kinds"]);
    }
}
