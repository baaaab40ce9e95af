//! Locations: added, edited, deleted, restored, shown.

use accounts::{AccountId, Actor};
use platform::{
    Conn, Error, Timestamp, Tx,
    id::uuid_v7,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};

use super::object::{Object, active};
use crate::{
    Classifieds,
    events::{LocationChanged, LocationCreated},
    failures::Broken,
    model::{
        Changed,
        category::PageWindow,
        location::{Location, LocationFilter, LocationId, LocationOrder},
    },
    rules::{
        import::{Findings, Making, Record},
        location::{LocationChange, LocationContent},
        location_import::{ALSO, COLUMNS, Plan, Row, plan, rows},
    },
    store,
};

impl Classifieds {
    /// Makes a location. Refused if one of the same country, city and district is there.
    pub async fn create_location(
        &self,
        actor: &Actor,
        content: LocationContent,
        once: Option<Once>,
    ) -> Result<Location, Error> {
        let (id, owner) = (LocationId::from(uuid_v7(actor.ctx.now())), actor.id.clone());
        self.0
            .accounts
            .answers()
            .write(&actor.ctx, once, async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let location = content.make(id, owner, now);
                has_own_key(tx, &location).await?;
                store::location::insert(tx, &location).await?;
                let created = LocationCreated(location);
                tx.emit(&created).await?;
                Ok(created.0)
            })
            .await
    }

    /// A change that changes nothing stores nothing and tells nobody.
    pub async fn update_location(
        &self,
        id: LocationId,
        change: LocationChange,
        seen: IfMatch,
    ) -> Result<Changed<Location>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let before = active::<Location>(tx, id.as_str()).await?;
                seen.check(before.record_version)?;
                let after = change.apply_to(&before);
                if after == before {
                    return Changed::between(&before, after);
                }
                has_own_key(tx, &after).await?;
                let now = tx.now();
                Location::store_change(tx, before, after.touch(now)).await
            })
            .await
    }

    /// A location that is there.
    #[platform::boxed]
    pub async fn show_location(&self, id: LocationId) -> Result<Location, Error> {
        self.0
            .db
            .read_by_key(async move |conn: &mut Conn<'_>| active(conn, id.as_str()).await)
            .await
    }

    /// A page of locations in an order.
    pub async fn list_locations(
        &self,
        wanted: LocationFilter,
        order: LocationOrder,
        pages: Pages,
    ) -> Result<(Vec<Location>, Paging), Error> {
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let window = PageWindow {
                    limit: pages.limit(),
                    offset: pages.offset(),
                };
                store::location::list(conn, &wanted, order, window).await
            })
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Locations whose city or district has this in its name, without case and accents.
    #[platform::boxed]
    pub async fn find_locations(&self, text: String, most: i64) -> Result<Vec<Location>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::location::named(conn, &text, most).await;
        self.0.db.read(find).await
    }

    /// Brings a deleted location back; one that is there stays as it is. Refused if another one has its place by now.
    pub async fn restore_location(&self, id: LocationId) -> Result<Changed<Location>, Error> {
        self.restore::<Location>(id.to_string()).await
    }
}

impl Object for Location {
    type Row = Row;

    const NAME: &'static str = "location";

    const COLUMNS: &'static [&'static str] = &COLUMNS;
    const ALSO: &'static [&'static str] = &ALSO;

    fn rows(records: &[Record], findings: &mut Findings) -> Vec<Row> {
        rows(records, findings)
    }

    async fn plan(
        conn: &mut Conn<'_>,
        rows: Vec<Row>,
        owner: AccountId,
        now: Timestamp,
    ) -> Result<Result<Plan, Findings>, Error> {
        let stored = store::location::all(conn).await?;
        let new_id = || LocationId::from(uuid_v7(now));
        Ok(plan(stored, rows, &mut Making { owner, now, new_id }))
    }

    /// A known location keeps its key, so no two are in each other's way.
    async fn carry_out(tx: &mut Tx<'_>, plan: Plan) -> Result<(), Error> {
        for (before, after) in plan.steps {
            if let Some(before) = before {
                Self::store_change(tx, before, after).await?;
            } else {
                store::location::insert(tx, &after).await?;
                tx.emit(&LocationCreated(after)).await?;
            }
        }
        Ok(())
    }

    async fn by_id(conn: &mut Conn<'_>, id: &str) -> Result<Option<Self>, Error> {
        store::location::by_id(conn, id).await
    }

    fn is_active(&self) -> bool {
        self.is_active
    }

    fn bring_back(mut self, now: Timestamp) -> Self {
        self.is_active = true;
        self.touch(now)
    }

    async fn may_return(&self, conn: &mut Conn<'_>) -> Result<(), Error> {
        has_own_key(conn, self).await
    }

    async fn store_change(tx: &mut Tx<'_>, before: Self, after: Self) -> Result<Changed<Self>, Error> {
        store::location::update(tx, &after).await?;
        let changed = LocationChanged::between(before, after)?;
        tx.emit(&changed).await?;
        Ok(changed.into())
    }
}

async fn has_own_key(conn: &mut Conn<'_>, location: &Location) -> Result<(), Error> {
    match store::location::owner_of_place(conn, location).await? {
        Some(owner) if owner != location.id => Err(Broken::LocationTaken.into()),
        _ => Ok(()),
    }
}
