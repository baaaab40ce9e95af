//! Lines in the making as marked text, when the grammar is done with them.

use marked::{Block, DEEPEST, Inline, Marked, Style, Text};

use super::{OBJECT, Object, StyledText, Styles};

/// The styles from the outside in. One order for all, so that the same marks are the same text.
const ORDER: [Style; 6] = [
    Style::Bold,
    Style::Italic,
    Style::Underline,
    Style::Strike,
    Style::Sub,
    Style::Sup,
];

impl StyledText {
    /// What is stored of it.
    pub fn to_text(&self) -> Text {
        if self.spans.is_empty() && self.objects.is_empty() && !self.plain.contains("](image:") {
            return Text::of_plain(self.plain.clone());
        }
        let marked = self.to_marked();
        if marked.depth() > DEEPEST {
            return Text::of_plain(marked.to_plain());
        }
        Text::of(&marked)
    }

    /// As people read it in one string.
    pub fn reading(&self) -> String {
        self.to_text().into_plain()
    }

    /// It as a tree.
    pub fn to_marked(&self) -> Marked {
        Marked::new(self.blocks())
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for line in self.lines() {
            line.add_blocks(&mut blocks);
        }
        blocks
    }

    /// The paragraph that a line is, or what stands before, between and behind the tables in it.
    fn add_blocks(&self, blocks: &mut Vec<Block>) {
        let mut from = 0;
        for (at, object) in &self.objects {
            let block = match object {
                Object::Table { header, rows } => Block::Table {
                    header: *header,
                    rows: rows.iter().map(|row| row.iter().map(Self::blocks).collect()).collect(),
                },
                Object::List { ordered, items } => Block::List {
                    ordered: *ordered,
                    items: items.iter().map(Self::blocks).collect(),
                },
                Object::Formula(_) | Object::Picture { .. } => continue,
            };
            let before = self.slice(from..*at);
            if !before.plain.trim().is_empty() {
                blocks.push(Block::Paragraph(before.inlines()));
            }
            blocks.push(block);
            from = at + OBJECT.len_utf8();
        }
        let rest = self.slice(from..self.plain.len());
        if from == 0 || !rest.plain.trim().is_empty() {
            blocks.push(Block::Paragraph(rest.inlines()));
        }
    }

    /// The parts of a line without tables.
    fn inlines(&self) -> Vec<Inline> {
        let mut parts = Vec::new();
        let mut at = 0;
        let mut before = Styles::NONE;
        for (span, styles) in &self.spans {
            self.add_inlines(at, span.start, Styles::NONE, &mut parts);
            if span.start > at {
                before = Styles::NONE;
            }
            let shown = shown(&self.plain[span.clone()], *styles, before);
            self.add_inlines(span.start, span.end, shown, &mut parts);
            before = shown;
            at = span.end;
        }
        self.add_inlines(at, self.plain.len(), Styles::NONE, &mut parts);
        parts
    }

    /// The characters and objects of a stretch that is set in one way.
    fn add_inlines(&self, start: usize, end: usize, styles: Styles, parts: &mut Vec<Inline>) {
        let mut from = start;
        let first = self.objects.partition_point(|(at, _)| *at < start);
        for (at, object) in self.objects.iter().skip(first).take_while(|(at, _)| *at < end) {
            add_words(&self.plain[from..*at], styles, parts);
            parts.extend(inline(object));
            from = at + OBJECT.len_utf8();
        }
        add_words(&self.plain[from..end], styles, parts);
    }
}

fn inline(object: &Object) -> Option<Inline> {
    match object {
        Object::Formula(formula) => Some(Inline::Formula(formula.clone())),
        Object::Picture { hash, alt } => Some(Inline::Picture {
            hash: hash.clone(),
            alt: alt.clone(),
        }),
        Object::Table { .. } | Object::List { .. } => None,
    }
}

fn add_words(words: &str, styles: Styles, parts: &mut Vec<Inline>) {
    if words.is_empty() {
        return;
    }
    let set = ORDER.into_iter().rev().filter(|style| styles.has(*style));
    parts.push(set.fold(Inline::Text(words.to_owned()), |inner, style| Inline::Styled {
        style,
        content: vec![inner],
    }));
}

/// The styles in which a stretch is seen: blanks look bold or raised only between what is.
fn shown(words: &str, styles: Styles, before: Styles) -> Styles {
    if !words.chars().all(char::is_whitespace) {
        return styles;
    }
    let drawn = [Style::Underline, Style::Strike];
    let seen = drawn
        .into_iter()
        .fold(Styles::NONE, |seen, style| seen.with(style, styles.has(style)));
    seen.or(styles.and(before))
}
