//! What is printed of a sitting: cards that participants bring along, a list that they sign, and certificates.
//!
//! Invariant: a card's code holds name and number behind the `#` of an address, which no browser sends to a server, so neither
//! stands in a log.

mod attendance;
mod cards;
mod certificate;

use assessment::{Order, ParticipantEmbedding, ParticipantView};
use pages_kit::{Asset, Fields, asset};
use platform::{Error, page::Pages, text::fold};

pub(crate) use self::certificate::{show as show_certificate, show_own as show_own_certificate};
pub(crate) use self::{attendance::show as show_attendance, cards::show as show_cards};
use crate::Committee;

/// Most participants of a sitting that are printed.
const MOST: i64 = 20_000;
const BY_NAME: Order = Order {
    by: "name",
    down: false,
};

/// The files of these pages.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) certificate: Asset,
    pub(crate) paper: Asset,
    pub(crate) script: Asset,
}

impl Assets {
    pub(crate) fn load() -> Self {
        Self {
            style: asset::sheet("prints", include_str!("../assets/prints.css")),
            certificate: asset::sheet("certificate", include_str!("../assets/certificate.css")),
            paper: asset::sheet("paper", include_str!("../assets/paper.css")),
            script: Asset::js("print", include_bytes!("../assets/print.js").as_slice()),
        }
    }
}

/// Everybody at a sitting, by name.
async fn everybody(committee: &Committee, event: i64) -> Result<Vec<ParticipantView>, Error> {
    let embedded = ParticipantEmbedding::default();
    let found = committee
        .assessment()
        .list_participants(Some(event), None, BY_NAME, embedded, Pages::after(0, MOST))
        .await?;
    Ok(found.0)
}

/// The unit of somebody; empty for none.
fn unit_of(participant: &ParticipantView) -> &str {
    participant.unit.as_deref().unwrap_or_default()
}

/// The units of participants, by name, without case.
fn units(participants: &[ParticipantView]) -> Vec<String> {
    let mut units: Vec<String> = participants
        .iter()
        .map(unit_of)
        .filter(|unit| !unit.is_empty())
        .map(str::to_owned)
        .collect();
    units.sort_by_key(|unit| fold(unit));
    units.dedup();
    units
}

/// Whom a request wants to print.
struct Chosen {
    /// Part of a name or a number.
    query: String,
    unit: String,
}

impl Chosen {
    fn read(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).trim().to_owned();
        Self {
            query: get("q"),
            unit: get("satuan"),
        }
    }

    fn has(&self, participant: &ParticipantView) -> bool {
        let query = fold(&self.query);
        let texts = [
            &participant.name,
            &participant.registered_number,
            &participant.exam_registered_number,
        ];
        let is_found = query.is_empty() || texts.iter().any(|text| fold(text).contains(&query));
        is_found && (self.unit.is_empty() || unit_of(participant) == self.unit)
    }

    fn of(&self, mut participants: Vec<ParticipantView>) -> Vec<ParticipantView> {
        participants.retain(|participant| self.has(participant));
        participants
    }

    fn write(&self, query: &mut form_urlencoded::Serializer<'_, String>) {
        for (name, value) in [("q", &self.query), ("satuan", &self.unit)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
    }
}

/// A unit that can be chosen.
struct UnitChoice {
    name: String,
    is_chosen: bool,
}

fn unit_choices(units: Vec<String>, chosen: &Chosen) -> Vec<UnitChoice> {
    let choices = units.into_iter();
    choices
        .map(|name| UnitChoice {
            is_chosen: name == chosen.unit,
            name,
        })
        .collect()
}
