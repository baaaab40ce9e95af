//! The rooms of these pages: the ways between them.

use pages_kit::Speech;

use crate::address;

/// A way to a room.
pub(crate) struct Room {
    pub(crate) text: String,
    /// What is found there, in a line.
    pub(crate) about: String,
    pub(crate) path: &'static str,
    pub(crate) is_here: bool,
}

/// Every room, by the key of its text: the first is the overview.
const ROOMS: [(&str, &str); 5] = [
    ("overview", address::OVERVIEW),
    ("people", address::PEOPLE),
    ("work", address::WORK),
    ("backups", address::BACKUPS),
    ("log", address::LOG),
];

/// The ways to all rooms, of which one is where somebody is.
pub(crate) fn rooms(speech: Speech<'_>, here: &str) -> Vec<Room> {
    let room = |(name, path): (&str, &'static str)| Room {
        text: speech.say(&format!("manage-room-{name}")),
        about: speech.say(&format!("manage-about-{name}")),
        is_here: path == here,
        path,
    };
    ROOMS.into_iter().map(room).collect()
}
