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
    rules::{self, Link},
    store::{self, TokenRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, not_found},
    people::person,
    sitting::{event, participant},
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
    /// Id.
    pub id: i64,
    /// The event.
    pub event_id: i64,
    /// When it ends.
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
            expires_at: row.expires_at,
            max_uses: row.max_uses,
            used: row.used,
            revoked_at: row.revoked_at,
            created_at: row.created_at,
        }
    }
}

/// Somebody who has registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The participant's id.
    pub id: i64,
    /// The event's id.
    pub event_id: i64,
    /// Number for this exam.
    pub exam_registered_number: String,
}

fn hash_of(name: &str) -> String {
    hex(&Sha256::digest(name.as_bytes()))
}

impl Assessment {
    /// Makes a link for an event; answers its address, which is not kept. Of an event that is over it has ended, too.
    pub async fn create_link(&self, by: &Admin, event: i64, uses: i64) -> Result<String, Error> {
        let (now, name, admin) = (by.ctx.now(), keys::random_token(), by.id);
        let hash = hash_of(&name);
        let work = async move |tx: &mut Tx<'_>| {
            let ends = event::service::find_event(tx, event).await?.content.moments.ends;
            let expires_at = rules::expiry(now, ends, keys::RETIRED_KEPT);
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
        Ok(format!("{}/registration?token={token}", self.0.options.public_url))
    }

    /// A page of the registration links of an event, the newest first.
    pub async fn list_links(&self, event: i64, pages: Pages) -> Result<(Vec<LinkView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            event::service::find_event(conn, event).await?;
            store::of_event(conn, event, pages.limit(), pages.offset()).await
        };
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows.into_iter().map(LinkView::from).collect(), pages.of(total)))
    }

    /// Takes a link back. Who has registered stays.
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

    /// Registers somebody who has a link.
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
    ) -> Result<Registered, Error> {
        let now = ctx.now();
        let claims = self.0.tokens.verify(token, AUDIENCE, token::Kind::Ticket, now);
        let claims = claims.map_err(|refusal| match refusal {
            token::Refusal::Expired => rules::expired(),
            other => rules::invalid().caused_by(other),
        })?;
        let mut check = Check::new();
        let name = person::rules::name(&mut check, "name", name);
        let number = person::rules::registered_number(&mut check, "registeredNumber", registered_number);
        check.finish()?;
        let hash = hash_of(&claims.sid);
        let work = async move |tx: &mut Tx<'_>| {
            let row = store::by_hash(tx, &hash).await?;
            let row = row
                .filter(|row| row.event_id.to_string() == claims.sub)
                .ok_or_else(rules::invalid)?;
            let link = Link {
                expires_at: row.expires_at,
                event_ends: row.event_ends,
                revoked_at: row.revoked_at,
            };
            link.is_good(now)?;
            // First the place: whoever comes too late makes no user.
            if !store::take(tx, row.id).await? {
                return Err(rules::used_up());
            }
            let user = participant::service::user_named(tx, &name, &number).await?;
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
