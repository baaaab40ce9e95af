//! Texts with marks: styles, formulas, pictures, lists and tables, shaped as a document gives them back.

use marked::{Block, Formula, Hash, Inline, Marked, Style, Text};
use proptest::{collection::vec, prelude::*, sample::select};

/// Formulas of many kinds, as `LaTeX`.
const FORMULAS: [&str; 8] = [
    r"\frac{1}{2}",
    r"x^{2}+y_{1}",
    r"\sqrt[3]{x+1}",
    r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
    r"\sum_{i=1}^{n} i",
    r"\int_0^1 2x\,dx",
    r"2\frac{1}{2}",
    r"|x|<5",
];

/// Styles from the outside in, as a document gives them back.
const STYLES: [&[Style]; 7] = [
    &[Style::Bold],
    &[Style::Italic],
    &[Style::Underline],
    &[Style::Strike],
    &[Style::Sub],
    &[Style::Sup],
    &[Style::Bold, Style::Italic, Style::Underline, Style::Sup],
];

/// What stands in a line behind its first words.
fn inline(words: BoxedStrategy<String>, pictures: Vec<String>) -> impl Strategy<Value = Inline> {
    let formulas: Vec<Formula> = FORMULAS
        .iter()
        .filter_map(|text| Formula::of_latex(text).ok())
        .collect();
    let set = |(text, styles): (String, &[Style])| {
        styles
            .iter()
            .rev()
            .fold(Inline::Text(text), |inner, style| Inline::Styled {
                style: *style,
                content: vec![inner],
            })
    };
    let hashes: Vec<Hash> = pictures.iter().filter_map(|name| Hash::parse(name)).collect();
    prop_oneof![
        2 => words.clone().prop_map(Inline::Text),
        4 => (words, select(&STYLES[..])).prop_map(set),
        2 => select(formulas).prop_map(Inline::Formula),
        1 => ("[a-z\\[\\]\"<&]{0,8}", select(hashes)).prop_map(|(alt, hash)| Inline::Picture { hash, alt }),
    ]
}

/// A line that begins with plain words.
fn paragraph(words: BoxedStrategy<String>, pictures: Vec<String>) -> impl Strategy<Value = Block> {
    (words.clone(), vec(inline(words, pictures), 0..4)).prop_map(|(first, mut rest)| {
        rest.insert(0, Inline::Text(first));
        Block::Paragraph(rest)
    })
}

/// A list whose items begin with a line, and may end in a list of another kind.
fn list(line: BoxedStrategy<Block>) -> impl Strategy<Value = Block> {
    let items = vec(vec(line.clone(), 1..3), 1..3);
    let flat = (any::<bool>(), items).prop_map(|(ordered, items)| Block::List { ordered, items });
    (any::<bool>(), vec((line, proptest::option::of(flat)), 1..3)).prop_map(|(ordered, items)| Block::List {
        ordered,
        items: items
            .into_iter()
            .map(|(line, nested)| [line].into_iter().chain(nested).collect())
            .collect(),
    })
}

fn table(cell: BoxedStrategy<Vec<Block>>) -> impl Strategy<Value = Block> {
    (any::<bool>(), 1..4_usize, vec(cell, 9)).prop_map(|(header, columns, cells)| Block::Table {
        header,
        rows: cells
            .chunks_exact(columns)
            .take(2)
            .map(<[Vec<Block>]>::to_vec)
            .collect(),
    })
}

/// A text of which the plain reading does not say all. Its words are `words`, its pictures have these names.
pub(super) fn text(words: BoxedStrategy<String>, pictures: Vec<String>) -> impl Strategy<Value = Text> {
    let line = paragraph(words, pictures).boxed();
    let table = table(vec(line.clone(), 0..2).boxed()).boxed();
    let cell = prop_oneof![3 => vec(line.clone(), 0..2), 1 => table.clone().prop_map(|table| vec![table])];
    let outer = self::table(cell.boxed());
    let lines = prop_oneof![
        4 => vec(line.clone(), 1..3),
        // Two lists of a kind would be one.
        2 => (list(line.clone()), line.clone()).prop_map(|(list, line)| vec![list, line]),
        1 => vec(table, 2..3),
        1 => outer.prop_map(|table| vec![table]),
    ];
    vec(lines, 1..3).prop_filter_map("says it all", |blocks| {
        let text = Text::of(&Marked::new(blocks.concat()));
        text.markup().is_some().then_some(text)
    })
}
