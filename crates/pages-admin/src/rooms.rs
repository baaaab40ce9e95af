//! The rooms of these pages: the ways between them.

use accounts::Role;
use pages_kit::Visit;

use crate::{Desk, address};

/// A way to a room.
pub(crate) struct Room {
    pub(crate) text: String,
    /// What is found there, in a line.
    pub(crate) about: String,
    pub(crate) path: &'static str,
    pub(crate) is_here: bool,
}

/// Every room, by the key of its text: the first is the overview.
const ROOMS: [(&str, &str); 10] = [
    ("overview", address::OVERVIEW),
    ("people", address::PEOPLE),
    ("work", address::WORK),
    ("backups", address::BACKUPS),
    ("storage", address::STORAGE),
    ("figures", address::FIGURES),
    ("lines", address::LINES),
    ("grants", address::GRANTS),
    ("webhooks", address::HOOKS),
    ("log", address::LOG),
];

/// The ways to all rooms that there are for somebody, of which one is where they are.
pub(crate) fn rooms(desk: &Desk, visit: &Visit, here: &str) -> Vec<Room> {
    let speech = visit.speech();
    let is_super = visit.actor.as_ref().is_some_and(|actor| actor.role == Role::SuperAdmin);
    let is_open = |(_, path): &(&str, &str)| match *path {
        address::GRANTS => is_super,
        address::HOOKS => desk.place().webhooks().is_some(),
        _ => true,
    };
    let room = |(name, path): (&str, &'static str)| Room {
        text: speech.say(&format!("manage-room-{name}")),
        about: speech.say(&format!("manage-about-{name}")),
        is_here: path == here,
        path,
    };
    ROOMS.into_iter().filter(is_open).map(room).collect()
}
