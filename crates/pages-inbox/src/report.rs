//! Telling moderators that something is wrong with a message.

use askama::Template;
use axum::extract::{Path, State};
use conversations::{
    MessageView,
    api::{ReportCategory, ReportIn},
};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Visit,
    field::Takes,
    form::{Form, answer, is_for_form},
};
use platform::{Error, id::uuid_text};

use crate::{
    Files, Inbox,
    cases::categories,
    picture::{Picture, text_beside},
    talk::{Talk, as_missing, nowhere},
};

const REASON: &str = "reason";
const CATEGORY: &str = "category";
/// Characters of a reason, at most.
const LONGEST: usize = 500;

#[derive(Template)]
#[template(path = "inbox/report.html")]
struct Page<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    name: String,
    text: String,
    pictures: Vec<Picture>,
    path: String,
    form: Form,
}

/// What somebody wants to report: a message that they were sent.
async fn found(inbox: &Inbox, visit: &Visit, thread: &str, message: &str) -> Result<(Talk, MessageView), Failed> {
    let actor = visit.somebody()?;
    let found = async {
        let talk = inbox.talk(actor, thread).await?;
        let id = uuid_text("message", message).map_err(as_missing)?;
        let found = inbox.conversations().show_reportable(actor, &id).await;
        let message = found.map_err(as_missing)?;
        let is_here = message.conversation_thread_id.as_str() == talk.id;
        is_here.then_some((talk, message)).ok_or_else(nowhere)
    };
    found.await.map_err(Failed::at(visit))
}

fn page(
    inbox: &Inbox,
    visit: &Visit,
    (talk, message): (&Talk, &MessageView),
    held: &Fields,
    fault: Option<&Error>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let fields = vec![
        Field::new(
            CATEGORY,
            speech.say("inbox-report-category"),
            Takes::Choice(categories(speech)),
        )
        .required(),
        Field::new(REASON, speech.say("inbox-report-reason"), Takes::Lines)
            .hint(speech.say("inbox-report-hint"))
            .at_most(LONGEST),
    ];
    let to = format!("{}/lapor/{}", talk.path(), message.id);
    let mut form = Form::to(to, speech.say("inbox-report-do"), fields).holding(held);
    form.is_grave = true;
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    form.token.clone_from(&token.token);
    let page = Page {
        frame: Frame::of(visit, speech.say("inbox-report")).with_form(&token),
        files: inbox.files(),
        name: talk.called(speech),
        text: if message.is_active {
            text_beside(message.content.clone(), &message.attachments)
        } else {
            speech.say("inbox-retracted")
        },
        pictures: Picture::all(speech, &message.attachments),
        path: talk.path(),
        form,
    };
    answer(Answer::page(&page), token)
}

/// `GET /pesan/{thread}/lapor/{message}`
pub(crate) async fn ask(
    State(inbox): State<Inbox>,
    Path((thread, message)): Path<(String, String)>,
    visit: Visit,
) -> Result<Answer, Failed> {
    let (talk, message) = found(&inbox, &visit, &thread, &message).await?;
    page(&inbox, &visit, (&talk, &message), &Fields::default(), None).map_err(Failed::at(&visit))
}

/// What a form says. Whoever adds no words of their own says the name of the kind of reason, which pages show in each language.
fn input(fields: &Fields) -> ReportIn {
    let typed = fields.get(REASON).replace("\r\n", "\n");
    let chosen = ReportCategory::by_name(fields.get(CATEGORY));
    let named = chosen.map(|chosen| chosen.name().to_owned());
    ReportIn {
        reason: if typed.trim().is_empty() { named } else { Some(typed) },
        category: Some(fields.get(CATEGORY).to_owned()),
    }
}

/// `POST /pesan/{thread}/lapor/{message}`
pub(crate) async fn report(
    State(inbox): State<Inbox>,
    Path((thread, message)): Path<(String, String)>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let (talk, message) = found(&inbox, &visit, &thread, &message).await?;
    let told = async {
        let (new, id) = (input(&fields).check()?, message.id.to_string());
        inbox.conversations().report_message(actor, id, new, None).await
    };
    let answered = match told.await {
        Ok(_) => Answer::see(&format!("{}?sudah=lapor-pesan", talk.path())),
        Err(error) if is_for_form(&error) => page(&inbox, &visit, (&talk, &message), &fields, Some(&error))
            .map(|page| page.status(StatusCode::UNPROCESSABLE_ENTITY)),
        Err(error) => Err(error),
    };
    answered.map_err(Failed::at(&visit))
}
