//! Events: planned in time zones, moved, listed for proctors; interventions; and what supervisors see while it happens.

use std::{collections::BTreeSet, time::Duration};

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt as _;
use http::{Method, Request};
use platform::{
    Db, Timestamp, Tx,
    auth::password::Cost,
    db::Options as DbOptions,
    events::{Bus, Relay},
    http::stack::Stack,
    params,
};
use serde_json::{Value, json};
use server::{app::App, settings::Given, wiring};
use testkit::{Client, both_engines};

use crate::assessment_support::{Exams, PASSWORD, log_in, try_log_in};

platform::statements! {
    PACKAGE = "insert into exam_package (title, title_key, status, version, created_at, updated_at)
        values ($1, $2, 'published', 1, 0, 0) returning id";
    VERSION = "insert into exam_package_version (package_id, no, paper, keys, sha256, frozen_at)
        values ($1, $2, '{}', '[]', 'x', 0) returning id";
    STATUS = "update exam_participant set status = $1 where id = $2";
    ATTEMPT = "insert into exam_attempt (participant_id, no, state, seed, started_at, deadline_at, version)
        values ($1, 1, 'in_section', 0, $2, $3, 1) returning id";
    DEADLINE = "select deadline_at from exam_attempt where participant_id = $1";
    FLAG = "insert into exam_flag (participant_id, kind, detail, at) values ($1, 'tab', '{}', 0)";
}

/// A package of a title, with so many published versions; answers its id and theirs.
pub(crate) async fn package(exams: &Exams, title: &'static str, versions: i64) -> (i64, Vec<i64>) {
    let work = async move |tx: &mut Tx<'_>| {
        let id = tx
            .first(PACKAGE, params![title, title], |row| row.get::<i64>(0))
            .await?
            .unwrap();
        let mut made = Vec::new();
        for no in 1..=versions {
            made.push(
                tx.first(VERSION, params![id, no], |row| row.get::<i64>(0))
                    .await?
                    .unwrap(),
            );
        }
        Ok::<_, platform::Error>((id, made))
    };
    exams.app.app.db.write(work).await.unwrap()
}

/// Moves a participant to a status, as the exam itself does.
async fn becomes(exams: &Exams, participant: i64, status: &'static str) {
    let work = async move |tx: &mut Tx<'_>| tx.execute(STATUS, params![status, participant]).await;
    exams.app.app.db.write(work).await.unwrap();
}

/// Turns the clock to a later moment, at which the proctor logs in again.
pub(crate) async fn at(exams: &mut Exams, moment: &str) {
    let moment: Timestamp = serde_json::from_value(json!(moment)).unwrap();
    exams.app.clock.advance(moment.since(exams.app.clock.now()));
    exams.proctor = log_in(&exams.app.anyone, "proctor").await;
}

/// The event of the document's sample, with some members otherwise.
pub(crate) fn sample(package: i64, other: &Value) -> Value {
    let mut event = json!({
        "packageId": package,
        "title": "Ujian Nasional",
        "description": "Ujian tahunan nasional",
        "date": "2023-07-12",
        "startTime": "10:00:00",
        "endTime": "12:00:00",
        "prodikId": "P123",
    });
    let members = event.as_object_mut().unwrap();
    members.extend(other.as_object().unwrap().clone());
    event
}

pub(crate) async fn plan(exams: &Exams, event: &Value) -> Value {
    exams.proctor.post("/api/v1/events", event).await.expect(201).json()
}

pub(crate) async fn join(exams: &Exams, event: &Value, name: &str, number: &str) -> Value {
    let body = json!({"name": name, "eventId": event["id"], "registeredNumber": number});
    exams
        .proctor
        .post("/api/v1/participants", &body)
        .await
        .expect(201)
        .json()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn ids(answer: &Value) -> Vec<i64> {
    let rows = answer["data"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

/// A stream of server-sent events.
struct Ear {
    body: BodyDataStream,
    unread: String,
}

impl Ear {
    async fn open(stack: &Stack, client: &Client, event: i64) -> Self {
        let request = Request::get(format!("/api/v1/events/{event}/live"));
        let request = client
            .headers()
            .iter()
            .fold(request, |request, (name, value)| request.header(name, value));
        let response = stack
            .serve(request.body(Body::empty()).unwrap(), [127, 0, 0, 1].into())
            .await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (200, &"text/event-stream".parse().unwrap())
        );
        Self {
            body: response.into_body().into_data_stream(),
            unread: String::new(),
        }
    }

    /// The next event's name and data; `None` at the end.
    async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            while let Some((block, rest)) = self.unread.split_once("\n\n") {
                let field = |name: &str| {
                    block
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(str::to_owned)
                };
                let heard = field("event: ").zip(field("data: "));
                self.unread = rest.to_owned();
                if let Some((name, data)) = heard {
                    return Some((name, serde_json::from_str(&data).unwrap()));
                }
            }
            // Only ends a test that would wait forever.
            let more = tokio::time::timeout(Duration::from_secs(30), self.body.next())
                .await
                .expect("an event in time")?;
            self.unread.push_str(std::str::from_utf8(&more.unwrap()).unwrap());
        }
    }
}

both_engines! {
    async fn an_event_is_planned_and_shown_as_the_document_prints_it(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, versions) = package(&exams, "a", 2).await;
        let mut made = plan(&exams, &sample(package, &json!({}))).await;
        // That its day is past is told to whoever plans it, and not kept.
        assert_eq!(made.as_object_mut().unwrap().remove("warnings").unwrap()[0]["code"], "event.past");
        for (key, value) in [
            ("id", json!(1)), ("packageId", json!(package)), ("title", json!("Ujian Nasional")),
            ("description", json!("Ujian tahunan nasional")), ("date", json!("2023-07-12")),
            ("startTime", json!("10:00:00")), ("endTime", json!("12:00:00")), ("prodikId", json!("P123")),
            ("timeZone", json!("Asia/Jakarta")), ("startsAt", json!("2023-07-12T03:00:00.000Z")),
            ("endsAt", json!("2023-07-12T05:00:00.000Z")), ("slug", json!("ujian-nasional")),
            ("packageVersionId", json!(versions[1])), ("hasEntryCode", json!(false)),
        ] {
            assert_eq!(made[key], value, "{key}");
        }
        let shown = exams.rater.get("/v1/events/1").await.expect(200);
        assert_eq!(shown.headers["etag"], "\"1\"");
        assert_eq!(shown.json(), made);
        let list = exams.rater.get("/api/v1/events?order=ASC&limit=10&offset=0").await.expect(200).json();
        assert_eq!(list, json!({"metadata": {"totalItems": 1, "currentPage": 1, "itemsPerPage": 10}, "data": [made]}));
        let change = json!({"title": "Ujian Nasional 2023", "description": "Ujian tahunan nasional 2023",
            "date": "2023-07-14", "startTime": "09:00:00", "endTime": "11:00:00"});
        let changed = exams.proctor.patch("/api/v1/events/1", &change).await.expect(200);
        assert_eq!(changed.headers["etag"], "\"2\"");
        for (key, value) in change.as_object().unwrap() {
            assert_eq!(&changed.json()[key], value);
        }
        assert_eq!(changed.json()["slug"], "ujian-nasional");
        let gone = exams.proctor.with_header("if-match", "\"1\"").delete("/api/v1/events/1").await.expect(412);
        assert!(gone.json()["message"].is_string());
        let gone = exams.proctor.with_header("if-match", "\"2\"").delete("/api/v1/events/1").await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Event deleted successfully"}));
        exams.rater.get("/api/v1/events/1").await.expect(404);
    }

    async fn everything_wrong_with_an_event_is_named_at_once(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 0).await;
        let wrong = sample(package, &json!({"title": " ", "date": "12-07-2023", "startTime": "25:00", "timeZone": "Mars",
            "graceSeconds": -1, "entryCode": "1"}));
        let answer = exams.proctor.post("/api/v1/events", &wrong).await.expect(400).json();
        let named: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|error| error["attribute_name"].as_str().unwrap()).collect();
        assert_eq!(named, ["date", "startTime", "timeZone", "graceSeconds", "title", "entryCode"]);
        for (other, field) in [
            (json!({"packageId": 999}), "packageId"),
            (json!({"endTime": "10:00"}), "endTime"),
            (json!({"slug": "Ä"}), "slug"),
            (json!({"scoringPolicy": {"right": 0}}), "scoringPolicy.right"),
        ] {
            let answer = exams.proctor.post("/api/v1/events", &sample(package, &other)).await.expect(400).json();
            assert_eq!(answer["errors"][0]["attribute_name"], field, "{answer}");
        }
        exams.proctor.patch("/api/v1/events/1", &json!({})).await.expect(400);
    }

    async fn zones_move_moments_and_a_code_is_never_shown(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 0).await;
        let made = plan(&exams, &sample(package, &json!({"timeZone": "WIT", "startTime": "10:00", "entryCode": "Rahasia 7",
            "scoringPolicy": {"unit": "points", "right": 4, "wrong": -1}}))).await;
        assert_eq!((&made["timeZone"], &made["startsAt"]), (&json!("Asia/Jayapura"), &json!("2023-07-12T01:00:00.000Z")));
        assert_eq!((&made["startTime"], &made["hasEntryCode"]), (&json!("10:00:00"), &json!(true)));
        assert_eq!(made["scoringPolicy"], json!({"unit": "points", "right": 4, "wrong": -1, "blank": 0}));
        let shown = exams.admin.get("/api/v1/events/1?option=flat&entities=package,participants").await.expect(200);
        assert!(!shown.text().to_lowercase().contains("rahasia"));
        let moved = exams.proctor.patch("/api/v1/events/1", &json!({"timeZone": "WITA", "entryCode": null})).await.expect(200).json();
        assert_eq!((&moved["startsAt"], &moved["hasEntryCode"]), (&json!("2023-07-12T02:00:00.000Z"), &json!(false)));
        // Another event of the title has another slug, and none is given twice.
        assert_eq!(plan(&exams, &sample(package, &json!({}))).await["slug"], "ujian-nasional-2");
        exams.proctor.post("/api/v1/events", &sample(package, &json!({"slug": "ujian-nasional"}))).await.expect(409);
    }

    async fn once_somebody_has_come_only_the_end_moves_and_only_later(test: TestDb) {
        let mut exams = Exams::new(test).await;
        let (first, _) = package(&exams, "a", 1).await;
        let (second, _) = package(&exams, "b", 1).await;
        let event = plan(&exams, &sample(first, &json!({}))).await;
        let ani = join(&exams, &event, "Ani", "001").await;
        let patch = async |exams: &Exams, change: Value| exams.proctor.patch("/api/v1/events/1", &change).await;
        // The day is past, but nobody sat: what was planned wrongly can be put right.
        patch(&exams, json!({"date": "2031-07-12", "packageId": second})).await.expect(200);
        at(&mut exams, "2031-07-12T03:20:00Z").await;
        becomes(&exams, ani["id"].as_i64().unwrap(), "in_section").await;
        for refused in [json!({"date": "2031-07-13"}), json!({"startTime": "10:30"}), json!({"endTime": "11:00"}),
            json!({"timeZone": "WITA"}), json!({"packageId": first})] {
            patch(&exams, refused).await.expect(409);
        }
        let later = patch(&exams, json!({"endTime": "12:30", "title": "Lebih lama"})).await.expect(200).json();
        assert_eq!(later["endsAt"], "2031-07-12T05:30:00.000Z");
        let refused = exams.proctor.delete("/api/v1/events/1").await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("1 participant"), "{refused}");
    }

    async fn events_are_listed_by_title_mode_and_column(test: TestDb) {
        let mut exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket A", 0).await;
        // 10:00 in Jakarta.
        at(&mut exams, "2031-07-12T03:00:00Z").await;
        for (title, date, zone) in [
            ("Hari Ini", "2031-07-12", "WIB"), ("Kemarin", "2031-07-11", "WIB"), ("Besok", "2031-07-13", "WIB"),
            // There it is the 11th still, and nothing runs.
            ("Amerika", "2031-07-11", "America/Los_Angeles"),
        ] {
            plan(&exams, &sample(package, &json!({"title": title, "date": date, "timeZone": zone}))).await;
        }
        let list = async |query: &str| exams.proctor.get(&format!("/api/v1/events{query}")).await.expect(200).json();
        assert_eq!(ids(&list("?mode=event").await), [1, 2, 3, 4]);
        assert_eq!(ids(&list("?mode=proctor").await), [1, 4]);
        assert_eq!(ids(&list("?search=AR").await), [1, 2]);
        assert_eq!(ids(&list("?orderBy=title&order=DESC").await), [2, 1, 3, 4]);
        assert_eq!(ids(&list("?orderBy=startsAt").await), [2, 4, 1, 3]);
        assert_eq!(ids(&list("?order=desc&limit=2&offset=1").await), [3, 2]);
        assert_eq!(ids(&list("?search=%25").await), Vec::<i64>::new());
        for wrong in ["?mode=x", "?order=x", "?orderBy=secret", "?entities=secret", "?limit=0", "?offset=-1"] {
            exams.proctor.get(&format!("/api/v1/events{wrong}")).await.expect(400);
        }
        // Somebody who sits still keeps yesterday's event in sight.
        let late = join(&exams, &json!({"id": 2}), "Ani", "001").await;
        let late = late["id"].as_i64().unwrap();
        becomes(&exams, late, "suspended").await;
        let flag = async move |tx: &mut Tx<'_>| tx.execute(FLAG, params![late]).await;
        exams.app.app.db.write(flag).await.unwrap();
        let proctors = list("?mode=proctor&entities=title").await;
        assert_eq!(ids(&proctors), [1, 2, 4]);
        assert_eq!(proctors["data"][1], json!({"id": 2, "title": "Kemarin",
            "counts": {"participants": 1, "present": 1, "recording": 0, "flagged": 1}}));
        let embedded = list("?entities=package,title,date").await["data"][0].clone();
        assert_eq!(keys(&embedded), BTreeSet::from(["id", "title", "date", "package"]));
        assert_eq!(embedded["package"], json!({"id": package, "title": "Paket A", "status": "published"}));
    }

    async fn an_event_shows_its_participants_and_searches_them(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "Paket A", 1).await;
        let event = plan(&exams, &sample(package, &json!({}))).await;
        // Exam numbers are random digits, and searched, too.
        for (name, number) in [("Ani", "X01"), ("Budi", "X02"), ("Cici", "X0199")] {
            join(&exams, &event, name, number).await;
        }
        let show = async |query: &str| exams.rater.get(&format!("/api/v1/events/1{query}")).await.expect(200).json();
        let names = |event: &Value| -> Vec<String> {
            let people = event["participants"].as_array().unwrap();
            people.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        let some = show("?entities=title,participants").await;
        assert_eq!((keys(&some), names(&some)), (BTreeSet::from(["id", "title", "participants"]), vec!["Ani".into(), "Budi".into(), "Cici".into()]));
        assert_eq!(names(&show("?search=BU").await), ["Budi"]);
        assert_eq!(names(&show("?search=X01").await), ["Ani", "Cici"]);
        let flat = show("?option=flat").await;
        assert_eq!((&flat["packageTitle"], &flat["packageStatus"], &flat["packageVersion"]), (&json!("Paket A"), &json!("published"), &json!(1)));
        assert_eq!(names(&flat).len(), 3);
        assert!(flat["participants"][0].as_object().unwrap().values().all(|value| !value.is_object()));
        exams.rater.get("/api/v1/events/1?option=x").await.expect(400);
        let gone = exams.proctor.delete("/api/v1/events/1").await.expect(409).json();
        assert!(gone["message"].as_str().unwrap().contains("3 participants"));
    }

    async fn interventions_are_logged_and_move_the_deadline_of_who_sits(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 1).await;
        let event = plan(&exams, &sample(package, &json!({}))).await;
        let id = join(&exams, &event, "Ani", "001").await["id"].as_i64().unwrap();
        let path = format!("/api/v1/participants/{id}/interventions");
        let act = async |body: Value| exams.proctor.post(&path, &body).await;
        for (body, field) in [
            (json!({"type": "pause"}), "reason"), (json!({"type": "extend", "reason": "x"}), "seconds"),
            (json!({"type": "extend", "reason": "x", "seconds": 0}), "seconds"), (json!({"type": "message"}), "text"),
        ] {
            assert_eq!(act(body).await.expect(400).json()["errors"][0]["attribute_name"], field);
        }
        act(json!({"type": "shout", "reason": "x"})).await.expect(400);
        // Somebody who has not begun cannot be paused.
        let refused = act(json!({"type": "pause", "reason": "Listrik"})).await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("registered"));
        becomes(&exams, id, "in_section").await;
        let now = exams.app.clock.now();
        let ends = now.plus(Duration::from_secs(3600));
        let sit = async move |tx: &mut Tx<'_>| tx.first(ATTEMPT, params![id, now, ends], |row| row.get::<i64>(0)).await;
        exams.app.app.db.write(sit).await.unwrap();
        let done = act(json!({"type": "extend", "seconds": 600, "reason": "Listrik padam"})).await.expect(201).json();
        assert_eq!(done, json!({"id": 1, "participantId": id, "type": "extend", "seconds": 600, "text": null,
            "reason": "Listrik padam", "adminId": 3, "at": now}));
        let deadline = async || {
            let read = async move |conn: &mut platform::Conn<'_>| conn.number(DEADLINE, params![id]).await;
            exams.app.app.db.read(read).await.unwrap()
        };
        assert_eq!(deadline().await, ends.0 + 600_000_000);
        act(json!({"type": "pause", "reason": "Sakit"})).await.expect(201);
        act(json!({"type": "pause", "reason": "Sakit"})).await.expect(409);
        act(json!({"type": "message", "text": "Tunggu sebentar"})).await.expect(201);
        act(json!({"type": "resume"})).await.expect(201);
        let shown = exams.rater.get(&format!("/api/v1/participants/{id}?option=raw")).await.expect(200).json();
        assert_eq!((&shown["status"], &shown["extraSeconds"]), (&json!("in_section"), &json!(600)));
        exams.proctor.patch(&format!("/api/v1/participants/{id}"), &json!({"timeFactor": 1.5})).await.expect(409);
        act(json!({"type": "terminate", "reason": "Curang"})).await.expect(201);
        act(json!({"type": "message", "text": "Halo"})).await.expect(409);
        let log = exams.rater.get(&path).await.expect(200).json();
        let kinds: Vec<_> = log["data"].as_array().unwrap().iter().map(|done| done["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["extend", "pause", "message", "resume", "terminate"]);
        exams.proctor.delete(&format!("/api/v1/participants/{id}")).await.expect(409);
        exams.proctor.post("/api/v1/participants/999/interventions", &json!({"type": "resume"})).await.expect(404);
        // A repeat is carried out once.
        let other = join(&exams, &event, "Budi", "002").await["id"].clone();
        let again = exams.proctor.with_header("idempotency-key", "satu");
        let path = format!("/api/v1/participants/{other}/interventions");
        let more = json!({"type": "extend", "seconds": 60, "reason": "Terlambat"});
        let first = again.post(&path, &more).await.expect(201).json();
        assert_eq!(again.post(&path, &more).await.expect(201).json(), first);
        let shown = exams.rater.get(&format!("/api/v1/participants/{other}")).await.expect(200).json();
        assert_eq!(shown["extraSeconds"], 60);
    }

    async fn of_two_supervisors_who_pause_at_once_one_does(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 1).await;
        let event = plan(&exams, &sample(package, &json!({}))).await;
        let id = join(&exams, &event, "Ani", "001").await["id"].as_i64().unwrap();
        becomes(&exams, id, "in_section").await;
        let path = format!("/api/v1/participants/{id}/interventions");
        let pause = json!({"type": "pause", "reason": "Listrik"});
        let tries = (0..8).map(|_| exams.proctor.post(&path, &pause));
        let mut all: Vec<u16> = futures_util::future::join_all(tries).await.iter().map(|answer| answer.status.as_u16()).collect();
        all.sort_unstable();
        assert_eq!(all, [201, 409, 409, 409, 409, 409, 409, 409]);
    }

    async fn supervisors_see_what_happens_while_it_happens(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 1).await;
        let event = plan(&exams, &sample(package, &json!({}))).await;
        let other = plan(&exams, &sample(package, &json!({}))).await;
        let ani = join(&exams, &event, "Ani", "001").await;
        let mut ear = Ear::open(&exams.app.app.stack, &exams.proctor, 1).await;
        let (name, snapshot) = ear.next().await.unwrap();
        assert_eq!((name.as_str(), &snapshot["eventId"]), ("snapshot", &json!(1)));
        assert_eq!(snapshot["participants"][0]["name"], "Ani");
        assert_eq!(keys(&snapshot["participants"][0]), BTreeSet::from(["id", "name", "registeredNumber", "examRegisteredNumber",
            "status", "timeFactor", "extraSeconds", "flags", "recording", "updatedAt"]));
        join(&exams, &other, "Tidak di sini", "009").await;
        let budi = join(&exams, &event, "Budi", "002").await;
        assert_eq!(ear.next().await.unwrap(), ("participant".to_owned(), budi.clone()));
        let path = format!("/api/v1/participants/{}/interventions", ani["id"]);
        let done = exams.proctor.post(&path, &json!({"type": "message", "text": "Halo\nAni"})).await.expect(201).json();
        let (name, told) = ear.next().await.unwrap();
        assert_eq!((name.as_str(), &told["intervention"], &told["status"]), ("intervention", &done, &json!("registered")));
        exams.proctor.delete(&format!("/api/v1/participants/{}", budi["id"])).await.expect(200);
        assert_eq!(ear.next().await.unwrap(), ("removed".to_owned(), json!({"id": budi["id"]})));
        // Another process that shares the database hears of it, too.
        let (relay, stack) = elsewhere(&exams).await;
        let mut far = Ear::open(&stack, &exams.admin, 1).await;
        assert_eq!(far.next().await.unwrap().0, "snapshot");
        relay.drain().await.unwrap();
        let cici = join(&exams, &event, "Cici", "003").await;
        relay.drain().await.unwrap();
        loop {
            // What happened before it listened may be told once more.
            let (name, told) = far.next().await.unwrap();
            if name == "participant" && told == cici {
                break;
            }
        }
        assert_eq!(ear.next().await.unwrap().1, cici);
        exams.rater.get("/api/v1/events/1/live").await.expect(403);
        exams.proctor.get("/api/v1/events/999/live").await.expect(404);
    }

    async fn a_live_view_ends_with_its_session(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 1).await;
        let event = plan(&exams, &sample(package, &json!({}))).await;
        let mut ear = Ear::open(&exams.app.app.stack, &exams.proctor, 1).await;
        ear.next().await.unwrap();
        exams.proctor.call(Method::POST, "/api/v1/auth/logout").await.expect(200);
        let body = json!({"name": "Ani", "eventId": event["id"], "registeredNumber": "001"});
        exams.admin.post("/api/v1/participants", &body).await.expect(201);
        assert_eq!(ear.next().await, None);
        assert_eq!(try_log_in(&exams.app.anyone, "proctor", PASSWORD).await.status, 200);
    }
}

/// Another process on the same database: what brings events to it, and how it is called.
async fn elsewhere(exams: &Exams) -> (Relay, Stack) {
    let test = &exams.app.test;
    let options = DbOptions {
        postgres_connections: 4,
        ..DbOptions::default()
    };
    let db = Db::open(&test.location, options, test.clock.clone(), Bus::new())
        .await
        .unwrap();
    let given = Given {
        data: Some(test.dir.path().join("data")),
        ..Given::default()
    };
    let settings = given.settle(wiring::MODULES).unwrap();
    let app = App::over(&settings, db.clone(), Cost::cheap(), None).unwrap();
    (Relay::new(db, Vec::new()), app.stack.clone())
}
