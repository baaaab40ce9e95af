//! Participants: who sits at which event, as they were called when they were added.
//!
//! Invariant: nobody sits twice at one event, neither as the same user nor under the same registration number.

mod view;

use std::collections::{BTreeSet, HashMap, HashSet};

use platform::{
    Conn, Error, Kind, Message, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde_json::json;

pub use self::view::{ParticipantEmbedding, ParticipantView};
use super::{
    rules::{ParticipantChange, Person},
    store::{self, NewParticipant, ParticipantRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    events::{Happened, tell_supervisors},
    failures::{Counted, Noun, in_use, no_such_reference, not_found, taken},
    lists::{Order, Window},
    people::{
        model::{TimeFactor, UserContent},
        person,
        user::{
            self,
            service::{USER, UserEmbedding, UserView},
            store::UserRow,
        },
    },
    sitting::{
        event::{self, service::EVENT},
        registration::rules::exam_number,
    },
};

/// Somebody who sits at an event, in the words of messages.
pub(crate) const PARTICIPANT: Noun = Noun {
    id: "peserta",
    en: "participant",
};
/// Several of them.
pub(crate) const PARTICIPANTS: Counted = Counted {
    id: "peserta",
    one: "participant",
    many: "participants",
};

/// The number belongs to somebody of another name.
pub(crate) fn other_name() -> Error {
    let rule = Message::new("milik orang lain", "belongs to somebody else");
    Error::new(
        Kind::Conflict,
        "assessment.registered_number.other_name",
        Message::new(
            "Nomor registrasi ini milik orang dengan nama lain.",
            "This registration number belongs to somebody of another name.",
        ),
    )
    .with_fields(vec![platform::FieldError::new(
        "registeredNumber",
        platform::Rule::Other(rule),
    )])
}

pub(crate) async fn find_participant(conn: &mut Conn<'_>, id: i64) -> Result<ParticipantRow, Error> {
    store::by_id(conn, id).await?.ok_or_else(|| not_found(PARTICIPANT))
}

async fn user(tx: &mut Tx<'_>, id: i64) -> Result<UserRow, Error> {
    let found = user::store::by_id(tx, id).await?;
    found.ok_or_else(|| Error::invalid_field("userId", no_such_reference()))
}

/// Rank, unit and position of somebody, by their ids.
pub type Titles = [Option<i64>; 3];

/// The user of a name and a number, who is made if nobody has the number, with these titles.
pub(crate) async fn user_named(tx: &mut Tx<'_>, name: &str, number: &str, titles: Titles) -> Result<UserRow, Error> {
    let key = person::rules::number_key(number);
    let known = match user::store::id_of_number(tx, &key).await? {
        Some(id) => user::store::by_id(tx, id).await?,
        None => None,
    };
    if let Some(known) = known {
        if person::rules::name_key(&known.name) != person::rules::name_key(name) {
            return Err(other_name());
        }
        return Ok(known);
    }
    let [rank, unit, position] = titles;
    let content = UserContent {
        registered_number: number.to_owned(),
        registered_key: key,
        name: name.to_owned(),
        name_key: person::rules::name_key(name),
        rank,
        unit,
        position,
        time_factor: TimeFactor::USUAL,
    };
    user::service::check_titles(tx, &content).await?;
    let id = user::store::insert(tx, &content).await?;
    user::store::by_id(tx, id).await?.ok_or_else(|| not_found(USER))
}

/// So many exam numbers that nobody has; each begins with the year of its event.
pub(crate) async fn fresh_numbers(conn: &mut Conn<'_>, years: &[&str]) -> Result<Vec<String>, Error> {
    const TRIES: usize = 20;
    let mut seen = HashSet::new();
    let mut numbers: Vec<String> = Vec::with_capacity(years.len());
    for year in years {
        let mut number = exam_number(year);
        while !seen.insert(number.clone()) {
            number = exam_number(year);
        }
        numbers.push(number);
    }
    for _ in 0..TRIES {
        let taken = store::taken_numbers(conn, &numbers).await?;
        if taken.is_empty() {
            return Ok(numbers);
        }
        for (number, year) in numbers.iter_mut().zip(years) {
            while taken.contains(number) || !seen.contains(number) {
                *number = exam_number(year);
                if seen.insert(number.clone()) {
                    break;
                }
            }
        }
    }
    Err(Error::internal("no free exam number was found"))
}

/// Adds a user to an event.
pub(crate) async fn add(
    tx: &mut Tx<'_>,
    event: i64,
    user: &UserRow,
    source: &'static str,
) -> Result<ParticipantRow, Error> {
    let event_row = event::store::by_id(tx, event).await?;
    let event_row = event_row.ok_or_else(|| Error::invalid_field("eventId", no_such_reference()))?;
    let key = person::rules::number_key(&user.registered_number);
    let sits = store::places_of_users(tx, &[user.id]).await?;
    let number = store::places_of_numbers(tx, &[&key]).await?;
    if sits.contains(&(event, user.id)) || number.contains(&(event, key)) {
        return Err(taken("registeredNumber", PARTICIPANT));
    }
    let year = event_row.content.date.get(..4).unwrap_or_default();
    let numbers = fresh_numbers(tx, &[year]).await?;
    let title = |titled: &user::store::Titled| titled.as_ref().map(|(_, title)| title.clone());
    let new = NewParticipant {
        event_id: event,
        user_id: user.id,
        rank: title(&user.rank),
        unit: title(&user.unit),
        position: title(&user.position),
        exam_registered_number: numbers.into_iter().next().unwrap_or_default(),
        source,
    };
    let made = store::insert_many(tx, &[new]).await?;
    let row = find_participant(tx, made.first().copied().unwrap_or_default()).await?;
    let view = ParticipantView::of(row.clone(), ParticipantEmbedding::default());
    tell_supervisors(tx, event, Happened::Participant, &view).await?;
    Ok(row)
}

/// Adds users to participants.
async fn embed_users(conn: &mut Conn<'_>, participants: &mut [ParticipantView]) -> Result<(), Error> {
    let ids: BTreeSet<i64> = participants.iter().filter_map(|one| one.user_id).collect();
    let users = user::store::of_ids(conn, &ids).await?;
    let users: HashMap<i64, UserRow> = users.into_iter().map(|user| (user.id, user)).collect();
    for participant in participants {
        let user = participant.user_id.and_then(|id| users.get(&id));
        participant.user = user.map(|user| UserView::of(user.clone(), UserEmbedding::default()));
    }
    Ok(())
}

impl Assessment {
    /// Adds somebody to an event: a user, or whoever has a number, who becomes a user if there is none.
    #[platform::boxed]
    pub async fn create_participant(
        &self,
        by: &Admin,
        event: i64,
        who: Person,
        once: Option<Once>,
    ) -> Result<ParticipantView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let user = match &who {
                Person::User(id) => user(tx, *id).await?,
                Person::Named(name, number) => user_named(tx, name, number, Titles::default()).await?,
            };
            let row = add(tx, event, &user, "admin").await?;
            let detail = json!({"eventId": event, "userId": user.id});
            audit::note(
                tx,
                Some(admin),
                Action::Create,
                Audited::Participant,
                Some(row.id),
                &detail,
            )
            .await?;
            Ok(ParticipantView::of(row, ParticipantEmbedding::default()))
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of participants: of one event's, if one is named, which must exist.
    #[platform::boxed]
    pub async fn list_participants(
        &self,
        event: Option<i64>,
        search: Option<String>,
        order: Order,
        embedded: ParticipantEmbedding,
        pages: Pages,
    ) -> Result<(Vec<ParticipantView>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| {
            if let Some(event) = event {
                event::store::by_id(conn, event)
                    .await?
                    .ok_or_else(|| not_found(EVENT))?;
            }
            let window = Window {
                limit: pages.limit(),
                offset: pages.offset(),
            };
            let (rows, total) = store::list(conn, event, search.as_deref(), order, window).await?;
            let mut views: Vec<_> = rows.into_iter().map(|row| ParticipantView::of(row, embedded)).collect();
            if embedded.user {
                embed_users(conn, &mut views).await?;
            }
            Ok::<_, Error>((views, total))
        };
        let (views, total) = self.0.db.read(find).await?;
        Ok((views, pages.of(total)))
    }

    /// One participant, with what is to be embedded; not found if there is none of the id.
    #[platform::boxed]
    pub async fn participant(&self, id: i64, embedded: ParticipantEmbedding) -> Result<ParticipantView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let mut views = [ParticipantView::of(find_participant(conn, id).await?, embedded)];
            if embedded.user {
                embed_users(conn, &mut views).await?;
            }
            let [mut view] = views;
            if embedded.sections {
                let scores = store::sections(conn, Some(id), None).await?;
                view.sections = Some(scores.into_iter().map(|(_, score)| score).collect());
            }
            Ok(view)
        };
        self.0.db.read(find).await
    }

    /// Changes what a participant is called and how much time there is.
    #[platform::boxed]
    pub async fn update_participant(
        &self,
        by: &Admin,
        id: i64,
        change: ParticipantChange,
        seen: IfMatch,
    ) -> Result<ParticipantView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let before = find_participant(tx, id).await?;
            seen.check(before.version)?;
            let content = change.judge(&before.content, before.status)?;
            let key = person::rules::number_key(&content.registered_number);
            if key != person::rules::number_key(&before.content.registered_number) {
                let places = store::places_of_numbers(tx, &[&key]).await?;
                if places.contains(&(before.event_id, key.clone())) {
                    return Err(taken("registeredNumber", PARTICIPANT));
                }
            }
            let name_key = person::rules::name_key(&content.name);
            store::update(tx, id, (&name_key, &key), &content).await?;
            let detail = json!({
                "before": {"name": &before.content.name, "timeFactor": before.content.time_factor},
                "after": {"name": &content.name, "timeFactor": content.time_factor},
            });
            audit::note(tx, Some(admin), Action::Update, Audited::Participant, Some(id), &detail).await?;
            let view = ParticipantView::of(find_participant(tx, id).await?, ParticipantEmbedding::default());
            tell_supervisors(tx, view.event_id, Happened::Participant, &view).await?;
            Ok(view)
        };
        self.0.db.write(work).await
    }

    /// Removes a participant who has left nothing behind.
    #[platform::boxed]
    pub async fn delete_participant(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_participant(tx, id).await?;
            seen.check(row.version)?;
            let [responses, attempts, videos] = store::uses(tx, id).await?;
            if responses + attempts + videos > 0 {
                let things = |id, one, many| Counted { id, one, many };
                let by = [
                    (responses, things("jawaban", "response", "responses")),
                    (attempts, things("pengerjaan", "attempt", "attempts")),
                    (videos, things("rekaman", "recording", "recordings")),
                ];
                return Err(in_use(PARTICIPANT, &by));
            }
            store::delete(tx, id).await?;
            let detail = json!({"eventId": row.event_id, "name": &row.content.name});
            audit::note(tx, Some(admin), Action::Delete, Audited::Participant, Some(id), &detail).await?;
            tell_supervisors(tx, row.event_id, Happened::Removed, &json!({"id": id})).await
        };
        self.0.db.write(work).await
    }
}
