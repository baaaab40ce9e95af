//! Search on PostgreSQL: `tsvector`. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::search::{Scope, Within};
use crate::model::{ProductWords, Sought};

platform::statements! {
    @Postgres STORE = "insert into product_search (seq, words, inside) values ($1,
        setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $3), 'B')
        || setweight(to_tsvector('simple', $4), 'D'), to_tsvector('simple', $5))
        on conflict (seq) do update set words = excluded.words, inside = excluded.inside";
}

/// Where a rank looks for what matches `$1`, and what orders it to come the newest first. The products are `p`.
pub(super) fn source(within: Within) -> (&'static str, &'static str) {
    let source = match within {
        Within::Words => "product_search s join product p on p.seq = s.seq where s.words @@ to_tsquery('simple', $1)",
        Within::Insides => {
            "product_search s join product p on p.seq = s.seq where s.inside @@ to_tsquery('simple', $1)"
        }
    };
    (source, "s.seq desc")
}

/// What matches at all as `seq`: `$1` within the words of names, or `$2`.
pub(super) const MATCHES: &str = "select seq from product_search
    where inside @@ to_tsquery('simple', $1) or words @@ to_tsquery('simple', $2)";

/// The same with `$1` and `$2` the other way round, for whoever wants to know whether there is any.
pub(super) const ANY: &str = "select seq from product_search
    where words @@ to_tsquery('simple', $1) or inside @@ to_tsquery('simple', $2)";

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
