//! Positions, ranks and units (sections 12 to 14 of the document): one shape at three addresses.

use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};

use super::{rules::TitleIn, service::TitleView};
use crate::{
    Administrators, AnyStaff, Assessment, Staff, failures,
    http::{access, api, query::id},
    people::model::TitleKind,
};

async fn create(
    assessment: Assessment,
    staff: Staff<Administrators>,
    kind: TitleKind,
    Posted { input, once }: Posted<TitleIn>,
) -> Outcome<TitleView> {
    let made = assessment
        .create_title(&staff.admin, kind, input.judge()?, once)
        .await?;
    Ok(Reply::created(made))
}

async fn list(assessment: Assessment, kind: TitleKind, pages: Pages) -> Outcome<Vec<TitleView>> {
    let (rows, paging) = assessment.list_titles(kind, pages.or_whole()).await?;
    Ok(Reply::list(kind.name(), rows, paging))
}

async fn update(
    assessment: Assessment,
    staff: Staff<Administrators>,
    (kind, of): (TitleKind, String),
    seen: IfMatch,
    input: TitleIn,
) -> Outcome<TitleView> {
    let (of, title) = (id("id", &of)?, input.judge()?);
    Ok(Reply::shown(
        assessment.update_title(&staff.admin, kind, of, title, seen).await?,
    ))
}

/// The paths and the words of one of the three.
struct Served {
    kind: TitleKind,
    all: &'static str,
    one: &'static str,
    says: [&'static str; 5],
    deleted: &'static str,
    example: &'static str,
    new: &'static str,
}

fn served(served: Served) -> Vec<Endpoint<Assessment>> {
    let Served {
        kind, all, one, says, ..
    } = served;
    let (deleted, example) = (served.deleted, served.example);
    vec![
        post(
            all,
            async move |State(a): State<Assessment>, staff: Staff<Administrators>, input: Posted<TitleIn>| {
                create(a, staff, kind, input).await
            },
        )
        .says(says[0])
        .access(access::<Administrators>())
        .takes::<TitleIn>(served.new)
        .gives::<TitleView>(example)
        .fails(title_taken)
        .creates(),
        get(
            all,
            async move |State(a): State<Assessment>, _: Staff<AnyStaff>, pages: Pages| list(a, kind, pages).await,
        )
        .says(says[1])
        .access(access::<AnyStaff>())
        .gives_list::<TitleView>(kind.name(), example)
        .bare(),
        get(
            one,
            async move |State(a): State<Assessment>, _: Staff<AnyStaff>, Path(of): Path<String>| {
                Outcome::Ok(Reply::shown(a.title(kind, id("id", &of)?).await?))
            },
        )
        .says(says[2])
        .part::<i64>("id", "Its id", "1")
        .access(access::<AnyStaff>())
        .gives::<TitleView>(example),
        patch(
            one,
            async move |State(a): State<Assessment>,
                        staff: Staff<Administrators>,
                        Path(of): Path<String>,
                        seen: IfMatch,
                        Body(input): Body<TitleIn>| { update(a, staff, (kind, of), seen, input).await },
        )
        .says(says[3])
        .part::<i64>("id", "Its id", "1")
        .access(access::<Administrators>())
        .takes::<TitleIn>(served.new)
        .gives::<TitleView>(example)
        .fails(title_taken)
        .versioned(),
        delete(
            one,
            async move |State(a): State<Assessment>,
                        staff: Staff<Administrators>,
                        Path(of): Path<String>,
                        seen: IfMatch| {
                a.delete_title(&staff.admin, kind, id("id", &of)?, seen).await?;
                Outcome::Ok(Reply::done(deleted))
            },
        )
        .says(says[4])
        .part::<i64>("id", "Its id", "1")
        .access(access::<Administrators>())
        .message(deleted)
        .versioned(),
    ]
}

/// Another one is called so.
fn title_taken() -> platform::Error {
    failures::taken("title", failures::RECORD)
}

pub(crate) fn positions() -> Vec<Endpoint<Assessment>> {
    served(Served {
        kind: TitleKind::Position,
        all: api!("/positions"),
        one: api!("/positions/{id}"),
        says: [
            "Add a position",
            "List positions; all of them unless a page is asked for",
            "See a position",
            "Rename a position",
            "Delete a position that nobody has",
        ],
        deleted: "Position has been successfully deleted",
        example: r#"{"id":1,"title":"Manager","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#,
        new: r#"{"title":"Manager"}"#,
    })
}

pub(crate) fn ranks() -> Vec<Endpoint<Assessment>> {
    served(Served {
        kind: TitleKind::Rank,
        all: api!("/ranks"),
        one: api!("/ranks/{id}"),
        says: [
            "Add a rank",
            "List ranks; all of them unless a page is asked for",
            "See a rank",
            "Rename a rank",
            "Delete a rank that nobody has",
        ],
        deleted: "Rank has been successfully deleted",
        example: r#"{"id":1,"title":"Kolonel","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#,
        new: r#"{"title":"Kolonel"}"#,
    })
}

pub(crate) fn units() -> Vec<Endpoint<Assessment>> {
    served(Served {
        kind: TitleKind::Unit,
        all: api!("/units"),
        one: api!("/units/{id}"),
        says: [
            "Add a unit",
            "List units; all of them unless a page is asked for",
            "See a unit",
            "Rename a unit",
            "Delete a unit that nobody has",
        ],
        deleted: "Unit has been successfully deleted",
        example: r#"{"id":1,"title":"Peleton","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#,
        new: r#"{"title":"Peleton"}"#,
    })
}
