//! Who may move a listing from where to where. Pure: one table, read by the use case and told in the documents.
//!
//! Nobody sets `expired` by hand: the clock does. Whoever may not see a listing is not asked here.

use accounts::{AccountId, Actor};

use crate::model::listing::{Listing, Status};

/// In which role somebody acts on a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    Owner,
    /// A moderator or administrator, on anybody's listing, their own included.
    Staff,
}

/// What becomes of a wish to move a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It moves.
    Allowed,
    /// It is there already.
    Already,
    /// Staff may, its owner may not.
    StaffOnly,
    /// Nobody may.
    Never,
}

/// Who else than staff may make a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// Its owner may not.
    No,
    /// Its owner may.
    Yes,
    /// Its owner may where new listings are reviewed. Elsewhere a listing waits only because staff made it wait, and
    /// putting it away and handing it in again would be a way around them.
    Reviewed,
}

/// Every move that there is, and whether the owner may make it, too. Staff may make all of them.
///
/// | from \ to      |`pending_review`| active | rejected | sold  | archived  |
/// |----------------|----------------|--------|----------|-------|-----------|
/// |`pending_review`|                | staff  | staff    |       | owner (1) |
/// | active         | staff          |        | staff    | owner | owner     |
/// | rejected       | owner          | staff  |          |       | staff     |
/// | sold           | owner (2)      | staff  |          |       | owner     |
/// | expired        | owner (2)      | staff  |          |       | owner     |
/// | archived       | owner (2)      | staff  |          |       |           |
///
/// (1) where new listings are reviewed; (2) and is active at once where they are not.
const MOVES: &[(Status, Status, Owner)] = &[
    (Status::PendingReview, Status::Active, Owner::No),
    (Status::PendingReview, Status::Rejected, Owner::No),
    (Status::PendingReview, Status::Archived, Owner::Reviewed),
    (Status::Active, Status::PendingReview, Owner::No),
    (Status::Active, Status::Rejected, Owner::No),
    (Status::Active, Status::Sold, Owner::Yes),
    (Status::Active, Status::Archived, Owner::Yes),
    (Status::Rejected, Status::PendingReview, Owner::Yes),
    (Status::Rejected, Status::Active, Owner::No),
    (Status::Rejected, Status::Archived, Owner::No),
    (Status::Sold, Status::PendingReview, Owner::Yes),
    (Status::Sold, Status::Active, Owner::No),
    (Status::Sold, Status::Archived, Owner::Yes),
    (Status::Expired, Status::PendingReview, Owner::Yes),
    (Status::Expired, Status::Active, Owner::No),
    (Status::Expired, Status::Archived, Owner::Yes),
    (Status::Archived, Status::PendingReview, Owner::Yes),
    (Status::Archived, Status::Active, Owner::No),
];

/// Whether a hand may move a listing, given whether new listings are reviewed.
pub(crate) fn verdict(hand: Hand, from: Status, to: Status, reviewed: bool) -> Verdict {
    if from == to {
        return Verdict::Already;
    }
    let Some((_, _, owner)) = MOVES.iter().find(|(f, t, _)| (*f, *t) == (from, to)) else {
        return Verdict::Never;
    };
    match (hand, owner) {
        (Hand::Staff, _) | (Hand::Owner, Owner::Yes) => Verdict::Allowed,
        (Hand::Owner, Owner::Reviewed) if reviewed => Verdict::Allowed,
        (Hand::Owner, Owner::No | Owner::Reviewed) => Verdict::StaffOnly,
    }
}

/// Where a listing ends up that moves: what its owner hands in is active at once where nobody reviews, unless a moderator
/// had refused it.
pub(crate) fn arrives(hand: Hand, from: Status, to: Status, reviewed: bool) -> Status {
    let waits = reviewed || hand == Hand::Staff || from == Status::Rejected;
    match to {
        Status::PendingReview if !waits => Status::Active,
        other => other,
    }
}

/// Who wants to change a listing.
#[derive(Debug, Clone)]
pub(crate) struct ListingEditor {
    id: AccountId,
    staff: bool,
}

impl From<&Actor> for ListingEditor {
    fn from(actor: &Actor) -> Self {
        Self {
            id: actor.id.clone(),
            staff: actor.role.is_staff(),
        }
    }
}

impl ListingEditor {
    /// Whoever runs the server, in the name of a listing's owner.
    pub(crate) fn in_name_of_owner(listing: &Listing) -> Self {
        Self {
            id: listing.owner.clone(),
            staff: true,
        }
    }

    /// Whose account.
    pub(crate) fn id(&self) -> &AccountId {
        &self.id
    }

    /// In which role they act on a listing; `None` if they have no business with it.
    pub(crate) fn hand(&self, listing: &Listing) -> Option<Hand> {
        match (self.staff, listing.owner == self.id) {
            (true, _) => Some(Hand::Staff),
            (false, true) => Some(Hand::Owner),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the documents: `o` owner and staff, `r` staff, and the owner where listings are reviewed, `s` staff,
    /// `.` nobody, `=` there already.
    const TABLE: [(Status, &str); 6] = [
        (Status::PendingReview, "=ss..r"),
        (Status::Active, "s=so.o"),
        (Status::Rejected, "os=..s"),
        (Status::Sold, "os.=.o"),
        (Status::Expired, "os..=o"),
        (Status::Archived, "os...="),
    ];

    #[test]
    fn every_move_is_decided_as_the_table_says() {
        for (from, row) in TABLE {
            for (to, said) in Status::ALL.iter().zip(row.chars()) {
                for reviewed in [true, false] {
                    let (owner, staff) = match said {
                        'o' => (Verdict::Allowed, Verdict::Allowed),
                        'r' if reviewed => (Verdict::Allowed, Verdict::Allowed),
                        's' | 'r' => (Verdict::StaffOnly, Verdict::Allowed),
                        '.' => (Verdict::Never, Verdict::Never),
                        _ => (Verdict::Already, Verdict::Already),
                    };
                    assert_eq!(
                        verdict(Hand::Owner, from, *to, reviewed),
                        owner,
                        "owner: {from:?} to {to:?}"
                    );
                    assert_eq!(
                        verdict(Hand::Staff, from, *to, reviewed),
                        staff,
                        "staff: {from:?} to {to:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn no_hand_lets_a_listing_expire_and_an_owner_never_publishes() {
        for from in Status::ALL {
            for hand in [Hand::Owner, Hand::Staff] {
                assert_ne!(verdict(hand, *from, Status::Expired, true), Verdict::Allowed);
            }
            assert_ne!(verdict(Hand::Owner, *from, Status::Active, false), Verdict::Allowed);
        }
    }

    #[test]
    fn where_nobody_reviews_an_owner_gets_around_no_refusal() {
        // Whatever chain of moves an owner makes from "rejected" and from "sent back to review", it never ends at "active".
        for start in [Status::Rejected, Status::PendingReview] {
            let mut reached = vec![start];
            let mut next = 0;
            while let Some(from) = reached.get(next).copied() {
                for to in Status::ALL {
                    if verdict(Hand::Owner, from, *to, false) == Verdict::Allowed {
                        let to = arrives(Hand::Owner, from, *to, false);
                        if !reached.contains(&to) {
                            reached.push(to);
                        }
                    }
                }
                next += 1;
            }
            assert!(!reached.contains(&Status::Active), "from {start:?}: {reached:?}");
        }
    }

    #[test]
    fn what_is_handed_in_where_nobody_reviews_is_active_at_once() {
        use Status::{Active, Archived, PendingReview, Rejected, Sold};
        assert_eq!(arrives(Hand::Owner, Archived, PendingReview, false), Active);
        assert_eq!(arrives(Hand::Owner, Archived, PendingReview, true), PendingReview);
        assert_eq!(arrives(Hand::Owner, Rejected, PendingReview, false), PendingReview);
        assert_eq!(arrives(Hand::Staff, Active, PendingReview, false), PendingReview);
        assert_eq!(arrives(Hand::Owner, Active, Sold, false), Sold);
    }
}
