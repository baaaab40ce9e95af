//! The log of what administrators did: which things, by which names, and what was done to them.
//!
//! Invariant: a thing and an action have one name each, so whoever asks for a thing's notes gets all of them.

pub(crate) mod http;
pub(crate) mod rules;
pub(crate) mod service;
pub(crate) mod store;

use platform::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

pub(crate) use self::store::note;

/// A closed set of words that the log is written with.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($variant,)*
        }

        impl $name {
            /// All of them, as the log and its filter have them.
            pub(crate) const NAMES: &'static [&'static str] = &[$($word,)*];

            /// As the log and its filter have it.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}
words! {
    /// A kind of thing that administrators do something to; called like its table.
    Audited {
        Admin = "exam_admin",
        Audio = "exam_audio",
        Event = "exam_event",
        Image = "exam_image",
        Package = "exam_package",
        Participant = "exam_participant",
        Passage = "exam_passage",
        Position = "exam_position",
        Question = "exam_question",
        Rank = "exam_rank",
        Retention = "exam_retention",
        RegistrationToken = "exam_registration_token",
        Response = "exam_response",
        Section = "exam_section",
        SectionDetail = "exam_section_detail",
        Unit = "exam_unit",
        User = "exam_user",
    }
}
words! {
    /// What was done.
    Action {
        Appeal = "appeal",
        Create = "create",
        Delete = "delete",
        EndSessions = "end_sessions",
        Expire = "expire",
        Export = "export",
        Extend = "extend",
        Import = "import",
        Merge = "merge",
        Message = "message",
        Pause = "pause",
        Publish = "publish",
        Rate = "rate",
        Register = "register",
        Regrade = "regrade",
        ReplaceScales = "replace_scales",
        Resume = "resume",
        Release = "release",
        RevertRegrade = "revert_regrade",
        Revoke = "revoke",
        SetPassword = "set_password",
        Suspend = "suspend",
        Terminate = "terminate",
        Unsuspend = "unsuspend",
        Unrelease = "unrelease",
        Unvoid = "unvoid",
        Update = "update",
        Void = "void",
    }
}

/// The name of a thing in the log; some were once called without `exam_`.
pub(crate) fn name_of_thing(text: &str) -> String {
    const ONCE_SHORT: [Audited; 6] = [
        Audited::Admin,
        Audited::Package,
        Audited::Passage,
        Audited::Question,
        Audited::Section,
        Audited::SectionDetail,
    ];
    let mut names = ONCE_SHORT.into_iter().map(Audited::name);
    let found = names.find(|name| name.strip_prefix("exam_") == Some(text));
    found.unwrap_or(text).to_owned()
}

/// Which notes of the audit log are asked for; what is empty or 0 asks for any.
#[derive(Debug, Clone)]
pub struct WantedNotes {
    /// A kind of thing, called like its table.
    pub thing: String,
    /// One of that kind.
    pub thing_id: i64,
    /// Who did it.
    pub admin_id: i64,
    /// What was done.
    pub action: String,
    /// The first moment.
    pub from: Timestamp,
    /// The first moment behind the last one.
    pub to: Timestamp,
}

impl Default for WantedNotes {
    fn default() -> Self {
        Self {
            thing: String::new(),
            thing_id: 0,
            admin_id: 0,
            action: String::new(),
            from: Timestamp(i64::MIN),
            to: Timestamp(i64::MAX),
        }
    }
}

impl WantedNotes {
    /// The kinds of things that may be asked for.
    pub const THINGS: &'static [&'static str] = Audited::NAMES;
    /// What may have been done to them.
    pub const ACTIONS: &'static [&'static str] = Action::NAMES;
}

/// What somebody did, to what, and when.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Note")]
pub struct AuditNote {
    pub id: i64,
    /// Who; `null` for the program itself and for whoever runs the machine.
    pub admin_id: Option<i64>,
    /// What they are called now; `null` where they are gone.
    pub admin_name: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub thing: String,
    /// Which one.
    pub thing_id: Option<i64>,
    /// What is worth knowing about it.
    #[schemars(with = "serde_json::Value")]
    pub detail: Box<RawValue>,
    /// When.
    pub at: Timestamp,
}
