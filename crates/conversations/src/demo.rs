//! Invented conversations for trying the program: buyers and sellers who talk about listings, some of them from right to
//! left.

use accounts::Actor;
use futures_util::{StreamExt as _, TryStreamExt as _, future::LocalBoxFuture, stream};
use platform::{Error, Result, version::IfMatch};
use serde::Deserialize;

use crate::{
    Conversations,
    model::{message::NewMessage, thread::NewThread},
};

/// Written for this program.
const MESSAGES: &str = include_str!("../demo/messages.toml");
/// The same at every filling.
const SEED: u64 = 2026;
/// Conversations that are filled in at once.
const AT_ONCE: usize = 32;

#[derive(Deserialize)]
struct Phrases {
    group: Vec<Group>,
}

/// What people say at one point of a conversation.
#[derive(Deserialize)]
struct Group {
    name: String,
    lang: String,
    buyer: Vec<String>,
    seller: Vec<String>,
}

/// Somebody who asks about somebody's listing.
#[derive(Debug, Clone)]
pub struct Deal {
    pub listing: String,
    /// Who offers it.
    pub seller: Actor,
    /// Who asks.
    pub buyer: Actor,
}

/// What was filled in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filled {
    pub threads: usize,
    pub messages: usize,
}

/// One line of a conversation.
struct Line {
    by_buyer: bool,
    text: String,
}

/// Fills in a conversation for each deal; `step` is called after each.
pub fn fill<'a>(
    conversations: &'a Conversations,
    deals: Vec<Deal>,
    step: &'a (dyn Fn() + Sync),
) -> LocalBoxFuture<'a, Result<Filled>> {
    Box::pin(fill_in(conversations, deals, step))
}

async fn fill_in(conversations: &Conversations, deals: Vec<Deal>, step: &(dyn Fn() + Sync)) -> Result<Filled> {
    let phrases: Phrases = toml::from_str(MESSAGES).map_err(Error::internal)?;
    let mut dice = fastrand::Rng::with_seed(SEED);
    let planned: Vec<_> = deals
        .into_iter()
        .map(|deal| {
            let lines = talk(&phrases.group, &mut dice);
            (deal, lines, dice.bool())
        })
        .collect();
    let messages: Vec<usize> = stream::iter(planned)
        .map(async |(deal, lines, all_read)| {
            hold(conversations, &deal, &lines, all_read).await?;
            step();
            Ok::<_, Error>(lines.len())
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(Filled {
        threads: messages.len(),
        messages: messages.iter().sum(),
    })
}

/// What the two say: a few lines of each group in turn; one conversation in ten is not in Turkish.
fn talk(groups: &[Group], dice: &mut fastrand::Rng) -> Vec<Line> {
    let foreign: Vec<&Group> = groups.iter().filter(|group| group.lang != "tr").collect();
    if !foreign.is_empty() && dice.u8(..10) == 0 {
        let group = foreign[dice.usize(..foreign.len())];
        return exchange(group, dice.usize(2..=6), dice);
    }
    let turkish: Vec<&Group> = groups.iter().filter(|group| group.lang == "tr").collect();
    let reached = dice.usize(1..=turkish.len().max(1));
    turkish
        .iter()
        .take(reached)
        .flat_map(|group| {
            let most = if group.name == "opening" { 2 } else { 4 };
            exchange(group, dice.usize(1..=most), dice)
        })
        .collect()
}

/// Buyer and seller in turn, nothing said twice.
fn exchange(group: &Group, lines: usize, dice: &mut fastrand::Rng) -> Vec<Line> {
    let (mut buyer, mut seller) = (group.buyer.clone(), group.seller.clone());
    dice.shuffle(&mut buyer);
    dice.shuffle(&mut seller);
    let mut said = Vec::new();
    for (ask, answer) in buyer.into_iter().zip(seller) {
        said.push(Line {
            by_buyer: true,
            text: ask,
        });
        said.push(Line {
            by_buyer: false,
            text: answer,
        });
    }
    said.truncate(lines);
    said
}

async fn hold(conversations: &Conversations, deal: &Deal, lines: &[Line], all_read: bool) -> Result<()> {
    let new = NewThread {
        listing: deal.listing.clone(),
        receiver: deal.seller.id.clone(),
        sender: None,
    };
    let thread = conversations.start_thread(&deal.buyer, new, None).await?.view.id;
    for line in lines {
        let speaker = if line.by_buyer { &deal.buyer } else { &deal.seller };
        let message = NewMessage {
            thread: thread.to_string(),
            content: line.text.clone(),
            receiver: None,
            sender: None,
            client_id: None,
            attachments: Vec::new(),
        };
        conversations.deliver_message(speaker, message).await?;
    }
    if all_read {
        for reader in [&deal.buyer, &deal.seller] {
            conversations
                .mark_read_up_to(reader, thread.to_string(), None, IfMatch::Any)
                .await?;
        }
    }
    Ok(())
}
