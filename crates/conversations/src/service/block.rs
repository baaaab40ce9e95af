//! Blocking: whoever is blocked cannot write to whoever blocks them.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Result, Tx, page::Pages, version::IfMatch};

use super::failures;
use crate::{
    Conversations,
    events::{BlockCreated, BlockDeleted},
    model::{BlockView, Person, block::Block, report::ReportCategory},
    store,
};

/// Of every block: it is there or not, and never changes.
const VERSION: i64 = 1;

fn view(block: Block, owner: &AccountId, user: Person, is_active: bool) -> BlockView {
    BlockView {
        id: block.id,
        user_id: block.blocked,
        user,
        is_active,
        record_version: VERSION,
        created_at: block.created_at,
        updated_at: block.created_at,
        category: block.category.map(ReportCategory::name),
        owner: owner.clone(),
    }
}

impl Conversations {
    /// Blocks somebody, for a kind of reason if there is one; answers whether they were blocked before.
    #[platform::boxed]
    pub async fn block_account(
        &self,
        actor: &Actor,
        user: AccountId,
        category: Option<ReportCategory>,
    ) -> Result<(BlockView, bool)> {
        if user == actor.id {
            return Err(failures::yourself("userId"));
        }
        let names = self.0.accounts.people(std::slice::from_ref(&user)).await?;
        let Some(fullname) = names.get(&user).cloned() else {
            return Err(failures::not_found());
        };
        let blocker = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            if let Some(block) = store::block::find(tx, &blocker, &user).await? {
                return Ok((block, true));
            }
            let now = tx.now();
            let block = Block {
                id: platform::id::uuid_v7(now),
                blocked: user,
                created_at: now,
                category,
            };
            store::block::insert(tx, &blocker, &block).await?;
            tx.emit(&BlockCreated { id: block.id.clone() }).await?;
            Ok((block, false))
        };
        let (block, reused) = self.0.db.write::<_, Error, _>(work).await?;
        let person = Person {
            fullname: Some(fullname),
        };
        Ok((view(block, &actor.id, person, true), reused))
    }

    /// Lifts a block.
    #[platform::boxed]
    pub async fn unblock_account(&self, actor: &Actor, user: AccountId, seen: IfMatch) -> Result<BlockView> {
        let blocker = actor.id.clone();
        let work = async move |tx: &mut Tx<'_>| {
            let found = store::block::find(tx, &blocker, &user).await?;
            let block = found.ok_or_else(failures::not_found)?;
            seen.check(VERSION)?;
            store::block::delete(tx, &blocker, &user).await?;
            tx.emit(&BlockDeleted { id: block.id.clone() }).await?;
            Ok(block)
        };
        let block = self.0.db.write::<_, Error, _>(work).await?;
        let person = self.names([block.blocked.clone()]).await?.person(&block.blocked);
        Ok(view(block, &actor.id, person, false))
    }

    /// Whether the caller blocks somebody.
    #[platform::boxed]
    pub async fn is_blocking(&self, actor: &Actor, user: &AccountId) -> Result<bool> {
        let find = async |conn: &mut Conn<'_>| store::block::find(conn, &actor.id, user).await;
        Ok(self.0.db.read_by_key::<_, Error, _>(find).await?.is_some())
    }

    /// Whom the caller blocks, and how many.
    pub async fn list_blocks(&self, actor: &Actor, pages: Pages) -> Result<(Vec<BlockView>, i64)> {
        let blocker = actor.id.clone();
        let work =
            async move |conn: &mut Conn<'_>| store::block::list(conn, &blocker, pages.limit(), pages.offset()).await;
        let (blocks, total) = self.0.db.read::<_, Error, _>(work).await?;
        let names = self.names(blocks.iter().map(|block| block.blocked.clone())).await?;
        let views = blocks.into_iter().map(|block| {
            let person = names.person(&block.blocked);
            view(block, &actor.id, person, true)
        });
        Ok((views.collect(), total))
    }
}
