//! Exams: a page of the question bank with everything that belongs to it, and the results of a large sitting.

use std::path::Path;

use assessment::{NewAdmin, Role};
use platform::{Clock, Ctx, id::RequestId};
use rusqlite::Connection;
use server::settings::Given;

use crate::{
    ask::Ask,
    harness::{Case, PASSWORD, body, exchange, measure, open, setting},
};

/// Questions that everybody in the sitting answers.
const ANSWERED: usize = 40;

/// What is there before the load, beside an administrator: `{questions}`, `{people}` and `{answered}` are put in.
const FILL: &str = "
insert into exam_package (id, title, title_key, status, version, created_at, updated_at)
    values (1, 'Bank', 'bank', 'draft', 1, 0, 0), (2, 'Ujian', 'ujian', 'draft', 1, 0, 0);
insert into exam_section (id, title, title_key, duration, version, created_at, updated_at)
    values (1, 'Reading', 'reading', 3600, 1, 0, 0), (2, 'Listening', 'listening', 2100, 1, 0, 0);
insert into exam_section_detail (id, package_id, section_id, instruction, duration, ordinal, navigation, shuffle, version,
    created_at, updated_at) values (1, 1, 1, '', 3600, 1, 'free', 0, 1, 0, 0), (2, 1, 2, '', 2100, 2, 'free', 0, 1, 0, 0),
    (3, 2, 1, '', 3600, 1, 'free', 0, 1, 0, 0), (4, 2, 2, '', 2100, 2, 'free', 0, 1, 0, 0);
insert into exam_passage (id, package_id, code, code_key, title, body, ordinal, version, created_at, updated_at)
    values (1, 1, 'P1', 'p1', 'Kopi', 'Kopi tumbuh di tanah tinggi, dan dipetik ketika merah.', 1, 1, 0, 0);
insert into exam_audio (id, event, event_key, filename, filename_key, blob, media_type, bytes, duration_ms, version,
    created_at, updated_at) values (1, 'Bank', 'bank', 'a.wav', 'a.wav', printf('%064d', 0), 'audio/wav', 1000, 1000, 1, 0, 0);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {questions})
insert into exam_question (id, package_id, section_detail_id, passage_id, audio_id, question, question_key, question_type,
    point, rule, ordinal, version, created_at, updated_at)
    select i, 1, 1 + i % 2, 1, 1, 'Apa yang benar tentang hal nomor ' || i || '?', 'apa yang benar tentang hal nomor ' || i || '?',
        'multiple_choice', 1000, 'exact', i, 1, i, i from n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < {answered})
insert into exam_question (id, package_id, section_detail_id, question, question_key, question_type, point, rule, ordinal,
    version, created_at, updated_at)
    select {questions} + i, 2, 3 + i % 2, 'Soal nomor ' || i, 'soal nomor ' || i, 'multiple_choice', 1000, 'exact', i, 1, i, i
    from n;
insert into exam_option (question_id, label, value, ordinal)
    select q.id, l.label, 'Pilihan ' || l.label || ' dari ' || q.id, l.ordinal from exam_question q,
    (select 'A' label, 1 ordinal union all select 'B', 2 union all select 'C', 3 union all select 'D', 4) l;
insert into exam_answer_key (question_id, answer, ordinal) select id, 'B', 1 from exam_question;
insert into exam_event (id, package_id, title, title_key, slug, description, date, start_time, end_time, time_zone, starts_at,
    ends_at, day_starts_at, day_ends_at, late_entry_seconds, grace_seconds, offline_grace_seconds, record_video, scoring_policy, version, created_at, updated_at)
    values (1, 2, 'Ujian Nasional', 'ujian nasional', 'un', '', '2026-07-12', '10:00:00', '12:00:00', 'Asia/Jakarta', 0, 1, 0, 1, 0, 0,
    0, 0, '{}', 1, 0, 0);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {people})
insert into exam_participant (id, event_id, name, name_key, registered_number, registered_key, exam_registered_number, source,
    status, time_factor, extra_seconds, total_score, max_score, version, created_at, updated_at)
    select i, 1, 'Peserta ' || i, 'peserta ' || i, printf('%08d', i), printf('%08d', i), printf('%012d', i), 'file', 'scored', 1000,
        0, 0, 0, 1, i, i from n;
insert into exam_response (participant_id, question_id, package_id, event_id, answer, answer_json, client_seq, revision, score,
    auto_score, score_status, late_sync, version, created_at, updated_at)
    select p.id, q.id, 2, 1, 'Pilihan B', '{\"labels\":[\"B\"]}', 1, 1, iif((p.id * q.id) % 3, 1000, 0),
        iif((p.id * q.id) % 3, 1000, 0), 'auto', 0, 1, 0, 0
    from exam_participant p, exam_question q where q.package_id = 2;
update exam_participant set total_score = (select sum(score) from exam_response r where r.participant_id = exam_participant.id),
    max_score = {answered} * 1000;
insert into exam_answer_summary (participant_id, event_id, answers) select r.participant_id, r.event_id,
    string_agg(r.question_id || ' - ' || r.score || ' ' || r.answer_json, char(10)) from exam_response r
    group by r.participant_id;
";

pub(crate) fn compare(dir: &Path) {
    seed(dir);
    measure(dir, "Exams", &[], |port| cases(dir, port));
}

fn cases(dir: &Path, port: u16) -> Vec<Case> {
    let cookie = login(port);
    let read = |name: &'static str, goal: f64, path: &str| {
        let ask = Ask::get(path).with("cookie", &cookie);
        let answer = body(port, &ask);
        println!("{name}: {} bytes", answer.len());
        Case::new(dir, name, goal, ask, &answer).over(4)
    };
    vec![
        read(
            "100 of 10,000 questions, with all that belongs to them",
            0.35,
            "/api/v1/questions?limit=100&offset=5000&entities=audio,answer,options,passage,section",
        ),
        read("one question", 0.5, "/api/v1/questions/5000?entities=answer"),
        read("results of 3,000 participants", 0.0, "/api/v1/events/1/results"),
        read(
            "a page of 25 of them",
            0.0,
            "/api/v1/events/1/results?limit=25&offset=1000",
        ),
    ]
}

fn seed(dir: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let fresh = runtime.block_on(async {
        let app = open(dir, Given::default()).await;
        let new = NewAdmin {
            username: "bench".to_owned(),
            role_id: Role::Administrator.id(),
            password: PASSWORD.to_owned(),
        };
        let ctx = Ctx::new(Clock::system(), RequestId::random());
        let made = app.wired.assessment.create_admin(&ctx, None, new, None).await;
        app.db.close().await;
        made.is_ok()
    });
    if fresh {
        let fill = FILL
            .replace("{questions}", &setting("BENCH_QUESTIONS", 10_000).to_string())
            .replace("{people}", &setting("BENCH_PARTICIPANTS", 3_000).to_string())
            .replace("{answered}", &ANSWERED.to_string());
        let db = Connection::open(dir.join("data").join("balai.db")).expect("the database");
        db.execute_batch(&fill).expect("the questions and the sitting");
        db.execute_batch("analyze; pragma wal_checkpoint(truncate)")
            .expect("a checkpoint");
    }
}

/// Logs in; answers the session's cookie.
pub(crate) fn login(port: u16) -> String {
    let csrf = body(port, &Ask::get("/api/v1/auth/csrf-token"));
    let csrf: serde_json::Value = serde_json::from_str(&csrf).expect("a token");
    let csrf = csrf["csrfToken"].as_str().expect("a token");
    let given = format!(r#"{{"username":"bench","password":"{PASSWORD}"}}"#);
    let login = Ask::post("/api/v1/auth/login", given)
        .with("cookie", format!("x-xsrf-token={csrf}"))
        .with("x-xsrf-token", csrf);
    let answer = exchange(port, &login.bytes()).expect("a login");
    let line = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: adm-token="));
    let token = line.and_then(|line| line.split(';').next()).expect("a session");
    format!("adm-token={token}")
}
