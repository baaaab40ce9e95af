//! `balai demo` and `balai serve --demo`.

use std::sync::atomic::{AtomicUsize, Ordering};

use accounts::{Actor, Role, demo::Person};
use conversations::demo::Deal;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use platform::{Clock, Error, Kind, auth::password::Cost};
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

pub(super) async fn demo(settings: &Settings, password: bool) -> Result<(), Error> {
    let app = App::open(settings, Clock::system(), Cost::default(), None).await?;
    platform::moving::note_address(&app.db, &settings.public_url).await?;
    let done = if password {
        renew_password(&app).await
    } else {
        fill(&app).await
    };
    app.db.close().await;
    done
}

/// The password is made anew for each database, so that a demo that somebody can reach has no password that everybody
/// knows.
fn new_password() -> String {
    format!("demo-{}", &platform::auth::keys::random_token()[..8])
}

/// Whether the demo data is there already.
async fn is_filled(app: &App) -> Result<bool, Error> {
    match app.wired.accounts.by_username(MODERATOR).await {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == Kind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Gives everybody of the demo data a new password, and prints it.
async fn renew_password(app: &App) -> Result<(), Error> {
    if !is_filled(app).await? {
        let said = "there is no demo data here: `balai demo` fills it in and prints the password";
        return Err(Error::new(Kind::NotFound, "demo.not_filled", said));
    }
    let password = new_password();
    let people: People = toml::from_str(PEOPLE).map_err(Error::internal)?;
    let people = people.person.into_iter().map(|person| person.username);
    let people = people
        .chain([MODERATOR.to_owned()])
        .chain(trackmate::demo::usernames()?);
    for username in people {
        app.wired.accounts.set_password(&username, password.clone()).await?;
    }
    for username in assessment::demo::ADMINS {
        app.wired
            .assessment
            .reset_admin_password(username, password.clone())
            .await?;
    }
    output::line(&format!(
        "password     {password}   (for everybody of the demo data; every session has ended)"
    ));
    Ok(())
}

/// Fills in demo data and prints who can log in; where it is there already, says so.
pub(super) async fn fill(app: &App) -> Result<(), Error> {
    if is_filled(app).await? {
        output::line("The demo data is there already. `balai demo --password` makes a new password for it.");
        return Ok(());
    }
    let password = new_password();
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
    let listed = classifieds::demo::fill(
        &app.wired.classifieds,
        &moderator,
        &people,
        (classifieds::demo::LISTED, &step),
    )
    .await?;
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
