//! What questions are told apart by, and what sections draw of them.

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::draw::{Difficulty, Draw};

/// Tags, each once.
pub(super) fn tags() -> impl Strategy<Value = Vec<String>> {
    let all = ["aljabar", "Teks naratif", "K13-3.2", "ترتيب"].map(str::to_owned);
    prop::sample::subsequence(all.to_vec(), 0..=4)
}

/// Draws, whether they can be met or not: that is warned of.
pub(super) fn draws() -> impl Strategy<Value = Vec<Draw>> {
    let tag = option::of(select(vec!["aljabar", "Teks naratif", "#1", "ترتيب"]));
    let draw = (1_usize..4, tag, option::of(select(Difficulty::ALL.to_vec())));
    let draw = draw.prop_map(|(count, tag, difficulty)| Draw {
        count,
        tag: tag.map(str::to_owned),
        difficulty,
    });
    vec(draw, 0..3)
}
