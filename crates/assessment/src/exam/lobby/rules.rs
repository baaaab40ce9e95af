//! How somebody checks in.

use platform::{Error, FieldError, Kind, Message, Rule, text::fold};
use serde::{Deserialize, Serialize};

/// Too many wrong entry codes.
pub(crate) const THROTTLED: &str = "assessment.entry_codes_throttled";

/// What a participant says when checking in.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamCheckIn")]
pub struct CheckInIn {
    /// The event's entry code, where it has one.
    #[serde(default)]
    pub entry_code: Option<String>,
    /// What was found good on the participant's device.
    #[serde(default)]
    pub devices: DevicesIn,
}

/// What of a device was found good.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamDevices")]
pub struct DevicesIn {
    #[serde(default)]
    pub microphone: bool,
    #[serde(default)]
    pub camera: bool,
    #[serde(default)]
    pub sound: bool,
}

impl CheckInIn {
    /// The entry code as it is compared.
    pub(crate) fn code(&self) -> String {
        let mut code = fold(self.entry_code.as_deref().unwrap_or_default());
        code.retain(|c| !c.is_whitespace());
        code
    }
}

/// The entry code is missing or wrong.
pub(crate) fn wrong_code() -> Error {
    let rule = Message::new("salah", "is wrong");
    Error::new(
        Kind::Forbidden,
        "assessment.entry_code_wrong",
        Message::new(
            "Kode masuk salah. Tanyakan kepada pengawas.",
            "The entry code is wrong. Ask a supervisor.",
        ),
    )
    .with_fields(vec![FieldError::new("entryCode", Rule::Other(rule))])
}
