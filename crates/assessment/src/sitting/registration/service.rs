//! Registering oneself by a link that somebody in charge has handed out.
//!
//! Invariant: of all who use a link, no more get a place than it has; the last place goes to exactly one.

use platform::{
    Conn, Ctx, Error, Timestamp, Tx,
    auth::{keys, token},
    page::{Pages, Paging},
    text::{Check, hex},
};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::{
    rules::{self, Link, LinkClaims},
    store::{self, TokenRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, not_found},
    people::person,
    sitting::{event, model::Words, participant},
};

/// Names the realm in tokens.
const AUDIENCE: &str = "exam-registration";
/// A link, in the words of messages.
const LINK: Noun = Noun {
    id: "tautan pendaftaran",
    en: "registration link",
};

/// A link that was handed out, without what makes it good.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    pub id: i64,
    pub event_id: i64,
    /// When it ends: with its event.
    pub expires_at: Timestamp,
    /// How many it is for.
    pub max_uses: i64,
    /// How many have used it.
    pub used: i64,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl From<TokenRow> for LinkView {
    fn from(row: TokenRow) -> Self {
        Self {
            id: row.id,
            event_id: row.event_id,
            expires_at: row.event_ends,
            max_uses: row.max_uses,
            used: row.used,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

/// A link to hand out.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewLink {
    /// The address.
    pub url: String,
    /// When it ends: with its event.
    pub expires_at: Timestamp,
    /// Says that nobody can register any more, where the event is over already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Words>,
}

/// What is said with a link that is of no use.
fn over() -> Words {
    Words {
        id: "Ujian ini sudah selesai, jadi tidak ada yang dapat mendaftar lagi dengan tautan ini.".to_owned(),
        en: "This event is over, so nobody can register with this link any more.".to_owned(),
    }
}

/// Somebody who has registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The participant's id.
    pub id: i64,
    /// The event's id.
    pub event_id: i64,
    pub exam_registered_number: String,
}

fn link_of(row: &TokenRow) -> Link {
    Link {
        event_ends: row.event_ends,
        revoked_at: row.revoked_at,
    }
}

fn hash_of(name: &str) -> String {
    hex(&Sha256::digest(name.as_bytes()))
}

impl Assessment {
    /// Makes a link for an event and so many people, or as many as usual; its address is not kept. Of an event that is over
    /// it has ended, too.
    #[platform::boxed]
    pub async fn create_link(&self, by: &Admin, event: i64, uses: Option<i64>) -> Result<NewLink, Error> {
        let uses = rules::uses(uses)?;
        let (now, name, admin) = (by.ctx.now(), keys::random_token(), by.id);
        let hash = hash_of(&name);
        let work = async move |tx: &mut Tx<'_>| {
            let expires_at = event::service::find_event(tx, event).await?.content.moments.ends;
            let id = store::insert(tx, (event, &hash), expires_at, uses, admin).await?;
            let detail = json!({"eventId": event, "maxUses": uses, "expiresAt": expires_at});
            audit::note(
                tx,
                Some(admin),
                Action::Create,
                Audited::RegistrationToken,
                Some(id),
                &detail,
            )
            .await?;
            Ok::<_, Error>(expires_at)
        };
        let expires_at = self.0.db.write(work).await?;
        let token = self.0.tokens.issue(&token::Claims {
            sub: event.to_string(),
            sid: name,
            aud: AUDIENCE.to_owned(),
            kind: token::Kind::Ticket,
            iat: now.seconds(),
            exp: expires_at.seconds(),
        })?;
        Ok(NewLink {
            url: format!("{}/registration?token={token}", self.0.options.public_url),
            expires_at,
            message: (expires_at <= now).then(over),
        })
    }

    /// A page of the registration links of an event, the newest first.
    #[platform::boxed]
    pub async fn list_links(&self, event: i64, pages: Pages) -> Result<(Vec<LinkView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            event::service::find_event(conn, event).await?;
            store::of_event(conn, event, pages.limit(), pages.offset()).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(LinkView::from).collect(), pages.of(total)))
    }

    /// Takes a link back. Who has registered stays.
    #[platform::boxed]
    pub async fn revoke_link(&self, by: &Admin, id: i64) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(LINK))?;
            store::revoke(tx, id).await?;
            let detail = json!({"eventId": row.event_id});
            audit::note(
                tx,
                Some(admin),
                Action::Revoke,
                Audited::RegistrationToken,
                Some(id),
                &detail,
            )
            .await
        };
        self.0.db.write(work).await
    }

    /// What a link says, unless it was altered. Whether it has ended is for its event to say, which may have been moved.
    fn read_link(&self, token: &str, now: Timestamp) -> Result<LinkClaims, Error> {
        match self.0.tokens.verify(token, AUDIENCE, token::Kind::Ticket, now) {
            Ok(_) | Err(token::Refusal::Expired | token::Refusal::UnknownKey) => {
                rules::read_link(token, AUDIENCE).ok_or_else(rules::invalid)
            }
            Err(refusal) => Err(rules::invalid().caused_by(refusal)),
        }
    }

    /// The event that a link is for, if it is good and has a place left.
    pub(crate) async fn good_link(&self, now: Timestamp, token: &str) -> Result<i64, Error> {
        let spoken = self.read_link(token, now)?;
        let hash = hash_of(&spoken.name);
        let find = async move |conn: &mut Conn<'_>| store::by_hash(conn, &hash).await;
        let row = self.0.db.read(find).await?;
        let row = row.filter(|row| row.event_id.to_string() == spoken.event);
        let row = row.ok_or_else(rules::invalid)?;
        link_of(&row).is_good(now)?;
        if row.used >= row.max_uses {
            return Err(rules::used_up());
        }
        Ok(row.event_id)
    }

    /// Registers somebody who has a link; a user who is made by that has these titles.
    ///
    /// # Errors
    /// If the link is not good (any more), all of its places are taken, the name or the number is none, the number belongs to
    /// another name, or whoever it is sits at the event already.
    pub async fn register_with_token(
        &self,
        ctx: &Ctx,
        token: &str,
        name: &str,
        registered_number: &str,
        titles: participant::service::Titles,
    ) -> Result<Registered, Error> {
        let now = ctx.now();
        let spoken = self.read_link(token, now)?;
        let mut check = Check::new();
        let name = person::rules::name(&mut check, "name", name);
        let number = person::rules::registered_number(&mut check, "registeredNumber", registered_number);
        check.finish()?;
        let hash = hash_of(&spoken.name);
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_hash(tx, &hash).await?;
            let row = row
                .filter(|row| row.event_id.to_string() == spoken.event)
                .ok_or_else(rules::invalid)?;
            link_of(&row).is_good(now)?;
            // First the place: whoever comes too late makes no user.
            if !store::take(tx, row.id).await? {
                return Err(rules::used_up());
            }
            let user = participant::service::user_named(tx, &name, &number, titles).await?;
            let made = participant::service::add(tx, row.event_id, &user, "link").await?;
            let detail = json!({"eventId": row.event_id, "registrationTokenId": row.id});
            audit::note(tx, None, Action::Register, Audited::Participant, Some(made.id), &detail).await?;
            Ok(Registered {
                id: made.id,
                event_id: made.event_id,
                exam_registered_number: made.exam_registered_number,
            })
        };
        self.0.db.write(work).await
    }
}
