//! Test packages as documents, and the template of one (section 4.5 of the document).

use axum::{extract::State, response::Response};
use papers::export::{DOCX, XLSX, XML, ZIP};
use platform::http::{
    Fault, Params, Path,
    attachment::attachment,
    routes::{Endpoint, get},
};

use super::service::{ExportForm, ExportedDocument};
use crate::{
    Assessment, Authors, Staff,
    http::{
        access, api,
        query::{id, one_of},
    },
    workload::packing,
};

fn saved(document: ExportedDocument) -> Result<Response, Fault> {
    Ok(attachment(DOCX, &document.name, document.bytes)?)
}

/// `GET /test-packages/download-package-template`.
async fn template(
    State(assessment): State<Assessment>,
    _staff: Staff<Authors>,
    params: Params,
) -> Result<Response, Fault> {
    let formats = [("docx", false), ("xlsx", true)];
    if one_of(&params, "format", &formats)?.unwrap_or(false) {
        let workbook = assessment.workbook_template().await?;
        return Ok(attachment(XLSX, &workbook.name, workbook.bytes)?);
    }
    saved(assessment.package_template().await?)
}

/// `GET /test-packages/{id}/export.docx`.
async fn export(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
    params: Params,
) -> Result<Response, Fault> {
    let forms = [("yes", ExportForm::Word), ("no", ExportForm::Handout)];
    let form = one_of(&params, "keys", &forms)?.unwrap_or(ExportForm::Word);
    let package = id("id", &package)?;
    saved(assessment.export_package(&staff.admin, package, form).await?)
}

/// `GET /test-packages/{id}/export.xml`.
async fn export_moodle(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
) -> Result<Response, Fault> {
    let package = id("id", &package)?;
    let document = assessment
        .export_package(&staff.admin, package, ExportForm::Moodle)
        .await?;
    Ok(attachment(XML, &document.name, document.bytes)?)
}

/// `GET /test-packages/{id}/export.zip`.
async fn export_qti(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(package): Path<String>,
) -> Result<Response, Fault> {
    let package = id("id", &package)?;
    let document = assessment
        .export_package(&staff.admin, package, ExportForm::Qti)
        .await?;
    Ok(attachment(ZIP, &document.name, document.bytes)?)
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/test-packages/download-package-template"), template)
            .says(
                "Get the Word document, or the workbook, that test packages are written in; it is ready to be uploaded",
            )
            .access(access::<Authors>())
            .query(
                "format",
                "`docx` (the Word document, also without it) or `xlsx` (the workbook)",
                "docx",
            )
            .gives_media(DOCX)
            .or_media(XLSX)
            .fails(packing),
        get(api!("/test-packages/{id}/export.docx"), export)
            .says("Get a test package as a Word document, with its keys; uploading it again gives the same package")
            .part::<i64>("id", "The test package", "3")
            .access(access::<Authors>())
            .query(
                "keys",
                "`yes` (also without it), or `no`: a paper for desks, which says nothing that is right",
                "yes",
            )
            .gives_media(DOCX)
            .fails(packing),
        get(api!("/test-packages/{id}/export.xml"), export_moodle)
            .says("Get a test package as Moodle XML, with its keys; uploading it gives the same package")
            .part::<i64>("id", "The test package", "3")
            .access(access::<Authors>())
            .gives_media(XML)
            .fails(packing),
        get(api!("/test-packages/{id}/export.zip"), export_qti)
            .says("Get a test package as a package of QTI 3.0, with its keys; uploading it gives the same package")
            .part::<i64>("id", "The test package", "3")
            .access(access::<Authors>())
            .gives_media(ZIP)
            .fails(packing),
    ]
}
