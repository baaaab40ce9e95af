//! Doing something to one participant or to many: first who and why, and then it is done, once.

use askama::Template;
use assessment::{Board, EventView, GroupView, Intervention, InterventionIn, Proctors};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use platform::{Error, Rule, idempotency::Once};

use super::{ACT, board::Asked, board::act_of, board::act_text, board::name_of, ids, page_of, whole};
use crate::{
    Committee,
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
    participants::status,
};

/// Names that are shown of a group.
const NAMES: usize = 30;
/// Most minutes that are given at once.
const MOST_MINUTES: i64 = 24 * 60;

#[derive(Template)]
#[template(path = "supervise/act.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    files: super::Files<'a>,
    title: String,
    /// What it means for those whom it is done to.
    about: String,
    names: Vec<String>,
    others: Option<String>,
    /// Nothing where nobody was chosen.
    form: Option<Form>,
    back: String,
}

#[derive(Template)]
#[template(path = "supervise/done.html")]
struct Done<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    files: super::Files<'a>,
    title: String,
    /// For how many it was done.
    count: String,
    refused: Option<String>,
    left_out: Vec<LeftOut>,
    back: String,
}

/// Whom it did not fit.
struct LeftOut {
    name: String,
    why: String,
}

/// What shall be done to whom, as a request says it.
struct Wish {
    kind: Intervention,
    /// Without those who are no participants of the sitting.
    people: Vec<(i64, String)>,
    /// Where it was asked for.
    asked: Asked,
    /// Somebody's page, if it was asked for there.
    from: Option<i64>,
}

impl Wish {
    /// Those who were named, or all of the filter; what is no intervention is nowhere.
    fn of(fields: &Fields, board: &Board) -> Result<Self, Error> {
        let kind = act_of(fields.get("apa")).ok_or_else(assessment::failures::nowhere)?;
        let asked = Asked::of(fields);
        let named = |id: i64| board.row(id).map(|row| (id, row.name.clone()));
        let people = if fields.is_ticked("semua") {
            let everything = platform::page::Pages::everything();
            let (rows, _) = board.page(&asked.wanted(), everything);
            rows.into_iter().map(|row| (row.id, row.name.clone())).collect()
        } else {
            let mut chosen: Vec<i64> = fields.all("siapa").flat_map(ids).collect();
            chosen.sort_unstable();
            chosen.dedup();
            chosen.into_iter().filter_map(named).collect()
        };
        let from = ids(fields.get("dari")).first().copied();
        Ok(Self {
            kind,
            people,
            asked,
            from: from.filter(|id| board.row(*id).is_some()),
        })
    }

    fn back(&self, event: i64) -> String {
        self.from
            .map_or_else(|| self.asked.way(event), |participant| page_of(event, participant))
    }

    fn names(&self, speech: Speech<'_>) -> (Vec<String>, Option<String>) {
        let names: Vec<String> = self.people.iter().map(|(_, name)| name.clone()).take(NAMES).collect();
        let others = self.people.len() - names.len();
        let said = (others > 0).then(|| speech.with("supervise-and-others", "count", whole(others)));
        (names, said)
    }
}

/// The form that asks for what an intervention needs.
fn form_of(wish: &Wish, event: i64, speech: Speech<'_>) -> Form {
    let reason = || Field::line("reason", speech.say("supervise-reason")).at_most(500);
    let fields = match wish.kind {
        Intervention::Message => vec![
            Field::new("text", speech.say("supervise-text"), Takes::Lines)
                .required()
                .at_most(1_000),
        ],
        Intervention::Extend => vec![
            Field::new("minutes", speech.say("supervise-minutes"), Takes::Number)
                .required()
                .at_most(4)
                .holding("10"),
            reason().required().hint(speech.say("supervise-reason-hint")),
        ],
        Intervention::Pause | Intervention::Terminate => {
            vec![reason().required().hint(speech.say("supervise-reason-hint"))]
        }
        Intervention::Resume => Vec::new(),
    };
    let submit = speech.with_two(
        &format!("supervise-submit-{}", name_of(wish.kind)),
        ("count", whole(wish.people.len())),
        ("name", wish.people.first().map_or("", |(_, name)| name)),
    );
    let mut form = Form::to(address(event, ACT), submit, fields);
    let listed: Vec<String> = wish.people.iter().map(|(id, _)| id.to_string()).collect();
    form.hidden.push(("apa", name_of(wish.kind).to_owned()));
    form.hidden.push(("siapa", listed.join(",")));
    form.hidden.extend(wish.asked.pairs());
    if let Some(participant) = wish.from {
        form.hidden.push(("dari", participant.to_string()));
    }
    form.is_grave = wish.kind == Intervention::Terminate;
    form
}

/// What a form asks for.
fn input(kind: Intervention, fields: &Fields) -> Result<InterventionIn, Error> {
    let typed = |name: &str| fields.find(name).map(str::to_owned);
    let minutes: Option<i64> = match kind {
        Intervention::Extend => {
            let minutes = fields.get("minutes").trim().parse().ok();
            let good = minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
            let wrong = || Error::invalid_field("minutes", Rule::OutOfRange("1".into(), MOST_MINUTES.to_string()));
            Some(good.ok_or_else(wrong)?)
        }
        _ => None,
    };
    Ok(InterventionIn {
        kind,
        seconds: minutes.map(|minutes| minutes * 60),
        text: typed("text"),
        reason: typed("reason"),
    })
}

/// What makes a part of a group happen once: the key of its form, with the part's number.
fn part_once(fields: &Fields, path: &str, part: usize) -> Result<Option<Once>, Error> {
    let numbered = fields.iter().map(|(name, value)| {
        let value = if name == form::ONCE {
            format!("{value}.{part}")
        } else {
            value.to_owned()
        };
        (name.to_owned(), value)
    });
    form::once(&numbered.collect(), path, |_| true)
}

async fn ask(
    committee: &Committee,
    (visit, admin): (&Visit, &assessment::Admin),
    event: &EventView,
    wish: &Wish,
    form: Option<Form>,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let title = act_text(speech, wish.kind);
    let (frame, officer) = around(committee, visit, admin, title.clone()).await?;
    let form = form.map(|mut form| {
        form.token.clone_from(&officer.token);
        form
    });
    let (names, others) = wish.names(speech);
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Supervise),
        frame,
        officer,
        files: super::Files::of(committee),
        title,
        about: speech.say(&format!("supervise-about-{}", name_of(wish.kind))),
        names,
        others,
        form,
        back: wish.back(event.id),
    })
}

/// `GET /ujian/{event}/awasi/tindakan`: asks for what is needed; nothing is done.
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let board = committee.assessment().board(event.id).await?;
        let wish = Wish::of(&fields, &board)?;
        let form = (!wish.people.is_empty()).then(|| {
            let mut form = form_of(&wish, event.id, visit.speech());
            form.hidden.push((form::ONCE, form::new_key()));
            form
        });
        ask(&committee, (&visit, &admin), &event, &wish, form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

async fn tell(
    committee: &Committee,
    (visit, admin): (&Visit, &assessment::Admin),
    event: &EventView,
    wish: &Wish,
    group: GroupView,
) -> Result<Answer, Error> {
    if wish.from.is_some() && group.refused.is_empty() {
        let done = format!("{}?sudah=awasi-{}", wish.back(event.id), name_of(wish.kind));
        return Answer::see(&done);
    }
    let speech = visit.speech();
    let title = act_text(speech, wish.kind);
    let (frame, officer) = around(committee, visit, admin, title.clone()).await?;
    let refused = group.refused.len();
    let left_out = group.refused.into_iter().map(|one| LeftOut {
        name: one.name.unwrap_or_else(|| one.id.to_string()),
        why: match one.status {
            Some(found) => status(speech, found),
            None => speech.say("supervise-gone"),
        },
    });
    Answer::page(&Done {
        head: Head::of(event, (visit, admin), Room::Supervise),
        frame,
        officer,
        files: super::Files::of(committee),
        title,
        count: speech.with("supervise-done", "count", whole(group.done.len())),
        refused: (refused > 0).then(|| speech.with("supervise-not-done", "count", whole(refused))),
        left_out: left_out.collect(),
        back: wish.back(event.id),
    })
}

/// `POST /ujian/{event}/awasi/tindakan`
pub(crate) async fn carry_out(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let event = find(&committee, &event).await?;
        let board = committee.assessment().board(event.id).await?;
        let wish = Wish::of(&fields, &board)?;
        let people: Vec<i64> = fields.all("siapa").flat_map(ids).collect();
        if people.is_empty() {
            return ask(&committee, (&visit, &admin), &event, &wish, None).await;
        }
        let path = address(event.id, ACT);
        let done = async {
            let input = input(wish.kind, &fields)?;
            let once = |part| part_once(&fields, &path, part);
            committee
                .assessment()
                .intervene_group(&admin, event.id, &people, input, once)
                .await
        };
        match done.await {
            Ok(group) => tell(&committee, (&visit, &admin), &event, &wish, group).await,
            Err(error) if is_for_form(&error) => {
                let mut form = form_of(&wish, event.id, visit.speech())
                    .holding(&fields)
                    .faulty(&visit, &error);
                form.hidden.push((form::ONCE, form::new_key()));
                let shown = ask(&committee, (&visit, &admin), &event, &wish, Some(form)).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}
