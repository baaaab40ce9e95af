//! `balai demo` and `balai serve --demo`.

use std::sync::atomic::{AtomicUsize, Ordering};

use accounts::{Actor, Role, demo::Person};
use conversations::demo::Deal;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use platform::{Clock, Error, auth::password::Cost};
use serde::Deserialize;

use super::output;
use crate::{app::App, settings::Settings};

/// Invented people who buy and sell.
const PEOPLE: &str = include_str!("../../demo/people.toml");
/// How many conversations they have.
const DEALS: usize = 320;
/// Who decides whether listings may be shown.
const MODERATOR: &str = "demo.moderator";

#[derive(Deserialize)]
struct People {
    person: Vec<Person>,
}

pub(super) async fn demo(settings: &Settings) -> Result<(), Error> {
    let app = App::open(settings, Clock::system(), Cost::default(), None).await?;
    let filled = fill(&app).await;
    app.db.close().await;
    filled
}

/// Fills in demo data and prints who can log in. The password is made anew for each database, so that a demo that
/// somebody can reach has no password that everybody knows.
pub(super) async fn fill(app: &App) -> Result<(), Error> {
    let password = format!("demo-{}", &platform::auth::keys::random_token()[..8]);
    let bar = output::progress("Filling in demo data");
    let watched = bar.clone();
    let progress = move |done: usize, all: usize| {
        watched.set_length(all as u64);
        watched.set_position(done as u64);
    };
    let filled = trackmate::demo::fill(&app.wired.trackmate, &password, &progress).await?;
    let market = market(app, &password, &bar).await?;
    let exams = exams(app, &password, &bar).await?;
    bar.finish_and_clear();
    output::line(&format!(
        "Demo data: {} people, {} UMKM, {} products, {} ratings.",
        filled.users.len(),
        filled.umkm,
        filled.products,
        filled.ratings
    ));
    output::line(&market.said);
    output::line(&exams.said);
    output::line(&format!(
        "  log in as    {} (owns a UMKM), {} (buys and sells), {MODERATOR} (moderator), {} (administrator), …",
        first(&filled.users),
        market.somebody,
        filled.administrator
    ));
    output::line(&format!("  for exams    {}", exams.admins));
    output::line(&format!(
        "  password     {password}   (the same for all of them; it is not shown again)"
    ));
    Ok(())
}

fn first(users: &[String]) -> &str {
    users.first().map_or("nobody", String::as_str)
}

/// What was filled into classifieds and conversations, in words, and somebody who takes part.
struct Market {
    said: String,
    somebody: String,
}

async fn market(app: &App, password: &str, bar: &ProgressBar) -> Result<Market, Error> {
    let people: People = toml::from_str(PEOPLE).map_err(Error::internal)?;
    let somebody = people
        .person
        .first()
        .map_or_else(String::new, |person| person.username.clone());
    bar.set_length((people.person.len() + classifieds::demo::LISTED + DEALS) as u64);
    bar.set_position(0);
    let done = AtomicUsize::new(0);
    let step = || bar.set_position(done.fetch_add(1, Ordering::Relaxed) as u64 + 1);
    let moderator = Person {
        username: MODERATOR.to_owned(),
        fullname: "Demo Moderatörü".to_owned(),
        email: "demo.moderator@example.com".to_owned(),
    };
    let accounts = &app.wired.accounts;
    let moderator = moderator.join(accounts, password, Role::Moderator).await?;
    let people: Vec<Actor> = stream::iter(people.person)
        .map(async |person| {
            let actor = person.join(accounts, password, Role::User).await?;
            step();
            Ok::<_, Error>(actor)
        })
        .buffered(4)
        .try_collect()
        .await?;
    let listed = classifieds::demo::fill(&app.wired.classifieds, &moderator, &people, &step).await?;
    let deals = deals(&listed.offers, &people);
    let talked = conversations::demo::fill(&app.wired.conversations, deals, &step).await?;
    let said = format!(
        "           {} more people, {} categories, {} places, {} listings, {} conversations with {} messages.",
        people.len() + 1,
        listed.categories,
        listed.locations,
        listed.listings,
        talked.threads,
        talked.messages
    );
    Ok(Market { said, somebody })
}

/// What was filled into the exams, in words, and who runs them.
struct Exams {
    said: String,
    admins: String,
}

async fn exams(app: &App, password: &str, bar: &ProgressBar) -> Result<Exams, Error> {
    bar.set_length(assessment::demo::STEPS as u64);
    bar.set_position(0);
    let filled = assessment::demo::fill(&app.wired.assessment, password, &|| bar.inc(1)).await?;
    let said = format!(
        "           {} test packages with {} questions, 2 sittings with {} participants, {} answers, {} ratings.",
        filled.packages, filled.questions, filled.participants, filled.responses, filled.ratings
    );
    let roles = ["administrator", "author", "proctor", "rater", "rater"];
    let named = filled.admins.iter().zip(roles);
    let admins: Vec<String> = named.map(|(name, role)| format!("{name} ({role})")).collect();
    Ok(Exams {
        said,
        admins: admins.join(", "),
    })
}

/// Somebody asks about each of the first listings, never about one of their own.
fn deals(offers: &[classifieds::demo::Offer], people: &[Actor]) -> Vec<Deal> {
    let asked = offers.iter().take(DEALS).enumerate();
    asked
        .map(|(number, offer)| {
            let other = (offer.seller + 1 + number % (people.len() - 1)) % people.len();
            Deal {
                listing: offer.listing.clone(),
                seller: people[offer.seller].clone(),
                buyer: people[other].clone(),
            }
        })
        .collect()
}
