//! Users (section 8 of the document).

use super::{
    merge::{merged_with_itself, same_exam},
    rules::{UserChange, UserChangeIn, UserIn},
    service::{ExamsEmbedding, USER, UserEmbedding, UserView},
};
use crate::{
    Administrators, Assessment, Proctors, Staff,
    failures::{in_use, not_found, nothing_to_change, taken},
    http::{
        access, api,
        query::{Entities, Selected, id, maybe_id, one_of, order, search},
    },
    people::model::{MergeIn, WantedUsers},
    sitting::participant::service::PARTICIPANTS,
};
use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};

const RELATIONS: [&str; 4] = ["rank", "unit", "position", "participants"];
const COLUMNS: [&str; 9] = [
    "id",
    "registeredNumber",
    "name",
    "rankId",
    "unitId",
    "positionId",
    "timeFactor",
    "createdAt",
    "updatedAt",
];

/// What `entities` embeds.
fn read_embedding(entities: &Entities) -> UserEmbedding {
    UserEmbedding {
        rank: entities.has("rank"),
        unit: entities.has("unit"),
        position: entities.has("position"),
        participants: entities.has("participants").then_some(ExamsEmbedding::Brief),
    }
}

/// `POST /users`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Posted { input, once }: Posted<UserIn>,
) -> Outcome<UserView> {
    let made = assessment.create_user(&staff.admin, input.into(), once).await?;
    Ok(Reply::created(made))
}

/// `GET /users`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<Proctors>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    let entities = Entities::read(&params, &RELATIONS, &COLUMNS)?;
    let wanted = WantedUsers {
        search: search(&params),
        unit: maybe_id(&params, "unit")?,
        rank: maybe_id(&params, "rank")?,
        position: maybe_id(&params, "position")?,
    };
    let order = order(&params, &COLUMNS)?;
    let found = assessment
        .list_users(wanted, order, read_embedding(&entities), pages)
        .await?;
    entities.list("users", found, &COLUMNS)
}

/// `GET /users/{id}`: with everything, unless `entities` says what.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<Proctors>,
    Path(user): Path<String>,
    params: Params,
) -> Outcome<Selected> {
    let user = id("id", &user)?;
    let entities = Entities::read(&params, &RELATIONS, &COLUMNS)?;
    let history = one_of(&params, "option", &[("history", ExamsEmbedding::History)])?;
    let mut wanted = if params.first("entities").is_some_and(|text| !text.is_empty()) {
        read_embedding(&entities)
    } else {
        UserEmbedding {
            rank: true,
            unit: true,
            position: true,
            participants: Some(ExamsEmbedding::Brief),
        }
    };
    wanted.participants = history.or(wanted.participants);
    let view = assessment.user(user, wanted).await?;
    entities.show(&view, &COLUMNS)
}

/// `PATCH /users/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(user): Path<String>,
    seen: IfMatch,
    Body(input): Body<UserChangeIn>,
) -> Outcome<UserView> {
    let (user, change) = (id("id", &user)?, UserChange::from(input));
    if change == UserChange::default() {
        return Err(nothing_to_change().into());
    }
    Ok(Reply::shown(
        assessment.update_user(&staff.admin, user, change, seen).await?,
    ))
}

/// `POST /users/{id}/merge`: the same person was known twice.
async fn merge(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(user): Path<String>,
    seen: IfMatch,
    Body(input): Body<MergeIn>,
) -> Outcome<UserView> {
    let user = id("id", &user)?;
    let kept = assessment.merge_users(&staff.admin, user, input.into, seen).await?;
    Ok(Reply::shown(kept))
}

const DELETED: &str = "User has been successfully deleted";

/// `DELETE /users/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Administrators>,
    Path(user): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment.delete_user(&staff.admin, id("id", &user)?, seen).await?;
    Ok(Reply::done(DELETED))
}

const LISTED: &str = r#"{"id":1,"registeredNumber":"1234567890","name":"John Doe","rankId":2,"unitId":1,"positionId":3,"timeFactor":1,"createdAt":"2024-09-14T12:00:00.000Z","updatedAt":"2024-09-14T12:00:00.000Z"}"#;
const USER_SAMPLE: &str = r#"{"id":1,"registeredNumber":"1234567890","name":"John Doe","rankId":2,"unitId":1,"positionId":3,"timeFactor":1,"createdAt":"2024-09-14T12:00:00.000Z","updatedAt":"2024-09-14T12:00:00.000Z","rank":{"id":2,"title":"Lieutenant"},"unit":{"id":1,"name":"Unit A","title":"Unit A"},"position":{"id":3,"title":"Commander"},"participants":[]}"#;
const NEW: &str =
    r#"{"registeredNumber":"1234567890","name":"John Doe","rankId":null,"unitId":null,"positionId":null}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let number_taken = || taken("registeredNumber", USER);
    vec![
        post(api!("/users"), create)
            .says("Add a user")
            .access(access::<Administrators>())
            .takes::<UserIn>(NEW)
            .gives::<UserView>(LISTED)
            .creates()
            .fails(number_taken),
        get(api!("/users"), list)
            .says("List users, by unit, rank and position, and by a part of name or number")
            .access(access::<Proctors>())
            .query("search", "Part of a name or a registration number, without case", "doe")
            .query_of::<i64>("unit", "The id of a unit", "1")
            .query_of::<i64>("rank", "The id of a rank", "2")
            .query_of::<i64>("position", "The id of a position", "3")
            .query(
                "entities",
                "What to embed (rank, unit, position, participants), and columns to show alone",
                "name,unit",
            )
            .query("orderBy", "A column", "name")
            .query("order", "ASC or DESC", "ASC")
            .gives_list::<UserView>("users", LISTED),
        get(api!("/users/{id}"), show)
            .says("See a user with rank, unit, position and exams")
            .part::<i64>("id", "The user", "1")
            .access(access::<Proctors>())
            .query(
                "entities",
                "What to embed instead of everything, and columns to show alone",
                "name,unit,rank",
            )
            .query(
                "option",
                "`history`: the exams with their scores per section",
                "history",
            )
            .gives::<UserView>(USER_SAMPLE)
            .fails(|| not_found(USER)),
        patch(api!("/users/{id}"), update)
            .says("Change a user; what is left out stays, `null` clears")
            .part::<i64>("id", "The user", "1")
            .access(access::<Administrators>())
            .takes::<UserChangeIn>(r#"{"name":"John Doe Updated"}"#)
            .gives::<UserView>(LISTED)
            .versioned()
            .fails(number_taken)
            .fails(nothing_to_change)
            .fails(|| not_found(USER)),
        post(api!("/users/{id}/merge"), merge)
            .every_time()
            .says("Let a user who was known twice be one: the exams go over to the other, and this one is deleted")
            .part::<i64>("id", "The user who goes", "1")
            .access(access::<Administrators>())
            .takes::<MergeIn>(r#"{"into":2}"#)
            .gives::<UserView>(LISTED)
            .versioned()
            .fails(same_exam)
            .fails(merged_with_itself)
            .fails(|| not_found(USER)),
        delete(api!("/users/{id}"), remove)
            .says("Delete a user who takes part in nothing")
            .part::<i64>("id", "The user", "1")
            .access(access::<Administrators>())
            .message(DELETED)
            .versioned()
            .fails(|| in_use(USER, &[(1, PARTICIPANTS)]))
            .fails(|| not_found(USER)),
    ]
}
