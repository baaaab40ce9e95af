//! Users and participants: added one by one, by a workbook and by a link.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use http::Method;
use papers::roster::read;
use platform::{Conn, Ctx, Error, Kind, Tx, id::RequestId, params};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_sittings::{join, package, plan, sample},
    assessment_support::Exams,
    trackmate_support::{form, send},
};

platform::statements! {
    USERS = "select count(*) from exam_user";
    PARTICIPANTS = "select count(*) from exam_participant";
    USED = "select used from exam_registration_token where id = $1";
    ATTEMPT = "insert into exam_attempt (participant_id, no, state, seed, started_at, deadline_at, version)
        values ($1, 1, 'in_section', 0, 0, 1, 1) returning id";
}

async fn number(exams: &Exams, sql: platform::db::Sql) -> i64 {
    let count = async move |conn: &mut Conn<'_>| conn.number(sql, &[]).await;
    exams.app.app.db.read(count).await.unwrap()
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn numbers(answer: &Value) -> Vec<&str> {
    let rows = answer["data"].as_array().unwrap();
    rows.iter()
        .map(|row| row["registeredNumber"].as_str().unwrap())
        .collect()
}

/// A rank, a unit and a position of these titles; their ids are 1.
async fn titles(exams: &Exams, rank: &str, unit: &str, position: &str) {
    for (path, title) in [("ranks", rank), ("units", unit), ("positions", position)] {
        exams
            .admin
            .post(&format!("/api/v1/{path}"), &json!({"title": title}))
            .await
            .expect(201);
    }
}

async fn event(exams: &Exams) -> Value {
    let (package, _) = package(exams, "Paket", 1).await;
    plan(exams, &sample(package, &json!({}))).await
}

/// A workbook with these rows, all of them text.
pub(crate) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

pub(crate) async fn upload(client: &Client, query: &str, file: &[u8]) -> Answer {
    let (kind, body) = form("file", "peserta.xlsx", "application/octet-stream", file);
    let path = format!("/api/v1/participants/upload-file{query}");
    send(client, "POST", &path, &[("content-type", &kind)], body).await
}

/// Codes and rows of a report's findings.
pub(crate) fn found(report: &Value) -> Vec<(String, i64)> {
    let findings = report["findings"].as_array().unwrap().iter();
    let shown = findings.map(|finding| {
        (
            finding["code"].as_str().unwrap().to_owned(),
            finding["row"].as_i64().unwrap_or(0),
        )
    });
    shown.collect()
}

both_engines! {
    async fn a_user_is_shown_as_the_document_prints_it(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, "Lieutenant", "Unit A", "Commander").await;
        let new = json!({"registeredNumber": "0012345678", "name": "John Doe", "rankId": 1, "unitId": 1, "positionId": 1});
        let made = exams.admin.post("/api/v1/users", &new).await.expect(201).json();
        assert_eq!(keys(&made), BTreeSet::from(["id", "registeredNumber", "name", "rankId", "unitId", "positionId", "timeFactor",
            "createdAt", "updatedAt"]));
        for (key, value) in new.as_object().unwrap() {
            assert_eq!(&made[key], value);
        }
        let shown = exams.proctor.get("/v1/users/1").await.expect(200);
        assert_eq!(shown.headers["etag"], "\"1\"");
        let shown = shown.json();
        assert_eq!((&shown["rank"], &shown["position"]), (&json!({"id": 1, "title": "Lieutenant"}), &json!({"id": 1, "title": "Commander"})));
        assert_eq!((&shown["unit"], &shown["participants"]), (&json!({"id": 1, "name": "Unit A", "title": "Unit A"}), &json!([])));
        let some = exams.proctor.get("/v1/users/1?entities=name,unit,rank").await.expect(200).json();
        assert_eq!(keys(&some), BTreeSet::from(["id", "name", "unit", "rank"]));
        exams.proctor.get("/v1/users/1?entities=secret").await.expect(400);
        exams.proctor.get("/v1/users/1?option=x").await.expect(400);
        let event = event(&exams).await;
        let body = json!({"userId": 1, "eventId": event["id"]});
        exams.proctor.post("/api/v1/participants", &body).await.expect(201);
        let history = exams.proctor.get("/v1/users/1?option=history").await.expect(200).json();
        assert_eq!(keys(&history["participants"][0]), BTreeSet::from(["id", "eventId", "event", "examRegisteredNumber", "status",
            "totalScore", "maxScore", "sections"]));
        assert_eq!(history["participants"][0]["event"]["title"], "Ujian Nasional");
    }

    async fn a_number_belongs_to_one_user_whatever_its_case_and_blanks(test: TestDb) {
        let exams = Exams::new(test).await;
        let add = async |number: &str| exams.admin.post("/api/v1/users", &json!({"registeredNumber": number, "name": "Ani"})).await;
        add("ab 007").await.expect(201);
        let refused = add("AB007").await.expect(409).json();
        assert_eq!(refused["errors"][0]["attribute_name"], "registeredNumber");
        add("ab07").await.expect(201);
        for wrong in ["", " ", "--", &"1".repeat(51)] {
            add(wrong).await.expect(400);
        }
        exams.admin.post("/api/v1/users", &json!({"registeredNumber": 12345, "name": "Ani"})).await.expect(400);
        let wrong = json!({"registeredNumber": "9", "name": "", "rankId": 99, "unitId": 0});
        let named = exams.admin.post("/api/v1/users", &wrong).await.expect(400).json();
        assert_eq!(named["errors"][0]["attribute_name"], "name");
        let wrong = json!({"registeredNumber": "9", "name": "Budi", "rankId": 99, "unitId": 0});
        let named = exams.admin.post("/api/v1/users", &wrong).await.expect(400).json();
        let fields: Vec<_> = named["errors"].as_array().unwrap().iter().map(|error| &error["attribute_name"]).collect();
        assert_eq!(fields, ["rankId", "unitId"]);
        let change = json!({"registeredNumber": "AB 07"});
        exams.admin.patch("/api/v1/users/1", &change).await.expect(409);
        exams.admin.patch("/api/v1/users/2", &change).await.expect(200);
        exams.admin.patch("/api/v1/users/2", &json!({})).await.expect(400);
        exams.admin.patch("/api/v1/users/99", &change).await.expect(404);
        exams.proctor.patch("/api/v1/users/2", &change).await.expect(403);
    }

    async fn users_are_found_by_name_number_unit_and_rank(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, "Kapten", "Peleton", "Staf").await;
        for (number, name, rank, unit) in [
            ("003", "Émile Doe", Some(1), None), ("001", "Jane Doe", None, Some(1)), ("002", "Budi_Santoso", Some(1), Some(1)),
        ] {
            let new = json!({"registeredNumber": number, "name": name, "rankId": rank, "unitId": unit});
            exams.admin.post("/api/v1/users", &new).await.expect(201);
        }
        let list = async |query: &str| exams.proctor.get(&format!("/api/v1/users{query}")).await.expect(200).json();
        assert_eq!(numbers(&list("").await), ["003", "001", "002"]);
        assert_eq!(numbers(&list("?search=doe").await), ["003", "001"]);
        assert_eq!(numbers(&list("?search=EMILE").await), ["003"]);
        assert_eq!(numbers(&list("?search=002").await), ["002"]);
        assert_eq!(numbers(&list("?search=_").await), ["002"]);
        assert_eq!(numbers(&list("?unit=1").await), ["001", "002"]);
        assert_eq!(numbers(&list("?rank=1&unit=1").await), ["002"]);
        assert_eq!(numbers(&list("?rank=99").await), Vec::<&str>::new());
        assert_eq!(numbers(&list("?orderBy=registeredNumber&order=DESC").await), ["003", "002", "001"]);
        assert_eq!(numbers(&list("?orderBy=unitId&order=ASC").await), ["003", "001", "002"]);
        let page = list("?limit=2&offset=2&order=DESC").await;
        assert_eq!((numbers(&page), &page["metadata"]), (vec!["003"], &json!({"totalItems": 3, "currentPage": 2, "itemsPerPage": 2})));
        let row = list("?entities=name,rank,unit&limit=10&offset=0&order=ASC&search=jane").await["data"][0].clone();
        assert_eq!(row, json!({"id": 2, "name": "Jane Doe", "rank": null, "unit": {"id": 1, "name": "Peleton", "title": "Peleton"}}));
        for wrong in ["?unit=x", "?rank=1.5", "?orderBy=secret", "?entities=x"] {
            exams.proctor.get(&format!("/api/v1/users{wrong}")).await.expect(400);
        }
        exams.rater.get("/api/v1/users").await.expect(403);
    }

    async fn a_user_who_takes_part_in_something_stays(test: TestDb) {
        let exams = Exams::new(test).await;
        let event = event(&exams).await;
        let ani = join(&exams, &event, "Ani", "001").await;
        let refused = exams.admin.delete("/api/v1/users/1").await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("1 participant"));
        exams.proctor.delete(&format!("/api/v1/participants/{}", ani["id"])).await.expect(200);
        let gone = exams.admin.delete("/api/v1/users/1").await.expect(200).json();
        assert_eq!(gone, json!({"message": "User has been successfully deleted"}));
        exams.admin.delete("/api/v1/users/1").await.expect(404);
    }

    async fn a_participant_is_shown_as_the_document_prints_it(test: TestDb) {
        let exams = Exams::new(test).await;
        event(&exams).await;
        let new = json!({"name": "John Doe", "eventId": 1, "registeredNumber": "12345678"});
        let made = exams.proctor.post("/v1/participants", &new).await.expect(201).json();
        for (key, value) in new.as_object().unwrap() {
            assert_eq!(&made[key], value);
        }
        let exam_number = made["examRegisteredNumber"].as_str().unwrap();
        assert!(exam_number.len() == 14 && exam_number.starts_with("2023"));
        let raw = exams.rater.get("/v1/participants/1?option=raw").await.expect(200);
        assert_eq!((raw.headers["etag"].to_str().unwrap(), raw.json()), ("\"1\"", made.clone()));
        let pretty = exams.rater.get("/v1/participants/1").await.expect(200).json();
        assert_eq!((&pretty["event"]["title"], &pretty["sections"]), (&json!("Ujian Nasional"), &json!([])));
        let list = exams.rater.get("/v1/participants/event/1?entities=userId,eventId,totalScore,user").await.expect(200).json();
        assert_eq!(keys(&list["data"][0]), BTreeSet::from(["id", "userId", "eventId", "totalScore", "user"]));
        assert_eq!(list["data"][0]["user"]["registeredNumber"], "12345678");
        assert_eq!(list["metadata"], json!({"totalItems": 1, "currentPage": 1, "itemsPerPage": 10}));
        exams.rater.get("/v1/participants/event/99").await.expect(404);
        assert_eq!(numbers(&exams.rater.get("/v1/participants?search=john").await.expect(200).json()), ["12345678"]);
        for wrong in ["?option=x", "?entities=secret"] {
            exams.rater.get(&format!("/v1/participants/1{wrong}")).await.expect(400);
        }
    }

    async fn nobody_sits_twice_at_an_event_and_a_number_keeps_its_name(test: TestDb) {
        let exams = Exams::new(test).await;
        let first = event(&exams).await;
        let second = plan(&exams, &sample(1, &json!({}))).await;
        let add = async |body: Value| exams.proctor.post("/api/v1/participants", &body).await;
        join(&exams, &first, "Ani  Wijaya", "ab 1").await;
        add(json!({"name": "ANI WIJAYA", "registeredNumber": "AB1", "eventId": first["id"]})).await.expect(409);
        add(json!({"userId": 1, "eventId": first["id"]})).await.expect(409);
        add(json!({"name": "Budi", "registeredNumber": "ab1", "eventId": second["id"]})).await.expect(409);
        // The same person at another event is the same user.
        assert_eq!(add(json!({"name": "ani wijaya", "registeredNumber": "AB1", "eventId": second["id"]})).await.expect(201).json()["userId"], 1);
        for (body, field) in [
            (json!({"name": "Ani", "registeredNumber": "2", "eventId": 99}), "eventId"),
            (json!({"userId": 99, "eventId": 1}), "userId"),
            (json!({"userId": 1, "name": "Ani", "eventId": 1}), "name"),
            (json!({"name": "Ani", "eventId": 1}), "registeredNumber"),
            (json!({"eventId": 1}), "name"),
        ] {
            assert_eq!(add(body).await.expect(400).json()["errors"][0]["attribute_name"], field);
        }
        assert_eq!(number(&exams, USERS).await, 1);
        // A user who gets another number is still the participant of the old one.
        exams.admin.patch("/api/v1/users/1", &json!({"registeredNumber": "zz"})).await.expect(200);
        add(json!({"name": "Cici", "registeredNumber": "ab1", "eventId": first["id"]})).await.expect(409);
        add(json!({"userId": 1, "eventId": first["id"]})).await.expect(409);
    }

    async fn a_participant_is_corrected_and_deleted_until_there_are_answers(test: TestDb) {
        let exams = Exams::new(test).await;
        let event = event(&exams).await;
        let (ani, budi) = (join(&exams, &event, "Ani", "001").await, join(&exams, &event, "Budi", "002").await);
        let path = format!("/api/v1/participants/{}", ani["id"]);
        let change = json!({"name": "Ani W.", "rank": "Kapten", "timeFactor": 1.25});
        let changed = exams.proctor.patch(&path, &change).await.expect(200).json();
        for (key, value) in change.as_object().unwrap() {
            assert_eq!(&changed[key], value);
        }
        exams.proctor.patch(&path, &json!({"rank": null, "registeredNumber": "002"})).await.expect(409);
        exams.proctor.patch(&path, &json!({"timeFactor": 0.5})).await.expect(400);
        exams.proctor.with_header("if-match", "\"1\"").patch(&path, &change).await.expect(412);
        let id = ani["id"].as_i64().unwrap();
        let sit = async move |tx: &mut Tx<'_>| tx.first(ATTEMPT, params![id], |row| row.get::<i64>(0)).await;
        exams.app.app.db.write(sit).await.unwrap();
        let refused = exams.proctor.delete(&path).await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("1 attempt"), "{refused}");
        let gone = exams.proctor.delete(&format!("/api/v1/participants/{}", budi["id"])).await.expect(200).json();
        assert_eq!(gone, json!({"message": "Participant has been successfully deleted"}));
    }

    async fn a_workbook_adds_everybody_and_the_same_one_again_nobody(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, "Kapten", "=Peleton", "Staf").await;
        event(&exams).await;
        exams.admin.post("/api/v1/users", &json!({"registeredNumber": "002", "name": "Budi"})).await.expect(201);
        let file = workbook(&[
            &["NRP", "Nama", "Pangkat", "Satuan", "Jabatan", "Ujian"],
            &["001", "Ani ", "kapten", "'=Peleton", "Staf", "1 - Ujian Nasional"],
            &["002", "BUDI", "", "", "", "1"],
        ]);
        let tried = upload(&exams.proctor, "?dryRun=1", &file).await.expect(200).json();
        assert_eq!((number(&exams, USERS).await, number(&exams, PARTICIPANTS).await), (1, 0));
        assert_eq!((&tried["created"], &tried["usersCreated"], &tried["dryRun"]), (&json!(2), &json!(1), &json!(true)));
        let report = upload(&exams.proctor, "", &file).await.expect(201).json();
        assert_eq!(report, json!({"message": "File berhasil diproses.", "dryRun": false, "rows": 2, "created": 2, "usersCreated": 1,
            "unchanged": 0, "findings": report["findings"]}));
        // The sample's day is past.
        assert_eq!(found(&report), [("roster.event.over".to_owned(), 2)]);
        let again = upload(&exams.proctor, "", &file).await.expect(200).json();
        assert_eq!((&again["created"], &again["usersCreated"], &again["unchanged"]), (&json!(0), &json!(0), &json!(2)));
        assert_eq!((number(&exams, USERS).await, number(&exams, PARTICIPANTS).await), (2, 2));
        let list = exams.proctor.get("/api/v1/participants/event/1").await.expect(200).json();
        let ani = list["data"].as_array().unwrap().iter().find(|one| one["registeredNumber"] == "001").unwrap();
        assert_eq!((&ani["rank"], &ani["unit"], &ani["source"]), (&json!("Kapten"), &json!("=Peleton"), &json!("file")));
    }

    async fn a_title_has_single_blanks(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, " Sersan  Satu", "Peleton", "Staf").await;
        event(&exams).await;
        let rank = exams.admin.get("/api/v1/ranks/1").await.expect(200).json();
        assert_eq!(rank["title"], "Sersan Satu");
        exams.admin.post("/api/v1/ranks", &json!({"title": "sersan   satu"})).await.expect(409);
        exams.admin.patch("/api/v1/ranks/1", &json!({"title": "Sersan  Dua"})).await.expect(200);
        let file = workbook(&[&["registeredNumber", "name", "rank"], &["001", "Ani", "sersan  dua"]]);
        upload(&exams.proctor, "?eventId=1", &file).await.expect(201);
        let list = exams.proctor.get("/api/v1/participants/event/1").await.expect(200).json();
        assert_eq!(list["data"][0]["rank"], "Sersan Dua");
    }

    async fn one_bad_row_keeps_a_whole_list_out(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, "Kapten", "Peleton", "Staf").await;
        event(&exams).await;
        exams.admin.post("/api/v1/users", &json!({"registeredNumber": "007", "name": "Bond", "rankId": 1})).await.expect(201);
        let file = workbook(&[
            &["registeredNumber", "name", "rank", "eventId"],
            &["001", "Ani", "Kapten", ""],
            &["002", "Budi", "Laksamana", ""],
            &["001", "Ani", "", ""],
            &["003", "Cici", "", "99"],
            &["007", "Dedi", "", ""],
        ]);
        let answer = upload(&exams.proctor, "?eventId=1", &file).await.expect(400).json();
        assert_eq!(keys(&answer), BTreeSet::from(["message", "findings"]));
        let expected = [("roster.title.unknown", 3), ("roster.event.other", 5), ("roster.number.twice", 4), ("roster.name.other", 6),
            ("roster.event.over", 2)];
        let expected: BTreeSet<_> = expected.map(|(code, row)| (code.to_owned(), row)).into();
        assert_eq!(BTreeSet::from_iter(found(&answer)), expected);
        assert!(answer["findings"][0]["message"]["id"].is_string() && answer["findings"][0]["message"]["en"].is_string());
        assert_eq!((number(&exams, USERS).await, number(&exams, PARTICIPANTS).await), (1, 0));
        // Without an event nobody knows where to.
        let answer = upload(&exams.proctor, "", &file).await.expect(400).json();
        assert!(found(&answer).contains(&("roster.event.missing".to_owned(), 2)));
        for (file, word) in [(&b"\x00\x01\x02"[..], "no workbook"), (b"PK\x03\x04", "damaged"), (b"", "is empty")] {
            let answer = upload(&exams.proctor, "?eventId=1", file).await.expect(400).json();
            assert!(answer["errors"][0]["messages"][0].as_str().unwrap().contains(word), "{answer}");
        }
        exams.proctor.call(Method::POST, "/api/v1/participants/upload-file").await.expect(415);
        upload(&exams.rater, "?eventId=1", &file).await.expect(403);
    }

    async fn a_list_of_a_school_is_taken_as_it_is(test: TestDb) {
        let exams = Exams::new(test).await;
        event(&exams).await;
        let file = workbook(&[
            &["SMP Negeri 1", "", "", ""],
            &["No", "NIS", "Nama Siswa", "Kelas"],
            &["1", "00001", "Ani", "7A"],
            &["2", "00002", "Budi", "7B"],
        ]);
        let report = upload(&exams.proctor, "?eventId=1", &file).await.expect(201).json();
        assert_eq!(report["created"], 2);
        // The event of the documents was held years ago; there is nothing else to say.
        assert_eq!(found(&report), [("roster.event.over".to_owned(), 3)]);
        let shown = exams.proctor.get("/api/v1/participants?orderBy=name").await.expect(200).json();
        let told = |at: usize| (shown["data"][at]["registeredNumber"].clone(), shown["data"][at]["unit"].clone());
        assert_eq!([told(0), told(1)], [(json!("00001"), json!("7A")), (json!("00002"), json!("7B"))]);
        upload(&exams.proctor, "?eventId=1", &file).await.expect(200);
        // Heads that nobody knows are refused, unless somebody says what stands below them.
        let odd = b"Kode;Panggilan\n00003;Cici\n";
        let answer = upload(&exams.proctor, "?eventId=1", odd).await.expect(400).json();
        assert_eq!(found(&answer)[0].0, "roster.heads.missing");
        let report = upload(&exams.proctor, "?eventId=1&numberColumn=A&nameColumn=Panggilan", odd).await.expect(201).json();
        assert_eq!(report["created"], 1);
    }

    async fn five_thousand_participants_arrive_at_once(test: TestDb) {
        let exams = Exams::new(test).await;
        event(&exams).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["registeredNumber", "name"]).unwrap();
        for row in 1..=5_000_u32 {
            sheet.write_row(row, 0, [format!("{row:05}"), format!("Peserta {row}")]).unwrap();
        }
        let file = book.save_to_buffer().unwrap();
        let report = upload(&exams.proctor, "?eventId=1", &file).await.expect(201).json();
        assert_eq!((&report["created"], &report["usersCreated"]), (&json!(5_000), &json!(5_000)));
        assert_eq!((number(&exams, USERS).await, number(&exams, PARTICIPANTS).await), (5_000, 5_000));
        let again = upload(&exams.proctor, "?eventId=1", &file).await.expect(200).json();
        assert_eq!(again["unchanged"], 5_000);
    }

    async fn the_template_offers_what_there_is(test: TestDb) {
        let exams = Exams::new(test).await;
        titles(&exams, "Kapten", "Peleton", "Staf").await;
        event(&exams).await;
        let answer = exams.proctor.get("/api/v1/participants/download-package-template").await.expect(200);
        assert_eq!(answer.headers["content-type"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert!(answer.headers["content-disposition"].to_str().unwrap().contains("template-peserta.xlsx"));
        let reading = read(&answer.body).unwrap();
        assert_eq!(reading.findings[0].code, "roster.empty");
    }

    async fn a_link_lets_so_many_register_and_no_more(test: TestDb) {
        let exams = Exams::new(test).await;
        let (package, _) = package(&exams, "a", 1).await;
        let year = exams.app.clock.now().to_string()[..4].parse::<i32>().unwrap() + 1;
        let soon = |title: &str| sample(package, &json!({"title": title, "date": format!("{year}-01-15")}));
        let (event, other) = (plan(&exams, &soon("a")).await, plan(&exams, &soon("b")).await);
        assert_eq!((&event["id"], &other["id"]), (&json!(1), &json!(2)));
        let link = async |query: &str| {
            let path = format!("/api/v1/participants/url-registration-token{query}");
            let url = exams.proctor.get(&path).await.expect(201).json()["url"].as_str().unwrap().to_owned();
            url.split_once("/registration?token=").unwrap().1.to_owned()
        };
        let register = async |token: &str, number: usize| {
            let ctx = Ctx::new(exams.app.clock.clone(), RequestId::random());
            let wired = &exams.app.app.wired.assessment;
            wired.register_with_token(&ctx, token, &format!("Orang {number}"), &format!("{number:03}"), [None; 3]).await
        };
        let refused = |result: Result<assessment::Registered, Error>| {
            let error = result.unwrap_err();
            assert_eq!(error.kind(), Kind::Forbidden);
            error.code()
        };
        let token = link("?eventId=1&maxUses=2").await;
        let made = register(&token, 1).await.unwrap();
        assert_eq!((made.event_id, made.exam_registered_number.len()), (1, 14));
        // Whoever sits already takes no place.
        assert_eq!(register(&token, 1).await.unwrap_err().kind(), Kind::Conflict);
        // A hundred want the last place.
        let all = join_all((100..200).map(|number| register(&token, number))).await;
        assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 1);
        for result in all.into_iter().filter(Result::is_err) {
            assert_eq!(refused(result), "assessment.registration.used_up");
        }
        assert_eq!((number(&exams, USERS).await, number(&exams, PARTICIPANTS).await), (2, 2));
        let altered = format!("{}x", &token[..token.len() - 1]);
        assert_eq!(refused(register(&altered, 5).await), "assessment.registration.invalid");
        assert_eq!(refused(register("nonsense", 5).await), "assessment.registration.invalid");
        // Tokens of administrators are none.
        let session = exams.proctor.get("/api/v1/auth/token").await.expect(200).json();
        assert_eq!(refused(register(session["token"].as_str().unwrap(), 5).await), "assessment.registration.invalid");
        let revoked = link("?eventId=2").await;
        let links = exams.proctor.get("/api/v1/participants/registration-tokens?eventId=2").await.expect(200);
        assert!(!links.text().contains(&revoked));
        let row = links.json()["data"][0].clone();
        assert_eq!(keys(&row), BTreeSet::from(["id", "eventId", "expiresAt", "maxUses", "used", "revokedAt", "createdAt"]));
        assert_eq!((&row["eventId"], &row["maxUses"], &row["used"]), (&json!(2), &json!(500), &json!(0)));
        exams.proctor.delete(&format!("/api/v1/participants/registration-tokens/{}", row["id"])).await.expect(200);
        assert_eq!(refused(register(&revoked, 6).await), "assessment.registration.revoked");
        let used = async |conn: &mut Conn<'_>| conn.number(USED, params![1_i64]).await;
        assert_eq!(exams.app.app.db.read(used).await.unwrap(), 2);
        // It ends with its event, or with what can be checked of it.
        let late = link("?eventId=2").await;
        exams.app.clock.advance(std::time::Duration::from_secs(400 * 24 * 3600));
        assert_eq!(refused(register(&late, 7).await), "assessment.registration.expired");
        exams.app.anyone.get("/api/v1/participants/url-registration-token?eventId=1").await.expect(401);
    }

    async fn a_link_is_for_an_event_that_exists(test: TestDb) {
        let exams = Exams::new(test).await;
        event(&exams).await;
        for (query, status) in [("", 400), ("?eventId=x", 400), ("?eventId=99", 404), ("?eventId=1&maxUses=0", 400),
            ("?eventId=1&maxUses=20001", 400), ("?eventId=1", 201)] {
            exams.proctor.get(&format!("/api/v1/participants/url-registration-token{query}")).await.expect(status);
        }
        exams.proctor.get("/api/v1/participants/registration-tokens").await.expect(400);
        exams.proctor.delete("/api/v1/participants/registration-tokens/99").await.expect(404);
    }
}
