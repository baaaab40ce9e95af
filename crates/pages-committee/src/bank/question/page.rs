//! The page on which a question is written: the form, how it looks when it is sat, and what others have stored meanwhile.

use askama::Template;
use assessment::{Admin, MovedKey, MovedKeys, PackageView};
use http::StatusCode;
use pages_kit::{Answer, Frame, Speech, Visit, form::Form};
use papers::QuestionType;
use platform::Error;

use super::{
    sheet::{Choices, Sheet},
    typed::{Typed, letter},
};
use crate::{
    Committee,
    bank::written::stored,
    frame::{Officer, around},
    papers::{Head, html, points},
    schedule::differences::Difference,
};

#[derive(Template)]
#[template(path = "bank/question.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    script: &'a str,
    head: Head,
    sheet: Sheet,
    preview: Preview,
    show: Show,
}

/// What the page of a question shows beside the form.
pub(super) struct Show {
    pub(super) title: String,
    pub(super) about: Vec<String>,
    pub(super) differences: Vec<Difference>,
    /// Under which name a browser keeps what is typed and not saved.
    pub(super) draft: String,
    /// Whether what was typed last is stored now, so that nothing need be kept.
    pub(super) is_saved: bool,
    pub(super) back: String,
    /// How it has changed; a new one has no past.
    pub(super) history: Option<String>,
    /// The right options by which it was marked, where they are others now.
    pub(super) moved: Vec<MovedKeys>,
    /// Copying and deleting it; a new one has neither.
    pub(super) copy: Option<Form>,
    pub(super) removal: Option<(String, Form)>,
}

/// A question as participants see it. Texts are safe HTML.
struct Preview {
    kind: QuestionType,
    points: String,
    text: String,
    passage: Option<(String, String)>,
    audio: Option<String>,
    plays: String,
    options: Vec<(String, String)>,
    /// What participants match to something.
    premises: Vec<String>,
    times: String,
    /// What the right options have become by which it was marked where it was sat.
    moved: Vec<String>,
}

impl Preview {
    fn of(typed: &Typed, choices: &Choices, speech: Speech<'_>) -> Self {
        let draft = typed.clone().settled().draft(speech);
        let passage = choices.passages.iter().find(|one| one.id.to_string() == typed.passage);
        let audio = choices.audio.iter().find(|one| one.id.to_string() == typed.audio);
        let is_matching = draft.kind == QuestionType::Matching;
        let is_premise = |label: &str| is_matching && label.starts_with(|first: char| first.is_ascii_digit());
        let options = draft.options.iter().filter(|option| !is_premise(&option.label));
        let premises = draft.options.iter().filter(|option| is_premise(&option.label));
        let seconds = |text: &str, given: Option<i64>| given.map(|seconds| speech.with(text, "seconds", seconds));
        let times = [
            seconds("bank-prepares", draft.preparation_time),
            seconds("bank-responds", draft.response_time),
        ];
        Self {
            kind: draft.kind,
            points: speech.with("papers-points", "points", points(speech, draft.point)),
            text: html(&draft.text),
            passage: passage.map(|one| {
                let title = if one.title.is_empty() { &one.code } else { &one.title };
                (title.clone(), html(&stored(&one.body, one.body_marked.as_ref())))
            }),
            audio: audio.map(|one| format!("/api/v1/{}", one.file_url)),
            plays: draft
                .audio_plays
                .map(|plays| speech.with("bank-plays-left", "count", plays))
                .unwrap_or_default(),
            options: options
                .enumerate()
                .map(|(at, option)| (letter(at), html(&option.value)))
                .collect(),
            premises: premises.map(|option| html(&option.value)).collect(),
            times: times.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            moved: Vec::new(),
        }
    }

    fn takes_several(&self) -> bool {
        self.kind == QuestionType::MultipleAnswer
    }

    fn is(&self, name: &str) -> bool {
        self.kind.name() == name
    }
}

/// What became of the right options by which attempts were marked, a sentence for each.
fn said(moved: &MovedKeys, speech: Speech<'_>) -> Vec<String> {
    let attempts = speech.with("bank-moved-attempts", "count", moved.attempts);
    let sentence = |key: &MovedKey| {
        let key_said = speech.with_two(
            "bank-moved-key",
            ("label", key.label.as_str()),
            ("text", key.text.as_str()),
        );
        let what = match &key.now {
            Some(now) => speech.with_two("bank-moved-called", ("key", key_said), ("now", now.as_str())),
            None => speech.with("bank-moved-gone", "key", key_said),
        };
        format!("{attempts} {what}")
    };
    moved.keys.iter().map(sentence).collect()
}

/// The page with what was typed; one that says what is wrong says so by its status, too.
pub(super) async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &PackageView,
    (mut sheet, choices): (Sheet, &Choices),
    mut show: Show,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let (frame, officer) = around(committee, visit, admin, show.title.clone()).await?;
    sheet.form.token.clone_from(&officer.token);
    for form in show.copy.iter_mut().chain(show.removal.as_mut().map(|(_, form)| form)) {
        form.token.clone_from(&officer.token);
    }
    show.draft = format!("{}/{}", officer.username, show.draft);
    let is_refused = sheet.form.is_faulty() || !show.differences.is_empty();
    let answer = Answer::page(&Page {
        head: Head::below(admin, package, show.title.clone(), speech),
        preview: Preview {
            moved: show.moved.iter().flat_map(|moved| said(moved, speech)).collect(),
            ..Preview::of(&sheet.typed, choices, speech)
        },
        frame,
        officer,
        style: &committee.bank().style.path,
        script: &committee.bank().script.path,
        sheet,
        show,
    })?;
    Ok(if is_refused {
        answer.status(StatusCode::UNPROCESSABLE_ENTITY)
    } else {
        answer
    })
}
