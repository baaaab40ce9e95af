//! `balai admin`: what only whoever runs the machine may do.

use std::io::{BufRead as _, IsTerminal as _};

use accounts::{Accounts, NewAccount, Role, SetRole};
use clap::{Subcommand, ValueEnum};
use platform::{
    Clock, Ctx, Error, Kind,
    auth::{keys::Keyring, password::Cost},
};

use super::{
    output,
    permission::{Permission, permission},
};
use crate::{settings::Settings, wiring};

#[derive(Subcommand)]
pub(super) enum Admin {
    /// Make an account with a role; the password is asked for, or read as one line of standard input
    Create {
        /// Which accounts
        #[arg(long, value_enum, default_value_t = Realm::Accounts)]
        realm: Realm,
        /// Name to log in with
        #[arg(long)]
        username: String,
        /// Email address
        #[arg(long)]
        email: String,
        /// Name to show [default: the username]
        #[arg(long)]
        fullname: Option<String>,
        /// What the account may do
        #[arg(long, value_enum)]
        role: GivenRole,
    },
    /// Set an account's password and end its sessions; the password is asked for, or read from standard input
    SetPassword {
        /// Which accounts
        #[arg(long, value_enum, default_value_t = Realm::Accounts)]
        realm: Realm,
        /// Whose
        #[arg(long)]
        username: String,
    },
    /// Change what an account may do
    SetRole {
        /// Which accounts
        #[arg(long, value_enum, default_value_t = Realm::Accounts)]
        realm: Realm,
        /// Whose
        #[arg(long)]
        username: String,
        /// The new role
        #[arg(long, value_enum)]
        role: GivenRole,
    },
    #[command(flatten)]
    Permission(Permission),
    /// Sign with a new secret key from now on; nobody is logged out
    RotateKeys,
}

/// Kinds of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Realm {
    /// People of TrackMate, classifieds and conversations.
    Accounts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(super) enum GivenRole {
    /// Passes every check
    SuperAdmin,
    /// Runs the place
    Admin,
    /// Looks after what people write
    Moderator,
    /// A person
    User,
}

impl From<GivenRole> for Role {
    fn from(role: GivenRole) -> Self {
        match role {
            GivenRole::SuperAdmin => Self::SuperAdmin,
            GivenRole::Admin => Self::Admin,
            GivenRole::Moderator => Self::Moderator,
            GivenRole::User => Self::User,
        }
    }
}

pub(super) async fn admin(settings: &Settings, command: Admin) -> Result<(), Error> {
    crate::app::prepare_folder(&settings.data)?;
    if let Admin::RotateKeys = command {
        let clock = Clock::system();
        let key = Keyring::open(&settings.keys, &clock)?.rotate(clock.now())?;
        output::line(&format!(
            "From now on key {} signs (on a running server, within {} seconds); older ones stay good for what they signed.",
            key.id(),
            wiring::KEYS_TAKEN_UP.as_secs()
        ));
        return Ok(());
    }
    let db = wiring::open_database(settings, Clock::system()).await?;
    let accounts = wiring::accounts(settings, &db, Cost::default())?;
    let done = account_command(&accounts, command).await;
    db.close().await;
    done
}

async fn account_command(accounts: &Accounts, command: Admin) -> Result<(), Error> {
    match command {
        Admin::Create {
            realm: Realm::Accounts,
            username,
            email,
            fullname,
            role,
        } => {
            let password = new_password()?;
            let fullname = fullname.unwrap_or_else(|| username.clone());
            let new = NewAccount {
                username: username.clone(),
                email,
                password,
                fullname,
                image: None,
                role: role.into(),
            };
            let handle = accounts.register(&Ctx::background(Clock::system()), new, None).await?;
            output::line(&format!("Made {username} ({handle}) as {}.", Role::from(role).name()));
        }
        Admin::SetPassword {
            realm: Realm::Accounts,
            username,
        } => {
            accounts.set_password(&username, new_password()?).await?;
            output::line(&format!("{username} has a new password; every session has ended."));
        }
        Admin::SetRole {
            realm: Realm::Accounts,
            username,
            role,
        } => {
            accounts
                .set_role(SetRole {
                    username: username.clone(),
                    role: role.into(),
                })
                .await?;
            output::line(&format!("{username} is now {}.", Role::from(role).name()));
        }
        Admin::Permission(command) => permission(accounts, command).await?,
        Admin::RotateKeys => {}
    }
    Ok(())
}

/// Asks twice without echo on a terminal; elsewhere reads one line of standard input.
fn new_password() -> Result<String, Error> {
    let unreadable = |cause: std::io::Error| {
        Error::new(
            Kind::Invalid,
            "admin.password",
            "the password cannot be read from standard input",
        )
        .caused_by(cause)
    };
    if !std::io::stdin().is_terminal() {
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).map_err(unreadable)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let once = rpassword::prompt_password("Password: ").map_err(unreadable)?;
    let again = rpassword::prompt_password("Again: ").map_err(unreadable)?;
    if once == again {
        return Ok(once);
    }
    Err(Error::new(
        Kind::Invalid,
        "admin.password",
        "the two passwords differ; nothing was changed",
    ))
}
