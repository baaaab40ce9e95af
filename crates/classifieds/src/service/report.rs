//! What people report of listings and of each other.

use accounts::{AccountId, Actor, ProfileName};
use platform::{Conn, Error, Kind, Message, Tx, idempotency::Once, page::Pages, version::IfMatch};

use super::moderation::own_matter;
use crate::{
    Classifieds,
    failures::no_such_record,
    model::{
        listing::ListingId,
        moderation::{ListingReport, ListingReportStatus, NewReport, ReportSubject, ReportedPerson},
    },
    store::{self, report::Closing},
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "classifieds.report.throttled";

/// An account reports too much.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(60))
}

/// Somebody reports themself, or their own.
pub(crate) fn own() -> Error {
    let said = Message::new(
        "Anda tidak dapat melaporkan diri sendiri atau iklan sendiri.",
        "You cannot report yourself, or a listing of your own.",
    );
    Error::new(Kind::Invalid, "classifieds.report.own", said).keyed("errMsg_CanNotReportYourself")
}

/// As it is told to whoever is not staff.
fn for_reporter(report: ListingReport) -> ListingReport {
    ListingReport {
        closed_by: None,
        ..report
    }
}

impl Classifieds {
    /// Reports a listing that everybody sees; answers the report, and whether the caller had reported it before.
    #[platform::boxed]
    pub async fn report_listing(
        &self,
        actor: &Actor,
        id: ListingId,
        new: NewReport,
        once: Option<Once>,
    ) -> Result<(ListingReport, bool), Error> {
        let (found, is_public) = self.show_listing(Some(actor), &id).await?;
        if found.listing.user_id == actor.id {
            return Err(own());
        }
        if !is_public && !actor.role.is_staff() {
            return Err(no_such_record());
        }
        self.report(actor, ReportSubject::Listing(found.seq), new, once).await
    }

    /// Reports a person; answers the report, and whether the caller had reported them before.
    #[platform::boxed]
    pub async fn report_person(
        &self,
        actor: &Actor,
        name: &ProfileName,
        new: NewReport,
        once: Option<Once>,
    ) -> Result<(ListingReport, bool), Error> {
        let found = self.0.accounts.public_profile(name).await?;
        let person = found.ok_or_else(no_such_record)?.id;
        if person == actor.id {
            return Err(own());
        }
        self.report(actor, ReportSubject::Person(person), new, once).await
    }

    async fn report(
        &self,
        actor: &Actor,
        subject: ReportSubject,
        new: NewReport,
        once: Option<Once>,
    ) -> Result<(ListingReport, bool), Error> {
        self.0.reports.take(actor.id.as_str())?;
        let reporter = actor.id.clone();
        let id = platform::id::uuid_v7(actor.ctx.now());
        let work = async move |tx: &mut Tx<'_>| {
            if let Some(before) = store::report::of_reporter(tx, &reporter, &subject).await? {
                return Ok::<(String, bool), Error>((before.id, true));
            }
            store::report::insert(tx, (&id, &reporter), &subject, new.reason, new.text.as_deref()).await?;
            Ok((id.clone(), false))
        };
        let (id, is_known) = self.0.accounts.answers().write(&actor.ctx, once, work).await?;
        let find = async move |conn: &mut Conn<'_>| store::report::by_id(conn, &id).await;
        let found = self.0.db.read_by_key(find).await?;
        Ok((for_reporter(found.ok_or_else(no_such_record)?), is_known))
    }

    /// Reports that stand somewhere, the oldest first, and how many. For staff.
    #[platform::boxed]
    pub async fn list_listing_reports(
        &self,
        status: ListingReportStatus,
        pages: Pages,
    ) -> Result<(Vec<ListingReport>, i64), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| store::report::list(conn, status, window).await;
        self.0.db.read(find).await
    }

    /// Closes a report, or opens it again. For staff.
    #[platform::boxed]
    pub async fn close_listing_report(
        &self,
        actor: &Actor,
        id: String,
        status: ListingReportStatus,
        seen: IfMatch,
    ) -> Result<ListingReport, Error> {
        let by = actor.id.clone();
        let close = async move |tx: &mut Tx<'_>| {
            let before = store::report::by_id(tx, &id).await?.ok_or_else(no_such_record)?;
            if before.person_id.as_ref() == Some(&by) {
                return Err(own_matter());
            }
            seen.check(before.record_version)?;
            if before.status == status {
                return Ok(before);
            }
            let at = tx.now();
            store::report::close(tx, &id, Closing { status, by: &by, at }).await?;
            store::report::by_id(tx, &id).await?.ok_or_else(no_such_record)
        };
        self.0.db.write(close).await
    }

    /// People with open reports, the most reported first, and how many there are. For staff.
    #[platform::boxed]
    pub async fn reported_people(&self, pages: Pages) -> Result<(Vec<ReportedPerson>, i64), Error> {
        let window = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            let (ids, total) = store::report::reported_people(conn, window).await?;
            let mut people = Vec::with_capacity(ids.len());
            for id in ids {
                let reports = store::report::open_of_person(conn, &id).await?;
                let sender = store::moderation::history(conn, &id).await?;
                people.push((id, reports, sender));
            }
            Ok::<_, Error>((people, total))
        };
        let (found, total) = self.0.db.read(find).await?;
        let mut people = Vec::with_capacity(found.len());
        for (person, reports, mut sender) in found {
            let profile = self.0.accounts.public_profile(&ProfileName::Id(person.clone())).await?;
            sender.since = profile.as_ref().map(|profile| profile.since);
            people.push(ReportedPerson {
                name: profile.map(|profile| profile.fullname).unwrap_or_default(),
                person,
                reports,
                sender,
            });
        }
        Ok((people, total))
    }

    /// Closes all open reports of a person; answers how many there were. For staff.
    #[platform::boxed]
    pub async fn close_reports_of_person(
        &self,
        actor: &Actor,
        person: AccountId,
        status: ListingReportStatus,
    ) -> Result<u64, Error> {
        let by = actor.id.clone();
        if person == by {
            return Err(own_matter());
        }
        let close = async move |tx: &mut Tx<'_>| {
            let at = tx.now();
            store::report::close_of_person(tx, &person, Closing { status, by: &by, at }).await
        };
        self.0.db.write(close).await
    }
}
