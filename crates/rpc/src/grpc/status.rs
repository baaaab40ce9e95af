//! Statuses of gRPC for answers of HTTP, and deadlines.

use std::{collections::HashMap, time::Duration};

use http::{HeaderMap, StatusCode, header};
use platform::id::RequestId;
use serde::Deserialize;
use serde_json::Value;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt as _};

use crate::service::Answer;

/// The longest deadline that means anything.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What is read of a failure.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Failure {
    message: String,
    err_code: Value,
    detail: String,
}

/// The status of an answer that is no success: the key as its message, and the rest as details (`ErrorInfo`, `RetryInfo`).
pub(super) fn of(answer: &Answer, codename: &str, request: RequestId) -> Status {
    let failure: Failure = serde_json::from_slice(&answer.body).unwrap_or_default();
    let mut more = HashMap::from([("requestId".to_owned(), request.as_str().to_owned())]);
    if !failure.err_code.is_null() {
        more.insert("errCode".to_owned(), text(&failure.err_code));
    }
    if !failure.detail.is_empty() {
        more.insert("detail".to_owned(), failure.detail);
    }
    let mut details = ErrorDetails::with_error_info(failure.message.clone(), codename, more);
    let wait = answer
        .headers
        .get(header::RETRY_AFTER)
        .and_then(|wait| wait.to_str().ok()?.parse().ok());
    if let Some(seconds) = wait {
        details.set_retry_info(Some(Duration::from_secs(seconds)));
    }
    Status::with_error_details(code(answer.status, &failure.message), failure.message, details)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The contract's codes, and for the rest the ones that mean the same.
fn code(status: StatusCode, key: &str) -> Code {
    match status.as_u16() {
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        // What is there already; everything else collides with a state that has to change first.
        409 if key.contains("Duplicate") || key.contains("Exists") => Code::AlreadyExists,
        409 | 412 => Code::FailedPrecondition,
        408 | 504 => Code::DeadlineExceeded,
        413 | 429 => Code::ResourceExhausted,
        405 | 501 => Code::Unimplemented,
        503 => Code::Unavailable,
        400..=499 => Code::InvalidArgument,
        _ => Code::Internal,
    }
}

/// How long a client waits, as it says (`5S`, `200m`); nonsense is no deadline.
pub(super) fn deadline(metadata: &HeaderMap) -> Option<Duration> {
    let said = metadata.get("grpc-timeout")?.to_str().ok()?;
    let (number, unit) = said.split_at_checked(said.len().checked_sub(1)?)?;
    // At most eight digits, says the protocol.
    let number: u64 = Some(number).filter(|number| number.len() <= 8)?.parse().ok()?;
    let deadline = match unit {
        "H" => Duration::from_secs(number * 60 * 60),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    };
    Some(deadline.min(A_DAY))
}

/// The deadline passed before the answer was there.
pub(super) fn late() -> Status {
    Status::deadline_exceeded("The deadline passed before the answer was there.")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn deadlines_are_read_as_the_protocol_writes_them() {
        let read = |said: &'static str| {
            let said = [("grpc-timeout".parse().unwrap(), HeaderValue::from_static(said))];
            deadline(&said.into_iter().collect())
        };
        assert_eq!(read("5S"), Some(Duration::from_secs(5)));
        assert_eq!(read("200m"), Some(Duration::from_millis(200)));
        assert_eq!(read("90000u"), Some(Duration::from_millis(90)));
        assert_eq!(read("1H"), Some(Duration::from_secs(3600)));
        assert_eq!(read("99999999H"), Some(A_DAY));
        for nonsense in ["", "S", "5", "-5S", "5s", "123456789S"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn statuses_are_those_of_the_contract() {
        for (status, expected) in [
            (400, Code::InvalidArgument),
            (401, Code::Unauthenticated),
            (403, Code::PermissionDenied),
            (404, Code::NotFound),
            (409, Code::FailedPrecondition),
            (422, Code::InvalidArgument),
            (429, Code::ResourceExhausted),
            (500, Code::Internal),
            (503, Code::Unavailable),
        ] {
            assert_eq!(
                code(StatusCode::from_u16(status).unwrap(), "errMsg_x"),
                expected,
                "{status}"
            );
        }
        assert_eq!(code(StatusCode::CONFLICT, "errMsg_AlreadyExists"), Code::AlreadyExists);
    }
}
