//! `balai admin grant`, `grants` and `revoke`: permissions, given by whoever runs the machine.

use accounts::{Accounts, Grant, Grantee, NewGrant};
use clap::{Args, Subcommand};
use platform::{Clock, Ctx, Error, Rule, version::IfMatch};

use super::{admin::account_role, output};

#[derive(Subcommand)]
pub(super) enum Permission {
    /// Allow an account or a role something, or forbid it
    Grant {
        /// What it is about, such as orders.manage
        #[arg(long)]
        permission: String,
        #[command(flatten)]
        to: To,
        /// ID of the one object that it is about [default: all of them]
        #[arg(long)]
        object: Option<String>,
        /// Forbid it
        #[arg(long)]
        deny: bool,
    },
    /// Print everything that was granted
    Grants,
    /// Take a grant back
    Revoke {
        /// ID of the grant, as `balai admin grants` prints it
        #[arg(long)]
        id: String,
    },
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(super) struct To {
    /// The account that it is for
    #[arg(long)]
    username: Option<String>,
    /// The role that it is for
    #[arg(long, value_parser = ["superAdmin", "admin", "moderator", "user"])]
    role: Option<String>,
}

pub(super) async fn permission(accounts: &Accounts, command: Permission) -> Result<(), Error> {
    match command {
        Permission::Grant {
            permission,
            to,
            object,
            deny,
        } => {
            let new = NewGrant {
                permission_name: permission,
                to: grantee(accounts, to).await?,
                object_id: object,
                can_do: !deny,
            };
            let ctx = Ctx::background(Clock::system());
            let grant = accounts.grant(&ctx, new.validate()?, None).await?;
            output::line(&describe_grant(accounts, &grant).await?);
        }
        Permission::Grants => {
            for grant in accounts.all_grants().await? {
                output::line(&describe_grant(accounts, &grant).await?);
            }
        }
        Permission::Revoke { id } => {
            let id = platform::id::uuid_text("id", &id)?;
            let grant = accounts.revoke_grant(id.into(), IfMatch::Any).await?;
            output::line(&format!("Took back {}", describe_grant(accounts, &grant).await?));
        }
    }
    Ok(())
}

async fn grantee(accounts: &Accounts, to: To) -> Result<Grantee, Error> {
    match (to.username, to.role) {
        (Some(username), _) => Ok(Grantee::Account(accounts.by_username(&username).await?)),
        (None, Some(role)) => account_role(&role).map(Grantee::Role),
        (None, None) => Err(Error::invalid_field("username", Rule::Required)),
    }
}

/// `018f…: orders.manage is allowed for the role user, with object 018f…`
async fn describe_grant(accounts: &Accounts, grant: &Grant) -> Result<String, Error> {
    let to = match &grant.to {
        Grantee::Role(role) => format!("the role {}", role.name()),
        Grantee::Account(id) => accounts.profile(id).await?.username,
    };
    let said = if grant.can_do { "allowed" } else { "forbidden" };
    let object = grant.object_id.as_ref();
    let object = object.map_or_else(String::new, |object| format!(", with object {object}"));
    Ok(format!(
        "{}: {} is {said} for {to}{object}",
        grant.id, grant.permission_name
    ))
}
