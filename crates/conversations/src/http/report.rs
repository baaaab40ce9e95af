//! Reports, and the moderators' queue.

use accounts::{Actor, Caller, Moderators, access};
use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        Body, Filter, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
        routes::{Access, Endpoint, get, patch, post},
    },
    id::uuid_text,
};
use serde_json::Value;

use super::{changes, samples};
use crate::{
    Conversations,
    input::{CloseIn, ReportIn},
    model::{MessageId, ReportView, report::ReportStatus},
    service::failures,
};

/// `POST /v1/conversationmessages/{conversationMessageId}/report`.
async fn create(
    State(conversations): State<Conversations>,
    actor: Actor,
    Path(id): Path<String>,
    Posted { input, once }: Posted<ReportIn>,
) -> Outcome<ReportView> {
    let id = uuid_text("conversationMessageId", &id)?;
    let (view, reused) = conversations.report_message(&actor, id, input.check()?, once).await?;
    let reply = Reply::created_item("report", view);
    Ok(if reused { reply.with("reused", true) } else { reply })
}

/// `GET /v1/reports`.
async fn list(
    State(conversations): State<Conversations>,
    caller: Caller<Moderators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<ReportView>> {
    let status = match params.first("status") {
        None => ReportStatus::Open,
        Some(text) => ReportStatus::by_name(text)
            .ok_or_else(|| Error::invalid_field("status", Rule::Type("open, resolved or dismissed".into())))?,
    };
    caller.allowed()?;
    let (reports, total) = conversations.list_reports(status, pages).await?;
    let filter = Filter {
        name: "status".to_owned(),
        value: Value::from(status.name()),
    };
    Ok(Reply::list("reports", reports, pages.of(total)).filters(vec![filter]))
}

/// `PATCH /v1/reports/{reportId}`.
async fn close(
    State(conversations): State<Conversations>,
    caller: Caller<Moderators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<CloseIn>,
) -> Outcome<ReportView> {
    let id = uuid_text("reportId", &id)?;
    let (status, note) = input.check()?;
    let actor = caller.allowed()?;
    let closed = conversations.close_report(&actor, id, (status, note), seen).await?;
    let (old, new) = changes(&closed.before, &closed.after);
    Ok(Reply::shown_item("report", closed.after).changed(old, new))
}

pub(super) fn endpoints() -> Vec<Endpoint<Conversations>> {
    vec![
        post("/v1/conversationmessages/{conversationMessageId}/report", create)
            .api("reportConversationMessage")
            .says("Report a message that the caller was sent, once")
            .part::<MessageId>("conversationMessageId", "The message", samples::ID)
            .access(Access::Account)
            .takes::<ReportIn>(r#"{"reason":"Dolandırıcılık şüphesi","category":"fraud"}"#)
            .gives_item::<ReportView>("report", samples::REPORT)
            .gives_also::<bool>("reused")
            .creates()
            .fails(failures::not_found)
            .fails(failures::not_a_participant)
            .fails(failures::reports_throttled),
        get("/v1/reports", list)
            .api("listReports")
            .says("The moderators' queue, oldest first")
            .access(access::<Moderators>())
            .query(
                "status",
                "Where reports stand: open (unless given), resolved or dismissed",
                "open",
            )
            .gives_list::<ReportView>("reports", samples::QUEUED),
        patch("/v1/reports/{reportId}", close)
            .api("updateReport")
            .says("Close a report, or open it again")
            .part::<String>("reportId", "The report", samples::ID)
            .access(access::<Moderators>())
            .takes::<CloseIn>(r#"{"status":"resolved","note":"Mesaj silindi."}"#)
            .versioned()
            .gives_item::<ReportView>("report", samples::CLOSED)
            .fails(failures::not_found),
    ]
}
