//! Test packages as documents, and the template of one (section 4.5 of the document).

use axum::{extract::State, response::Response};
use papers::export::DOCX;
use platform::http::{
    Fault, Path,
    attachment::attachment,
    routes::{Endpoint, get},
};

use super::service::ExportedDocument;
use crate::{
    Assessment, Authors, Staff,
    http::{access, api, query::id},
    workload::packing,
};

fn saved(document: ExportedDocument) -> Result<Response, Fault> {
    Ok(attachment(DOCX, &document.name, document.bytes)?)
}

/// `GET /test-packages/download-package-template`.
async fn template(State(assessment): State<Assessment>, _staff: Staff<Authors>) -> Result<Response, Fault> {
    saved(assessment.package_template().await?)
}

/// `GET /test-packages/{id}/export.docx`.
async fn export(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
) -> Result<Response, Fault> {
    saved(assessment.export_package(&staff.admin, id("id", &package)?).await?)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/test-packages/download-package-template"), template)
            .says("Get the Word document that test packages are written in; it is ready to be uploaded")
            .access(access::<Authors>())
            .gives_media(DOCX)
            .fails(packing),
        get(api!("/test-packages/{id}/export.docx"), export)
            .says("Get a test package as a Word document, with its keys; uploading it again gives the same package")
            .part::<i64>("id", "The test package", "3")
            .access(access::<Authors>())
            .gives_media(DOCX)
            .fails(packing),
    ]
}
