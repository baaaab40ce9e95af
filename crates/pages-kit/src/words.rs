//! Texts of pages, in every language: catalogues of Fluent, never in templates.
//!
//! Invariant: each catalogue has each key with the same names in it; a test of every crate of pages says so.

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use platform::Error;
use unic_langid::LanguageIdentifier;

use crate::{
    lang::Language,
    numbers::{self, Day},
};

/// A file of texts in each language: Indonesian, English, Turkish.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// What holds it, for messages about mistakes in it.
    pub name: &'static str,
    pub texts: [&'static str; 3],
}

/// The texts of the kit itself.
pub const KIT: Catalogue = Catalogue {
    name: "kit",
    texts: [
        include_str!("../locales/id/kit.ftl"),
        include_str!("../locales/en/kit.ftl"),
        include_str!("../locales/tr/kit.ftl"),
    ],
};

/// All texts, in every language.
pub struct Words([FluentBundle<FluentResource>; 3]);

impl Words {
    /// The texts of some catalogues. A mistake in one is a fault of ours.
    pub fn of(catalogues: &[Catalogue]) -> Result<Self, Error> {
        let [indonesian, english, turkish] = Language::ALL.map(|language| bundle(language, catalogues));
        Ok(Self([indonesian?, english?, turkish?]))
    }

    /// Those of a language.
    pub fn in_language(&self, language: Language) -> Speech<'_> {
        Speech {
            language,
            bundle: &self.0[position(language)],
        }
    }
}

fn position(language: Language) -> usize {
    match language {
        Language::Indonesian => 0,
        Language::English => 1,
        Language::Turkish => 2,
    }
}

fn bundle(language: Language, catalogues: &[Catalogue]) -> Result<FluentBundle<FluentResource>, Error> {
    let locale: LanguageIdentifier = language.code().parse().map_err(Error::internal)?;
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks around what is filled in would be sent to screen readers and searched for.
    bundle.set_use_isolating(false);
    for catalogue in catalogues {
        let wrong = |cause: String| Error::internal(format!("{} in {}: {cause}", catalogue.name, language.code()));
        let text = catalogue.texts[position(language)].to_owned();
        let resource = FluentResource::try_new(text).map_err(|(_, errors)| wrong(format!("{errors:?}")))?;
        bundle
            .add_resource(resource)
            .map_err(|errors| wrong(format!("{errors:?}")))?;
    }
    Ok(bundle)
}

/// Stands for a value while the text around it is made: the character for what is no character.
const VALUE: &str = "\u{fffc}";

/// The texts in one language.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    pub language: Language,
    bundle: &'a FluentBundle<FluentResource>,
}

impl Speech<'_> {
    /// The text of a key. A key that nobody wrote is shown as it is, so that its page can still be used.
    pub fn say(&self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with a value in it.
    pub fn with<'v>(&self, key: &str, name: &str, value: impl Into<FluentValue<'v>>) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value);
        self.said(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key with two values in it.
    pub fn with_two<'v>(
        &self,
        key: &str,
        first: (&str, impl Into<FluentValue<'v>>),
        second: (&str, impl Into<FluentValue<'v>>),
    ) -> String {
        let mut args = FluentArgs::new();
        args.set(first.0.to_owned(), first.1);
        args.set(second.0.to_owned(), second.1);
        self.said(key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// The text of a key in the two parts around a value, for pages that keep the value apart: a name in `<bdi>`, so that one
    /// written from right to left turns none of the words beside it.
    pub fn around(&self, key: &str, name: &str) -> (String, String) {
        let text = self.with(key, name, VALUE);
        let parts = text
            .split_once(VALUE)
            .map(|(before, after)| (before.to_owned(), after.to_owned()));
        parts.unwrap_or((text, String::new()))
    }

    /// The text of a key, if there is one.
    pub fn find(&self, key: &str) -> Option<String> {
        self.said(key, None)
    }

    fn said(&self, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors).into_owned();
        for error in errors {
            tracing::warn!(key, %error, "a text is not filled in");
        }
        Some(text)
    }

    /// A whole number, grouped as the language groups it.
    pub fn number(&self, number: i64) -> String {
        numbers::grouped(self.language, number)
    }

    /// A day: `29 November 2026`, `29 Kasım 2026`.
    pub fn day(&self, day: impl Into<Day>) -> String {
        numbers::day(self.language, day.into())
    }

    /// A day where there is little room: `29 Nov`.
    pub fn short_day(&self, day: impl Into<Day>) -> String {
        numbers::short_day(self.language, day.into())
    }
}
