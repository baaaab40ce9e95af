//! Background work: jobs, what is owed to whom of what happened, and what was given up.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Frame, Posted, Speech, Visit, form::answer};
use platform::{Error, Timestamp, events::DeadLetter, page::Paging};
use webhooks::api::{DeadDelivery, DeliveryId, WebhookId};

use crate::{
    Desk, address,
    amounts::{ago, length, milliseconds, moment},
    listed::{Asked, query_of},
    place::JobState,
    rooms::{Room, rooms},
};

#[derive(Template)]
#[template(path = "manage/work.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    jobs: Vec<Job>,
    /// What is owed to durable work, and then to webhooks.
    queues: [Vec<Queue>; 2],
    dead: Vec<Dead>,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

struct Job {
    name: &'static str,
    every: String,
    last: String,
    took: String,
    state: String,
    is_failing: bool,
    /// When it last failed and with which words; empty if it never did.
    failed: String,
}

struct Queue {
    name: String,
    waiting: String,
    dead: String,
    is_dead: bool,
    /// Since when the oldest waits; whether nothing is sent at all.
    remark: String,
}

/// Something that was given up.
struct Dead {
    to: String,
    topic: String,
    about: String,
    when: String,
    attempts: String,
    error: String,
    body: String,
    /// Where it is sent again.
    again: String,
}

impl Job {
    fn of(state: JobState, now: Timestamp, speech: Speech<'_>) -> Self {
        let key = match (&state.last, &state.took) {
            (None, _) => "manage-job-new",
            (Some(_), None) => "manage-job-running",
            (Some(_), Some(_)) if state.is_failing() => "manage-job-failing",
            (Some(_), Some(_)) => "manage-job-well",
        };
        Self {
            name: state.name,
            every: length(speech, state.every),
            last: state.last.map_or_else(String::new, |at| ago(speech, now, at)),
            took: state.took.map_or_else(String::new, |took| milliseconds(speech, took)),
            state: speech.say(key),
            is_failing: state.is_failing(),
            failed: state
                .failed
                .map_or_else(String::new, |(at, said)| format!("{}: {said}", moment(speech, at))),
        }
    }
}

impl Dead {
    fn of_event(letter: DeadLetter, speech: Speech<'_>) -> Self {
        let name: String = form_urlencoded::byte_serialize(letter.subscriber.as_bytes()).collect();
        Self {
            again: format!("{}/peristiwa/{name}/{}", address::WORK, letter.seq),
            to: letter.subscriber,
            topic: letter.topic,
            about: letter.request.unwrap_or(letter.subject),
            when: moment(speech, letter.at),
            attempts: speech.number(letter.attempts),
            error: letter.error.unwrap_or_default(),
            body: letter.body,
        }
    }

    fn of_delivery(delivery: DeadDelivery, speech: Speech<'_>) -> Self {
        let status = delivery.status.map(|status| status.to_string());
        let said = [status, delivery.error].into_iter().flatten();
        Self {
            again: format!("{}/kiriman/{}/{}", address::WORK, delivery.webhook, delivery.id),
            to: delivery.url,
            topic: delivery.topic,
            about: String::new(),
            when: moment(speech, delivery.at),
            attempts: speech.number(delivery.attempts),
            error: said.collect::<Vec<_>>().join(": "),
            body: delivery.body,
        }
    }
}

/// `GET /admin/pekerjaan`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    visit.administrator()?;
    let asked = Asked::read(&query_of(query));
    page(&desk, &visit, &asked).await.map_err(Failed::at(&visit))
}

async fn page(desk: &Desk, visit: &Visit, asked: &Asked) -> Result<Answer, Error> {
    let (speech, now, token) = (visit.speech(), visit.ctx.now(), visit.kit.form_token(visit)?);
    let (letters, of_events) = desk.place().dead_events(asked.pages()).await?;
    let mut dead: Vec<Dead> = letters.into_iter().map(|one| Dead::of_event(one, speech)).collect();
    let mut most = of_events.total;
    if let Some(webhooks) = desk.place().webhooks() {
        let (deliveries, of_webhooks): (_, Paging) = webhooks.list_dead_deliveries(asked.pages()).await?;
        dead.extend(deliveries.into_iter().map(|one| Dead::of_delivery(one, speech)));
        most = most.max(of_webhooks.total);
    }
    let (before, after) = asked.around(address::WORK, &[], most);
    let mut jobs = desk.place().jobs();
    // Those that fail come first.
    jobs.sort_by_key(|state| !state.is_failing());
    let page = Page {
        frame: Frame::of(visit, speech.say("manage-room-work")).with_form(&token),
        style: desk.style(),
        rooms: rooms(desk, visit, address::WORK),
        jobs: jobs.into_iter().map(|state| Job::of(state, now, speech)).collect(),
        queues: [queues(desk, now, speech).await?, webhook_queues(desk, speech).await?],
        dead,
        token: token.token.clone(),
        before,
        after,
    };
    answer(Answer::page(&page), token)
}

async fn queues(desk: &Desk, now: Timestamp, speech: Speech<'_>) -> Result<Vec<Queue>, Error> {
    let queues = desk.place().queues().await?.into_iter();
    let shown = queues.map(|queue| Queue {
        name: queue.subscriber,
        waiting: speech.number(queue.owed),
        dead: speech.number(queue.dead),
        is_dead: queue.dead > 0,
        remark: queue.oldest.map_or_else(String::new, |oldest| ago(speech, now, oldest)),
    });
    Ok(shown.collect())
}

async fn webhook_queues(desk: &Desk, speech: Speech<'_>) -> Result<Vec<Queue>, Error> {
    let Some(webhooks) = desk.place().webhooks() else {
        return Ok(Vec::new());
    };
    let queues = webhooks.list_webhook_queues().await?.into_iter();
    let shown = queues.map(|queue| Queue {
        name: queue.url,
        waiting: speech.number(queue.waiting),
        dead: speech.number(queue.dead),
        is_dead: queue.dead > 0,
        remark: if queue.enabled {
            String::new()
        } else {
            speech.say("manage-disabled")
        },
    });
    Ok(shown.collect())
}

/// `POST /admin/pekerjaan/peristiwa/{subscriber}/{seq}`
pub(crate) async fn revive_event(
    State(desk): State<Desk>,
    Path((subscriber, seq)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let seq: i64 = seq.parse().map_err(|_| pages_kit::failure::missing(&visit))?;
    // PostgreSQL refuses to look for what it cannot store.
    if platform::text::unstorable(&subscriber).is_some() {
        return Err(pages_kit::failure::missing(&visit));
    }
    let revived = async {
        desk.place().revive_event(&admin, &subscriber, seq).await?;
        Answer::see(&address::done(address::WORK, "kirim"))
    };
    revived.await.map_err(Failed::at(&visit))
}

/// `POST /admin/pekerjaan/kiriman/{webhook}/{delivery}`
pub(crate) async fn revive_delivery(
    State(desk): State<Desk>,
    Path((webhook, delivery)): Path<(String, String)>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let id = |text: &str| platform::id::uuid_text("id", text).map_err(|_| pages_kit::failure::missing(&visit));
    let (webhook, delivery) = (id(&webhook)?, id(&delivery)?);
    let Some(webhooks) = desk.place().webhooks() else {
        return Err(pages_kit::failure::missing(&visit));
    };
    let revived = async {
        let (webhook, delivery) = (WebhookId::from(webhook), DeliveryId::from(delivery));
        webhooks.revive_webhook_delivery(&admin, webhook, delivery).await?;
        Answer::see(&address::done(address::WORK, "kirim"))
    };
    revived.await.map_err(Failed::at(&visit))
}
