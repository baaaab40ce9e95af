//! Logging participants in and out, and registering by a link.
//!
//! Invariants: at most one session of a participant lives; a session ends for every process at once, because its row is read
//! with each request.

use std::time::Duration;

use platform::{
    Conn, Ctx, Error, Kind, Timestamp, Tx,
    auth::{keys, token},
    peer::Peer,
    text::hex,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{
    rules::{
        DIFFICULTY, EventChoice, SitterLogin, SitterLoginIn, SitterRegistrationIn, challenge_refused, choose_event,
        refused, session_elsewhere, worked_for,
    },
    store::{self, Candidate},
};
use crate::{
    Assessment, Sitter,
    exam::{model::seconds, stream},
    failures::{session_ended, taken_over},
    people::{
        model::TitleKind,
        title::{self, service::TitleChoice},
    },
    sitting::{event, model::Status},
};

/// Names the realm in tokens.
const AUDIENCE: &str = "exam-participants";
/// Names challenges in tokens.
const CHALLENGES: &str = "exam-challenges";
/// How long a participant's session lasts.
pub(crate) const SESSION: Duration = Duration::from_secs(12 * 60 * 60);
/// How long a challenge may take.
const CHALLENGE: Duration = Duration::from_secs(15 * 60);
/// Too many wrong names.
pub(crate) const THROTTLED: &str = "assessment.exam_login_throttled";
/// Most characters of what a browser says that it is.
const AGENT: usize = 200;

/// A participant who has logged in.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamSession")]
pub struct SitterView {
    /// The participant's id.
    pub id: i64,
    pub name: String,
    pub event_id: i64,
    pub event_title: String,
    pub event_slug: String,
    pub exam_registered_number: String,
    /// How far the participant is.
    pub state: Status,
}

/// A session that was begun.
pub struct BegunSitting {
    pub view: SitterView,
    /// Its id.
    pub session: String,
    /// What goes into the cookie.
    pub token: String,
}

/// What can be chosen by whoever registers; a list is empty where nothing can, and then the form does not ask for it.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamRegistrationChoices")]
pub struct RegistrationChoices {
    /// Ranks by title.
    pub rank_id: Vec<TitleChoice>,
    /// Units by title.
    pub unit_id: Vec<TitleChoice>,
    /// Positions by title.
    pub position_id: Vec<TitleChoice>,
}

impl RegistrationChoices {
    async fn read(conn: &mut Conn<'_>) -> Result<Self, Error> {
        Ok(Self {
            rank_id: title::service::choices(conn, TitleKind::Rank).await?,
            unit_id: title::service::choices(conn, TitleKind::Unit).await?,
            position_id: title::service::choices(conn, TitleKind::Position).await?,
        })
    }

    /// What a form asks for, in its order.
    fn fields(&self) -> Vec<&'static str> {
        let lists = [
            ("rankId", &self.rank_id),
            ("unitId", &self.unit_id),
            ("positionId", &self.position_id),
        ];
        let chosen = lists.into_iter().filter(|(_, list)| !list.is_empty());
        ["name", "registeredNumber"]
            .into_iter()
            .chain(chosen.map(|(name, _)| name))
            .collect()
    }
}

/// What registering by a link costs, and what it is for.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChallengeView {
    /// Begins the answer.
    pub challenge: String,
    /// How many zero bits SHA-256 of `challenge:text` has to begin with.
    pub difficulty: u32,
    pub event_title: String,
    /// What a form asks for, in this order: `name` and `registeredNumber`; `rankId`, `unitId` and `positionId`, which may be
    /// left out, where there is something to choose from.
    pub fields: Vec<&'static str>,
    pub choices: RegistrationChoices,
}

/// From where somebody logs in.
#[derive(Debug, Clone)]
pub struct From {
    pub peer: Peer,
    /// What the browser says that it is.
    pub agent: String,
    /// The session that the browser has already; empty for none.
    pub session: String,
}

/// Whom a login is for: the only open event, the one that was named, or, if all are over, the last.
fn chosen(candidates: Vec<Candidate>, login: &SitterLogin, now: Timestamp) -> Result<Option<Candidate>, Error> {
    let mut own: Vec<Candidate> = candidates
        .into_iter()
        .filter(|one| one.name_key == login.name_key)
        .filter(|one| login.event.is_none_or(|event| event == one.event))
        .collect();
    let is_open = |one: &Candidate| {
        let is_done = !matches!(
            one.status,
            Status::Registered | Status::Ready | Status::InSection | Status::Suspended
        );
        now < one.ends.plus(seconds(one.extra_seconds)) && !is_done
    };
    let open: Vec<usize> = (0..own.len()).filter(|at| is_open(&own[*at])).collect();
    match open.as_slice() {
        [] => Ok(own.pop()),
        [only] => Ok(Some(own.swap_remove(*only))),
        several => {
            let events = several.iter().map(|at| EventChoice {
                id: own[*at].event,
                title: own[*at].event_title.clone(),
                starts_at: own[*at].starts,
            });
            Err(choose_event(&events.collect::<Vec<_>>()))
        }
    }
}

impl Assessment {
    /// Logs a participant in. Every wrong answer looks alike; too many of them are refused.
    pub async fn log_sitter_in(&self, ctx: &Ctx, from: &From, input: SitterLoginIn) -> Result<BegunSitting, Error> {
        let login = input.judge()?;
        let now = ctx.now();
        let attempt = async {
            let number = login.number_key.clone();
            let find = async move |conn: &mut Conn<'_>| store::candidates(conn, &number).await;
            chosen(self.0.db.read(find).await?, &login, now)
        };
        let (logins, network) = (&self.0.throttles.sitters, from.peer.network());
        let found = logins.make(&login.number_key, Some(&network), attempt).await?;
        let found = found.ok_or_else(refused)?;
        self.begin_sitting(ctx, from, found.participant, login.take_over).await
    }

    /// Registers somebody who has a link and has worked for it, and logs them in.
    pub async fn register_sitter(
        &self,
        ctx: &Ctx,
        from: &From,
        link: &str,
        input: SitterRegistrationIn,
    ) -> Result<BegunSitting, Error> {
        self.take_challenge(ctx.now(), link, &input.challenge)?;
        let titles = [input.rank_id, input.unit_id, input.position_id];
        let registered = self
            .register_with_token(ctx, link, &input.name, &input.registered_number, titles)
            .await?;
        self.begin_sitting(ctx, from, registered.id, true).await
    }

    /// A challenge for whoever wants to register by a link, which has to be good.
    pub async fn challenge(&self, ctx: &Ctx, link: &str) -> Result<ChallengeView, Error> {
        let (event_title, choices) = self.form_of_link(ctx.now(), link).await?;
        let now = ctx.now();
        let challenge = self.0.tokens.issue(&token::Claims {
            sub: digest_of(link),
            sid: keys::random_token(),
            aud: CHALLENGES.to_owned(),
            kind: token::Kind::Ticket,
            iat: now.seconds(),
            exp: now.plus(CHALLENGE).seconds(),
        })?;
        Ok(ChallengeView {
            challenge,
            difficulty: DIFFICULTY,
            event_title,
            fields: choices.fields(),
            choices,
        })
    }

    /// Refuses an answer that was not worked for, is to the challenge of another link, or was given before.
    fn take_challenge(&self, now: Timestamp, link: &str, answer: &str) -> Result<(), Error> {
        let challenge = worked_for(answer).ok_or_else(challenge_refused)?;
        let tokens = &self.0.tokens;
        let claims = tokens.verify(challenge, CHALLENGES, token::Kind::Ticket, now);
        let claims = claims.map_err(|refusal| challenge_refused().caused_by(refusal))?;
        if claims.sub != digest_of(link) {
            return Err(challenge_refused());
        }
        self.0
            .throttles
            .challenges
            .take(&claims.sid)
            .map_err(|_| challenge_refused())
    }

    async fn begin_sitting(&self, ctx: &Ctx, from: &From, id: i64, takes_over: bool) -> Result<BegunSitting, Error> {
        let (now, session) = (ctx.now(), keys::random_token());
        let expires_at = now.plus(SESSION);
        let token = self.0.tokens.issue(&token::Claims {
            sub: id.to_string(),
            sid: session.clone(),
            aud: AUDIENCE.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: expires_at.seconds(),
        })?;
        let (sid, own) = (session.clone(), from.session.clone());
        let address = from.peer.network();
        let agent: String = from.agent.chars().take(AGENT).collect();
        let open = async move |tx: &mut Tx<'_>| {
            let seat = crate::exam::store::seat(tx, id).await?.ok_or_else(refused)?;
            if store::lives_elsewhere(tx, id, &own, now).await? {
                if !takes_over {
                    return Err(session_elsewhere());
                }
                stream::service::tell_takeover(tx, id).await?;
            }
            store::end_all(tx, id).await?;
            store::insert(tx, &sid, id, (&address, &agent), expires_at).await?;
            Ok(SitterView {
                id,
                name: seat.name,
                event_id: seat.event.id,
                event_title: seat.event.title,
                event_slug: seat.event.slug,
                exam_registered_number: seat.exam_registered_number,
                state: seat.status,
            })
        };
        let view = self.0.db.write(open).await?;
        Ok(BegunSitting { view, session, token })
    }

    /// Ends a participant's session.
    pub async fn log_sitter_out(&self, session: &str) -> Result<(), Error> {
        let session = session.to_owned();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| store::end(tx, &session).await)
            .await
    }

    /// Whose token it is.
    pub async fn sitter_of_token(&self, ctx: Ctx, token: &str) -> Result<Sitter, Error> {
        let claims = self.0.tokens.verify(token, AUDIENCE, token::Kind::Access, ctx.now())?;
        let found = self.living_sitter(&claims.sid, ctx.now()).await?;
        let participant = found.participant;
        if participant.to_string() != claims.sub {
            return Err(session_ended());
        }
        Ok(Sitter {
            // Names the realm, too: keys of repeated requests of two realms never meet.
            ctx: ctx.by(&format!("exam-participant/{participant}")),
            participant,
            event: found.event,
            session: claims.sid,
            safe_browser_of: found.safe_browser_of,
        })
    }

    /// A session that lives.
    async fn living_sitter(&self, session: &str, now: Timestamp) -> Result<store::Session, Error> {
        let session = session.to_owned();
        let find = async move |conn: &mut Conn<'_>| store::session(conn, &session).await;
        let found = self.0.db.read_by_key(find).await?.ok_or_else(session_ended)?;
        if found.is_taken_over {
            return Err(taken_over());
        }
        if found.is_revoked || found.expires_at <= now {
            return Err(session_ended());
        }
        Ok(found)
    }

    /// Refuses a participant whose session has ended since the request began.
    pub async fn sitter_lives(&self, sitter: &Sitter) -> Result<(), Error> {
        self.living_sitter(&sitter.session, sitter.ctx.now()).await.map(drop)
    }

    /// The title of the event that a registration link is for, and what its form offers, if the link is good.
    async fn form_of_link(&self, now: Timestamp, link: &str) -> Result<(String, RegistrationChoices), Error> {
        let event = self.good_link(now, link).await?;
        let find = async move |conn: &mut Conn<'_>| {
            let event = event::service::find_event(conn, event).await?;
            Ok::<_, Error>((event.content.title, RegistrationChoices::read(conn).await?))
        };
        self.0.db.read(find).await
    }
}

fn digest_of(link: &str) -> String {
    hex(&Sha256::digest(link.as_bytes()))
}

/// Whether a failure says that there is no session, so that the caller is nobody.
pub(crate) fn is_nobody(error: &Error) -> bool {
    error.kind() == Kind::Unauthenticated
}
