//! What a moderator decides about one listing or many, and how that is taken back.

use axum::extract::{Path, State};
use classifieds::{
    ListingId, Status,
    api::{DecisionIn, Pick, Reason, Verdict},
};
use pages_kit::{Answer, Failed, Fields, Posted, form::required};
use platform::{Error, Kind, version::IfMatch};

use super::PATH;
use crate::{Market, address, listing::missing};

/// Listings that are decided about at once.
const MOST: usize = 50;

/// What the fields of a form decide.
fn read(fields: &Fields) -> Result<Verdict, Error> {
    let text = |name: &str| Some(fields.get(name).trim().replace("\r\n", "\n")).filter(|text| !text.is_empty());
    let to = fields.get("putusan");
    if !["active", "rejected", "pending_review", "archived"].contains(&to) {
        return Err(required("putusan"));
    }
    let is_refused = to != "active";
    let note = text("pesan").filter(|_| is_refused);
    // Who writes why has said it.
    let in_words = note.as_ref().map(|_| Reason::Other.name().to_owned());
    let input = DecisionIn {
        status: Pick::Name(to.to_owned()),
        reason: text("alasan").or(in_words).filter(|_| is_refused),
        note,
        private_note: text("catatan"),
    };
    input.check()
}

/// Where somebody is told that a refusal needs a reason; any other failure stays one.
fn unless_unreasoned(decided: Result<Answer, Error>) -> Result<Answer, Error> {
    match decided {
        Err(error) if error.fields().iter().any(|field| field.path == "reason") => {
            Answer::see(&format!("{PATH}?sudah=tanpa-alasan"))
        }
        other => other,
    }
}

/// What was done, as the next page tells it.
fn done(to: Status) -> &'static str {
    match to {
        Status::Active => "disetujui",
        Status::PendingReview => "disembunyikan",
        _ => "ditolak",
    }
}

/// `POST /moderasi/{code}`: `putusan` is the status that it gets.
pub(crate) async fn one(
    State(market): State<Market>,
    Path(code): Path<String>,
    Posted { visit, fields }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let decided = async {
        let id = address::listing_id(&code).ok_or_else(missing)?;
        let decision = read(&fields)?;
        let to = decision.to;
        let seen = fields
            .get("versi")
            .parse()
            .map_or(IfMatch::Any, |version| IfMatch::OneOf(vec![version]));
        let made = market.classifieds().decide_listing(actor, id, decision, seen).await?;
        Answer::see(&format!("{PATH}?sudah={}&batal={}", done(to), made.id))
    };
    unless_unreasoned(decided.await).map_err(Failed::at(&visit))
}

/// `POST /moderasi/banyak`: the same for all that are ticked. What others decided meanwhile is left as it is.
pub(crate) async fn many(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let decided = async {
        let decision = read(&fields)?;
        let chosen: Vec<ListingId> = fields.all("pilih").take(MOST).filter_map(address::listing_id).collect();
        if chosen.is_empty() {
            return Answer::see(&format!("{PATH}?sudah=tak-ada"));
        }
        for id in chosen {
            let made = market
                .classifieds()
                .decide_listing(actor, id, decision.clone(), IfMatch::Any)
                .await;
            match made {
                Ok(_) => {}
                Err(error) if matches!(error.kind(), Kind::NotFound | Kind::Conflict) => {}
                Err(error) => return Err(error),
            }
        }
        Answer::see(&format!("{PATH}?sudah=banyak"))
    };
    unless_unreasoned(decided.await).map_err(Failed::at(&visit))
}

/// `POST /moderasi/batal/{decision}`
pub(crate) async fn undo(
    State(market): State<Market>,
    Path(decision): Path<String>,
    Posted { visit, .. }: Posted,
) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let undone = async {
        let id = platform::id::uuid_text("decision", &decision)?;
        market.classifieds().undo_decision(actor, id).await?;
        Answer::see(&format!("{PATH}?sudah=putusan-batal"))
    };
    undone.await.map_err(Failed::at(&visit))
}
