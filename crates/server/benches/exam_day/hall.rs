//! What is there before the day begins: a package, an event, its people, its supervisors.

use std::{sync::Arc, time::Duration};

use http::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::{
    Plan,
    figures::Figures,
    line::{Doors, Line},
    server::{PASSWORD, Server},
};

/// Questions of each of the two sections.
const QUESTIONS: usize = 50;
/// People who are added at a time.
const TOGETHER: usize = 16;

pub(crate) struct Hall {
    pub(crate) event: i64,
    pub(crate) questions: usize,
}

/// A line that is logged in with a role.
async fn staff(doors: Doors, name: &str) -> Line {
    let mut line = Line::new(doors);
    let body = json!({"username": name, "password": PASSWORD});
    for _ in 0..300 {
        if line
            .log_in("/api/v1", &body)
            .await
            .is_some_and(|answer| answer.status.is_success())
        {
            return line;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{name} could not log in");
}

/// Makes something; where others of the hall are in the way, which several servers find out from the database alone, again.
async fn make(line: &mut Line, path: &str, body: &Value) -> i64 {
    for _ in 0..50 {
        let answer = line.send(Method::POST, path, body).await.expect("an answer");
        let told = answer.json();
        if let Some(id) = told["id"].as_i64() {
            return id;
        }
        assert!(
            answer.status.is_server_error() || answer.status == StatusCode::CONFLICT,
            "{path}: {told}"
        );
        tokio::time::sleep(Duration::from_millis(fastrand::u64(10..200))).await;
    }
    panic!("{path}: others are in the way");
}

/// Lets the questions of a section come in an order of each participant's own.
async fn shuffle(line: &mut Line, package: i64, section: i64) {
    let path = format!("/api/v1/section-details/by-package?packageId={package}&sectionId={section}");
    let detail = line.get(&path).await.expect("an answer").json();
    let path = format!("/api/v1/section-details/{}", detail["id"]);
    let changed = line
        .send(Method::PATCH, &path, &json!({"shuffle": true}))
        .await
        .expect("an answer");
    assert!(changed.status.is_success(), "{}", changed.json());
}

impl Hall {
    /// Makes it by the administrators' API.
    pub(crate) async fn fill(server: &Server, plan: &Plan) -> Self {
        let people = plan.people;
        let mut admin = staff(server.doors(), "administrator").await;
        let package = make(&mut admin, "/api/v1/test-packages", &json!({"title": "Ujian Nasional"})).await;
        for section in ["Reading", "Structure"] {
            let id = make(
                &mut admin,
                "/api/v1/sections",
                &json!({"title": section, "duration": 7200}),
            )
            .await;
            for number in 0..QUESTIONS {
                let options = ["A", "B", "C", "D"]
                    .map(|label| json!({"label": label, "value": format!("Pilihan {label} dari {number}")}));
                let question = json!({"packageId": package, "sectionId": id, "sectionDuration": 7200, "sectionInstruction": "Pilih.",
                    "question": format!("Pernyataan mana yang benar tentang bacaan nomor {number} di atas?"),
                    "questionType": "multiple_choice", "optionQuestions": options, "answerKey": ["B"]});
                make(&mut admin, "/api/v1/questions", &question).await;
            }
            if plan.shuffled {
                shuffle(&mut admin, package, id).await;
            }
        }
        let path = format!("/api/v1/test-packages/{package}/publish");
        admin.send(Method::POST, &path, &json!({})).await.expect("a version");
        let now = chrono::Utc::now();
        let clock = |at: chrono::DateTime<chrono::Utc>| at.format("%H:%M:%S").to_string();
        let event = json!({"packageId": package, "title": "Hari ujian", "date": now.format("%Y-%m-%d").to_string(),
            "startTime": clock(now), "endTime": clock(now + chrono::Duration::hours(4)), "timeZone": "Etc/UTC",
            "lateEntrySeconds": 7200, "recordVideo": true});
        let event = make(&mut admin, "/api/v1/events", &event).await;
        let adding = (0..TOGETHER).map(|first| {
            let doors = server.doors();
            tokio::spawn(async move {
                let mut line = staff(doors, "administrator").await;
                for number in (first..people).step_by(TOGETHER) {
                    let body = json!({"eventId": event, "name": name(number), "registeredNumber": number_of(number)});
                    make(&mut line, "/api/v1/participants", &body).await;
                }
            })
        });
        for done in adding.collect::<Vec<_>>() {
            done.await.expect("people");
        }
        Self {
            event,
            questions: 2 * QUESTIONS,
        }
    }

    /// Lets so many supervisors watch all day; whoever is cut off comes back.
    pub(crate) fn watch(
        &self,
        server: &Arc<Server>,
        supervisors: usize,
        figures: &Arc<Figures>,
    ) -> Vec<JoinHandle<()>> {
        let watch = |_| {
            let (server, event, figures) = (server.clone(), self.event, figures.clone());
            tokio::spawn(async move {
                loop {
                    let mut line = staff(server.doors(), "proctor").await;
                    let told = watch_once(&mut line, event).await;
                    if told.is_none() {
                        figures.broke("watch");
                    }
                }
            })
        };
        (0..supervisors).map(watch).collect()
    }
}

/// Takes what a stream tells until it ends.
async fn watch_once(line: &mut Line, event: i64) -> Option<()> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut socket = tokio::net::TcpStream::connect(("127.0.0.1", line.doors.port()))
        .await
        .ok()?;
    let request = format!(
        "GET /api/v1/events/{event}/live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\r\n",
        line.cookies
    );
    socket.write_all(request.as_bytes()).await.ok()?;
    let mut bytes = vec![0; 64 * 1024];
    while socket.read(&mut bytes).await.ok()? > 0 {}
    None
}

/// What somebody is called.
pub(crate) fn name(number: usize) -> String {
    format!("Peserta Ujian {number}")
}

/// The number that somebody is registered with.
pub(crate) fn number_of(number: usize) -> String {
    format!("NRP{number:06}")
}
