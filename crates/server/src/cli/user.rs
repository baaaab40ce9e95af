//! `balai user`: who has an account, and who may not use it for the time being.

use accounts::{AccountId, Accounts, Wanted};
use assessment::{AdminState, Assessment};
use clap::{Args, Subcommand};
use platform::{Clock, Error, Kind, Timestamp, auth::password::Cost, page::Pages};

use super::{admin::Realm, output};
use crate::{settings::Settings, wiring};

/// Rows that are read at a time.
const PAGE: i64 = 500;

#[derive(Subcommand)]
pub(super) enum User {
    /// Print the accounts of both realms: realm, id, username, address, role, last login and whether they are suspended
    List {
        /// Only those of one realm
        #[arg(long, value_enum)]
        realm: Option<Realm>,
        /// Only those that are suspended
        #[arg(long)]
        suspended: bool,
    },
    /// Let nobody log in with an account, and end its sessions at once; what it has stays
    Suspend(Whom),
    /// Let its owner log in again
    Unsuspend(Whom),
    /// Switch off two-step verification for somebody who has lost app and recovery codes
    RemoveTotp(Whom),
}

#[derive(Args)]
pub(super) struct Whom {
    /// Address, username or id
    who: String,
    /// Which accounts, if both realms have such a one
    #[arg(long, value_enum)]
    realm: Option<Realm>,
    /// Why, for the log of what was done to accounts
    #[arg(long, default_value = "")]
    reason: String,
}

/// Both realms.
struct People {
    accounts: Accounts,
    assessment: Assessment,
}

/// Somebody of one of them.
enum Found {
    Account { id: AccountId, name: String },
    Admin(AdminState),
}

pub(super) async fn user(settings: &Settings, command: User) -> Result<(), Error> {
    crate::app::prepare_folder(&settings.data)?;
    let db = wiring::open_database(settings, Clock::system()).await?;
    let people = People {
        accounts: wiring::accounts(settings, &db, Cost::default())?,
        assessment: wiring::assessment(settings, &db, Cost::default())?,
    };
    let done = match command {
        User::List { realm, suspended } => people.list(realm, suspended).await,
        User::Suspend(whom) => people.suspend(&whom).await,
        User::Unsuspend(whom) => people.unsuspend(&whom).await,
        User::RemoveTotp(whom) => people.remove_totp(&whom).await,
    };
    db.close().await;
    done
}

impl People {
    async fn list(&self, realm: Option<Realm>, suspended: bool) -> Result<(), Error> {
        if realm != Some(Realm::Assessment) {
            self.list_accounts(suspended).await?;
        }
        if realm != Some(Realm::Accounts) {
            self.list_admins(suspended).await?;
        }
        Ok(())
    }

    async fn list_accounts(&self, suspended: bool) -> Result<(), Error> {
        let mut wanted = Wanted {
            after: String::new(),
            suspended,
            limit: PAGE,
        };
        loop {
            let page = self.accounts.list_accounts(wanted.clone()).await?;
            for one in &page {
                let since = one.suspended.as_ref();
                let state = since.map_or_else(active, |found| {
                    describe_suspension(found.since, found.until, &found.reason)
                });
                let login = one
                    .last_login_at
                    .map_or_else(|| "never".to_owned(), |at| at.to_string());
                let (id, role) = (one.id.as_str(), one.role.name());
                line(&["accounts", id, &one.username, &one.email, role, &login, &state]);
            }
            let Some(last) = page.last() else { return Ok(()) };
            last.id.as_str().clone_into(&mut wanted.after);
        }
    }

    async fn list_admins(&self, suspended: bool) -> Result<(), Error> {
        let mut skip = 0;
        loop {
            let (page, _) = self.assessment.list_admin_states(Pages::after(skip, PAGE)).await?;
            if page.is_empty() {
                return Ok(());
            }
            for one in page.iter().filter(|one| !suspended || one.suspended_at.is_some()) {
                let state = one
                    .suspended_at
                    .map_or_else(active, |since| describe_suspension(since, None, ""));
                let id = one.id.to_string();
                line(&["assessment", &id, &one.username, "-", one.role.name(), "-", &state]);
            }
            skip += PAGE;
        }
    }

    async fn remove_totp(&self, whom: &Whom) -> Result<(), Error> {
        let (name, changed) = match self.find(whom).await? {
            Found::Account { id, name } => (name, self.accounts.remove_factor(&id, &whom.reason).await?),
            Found::Admin(admin) => {
                let changed = self.assessment.remove_second_step(None, admin.id, &whom.reason).await?;
                (admin.username, changed)
            }
        };
        output::line(&if changed {
            format!("{name} logs in with the password alone from now on.")
        } else {
            format!("{name} has no two-step verification; nothing was changed.")
        });
        Ok(())
    }

    async fn suspend(&self, whom: &Whom) -> Result<(), Error> {
        let (name, changed) = match self.find(whom).await? {
            Found::Account { id, name } => (name, self.accounts.suspend(&id, &whom.reason).await?),
            Found::Admin(admin) => {
                let changed = self.assessment.suspend_admin(None, admin.id, &whom.reason).await?;
                (admin.username, changed)
            }
        };
        output::line(&if changed {
            format!("{name} is suspended; every session has ended.")
        } else {
            format!("{name} was suspended already; nothing was changed.")
        });
        Ok(())
    }

    async fn unsuspend(&self, whom: &Whom) -> Result<(), Error> {
        let (name, changed) = match self.find(whom).await? {
            Found::Account { id, name } => (name, self.accounts.unsuspend(&id, &whom.reason).await?),
            Found::Admin(admin) => {
                let changed = self.assessment.unsuspend_admin(None, admin.id, &whom.reason).await?;
                (admin.username, changed)
            }
        };
        output::line(&if changed {
            format!("{name} may log in again.")
        } else {
            format!("{name} is not suspended; nothing was changed.")
        });
        Ok(())
    }

    /// Whoever is meant: exactly one.
    async fn find(&self, whom: &Whom) -> Result<Found, Error> {
        let wants = |realm| whom.realm.is_none_or(|wanted| wanted == realm);
        let account = if wants(Realm::Accounts) {
            self.accounts.find_account(&whom.who).await?
        } else {
            None
        };
        let admin = if wants(Realm::Assessment) {
            self.assessment.find_admin(&whom.who).await?
        } else {
            None
        };
        match (account, admin) {
            (Some(_), Some(_)) => Err(ambiguous(&whom.who)),
            (Some(account), None) => Ok(Found::Account {
                id: account.id,
                name: account.username,
            }),
            (None, Some(admin)) => Ok(Found::Admin(admin)),
            (None, None) => Err(unknown(&whom.who)),
        }
    }
}

fn line(cells: &[&str]) {
    output::line(&cells.join("\t"));
}

fn active() -> String {
    "active".to_owned()
}

/// On one line, whatever the reason holds.
fn describe_suspension(since: Timestamp, until: Option<Timestamp>, reason: &str) -> String {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let until = until.map_or_else(String::new, |until| format!(" until {until}"));
    match &*reason {
        "" => format!("suspended since {since}{until}"),
        reason => format!("suspended since {since}{until}: {reason}"),
    }
}

fn unknown(who: &str) -> Error {
    let said = format!("nobody has the address, username or id {who}; `balai user list` prints who there is");
    Error::new(Kind::NotFound, "user.unknown", said)
}

fn ambiguous(who: &str) -> Error {
    let said = format!("both realms have somebody called {who}: say which with --realm accounts or --realm assessment");
    Error::new(Kind::Conflict, "user.ambiguous", said)
}
