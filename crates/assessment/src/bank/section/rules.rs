//! What the API may be told about a section, and about its place in a package.

use papers::{
    Navigation,
    draw::{Draw, MOST_DRAWN, MOST_DRAWS},
    rules::question::tidy_tags,
    rules::section::{duration, instruction, title},
};
use platform::{Result, Rule, input::nullable, text::Check};
use serde::Deserialize;

use crate::{bank::text::SentText, failures::nothing_to_change};

/// More sections than a package has.
const LAST_PLACE: i64 = 1_000;

/// A new section.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct SectionIn {
    pub title: String,
    /// How long it lasts, in seconds.
    pub duration: i64,
}

/// A change of a section. What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct SectionChangeIn {
    #[serde(deserialize_with = "nullable")]
    pub title: Option<Option<String>>,
    /// How long it lasts, in seconds, where a package does not say otherwise.
    #[serde(deserialize_with = "nullable")]
    pub duration: Option<Option<i64>>,
}

/// A section to be put into a package, by its id or by its title.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlacedIn {
    /// The package.
    pub package_id: i64,
    /// A section that is there.
    #[serde(default)]
    pub section_id: Option<i64>,
    /// Instead of its id, its title: the section that is called just so, or a new one.
    #[serde(default)]
    pub title: Option<String>,
    /// How long it lasts in this package, in seconds; the section's own duration without it, and 0 if it is a new one.
    #[serde(default)]
    pub duration: Option<i64>,
}

/// Which section is put into a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SectionRef {
    Id(i64),
    Title(String),
}

/// A section to be put into a package, good by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlaced {
    pub(crate) package: i64,
    pub(crate) section: SectionRef,
    pub(crate) duration: Option<i64>,
}

/// A change of a section in a package. What is left out stays, `null` clears.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct DetailChangeIn {
    /// What participants read before it; its marks stay if it is the same.
    #[serde(deserialize_with = "nullable")]
    pub instruction: Option<Option<String>>,
    /// What participants read before it, as marked text; `null` takes its marks away.
    #[serde(deserialize_with = "nullable", rename = "instructionMarked")]
    pub instruction_marked: Option<Option<String>>,
    /// How long it lasts, in seconds.
    #[serde(deserialize_with = "nullable")]
    pub duration: Option<Option<i64>>,
    /// Its place among the sections of the package.
    #[serde(deserialize_with = "nullable")]
    pub ordinal: Option<Option<i64>>,
    /// Whether participants may go back.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<Navigation>")]
    pub navigation: Option<Option<String>>,
    /// Whether each participant gets the questions in another order.
    #[serde(deserialize_with = "nullable")]
    pub shuffle: Option<Option<bool>>,
    /// What is drawn of its questions for each participant, at most 20 draws; `null` or none: all of them are asked.
    #[serde(deserialize_with = "nullable")]
    pub draws: Option<Option<Vec<Draw>>>,
}

/// A section, good by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSection {
    pub(crate) title: String,
    pub(crate) duration: i64,
}

/// A change of a section, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SectionChange {
    pub(crate) title: Option<String>,
    pub(crate) duration: Option<i64>,
}

/// A change of a section in a package, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DetailChange {
    pub(crate) instruction: Option<SentText>,
    pub(crate) duration: Option<i64>,
    pub(crate) ordinal: Option<i64>,
    pub(crate) navigation: Option<Navigation>,
    pub(crate) shuffle: Option<bool>,
    pub(crate) draws: Option<Vec<Draw>>,
}

impl SectionIn {
    /// The section that this describes.
    pub fn validate(self) -> Result<NewSection> {
        let mut check = Check::new();
        let title = title(&mut check, "title", &self.title);
        duration(&mut check, "duration", self.duration);
        check.finish()?;
        let duration = self.duration;
        Ok(NewSection { title, duration })
    }
}

impl PlacedIn {
    /// What this describes.
    pub fn validate(self) -> Result<NewPlaced> {
        let mut check = Check::new();
        let given = self.title.map(|given| title(&mut check, "title", &given));
        let section = match (self.section_id, given) {
            (Some(_), Some(_)) => {
                let said = platform::Message::new("bertentangan dengan `sectionId`", "contradicts `sectionId`");
                check.note("title", Rule::Other(said));
                None
            }
            (Some(id), None) => Some(SectionRef::Id(id)),
            (None, Some(title)) => Some(SectionRef::Title(title)),
            (None, None) => {
                check.note("sectionId", Rule::Required);
                None
            }
        };
        if let Some(given) = self.duration {
            duration(&mut check, "duration", given);
        }
        check.finish()?;
        Ok(NewPlaced {
            package: self.package_id,
            section: section.ok_or_else(|| platform::Error::internal("a section that is not named was found good"))?,
            duration: self.duration,
        })
    }
}

impl SectionChangeIn {
    /// The change that this describes.
    pub fn validate(self) -> Result<SectionChange> {
        let mut check = Check::new();
        let change = SectionChange {
            title: kept(&mut check, "title", self.title).map(|given| title(&mut check, "title", &given)),
            duration: kept(&mut check, "duration", self.duration)
                .inspect(|given| duration(&mut check, "duration", *given)),
        };
        check.finish()?;
        if change == SectionChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}

impl DetailChangeIn {
    /// The change that this describes.
    pub fn validate(self) -> Result<DetailChange> {
        let mut check = Check::new();
        let change = DetailChange {
            instruction: {
                let sent = sent_instruction(&mut check, "instruction", (self.instruction, self.instruction_marked));
                judge_instruction(&mut check, "instruction", sent.as_ref());
                sent
            },
            duration: kept(&mut check, "duration", self.duration)
                .inspect(|given| duration(&mut check, "duration", *given)),
            ordinal: kept(&mut check, "ordinal", self.ordinal)
                .inspect(|given| within(&mut check, "ordinal", *given, LAST_PLACE)),
            navigation: kept(&mut check, "navigation", self.navigation)
                .and_then(|name| known(&mut check, "navigation", &name, (Navigation::from_name, "linear, free"))),
            shuffle: kept(&mut check, "shuffle", self.shuffle),
            draws: self.draws.map(|given| draws(&mut check, given.unwrap_or_default())),
        };
        check.finish()?;
        if change == DetailChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}

/// An instruction as it was sent, which may be empty; `null` empties it.
pub(crate) fn sent_instruction(
    check: &mut Check,
    field: &str,
    (plain, marked): (Option<Option<String>>, Option<Option<String>>),
) -> Option<SentText> {
    let plain = plain.map(Option::unwrap_or_default);
    SentText::read(
        check,
        field,
        (plain, marked),
        papers::rules::section::LONGEST_INSTRUCTION,
    )
}

/// Notes what is wrong with the words of an instruction that was sent.
pub(crate) fn judge_instruction(check: &mut Check, field: &str, sent: Option<&SentText>) {
    if let Some(words) = sent.and_then(SentText::words) {
        instruction(check, field, words.plain());
    }
}

/// Draws as they are stored; what is wrong with them is noted.
fn draws(check: &mut Check, mut given: Vec<Draw>) -> Vec<Draw> {
    if given.len() > MOST_DRAWS {
        check.note("draws", Rule::TooMany(MOST_DRAWS));
    }
    for (at, draw) in given.iter_mut().enumerate().take(MOST_DRAWS) {
        if !(1..=MOST_DRAWN).contains(&draw.count) {
            check.note(
                format!("draws[{at}].count"),
                Rule::OutOfRange("1".into(), MOST_DRAWN.to_string()),
            );
        }
        match tidy_tags(draw.tag.take()) {
            Ok(tags) => draw.tag = tags.into_iter().next(),
            Err(rule) => check.note(format!("draws[{at}].tag"), rule),
        }
    }
    given
}

/// Notes a number that is less than 1 or more than that.
pub(crate) fn within(check: &mut Check, path: &str, given: i64, most: i64) {
    if !(1..=most).contains(&given) {
        check.note(path, Rule::OutOfRange("1".into(), most.to_string()));
    }
}

/// What a field is changed to that cannot be empty.
pub(crate) fn kept<T>(check: &mut Check, path: &str, given: Option<Option<T>>) -> Option<T> {
    if matches!(given, Some(None)) {
        check.note(path, Rule::Required);
    }
    given.flatten()
}

/// The value that a name stands for.
pub(crate) fn known<T>(
    check: &mut Check,
    path: &str,
    name: &str,
    (named, all): (fn(&str) -> Option<T>, &str),
) -> Option<T> {
    let found = named(name);
    if found.is_none() {
        let said = platform::Message::new(
            format!("harus salah satu dari: {all}"),
            format!("must be one of: {all}"),
        );
        check.note(path, Rule::Other(said));
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn fields<T>(out: Result<T>) -> Vec<String> {
        let error = out.err().unwrap();
        error.fields().iter().map(|field| field.path.clone()).collect()
    }

    fn section(body: Value) -> Result<NewSection> {
        serde_json::from_value::<SectionIn>(body).unwrap().validate()
    }

    fn detail(body: Value) -> Result<DetailChange> {
        serde_json::from_value::<DetailChangeIn>(body).unwrap().validate()
    }

    #[test]
    fn a_section_has_a_title_and_a_duration_of_at_most_a_day() {
        let made = section(json!({"title": " Section 1 ", "duration": 120})).unwrap();
        assert_eq!((made.title.as_str(), made.duration), ("Section 1", 120));
        for (title, duration, wrong) in [
            (" ", 0, vec!["title", "duration"]),
            ("a\nb", 86_400, vec!["title"]),
            ("a\u{7}b", 1, vec!["title"]),
            ("a", 86_401, vec!["duration"]),
            ("a", -1, vec!["duration"]),
        ] {
            let body = json!({"title": title, "duration": duration});
            assert_eq!(fields(section(body.clone())), wrong, "{body}");
        }
        assert!(section(json!({"title": "x".repeat(256), "duration": 1})).is_err());
    }

    #[test]
    fn a_change_of_a_section_names_something_that_cannot_be_empty() {
        let change = |body: Value| serde_json::from_value::<SectionChangeIn>(body).unwrap().validate();
        assert_eq!(change(json!({"title": "B"})).unwrap().title.as_deref(), Some("B"));
        assert!(change(json!({})).is_err());
        assert_eq!(
            fields(change(json!({"title": null, "duration": null}))),
            ["title", "duration"]
        );
    }

    #[test]
    fn the_instruction_of_a_section_in_a_package_can_be_cleared() {
        let change = detail(json!({"instruction": null, "navigation": "linear", "shuffle": true})).unwrap();
        assert_eq!(change.instruction.as_ref().and_then(SentText::words).unwrap(), "");
        assert_eq!(
            (change.navigation, change.shuffle),
            (Some(Navigation::Linear), Some(true))
        );
        let all = json!({"instruction": "\u{1}", "duration": 0, "ordinal": 0, "navigation": "up", "shuffle": null});
        assert_eq!(
            fields(detail(all)),
            ["instruction", "duration", "ordinal", "navigation", "shuffle"]
        );
    }
}
