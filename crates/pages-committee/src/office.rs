//! Who holds exams here, and how the place is kept: the first start, administrators, sessions, the log, storage, retention.

pub(crate) mod first;
pub(crate) mod way;

use pages_kit::{Asset, Fields, Speech, asset};
use platform::{Error, Message, Rule};

/// The files that these pages load.
pub(crate) struct Assets {
    pub(crate) style: Asset,
    pub(crate) code: Asset,
}

impl Assets {
    pub(crate) fn load() -> Self {
        Self {
            style: asset::sheet("office", include_str!("../assets/office.css")),
            code: Asset::js("office-code", include_bytes!("../assets/office-code.js").as_slice()),
        }
    }
}

/// Refuses a password that was typed otherwise the second time.
fn same_twice(speech: Speech<'_>, fields: &Fields) -> Result<(), Error> {
    if fields.get("password") == fields.get("passwordAgain") {
        return Ok(());
    }
    let said = speech.say("office-password-differs");
    Err(Error::invalid_field(
        "passwordAgain",
        Rule::Other(Message::new(said.clone(), said)),
    ))
}
