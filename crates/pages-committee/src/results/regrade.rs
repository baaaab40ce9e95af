//! Marking a package again after its keys were put right: first what that would change and for whom, then doing it; and what
//! was done so far, with taking the latest back in the same two steps.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use assessment::{
    Admin, Authors, ChangeView, EventView, NamedParticipant, Raters, RegradeIn, RegradingView, UnmatchedView,
};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{self, Form, is_for_form},
};
use papers::Points;
use platform::{Error, page::Pages};

use super::{Inside, Place, figures::difference, inside};
use crate::{
    Committee,
    caller::{Entered, Sent},
    event::{find, number},
    frame::{Officer, address},
    moment::Zone,
};

/// Regradings that are shown, the latest first.
const SHOWN: i64 = 20;
/// Participants that a preview names.
const NAMED: usize = 200;

#[derive(Template)]
#[template(path = "committee/results/regrade.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    package: String,
    look: String,
    preview: Option<Preview>,
    done: Vec<Done>,
}

/// What is looked at before it is done.
enum Deed {
    Regrade,
    /// Taking back the regrading of a number.
    Revert(i64),
}

/// What that would change.
struct Preview {
    title: String,
    facts: Vec<(String, String)>,
    /// How many of the scores belong to other sittings of the package.
    others: Option<String>,
    people: Vec<Person>,
    is_cut: bool,
    /// Questions whose key could not be carried over.
    unmatched: Vec<String>,
    form: Option<Form>,
}

/// Somebody whose scores would change.
struct Person {
    name: String,
    number: String,
    path: String,
    scores: String,
    difference: String,
}

/// A regrading that was carried out.
struct Done {
    no: String,
    when: String,
    by: String,
    changed: String,
    /// When it was taken back.
    reverted: Option<String>,
    /// Where it is taken back, for the latest that stands.
    revert: Option<String>,
}

fn people(changes: &[ChangeView], named: &HashMap<i64, NamedParticipant>, speech: Speech<'_>) -> Vec<Person> {
    let mut of: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let worth = |score: Option<Points>| score.map_or(0, Points::hundredths);
    for change in changes {
        let (scores, sum) = of.entry(change.participant_id).or_default();
        *scores += 1;
        *sum += worth(change.new_score) - worth(change.old_score);
    }
    let mut found: Vec<_> = of
        .into_iter()
        .filter_map(|(id, sums)| Some((id, named.get(&id)?, sums)))
        .collect();
    // Who gains or loses most comes first.
    found.sort_by_key(|(id, _, (_, sum))| (std::cmp::Reverse(sum.abs()), *id));
    let person = |(id, named, (scores, sum)): (i64, &NamedParticipant, (i64, i64))| Person {
        name: named.name.clone(),
        number: named.exam_registered_number.clone(),
        path: address(named.event_id, &format!("/hasil/{id}")),
        scores: speech.number(scores),
        difference: difference(speech, sum),
    };
    found.into_iter().take(NAMED).map(person).collect()
}

fn counted(speech: Speech<'_>, name: &str, count: usize) -> (String, String) {
    let count = speech.number(i64::try_from(count).unwrap_or(i64::MAX));
    (speech.say(name), count)
}

impl Preview {
    /// Of changes, of which the first are known.
    async fn of(
        committee: &Committee,
        (speech, event): (Speech<'_>, &EventView),
        (changes, changed): (&[ChangeView], usize),
        form: Form,
    ) -> Result<Self, Error> {
        let ids: BTreeSet<i64> = changes.iter().map(|change| change.participant_id).collect();
        let named = committee
            .assessment()
            .participants_named(ids.iter().copied().collect())
            .await?;
        let elsewhere = named.values().filter(|named| named.event_id != event.id).count();
        let people = people(changes, &named, speech);
        Ok(Self {
            title: speech.say("results-would-change"),
            facts: vec![
                counted(speech, "results-changing", changed),
                counted(speech, "results-people-changing", ids.len()),
            ],
            others: (elsewhere > 0).then(|| {
                let count = i64::try_from(elsewhere).unwrap_or(i64::MAX);
                speech.with("results-other-sittings", "count", count)
            }),
            is_cut: people.len() < ids.len() || changes.len() < changed,
            people,
            unmatched: Vec::new(),
            form: Some(form),
        })
    }

    /// Marks again without storing anything.
    async fn of_regrade(
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        event: &EventView,
        form: Form,
    ) -> Result<Self, Error> {
        let speech = visit.speech();
        let view = committee
            .assessment()
            .regrade(admin, event.package_id, (true, None), None)
            .await?;
        let mut preview = Self::of(committee, (speech, event), (&view.changes, view.changed), form).await?;
        preview
            .facts
            .insert(0, counted(speech, "results-examined", view.examined));
        preview.facts.push(counted(speech, "results-kept", view.kept));
        let said = |one: &UnmatchedView| match visit.lang() {
            platform::Lang::Id => one.message.id.clone(),
            platform::Lang::En => one.message.en.clone(),
        };
        preview.unmatched = view.unmatched.iter().map(said).collect();
        preview.form = preview.form.filter(|_| view.changed > 0);
        Ok(preview)
    }

    /// What taking a regrading back would change.
    async fn of_revert(
        committee: &Committee,
        (speech, event): (Speech<'_>, &EventView),
        no: i64,
        form: Form,
    ) -> Result<Self, Error> {
        let view = committee.assessment().revert_outlook(event.package_id, no).await?;
        let preview = Self::of(committee, (speech, event), (&view.changes, view.changed), form).await?;
        Ok(Self {
            title: speech.with("results-would-revert", "no", speech.number(no)),
            ..preview
        })
    }
}

fn new_form(speech: Speech<'_>, event: i64) -> Form {
    let reason = Field::new("reason", speech.say("results-reason"), Takes::Lines)
        .required()
        .at_most(500);
    let submit = speech.say("results-regrade-do");
    let mut form = Form::to(address(event, "/hasil/nilai-ulang"), submit, vec![reason]);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

fn revert_form(speech: Speech<'_>, event: i64, no: i64) -> Form {
    let action = address(event, &format!("/hasil/nilai-ulang/{no}/batal"));
    Form::to(action, speech.say("results-revert-do"), Vec::new())
}

async fn done(committee: &Committee, visit: &Visit, event: &EventView) -> Result<Vec<Done>, Error> {
    let (speech, assessment) = (visit.speech(), committee.assessment());
    let (rows, _) = assessment.regradings(event.package_id, Pages::after(0, SHOWN)).await?;
    let (admins, _) = assessment.list_admins(Pages::everything()).await?;
    let zone = Zone::of(&event.time_zone);
    let latest = rows.iter().find(|row| row.reverted_at.is_none()).map(|row| row.no);
    let of = |row: &RegradingView| Done {
        no: speech.number(row.no),
        when: zone.moment(speech, row.created_at),
        by: admins
            .iter()
            .find(|admin| Some(admin.id) == row.admin_id)
            .map_or_else(|| speech.say("results-somebody"), |admin| admin.username.clone()),
        changed: speech.number(row.changed),
        reverted: row.reverted_at.map(|at| zone.moment(speech, at)),
        revert: (Some(row.no) == latest).then(|| address(event.id, &format!("/hasil/nilai-ulang/{}/batal", row.no))),
    };
    Ok(rows.iter().map(of).collect())
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    event: &EventView,
    asked: Option<(Deed, Form)>,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let title = speech.say("results-regrade");
    let (frame, officer, room) = inside(committee, (visit, admin), event, Some(Place::Regrade), title).await?;
    let preview = match asked {
        Some((deed, mut form)) => {
            form.token.clone_from(&officer.token);
            Some(match deed {
                Deed::Regrade => Preview::of_regrade(committee, (visit, admin), event, form).await?,
                Deed::Revert(no) => Preview::of_revert(committee, (speech, event), no, form).await?,
            })
        }
        None => None,
    };
    Answer::page(&Page {
        package: event
            .package
            .as_ref()
            .map_or_else(String::new, |package| package.title.clone()),
        look: address(event.id, "/hasil/nilai-ulang?periksa=ya"),
        preview,
        done: done(committee, visit, event).await?,
        frame,
        officer,
        room,
    })
}

/// `GET /ujian/{event}/hasil/nilai-ulang`; with `periksa`, what it would change.
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Authors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        admin.require::<Raters>()?;
        let event = find(&committee, &event).await?;
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let asked = fields
            .is_ticked("periksa")
            .then(|| (Deed::Regrade, new_form(visit.speech(), event.id)));
        page(&committee, (&visit, &admin), &event, asked).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/nilai-ulang`
pub(crate) async fn regrade(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        admin.require::<Raters>()?;
        let event = find(&committee, &event).await?;
        let path = address(event.id, "/hasil/nilai-ulang");
        let attempt = async {
            let reason = fields.get("reason").trim();
            if reason.is_empty() {
                return Err(form::required("reason"));
            }
            let wanted = RegradeIn {
                dry_run: false,
                reason: Some(reason.to_owned()),
            };
            let once = form::once(&fields, &path, |_| true)?;
            let wanted = wanted.judge()?;
            committee
                .assessment()
                .regrade(&admin, event.package_id, wanted, once)
                .await
        };
        match attempt.await {
            Ok(_) => Answer::see(&format!("{path}?sudah=nilai-ulang")),
            Err(error) if is_for_form(&error) => {
                let form = new_form(visit.speech(), event.id)
                    .holding(&fields)
                    .faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &event, Some((Deed::Regrade, form))).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    done.await.map_err(Failed::at(&visit))
}

/// `GET /ujian/{event}/hasil/nilai-ulang/{no}/batal`: what taking the latest back would change.
pub(crate) async fn look_at_revert(
    State(committee): State<Committee>,
    Path((event, no)): Path<(String, String)>,
    entered: Entered<Authors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        admin.require::<Raters>()?;
        let (event, no) = (find(&committee, &event).await?, number(&no)?);
        let form = revert_form(visit.speech(), event.id, no);
        page(&committee, (&visit, &admin), &event, Some((Deed::Revert(no), form))).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/hasil/nilai-ulang/{no}/batal`: takes the latest back.
pub(crate) async fn revert(
    State(committee): State<Committee>,
    Path((event, no)): Path<(String, String)>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let done = async {
        admin.require::<Raters>()?;
        let event = find(&committee, &event).await?;
        committee
            .assessment()
            .revert_regrade(&admin, event.package_id, number(&no)?)
            .await?;
        Answer::see(&address(event.id, "/hasil/nilai-ulang?sudah=nilai-batal"))
    };
    done.await.map_err(Failed::at(&visit))
}
