//! What stands around these pages: who is logged in, and the rooms of a sitting.

use assessment::{Admin, Administrators, BankReaders, EventView, Proctors, Raters, Requirement, SittingReaders};
use pages_kit::{Frame, Speech, Visit};
use platform::Error;

use crate::{
    Committee,
    handbook::places::{self, Help},
};

/// Who is logged in, and what their pages have besides.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a way in the bar that some roles have and others have not"
)]
pub(crate) struct Officer<'a> {
    pub(crate) style: &'a str,
    pub(crate) username: String,
    pub(crate) role: String,
    /// Whether they may see sittings, and packages of questions.
    pub(crate) sees_sittings: bool,
    pub(crate) sees_papers: bool,
    /// Whether they may see people, and how the place is kept.
    pub(crate) sees_people: bool,
    pub(crate) administers: bool,
    /// The chapter of the handbook that belongs to the page.
    pub(crate) help: Option<Help>,
    /// The token of forms.
    pub(crate) token: String,
}

/// A page of a sitting.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Overview,
    Participants,
    Supervise,
    Rate,
    Results,
}

/// A way to a page of a sitting.
pub(crate) struct Tab {
    pub(crate) text: String,
    pub(crate) path: String,
    pub(crate) is_here: bool,
}

impl Room {
    /// Text, what follows the sitting's address, and for whom it is.
    fn told(self) -> (&'static str, &'static str, fn(assessment::Role) -> bool) {
        match self {
            Self::Overview => ("committee-overview", "", SittingReaders::met),
            Self::Participants => ("committee-participants", "/peserta", Proctors::met),
            Self::Supervise => ("supervise-title", "/awasi", Proctors::met),
            Self::Rate => ("rate-room", "/nilai", Raters::met),
            Self::Results => ("results", "/hasil", Raters::met),
        }
    }

    const ALL: [Self; 5] = [
        Self::Overview,
        Self::Participants,
        Self::Supervise,
        Self::Rate,
        Self::Results,
    ];
}

/// The address of a sitting's page.
pub(crate) fn address(event: i64, rest: &str) -> String {
    format!("/ujian/{event}{rest}")
}

/// The rooms of a sitting that a role may enter.
pub(crate) fn tabs(speech: Speech<'_>, admin: &Admin, event: &EventView, here: Room) -> Vec<Tab> {
    let rooms = Room::ALL.into_iter().filter(|room| room.told().2(admin.role));
    rooms
        .map(|room| Tab {
            text: speech.say(room.told().0),
            path: address(event.id, room.told().1),
            is_here: room == here,
        })
        .collect()
}

/// What stands around a page of somebody who is logged in.
pub(crate) async fn around<'a>(
    committee: &'a Committee,
    visit: &'a Visit,
    admin: &Admin,
    title: impl Into<String>,
) -> Result<(Frame<'a>, Officer<'a>), Error> {
    let own = committee.assessment().admin(admin.id).await?;
    let token = visit.kit.form_token(visit)?;
    let officer = Officer {
        style: committee.style(),
        username: own.username,
        role: visit.speech().say(&format!("committee-role-{}", admin.role.name())),
        sees_sittings: SittingReaders::met(admin.role),
        sees_papers: BankReaders::met(admin.role),
        sees_people: Proctors::met(admin.role),
        administers: Administrators::met(admin.role),
        help: places::help(visit.speech(), &visit.path),
        token: token.token.clone(),
    };
    Ok((Frame::of(visit, title).with_form(&token), officer))
}
