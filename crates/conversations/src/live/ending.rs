//! Why a stream ends, as its client is told: over a WebSocket by the code of the close (RFC 6455, section 7.4), over
//! server-sent events by a last event.

use super::frame::{Delivery, END};

/// Why a stream ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Its session, or its account, is gone.
    SessionEnded,
    /// Its account listens at too many places; the oldest one goes.
    TooMany,
    /// The server stops.
    Stopping,
    /// What was missed could not be read.
    Interrupted,
    /// Its client takes nothing, or shows no sign of life.
    Slow,
    /// Its client says more than it may.
    TooLong,
    /// Its client says something else than texts.
    NoText,
}

impl Ending {
    /// The code of a close.
    pub(crate) fn code(self) -> u16 {
        match self {
            Self::Stopping => 1001,
            Self::NoText => 1003,
            Self::SessionEnded | Self::TooMany => 1008,
            Self::TooLong => 1009,
            Self::Interrupted | Self::Slow => 1013,
        }
    }

    /// The name that a program goes by.
    pub(crate) fn reason(self) -> &'static str {
        match self {
            Self::SessionEnded => "session-ended",
            Self::TooMany => "too-many-streams",
            Self::Stopping => "server-stopping",
            Self::Interrupted => "interrupted",
            Self::Slow => "too-slow",
            Self::TooLong => "message-too-long",
            Self::NoText => "texts-only",
        }
    }

    /// The last event of a stream.
    pub(crate) fn as_delivery(self) -> Delivery {
        let (code, reason) = (self.code(), self.reason());
        Delivery::one(None, END, format!(r#"{{"code":{code},"reason":"{reason}"}}"#))
    }
}
