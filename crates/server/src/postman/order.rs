//! In which order a collection is run.
//!
//! Log in; then module by module, group by group, what makes things before what reads and changes them; then what deletes,
//! the last made first; then log out.

use platform::{
    Error,
    http::routes::{EndpointDoc, Verb},
};
use serde_json::Value;

use super::{
    ModuleDoc, groups,
    ids::Ids,
    model::{Folder, Item, RequestItem},
    plan,
};

/// When in a run a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    LogIn,
    Use,
    CleanUp,
    LogOut,
}

fn stage(doc: &EndpointDoc) -> Stage {
    let ends = doc.path.ends_with("/logout") || (doc.verb == Verb::Delete && doc.path.ends_with("/authentications"));
    // Whoever deletes their account has logged out, too.
    if ends || is_farewell(doc) {
        Stage::LogOut
    } else if logs_in(doc) || is_token_source(doc) {
        Stage::LogIn
    } else if doc.verb == Verb::Delete {
        Stage::CleanUp
    } else {
        Stage::Use
    }
}

/// Whether it deletes the account that asks.
pub(super) fn is_farewell(doc: &EndpointDoc) -> bool {
    doc.verb == Verb::Delete && doc.path == "/users"
}

/// Whether it begins a session, or goes on with one.
pub(super) fn logs_in(doc: &EndpointDoc) -> bool {
    let begins = doc.path.ends_with("/login") || doc.path.ends_with("/authentications");
    (begins && matches!(doc.verb, Verb::Post | Verb::Put)) || doc.path == "/relogin"
}

/// Whether it gives the token that changes must show.
fn is_token_source(doc: &EndpointDoc) -> bool {
    let sample = doc
        .answer
        .example
        .and_then(|text| serde_json::from_str::<Value>(text).ok());
    sample.is_some_and(|sample| sample.get("csrfToken").is_some())
}

/// Where the token comes from that changes must show.
pub(super) fn token_source(modules: &[ModuleDoc<'_>]) -> Option<&'static str> {
    let mut all = modules.iter().flat_map(|module| module.endpoints);
    all.find(|doc| is_token_source(doc)).map(|doc| doc.path)
}

/// Earlier ones make what later ones need.
fn rank(doc: &EndpointDoc) -> u8 {
    match (doc.verb, doc.parts.is_empty()) {
        (Verb::Post, true) => 0,
        (Verb::Get, true) => 1,
        (Verb::Post, false) if doc.status == 201 || !plan::of(doc).kept().is_empty() => 2,
        (Verb::Get, false) => 3,
        (Verb::Post, false) => 4,
        (Verb::Put | Verb::Patch, _) => 5,
        (Verb::Delete, _) => 6,
    }
}

/// Makes the request of an endpoint.
pub(super) type Make<'a> = &'a dyn Fn(&ModuleDoc<'_>, &EndpointDoc) -> Result<RequestItem, Error>;

/// The folders of a collection.
pub(super) fn folders(modules: &[ModuleDoc<'_>], ids: &Ids, make: Make<'_>) -> Result<Vec<Item>, Error> {
    let mut all = vec![flat("Log in", modules, Stage::LogIn, ids, make)?];
    for module in modules.iter().filter(|module| !module.endpoints.is_empty()) {
        all.push(Item::Folder(module_folder(module, ids, make)?));
    }
    let mut clean_up = flat("Clean up", modules, Stage::CleanUp, ids, make)?;
    if let Item::Folder(folder) = &mut clean_up {
        folder.item.reverse();
    }
    all.push(clean_up);
    all.push(flat("Log out", modules, Stage::LogOut, ids, make)?);
    all.retain(|item| !matches!(item, Item::Folder(folder) if folder.item.is_empty()));
    Ok(all)
}

/// One folder with all of a stage.
fn flat(name: &str, modules: &[ModuleDoc<'_>], at: Stage, ids: &Ids, make: Make<'_>) -> Result<Item, Error> {
    let mut requests = Vec::new();
    for module in modules {
        let mut docs = of_stage(module, at);
        if at == Stage::CleanUp {
            let used = groups::in_order(module, &of_stage(module, Stage::Use), ids, make)?;
            docs.sort_by_key(|doc| used.iter().position(|name| *name == doc.group));
        }
        // A new session goes on with what the login gave, and nobody asks for anything without an account.
        docs.sort_by_key(|doc| {
            (
                is_farewell(doc),
                !is_token_source(doc),
                doc.verb == Verb::Put,
                doc.path == "/relogin",
                // What renews by a refresh token needs the session that it came with.
                doc.verb == Verb::Get,
            )
        });
        for doc in docs {
            requests.push(Item::Request(Box::new(make(module, doc)?)));
        }
    }
    if let (Stage::LogOut, Some(last)) = (at, requests.iter().position(is_of_account)) {
        let farewell = requests.remove(last);
        requests.push(farewell);
    }
    Ok(Item::Folder(Folder {
        name: name.to_owned(),
        description: None,
        item: requests,
    }))
}

fn is_of_account(item: &Item) -> bool {
    matches!(item, Item::Request(request) if request.request.method == "DELETE" && request.request.url.path == ["users"])
}

/// A folder per module, in it one per group.
fn module_folder(module: &ModuleDoc<'_>, ids: &Ids, make: Make<'_>) -> Result<Folder, Error> {
    let mut folder = Folder {
        name: module.name.to_owned(),
        description: Some(module.about.to_owned()),
        item: Vec::new(),
    };
    let mut docs = of_stage(module, Stage::Use);
    docs.sort_by_key(|doc| rank(doc));
    for doc in &docs {
        if folder_of(doc).is_empty() {
            folder.item.push(Item::Request(Box::new(make(module, doc)?)));
        }
    }
    for name in groups::in_order(module, &docs, ids, make)? {
        let of_group = docs.iter().filter(|doc| folder_of(doc) == name);
        let requests: Result<Vec<_>, Error> = of_group
            .map(|doc| Ok(Item::Request(Box::new(make(module, doc)?))))
            .collect();
        folder.item.push(Item::Folder(Folder {
            name: name.to_owned(),
            description: None,
            item: requests?,
        }));
    }
    Ok(folder)
}

fn of_stage<'a>(module: &ModuleDoc<'a>, at: Stage) -> Vec<&'a EndpointDoc> {
    module.endpoints.iter().filter(|doc| stage(doc) == at).collect()
}

/// The folder that an endpoint's request stands in.
pub(super) fn folder_of(doc: &EndpointDoc) -> &'static str {
    plan::of(doc).folder().unwrap_or(doc.group)
}
