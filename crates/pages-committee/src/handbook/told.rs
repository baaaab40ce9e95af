//! What chapters say, taken apart: words, and names of buttons and pages, which stand between quotation marks.

use pages_kit::Speech;

use super::chapters::Part;

/// Stands in names for a number that only the page itself knows: “Save … participants”.
const SOME: &str = "…";

/// A stretch of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Whether it is what a button or a page is called.
    pub(super) is_name: bool,
}

/// A chapter as it is read.
pub(super) struct Chapter {
    /// Its name, to which addresses lead.
    pub(super) id: &'static str,
    pub(super) title: String,
    /// Empty where the steps need no words before them.
    pub(super) about: Vec<Piece>,
    pub(super) steps: Vec<Vec<Piece>>,
}

/// A text of the handbook, if it is written.
fn find(speech: Speech<'_>, key: &str) -> Option<String> {
    let said = speech.with(key, "count", SOME);
    (said != key).then_some(said)
}

/// Words and names of a text, in their order.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let stretches = text.split_inclusive(['“', '”']).map(|stretch| {
        let is_name = stretch.ends_with('”');
        Piece {
            text: stretch.trim_end_matches(['“', '”']).to_owned(),
            is_name,
        }
    });
    stretches.filter(|piece| !piece.text.is_empty()).collect()
}

/// What a part is for.
pub(super) fn about(speech: Speech<'_>, part: &Part) -> String {
    speech.say(&format!("{}-about", part.text))
}

/// The title of a chapter.
pub(super) fn title(speech: Speech<'_>, chapter: &str) -> String {
    speech.say(&format!("handbook-{chapter}"))
}

/// The chapters of a part.
pub(super) fn chapters(speech: Speech<'_>, part: &Part) -> Vec<Chapter> {
    let read = |id: &&'static str| {
        let text = |rest: &str| find(speech, &format!("handbook-{id}-{rest}"));
        let steps = (1..).map_while(|no: usize| text(&no.to_string()));
        Chapter {
            id,
            title: title(speech, id),
            about: pieces(&text("about").unwrap_or_default()),
            steps: steps.map(|step| pieces(&step)).collect(),
        }
    };
    part.chapters.iter().map(read).collect()
}
