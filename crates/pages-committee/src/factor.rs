//! By how much the time of somebody is multiplied, as people read and type it.

use assessment::TimeFactor;
use pages_kit::{Field, Speech, field::Takes, numbers::decimal};
use platform::{Error, Message, Rule};
use serde_json::Value;

/// The field of a factor.
pub(crate) const TIME_FACTOR: &str = "timeFactor";

/// A factor as people of a language type it.
pub(crate) fn text(speech: Speech<'_>, factor: TimeFactor) -> Result<String, Error> {
    let text = serde_json::to_string(&factor).map_err(Error::internal)?;
    Ok(decimal(speech.language, text))
}

/// The field, holding a factor.
pub(crate) fn field(speech: Speech<'_>, factor: TimeFactor) -> Result<Field, Error> {
    Ok(Field::new(TIME_FACTOR, speech.say("participant-factor"), Takes::Number)
        .required()
        .at_most(6)
        .hint(speech.say("participant-factor-hint"))
        .holding(text(speech, factor)?))
}

/// A factor as it was typed.
pub(crate) fn read(typed: &str) -> Result<TimeFactor, Error> {
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

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_factor_is_read_as_people_type_it() {
        let told = |typed: &str| read(typed).ok().map(|factor| serde_json::to_string(&factor).unwrap());
        assert_eq!(told(" 1,25 "), Some("1.25".to_owned()));
        assert_eq!(told("2"), Some("2".to_owned()));
        for wrong in ["", "x", "1,2345", "inf", "NaN"] {
            assert_eq!(told(wrong), None, "{wrong}");
        }
    }
}
