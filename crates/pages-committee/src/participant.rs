//! One participant of a sitting: what they are called, how much time they have, and taking them off the list.
//!
//! Invariant: what somebody else changed meanwhile is shown beside what was typed before it is written over.

pub(crate) mod removal;
mod typed;

use askama::Template;
use assessment::{Admin, EventView, ParticipantEmbedding, ParticipantStatus, ParticipantView, Proctors};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    form::{Form, is_for_form},
};
use platform::{Error, Kind, version::Versioned as _};

use self::typed::change;
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::{Entered, Sent},
    event::{Head, find, number},
    factor,
    frame::{Officer, Room, address, around},
    participants::status,
};

/// What is typed of a participant beside the time: field, text, and the most characters.
const TYPED: [(&str, &str, usize); 5] = [
    ("name", "committee-name", 150),
    ("registeredNumber", "committee-number", 50),
    ("rank", "participant-rank", 100),
    ("unit", "participant-unit", 100),
    ("position", "participant-position", 100),
];

#[derive(Template)]
#[template(path = "committee/participant.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    name: String,
    back: String,
    form: Form,
    /// What somebody else changed while this was typed.
    changes: Vec<Change>,
    facts: Vec<(String, String)>,
    story: String,
    /// Where more time is given, while that can be.
    extend: Option<String>,
    /// Where they are taken off the list, while they have left nothing behind.
    removal: Option<String>,
}

/// A field that holds something else by now.
struct Change {
    label: String,
    stored: String,
    typed: String,
}

/// Where a participant's page is.
pub(crate) fn path_of(event: i64, participant: i64) -> String {
    address(event, &format!("/peserta/{participant}"))
}

/// A participant as an address names them.
struct Asked {
    event: EventView,
    participant: ParticipantView,
}

impl Asked {
    async fn find(committee: &Committee, event: &str, participant: &str) -> Result<Self, Error> {
        let event = find(committee, event).await?;
        Self::of(committee, event, number(participant)?).await
    }

    /// As it is stored now.
    async fn of(committee: &Committee, event: EventView, participant: i64) -> Result<Self, Error> {
        let embedded = ParticipantEmbedding::default();
        let participant = committee.assessment().participant(participant, embedded).await?;
        if participant.event_id != event.id {
            return Err(assessment::failures::nowhere());
        }
        Ok(Self { event, participant })
    }

    fn path(&self) -> String {
        path_of(self.event.id, self.participant.id)
    }

    /// Whether the time is not running yet.
    fn waits(&self) -> bool {
        use ParticipantStatus::{Ready, Registered};
        matches!(self.participant.status, Registered | Ready)
    }

    /// Whether there are answers, or may be.
    fn has_begun(&self) -> bool {
        use ParticipantStatus::{AwaitingRating, InSection, Published, Scored, Submitted, Suspended};
        matches!(
            self.participant.status,
            InSection | Suspended | Submitted | AwaitingRating | Scored | Published
        )
    }

    /// The fields, holding what is stored.
    fn fields(&self, speech: Speech<'_>) -> Result<Vec<Field>, Error> {
        let one = &self.participant;
        let titles = [&one.rank, &one.unit, &one.position].map(|title| title.clone().unwrap_or_default());
        let stored = [one.name.clone(), one.registered_number.clone()]
            .into_iter()
            .chain(titles);
        let fields = TYPED.into_iter().zip(stored).map(|((name, label, most), stored)| {
            let field = Field::line(name, speech.say(label)).at_most(most).holding(stored);
            match name {
                "name" | "registeredNumber" => field.required(),
                _ => field,
            }
        });
        let mut fields: Vec<Field> = fields.collect();
        if self.waits() {
            fields.push(factor::field(speech, one.time_factor)?);
        }
        Ok(fields)
    }

    fn form(&self, speech: Speech<'_>) -> Result<Form, Error> {
        let mut form = Form::to(self.path(), speech.say("participant-save"), self.fields(speech)?);
        form.hidden.push((SEEN, self.participant.version().to_string()));
        Ok(form)
    }

    /// What is stored and what was typed, where they differ.
    fn changes(&self, speech: Speech<'_>, fields: &Fields) -> Result<Vec<Change>, Error> {
        let stored = self.fields(speech)?.into_iter();
        let changes = stored.filter_map(|field| {
            let typed = fields.find(&field.name)?.trim();
            (typed != field.value).then(|| Change {
                label: field.label,
                stored: field.value,
                typed: typed.to_owned(),
            })
        });
        Ok(changes.collect())
    }

    fn facts(&self, speech: Speech<'_>) -> Result<Vec<(String, String)>, Error> {
        let one = &self.participant;
        let fact = |name: &str, value| (speech.say(name), value);
        let mut facts = vec![
            fact("committee-exam-number", one.exam_registered_number.clone()),
            fact("committee-status", status(speech, one.status)),
            fact(
                "participant-source",
                speech.say(&format!("participant-source-{}", one.source)),
            ),
        ];
        if !self.waits() {
            facts.push(fact("participant-factor", factor::text(speech, one.time_factor)?));
        }
        if one.extra_seconds > 0 {
            let minutes = speech.with("committee-minutes", "count", one.extra_seconds / 60);
            facts.push(fact("participant-extra", minutes));
        }
        Ok(facts)
    }

    async fn page(
        &self,
        committee: &Committee,
        (visit, admin): (&Visit, &Admin),
        (form, changes): (Form, Vec<Change>),
    ) -> Result<Answer, Error> {
        let speech = visit.speech();
        let (event, id) = (self.event.id, self.participant.id);
        let (frame, officer) = around(committee, visit, admin, self.participant.name.clone()).await?;
        let extend = address(event, &format!("/awasi/tindakan?apa=extend&siapa={id}&dari={id}"));
        Answer::page(&Page {
            head: Head::of(&self.event, (visit, admin), Room::Participants),
            name: self.participant.name.clone(),
            back: address(event, "/peserta"),
            form: Form {
                token: officer.token.clone(),
                ..form
            },
            changes,
            facts: self.facts(speech)?,
            story: address(event, &format!("/awasi/{id}")),
            extend: self.participant.status.is_live().then_some(extend),
            removal: (!self.has_begun()).then(|| format!("{}/hapus", self.path())),
            frame,
            officer,
        })
    }
}

/// `GET /ujian/{event}/peserta/{participant}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    entered: Entered<Proctors>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Asked::find(&committee, &event, &participant).await?;
        let form = asked.form(visit.speech())?;
        asked.page(&committee, (&visit, &admin), (form, Vec::new())).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// Shows a form again that was refused, with what is stored by now where that is why.
async fn show_again(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Asked,
    (fields, error): (&Fields, &Error),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let mut form = asked.form(speech)?.holding(fields).faulty(visit, error);
    let is_stale = error.kind() == Kind::PreconditionFailed;
    let (changes, status) = if is_stale {
        form.said = Some(speech.say("participant-changed"));
        (asked.changes(speech, fields)?, StatusCode::PRECONDITION_FAILED)
    } else {
        (Vec::new(), StatusCode::UNPROCESSABLE_ENTITY)
    };
    if is_stale && changes.is_empty() {
        return Answer::see(&format!("{}?sudah=peserta-ubah", asked.path()));
    }
    let shown = asked.page(committee, (visit, admin), (form, changes)).await?;
    Ok(shown.status(status))
}

/// `POST /ujian/{event}/peserta/{participant}`. Sent twice, it changes nothing the second time: what is typed is stored already.
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let asked = Asked::find(&committee, &event, &participant).await?;
        let id = asked.participant.id;
        let attempt = async {
            let change = change(&fields)?;
            let seen = seen(&fields, SEEN);
            committee
                .assessment()
                .update_participant(&admin, id, change, seen)
                .await
        };
        match attempt.await {
            Ok(_) => Answer::see(&format!("{}?sudah=peserta-ubah", asked.path())),
            Err(error) if is_for_form(&error) => {
                let asked = Asked::of(&committee, asked.event, id).await?;
                show_again(&committee, (&visit, &admin), &asked, (&fields, &error)).await
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
