//! Sections, and what they are in a package (section 5 of the document).

use axum::extract::State;
use platform::{
    Error, Rule,
    db::containing,
    http::{
        Body, IfMatch, Outcome, Pages, Paging, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
};

use super::{
    rules::{DetailChangeIn, PlacedIn, SectionChangeIn, SectionIn},
    service::{DetailView, SectionView, details_in_use, no_details, placed_already, section_in_use},
};
use crate::{
    Assessment, Authors, BankReaders, Staff,
    bank::passage::service::no_such_package,
    failures::nothing_to_change,
    http::{
        access, api,
        query::{id, maybe_id, order, search},
    },
};

/// What sections are ordered by.
const COLUMNS: [&str; 5] = ["id", "title", "duration", "createdAt", "updatedAt"];

/// `POST /sections`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Posted { input, once }: Posted<SectionIn>,
) -> Outcome<SectionView> {
    let made = assessment.create_section(&staff.admin, input.validate()?, once).await?;
    Ok(Reply::created(made))
}

/// `GET /sections`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<SectionView>> {
    let (pattern, order) = (
        containing(&search(&params).unwrap_or_default()),
        order(&params, &COLUMNS)?,
    );
    let (rows, paging) = assessment.list_sections(pattern, order, pages.or_whole()).await?;
    Ok(Reply::list("sections", rows, paging))
}

/// `GET /sections/package/{packageId}`.
async fn of_package(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(package): Path<String>,
) -> Outcome<Vec<SectionView>> {
    let rows = assessment.sections_of_package(id("packageId", &package)?).await?;
    let paging = Paging::whole(rows.len());
    Ok(Reply::list("sections", rows, paging))
}

/// `GET /sections/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(section): Path<String>,
) -> Outcome<SectionView> {
    Ok(Reply::shown(assessment.section(id("id", &section)?).await?))
}

/// `PATCH /sections/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(section): Path<String>,
    seen: IfMatch,
    Body(input): Body<SectionChangeIn>,
) -> Outcome<SectionView> {
    let (section, change) = (id("id", &section)?, input.validate()?);
    Ok(Reply::shown(
        assessment.update_section(&staff.admin, section, change, seen).await?,
    ))
}

const DELETED: &str = "Section has been successfully deleted";

/// `DELETE /sections/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(section): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment
        .delete_section(&staff.admin, id("id", &section)?, seen)
        .await?;
    Ok(Reply::done(DELETED))
}

/// `GET /section-details/by-package`.
async fn by_package(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    params: Params,
) -> Outcome<DetailView> {
    let named = |name| maybe_id(&params, name)?.ok_or_else(|| Error::invalid_field(name, Rule::Required));
    let (package, section) = (named("packageId")?, named("sectionId")?);
    Ok(Reply::shown(assessment.details_of(package, section).await?))
}

/// `POST /section-details`.
async fn place(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Posted { input, once }: Posted<PlacedIn>,
) -> Outcome<DetailView> {
    let made = assessment.place_section(&staff.admin, input.validate()?, once).await?;
    Ok(Reply::created(made))
}

/// `PATCH /section-details/{id}`.
async fn update_details(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(details): Path<String>,
    seen: IfMatch,
    Body(input): Body<DetailChangeIn>,
) -> Outcome<DetailView> {
    let (details, change) = (id("id", &details)?, input.validate()?);
    Ok(Reply::shown(
        assessment.update_details(&staff.admin, details, change, seen).await?,
    ))
}

const DETAILS_DELETED: &str = "Section details have been successfully deleted";

/// `DELETE /section-details/{id}`.
async fn remove_details(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(details): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment
        .delete_details(&staff.admin, id("id", &details)?, seen)
        .await?;
    Ok(Reply::done(DETAILS_DELETED))
}

const SECTION: &str = r#"{"id":1,"title":"Section 1","duration":120,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const IN_PACKAGE: &str = r#"{"id":1,"title":"Section 1","duration":120,"packageId":3,"sectionDetailId":88,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const DETAILS: &str = r#"{"id":88,"sectionId":3,"packageId":1,"instruction":"During the test, you will answer four speaking questions.","duration":1200,"ordinal":4,"navigation":"free","shuffle":false,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/sections"), create)
            .says("Make a section")
            .access(access::<Authors>())
            .takes::<SectionIn>(r#"{"title":"Section 1","duration":120}"#)
            .gives::<SectionView>(SECTION)
            .creates(),
        get(api!("/sections"), list)
            .says("List sections; all of them unless a page is asked for")
            .query("search", "Part of a title, without case", "listening")
            .query("order", "`ASC` or `DESC`", "ASC")
            .query("orderBy", "A column", "title")
            .access(access::<BankReaders>())
            .gives_list::<SectionView>("sections", SECTION)
            .bare(),
        get(api!("/sections/package/{packageId}"), of_package)
            .says("The sections of a package, in its order")
            .part::<i64>("packageId", "The package", "3")
            .access(access::<BankReaders>())
            .gives_list::<SectionView>("sections", IN_PACKAGE)
            .bare()
            .whole()
            .fails(no_such_package),
        get(api!("/sections/{id}"), show)
            .says("See a section")
            .part::<i64>("id", "The section", "1")
            .access(access::<BankReaders>())
            .gives::<SectionView>(SECTION),
        patch(api!("/sections/{id}"), update)
            .says("Change a section")
            .part::<i64>("id", "The section", "1")
            .access(access::<Authors>())
            .takes::<SectionChangeIn>(r#"{"title":"Updated Section Title"}"#)
            .gives::<SectionView>(SECTION)
            .versioned()
            .fails(nothing_to_change),
        delete(api!("/sections/{id}"), remove)
            .says("Delete a section that is in no package")
            .part::<i64>("id", "The section", "1")
            .access(access::<Authors>())
            .message(DELETED)
            .versioned()
            .fails(section_in_use),
        get(api!("/section-details/by-package"), by_package)
            .says("What a section is in a package")
            .needs_query::<i64>("packageId", "The package", "1")
            .needs_query::<i64>("sectionId", "The section", "3")
            .access(access::<BankReaders>())
            .gives::<DetailView>(DETAILS)
            .fails(no_details),
        post(api!("/section-details"), place)
            .says("Put a section into a package, behind the others; by its title it is found or made")
            .access(access::<Authors>())
            .takes::<PlacedIn>(r#"{"packageId":1,"title":"Listening","duration":1200}"#)
            .gives::<DetailView>(DETAILS)
            .creates()
            .fails(placed_already),
        patch(api!("/section-details/{id}"), update_details)
            .says("Change what a section is in a package: instruction, duration, place, navigation, shuffling")
            .part::<i64>("id", "The section in the package", "88")
            .access(access::<Authors>())
            .takes::<DetailChangeIn>(r#"{"duration":1200,"navigation":"linear","shuffle":false}"#)
            .gives::<DetailView>(DETAILS)
            .versioned()
            .fails(nothing_to_change),
        delete(api!("/section-details/{id}"), remove_details)
            .says("Take a section out of a package in which it has no questions")
            .part::<i64>("id", "The section in the package", "88")
            .access(access::<Authors>())
            .message(DETAILS_DELETED)
            .versioned()
            .fails(details_in_use),
    ]
}
