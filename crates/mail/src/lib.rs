//! Mail: letters to people by SMTP, queued in the transaction in which they came up.
//!
//! Invariants:
//! - a letter that was taken is sent until a server takes it or three days are over, whatever is killed meanwhile; what was under way
//!   at a crash may arrive twice, with the same `Message-ID`;
//! - of letters with the same id one is sent;
//! - what a letter says is stored sealed, and not at all once it was sent or given up.

mod address;
#[cfg(test)]
mod layers;
mod model;
mod rules;
mod sending;
mod service;
mod store;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use platform::{
    Db,
    auth::keys::Keyring,
    db::{Migration, ModuleMigrations},
    module::{Job, Schema},
};
use tokio::sync::watch;

pub use address::{MailFrom, SmtpAddress};
pub use model::{Backlog, Waiting};
use sending::Carrier;

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "mail",
        migrations: &[
            Migration {
                name: "messages",
                sql: include_str!("../migrations/0001_messages.sql"),
            },
            Migration {
                name: "recipients",
                sql: include_str!("../migrations/0002_recipients.sql"),
            },
        ],
    },
    statements: &[store::STATEMENTS],
    families: &[],
    addresses: &[],
};

/// Where letters go and whom they are from.
#[derive(Debug, Clone)]
pub struct Options {
    pub smtp: SmtpAddress,
    /// The password, if it is not in the address.
    pub password: Option<String>,
    pub from: MailFrom,
}

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Mail(Arc<Inner>);

struct Inner {
    db: Db,
    keys: Keyring,
    carrier: Carrier,
    /// Turns true when the server is about to stop.
    closing: watch::Receiver<bool>,
}

impl Mail {
    /// Over a migrated database. No letter is begun once `closing` turned true. Reads the machine's certificates: it blocks.
    pub fn new(db: Db, keys: Keyring, options: &Options, closing: watch::Receiver<bool>) -> platform::Result<Self> {
        let carrier = Carrier::new(options)?;
        Ok(Self(Arc::new(Inner {
            db,
            keys,
            carrier,
            closing,
        })))
    }

    /// Background work.
    pub fn jobs(&self) -> Vec<Job> {
        let (sending, cleaning) = (self.clone(), self.clone());
        vec![
            Job {
                name: "mail.send",
                every: Duration::from_secs(2),
                run: Arc::new(move |_| {
                    let mail = sending.clone();
                    Box::pin(async move { mail.send_due().await })
                }),
            },
            Job {
                name: "mail.clean_up",
                every: Duration::from_secs(60 * 60),
                run: Arc::new(move |_| {
                    let mail = cleaning.clone();
                    Box::pin(async move { mail.clean_up().await })
                }),
            },
        ]
    }
}

/// How many letters of a database wait, and how many were given up within the last month.
pub async fn read_backlog(db: &Db) -> platform::Result<Backlog> {
    db.read(async |conn: &mut platform::Conn<'_>| store::backlog(conn).await)
        .await
}

/// Letters of a database that were not sent yet, or were given up within the last month; the newest first, at most 200.
pub async fn list_unsent(db: &Db) -> platform::Result<Vec<Waiting>> {
    db.read(async |conn: &mut platform::Conn<'_>| store::unsent(conn).await)
        .await
}
