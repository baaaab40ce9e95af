//! What shoppers report about products, and what administrators do about it.

use accounts::Admin;
use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    page::{Pages, Paging},
    peer::Peer,
};

use super::{offer::withhold, product::no_such_product, staff::note};
use crate::{
    Trackmate,
    model::{Report, ReportId, ReportIn, StaffAction, Subject, Withholding},
    rules, store,
};

/// Code of the refusal of an address that reports too often.
pub(crate) const THROTTLED: &str = "trackmate.report.throttled";

fn no_such_report() -> Error {
    let said = Message::new("Laporan tidak ditemukan.", "There is no such report.");
    Error::new(Kind::NotFound, "catalogue.report.not_found", said)
}

impl Trackmate {
    /// Tells administrators that something is wrong with a product. Anybody may, a few times in ten minutes. What was said of
    /// it already, and nobody has looked at, is told once.
    #[platform::boxed]
    pub async fn report_product(&self, ctx: &Ctx, peer: Peer, product: String, input: &ReportIn) -> Result<(), Error> {
        let new = rules::report(input)?;
        self.0.reports.take(&peer.network())?;
        let id = ReportId::from(platform::id::handle("report", ctx.now()));
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let key = store::product::by_id(tx, &product).await?.ok_or_else(no_such_product)?;
                store::report::insert(tx, &id, key.seq, &new).await
            })
            .await
    }

    /// A page of the reports that nobody has looked at, oldest first, or of the others.
    #[platform::boxed]
    pub async fn list_reports(&self, _: &Admin, is_open: bool, pages: Pages) -> Result<(Vec<Report>, Paging), Error> {
        let page = (pages.limit(), pages.offset());
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| store::report::list(conn, is_open, page).await)
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Closes a report without hiding the product. Doing it twice changes nothing.
    #[platform::boxed]
    pub async fn close_report(&self, admin: &Admin, id: String, reason: &str) -> Result<(), Error> {
        let (actor, reason) = (admin.0.id.clone(), rules::staff_reason(reason)?);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let report = store::report::find(tx, &id).await?.ok_or_else(no_such_report)?;
                if !store::report::handle(tx, &report.id).await? {
                    return Ok(());
                }
                let subject = Subject {
                    id: report.product.as_str(),
                    name: &report.product_name,
                };
                note(tx, &actor, StaffAction::CloseReport, subject, &reason).await
            })
            .await
    }

    /// Hides a product from everybody but its owner, and closes what was reported of it; or takes that back. Doing it twice
    /// changes nothing.
    #[platform::boxed]
    pub async fn set_product_banned(
        &self,
        admin: &Admin,
        product: String,
        banned: bool,
        reason: &str,
    ) -> Result<(), Error> {
        let (actor, reason) = (admin.0.id.clone(), rules::staff_reason(reason)?);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let offer = store::offer::find(tx, &product).await?.ok_or_else(no_such_product)?;
                if banned {
                    store::report::handle_all(tx, offer.key.seq).await?;
                }
                if offer.withheld.has(Withholding::ByStaff) == banned {
                    return Ok(());
                }
                withhold(tx, &offer, Withholding::ByStaff, banned).await?;
                let subject = Subject {
                    id: &product,
                    name: &offer.name,
                };
                let action = if banned {
                    StaffAction::HideProduct
                } else {
                    StaffAction::ShowProduct
                };
                note(tx, &actor, action, subject, &reason).await
            })
            .await
    }
}
