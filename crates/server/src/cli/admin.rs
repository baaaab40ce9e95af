//! `balai admin`: what only whoever runs the machine may do.

use std::io::{BufRead as _, IsTerminal as _};

use accounts::{Accounts, NewAccount, Role, RoleChange};
use assessment::{Assessment, NewAdmin};
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

/// The roles of both realms.
const ROLES: [&str; 8] = ["superAdmin", "admin", "moderator", "user", "1", "2", "3", "4"];

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
        /// Email address; accounts have one
        #[arg(long, required_if_eq("realm", "accounts"))]
        email: Option<String>,
        /// Name to show [default: the username]
        #[arg(long)]
        fullname: Option<String>,
        /// What the account may do: superAdmin, admin, moderator or user; in the realm assessment 1 (administrator),
        /// 2 (author), 3 (proctor) or 4 (rater)
        #[arg(long, value_parser = ROLES)]
        role: String,
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
        /// The new role, as for create
        #[arg(long, value_parser = ROLES)]
        role: String,
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
    /// Administrators of exams.
    Assessment,
}

/// The role of an account.
pub(super) fn account_role(name: &str) -> Result<Role, Error> {
    name.parse()
        .map_err(|_: Error| no_such_role("superAdmin, admin, moderator or user"))
}

/// The role of an administrator of exams.
fn exam_role(number: &str) -> Result<assessment::Role, Error> {
    number
        .parse()
        .ok()
        .and_then(assessment::Role::of)
        .ok_or_else(|| no_such_role("1 (administrator), 2 (author), 3 (proctor) or 4 (rater)"))
}

fn no_such_role(known: &str) -> Error {
    Error::new(Kind::Invalid, "admin.role", format!("--role must be one of: {known}"))
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
    let done = match command.realm() {
        Realm::Accounts => account_command(&wiring::accounts(settings, &db, Cost::default())?, command).await,
        Realm::Assessment => exam_command(&wiring::assessment(settings, &db, Cost::default())?, command).await,
    };
    db.close().await;
    done
}

impl Admin {
    /// Whose accounts it is about.
    fn realm(&self) -> Realm {
        match self {
            Self::Create { realm, .. } | Self::SetPassword { realm, .. } | Self::SetRole { realm, .. } => *realm,
            Self::Permission(_) | Self::RotateKeys => Realm::Accounts,
        }
    }
}

/// What is done to administrators of exams.
async fn exam_command(assessment: &Assessment, command: Admin) -> Result<(), Error> {
    match command {
        Admin::Create { username, role, .. } => {
            let role = exam_role(&role)?;
            let new = NewAdmin {
                username,
                role_id: role.id(),
                password: new_password()?,
            };
            let ctx = Ctx::background(Clock::system());
            let made = assessment.create_admin(&ctx, None, new, None).await?;
            output::line(&format!("Made {} ({}) as {}.", made.username, made.id, role.name()));
        }
        Admin::SetPassword { username, .. } => {
            assessment.reset_admin_password(&username, new_password()?).await?;
            output::line(&format!("{username} has a new password; every session has ended."));
        }
        Admin::SetRole { username, role, .. } => {
            let role = exam_role(&role)?;
            assessment.reset_admin_role(&username, role).await?;
            output::line(&format!("{username} is now {}.", role.name()));
        }
        Admin::Permission(_) | Admin::RotateKeys => {}
    }
    Ok(())
}

async fn account_command(accounts: &Accounts, command: Admin) -> Result<(), Error> {
    match command {
        Admin::Create {
            username,
            email,
            fullname,
            role,
            ..
        } => {
            let role = account_role(&role)?;
            let password = new_password()?;
            let fullname = fullname.unwrap_or_else(|| username.clone());
            let new = NewAccount {
                username: username.clone(),
                email: email.unwrap_or_default(),
                password,
                fullname,
                image: None,
                role,
            };
            let handle = accounts.register(&Ctx::background(Clock::system()), new, None).await?;
            output::line(&format!("Made {username} ({handle}) as {}.", role.name()));
        }
        Admin::SetPassword { username, .. } => {
            accounts.set_password(&username, new_password()?).await?;
            output::line(&format!("{username} has a new password; every session has ended."));
        }
        Admin::SetRole { username, role, .. } => {
            let role = account_role(&role)?;
            accounts
                .set_role(RoleChange {
                    username: username.clone(),
                    role,
                })
                .await?;
            output::line(&format!("{username} is now {}.", role.name()));
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
