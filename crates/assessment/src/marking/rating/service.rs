//! Ratings: two people judge an answer without seeing each other; a third decides where they differ.
//!
//! Rules:
//! - an answer is rated while it waits (`pending`); a score set by hand ends that;
//! - each rater has one rating of an answer; it may be replaced until a second rater has given theirs, because from then on
//!   both see both;
//! - whoever decides a dispute has not rated the answer before.

pub(crate) mod agreement;
pub(crate) mod desk;

use std::collections::{BTreeMap, BTreeSet};

use papers::{
    Points,
    marking::{Rating, Status, Verdict, verdict},
};
use platform::{
    Conn, Error, Kind, Message, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, RatingRow, WaitingRow};
use crate::{
    Admin, Assessment,
    attempt::response::{
        self,
        rules::check_score,
        service::{AudioView, RESPONSE, apply, question_of},
        store::{ChangedAnswer, ResponseRow, ScoreChangeCause},
    },
    audit::{self, Action, Audited},
    bank::version::service::Versions,
    failures::{Noun, not_found},
    marking::{
        keys::service::Keyed,
        model::{NewRating, Round},
        results,
    },
};

/// An event, in the words of messages.
pub(crate) const EVENT: Noun = Noun {
    id: "acara",
    en: "event",
};

/// What somebody says that an answer is worth.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ResponseRatingView")]
pub struct RatingView {
    id: i64,
    response_id: i64,
    admin_id: i64,
    /// `first`, `second` or `adjudication`.
    pub round: String,
    pub score: Points,
    /// Points by criterion.
    pub criteria: BTreeMap<String, Points>,
    pub comment: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl RatingView {
    fn of(response: i64, row: RatingRow) -> Result<Self, Error> {
        Ok(Self {
            id: row.id,
            response_id: response,
            admin_id: row.admin_id,
            round: row.round,
            score: row.score,
            criteria: serde_json::from_str(&row.criteria).map_err(Error::internal)?,
            comment: row.comment,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }

    /// Whether somebody gave it.
    fn is_by(&self, admin: i64) -> bool {
        self.admin_id == admin
    }
}

/// The ratings of an answer, as far as the caller may see them.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RatingsView {
    response_id: i64,
    /// `waiting` (for a blind rating), `disputed` (somebody else has to decide), or `final`.
    pub state: &'static str,
    /// The score, once it stands.
    pub score: Option<Points>,
    /// Until two people have rated it, the caller's own.
    pub ratings: Vec<RatingView>,
}

impl RatingsView {
    /// As far as somebody may see them.
    fn of(admin: i64, (response, state): (&ResponseRow, &'static str), ratings: Vec<RatingRow>) -> Result<Self, Error> {
        let is_blind = ratings.len() < 2;
        let seen = ratings
            .into_iter()
            .filter(|rating| !is_blind || rating.admin_id == admin);
        Ok(Self {
            response_id: response.id,
            state,
            score: response.score,
            ratings: seen
                .map(|rating| RatingView::of(response.id, rating))
                .collect::<Result<_, _>>()?,
        })
    }
}

/// What an answer with these ratings waits for.
fn state_of(response: &ResponseRow, ratings: &[RatingRow]) -> &'static str {
    match (response.status, judge_ratings(ratings)) {
        (Some(Status::Pending), Verdict::Disputed) => "disputed",
        (Some(Status::Pending) | None, _) => "waiting",
        (Some(Status::Auto | Status::Manual | Status::Void), _) => "final",
    }
}

/// An answer that waits for the caller.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    response_id: i64,
    question_id: i64,
    question: String,
    /// The question as marked text, where the plain one does not say it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question_marked: Option<String>,
    question_type: String,
    /// The most that it is worth.
    pub point: Points,
    answer: Option<String>,
    audio: Option<AudioView>,
    /// `first`, `second` or `adjudication`.
    pub round: &'static str,
}

impl From<WaitingRow> for WaitingView {
    fn from(row: WaitingRow) -> Self {
        Self {
            response_id: row.response_id,
            question_id: row.question_id,
            question: row.question,
            question_marked: row.question_marked,
            question_type: row.question_type,
            point: row.point,
            answer: row.answer,
            audio: row.audio.map(|audio| AudioView::of(row.response_id, audio)),
            round: Round::after(usize::try_from(row.given).unwrap_or(usize::MAX)).name(),
        }
    }
}

/// Puts the questions that were asked in the place of those that are asked now.
async fn ask_as_frozen(conn: &mut Conn<'_>, versions: &Versions, rows: &mut [WaitingRow]) -> Result<(), Error> {
    let sat: BTreeSet<i64> = rows.iter().filter_map(|row| row.package_version).collect();
    for version in sat {
        let keyed = Keyed::of(conn, versions, version).await?;
        for row in rows.iter_mut().filter(|row| row.package_version == Some(version)) {
            if let Some(question) = keyed.question(row.question_id) {
                question.text.plain().clone_into(&mut row.question);
                row.question_marked = question.text.markup().map(str::to_owned);
                question.kind.name().clone_into(&mut row.question_type);
                row.point = question.point;
            }
        }
    }
    Ok(())
}

fn conflict(code: &'static str, id: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Conflict, code, Message::new(id, en))
}

/// It waits for no rater.
pub(crate) fn not_waiting() -> Error {
    conflict(
        "assessment.rating.not_waiting",
        "Jawaban ini tidak menunggu penilai.",
        "This response does not wait for a rater.",
    )
}

/// Who has rated an answer cannot change that once another has rated it too, nor decide the dispute.
pub(crate) fn already_rated() -> Error {
    conflict(
        "assessment.rating.already_rated",
        "Anda sudah menilai jawaban ini.",
        "You have rated this response already.",
    )
}

/// Others have rated since the answer was shown.
pub(crate) fn moved_on() -> Error {
    conflict(
        "assessment.rating.moved_on",
        "Sementara itu penilai lain sudah menilai jawaban ini. Lihat lagi sebelum memutuskan.",
        "Others have rated this response meanwhile. Look at it again before you decide.",
    )
}

/// Stores a rating, if it is this rater's turn.
async fn store_rating(tx: &mut Tx<'_>, response: i64, admin: i64, new: &NewRating) -> Result<Vec<RatingRow>, Error> {
    let given = store::of_response(tx, response).await?;
    let is_own = given.iter().any(|rating| rating.admin_id == admin);
    let round = Round::after(if is_own { 0 } else { given.len() });
    let was_shown = |wanted: Round| wanted.is_blind() == round.is_blind();
    match (is_own, given.len()) {
        (true, 2..) => return Err(already_rated()),
        _ if !new.round.is_none_or(was_shown) => return Err(moved_on()),
        (true, _) => store::replace(tx, response, admin, new).await?,
        (false, _) => store::insert(tx, response, admin, round.name(), new).await?,
    }
    store::of_response(tx, response).await
}

/// Makes the score of ratings stand, once they have one.
async fn conclude(tx: &mut Tx<'_>, response: &ResponseRow, ratings: &[RatingRow], admin: i64) -> Result<(), Error> {
    let Verdict::Final(score) = judge_ratings(ratings) else {
        return Ok(());
    };
    let after = ChangedAnswer {
        answer: response.answer.clone(),
        answer_json: response.answer_json.clone(),
        score: Some(score),
        status: Status::Manual,
    };
    let why = ScoreChangeCause {
        cause: "rating",
        reason: None,
        admin,
    };
    apply(tx, response, &after, why).await.map(drop)
}

fn judge_ratings(ratings: &[RatingRow]) -> Verdict {
    let ratings: Vec<Rating> = ratings.iter().map(RatingRow::rating).collect();
    verdict(&ratings)
}

impl Assessment {
    /// Rates an answer, or replaces the caller's rating of it.
    #[platform::boxed]
    pub async fn rate(&self, by: &Admin, id: i64, new: NewRating, once: Option<Once>) -> Result<RatingView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let response = response::store::by_id(tx, id)
                .await?
                .ok_or_else(|| not_found(RESPONSE))?;
            if response.status != Some(Status::Pending) {
                return Err(not_waiting());
            }
            check_score(new.score, question_of(tx, &versions, &response).await?.point)?;
            let ratings = store_rating(tx, id, admin, &new).await?;
            conclude(tx, &response, &ratings, admin).await?;
            audit::note(tx, Some(admin), Action::Rate, Audited::Response, Some(id), &json!({})).await?;
            let own = ratings.into_iter().find(|rating| rating.admin_id == admin);
            RatingView::of(
                id,
                own.ok_or_else(|| Error::internal("a rating was stored and is not there"))?,
            )
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// The ratings of an answer, as far as the caller may see them.
    #[platform::boxed]
    pub async fn ratings(&self, by: &Admin, id: i64) -> Result<RatingsView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let response = response::store::by_id(conn, id)
                .await?
                .ok_or_else(|| not_found(RESPONSE))?;
            Ok::<_, Error>((response, store::of_response(conn, id).await?))
        };
        let (response, ratings) = self.0.db.read(find).await?;
        RatingsView::of(by.id, (&response, state_of(&response, &ratings)), ratings)
    }

    /// A page of what waits for the caller at an event.
    pub async fn rating_queue(
        &self,
        by: &Admin,
        event: i64,
        pages: Pages,
    ) -> Result<(Vec<WaitingView>, Paging), Error> {
        let (admin, window, versions) = (by.id, (pages.limit(), pages.offset()), self.0.versions.clone());
        let find = async move |conn: &mut Conn<'_>| {
            results::store::event(conn, event)
                .await?
                .ok_or_else(|| not_found(EVENT))?;
            let (mut rows, total) = store::queue(conn, event, admin, window).await?;
            ask_as_frozen(conn, &versions, &mut rows).await?;
            Ok::<_, Error>((rows, total))
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(WaitingView::from).collect(), pages.of(total)))
    }
}
