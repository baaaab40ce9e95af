//! Showing that one reads one's address: asking for a link, and following it. Programs that look at what letters lead to
//! change nothing: the page that a link opens has a button.

use axum::extract::RawQuery;
use http::StatusCode;

use super::entry::Entry;
use crate::{
    Answer, Failed, Fields, Posted, Visit,
    form::{Form, is_for_form},
};

const ENTRY: Entry = Entry {
    title: "verify",
    lead: Some("verify-lead"),
    question: "verify-late",
    other_title: "account",
    other_path: "/akun",
};

fn form(visit: &Visit, code: &str) -> Form {
    let mut form = Form::to("/alamat", visit.speech().say("verify-do"), Vec::new());
    form.hidden.push(("kode", code.to_owned()));
    form
}

/// `GET /alamat`
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let form = form(&visit, query.get("kode"));
    ENTRY.page(&visit, form, "").map_err(Failed::at(&visit))
}

/// `POST /alamat`
pub(super) async fn verify(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let code = fields.get("kode");
    match visit.kit.accounts().verify_address(code).await {
        Ok(()) if visit.actor.is_some() => Answer::see("/akun?sudah=alamat").map_err(Failed::at(&visit)),
        Ok(()) => Answer::see("/masuk?sudah=alamat").map_err(Failed::at(&visit)),
        Err(error) if is_for_form(&error) => {
            let shown = ENTRY.page(&visit, form(&visit, code).faulty(&visit, &error), "");
            Ok(shown
                .map_err(Failed::at(&visit))?
                .status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}

/// `POST /akun/alamat`: a link, please.
pub(super) async fn ask(Posted { visit, .. }: Posted) -> Result<Answer, Failed> {
    let actor = visit.somebody()?;
    let asked = async {
        let language = visit.language.code();
        visit.kit.accounts().ask_verification(actor, language).await?;
        Answer::see("/akun?sudah=surat-alamat")
    };
    asked.await.map_err(Failed::at(&visit))
}
