//! What is typed of a participant, and which version it is meant for.

use assessment::{ParticipantChange, TimeFactor};
use pages_kit::{Fields, Speech, numbers::decimal};
use platform::{Error, Message, Rule};
use serde_json::Value;

/// The version that somebody looked at.
pub(super) const SEEN: &str = "versi";
pub(super) const TIME_FACTOR: &str = "timeFactor";

/// A factor as people of a language type it.
pub(super) fn factor_text(speech: Speech<'_>, factor: TimeFactor) -> Result<String, Error> {
    let text = serde_json::to_string(&factor).map_err(Error::internal)?;
    Ok(decimal(speech.language, text))
}

fn factor(typed: &str) -> Result<TimeFactor, Error> {
    let number: Option<f64> = typed.trim().replace(',', ".").parse().ok();
    let factor = number.and_then(|number| serde_json::from_value(Value::from(number)).ok());
    factor.ok_or_else(|| {
        let said = Message::new(
            "harus angka dari 1 sampai 5, paling banyak tiga desimal",
            "must be a number from 1 to 5 with at most three decimals",
        );
        Error::invalid_field(TIME_FACTOR, Rule::Other(said))
    })
}

/// What a form asks for.
pub(super) fn change(fields: &Fields) -> Result<ParticipantChange, Error> {
    let typed = |name: &str| fields.find(name).map(|text| text.trim().to_owned());
    let title = |name: &str| typed(name).map(|text| Some(text).filter(|text| !text.is_empty()));
    Ok(ParticipantChange {
        name: typed("name"),
        registered_number: typed("registeredNumber"),
        rank: title("rank"),
        unit: title("unit"),
        position: title("position"),
        time_factor: fields.find(TIME_FACTOR).map(factor).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use platform::version::IfMatch;

    use super::*;
    use crate::asked::seen;

    fn fields(text: &str) -> Fields {
        Fields::read(text.as_bytes())
    }

    #[test]
    fn a_factor_is_read_as_people_type_it() {
        let read = |typed: &str| factor(typed).ok().map(|factor| serde_json::to_string(&factor).unwrap());
        assert_eq!(read(" 1,25 "), Some("1.25".to_owned()));
        assert_eq!(read("2"), Some("2".to_owned()));
        for wrong in ["", "x", "1,2345", "inf", "NaN"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_a_form_does_not_send_stays_and_what_it_empties_is_cleared() {
        let change = change(&fields("name=Ani&rank=+&unit=7A")).unwrap();
        assert_eq!(change.name.as_deref(), Some("Ani"));
        assert_eq!((change.rank, change.unit), (Some(None), Some(Some("7A".to_owned()))));
        assert_eq!((change.position, change.registered_number), (None, None));
        assert!(change.time_factor.is_none());
    }

    #[test]
    fn a_form_that_names_no_version_fits_none() {
        assert_eq!(seen(&fields("versi=3"), SEEN), IfMatch::OneOf(vec![3]));
        assert_eq!(seen(&fields(""), SEEN), IfMatch::OneOf(Vec::new()));
    }
}
