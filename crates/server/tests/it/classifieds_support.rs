//! What the tests of classifieds share.

use accounts::Role;
use http::{Method, Request};
use platform::{Conn, Error};
use serde_json::{Value, json, value::RawValue};
use testkit::{Answer, Client, TestDb};

use crate::support::TestApp;

/// An application, an administrator and somebody who is none.
pub(crate) struct Market {
    pub(crate) app: TestApp,
    pub(crate) admin: Client,
    pub(crate) user: Client,
    pub(crate) anyone: Client,
}

impl Market {
    pub(crate) async fn new(db: TestDb) -> Self {
        let app = TestApp::new(db).await;
        Self {
            admin: app.account("admin1", Role::Admin).await,
            user: app.user("somebody").await,
            anyone: app.anyone.clone(),
            app,
        }
    }

    /// Adds a category; answers its id.
    pub(crate) async fn category(&self, slug: &str, parent: Option<&str>, sort_order: i64) -> String {
        let answer = self.add_category(slug, parent, sort_order).await.expect(201);
        answer.json()["category"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn add_category(&self, slug: &str, parent: Option<&str>, sort_order: i64) -> Answer {
        let body = json!({"name": format!("Name of {slug}"), "slug": slug, "parentCategoryId": parent, "sortOrder": sort_order});
        self.admin.post("/v1/categories", &body).await
    }

    /// Adds a location; answers its id.
    pub(crate) async fn location(&self, country: &str, city: &str, district: &str) -> String {
        let body = json!({"country": country, "city": city, "district": district});
        let answer = self.admin.post("/v1/locations", &body).await.expect(201);
        answer.json()["location"]["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.admin.call_json(Method::PATCH, path, &body).await
    }

    /// Topics and bodies of everything that was told about classifieds so far, in order.
    pub(crate) async fn told(&self) -> Vec<(String, Value)> {
        let read = self.app.test.db.read(async |conn: &mut Conn<'_>| {
            conn.all(TOLD, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
                .await
        });
        let told: Result<_, Error> = read.await;
        let told: Vec<(String, String)> = told.unwrap();
        told.into_iter()
            .map(|(topic, body)| (topic, serde_json::from_str(&body).unwrap()))
            .collect()
    }

    /// The topics alone, without their common beginning, from the `skip`th on.
    pub(crate) async fn topics(&self, skip: usize) -> Vec<String> {
        let told = self.told().await.into_iter().skip(skip);
        told.map(|(topic, _)| topic.trim_start_matches("classifieds.").to_owned())
            .collect()
    }
}

platform::statements! {
    TOLD = "select topic, body from outbox where topic like 'classifieds.%' order by seq";
}

/// The key of a refusal, with its status.
pub(crate) fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    assert_eq!(body["result"], "ERR", "{body}");
    (answer.status.as_u16(), body["message"].as_str().unwrap().to_owned())
}

/// A text of each entry of a list.
pub(crate) fn each(answer: &Answer, list: &str, field: &str) -> Vec<String> {
    let rows = answer.json()[list].as_array().unwrap().clone();
    rows.iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
}

/// The members of an object, in the order in which they were written.
pub(crate) fn members(json: &str) -> Vec<(String, Box<RawValue>)> {
    struct Ordered(Vec<(String, Box<RawValue>)>);
    impl<'de> serde::Deserialize<'de> for Ordered {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Shape;
            impl<'de> serde::de::Visitor<'de> for Shape {
                type Value = Ordered;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }

                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                    let mut members = Vec::new();
                    while let Some(member) = map.next_entry()? {
                        members.push(member);
                    }
                    Ok(Ordered(members))
                }
            }
            deserializer.deserialize_map(Shape)
        }
    }
    serde_json::from_str::<Ordered>(json).unwrap().0
}

/// The names of an object's members, in the order in which they were written.
pub(crate) fn keys(json: &str) -> Vec<String> {
    members(json).into_iter().map(|(name, _)| name).collect()
}

/// Sends a file.
pub(crate) async fn upload(client: &Client, path: &str, media: &str, content: impl Into<Vec<u8>>) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(path)
        .header("content-type", media);
    client.send(request, content.into().into()).await
}
