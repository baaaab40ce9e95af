//! What narrows a list: a facet for each kind of choice, with how much each would leave, and the choices that were made, each
//! with a way to take it back.

use crate::Speech;

/// A way to narrow or order what is shown.
#[derive(Debug, Clone)]
pub struct Choice {
    pub text: String,
    pub path: String,
    pub count: String,
    pub is_chosen: bool,
}

/// A kind of choice.
#[derive(Debug, Clone)]
pub struct Facet {
    pub heading: String,
    pub choices: Vec<Choice>,
}

impl Facet {
    /// Those of which there is something to choose, by the keys of their headings.
    pub fn offered(speech: Speech<'_>, all: impl IntoIterator<Item = (&'static str, Vec<Choice>)>) -> Vec<Self> {
        let offered = all.into_iter().filter(|(_, choices)| !choices.is_empty());
        let facet = |(heading, choices)| Self {
            heading: speech.say(heading),
            choices,
        };
        offered.map(facet).collect()
    }
}

/// A choice that was made, and where it is not any more.
#[derive(Debug, Clone)]
pub struct Chosen {
    pub text: String,
    /// What taking it back is called, read aloud.
    pub spoken: String,
    pub path: String,
}

impl Chosen {
    /// One with this text.
    pub fn new(speech: Speech<'_>, text: String, path: String) -> Self {
        Self {
            spoken: speech.with("choice-remove", "choice", text.as_str()),
            text,
            path,
        }
    }
}

/// All that narrows and orders a list.
#[derive(Debug, Clone)]
pub struct Narrowing {
    pub chosen: Vec<Chosen>,
    /// Where nothing is chosen any more.
    pub everything: String,
    pub facets: Vec<Facet>,
    pub orders: Vec<Choice>,
}
