//! Test packages (section 4 of the document).

use axum::extract::State;
use platform::{
    Error,
    db::containing,
    http::{
        Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
};

use super::{
    rules::{PackageChangeIn, PackageIn},
    service::{PackageEmbedding, PackageView, package_in_use, title_taken},
};
use crate::{
    AnyStaff, Assessment, Authors, Staff,
    failures::nothing_to_change,
    http::{
        access, api,
        query::{Entities, Selected, id, order, search},
    },
};

/// What can be embedded.
const RELATIONS: [&str; 2] = ["sections", "questions"];
/// What can be selected, and what the list is ordered by.
const COLUMNS: [&str; 5] = ["id", "title", "status", "createdAt", "updatedAt"];

fn entities(params: &Params) -> Result<(Entities, PackageEmbedding), Error> {
    let read = Entities::read(params, &RELATIONS, &COLUMNS)?;
    let embedding = PackageEmbedding {
        sections: read.has("sections"),
        questions: read.has("questions"),
    };
    Ok((read, embedding))
}

/// `GET /test-packages`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<AnyStaff>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    let (entities, embedding) = entities(&params)?;
    let (pattern, order) = (
        containing(&search(&params).unwrap_or_default()),
        order(&params, &COLUMNS)?,
    );
    let found = assessment.list_packages(pattern, order, embedding, pages).await?;
    entities.list("testPackages", found, &COLUMNS)
}

/// `GET /test-packages/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<AnyStaff>,
    Path(package): Path<String>,
    params: Params,
) -> Outcome<Selected> {
    let (package, (entities, embedding)) = (id("id", &package)?, entities(&params)?);
    let view = assessment.package(package, embedding).await?;
    entities.show(&view, &COLUMNS)
}

/// `POST /test-packages`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Posted { input, once }: Posted<PackageIn>,
) -> Outcome<PackageView> {
    let made = assessment.create_package(&staff.admin, input.validate()?, once).await?;
    Ok(Reply::created(made))
}

/// `PATCH /test-packages/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    seen: IfMatch,
    Body(input): Body<PackageChangeIn>,
) -> Outcome<PackageView> {
    let (package, change) = (id("id", &package)?, input.validate()?);
    let view = assessment.update_package(&staff.admin, package, change, seen).await?;
    Ok(Reply::shown(view))
}

const DELETED: &str = "Test package berhasil dihapus";

/// `DELETE /test-packages/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment
        .delete_package(&staff.admin, id("id", &package)?, seen)
        .await?;
    Ok(Reply::done(DELETED))
}

const PACKAGE: &str = r#"{"id":1,"title":"Ujian Nasional","status":"draft","createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
fn embeds(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint.query(
        "entities",
        "What to embed: `sections`, `questions` (how many); names of columns select them",
        "sections,questions",
    )
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        embeds(get(api!("/test-packages"), list))
            .says("List test packages")
            .query("order", "`ASC` or `DESC`", "ASC")
            .query("orderBy", "A column", "title")
            .query("search", "Part of a title, without case", "Ujian")
            .access(access::<AnyStaff>())
            .gives_list::<PackageView>("testPackages", PACKAGE),
        embeds(get(api!("/test-packages/{id}"), show))
            .says("See a test package")
            .part::<i64>("id", "The package", "1")
            .access(access::<AnyStaff>())
            .gives::<PackageView>(PACKAGE),
        post(api!("/test-packages"), create)
            .says("Make a test package")
            .access(access::<Authors>())
            .takes::<PackageIn>(r#"{"title":"Ujian Akhir Semester"}"#)
            .gives::<PackageView>(PACKAGE)
            .creates()
            .fails(title_taken),
        patch(api!("/test-packages/{id}"), update)
            .says("Rename a test package, put it away, or make it a draft again")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .takes::<PackageChangeIn>(r#"{"status":"archived"}"#)
            .gives::<PackageView>(PACKAGE)
            .versioned()
            .fails(nothing_to_change)
            .fails(title_taken),
        delete(api!("/test-packages/{id}"), remove)
            .says("Delete a test package with its questions, unless events are held with it")
            .part::<i64>("id", "The package", "1")
            .access(access::<Authors>())
            .message(DELETED)
            .versioned()
            .fails(package_in_use),
    ]
}
