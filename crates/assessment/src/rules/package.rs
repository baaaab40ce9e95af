//! What the API may be told about a test package, and when a package can be sat.

use platform::{FieldError, Lang, Message, Result, Rule, http::body::nullable, text::Check};
use serde::{Deserialize, Serialize};

use super::{
    question::content::judge,
    section::{duration, kept, known, title},
};
use crate::{
    failures::nothing_to_change,
    paper::{Paper, Question},
};

/// Obstacles that are told at once.
const MOST_OBSTACLES: usize = 100;

/// Where a package stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Being written.
    Draft,
    /// A version of it was frozen.
    Published,
    /// Put away: nothing new is held with it.
    Archived,
}

impl Status {
    /// As the API and the database write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The status of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Archived]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// A new package.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub(crate) struct PackageIn {
    /// Its title, which no other package has, without case.
    title: String,
}

/// A change of a package. What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub(crate) struct PackageChangeIn {
    /// Its title.
    #[serde(deserialize_with = "nullable")]
    title: Option<Option<String>>,
    /// `archived` or `draft`; it is published in its own way.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<Status>")]
    status: Option<Option<String>>,
}

/// A change of a package, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PackageChange {
    pub(crate) title: Option<String>,
    pub(crate) status: Option<Status>,
}

impl PackageIn {
    /// The title of the new package.
    pub(crate) fn checked(self) -> Result<String> {
        let mut check = Check::new();
        let title = title(&mut check, "title", &self.title);
        check.finish()?;
        Ok(title)
    }
}

impl PackageChangeIn {
    /// The change that this describes.
    pub(crate) fn checked(self) -> Result<PackageChange> {
        let mut check = Check::new();
        let status = kept(&mut check, "status", self.status)
            .and_then(|name| known(&mut check, "status", &name, (Status::named, "archived, draft")));
        if status == Some(Status::Published) {
            let said = Message::new(
                "menjadi published hanya lewat POST /test-packages/{id}/publish",
                "becomes published by POST /test-packages/{id}/publish only",
            );
            check.note("status", Rule::Other(said));
        }
        let change = PackageChange {
            title: kept(&mut check, "title", self.title).map(|given| title(&mut check, "title", &given)),
            status,
        };
        check.finish()?;
        if change == PackageChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }
}

/// What keeps a package from being sat, by place: `sections[0].questions[4].answerKey`. Empty if nothing does.
pub(crate) fn obstacles(paper: &Paper) -> Vec<FieldError> {
    let mut found = Vec::new();
    if paper.sections.is_empty() {
        let said = Message::new("belum memuat soal", "has no questions yet");
        found.push(FieldError::new("sections", Rule::Other(said)));
    }
    for (at, section) in paper.sections.iter().enumerate() {
        let place = format!("sections[{at}]");
        let mut check = Check::new();
        duration(&mut check, "duration", section.duration);
        if section.questions.is_empty() {
            let said = Message::new("belum memuat soal", "has no questions yet");
            check.note("questions", Rule::Other(said));
        }
        found.extend(under(&place, &section.title, check));
        for (at, question) in section.questions.iter().enumerate() {
            let name = format!("{} {}", section.title, at + 1);
            found.extend(under(
                &format!("{place}.questions[{at}]"),
                &name,
                judged(paper, question),
            ));
        }
    }
    found.truncate(MOST_OBSTACLES);
    found
}

fn judged(paper: &Paper, question: &Question) -> Check {
    let mut check = Check::new();
    judge(&mut check, question);
    if question.key.is_empty() && !question.kind.is_rated() {
        let said = Message::new("belum berkunci", "has no key yet");
        check.note("answerKey", Rule::Other(said));
    }
    let known = |code: &String| paper.passages.iter().any(|passage| passage.code == *code);
    if question.passage.as_ref().is_some_and(|code| !known(code)) {
        let said = Message::new("menunjuk teks yang tidak ada", "names a passage that does not exist");
        check.note("passageId", Rule::Other(said));
    }
    check
}

/// What was noted, under its place in the paper, and in words that name it as people count.
fn under(place: &str, name: &str, check: Check) -> Vec<FieldError> {
    let Err(error) = check.finish() else {
        return Vec::new();
    };
    let moved = |field: &FieldError| {
        let said = field.rule.message();
        let said = Message::new(
            format!("{name}: {}", said.text(Lang::Id)),
            format!("{name}: {}", said.text(Lang::En)),
        );
        FieldError::new(format!("{place}.{}", field.path), Rule::Other(said))
    };
    error.fields().iter().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn change(body: Value) -> Result<PackageChange> {
        serde_json::from_value::<PackageChangeIn>(body).unwrap().checked()
    }

    fn paper(question: &Value, duration: i64) -> Paper {
        serde_json::from_value(json!({"title": "A", "passages": [], "sections": [{
            "title": "S", "duration": duration, "instruction": "", "navigation": "free", "shuffle": false,
            "questions": [question]
        }]}))
        .unwrap()
    }

    fn question(key: &Value) -> Value {
        json!({"questionType": "multiple_choice", "question": "?", "passage": null, "audio": null, "options":
            [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}], "key": key, "point": 1, "rule": "exact",
            "preparationTime": null, "responseTime": null})
    }

    fn places(paper: &Paper) -> Vec<String> {
        obstacles(paper).into_iter().map(|field| field.path).collect()
    }

    #[test]
    fn a_package_is_published_in_its_own_way_only() {
        assert_eq!(
            change(json!({"status": "archived"})).unwrap().status,
            Some(Status::Archived)
        );
        for wrong in [
            json!({"status": "published"}),
            json!({"status": "x"}),
            json!({"title": null}),
            json!({}),
        ] {
            assert!(change(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_package_whose_questions_all_have_keys_can_be_sat() {
        assert!(places(&paper(&question(&json!([{"answer": "A", "weight": null}])), 60)).is_empty());
    }

    #[test]
    fn what_keeps_a_package_from_being_sat_is_told_by_place() {
        let empty = Paper {
            title: "A".into(),
            passages: Vec::new(),
            sections: Vec::new(),
        };
        assert_eq!(places(&empty), ["sections"]);
        let keyless = question(&json!([]));
        assert_eq!(
            places(&paper(&keyless, 0)),
            ["sections[0].duration", "sections[0].questions[0].answerKey"]
        );
        let mut lost = question(&json!([{"answer": "C", "weight": null}]));
        lost["passage"] = json!("P1");
        assert_eq!(
            places(&paper(&lost, 1)),
            [
                "sections[0].questions[0].answerKey[0]",
                "sections[0].questions[0].passageId"
            ]
        );
    }
}
