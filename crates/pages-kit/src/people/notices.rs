//! Which notices come by mail: chosen on one's own account, or by the link in a notice, for which nobody has to log in.

use accounts::{Topic, WantedNotices};
use axum::extract::RawQuery;
use http::StatusCode;

use super::entry::Entry;
use crate::{
    Answer, Failed, Field, Fields, Posted, Speech, Visit,
    field::{TICKED, Takes},
    form::{Form, is_for_form},
};

const ENTRY: Entry = Entry {
    title: "wanted-letters",
    lead: Some("wanted-letters-lead"),
    question: "wanted-letters-all",
    other_title: "account",
    other_path: "/akun",
};

/// The text of a topic.
fn label(speech: &Speech<'_>, topic: Topic) -> String {
    match topic {
        Topic::UnreadMessages => speech.say("wanted-letters-messages"),
        Topic::SavedSearches => speech.say("wanted-letters-searches"),
        Topic::OwnListings => speech.say("wanted-letters-listings"),
    }
}

/// A box to tick for each topic.
pub(super) fn fields(speech: &Speech<'_>, wanted: &WantedNotices) -> Vec<Field> {
    let field = |topic: &Topic| {
        let ticked = if wanted.wants(*topic) { TICKED } else { "" };
        Field::new(topic.name(), label(speech, *topic), Takes::Tick).holding(ticked)
    };
    Topic::ALL.iter().map(field).collect()
}

/// What was ticked.
pub(super) fn chosen(fields: &Fields) -> WantedNotices {
    let topics = Topic::ALL.map(|topic| (topic, fields.is_ticked(topic.name())));
    WantedNotices {
        topics: topics.to_vec(),
    }
}

fn form(visit: &Visit, code: &str, wanted: &WantedNotices) -> Form {
    let speech = visit.speech();
    let mut form = Form::to("/surat/pilihan", speech.say("save"), fields(&speech, wanted));
    form.hidden.push(("kode", code.to_owned()));
    form
}

/// `GET /surat`: the boxes, without a tick at what the letter was about; nothing changes before they are sent, because
/// programs look at what letters lead to.
pub(super) async fn show(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let code = query.get("kode");
    let mut wanted = visit
        .kit
        .accounts()
        .wanted_notices_by_code(code)
        .await
        .map_err(Failed::at(&visit))?;
    let about = Topic::named(query.get("tentang"));
    for (topic, is_wanted) in &mut wanted.topics {
        *is_wanted &= Some(*topic) != about;
    }
    ENTRY
        .page(&visit, form(&visit, code, &wanted), "")
        .map_err(Failed::at(&visit))
}

/// `POST /surat`: a mail program ends the notices of a letter's topic, without anybody looking at a page (RFC 8058). Who has the code
/// may do that from anywhere.
pub(super) async fn end(visit: Visit, RawQuery(query): RawQuery) -> Result<Answer, Failed> {
    let query = Fields::read(query.unwrap_or_default().as_bytes());
    let topics = Topic::named(query.get("tentang")).map_or(Topic::ALL.to_vec(), |topic| vec![topic]);
    let chosen = WantedNotices {
        topics: topics.into_iter().map(|topic| (topic, false)).collect(),
    };
    let accounts = visit.kit.accounts();
    let ended = accounts.choose_notices_by_code(query.get("kode"), chosen).await;
    ended
        .and_then(|()| Answer::see("/?sudah=surat"))
        .map_err(Failed::at(&visit))
}

/// `POST /surat/pilihan`
pub(super) async fn choose(Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let (code, chosen) = (fields.get("kode"), chosen(&fields));
    let accounts = visit.kit.accounts();
    match accounts.choose_notices_by_code(code, chosen.clone()).await {
        Ok(()) => Answer::see("/?sudah=surat").map_err(Failed::at(&visit)),
        Err(error) if is_for_form(&error) => {
            let form = form(&visit, code, &chosen).faulty(&visit, &error);
            let shown = ENTRY.page(&visit, form, "").map_err(Failed::at(&visit))?;
            Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(Failed::at(&visit)(error)),
    }
}
