//! Choosing a language.

use std::time::Duration;

use axum::extract::RawForm;
use http::header;

use crate::{Answer, Failed, Fields, Language, Visit, guard::local_way, lang, session::set_cookie};

/// How long a choice is kept.
const KEPT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// `POST /bahasa`. Anybody's page may send it: it changes nothing but what its reader sees.
pub(super) async fn switch(visit: Visit, RawForm(body): RawForm) -> Result<Answer, Failed> {
    let fields = Fields::read(&body);
    let language = Language::of_code(fields.get("ke")).unwrap_or(visit.language);
    let kept = set_cookie(visit.kit.is_https(), lang::COOKIE, language.code(), KEPT);
    let answer =
        kept.and_then(|kept| Ok(Answer::see(local_way(fields.get("kembali")))?.with(header::SET_COOKIE, kept)));
    answer.map_err(Failed::at(&visit))
}
