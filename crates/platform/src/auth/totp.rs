//! Codes of a second step of logins: six digits of time (RFC 6238), and those for whoever has lost the app.

use totp_rs::{Builder, Secret, Totp};

/// Bytes of a secret: as many as RFC 4226 recommends.
pub const SECRET: usize = 20;
/// Seconds that a code is good for by itself.
const STEP: u64 = 30;
/// Bytes of a recovery code: so many that it cannot be guessed.
pub const RECOVERY: usize = 10;

fn totp(secret: &[u8]) -> Totp {
    Builder::new()
        .with_secret(Secret::new(secret.into()))
        .with_digits(6)
        .with_step_duration(STEP)
        // Clocks differ: the codes before and behind are good as well.
        .with_skew(1)
        .build_noncompliant()
}

/// The step of time of which a code is, if it is good now.
pub fn step_of(secret: &[u8], code: &str, seconds: i64) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let is_code = code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = u64::try_from(seconds).ok().filter(|_| is_code)?;
    i64::try_from(totp(secret).check(&code, seconds)?).ok()
}

/// A secret as apps take it.
pub fn base32(bytes: &[u8]) -> String {
    Secret::new(bytes.into()).to_base32()
}

/// A recovery code as it is shown: `abcd-efgh-ijkl-mnop`.
pub fn recovery_code(bytes: [u8; RECOVERY]) -> String {
    let plain = base32(&bytes).to_ascii_lowercase();
    let groups: Vec<&str> = (0..plain.len())
        .step_by(4)
        .filter_map(|at| plain.get(at..at + 4))
        .collect();
    groups.join("-")
}

/// What counts of a recovery code that somebody typed; `None` if it is none.
pub fn plain_recovery_code(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    (plain.len() == RECOVERY * 8 / 5 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(plain)
}

/// The code that an app shows.
#[cfg(test)]
pub fn code_at(secret: &[u8], seconds: u64) -> String {
    totp(secret).generate(seconds).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    const RFC: [(u64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    const SECRET_OF_RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in RFC {
            assert_eq!(code_at(SECRET_OF_RFC, seconds), code);
            let step = i64::try_from(seconds / STEP).unwrap();
            let at = i64::try_from(seconds).unwrap();
            assert_eq!(step_of(SECRET_OF_RFC, code, at), Some(step));
        }
    }

    #[test]
    fn a_code_is_good_one_step_early_and_one_step_late() {
        let good = |seconds| step_of(SECRET_OF_RFC, "287082", seconds);
        for (seconds, is_good) in [
            (0, true),
            (29, true),
            (30, true),
            (60, true),
            (89, true),
            (90, false),
            (119, false),
        ] {
            assert_eq!(good(seconds).is_some(), is_good, "{seconds}");
        }
        assert_eq!(good(0), Some(1));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for typed in ["", "28708", "2870820", "28708a", "２８７０８２", "-287082"] {
            assert_eq!(step_of(SECRET_OF_RFC, typed, 59), None, "{typed}");
        }
        assert_eq!(step_of(SECRET_OF_RFC, " 287 082 ", 59), Some(1));
    }

    #[test]
    fn recovery_codes_are_read_however_they_are_typed() {
        let code = recovery_code([7; RECOVERY]);
        assert_eq!((code.len(), code.matches('-').count()), (19, 3));
        let plain = plain_recovery_code(&code).unwrap();
        assert_eq!(plain_recovery_code(&code.to_uppercase().replace('-', " ")), Some(plain));
        for typed in ["", "abcd", "287082", "abcd-efgh-ijkl-mno", "abcd-efgh-ijkl-mnö"] {
            assert_eq!(plain_recovery_code(typed), None, "{typed}");
        }
    }
}
