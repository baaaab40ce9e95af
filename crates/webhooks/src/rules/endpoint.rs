//! What makes a webhook valid.

use accounts::AccountId;
use platform::{Error, Rule, Timestamp, text::Check};

use super::topics::check_topics;
use crate::{
    failures::nothing_to_change,
    input::{WebhookChangeIn, WebhookIn},
    model::{
        WebhookTopic,
        endpoint::{DisabledReason, Webhook, WebhookId},
    },
    sending::target::{Reach, read_target},
};

/// Webhooks, at most.
pub(crate) const MOST_WEBHOOKS: i64 = 100;
/// Characters of a description, at most.
const LONGEST_DESCRIPTION: usize = 500;

/// What a webhook is held against.
#[derive(Clone, Copy)]
pub(crate) struct Limits<'a> {
    /// What is documented.
    pub(crate) topics: &'a [WebhookTopic],
    /// Where things may be sent.
    pub(crate) reach: Reach,
}

impl Limits<'_> {
    fn check_topics(&self, check: &mut Check, given: &[String]) -> Vec<String> {
        check_topics(check, given, self.topics.iter().map(|known| known.topic))
    }

    /// An address without blanks around it, if things may be sent there.
    fn check_url(&self, url: &str) -> Result<String, Error> {
        let url = url.trim();
        read_target(url, self.reach)?;
        Ok(url.to_owned())
    }
}

/// What an administrator says about a webhook.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWebhook {
    pub(crate) url: String,
    pub(crate) topics: Vec<String>,
    pub(crate) description: Option<String>,
}

/// What an administrator changes; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WebhookChange {
    pub(crate) url: Option<String>,
    pub(crate) topics: Option<Vec<String>>,
    pub(crate) description: Option<Option<String>>,
    pub(crate) enabled: Option<bool>,
}

/// A new webhook, if it is good by itself.
pub(crate) fn check_webhook(input: &WebhookIn, limits: Limits<'_>) -> Result<NewWebhook, Error> {
    let mut check = Check::new();
    let topics = limits.check_topics(&mut check, &input.topics);
    let description = check.maybe_clean("description", input.description.as_deref(), LONGEST_DESCRIPTION);
    check.finish()?;
    Ok(NewWebhook {
        url: limits.check_url(&input.url)?,
        topics,
        description,
    })
}

/// A change, if it is good by itself and changes anything at all.
pub(crate) fn check_change(input: &WebhookChangeIn, limits: Limits<'_>) -> Result<WebhookChange, Error> {
    let mut check = Check::new();
    let url = required(&mut check, "url", input.url.as_ref());
    let topics = required(&mut check, "topics", input.topics.as_ref());
    let topics = topics.map(|given| limits.check_topics(&mut check, given));
    let enabled = required(&mut check, "enabled", input.enabled.as_ref());
    let description = input
        .description
        .as_ref()
        .map(|given| check.maybe_clean("description", given.as_deref(), LONGEST_DESCRIPTION));
    check.finish()?;
    let change = WebhookChange {
        url: url.map(|url| limits.check_url(url)).transpose()?,
        topics,
        description,
        enabled: enabled.copied(),
    };
    if change == WebhookChange::default() {
        return Err(nothing_to_change());
    }
    Ok(change)
}

/// The value of a field that may be left out and may not be `null`.
fn required<'a, T>(check: &mut Check, field: &str, given: Option<&'a Option<T>>) -> Option<&'a T> {
    match given {
        Some(None) => {
            check.note(field, Rule::Required);
            None
        }
        Some(Some(value)) => Some(value),
        None => None,
    }
}

impl NewWebhook {
    /// The webhook that this makes.
    pub(crate) fn make(self, id: WebhookId, owner: AccountId, now: Timestamp) -> Webhook {
        Webhook {
            id,
            url: self.url,
            topics: self.topics,
            description: self.description,
            enabled: true,
            disabled_reason: None,
            disabled_at: None,
            failing_since: None,
            is_active: true,
            record_version: 1,
            created_at: now,
            updated_at: now,
            owner,
        }
    }
}

impl WebhookChange {
    /// A webhook with this change applied.
    pub(crate) fn apply_to(self, before: &Webhook, now: Timestamp) -> Webhook {
        let mut after = before.clone();
        after.url = self.url.unwrap_or(after.url);
        after.topics = self.topics.unwrap_or(after.topics);
        after.description = self.description.unwrap_or(after.description);
        match self.enabled {
            Some(true) if !before.enabled => after.enable(),
            Some(false) if before.enabled => after.disable(DisabledReason::Administrator, now),
            _ => {}
        }
        after
    }
}

impl Webhook {
    /// The next version.
    pub(crate) fn touch(mut self, now: Timestamp) -> Self {
        self.record_version += 1;
        self.updated_at = now;
        self
    }

    pub(crate) fn disable(&mut self, reason: DisabledReason, now: Timestamp) {
        self.enabled = false;
        self.disabled_reason = Some(reason);
        self.disabled_at = Some(now);
    }

    /// With a fresh start: what failed before does not count any more.
    fn enable(&mut self) {
        self.enabled = true;
        self.disabled_reason = None;
        self.disabled_at = None;
        self.failing_since = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(topics: &[WebhookTopic]) -> Limits<'_> {
        Limits {
            topics,
            reach: Reach::Public,
        }
    }

    fn known() -> [WebhookTopic; 1] {
        [WebhookTopic {
            topic: "thing-made",
            about: "There is a new thing.".to_owned(),
        }]
    }

    fn change(json: &str) -> Result<WebhookChange, Error> {
        check_change(&serde_json::from_str(json).unwrap(), limits(&known()))
    }

    #[test]
    fn a_webhook_has_a_public_address_and_documented_topics() {
        let check = |json: &str| check_webhook(&serde_json::from_str(json).unwrap(), limits(&known()));
        let good = check(r#"{"url":" https://a.example/in ","topics":["thing-*"],"description":" Gudang "}"#).unwrap();
        assert_eq!(
            (good.url.as_str(), good.description.as_deref()),
            ("https://a.example/in", Some("Gudang"))
        );
        for (json, code) in [
            (r#"{"url":"https://a.example","topics":["x"]}"#, "request.invalid"),
            (r#"{"url":"nowhere","topics":["*"]}"#, "webhooks.url_not_valid"),
            (
                r#"{"url":"http://a.example","topics":["*"]}"#,
                "webhooks.url_not_secure",
            ),
            (
                r#"{"url":"https://10.0.0.1","topics":["*"]}"#,
                "webhooks.url_not_public",
            ),
        ] {
            assert_eq!(check(json).unwrap_err().code(), code, "{json}");
        }
    }

    #[test]
    fn a_change_tells_absent_fields_from_cleared_ones() {
        assert_eq!(change(r#"{"description":null}"#).unwrap().description, Some(None));
        for refused in [
            "{}",
            r#"{"url":null}"#,
            r#"{"topics":null}"#,
            r#"{"enabled":null}"#,
            r#"{"topics":[]}"#,
        ] {
            assert!(change(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn enabling_forgets_what_failed() {
        let new = NewWebhook {
            url: "https://a.example".to_owned(),
            topics: vec!["*".to_owned()],
            description: None,
        };
        let webhook = new.make("1".into(), "2".into(), Timestamp(0));
        let off = change(r#"{"enabled":false}"#).unwrap().apply_to(&webhook, Timestamp(5));
        assert_eq!(
            (off.enabled, off.disabled_reason, off.disabled_at),
            (false, Some(DisabledReason::Administrator), Some(Timestamp(5)))
        );
        let failing = Webhook {
            failing_since: Some(Timestamp(1)),
            ..off
        };
        let on = change(r#"{"enabled":true}"#).unwrap().apply_to(&failing, Timestamp(9));
        assert_eq!(on, webhook);
    }
}
