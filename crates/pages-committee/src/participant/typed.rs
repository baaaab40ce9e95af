//! What is typed of a participant, and which version it is meant for.

use assessment::ParticipantChange;
use pages_kit::Fields;
use platform::Error;

use crate::factor;

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
        time_factor: fields.find(factor::TIME_FACTOR).map(factor::read).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use platform::version::IfMatch;

    use super::*;
    use crate::asked::{SEEN, seen};

    fn fields(text: &str) -> Fields {
        Fields::read(text.as_bytes())
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
        assert_eq!(seen(&fields("_versi=3"), SEEN), IfMatch::OneOf(vec![3]));
        assert_eq!(seen(&fields(""), SEEN), IfMatch::OneOf(Vec::new()));
    }
}
