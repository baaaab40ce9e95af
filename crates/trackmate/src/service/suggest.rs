//! What somebody who types may want: words, products and makers that begin so.

use platform::{Conn, Error, peer::Peer, text::fold};

use crate::{
    Trackmate,
    model::{Sought, Suggestion, UmkmId},
    store,
};

/// Letters from which on something is suggested: one begins nearly everything.
const LEAST: usize = 2;
/// Typed characters that are looked at.
const MOST_TYPED: usize = 60;
/// How many of each kind are suggested, and how many words are tried for it.
const WORDS: usize = 4;
const TRIED: i64 = 12;
const PRODUCTS: i64 = 4;
const MAKERS: usize = 2;

impl Trackmate {
    /// Counts somebody's typing against the allowance of an address.
    pub fn allow_suggestions(&self, peer: Peer) -> Result<(), Error> {
        if peer.ip.is_loopback() {
            return Ok(());
        }
        self.0.suggestions.take(&peer.network())
    }

    /// At most ten: words as the catalogue spells them and that something is found by, then products, then makers. Nothing
    /// for less than two letters.
    #[platform::boxed]
    pub async fn suggest(&self, typed: &str) -> Result<Vec<Suggestion>, Error> {
        let typed: String = typed.chars().take(MOST_TYPED).collect();
        let sought = Sought::of(&typed);
        if sought.words.iter().all(|one| one.word.chars().count() < LEAST) {
            return Ok(Vec::new());
        }
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let mut found = words(conn, &sought).await?;
                let products = store::search::names(conn, &sought, PRODUCTS).await?;
                found.extend(products.into_iter().map(|(id, name)| Suggestion::Product { id, name }));
                found.extend(makers(conn, &sought).await?);
                Ok(found)
            })
            .await
    }
}

/// The last word finished in the ways that lead to something.
async fn words(conn: &mut Conn<'_>, sought: &Sought) -> Result<Vec<Suggestion>, Error> {
    let Some((last, before)) = sought.words.split_last() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    if last.word.chars().count() < LEAST {
        return Ok(found);
    }
    for known in store::vocabulary::starting(conn, &last.word, TRIED).await? {
        let mut whole = Sought { words: before.to_vec() };
        whole.words.extend(Sought::only(&known.word).words);
        if found.len() < WORDS && store::search::is_found(conn, &whole).await? {
            let before = before.iter().map(|one| one.word.as_str());
            let said: Vec<&str> = before.chain([known.spelled.as_str()]).collect();
            found.push(Suggestion::Words(said.join(" ")));
        }
    }
    Ok(found)
}

/// Makers whose names have every word; what is told of makers has their ingredients as well.
async fn makers(conn: &mut Conn<'_>, sought: &Sought) -> Result<Vec<Suggestion>, Error> {
    let has_all = |(_, name): &(UmkmId, String)| {
        let folded = fold(name);
        let has = |word: &str| platform::text::words(&folded).any(|own| own.starts_with(word));
        sought.plain().into_iter().all(has)
    };
    let found = store::search::makers(conn, sought).await?.into_iter().filter(has_all);
    Ok(found
        .take(MAKERS)
        .map(|(id, name)| Suggestion::Maker { id, name })
        .collect())
}
