//! What was reported, for moderators: the queue, and each message with what was said around it and what is known of who sent it.
//!
//! Invariant: of a thread that is not theirs, moderators see here what stands around a message that was reported, and nothing else.

use accounts::{AccountId, Actor};
use askama::Template;
use axum::extract::{Path, RawQuery, State};
use conversations::api::{
    CaseOrder, ReportCase, ReportCategory, ReportedCase, SenderRecord, StaffMessageView, Verdict,
};
use pages_kit::{Answer, Failed, Fields, Frame, Paged, Posted, Speech, Visit, desk, form::answer, form::required};
use platform::{Error, Kind, id::uuid_text, text::Check};

use crate::{
    Files, Inbox, address, clock,
    picture::{Picture, text_beside},
    query_of,
    talk::as_missing,
};

const PAGED: Paged = Paged { rows: 20, last: 500 };
/// What asks for whoever was reported most often.
const ORDER: &str = "urut";
const MOST: &str = "banyak";
/// Characters of a note, at most.
const LONGEST_NOTE: usize = 500;

/// The key of what a kind of reason is called.
pub(crate) fn category_key(category: ReportCategory) -> &'static str {
    match category {
        ReportCategory::Spam => "inbox-reason-spam",
        ReportCategory::Fraud => "inbox-reason-fraud",
        ReportCategory::Insult => "inbox-reason-insult",
        ReportCategory::OffPlatformPayment => "inbox-reason-payment",
        ReportCategory::Other => "inbox-reason-other",
    }
}

/// Kinds of reasons to choose from: as forms send them, and as people read them.
pub(crate) fn categories(speech: Speech<'_>) -> Vec<(String, String)> {
    let one = |one: ReportCategory| (one.name().to_owned(), speech.say(category_key(one)));
    ReportCategory::ALL.map(one).into()
}

fn category_of(speech: Speech<'_>, name: Option<&str>) -> Option<String> {
    let category = name.and_then(ReportCategory::by_name)?;
    Some(speech.say(category_key(category)))
}

/// What whoever reports adds in words of their own, if they do.
fn words_of(reason: String, category: Option<&str>) -> String {
    if category == Some(reason.as_str()) {
        String::new()
    } else {
        reason
    }
}

#[derive(Template)]
#[template(path = "inbox/cases.html")]
struct Queue<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    /// Where all is that waits.
    desk: &'static str,
    is_most_first: bool,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    place: String,
}

/// An open report.
struct Row {
    path: String,
    sender: String,
    text: String,
    pictures: usize,
    category: Option<String>,
    reason: String,
    reporter: String,
    moment: String,
    time: String,
    /// How many reports are open about the same person, if this is not the only one.
    open: Option<String>,
}

fn named(speech: Speech<'_>, name: Option<String>) -> String {
    name.unwrap_or_else(|| speech.say("inbox-departed"))
}

impl Row {
    fn of(visit: &Visit, case: ReportCase) -> Option<Self> {
        let speech = visit.speech();
        let report = case.report;
        let joins = report.joins?;
        let message = joins.message.message;
        Some(Self {
            path: address::case(&report.id),
            sender: named(speech, case.sender.fullname),
            pictures: message.attachments.len(),
            text: text_beside(message.content, &message.attachments),
            category: category_of(speech, report.category),
            reason: words_of(report.reason, report.category),
            reporter: named(speech, joins.reporter.fullname),
            moment: report.created_at.to_string(),
            time: clock::short(speech, report.created_at, visit.ctx.now()),
            open: (case.open_of_sender > 1).then(|| speech.with("inbox-case-open", "count", case.open_of_sender)),
        })
    }
}

/// `GET /pesan/laporan`
pub(crate) async fn list(
    State(inbox): State<Inbox>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    visit.moderator()?;
    let shown = async {
        let (speech, fields) = (visit.speech(), query_of(query));
        let is_most_first = fields.get(ORDER) == MOST;
        let order = if is_most_first {
            CaseOrder::MostReported
        } else {
            CaseOrder::Oldest
        };
        let asked = PAGED.read(&fields);
        let (cases, total) = inbox.conversations().list_cases(order, PAGED.pages(asked)).await?;
        let kept = if is_most_first { "urut=banyak&" } else { "" };
        let (before, after) = PAGED.around(asked, total, |page| format!("{}?{kept}hal={page}", address::CASES));
        Answer::page(&Queue {
            frame: Frame::of(&visit, speech.say("inbox-cases")),
            files: inbox.files(),
            desk: desk::PATH,
            is_most_first,
            rows: cases.into_iter().filter_map(|case| Row::of(&visit, case)).collect(),
            before,
            after,
            place: PAGED.place(speech, asked, total),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

#[derive(Template)]
#[template(path = "inbox/case.html")]
struct Case<'a> {
    frame: Frame<'a>,
    files: &'a Files,
    token: String,
    path: String,
    sender: String,
    /// Where an administrator suspends who sent it.
    manage: Option<String>,
    record: Vec<String>,
    about: String,
    category: Option<String>,
    reason: String,
    reporter: String,
    time: String,
    lines: Vec<Said>,
    /// What the reported message said before.
    earlier: Vec<String>,
    /// What was decided already.
    decided: Option<String>,
    note: Option<String>,
    is_gone: bool,
}

/// A message in its context.
struct Said {
    who: String,
    text: String,
    pictures: Vec<Picture>,
    time: String,
    moment: String,
    is_reported: bool,
    is_by_sender: bool,
    is_gone: bool,
}

fn said(visit: &Visit, case: &ReportedCase, one: &StaffMessageView, sender: &AccountId) -> Said {
    let (speech, message) = (visit.speech(), &one.message);
    let person = case.thread.people.iter().find(|(id, _)| *id == message.sender_id);
    let name = person.and_then(|(_, person)| person.fullname.clone());
    Said {
        who: named(speech, name),
        text: text_beside(message.content.clone(), &message.attachments),
        pictures: Picture::all(speech, &message.attachments),
        time: clock::short(speech, message.sent_at, visit.ctx.now()),
        moment: message.sent_at.to_string(),
        is_reported: message.id == case.report.conversation_message_id,
        is_by_sender: message.sender_id == *sender,
        is_gone: !message.is_active,
    }
}

/// What is known of who sent it, in words.
fn record(speech: Speech<'_>, record: &SenderRecord) -> Vec<String> {
    let since = record
        .since
        .map(|since| speech.with("inbox-record-since", "day", speech.day(since)));
    let counted = [
        ("inbox-record-threads", record.threads),
        ("inbox-record-open", record.open),
        ("inbox-record-upheld", record.upheld),
        ("inbox-record-dismissed", record.dismissed),
        ("inbox-record-blocked", record.blocked_by),
    ];
    let counted = counted.map(|(key, count)| speech.with(key, "count", count));
    since.into_iter().chain(counted).collect()
}

/// `GET /pesan/laporan/{report}`
pub(crate) async fn show(State(inbox): State<Inbox>, Path(id): Path<String>, visit: Visit) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    page(&inbox, &visit, actor, &id).await.map_err(Failed::at(&visit))
}

async fn page(inbox: &Inbox, visit: &Visit, actor: &Actor, id: &str) -> Result<Answer, Error> {
    let speech = visit.speech();
    let id = uuid_text("report", id).map_err(as_missing)?;
    let case = inbox.conversations().show_case(&id).await?;
    let reported = case.messages.iter().map(|one| &one.message);
    let reported = reported
        .clone()
        .find(|message| message.id == case.report.conversation_message_id);
    let message = reported.ok_or_else(|| Error::internal("a reported message is not among those around it"))?;
    let sender = message.sender_id.clone();
    let name_of = |id: &AccountId| {
        let found = case.thread.people.iter().find(|(own, _)| own == id);
        named(speech, found.and_then(|(_, person)| person.fullname.clone()))
    };
    let token = visit.kit.form_token(visit)?;
    let page = Case {
        frame: Frame::of(visit, speech.say("inbox-case")).with_form(&token),
        files: inbox.files(),
        token: token.token.clone(),
        path: address::case(&id),
        sender: name_of(&sender),
        manage: actor.role.is_admin().then(|| format!("/admin/orang/{sender}")),
        record: record(speech, &case.record),
        about: case
            .thread
            .title
            .clone()
            .unwrap_or_else(|| speech.say("inbox-listing-gone")),
        category: category_of(speech, case.report.category),
        reason: words_of(case.report.reason.clone(), case.report.category),
        reporter: name_of(&case.report.reporter_id),
        time: clock::short(speech, case.report.created_at, visit.ctx.now()),
        lines: case
            .messages
            .iter()
            .map(|one| said(visit, &case, one, &sender))
            .collect(),
        earlier: case.earlier.iter().map(|version| version.content.clone()).collect(),
        decided: match case.report.status {
            "resolved" => Some(speech.say("inbox-case-resolved")),
            "dismissed" => Some(speech.say("inbox-case-dismissed")),
            _ => None,
        },
        note: case.report.note.clone(),
        is_gone: !message.is_active,
    };
    answer(Answer::page(&page), token)
}

fn verdict(fields: &Fields) -> Result<(Verdict, Option<String>), Error> {
    let verdict = match fields.get("putusan") {
        "abaikan" => Verdict::Dismiss,
        "benar" => Verdict::Uphold,
        "hapus" => Verdict::Delete,
        _ => return Err(required("putusan")),
    };
    let mut check = Check::new();
    let note = fields.get("catatan").replace("\r\n", "\n");
    let note = check.maybe_clean("note", Some(&note), LONGEST_NOTE);
    check.finish()?;
    Ok((verdict, note))
}

/// `POST /pesan/laporan/{report}`
pub(crate) async fn decide(
    State(inbox): State<Inbox>,
    Path(id): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let decided = async {
        let id = uuid_text("report", &id).map_err(as_missing)?;
        let (verdict, note) = verdict(&fields)?;
        inbox.conversations().decide_case(actor, id, verdict, note).await?;
        Answer::see(&format!("{}?sudah=laporan-diputus", address::CASES))
    };
    let decided: Result<Answer, Error> = decided.await;
    match decided {
        Err(error) if error.kind() == Kind::Invalid => page(&inbox, &visit, actor, &id)
            .await
            .map(|page| page.status(http::StatusCode::UNPROCESSABLE_ENTITY))
            .map_err(Failed::at(&visit)),
        other => other.map_err(Failed::at(&visit)),
    }
}
