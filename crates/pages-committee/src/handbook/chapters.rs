//! The parts of the handbook and the order of their chapters. What they say stands in the catalogue.

/// What one kind of reader needs.
pub(super) struct Part {
    /// The end of its address.
    pub(super) path: &'static str,
    /// The key of its title; its purpose has the same with `-about`.
    pub(super) text: &'static str,
    /// The names of its chapters: `handbook-NAME` is a title, `handbook-NAME-1` the first step.
    pub(super) chapters: &'static [&'static str],
}

pub(super) const PARTICIPANTS: Part = Part {
    path: "peserta",
    text: "handbook-part-participant",
    chapters: &[
        "bring",
        "enter",
        "devices",
        "answer",
        "listen",
        "speak",
        "offline",
        "hand-in",
        "own-result",
    ],
};

pub(super) const PARTS: [Part; 4] = [
    Part {
        path: "panitia",
        text: "handbook-part-committee",
        chapters: &[
            "way",
            "import",
            "write",
            "publish",
            "schedule",
            "rehearsal",
            "participants",
            "cards",
            "figures",
            "correct",
            "release",
            "office",
            "trouble",
        ],
    },
    Part {
        path: "pengawas",
        text: "handbook-part-supervisor",
        chapters: &["before", "board", "states", "act", "login", "lost", "power", "after"],
    },
    Part {
        path: "penilai",
        text: "handbook-part-rater",
        chapters: &["queue", "mark", "dispute", "agree"],
    },
    PARTICIPANTS,
];
