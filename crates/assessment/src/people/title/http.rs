//! Positions, ranks and units (sections 12 to 14 of the document): one shape at three addresses.

use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};

use super::{rules::TitleIn, service::TitleView};
use crate::{
    Administrators, AnyStaff, Assessment, Staff, failures,
    http::{
        access, api,
        query::{id, search},
    },
    people::{
        model::{MergeIn, TitleKind},
        user::merge::merged_with_itself,
    },
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

async fn list(assessment: Assessment, kind: TitleKind, params: Params, pages: Pages) -> Outcome<Vec<TitleView>> {
    let (rows, paging) = match search(&params) {
        Some(part) => assessment.find_titles(kind, part, pages.or_whole()).await?,
        None => assessment.list_titles(kind, pages.or_whole()).await?,
    };
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

async fn merge(
    assessment: Assessment,
    staff: Staff<Administrators>,
    (kind, of): (TitleKind, String),
    seen: IfMatch,
    input: MergeIn,
) -> Outcome<TitleView> {
    let merged = (id("id", &of)?, input.into);
    Ok(Reply::shown(
        assessment.merge_titles(&staff.admin, kind, merged, seen).await?,
    ))
}

/// The paths and the words of one of the three.
struct Served {
    kind: TitleKind,
    all: &'static str,
    one: &'static str,
    merge: &'static str,
    says: [&'static str; 6],
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
            async move |State(a): State<Assessment>, _: Staff<AnyStaff>, params: Params, pages: Pages| {
                list(a, kind, params, pages).await
            },
        )
        .says(says[1])
        .query(
            "search",
            "Part of a title, without case: those that have it, by title",
            "ko",
        )
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
        post(
            served.merge,
            async move |State(a): State<Assessment>,
                        staff: Staff<Administrators>,
                        Path(of): Path<String>,
                        seen: IfMatch,
                        Body(input): Body<MergeIn>| { merge(a, staff, (kind, of), seen, input).await },
        )
        .every_time()
        .says(says[5])
        .part::<i64>("id", "The one that goes", "1")
        .access(access::<Administrators>())
        .takes::<MergeIn>(r#"{"into":2}"#)
        .gives::<TitleView>(example)
        .versioned()
        .fails(merged_with_itself),
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
        merge: api!("/positions/{id}/merge"),
        says: [
            "Add a position",
            "List positions; all of them unless a page is asked for",
            "See a position",
            "Rename a position",
            "Delete a position that nobody has",
            "Let a position that is written in two ways be one: whoever has it gets the other, and it is deleted",
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
        merge: api!("/ranks/{id}/merge"),
        says: [
            "Add a rank",
            "List ranks; all of them unless a page is asked for",
            "See a rank",
            "Rename a rank",
            "Delete a rank that nobody has",
            "Let a rank that is written in two ways be one: whoever has it gets the other, and it is deleted",
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
        merge: api!("/units/{id}/merge"),
        says: [
            "Add a unit",
            "List units; all of them unless a page is asked for",
            "See a unit",
            "Rename a unit",
            "Delete a unit that nobody has",
            "Let a unit that is written in two ways be one: whoever has it gets the other, and it is deleted",
        ],
        deleted: "Unit has been successfully deleted",
        example: r#"{"id":1,"title":"Peleton","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#,
        new: r#"{"title":"Peleton"}"#,
    })
}
