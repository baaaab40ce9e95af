//! Terms of the question bank: what rules, use cases, stores and routes of it share.

use papers::{QuestionType, draw::Difficulty};
use platform::db::containing;
use serde::{Deserialize, Serialize};

use crate::lists::Order;

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PackageStatus")]
pub enum Status {
    /// Being written.
    Draft,
    /// A version of it was frozen.
    Published,
    /// Put away: nothing new is held with it.
    Archived,
}

impl Status {
    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The status of a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Archived]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// Which questions a list is of.
#[derive(Debug, Clone)]
pub struct WantedQuestions {
    pub package: Option<i64>,
    /// A pattern of folded texts.
    pub pattern: String,
    /// A section by its id, or by its folded title.
    pub section: Option<(Option<i64>, String)>,
    /// A folded tag.
    pub tag: Option<String>,
    pub difficulty: Option<Difficulty>,
    pub kind: Option<QuestionType>,
    /// Whether it has a key; those that people rate have none and need none.
    pub has_key: Option<bool>,
    /// Whether something is heard with it.
    pub has_audio: Option<bool>,
    pub order: Order,
}

impl WantedQuestions {
    /// All, in an order.
    pub fn all(order: Order) -> Self {
        Self {
            package: None,
            pattern: containing(""),
            section: None,
            tag: None,
            difficulty: None,
            kind: None,
            has_key: None,
            has_audio: None,
            order,
        }
    }
}
