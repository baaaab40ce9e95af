//! Webhooks: addresses of others that are told what happens here. Made, tried, given another secret, switched off, deleted; and
//! what was sent to each.

use accounts::{Admin, Deed};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::Takes,
    form::{Form, ONCE, answer, is_for_form, new_key, once},
};
use platform::{Error, page::Pages, version::IfMatch};
use webhooks::{
    Webhooks,
    api::{DeliveryStatus, Webhook, WebhookChangeIn, WebhookDelivery, WebhookId, WebhookIn, WebhookTest},
};

use crate::{
    Desk, address,
    amounts::moment,
    listed::{Asked, query_of},
    rooms::{Room, rooms},
};

/// More than there can be.
const ALL: i64 = 1_000;

#[derive(Template)]
#[template(path = "manage/hooks.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    rooms: Vec<Room>,
    rows: Vec<Row>,
    form: Form,
    /// Everything that can be heard, and what it is about.
    topics: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "manage/hook.html")]
struct OnePage<'a> {
    frame: Frame<'a>,
    style: &'a str,
    row: Row,
    path: String,
    /// A secret that is shown this once; empty otherwise.
    secret: String,
    /// What came of a test; empty otherwise.
    tested: String,
    deliveries: Vec<Delivery>,
    token: String,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    path: String,
    url: String,
    topics: String,
    about: String,
    state: String,
    enabled: bool,
    is_failing: bool,
}

struct Delivery {
    topic: String,
    when: String,
    state: String,
    is_dead: bool,
    attempts: String,
    error: String,
}

fn served<'a>(desk: &'a Desk, visit: &Visit) -> Result<&'a Webhooks, Failed> {
    desk.place()
        .webhooks()
        .ok_or_else(|| pages_kit::failure::missing(visit))
}

fn id_of(text: &str, visit: &Visit) -> Result<WebhookId, Failed> {
    let id = platform::id::uuid_text("id", text);
    id.map(WebhookId::from).map_err(|_| pages_kit::failure::missing(visit))
}

fn row(webhook: Webhook, speech: Speech<'_>) -> Row {
    let (key, is_failing) = match (webhook.enabled, webhook.failing_since) {
        (false, _) => ("manage-hook-off", false),
        (true, Some(_)) => ("manage-hook-failing", true),
        (true, None) => ("manage-hook-well", false),
    };
    Row {
        path: format!("{}/{}", address::HOOKS, webhook.id),
        url: webhook.url,
        topics: webhook.topics.join(", "),
        about: webhook.description.unwrap_or_default(),
        state: speech.say(key),
        enabled: webhook.enabled,
        is_failing,
    }
}

fn delivery(delivery: WebhookDelivery, speech: Speech<'_>) -> Delivery {
    let key = match delivery.status {
        DeliveryStatus::Pending => "manage-sent-pending",
        DeliveryStatus::Delivered => "manage-sent-delivered",
        DeliveryStatus::Dead => "manage-sent-dead",
    };
    Delivery {
        topic: delivery.topic,
        when: moment(speech, delivery.created_at),
        state: speech.say(key),
        is_dead: delivery.status == DeliveryStatus::Dead,
        attempts: speech.number(delivery.attempts),
        error: delivery.last_error.unwrap_or_default(),
    }
}

/// `GET /admin/webhook`
pub(crate) async fn show(State(desk): State<Desk>, visit: Visit) -> Result<Answer, Failed> {
    visit.administrator()?;
    let webhooks = served(&desk, &visit)?;
    page(&desk, &visit, webhooks, form_of(&visit))
        .await
        .map_err(Failed::at(&visit))
}

fn form_of(visit: &Visit) -> Form {
    let speech = visit.speech();
    let fields = vec![
        Field::line("url", speech.say("manage-hook-url"))
            .required()
            .at_most(2048)
            .hint(speech.say("manage-hook-url-hint")),
        Field::new("topics", speech.say("manage-hook-topics"), Takes::Lines)
            .required()
            .holding("*")
            .hint(speech.say("manage-hook-topics-hint")),
        Field::line("description", speech.say("manage-hook-about")).at_most(500),
    ];
    let mut form = Form::to(address::HOOKS, speech.say("manage-hook-make"), fields);
    form.hidden.push((ONCE, new_key()));
    form
}

async fn page(desk: &Desk, visit: &Visit, webhooks: &Webhooks, mut form: Form) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let (all, _) = webhooks.list_webhooks(Pages::after(0, ALL)).await?;
    form.token.clone_from(&token.token);
    let topics = webhooks.list_webhook_topics();
    let page = Page {
        frame: Frame::of(visit, speech.say("manage-room-webhooks")).with_form(&token),
        style: desk.style(),
        rooms: rooms(desk, visit, address::HOOKS),
        rows: all.into_iter().map(|one| row(one, speech)).collect(),
        topics: topics.into_iter().map(|topic| (topic.topic, topic.about)).collect(),
        form,
    };
    answer(Answer::page(&page), token)
}

/// What was just done to one, to be shown once.
#[derive(Default)]
struct Shown {
    secret: String,
    tested: String,
}

async fn one_page(desk: &Desk, visit: &Visit, (id, asked): (WebhookId, Asked), shown: Shown) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let Some(webhooks) = desk.place().webhooks() else {
        return Err(Error::internal("webhooks are not served"));
    };
    let webhook = webhooks.show_webhook(id.clone()).await?;
    let (deliveries, paging) = webhooks.list_webhook_deliveries(id, None, asked.pages()).await?;
    let row = row(webhook, speech);
    let path = row.path.clone();
    let (before, after) = asked.around(&path, &[], paging.total);
    let page = OnePage {
        frame: Frame::of(visit, speech.say("manage-room-webhooks")).with_form(&token),
        style: desk.style(),
        row,
        path,
        secret: shown.secret,
        tested: shown.tested,
        deliveries: deliveries.into_iter().map(|one| delivery(one, speech)).collect(),
        token: token.token.clone(),
        before,
        after,
    };
    answer(Answer::page(&page), token)
}

/// `GET /admin/webhook/{id}`
pub(crate) async fn show_one(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.administrator()?;
    served(&desk, &visit)?;
    let id = id_of(&id, &visit)?;
    let asked = Asked::read(&query_of(query));
    let shown = one_page(&desk, &visit, (id, asked), Shown::default()).await;
    shown.map_err(Failed::at(&visit))
}

async fn note(desk: &Desk, admin: &Admin, action: &'static str, webhook: &Webhook) -> Result<(), Error> {
    let deed = Deed {
        action,
        subject: webhook.id.as_str(),
        subject_name: &webhook.url,
        reason: "",
    };
    desk.accounts().note(admin, deed).await
}

fn input(fields: &Fields) -> WebhookIn {
    let topics = fields.get("topics").split([',', '\n', ' ']).map(str::trim);
    let about = fields.get("description").trim();
    WebhookIn {
        url: fields.get("url").trim().to_owned(),
        topics: topics.filter(|topic| !topic.is_empty()).map(str::to_owned).collect(),
        description: (!about.is_empty()).then(|| about.to_owned()),
    }
}

/// `POST /admin/webhook`: makes one, and shows its secret, this once.
pub(crate) async fn make(State(desk): State<Desk>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let webhooks = served(&desk, &visit)?;
    let made = async {
        let new = webhooks.check_webhook(&input(&fields))?;
        // Loading the page anew sends the form again, which shows the same secret and makes nothing.
        let once = once(&fields, address::HOOKS, |_| true)?;
        let made = webhooks.create_webhook(&admin.0, new, once).await?;
        note(&desk, &admin, "webhook-make", &made.webhook).await?;
        let shown = Shown {
            secret: made.secret.reveal().to_owned(),
            ..Shown::default()
        };
        one_page(&desk, &visit, (made.webhook.id, Asked::read(&Fields::default())), shown).await
    };
    match made.await {
        Err(error) if is_for_form(&error) => {
            let form = form_of(&visit).holding(&fields).faulty(&visit, &error);
            let shown = page(&desk, &visit, webhooks, form).await;
            let shown = shown.map(|answer| answer.status(StatusCode::UNPROCESSABLE_ENTITY));
            shown.map_err(Failed::at(&visit))
        }
        made => made.map_err(Failed::at(&visit)),
    }
}

/// What came of a test, in a line.
fn told(test: &WebhookTest, speech: Speech<'_>) -> String {
    let key = if test.delivered {
        "manage-test-taken"
    } else {
        "manage-test-refused"
    };
    let status = test.status.map(|status| status.to_string());
    let said = [status, test.error.clone()].into_iter().flatten();
    speech.with(key, "said", said.collect::<Vec<_>>().join(": "))
}

/// `POST /admin/webhook/{id}`: tries it, gives it another secret, switches it, or deletes it, as `lakukan` says.
pub(crate) async fn act(
    State(desk): State<Desk>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let admin = visit.administrator()?;
    let webhooks = served(&desk, &visit)?;
    let id = id_of(&id, &visit)?;
    let done = async {
        let mut shown = Shown::default();
        match fields.get("lakukan") {
            "coba" => {
                let test = webhooks.test_webhook(&admin.0, id.clone()).await?;
                shown.tested = told(&test, visit.speech());
            }
            "rahasia" => {
                let rotated = webhooks.rotate_webhook_secret(&admin.0, id.clone(), None).await?;
                note(&desk, &admin, "webhook-rotate", &rotated.webhook).await?;
                rotated.secret.reveal().clone_into(&mut shown.secret);
            }
            "nyala" | "mati" => {
                let change = WebhookChangeIn {
                    enabled: Some(Some(fields.get("lakukan") == "nyala")),
                    ..WebhookChangeIn::default()
                };
                let change = webhooks.check_webhook_change(&change)?;
                let changed = webhooks.update_webhook(id.clone(), change, IfMatch::default()).await?;
                let action = if changed.after.enabled {
                    "webhook-enable"
                } else {
                    "webhook-disable"
                };
                note(&desk, &admin, action, &changed.after).await?;
                return Answer::see(&address::done(&format!("{}/{id}", address::HOOKS), "webhook"));
            }
            "hapus" => {
                let gone = webhooks.delete_webhook(id.clone(), IfMatch::default()).await?;
                note(&desk, &admin, "webhook-delete", &gone).await?;
                return Answer::see(&address::done(address::HOOKS, "webhook-hapus"));
            }
            _ => {}
        }
        one_page(&desk, &visit, (id, Asked::read(&Fields::default())), shown).await
    };
    done.await.map_err(Failed::at(&visit))
}
