//! What voiding a question, or counting it again, would change and for whom; and the form that does it.

use askama::Template;
use assessment::{Admin, ScoreShift, VoidOutlook};
use pages_kit::{
    Answer, Frame, Speech, Visit,
    form::{self, Form},
};
use platform::Error;

use super::{
    Inside,
    figures::{difference, maybe_points},
    inside,
    question::{Asked, SURE},
    statistics::short,
};
use crate::{
    Committee,
    frame::{Officer, address},
};

#[derive(Template)]
#[template(path = "committee/results/outlook.html")]
struct Preview<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    back: String,
    title: String,
    question: String,
    /// What is about to be done.
    deed: String,
    reason: String,
    facts: Vec<(String, String)>,
    shifts: Vec<Shift>,
    is_cut: bool,
    form: Form,
}

/// Somebody whose score would change.
struct Shift {
    name: String,
    number: String,
    path: String,
    old: String,
    new: String,
    difference: String,
}

impl Shift {
    fn of(shift: &ScoreShift, event: i64, speech: Speech<'_>) -> Self {
        let worth = |score: Option<papers::Points>| score.map_or(0, papers::Points::hundredths);
        Self {
            name: shift.name.clone(),
            number: shift.exam_registered_number.clone(),
            path: address(event, &format!("/hasil/{}", shift.participant_id)),
            old: maybe_points(speech, shift.old),
            new: maybe_points(speech, shift.new),
            difference: difference(speech, worth(shift.new) - worth(shift.old)),
        }
    }
}

/// What would change, and the form that does it.
pub(super) async fn preview(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    (deed, reason): (String, &str),
    (outlook, mut form): (&VoidOutlook, Form),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let title = speech.say(if asked.item.void.is_some() {
        "results-unvoid"
    } else {
        "results-void"
    });
    let (frame, officer, room) = inside(committee, (visit, admin), &asked.event, None, title.clone()).await?;
    form.token.clone_from(&officer.token);
    form.hidden.extend([
        (SURE, "ya".to_owned()),
        (form::ONCE, form::new_key()),
        ("reason", reason.to_owned()),
    ]);
    let count = |name: &str, count: usize| {
        let count = speech.number(i64::try_from(count).unwrap_or(i64::MAX));
        (speech.say(name), count)
    };
    Answer::page(&Preview {
        back: asked.path(),
        title,
        question: short(&asked.item.question),
        deed,
        reason: reason.to_owned(),
        facts: vec![
            count("results-more", outlook.more),
            count("results-less", outlook.less),
            count("results-same", outlook.same),
        ],
        shifts: outlook
            .shifts
            .iter()
            .map(|shift| Shift::of(shift, asked.event.id, speech))
            .collect(),
        is_cut: outlook.shifts.len() < outlook.more + outlook.less,
        form,
        frame,
        officer,
        room,
    })
}
