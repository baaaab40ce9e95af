//! Users: the people of an institution, whatever exams they take.

use std::collections::{BTreeSet, HashMap};

use papers::Points;
use platform::{
    Conn, Error, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    text::Check,
    version::IfMatch,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::UserChange,
    store::{self, Titled, UserRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    failures::{Noun, in_use, no_such_reference, not_found, taken},
    lists::{Order, Window},
    people::{
        model::{TimeFactor, TitleKind, UserContent, WantedUsers},
        title,
    },
    sitting::{
        model::Status,
        participant::{
            self,
            service::PARTICIPANTS,
            store::{EventBrief, ParticipantRow, SectionScore},
        },
    },
};

/// Somebody of the institution, in the words of messages.
pub(crate) const USER: Noun = Noun {
    id: "pengguna",
    en: "user",
};

/// A rank or a position of somebody.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct TitleBrief {
    pub id: i64,
    /// What it is called.
    pub title: String,
}

/// A unit of somebody.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
pub struct UnitBrief {
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// The same, as other titles are called.
    pub title: String,
}

/// An exam that somebody takes or took.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Participation {
    /// The participant's id.
    pub id: i64,
    /// The event's id.
    pub event_id: i64,
    pub event: EventBrief,
    pub exam_registered_number: String,
    /// How far.
    pub status: Status,
    /// What was reached.
    pub total_score: Option<Points>,
    /// What could be reached.
    pub max_score: Option<Points>,
    /// Scores per section, in a history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<SectionScore>>,
}

/// A user, as shown.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamUserView")]
pub struct UserView {
    pub id: i64,
    /// Registration number.
    pub registered_number: String,
    /// Full name.
    pub name: String,
    pub rank_id: Option<i64>,
    pub unit_id: Option<i64>,
    pub position_id: Option<i64>,
    /// By how much the time is multiplied.
    pub time_factor: TimeFactor,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// The rank, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<Option<TitleBrief>>,
    /// The unit, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Option<UnitBrief>>,
    /// The position, where it is embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Option<TitleBrief>>,
    /// The exams, where they are embedded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Vec<Participation>>,
    #[serde(skip)]
    #[schemars(skip)]
    pub(crate) version: i64,
}

/// What is embedded into users.
#[derive(Debug, Clone, Copy, Default)]
pub struct UserEmbedding {
    pub(crate) rank: bool,
    pub(crate) unit: bool,
    pub(crate) position: bool,
    pub(crate) participants: Option<ExamsEmbedding>,
}

impl UserEmbedding {
    /// Rank, unit and position.
    #[must_use]
    pub fn titles() -> Self {
        Self {
            rank: true,
            unit: true,
            position: true,
            participants: None,
        }
    }

    /// With the exams, too.
    #[must_use]
    pub fn with_exams(self) -> Self {
        Self {
            participants: Some(ExamsEmbedding::Brief),
            ..self
        }
    }
}

/// How much of somebody's exams is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExamsEmbedding {
    /// What they are.
    Brief,
    /// Their scores per section, too.
    History,
}

fn brief(titled: Titled) -> Option<TitleBrief> {
    titled.map(|(id, title)| TitleBrief { id, title })
}

impl UserView {
    pub(crate) fn of(row: UserRow, embedded: UserEmbedding) -> Self {
        let id = |titled: &Titled| titled.as_ref().map(|(id, _)| *id);
        Self {
            id: row.id,
            registered_number: row.registered_number,
            name: row.name,
            rank_id: id(&row.rank),
            unit_id: id(&row.unit),
            position_id: id(&row.position),
            time_factor: row.time_factor,
            created_at: row.created_at,
            updated_at: row.updated_at,
            rank: embedded.rank.then(|| brief(row.rank)),
            unit: embedded.unit.then(|| {
                row.unit.map(|(id, title)| UnitBrief {
                    id,
                    name: title.clone(),
                    title,
                })
            }),
            position: embedded.position.then(|| brief(row.position)),
            participants: embedded.participants.map(|_| Vec::new()),
            version: row.version,
        }
    }
}

impl From<ParticipantRow> for Participation {
    fn from(row: ParticipantRow) -> Self {
        Self {
            id: row.id,
            event_id: row.event_id,
            event: row.event,
            exam_registered_number: row.exam_registered_number,
            status: row.status,
            total_score: row.total_score,
            max_score: row.max_score,
            sections: None,
        }
    }
}

/// Refuses a rank, a unit or a position that does not exist; all of them together.
pub(crate) async fn check_titles(tx: &mut Tx<'_>, content: &UserContent) -> Result<(), Error> {
    let mut check = Check::new();
    for (field, kind, id) in [
        ("rankId", TitleKind::Rank, content.rank),
        ("unitId", TitleKind::Unit, content.unit),
        ("positionId", TitleKind::Position, content.position),
    ] {
        if let Some(id) = id
            && title::store::by_id(tx, kind, id).await?.is_none()
        {
            check.note(field, no_such_reference());
        }
    }
    check.finish()
}

pub(super) async fn find_user(conn: &mut Conn<'_>, id: i64) -> Result<UserRow, Error> {
    store::by_id(conn, id).await?.ok_or_else(|| not_found(USER))
}

/// Adds the exams of users to them.
async fn embed(conn: &mut Conn<'_>, users: &mut [UserView], how: ExamsEmbedding) -> Result<(), Error> {
    let ids: BTreeSet<i64> = users.iter().map(|user| user.id).collect();
    let mut of_user: HashMap<i64, Vec<Participation>> = HashMap::new();
    for row in participant::store::of_users(conn, &ids).await? {
        of_user
            .entry(row.user_id.unwrap_or_default())
            .or_default()
            .push(row.into());
    }
    for user in users {
        let mut exams = of_user.remove(&user.id).unwrap_or_default();
        if how == ExamsEmbedding::History {
            let mut sections: HashMap<i64, Vec<SectionScore>> = HashMap::new();
            for (participant, score) in participant::store::sections(conn, None, Some(user.id)).await? {
                sections.entry(participant).or_default().push(score);
            }
            for exam in &mut exams {
                exam.sections = Some(sections.remove(&exam.id).unwrap_or_default());
            }
        }
        user.participants = Some(exams);
    }
    Ok(())
}

impl Assessment {
    /// Makes a user, whose number nobody else has.
    #[platform::boxed]
    pub async fn create_user(&self, by: &Admin, new: UserChange, once: Option<Once>) -> Result<UserView, Error> {
        let (content, admin) = (new.judge(None)?, by.id);
        let work = async move |tx: &mut Tx<'_>| {
            check_titles(tx, &content).await?;
            if store::id_of_number(tx, &content.registered_key).await?.is_some() {
                return Err(taken("registeredNumber", USER));
            }
            let id = store::insert(tx, &content).await?;
            let detail = json!({"registeredNumber": &content.registered_number, "name": &content.name});
            audit::note(tx, Some(admin), Action::Create, Audited::User, Some(id), &detail).await?;
            Ok(UserView::of(find_user(tx, id).await?, UserEmbedding::default()))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the users who are wanted, with what is to be embedded.
    #[platform::boxed]
    pub async fn list_users(
        &self,
        wanted: WantedUsers,
        order: Order,
        embedded: UserEmbedding,
        pages: Pages,
    ) -> Result<(Vec<UserView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let window = Window {
                limit: pages.limit(),
                offset: pages.offset(),
            };
            let (rows, total) = store::list(conn, &wanted, order, window).await?;
            let mut users: Vec<_> = rows.into_iter().map(|row| UserView::of(row, embedded)).collect();
            if embedded.participants.is_some() {
                embed(conn, &mut users, ExamsEmbedding::Brief).await?;
            }
            Ok::<_, Error>((users, total))
        };
        let (users, total) = self.0.db.read(find).await?;
        Ok((users, pages.of(total)))
    }

    /// One user, with what is to be embedded; not found if there is none of the id.
    #[platform::boxed]
    pub async fn user(&self, id: i64, embedded: UserEmbedding) -> Result<UserView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let mut users = [UserView::of(find_user(conn, id).await?, embedded)];
            if let Some(how) = embedded.participants {
                embed(conn, &mut users, how).await?;
            }
            let [user] = users;
            Ok(user)
        };
        self.0.db.read(find).await
    }

    /// Changes a user; what participants were called stays.
    #[platform::boxed]
    pub async fn update_user(&self, by: &Admin, id: i64, change: UserChange, seen: IfMatch) -> Result<UserView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let before = find_user(tx, id).await?;
            seen.check(before.version)?;
            let content = change.judge(Some(before.content()))?;
            check_titles(tx, &content).await?;
            let owner = store::id_of_number(tx, &content.registered_key).await?;
            if owner.is_some_and(|owner| owner != id) {
                return Err(taken("registeredNumber", USER));
            }
            store::update(tx, id, &content).await?;
            let detail = json!({
                "before": {"registeredNumber": &before.registered_number, "name": &before.name},
                "after": {"registeredNumber": &content.registered_number, "name": &content.name},
            });
            audit::note(tx, Some(admin), Action::Update, Audited::User, Some(id), &detail).await?;
            Ok(UserView::of(find_user(tx, id).await?, UserEmbedding::default()))
        };
        self.0.db.write(work).await
    }

    /// Deletes a user who takes part in nothing.
    #[platform::boxed]
    pub async fn delete_user(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_user(tx, id).await?;
            seen.check(row.version)?;
            let exams = participant::store::count_of_user(tx, id).await?;
            if exams > 0 {
                return Err(in_use(USER, &[(exams, PARTICIPANTS)]));
            }
            store::delete(tx, id).await?;
            let detail = json!({"registeredNumber": &row.registered_number, "name": &row.name});
            audit::note(tx, Some(admin), Action::Delete, Audited::User, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}
