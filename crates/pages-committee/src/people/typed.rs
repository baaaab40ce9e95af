//! What is typed of somebody: their name and number, and titles by what they are called.

use assessment::{Assessment, TitleKind, UserChange, UserView};
use pages_kit::{Field, Fields, Speech, field::Takes};
use platform::{Error, FieldError, Message, Rule};

use super::{choices, field_of, named, title_of};
use crate::{Committee, factor};

/// The fields of somebody, holding what is stored.
pub(super) async fn fields_of(
    committee: &Committee,
    speech: Speech<'_>,
    user: Option<&UserView>,
) -> Result<Vec<Field>, Error> {
    let stored = |of: fn(&UserView) -> &str| user.map(of).unwrap_or_default().to_owned();
    let mut fields = vec![
        Field::line("name", speech.say("committee-name"))
            .required()
            .at_most(150)
            .holding(stored(|user| &user.name)),
        Field::line("registeredNumber", speech.say("committee-number"))
            .required()
            .at_most(50)
            .holding(stored(|user| &user.registered_number)),
    ];
    for kind in TitleKind::ALL {
        let mut offered = choices(committee, speech, kind).await?;
        let (label, held) = (speech.say(named(kind).1), user.and_then(|user| title_of(user, kind)));
        let field = if offered.is_empty() {
            Field::line(field_of(kind), label).hint(speech.say("people-title-hint"))
        } else {
            offered[0].1 = speech.say("people-nothing");
            Field::new(field_of(kind), label, Takes::Choice(offered))
        };
        fields.push(field.at_most(100).holding(held.unwrap_or_default()));
    }
    if let Some(user) = user {
        fields.push(factor::field(speech, user.time_factor)?);
    }
    Ok(fields)
}

/// No title is called as it was typed.
fn unknown(kind: TitleKind) -> FieldError {
    let said = Message::new(
        "belum ada; tambahkan dahulu di daftarnya",
        "is not known; add it to its list first",
    );
    FieldError::new(field_of(kind), Rule::Other(said))
}

/// What a form asks for.
pub(super) async fn change(assessment: &Assessment, fields: &Fields) -> Result<UserChange, Error> {
    let (mut ids, mut faults) = ([None; 3], Vec::new());
    for (id, kind) in ids.iter_mut().zip(TitleKind::ALL) {
        let typed = fields.get(field_of(kind)).trim();
        if !typed.is_empty() {
            *id = assessment.title_id(kind, typed).await?;
            if id.is_none() {
                faults.push(unknown(kind));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Error::invalid_fields(faults));
    }
    let [rank, unit, position] = ids.map(Some);
    Ok(UserChange {
        registered_number: Some(fields.get("registeredNumber").to_owned()),
        name: Some(fields.get("name").to_owned()),
        rank,
        unit,
        position,
        time_factor: fields.find(factor::TIME_FACTOR).map(factor::read).transpose()?,
    })
}
