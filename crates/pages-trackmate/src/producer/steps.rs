//! The form of a business, one step after another: that is how it is made, and how it is completed. Each step is saved by
//! itself, so that nothing is lost when somebody is called away, and goes on or back from what is saved.

use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Fields, Uploaded, Visit, failure,
    form::{is_for_form, once, was_sent_otherwise},
};
use platform::{Error, Kind, Message};
use trackmate::api::UmkmView;

use super::{
    business_of,
    profile::{self, STEPS},
    sheet::{self, Heading, Stage},
    typed::{Faults, renamed},
};
use crate::Shop;

/// The button that saves and goes back.
const BACK: &str = "mundur";

/// Where a step stands, by what its address calls it.
fn place_of(name: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.name == name)
}

/// The address of a step, or the way back behind the last.
fn path_of(place: usize) -> String {
    match STEPS.get(place) {
        Some(step) => format!("/usaha/profil/{}", step.name),
        None => "/usaha?sudah=usaha".to_owned(),
    }
}

/// The first step of which nothing is filled in.
pub(super) fn next_of(umkm: &UmkmView) -> Option<String> {
    let fields = profile::as_sent(umkm);
    let place = STEPS.iter().position(|step| step.is_open(&fields))?;
    Some(path_of(place))
}

/// How far somebody is. Steps lead anywhere once there is a business to go on with.
fn stages(visit: &Visit, here: usize, stored: Option<&UmkmView>) -> Vec<Stage> {
    let known = stored.map(profile::as_sent);
    let stage = |(place, step): (usize, &profile::Step)| Stage {
        text: visit.speech().say(step.text),
        path: known.as_ref().map(|_| path_of(place)).unwrap_or_default(),
        is_here: place == here,
        is_done: known.as_ref().is_some_and(|fields| !step.is_open(fields)),
    };
    STEPS.iter().enumerate().map(stage).collect()
}

/// What a step shows: what is typed, what is wrong, and the business as it is stored, if there is one.
struct Shown<'a> {
    place: usize,
    stored: Option<&'a UmkmView>,
    fields: &'a Fields,
    fault: Option<&'a Error>,
}

fn page(shop: &Shop, visit: &Visit, shown: &Shown<'_>) -> Result<Answer, Error> {
    let (speech, place) = (visit.speech(), shown.place);
    let count = STEPS.len();
    let number = |number: usize| speech.number(i64::try_from(number).unwrap_or_default());
    let is_new = shown.stored.is_none();
    let step = speech.with_two("producer-step", ("step", number(place + 1)), ("count", number(count)));
    let heading = Heading {
        title: speech.say("producer-begin"),
        lead: if is_new {
            format!("{step} {}", speech.say("producer-begin-lead"))
        } else {
            step
        },
        action: if is_new { "/usaha".to_owned() } else { path_of(place) },
        submit: speech.say(if place + 1 < count {
            "producer-step-next"
        } else {
            "producer-step-last"
        }),
        back: if is_new { "" } else { "/usaha" },
        once: is_new,
        stages: stages(visit, place, shown.stored),
        before: (place > 0).then_some(BACK),
    };
    let wanted = STEPS.get(place).map(|step| step.sections).unwrap_or_default();
    let sections = profile::sections(visit, shown.fields).into_iter().enumerate();
    let mut sections: Vec<_> = sections.filter(|(number, _)| wanted.contains(number)).collect();
    for (_, section) in &mut sections {
        section.folds = false;
    }
    let sections = sections.into_iter().map(|(_, section)| section).collect();
    sheet::show(shop, visit, (heading, sections), shown.fields, shown.fault)
}

/// The first step, for somebody who has no business yet.
pub(super) fn begin(shop: &Shop, visit: &Visit) -> Result<Answer, Error> {
    let shown = Shown {
        place: 0,
        stored: None,
        fields: &Fields::default(),
        fault: None,
    };
    page(shop, visit, &shown)
}

/// `POST /usaha`: the first step, which makes the business.
pub(super) async fn create(State(shop): State<Shop>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let [first, ..] = &STEPS;
    let fields: Fields = first.of(&sent.fields).collect();
    let made = async {
        let once = once(&fields, "/usaha", profile::is_typed)?;
        let input = profile::input(&fields, Faults::of(&sent.faults), None)?;
        shop.trackmate().create_umkm(actor, &input, once).await
    };
    let settled = match made.await {
        Ok(_) => Answer::see(&format!("{}?sudah=usaha-mulai", path_of(1))),
        Err(error) if is_for_form(&error) => {
            let error = if was_sent_otherwise(&error) {
                sent_before()
            } else {
                renamed(error, &profile::NAMES)
            };
            let shown = Shown {
                place: 0,
                stored: None,
                fields: &fields,
                fault: Some(&error),
            };
            page(&shop, visit, &shown).map(|again| again.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error),
    };
    settled.map_err(Failed::at(visit))
}

/// Somebody went back to a form that was sent, and changed it.
fn sent_before() -> Error {
    let said = Message::new(
        "Usaha Anda sudah tersimpan. Buka “Usaha saya” untuk mengubahnya.",
        "Your business is saved already. Open “My business” to edit it.",
    );
    Error::new(Kind::Conflict, "pages.producer.sent_before", said)
}

/// `GET /usaha/profil/{step}`
pub(super) async fn ask(State(shop): State<Shop>, Path(name): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let place = place_of(&name).ok_or_else(|| failure::missing(&visit))?;
    let shown = async {
        let Some(umkm) = business_of(&shop, actor).await? else {
            return Answer::see("/usaha");
        };
        let shown = Shown {
            place,
            stored: Some(&umkm),
            fields: &profile::as_sent(&umkm),
            fault: None,
        };
        page(&shop, &visit, &shown)
    };
    shown.await.map_err(Failed::at(&visit))
}

/// What is stored, with what was sent of one step.
fn merged(umkm: &UmkmView, place: usize, sent: &Fields) -> Fields {
    let Some(step) = STEPS.get(place) else {
        return profile::as_sent(umkm);
    };
    let stored = profile::as_sent(umkm);
    let others = stored.iter().filter(|(name, _)| !step.fields.contains(name));
    others
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .chain(step.of(sent))
        .collect()
}

/// `POST /usaha/profil/{step}`: saves it, and goes on, or back.
pub(super) async fn save(State(shop): State<Shop>, Path(name): Path<String>, sent: Uploaded) -> Result<Answer, Failed> {
    let visit = &sent.visit;
    let actor = visit.somebody()?;
    let place = place_of(&name).ok_or_else(|| failure::missing(visit))?;
    let next = if sent.fields.find(BACK).is_some() {
        place.saturating_sub(1)
    } else {
        place + 1
    };
    let saved = async {
        let umkm = shop.trackmate().show_umkm_of(&actor.id).await?;
        let fields = merged(&umkm, place, &profile::settle(&sent.fields));
        let made = async {
            let input = profile::input(&fields, Faults::of(&sent.faults), Some(&umkm))?;
            shop.trackmate().edit_umkm(actor, &input).await
        };
        match made.await {
            Ok(()) => Answer::see(&path_of(next)),
            Err(error) if is_for_form(&error) => {
                let error = renamed(error, &profile::NAMES);
                let shown = Shown {
                    place,
                    stored: Some(&umkm),
                    fields: &fields,
                    fault: Some(&error),
                };
                let again = page(&shop, visit, &shown)?;
                Ok(again.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(visit))
}
