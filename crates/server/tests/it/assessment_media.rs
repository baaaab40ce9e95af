//! Sound, pictures and recordings of exams: taken in, played in parts, and what is refused.

use std::io::{Cursor, Write as _};

use assessment::{ChunkPlace, VideoFormat, VideoStream};
use bytes::Bytes;
use futures_util::{future::join_all, stream};
use http::HeaderMap;
use platform::{Conn, Error, Tx, media::BlobHash, params};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Answer, Client, both_engines};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{
    assessment_support::{Exams, files},
    trackmate_support::{encoded, send},
};

platform::statements! {
    PACKAGE = "insert into exam_package (title, title_key, status, version, created_at, updated_at)
        values ($1, $2, 'draft', 1, 0, 0) returning id";
    SECTION = "insert into exam_section (title, title_key, duration, version, created_at, updated_at)
        values ('S', 's', 60, 1, 0, 0) returning id";
    DETAIL = "insert into exam_section_detail (package_id, section_id, instruction, duration, ordinal, navigation, shuffle,
        version, created_at, updated_at) values ($1, $2, '', 60, 1, 'free', 0, 1, 0, 0) returning id";
    QUESTION = "insert into exam_question (package_id, section_detail_id, audio_name, question, question_key, question_type,
        point, rule, ordinal, version, created_at, updated_at)
        values ($1, $2, $3, '?', '?', 'essay', 100, 'exact', 1, 1, 0, 0) returning id";
    AUDIO_OF = "select coalesce(audio_id, 0) from exam_question where id = $1";
    EVENT = "insert into exam_event (package_id, title, title_key, slug, description, date, start_time, end_time, time_zone,
        starts_at, ends_at, day_starts_at, day_ends_at, late_entry_seconds, grace_seconds, offline_grace_seconds,
        record_video, scoring_policy, version, created_at, updated_at)
        values ($1, 'E', 'e', 'e', '', '2026-01-01', '08:00', '10:00', 'Asia/Jakarta', 0, 0, 0, 0, 0, 0, 0, 1, '{}', 1, 0, 0)
        returning id";
    PARTICIPANT = "insert into exam_participant (event_id, name, name_key, registered_number, registered_key,
        exam_registered_number, source, status, time_factor, extra_seconds, version, created_at, updated_at)
        values ($1, 'P', 'p', '01', '01', '1', 'admin', 'registered', 1000, 0, 1, 0, 0) returning id";
    IMAGE = "insert into exam_image (blob, media_type, bytes, created_at) values ($1, 'image/png', $2, 0) returning bytes";
    ONE_FINAL_FILE = "create unique index one_final_file on exam_video (media_type) where final_blob is not null";
    AUDITED = "select count(*) from exam_audit where thing = 'exam_audio'";
}

const TITLE: &str = "Cambridge IELTS 13";

/// An MP3 of so many frames of silence, 26 ms each.
fn mp3(frames: usize) -> Vec<u8> {
    let mut frame = vec![0xFF, 0xFB, 0x90, 0x00];
    frame.resize(417, 0);
    frame.repeat(frames)
}

fn part(name: &str, file: Option<&str>, content: &[u8]) -> Vec<u8> {
    let file = file.map_or_else(String::new, |file| {
        format!("; filename=\"{file}\"\r\nContent-Type: audio/mpeg")
    });
    let head = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

async fn post(client: &Client, path: &str, parts: &[Vec<u8>]) -> Answer {
    let body = [parts.concat(), b"--limit--\r\n".to_vec()].concat();
    let kind = [("content-type", "multipart/form-data; boundary=limit")];
    send(client, "POST", path, &kind, body).await
}

/// Uploads a file, to a folder if one is named.
async fn upload(client: &Client, name: &str, folder: Option<&str>, content: &[u8]) -> Answer {
    let mut parts = vec![part("file", Some(name), content)];
    if let Some(folder) = folder {
        parts.insert(0, part("eventTitle", None, folder.as_bytes()));
    }
    post(client, "/api/v1/audio", &parts).await
}

pub(crate) fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

async fn bulk(client: &Client, name: &str, content: &[u8]) -> Answer {
    post(client, "/api/v1/audio/bulk", &[part("file", Some(name), content)]).await
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// A package with a question that names a sound file; the ids of both.
async fn package(exams: &Exams, audio: &'static str) -> (i64, i64) {
    let work = async move |tx: &mut Tx<'_>| {
        let key = platform::text::fold(TITLE);
        let package = tx.number(PACKAGE, params![TITLE, &key]).await?;
        let section = tx.number(SECTION, &[]).await?;
        let detail = tx.number(DETAIL, params![package, section]).await?;
        Ok::<_, Error>((package, tx.number(QUESTION, params![package, detail, audio]).await?))
    };
    exams.app.test.db.write(work).await.unwrap()
}

async fn audio_of(exams: &Exams, question: i64) -> i64 {
    let find = async move |conn: &mut Conn<'_>| conn.number(AUDIO_OF, params![question]).await;
    exams.app.test.db.read(find).await.unwrap()
}

/// A participant of an event; the ids of the event and of the participant.
async fn participant(exams: &Exams) -> (i64, i64) {
    let (package, _) = package(exams, "x.mp3").await;
    let work = async move |tx: &mut Tx<'_>| {
        let event = tx.number(EVENT, params![package]).await?;
        Ok::<_, Error>((event, tx.number(PARTICIPANT, params![event]).await?))
    };
    exams.app.test.db.write(work).await.unwrap()
}

const A: [&[u8]; 3] = [
    include_bytes!("../../../recordings/tests-data/webm/A0.bin"),
    include_bytes!("../../../recordings/tests-data/webm/A1.bin"),
    include_bytes!("../../../recordings/tests-data/webm/A2.bin"),
];
const B: &[u8] = include_bytes!("../../../recordings/tests-data/webm/B0.bin");

async fn put(exams: &Exams, video: i64, (session, seq): (i64, i64), content: &'static [u8]) -> Result<(), Error> {
    let sha256 = BlobHash::from(<[u8; 32]>::from(Sha256::digest(content)));
    put_as(exams, video, ChunkPlace { session, seq, sha256 }, content).await
}

async fn put_as(exams: &Exams, video: i64, place: ChunkPlace, content: &'static [u8]) -> Result<(), Error> {
    let pieces: Vec<_> = content
        .chunks(10_000)
        .map(|piece| Ok(Bytes::from_static(piece)))
        .collect();
    let assessment = &exams.app.app.wired.assessment;
    assessment.put_chunk(video, place, stream::iter(pieces)).await
}

async fn start(exams: &Exams, participant: i64) -> i64 {
    let assessment = &exams.app.app.wired.assessment;
    let started = assessment
        .start_recording(participant, VideoStream::Camera, VideoFormat::Webm)
        .await;
    started.unwrap().id
}

async fn complete(exams: &Exams, video: i64, chunks: i64) -> String {
    let assessment = &exams.app.app.wired.assessment;
    assessment.complete_recording(video, chunks).await.unwrap().status
}

async fn videos(exams: &Exams, participant: i64) -> Vec<Value> {
    let path = format!("/api/v1/video-proctor/participant/{participant}");
    let answer = exams.proctor.get(&path).await.expect(200).json();
    answer.as_array().unwrap().clone()
}

async fn watch(exams: &Exams, url: &Value) -> Answer {
    exams.proctor.get(url.as_str().unwrap()).await
}

both_engines! {
    async fn a_sound_file_is_uploaded_listed_played_and_deleted(test: TestDb) {
        let exams = Exams::new(test).await;
        let sound = mp3(100);
        let answer = upload(&exams.author, "audio file é.MP3", Some("Event 1"), &sound).await.expect(200);
        let url = "audio/Event%201/audio%20file%20%C3%A9.MP3";
        let id = answer.json()["id"].as_i64().unwrap();
        assert_eq!(answer.json(), json!({"message": "Audio file successfully uploaded", "fileUrl": url, "id": id}));
        let shown = exams.rater.get(&format!("/api/v1/audio/{id}")).await.expect(200);
        assert_eq!(header(&shown.headers, "etag"), "\"1\"");
        let shown = shown.json();
        assert_eq!(
            (&shown["filename"], &shown["event"], &shown["bytes"], &shown["durationMs"], &shown["mediaType"]),
            (&json!("audio file é.MP3"), &json!("Event 1"), &json!(sound.len()), &json!(2612), &json!("audio/mpeg"))
        );
        assert_eq!(exams.author.get("/api/v1/audio").await.expect(200).json(), json!([shown]));
        for client in [&exams.admin, &exams.author, &exams.proctor, &exams.rater] {
            let played = client.get(&format!("/v1/{url}")).await.expect(200);
            assert_eq!(played.body, sound);
            for (name, value) in [("content-type", "audio/mpeg"), ("x-content-type-options", "nosniff"), ("cache-control", "private, no-cache"), ("accept-ranges", "bytes")] {
                assert_eq!(header(&played.headers, name), value);
            }
        }
        exams.app.anyone.get(&format!("/v1/{url}")).await.expect(401);
        let path = format!("/api/v1/audio/{id}");
        exams.author.with_header("if-match", "\"7\"").delete(&path).await.expect(412);
        let gone = exams.author.delete(&path).await.expect(200);
        assert_eq!(gone.json(), json!({"message": "Audio file has been successfully deleted"}));
        exams.author.get(&path).await.expect(404);
        exams.author.get(&format!("/v1/{url}")).await.expect(404);
        assert_eq!(files(&exams), 0);
        let audited = exams.app.test.db.read(async |conn: &mut Conn<'_>| conn.number(AUDITED, &[]).await).await;
        assert_eq!(audited.unwrap(), 2);
    }

    async fn the_same_name_means_the_same_content(test: TestDb) {
        let exams = Exams::new(test).await;
        let first = upload(&exams.author, "a.mp3", None, &mp3(10)).await.expect(200).json();
        assert_eq!(first["fileUrl"], "audio/umum/a.mp3");
        assert_eq!(upload(&exams.admin, "a.mp3", Some(" "), &mp3(10)).await.expect(200).json(), first);
        let other = upload(&exams.author, "A.mp3", None, &mp3(11)).await.expect(409);
        assert!(other.json()["message"].as_str().unwrap().contains("A.mp3"), "{}", other.text());
        upload(&exams.author, "a.mp3", Some("Lain"), &mp3(11)).await.expect(200);
        assert_eq!(files(&exams), 2);
        // The same content under two names is one file, as long as one of them is there.
        let twin = upload(&exams.author, "b.mp3", None, &mp3(10)).await.expect(200).json();
        assert_eq!(files(&exams), 2);
        exams.author.delete(&format!("/api/v1/audio/{}", first["id"])).await.expect(200);
        exams.author.get(&format!("/v1/{}", twin["fileUrl"].as_str().unwrap())).await.expect(200);
        exams.author.delete(&format!("/api/v1/audio/{}", twin["id"])).await.expect(200);
        assert_eq!(files(&exams), 1);
    }

    async fn what_is_no_sound_file_is_refused_and_leaves_nothing(test: TestDb) {
        let exams = Exams::new(test).await;
        let author = &exams.author;
        for (name, content, status) in [
            ("page.mp3", b"<html></html>".to_vec(), 415),
            ("tool.mp3", [b"MZ".to_vec(), vec![0; 5000]].concat(), 415),
            ("empty.mp3", Vec::new(), 400),
            ("cut.mp3", mp3(2), 400),
            ("really.wav", mp3(20), 400),
            ("a.ogg", mp3(20), 400),
            ("../a.mp3", mp3(20), 400),
            ("con.mp3", mp3(20), 400),
            (&format!("{}.mp3", "a".repeat(197)), mp3(20), 400),
            ("long.mp3", vec![0; 20 * 1024 * 1024 + 1], 413),
        ] {
            let answer = upload(author, name, None, &content).await;
            assert_eq!(answer.status, status, "{name}: {}", answer.text());
        }
        let both = post(author, "/api/v1/audio", &[part("file", Some("a/b.mp3"), &mp3(9)), part("eventTitle", None, b"..")]).await.expect(400).json();
        let fields: Vec<_> = both["errors"].as_array().unwrap().iter().map(|field| field["attribute_name"].clone()).collect();
        assert_eq!(fields, ["eventTitle", "file"]);
        post(author, "/api/v1/audio", &[part("eventTitle", None, b"x")]).await.expect(400);
        post(author, "/api/v1/audio", &[part("file", None, &mp3(9))]).await.expect(400);
        send(author, "POST", "/api/v1/audio", &[("content-type", "application/json")], "{}").await.expect(415);
        // The folder may come behind the file.
        let answer = post(author, "/api/v1/audio", &[part("file", Some("a.mp3"), &mp3(9)), part("eventTitle", None, b"Event 1")]).await;
        assert_eq!(answer.expect(200).json()["fileUrl"], "audio/Event%201/a.mp3");
        assert_eq!(files(&exams), 1);
    }

    async fn who_may_not_upload_is_told_before_the_body_is_read(test: TestDb) {
        let exams = Exams::new(test).await;
        for path in ["/api/v1/audio", "/api/v1/audio/bulk"] {
            for (client, status) in [(&exams.proctor, 403), (&exams.rater, 403), (&exams.app.anyone, 401), (&exams.author.without_header("x-xsrf-token"), 403)] {
                let never = axum::body::Body::from_stream(stream::pending::<Result<Bytes, std::io::Error>>());
                let kind = [("content-type", "multipart/form-data; boundary=limit")];
                send(client, "POST", path, &kind, never).await.expect(status);
            }
        }
    }

    async fn lists_are_searched_ordered_and_paged(test: TestDb) {
        let exams = Exams::new(test).await;
        for (name, folder, frames) in [("Track_10.mp3", "B", 12), ("track_02.mp3", "A", 11), ("intro%.mp3", "A", 13)] {
            upload(&exams.author, name, Some(folder), &mp3(frames)).await.expect(200);
        }
        let names = async |query: &str| {
            let list = exams.author.get(&format!("/api/v1/audio{query}")).await.expect(200).json();
            let names = list.as_array().unwrap().iter().map(|row| row["filename"].as_str().unwrap().to_owned());
            names.collect::<Vec<_>>().join(" ")
        };
        for (query, expected) in [
            ("", "Track_10.mp3 track_02.mp3 intro%.mp3"),
            ("?order=desc", "intro%.mp3 track_02.mp3 Track_10.mp3"),
            ("?orderBy=filename", "intro%.mp3 track_02.mp3 Track_10.mp3"),
            ("?orderBy=event&order=DESC", "Track_10.mp3 intro%.mp3 track_02.mp3"),
            ("?orderBy=durationMs&limit=1&offset=1", "Track_10.mp3"),
            ("?search=TRACK_", "Track_10.mp3 track_02.mp3"),
            ("?search=%25", "intro%.mp3"),
            ("?search=none", ""),
            ("?search=%20", "Track_10.mp3 track_02.mp3 intro%.mp3"),
        ] {
            assert_eq!(names(query).await, expected, "{query}");
        }
        for wrong in ["?order=up", "?orderBy=blob", "?limit=0", "?offset=-1"] {
            exams.author.get(&format!("/api/v1/audio{wrong}")).await.expect(400);
        }
        exams.proctor.get("/api/v1/audio").await.expect(403);
    }

    async fn parts_of_a_sound_are_played(test: TestDb) {
        let exams = Exams::new(test).await;
        let sound: Vec<u8> = mp3(200);
        upload(&exams.author, "a.mp3", None, &sound).await.expect(200);
        let path = "/api/v1/audio/umum/a.mp3";
        let get = async |headers: &[(&str, &str)]| send(&exams.rater, "GET", path, headers, "").await;
        let whole = get(&[]).await.expect(200);
        let etag = header(&whole.headers, "etag").to_owned();
        let len = sound.len();
        for (range, from, to) in [("0-0", 0, 1), ("2-5", 2, 6), ("-500", len - 500, len), ("83000-", 83_000, len), ("83000-999999", 83_000, len)] {
            let part = get(&[("range", &format!("bytes={range}"))]).await.expect(206);
            assert_eq!(part.body, sound[from..to]);
            assert_eq!(header(&part.headers, "content-range"), format!("bytes {from}-{}/{len}", to - 1));
        }
        let beyond = get(&[("range", "bytes=83400-")]).await.expect(416);
        assert_eq!((header(&beyond.headers, "content-range"), beyond.body.len()), (format!("bytes */{len}").as_str(), 0));
        assert_eq!(get(&[("range", "bytes=0-1,5-6")]).await.expect(200).body, sound);
        assert_eq!(get(&[("range", "bytes=0-1"), ("if-range", "\"old\"")]).await.expect(200).body, sound);
        assert_eq!(get(&[("range", "bytes=0-1"), ("if-range", &etag)]).await.expect(206).body, sound[..2]);
        get(&[("if-none-match", &etag)]).await.expect(304);
        let head = send(&exams.rater, "HEAD", path, &[("range", "bytes=0-1")], "").await.expect(200);
        assert_eq!((header(&head.headers, "content-length"), head.body.len()), (len.to_string().as_str(), 0));
        let parts = (0..100).map(|at| {
            let client = exams.rater.clone();
            async move { send(&client, "GET", path, &[("range", &format!("bytes={}-{}", at * 800, at * 800 + 799))], "").await.expect(206).body }
        });
        assert_eq!(join_all(parts).await.concat(), sound[..80_000]);
    }

    async fn a_hostile_name_leads_nowhere(test: TestDb) {
        let exams = Exams::new(test).await;
        upload(&exams.author, "a.mp3", None, &mp3(10)).await.expect(200);
        for path in [
            "umum/b.mp3", "umum/A.mp3", "Umum/a.mp3", "umum/a.mp3%00", "umum/%00", "%00/a.mp3", "umum/..%2fa.mp3", "..%2f..%2fkeys.json/x",
            "umum/%252e%252e%252fkeys.json", "..%5c..%5c/keys.json", "umum/%2fetc%2fpasswd", "umum/..", "../a.mp3", "umum/%ff", "umum/a.mp3%2e",
            "C:/a.mp3", "umum%2fa.mp3/x",
        ] {
            let answer = exams.admin.get(&format!("/api/v1/audio/{path}")).await;
            assert_eq!(answer.status, 404, "{path}: {}", answer.text());
            for option in ["raw", "final", "other", "..", "%00"] {
                let answer = exams.admin.get(&format!("/api/v1/video-proctor/{option}/{path}")).await;
                assert_eq!(answer.status, 404, "{option} {path}: {}", answer.text());
            }
            let answer = exams.admin.get(&format!("/api/v1/images/{}", encoded(path))).await;
            assert!(matches!(answer.status.as_u16(), 400 | 404), "{path}");
        }
        let missing = exams.admin.get("/api/v1/video-proctor/raw/event-1/x.webm").await.expect(404);
        assert_eq!(missing.json(), json!({"message": "Video file not found."}));
    }

    async fn an_archive_is_taken_as_a_whole_and_linked_with_the_questions_that_name_its_files(test: TestDb) {
        let exams = Exams::new(test).await;
        let (_, question) = package(&exams, "track_01.mp3").await;
        let archive = packed(&[("track_01.mp3", &mp3(10)), ("track 02 é.mp3", &mp3(11)), ("__MACOSX/._x", b"x")]);
        let answer = bulk(&exams.author, "cambridge ielts 13.ZIP", &archive).await.expect(200);
        let expected = json!({"message": "Audio file successfully uploaded", "event": TITLE, "added": 2, "kept": 0, "linkedQuestions": 1});
        assert_eq!(answer.json(), expected);
        let id = audio_of(&exams, question).await;
        let shown = exams.author.get(&format!("/api/v1/audio/{id}")).await.expect(200).json();
        assert_eq!(shown["fileUrl"], "audio/Cambridge%20IELTS%2013/track_01.mp3");
        exams.rater.get("/v1/audio/Cambridge%20IELTS%2013/track%2002%20%C3%A9.mp3").await.expect(200);
        let used = exams.author.delete(&format!("/api/v1/audio/{id}")).await.expect(409);
        assert!(used.json()["message"].as_str().unwrap().contains(&format!("1 question (id {question})")), "{}", used.text());
        let again = bulk(&exams.author, &format!("{TITLE}.zip"), &archive).await.expect(200).json();
        assert_eq!((&again["added"], &again["kept"]), (&json!(0), &json!(2)));
        let before = files(&exams);
        let other = packed(&[("new.mp3", &mp3(20)), ("TRACK_01.mp3", &mp3(21))]);
        let refused = bulk(&exams.author, &format!("{TITLE}.zip"), &other).await.expect(409).json();
        assert!(refused["message"].as_str().unwrap().contains("TRACK_01.mp3"), "{refused}");
        let hostile: [&[(&str, &[u8])]; 5] = [
            &[("good.mp3", &mp3(30)), ("../x.mp3", &mp3(30))],
            &[("good.mp3", &mp3(30)), ("/x.mp3", &mp3(30))],
            &[("good.mp3", &mp3(30)), ("page.mp3", b"<html></html>")],
            &[("good.mp3", &mp3(30)), ("GOOD.mp3", &mp3(31))],
            &[("notes.txt", b"x")],
        ];
        for entries in hostile {
            bulk(&exams.author, &format!("{TITLE}.zip"), &packed(entries)).await.expect(400);
        }
        for (name, content) in [(format!("{TITLE}.zip"), &b"<html>"[..]), ("Other.zip".to_owned(), &archive), (TITLE.to_owned(), &archive), (format!("{TITLE}.rar"), &archive)] {
            bulk(&exams.author, &name, content).await.expect(400);
        }
        assert_eq!(files(&exams), before);
    }

    async fn a_question_is_linked_when_its_file_comes_alone(test: TestDb) {
        let exams = Exams::new(test).await;
        let (_, question) = package(&exams, "one.mp3").await;
        let made = upload(&exams.author, "one.mp3", Some("cambridge ielts 13"), &mp3(10)).await.expect(200).json();
        assert_eq!(made["fileUrl"], "audio/Cambridge%20IELTS%2013/one.mp3");
        assert_eq!(json!(audio_of(&exams, question).await), made["id"]);
    }

    async fn a_picture_of_a_paper_is_shown_to_those_who_read_papers(test: TestDb) {
        let exams = Exams::new(test).await;
        let content = b"\x89PNG\r\n\x1a\n and so on";
        let hash = BlobHash::from(<[u8; 32]>::from(Sha256::digest(content))).to_string();
        let file = exams.app.test.dir.path().join("data/media/exams").join(&hash[..2]);
        std::fs::create_dir_all(&file).unwrap();
        std::fs::write(file.join(&hash[2..]), content).unwrap();
        let (name, len) = (hash.clone(), i64::try_from(content.len()).unwrap());
        let insert = async move |tx: &mut Tx<'_>| tx.number(IMAGE, params![&name, len]).await;
        exams.app.test.db.write(insert).await.unwrap();
        let path = format!("/api/v1/images/{hash}");
        let shown = exams.rater.get(&path).await.expect(200);
        assert_eq!((shown.body.as_slice(), header(&shown.headers, "content-type"), header(&shown.headers, "x-content-type-options")), (&content[..], "image/png", "nosniff"));
        assert_eq!(send(&exams.author, "GET", &path, &[("range", "bytes=1-3")], "").await.expect(206).body, b"PNG");
        exams.proctor.get(&path).await.expect(403);
        exams.admin.get(&format!("/api/v1/images/{}", "0".repeat(64))).await.expect(404);
    }

    async fn a_recording_is_watched_raw_and_final(test: TestDb) {
        let exams = Exams::new(test).await;
        let (event, participant) = participant(&exams).await;
        let none = exams.proctor.get(&format!("/api/v1/video-proctor/participant/{participant}")).await.expect(404);
        assert_eq!(none.json(), json!({"message": "No videos found for the participant."}));
        let none = exams.proctor.get(&format!("/api/v1/video-proctor/event/{event}")).await.expect(404);
        assert_eq!(none.json(), json!({"message": "No videos found for the event."}));
        let video = start(&exams, participant).await;
        // In any order, some twice, and a second session after a reload a minute later.
        for seq in [2_usize, 0, 0, 1] {
            put(&exams, video, (0, i64::try_from(seq).unwrap()), A[seq]).await.unwrap();
        }
        exams.app.clock.advance(std::time::Duration::from_secs(60));
        put(&exams, video, (1, 0), B).await.unwrap();
        let row = videos(&exams, participant).await.remove(0);
        assert_eq!((&row["status"], &row["finalUrl"], &row["participantId"]), (&json!("recording"), &json!(null), &json!(participant)));
        assert_eq!(complete(&exams, video, 4).await, "final");
        assert_eq!(complete(&exams, video, 4).await, "final");
        let row = videos(&exams, participant).await.remove(0);
        assert_eq!(exams.admin.get(&format!("/api/v1/video-proctor/event/{event}")).await.expect(200).json(), json!([row]));
        let raw = watch(&exams, &row["rawUrl"]).await.expect(200);
        let sent = [A.concat(), B.to_vec()].concat();
        assert_eq!((raw.body == sent, header(&raw.headers, "content-type"), header(&raw.headers, "cache-control")), (true, "video/webm", "private, no-store"));
        let path = row["rawUrl"].as_str().unwrap().to_owned();
        let middle = A[0].len() - 10;
        let part = send(&exams.proctor, "GET", &path, &[("range", &format!("bytes={middle}-{}", middle + 19))], "").await.expect(206);
        assert_eq!(part.body, sent[middle..middle + 20]);
        let parts = (0..100).map(|at| {
            let (client, path) = (exams.proctor.clone(), path.clone());
            async move { send(&client, "GET", &path, &[("range", &format!("bytes={}-{}", at * 2000, at * 2000 + 1999))], "").await.expect(206).body }
        });
        assert!(join_all(parts).await.concat() == sent[..200_000]);
        let made = watch(&exams, &row["finalUrl"]).await.expect(200);
        assert_eq!(json!(made.body.len()), row["finalBytes"]);
        assert!(row["durationMs"].as_i64().unwrap() > 61_000, "{row}");
        for client in [&exams.author, &exams.rater] {
            client.get(&path).await.expect(403);
            client.get(&format!("/api/v1/video-proctor/event/{event}")).await.expect(403);
        }
        exams.app.anyone.get(&path).await.expect(401);
        exams.proctor.get("/api/v1/video-proctor/participant/x").await.expect(400);
    }

    async fn a_recording_that_misses_a_chunk_says_so(test: TestDb) {
        let exams = Exams::new(test).await;
        let (_, participant) = participant(&exams).await;
        let video = start(&exams, participant).await;
        put(&exams, video, (0, 0), A[0]).await.unwrap();
        put(&exams, video, (0, 2), A[2]).await.unwrap();
        assert_eq!(complete(&exams, video, 3).await, "partial");
        let row = videos(&exams, participant).await.remove(0);
        assert_eq!(row["status"], "partial");
        assert!(watch(&exams, &row["rawUrl"]).await.expect(200).body == [A[0], A[2]].concat());
        watch(&exams, &row["finalUrl"]).await.expect(200);
        // The last one alone is missed only by the recorder's own count.
        let video = start(&exams, participant).await;
        put(&exams, video, (0, 0), A[0]).await.unwrap();
        assert_eq!(complete(&exams, video, 2).await, "partial");
        // Nothing can be made of what has no beginning; what was sent can still be had.
        let video = start(&exams, participant).await;
        put(&exams, video, (0, 1), A[1]).await.unwrap();
        assert_eq!(complete(&exams, video, 2).await, "failed");
        let row = videos(&exams, participant).await.remove(2);
        assert!(watch(&exams, &row["rawUrl"]).await.expect(200).body == A[1]);
        assert_eq!(row["finalUrl"], json!(null));
    }

    async fn a_chunk_never_changes(test: TestDb) {
        let exams = Exams::new(test).await;
        let (_, participant) = participant(&exams).await;
        let video = start(&exams, participant).await;
        put(&exams, video, (0, 0), A[0]).await.unwrap();
        let before = files(&exams);
        let code = |refused: Result<(), Error>| refused.unwrap_err().code();
        assert_eq!(code(put(&exams, video, (0, 0), A[1]).await), "assessment.video.closed");
        let wrong = ChunkPlace { session: 0, seq: 1, sha256: BlobHash::from([7; 32]) };
        assert_eq!(code(put_as(&exams, video, wrong, A[1]).await), "request.invalid");
        assert_eq!(code(put(&exams, video, (-1, 0), A[1]).await), "request.invalid");
        assert_eq!(code(put(&exams, video + 1, (0, 0), A[1]).await), "assessment.not_found");
        assert_eq!(complete(&exams, video, 1).await, "final");
        assert_eq!(code(put(&exams, video, (0, 1), A[1]).await), "assessment.video.closed");
        put(&exams, video, (0, 0), A[0]).await.unwrap();
        assert_eq!(files(&exams), before + 1);
        let nobody = exams.app.app.wired.assessment.start_recording(0, VideoStream::Screen, VideoFormat::Mp4).await;
        assert_eq!(nobody.unwrap_err().code(), "request.invalid");
    }

    async fn sessions_that_cannot_be_one_file_become_recordings_of_their_own(test: TestDb) {
        static OTHER: std::sync::LazyLock<Vec<u8>> = std::sync::LazyLock::new(|| {
            let mut other = B.to_vec();
            let codec = other.windows(5).position(|five| five == b"V_VP8").unwrap();
            other[codec + 4] = b'9';
            other
        });
        let exams = Exams::new(test).await;
        let (_, participant) = participant(&exams).await;
        let video = start(&exams, participant).await;
        put(&exams, video, (0, 0), A[0]).await.unwrap();
        put(&exams, video, (1, 0), &OTHER).await.unwrap();
        assert_eq!(complete(&exams, video, 2).await, "final");
        let rows = videos(&exams, participant).await;
        assert_eq!(rows.iter().map(|row| &row["status"]).collect::<Vec<_>>(), ["final", "final"]);
        assert!(watch(&exams, &rows[0]["rawUrl"]).await.expect(200).body == A[0]);
        assert!(watch(&exams, &rows[1]["rawUrl"]).await.expect(200).body == *OTHER);
        assert_ne!(rows[0]["filename"], rows[1]["filename"]);
    }

    async fn a_final_file_whose_row_is_refused_does_not_stay(test: TestDb) {
        let exams = Exams::new(test).await;
        let (_, participant) = participant(&exams).await;
        let only_one = async |tx: &mut Tx<'_>| tx.execute(ONE_FINAL_FILE, &[]).await.map(drop);
        exams.app.test.db.write(only_one).await.unwrap();
        for (seq, content) in [(0, A[0]), (1, B)] {
            let video = start(&exams, participant).await;
            put(&exams, video, (0, 0), content).await.unwrap();
            let completed = exams.app.app.wired.assessment.complete_recording(video, 1).await;
            assert_eq!(completed.is_ok(), seq == 0, "{completed:?}");
        }
        // Two chunks and the file of the first.
        assert_eq!(files(&exams), 3);
    }
}
