//! What names, addresses and passwords must look like. Pure.

pub(crate) mod device;

use std::time::Duration;

use platform::{Error, Kind, Message, Rule, Timestamp, text::Check};

use crate::model::account::Role;

/// Shortest and longest username.
const USERNAME: (usize, usize) = (3, 50);
/// Shortest and longest password, in characters. The documented sample has seven.
const PASSWORD: (usize, usize) = (6, 128);
const LONGEST_EMAIL: usize = 254;
const LONGEST_NAME: usize = 200;
/// Longest address of a picture.
pub(crate) const LONGEST_URL: usize = 2048;

/// Where a username comes from: an edited one may contain single blanks, as the documented sample of an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Registration,
    Edit,
}

pub(crate) fn username(check: &mut Check, text: &str, origin: Origin) -> String {
    let text = check.text("username", text, USERNAME.0, USERNAME.1);
    let inner_blank = |c: char| c == ' ' && origin == Origin::Edit;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') || inner_blank(c);
    if !text.chars().all(allowed) || text.contains("  ") {
        let said = Message::new(
            "hanya boleh memuat huruf, angka, '.', '_' dan '-'",
            "may only have letters, digits, '.', '_' and '-'",
        );
        check.note("username", Rule::Other(said));
    }
    text
}

/// Longest username made from an address; there is room behind it for what makes it somebody's own.
const LONGEST_MADE: usize = 30;

/// A username made from a checked address: what stands before the `@`, as far as usernames allow it.
pub(crate) fn username_of(email: &str) -> String {
    let local = email.split('@').next().unwrap_or_default();
    let mut name = String::new();
    for c in platform::text::fold(local).chars() {
        let c = if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
            c
        } else {
            '-'
        };
        // Several letters of other scripts become one dash.
        if c != '-' || !name.ends_with('-') {
            name.push(c);
        }
    }
    name.truncate(LONGEST_MADE);
    let plain = name.trim_matches(['-', '.', '_']);
    match plain.len() {
        0 => "user".to_owned(),
        short if short < USERNAME.0 => format!("user-{plain}"),
        _ => plain.to_owned(),
    }
}

pub(crate) fn email(check: &mut Check, text: &str) -> String {
    let text = check.text("email", text, 3, LONGEST_EMAIL);
    let shaped = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && domain.contains('.')
            && domain
                .split('.')
                .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-'))
            && !local
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '@' | '<' | '>' | '"' | ','))
    });
    if !shaped {
        check.note(
            "email",
            Rule::Other(Message::new("bukan alamat email", "is not an email address")),
        );
    }
    text
}

pub(crate) fn fullname(check: &mut Check, text: &str) -> String {
    check.clean("fullname", text, 1, LONGEST_NAME)
}

pub(crate) fn password(check: &mut Check, text: &str) {
    password_at(check, "password", text);
}

/// The same rule for a password that the form calls otherwise.
pub(crate) fn password_at(check: &mut Check, path: &str, text: &str) {
    let count = text.chars().count();
    if count < PASSWORD.0 {
        check.note(path, Rule::TooShort(PASSWORD.0));
    } else if count > PASSWORD.1 {
        check.note(path, Rule::TooLong(PASSWORD.1));
    }
}

/// Longest reason of an administrator's.
const LONGEST_REASON: usize = 500;
/// Nobody is suspended until later than this: who should be has no date.
const LONGEST_SUSPENSION: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

/// Why an administrator does something; may be empty.
pub(crate) fn reason(text: &str) -> Result<String, Error> {
    let mut check = Check::new();
    let text = check.text("reason", text, 0, LONGEST_REASON);
    check.finish()?;
    Ok(text)
}

/// Until when somebody is suspended: a moment to come, if any.
pub(crate) fn suspended_until(until: Option<Timestamp>, now: Timestamp) -> Result<(), Error> {
    let Some(until) = until else { return Ok(()) };
    if until > now && until < now.plus(LONGEST_SUSPENSION) {
        return Ok(());
    }
    let said = Message::new(
        "harus di masa depan, paling lama sepuluh tahun",
        "must lie ahead, ten years at most",
    );
    Err(Error::invalid_field("until", Rule::Other(said)))
}

/// Whether an administrator may change a role. What an administrator is comes from others: super administrators alone take that
/// from somebody else or make others super administrators, and of their own role everybody only gives up.
pub(crate) fn role_change(giver: Role, is_own: bool, (before, after): (Role, Role)) -> Result<(), Error> {
    let is_allowed = if is_own {
        after < before
    } else {
        let takes_super = before.is_admin() || after == Role::SuperAdmin;
        giver == Role::SuperAdmin || giver.is_admin() && !takes_super
    };
    if is_allowed {
        return Ok(());
    }
    let said = Message::new(
        "Peran pengelola orang lain hanya dapat dicabut oleh pengelola utama, dan peran sendiri hanya dapat dilepas.",
        "Only a super administrator takes the role from another administrator or gives their own, and nobody raises themselves.",
    );
    Err(Error::new(Kind::Forbidden, "accounts.role.protected", said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_given_by_administrators_and_taken_from_them_by_super_administrators() {
        use Role::{Admin, Moderator, SuperAdmin, User};
        let may = |giver, is_own, change| role_change(giver, is_own, change).is_ok();
        for change in [(User, Moderator), (User, Admin), (Moderator, User), (Moderator, Admin)] {
            assert!(
                may(Admin, false, change) && may(SuperAdmin, false, change),
                "{change:?}"
            );
            assert!(
                !may(Moderator, false, change) && !may(User, false, change),
                "{change:?}"
            );
        }
        for change in [
            (Admin, User),
            (Admin, Moderator),
            (SuperAdmin, User),
            (User, SuperAdmin),
        ] {
            assert!(
                !may(Admin, false, change) && may(SuperAdmin, false, change),
                "{change:?}"
            );
        }
        assert!(may(Admin, true, (Admin, User)) && may(SuperAdmin, true, (SuperAdmin, Admin)));
        assert!(!may(Admin, true, (Admin, SuperAdmin)) && !may(User, true, (User, Admin)));
    }

    #[test]
    fn a_suspension_ends_in_the_future_and_not_too_far() {
        let now = Timestamp(1_000_000);
        let until = |moment: i64| suspended_until(Some(Timestamp(moment)), now).is_ok();
        assert!(suspended_until(None, now).is_ok() && until(1_000_001));
        assert!(!until(1_000_000) && !until(0) && !until(i64::MIN) && !until(i64::MAX));
    }

    fn fails(work: impl FnOnce(&mut Check)) -> bool {
        let mut check = Check::new();
        work(&mut check);
        check.finish().is_err()
    }

    #[test]
    fn usernames_are_short_plain_words() {
        for good in ["user1", "a.b_c-d", "Abc"] {
            assert!(!fails(|c| drop(username(c, good, Origin::Registration))), "{good}");
        }
        for bad in ["ab", "has blank", "ünïcode", "semi;colon", "a\0bc", &"x".repeat(51)] {
            assert!(fails(|c| drop(username(c, bad, Origin::Registration))), "{bad}");
        }
        assert!(!fails(|c| drop(username(c, "user1 Edited", Origin::Edit))));
        assert!(fails(|c| drop(username(c, "user1  Edited", Origin::Edit))));
    }

    #[test]
    fn an_email_has_a_name_and_a_domain() {
        for good in ["user1@gmail.com", "a.b+c@x-y.co.id"] {
            assert!(!fails(|c| drop(email(c, good))), "{good}");
        }
        for bad in ["user1", "@x.id", "a@b", "a b@c.id", "a@b..id", "<x>@y.id", "a@b@c.id"] {
            assert!(fails(|c| drop(email(c, bad))), "{bad}");
        }
    }

    #[test]
    fn an_address_gives_a_username_that_keeps_the_rules() {
        for (address, name) in [
            ("sari.dewi+toko@x.id", "sari.dewi-toko"),
            ("SARI@x.id", "sari"),
            ("é@x.id", "user-e"),
            ("ab@x.id", "user-ab"),
            ("商店@x.id", "user"),
            ("-+.@x.id", "user"),
            ("a+++b@x.id", "a-b"),
        ] {
            assert_eq!(username_of(address), name);
        }
        let long = username_of(&format!("{}@x.id", "x".repeat(64)));
        assert!(!fails(|c| drop(username(
            c,
            &format!("{long}.0123456789abcdef"),
            Origin::Registration
        ))));
    }

    #[test]
    fn passwords_have_six_to_128_characters() {
        assert!(!fails(|c| password(c, "123user")));
        assert!(fails(|c| password(c, "12345")));
        assert!(fails(|c| password(c, &"x".repeat(129))));
    }
}
