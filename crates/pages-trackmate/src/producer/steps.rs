//! The form of a business, one section after another; each is saved by itself, so that nothing is lost when somebody is
//! called away.

use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Fields, Uploaded, Visit, failure, form::is_for_form};
use platform::Error;
use trackmate::api::UmkmView;

use super::{
    business_of, profile,
    sheet::{self, Heading},
    typed::{Faults, renamed},
};
use crate::Shop;

/// Where a section stands, by what its address calls it.
fn place_of(name: &str) -> Option<usize> {
    profile::SECTIONS.iter().position(|(own, _)| *own == name)
}

/// The address of a section, or the way back behind the last.
fn path_of(place: usize) -> String {
    match profile::SECTIONS.get(place) {
        Some((name, _)) => format!("/usaha/profil/{name}"),
        None => "/usaha?sudah=usaha".to_owned(),
    }
}

fn page(shop: &Shop, visit: &Visit, place: usize, fields: &Fields, fault: Option<&Error>) -> Result<Answer, Error> {
    let speech = visit.speech();
    let count = profile::SECTIONS.len();
    let number = |number: usize| speech.number(i64::try_from(number).unwrap_or_default());
    let heading = Heading {
        title: speech.say("producer-profile"),
        lead: speech.with_two("producer-step", ("step", number(place + 1)), ("count", number(count))),
        action: path_of(place),
        submit: speech.say(if place + 1 < count {
            "producer-step-next"
        } else {
            "producer-save"
        }),
        back: "/usaha",
        once: false,
    };
    let mut sections = profile::sections(visit, fields);
    let mut section = sections.swap_remove(place);
    section.folds = false;
    sheet::show(shop, visit, (heading, vec![section]), fields, fault)
}

/// `GET /usaha/profil/{section}`
pub(super) async fn ask(State(shop): State<Shop>, Path(name): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let place = place_of(&name).ok_or_else(|| failure::missing(&visit))?;
    let shown = async {
        match business_of(&shop, actor).await? {
            Some(umkm) => page(&shop, &visit, place, &profile::as_sent(&umkm), None),
            None => Answer::see("/usaha"),
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is stored, with what was sent of one section.
fn merged(umkm: &UmkmView, place: usize, sent: &Fields) -> Fields {
    let names = profile::SECTIONS
        .get(place)
        .map(|(_, names)| *names)
        .unwrap_or_default();
    let stored = profile::as_sent(umkm);
    let others = stored.iter().filter(|(name, _)| !names.contains(name));
    let own = sent.iter().filter(|(name, _)| names.contains(name));
    others
        .chain(own)
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// `POST /usaha/profil/{section}`
pub(super) async fn save(State(shop): State<Shop>, Path(name): Path<String>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let place = place_of(&name).ok_or_else(|| failure::missing(visit))?;
    let saved = async {
        let umkm = shop.trackmate().show_umkm_of(&actor.id).await?;
        let fields = merged(&umkm, place, &profile::settle(&sent.fields));
        let made = async {
            let input = profile::input(&fields, Faults::of(&sent.faults), Some(&umkm))?;
            shop.trackmate().edit_umkm(actor, &input).await
        };
        match made.await {
            Ok(()) => Answer::see(&path_of(place + 1)),
            Err(error) if is_for_form(&error) => {
                let error = renamed(error, &profile::NAMES);
                let again = page(&shop, visit, place, &fields, Some(&error))?;
                Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(visit))
}
