//! Reports as moderators judge them: the message in its context, who sent it, and what is known of them.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Kind, Result, page::Pages, version::IfMatch};

use super::{failures, report};
use crate::{
    Conversations,
    model::{
        Person,
        report::{CaseOrder, CaseThread, ReportCase, ReportStatus, ReportedCase, SenderRecord, Verdict},
    },
    store,
};

/// Messages before the reported one, and behind it, that are shown with it.
const CONTEXT: i64 = 6;

impl Conversations {
    /// Open reports, in an order, and how many. For staff.
    #[platform::boxed]
    pub async fn list_cases(&self, order: CaseOrder, pages: Pages) -> Result<(Vec<ReportCase>, i64)> {
        let work =
            async move |conn: &mut Conn<'_>| store::report::cases(conn, order, pages.limit(), pages.offset()).await;
        let (found, total) = self.0.db.read::<_, Error, _>(work).await?;
        let both = found
            .iter()
            .flat_map(|(report, _)| [report.reporter.clone(), report.message.sender.clone()]);
        let names = self.names(both).await?;
        let case = |(found, open): (crate::model::report::Report, i64)| ReportCase {
            sender: names.person(&found.message.sender),
            open_of_sender: open,
            report: report::for_staff(found, &names),
        };
        Ok((found.into_iter().map(case).collect(), total))
    }

    /// One report with all that moderators judge by. For staff.
    #[platform::boxed]
    pub async fn show_case(&self, id: &str) -> Result<ReportedCase> {
        let id = id.to_owned();
        let work = async move |conn: &mut Conn<'_>| {
            let found = store::report::by_id(conn, &id).await?;
            let found = found.ok_or_else(failures::not_found)?;
            let around = store::report::around(conn, &found, CONTEXT).await?;
            let record = store::report::record_of(conn, &found.message.sender).await?;
            let earlier = store::version::list(conn, found.message.seq).await?;
            Ok((found, around, record, earlier))
        };
        let (found, around, record, earlier) = self.0.db.read::<_, Error, _>(work).await?;
        let thread = &found.thread;
        let names = self.names([thread.sender.clone(), thread.receiver.clone()]).await?;
        let listing = self.listing(&thread.listing).await?;
        let sender = found.message.sender.clone();
        Ok(ReportedCase {
            earlier,
            messages: around.iter().map(|message| message.for_staff(thread)).collect(),
            thread: CaseThread {
                id: thread.id.clone(),
                people: [thread.sender.clone(), thread.receiver.clone()].map(|id| {
                    let person: Person = names.person(&id);
                    (id, person)
                }),
                title: listing.map(|listing| listing.title),
            },
            record: SenderRecord {
                since: self.since(&sender).await?,
                ..record
            },
            report: report::for_staff(found, &names),
        })
    }

    /// Since when somebody has an account; nothing if it is gone.
    async fn since(&self, account: &AccountId) -> Result<Option<platform::Timestamp>> {
        match self.0.accounts.profile(account).await {
            Ok(profile) => Ok(Some(profile.created_at)),
            Err(error) if error.kind() == Kind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Decides about a report: nothing is wrong, something is, or the message goes as well. For staff.
    #[platform::boxed]
    pub async fn decide_case(&self, actor: &Actor, id: String, verdict: Verdict, note: Option<String>) -> Result<()> {
        let find = async |conn: &mut Conn<'_>| store::report::by_id(conn, &id).await;
        let found = self.0.db.read_by_key::<_, Error, _>(find).await?;
        let found = found.ok_or_else(failures::not_found)?;
        if verdict == Verdict::Delete && found.message.deletion.is_none() {
            let deleting = self.delete_message(actor, found.message.id.to_string(), note.clone(), IfMatch::Any);
            match deleting.await {
                // Somebody else has, or it was taken back: it is gone.
                Err(error) if error.kind() != Kind::NotFound => return Err(error),
                _ => {}
            }
        }
        let status = match verdict {
            Verdict::Dismiss => ReportStatus::Dismissed,
            Verdict::Uphold | Verdict::Delete => ReportStatus::Resolved,
        };
        self.close_report(actor, id, (status, note), IfMatch::Any)
            .await
            .map(drop)
    }
}
