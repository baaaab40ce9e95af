//! What is braked: logins, challenges, uploads and flags.

use std::time::Duration;

use platform::{
    Clock,
    auth::{
        attempts::{AttemptLimits, Attempts},
        tally::Tallies,
        throttle::{Rate, Throttle},
    },
};

use crate::{exam, people};

/// How often things may be tried.
pub(crate) struct Throttles {
    pub(crate) logins: Attempts,
    /// Codes of the second step.
    pub(crate) codes: Attempts,
    pub(crate) sitters: Attempts,
    pub(crate) entry_codes: Attempts,
    /// The code of the first administrator, by network.
    pub(crate) setup: Attempts,
    /// Each is answered once.
    pub(crate) challenges: Throttle,
    pub(crate) uploads: Throttle,
    /// What a participant's page tells of how somebody works.
    pub(crate) flags: Throttle,
}

impl Throttles {
    pub(crate) fn new(clock: &Clock, tallies: &Tallies) -> Self {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let throttle = |burst, per, code| Throttle::new(clock.clone(), Rate { burst, per }, 100_000).with_code(code);
        Self {
            logins: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    // A whole class may sit behind one address.
                    by_network: 200,
                    per: minutes(10),
                    code: people::session::service::THROTTLED,
                },
            )
            .shared(tallies, ["assessment.logins", "assessment.logins.network"]),
            codes: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 5,
                    by_network: 200,
                    per: minutes(10),
                    code: people::factor::service::THROTTLED,
                },
            )
            .shared(tallies, ["assessment.codes", "assessment.codes.network"]),
            sitters: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    // All classes of a school may sit behind one address.
                    by_network: 600,
                    per: minutes(10),
                    code: exam::session::service::THROTTLED,
                },
            )
            .shared(tallies, ["assessment.sitters", "assessment.sitters.network"]),
            entry_codes: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    by_network: 600,
                    per: minutes(10),
                    code: exam::lobby::rules::THROTTLED,
                },
            )
            .shared(tallies, ["assessment.entry_codes", "assessment.entry_codes.network"]),
            setup: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    by_network: 10,
                    per: minutes(10),
                    code: people::admin::first::THROTTLED,
                },
            )
            .shared(tallies, ["assessment.setup", "assessment.setup.network"]),
            challenges: throttle(1, minutes(20), "assessment.challenge_used").shared(tallies, "assessment.challenges"),
            uploads: throttle(600, minutes(1), "assessment.uploads_throttled").shared(tallies, "assessment.uploads"),
            flags: throttle(600, minutes(10), exam::flags::rules::THROTTLED).shared(tallies, "assessment.flags"),
        }
    }
}
