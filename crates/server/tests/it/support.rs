//! The whole application in process, and clients in each role.

use accounts::{NewAccount, Role};
use platform::{Ctx, auth::password::Cost, id::RequestId};
use serde_json::json;
use server::{
    app::App,
    settings::{Given, Settings},
    wiring,
};
use testkit::{Client, TestDb};

use crate::described;

/// What every account of a test logs in with.
pub(crate) const PASSWORD: &str = "123user";

/// A running application over a database of its own.
pub(crate) struct TestApp {
    pub(crate) app: App,
    /// Nobody.
    pub(crate) anyone: Client,
    /// The clock that the application goes by.
    pub(crate) clock: platform::Clock,
    pub(crate) test: TestDb,
}

/// Default settings, for a server over this database.
pub(crate) fn settled(test: &TestDb) -> Settings {
    let given = Given {
        data: Some(test.dir.path().join("data")),
        ..Given::default()
    };
    given.settle(wiring::MODULES).unwrap()
}

impl TestApp {
    /// With default settings.
    pub(crate) async fn new(test: TestDb) -> Self {
        Self::with(test, Given::default()).await
    }

    /// With other settings.
    pub(crate) async fn with(test: TestDb, given: Given) -> Self {
        let given = Given {
            data: Some(test.dir.path().join("data")),
            ..given
        };
        let settings = given.settle(wiring::MODULES).unwrap();
        let test = test.migrated(&wiring::migrations()).await;
        let app = App::over(&settings, test.db.clone(), Cost::cheap(), None).unwrap();
        Self {
            anyone: Client::new(app.stack.clone()).judged_by(described::judge()),
            clock: test.clock.clone(),
            app,
            test,
        }
    }

    /// Registers somebody and logs in.
    pub(crate) async fn user(&self, username: &str) -> Client {
        self.account(username, Role::User).await
    }

    /// Makes an account with a role and logs in.
    pub(crate) async fn account(&self, username: &str, role: Role) -> Client {
        let ctx = Ctx::new(self.clock.clone(), RequestId::random());
        let new = NewAccount {
            username: username.to_owned(),
            email: format!("{username}@example.com"),
            password: PASSWORD.to_owned(),
            fullname: format!("{username} Lengkap"),
            image: None,
            role,
        };
        self.app.wired.accounts.register(&ctx, new, None).await.unwrap();
        self.login(username).await
    }

    /// Logs in.
    pub(crate) async fn login(&self, username: &str) -> Client {
        let body = json!({"username": username, "password": PASSWORD});
        let answer = self.anyone.post("/authentications", &body).await.expect(201);
        self.anyone
            .with_token(answer.json()["data"]["accessToken"].as_str().unwrap())
    }

    /// Somebody with a UMKM; answers its id, too.
    pub(crate) async fn producer(&self, username: &str) -> (Client, String) {
        let client = self.user(username).await;
        let answer = client
            .post("/umkm", &json!({"name": format!("UMKM {username}")}))
            .await
            .expect(201);
        let id = answer.json()["data"]["umkmId"].as_str().unwrap().to_owned();
        (client, id)
    }
}

/// The id in a reply's data.
pub(crate) fn id(answer: &testkit::Answer, name: &str) -> String {
    answer.json()["data"][name].as_str().unwrap().to_owned()
}
