//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::search::Scope;
use crate::model::{ProductWords, Sought};

platform::statements! {
    @Postgres STORE = "insert into product_search (seq, words, inside) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B')
        || setweight(to_tsvector('simple', $4), 'D'), to_tsvector('simple', $5))
        on conflict (seq) do update set words = excluded.words, inside = excluded.inside";
}

/// What matches as `seq`, and its `rank`, of which the least is the best: see [`super::search::Asked`].
pub(super) const RANKED: &str = "select seq, case when words @@ to_tsquery('simple', $1) then 0
    when words @@ to_tsquery('simple', $2) then 1 when words @@ to_tsquery('simple', $3) then 2
    when words @@ to_tsquery('simple', $4) then 3 when inside @@ to_tsquery('simple', $4) then 4 else 5 end as rank
    from product_search where inside @@ to_tsquery('simple', $4) or words @@ to_tsquery('simple', $5)";

/// What is of the first rank alone: what matches `$1`, and what it is ordered by to come the newest first.
pub(super) const FIRST: (&str, &str) = (
    "product_search s join product p on p.seq = s.seq where s.words @@ to_tsquery('simple', $1)",
    "s.seq desc",
);

/// The same without ranks, of `$1` anywhere within and of `$2`.
pub(super) const MATCHES: &str = "select seq from product_search
    where inside @@ to_tsquery('simple', $1) or words @@ to_tsquery('simple', $2)";

/// The same, for whoever wants to know whether there is any.
pub(super) const ANY: &str = MATCHES;

/// What matches `$1` but for what stands within words.
pub(super) const WITH_WORDS: &str = "select seq from product_search where words @@ to_tsquery('simple', $1)";

/// What matches `$1`, the newest first.
pub(super) const NEWEST: &str = "select seq from product_search where words @@ to_tsquery('simple', $1)
    order by seq desc limit 200";

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords) -> Result<()> {
    let values = params![seq, &words.name, &words.makers, &words.rest, &words.inside];
    tx.execute(STORE, values).await.map(drop)
}

/// What the index is asked for what has every word. Words are letters and digits alone, and quoted.
pub(super) fn query(sought: &Sought, scope: Scope) -> String {
    let end = match scope {
        Scope::WholeInName => ":A",
        Scope::InName => ":*A",
        Scope::OfMakers => ":*B",
        Scope::InNames => ":*AB",
        Scope::Whole => "",
        Scope::Anywhere | Scope::Forgiving => ":*",
    };
    let terms = sought.words.iter().map(|sought| {
        let mut term = format!("('{}'{end}", sought.word);
        for other in sought.others.iter().filter(|_| scope == Scope::Forgiving) {
            term.push_str(" | '");
            term.push_str(other);
            term.push('\'');
        }
        term + ")"
    });
    terms.collect::<Vec<_>>().join(" & ")
}
