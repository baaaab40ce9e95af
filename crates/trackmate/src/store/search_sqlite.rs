//! Search on SQLite: FTS5. One of the two allowed forks.

use platform::{Result, Tx, params};

use super::search::{Scope, Within};
use crate::model::{ProductWords, Sought};

platform::statements! {
    @Sqlite STORE = "insert into product_search (rowid, name, makers, rest) values ($1, $2, $3, $4)";
    @Sqlite STORE_INSIDE = "insert into product_search_inside (rowid, words) values ($1, $2)";
    @Sqlite REMOVE = "delete from product_search where rowid = $1";
    @Sqlite REMOVE_INSIDE = "delete from product_search_inside where rowid = $1";
}

/// Where a rank looks for what matches `$1`, and what orders it to come the newest first: the index is read from its end then,
/// no further than a page goes. The products are `p`.
pub(super) fn source(within: Within) -> (&'static str, &'static str) {
    let source = match within {
        Within::Words => "product_search s cross join product p on p.seq = s.rowid where s.product_search match $1",
        Within::Insides => {
            "product_search_inside s cross join product p on p.seq = s.rowid where s.product_search_inside match $1"
        }
    };
    (source, "s.rowid desc")
}

/// What matches at all as `seq`: `$1` within the words of names, or `$2`.
pub(super) const MATCHES: &str = "select rowid as seq from product_search_inside where product_search_inside match $1
    union select rowid from product_search where product_search match $2";

/// The same with `$1` and `$2` the other way round, some of it twice: whoever wants to know whether there is any need not gather all. What stands within words comes
/// last, because the index of it takes longest to say that there is nothing.
pub(super) const ANY: &str = "select rowid as seq from product_search where product_search match $1
    union all select rowid from product_search_inside where product_search_inside match $2";

/// What matches `$1` but for what stands within words.
pub(super) const WITH_WORDS: &str = "select rowid as seq from product_search where product_search match $1";

/// What matches `$1`, the newest first.
pub(super) const NEWEST: &str = "select rowid as seq from product_search where product_search match $1
    order by rowid desc limit 200";

pub(super) async fn store(tx: &mut Tx<'_>, seq: i64, words: &ProductWords, fresh: bool) -> Result<()> {
    if !fresh {
        remove(tx, seq).await?;
    }
    tx.execute_at_commit(STORE, params![seq, &words.name, &words.makers, &words.rest])
        .await?;
    tx.execute_at_commit(STORE_INSIDE, params![seq, &words.inside]).await
}

pub(super) async fn remove(tx: &mut Tx<'_>, seq: i64) -> Result<()> {
    tx.execute_at_commit(REMOVE, params![seq]).await?;
    tx.execute_at_commit(REMOVE_INSIDE, params![seq]).await
}

/// What the index is asked for what has every word. Words are letters and digits alone, and quoted.
pub(super) fn query(sought: &Sought, scope: Scope) -> String {
    let (column, end) = match scope {
        Scope::WholeInName => ("name : ", ""),
        Scope::InName => ("name : ", "*"),
        Scope::OfMakers => ("makers : ", "*"),
        Scope::InNames => ("{name makers} : ", "*"),
        Scope::Whole => ("", ""),
        Scope::Anywhere | Scope::Forgiving => ("", "*"),
    };
    let terms = sought.words.iter().map(|sought| {
        let mut term = format!("(\"{}\"{end}", sought.word);
        for other in sought.others.iter().filter(|_| scope == Scope::Forgiving) {
            term.push_str(" OR \"");
            term.push_str(other);
            term.push('"');
        }
        term + ")"
    });
    format!("{column}({})", terms.collect::<Vec<_>>().join(" AND "))
}
