//! Exams: the application with an administrator in each role.

use std::path::Path;

use assessment::{NewAdmin, Role};
use http::header;
use platform::{Ctx, Tx, id::RequestId, params};
use serde_json::json;
use testkit::{Answer, Client, TestDb};

use crate::support::TestApp;

platform::statements! {
    CROWD = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, version, created_at, updated_at)
        select p.event_id, p.name, p.name_key, $1, $1, $1, 'admin', p.status, 1000, 0, 1, 0, 0 from exam_participant p
        where p.id = $2 returning id";
    SITS = "insert into exam_attempt (participant_id, no, state, seed, package_version_id, started_at, deadline_at, due_at,
        last_section, version) select cast($1 as bigint), 1, a.state, a.seed, a.package_version_id, a.started_at,
        a.deadline_at, a.due_at, a.last_section, 1 from exam_attempt a where a.participant_id = $2";
    UNENDED = "select count(*) from exam_attempt where state in ('in_section', 'suspended')";
}

/// What every administrator of a test logs in with.
pub(crate) const PASSWORD: &str = "rahasia-123";

/// A running application with one administrator of each role, logged in.
pub(crate) struct Exams {
    pub(crate) app: TestApp,
    /// Role 1.
    pub(crate) admin: Client,
    /// Role 2.
    pub(crate) author: Client,
    /// Role 3.
    pub(crate) proctor: Client,
    /// Role 4.
    pub(crate) rater: Client,
}

impl Exams {
    pub(crate) async fn new(test: TestDb) -> Self {
        let app = TestApp::new(test).await;
        let mut clients = Vec::new();
        for role in Role::ALL {
            let name = role.name();
            make_admin(&app, name, role).await;
            clients.push(log_in(&app.anyone, name).await);
        }
        let [admin, author, proctor, rater] = clients.try_into().ok().unwrap();
        Self {
            app,
            admin,
            author,
            proctor,
            rater,
        }
    }

    /// Seats so many others who sit like somebody.
    pub(crate) async fn crowd(&self, like: i64, count: usize) {
        let work = async move |tx: &mut Tx<'_>| {
            for number in 0..count {
                let number = format!("crowd-{number}");
                let id = tx
                    .first(CROWD, params![&number, like], |row| row.get::<i64>(0))
                    .await?
                    .unwrap();
                tx.execute(SITS, params![id, like]).await?;
            }
            Ok::<_, platform::Error>(())
        };
        self.app.app.db.write(work).await.unwrap();
    }

    /// How many attempts have not ended.
    pub(crate) async fn unended(&self) -> i64 {
        let count = async |conn: &mut platform::Conn<'_>| conn.number(UNENDED, &[]).await;
        self.app.app.db.read(count).await.unwrap()
    }

    /// Whoever has a role.
    pub(crate) fn of(&self, role: i64) -> &Client {
        match role {
            1 => &self.admin,
            2 => &self.author,
            3 => &self.proctor,
            _ => &self.rater,
        }
    }
}

/// How many files are stored for exams, those that wait for nothing included.
pub(crate) fn files(exams: &Exams) -> usize {
    fn below(folder: &Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return 0;
        };
        let entries = entries.map(|entry| entry.unwrap());
        let count = |entry: std::fs::DirEntry| {
            if entry.file_type().unwrap().is_dir() {
                below(&entry.path())
            } else {
                1
            }
        };
        entries.map(count).sum()
    }
    below(&exams.app.test.dir.path().join("data/media/exams"))
}

/// Makes an administrator; answers the id.
pub(crate) async fn make_admin(app: &TestApp, username: &str, role: Role) -> i64 {
    let ctx = Ctx::new(app.clock.clone(), RequestId::random());
    let new = NewAdmin {
        username: username.to_owned(),
        role_id: role.id(),
        password: PASSWORD.to_owned(),
    };
    let made = app.app.wired.assessment.create_admin(&ctx, None, new, None).await;
    made.unwrap().id
}

/// The value of a cookie that an answer sets.
pub(crate) fn cookie_of(answer: &Answer, name: &str) -> Option<String> {
    let lines = answer.headers.get_all(header::SET_COOKIE).iter();
    lines
        .filter_map(|line| line.to_str().unwrap().split(';').next()?.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Logs in as a browser would: cookies and token on every further call.
pub(crate) async fn log_in(anyone: &Client, username: &str) -> Client {
    let answer = try_log_in(anyone, username, PASSWORD).await.expect(200);
    let session = cookie_of(&answer, "adm-token").unwrap();
    let client = anyone.with_header("cookie", &format!("adm-token={session}"));
    let csrf = client.get("/api/v1/auth/csrf-token").await.expect(200).json()["csrfToken"].clone();
    client.with_header("x-xsrf-token", csrf.as_str().unwrap())
}

/// Asks for a token and tries to log in with it.
pub(crate) async fn try_log_in(anyone: &Client, username: &str, password: &str) -> Answer {
    let csrf = anyone.get("/api/v1/auth/csrf-token").await.expect(200);
    let csrf = csrf.json()["csrfToken"].as_str().unwrap().to_owned();
    anyone
        .with_header("cookie", &format!("x-xsrf-token={csrf}"))
        .with_header("x-xsrf-token", &csrf)
        .post(
            "/api/v1/auth/login",
            &json!({"username": username, "password": password}),
        )
        .await
}
