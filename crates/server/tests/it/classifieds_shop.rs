//! What the tests of listings share: a market with categories and places, people in each role, and listings.

use accounts::{AccountId, Actor, Role};
use classifieds::{Classifieds, Listing, Status};
use http::Method;
use platform::{Ctx, Timestamp};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Answer, Client, TestDb};

use crate::{
    classifieds_support::{Market, refusal},
    support::TestApp,
};

/// A market with something to list listings by.
pub(crate) struct Shop {
    pub(crate) market: Market,
    pub(crate) seller: Client,
    pub(crate) stranger: Client,
    pub(crate) moderator: Client,
    /// vehicles > cars > electric, and beside them: phones.
    pub(crate) vehicles: String,
    pub(crate) cars: String,
    pub(crate) electric: String,
    pub(crate) phones: String,
    /// Two districts of İzmir, and one of Bursa.
    pub(crate) konak: String,
    pub(crate) bornova: String,
    pub(crate) nilufer: String,
}

impl Shop {
    /// Where moderators look at new listings first.
    pub(crate) async fn new(db: TestDb) -> Self {
        Self::with(db, true).await
    }

    pub(crate) async fn with(db: TestDb, moderate: bool) -> Self {
        let given = Given {
            moderate_listings: Some(moderate),
            ..Given::default()
        };
        Self::given(db, given).await
    }

    /// Where moderators look at new listings, and not at what becomes of them.
    pub(crate) async fn trusting(db: TestDb) -> Self {
        let given = Given {
            review_edits: Some(false),
            ..Given::default()
        };
        Self::given(db, given).await
    }

    pub(crate) async fn given(db: TestDb, given: Given) -> Self {
        let app = TestApp::with(db, given).await;
        let market = Market {
            admin: app.account("admin1", Role::Admin).await,
            user: app.user("somebody").await,
            anyone: app.anyone.clone(),
            app,
        };
        let vehicles = market.category("vehicles", None, 1).await;
        let cars = market.category("cars", Some(&vehicles), 1).await;
        Self {
            seller: market.app.user("seller").await,
            stranger: market.app.user("stranger").await,
            moderator: market.app.account("moderator1", Role::Moderator).await,
            electric: market.category("electric", Some(&cars), 1).await,
            phones: market.category("phones", None, 2).await,
            konak: market.location("Türkiye", "İzmir", "Konak").await,
            bornova: market.location("Türkiye", "İzmir", "Bornova").await,
            nilufer: market.location("Türkiye", "Bursa", "Nilüfer").await,
            vehicles,
            cars,
            market,
        }
    }

    /// What a listing needs, with some fields of the test's own.
    pub(crate) fn body(&self, fields: Value) -> Value {
        let mut body = json!({
            "categoryId": self.cars, "locationId": self.konak, "title": "Aile arabası", "description": "Tek elden",
            "price": 745_000.5, "condition": "used", "contactEmail": "ayse@example.com", "contactPhone": "+90 532 123 45 67",
        });
        for (name, value) in fields.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    }

    /// The seller offers something that waits for a moderator; answers its id.
    pub(crate) async fn offer(&self, fields: Value) -> String {
        let answer = self.seller.post("/v1/listings", &self.body(fields)).await.expect(201);
        answer.json()["listing"]["id"].as_str().unwrap().to_owned()
    }

    /// The same, and a moderator agrees.
    pub(crate) async fn active(&self, fields: Value) -> String {
        let id = self.offer(fields).await;
        drop(self.moved(&self.moderator, &id, "active").await.expect(200));
        id
    }

    pub(crate) async fn moved(&self, client: &Client, id: &str, status: &str) -> Answer {
        patch(client, &format!("/v1/listings/{id}/status"), json!({"status": status})).await
    }

    pub(crate) async fn account(&self, client: &Client) -> AccountId {
        self.actor(client).await.id
    }

    /// Who a client is.
    pub(crate) async fn actor(&self, client: &Client) -> Actor {
        let accounts = &self.market.app.app.wired.accounts;
        let ctx = Ctx::background(self.market.app.clock.clone());
        accounts.actor(ctx, client.token().unwrap()).await.unwrap()
    }

    pub(crate) fn classifieds(&self) -> Classifieds {
        self.market.app.app.wired.classifieds.clone()
    }

    /// Stores a listing of any status and time without a request.
    pub(crate) async fn stored(&self, owner: &AccountId, status: Status, at: Timestamp, fields: Value) -> Listing {
        let classifieds = &self.market.app.app.wired.classifieds;
        classifieds
            .add_listing(owner.clone(), status, at, self.body(fields))
            .await
            .unwrap()
    }

    /// Runs a background job once.
    pub(crate) async fn job(&self, name: &str) {
        let wired = &self.market.app.app.wired;
        let job = wired
            .modules
            .iter()
            .flat_map(|module| &module.jobs)
            .chain(&wired.jobs)
            .find(|job| job.name == name)
            .unwrap();
        (job.run)(Ctx::background(self.market.app.clock.clone())).await.unwrap();
    }
}

pub(crate) async fn patch(client: &Client, path: &str, body: Value) -> Answer {
    client.call_json(Method::PATCH, path, &body).await
}

/// The path of a listing.
pub(crate) fn at(id: &str) -> String {
    format!("/v1/listings/{id}")
}

/// A refusal of this status and key.
pub(crate) fn refused(answer: &Answer, status: u16, key: &str) {
    assert_eq!(refusal(answer), (status, key.to_owned()), "{}", answer.text());
}

/// Ids of a list of listings, in order.
pub(crate) fn ids(answer: &Answer) -> Vec<String> {
    crate::classifieds_support::each(answer, "listings", "id")
}
