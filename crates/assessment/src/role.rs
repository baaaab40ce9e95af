//! The administrators' roles, and who may do what.

use std::fmt::Debug;

use platform::{Error, http::routes::Staff};

/// What an administrator may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Everything.
    Administrator,
    /// Questions, packages and audio.
    Author,
    /// Sittings, participants and video.
    Proctor,
    /// Responses.
    Rater,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Author, Self::Proctor, Self::Rater];

    /// As the documents number it.
    pub fn id(self) -> i64 {
        match self {
            Self::Administrator => 1,
            Self::Author => 2,
            Self::Proctor => 3,
            Self::Rater => 4,
        }
    }

    /// As a login answers it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Author => "author",
            Self::Proctor => "proctor",
            Self::Rater => "rater",
        }
    }

    /// The role of a number.
    pub fn of(id: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// The role of a stored number.
    pub(crate) fn from_stored(id: i64) -> Result<Self, Error> {
        Self::of(id).ok_or_else(|| Error::internal("a stored role is unknown"))
    }

    /// Whether it may see what is right (asked for with `entities=answer`).
    pub fn sees_keys(self) -> bool {
        self != Self::Proctor
    }
}

/// Which roles may do something.
pub trait Requirement: Debug + Clone + Copy + Send + Sync + 'static {
    /// The roles, as the documents show them.
    const STAFF: &'static Staff;

    /// Whether a role is among them.
    fn met(role: Role) -> bool {
        Self::STAFF.roles.contains(&role.id())
    }
}

macro_rules! requirements {
    ($($(#[$meta:meta])* $name:ident $roles:expr, $about:expr;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Requirement for $name {
            const STAFF: &'static Staff = &Staff { roles: &$roles, about: $about, refusal: crate::failures::role_required };
        }
    )*};
}
requirements! {
    /// Whoever is logged in.
    AnyStaff [1, 2, 3, 4], "For every administrator of exams.";
    Administrators [1], "For administrators (role 1).";
    /// Who writes the question bank.
    Authors [1, 2], "For administrators and authors (roles 1 and 2).";
    /// Who reads the question bank.
    BankReaders [1, 2, 4], "For administrators, authors and raters (roles 1, 2 and 4).";
    /// Who runs sittings.
    Proctors [1, 3], "For administrators and proctors (roles 1 and 3).";
    /// Who sees sittings.
    SittingReaders [1, 3, 4], "For administrators, proctors and raters (roles 1, 3 and 4).";
    /// Who marks.
    Raters [1, 4], "For administrators and raters (roles 1 and 4).";
}
