//! Fields of a form: what they are called, what they hold, and what is wrong with it.

use std::borrow::Cow;

use platform::{Error, Lang};

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Takes {
    Line,
    Email,
    Phone,
    /// A number, on a pad of digits.
    Number,
    /// A day, as `2026-11-30`.
    Day,
    Password,
    Lines,
    /// One of these: value and text.
    Choice(Vec<(String, String)>),
    /// Any of these: value and text, each with a box to tick.
    Several(Vec<(String, String)>),
    /// Yes or no.
    Tick,
    /// A picture.
    Picture,
    /// Any number of pictures.
    Pictures,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in the form, and its id on the page.
    pub name: Cow<'static, str>,
    pub label: String,
    pub takes: Takes,
    pub value: String,
    pub hint: String,
    /// What is wrong with its value.
    pub fault: Option<String>,
    pub required: bool,
    /// What browsers fill in; empty if they should ask nobody.
    pub autocomplete: &'static str,
    /// The most characters; 0 if it does not matter.
    pub most: usize,
}

/// Between the values of a field that holds several; no form sends it.
const BETWEEN: &str = "\0";

/// What a ticked box sends, as `kit/macros.html` writes it.
pub const TICKED: &str = "ya";

impl Field {
    /// One that takes something.
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<String>, takes: Takes) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            takes,
            value: String::new(),
            hint: String::new(),
            fault: None,
            required: false,
            autocomplete: "",
            most: 0,
        }
    }

    /// One that takes a line.
    pub fn line(name: impl Into<Cow<'static, str>>, label: impl Into<String>) -> Self {
        Self::new(name, label, Takes::Line)
    }

    /// One that takes a password.
    pub fn password(name: impl Into<Cow<'static, str>>, label: impl Into<String>, autocomplete: &'static str) -> Self {
        Self::new(name, label, Takes::Password)
            .required()
            .filled_by(autocomplete)
    }

    /// It has to be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It holds this.
    #[must_use]
    pub fn holding(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// It is explained by this.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Browsers fill it in with this.
    #[must_use]
    pub fn filled_by(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = autocomplete;
        self
    }

    /// It takes so many characters at most.
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        self.most = most;
        self
    }

    /// The type of its `input`.
    pub fn input_type(&self) -> &'static str {
        match self.takes {
            Takes::Email => "email",
            Takes::Phone => "tel",
            Takes::Day => "date",
            Takes::Password => "password",
            Takes::Tick => "checkbox",
            Takes::Picture | Takes::Pictures => "file",
            Takes::Line | Takes::Number | Takes::Lines | Takes::Choice(_) | Takes::Several(_) => "text",
        }
    }

    /// Whether it takes several lines.
    pub fn is_lines(&self) -> bool {
        self.takes == Takes::Lines
    }

    /// Whether it is a box to tick.
    pub fn is_tick(&self) -> bool {
        self.takes == Takes::Tick
    }

    /// Whether it takes a number.
    pub fn is_number(&self) -> bool {
        self.takes == Takes::Number
    }

    /// Whether it takes a picture, or several.
    pub fn is_picture(&self) -> bool {
        matches!(self.takes, Takes::Picture | Takes::Pictures)
    }

    /// Whether it takes more than one.
    pub fn takes_several(&self) -> bool {
        self.takes == Takes::Pictures
    }

    /// It holds these, where it takes several.
    #[must_use]
    pub fn holding_all<'v>(mut self, values: impl IntoIterator<Item = &'v str>) -> Self {
        self.value = values.into_iter().collect::<Vec<_>>().join(BETWEEN);
        self
    }

    /// Of what it takes any, each with whether it is chosen.
    pub fn boxes(&self) -> Option<Vec<(&str, &str, bool)>> {
        let Takes::Several(choices) = &self.takes else {
            return None;
        };
        let held: Vec<&str> = self.value.split(BETWEEN).collect();
        let all = choices
            .iter()
            .map(|(value, text)| (value.as_str(), text.as_str(), held.contains(&value.as_str())));
        Some(all.collect())
    }

    /// What can be chosen, if that is what it takes.
    pub fn choices(&self) -> Option<&[(String, String)]> {
        match &self.takes {
            Takes::Choice(choices) => Some(choices),
            _ => None,
        }
    }
}

/// What an error says of one field, in words that stand below it.
pub fn fault_of(error: &Error, path: &str, lang: Lang) -> Option<String> {
    let field = error.fields().iter().find(|field| field.path == path)?;
    let said = field.rule.message().text(lang).to_owned();
    let mut chars = said.chars();
    let first = chars.next()?;
    let mut text: String = first.to_uppercase().chain(chars).collect();
    // Rules follow a field's name, messages of files are sentences.
    if !text.ends_with('.') {
        text.push('.');
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use platform::{Message, Rule};

    use super::*;

    #[test]
    fn what_is_wrong_is_a_sentence_with_one_stop() {
        for said in ["must not be empty", "The file is no picture."] {
            let rule = Rule::Other(Message::new("x", said));
            let told = fault_of(&Error::invalid_field("name", rule), "name", Lang::En).unwrap();
            assert!(
                told.ends_with('.') && !told.ends_with("..") && told.starts_with(char::is_uppercase),
                "{told}"
            );
        }
    }
}
