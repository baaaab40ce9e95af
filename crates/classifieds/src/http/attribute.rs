//! What listings of a category say by name.

use accounts::{Administrators, Caller, access};
use axum::extract::State;
use platform::{
    Error,
    http::{
        Body, IfMatch, Outcome, Path, Reply,
        routes::{Endpoint, get, put},
    },
    id::uuid_text,
};

use super::category::ID;
use crate::{
    Classifieds,
    failures::no_such_record,
    input::attribute::AttributesIn,
    model::{attribute::CategoryAttributes, category::CategoryId},
    rules::attribute_definitions::check_definitions,
};

const PATH: &str = "/v1/categories/{categoryId}/attributes";

fn category_id(id: &str) -> Result<CategoryId, Error> {
    uuid_text("categoryId", id).map(CategoryId::from)
}

/// `GET /v1/categories/{categoryId}/attributes`.
async fn show(State(classifieds): State<Classifieds>, Path(id): Path<String>) -> Outcome<CategoryAttributes> {
    let shown = classifieds.show_attributes(category_id(&id)?).await?;
    Ok(Reply::shown_item("categoryAttributes", shown))
}

/// `PUT /v1/categories/{categoryId}/attributes`.
async fn define(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<AttributesIn>,
) -> Outcome<CategoryAttributes> {
    let (id, definitions) = (category_id(&id)?, check_definitions(input)?);
    let actor = caller.allowed()?;
    let defined = classifieds.define_attributes(&actor, id, definitions, seen).await?;
    Ok(Reply::shown_item("categoryAttributes", defined))
}

const NEW: &str = r#"{"attributes":[{"key":"km","type":"number","names":{"en":"Mileage","tr":"Kilometre"},"unit":"km","least":0,"required":false,"inFacets":true},{"key":"fuel","type":"choice","names":{"en":"Fuel","tr":"Yakıt"},"options":[{"value":"petrol","names":{"en":"Petrol","tr":"Benzin"}},{"value":"diesel","names":{"en":"Diesel","tr":"Dizel"}}],"required":false,"inFacets":true}]}"#;
const SHOWN: &str = r#"{"categoryId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab","recordVersion":2,"own":[{"key":"km","type":"number","names":{"en":"Mileage","tr":"Kilometre"},"unit":"km","least":0.0,"required":false,"inFacets":true}],"attributes":[{"key":"colour","type":"text","names":{"en":"Colour"},"required":false,"inFacets":false,"categoryId":"018f3c1e-0000-7c3d-8e4f-0123456789ab"},{"key":"km","type":"number","names":{"en":"Mileage","tr":"Kilometre"},"unit":"km","least":0.0,"required":false,"inFacets":true,"categoryId":"018f3c1e-7b2a-7c3d-8e4f-0123456789ab"}]}"#;

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    vec![
        get(PATH, show)
            .api("getCategoryAttributes")
            .says("See what listings of a category say by name: what it defines itself, and what it inherits from above")
            .part::<CategoryId>("categoryId", "The category", ID)
            .gives_item::<CategoryAttributes>("categoryAttributes", SHOWN)
            .fails(no_such_record),
        put(PATH, define)
            .api("updateCategoryAttributes")
            .says("Define what listings of a category and of those below it say by name, in place of what it defined before; listings that are there keep what they were made with")
            .part::<CategoryId>("categoryId", "The category", ID)
            .access(access::<Administrators>())
            .takes::<AttributesIn>(NEW)
            .versioned()
            .gives_item::<CategoryAttributes>("categoryAttributes", SHOWN)
            .fails(no_such_record),
    ]
}
