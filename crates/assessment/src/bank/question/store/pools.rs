//! By what questions are drawn, as columns hold it.

use papers::{
    Question,
    draw::{Difficulty, Draw},
};
use platform::{
    Error, Result,
    db::{Row, containing},
    text::fold,
};

/// What stands around each tag in the column that lists are filtered by.
const AROUND: &str = "\n";

/// What is stored of a question's tags and its difficulty.
pub(crate) struct Pool {
    /// JSON of the tags.
    pub(crate) tags: String,
    /// They folded, each between line breaks.
    pub(crate) keys: String,
    pub(crate) difficulty: Option<&'static str>,
}

impl Pool {
    pub(crate) fn of(question: &Question) -> Result<Self> {
        let mut keys = String::new();
        for tag in &question.tags {
            if keys.is_empty() {
                keys.push_str(AROUND);
            }
            keys.push_str(&fold(tag));
            keys.push_str(AROUND);
        }
        Ok(Self {
            tags: serde_json::to_string(&question.tags).map_err(Error::internal)?,
            keys,
            difficulty: question.difficulty.map(Difficulty::name),
        })
    }
}

/// The pattern of the keys that have a folded tag; without one, of all.
pub(crate) fn pattern_of(tag: Option<&str>) -> String {
    tag.map_or_else(|| containing(""), |tag| containing(&format!("{AROUND}{tag}{AROUND}")))
}

/// The tags of a column.
pub(crate) fn read_tags(row: &Row<'_>, at: usize) -> Result<Vec<String>> {
    serde_json::from_str(row.text(at)?).map_err(Error::internal)
}

/// The difficulty of a column.
pub(crate) fn read_difficulty(row: &Row<'_>, at: usize) -> Result<Option<Difficulty>> {
    let Some(name) = row.maybe_text(at)? else {
        return Ok(None);
    };
    let found = Difficulty::from_name(name);
    found
        .map(Some)
        .ok_or_else(|| Error::internal("a stored difficulty is unknown"))
}

/// The draws of a column.
pub(crate) fn read_draws(row: &Row<'_>, at: usize) -> Result<Vec<Draw>> {
    serde_json::from_str(row.text(at)?).map_err(Error::internal)
}

/// Draws as a column takes them.
pub(crate) fn written_draws(draws: &[Draw]) -> Result<String> {
    serde_json::to_string(draws).map_err(Error::internal)
}
