//! A line in the making: the characters that the grammar looks at, and beside them what characters cannot say.
//!
//! Invariants: each formula, picture and table is one [`OBJECT`] of the plain view, and no other character is; a part of a
//! text takes its styles and objects along, so that what is cut off takes its own with it.

mod convert;
#[cfg(test)]
mod tests;

use std::ops::Range;

use marked::{Formula, Hash, Style};

/// The character that stands for an object in the plain view.
pub(super) const OBJECT: char = '\u{fffc}';

/// Styles that characters are set in at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Styles(u8);

impl Styles {
    /// None.
    pub const NONE: Self = Self(0);

    fn bit(style: Style) -> u8 {
        match style {
            Style::Bold => 1,
            Style::Italic => 2,
            Style::Underline => 4,
            Style::Strike => 8,
            Style::Sub => 16,
            Style::Sup => 32,
        }
    }

    /// All.
    pub const ALL: Self = Self(127);
    /// Set apart by a colour or a highlight: nothing that is kept, but a reader would see it.
    pub const COLOURED: Self = Self(64);

    /// These with a style set or not. What is raised is not lowered.
    #[must_use]
    pub fn with(self, style: Style, is_set: bool) -> Self {
        let scripts = Self::bit(Style::Sub) | Self::bit(Style::Sup);
        let kept = match style {
            Style::Sub | Style::Sup if is_set => self.0 & !scripts,
            _ => self.0 & !Self::bit(style),
        };
        Self(if is_set { kept | Self::bit(style) } else { kept })
    }

    /// These set apart by a colour or not.
    #[must_use]
    pub fn coloured(self, is_set: bool) -> Self {
        Self(if is_set {
            self.0 | Self::COLOURED.0
        } else {
            self.0 & !Self::COLOURED.0
        })
    }

    /// Whether a style is among them.
    pub fn has(self, style: Style) -> bool {
        self.0 & Self::bit(style) != 0
    }

    /// Whether anything in them sets words apart that plain ones beside them are not.
    pub fn stand_out(self) -> bool {
        let seen = Self::bit(Style::Bold) | Self::bit(Style::Underline) | Self::bit(Style::Italic) | Self::COLOURED.0;
        self.0 & seen != 0
    }

    /// Those that both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those that either has.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is no character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Object {
    Formula(Formula),
    /// A picture that can be shown.
    Picture {
        /// The hash of its bytes.
        hash: Hash,
        /// What it shows.
        alt: String,
    },
    Table {
        /// Whether its first row names the columns.
        header: bool,
        /// Its rows, each with its cells; lines of a cell are parted by line feeds.
        rows: Vec<Vec<StyledText>>,
    },
    /// A list that was written as one.
    List {
        /// Whether its items are numbered.
        ordered: bool,
        items: Vec<StyledText>,
    },
}

/// A text with the styles and objects in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct StyledText {
    plain: String,
    /// Where characters are set in styles: in order, without overlaps.
    spans: Vec<(Range<usize>, Styles)>,
    /// Where objects stand, in order.
    objects: Vec<(usize, Object)>,
}

impl StyledText {
    /// A text without styles.
    pub fn of(text: &str) -> Self {
        let mut made = Self::default();
        made.push_str(text, Styles::NONE);
        made
    }

    /// An object alone.
    pub fn of_object(object: Object) -> Self {
        let mut made = Self::default();
        made.push_object(object);
        made
    }

    /// The plain view.
    pub fn as_str(&self) -> &str {
        &self.plain
    }

    /// How long the plain view is, in bytes.
    pub fn len(&self) -> usize {
        self.plain.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    /// Adds characters. A stray sign of an object is none.
    pub fn push_str(&mut self, text: &str, styles: Styles) {
        let start = self.plain.len();
        self.plain.extend(text.chars().filter(|char| *char != OBJECT));
        self.mark(start..self.plain.len(), styles);
    }

    /// Adds an object.
    pub fn push_object(&mut self, object: Object) {
        self.objects.push((self.plain.len(), object));
        self.plain.push(OBJECT);
    }

    /// Sets the characters at the end in styles.
    fn mark(&mut self, range: Range<usize>, styles: Styles) {
        if range.is_empty() || styles == Styles::NONE {
            return;
        }
        match self.spans.last_mut() {
            Some((last, same)) if last.end == range.start && *same == styles => last.end = range.end,
            _ => self.spans.push((range, styles)),
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: &Self) {
        let start = self.plain.len();
        self.plain.push_str(&other.plain);
        for (range, styles) in &other.spans {
            self.mark(start + range.start..start + range.end, *styles);
        }
        let moved = other.objects.iter().map(|(at, object)| (start + at, object.clone()));
        self.objects.extend(moved);
    }

    /// Adds another text on a line of its own.
    pub fn append_line(&mut self, other: &Self) {
        self.plain.push('\n');
        self.append(other);
    }

    /// Texts behind one another, with a sign between them.
    pub fn joined<'t>(texts: impl IntoIterator<Item = &'t Self>, between: &str) -> Self {
        let mut made = Self::default();
        for (index, text) in texts.into_iter().enumerate() {
            if index > 0 {
                made.push_str(between, Styles::NONE);
            }
            made.append(text);
        }
        made
    }

    /// What stands in a range of the plain view.
    pub fn slice(&self, range: Range<usize>) -> Self {
        let Some(plain) = self.plain.get(range.clone()) else {
            return Self::default();
        };
        let first = self.spans.partition_point(|(span, _)| span.end <= range.start);
        let cut =
            |span: &Range<usize>| span.start.max(range.start) - range.start..span.end.min(range.end) - range.start;
        let spans = self
            .spans
            .iter()
            .skip(first)
            .take_while(|(span, _)| span.start < range.end);
        let first = self.objects.partition_point(|(at, _)| *at < range.start);
        let objects = self.objects.iter().skip(first).take_while(|(at, _)| *at < range.end);
        Self {
            plain: plain.to_owned(),
            spans: spans.map(|(span, styles)| (cut(span), *styles)).collect(),
            objects: objects.map(|(at, object)| (at - range.start, object.clone())).collect(),
        }
    }

    /// What stands where `part`, a part of the plain view that was cut out of it, stands.
    pub fn part(&self, part: &str) -> Self {
        if part.len() == self.plain.len() {
            return self.clone();
        }
        let start = part.as_ptr().addr().wrapping_sub(self.plain.as_ptr().addr());
        self.slice(start..start.saturating_add(part.len()))
    }

    /// It without blanks around it.
    pub fn trimmed(&self) -> Self {
        self.part(self.plain.trim())
    }

    /// It without blanks at its end.
    pub fn trimmed_end(&self) -> Self {
        self.part(self.plain.trim_end())
    }

    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = Self> {
        self.plain.split('\n').map(|line| self.part(line))
    }

    /// It with blanks instead of line feeds.
    pub fn on_one_line(&self) -> Self {
        Self {
            plain: self.plain.replace('\n', " "),
            ..self.clone()
        }
    }

    /// Cuts off what is behind a length of the plain view.
    pub fn truncate(&mut self, len: usize) {
        if len >= self.plain.len() || !self.plain.is_char_boundary(len) {
            return;
        }
        self.plain.truncate(len);
        while self.objects.pop_if(|(at, _)| *at >= len).is_some() {}
        while self.spans.pop_if(|(span, _)| span.start >= len).is_some() {}
        if let Some((span, _)) = self.spans.last_mut() {
            span.end = span.end.min(len);
        }
    }

    #[must_use]
    pub fn without(mut self, style: Style) -> Self {
        for (_, styles) in &mut self.spans {
            *styles = styles.with(style, false);
        }
        self.spans.retain(|(_, styles)| *styles != Styles::NONE);
        self
    }

    /// The objects in it.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.objects.iter().map(|(_, object)| object)
    }

    /// Whether a picture is in it.
    pub fn has_picture(&self) -> bool {
        self.objects().any(|object| matches!(object, Object::Picture { .. }))
    }

    /// Whether a table is in it.
    pub fn has_table(&self) -> bool {
        self.objects().any(|object| matches!(object, Object::Table { .. }))
    }

    /// The styles that all its characters are set in, but for blanks.
    pub fn common_styles(&self) -> Styles {
        let mut common: Option<Styles> = None;
        let mut spans = self.spans.iter().peekable();
        for (at, char) in self.plain.char_indices() {
            if char.is_whitespace() || char == OBJECT {
                continue;
            }
            while spans.next_if(|(span, _)| span.end <= at).is_some() {}
            let styles = spans.peek().filter(|(span, _)| span.start <= at);
            let styles = styles.map_or(Styles::NONE, |(_, styles)| *styles);
            common = Some(common.map_or(styles, |common| common.and(styles)));
        }
        common.unwrap_or_default()
    }
}

impl From<&str> for StyledText {
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}
