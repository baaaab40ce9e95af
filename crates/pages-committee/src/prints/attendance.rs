//! The list that participants sign.

use askama::Template;
use assessment::{ParticipantView, Proctors};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame};
use platform::text::fold;

use super::{Chosen, UnitChoice, everybody, unit_choices, unit_of, units};
use crate::{
    Committee,
    caller::Entered,
    event::{Head, find},
    events::times,
    frame::{Officer, Room, address, around},
};

#[derive(Template)]
#[template(path = "committee/attendance.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    style: &'a str,
    script: &'a str,
    day: String,
    time: String,
    groups: Vec<Group>,
    total: String,
    query: String,
    units: Vec<UnitChoice>,
    is_grouped: bool,
    back: String,
}

/// Participants of a unit, or all.
struct Group {
    /// Empty where participants are not told apart by units.
    title: String,
    total: String,
    rows: Vec<Row>,
}

struct Row {
    number: usize,
    name: String,
    registered_number: String,
    exam_number: String,
    unit: String,
    /// Places to sign alternate, so that there is room for a signature.
    is_right: bool,
}

impl Row {
    fn of(number: usize, participant: &ParticipantView) -> Self {
        Self {
            number,
            name: participant.name.clone(),
            registered_number: participant.registered_number.clone(),
            exam_number: participant.exam_registered_number.clone(),
            unit: unit_of(participant).to_owned(),
            is_right: number.is_multiple_of(2),
        }
    }
}

/// Those of the same unit beside each other; whoever has none comes last.
fn by_unit(participants: &mut [ParticipantView]) {
    participants.sort_by_key(|one| (unit_of(one).is_empty(), fold(unit_of(one))));
}

/// `GET /ujian/{event}/hadir`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let fields = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = async {
        let event = find(&committee, &event).await?;
        let speech = visit.speech();
        let chosen = Chosen::read(&fields);
        let is_grouped = fields.get("urut") == "satuan";
        let all = everybody(&committee, event.id).await?;
        let units = unit_choices(units(&all), &chosen);
        let mut all = chosen.of(all);
        if is_grouped {
            by_unit(&mut all);
        }
        let groups = all.chunk_by(|one, next| !is_grouped || unit_of(one) == unit_of(next));
        let mut number = 0;
        let groups = groups.map(|group| Group {
            title: match unit_of(&group[0]) {
                _ if !is_grouped => String::new(),
                "" => speech.say("print-no-unit"),
                unit => unit.to_owned(),
            },
            total: speech.number(i64::try_from(group.len()).unwrap_or(i64::MAX)),
            rows: group
                .iter()
                .map(|one| {
                    number += 1;
                    Row::of(number, one)
                })
                .collect(),
        });
        let groups = groups.collect();
        let (day, time) = times(speech, &event);
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("print-attendance")).await?;
        Answer::page(&Page {
            frame,
            officer,
            head: Head::of(&event, (&visit, &admin), Room::Participants),
            style: committee.prints_style(),
            script: committee.print_script(),
            day,
            time,
            groups,
            total: speech.number(i64::try_from(all.len()).unwrap_or(i64::MAX)),
            query: chosen.query,
            units,
            is_grouped,
            back: address(event.id, "/peserta"),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}
