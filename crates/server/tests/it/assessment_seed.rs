//! Every request line of the exam system's document, with host, tokens and ids filled in: each is answered with the status
//! and the keys (or the very message) that the document prints.
//!
//! Many of its lines leave out the cookie that its prose asks for; here every line has it. What answers have beyond the
//! samples is allowed.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Write as _},
};

use assessment::{NewAdmin, Role};
use axum::body::Body;
use http::{Request, header};
use platform::{Ctx, id::RequestId};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use testkit::{Answer, Client, both_engines};

use crate::{
    assessment_support::{Exams, cookie_of, try_log_in},
    support::TestApp,
    trackmate_support::form,
};

/// A request line of the document. `<name>` stands for the id that an earlier line saved under it.
struct Line {
    /// Its number in the document.
    no: &'static str,
    method: &'static str,
    path: &'static str,
    sends: Sends,
    status: u16,
    gives: Gives,
    saves: Option<&'static str>,
}

/// The body of a request line.
#[derive(Clone, Copy)]
enum Sends {
    Nothing,
    Json(&'static str),
    /// A form with the file of this name, and perhaps one more field.
    File(&'static str, Option<(&'static str, &'static str)>),
}

/// What an answer has, names separated by blanks.
#[derive(Clone, Copy)]
enum Gives {
    /// An object with these keys.
    Keys(&'static str),
    /// A bare array of objects with these keys, not empty.
    Array(&'static str),
    /// The same with `metadata`.
    Page(&'static str),
    /// An object with this message and nothing else.
    Message(&'static str),
    /// An object with this message and more.
    Tells(&'static str),
    /// A file of this type.
    File(&'static str),
}

use Gives::{Array, Keys, Message, Page};
use Sends::{Json, Nothing};

const fn get(no: &'static str, path: &'static str, gives: Gives) -> Line {
    line(no, "GET", path, Nothing, 200, gives)
}

const fn post(no: &'static str, path: &'static str, sends: Sends, status: u16, gives: Gives) -> Line {
    line(no, "POST", path, sends, status, gives)
}

const fn patch(no: &'static str, path: &'static str, json: &'static str, gives: Gives) -> Line {
    line(no, "PATCH", path, Json(json), 200, gives)
}

const fn delete(no: &'static str, path: &'static str, said: &'static str) -> Line {
    line(no, "DELETE", path, Nothing, 200, Message(said))
}

const fn line(
    no: &'static str,
    method: &'static str,
    path: &'static str,
    sends: Sends,
    status: u16,
    gives: Gives,
) -> Line {
    Line {
        no,
        method,
        path,
        sends,
        status,
        gives,
        saves: None,
    }
}

impl Line {
    /// Keeps the answer's id under a name.
    const fn saves(self, name: &'static str) -> Self {
        Self {
            saves: Some(name),
            ..self
        }
    }
}

const ADMIN: &str = "id username roleId";
const TITLED: &str = "id title createdAt updatedAt";
const SECTION: &str = "id title duration createdAt updatedAt";
const QUESTION: &str = "id question sectionDetailId audioId packageId point passageId preparationTime responseTime questionType createdAt updatedAt";
const AUDIO: &str = "id filename event createdAt updatedAt";
const EVENT: &str = "id title description date startTime endTime";
const USER: &str = "id registeredNumber name rankId unitId positionId";
const PARTICIPANT: &str = "id name eventId registeredNumber";
const RESPONSE: &str =
    "id answer participantId questionId packageId eventId audioResponseId score createdAt updatedAt audio";

/// The question of lines 3.4 and 3.5.
const CAPITAL: &str = r#"{
    "packageId": <package>,
    "sectionId": <section>,
    "sectionDuration": 120,
    "sectionInstruction": "Answer the following questions",
    "question": "What is the capital of France?",
    "questionType": "multiple_choice",
    "audioId": <audio>,
    "pasageId": <passage>,
    "responseTime": 60,
    "optionQuestions": [
        {"label": "A", "value": "Paris"},
        {"label": "B", "value": "London"}
    ],
    "answerKey": ["A"]
}"#;

const ADMINISTRATORS: [Line; 7] = [
    post(
        "2.1",
        "/v1/admins",
        Json(r#"{"username": "JohnDoe", "roleId": 1, "password": "admin123"}"#),
        201,
        Keys(ADMIN),
    )
    .saves("admin"),
    get("2.2", "/v1/admins", Array(ADMIN)),
    get("2.3", "/v1/admins/<admin>", Keys(ADMIN)),
    post(
        "2.4",
        "/v1/admins/check-password",
        Json(r#"{"password": "oldpassword123"}"#),
        200,
        Keys("status"),
    ),
    patch(
        "2.5",
        "/v1/admins/password/<admin>",
        r#"{"password": "newpassword123"}"#,
        Keys(ADMIN),
    ),
    patch(
        "2.6",
        "/v1/admins/<admin>",
        r#"{"username": "JohnUpdatedDoe", "roleId": 1}"#,
        Keys(ADMIN),
    ),
    delete("2.7", "/v1/admins/<admin>", "Admin successfully deleted"),
];

const PACKAGE: [Line; 5] = [
    post(
        "4.4",
        "/v1/test-packages",
        Json(r#"{"title": "Ujian Akhir Semester"}"#),
        201,
        Keys(TITLED),
    )
    .saves("package"),
    get(
        "4.1",
        "/v1/test-packages?order=ASC&limit=10&offset=0&search=Ujian",
        Page(TITLED),
    ),
    line(
        "4.2",
        "GET",
        "/v1/test-packages/download-package-template",
        Nothing,
        200,
        Gives::File("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ),
    get("4.3", "/v1/test-packages/<package>", Keys(TITLED)),
    post(
        "4.5",
        "/v1/test-packages/upload",
        Sends::File("file.docx", None),
        201,
        Gives::Tells("File berhasil diproses."),
    ),
];

const SECTIONS: [Line; 4] = [
    post(
        "5.1",
        "/v1/sections",
        Json(r#"{"title": "Section 1", "duration": 120}"#),
        201,
        Keys(SECTION),
    )
    .saves("section"),
    get("5.2", "/v1/sections", Array(SECTION)),
    get("5.4", "/v1/sections/<section>", Keys(SECTION)),
    patch(
        "5.5",
        "/v1/sections/<section>",
        r#"{"title": "Updated Section Title"}"#,
        Keys(SECTION),
    ),
];

const AUDIOS: [Line; 5] = [
    post(
        "6.5",
        "/v1/audio",
        Sends::File("audio-file.wav", Some(("eventTitle", "Event 1"))),
        200,
        Keys("message fileUrl"),
    ),
    post(
        "6.5",
        "/v1/audio",
        Sends::File(
            "ielts13-tests1-4cd1track_01.wav",
            Some(("eventTitle", "Cambridge IELTS 13")),
        ),
        200,
        Gives::Tells("Audio file successfully uploaded"),
    ),
    get("6.2", "/v1/audio?search=audio-file&limit=10&offset=0", Array(AUDIO)).saves("audio"),
    get("6.3", "/v1/audio/<audio>", Keys(AUDIO)),
    post(
        "6.4",
        "/v1/audio/bulk",
        Sends::File("Ujian Akhir Semester.zip", None),
        200,
        Gives::Tells("Audio file successfully uploaded"),
    ),
];

const QUESTIONS: [Line; 9] = [
    post(
        "3.4",
        "/v1/questions",
        Json(CAPITAL),
        201,
        Keys("id packageId sectionId question questionType createdAt updatedAt"),
    )
    .saves("question"),
    get("3.1", "/v1/questions?order=ASC&limit=10&offset=0", Array(QUESTION)),
    // The line chooses one column and embeds another thing; the sample is that of a line without `entities`.
    get(
        "3.2",
        "/v1/questions/package/<package>?order=ASC&limit=10&offset=0&entities=question,audio",
        Page("id question entities"),
    ),
    get(
        "3.2",
        "/v1/questions/package/<package>?order=ASC&limit=10&offset=0",
        Page(QUESTION),
    ),
    get(
        "3.3",
        "/v1/questions/<question>?entities=audio,answer",
        Keys("id question entities"),
    ),
    get("3.3", "/v1/questions/<question>", Keys(QUESTION)),
    patch(
        "3.5",
        "/v1/questions/<question>",
        CAPITAL,
        Keys("id question updatedAt"),
    ),
    get(
        "5.3",
        "/v1/sections/package/<package>",
        Array("id title duration packageId createdAt updatedAt"),
    ),
    get(
        "5.7",
        "/v1/section-details/by-package?packageId=<package>&sectionId=<section>",
        Keys("id sectionId instruction duration"),
    ),
];

const EVENTS: [Line; 4] = [
    post("7.1", "/v1/events", Json(r#"{"packageId": <package>, "title": "Ujian Nasional", "description": "Ujian tahunan nasional", "date": "2023-07-12", "startTime": "10:00:00", "endTime": "12:00:00", "prodikId": "P123"}"#),
        201, Keys("id packageId title description date startTime endTime")).saves("event"),
    get("7.2", "/v1/events", Page(EVENT)),
    get("7.2", "/v1/events?order=ASC&limit=10&offset=0&entities=package,title,date", Page("id package title date")),
    patch("7.4", "/v1/events/<event>", r#"{"title": "Ujian Nasional 2023", "description": "Ujian tahunan nasional 2023", "date": "2023-07-14", "startTime": "09:00:00", "endTime": "11:00:00"}"#,
        Keys(EVENT)),
];

const PARTICIPANTS: [Line; 10] = [
    post(
        "10.1",
        "/v1/participants",
        Json(r#"{"name": "John Doe", "eventId": <event>, "registeredNumber": "12345678"}"#),
        201,
        Keys(PARTICIPANT),
    )
    .saves("participant"),
    get(
        "10.2",
        "/v1/participants?order=ASC&limit=10&offset=0",
        Page(PARTICIPANT),
    ),
    line(
        "10.3",
        "GET",
        "/v1/participants/download-package-template",
        Nothing,
        200,
        Gives::File("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ),
    line(
        "10.4",
        "GET",
        "/v1/participants/url-registration-token?eventId=<event>",
        Nothing,
        201,
        Keys("url"),
    ),
    get(
        "10.6",
        "/v1/participants/event/<event>?order=ASC&limit=10&offset=0",
        Page(PARTICIPANT),
    ),
    get("10.7", "/v1/participants/<participant>?option=raw", Keys(PARTICIPANT)),
    get("10.7", "/v1/participants/<participant>", Keys(PARTICIPANT)),
    get(
        "7.3",
        "/v1/events/<event>?entities=title,participants",
        Keys("id title participants"),
    ),
    get("7.3", "/v1/events/<event>", Keys(EVENT)),
    line(
        "11.1",
        "GET",
        "/v1/video-proctor/participant/<participant>",
        Nothing,
        404,
        Message("No videos found for the participant."),
    ),
];

const NO_VIDEOS: [Line; 3] = [
    line(
        "11.2",
        "GET",
        "/v1/video-proctor/event/<event>",
        Nothing,
        404,
        Message("No videos found for the event."),
    ),
    line(
        "11.3",
        "GET",
        "/v1/video-proctor/raw/somewhere/video1.webm",
        Nothing,
        404,
        Message("Video file not found."),
    ),
    line(
        "5.7",
        "GET",
        "/v1/section-details/by-package?packageId=<package>&sectionId=1000000",
        Nothing,
        404,
        Message("Section details not found for the provided package and section IDs."),
    ),
];

/// Positions, ranks and units, with the document's titles and messages.
const TITLES: [Line; 15] = [
    post(
        "12.1",
        "/v1/positions",
        Json(r#"{"title": "Manager"}"#),
        201,
        Keys(TITLED),
    )
    .saves("position"),
    get("12.2", "/v1/positions", Array(TITLED)),
    get("12.3", "/v1/positions/<position>", Keys(TITLED)),
    patch(
        "12.4",
        "/v1/positions/<position>",
        r#"{"title": "Senior Manager"}"#,
        Keys(TITLED),
    ),
    delete(
        "12.5",
        "/v1/positions/<position>",
        "Position has been successfully deleted",
    ),
    post("13.1", "/v1/ranks", Json(r#"{"title": "Kolonel"}"#), 201, Keys(TITLED)).saves("rank"),
    get("13.2", "/v1/ranks", Array(TITLED)),
    get("13.3", "/v1/ranks/<rank>", Keys(TITLED)),
    patch(
        "13.4",
        "/v1/ranks/<rank>",
        r#"{"title": "Brigadir Jenderal"}"#,
        Keys(TITLED),
    ),
    delete("13.5", "/v1/ranks/<rank>", "Rank has been successfully deleted"),
    post("14.1", "/v1/units", Json(r#"{"title": "Peleton"}"#), 201, Keys(TITLED)).saves("unit"),
    get("14.2", "/v1/units", Array(TITLED)),
    get("14.3", "/v1/units/<unit>", Keys(TITLED)),
    patch("14.4", "/v1/units/<unit>", r#"{"title": "Batalyon"}"#, Keys(TITLED)),
    delete("14.5", "/v1/units/<unit>", "Unit has been successfully deleted"),
];

const USERS: [Line; 9] = [
    post("12.1", "/v1/positions", Json(r#"{"title": "Manager"}"#), 201, Keys(TITLED)).saves("position"),
    post("13.1", "/v1/ranks", Json(r#"{"title": "Kolonel"}"#), 201, Keys(TITLED)).saves("rank"),
    post("14.1", "/v1/units", Json(r#"{"title": "Peleton"}"#), 201, Keys(TITLED)).saves("unit"),
    post("8.1", "/v1/users", Json(r#"{"registeredNumber": "1234567890", "name": "John Doe", "rankId": <rank>, "unitId": <unit>, "positionId": <position>}"#),
        201, Keys("id registeredNumber name rankId unitId positionId createdAt updatedAt")).saves("user"),
    get("8.2", "/v1/users/<user>?entities=name,unit,rank", Keys("id name unit rank")),
    get("8.2", "/v1/users/<user>?entities=unit,rank,position,participants", Keys("id registeredNumber name rankId unitId positionId rank unit position participants")),
    get("8.3", "/v1/users?entities=name,rank,unit&limit=10&offset=0&order=ASC&search=doe", Page("id name rank unit")),
    get("8.3", "/v1/users?limit=10&offset=0&order=ASC&search=doe", Page(USER)),
    patch("8.4", "/v1/users/<user>", r#"{"name": "John Doe Updated"}"#, Keys("id registeredNumber name rankId unitId positionId updatedAt")),
];

/// The sample gives more points than its question has; here are as many as the question of the essay has.
const RESPONSES: [Line; 3] = [
    get(
        "9.1",
        "/v1/test-response/participant/<participant>",
        Page("sectionId sectionTitle responses"),
    ),
    get(
        "9.2",
        "/v1/test-response/question/<question>/<participant>",
        Keys(RESPONSE),
    )
    .saves("response"),
    patch(
        "9.3",
        "/v1/test-response/<response>",
        r#"{"answer": "London", "score": 14}"#,
        Keys(RESPONSE),
    ),
];

/// A participant of the demo who was recorded.
const VIDEOS: [Line; 2] = [
    get(
        "11.1",
        "/v1/video-proctor/participant/<participant>",
        Array("id filename participantId"),
    ),
    get("11.2", "/v1/video-proctor/event/<event>", Array("id filename eventId")),
];

/// What the lines before have left, removed in an order in which nothing refers to it any more.
const REMOVALS: [Line; 3] = [
    delete("7.5", "/v1/events/<event>", "Event deleted successfully"),
    delete("4.6", "/v1/test-packages/<package>", "Test package berhasil dihapus"),
    delete("5.6", "/v1/sections/<section>", "Section has been successfully deleted"),
];

/// Somebody who follows the document, line by line.
struct Walk {
    exams: Exams,
    /// Who sends the lines: the session's cookie and the token for changes, without the cookie of the latter.
    admin: Client,
    /// What `<name>` stands for.
    known: BTreeMap<&'static str, String>,
    /// Content of the files that are sent, by their ending.
    files: BTreeMap<&'static str, Vec<u8>>,
}

impl Walk {
    async fn new(test: testkit::TestDb) -> Self {
        let exams = Exams::new(test).await;
        let admin = exams.admin.clone();
        let tone = assessment::demo::tones::wave("listening-01-beeps.wav").unwrap();
        let files = BTreeMap::from([("wav", tone)]);
        Self {
            exams,
            admin,
            known: BTreeMap::new(),
            files,
        }
    }

    async fn take(&mut self, lines: &[Line]) {
        for line in lines {
            let answer = self.send(line).await;
            assert_eq!(
                answer.status.as_u16(),
                line.status,
                "{} {}: {}",
                line.no,
                line.path,
                answer.text()
            );
            check(line, &answer);
            if let Some(name) = line.saves {
                self.known.insert(name, id_of(&answer.json()));
            }
            if let (Gives::File(_), Some(ending)) =
                (line.gives, line.path.contains("/test-packages/").then_some("docx"))
            {
                self.files.insert(ending, answer.body);
            }
        }
    }

    async fn send(&self, line: &Line) -> Answer {
        let mut request = Request::builder().method(line.method).uri(self.filled(line.path));
        // Only changes show the token.
        let reads = line.method == "GET";
        let client = if reads {
            self.admin.without_header("x-xsrf-token")
        } else {
            self.admin.clone()
        };
        let body = match line.sends {
            Nothing => Body::empty(),
            Json(text) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(self.filled(text))
            }
            Sends::File(name, field) => {
                let (kind, body) = self.form(name, field);
                request = request.header(header::CONTENT_TYPE, kind);
                Body::from(body)
            }
        };
        client.send(request, body).await
    }

    fn filled(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, id) in &self.known {
            text = text.replace(&format!("<{name}>"), id);
        }
        assert!(!text.contains('<'), "nothing is known for {text}");
        text
    }

    /// Adds a passage, of which the document says only that questions have one.
    async fn passage(&mut self) {
        let body =
            self.filled(r#"{"packageId": <package>, "title": "Capitals", "body": "Paris is the capital of France."}"#);
        let answer = self
            .admin
            .post("/v1/passages", &serde_json::from_str(&body).unwrap())
            .await
            .expect(201);
        self.known.insert("passage", id_of(&answer.json()));
    }

    /// Packs a ZIP with a recording, to be sent next.
    fn pack(&mut self, name: &str) {
        self.files
            .insert("zip", zip_of(name, &assessment::demo::tones::wave(name).unwrap()));
    }

    /// Writes a list of participants, to be sent next. It names the event, as the template does.
    fn list(&mut self) {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let event = self.filled("<event>");
        for (row, cells) in (0..).zip([["NRP", "Nama", "Ujian"], ["0012345679", "Jane Doe", &event]]) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
        self.files.insert("xlsx", book.save_to_buffer().unwrap());
    }

    /// Line 11.3: a recording comes as it was sent, and as it was made ready.
    async fn watch(&self) {
        let videos = self
            .admin
            .get(&self.filled("/v1/video-proctor/participant/<participant>"))
            .await
            .expect(200)
            .json();
        for option in ["raw", "final"] {
            let (directory, file) = (&videos[0]["directory"], &videos[0]["filename"]);
            let path = format!(
                "/v1/video-proctor/{option}/{}/{}",
                directory.as_str().unwrap(),
                file.as_str().unwrap()
            );
            let answer = self.admin.get(&path).await.expect(200);
            assert_eq!(answer.headers[header::CONTENT_TYPE], "video/webm", "{path}");
            assert!(answer.body.len() > 10_000, "{path}");
        }
    }

    /// The first thing in a list.
    async fn look_up(&mut self, name: &'static str, path: &str) {
        let list = self.admin.get(&self.filled(path)).await.expect(200).json();
        let rows = list.get("data").unwrap_or(&list);
        self.known.insert(name, id_of(rows));
    }

    /// Line 6.1: what was sent comes back.
    async fn hear(&self, path: &str) {
        let answer = self.admin.get(path).await.expect(200);
        assert_eq!(answer.headers[header::CONTENT_TYPE], "audio/wav");
        assert_eq!(answer.body, self.files["wav"]);
    }

    fn form(&self, name: &str, field: Option<(&str, &str)>) -> (String, Vec<u8>) {
        let (_, ending) = name.rsplit_once('.').unwrap();
        let (kind, body) = form("file", name, "application/octet-stream", &self.files[ending]);
        let Some((key, value)) = field else {
            return (kind, body);
        };
        let (_, boundary) = kind.split_once("boundary=").unwrap();
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{key}\"\r\n\r\n{value}\r\n");
        (kind, [head.into_bytes(), body].concat())
    }
}

/// The session that these credentials open, as its page would go on.
async fn log_in(anyone: &Client, username: &str, password: &str) -> Client {
    let answer = try_log_in(anyone, username, password).await.expect(200);
    let session = cookie_of(&answer, "adm-token").unwrap();
    let client = anyone.with_header("cookie", &format!("adm-token={session}"));
    let csrf = client.get("/v1/auth/csrf-token").await.expect(200).json()["csrfToken"].clone();
    client.with_header("x-xsrf-token", csrf.as_str().unwrap())
}

/// The id of an answer, or of the first thing in a list.
fn id_of(answer: &Value) -> String {
    let first = answer.get(0).unwrap_or(answer);
    first["id"].to_string()
}

fn check(line: &Line, answer: &Answer) {
    let at = || format!("{} {} {}: {}", line.no, line.method, line.path, answer.text());
    match line.gives {
        Keys(names) => has(&answer.json(), names, &at()),
        Array(names) => each(&answer.json(), names, &at()),
        Page(names) => {
            let page = answer.json();
            has(&page, "metadata data", &at());
            has(&page["metadata"], "totalItems currentPage itemsPerPage", &at());
            each(&page["data"], names, &at());
        }
        Message(said) => assert_eq!(answer.json(), json!({"message": said}), "{}", at()),
        Gives::Tells(said) => assert_eq!(answer.json()["message"], said, "{}", at()),
        Gives::File(kind) => {
            assert_eq!(answer.headers[header::CONTENT_TYPE], kind, "{}", line.no);
            assert!(answer.body.len() > 1_000, "{}", line.no);
        }
    }
}

fn each(list: &Value, names: &str, at: &str) {
    let rows = list.as_array().unwrap_or_else(|| panic!("no array: {at}"));
    assert!(!rows.is_empty(), "{at}");
    for row in rows {
        has(row, names, at);
    }
}

fn has(object: &Value, names: &str, at: &str) {
    let keys: BTreeSet<&str> = object
        .as_object()
        .unwrap_or_else(|| panic!("no object: {at}"))
        .keys()
        .map(String::as_str)
        .collect();
    let missing: Vec<&str> = names.split(' ').filter(|name| !keys.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?} missing in {at}");
}

/// An archive with one file.
fn zip_of(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

/// Makes an administrator with a password of the document's.
async fn add(app: &TestApp, username: &str, password: &str) {
    let ctx = Ctx::new(app.clock.clone(), RequestId::random());
    let new = NewAdmin {
        username: username.to_owned(),
        role_id: Role::Administrator.id(),
        password: password.to_owned(),
    };
    app.app
        .wired
        .assessment
        .create_admin(&ctx, None, new, None)
        .await
        .unwrap();
}

both_engines! {
    async fn sessions_are_as_documented(test: TestDb) {
        let app = TestApp::new(test).await;
        add(&app, "adminuser", "adminpassword").await;
        let ask = async |method: &str, path: &str, headers: &[(&str, &str)], body: &str| {
            let mut request = Request::builder().method(method).uri(path);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            app.anyone.send(request, Body::from(body.to_owned())).await
        };
        let answer = ask("GET", "/v1/auth/csrf-token", &[], "").await.expect(200);
        let csrf = answer.json()["csrfToken"].as_str().unwrap().to_owned();
        assert_eq!(cookie_of(&answer, "x-xsrf-token").unwrap(), csrf);
        let nobody = ask("GET", "/v1/auth/check", &[], "").await.expect(200);
        assert_eq!(nobody.json(), json!({"isAuthenticated": false}));

        let line = [("Content-Type", "application/json"), ("Cookie", &format!("x-xsrf-token={csrf}")), ("X-XSRF-TOKEN", &csrf)];
        let answer = ask("POST", "/v1/auth/login", &line, r#"{"username": "adminuser", "password": "adminpassword"}"#).await.expect(200);
        let said = answer.json();
        assert_eq!(said, json!({"id": said["id"], "username": "adminuser", "role": "administrator"}));
        let token = cookie_of(&answer, "adm-token").unwrap();
        let cookie = [("Cookie", &*format!("adm-token={token}"))];
        let answer = ask("GET", "/v1/auth/check", &cookie, "").await.expect(200);
        assert_eq!(answer.json(), json!({"isAuthenticated": true}));
        let answer = ask("GET", "/v1/auth/token", &cookie, "").await.expect(200);
        assert_eq!(answer.json(), json!({"token": token}));
        let answer = ask("GET", "/v1/auth/logout", &cookie, "").await.expect(200);
        assert_eq!(answer.json(), json!({"message": "Logout successful"}));
        assert_eq!(cookie_of(&answer, "adm-token").unwrap(), "");
        ask("GET", "/v1/admins", &cookie, "").await.expect(401);
    }

    async fn administrators_are_as_documented(test: TestDb) {
        let mut walk = Walk::new(test).await;
        add(&walk.exams.app, "keeper", "oldpassword123").await;
        walk.admin = log_in(&walk.exams.app.anyone, "keeper", "oldpassword123").await;
        walk.take(&ADMINISTRATORS).await;
    }

    async fn the_bank_is_as_documented(test: TestDb) {
        let mut walk = Walk::new(test).await;
        walk.take(&PACKAGE).await;
        walk.take(&SECTIONS).await;
        walk.pack("listening-02-glide.wav");
        walk.take(&AUDIOS).await;
        walk.hear("/v1/audio/Cambridge%20IELTS%2013/ielts13-tests1-4cd1track_01.wav").await;
        walk.passage().await;
        walk.take(&QUESTIONS).await;
        walk.look_up("audio", "/v1/audio?search=ielts13").await;
        walk.take(&[delete("6.6", "/v1/audio/<audio>", "Audio file has been successfully deleted")]).await;
    }

    async fn titles_are_as_documented(test: TestDb) {
        let mut walk = Walk::new(test).await;
        walk.take(&TITLES).await;
        walk.take(&USERS).await;
    }

    async fn sittings_are_as_documented(test: TestDb) {
        let mut walk = Walk::new(test).await;
        walk.take(&PACKAGE[..1]).await;
        walk.take(&SECTIONS[..1]).await;
        walk.take(&EVENTS).await;
        walk.take(&PARTICIPANTS).await;
        walk.take(&NO_VIDEOS).await;
        walk.list();
        walk.take(&[post("10.5", "/v1/participants/upload-file", Sends::File("excel-file.xlsx", None), 201, Gives::Tells("File berhasil diproses."))]).await;
        let participant = walk.filled("/v1/participants/<participant>");
        walk.admin.delete(&participant).await.expect(200);
        walk.look_up("participant", "/v1/participants/event/<event>").await;
        let participant = walk.filled("/v1/participants/<participant>");
        walk.admin.delete(&participant).await.expect(200);
        walk.take(&REMOVALS).await;
    }

    async fn responses_and_recordings_are_as_documented(test: TestDb) {
        let mut walk = Walk::new(test).await;
        assessment::demo::fill(&walk.exams.app.app.wired.assessment, "demo-rahasia", &|| {}).await.unwrap();
        walk.look_up("event", "/v1/events?search=seleksi").await;
        walk.look_up("participant", "/v1/participants/event/<event>").await;
        walk.look_up("question", "/v1/questions?search=public%20money").await;
        walk.take(&RESPONSES).await;
        walk.take(&VIDEOS).await;
        walk.watch().await;
    }
}
