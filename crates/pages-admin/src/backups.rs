//! Backups: those that are there, made now, and proved.

use askama::Template;
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Posted, Speech, Visit, form::answer};
use platform::{Error, Timestamp};

use crate::{
    Desk, address,
    amounts::{ago, bytes, length, moment},
    place::{Backup, Backups},
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/backups.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    /// Where, how often, how many, and when next; empty if the server makes none.
    plan: Vec<(String, String)>,
    /// What is being done; empty if nothing is.
    doing: String,
    /// What last went wrong; empty if nothing did.
    failed: String,
    rows: Vec<Row>,
    token: String,
}

struct Row {
    name: String,
    when: String,
    size: String,
    rows: String,
    state: String,
    /// What is wrong with it; empty if nothing is known to be.
    fault: String,
    is_proved: bool,
    /// Where it is proved.
    prove: String,
}

impl Row {
    fn of(backup: Backup, now: Timestamp, speech: Speech<'_>) -> Self {
        let fault = backup.fault().unwrap_or_default().to_owned();
        let state = match &backup.proof {
            None => speech.say("manage-unproved"),
            Some(_) if !fault.is_empty() => speech.say("manage-damaged"),
            Some(proof) => speech.with("manage-proved", "ago", ago(speech, now, proof.at)),
        };
        Self {
            is_proved: backup.is_proved(),
            when: moment(speech, backup.at),
            size: bytes(speech, backup.bytes),
            rows: speech.number(i64::try_from(backup.rows).unwrap_or(i64::MAX)),
            prove: format!("{}/{}/buktikan", address::BACKUPS, backup.name),
            name: backup.name,
            state,
            fault,
        }
    }
}

fn plan(backups: &Backups, now: Timestamp, speech: Speech<'_>) -> Vec<(String, String)> {
    let Some(plan) = &backups.plan else { return Vec::new() };
    let newest = backups.all.first().map(|backup| now.since(backup.at).as_secs());
    let next = newest.map_or(0, |age| plan.every.saturating_sub(age));
    let next = match next {
        0 => speech.say("manage-next-now"),
        seconds => speech.with("manage-next-in", "length", length(speech, seconds)),
    };
    let keep = i64::try_from(plan.keep).unwrap_or(i64::MAX);
    vec![
        (speech.say("manage-folder"), plan.folder.clone()),
        (speech.say("manage-every"), length(speech, plan.every)),
        (speech.say("manage-keep"), speech.number(keep)),
        (speech.say("manage-next"), next),
    ]
}

/// `GET /admin/cadangan`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Answer, Failed> {
    visit.administrator()?;
    page(&desk, &visit).await.map_err(Failed::at(&visit))
}

async fn page(desk: &Desk, visit: &Visit) -> Result<Answer, Error> {
    let (speech, now, token) = (visit.speech(), visit.ctx.now(), visit.kit.form_token(visit)?);
    let backups = desk.place().backups().await?;
    let doing = match &backups.doing {
        None => String::new(),
        Some(None) => speech.say("manage-making"),
        Some(Some(name)) => speech.with("manage-proving", "name", name.clone()),
    };
    let failed = backups.failed.as_ref();
    let page = Page {
        frame: Frame::of(visit, speech.say("manage-room-backups")).with_form(&token),
        style: desk.style(),
        rooms: rooms(desk, visit, address::BACKUPS),
        plan: plan(&backups, now, speech),
        doing,
        failed: failed.map_or_else(String::new, |(at, said)| format!("{}: {said}", moment(speech, *at))),
        rows: backups.all.into_iter().map(|one| Row::of(one, now, speech)).collect(),
        token: token.token.clone(),
    };
    answer(Answer::page(&page), token)
}

/// `POST /admin/cadangan`
pub(crate) async fn make(State(desk): State<Desk>, Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let begun = async {
        desk.place().back_up(&admin).await?;
        Answer::see(&address::done(address::BACKUPS, "cadang"))
    };
    begun.await.map_err(Failed::at(&visit))
}

/// `POST /admin/cadangan/{name}/buktikan`
pub(crate) async fn prove(
    State(desk): State<Desk>,
    Path(name): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let begun = async {
        desk.place().prove_backup(&admin, &name).await?;
        Answer::see(&address::done(address::BACKUPS, "bukti"))
    };
    begun.await.map_err(Failed::at(&visit))
}
