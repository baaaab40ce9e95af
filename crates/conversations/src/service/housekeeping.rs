//! What nobody asks for: old log entries, texts that are not folded yet, and accounts that are gone.

use std::{sync::Arc, time::Duration};

use accounts::AccountId;
use platform::{
    Conn, Ctx, Error, Result, Tx,
    events::{Event as _, Subscriber},
    module::Job,
};

use crate::{Conversations, store};

/// Rows that one transaction removes.
const AT_ONCE: u64 = 500;
/// Accounts that are looked at in one read.
const ACCOUNTS: usize = 500;

/// Background work.
pub(crate) fn jobs(conversations: &Conversations) -> Vec<Job> {
    let (pruned, folded, tidied) = (conversations.clone(), conversations.clone(), conversations.clone());
    let mut jobs = vec![
        Job {
            name: "conversations.drop_unsent_attachments",
            every: Duration::from_secs(60 * 60),
            run: Arc::new(move |ctx| {
                let conversations = tidied.clone();
                Box::pin(async move { conversations.drop_unsent_attachments(&ctx).await })
            }),
        },
        Job {
            name: "conversations.prune_live_events",
            every: Duration::from_secs(6 * 60 * 60),
            run: Arc::new(move |ctx| {
                let conversations = pruned.clone();
                Box::pin(async move { conversations.prune_live_events(&ctx).await })
            }),
        },
        Job {
            name: "conversations.fold_messages",
            every: Duration::from_secs(60),
            run: Arc::new(move |_| {
                let conversations = folded.clone();
                Box::pin(async move { conversations.fold_messages().await })
            }),
        },
    ];
    if conversations.unread_after().is_some() {
        let told = conversations.clone();
        jobs.push(Job {
            name: "conversations.tell_unread",
            every: Duration::from_secs(60),
            run: Arc::new(move |ctx| {
                let conversations = told.clone();
                Box::pin(async move { conversations.tell_unread(&ctx).await })
            }),
        });
    }
    jobs
}

/// Durable work that follows from events.
pub(crate) fn subscribers(conversations: &Conversations) -> Vec<Subscriber> {
    let conversations = conversations.clone();
    vec![Subscriber {
        name: "conversations.deleted_accounts",
        topics: &[accounts::events::AccountDeleted::TOPIC],
        wanted: None,
        handle: Arc::new(move |event| {
            let conversations = conversations.clone();
            Box::pin(async move { conversations.forget_account(AccountId::from(&*event.subject)).await })
        }),
    }]
}

impl Conversations {
    /// Removes log entries that no stream will ask for any more.
    pub(crate) async fn prune_live_events(&self, ctx: &Ctx) -> Result<()> {
        let before = ctx.now().minus(self.0.options.keep_events);
        let mut after = String::new();
        loop {
            let from = after.clone();
            let look = async move |conn: &mut Conn<'_>| {
                let (mut last, mut old) = (from, Vec::new());
                for _ in 0..ACCOUNTS {
                    let Some((account, first)) = store::live::next_account(conn, &last).await? else {
                        return Ok((None, old));
                    };
                    account.as_str().clone_into(&mut last);
                    if first < before {
                        old.push(account);
                    }
                }
                Ok((Some(last), old))
            };
            let (last, old) = self.0.db.read::<_, Error, _>(look).await?;
            for account in old {
                self.repeat(async move |tx: &mut Tx<'_>| store::live::prune(tx, &account, before).await)
                    .await?;
            }
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }

    /// Folds the texts of messages from before texts were folded, so that the staff find them whatever their accents.
    pub(crate) async fn fold_messages(&self) -> Result<()> {
        // Looked at first: a write waits for others.
        if !self
            .0
            .db
            .read::<_, Error, _>(async |conn: &mut Conn<'_>| store::message::has_unfolded(conn).await)
            .await?
        {
            return Ok(());
        }
        self.repeat(async move |tx: &mut Tx<'_>| store::message::fold_texts(tx, AT_ONCE).await)
            .await
    }

    /// An account is gone: its threads stay for the other ones, who cannot write to it any more.
    pub(crate) async fn forget_account(&self, account: AccountId) -> Result<()> {
        let gone = account.clone();
        let depart = async move |tx: &mut Tx<'_>| {
            store::quick::forget(tx, &gone).await?;
            store::unread::forget(tx, &gone).await?;
            store::block::depart(tx, &gone).await
        };
        self.0.db.write::<_, Error, _>(depart).await?;
        let gone = account.clone();
        self.repeat(async move |tx: &mut Tx<'_>| store::attachment::drop_of_owner(tx, &gone).await)
            .await?;
        self.remove_dropped_attachments().await?;
        self.repeat(async move |tx: &mut Tx<'_>| store::live::forget(tx, &account).await)
            .await
    }

    /// Removes rows until none are left, a bounded number in each transaction.
    pub(crate) async fn repeat<F>(&self, work: F) -> Result<()>
    where
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<u64> + Clone + Send + 'static,
    {
        while self.0.db.write(work.clone()).await? == AT_ONCE {}
        Ok(())
    }
}
