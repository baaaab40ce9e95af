//! Files of many categories or locations, in and out.
//!
//! A file is CSV (`text/csv`, with a head) or JSON (an array of objects); what an export writes, an import takes. A row is
//! the active object with the same slug, or the same country, city and district, and changes it; other rows make new
//! objects. Columns of categories: `slug`, `name`, `sortOrder` (required), `parentSlug` or `parentCategoryId` (empty: a
//! root), `icon`, `description`, and `id`, by which other rows of the same file may name the row as their parent. Columns
//! of locations: `country`, `city`, `district` (required), `postalCode`, `latitude`, `longitude`. What a file has no column
//! for stays as it is; an empty cell clears. All of a file is stored, or nothing.

use accounts::{Administrators, Caller, access};
use axum::{extract::State, response::Response};
use platform::{
    Error, Kind, Message, Rule,
    http::{
        Fault, Outcome, Params, Raw, Reply,
        attachment::attachment,
        routes::{Endpoint, get, post},
    },
};

use crate::{
    Classifieds,
    input::{CategoryIn, LocationIn},
    model::{category::Category, location::Location},
    rules::import::{BYTES, Format, ImportView, refuse},
    service::{import::File, object::Object},
};

fn unknown_format() -> Error {
    Error::new(
        Kind::UnsupportedMedia,
        "classifieds.import.unknown_format",
        Message::new(
            "Kirim CSV (text/csv) atau JSON (application/json).",
            "Send CSV (text/csv) or JSON (application/json).",
        ),
    )
}

fn format(raw: &Raw) -> Result<Format, Error> {
    match raw.media.as_str() {
        "" | "application/json" => Ok(Format::Json),
        "text/csv" | "application/csv" | "application/vnd.ms-excel" => Ok(Format::Csv),
        _ => Err(unknown_format()),
    }
}

/// Whether a file is only tried.
fn dry_run(params: &Params) -> Result<bool, Error> {
    match params.first("dryRun") {
        None | Some("0" | "false") => Ok(false),
        Some("1" | "true") => Ok(true),
        Some(_) => Err(Error::invalid_field("dryRun", Rule::Type("a boolean".into()))),
    }
}

/// `POST /v1/categories/import` and `POST /v1/locations/import`. The role comes before the file is looked into, which takes
/// a while.
async fn import<T: Object>(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    params: Params,
    raw: Raw,
) -> Outcome<ImportView> {
    let (dry_run, format) = (dry_run(&params)?, format(&raw)?);
    let actor = caller.allowed()?;
    let file = File::<T>::read(format, &raw.bytes)?;
    let view = classifieds.import(&actor, file, dry_run).await?;
    Ok(Reply::item("import", view))
}

/// `GET /v1/categories/export.csv`.
async fn export_categories(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
) -> Result<Response, Fault> {
    caller.allowed()?;
    let bytes = classifieds.export_categories().await?;
    Ok(attachment(CSV, "categories.csv", bytes)?)
}

/// `GET /v1/locations/export.csv`.
async fn export_locations(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
) -> Result<Response, Fault> {
    caller.allowed()?;
    let bytes = classifieds.export_locations().await?;
    Ok(attachment(CSV, "locations.csv", bytes)?)
}

const CSV: &str = "text/csv; charset=utf-8";
const DRY_RUN: &str = "`1`: nothing is stored; the answer says what would be, and everything that is wrong";
const IMPORTED: &str = r#"{"dryRun":false,"rows":3,"created":2,"changed":1,"unchanged":0,"findings":[]}"#;
const CATEGORIES: &str =
    r#"[{"slug":"vehicles","name":"Vehicles","sortOrder":1},{"slug":"cars","name":"Cars","sortOrder":2}]"#;
const LOCATIONS: &str = r#"[{"country":"Türkiye","city":"İzmir","district":"Konak","postalCode":"35250"}]"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        post("/v1/categories/import", import::<Category>)
            .every_time()
            .api("importCategories")
            .says("Store many categories out of a JSON array or a CSV file, all of them or none")
            .access(access::<Administrators>())
            .query("dryRun", DRY_RUN, "1")
            .takes::<Vec<CategoryIn>>(CATEGORIES)
            .gives_item::<ImportView>("import", IMPORTED)
            .body_limit(BYTES)
            .fails(|| refuse(Vec::new()))
            .fails(unknown_format),
        post("/v1/locations/import", import::<Location>)
            .every_time()
            .api("importLocations")
            .says("Store many locations out of a JSON array or a CSV file, all of them or none")
            .access(access::<Administrators>())
            .query("dryRun", DRY_RUN, "1")
            .takes::<Vec<LocationIn>>(LOCATIONS)
            .gives_item::<ImportView>("import", IMPORTED)
            .body_limit(BYTES)
            .fails(|| refuse(Vec::new()))
            .fails(unknown_format),
        get("/v1/categories/export.csv", export_categories)
            .api("exportCategories")
            .says("All categories as CSV, as the import takes it")
            .access(access::<Administrators>())
            .gives_media(CSV),
        get("/v1/locations/export.csv", export_locations)
            .api("exportLocations")
            .says("All locations as CSV, as the import takes it")
            .access(access::<Administrators>())
            .gives_media(CSV),
    ]
}
