//! Marked text as it is stored and shown: its plain reading, and its markup where that says more.

use crate::{Hash, Marked, MarkupError};

/// A text that may have marks.
///
/// Invariant: the markup is there only if the plain text does not say it all, and the plain text is its plain reading.
/// So a text without marks is a plain string, and two texts are equal exactly if they say the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text {
    plain: String,
    markup: Option<String>,
}

impl Text {
    /// A plain text, in which a mark of a picture is one.
    pub fn of_plain(plain: impl Into<String>) -> Self {
        Self {
            plain: plain.into(),
            markup: None,
        }
    }

    /// What a marked text says.
    pub fn of(marked: &Marked) -> Self {
        Self {
            plain: marked.to_plain(),
            markup: (!marked.is_plain()).then(|| marked.to_markup()),
        }
    }

    /// What a stored form says, after it was read and found good.
    pub fn of_markup(markup: &str) -> Result<Self, MarkupError> {
        Marked::parse(markup).map(|marked| Self::of(&marked))
    }

    /// A text that was taken apart before by [`Text::plain`] and [`Text::markup`], and is not looked at again.
    pub fn from_stored(plain: String, markup: Option<String>) -> Self {
        Self { plain, markup }
    }

    /// Its plain reading.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// Its stored form, if the plain reading does not say it all.
    pub fn markup(&self) -> Option<&str> {
        self.markup.as_deref()
    }

    /// Its plain reading alone.
    pub fn into_plain(self) -> String {
        self.plain
    }

    /// Its parts, which [`Text::from_stored`] takes.
    pub fn into_parts(self) -> (String, Option<String>) {
        (self.plain, self.markup)
    }

    /// It as a tree. Markup that cannot be read after all leaves the plain reading.
    pub fn marked(&self) -> Marked {
        let read = self.markup.as_deref().map(Marked::parse);
        match read {
            Some(Ok(marked)) => marked,
            Some(Err(_)) | None => Marked::from_plain(&self.plain),
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.markup.is_none()
    }

    /// The pictures in it, in their order, each as often as it is shown.
    pub fn pictures(&self) -> Vec<Hash> {
        if !self.plain.contains("](image:") && self.markup.is_none() {
            return Vec::new();
        }
        self.marked().pictures().into_iter().cloned().collect()
    }

    /// It without blanks around it, and with line feeds alone between its lines. What has markup is spelled in one way
    /// already.
    #[must_use]
    pub fn trimmed(self) -> Self {
        if self.markup.is_some() {
            return self;
        }
        let trimmed = self.plain.trim();
        if trimmed.len() == self.plain.len() && !trimmed.contains('\r') {
            return self;
        }
        Self::of_plain(trimmed.replace("\r\n", "\n"))
    }
}

impl From<String> for Text {
    fn from(plain: String) -> Self {
        Self::of_plain(plain)
    }
}

impl From<&str> for Text {
    fn from(plain: &str) -> Self {
        Self::of_plain(plain)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, plain: &str) -> bool {
        self.markup.is_none() && self.plain == plain
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, plain: &&str) -> bool {
        *self == **plain
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_is_kept_only_where_it_says_more() {
        let plain = Text::of_markup("<p>satu</p><p>dua</p>").unwrap();
        assert_eq!(plain, "satu\ndua");
        assert_eq!(plain.markup(), None);
        let marked = Text::of_markup("<p>2<sup>3</sup></p>").unwrap();
        assert_eq!((marked.plain(), marked.markup()), ("2³", Some("<p>2<sup>3</sup></p>")));
        assert_ne!(marked, "2³");
        assert!(Text::of_markup("<p>").is_err());
        assert!(Text::default().is_empty());
        assert!(!marked.is_empty());
    }

    #[test]
    fn pictures_are_found_with_and_without_markup() {
        let hash = "ab".repeat(32);
        let plain = Text::of_plain(format!("lihat ![x](image:{hash})"));
        let marked = Text::of_markup(&format!("<p><b>x</b><img src=\"image:{hash}\" alt=\"\"/></p>")).unwrap();
        for text in [plain, marked] {
            let names: Vec<String> = text.pictures().iter().map(|hash| hash.as_str().to_owned()).collect();
            assert_eq!(names, [hash.as_str()]);
        }
        assert!(Text::of_plain("![x](image:12)").pictures().is_empty());
    }

    #[test]
    fn blanks_around_a_plain_text_go() {
        assert_eq!(Text::of_plain(" a\r\nb\n").trimmed(), "a\nb");
        let marked = Text::of_markup("<p><b>a</b> </p>").unwrap();
        assert_eq!(marked.clone().trimmed(), marked);
    }

    proptest! {
        #[test]
        fn a_text_is_stored_and_comes_back(marked in crate::samples::marked()) {
            let text = Text::of(&marked);
            prop_assert_eq!(Text::of(&text.marked()), text.clone());
            let (plain, markup) = text.clone().into_parts();
            prop_assert_eq!(Text::from_stored(plain, markup), text.clone());
            prop_assert_eq!(text.marked().to_plain(), text.plain());
        }
    }
}
