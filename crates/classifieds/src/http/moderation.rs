//! Reports of listings and people, what moderators decide, and the rules by which listings wait for them.

use accounts::{AccountId, Actor, Administrators, Caller, Moderators, ProfileName, access};
use axum::extract::State;
use platform::{
    Error, Rule,
    http::{
        Body, Filter, IfMatch, Outcome, Pages, Paging, Params, Path, Posted, Reply,
        routes::{Access, Endpoint, get, patch, post, put},
    },
    id::uuid_text,
    input::object,
    text::Check,
};
use serde::{Deserialize, Serialize};

use super::listing::{ID, listing_id};
use crate::{
    Classifieds,
    failures::no_such_record,
    input::moderation::{DecisionIn, ListingReportIn, ReportStatusIn},
    model::{
        listing::ListingId,
        moderation::{Held, HoldingRules, ListingDecision, ListingReport, ListingReportStatus, StoredRules},
    },
    rules::holding::{check_rules, held_by_words},
    service::{
        listing::no_such_move,
        moderation::{moved_on, own_matter},
        report::{own, throttled},
    },
};

/// Longest text that is tried, in characters.
const LONGEST_TRIAL: usize = 10_000;

fn reported((report, is_known): (ListingReport, bool)) -> Reply<ListingReport> {
    let reply = Reply::created_item("listingReport", report);
    if is_known { reply.with("reused", true) } else { reply }
}

/// `POST /v1/listings/{listingId}/report`.
async fn report_listing(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    Posted { input, once }: Posted<ListingReportIn>,
) -> Outcome<ListingReport> {
    let id = listing_id(&id)?;
    Ok(reported(
        classifieds.report_listing(&actor, id, input.check()?, once).await?,
    ))
}

/// `POST /v1/profiles/{userId}/report`.
async fn report_person(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
    Posted { input, once }: Posted<ListingReportIn>,
) -> Outcome<ListingReport> {
    let name = ProfileName::read("userId", &id)?;
    Ok(reported(
        classifieds.report_person(&actor, &name, input.check()?, once).await?,
    ))
}

/// `GET /v1/listingreports`.
async fn list(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<ListingReport>> {
    let name = params.first("status").unwrap_or("open");
    let wrong = || Error::invalid_field("status", Rule::Type("one of open, upheld, dismissed".into()));
    let status = ListingReportStatus::by_name(name).ok_or_else(wrong)?;
    caller.allowed()?;
    let (reports, total) = classifieds.list_listing_reports(status, pages).await?;
    let filter = Filter {
        name: "status".to_owned(),
        value: name.into(),
    };
    Ok(Reply::list("listingReports", reports, pages.of(total)).filters(vec![filter]))
}

/// `PATCH /v1/listingreports/{listingReportId}`.
async fn close(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<ReportStatusIn>,
) -> Outcome<ListingReport> {
    let (id, status) = (uuid_text("listingReportId", &id)?, input.check()?);
    let actor = caller.allowed()?;
    let closed = classifieds.close_listing_report(&actor, id, status, seen).await?;
    Ok(Reply::shown_item("listingReport", closed))
}

/// `POST /v1/listings/{listingId}/decisions`.
async fn decide(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    Path(id): Path<String>,
    seen: IfMatch,
    Body(input): Body<DecisionIn>,
) -> Outcome<ListingDecision> {
    let (id, decision) = (listing_id(&id)?, input.check()?);
    let actor = caller.allowed()?;
    let made = classifieds.decide_listing(&actor, id, decision, seen).await?;
    Ok(Reply::created_item("listingDecision", made))
}

/// `GET /v1/listings/{listingId}/decisions`.
async fn decisions(
    State(classifieds): State<Classifieds>,
    actor: Actor,
    Path(id): Path<String>,
) -> Outcome<Vec<ListingDecision>> {
    let found = classifieds.decisions_of_listing(&actor, &listing_id(&id)?).await?;
    let paging = Paging::whole(found.len());
    Ok(Reply::list("listingDecisions", found, paging))
}

/// `POST /v1/listingdecisions/{listingDecisionId}/undo`.
async fn undo(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    Path(id): Path<String>,
) -> Outcome<ListingDecision> {
    let id = uuid_text("listingDecisionId", &id)?;
    let actor = caller.allowed()?;
    Ok(Reply::item(
        "listingDecision",
        classifieds.undo_decision(&actor, id).await?,
    ))
}

/// `GET /v1/holdingrules`.
async fn rules(State(classifieds): State<Classifieds>, caller: Caller<Moderators>) -> Outcome<StoredRules> {
    caller.allowed()?;
    Ok(Reply::shown_item("holdingRules", classifieds.holding_rules().await?))
}

/// `PUT /v1/holdingrules`.
async fn set_rules(
    State(classifieds): State<Classifieds>,
    caller: Caller<Administrators>,
    seen: IfMatch,
    Body(input): Body<HoldingRules>,
) -> Outcome<StoredRules> {
    let checked = check_rules(input)?;
    let actor = caller.allowed()?;
    let set = classifieds.set_holding_rules(&actor, checked, seen).await?;
    Ok(Reply::shown_item("holdingRules", set))
}

/// A text that is tried.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
struct TrialIn {
    /// At most 10,000 characters.
    text: String,
    /// Rules that are not set; those that are, unless given.
    #[serde(default, deserialize_with = "object")]
    rules: Option<HoldingRules>,
}

/// What would hold a text.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
struct Trial {
    /// Nothing, if it would be let through.
    held: Vec<Held>,
}

/// `POST /v1/holdingrules/trial`.
async fn try_rules(
    State(classifieds): State<Classifieds>,
    caller: Caller<Moderators>,
    Body(input): Body<TrialIn>,
) -> Outcome<Trial> {
    let mut check = Check::new();
    let text = check.text("text", &input.text, 0, LONGEST_TRIAL);
    check.finish()?;
    let given = input.rules.map(check_rules).transpose()?;
    caller.allowed()?;
    let rules = match given {
        Some(rules) => rules,
        None => classifieds.holding_rules().await?.rules,
    };
    let held = held_by_words(&rules, &text);
    Ok(Reply::item("trial", Trial { held }))
}

const REPORT_ID: &str = "018f3c24-7b2a-7c3d-8e4f-0123456789ab";
const REPORT: &str = r#"{"id":"018f3c24-7b2a-7c3d-8e4f-0123456789ab","listingId":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","personId":null,"reporterId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","reason":"fraud","text":"Asks for money first.","status":"open","closedAt":null,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z"}"#;
const OF_PERSON: &str = r#"{"id":"018f3c24-7b2a-7c3d-8e4f-0123456789ab","listingId":null,"personId":"018f3c1d-0000-7c3d-8e4f-0123456789ab","reporterId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","reason":"fraud","text":"Asks for money first.","status":"open","closedAt":null,"recordVersion":1,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T08:00:00.000Z"}"#;
const CLOSED: &str = r#"{"id":"018f3c24-7b2a-7c3d-8e4f-0123456789ab","listingId":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","personId":null,"reporterId":"018f3c1d-7b2a-7c3d-8e4f-0123456789ab","reason":"fraud","text":"Asks for money first.","status":"upheld","closedBy":"018f3c1d-1111-7c3d-8e4f-0123456789ab","closedAt":"2026-01-15T09:00:00.000Z","recordVersion":2,"createdAt":"2026-01-15T08:00:00.000Z","updatedAt":"2026-01-15T09:00:00.000Z"}"#;
const DECISION: &str = r#"{"id":"018f3c25-7b2a-7c3d-8e4f-0123456789ab","listingId":"018f3c20-7b2a-7c3d-8e4f-0123456789ab","moderatorId":"018f3c1d-1111-7c3d-8e4f-0123456789ab","fromStatus":"active","toStatus":"rejected","reason":"fraud","note":"Sell it when it has been seen.","privateNote":"Third time.","decidedAt":"2026-01-15T09:00:00.000Z","undoneAt":null}"#;
const NEW_DECISION: &str =
    r#"{"status":"rejected","reason":"fraud","note":"Sell it when it has been seen.","privateNote":"Third time."}"#;
const RULES: &str = r#"{"words":["casino","weapon*"],"contactDetails":true,"depositFirst":true,"newAccountDays":3,"newAccountListings":5,"recordVersion":2}"#;
const NEW_RULES: &str = r#"{"words":["casino","weapon*"],"contactDetails":true,"depositFirst":true,"newAccountDays":3,"newAccountListings":5}"#;
const TRIAL: &str = r#"{"held":[{"rule":"words","found":"casino"}]}"#;
const NEW_REPORT: &str = r#"{"reason":"fraud","text":"Asks for money first."}"#;

fn reports() -> Vec<Endpoint<Classifieds>> {
    vec![
        post("/v1/listings/{listingId}/report", report_listing)
            .api("reportListing")
            .says("Tell moderators that something is wrong with a listing; twice is once")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .takes::<ListingReportIn>(NEW_REPORT)
            .gives_item::<ListingReport>("listingReport", REPORT)
            .gives_also::<bool>("reused")
            .creates()
            .fails(no_such_record)
            .fails(own)
            .fails(throttled),
        post("/v1/profiles/{userId}/report", report_person)
            .api("reportProfile")
            .says("Tell moderators that something is wrong with somebody; twice is once")
            .part::<AccountId>(
                "userId",
                "The account, by either ID",
                "018f3c1d-0000-7c3d-8e4f-0123456789ab",
            )
            .access(Access::Account)
            .takes::<ListingReportIn>(NEW_REPORT)
            .gives_item::<ListingReport>("listingReport", OF_PERSON)
            .gives_also::<bool>("reused")
            .creates()
            .fails(no_such_record)
            .fails(own)
            .fails(throttled),
        get("/v1/listingreports", list)
            .api("listListingReports")
            .says("List reports of listings and people, the oldest first")
            .access(access::<Moderators>())
            .query(
                "status",
                "Where reports stand: open (unless given), upheld or dismissed",
                "open",
            )
            .gives_list::<ListingReport>("listingReports", REPORT),
        patch("/v1/listingreports/{listingReportId}", close)
            .api("updateListingReport")
            .says("Close a report, or open it again")
            .part::<String>("listingReportId", "The report", REPORT_ID)
            .access(access::<Moderators>())
            .takes::<ReportStatusIn>(r#"{"status":"upheld"}"#)
            .versioned()
            .gives_item::<ListingReport>("listingReport", CLOSED)
            .fails(own_matter)
            .fails(no_such_record),
    ]
}

fn decisions_and_rules() -> Vec<Endpoint<Classifieds>> {
    vec![
        post("/v1/listings/{listingId}/decisions", decide)
            .api("createListingDecision")
            .says("Decide about a listing: the status that it gets or keeps, why, and what its owner is told. Its open reports are closed with it: upheld, or dismissed where it stays active")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(access::<Moderators>())
            .takes::<DecisionIn>(NEW_DECISION)
            .versioned()
            .gives_item::<ListingDecision>("listingDecision", DECISION)
            .creates()
            .every_time()
            .fails(no_such_move)
            .fails(own_matter)
            .fails(no_such_record),
        get("/v1/listings/{listingId}/decisions", decisions)
            .api("listListingDecisions")
            .says("See what was decided about a listing, the last first; for its owner, without who decided, and for staff")
            .part::<ListingId>("listingId", "The listing", ID)
            .access(Access::Account)
            .gives_list::<ListingDecision>("listingDecisions", DECISION)
            .whole()
            .fails(no_such_record),
        post("/v1/listingdecisions/{listingDecisionId}/undo", undo)
            .api("undoListingDecision")
            .says("Take a decision back, if the listing still stands where it put it; the reports that it closed are open again")
            .part::<String>("listingDecisionId", "The decision", "018f3c25-7b2a-7c3d-8e4f-0123456789ab")
            .access(access::<Moderators>())
            .gives_item::<ListingDecision>("listingDecision", DECISION)
            .fails(moved_on)
            .fails(own_matter)
            .fails(no_such_record),
        get("/v1/holdingrules", rules)
            .api("getHoldingRules")
            .says("See by which rules listings wait for a moderator even where not all of them do")
            .access(access::<Moderators>())
            .gives_item::<StoredRules>("holdingRules", RULES),
        put("/v1/holdingrules", set_rules)
            .api("updateHoldingRules")
            .says("Set by which rules listings wait for a moderator; they count from the next listing on")
            .access(access::<Administrators>())
            .takes::<HoldingRules>(NEW_RULES)
            .versioned()
            .gives_item::<StoredRules>("holdingRules", RULES),
        post("/v1/holdingrules/trial", try_rules)
            .api("tryHoldingRules")
            .says("See what of a text would hold it, by rules that are set or that are not yet")
            .access(access::<Moderators>())
            .takes::<TrialIn>(r#"{"text":"The best casino in town","rules":{"words":["casino"]}}"#)
            .gives_item::<Trial>("trial", TRIAL)
            .every_time(),
    ]
}

pub(super) fn endpoints() -> Vec<Endpoint<Classifieds>> {
    let mut all = reports();
    all.extend(decisions_and_rules());
    all
}
