//! `GET /events/{id}/board`.

use axum::extract::State;
use platform::http::{
    Outcome, Pages, Params, Path, Reply,
    routes::{Endpoint, get},
};

use super::{
    model::{BoardFilter, BoardOrder, BoardWanted},
    service::BoardView,
};
use crate::{
    Assessment, Proctors, Staff,
    failures::not_found,
    http::{
        access, api,
        query::{id, one_of, search},
    },
    sitting::event::service::EVENT,
};

const ORDERS: [(&str, BoardOrder); 3] = [
    ("attention", BoardOrder::Attention),
    ("name", BoardOrder::Name),
    ("examRegisteredNumber", BoardOrder::Number),
];

/// `GET /events/{id}/board`.
async fn board(
    State(assessment): State<Assessment>,
    _staff: Staff<Proctors>,
    Path(event): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<BoardView> {
    let event = id("id", &event)?;
    let filters = BoardFilter::ALL.map(|filter| (filter.name(), filter));
    let wanted = BoardWanted {
        filter: one_of(&params, "filter", &filters)?.unwrap_or_default(),
        order: one_of(&params, "orderBy", &ORDERS)?.unwrap_or_default(),
        search: search(&params),
    };
    Ok(Reply::ok(assessment.board(event).await?.view(&wanted, pages)))
}

const BOARD: &str = r#"{"metadata":{"totalItems":1,"currentPage":1,"itemsPerPage":10},"data":[{"id":1,"name":"John Doe","registeredNumber":"12345678","examRegisteredNumber":"12304567892024","unit":null,"status":"in_section","checkedInAt":"2023-07-12T02:55:00.000Z","section":1,"isSectionOpen":true,"sections":2,"answered":12,"questions":40,"lastSavedAt":"2023-07-12T03:09:55.000Z","submittedAt":null,"deadline":"2023-07-12T03:30:00.000Z","secondsLeft":1200,"pausedAt":null,"timeFactor":1,"extraSeconds":0,"connection":"live","seenAt":"2023-07-12T03:09:58.000Z","recordings":[{"stream":"camera","state":"running","lastAt":"2023-07-12T03:09:58.000Z"}],"flags":[{"kind":"focus_lost","count":2,"lastAt":"2023-07-12T03:04:10.000Z"}],"attention":"flagged"}],"eventId":1,"serverNow":"2023-07-12T03:10:00.000Z","counts":{"all":1,"present":1,"answering":1,"paused":0,"silent":0,"flagged":1,"handedIn":0,"absent":0}}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/events/{id}/board"), board)
            .says(
                "See how everybody at an event is, who needs attention first: place in the paper, last answer, connection, \
                 recordings, flags, time left. It is as old as `serverNow` says, a second or so",
            )
            .part::<i64>("id", "The event", "1")
            .query(
                "filter",
                "all, present, answering, paused, silent, flagged, handedIn or absent",
                "answering",
            )
            .query("search", "Part of a name or a number, without case", "john")
            .query("orderBy", "attention, name or examRegisteredNumber", "attention")
            .query_of::<i64>("limit", "Participants to a page", "100")
            .query_of::<i64>("offset", "Participants before the page", "0")
            .access(access::<Proctors>())
            .gives::<BoardView>(BOARD)
            .fails(|| not_found(EVENT)),
    ]
}
