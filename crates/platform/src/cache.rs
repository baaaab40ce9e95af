//! Values kept in memory (rendered answers, sessions), filled once per change, dropped by the write's own event.
//!
//! An entry names the tags that it depends on. Dropping a tag costs one atomic store: it notes *when* the tag was last
//! dropped, and an entry is good only if it was begun after every drop of its tags. So a value computed from data that
//! a write changed meanwhile is never served after that write was acknowledged, and nothing has to be searched.

use std::{
    hash::{BuildHasher as _, RandomState},
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use quick_cache::{
    DefaultHashBuilder, OptionsBuilder, Weighter,
    sync::{Cache as Entries, DefaultLifecycle},
};

/// Tags share this many slots; two tags in one slot only cost a needless miss.
const SLOTS: usize = 16_384;

/// The tag of what depends on a table's rows; dropped by the database when one of them changes.
pub(crate) fn table_tag(table: &str) -> String {
    format!("table {table}")
}

/// What an answer depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags(Vec<String>);

impl Tags {
    /// The tags of an answer.
    pub fn of<const N: usize>(tags: [String; N]) -> Self {
        Self(tags.into())
    }

    pub fn add(&mut self, tag: String) {
        self.0.push(tag);
    }
}

/// A value that knows roughly how much memory it takes.
pub trait Weigh {
    /// Bytes.
    fn weigh(&self) -> usize;
}

impl Weigh for i64 {
    fn weigh(&self) -> usize {
        size_of::<Self>()
    }
}

/// That there is nothing is kept, too.
impl<V: Weigh> Weigh for Option<V> {
    fn weigh(&self) -> usize {
        self.as_ref().map_or(0, Weigh::weigh)
    }
}

/// A kept value.
#[derive(Debug)]
pub struct Kept<V> {
    value: V,
    begun: u64,
    slots: Box<[u16]>,
}

impl<V> Deref for Kept<V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.value
    }
}

#[derive(Clone)]
struct ByBytes;

impl<V: Weigh> Weighter<String, Arc<Kept<V>>> for ByBytes {
    fn weight(&self, key: &String, kept: &Arc<Kept<V>>) -> u64 {
        u64::try_from(key.len() + kept.weigh() + 256).unwrap_or(u64::MAX)
    }
}

/// Bytes that each part of a cache holds at least, where the whole has as many: no answer that is larger is kept.
const PART: u64 = 8 << 20;

/// Into how many parts, each with a lock of its own, a cache of some bytes falls.
fn shards(bytes: u64) -> usize {
    let most = std::thread::available_parallelism().map_or(2, std::num::NonZero::get) * 4;
    // Rounded up to a power of two by the cache itself.
    let fitting = usize::try_from(bytes / PART).unwrap_or(1).max(1);
    (1 << fitting.ilog2()).min(most)
}

/// The cache; clones share it.
pub struct Cache<V: Weigh>(Arc<Inner<V>>);

impl<V: Weigh> Clone for Cache<V> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

struct Inner<V: Weigh> {
    entries: Entries<String, Arc<Kept<V>>, ByBytes>,
    epoch: AtomicU64,
    dropped: Box<[AtomicU64]>,
    hasher: RandomState,
}

type Placeholder<'a, V> = quick_cache::sync::PlaceholderGuard<
    'a,
    String,
    Arc<Kept<V>>,
    ByBytes,
    DefaultHashBuilder,
    DefaultLifecycle<String, Arc<Kept<V>>>,
>;

/// The right to fill one entry; others that want it wait until it is filled or given up (dropped).
pub struct Fill<'a, V: Weigh> {
    cache: &'a Inner<V>,
    placeholder: Placeholder<'a, V>,
    begun: u64,
}

impl<V: Weigh> Fill<'_, V> {
    /// Fills it.
    pub fn keep(self, value: V, tags: &Tags) -> Arc<Kept<V>> {
        let slots = tags.0.iter().map(|tag| self.cache.slot(tag)).collect();
        let kept = Arc::new(Kept {
            value,
            begun: self.begun,
            slots,
        });
        // The placeholder may have been evicted meanwhile; the answer is good all the same.
        let _ = self.placeholder.insert(Arc::clone(&kept));
        kept
    }
}

/// What a look-up found.
pub enum Found<'a, V: Weigh> {
    /// A good entry.
    Kept(Arc<Kept<V>>),
    /// Nothing: the caller computes it.
    Fill(Fill<'a, V>),
    /// Nothing, and somebody else's entries keep going stale: the caller computes it for itself.
    Alone,
}

impl<V: Weigh> Cache<V> {
    /// A cache of at most `bytes`.
    pub fn new(bytes: u64) -> Self {
        let expected = usize::try_from(bytes / 2048).unwrap_or(1024).max(64);
        let options = OptionsBuilder::new()
            .shards(shards(bytes))
            .estimated_items_capacity(expected)
            .weight_capacity(bytes)
            .build();
        let entries = match options {
            Ok(options) => Entries::with_options(
                options,
                ByBytes,
                DefaultHashBuilder::default(),
                DefaultLifecycle::default(),
            ),
            Err(_) => Entries::with_weighter(expected, bytes, ByBytes),
        };
        Self(Arc::new(Inner {
            entries,
            epoch: AtomicU64::new(1),
            dropped: (0..SLOTS).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }))
    }

    /// From now on, answers that depend on `tag` are computed anew.
    pub fn drop_tag(&self, tag: &str) {
        let at = self.0.epoch.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.dropped[usize::from(self.0.slot(tag))].fetch_max(at, Ordering::SeqCst);
    }

    /// From now on, answers that depend on a table's rows are computed anew.
    pub fn drop_table(&self, table: &str) {
        self.drop_tag(&table_tag(table));
    }

    /// Whether no tag of an entry was dropped since it was begun.
    pub(crate) fn is_good(&self, kept: &Kept<V>) -> bool {
        self.0.is_good(kept)
    }

    /// Looks an answer up; waits if somebody is computing it.
    pub async fn find(&self, key: &str) -> Found<'_, V> {
        if let Some(kept) = self.0.entries.get(key)
            && self.0.is_good(&kept)
        {
            return Found::Kept(kept);
        }
        for _ in 0..3 {
            match self.0.entries.get_value_or_guard_async(key).await {
                Ok(kept) if self.0.is_good(&kept) => return Found::Kept(kept),
                Ok(stale) => drop(self.0.entries.remove_if(key, |now| Arc::ptr_eq(now, &stale))),
                Err(placeholder) => {
                    let begun = self.0.epoch.load(Ordering::SeqCst);
                    return Found::Fill(Fill {
                        cache: &self.0,
                        placeholder,
                        begun,
                    });
                }
            }
        }
        Found::Alone
    }
}

impl<V: Weigh> Inner<V> {
    fn is_good(&self, kept: &Kept<V>) -> bool {
        kept.slots
            .iter()
            .all(|slot| self.dropped[usize::from(*slot)].load(Ordering::SeqCst) <= kept.begun)
    }

    fn slot(&self, tag: &str) -> u16 {
        u16::try_from(self.hasher.hash_one(tag) % SLOTS as u64).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weigh for &str {
        fn weigh(&self) -> usize {
            self.len()
        }
    }

    async fn fill(cache: &Cache<&'static str>, key: &str, text: &'static str, tag: &str, meanwhile: impl FnOnce()) {
        let Found::Fill(fill) = cache.find(key).await else {
            panic!("expected to fill")
        };
        meanwhile();
        fill.keep(text, &Tags::of([tag.to_owned()]));
    }

    #[tokio::test]
    async fn an_answer_is_kept_until_one_of_its_tags_is_dropped() {
        let cache = Cache::new(1 << 20);
        fill(&cache, "k", "one", "t", || {}).await;
        assert!(matches!(cache.find("k").await, Found::Kept(kept) if **kept == "one"));
        cache.drop_tag("another");
        assert!(matches!(cache.find("k").await, Found::Kept(_)));
        cache.drop_tag("t");
        assert!(matches!(cache.find("k").await, Found::Fill(..)));
    }

    struct Large(usize);

    impl Weigh for Large {
        fn weigh(&self) -> usize {
            self.0
        }
    }

    #[tokio::test]
    async fn a_large_answer_is_kept_among_small_ones() {
        let cache = Cache::new(32 << 20);
        for (key, size) in [("results", 7 << 20), ("a", 100), ("b", 100)] {
            let Found::Fill(fill) = cache.find(key).await else {
                panic!("nothing is kept yet")
            };
            fill.keep(Large(size), &Tags::default());
        }
        for key in ["results", "a", "b"] {
            assert!(matches!(cache.find(key).await, Found::Kept(_)), "{key}");
        }
    }

    #[tokio::test]
    async fn an_answer_begun_before_a_drop_is_never_served_after_it() {
        let cache = Cache::new(1 << 20);
        fill(&cache, "k", "stale", "t", || cache.drop_tag("t")).await;
        assert!(matches!(cache.find("k").await, Found::Fill(..)));
    }

    #[tokio::test]
    async fn of_many_askers_one_computes_and_all_get_it() {
        let cache = Cache::new(1 << 20);
        let Found::Fill(fill) = cache.find("k").await else {
            panic!("expected to fill")
        };
        let others: Vec<_> = (0..20)
            .map(|_| {
                let cache = cache.clone();
                tokio::spawn(async move { matches!(cache.find("k").await, Found::Kept(_)) })
            })
            .collect();
        fill.keep("one", &Tags::default());
        for other in others {
            assert!(other.await.unwrap());
        }
    }
}
