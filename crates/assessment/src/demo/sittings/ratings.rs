//! What raters make of invented answers: mostly the same, now and then something else.

use std::collections::BTreeMap;

use fastrand::Rng;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use papers::{
    Points, QuestionType,
    marking::{DISPUTE, Status},
};
use platform::{Conn, Error, Result, version::IfMatch};
use serde_json::json;

use super::Candidate;
use crate::{
    Admin, Assessment,
    attempt::response::{self, rules::ResponseChange, service::question_of, store::ResponseRow},
    demo::{AT_ONCE, answers::Texts, people::Staff},
    marking::{
        appeal::rules::{AppealNoteIn, AppealState},
        model::NewRating,
    },
};

/// Whose answers are rated by two, and by three where those differ.
const SETTLED: usize = 14;
/// Whose answers are rated by two.
const TWICE: usize = 17;
/// Whose answers are rated by one; nobody has looked at the others.
const ONCE: usize = 26;

/// The ratings of an answer, in the order in which they are given.
struct Judged {
    response: i64,
    ratings: Vec<NewRating>,
}

/// Rates the answers of the first candidates; answers how many ratings there are.
pub(super) async fn give(
    assessment: &Assessment,
    staff: &Staff,
    candidates: &[Candidate],
    texts: &Texts,
) -> Result<usize> {
    let mut judged = Vec::new();
    for candidate in candidates.iter().take(ONCE) {
        judged.extend(judge(assessment, *candidate, texts).await?);
    }
    let [one, other] = &staff.raters;
    for (round, by) in [one, other, &staff.administrator].into_iter().enumerate() {
        rate_all(assessment, by, round, &judged).await?;
    }
    Ok(judged.iter().map(|one| one.ratings.len()).sum())
}

async fn rate_all(assessment: &Assessment, by: &Admin, round: usize, judged: &[Judged]) -> Result<()> {
    let given = judged
        .iter()
        .filter_map(|one| Some((one.response, one.ratings.get(round)?.clone())));
    stream::iter(given)
        .map(async |(response, rating)| assessment.rate(by, response, rating, None).await.map(drop))
        .buffered(AT_ONCE)
        .try_collect()
        .await
}

async fn judge(assessment: &Assessment, candidate: Candidate, texts: &Texts) -> Result<Vec<Judged>> {
    let (participant, versions) = (candidate.participant, assessment.0.versions.clone());
    let find = async move |conn: &mut Conn<'_>| {
        let (rows, _) = response::store::of_participant(conn, participant, false, (1_000, 0)).await?;
        let mut waiting = Vec::new();
        for row in rows.into_iter().filter(|row| row.status == Some(Status::Pending)) {
            let question = question_of(conn, &versions, &row).await?;
            waiting.push((row, question));
        }
        Ok::<_, Error>(waiting)
    };
    let mut dice = Rng::with_seed(candidate.number as u64);
    let waiting = assessment.0.db.read(find).await?;
    Ok(waiting
        .into_iter()
        .map(|(row, question)| {
            let quality = match question.kind {
                QuestionType::Essay => texts.quality(&question, row.answer.as_deref().unwrap_or_default()),
                _ => None,
            };
            let quality = quality.unwrap_or(candidate.skill / 20).min(4);
            Judged {
                response: row.id,
                ratings: ratings(question.point, quality, candidate.number, texts, &mut dice),
            }
        })
        .collect())
}

fn ratings(point: Points, quality: usize, number: usize, texts: &Texts, dice: &mut Rng) -> Vec<NewRating> {
    let fair = point.share(i64::try_from(quality).unwrap_or_default(), 4);
    let apart = match dice.u8(..10) {
        0..6 => Points::ZERO,
        6..9 => Points::of_hundredths(if dice.bool() { 50 } else { -100 }),
        _ => Points::of_hundredths(if fair > DISPUTE { -250 } else { 250 }),
    };
    let second = (fair + apart).clamp(Points::ZERO, point);
    let disputed = (second.hundredths() - fair.hundredths()).abs() >= DISPUTE.hundredths();
    let wanted = match number {
        0..SETTLED if disputed => 3,
        0..TWICE => 2,
        _ => 1,
    };
    let scores = [fair, second, (fair + second).share(1, 2)].into_iter().take(wanted);
    scores.map(|score| rating(score, texts.comments.get(quality))).collect()
}

fn rating(score: Points, comment: Option<&String>) -> NewRating {
    let language = score.share(1, 2);
    let content = Points::of_hundredths(score.hundredths() - language.hundredths());
    let criteria = BTreeMap::from([("bahasa", language), ("isi", content)]);
    NewRating {
        score,
        criteria: json!(criteria).to_string(),
        comment: comment.cloned(),
        round: None,
    }
}

/// A score that an administrator put right, and a regrading that found everything as it should be.
pub(super) async fn correct(
    assessment: &Assessment,
    staff: &Staff,
    package: i64,
    candidates: &[Candidate],
) -> Result<()> {
    if let Some(candidate) = candidates.first() {
        forgive(assessment, &staff.administrator, candidate.participant).await?;
    }
    let reason = Some("Kunci diperiksa ulang setelah ujian.".to_owned());
    assessment
        .regrade(&staff.author, package, (false, reason), None)
        .await
        .map(drop)
}

/// Gives a point for the first wrong answer.
async fn forgive(assessment: &Assessment, by: &Admin, participant: i64) -> Result<()> {
    let find = async move |conn: &mut Conn<'_>| {
        let (rows, _) = response::store::of_participant(conn, participant, false, (1_000, 0)).await?;
        let is_wrong = |row: &ResponseRow| row.status == Some(Status::Auto) && row.score == Some(Points::ZERO);
        Ok::<_, Error>(rows.into_iter().find(is_wrong))
    };
    let Some(row) = assessment.0.db.read(find).await? else {
        return Ok(());
    };
    let change = ResponseChange {
        answer: None,
        score: Some(Points::whole(1)),
        reason: Some("Rekaman sempat terputus di ruang ini.".to_owned()),
    };
    let about = (participant, row.question_id);
    let raised = "Peserta menyatakan rekaman terputus saat soal ini diputar.";
    note(assessment, by, about, (AppealState::Raised, raised)).await?;
    assessment
        .change_response(by, row.id, change, IfMatch::default())
        .await?;
    let granted = "Dibenarkan pengawas ruang; nilainya dikoreksi.";
    note(assessment, by, about, (AppealState::Granted, granted)).await
}

/// Notes something of a participant's appeal about a question.
async fn note(
    assessment: &Assessment,
    by: &Admin,
    (participant, question): (i64, i64),
    (state, text): (AppealState, &str),
) -> Result<()> {
    let note = AppealNoteIn {
        state,
        text: text.to_owned(),
        question_id: Some(question),
    };
    assessment
        .note_appeal(by, participant, note.judge()?, None)
        .await
        .map(drop)
}
