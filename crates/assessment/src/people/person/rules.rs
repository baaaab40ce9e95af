//! What people are called, and by what number they are known.
//!
//! Invariant: two numbers that differ only by case, blanks or accents are the same number.

use platform::{
    Message, Rule,
    text::{Check, fold},
};

/// Most characters of a name.
const NAME: usize = 150;
/// Most characters of a registration number.
const NUMBER: usize = 50;

/// A name as it is kept: harmless, with single blanks.
pub(crate) fn name(check: &mut Check, field: &str, text: &str) -> String {
    let clean = check.clean(field, text, 1, NAME);
    single_blanks(&clean)
}

/// A registration number as it is kept. It is text: leading zeros count.
pub(crate) fn registered_number(check: &mut Check, field: &str, text: &str) -> String {
    let clean = check.clean(field, text, 1, NUMBER);
    if !clean.is_empty() && number_key(&clean).is_empty() {
        let said = Message::new("harus memuat huruf atau angka", "must have letters or digits");
        check.note(field, Rule::Other(said));
    }
    single_blanks(&clean)
}

/// A registration number as it is compared: without case, accents and blanks.
pub(crate) fn number_key(number: &str) -> String {
    let mut key = fold(number);
    key.retain(|c| !c.is_whitespace());
    if key.contains(char::is_alphanumeric) {
        key
    } else {
        String::new()
    }
}

/// A name as it is compared.
pub(crate) fn name_key(name: &str) -> String {
    fold(&single_blanks(name))
}

/// A text whose blanks are single.
pub(crate) fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::model::TimeFactor;

    #[test]
    fn numbers_are_the_same_without_case_and_blanks_but_not_without_zeros() {
        assert_eq!(number_key("19850312 200604 1 001"), number_key("198503122006041001"));
        assert_eq!(number_key("ab-1"), number_key("AB-1"));
        assert_ne!(number_key("007"), number_key("7"));
    }

    #[test]
    fn what_has_no_letter_and_no_digit_is_no_number() {
        for (text, good) in [
            ("007", true),
            ("A/1-b", true),
            ("--", false),
            (" ", false),
            (&"1".repeat(51), false),
        ] {
            let mut check = Check::new();
            registered_number(&mut check, "registeredNumber", text);
            assert_eq!(check.finish().is_ok(), good, "{text}");
        }
    }

    #[test]
    fn a_factor_is_shown_as_it_was_given() {
        for text in ["1", "1.25", "5", "1.333"] {
            let factor: TimeFactor = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&factor).unwrap(), text);
        }
        assert!(serde_json::from_str::<TimeFactor>("1.23456").is_err());
        let mut check = Check::new();
        TimeFactor(900).check(&mut check, "timeFactor");
        assert!(check.finish().is_err());
    }
}
