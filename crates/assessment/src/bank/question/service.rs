//! Questions: made, shown, changed, deleted.
//!
//! Invariant: a change is judged together with what is stored, in one transaction, so that of two parallel changes neither
//! leaves halves of both.

pub(crate) mod view;

use std::collections::BTreeSet;

use papers::Question;
use platform::{
    Conn, Error, Message, Rule, Tx,
    cache::Tags,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
    version::IfMatch,
};
use serde_json::json;

use self::view::{QuestionEmbedding, QuestionView, embedded};
use super::{
    rules::{NewQuestion, PassageRef, QuestionChange},
    store::{self, QuestionPlace, QuestionRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{
        model::WantedQuestions,
        package::{
            self,
            service::{RESPONSES, package_exists},
        },
        passage,
        section::{
            self,
            store::{DetailRow, SectionRow},
        },
        text::SentText,
        version::service::{Versions, held},
    },
    failures::{Counted, Noun, in_use, no_such_reference, not_found},
};

pub(crate) const QUESTION: Noun = Noun {
    id: "soal",
    en: "question",
};
const RECORDINGS: Counted = Counted {
    id: "rekaman jawaban",
    one: "recorded answer",
    many: "recorded answers",
};

/// A question that was answered.
pub(crate) fn question_in_use() -> Error {
    in_use(QUESTION, &[(3, RESPONSES)])
}

async fn found(tx: &mut Tx<'_>, id: i64, seen: &IfMatch) -> Result<QuestionRow, Error> {
    let row = store::by_id(tx, id).await?.ok_or_else(|| not_found(QUESTION))?;
    seen.check(row.version)?;
    Ok(row)
}

async fn shown(conn: &mut Conn<'_>, id: i64, wanted: &QuestionEmbedding) -> Result<QuestionView, Error> {
    let row = store::by_id(conn, id).await?.ok_or_else(|| not_found(QUESTION))?;
    let views = embedded(conn, vec![row], wanted).await?;
    views.into_iter().next().ok_or_else(|| not_found(QUESTION))
}

/// A question as content, with its options and its key.
async fn content(conn: &mut Conn<'_>, row: &QuestionRow) -> Result<Question, Error> {
    let id = BTreeSet::from([row.id]);
    let options = store::parts::options(conn, &id)
        .await?
        .remove(&row.id)
        .unwrap_or_default();
    let key = store::parts::keys(conn, &id).await?.remove(&row.id).unwrap_or_default();
    Ok(Question {
        options,
        key,
        ..row.content()
    })
}

/// What a question refers to, by ids that came from outside.
struct References<'a> {
    package: i64,
    section: i64,
    audio: Option<i64>,
    passage: Option<&'a PassageRef>,
}

impl References<'_> {
    /// The section, if everything that is referred to exists; else every field that is wrong.
    async fn resolved(&self, conn: &mut Conn<'_>) -> Result<SectionRow, Error> {
        let mut check = Check::new();
        if package::store::by_id(conn, self.package).await?.is_none() {
            check.note("packageId", no_such_reference());
        }
        let section = section::store::by_id(conn, self.section).await?;
        if section.is_none() {
            check.note("sectionId", no_such_reference());
        }
        if let Some(audio) = self.audio
            && !store::has_audio(conn, audio).await?
        {
            check.note("audioId", no_such_reference());
        }
        if let Some(PassageRef::Id(id)) = self.passage {
            match passage::store::by_id(conn, *id).await? {
                None => check.note("passageId", no_such_reference()),
                Some(passage) if passage.package_id != self.package => check.note("passageId", of_another_package()),
                Some(_) => {}
            }
        }
        check.finish()?;
        section.ok_or_else(|| Error::internal("a section that was found is not there"))
    }
}

fn of_another_package() -> Rule {
    Rule::Other(Message::new("milik paket lain", "belongs to another package"))
}

/// The id of the passage that is named, which is made if it is new.
async fn passage_id(tx: &mut Tx<'_>, package: i64, passage: Option<&PassageRef>) -> Result<Option<i64>, Error> {
    match passage {
        None => Ok(None),
        Some(PassageRef::Id(id)) => Ok(Some(*id)),
        Some(PassageRef::New(new)) => Ok(Some(passage::service::add(tx, package, new, "passage.code").await?.id)),
    }
}

/// The section in the package, found or made. What a change says about it holds for one that is found, too.
async fn place(
    tx: &mut Tx<'_>,
    package: i64,
    section: &SectionRow,
    (duration, instruction): (Option<i64>, Option<SentText>),
) -> Result<DetailRow, Error> {
    let mut check = Check::new();
    let Some(row) = section::store::detail_of(tx, package, section.id).await? else {
        let first = instruction
            .and_then(|sent| sent.into_new(&mut check))
            .unwrap_or_default();
        check.finish()?;
        return section::store::find_or_make(tx, package, section, duration, &first).await;
    };
    let instruction = match instruction {
        Some(sent) => sent.onto(&mut check, &row.instruction),
        None => row.instruction.clone(),
    };
    check.finish()?;
    let wanted = DetailRow {
        duration: duration.unwrap_or(row.duration),
        instruction,
        ..row.clone()
    };
    if (wanted.duration, &wanted.instruction) == (row.duration, &row.instruction) {
        return Ok(row);
    }
    section::store::update_detail(tx, &wanted).await
}

impl Assessment {
    /// Makes a question with its options and its key, and what it names that is not there yet: its section in the package, its passage.
    #[platform::boxed]
    pub async fn create_question(
        &self,
        by: &Admin,
        new: NewQuestion,
        once: Option<Once>,
    ) -> Result<QuestionView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let references = References {
                package: new.package_id,
                section: new.section_id,
                audio: new.audio_id,
                passage: new.passage.as_ref(),
            };
            let section = references.resolved(tx).await?;
            let detail =
                section::store::find_or_make(tx, new.package_id, &section, new.duration, &new.instruction).await?;
            let place = QuestionPlace {
                package_id: new.package_id,
                section_detail_id: detail.id,
                passage_id: passage_id(tx, new.package_id, new.passage.as_ref()).await?,
                audio_id: new.audio_id,
                audio_name: None,
            };
            let id = store::insert(tx, place, &new.content).await?;
            if let Some(ordinal) = new.ordinal {
                store::place_at(tx, id, detail.id, ordinal).await?;
            }
            note_question(tx, admin, Action::Create, id, &place).await?;
            shown(tx, id, &QuestionEmbedding::default()).await
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A question with what is to be embedded, and what that depends on.
    #[platform::boxed]
    pub async fn question(&self, id: i64, wanted: QuestionEmbedding) -> Result<(QuestionView, Option<Tags>), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let view = shown(conn, id, &wanted).await?;
            Ok::<_, Error>((view, conn.depends()?))
        };
        self.0.db.read(find).await
    }

    /// A page of the questions that are wanted, with what is to be embedded, and what it depends on.
    #[platform::boxed]
    pub async fn list_questions(
        &self,
        of: WantedQuestions,
        wanted: QuestionEmbedding,
        pages: Pages,
    ) -> Result<((Vec<QuestionView>, Paging), Option<Tags>), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            if let Some(package) = of.package {
                package_exists(conn, package).await?;
            }
            let (rows, total) = store::list(conn, &of, (pages.limit(), pages.offset())).await?;
            let views = embedded(conn, rows, &wanted).await?;
            Ok::<_, Error>((views, total, conn.depends()?))
        };
        let (views, total, tags) = self.0.db.read(find).await?;
        Ok(((views, pages.of(total)), tags))
    }

    /// Changes a question. One that was answered keeps what its answers depend on.
    #[platform::boxed]
    pub async fn update_question(
        &self,
        by: &Admin,
        id: i64,
        change: QuestionChange,
        seen: IfMatch,
    ) -> Result<QuestionView, Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let row = found(tx, id, &seen).await?;
            change_question(tx, (admin, &versions), &row, change).await?;
            shown(tx, id, &QuestionEmbedding::default()).await
        };
        self.0.db.write(work).await
    }

    /// Deletes a question that nobody answered or is about to.
    #[platform::boxed]
    pub async fn delete_question(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let (admin, versions) = (by.id, self.0.versions.clone());
        let work = async move |tx: &mut Tx<'_>| {
            let row = found(tx, id, &seen).await?;
            is_free(tx, &versions, &row).await?;
            store::delete(tx, id).await?;
            let detail = json!({"packageId": row.package_id});
            audit::note(tx, Some(admin), Action::Delete, Audited::Question, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}

async fn note_question(
    tx: &mut Tx<'_>,
    admin: i64,
    action: Action,
    id: i64,
    place: &QuestionPlace<'_>,
) -> Result<(), Error> {
    let detail = json!({"packageId": place.package_id, "sectionDetailId": place.section_detail_id});
    audit::note(tx, Some(admin), action, Audited::Question, Some(id), &detail).await
}

/// Carries a change out, if the whole is good after it.
async fn change_question(
    tx: &mut Tx<'_>,
    (admin, versions): (i64, &Versions),
    row: &QuestionRow,
    change: QuestionChange,
) -> Result<(), Error> {
    let kept = row.passage_id.map(PassageRef::Id);
    let passage = change.passage.clone().unwrap_or(kept);
    let references = References {
        package: change.place.package_id.unwrap_or(row.package_id),
        section: change.place.section_id.unwrap_or(row.section_id),
        audio: change.audio_id.unwrap_or(row.audio_id),
        passage: passage.as_ref(),
    };
    let section = references.resolved(tx).await?;
    let (package, audio_id) = (references.package, references.audio);
    if package != row.package_id {
        // Responses name its package.
        is_free(tx, versions, row).await?;
    }
    let said = (change.place.duration, change.place.instruction.clone());
    let ordinal = change.place.ordinal;
    let audio_name = row.audio_name.as_deref().filter(|_| change.audio_id.is_none());
    let content = change.after(content(tx, row).await?)?;
    let place = QuestionPlace {
        package_id: package,
        section_detail_id: place(tx, package, &section, said).await?.id,
        passage_id: passage_id(tx, package, passage.as_ref()).await?,
        audio_id,
        audio_name,
    };
    store::update(tx, row, place, &content).await?;
    store::parts::set_options(tx, row.id, &content.options).await?;
    store::parts::set_key(tx, row.id, &content.key).await?;
    if let Some(ordinal) = ordinal {
        store::place_at(tx, row.id, place.section_detail_id, ordinal).await?;
    }
    note_question(tx, admin, Action::Update, row.id, &place).await
}

/// Refuses to take a question away that was answered, or that a version asks which is sat or will be.
async fn is_free(tx: &mut Tx<'_>, versions: &Versions, row: &QuestionRow) -> Result<(), Error> {
    let now = tx.now();
    let uses = store::uses(tx, row.id).await?;
    let held = held::of_question(tx, versions, (row.package_id, row.id), now).await?;
    let [events, attempts] = held.counted();
    let by = [
        (uses.responses, RESPONSES),
        (uses.recordings, RECORDINGS),
        events,
        attempts,
    ];
    if by.iter().any(|(count, _)| *count > 0) {
        return Err(in_use(QUESTION, &by));
    }
    Ok(())
}
