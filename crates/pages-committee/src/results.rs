//! The results of a sitting: who reached what, what that says about the questions, and what is done about them: releasing,
//! voiding, marking again, correcting a score.
//!
//! Invariant: a total of which a part is missing is never shown as a number; what would change is shown before it does.

pub(crate) mod appeal;
pub(crate) mod correction;
pub(crate) mod figures;
pub(crate) mod list;
mod outlook;
pub(crate) mod person;
pub(crate) mod question;
pub(crate) mod regrade;
pub(crate) mod release;
pub(crate) mod statistics;

use assessment::{Admin, Administrators, Authors, EventView, Raters, Requirement, Role};
use pages_kit::{Frame, Speech, Visit};
use platform::Error;

use crate::{
    Committee,
    event::Head,
    frame::{Officer, Room, Tab, address, around},
};

/// A page of this room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    List,
    Statistics,
    Release,
    Regrade,
}

impl Place {
    const ALL: [Self; 4] = [Self::List, Self::Statistics, Self::Release, Self::Regrade];

    /// Text, what follows the sitting's address, and for whom it is.
    fn told(self) -> (&'static str, &'static str, fn(Role) -> bool) {
        match self {
            Self::List => ("results-list", "/hasil", Raters::met),
            Self::Statistics => ("results-statistics", "/hasil/soal", Raters::met),
            Self::Release => ("results-release", "/hasil/umumkan", Administrators::met),
            Self::Regrade => ("results-regrade", "/hasil/nilai-ulang", may_regrade),
        }
    }
}

/// Who marks a package again is shown whose scores that changes.
fn may_regrade(role: Role) -> bool {
    Authors::met(role) && Raters::met(role)
}

/// What stands above a page of this room.
struct Inside<'a> {
    head: Head,
    /// The pages of this room.
    places: Vec<Tab>,
    style: &'a str,
}

/// What stands around a page of this room.
async fn inside<'a>(
    committee: &'a Committee,
    (visit, admin): (&'a Visit, &Admin),
    event: &EventView,
    here: Option<Place>,
    title: String,
) -> Result<(Frame<'a>, Officer<'a>, Inside<'a>), Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, title).await?;
    let places = Place::ALL.into_iter().filter(|place| place.told().2(admin.role));
    let room = Inside {
        head: Head::of(event, (visit, admin), Room::Results),
        places: places
            .map(|place| Tab {
                text: speech.say(place.told().0),
                path: address(event.id, place.told().1),
                is_here: Some(place) == here,
            })
            .collect(),
        style: committee.results_style(),
    };
    Ok((frame, officer, room))
}

/// Where pictures of texts are, for whoever reads the bank.
const PICTURES: &str = "/api/v1/images/";

/// The words of a language for one of the module's few codes.
fn coded(speech: Speech<'_>, prefix: &str, code: &str) -> String {
    speech.say(&format!("{prefix}-{}", code.replace('_', "-")))
}
