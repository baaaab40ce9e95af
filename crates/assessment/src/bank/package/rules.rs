//! What the API may be told about a test package.

use papers::rules::section::title;
use platform::{Message, Result, Rule, input::nullable, text::Check};
use serde::Deserialize;

use crate::{
    bank::{
        model::Status,
        section::rules::{kept, known},
    },
    failures::nothing_to_change,
};

/// A new package.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct PackageIn {
    /// Its title, which no other package has, without case.
    pub title: String,
}

/// A change of a package. What is left out stays.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(default)]
pub struct PackageChangeIn {
    #[serde(deserialize_with = "nullable")]
    pub title: Option<Option<String>>,
    /// `archived` or `draft`; it is published in its own way.
    #[serde(deserialize_with = "nullable")]
    #[schemars(with = "Option<Status>")]
    pub status: Option<Option<String>>,
}

/// A change of a package, good by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackageChange {
    pub(crate) title: Option<String>,
    pub(crate) status: Option<Status>,
}

impl PackageIn {
    /// The title of the new package.
    pub fn validate(self) -> Result<String> {
        let mut check = Check::new();
        let title = title(&mut check, "title", &self.title);
        check.finish()?;
        Ok(title)
    }
}

impl PackageChangeIn {
    /// The change that this describes.
    pub fn validate(self) -> Result<PackageChange> {
        let mut check = Check::new();
        let status = kept(&mut check, "status", self.status)
            .and_then(|name| known(&mut check, "status", &name, (Status::from_name, "archived, draft")));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn change(body: Value) -> Result<PackageChange> {
        serde_json::from_value::<PackageChangeIn>(body).unwrap().validate()
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
}
