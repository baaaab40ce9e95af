//! What a grant is, and what grants mean together. Pure.

use std::collections::BTreeMap;

use platform::{Error, Message, Rule, Timestamp, text::Check, text_id};
use serde::{Deserialize, Serialize};

use crate::model::account::{AccountId, Role};

text_id! {
    /// A grant's id (UUIDv7).
    pub struct GrantId
}

/// The version of every grant: it is there or not, and never changes.
pub(crate) const GRANT_VERSION: i64 = 1;
/// Longest name of a permission.
const LONGEST_NAME: usize = 100;

/// Who a grant is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grantee {
    /// Everybody with this role, and with no other.
    Role(Role),
    Account(AccountId),
}

/// A grant as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// `orders.manage`
    pub permission_name: String,
    /// For whom.
    pub to: Grantee,
    /// The one object that it is about; `None` for all of them.
    pub object_id: Option<String>,
    /// Whether it allows or forbids.
    pub can_do: bool,
}

impl NewGrant {
    /// The same, if its parts are well formed.
    pub fn validate(mut self) -> Result<Self, Error> {
        let mut check = Check::new();
        self.permission_name = check.text("permissionName", &self.permission_name, 1, LONGEST_NAME);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':');
        if !self.permission_name.chars().all(plain) {
            let said = Message::new(
                "hanya boleh memuat huruf, angka, '.', '_', '-' dan ':'",
                "may only have letters, digits, '.', '_', '-' and ':'",
            );
            check.note("permissionName", Rule::Other(said));
        }
        check.finish()?;
        if let Some(object) = &self.object_id {
            self.object_id = Some(platform::id::uuid_text("objectId", object)?);
        }
        Ok(self)
    }
}

/// A grant that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub id: GrantId,
    /// What it is about.
    pub permission_name: String,
    /// For whom.
    pub to: Grantee,
    /// The one object that it is about; `None` for all of them.
    pub object_id: Option<String>,
    /// Whether it allows or forbids.
    pub can_do: bool,
    /// Who gave it; `None` for whoever runs the machine.
    pub created_by: Option<AccountId>,
    /// When.
    #[serde(with = "micros")]
    pub created_at: Timestamp,
}

/// What somebody may do with a permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Scope {
    /// Whether it may be done in general.
    pub can_do: bool,
    /// Objects with which it is the other way round, in order.
    pub exceptions: Vec<String>,
}

impl Scope {
    /// What the grants of one permission mean for somebody with this role. All of them must be theirs or their role's.
    ///
    /// A grant without an object decides in general, one with an object for that object. Of two that speak about the
    /// same, the account's own is heard. Without any grant nothing may be done.
    pub fn of(role: Role, grants: &[Grant]) -> Self {
        if role == Role::SuperAdmin {
            return Self {
                can_do: true,
                exceptions: Vec::new(),
            };
        }
        let mut decided: BTreeMap<Option<&str>, (bool, bool)> = BTreeMap::new();
        for grant in grants {
            let own = matches!(grant.to, Grantee::Account(_));
            let said = decided.entry(grant.object_id.as_deref()).or_insert((own, grant.can_do));
            if own {
                *said = (own, grant.can_do);
            }
        }
        let can_do = decided.remove(&None).is_some_and(|(_, can_do)| can_do);
        let exceptions = decided
            .into_iter()
            .filter(|(_, (_, object_can_do))| *object_can_do != can_do)
            .filter_map(|(object, _)| object.map(str::to_owned));
        Self {
            can_do,
            exceptions: exceptions.collect(),
        }
    }
}

/// Moments to the microsecond, for answers that are remembered.
mod micros {
    use platform::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
    pub(super) fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.0)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        i64::deserialize(deserializer).map(Timestamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(to: Grantee, object: Option<&str>, can_do: bool) -> Grant {
        Grant {
            id: GrantId::from("g"),
            permission_name: "orders.manage".to_owned(),
            to,
            object_id: object.map(str::to_owned),
            can_do,
            created_by: None,
            created_at: Timestamp(0),
        }
    }

    fn own(object: Option<&str>, can_do: bool) -> Grant {
        grant(Grantee::Account(AccountId::from("a")), object, can_do)
    }

    fn roles(object: Option<&str>, can_do: bool) -> Grant {
        grant(Grantee::Role(Role::User), object, can_do)
    }

    fn scope(grants: &[Grant]) -> (bool, Vec<String>) {
        let backwards: Vec<Grant> = grants.iter().rev().cloned().collect();
        let found = Scope::of(Role::User, grants);
        assert_eq!(
            Scope::of(Role::User, &backwards),
            found,
            "the order of grants means nothing"
        );
        (found.can_do, found.exceptions)
    }

    #[test]
    fn without_a_grant_nothing_may_be_done_but_by_a_super_administrator() {
        assert_eq!(scope(&[]), (false, vec![]));
        let all = Scope::of(Role::SuperAdmin, &[own(None, false), own(Some("x"), false)]);
        assert_eq!((all.can_do, all.exceptions.len()), (true, 0));
        assert!(!Scope::of(Role::Admin, &[]).can_do);
    }

    #[test]
    fn ones_own_grant_is_heard_before_that_of_ones_role() {
        assert_eq!(scope(&[roles(None, true)]), (true, vec![]));
        assert_eq!(scope(&[roles(None, true), own(None, false)]), (false, vec![]));
        assert_eq!(scope(&[roles(None, false), own(None, true)]), (true, vec![]));
        let both = [own(None, true), roles(Some("x"), false), own(Some("x"), true)];
        assert_eq!(scope(&both), (true, vec![]));
    }

    #[test]
    fn objects_about_which_the_opposite_is_said_are_exceptions() {
        let listed = [own(Some("y"), true), roles(Some("x"), true), own(Some("z"), false)];
        assert_eq!(scope(&listed), (false, vec!["x".to_owned(), "y".to_owned()]));
        let allowed = [roles(None, true), own(Some("y"), true), own(Some("z"), false)];
        assert_eq!(scope(&allowed), (true, vec!["z".to_owned()]));
    }

    #[test]
    fn a_grant_has_a_plain_name_and_an_id_for_its_object() {
        let new = |name: &str, object: Option<&str>| NewGrant {
            permission_name: name.to_owned(),
            to: Grantee::Role(Role::User),
            object_id: object.map(str::to_owned),
            can_do: true,
        };
        let object = "018F3C1E-7B2A-7C3D-8E4F-0123456789AB";
        let good = new(" adminPanel.access ", Some(object)).validate().unwrap();
        assert_eq!(
            (good.permission_name.as_str(), good.object_id),
            ("adminPanel.access", Some(object.to_lowercase()))
        );
        for (name, object, field) in [
            ("", None, "permissionName"),
            ("a b", None, "permissionName"),
            ("<b>", None, "permissionName"),
            (&*"x".repeat(101), None, "permissionName"),
            ("a", Some("1"), "objectId"),
        ] {
            let error = new(name, object).validate().unwrap_err();
            assert_eq!(error.fields()[0].path, field, "{name}");
        }
    }
}
