//! `balai mail`: whether letters arrive, and which did not.

use clap::Subcommand;
use platform::{Clock, Error, Kind, auth::keys::Keyring, mail::Letter};

use super::output;
use crate::{settings::Settings, wiring};

#[derive(Subcommand)]
pub(super) enum MailCommand {
    /// Send a letter to an address now, and say what the mail server answered
    Test {
        /// Whom to
        address: String,
    },
    /// Print the letters that wait, and those that were given up within the last month
    List,
}

pub(super) async fn mail(settings: &Settings, command: MailCommand) -> Result<(), Error> {
    crate::app::prepare_folder(&settings.data)?;
    let db = wiring::open_database(settings, Clock::system()).await?;
    let done = match command {
        MailCommand::Test { address } => test(settings, &db, address).await,
        MailCommand::List => list(&db).await,
    };
    db.close().await;
    done
}

async fn test(settings: &Settings, db: &platform::Db, address: String) -> Result<(), Error> {
    let keys = Keyring::open(&settings.keys, db.clock())?;
    let (_never, closing) = tokio::sync::watch::channel(false);
    let mail = wiring::mail(settings, db, keys, closing)?.ok_or_else(|| {
        let said =
            "no mail server is set: give --smtp and --mail-from, or their places in environment or settings file";
        Error::new(Kind::Invalid, "settings.mail", said)
    })?;
    let place = &settings.public_url;
    let text = format!("This letter shows that {place} can send letters.\n");
    let letter = Letter {
        id: format!("test:{}", platform::id::uuid_v7(db.clock().now())),
        to: address.clone(),
        subject: format!("A letter from {place}"),
        html: format!("<!doctype html><meta charset=\"utf-8\"><p>{text}</p>"),
        text,
        unsubscribe: None,
        good_until: None,
    };
    mail.send_now(letter).await?;
    output::line(&format!("The mail server took a letter to {address}."));
    Ok(())
}

async fn list(db: &platform::Db) -> Result<(), Error> {
    for letter in mail::list_unsent(db).await? {
        let state = if letter.is_given_up { "given up" } else { "waits" };
        let (to, subject, attempts) = (letter.to, letter.subject, letter.attempts);
        let error = letter.error.unwrap_or_default();
        output::line(&format!(
            "{}\t{state}\t{attempts}\t{to}\t{subject}\t{error}",
            letter.since
        ));
    }
    Ok(())
}
