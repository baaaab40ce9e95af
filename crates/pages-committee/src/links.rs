//! Links by which people register for a sitting themselves.

use askama::Template;
use assessment::{LinkView, NewLink, Proctors};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, qr::Code};
use platform::Error;

use crate::{
    Committee,
    caller::Sent,
    event::{Head, find, number},
    frame::{Officer, Room, address, around},
    moment::Zone,
};

/// A link that was handed out.
pub(crate) struct Link {
    pub(crate) said: String,
    pub(crate) state: String,
    /// Where it is revoked, as long as it is good.
    pub(crate) revoke: Option<String>,
}

impl Link {
    pub(crate) fn of(link: &LinkView, speech: Speech<'_>, zone: Zone) -> Self {
        let used = speech.with_two("committee-link-used", ("used", link.used), ("most", link.max_uses));
        let state = match link.revoked_at {
            Some(at) => speech.with("committee-link-revoked", "moment", zone.moment(speech, at)),
            None => speech.with("committee-link-until", "moment", zone.moment(speech, link.expires_at)),
        };
        let revoke = link.revoked_at.is_none();
        Self {
            said: used,
            state,
            revoke: revoke.then(|| address(link.event_id, &format!("/tautan/{}/cabut", link.id))),
        }
    }
}

#[derive(Template)]
#[template(path = "committee/link.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    link: NewLink,
    until: String,
    code: Code,
    back: String,
    /// Says that the address leads nowhere from another machine.
    is_known_here_alone: bool,
}

/// `POST /ujian/{event}/tautan`: makes a link and shows it, this once: its address is not kept.
pub(crate) async fn create(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let made = async {
        let event = find(&committee, &event).await?;
        let speech = visit.speech();
        let uses = match fields.get("maxUses").trim() {
            "" => None,
            typed => Some(typed.parse().unwrap_or(0)),
        };
        let link = committee.assessment().create_link(&admin, event.id, uses).await?;
        let zone = Zone::of(&event.time_zone);
        let (frame, officer) = around(&committee, &visit, &admin, speech.say("committee-link-new")).await?;
        Answer::page(&Page {
            frame,
            officer,
            head: Head::of(&event, (&visit, &admin), Room::Participants),
            until: zone.moment(speech, link.expires_at),
            code: Code::of(&link.url)?,
            link,
            back: address(event.id, "/peserta"),
            is_known_here_alone: visit.kit.is_known_here_alone(),
        })
    };
    made.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/tautan/{link}/cabut`
pub(crate) async fn revoke(
    State(committee): State<Committee>,
    Path((event, link)): Path<(String, String)>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent { visit, admin, .. } = sent;
    let revoked = async {
        let event = number(&event)?;
        committee.assessment().revoke_link(&admin, number(&link)?).await?;
        Answer::see(&address(event, "/peserta?sudah=tautan-dicabut"))
    };
    revoked.await.map_err(|error: Error| Failed::at(&visit)(error))
}
