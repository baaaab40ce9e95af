//! Reading what receipts are made of.

use platform::{Conn, Result, Timestamp, Tx, db::Row, params};

use super::model::{HandedAnswer, HandedIn};

platform::statements! {
    ATTEMPT = "select participant_id, package_version_id, submitted_at, receipt_hash from exam_attempt
        where id = $1 and state = 'submitted' and package_version_id is not null";
    /// As the participant left them.
    ANSWERS = "select question_id, case when original_json is null then answer_json
            when original_json = 'null' then null else original_json end, audio_response_id
        from exam_response where attempt_id = $1 and client_seq > 0 or attempt_id = $1 and audio_response_id is not null
        order by question_id limit 10000";
    SET = "update exam_attempt set receipt_hash = $1 where id = $2";
    OF_RECEIPT = "select a.id, e.title, p.exam_registered_number, a.submitted_at, a.submit_reason from exam_attempt a
        join exam_participant p on p.id = a.participant_id join exam_event e on e.id = p.event_id
        where a.receipt_hash = $1 and a.state = 'submitted' limit 1";
}

/// What was handed in, and the receipt that it has already.
pub(crate) async fn handed_in(conn: &mut Conn<'_>, attempt: i64) -> Result<Option<(HandedIn, Option<String>)>> {
    let read = |row: &Row<'_>| {
        let content = HandedIn {
            attempt,
            participant: row.get(0)?,
            version: row.get(1)?,
            submitted_at: row.get(2)?,
            answers: Vec::new(),
        };
        Ok((content, row.get(3)?))
    };
    let Some((mut content, receipt)) = conn.first(ATTEMPT, params![attempt], read).await? else {
        return Ok(None);
    };
    let answer = |row: &Row<'_>| {
        Ok(HandedAnswer {
            question: row.get(0)?,
            json: row.get(1)?,
            audio: row.get(2)?,
        })
    };
    content.answers = conn.all(ANSWERS, params![attempt], answer).await?;
    Ok(Some((content, receipt)))
}

pub(crate) async fn set(tx: &mut Tx<'_>, attempt: i64, receipt: &str) -> Result<()> {
    tx.execute(SET, params![receipt, attempt]).await.map(drop)
}

/// Whose receipt it is.
pub(crate) struct ReceiptRow {
    pub(crate) attempt: i64,
    pub(crate) event_title: String,
    pub(crate) exam_registered_number: String,
    pub(crate) submitted_at: Timestamp,
    pub(crate) submit_reason: String,
}

pub(crate) async fn of_receipt(conn: &mut Conn<'_>, receipt: &str) -> Result<Option<ReceiptRow>> {
    let read = |row: &Row<'_>| {
        Ok(ReceiptRow {
            attempt: row.get(0)?,
            event_title: row.get(1)?,
            exam_registered_number: row.get(2)?,
            submitted_at: row.get(3)?,
            submit_reason: row.get(4)?,
        })
    };
    conn.first(OF_RECEIPT, params![receipt], read).await
}
