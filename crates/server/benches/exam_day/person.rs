//! One who sits: logs in, starts, answers, loses the network, hands in; and remembers what was acknowledged.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::sync::Barrier;

use crate::{
    Plan,
    figures::Figures,
    hall::{Hall, name, number_of},
    line::{Answer, Line},
    paper::PAPER,
    server::Server,
};

const BASE: &str = "/api/v1/exam";
/// Bytes of a piece of video, and how often one is sent.
const PIECE: usize = 300_000;
const PIECES_EVERY: Duration = Duration::from_secs(10);
/// Within what those who waited for each other start.
const SECOND: Duration = Duration::from_secs(1);
/// How long somebody is offline.
const OFFLINE: Duration = Duration::from_secs(60);

pub(crate) struct Person {
    number: usize,
    plan: Plan,
    server: Arc<Server>,
    hall: Arc<Hall>,
    pub(crate) figures: Arc<Figures>,
    line: Line,
    attempt: i64,
    /// The first section, as it came before the start.
    pub(crate) sealed: Bytes,
    questions: Vec<i64>,
    seq: i64,
    /// Answers that no acknowledgement came for, by question.
    outbox: BTreeMap<i64, (i64, &'static str)>,
    acknowledged: HashMap<i64, (i64, String)>,
}

/// What the comparison found.
pub(crate) struct Told {
    pub(crate) lost: usize,
    pub(crate) checked: usize,
}

impl Person {
    pub(crate) fn new(number: usize, plan: &Plan, server: Arc<Server>, hall: Arc<Hall>, figures: Arc<Figures>) -> Self {
        Self {
            number,
            plan: plan.clone(),
            line: Line::new(server.doors()),
            server,
            hall,
            figures,
            attempt: 0,
            sealed: Bytes::new(),
            questions: Vec::new(),
            seq: 0,
            outbox: BTreeMap::new(),
            acknowledged: HashMap::new(),
        }
    }

    /// The whole exam of somebody.
    pub(crate) async fn sit(mut self, began: Instant, gathering: Arc<Barrier>) -> Option<Told> {
        tokio::time::sleep(self.plan.start_within.mul_f64(fastrand::f64())).await;
        let came = self.come().await;
        let mut start = began + self.plan.start_within;
        if self.plan.together {
            // Also by those who did not come, or nobody would start.
            gathering.wait().await;
            start = Instant::now() + SECOND;
            tokio::time::sleep(SECOND.mul_f64(fastrand::f64())).await;
        }
        came?;
        self.start().await?;
        let films = self.number < self.plan.video;
        let filming = films.then(|| {
            tokio::spawn(film(
                self.line.cookies.clone(),
                self.line.token.clone(),
                self.server.clone(),
                self.figures.clone(),
            ))
        });
        let until = start + self.plan.answering;
        // One in a hundred reloads, and another one loses the network for a minute.
        let mut reloads = (self.number % 100 == 1).then(|| some_time(until));
        let mut goes_off = (self.number % 100 == 2).then(|| some_time(until));
        while Instant::now() < until {
            self.answer_one();
            let now = Instant::now();
            if goes_off.is_some_and(|at| now > at) {
                goes_off = None;
                tokio::time::sleep(OFFLINE).await;
            }
            if reloads.is_some_and(|at| now > at) {
                reloads = None;
                self.ask_until_answered("state", Method::GET, "state", None).await?;
                self.fetch_paper().await?;
            }
            self.save().await;
            // In bursts: some answer twice as fast as others, and nobody by the clock.
            tokio::time::sleep(self.plan.every.mul_f64(0.5 + fastrand::f64())).await;
        }
        if let Some(filming) = filming {
            filming.abort();
        }
        tokio::time::sleep(self.plan.hand_in_within.mul_f64(fastrand::f64())).await;
        self.hand_in().await?;
        self.compare().await
    }

    /// Logs in and checks in; what waits for the start is fetched.
    async fn come(&mut self) -> Option<()> {
        let login = json!({"name": name(self.number), "registeredNumber": number_of(self.number), "takeOver": true});
        let started = Instant::now();
        loop {
            match self.line.log_in(BASE, &login).await {
                Some(answer) if answer.status.is_success() => break,
                Some(answer) => self.figures.refused("login", answer.status.as_u16()),
                None => self.figures.broke("login"),
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        self.figures.took("login", started.elapsed());
        self.ask_until_answered("lobby", Method::GET, "lobby", None).await?;
        self.ask_until_answered("check-in", Method::POST, "check-in", Some(json!({})))
            .await?;
        if self.plan.prefetch {
            self.fetch_sealed().await?;
        }
        Some(())
    }

    /// Starts, and reads the paper; that time is what prefetching is about.
    async fn start(&mut self) -> Option<()> {
        let clock = Instant::now();
        let started = self
            .ask_until_answered("start", Method::POST, "start", Some(json!({})))
            .await?
            .json();
        self.attempt = started["attemptId"].as_i64()?;
        let paper = if self.plan.prefetch {
            self.open_sealed(&started).await?
        } else {
            self.fetch_paper().await?
        };
        self.figures.took("start until read", clock.elapsed());
        let questions = paper["questions"].as_array()?.iter();
        self.questions = questions.filter_map(|question| question["id"].as_i64()).collect();
        (self.questions.len() * 2 == self.hall.questions).then_some(())
    }

    /// Asks until there is an answer that is not to be tried again; how long that took is what the person waited.
    pub(crate) async fn ask_until_answered(
        &mut self,
        action: &'static str,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Option<Answer> {
        let started = Instant::now();
        let path = format!("{BASE}/{path}");
        for _ in 0..120 {
            let asked = match &body {
                Some(body) => self.line.send(method.clone(), &path, body).await,
                // As browsers ask for what is large; other answers are left as they were measured before.
                None if action == PAPER => self.line.get_compressed(&path).await,
                None => self.line.get(&path).await,
            };
            match asked {
                Some(answer) if answer.status.is_success() => {
                    self.figures.took(action, started.elapsed());
                    self.figures.received(action, answer.received);
                    return Some(answer);
                }
                Some(answer) => {
                    self.figures.refused(action, answer.status.as_u16());
                    if answer.status.is_client_error() && answer.status.as_u16() != 429 {
                        return None;
                    }
                }
                None => self.figures.broke(action),
            }
            tokio::time::sleep(Duration::from_millis(250 + fastrand::u64(0..500))).await;
        }
        None
    }

    fn answer_one(&mut self) {
        self.seq += 1;
        let question = self.questions[fastrand::usize(0..self.questions.len())];
        let value = ["A", "B", "C", "D"][fastrand::usize(0..4)];
        self.outbox.insert(question, (self.seq, value));
    }

    /// Sends what was not acknowledged, once; what fails is sent again with the next.
    async fn save(&mut self) {
        let batch: Vec<(i64, i64, &'static str)> =
            self.outbox.iter().map(|(q, (seq, value))| (*q, *seq, *value)).collect();
        let answers: Vec<Value> = batch
            .iter()
            .map(|(question, seq, value)| json!({"questionId": question, "clientSeq": seq, "value": value}))
            .collect();
        let body = json!({"attemptId": self.attempt, "answers": answers});
        let started = Instant::now();
        let Some(answer) = self.line.send(Method::PUT, &format!("{BASE}/answers"), &body).await else {
            return self.figures.broke("save");
        };
        if !answer.status.is_success() {
            return self.figures.refused("save", answer.status.as_u16());
        }
        self.figures.took("save", started.elapsed());
        let told = answer.json();
        for (at, (question, seq, value)) in batch.into_iter().enumerate() {
            if told["results"][at]["outcome"] == "accepted" {
                self.acknowledged.insert(question, (seq, value.to_owned()));
                self.outbox.remove(&question);
            } else {
                self.figures.refused("save", 409);
            }
        }
    }

    async fn hand_in(&mut self) -> Option<()> {
        for _ in 0..60 {
            if self.outbox.is_empty() {
                break;
            }
            self.save().await;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let body = json!({"attemptId": self.attempt, "highestSeq": self.acknowledged.values().map(|(seq, _)| *seq).max().unwrap_or(0)});
        self.ask_until_answered("hand in", Method::POST, "submit", Some(body))
            .await
            .map(drop)
    }

    /// Compares what was acknowledged with what the server has.
    async fn compare(&mut self) -> Option<Told> {
        let state = self
            .ask_until_answered("state", Method::GET, "state", None)
            .await?
            .json();
        let stored: HashMap<i64, (i64, String)> = state["answers"]
            .as_array()?
            .iter()
            .filter_map(|answer| {
                let value = answer["value"].as_str().unwrap_or_default().to_owned();
                Some((answer["questionId"].as_i64()?, (answer["clientSeq"].as_i64()?, value)))
            })
            .collect();
        let lost = self
            .acknowledged
            .iter()
            .filter(|(question, kept)| stored.get(*question) != Some(*kept))
            .count();
        Some(Told {
            lost,
            checked: self.acknowledged.len(),
        })
    }
}

/// A moment before another.
fn some_time(until: Instant) -> Instant {
    Instant::now()
        + until
            .saturating_duration_since(Instant::now())
            .mul_f64(0.8 * fastrand::f64())
}

/// Streams video until the exam ends.
async fn film(cookies: String, token: String, server: Arc<Server>, figures: Arc<Figures>) {
    let mut line = Line::new(server.doors());
    (line.cookies, line.token) = (cookies, token);
    let body = json!({"stream": "camera", "mimeType": "video/webm", "recorderSession": 0});
    let recording = loop {
        let answer = line.send(Method::POST, &format!("{BASE}/recordings"), &body).await;
        match answer.map(|answer| (answer.status, answer.json()["id"].as_i64())) {
            Some((_, Some(id))) => break id,
            Some((status, None)) => figures.refused("video", status.as_u16()),
            None => figures.broke("video"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    tokio::time::sleep(PIECES_EVERY.mul_f64(fastrand::f64())).await;
    for seq in 0_u64.. {
        let mut piece = vec![0; PIECE];
        fastrand::Rng::new().fill(&mut piece);
        let hex = platform::text::hex(&Sha256::digest(&piece));
        let path = format!("{BASE}/recordings/{recording}/chunks/{seq}");
        let started = Instant::now();
        let sent = line.put_piece(&path, Bytes::from(piece), &hex).await;
        match sent {
            Some(answer) if answer.status.is_success() => figures.took("video", started.elapsed()),
            Some(answer) => figures.refused("video", answer.status.as_u16()),
            None => figures.broke("video"),
        }
        tokio::time::sleep(PIECES_EVERY.saturating_sub(started.elapsed())).await;
    }
}
