//! Complaints about messages, and the moderators' queue.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Result, Tx, idempotency::Once, page::Pages, version::IfMatch};

use super::{failures, moderate, participant};
use crate::{
    Conversations,
    events::{ReportChanged, ReportCreated},
    model::{
        MessageView, ReportJoins, ReportView,
        message::Message,
        report::{ClosedReport, NewReport, Report, ReportCategory, ReportStatus},
        thread::Thread,
    },
    service::join::FoundJoins,
    store,
};

/// What a retry is answered.
type Answered = (String, bool);

/// Who looks at a report.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReportReader {
    Reporter,
    Staff,
}

fn view(report: Report, names: Option<&FoundJoins>, eyes: ReportReader) -> ReportView {
    let for_staff = eyes == ReportReader::Staff;
    let joins = names.map(|names| ReportJoins {
        message: report.message.for_staff(&report.thread),
        reporter: names.person(&report.reporter),
    });
    ReportView {
        id: report.id,
        conversation_message_id: report.message.id,
        owner: report.reporter.clone(),
        reporter_id: report.reporter,
        reason: report.reason,
        category: report.category.map(ReportCategory::name),
        status: report.status.name(),
        status_idx: report.status.index(),
        // What moderators write down, and who they are, is not for whoever reported.
        note: report.note.filter(|_| for_staff),
        closed_by: report.closed_by.filter(|_| for_staff),
        closed_at: report.closed_at,
        is_active: true,
        record_version: report.record_version,
        created_at: report.created_at,
        updated_at: report.updated_at,
        joins,
    }
}

/// As moderators see it, with its message and who complains.
pub(super) fn for_staff(report: Report, names: &FoundJoins) -> ReportView {
    view(report, Some(names), ReportReader::Staff)
}

/// Whether somebody may report a message: one that they were sent. One that was taken back by who wrote it as well, since that comes
/// after it was read; what moderators deleted they have judged.
fn may_report(message: &Message, thread: &Thread, reporter: &AccountId) -> Result<()> {
    if message
        .deletion
        .as_ref()
        .is_some_and(|deletion| deletion.by != message.sender)
    {
        return Err(failures::not_found());
    }
    participant(thread, reporter)?;
    if message.sender == *reporter {
        // One's own that is gone is gone.
        let is_there = message.deletion.is_none();
        return Err(if is_there {
            failures::yourself("conversationMessageId")
        } else {
            failures::not_found()
        });
    }
    Ok(())
}

impl Conversations {
    /// A message that the caller may report, without what it said if it was taken back.
    #[platform::boxed]
    pub async fn show_reportable(&self, actor: &Actor, id: &str) -> Result<MessageView> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::message::by_id(conn, id).await)
            .await?;
        let (message, thread) = found.ok_or_else(failures::not_found)?;
        may_report(&message, &thread, &actor.id)?;
        let mut view = message.view(&thread);
        if !view.is_active {
            view.content.clear();
            view.attachments.clear();
        }
        Ok(view)
    }

    /// Reports a message that the caller was sent; answers whether they had done so before.
    #[platform::boxed]
    pub async fn report_message(
        &self,
        actor: &Actor,
        message: String,
        new: NewReport,
        once: Option<Once>,
    ) -> Result<(ReportView, bool)> {
        self.0.throttles.reports.take(actor.id.as_str())?;
        let reporter = actor.id.clone();
        let id = platform::id::uuid_v7(actor.ctx.now());
        let work = async move |tx: &mut Tx<'_>| {
            let found = store::message::by_id(tx, &message).await?;
            let (message, thread) = found.ok_or_else(failures::not_found)?;
            may_report(&message, &thread, &reporter)?;
            if let Some(report) = store::report::of_reporter(tx, message.seq, &reporter).await? {
                return Ok::<Answered, Error>((report.id, true));
            }
            store::report::insert(tx, &id, (&message, &thread), &reporter, &new).await?;
            tx.emit(&ReportCreated { id: id.clone() }).await?;
            Ok((id, false))
        };
        let (id, reused) = self.0.accounts.answers().write(&actor.ctx, once, work).await?;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::report::by_id(conn, &id).await)
            .await?;
        Ok((
            view(found.ok_or_else(failures::not_found)?, None, ReportReader::Reporter),
            reused,
        ))
    }

    /// The moderators' queue: reports that stand somewhere, oldest first, and how many. For staff.
    #[platform::boxed]
    pub async fn list_reports(&self, status: ReportStatus, pages: Pages) -> Result<(Vec<ReportView>, i64)> {
        let work =
            async move |conn: &mut Conn<'_>| store::report::list(conn, status, pages.limit(), pages.offset()).await;
        let (reports, total) = self.0.db.read::<_, Error, _>(work).await?;
        let names = self.names(reports.iter().map(|report| report.reporter.clone())).await?;
        let views = reports
            .into_iter()
            .map(|report| view(report, Some(&names), ReportReader::Staff));
        Ok((views.collect(), total))
    }

    /// How many reports nobody has looked at.
    #[platform::boxed]
    pub async fn count_open_reports(&self) -> Result<i64> {
        let work = async |conn: &mut Conn<'_>| store::report::count_open(conn).await;
        self.0.db.read::<_, Error, _>(work).await
    }

    /// Closes a report, or opens it again. For staff.
    #[platform::boxed]
    pub async fn close_report(
        &self,
        actor: &Actor,
        id: String,
        (status, note): (ReportStatus, Option<String>),
        seen: IfMatch,
    ) -> Result<ClosedReport> {
        let closer = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let before = store::report::by_id(tx, &id).await?.ok_or_else(failures::not_found)?;
            seen.check(before.record_version)?;
            if before.status == status && (note.is_none() || note == before.note) {
                return Ok((before.clone(), before));
            }
            let now = tx.now();
            let open = status == ReportStatus::Open;
            let mut after = Report {
                status,
                note: note.or_else(|| before.note.clone()),
                closed_by: (!open).then_some(closer),
                closed_at: (!open).then_some(now),
                record_version: before.record_version + 1,
                updated_at: now,
                ..before.clone()
            };
            store::report::close(tx, &after).await?;
            if after.message.deletion.is_some() {
                moderate::drop_attachments(tx, &mut after.message).await?;
            }
            tx.emit(&ReportChanged { id: after.id.clone() }).await?;
            Ok((before, after))
        };
        let (before, after) = self.0.db.write::<_, Error, _>(work).await?;
        self.tidy_attachments().await;
        Ok(ClosedReport {
            before: view(before, None, ReportReader::Staff),
            after: view(after, None, ReportReader::Staff),
        })
    }
}
