//! The receipt that a certificate names.

use platform::{Conn, Result, params};

platform::statements! {
    /// The last attempt counts.
    RECEIPT = "select receipt_hash from exam_attempt where participant_id = $1 and state = 'submitted'
        and receipt_hash is not null order by no desc limit 1";
}

/// The receipt of what somebody handed in, if there is one.
pub(crate) async fn receipt(conn: &mut Conn<'_>, participant: i64) -> Result<Option<String>> {
    conn.first(RECEIPT, params![participant], |row| row.get(0)).await
}
