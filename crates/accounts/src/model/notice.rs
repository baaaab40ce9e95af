//! Notices by mail: what they are about, which people refuse one by one.

use platform::Timestamp;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// Messages that were not read yet.
    UnreadMessages,
    /// New listings that a saved search finds.
    SavedSearches,
    /// One's own listings, such as one that is about to expire.
    OwnListings,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::UnreadMessages, Self::SavedSearches, Self::OwnListings];

    /// Its name in addresses, forms and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnreadMessages => "messages",
            Self::SavedSearches => "searches",
            Self::OwnListings => "listings",
        }
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }
}

/// A notice that somebody may get.
#[derive(Debug, Clone)]
pub struct News {
    pub topic: Topic,
    /// What it is about, such as `conversations.unread:018f…`: of several with the same id the first is sent, and no other.
    pub id: String,
    /// Later it is of no use, and not sent.
    pub good_until: Option<Timestamp>,
}

/// Whether somebody gets the notices of each topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedNotices {
    /// Each topic, and whether it is wanted.
    pub topics: Vec<(Topic, bool)>,
}

impl WantedNotices {
    /// Whether those of a topic are wanted.
    pub fn wants(&self, topic: Topic) -> bool {
        self.topics.iter().any(|(own, wanted)| *own == topic && *wanted)
    }
}
