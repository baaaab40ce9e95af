//! One participant's paper as it was sat: what was asked, what was answered, what that brought, who rated it, and how scores
//! changed.
//!
//! Invariants: questions are those of the frozen version, as regradings left their keys; ratings are shown as far as raters
//! may see them: before two people have rated an answer, each sees their own.

mod shown;

use std::collections::{BTreeSet, HashMap};

use papers::{
    Passage, Points, Question,
    marking::{Answer, Policy, Status, best},
};
use platform::{Conn, Error};

use self::shown::rating;
pub use self::shown::{
    GivenAttempt, GivenChange, GivenOption, GivenPaper, GivenQuestion, GivenRating, GivenResponse, GivenSection,
    Verdict,
};
use super::{
    Tables,
    listed::{ListedScore, awaits_rating, total},
    scaled, tables,
};
use crate::{
    Admin, Assessment, BASE, ParticipantEmbedding, ParticipantView,
    attempt::response::{self, store::ResponseRow},
    failures::nowhere,
    marking::{
        answer::{
            service::{is_same_section, read_stored},
            store::AskedQuestion,
        },
        keys::service::questions_asked,
        results::store::{
            self, ReleasedRow, SectionScoreRow,
            given::{AttemptRow, GivenChangeRow, GivenRatingRow},
        },
        scale,
        voiding::{self, store::VoidRow},
    },
    sitting::participant::service::find_participant,
};

/// Most answers of a participant.
const ANSWERS: i64 = 10_000;

/// What a paper is made of.
struct Sources {
    row: ReleasedRow,
    attempt: Option<AttemptRow>,
    asked: Vec<AskedQuestion>,
    passages: Vec<Passage>,
    responses: HashMap<i64, ResponseRow>,
    sections: HashMap<i64, SectionScoreRow>,
    voids: HashMap<i64, VoidRow>,
    tables: Tables,
    /// By answer.
    ratings: HashMap<i64, Vec<GivenRatingRow>>,
    changes: HashMap<i64, Vec<GivenChangeRow>>,
}

fn by<R>(rows: Vec<R>, of: impl Fn(&R) -> i64) -> HashMap<i64, Vec<R>> {
    let mut found: HashMap<i64, Vec<R>> = HashMap::new();
    for row in rows {
        found.entry(of(&row)).or_default().push(row);
    }
    found
}

impl Sources {
    async fn load(
        conn: &mut Conn<'_>,
        versions: &crate::bank::version::service::Versions,
        participant: i64,
    ) -> Result<Self, Error> {
        let row = store::released(conn, participant).await?.ok_or_else(nowhere)?;
        let attempt = store::given::attempt(conn, participant).await?;
        let asked = match attempt {
            Some(_) => questions_asked(conn, versions, (row.version, row.seed), row.package_id).await?,
            None => Vec::new(),
        };
        let passages = match row.version {
            Some(version) => versions.get(conn, version).await?.passages.clone(),
            None => Vec::new(),
        };
        let (responses, _) = response::store::of_participant(conn, participant, false, (ANSWERS, 0)).await?;
        let sections = store::own_sections(conn, participant).await?;
        let ratings = store::given::ratings(conn, participant).await?;
        let changes = store::given::changes(conn, participant).await?;
        Ok(Self {
            attempt,
            asked,
            passages,
            responses: responses.into_iter().map(|row| (row.question_id, row)).collect(),
            sections: sections.into_iter().map(|row| (row.section_detail_id, row)).collect(),
            voids: voiding::store::shown(conn, row.event_id).await?,
            tables: tables(scale::store::of_package(conn, row.package_id).await?)?,
            ratings: by(ratings, |row| row.response_id),
            changes: by(changes, |row| row.response_id),
            row,
        })
    }

    fn paper(mut self, participant: ParticipantView, admin: i64) -> Result<GivenPaper, Error> {
        let asked = std::mem::take(&mut self.asked);
        let sections = asked.chunk_by(is_same_section).map(|asked| self.section(asked, admin));
        let sections: Vec<GivenSection> = sections.collect::<Result<_, _>>()?;
        let scores: Vec<ListedScore> = sections.iter().map(|section| section.score.clone()).collect();
        let awaits_rating = awaits_rating(participant.status, &scores);
        let codes: BTreeSet<&str> = sections
            .iter()
            .flat_map(|section| &section.questions)
            .filter_map(|question| question.passage.as_deref())
            .collect();
        self.passages.retain(|passage| codes.contains(passage.code.as_str()));
        Ok(GivenPaper {
            total: total(
                &self.tables,
                (participant.status, awaits_rating),
                (self.row.total, self.row.most),
            ),
            awaits_rating,
            participant,
            attempt: self.attempt.map(|row| GivenAttempt {
                started_at: row.started_at,
                submitted_at: row.submitted_at,
                submit_reason: row.submit_reason,
                receipt: row.receipt,
            }),
            sections,
            passages: self.passages,
        })
    }

    fn section(&self, asked: &[AskedQuestion], admin: i64) -> Result<GivenSection, Error> {
        let first = &asked[0];
        let row = self.sections.get(&first.section_detail_id);
        let score = row.and_then(|row| row.raw);
        let (scaled, band) = scaled(&self.tables, Some(first.section_id), score);
        let questions = (1..)
            .zip(asked)
            .map(|(number, asked)| self.question(number, asked, admin));
        Ok(GivenSection {
            title: first.section_title.clone(),
            score: ListedScore {
                score,
                most: row.and_then(|row| row.most),
                scaled,
                band,
            },
            questions: questions.collect::<Result<_, _>>()?,
        })
    }

    fn question(&self, number: usize, asked: &AskedQuestion, admin: i64) -> Result<GivenQuestion, Error> {
        let question = &asked.question;
        let row = self.responses.get(&asked.id);
        let answer = match row {
            Some(row) => {
                let (text, json) = (row.answer.as_deref(), row.answer_json.as_deref());
                read_stored(question, text, json, row.audio_response_id.is_some())?
            }
            None => None,
        };
        let void = self.voids.get(&asked.id);
        Ok(GivenQuestion {
            question_id: asked.id,
            number,
            kind: question.kind,
            text: question.text.clone(),
            passage: question.passage.clone(),
            options: options(question, answer.as_ref()),
            keys: keys(question),
            answer: row.and_then(|row| row.answer.clone()),
            verdict: verdict(row, answer.as_ref(), void.is_some(), (question, &self.row.policy)),
            score: row.and_then(|row| row.score),
            most: best(question, &self.row.policy),
            point: question.point,
            void: void.map(|void| (void.credit, void.reason.clone())),
            ratings: self.ratings_of(row, admin)?,
            changes: self.changes_of(row),
            response: row.map(|row| GivenResponse {
                id: row.id,
                version: row.version,
                is_manual: row.status == Some(Status::Manual),
                audio: row
                    .audio
                    .as_ref()
                    .map(|audio| (format!("{BASE}/test-response/{}/audio", row.id), audio.duration_ms)),
            }),
        })
    }

    fn ratings_of(&self, row: Option<&ResponseRow>, admin: i64) -> Result<Vec<GivenRating>, Error> {
        let given = row
            .and_then(|row| self.ratings.get(&row.id))
            .map_or(&[][..], Vec::as_slice);
        let is_blind = given.len() < 2;
        let seen = given.iter().filter(|rating| !is_blind || rating.admin_id == admin);
        seen.cloned().map(rating).collect()
    }

    fn changes_of(&self, row: Option<&ResponseRow>) -> Vec<GivenChange> {
        let changes = row
            .and_then(|row| self.changes.get(&row.id))
            .map_or(&[][..], Vec::as_slice);
        changes.iter().cloned().map(GivenChange::from).collect()
    }
}

fn verdict(
    row: Option<&ResponseRow>,
    answer: Option<&Answer>,
    is_void: bool,
    (question, policy): (&Question, &Policy),
) -> Verdict {
    let is_blank = answer.is_none_or(Answer::is_blank);
    match row.and_then(|row| Some((row.status?, row.score))) {
        _ if is_void => Verdict::Void,
        Some((Status::Void, _)) => Verdict::Void,
        None if row.is_none() => Verdict::Blank,
        None | Some((Status::Pending, _) | (_, None)) => Verdict::Waiting,
        Some((_, Some(score))) if score >= best(question, policy) && score > Points::ZERO => Verdict::Right,
        Some((_, Some(score))) if score > Points::ZERO => Verdict::Partly,
        Some(_) if is_blank => Verdict::Blank,
        Some(_) => Verdict::Wrong,
    }
}

fn options(question: &Question, answer: Option<&Answer>) -> Vec<GivenOption> {
    let is_chosen = |label: &str| matches!(answer, Some(Answer::Labels(labels)) if labels.contains(label));
    let options = question.options.iter().map(|option| GivenOption {
        label: option.label.clone(),
        text: option.value.clone(),
        is_chosen: is_chosen(&option.label),
        is_key: question.key.iter().any(|key| key.answer == option.label),
    });
    options.collect()
}

/// What is right, with the words of the options.
fn keys(question: &Question) -> Vec<String> {
    let keys = question.key.iter().map(|key| {
        let option = question.options.iter().find(|option| option.label == key.answer);
        match option.map(|option| option.value.plain().trim()) {
            Some(text) if !text.is_empty() => format!("{}. {text}", key.answer),
            _ => key.answer.clone(),
        }
    });
    keys.collect()
}

impl Assessment {
    /// The paper of a participant of an event, as an administrator may see it.
    #[platform::boxed]
    pub async fn given_paper(&self, by: &Admin, event: i64, participant: i64) -> Result<GivenPaper, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let find = async move |conn: &mut Conn<'_>| {
            let row = find_participant(conn, participant).await?;
            if row.event_id != event {
                return Err(nowhere());
            }
            let participant_view = ParticipantView::of(row, ParticipantEmbedding::default());
            Ok((participant_view, Sources::load(conn, &versions, participant).await?))
        };
        let (participant, sources) = self.0.db.read(find).await?;
        sources.paper(participant, admin)
    }
}
