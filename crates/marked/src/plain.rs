//! Marked text as plain text, and back.
//!
//! Each line of a plain text is a paragraph, and `![what it shows](image:<64 hexadecimal digits>)` is a picture; every
//! other character is itself. Invariant: the plain text of what a plain text was read as is that text.

use crate::{Block, Hash, Inline, Marked, Style, scripts, tree::DIGITS};

/// What stands between a picture's description and its name.
const MIDDLE: &str = "](image:";

impl Marked {
    /// What a plain text says.
    pub fn from_plain(text: &str) -> Self {
        Self::new(text.split('\n').map(|line| Block::Paragraph(pieces(line))).collect())
    }

    /// The plain text: scripts in characters of Unicode or behind a sign, lists and tables line by line, formulas in
    /// their linear reading.
    pub fn to_plain(&self) -> String {
        lines(&self.blocks).join("\n")
    }

    /// Whether the plain text says it all: there is nothing in it but lines of words and pictures, which can be read back
    /// from the plain text. Whether a line ends within a paragraph or with it makes no difference to who reads it.
    pub fn is_plain(&self) -> bool {
        let mut paragraphs: Vec<Block> = Vec::new();
        for block in &self.blocks {
            let Block::Paragraph(content) = block else {
                return false;
            };
            if !content
                .iter()
                .all(|one| matches!(one, Inline::Text(_) | Inline::Break | Inline::Picture { .. }))
            {
                return false;
            }
            let lines = content.split(|one| *one == Inline::Break);
            paragraphs.extend(lines.map(|line| Block::Paragraph(line.to_vec())));
        }
        Self::new(paragraphs) == Self::from_plain(&self.to_plain())
    }
}

/// The words and pictures of a line.
fn pieces(line: &str) -> Vec<Inline> {
    let mut found = Vec::new();
    let mut words_from = 0;
    // Where the beginning of a mark may be, and where its middle: what was looked over once is not looked over again.
    let (mut begin_from, mut look_from) = (0, 0);
    while let Some(middle) = line[look_from..].find(MIDDLE).map(|at| look_from + at) {
        look_from = middle + MIDDLE.len();
        let Some(hash) = named(&line[look_from..]) else {
            continue;
        };
        let Some(start) = line[begin_from..middle].rfind("![").map(|at| begin_from + at) else {
            begin_from = middle;
            continue;
        };
        found.push(Inline::Text(line[words_from..start].to_owned()));
        found.push(Inline::Picture {
            hash,
            alt: line[start + 2..middle].to_owned(),
        });
        words_from = look_from + DIGITS + 1;
        (begin_from, look_from) = (words_from, words_from);
    }
    found.push(Inline::Text(line[words_from..].to_owned()));
    found
}

/// The name of a picture at the beginning of a text, with the parenthesis behind it.
fn named(text: &str) -> Option<Hash> {
    let hash = Hash::parse(text.get(..DIGITS)?)?;
    text[DIGITS..].starts_with(')').then_some(hash)
}

fn lines(blocks: &[Block]) -> Vec<String> {
    blocks.iter().flat_map(block_lines).collect()
}

fn block_lines(block: &Block) -> Vec<String> {
    match block {
        Block::Paragraph(content) => {
            let mut text = String::new();
            inlines(&mut text, content);
            text.split('\n').map(str::to_owned).collect()
        }
        Block::List { ordered, items } => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| {
                let label = if *ordered {
                    format!("{}. ", index + 1)
                } else {
                    "- ".to_owned()
                };
                labelled(&label, item)
            })
            .collect(),
        Block::Table { rows, .. } => rows
            .iter()
            .map(|cells| {
                let cells: Vec<String> = cells.iter().map(|cell| lines(cell).join(" ")).collect();
                cells.join(" | ")
            })
            .collect(),
    }
}

/// The lines of an item: its label before the first, room as wide before the others.
fn labelled(label: &str, item: &[Block]) -> Vec<String> {
    let mut lines = lines(item);
    if lines.is_empty() {
        lines.push(String::new());
    }
    for (index, line) in lines.iter_mut().enumerate() {
        let before = if index == 0 { label } else { &" ".repeat(label.len()) };
        line.insert_str(0, before);
    }
    lines
}

fn inlines(text: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(words) => text.push_str(words),
            Inline::Break => text.push('\n'),
            Inline::Styled { style, content } => styled(text, *style, content),
            Inline::Picture { hash, alt } => {
                for part in ["![", &on_one_line(alt), MIDDLE, hash.as_str(), ")"] {
                    text.push_str(part);
                }
            }
            Inline::Formula(formula) => text.push_str(&formula.to_linear()),
        }
    }
}

/// A description may have been given with line ends, which a mark cannot hold.
fn on_one_line(alt: &str) -> String {
    alt.replace('\n', " ")
}

fn styled(text: &mut String, style: Style, content: &[Inline]) {
    match style {
        Style::Bold | Style::Italic | Style::Underline | Style::Strike => inlines(text, content),
        Style::Sub | Style::Sup => {
            let mut inner = String::new();
            inlines(&mut inner, content);
            text.push_str(&scripts::written(&inner, style == Style::Sup));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn plain(stored: &str) -> String {
        let marked = Marked::parse(stored).unwrap();
        assert!(!marked.is_plain(), "{stored}");
        marked.to_plain()
    }

    #[test]
    fn scripts_are_raised_and_lowered() {
        assert_eq!(
            plain("<p>2<sup>3</sup>, cm<sup>2</sup>, H<sub>2</sub>O</p>"),
            "2³, cm², H₂O"
        );
        assert_eq!(plain("<p>x<sup>n+1</sup>, x<sub>i</sub></p>"), "x^(n+1), x_(i)");
        assert_eq!(plain("<p>10<sup>−3</sup> <b>te<i>bal</i></b></p>"), "10⁻³ tebal");
    }

    #[test]
    fn lists_and_tables_are_lines() {
        assert_eq!(
            plain("<p>Pilih:</p><ol><li>satu</li><li><p>dua</p><ul><li>a</li><li>b<br/>c</li></ul></li></ol>"),
            "Pilih:\n1. satu\n2. dua\n   - a\n   - b\n     c"
        );
        assert_eq!(
            plain("<table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>"),
            "x | y\n1 | 2 3"
        );
    }

    #[test]
    fn formulas_are_read_in_a_line() {
        assert_eq!(
            plain("<p>Hitung <math><mn>2</mn><mfrac><mn>1</mn><mn>2</mn></mfrac></math>!</p>"),
            "Hitung 2 1/2!"
        );
    }

    #[test]
    fn what_plain_text_says_is_plain() {
        let hash = "ab".repeat(32);
        for stored in [
            String::new(),
            "<p>satu</p><p></p><p>dua<br/>tiga</p>".to_owned(),
            format!("<p>lihat <img src=\"image:{hash}\" alt=\"peta [1]\"/></p>"),
        ] {
            assert!(Marked::parse(&stored).unwrap().is_plain(), "{stored}");
        }
        // Words that only look like a picture would be one after reading them back.
        assert!(!Marked::parse(&format!("<p>![x](image:{hash})</p>")).unwrap().is_plain());
        assert!(
            !Marked::parse(&format!("<p><img src=\"image:{hash}\" alt=\"a![b\"/></p>"))
                .unwrap()
                .is_plain()
        );
    }

    proptest! {
        #[test]
        fn plain_text_comes_back_as_it_was(text in "(!\\[|\\]|x|é|\n|\r|\t|<b>|&amp;|(\\]\\(image:[0-9a]{64}\\))|(\\(image:)| )*") {
            let marked = Marked::from_plain(&text);
            prop_assert_eq!(marked.to_plain(), &text[..]);
            prop_assert!(marked.is_plain());
            prop_assert_eq!(Marked::parse(&marked.to_markup()), Ok(marked));
        }

        #[test]
        fn so_does_any_text(text in any::<String>()) {
            let marked = Marked::from_plain(&text);
            prop_assert_eq!(marked.to_plain(), &text[..]);
            prop_assert_eq!(Marked::parse(&marked.to_markup()), Ok(marked));
        }

        #[test]
        fn what_is_plain_can_be_read_back(marked in crate::samples::marked()) {
            if marked.is_plain() {
                let again = Marked::from_plain(&marked.to_plain());
                prop_assert_eq!(again.pictures(), marked.pictures());
                prop_assert_eq!(again.to_plain(), marked.to_plain());
            }
        }
    }
}
