//! A question: written, changed, copied, deleted, and looked at as participants see it.

mod body;
mod deeds;
mod differences;
pub(crate) mod history;
pub(crate) mod noted;
mod page;
mod sat;
mod sent;
mod sheet;
mod typed;

use assessment::{Admin, Authors, MovedKeys, PackageEmbedding, PackageView, QuestionEmbedding, QuestionView};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{
    Answer, Failed, Fields, Speech, Visit,
    form::{self as kit_form, Form, is_for_form},
};
use papers::QuestionType;
use platform::{Error, FieldError, Kind, Rule, media::Received, version::Versioned as _};

pub(crate) use self::deeds::{copy, keep_picture, remove};
use self::{
    differences::between,
    noted::{NOTED, Noted},
    page::{Show, page},
    sent::{PICTURE, SOUND, SentQuestion},
    sheet::{Choices, Sheet},
    typed::Typed,
};
use super::{
    DEED,
    edit::removal_form,
    refusal::{faulty, renamed},
};
use crate::{
    Committee,
    asked::{SEEN, seen},
    caller::Entered,
    event::number,
    papers::{
        address, find,
        import::{Noticed, noticed},
        points,
    },
};

/// Where questions are changed.
pub(crate) const QUESTIONS: &str = "/ujian/soal";
/// What the field is called in which the names of sound files are looked for.
const LOOKED_FOR: &str = "cari-audio";

fn path_of(question: i64, rest: &str) -> String {
    format!("{QUESTIONS}/{question}{rest}")
}

/// A question that is being written, with its package.
struct Desk<'a> {
    committee: &'a Committee,
    visit: &'a Visit,
    admin: &'a Admin,
    package: PackageView,
    /// The question, unless it is a new one.
    question: Option<QuestionView>,
}

/// What of a form is to be shown.
#[derive(Default)]
struct Shown<'a> {
    fault: Option<&'a Error>,
    looked_for: &'a str,
    is_saved: bool,
    /// What an import said of it.
    noticed: Option<Noticed>,
}

async fn found(committee: &Committee, piece: &str) -> Result<(QuestionView, PackageView), Error> {
    let assessment = committee.assessment();
    let (question, _) = assessment.question(number(piece)?, QuestionEmbedding::whole()).await?;
    let package = assessment
        .package(question.package_id, PackageEmbedding::default())
        .await?;
    Ok((question, package))
}

fn stored(question: &QuestionView, speech: Speech<'_>) -> Typed {
    Typed::of(question, points(speech, question.point))
}

impl<'a> Desk<'a> {
    /// For a new one of a package.
    async fn begin(
        committee: &'a Committee,
        (visit, admin): (&'a Visit, &'a Admin),
        package: &str,
    ) -> Result<Self, Error> {
        Ok(Self {
            committee,
            visit,
            admin,
            package: find(committee, package).await?,
            question: None,
        })
    }

    /// For one that is there.
    async fn find(
        committee: &'a Committee,
        (visit, admin): (&'a Visit, &'a Admin),
        question: &str,
    ) -> Result<Self, Error> {
        let (question, package) = found(committee, question).await?;
        Ok(Self {
            committee,
            visit,
            admin,
            package,
            question: Some(question),
        })
    }

    fn speech(&self) -> Speech<'a> {
        self.visit.speech()
    }

    /// Where the form is sent.
    fn action(&self) -> String {
        match &self.question {
            Some(question) => path_of(question.id, ""),
            None => address(self.package.id, "/soal/baru"),
        }
    }

    fn draft(&self, typed: &Typed) -> String {
        match &self.question {
            Some(question) => format!("soal/{}/{}", question.id, question.version()),
            None => format!("soal-baru/{}/{}", self.package.id, typed.section),
        }
    }

    fn back(&self) -> String {
        let anchor = self.question.as_ref().map(|question| format!("#soal-{}", question.id));
        address(self.package.id, anchor.as_deref().unwrap_or("#soal"))
    }

    /// The page with what is stored, or with an empty form.
    async fn stored(&self, shown: Shown<'_>) -> Result<Answer, Error> {
        let typed = match &self.question {
            Some(question) => stored(question, self.speech()),
            None => Typed::new("", QuestionType::MultipleChoice),
        };
        self.page(typed, shown).await
    }

    async fn page(&self, typed: Typed, shown: Shown<'_>) -> Result<Answer, Error> {
        let speech = self.speech();
        let choices = Choices::find(self.committee, &self.package, shown.looked_for, &typed.audio).await?;
        let is_outrun = shown
            .fault
            .is_some_and(|fault| fault.kind() == Kind::PreconditionFailed);
        let draft = self.draft(&typed);
        let mut sheet = Sheet::of(speech, self.action(), &choices, typed);
        let differences = match self.question.as_ref().filter(|_| is_outrun) {
            Some(question) => {
                let stored = Sheet::of(speech, self.action(), &choices, stored(question, speech));
                between(speech, &stored, &sheet)
            }
            None => Vec::new(),
        };
        if is_outrun && differences.is_empty() {
            return self.done();
        }
        if let Some(fault) = shown.fault.filter(|_| !is_outrun) {
            let renamed = renamed(fault, |path| match path {
                SOUND => "audioId".to_owned(),
                path => sheet.typed.field_of(path),
            });
            sheet.form = faulty(sheet.form, self.visit, &renamed);
        }
        sheet.noted = shown.noticed.map(|noticed| Noted::of(noticed, &sheet.typed));
        sheet.form.hidden.push(match &self.question {
            Some(question) => (SEEN, question.version().to_string()),
            None => (kit_form::ONCE, kit_form::new_key()),
        });
        let show = Show {
            moved: self.moved(&sheet.typed).await?,
            title: speech.say(match self.question {
                Some(_) => "bank-question-edit",
                None => "bank-question-new",
            }),
            about: vec![speech.say("bank-frozen")],
            differences,
            draft,
            is_saved: shown.is_saved,
            back: self.back(),
            history: self.question.as_ref().map(|question| path_of(question.id, "/riwayat")),
            copy: self.question.as_ref().map(|question| copy_form(question.id, speech)),
            removal: self.question.as_ref().map(|question| {
                let form = removal_form(path_of(question.id, "/hapus"), speech.say("bank-question-remove-do"));
                (speech.say("bank-question-remove-about"), form)
            }),
        };
        page(
            self.committee,
            (self.visit, self.admin),
            &self.package,
            (sheet, &choices),
            show,
        )
        .await
    }

    /// What the right options by which it was marked have become in what is typed.
    async fn moved(&self, typed: &Typed) -> Result<Vec<MovedKeys>, Error> {
        let Some(question) = &self.question else {
            return Ok(Vec::new());
        };
        let draft = typed.clone().settled().draft(self.speech());
        let place = (question.package_id, question.id);
        self.committee.assessment().moved_keys(place, draft).await
    }

    fn done(&self) -> Result<Answer, Error> {
        match &self.question {
            Some(question) => Answer::see(&path_of(question.id, "?sudah=soal-ubah")),
            None => Answer::see(&address(self.package.id, "?sudah=soal-baru#soal")),
        }
    }

    async fn save(&self, fields: &Fields, typed: &Typed) -> Result<QuestionView, Error> {
        let assessment = self.committee.assessment();
        if let Some(question) = &self.question {
            let change = typed.body(None)?.change()?;
            return assessment
                .update_question(self.admin, question.id, change, seen(fields, SEEN))
                .await;
        }
        let once = kit_form::once(fields, &self.action(), |name| ![PICTURE, SOUND].contains(&name))?;
        let new = typed.body(Some(self.package.id))?.new_question()?;
        assessment.create_question(self.admin, new, once).await
    }

    /// Stores a sound in the package's folder; answers its id.
    async fn keep_sound(&self, (name, received): (String, Received)) -> Result<i64, Error> {
        let assessment = self.committee.assessment();
        let sounds = assessment.package_sounds(self.package.id).await?;
        let kept = assessment.add_package_sound(self.admin, &sounds, &name, received);
        Ok(kept.await?.id)
    }

    /// What follows from a form: the question is stored, or the form comes back.
    async fn take(
        &self,
        fields: &Fields,
        sound: Option<(String, Received)>,
        mut faults: Vec<FieldError>,
    ) -> Result<Answer, Error> {
        let mut typed = Typed::read(fields);
        let looked_for = fields.get(LOOKED_FOR);
        if let Some(sound) = sound {
            match self.keep_sound(sound).await {
                Ok(id) => typed.audio = id.to_string(),
                Err(error) if is_for_form(&error) => faults.push(not_kept(&error)),
                Err(error) => return Err(error),
            }
        }
        if !faults.is_empty() {
            let fault = Error::invalid_fields(faults);
            let shown = Shown {
                fault: Some(&fault),
                looked_for,
                ..Shown::default()
            };
            return self.page(typed, shown).await;
        }
        if let Some(typed) = looked_at(fields, &typed) {
            let shown = Shown {
                looked_for,
                ..Shown::default()
            };
            return self.page(typed, shown).await;
        }
        let typed = typed.settled();
        match self.save(fields, &typed).await {
            Ok(question) if fields.is_ticked("lagi") => {
                let next = format!(
                    "/soal/baru?bagian={}&jenis={}",
                    question.section_id,
                    question.question_type.name()
                );
                Answer::see(&address(question.package_id, &format!("{next}&sudah=soal-simpan")))
            }
            Ok(question) => Answer::see(&path_of(question.id, "?sudah=soal-ubah")),
            Err(error) if is_for_form(&error) => {
                let question = match &self.question {
                    Some(question) => Some(found(self.committee, &question.id.to_string()).await?.0),
                    None => None,
                };
                let desk = Desk {
                    package: self.package.clone(),
                    question,
                    ..*self
                };
                let shown = Shown {
                    fault: Some(&error),
                    looked_for,
                    ..Shown::default()
                };
                desk.page(typed, shown).await
            }
            Err(error) => Err(error),
        }
    }
}

/// Why a sound was not kept, told where it was chosen.
fn not_kept(error: &Error) -> FieldError {
    let of_field = error.fields().first().map(|field| field.rule.clone());
    FieldError::new(SOUND, of_field.unwrap_or_else(|| Rule::Other(error.message().clone())))
}

/// What a button of the form wants, if it wants something else than to save: the form as it is then.
fn looked_at(fields: &Fields, typed: &Typed) -> Option<Typed> {
    let deed = fields.get(DEED);
    let mut pictures = fields
        .all(PICTURE)
        .filter(|picture| picture.starts_with("!["))
        .peekable();
    if deed.is_empty() && pictures.peek().is_none() {
        return None;
    }
    let mut typed = typed.clone().done(deed);
    for picture in pictures {
        typed.text = format!("{}\n{picture}", typed.text.trim_end());
    }
    Some(typed)
}

fn copy_form(question: i64, speech: Speech<'_>) -> Form {
    let mut form = Form::to(path_of(question, "/salin"), speech.say("bank-copy"), Vec::new());
    form.hidden.push((kit_form::ONCE, kit_form::new_key()));
    form
}

/// `GET /ujian/paket/{id}/soal/baru`; with `bagian` in that section, with `jenis` of that type.
pub(crate) async fn show_new(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<Authors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Fields::read(query.unwrap_or_default().as_bytes());
        let kind = QuestionType::from_name(asked.get("jenis")).unwrap_or(QuestionType::MultipleChoice);
        let desk = Desk::begin(&committee, (&visit, &admin), &package).await?;
        let shown = Shown {
            is_saved: !asked.get("sudah").is_empty(),
            ..Shown::default()
        };
        desk.page(Typed::new(asked.get("bagian"), kind), shown).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/paket/{id}/soal/baru`
pub(crate) async fn create(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: SentQuestion,
) -> Result<Answer, Failed> {
    let SentQuestion {
        visit,
        admin,
        fields,
        sound,
        faults,
    } = sent;
    let done = async {
        let desk = Desk::begin(&committee, (&visit, &admin), &package).await?;
        desk.take(&fields, sound, faults).await
    };
    done.await.map_err(Failed::at(&visit))
}

/// `GET /ujian/soal/{question}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(question): Path<String>,
    entered: Entered<Authors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let asked = Fields::read(query.unwrap_or_default().as_bytes());
        let desk = Desk::find(&committee, (&visit, &admin), &question).await?;
        let wanted = (asked.get(NOTED), number(&question)?);
        let shown = Shown {
            is_saved: !asked.get("sudah").is_empty(),
            noticed: noticed(&committee, (&visit, &admin), wanted).await?,
            ..Shown::default()
        };
        desk.stored(shown).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/soal/{question}`
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(question): Path<String>,
    sent: SentQuestion,
) -> Result<Answer, Failed> {
    let SentQuestion {
        visit,
        admin,
        fields,
        sound,
        faults,
    } = sent;
    let done = async {
        let desk = Desk::find(&committee, (&visit, &admin), &question).await?;
        desk.take(&fields, sound, faults).await
    };
    done.await.map_err(Failed::at(&visit))
}
