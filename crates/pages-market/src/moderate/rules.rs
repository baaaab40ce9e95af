//! The rules by which listings wait for a and a text that is tried on them.

use askama::Template;
use axum::extract::State;
use classifieds::api::{HoldingRules, StoredRules, check_rules, held_by_words};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Posted, Speech, Visit,
    field::{TICKED, Takes},
    form::{Form, answer, is_for_form},
};
use platform::{Error, Rule, version::IfMatch};

use super::{RULES, Tab, rule_key, tabs};
use crate::Market;

/// The version that somebody saw.
const SEEN: &str = "versi";
/// The longest text that is tried, in characters.
const LONGEST: usize = 10_000;

/// What came of a trial.
struct Trial {
    held: Vec<String>,
}

#[derive(Template)]
#[template(path = "market/moderate/rules.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    tabs: Vec<Tab>,
    form: Form,
    may_set: bool,
    trial: Option<Trial>,
}

/// `GET /moderasi/aturan`
pub(crate) async fn show(State(market): State<Market>, visit: Visit) -> Result<Answer, Failed> {
    visit.moderator()?;
    let shown = async {
        let rules = market.classifieds().holding_rules().await?;
        page(&market, &visit, &as_typed(&rules), None, None).await
    };
    shown.await.map_err(Failed::at(&visit))
}

fn as_typed(stored: &StoredRules) -> Fields {
    let rules = &stored.rules;
    let mut typed = vec![
        ("words", rules.words.join("\n")),
        ("newAccountDays", rules.new_account_days.to_string()),
        ("newAccountListings", rules.new_account_listings.to_string()),
        (SEEN, stored.record_version.to_string()),
    ];
    for (name, is_on) in [
        ("contactDetails", rules.contact_details),
        ("depositFirst", rules.deposit_first),
    ] {
        if is_on {
            typed.push((name, TICKED.to_owned()));
        }
    }
    typed
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn read(fields: &Fields) -> Result<HoldingRules, Error> {
    let number = |name: &'static str| match fields.get(name).trim() {
        "" => Ok(0),
        text => text
            .parse::<u32>()
            .ok()
            .filter(|number| *number <= 100_000)
            .ok_or_else(|| Error::invalid_field(name, Rule::OutOfRange("0".into(), "100000".into()))),
    };
    let words = fields.get("words").lines().map(|line| line.trim().to_owned());
    check_rules(HoldingRules {
        words: words.filter(|word| !word.is_empty()).collect(),
        contact_details: fields.is_ticked("contactDetails"),
        deposit_first: fields.is_ticked("depositFirst"),
        new_account_days: number("newAccountDays")?,
        new_account_listings: number("newAccountListings")?,
    })
}

fn fields(speech: Speech<'_>) -> Vec<Field> {
    let field = |name: &'static str, text: &str, takes| Field::new(name, speech.say(text), takes);
    vec![
        field("words", "moderate-rule-words", Takes::Lines).hint(speech.say("moderate-rule-words-hint")),
        field("contactDetails", "moderate-rule-contact", Takes::Tick),
        field("depositFirst", "moderate-rule-deposit", Takes::Tick),
        field("newAccountDays", "moderate-rule-days", Takes::Number).hint(speech.say("moderate-rule-days-hint")),
        field("newAccountListings", "moderate-rule-listings", Takes::Number),
        field("trial", "moderate-trial", Takes::Lines)
            .hint(speech.say("moderate-trial-hint"))
            .at_most(LONGEST),
    ]
}

async fn page(
    market: &Market,
    visit: &Visit,
    held: &Fields,
    fault: Option<&Error>,
    trial: Option<Trial>,
) -> Result<Answer, Error> {
    let (speech, token) = (visit.speech(), visit.kit.form_token(visit)?);
    let mut form = Form::to(RULES, speech.say("moderate-rules-set"), fields(speech)).holding(held);
    if let Some(fault) = fault {
        form = form.faulty(visit, fault);
    }
    // Of one of many words, the field says what is wrong.
    if let Some(word) = fault.and_then(|fault| fault.fields().iter().find(|one| one.path.starts_with("words["))) {
        let words = form.fields.iter_mut().find(|field| field.name == "words");
        if let Some(field) = words {
            field.fault = Some(word.rule.message().text(visit.lang()).to_owned());
        }
    }
    form.token.clone_from(&token.token);
    form.hidden = vec![(SEEN, held.get(SEEN).to_owned())];
    let status = if fault.is_some() {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    let page = Page {
        style: market.style(),
        tabs: tabs(market, speech, RULES).await?,
        may_set: visit.actor.as_ref().is_some_and(|actor| actor.role.is_admin()),
        form,
        trial,
        frame: Frame::of(visit, speech.say("moderate-rules")).with_form(&token),
    };
    answer(Answer::page(&page).map(|page| page.status(status)), token)
}

/// `POST /moderasi/aturan`: sets the rules; with `_lakukan=coba` tries a text on them and sets nothing.
pub(crate) async fn set(State(market): State<Market>, Posted { visit, fields }: Posted) -> Result<Answer, Failed> {
    let actor = visit.moderator()?;
    let is_trial = fields.get("_lakukan") == "coba";
    let done = async {
        let rules = read(&fields)?;
        if is_trial {
            let speech = visit.speech();
            let text: String = fields.get("trial").chars().take(LONGEST).collect();
            let held = held_by_words(&rules, &text);
            let held = held
                .iter()
                .map(|one| speech.with(rule_key(one.rule), "found", one.found.as_str()));
            let trial = Trial { held: held.collect() };
            return page(&market, &visit, &fields, None, Some(trial)).await;
        }
        if !actor.role.is_admin() {
            return Err(accounts::role_required::<accounts::Administrators>());
        }
        let seen = fields
            .get(SEEN)
            .parse()
            .map_or(IfMatch::Any, |version| IfMatch::OneOf(vec![version]));
        market.classifieds().set_holding_rules(actor, rules, seen).await?;
        Answer::see(&format!("{RULES}?sudah=aturan"))
    };
    match done.await {
        Err(error) if is_for_form(&error) => page(&market, &visit, &fields, Some(&error), None)
            .await
            .map_err(Failed::at(&visit)),
        other => other.map_err(Failed::at(&visit)),
    }
}
