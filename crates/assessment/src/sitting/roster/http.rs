//! Lists of participants as files (sections 10.3 and 10.5 of the document): workbooks and tables of text.

use papers::roster::Columns;

use axum::{
    extract::{DefaultBodyLimit, Request, State, multipart::Field},
    response::Response,
};
use platform::{
    Error, Rule,
    http::{
        Fault, Outcome, Params, Reply,
        attachment::attachment,
        form::{self, broken_form, not_a_form, too_large, unreadable},
        routes::{Endpoint, get, post},
    },
};

use super::service::{RosterReport, refused};
use crate::{
    Assessment, Proctors, Staff,
    http::{
        access, api,
        query::{id, maybe_id, one_of},
    },
    workload::{busy, packing},
};

/// What Excel workbooks are.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Largest workbook.
const LARGEST: u64 = 10 * 1024 * 1024;
/// What a form costs beside its file.
const FORM: usize = 64 * 1024;
/// Longest time for a workbook to arrive and be read: 10 MiB over a line of 1 Mbit/s, and a minute.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(155);
/// Most bytes of a number in a form.
const NUMBER: usize = 40;

#[derive(schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "only describes the form in the documents")]
struct RosterForm {
    /// The list: a workbook (.xlsx, .xlsm, .ods) or a table of text (.csv, .tsv), at most 10 MiB and 20,000 rows.
    #[schemars(extend("format" = "binary"))]
    file: String,
    /// The event of rows that name none; `eventId` of the query goes before it.
    event_id: Option<i64>,
}

fn no_file() -> Error {
    Error::invalid_field("file", Rule::Required)
}

/// A part of a form, of so many bytes at most.
async fn bytes(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable(LARGEST))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > most {
            return Err(too_large(LARGEST));
        }
    }
    Ok(bytes)
}

/// The workbook of a form, and the event that it names.
async fn read(mut request: Request) -> Result<(Vec<u8>, Option<i64>), Error> {
    let most = usize::try_from(LARGEST).unwrap_or(usize::MAX);
    DefaultBodyLimit::max(most.saturating_add(FORM)).apply(&mut request);
    let deadline = form::deadline(&request, LARGEST);
    let mut fields = form::open(request, LARGEST, FORM).await?;
    let unreadable = unreadable(LARGEST);
    let (mut file, mut event) = (None, None);
    while let Some(field) = form::before(deadline, async { fields.next_field().await.map_err(unreadable) }).await? {
        match field.name() {
            Some("file") if file.is_none() => file = Some(form::before(deadline, bytes(field, most)).await?),
            Some("eventId") => {
                let text = form::before(deadline, bytes(field, NUMBER)).await?;
                let text = String::from_utf8(text).map_err(|_| broken_form())?;
                event = Some(text.trim())
                    .filter(|text| !text.is_empty())
                    .map(|text| id("eventId", text))
                    .transpose()?;
            }
            _ => {}
        }
    }
    Ok((file.ok_or_else(no_file)?, event))
}

/// `POST /participants/upload-file`.
async fn upload(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    params: Params,
    request: Request,
) -> Outcome<RosterReport> {
    let words = [("1", true), ("true", true), ("0", false), ("false", false)];
    let dry_run = one_of(&params, "dryRun", &words)?.unwrap_or(false);
    let named = maybe_id(&params, "eventId")?;
    let text = |name| params.first(name).map(str::to_owned);
    let columns = Columns {
        number: text("numberColumn"),
        name: text("nameColumn"),
    };
    let (bytes, event) = read(request).await?;
    let report = assessment
        .import_roster(&staff.admin, (bytes, columns), named.or(event), dry_run)
        .await?;
    let changes = report.created > 0 && !dry_run;
    Ok(if changes {
        Reply::created(report)
    } else {
        Reply::ok(report)
    })
}

/// `GET /participants/download-package-template`.
async fn template(State(assessment): State<Assessment>, _staff: Staff<Proctors>) -> Result<Response, Fault> {
    let bytes = assessment.roster_template().await?;
    Ok(attachment(XLSX, "template-peserta.xlsx", bytes)?)
}

const REPORT: &str = r#"{"message":"File berhasil diproses.","dryRun":false,"rows":40,"created":38,"usersCreated":12,"unchanged":2,"findings":[]}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        get(api!("/participants/download-package-template"), template)
            .says("Get the workbook that lists of participants are written in, with the choices that there are now")
            .access(access::<Proctors>())
            .gives_media(XLSX)
            .fails(packing),
        post(api!("/participants/upload-file"), upload)
.every_time()
            .says(
                "Add the participants of a workbook: all of them, or nothing with everything that is wrong, by Excel's row \
                 numbers. Users who are missing are made, others are not changed; the same file again changes nothing (200)",
            )
            .access(access::<Proctors>())
            .query_of::<i64>("eventId", "The event of rows that name none", "1")
            .query(
                "numberColumn",
                "Which column holds the number, by its letters or its head, if the heads do not say so",
                "B",
            )
            .query("nameColumn", "Which column holds the name", "C")
            .query(
                "dryRun",
                "`1`: nothing is stored; the answer (200) says what would be",
                "1",
            )
            .takes_file::<RosterForm>()
            .gives::<RosterReport>(REPORT)
            .creates()
            .or_ok()
            .body_limit(10 * 1024 * 1024 + FORM)
            .patience(PATIENCE)
            .fails(no_file)
            .fails(broken_form)
            .fails(|| refused(&[]))
            .fails(busy)
            .fails(|| too_large(LARGEST))
            .fails(not_a_form),
    ]
}
